"""Support costs are a rate on the direct cost, never on the total; direct and indirect make the total to the cent."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.indirect_cost import IndirectCost, on_direct, within_total
from desktop.domain.money import Money

rates = st.decimals(0, 1, places=4)


def money(amount: str, currency: str = "USD") -> Money:
    return Money(Decimal(amount), currency)


def test_the_standard_rate_within_a_million() -> None:
    """13 % of the direct cost is 11.5044 % of the total; taking 13 % of the total is the common error."""
    found = within_total(money("1000000.00"), rate=Decimal("0.13"))
    assert found == IndirectCost(money("884955.75"), money("115044.25"))
    assert found.total == money("1000000.00")
    assert found.indirect != money("130000.00")


@pytest.mark.parametrize(("rate", "of_total"), [("0.13", "0.115044"), ("0.08", "0.074074"), ("0.07", "0.065421")])
def test_a_rate_on_direct_cost_is_less_of_the_total(rate: str, of_total: str) -> None:
    """13 % on direct cost are 11.5044 % of the total, 8 % are 7.4074 %, 7 % are 6.5421 %."""
    whole = money("100000000.00")
    assert round(within_total(whole, rate=Decimal(rate)).indirect.amount / whole.amount, 6) == Decimal(of_total)


@pytest.mark.parametrize(
    ("total", "currency", "rate", "direct", "indirect"),
    [
        ("1000000.00", "USD", "0.08", "925925.93", "74074.07"),
        ("1000000.00", "USD", "0.07", "934579.44", "65420.56"),
        ("1000000", "XOF", "0.13", "884956", "115044"),
        ("1000000.000", "TND", "0.13", "884955.752", "115044.248"),
        ("113.00", "EUR", "0.13", "100.00", "13.00"),
        ("0.01", "USD", "0.13", "0.01", "0.00"),
        ("500.00", "USD", "0", "500.00", "0.00"),
        ("-1130.00", "USD", "0.13", "-1000.00", "-130.00"),
    ],
)
def test_a_total_is_parted(total: str, currency: str, rate: str, direct: str, indirect: str) -> None:
    found = within_total(money(total, currency), rate=Decimal(rate))
    assert (str(found.direct.amount), str(found.indirect.amount)) == (direct, indirect)


@pytest.mark.parametrize(
    ("direct", "currency", "rate", "indirect", "total"),
    [
        ("884955.75", "USD", "0.13", "115044.25", "1000000.00"),
        ("925925.93", "USD", "0.08", "74074.07", "1000000.00"),
        ("934579.44", "USD", "0.07", "65420.56", "1000000.00"),
        ("100.00", "USD", "0.13", "13.00", "113.00"),
        ("0.50", "USD", "0.13", "0.07", "0.57"),
        ("0.50", "USD", "0.11", "0.06", "0.56"),
        ("150", "XOF", "0.13", "20", "170"),
        ("50", "XAF", "0.13", "7", "57"),
        ("0.500", "TND", "0.13", "0.065", "0.565"),
        ("-0.50", "USD", "0.13", "-0.07", "-0.57"),
        ("0.00", "USD", "0.13", "0.00", "0.00"),
        ("250000.00", "USD", "0", "0.00", "250000.00"),
    ],
)
def test_a_rate_is_put_on_the_direct_cost(direct: str, currency: str, rate: str, indirect: str, total: str) -> None:
    found = on_direct(money(direct, currency), rate=Decimal(rate))
    assert str(found.indirect.amount) == indirect
    assert str(found.total.amount) == total


@settings(max_examples=150)
@given(st.integers(-(10**15), 10**15), rates)
def test_the_two_parts_are_always_the_total(cents: int, rate: Decimal) -> None:
    total = Money(Decimal(cents).scaleb(-2), "USD")
    found = within_total(total, rate=rate)
    assert found.direct + found.indirect == total
    assert found.total == total


@settings(max_examples=150)
@given(st.integers(-(10**15), 10**15), rates)
def test_both_ways_agree_within_a_cent(cents: int, rate: Decimal) -> None:
    parted = within_total(Money(Decimal(cents).scaleb(-2), "USD"), rate=rate)
    again = on_direct(parted.direct, rate=rate)
    assert abs(again.indirect.amount - parted.indirect.amount) <= Decimal("0.01")


@settings(max_examples=100)
@given(st.integers(0, 10**15), rates)
def test_a_total_made_from_direct_cost_gives_that_direct_cost_back(cents: int, rate: Decimal) -> None:
    made = on_direct(Money(Decimal(cents).scaleb(-2), "USD"), rate=rate)
    assert within_total(made.total, rate=rate) == made
