"""Service in months, day-exact.

The convention: a calendar month counts one whatever its length, and a day counts one part of its own month's days, so
that the months of a period add up whatever its parts. From 22 October to 31 March are 10/31 + 5 months.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Final

from desktop.domain.money import trimmed
from desktop.domain.period import Period, next_month

MONTH: Final = lcm(28, 29, 30, 31)
"""The parts of a month: whole days of any month are whole numbers of them, which add up faster than fractions."""


def days_of_month(day: date) -> int:
    """How many days the month of `day` has."""
    return calendar.monthrange(day.year, day.month)[1]


def by_month(period: Period) -> Iterator[Period]:
    """The part of a period in each calendar month it touches."""
    start = period.start
    while start < period.end:
        end = min(next_month(start), period.end)
        yield Period(start, end)
        start = end


def months_in(period: Period) -> Fraction:
    """How many months a period has, exactly."""
    start, end = period.start, period.end
    before = Fraction(start.day - 1, days_of_month(start))
    after = Fraction(end.day - 1, days_of_month(end))
    return (end.year - start.year) * 12 + end.month - start.month - before + after


def parts_between(start: date, end: date) -> int:
    """How many parts of a month there are up to but not including `end`, as `months_in` counts; `MONTH` are a month."""
    months = (end.year - start.year) * 12 + end.month - start.month
    before = (start.day - 1) * (MONTH // days_of_month(start))
    return months * MONTH - before + (end.day - 1) * (MONTH // days_of_month(end))


def months_of(periods: Iterable[Period]) -> Fraction:
    """How many months some periods have together, exactly; they must not overlap."""
    return sum(map(months_in, periods), Fraction(0))


def within(period: Period, other: Period) -> Period | None:
    """The days that two periods share; None when they share none."""
    start, end = max(period.start, other.start), min(period.end, other.end)
    return Period(start, end) if start < end else None


def clipped(periods: Iterable[Period], window: Period) -> tuple[Period, ...]:
    """The parts of some periods that lie in `window`."""
    return tuple(part for period in periods if (part := within(period, window)) is not None)


def two_decimals(months: Fraction) -> Decimal:
    """Months or days as they are shown: exact to two decimals, half up, without needless zeros."""
    hundredths = (abs(months) * 200 + 1) // 2
    shown = Decimal(hundredths) / 100
    return trimmed(-shown if months < 0 else shown)


def without_overlaps(periods: Iterable[Period]) -> list[Period]:
    """The days of some periods in their order, each one once; those that touch become one."""
    joined: list[Period] = []
    for period in sorted(periods, key=lambda period: period.start):
        if joined and period.start <= joined[-1].end:
            joined[-1] = Period(joined[-1].start, max(joined[-1].end, period.end))
        else:
            joined.append(period)
    return joined
