"""Columns of days: true dates as they are, written ones in one order of day, month and year for the whole column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from desktop.domain.finding import Severity
from desktop.importers.book import Raw
from desktop.importers.column_values import ColumnValues, Flaw, Style
from desktop.importers.fields import Field
from desktop.importers.values.cells import sound, stands_for_nothing, taken_as_blank
from desktop.importers.values.deciding import UNREAD, Decision, Pattern, decide, pattern_of
from desktop.importers.values.number_styles import CHOSEN
from desktop.importers.values.written_dates import (
    DMY,
    FIRST_YEAR,
    FIX,
    LAST_YEAR,
    MDY,
    ORDERS,
    YMD,
    WrittenDate,
    compact_date,
    likely,
    no_date,
    not_a_date,
    serial_date,
    unlikely,
    written_date,
    written_month,
)
from desktop.language import Message, say, say_many

ORDER_NAMES: Final = {DMY: say("day/month/year"), MDY: say("month/day/year"), YMD: say("year-month-day")}
_IN_ONE_ORDER = ((0, UNREAD, UNREAD), (UNREAD, 1, UNREAD))  # day first, month first
_ENOUGH = 3  # dates of each kind: fewer may be chance
_MONTHS = 12


def read_dates(values: Sequence[Raw], counts: Mapping[int, int], field: Field, style: str) -> ColumnValues:
    """The days of a column whose `values` stand so often (`counts`, by code) in the rows that count.

    In a column of months a month alone is its first day.
    """
    of_months = field.column is not None and field.column.monthly
    found = ColumnValues([None] * len(values))
    written: dict[int, WrittenDate] = {}
    texts: dict[int, str] = {}
    for code, value in sound(values, counts, found):
        if isinstance(value, date):
            _take(found, code, value.date() if isinstance(value, datetime) else value)
            continue
        texts[code] = text = value if isinstance(value, str) else _shown(value)
        month = written_month(text) if of_months else None
        day = month or (_of_text(text) if isinstance(value, str) else _of_number(value, text))
        if isinstance(day, Flaw):
            found.flaws[code] = day
        else:
            written[code] = day
    chosen = ORDERS.index(style) if style in ORDERS else None
    groups: dict[Pattern, list[int]] = {}
    for code, day in written.items():
        groups.setdefault(pattern_of(day.readings), []).append(code)
    decision = decide(groups, counts, styles=len(ORDERS), chosen=chosen)
    for pattern, codes in groups.items():
        for code in codes:
            _settle(found, code, written[code], decision, texts, settled=decision.settles(pattern))
    if written or any(found.values):
        found.style = _style(decision, written, texts, counts, chosen=chosen is not None)
    _doubt_turned(values, counts, groups, decision, found)
    return found


def _take(found: ColumnValues, code: int, day: date) -> None:
    if likely(day):
        found.values[code] = day
    else:
        found.flaws[code] = unlikely(day)


def _shown(value: Raw) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _of_text(text: str) -> WrittenDate | Flaw:
    return taken_as_blank(text.strip()) if stands_for_nothing(text) else written_date(text)


def _of_number(value: Raw, text: str) -> WrittenDate | Flaw:
    """The day of a number: written as 20191009, or counted by Excel in a cell that is not formatted as a date."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return not_a_date(text)
    if len(text) == 8 and text.isdecimal():
        return compact_date(text, text)
    if text.isdecimal() and FIRST_YEAR <= int(text) <= LAST_YEAR:
        return no_date(text, text)
    return serial_date(text, int(value)) if 0 < value < 100_000 else not_a_date(text)


def _settle(
    found: ColumnValues,
    code: int,
    day: WrittenDate,
    decision: Decision,
    texts: Mapping[int, str],
    *,
    settled: bool,
) -> None:
    """Takes a written day in the order of its column, or says why not."""
    value = day.readings[decision.place]
    if not settled or value is None:
        found.flaws[code] = _unread(texts[code].strip(), day, decision, texts)
        return
    found.values[code] = value
    if day.serial:
        found.flaws[code] = Flaw(
            Severity.NOTE, say("The number {number} is taken for {day}.", number=texts[code].strip(), day=value), FIX
        )


