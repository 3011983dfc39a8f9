"""What the codes of a list are called in every language of the program, singular or plural, and near misses."""

from __future__ import annotations

import functools
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from desktop.config import paths
from desktop.domain.codes import CATEGORY_NAMES, CATEGORY_SHORT_NAMES, CostCategory
from desktop.language import Language, Message, load_language
from desktop.language.folding import words
from desktop.language.speech import NAMES

_NEAREST = 3
_ALIKE = 70  # of 100: below, a suggestion would only puzzle
_SHORTEST_PLURAL = 4
_AND = ("and", "et")  # CLDR writes Trinidad & Tobago
# Names by which people know a thing that lists call otherwise.
_ALSO: Final[Mapping[str, tuple[str, ...]]] = {
    "Expenditure": ("Expense",),
    "Commitment": ("Obligation", "Encumbrance"),
    "Receipt": ("Income", "Recette"),
}
_ALSO_CATEGORIES: Final[Mapping[CostCategory, tuple[str, ...]]] = {
    CostCategory.STAFF: ("Staff", "Staff costs", "Personnel", "Frais de personnel"),
    CostCategory.SUPPLIES: ("Supplies", "Materials", "Fournitures", "Matériel"),
    CostCategory.EQUIPMENT: ("Equipment", "Vehicles", "Équipement", "Véhicules"),
    CostCategory.CONTRACTS: ("Contracts", "Contractual", "Contrats"),
    CostCategory.TRAVEL: ("Travel costs", "Frais de voyage", "Déplacements"),
    CostCategory.TRANSFERS: ("Transfers", "Grants to counterparts", "Transferts", "Subventions"),
    CostCategory.OPERATING: ("Operating costs", "General operating costs", "Frais de fonctionnement"),
    CostCategory.INDIRECT: ("Indirect costs", "Programme support costs", "PSC", "Overhead", "Coûts d’appui"),
}
_ALSO_CALLED: Final[Mapping[str, tuple[Message, ...]]] = {
    **{name: tuple(map(Message, others)) for name, others in _ALSO.items()},
    **{
        CATEGORY_SHORT_NAMES[key].text: (CATEGORY_NAMES[key], *map(Message, others))
        for key, others in _ALSO_CATEGORIES.items()
    },
}


@functools.cache
def _written() -> Mapping[str, list[str]]:
    """What people write for values of lists; their words are as they stand, in whatever language."""
    with (paths.resources() / "codelists" / "choice_names.toml").open("rb") as file:
        return tomllib.load(file)


def folded(text: str) -> str:
    """A name without what people do not tell apart."""
    return " ".join(words(text))


def _loose(name: str) -> str:
    """A folded name without plurals, whatever the order of its words: “Tanzania, United Republic of”."""
    words_of_name = [word for word in name.split() if word not in _AND]
    return " ".join(sorted(word.rstrip("sx") if len(word) >= _SHORTEST_PLURAL else word for word in words_of_name))


@functools.cache
def languages() -> tuple[Language, ...]:
    """Every language of the program: a workbook may be in any of them, whatever the screen is in."""
    return tuple(load_language(paths.translations(), code) for code in NAMES)


class Names:
    """The codes of a list by everything they are called; a name of two of them is a name of none."""

    def __init__(self, called: Iterable[tuple[str, str]]) -> None:
        exact: dict[str, set[str]] = defaultdict(set)
        loose: dict[str, set[str]] = defaultdict(set)
        self._shown: dict[str, str] = {}
        for key, name in called:
            code = str(key)  # of an enumeration
            for plain in (folded(code), folded(name)):
                exact[plain].add(code)
                loose[_loose(plain)].add(code)
            self._shown.setdefault(folded(name), name)
        self._exact, self._loose = exact, loose
        self._codes = {folded(code): code for codes in exact.values() for code in codes}

    def find(self, text: str) -> str | None:
        """The code that a text is or names; also both of them, as in `1 - Staff` and `Niger (NE)`."""
        plain = folded(text)
        found = self._called(plain)
        if found is not None:
            return found
        first, _space, rest = plain.partition(" ")
        before, _space, last = plain.rpartition(" ")
        for code, name in ((first, rest), (last, before)):
            if code in self._codes and self._called(name) == self._codes[code]:
                return self._codes[code]
        return None

    def _called(self, plain: str) -> str | None:
        codes = self._exact.get(plain) or self._loose.get(_loose(plain), set())
        return next(iter(codes)) if len(codes) == 1 else None

    def nearest(self, text: str) -> dict[str, str]:
        """The codes whose names are most like a text, best first, each with that name."""
        from rapidfuzz import fuzz, process

        wanted = folded(text)
        choices = list(self._shown)
        found: dict[str, str] = {}
        for name, _score, _place in process.extract(wanted, choices, scorer=fuzz.WRatio, score_cutoff=_ALIKE, limit=9):
            for code in sorted(self._exact[name]):
                found.setdefault(code, self._shown[name])
        return dict(list(found.items())[:_NEAREST])


def _choice_names(choices: Mapping[str, Message]) -> Iterator[tuple[str, str]]:
    for code, name in choices.items():
        for language in languages():
            yield code, language.text(name)
            for other in _ALSO_CALLED.get(name.text, ()):
                yield code, language.text(other)
        for written in _written().get(name.text, ()):
            yield code, written


@functools.lru_cache(maxsize=64)
def _of_choices(choices: tuple[tuple[str, Message], ...]) -> Names:
    return Names(_choice_names(dict(choices)))


def names_of_choices(choices: Mapping[str, Message]) -> Names:
    """What the codes of a fixed list are called."""
    return _of_choices(tuple(choices.items()))
