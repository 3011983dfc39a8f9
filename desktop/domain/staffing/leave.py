"""Leave of a deployment: what accrues with service, what was taken, and what is left.

Annual leave accrues with each month of service, by the same convention as all that is counted in months: a day is one
part of its own month's days. It is kept exactly and rounded only where it is shown. Learning leave is given anew with
each year of service.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from desktop.domain.period import ONE_DAY, Period, months_later
from desktop.domain.staffing.deployment import Deployment
from desktop.domain.staffing.limits import LimitBook
from desktop.domain.staffing.service import by_month, months_in, without_overlaps
from desktop.domain.volunteer_terms import LeaveKind

USUAL_DAYS: Final = Decimal("2.5")
LEARNING_DAYS: Final = 10
_FRIDAY: Final = 4


@dataclass(frozen=True, slots=True)
class LeaveTaken:
    """Days on which a volunteer was or will be away; `days` are working days."""

    kind: str
    period: Period
    days: Decimal

    def until(self, day: date) -> Fraction:
        """How many of its working days are over at the end of `day`."""
        if self.period.last <= day:
            return Fraction(self.days)
        if self.period.start > day:
            return Fraction(0)
        return min(Fraction(self.days), Fraction(weekdays(Period(self.period.start, day + ONE_DAY))))


@dataclass(frozen=True, slots=True)
class LeaveBalance:
    """The leave of a deployment at the end of `day`, in working days, exactly.

    `accrued` and `taken` are up to that day, by kind; `booked` is annual leave that is to come; `at_end` is what is
    left of annual leave on the last day of service (`ends_on`) when all that is booked is taken. `learning_left` is of
    the year of service that `day` lies in.
    """

    day: date
    monthly: Decimal
    accrued: Fraction = Fraction(0)
    taken: Mapping[str, Fraction] | None = None
    booked: Fraction = Fraction(0)
    at_end: Fraction = Fraction(0)
    ends_on: date | None = None
    learning_left: Fraction = Fraction(0)
    learning_year: Period | None = None

    def taken_of(self, kind: str) -> Fraction:
        """What was taken of a kind."""
        return (self.taken or {}).get(kind, Fraction(0))

    @property
    def left(self) -> Fraction:
        """Annual leave that is left on the day."""
        return self.accrued - self.taken_of(LeaveKind.ANNUAL)


def weekdays(period: Period) -> int:
    """How many days of a period are Monday to Friday."""
    weeks, rest = divmod(period.days, 7)
    first = period.start.weekday()
    return weeks * 5 + sum((first + place) % 7 <= _FRIDAY for place in range(rest))


def accrued_leave(service: Iterable[Period], *, category: str, book: LimitBook) -> Fraction:
    """The annual leave that some days of service give, exactly, at the rate in force in each month."""
    total = Fraction(0)
    for period in without_overlaps(service):
        for part in by_month(period):
            total += months_in(part) * Fraction(monthly_leave(book, category, part.start))
    return total


def monthly_leave(book: LimitBook, category: str, day: date) -> Decimal:
    """The annual leave that a month of service gives on `day`, in working days."""
    days = book.on(category, day).leave_days
    return USUAL_DAYS if days is None else days


def leave_balance(deployment: Deployment, leaves: Sequence[LeaveTaken], *, book: LimitBook, day: date) -> LeaveBalance:
    """The leave of a deployment as at the end of `day`, and at the end of its service."""
    service = without_overlaps(deployment.service())
    monthly = monthly_leave(book, deployment.category, day)
    taken: dict[str, Fraction] = {}
    for leave in leaves:
        taken[leave.kind] = taken.get(leave.kind, Fraction(0)) + leave.until(day)
    annual = sum((Fraction(leave.days) for leave in leaves if leave.kind == LeaveKind.ANNUAL), Fraction(0))
    if not service:
        return LeaveBalance(day, monthly, taken=taken, booked=annual - taken.get(LeaveKind.ANNUAL, Fraction(0)))
    past = (Period(part.start, min(part.end, day + ONE_DAY)) for part in service if part.start <= day)
    year = year_of_service(service[0].start, day)
    return LeaveBalance(
        day=day,
        monthly=monthly,
        accrued=accrued_leave(past, category=deployment.category, book=book),
        taken=taken,
        booked=annual - taken.get(LeaveKind.ANNUAL, Fraction(0)),
        at_end=accrued_leave(service, category=deployment.category, book=book) - annual,
        ends_on=service[-1].last,
        learning_left=LEARNING_DAYS - _learning_in(leaves, year),
        learning_year=year,
    )


def year_of_service(entry: date, day: date) -> Period:
    """The year of service in which `day` lies, counted from the entry on; the first one for a day before it."""
    years = max(day.year - entry.year, 0)
    if years and day < months_later(entry, 12 * years):
        years -= 1
    return Period(months_later(entry, 12 * years), months_later(entry, 12 * (years + 1)))


def _learning_in(leaves: Iterable[LeaveTaken], year: Period) -> Fraction:
    """Learning leave that begins in a year of service, whether it is over or not."""
    days = (Fraction(leave.days) for leave in leaves if leave.kind == LeaveKind.LEARNING and leave.period.start in year)
    return sum(days, Fraction(0))
