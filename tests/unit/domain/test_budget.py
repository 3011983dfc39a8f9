"""A budget line comes to quantity x unit cost x duration x per cent charged, rounded once."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.budget import IndirectTerms, LineInputs, expected_indirect, line_total
from desktop.domain.money import Money, minor_units
from desktop.domain.terms import IndirectBase


def line(quantity: str, unit_cost: str, duration: str = "1", percent: str = "100") -> LineInputs:
    return LineInputs(Decimal(quantity), Decimal(unit_cost), Decimal(duration), Decimal(percent))


@pytest.mark.parametrize(
    ("inputs", "currency", "total"),
    [
        (line("10", "1736.00", "12"), "USD", "208320.00"),
        (line("1", "2329.71", "6", "50"), "USD", "6989.13"),
        (line("3", "0.335"), "USD", "1.01"),
        (line("1", "0.005"), "USD", "0.01"),
        (line("1", "100", "1", "33.3333"), "USD", "33.33"),
        (line("2", "150000", "1.5", "25"), "XOF", "112500"),
        (line("1", "1", "1", "50"), "XOF", "1"),
        (line("1", "1", "1", "49.9999"), "XOF", "0"),
        (line("1", "0.0005"), "TND", "0.001"),
        (line("0", "500"), "USD", "0.00"),
        (line("-1", "500"), "USD", "-500.00"),
        (line("4", "250", "1", "120"), "USD", "1200.00"),
    ],
)
def test_known_lines(inputs: LineInputs, currency: str, total: str) -> None:
    assert str(line_total(inputs, currency=currency).amount) == total


def test_one_unit_once_charged_in_full_is_its_cost() -> None:
    assert LineInputs(Decimal(1), Decimal("99.95")) == line("1", "99.95", "1", "100")
    assert line_total(LineInputs(Decimal(1), Decimal("99.95")), currency="EUR") == Money(Decimal("99.95"), "EUR")


def test_it_is_rounded_once_not_step_by_step() -> None:
    """0.333 of 0.015 is 0.004995: step by step (0.02, then 0.01) it would be a cent."""
    assert line_total(line("1", "0.015", "0.333"), currency="USD") == Money.zero("USD")


def test_long_numbers_lose_no_digit() -> None:
    inputs = line("99999999.9999", "99999.9999", "999.9999", "99.9999")
    exact = Fraction(inputs.quantity) * Fraction(inputs.unit_cost) * Fraction(inputs.duration)
    exact *= Fraction(inputs.percent_charged) / 100
    assert abs(Fraction(line_total(inputs, currency="USD").amount) - exact) <= Fraction(1, 200)


numbers = st.decimals(0, 10**6, places=4)


@settings(max_examples=150)
@given(numbers, numbers, numbers, st.decimals(0, 100, places=4), st.sampled_from(("USD", "XOF", "TND")))
def test_the_total_is_the_nearest_amount_there_is(
    quantity: Decimal, unit_cost: Decimal, duration: Decimal, percent: Decimal, currency: str
) -> None:
    inputs = LineInputs(quantity, unit_cost, duration, percent)
    exact = Fraction(quantity) * Fraction(unit_cost) * Fraction(duration) * Fraction(percent) / 100
    total = line_total(inputs, currency=currency)
    assert abs(Fraction(total.amount) - exact) <= Fraction(1, 2 * 10 ** minor_units(currency))


def test_thirteen_per_cent_of_direct_cost_make_a_round_total() -> None:
    lines = [(1, Decimal("500000.00")), (None, Decimal("384955.75")), (8, Decimal(7))]
    base, expected = expected_indirect(lines, terms=IndirectTerms(Decimal("0.13")), currency="USD")
    assert (base, expected, base + expected) == (Decimal("884955.75"), Decimal("115044.25"), Decimal(1000000))


def test_transfers_to_counterparts_may_be_left_out_of_the_base() -> None:
    lines = [(1, Decimal(1000)), (6, Decimal(500))]
    terms = IndirectTerms(Decimal("0.07"), IndirectBase.DIRECT_LESS_TRANSFERS)
    assert expected_indirect(lines, terms=terms, currency="XOF") == (Decimal(1000), Decimal(70))
    assert expected_indirect(lines, terms=IndirectTerms(Decimal("0.07")), currency="XOF") == (
        Decimal(1500),
        Decimal(105),
    )
