"""What people write in a workbook, in whichever language of the program: names of kinds and categories, and totals."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from desktop.config import paths
from desktop.domain.codes import CATEGORY_NAMES, CATEGORY_SHORT_NAMES, CostCategory
from desktop.domain.ledger import LEDGER_KINDS, LedgerKind
from desktop.domain.money import MINOR_UNITS
from desktop.language import Language, Message, load_language
from desktop.language.folding import words
from desktop.language.speech import NAMES

Code = TypeVar("Code")

_TOTALS = "total totals totale totales totaux subtotal subtotals sum sums somme sommes مجموع المجموع إجمالي الإجمالي"
_BESIDE_TOTALS = (
    "grand general generale overall sub sous partial partiel net gross brut of for the a du de des la le les pour "
    "page month mois quarter trimestre year annee period periode carried forward report reporter amount montant "
    "expenditure expenditures expense expenses cost costs depense depenses cout couts كلي الكلي فرعي الفرعي عام العام"
)


@functools.cache
def _languages() -> tuple[Language, ...]:
    return tuple(load_language(paths.translations(), code) for code in NAMES)


def _plain(text: str) -> str:
    return " ".join(words(text))


def _in_every_language(codes: Mapping[Code, Sequence[Message]]) -> dict[str, Code]:
    return {
        _plain(language.text(name)): code
        for code, names in codes.items()
        for name in names
        for language in _languages()
    }


@functools.cache
def _kinds() -> dict[str, LedgerKind]:
    return _in_every_language({LedgerKind(kind): (name,) for kind, name in LEDGER_KINDS.items()})


@functools.cache
def _categories() -> dict[str, CostCategory]:
    numbers = {str(int(category)): category for category in CATEGORY_NAMES}
    names = {category: (CATEGORY_NAMES[category], CATEGORY_SHORT_NAMES[category]) for category in CATEGORY_NAMES}
    return numbers | _in_every_language(names)


def kind_called(text: str) -> LedgerKind | None:
    """The kind of entry that is called so, in the singular or with an s; None when none is."""
    name = _plain(text)
    return _kinds().get(name) or _kinds().get(name.removesuffix("s"))


def category_called(text: str) -> CostCategory | None:
    """The cost category of this number, or of this long or short name; None when there is none."""
    return _categories().get(_plain(text))


@functools.cache
def _words_of_totals() -> frozenset[str]:
    months = [date(2019, number, 1) for number in range(1, 13)]
    named = [language.month_and_year(month) for language in _languages() for month in months]
    short = [language.month(month.month) for language in _languages() for month in months]
    return frozenset(words(" ".join([_TOTALS, _BESIDE_TOTALS, *MINOR_UNITS, *named, *short])))


def is_total(texts: Iterable[str], *, names: Iterable[str]) -> bool:
    """Whether these texts of a row say that it sums others, and nothing else.

    Beside a word for a total stand at most words that go with one, months, currencies, numbers, and `names`: “Total” is
    a supplier of fuel too.
    """
    said = set(words(" ".join(texts)))
    known = _words_of_totals().union(words(" ".join(names)))
    return not said.isdisjoint(words(_TOTALS)) and all(word in known or word.isdigit() for word in said)
