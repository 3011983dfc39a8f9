"""The quarters and years of a period, each with its days."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.period import Period
from desktop.domain.phasing import days_in_phases


def test_quarters_of_a_period_that_begins_and_ends_within_them() -> None:
    assert days_in_phases(Period.of_days(date(2019, 2, 1), date(2019, 10, 1)), months=3) == {
        date(2019, 1, 1): 59,
        date(2019, 4, 1): 91,
        date(2019, 7, 1): 92,
        date(2019, 10, 1): 1,
    }


def test_years_with_a_leap_year_among_them() -> None:
    assert days_in_phases(Period.of_days(date(2019, 12, 31), date(2021, 1, 1)), months=12) == {
        date(2019, 1, 1): 1,
        date(2020, 1, 1): 366,
        date(2021, 1, 1): 1,
    }


@pytest.mark.parametrize("months", [3, 12])
@given(first=st.dates(date(1990, 1, 1), date(2100, 1, 1)), length=st.integers(1, 4000))
def test_every_day_falls_into_one_phase(months: int, first: date, length: int) -> None:
    period = Period(first, date.fromordinal(first.toordinal() + length))
    found = days_in_phases(period, months=months)
    assert sum(found.values()) == length
    assert all(found.values())
    assert all(start.day == 1 and (start.month - 1) % months == 0 for start in found)
