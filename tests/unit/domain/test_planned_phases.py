"""Phases of a budget as periods, what they give some days, and the same day of a later month."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from desktop.domain.forecast import Planned, planned_in, planned_phases
from desktop.domain.period import Period, months_later


def test_a_phase_lasts_to_the_next_and_the_last_one_to_the_end() -> None:
    parts = [
        (date(2019, 10, 1), Decimal(30)),
        (date(2019, 7, 1), Decimal(10)),
        (date(2019, 7, 1), Decimal(5)),
        (date(2020, 1, 1), Decimal(99)),
    ]
    assert planned_phases(parts, end=date(2020, 1, 1)) == (
        Planned(Period(date(2019, 7, 1), date(2019, 10, 1)), Decimal(15)),
        Planned(Period(date(2019, 10, 1), date(2020, 1, 1)), Decimal(30)),
    )
    assert planned_phases([], end=date(2020, 1, 1)) == ()


def test_phases_give_some_days_their_part() -> None:
    phases = planned_phases([(date(2019, 7, 1), Decimal(92)), (date(2019, 10, 1), Decimal(9))], end=date(2019, 10, 4))
    assert planned_in(phases, Period(date(2019, 9, 30), date(2019, 10, 2))) == Fraction(4)


@pytest.mark.parametrize(
    ("day", "count", "later"),
    [
        (date(2019, 10, 1), 3, date(2020, 1, 1)),
        (date(2019, 11, 30), 3, date(2020, 2, 29)),
        (date(2018, 8, 31), 6, date(2019, 2, 28)),
        (date(2019, 12, 31), 12, date(2020, 12, 31)),
    ],
)
def test_the_same_day_of_a_later_month_or_its_last(day: date, count: int, later: date) -> None:
    assert months_later(day, count) == later
