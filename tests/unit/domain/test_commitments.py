"""What is open of a commitment on any day, and how much of it can still be used."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.commitments import CommitmentMove, CommitmentState, liquidation_problem, room_from, state_at
from desktop.domain.money import Money

MARCH = date(2019, 3, 1)
ORDER = CommitmentMove(MARCH, ordered=Decimal(1000), first=True)
DELIVERED = CommitmentMove(date(2019, 4, 1), liquidated=Decimal(600))
CANCELLED = CommitmentMove(date(2019, 5, 1), ordered=Decimal(-100))
RETURNED = CommitmentMove(date(2019, 6, 1), liquidated=Decimal(-600))
MOVES = (RETURNED, CANCELLED, DELIVERED, ORDER)  # in whatever order they come


@pytest.mark.parametrize(
    ("day", "state", "open_amount"),
    [
        (date(2019, 2, 28), CommitmentState(), 0),
        (MARCH, CommitmentState(Decimal(1000)), 1000),
        (date(2019, 4, 30), CommitmentState(Decimal(1000), Decimal(600)), 400),
        (date(2019, 5, 1), CommitmentState(Decimal(1000), Decimal(600), Decimal(100)), 300),
        (date(2019, 12, 31), CommitmentState(Decimal(1000), Decimal(0), Decimal(100)), 900),
    ],
)
def test_every_day_of_the_past_keeps_its_figure(day: date, state: CommitmentState, open_amount: int) -> None:
    assert state_at(MOVES, day) == state
    assert state_at(MOVES, day).open == open_amount


@pytest.mark.parametrize(
    ("day", "room"), [(date(2019, 2, 1), 0), (MARCH, 300), (date(2019, 5, 31), 300), (date(2019, 6, 1), 900)]
)
def test_no_more_can_be_used_than_is_open_on_every_later_day(day: date, room: int) -> None:
    assert room_from(MOVES, day) == room


@pytest.mark.parametrize(
    ("given_amount", "room", "problem"),
    [
        ("10", "10", None),
        ("10.01", "10", "Only {amount} of this commitment is open. Enter at most that."),
        ("1", "0", "Nothing of this commitment is open on that day. Choose another one, or leave it empty."),
        ("-1", "10", "What a cost liquidates is not negative. Reverse the cost that liquidated too much."),
    ],
)
def test_what_can_be_liquidated(given_amount: str, room: str, problem: str | None) -> None:
    found = liquidation_problem(Decimal(given_amount), Money(Decimal(room), "USD"))
    assert (None if found is None else found.text) == problem


_days = st.integers(min_value=0, max_value=20).map(lambda days: MARCH + timedelta(days=days))
_cents = st.integers(min_value=-5000, max_value=5000).map(lambda cents: Decimal(cents).scaleb(-2))
_moves = st.lists(st.builds(CommitmentMove, _days, ordered=_cents, liquidated=_cents), max_size=12)


@given(moves=_moves, day=_days)
def test_open_is_the_sum_of_all_that_moved_until_then(moves: list[CommitmentMove], day: date) -> None:
    whole = [ORDER, *moves]
    assert state_at(whole, day).open == sum((move.opened for move in whole if move.on <= day), Decimal(0))
    assert room_from(whole, day) <= state_at(whole, day).open
