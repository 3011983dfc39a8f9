"""Service in months, to the day: the convention, whatever the length of a month."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.period import ONE_DAY, Period
from desktop.domain.staffing.service import (
    MONTH,
    by_month,
    clipped,
    days_of_month,
    months_in,
    months_of,
    parts_between,
    two_decimals,
    within,
    without_overlaps,
)

days = st.dates(date(1996, 1, 1), date(2032, 12, 31))
periods = st.builds(lambda start, count: Period(start, start + timedelta(count)), days, st.integers(1, 500))


def span(first: str, last: str) -> Period:
    return Period.of_days(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2019-10-22", "2020-03-31", Fraction(10, 31) + 5),
        ("2020-02-01", "2020-02-29", Fraction(1)),
        ("2020-02-29", "2020-02-29", Fraction(1, 29)),
        ("2019-02-28", "2019-02-28", Fraction(1, 28)),
        ("2019-12-31", "2020-01-01", Fraction(2, 31)),
        ("2019-01-15", "2019-02-14", Fraction(17, 31) + Fraction(14, 28)),
        ("1900-02-01", "1900-02-14", Fraction(1, 2)),
        ("2000-02-01", "2000-02-14", Fraction(14, 29)),
        ("2016-02-29", "2020-02-28", Fraction(1, 29) + 47 + Fraction(28, 29)),
        ("2017-01-01", "2021-12-31", Fraction(60)),
    ],
)
def test_a_day_is_one_part_of_its_own_month(first: str, last: str, months: Fraction) -> None:
    assert months_in(span(first, last)) == months


@pytest.mark.parametrize(
    ("day", "length"), [("2019-02-11", 28), ("2020-02-11", 29), ("2100-02-01", 28), ("2019-04-30", 30)]
)
def test_a_month_has_the_days_of_its_own_year(day: str, length: int) -> None:
    assert days_of_month(date.fromisoformat(day)) == length


@given(periods)
def test_each_day_counts_alike_however_the_months_are_counted(period: Period) -> None:
    by_day = sum(Fraction(1, days_of_month(period.start + timedelta(place))) for place in range(period.days))
    assert months_in(period) == by_day
    assert Fraction(parts_between(period.start, period.end), MONTH) == by_day
    assert months_of(by_month(period)) == by_day


def test_a_period_is_parted_where_months_begin_and_nowhere_else() -> None:
    assert list(by_month(span("2019-11-30", "2020-01-01"))) == [
        span("2019-11-30", "2019-11-30"),
        span("2019-12-01", "2019-12-31"),
        span("2020-01-01", "2020-01-01"),
    ]
    whole = span("2020-02-01", "2020-02-29")
    assert list(by_month(whole)) == [whole]


def test_periods_that_only_touch_share_no_day() -> None:
    january, february = span("2019-01-01", "2019-01-31"), span("2019-02-01", "2019-02-28")
    assert within(january, february) is None
    assert within(february, january) is None
    assert within(january, span("2019-01-31", "2019-02-05")) == span("2019-01-31", "2019-01-31")
    assert clipped([february, january], span("2019-01-20", "2019-12-31")) == (
        february,
        span("2019-01-20", "2019-01-31"),
    )
    assert clipped([january], february) == ()


@given(periods, periods)
def test_what_two_periods_share_is_the_same_from_both_sides(one: Period, other: Period) -> None:
    shared = within(one, other)
    assert shared == within(other, one)
    for day in (one.start, one.last, other.start, other.last):
        assert (shared is not None and day in shared) == (day in one and day in other)


def test_days_that_touch_are_joined_and_those_a_day_apart_are_not() -> None:
    january, february = span("2019-01-01", "2019-01-31"), span("2019-02-01", "2019-02-28")
    assert without_overlaps([february, january]) == [span("2019-01-01", "2019-02-28")]
    late = Period(february.start + ONE_DAY, february.end)
    assert without_overlaps([late, january]) == [january, late]
    assert without_overlaps([span("2019-01-01", "2019-12-31"), january]) == [span("2019-01-01", "2019-12-31")]
    assert without_overlaps([]) == []


@given(st.lists(periods, max_size=5))
def test_joined_days_are_the_same_days_each_once(some: list[Period]) -> None:
    joined = without_overlaps(some)
    expected = {period.start + timedelta(place) for period in some for place in range(period.days)}
    assert sum(period.days for period in joined) == len(expected)
    assert all(any(period.start in one for one in joined) for period in some)
    assert all(before.end < after.start for before, after in pairwise(joined))


@pytest.mark.parametrize(
    ("exact", "shown"),
    [
        (Fraction(0), "0"),
        (Fraction(100), "100"),
        (Fraction(1999, 1000), "2"),
        (Fraction(2, 3), "0.67"),
        (Fraction(1, 201), "0"),
        (Fraction(-1, 200), "-0.01"),
        (Fraction(-21, 2), "-10.5"),
    ],
)
def test_whole_months_are_shown_without_a_comma_and_none_as_a_power(exact: Fraction, shown: str) -> None:
    assert str(two_decimals(exact)) == shown
