"""Where a grant's money is heading: burn per month, the day on which cash runs out, what would return to the funder.

Conventions, the same for every method:

* Everything spent so far is spent by the end of `today`; a forecast covers the days from tomorrow to the grant's last.
* A calendar month counts one, whatever its length; a day counts one part of its own month's days. From 22 October to 31
  March are 10/31 + 5 months.
* Cash on hand is received less spent. It ends on the first day at whose end the forecast has used it up, and lasts
  when the forecast to the grant's end needs no more than there is.
* The money of a grant is what was awarded, or the cash expected of it when that is less. What is neither spent nor
  forecast of it returns to the funder; what is beyond it is over.
* Parts are exact fractions and are rounded once, half up, when an amount is told; days are found before rounding.
"""

from __future__ import annotations

import calendar
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Context, Decimal, localcontext
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Final

from desktop.domain.money import PRECISION, ZERO, Money
from desktop.domain.period import ONE_DAY, Period, months_before, next_month
from desktop.language import Message, say

PACE_MONTHS: Final = 6
_PERIODS_KEPT: Final = 1024
_WIDE: Final = Context(prec=PRECISION)


class Method(StrEnum):
    """How the spending to come is worked out."""

    SIX_MONTHS = "six_months"
    SINCE_START = "since_start"
    PLAN = "plan"


METHOD_NAMES: Final[dict[Method, Message]] = {
    Method.SIX_MONTHS: say("Pace of the last six months"),
    Method.SINCE_START: say("Pace since the start"),
    Method.PLAN: say("Commitments and the work plan"),
}


@dataclass(frozen=True, slots=True)
class Planned:
    """What the approved budget gives the days of a period, in the grant's currency."""

    period: Period
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Staffing:
    """What deployments cost a grant in the days to come of a month (its first day): `signed` is committed for them and
    not invoiced yet, `planned` is what their contracts come to beyond that.
    """

    month: date
    signed: Decimal = ZERO
    planned: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class SpendingFacts:
    """What a forecast of one grant stands on; amounts in its currency.

    `expected` is the cash received and to come (None when no instalments are agreed), `spent_by_month` goes by the
    first day of months and sums to `spent`, `budgeted` is the total of the approved budgets (None without one),
    `phases` are their parts by quarter or year, and `staffing` is what deployments cost from this month on.
    """

    awarded: Money
    received: Money
    spent: Money
    committed: Money
    period: Period
    expected: Money | None = None
    spent_by_month: Mapping[date, Decimal] = field(default_factory=dict)
    budgeted: Money | None = None
    phases: tuple[Planned, ...] = ()
    staffing: tuple[Staffing, ...] = ()

    @property
    def currency(self) -> str:
        """The grant's currency."""
        return self.awarded.currency

    @property
    def cash(self) -> Money:
        """Cash on hand: received less spent."""
        return self.received - self.spent

    @property
    def funds(self) -> Money:
        """What there is to spend: the award, or the cash expected of it when that is less."""
        if self.expected is None or self.expected.amount >= self.awarded.amount:
            return self.awarded
        return self.expected


@dataclass(frozen=True, slots=True)
class MonthBurn:
    """What was spent in a month (its first day); `running` when it is not over."""

    month: date
    spent: Money
    running: bool


def burn(facts: SpendingFacts, *, today: date) -> tuple[MonthBurn, ...]:
    """Every month from the grant's first to this one, or its last when it is over; and those with costs outside.

    They sum to what the months of the facts sum to: nothing is left out.
    """
    last = max(facts.period.start, min(today, facts.period.last))
    months = {*Period.of_days(facts.period.start, last).months(), *facts.spent_by_month}
    running = today.replace(day=1)
    return tuple(
        MonthBurn(month, Money(facts.spent_by_month.get(month, ZERO), facts.currency), month == running)
        for month in sorted(months)
    )


@dataclass(frozen=True, slots=True)
class Forecast:
    """What one method says. `cash_ends_on` is None when cash lasts to the grant's end and beyond.

    `returns` is likely to go back to the funder, `over` would be missing; one of the two is nothing, and always
    spent + forecast + returns - over = the money of the grant. `path` is the forecast added up, day by day where it
    bends: the last of each month or phase.
    """

    method: Method
    monthly: Money
    forecast: Money
    cash: Money
    cash_ends_on: date | None
    returns: Money
    over: Money
    ends_on: date
    today: date
    path: tuple[tuple[date, Decimal], ...] = ()

    @property
    def days_short(self) -> int:
        """How many days before the grant cash ends; 0 when it lasts."""
        return 0 if self.cash_ends_on is None else (self.ends_on - self.cash_ends_on).days


# --- the three methods --------------------------------------------------------------------------------------------


def forecasts(facts: SpendingFacts, *, today: date) -> tuple[Forecast, ...]:
    """What each method says, in their fixed order."""
    return tuple(forecast(facts, method, today=today) for method in Method)


