"""A whole that is parted stays whole: largest remainder, to the last minor unit, the same every time."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.money import Money, add_up, minor_units, split

wholes = st.builds(
    lambda units, currency: Money(units * Decimal(1).scaleb(-minor_units(currency)), currency),
    st.integers(-(10**15), 10**15),
    st.sampled_from(("USD", "XOF", "TND", "CLF")),
)
weights = st.lists(st.decimals(0, 10**9, places=4), min_size=1, max_size=12).filter(any)


def parted(amount: str, *shares: str, currency: str = "USD") -> list[str]:
    return [str(part.amount) for part in split(Money(Decimal(amount), currency), [Decimal(share) for share in shares])]


@pytest.mark.parametrize(
    ("amount", "currency", "shares", "parts"),
    [
        ("100.00", "USD", ("1", "1", "1"), ["33.34", "33.33", "33.33"]),
        ("100", "XOF", ("1", "1", "1"), ["34", "33", "33"]),
        ("100.000", "TND", ("1", "1", "1"), ["33.334", "33.333", "33.333"]),
        ("0.05", "USD", ("50", "30", "20"), ["0.03", "0.01", "0.01"]),
        ("1000.00", "USD", ("60", "40"), ["600.00", "400.00"]),
        ("1000.00", "USD", ("0", "1"), ["0.00", "1000.00"]),
        ("0.00", "USD", ("1", "2"), ["0.00", "0.00"]),
        ("7", "XAF", ("0.5", "0.25", "0.25"), ["3", "2", "2"]),
        ("-100.00", "USD", ("1", "1", "1"), ["-33.34", "-33.33", "-33.33"]),
    ],
)
def test_known_partings(amount: str, currency: str, shares: tuple[str, ...], parts: list[str]) -> None:
    assert parted(amount, *shares, currency=currency) == parts


def test_the_greatest_remainder_gets_the_odd_cent() -> None:
    assert parted("10.00", "1", "2", "3") == ["1.67", "3.33", "5.00"]


def test_equal_remainders_go_to_the_earlier_part_however_great_the_parts_are() -> None:
    """2 cents by 4 : 1 : 1 are 1 1/3, 1/3, 1/3: equal remainders, which a decimal fraction would tell apart."""
    assert parted("0.02", "4", "1", "1") == ["0.02", "0.00", "0.00"]
    assert parted("0.02", "1", "1", "4") == ["0.01", "0.00", "0.01"]


def test_a_support_cost_is_parted_over_lines_so_that_they_add_up() -> None:
    """13 % of 884,955.75 is 115,044.25; parted by the direct cost of three lines it is that again, to the cent."""
    parts = parted("115044.25", "500000.00", "300000.00", "84955.75")
    assert parts == ["65000.00", "39000.00", "11044.25"]


def test_one_part_is_the_whole() -> None:
    assert parted("1234.56", "0.0001") == ["1234.56"]


@pytest.mark.parametrize("shares", [(), ("0",), ("0", "0"), ("1", "-1"), ("2", "-1"), ("-1",)])
def test_weights_that_make_no_sense_are_refused(shares: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="weights must not be negative, and one must be above zero"):
        parted("100.00", *shares)


@settings(max_examples=200, deadline=None)
@given(wholes, weights)
def test_the_parts_always_sum_to_the_whole(whole: Money, shares: list[Decimal]) -> None:
    parts = split(whole, shares)
    assert len(parts) == len(shares)
    assert add_up(parts, whole.currency) == whole


@settings(max_examples=200, deadline=None)
@given(wholes, weights)
def test_each_part_is_less_than_a_unit_from_its_exact_share(whole: Money, shares: list[Decimal]) -> None:
    unit = Fraction(1, 10 ** minor_units(whole.currency))
    total = sum(map(Fraction, shares))
    for part, share in zip(split(whole, shares), shares, strict=True):
        exact = Fraction(whole.amount) * Fraction(share) / total
        assert abs(Fraction(part.amount) - exact) < unit
        if not share:
            assert not part


@settings(max_examples=100, deadline=None)
@given(wholes, weights)
def test_a_repayment_is_parted_like_the_payment(whole: Money, shares: list[Decimal]) -> None:
    assert split(-whole, shares) == tuple(-part for part in split(whole, shares))


@settings(max_examples=100, deadline=None)
@given(wholes, weights, st.integers(1, 1000))
def test_only_the_proportion_of_weights_counts(whole: Money, shares: list[Decimal], times: int) -> None:
    assert split(whole, [share * times for share in shares]) == split(whole, shares)


@settings(max_examples=100, deadline=None)
@given(wholes, weights)
def test_a_greater_weight_never_gets_less(whole: Money, shares: list[Decimal]) -> None:
    parts = split(whole, shares)
    ranked = sorted(zip(shares, parts, strict=True), key=lambda pair: pair[0])
    for (low, small), (high, large) in pairwise(ranked):
        if low < high:
            assert abs(small.amount) <= abs(large.amount)


def test_what_cannot_be_paid_cannot_be_parted() -> None:
    with pytest.raises(ValueError, match=r"100\.5 has more decimals than XOF"):
        parted("100.5", "1", "1", currency="XOF")