def _unread(text: str, day: WrittenDate, decision: Decision, texts: Mapping[int, str]) -> Flaw:
    """Why a written day is not taken in the order of its column."""
    likely_days = sorted({reading for reading in day.readings if reading is not None})
    if len(likely_days) > 1 and decision.open:
        one, other, *_ = likely_days
        return Flaw(Severity.ERROR, say("“{text}” may be {one} or {other}.", text=text, one=one, other=other), FIX)
    contrary = next((example for example in decision.examples(texts) if example != text), None)
    if contrary is not None:
        sentence = say(
            "“{text}” contradicts other dates of its column, such as “{example}”.", text=text, example=contrary
        )
        return Flaw(Severity.ERROR, sentence, FIX)
    order = ORDER_NAMES[ORDERS[decision.place]]
    return Flaw(Severity.ERROR, say("“{text}” is no date in the order {order}.", text=text, order=order), FIX)


def _doubt_turned(
    values: Sequence[Raw],
    counts: Mapping[int, int],
    groups: Mapping[Pattern, Sequence[int]],
    decision: Decision,
    found: ColumnValues,
) -> None:
    """Warns where Excel seems to have turned days and months.

    Opening 04/05/2019 and 25/05/2019 where months are written first, it makes a date of the one, the wrong one, and
    leaves the other as text: true dates up to the 12th beside texts of days from the 13th on.
    """
    true = [code for code in counts if isinstance(values[code], date) and found.values[code] is not None]
    texts = [code for pattern, codes in groups.items() if pattern in _IN_ONE_ORDER for code in codes]
    unsure = any(pattern not in _IN_ONE_ORDER and UNREAD in pattern for pattern in groups)
    if unsure or decision.open or min(len(true), len(texts)) < _ENOUGH:
        return
    days = [day for code in true if isinstance(day := found.values[code], date)]
    if all(day.day <= _MONTHS for day in days) and len({day.day for day in days}) > 1:
        for code, day in zip(true, days, strict=True):
            found.flaws[code] = Flaw(
                Severity.WARNING,
                say("Excel may have turned day and month of {day}: all days after the 12th are text.", day=day),
                say("Compare it with the original."),
            )


# --- what is said of the column -----------------------------------------------------------------------------------


def _style(
    decision: Decision,
    written: Mapping[int, WrittenDate],
    texts: Mapping[int, str],
    counts: Mapping[int, int],
    *,
    chosen: bool,
) -> Style:
    order = ORDERS[decision.place]
    if chosen:
        return Style(order, CHOSEN)
    others = tuple(ORDERS[place] for place in decision.ties if place != decision.place)
    if decision.open:
        return Style(order, _undecided(decision, written, texts), open=True, others=others)
    said = _evidence(decision, texts, ORDER_NAMES[order])
    if said is None:
        return Style("", _clear(written, counts))
    if any(day.short for day in written.values()):
        said = say("{evidence} Years of two digits lie between 1990 and 2089.", evidence=said)
    return Style(order, said)


def _evidence(decision: Decision, texts: Mapping[int, str], order: Message) -> Message | None:
    """What decided for the order; None when every day reads the same in each."""
    if decision.proof is None:
        return None
    example = texts[decision.proof].strip()
    if decision.against is not None:
        return say_many(
            "{order}: most are like “{example}” ({rows}); {count} row contradicts, such as “{other}”.",
            "{order}: most are like “{example}” ({rows}); {count} rows contradict, such as “{other}”.",
            count=decision.contradicting,
            order=order,
            example=example,
            rows=decision.proving,
            other=texts[decision.against].strip(),
        )
    return say_many(
        "{order}: {count} row proves it, such as “{example}”.",
        "{order}: {count} rows prove it, such as “{example}”.",
        count=decision.proving,
        order=order,
        example=example,
    )


def _clear(written: Mapping[int, WrittenDate], counts: Mapping[int, int]) -> Message:
    if not written:
        return say("All are true dates.")
    total = sum(counts[code] for code in written)
    return say_many("{count} date reads in one way only.", "{count} dates read in one way only.", count=total)


def _undecided(decision: Decision, written: Mapping[int, WrittenDate], texts: Mapping[int, str]) -> Message:
    if decision.proof is not None and decision.against is not None:
        return say(
            "“{one}” and “{other}” contradict each other, in as many rows each.",
            one=texts[decision.proof].strip(),
            other=texts[decision.against].strip(),
        )
    code = next(code for code, day in written.items() if not decision.settles(pattern_of(day.readings)))
    one, other, *_ = sorted({day for day in written[code].readings if day is not None})
    return say(
        "“{text}” may be {one} or {other}: nothing in the column decides it.",
        text=texts[code].strip(),
        one=one,
        other=other,
    )
