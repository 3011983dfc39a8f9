"""Columns of numbers: true ones as they are stored, written ones by one style for the whole column."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from desktop.domain.finding import Severity
from desktop.importers.book import Raw
from desktop.importers.column_values import ColumnValues, Flaw
from desktop.importers.fields import Field
from desktop.importers.values.cells import (
    holds_several,
    letter_for_digit,
    plain_digits,
    several_values,
    sound,
    stands_for_nothing,
    taken_as_blank,
)
from desktop.importers.values.deciding import Decision, decide
from desktop.importers.values.number_styles import FIX, all_true, misfit, style_of
from desktop.importers.values.signs import ANY_CURRENCY
from desktop.importers.values.written_numbers import POINT, STYLES, Written, written_number
from desktop.language import Message, say
from desktop.registers.register import Kind

_TRUE = {int, float}


def read_numbers(values: Sequence[Raw], counts: Mapping[int, int], field: Field, style: str) -> ColumnValues:
    """The numbers of a column whose `values` stand so often (`counts`, by code) in the rows that count."""
    found = ColumnValues([None] * len(values))
    kinds = set(map(type, map(values.__getitem__, counts)))
    if kinds <= _TRUE and _all_finite(values, counts):
        _take_true(values, counts, found)
        found.style = all_true(counts)
        if field.kind is Kind.PERCENT:
            _doubt_shares(values, counts, found)
        return found
    texts: dict[int, str] = {}
    for code, value in sound(values, counts, found):
        if isinstance(value, str):
            texts[code] = value
        else:
            found.values[code], flaw = _true_number(value)
            _note(found, code, flaw)
    _read_texts(texts, counts, field, style, found)
    if field.kind is Kind.PERCENT:
        _doubt_shares(values, counts, found)
    return found


# --- true numbers -------------------------------------------------------------------------------------------------


def _all_finite(values: Sequence[Raw], codes: Mapping[int, int]) -> bool:
    return all(math.isfinite(value) for value in map(values.__getitem__, codes) if isinstance(value, float))


def _take_true(values: Sequence[Raw], codes: Mapping[int, int], found: ColumnValues) -> None:
    """Takes numbers that are all true and finite, as fast as can be: columns of money have as many as rows."""
    into = found.values
    for code, number in zip(codes, map(Decimal, map(repr, map(values.__getitem__, codes))), strict=True):
        into[code] = number


def _true_number(value: Raw) -> tuple[Decimal | None, Flaw | None]:
    """A number that its cell stores, or why another thing is none."""
    if isinstance(value, bool):
        shown = "TRUE" if value else "FALSE"
        return None, _error(say("“{text}” is not a number.", text=shown))
    if isinstance(value, int) or (isinstance(value, float) and math.isfinite(value)):
        return Decimal(repr(value)), None
    if isinstance(value, date):
        return None, _error(say("The cell holds the date {day}, not a number.", day=value))
    return None, _error(say("The cell holds no finite number."))


def _error(sentence: Message, fix: Message = FIX) -> Flaw:
    return Flaw(Severity.ERROR, sentence, fix)


def _note(found: ColumnValues, code: int, flaw: Flaw | None) -> None:
    if flaw is not None:
        found.flaws[code] = flaw


# --- written numbers ----------------------------------------------------------------------------------------------


def _read_texts(
    texts: Mapping[int, str], counts: Mapping[int, int], field: Field, style: str, found: ColumnValues
) -> None:
    written: dict[int, Written] = {}
    for code, text in texts.items():
        number = None if stands_for_nothing(text) else written_number(text)
        if number is None:
            found.flaws[code] = _no_number(text)
        elif number.percent and field.kind is not Kind.PERCENT:
            found.flaws[code] = _error(say("“{text}” is per cent; the column holds numbers.", text=text.strip()))
        else:
            written[code] = number
    readings = {code: _readings(number, field) for code, number in written.items()}
    chosen = STYLES.index(style) if style in STYLES else None
    decision = decide(readings, counts, styles=len(STYLES), chosen=chosen)
    doubtful = set() if chosen is not None else _doubtful(decision, written, readings)
    for code, each in readings.items():
        value = None if code in doubtful else decision.reads(each)
        found.values[code] = value
        flaw = _remark(texts[code], written[code]) if value is not None else misfit(texts[code], each, decision, texts)
        _note(found, code, flaw)
        if written[code].currency not in ("", ANY_CURRENCY):
            found.currencies[code] = written[code].currency
    found.style = style_of(decision, readings, texts, counts, chosen=chosen is not None)


def _readings(number: Written, field: Field) -> tuple[Decimal | None, Decimal | None]:
    """The number in both styles. Nobody writes thousands of per cent: there, both signs part decimals."""
    point, comma = number.point, number.comma
    if field.kind is not Kind.PERCENT:
        return point, comma
    least = min((value for value in (point, comma) if value is not None), key=abs)
    return least, least


def _doubtful(
    decision: Decision[Decimal], written: Mapping[int, Written], readings: Mapping[int, Sequence[Decimal | None]]
) -> set[int]:
    """The codes of numbers such as 12.500 where others write thousands as 1 234,56: the point may part either."""
    groups = {number.group for number in written.values() if number.group}
    sign = "," if decision.place == STYLES.index(POINT) else "."
    if not groups or sign in groups:
        return set()
    return {code for code, (point, comma) in readings.items() if None not in (point, comma) and point != comma}


def _no_number(text: str) -> Flaw:
    shown = text.strip()
    if stands_for_nothing(shown):
        return taken_as_blank(shown)
    if holds_several(shown):
        return several_values(shown)
    return letter_for_digit(plain_digits(shown)) or _error(say("“{text}” is not a number.", text=shown))


def _remark(text: str, number: Written) -> Flaw | None:
    """What is worth a look at a number that was taken."""
    if number.rounded:
        return Flaw(
            Severity.WARNING,
            say("“{text}” is written in powers of ten: its last digits may be lost.", text=text.strip()),
            say("Compare it with the original."),
        )
    if number.currency != ANY_CURRENCY:
        return None
    return Flaw(
        Severity.NOTE,
        say("“{sign}” is the sign of several currencies; that of the row is taken.", sign=number.sign),
        say("Write the three letters of the currency where it is another."),
    )


def _doubt_shares(values: Sequence[Raw], counts: Mapping[int, int], found: ColumnValues) -> None:
    """Warns where all true numbers of a column of per cent are at most one: they may be shares, 0.13 for 13 %."""
    true = [code for code in counts if isinstance(values[code], (int, float)) and found.values[code] is not None]
    numbers = [number for code in true if isinstance(number := found.values[code], Decimal) and number]
    if not numbers or any(abs(number) > 1 for number in numbers) or all(abs(number) == 1 for number in numbers):
        return
    for code in true:
        number = found.values[code]
        if isinstance(number, Decimal) and number:
            found.flaws[code] = Flaw(
                Severity.WARNING,
                say("{number} is taken for {number} per cent, not for {share}.", number=number, share=number * 100),
                say("Format the column as per cent in Excel if shares of one are meant."),
            )
