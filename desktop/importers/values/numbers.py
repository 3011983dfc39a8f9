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
from desktop.importers.values.deciding import Pattern, decide
from desktop.importers.values.number_styles import FIX, WrittenColumn, all_true
from desktop.importers.values.signs import ANY_CURRENCY, CFA, has_no_decimals, is_cfa, is_usual
from desktop.importers.values.written_numbers import (
    COMMA_ONLY,
    EITHER,
    POINT,
    POINT_ONLY,
    STYLES,
    Written,
    written_number,
)
from desktop.language import Message, say
from desktop.registers.register import Kind

_TRUE = {int, float}


def read_numbers(values: Sequence[Raw], counts: Mapping[int, int], field: Field, style: str) -> ColumnValues:
    """The numbers of a column whose `values` stand so often (`counts`, by code) in the rows that count."""
    found = ColumnValues([None] * len(values))
    kinds = set(map(type, map(values.__getitem__, counts)))
    if kinds <= _TRUE and _all_finite(values, counts):
        _take_true(values, counts, found)
        found.style = all_true(sum(counts.values()))
        if field.kind is Kind.PERCENT:
            _doubt_shares(values, counts, found)
        return found
    texts: dict[int, str] = {}
    true = 0
    for code, value in sound(values, counts, found):
        if isinstance(value, str):
            texts[code] = value
        else:
            found.values[code], flaw = _true_number(value)
            _note(found, code, flaw)
            true += counts[code] if flaw is None else 0
    _read_texts(texts, counts, field, style, found, true=true)
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
    texts: Mapping[int, str], counts: Mapping[int, int], field: Field, style: str, found: ColumnValues, *, true: int
) -> None:
    chosen = STYLES.index(style) if style in STYLES else None
    written, groups = _grouped(texts, field, found, chosen=chosen is not None)
    decision = decide(groups, counts, styles=len(STYLES), chosen=chosen)
    column = WrittenColumn(texts, counts, decision, chosen=chosen is not None, true=true)
    doubtful = _doubtful(column, groups, written, field) if chosen is None else frozenset()
    for pattern, codes in groups.items():
        taken = codes if decision.settles(pattern) else []
        if pattern == EITHER:
            taken = [code for code in taken if doubtful.isdisjoint(texts[code])]
        _take(found, taken, written, texts, point=decision.place == STYLES.index(POINT))
        left = [] if taken is codes else set(codes).difference(taken)
        found.flaws.update((code, column.misfit(texts[code], pattern)) for code in left)
    found.style = column.style(groups, written)


def _grouped(
    texts: Mapping[int, str], field: Field, found: ColumnValues, *, chosen: bool
) -> tuple[dict[int, Written], dict[Pattern, list[int]]]:
    """The numbers in the texts, and their codes by how they can be read."""
    written: dict[int, Written] = {}
    groups: dict[Pattern, list[int]] = {}
    for code, text in texts.items():
        number = written_number(text)
        if number is None:
            found.flaws[code] = _no_number(text)
        elif number.percent and field.kind is not Kind.PERCENT:
            found.flaws[code] = _error(say("“{text}” is per cent; the column holds numbers.", text=text.strip()))
        else:
            written[code] = number = _settled(number, field, chosen=chosen)
            groups.setdefault(number.pattern, []).append(code)
    return written, groups


def _settled(number: Written, field: Field, *, chosen: bool) -> Written:
    """A number that only its kind or its currency settles, whatever its column looks like.

    Nobody writes thousands of per cent, so that both signs part decimals; francs have no decimals to be parted, unless
    the style that a person chose says so.
    """
    point, comma = number.point, number.comma
    if field.kind is Kind.PERCENT:
        least = min((value for value in (point, comma) if value is not None), key=abs)
        return number._replace(point=least, comma=least)
    if chosen or field.kind is not Kind.MONEY or not number.sign or point is None or comma is None:
        return number
    if point == comma or not has_no_decimals(number.currency, number.sign):
        return number
    return number._replace(comma=None) if abs(point) > abs(comma) else number._replace(point=None)


def _take(
    found: ColumnValues, codes: Sequence[int], written: Mapping[int, Written], texts: Mapping[int, str], *, point: bool
) -> None:
    for code in codes:
        number = written[code]
        found.values[code] = number.point if point else number.comma
        if number.currency or number.rounded:
            _note(found, code, _remark(texts[code], number))
            beside = _beside(number)
            if beside:
                found.currencies[code] = beside


def _beside(number: Written) -> str:
    """The currency that stands beside a number: its code, or the sign of several where it matters which of them."""
    if number.currency != ANY_CURRENCY:
        return number.currency
    if is_cfa(number.sign):
        return CFA
    return "" if is_usual(number.sign, "") is None else number.sign


def _doubtful(
    column: WrittenColumn, groups: Mapping[Pattern, Sequence[int]], written: Mapping[int, Written], field: Field
) -> frozenset[str]:
    """The signs that may part either in a number such as 12.500, although the style of its column is known.

    Where others write thousands as 1 234,56, its point may be that of another hand; where amounts of money have two
    decimals, three of them may be thousands.
    """
    if EITHER not in groups:
        return frozenset()
    decimal, group = (".", ",") if column.decision.place == STYLES.index(POINT) else (",", ".")
    others = {number.group for number in written.values()} - {""}
    doubtful = {group} if others and group not in others else set()
    sure = [number.point or number.comma for number in written.values() if number.pattern in (POINT_ONLY, COMMA_ONLY)]
    if field.kind is Kind.MONEY and not any(value and value.as_tuple().exponent == -3 for value in sure):
        doubtful.add(decimal)
    return frozenset(doubtful)


def _no_number(text: str) -> Flaw:
    shown = text.strip()
    if stands_for_nothing(shown):
        return taken_as_blank(shown)
    if holds_several(shown, numbers=True):
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