def forecast(facts: SpendingFacts, method: Method, *, today: date) -> Forecast:
    """What a method says of a grant on a day."""
    ahead = _ahead(facts.period, today)
    if ahead is None:
        return _told(facts, method, _Course(Fraction(0), Fraction(0), _used_up(facts, Fraction(0), today)), today)
    if method is Method.PLAN:
        return _told(facts, method, _by_plan(facts, ahead, today), today)
    pace = _six_months(facts, today) if method is Method.SIX_MONTHS else _since_start(facts, today)
    return _told(facts, method, _by_pace(facts, pace, ahead, today), today)


def pace_window(period: Period, today: date) -> Period | None:
    """The last six full months before that of `today` which the grant has seen; None when it has not seen one."""
    end = min(today, period.last).replace(day=1)
    first_full = period.start if period.start.day == 1 else next_month(period.start)
    start = max(months_before(end, PACE_MONTHS), first_full)
    return Period(start, end) if start < end else None


def _six_months(facts: SpendingFacts, today: date) -> Fraction:
    """Spent in the last six full months, by their number; a grant without a full month goes by its days so far."""
    window = pace_window(facts.period, today)
    if window is None:
        return _since_start(facts, today)
    spent = sum((facts.spent_by_month.get(month, ZERO) for month in window.months()), ZERO)
    return max(Fraction(spent) / _months_in(window), Fraction(0))


def _since_start(facts: SpendingFacts, today: date) -> Fraction:
    """All that was spent, by the months since the start; nothing before it."""
    last = min(today, facts.period.last)
    if last < facts.period.start:
        return Fraction(0)
    return max(Fraction(facts.spent.amount) / _months_in(Period.of_days(facts.period.start, last)), Fraction(0))


def _by_pace(facts: SpendingFacts, pace: Fraction, ahead: Period, today: date) -> _Course:
    """The same for every month to come."""
    total = pace * _months_in(ahead)
    cash = Fraction(facts.cash.amount)
    ends = _used_up(facts, total, today)
    if ends is None and total > cash:
        ends = _months_on(ahead.start, cash / pace)
    bends = [(ahead.start - ONE_DAY, Fraction(0)), (ahead.last, total)]
    if ends is not None and ends > today:
        bends.insert(1, (ends, min(cash, total)))
    return _Course(pace, total, ends, tuple(bends))


def _by_plan(facts: SpendingFacts, ahead: Period, today: date) -> _Course:
    """Open commitments, those of deployments in their months and the others in even days to the end; and what is
    planned beyond them.

    What is committed is part of what is planned, so it is counted once. Planned is what the phases of the budget
    give the days to come, never more than the budget has left; without phases, all it has left, in even days.
    Without a budget the award takes its place. Planned deployments are a part of what is planned, in their months; when
    they come to more, they are all that is planned.
    """
    budget = facts.budgeted if facts.budgeted is not None else facts.awarded
    left = max(Fraction((budget - facts.spent).amount), Fraction(0))
    committed = max(Fraction(facts.committed.amount), Fraction(0))
    phases = [part for phase in facts.phases for part in _within(phase, ahead)] if facts.phases else [(ahead, left)]
    planned = _sum(phases)
    signed = _at_most(committed, _staffed(facts, ahead, lambda month: month.signed))
    deployments = _staffed(facts, ahead, lambda month: month.planned)
    free = max(min(planned, left) - committed - _sum(deployments), Fraction(0))
    parts = [(ahead, committed - _sum(signed)), *signed, *deployments]
    if planned:
        parts += [(part, amount * free / planned) for part, amount in phases]
    total = _sum(parts)
    bends = tuple((end - ONE_DAY, _until(parts, end)) for end in _bends(parts))
    ends = _used_up(facts, total, today)
    if ends is None and total > Fraction(facts.cash.amount):
        ends = _day_of(Fraction(facts.cash.amount), bends)
    return _Course(total / _months_in(ahead), total, ends, bends)


Parts = list[tuple[Period, Fraction]]


def _sum(parts: Parts) -> Fraction:
    return sum((amount for _part, amount in parts), Fraction(0))


def _staffed(facts: SpendingFacts, ahead: Period, of: Callable[[Staffing], Decimal]) -> Parts:
    """What deployments cost in the months ahead, in the days of each that are still to come."""
    months = (
        (month, max(month.month, ahead.start), min(next_month(month.month), ahead.end)) for month in facts.staffing
    )
    return [(Period(start, end), Fraction(of(month))) for month, start, end in months if start < end and of(month) > 0]


def _at_most(whole: Fraction, parts: Parts) -> Parts:
    """Parts that are no more than a whole together: what was invoiced without a month lowers all of them alike."""
    total = _sum(parts)
    return parts if total <= whole else [(part, amount * whole / total) for part, amount in parts]


def _within(phase: Planned, ahead: Period) -> Parts:
    """The part of a phase that lies ahead, by its days."""
    start, end = max(phase.period.start, ahead.start), min(phase.period.end, ahead.end)
    if start >= end or phase.amount <= 0:
        return []
    part = Period(start, end)
    return [(part, Fraction(phase.amount) * part.days / phase.period.days)]


