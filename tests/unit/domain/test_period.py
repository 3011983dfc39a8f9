"""Periods are half-open in code and inclusive on the screen; no leap year and no end of time puts them out."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.period import Period, months_before, next_month

days = st.dates(date(1990, 1, 1), date(2060, 12, 31))
YEAR = Period.of_days(date(2019, 1, 1), date(2019, 12, 31))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    first = draw(days)
    return Period.of_days(first, first + timedelta(days=draw(st.integers(0, 4000))))


def test_both_days_a_person_writes_belong_to_it() -> None:
    assert date(2019, 1, 1) in YEAR
    assert date(2019, 12, 31) in YEAR
    assert date(2018, 12, 31) not in YEAR
    assert date(2020, 1, 1) not in YEAR
    assert (YEAR.start, YEAR.end, YEAR.last) == (date(2019, 1, 1), date(2020, 1, 1), date(2019, 12, 31))


@pytest.mark.parametrize(
    ("first", "last", "length"),
    [
        (date(2019, 1, 1), date(2019, 12, 31), 365),
        (date(2020, 1, 1), date(2020, 12, 31), 366),
        (date(2100, 1, 1), date(2100, 12, 31), 365),
        (date(2000, 1, 1), date(2000, 12, 31), 366),
        (date(2020, 2, 28), date(2020, 3, 1), 3),
        (date(2019, 2, 28), date(2019, 3, 1), 2),
        (date(2020, 2, 29), date(2020, 2, 29), 1),
    ],
)
def test_days_are_counted_with_both_ends(first: date, last: date, length: int) -> None:
    assert Period.of_days(first, last).days == length


@pytest.mark.parametrize(("start", "end"), [(date(2019, 1, 1), date(2019, 1, 1)), (date(2019, 1, 2), date(2019, 1, 1))])
def test_a_period_without_a_day_is_refused(start: date, end: date) -> None:
    with pytest.raises(ValueError, match=f"a period must end after it starts: {start} to {end}"):
        Period(start, end)


def test_a_period_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="a period must end after it starts"):
        Period.of_days(date(2019, 3, 2), date(2019, 3, 1))


def test_an_end_that_stands_for_no_end_is_a_day_like_another() -> None:
    """People and other systems write 9999-12-31 when nothing ends; no day comes after it."""
    endless = Period.of_days(date(2019, 1, 1), date.max)
    assert date(2019, 10, 21) in endless
    assert endless.last == date(9999, 12, 30)
    assert endless.share_elapsed(date(2019, 10, 21)) < Decimal("0.001")


def test_the_months_of_the_last_year_there_is_can_be_counted() -> None:
    assert list(Period.of_days(date(9999, 11, 5), date.max).months()) == [date(9999, 11, 1), date(9999, 12, 1)]


@settings(max_examples=150)
@given(periods(), days)
def test_a_day_is_in_it_when_it_is_neither_before_nor_after(period: Period, day: date) -> None:
    assert (day in period) is (period.start <= day <= period.last)


@settings(max_examples=100)
@given(periods())
def test_neighbours_share_no_day_and_leave_none_out(period: Period) -> None:
    after = Period(period.end, period.end + timedelta(days=30))
    whole = Period(period.start, after.end)
    assert period.days + after.days == whole.days
    assert period.last not in after
    assert period.end not in period
    assert period.end in after


@pytest.mark.parametrize(
    ("today", "share"),
    [
        (date(2018, 12, 30), "0"),
        (date(2018, 12, 31), "0"),
        (date(2019, 12, 31), "1"),
        (date(2025, 1, 1), "1"),
    ],
)
def test_time_elapsed_stays_between_none_and_all(today: date, share: str) -> None:
    assert YEAR.share_elapsed(today) == Decimal(share)


def test_a_day_counts_as_over_when_it_ends() -> None:
    assert YEAR.share_elapsed(date(2019, 1, 1)) == Decimal(1) / 365
    fortnight = Period.of_days(date(2020, 2, 20), date(2020, 3, 4))
    assert fortnight.share_elapsed(date(2020, 2, 26)) == Decimal("0.5")


@settings(max_examples=100)
@given(periods(), days)
def test_time_only_goes_forward(period: Period, day: date) -> None:
    today, tomorrow = period.share_elapsed(day), period.share_elapsed(day + timedelta(days=1))
    assert 0 <= today <= tomorrow <= 1
    assert (today < tomorrow) is (day + timedelta(days=1) in period)


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2019, 11, 30), date(2020, 2, 1), [(2019, 11), (2019, 12), (2020, 1), (2020, 2)]),
        (date(2019, 1, 31), date(2019, 1, 31), [(2019, 1)]),
        (date(2019, 1, 31), date(2019, 2, 28), [(2019, 1), (2019, 2)]),
        (date(2020, 2, 29), date(2020, 3, 31), [(2020, 2), (2020, 3)]),
        (date(2019, 12, 1), date(2019, 12, 31), [(2019, 12)]),
    ],
)
def test_every_month_it_touches_is_there_once(first: date, last: date, months: list[tuple[int, int]]) -> None:
    assert list(Period.of_days(first, last).months()) == [date(year, month, 1) for year, month in months]


@settings(max_examples=100)
@given(periods())
def test_its_months_hold_all_of_its_days(period: Period) -> None:
    months = list(period.months())
    assert months == sorted(set(months))
    assert {month.day for month in months} == {1}
    assert months[0] <= period.start
    assert months[-1] <= period.last < next_month(months[-1])


@pytest.mark.parametrize(
    ("day", "following"),
    [
        (date(2019, 1, 31), date(2019, 2, 1)),
        (date(2020, 2, 29), date(2020, 3, 1)),
        (date(2019, 12, 1), date(2020, 1, 1)),
        (date(2019, 12, 31), date(2020, 1, 1)),
    ],
)
def test_the_next_month_begins_on_its_first(day: date, following: date) -> None:
    assert next_month(day) == following


@pytest.mark.parametrize(
    ("day", "count", "first"),
    [
        (date(2019, 10, 21), 0, date(2019, 10, 1)),
        (date(2019, 10, 21), 1, date(2019, 9, 1)),
        (date(2019, 10, 21), 10, date(2018, 12, 1)),
        (date(2019, 1, 31), 1, date(2018, 12, 1)),
        (date(2019, 12, 31), 12, date(2018, 12, 1)),
        (date(2019, 3, 31), 25, date(2017, 2, 1)),
        (date(2019, 12, 15), -1, date(2020, 1, 1)),
    ],
)
def test_months_are_counted_back_over_years(day: date, count: int, first: date) -> None:
    assert months_before(day, count) == first


@settings(max_examples=100)
@given(days, st.integers(0, 300))
def test_as_many_months_forward_lead_back(day: date, count: int) -> None:
    found = months_before(day, count)
    for _step in range(count):
        found = next_month(found)
    assert found == day.replace(day=1)
