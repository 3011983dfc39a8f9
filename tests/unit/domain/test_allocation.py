"""Costs are split by shares that are a whole on their day; the parts are exact and sum to the cost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.allocation import Share, parts, shares_finding, shares_on, shares_problem
from desktop.domain.money import Money, add_up, minor_units

JANUARY, JULY = date(2019, 1, 1), date(2019, 7, 1)


def share(grant: int, percent: str, starts_on: date | None = JANUARY, line: int | None = None) -> Share:
    return Share(grant, Decimal(percent), line, starts_on)


KEY = (share(1, "60"), share(2, "40"), share(1, "50", JULY), share(3, "50", JULY))


@pytest.mark.parametrize(
    ("day", "grants"),
    [
        (date(2018, 12, 31), []),
        (JANUARY, [1, 2]),
        (date(2019, 6, 30), [1, 2]),
        (JULY, [1, 3]),
        (date(2021, 1, 1), [1, 3]),
    ],
)
def test_the_newest_shares_are_in_force(day: date, grants: list[int]) -> None:
    assert [part.grant_id for part in shares_on(KEY, day)] == grants


def test_shares_without_a_day_are_always_in_force() -> None:
    assert shares_on([share(1, "100", None)], date(1990, 1, 1)) == (share(1, "100", None),)


@pytest.mark.parametrize(
    ("shares", "problem"),
    [
        ([], "No share is in force on that day. Add the shares of the key, or choose another one."),
        ([share(1, "100"), share(2, "0")], "Each share is above zero. Correct it, or leave the row out."),
        ([share(1, "50"), share(1, "50")], "A grant and line stand there twice. Add the two shares up."),
        ([share(1, "33.33"), share(2, "66.66")], "The shares sum to 99.99 per cent; 0.01 are missing."),
        ([share(1, "60"), share(2, "60")], "The shares sum to 120 per cent; 20 are too many."),
        ([share(1, "50", line=1), share(1, "50", line=2)], None),
    ],
)
def test_what_keeps_a_cost_from_being_split(shares: list[Share], problem: str | None) -> None:
    found = shares_problem(shares)
    assert (None if found is None else str(found)) == problem
    finding = shares_finding(shares, allocation_id=7, label="Rent")
    assert (finding is None) == (problem is None)
    if finding is not None:
        assert (finding.code, finding.record_id, str(finding.sentence)) == ("shares_not_whole", 7, problem)


@given(
    units=st.integers(min_value=-(10**9), max_value=10**9),
    currency=st.sampled_from(["USD", "XOF", "TND"]),
    weights=st.lists(st.integers(min_value=1, max_value=10**6), min_size=1, max_size=8),
)
def test_parts_sum_to_the_whole_and_lie_within_a_unit_of_their_share(
    units: int, currency: str, weights: list[int]
) -> None:
    unit = Decimal(1).scaleb(-minor_units(currency))
    whole = Money(units * unit, currency)
    shares = [Share(place, Decimal(weight)) for place, weight in enumerate(weights)]
    found = parts(whole, shares)
    assert add_up(found, currency) == whole
    for part, weight in zip(found, weights, strict=True):
        assert abs(part.amount * sum(weights) - whole.amount * weight) < unit * sum(weights)