def planned_phases(parts: Iterable[tuple[date, Decimal]], *, end: date) -> tuple[Planned, ...]:
    """What a budget gives from some days on, as phases: each lasts to the day before the next, the last one to `end`.

    Several parts from the same day on are one; `end` is the day after the last.
    """
    sums: dict[date, Decimal] = {}
    for start, amount in parts:
        sums[start] = sums.get(start, ZERO) + amount
    starts = sorted(sums)
    ends = [*starts[1:], end][: len(starts)]
    return tuple(
        Planned(Period(start, stop), sums[start]) for start, stop in zip(starts, ends, strict=True) if start < stop
    )


def planned_in(phases: Iterable[Planned], period: Period) -> Fraction:
    """What phases give the days of a period, by their days."""
    return sum((amount for phase in phases for _part, amount in _within(phase, period)), Fraction(0))


# --- days and months ----------------------------------------------------------------------------------------------


def _ahead(period: Period, today: date) -> Period | None:
    """The days of the grant that are still to come."""
    start = max(today + ONE_DAY, period.start)
    return Period(start, period.end) if start < period.end else None


def _days_of_month(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]


@lru_cache(maxsize=_PERIODS_KEPT)
def _months_in(period: Period) -> Fraction:
    """How many months a period has, each day one part of its own month's days. Many grants share a few periods."""
    start, end = period.start, period.end
    before = Fraction(start.day - 1, _days_of_month(start))
    after = Fraction(end.day - 1, _days_of_month(end))
    return (end.year - start.year) * 12 + end.month - start.month - before + after


def _months_on(start: date, months: Fraction) -> date:
    """The day at whose end `months` have passed since the beginning of `start`; `months` is above nothing."""
    place = Fraction(start.day - 1, _days_of_month(start)) + months
    whole = math.ceil(place) - 1  # what ends with a month ends on its last day
    month = months_before(start, -whole)
    return month + timedelta(days=math.ceil((place - whole) * _days_of_month(month)) - 1)


def months_ahead(period: Period, today: date) -> Decimal:
    """How many months the grant still has, for people: to two places."""
    ahead = _ahead(period, today)
    return _decimal(_months_in(ahead) if ahead else Fraction(0), places=2)


def _decimal(exact: Fraction, *, places: int) -> Decimal:
    with localcontext(prec=PRECISION):
        return (Decimal(exact.numerator) / exact.denominator).quantize(Decimal(1).scaleb(-places))


# --- what follows from the parts ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Course:
    """Exact: a month's spending, all of it to the end, the day cash ends, and the sum at the days where it bends."""

    monthly: Fraction
    total: Fraction
    cash_ends_on: date | None
    bends: tuple[tuple[date, Fraction], ...] = ()


def _told(facts: SpendingFacts, method: Method, course: _Course, today: date) -> Forecast:
    """A course in rounded amounts, and what follows from them."""
    coming = _money(course.total, facts.currency)
    left = facts.funds - facts.spent - coming
    nothing = Money.zero(facts.currency)
    return Forecast(
        method=method,
        monthly=_money(course.monthly, facts.currency),
        forecast=coming,
        cash=facts.cash,
        cash_ends_on=course.cash_ends_on,
        returns=left if left.amount > 0 else nothing,
        over=-left if left.amount < 0 else nothing,
        ends_on=facts.period.last,
        today=today,
        path=tuple((day, _money(amount, facts.currency).amount) for day, amount in course.bends),
    )


def _money(exact: Fraction, currency: str) -> Money:
    return Money.rounded(_WIDE.divide(Decimal(exact.numerator), Decimal(exact.denominator)), currency)


def _bends(parts: Iterable[tuple[Period, Fraction]]) -> list[date]:
    """The days from which on another amount a day goes, in order; the first is where the forecast begins."""
    return sorted({day for part, _amount in parts for day in (part.start, part.end)})


def _until(parts: Iterable[tuple[Period, Fraction]], end: date) -> Fraction:
    """How much of the parts lies before `end`, by days."""
    return sum(
        (amount * min(max((end - part.start).days, 0), part.days) / part.days for part, amount in parts), Fraction(0)
    )


def _used_up(facts: SpendingFacts, total: Fraction, today: date) -> date | None:
    """Today when no cash is left and some is needed; None otherwise."""
    cash = facts.cash.amount
    return today if cash < 0 or (cash == 0 and total > 0) else None


def _day_of(cash: Fraction, bends: tuple[tuple[date, Fraction], ...]) -> date:
    """The first day at whose end `cash` is used up, which the last of the bends is beyond."""
    place = next(place for place, (_day, amount) in enumerate(bends) if amount >= cash)
    (start, before), (end, after) = bends[place - 1], bends[place]
    a_day = (after - before) / (end - start).days
    return start + timedelta(days=math.ceil((cash - before) / a_day))
