"""How far a heading is the name of a field: exact, with a currency in it, abbreviated, tagged, or nearly."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from desktop.domain.money import MINOR_UNITS
from desktop.importers.fields import Field
from desktop.importers.recognising.names import TAG, plain
from desktop.importers.values.names import languages
from desktop.importers.values.signs import CFA
from desktop.language import Message, say

JOIN = " / "  # between the names of two rows
_RANK = 0.1  # what each better name of a field takes from a name of it
_PART = 3.0  # what is taken when only a part of the heading is the name
_TAGGED = 96.0
_SHORT = 82.0  # an abbreviation
_NEAR = 85.0  # how much alike two names must be
_LESS_NEAR = 9.0
_HOLDS = 60.0  # the name among other words
_WHOLE = 20.0  # as far as it makes up the heading
_EACH_WORD = 4.0  # an attribute of a hashtag that the name lacks
_LEAST_NAME = 4  # letters without which a name is not looked for inside a heading or compared
_LEAST_PREFIX = 3
_LONGEST = 80  # letters; what is longer is no heading
_SYMBOLS = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP"}
# Codes of currencies that are words as well.
_WORDS_TOO = frozenset({"ALL", "BOB", "COP", "CUP", "GEL", "MAD", "MOP", "PEN", "SOS", "TOP", "TRY"})
_IN_BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]")
_CODE = re.compile(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])")
_SYMBOL = re.compile(r"F\s?CFA|CFA|US\$|[$€£]", re.IGNORECASE)
_LINKING = frozenset(["en", "in", "of", "de", "du", "des", "d", "l", "la", "le", "the", "a", "au"])
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Likeness:
    """How far (0 to 100) a heading is the name of a field, and why."""

    score: float
    reason: Message


def currency_in(heading: str) -> str:
    """The currency that a heading states (``Amount (XOF)``, ``US$``), or nothing.

    Of ``Montant en FCFA`` it is `CFA`: which of the two francs is meant, a heading does not say.
    """
    spaced = _HUMP.sub(" ", heading)
    bracketed = " ".join(_IN_BRACKETS.findall(spaced))
    for text, may_be_word in ((bracketed, True), (spaced, False)):
        for code in _CODE.findall(text):
            if code in MINOR_UNITS and (may_be_word or code not in _WORDS_TOO):
                return str(code)
    symbol = _SYMBOL.search(heading)
    return _SYMBOLS.get(symbol.group().upper(), CFA) if symbol else ""


def _without_currency(heading: str) -> str:
    code = currency_in(heading)
    bare = re.sub(rf"(?<![A-Za-z]){code}(?![A-Za-z])", " ", heading) if code else heading
    kept = plain(_SYMBOL.sub(" ", bare)).split()
    while kept and kept[-1] in _LINKING:
        kept.pop()
    return " ".join(kept)


@functools.lru_cache(maxsize=4096)
def variants(heading: str) -> tuple[tuple[str, float], ...]:
    """What may be the name in a heading, and what is taken from its score."""
    spaced = _HUMP.sub(" ", heading)
    found = {plain(spaced): 0.0}
    if currency_in(heading):
        found.setdefault(_without_currency(spaced), 0.5)
    found.setdefault(plain(_IN_BRACKETS.sub(" ", spaced)), _PART)
    for part in _IN_BRACKETS.findall(heading):
        found.setdefault(plain(part), 2 * _PART)
    for name, less in list(found.items()):
        found.setdefault(name.removesuffix("s"), less + 0.5)
    return tuple((name, less) for name, less in found.items() if name)


def parts_of(heading: str) -> list[str]:
    """The names that a heading of two rows was joined from."""
    return heading.split(JOIN)


class NameIndex:
    """The names of some fields, ready to be looked for."""

    def __init__(self, fields: Sequence[Field]) -> None:
        self.fields = tuple(fields)
        self.required = frozenset(field.key for field in fields if field.required)
        self._exact: dict[str, dict[str, int]] = {}
        for field in fields:
            for rank, name in enumerate(field.names):
                self._exact.setdefault(name, {}).setdefault(field.key, rank)
        named = [name for name in self._exact if not name.startswith(TAG)]
        self._compared = [name for name in named if len(name) >= _LEAST_NAME]
        self._by_start: dict[str, list[tuple[str, ...]]] = {}  # by the first letters of the first word
        for name in named:
            self._by_start.setdefault(name[:_LEAST_PREFIX], []).append(tuple(name.split()))
        self._labels = {
            plain(language.text(field.label)): field.key for field in reversed(self.fields) for language in languages()
        }
        self._by_key = {field.key: field for field in fields}

    def fields_named(self, headings: Mapping[int, str], tags: Mapping[int, str]) -> set[str]:
        """The keys of the fields that the names or tags of columns stand for outright, each column for one of them."""
        found: set[str] = set()
        for place, heading in headings.items():
            for ranks in self._outright(heading, tags.get(place, "")):
                free = [key for key in ranks if key not in found]
                if free:
                    found.add(min(free, key=ranks.__getitem__))
                    break
        return found

    def _outright(self, heading: str, tag: str) -> Iterator[Mapping[str, int] | Mapping[str, float]]:
        if tag:
            yield {key: -likeness.score for key, likeness in self.tagged(tag).items()}
        for part in dict.fromkeys((heading, *reversed(parts_of(heading)))):
            for name, _ in variants(part):
                yield self._exact.get(name, {})

    def likenesses(self, heading: str) -> dict[str, Likeness]:
        """By field key: how far a heading is the name of the field, for all that it may be."""
        best: dict[str, Likeness] = {}
        for name, less in variants(heading):
            for key, found in (*self._called(name, heading), *self._nearly(name)):
                if key not in best or best[key].score < found.score - less:
                    best[key] = Likeness(found.score - less, found.reason)
        return best

    def tagged(self, tag: str) -> dict[str, Likeness]:
        """The same for an HXL hashtag; of its attributes those that a field does not know are left out."""
        base, *attributes = plain(tag).split()
        found: dict[str, Likeness] = {}
        for name, ranks in self._exact.items():
            if not name.startswith(TAG):
                continue
            known, *wanted = name.split()
            if known != base or not set(wanted) <= set(attributes):
                continue
            score = _TAGGED - _EACH_WORD * (len(attributes) - len(wanted))
            for key, rank in ranks.items():
                if key not in found or found[key].score < score - _RANK * rank:
                    found[key] = Likeness(score - _RANK * rank, say("Tagged {tag}.", tag=tag))
        return found

    def _called(self, name: str, heading: str) -> Iterator[tuple[str, Likeness]]:
        for key, rank in self._exact.get(name, {}).items():
            field = self._by_key[key]
            reason = (
                say("Called as here.")
                if self._labels.get(name) == key
                else say("Called “{heading}”, a name for {field}.", heading=heading, field=field.label)
            )
            yield key, Likeness(100 - _RANK * rank, reason)

    def _nearly(self, name: str) -> Iterator[tuple[str, Likeness]]:
        if name in self._exact or len(name) > _LONGEST:
            return
        for known, score in self._alike(name):
            for key, rank in self._exact[known].items():
                yield key, Likeness(score - _RANK * rank, say("Similar to “{name}”.", name=known))

    def _alike(self, name: str) -> Iterator[tuple[str, float]]:
        """The known names that a name is nearly, shortens, or holds, and how far."""
        tokens = name.split()
        if len(name) >= _LEAST_NAME:
            near = process.extract(name, self._compared, scorer=fuzz.token_sort_ratio, score_cutoff=_NEAR, limit=None)
            yield from ((one, score - _LESS_NEAR) for one, score, _ in near)
        for start in {token[:_LEAST_PREFIX] for token in tokens}:
            for parts in self._by_start.get(start, ()):
                if len(parts) == len(tokens) and all(map(_shortens, tokens, parts)):
                    yield " ".join(parts), _SHORT
                elif len(parts) < len(tokens) and set(parts) <= set(tokens):
                    yield (known := " ".join(parts)), _HOLDS + _WHOLE * len(known) / len(name)


def _shortens(short: str, word: str) -> bool:
    return short == word or (len(short) >= _LEAST_PREFIX and word.startswith(short))


def heading_currencies(texts: Mapping[int, str]) -> dict[int, str]:
    """The currencies that headings state, by column."""
    return {place: code for place, text in texts.items() if (code := currency_in(text))}
