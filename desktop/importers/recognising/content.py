"""What the cells of a column hold, as far as it says which field they are: dates, numbers, currencies, names."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from desktop.domain.money import MINOR_UNITS
from desktop.importers.book import GridColumn, Raw
from desktop.importers.fields import Field
from desktop.importers.recognising.headings import is_blank
from desktop.importers.recognising.names import plain
from desktop.importers.values.names import languages
from desktop.language import Language, Message, say
from desktop.registers.register import NUMERIC_KINDS, Kind

SAMPLE = 240  # rows of a column that are looked at, spread over all of it

_DATE = re.compile(
    r"\d{1,4}\s?[-/.\s]\s?(\d{1,2}|[^\W\d_]{3,10}\.?)\s?[-/.\s,]\s?\d{2,4}([ T]\d{1,2}:\d{2}.*)?"
    r"|[^\W\d_]{3,10}\.? \d{1,2}(st|nd|rd|th)?,? \d{4}"
)
_NUMBER = re.compile(r"[(+\-\u2212]?\s*\d[\d\s.,'\u2019\u066c\u066b\u00a0\u202f]*\)?\s*-?\s*%?")  # \u2212: a true minus
_TELEPHONE = re.compile(  # +227 90 55 01 41, or 90 55 01 41: thousands would stand in threes
    r"(\+|00)\s?\d([\s\u00a0\u202f]?\d){7,14}|\d{2}([\s\u00a0\u202f]\d{2}){3,4}"
)
_BESIDE_NUMBER = re.compile(r"[A-Z]{3}|F\s?CFA|US\$|[$€£]")


class Holds(StrEnum):
    """What a single cell holds."""

    DATE = "date"
    NUMBER = "number"
    WHOLE = "whole"  # a number without decimals: may be a code as well
    CURRENCY = "currency"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Profile:
    """What the cells of a column hold: `seen` of them hold something; `texts` are the different texts, folded."""

    seen: int
    kinds: Mapping[Holds, int] = field(default_factory=dict)
    texts: Mapping[str, int] = field(default_factory=dict)

    def count(self, *kinds: Holds) -> int:
        """How many cells hold one of these."""
        return sum(self.kinds.get(kind, 0) for kind in kinds)

    @property
    def numeric(self) -> bool:
        """Whether most cells hold numbers."""
        return 0 < self.seen <= 2 * self.count(Holds.NUMBER, Holds.WHOLE)


def holds(value: Raw) -> Holds:
    """What a cell holds that is not blank."""
    match value:
        case date():
            return Holds.DATE
        case bool():
            return Holds.TEXT
        case int():
            return Holds.WHOLE
        case float():
            return Holds.WHOLE if value.is_integer() else Holds.NUMBER
        case str():
            return _text_holds(value.strip())
    return Holds.TEXT


def _text_holds(text: str) -> Holds:
    if text in MINOR_UNITS:
        return Holds.CURRENCY
    if _DATE.fullmatch(text):
        return Holds.DATE
    if _TELEPHONE.fullmatch(text):
        return Holds.TEXT
    if _NUMBER.fullmatch(_BESIDE_NUMBER.sub("", text).strip()):
        return Holds.WHOLE if text.isdigit() else Holds.NUMBER
    return Holds.TEXT


def profile(column: GridColumn, rows: Sequence[int]) -> Profile:
    """What the cells of a column hold in a sample of `rows`."""
    step = max(1, len(rows) // SAMPLE)
    codes = Counter(column.codes[row] for row in rows[::step])
    kinds: Counter[Holds] = Counter()
    texts: Counter[str] = Counter()
    for code, count in codes.items():
        value = column.values[code]
        if is_blank(value):
            continue
        kinds[holds(value)] += count
        if isinstance(value, str):
            texts[plain(value)] += count
    return Profile(sum(kinds.values()), kinds, texts)


@dataclass(frozen=True, slots=True)
class Fit:
    """How many of the cells of a column can be values of a field, and the sentence that says so."""

    held: int
    seen: int
    reason: Message

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.held / self.seen if self.seen else 0.0


def fit(found: Profile, wanted: Field) -> Fit | None:
    """How the content of a column suits a field; None where the kind of the field says nothing about it."""
    if wanted.kind is Kind.DATE:
        held = found.count(Holds.DATE)
        return Fit(held, found.seen, say("Holds dates in {count} of {all} rows.", count=held, all=found.seen))
    if wanted.kind in NUMERIC_KINDS:
        held = found.count(Holds.NUMBER, Holds.WHOLE)
        return Fit(held, found.seen, say("Holds numbers in {count} of {all} rows.", count=held, all=found.seen))
    if wanted.kind is Kind.CURRENCY:
        held = found.count(Holds.CURRENCY)
        return Fit(held, found.seen, say("Holds currencies in {count} of {all} rows.", count=held, all=found.seen))
    names = _choices(wanted)
    if not names:
        return None
    held = sum(count for text, count in found.texts.items() if text in names or text.removesuffix("s") in names)
    return Fit(held, found.seen, say("Holds names of the list in {count} of {all} rows.", count=held, all=found.seen))


def unfit_for_text(found: Profile, wanted: Field) -> float:
    """The share of cells that hold what no name is: days, and for all but codes (1.10) numbers with decimals."""
    kinds = (Holds.DATE,) if wanted.kind is Kind.CODE else (Holds.DATE, Holds.NUMBER)
    return found.count(*kinds) / found.seen if found.seen else 0.0


def _choices(wanted: Field) -> frozenset[str]:
    if wanted.kind is Kind.COUNTRY:
        return _countries()
    return _named(tuple(wanted.choices.items())) if wanted.choices else frozenset()


@functools.cache
def _named(choices: tuple[tuple[str, Message], ...]) -> frozenset[str]:
    return frozenset(
        plain(text) for code, name in choices for text in (code, *(language.text(name) for language in languages()))
    )


@functools.cache
def _countries() -> frozenset[str]:
    return frozenset(plain(name) for language in languages() for entry in _listed(language) for name in entry)


def _listed(language: Language) -> list[tuple[str, str]]:
    return language.countries()
