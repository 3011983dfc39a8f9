"""Leave on the days that matter: the first and the last of a leave, of the service, and of its years."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.period import ONE_DAY, Period
from desktop.domain.staffing.leave import (
    LeaveBalance,
    LeaveTaken,
    accrued_leave,
    leave_balance,
    monthly_leave,
    weekdays,
    year_of_service,
)
from desktop.domain.staffing.limits import Limit, LimitBook
from desktop.domain.volunteer_terms import PeriodKind
from tests.helpers.staffing import CATEGORY, contract, deployment

BOOK = LimitBook()
MONDAY, FRIDAY, SUNDAY = date(2019, 4, 1), date(2019, 4, 5), date(2019, 4, 7)
YEAR = deployment(contract(date(2019, 1, 1), date(2019, 12, 31)))


def leave(first: date, last: date, days: str, kind: str = "annual") -> LeaveTaken:
    return LeaveTaken(kind, Period.of_days(first, last), Decimal(days))


def balance(day: date, *leaves: LeaveTaken, book: LimitBook = BOOK) -> LeaveBalance:
    return leave_balance(YEAR, leaves, book=book, day=day)


# --- taken --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "over"),
    [
        (MONDAY - ONE_DAY, 0),
        (MONDAY, 1),
        (date(2019, 4, 4), 4),
        (FRIDAY, 5),
        (SUNDAY, 5),
        (date(2019, 4, 8), 6),
        (date(2019, 4, 9), 7),
        (date(2019, 5, 1), 7),
    ],
)
def test_a_leave_is_over_by_its_working_days(day: date, over: int) -> None:
    assert leave(MONDAY, date(2019, 4, 9), "7").until(day) == over


def test_no_more_of_a_leave_is_over_than_was_taken() -> None:
    """A holiday within it is no day of leave: four days of the five were taken."""
    short = leave(MONDAY, FRIDAY, "4")
    assert [short.until(day) for day in (date(2019, 4, 3), date(2019, 4, 4), FRIDAY)] == [3, 4, 4]
    half = leave(MONDAY, MONDAY, "0.5")
    assert half.until(MONDAY) == Fraction(1, 2)


def test_where_people_work_on_a_weekend_its_leave_is_over_with_its_last_day() -> None:
    weekend = leave(date(2019, 4, 6), SUNDAY, "2")
    assert [weekend.until(day) for day in (date(2019, 4, 6), SUNDAY)] == [0, 2]


@given(st.dates(date(2019, 1, 1), date(2020, 12, 31)), st.integers(0, 40), st.data())
def test_what_is_over_never_shrinks_and_ends_with_all(first: date, length: int, data: st.DataObject) -> None:
    period = Period.of_days(first, first + timedelta(length))
    taken = LeaveTaken("annual", period, Decimal(data.draw(st.integers(0, weekdays(period)))))
    over = [taken.until(first + timedelta(place)) for place in range(-1, length + 2)]
    assert over == sorted(over)
    assert (over[0], over[-1]) == (Fraction(0), Fraction(taken.days))


# --- accrued ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "accrued"),
    [
        (date(2018, 12, 31), Fraction(0)),
        (date(2019, 1, 1), Fraction(5, 62)),
        (date(2019, 1, 31), Fraction(5, 2)),
        (date(2019, 2, 14), Fraction(15, 4)),
        (date(2019, 12, 31), Fraction(30)),
        (date(2025, 1, 1), Fraction(30)),
    ],
)
def test_leave_accrues_to_the_end_of_the_day_and_of_the_service(day: date, accrued: Fraction) -> None:
    assert balance(day).accrued == balance(day).left == accrued
    assert balance(day).at_end == 30


def test_neither_gaps_nor_planned_contracts_nor_days_after_an_early_end_give_leave() -> None:
    chain = (
        contract(date(2019, 1, 1), date(2019, 2, 28)),
        contract(date(2019, 3, 1), date(2019, 3, 31), kind=PeriodKind.GAP),
        contract(date(2019, 4, 1), date(2019, 6, 30), kind=PeriodKind.EXTENSION),
        contract(date(2019, 7, 1), date(2019, 9, 30), kind=PeriodKind.EXTENSION, signed=False),
    )
    found = leave_balance(deployment(*chain), [], book=BOOK, day=date(2019, 12, 31))
    assert (found.accrued, found.ends_on) == (Fraction(25, 2), date(2019, 6, 30))
    early = leave_balance(deployment(*chain, ended_on=date(2019, 4, 30)), [], book=BOOK, day=date(2019, 12, 31))
    assert (early.accrued, early.at_end, early.ends_on) == (Fraction(15, 2), Fraction(15, 2), date(2019, 4, 30))


def test_days_under_two_contracts_give_leave_once() -> None:
    twice = [Period.of_days(date(2019, 1, 1), date(2019, 3, 31)), Period.of_days(date(2019, 2, 1), date(2019, 3, 31))]
    assert accrued_leave(twice, category=CATEGORY, book=BOOK) == Fraction(15, 2)
    assert accrued_leave([], category=CATEGORY, book=BOOK) == 0


def test_an_office_may_give_no_leave_at_all() -> None:
    none = LimitBook((), (Limit(CATEGORY, leave_days=Decimal(0)),))
    assert monthly_leave(none, CATEGORY, MONDAY) == 0
    assert monthly_leave(none, "national_youth", MONDAY) == Decimal("2.5")
    assert balance(date(2019, 12, 31), book=none).at_end == 0


def test_a_new_rate_of_leave_counts_from_its_month_on() -> None:
    later = LimitBook((), (Limit(CATEGORY, date(2019, 4, 1), leave_days=Decimal(2)),))
    assert balance(date(2019, 4, 30), book=later).accrued == 3 * Fraction(5, 2) + 2
    assert (balance(date(2019, 3, 31), book=later).monthly, balance(MONDAY, book=later).monthly) == (
        Decimal("2.5"),
        Decimal(2),
    )


# --- balance ------------------------------------------------------------------------------------------------------


def test_a_balance_may_be_below_nothing() -> None:
    found = balance(date(2019, 1, 31), leave(date(2019, 1, 7), date(2019, 1, 11), "5"))
    assert (found.accrued, found.left, found.booked) == (Fraction(5, 2), Fraction(-5, 2), Fraction(0))


def test_what_is_booked_is_annual_leave_to_come_and_no_other() -> None:
    found = balance(
        date(2019, 4, 3),
        leave(MONDAY, FRIDAY, "5"),
        leave(date(2019, 8, 5), date(2019, 8, 9), "5"),
        leave(date(2019, 9, 2), date(2019, 9, 6), "5", "sick_certified"),
    )
    assert (found.taken_of("annual"), found.booked) == (Fraction(3), Fraction(7))
    assert found.taken_of("sick_certified") == 0
    assert found.at_end == 20


def test_without_service_what_is_booked_is_still_told() -> None:
    found = leave_balance(deployment(), [leave(MONDAY, FRIDAY, "5")], book=BOOK, day=date(2019, 4, 2))
    assert (found.taken_of("annual"), found.booked, found.left) == (Fraction(2), Fraction(3), Fraction(-2))


def test_learning_leave_is_of_the_year_in_which_it_begins() -> None:
    two_years = deployment(contract(date(2019, 3, 1), date(2021, 2, 28)))
    over_the_end = leave(date(2020, 2, 28), date(2020, 3, 3), "3", "learning")

    def left(day: date) -> Fraction:
        return leave_balance(two_years, [over_the_end], book=BOOK, day=day).learning_left

    assert (left(date(2020, 2, 29)), left(date(2020, 3, 1))) == (Fraction(7), Fraction(10))


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2019, 5, 9), date(2019, 5, 10)),
        (date(2019, 5, 10), date(2019, 5, 10)),
        (date(2020, 5, 9), date(2019, 5, 10)),
        (date(2020, 5, 10), date(2020, 5, 10)),
        (date(2022, 1, 1), date(2021, 5, 10)),
    ],
)
def test_a_year_of_service_ends_the_day_before_that_of_entry(day: date, first: date) -> None:
    found = year_of_service(date(2019, 5, 10), day)
    assert found == Period(first, first.replace(year=first.year + 1))


@given(st.dates(date(2000, 1, 1), date(2024, 12, 31)), st.integers(0, 3000))
def test_each_day_of_service_lies_in_its_year(entry: date, days: int) -> None:
    day = entry + timedelta(days)
    year = year_of_service(entry, day)
    assert day in year
    assert year.days in {365, 366}
    assert year_of_service(entry, year.end).start == year.end


def test_a_week_has_five_working_days_wherever_it_begins() -> None:
    for place in range(7):
        assert weekdays(Period(MONDAY + timedelta(place), MONDAY + timedelta(place + 7))) == 5
    assert weekdays(Period(date(2019, 4, 6), date(2019, 4, 8))) == 0
    assert weekdays(Period(FRIDAY, FRIDAY + ONE_DAY)) == 1
