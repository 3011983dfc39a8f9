"""Budgets in periods of a year at most, as rule 7.5.3 of the IATI ruleset wants them; the parts sum to the whole.

The rule counts the days from the first to the last day of a period: more than 365 are too many.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.domain.money import Money, split
from desktop.domain.period import Period
from desktop.domain.phasing import days_in_phases

MOST_DAYS = 365
MOST_PARTS = 50
"""Years up to which a period is parted. Nobody plans for longer: an end like 9999-12-31 stands for none."""

_YEAR = 12


@dataclass(frozen=True, slots=True)
class Part:
    """What falls into a period, both of its days included."""

    first: date
    last: date
    money: Money


def is_too_long(first: date, last: date) -> bool:
    """Whether a budget of this period has to be parted."""
    return (last - first).days > MOST_DAYS


def is_endless(first: date, last: date) -> bool:
    """Whether a period is so long that nothing can be said of its years."""
    return last.year - first.year >= MOST_PARTS


def within_years(first: date, last: date, money: Money) -> tuple[Part, ...]:
    """The period as it is when it is no longer than a year, else one part for each calendar year, by its days."""
    if not is_too_long(first, last) or is_endless(first, last):
        return (Part(first, last, money),)
    period = Period.of_days(first, last)
    days = days_in_phases(period, months=_YEAR)
    amounts = split(money, [Decimal(count) for count in days.values()])
    return tuple(Part(*_days_of(start.year, period), amount) for start, amount in zip(days, amounts, strict=True))


def phased(period: Period | None, unphased: Money, phases: Mapping[date, Decimal]) -> tuple[Part, ...]:
    """A budget by calendar years: its phases by the day they start, and what has none by the days of `period`.

    One part when that is no longer than a year. Nothing without a period for what is not phased.
    """
    currency = unphased.currency
    if period is not None and not is_too_long(period.start, period.last):
        whole = unphased + Money(sum(phases.values(), Decimal(0)), currency)
        return (Part(period.start, period.last, whole),)
    years: dict[int, Money] = {}
    for start, amount in sorted(phases.items()):
        years[start.year] = years.get(start.year, Money.zero(currency)) + Money(amount, currency)
    if unphased and period is not None:
        for part in within_years(period.start, period.last, unphased):
            years[part.first.year] = years.get(part.first.year, Money.zero(currency)) + part.money
    return tuple(Part(*_days_of(year, period), money) for year, money in sorted(years.items()) if money)


def _days_of(year: int, period: Period | None) -> tuple[date, date]:
    """The first and last day of a year, within the period where they meet."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    if period is None or last < period.start or first > period.last:
        return first, last
    return max(first, period.start), min(last, period.last)
