"""Leave accrues to the day, whatever the contracts, and is taken by kind."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.period import Period
from desktop.domain.staffing.deployment import Contract, Deployment
from desktop.domain.staffing.leave import (
    LeaveTaken,
    accrued_leave,
    leave_balance,
    weekdays,
    year_of_service,
)
from desktop.domain.staffing.limits import Limit, LimitBook
from desktop.domain.volunteer_terms import PeriodKind

BOOK = LimitBook()


def deployed(*spans: tuple[date, date]) -> Deployment:
    contracts = [
        Contract(place, PeriodKind.EXTENSION, Period.of_days(*span), span[0]) for place, span in enumerate(spans)
    ]
    return Deployment(1, "D-01", "national_specialist", tuple(contracts))


def away(kind: str, first: date, last: date, days: str) -> LeaveTaken:
    return LeaveTaken(kind, Period.of_days(first, last), Decimal(days))


def test_half_a_month_gives_half_its_days() -> None:
    half = [Period.of_days(date(2019, 4, 1), date(2019, 4, 15))]
    assert accrued_leave(half, category="national_specialist", book=BOOK) == Fraction(5, 4)


@given(st.dates(date(2016, 1, 1), date(2024, 12, 31)), st.integers(2, 1500), st.data())
def test_what_accrues_adds_up_over_any_parts_of_the_service(start: date, days: int, data: st.DataObject) -> None:
    whole = Period(start, start + timedelta(days))
    cut = start + timedelta(data.draw(st.integers(1, days - 1)))
    parts = [Period(start, cut), Period(cut, whole.end)]
    sums = [accrued_leave([part], category="national_specialist", book=BOOK) for part in parts]
    assert sum(sums) == accrued_leave([whole], category="national_specialist", book=BOOK)


def test_the_rate_in_force_in_each_month_counts() -> None:
    own = (Limit("national_specialist", date(2019, 7, 1), leave_days=Decimal(3)),)
    year = [Period.of_days(date(2019, 1, 1), date(2019, 12, 31))]
    assert accrued_leave(year, category="national_specialist", book=LimitBook((), own)) == 6 * Fraction(5, 2) + 18


def test_a_balance_has_what_accrued_what_was_taken_and_what_is_booked() -> None:
    deployment = deployed((date(2019, 1, 1), date(2019, 6, 30)), (date(2019, 7, 1), date(2020, 3, 31)))
    leaves = [
        away("annual", date(2019, 4, 3), date(2019, 4, 5), "3"),
        away("annual", date(2019, 9, 26), date(2019, 10, 4), "7"),  # three days of it are over on Monday the 30th
        away("annual", date(2019, 12, 20), date(2019, 12, 31), "8"),
        away("learning", date(2019, 5, 6), date(2019, 5, 9), "4"),
        away("learning", date(2020, 2, 3), date(2020, 2, 4), "2"),
        away("sick_certified", date(2019, 2, 4), date(2019, 2, 4), "0.5"),
    ]
    leave = leave_balance(deployment, leaves, book=BOOK, day=date(2019, 9, 30))
    assert leave.accrued == Fraction(45, 2)
    assert leave.taken_of("annual") == 6
    assert leave.left == Fraction(33, 2)
    assert leave.booked == 12
    assert leave.at_end == Fraction(75, 2) - 18
    assert leave.ends_on == date(2020, 3, 31)
    assert leave.learning_left == 6
    assert leave.learning_year == Period.of_days(date(2019, 1, 1), date(2019, 12, 31))
    assert leave.taken_of("sick_certified") == Fraction(1, 2)
    next_year = leave_balance(deployment, leaves, book=BOOK, day=date(2020, 1, 1))
    assert next_year.learning_left == 8


def test_without_service_nothing_accrues() -> None:
    planned = Deployment(1, "D-01", "national_specialist")
    leave = leave_balance(planned, [], book=BOOK, day=date(2019, 9, 30))
    assert leave.accrued == leave.left == 0
    assert leave.ends_on is None
    assert leave.learning_year is None
    assert leave.monthly == Decimal("2.5")
    assert leave.taken_of("annual") == 0


def test_years_of_service_begin_with_the_day_of_entry() -> None:
    leap = date(2020, 2, 29)
    assert year_of_service(leap, date(2021, 2, 27)) == Period(leap, date(2021, 2, 28))
    assert year_of_service(leap, date(2021, 2, 28)) == Period(date(2021, 2, 28), date(2022, 2, 28))
    assert year_of_service(leap, date(2019, 1, 1)).start == leap


@given(st.dates(date(2016, 1, 1), date(2024, 12, 31)), st.integers(1, 60))
def test_weekdays_are_monday_to_friday(start: date, days: int) -> None:
    counted = sum((start + timedelta(place)).weekday() < 5 for place in range(days))
    assert weekdays(Period(start, start + timedelta(days))) == counted
