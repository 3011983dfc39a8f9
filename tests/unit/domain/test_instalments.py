"""How far an instalment is paid, at which rate a payment counts for what was agreed, and more than was awarded."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.instalments import (
    INSTALMENT_STATES,
    InstalmentState,
    above_award,
    agreed_rate,
    instalment_state,
)
from desktop.domain.money import Money, convert

DAY = date(2019, 6, 30)


@pytest.mark.parametrize(
    ("today", "received", "state"),
    [
        (date(2019, 5, 30), "0", InstalmentState.EXPECTED),
        (date(2019, 5, 31), "0", InstalmentState.DUE),
        (DAY, "0", InstalmentState.DUE),
        (date(2019, 7, 1), "0", InstalmentState.OVERDUE),
        (date(2019, 7, 1), "0.01", InstalmentState.PARTLY_RECEIVED),
        (date(2019, 1, 1), "1000", InstalmentState.RECEIVED),
        (date(2019, 7, 1), "1000.01", InstalmentState.RECEIVED),
        (date(2019, 7, 1), "-1", InstalmentState.OVERDUE),
    ],
)
def test_states(today: date, received: str, state: InstalmentState) -> None:
    found = instalment_state(expected_on=DAY, amount=Decimal(1000), received=Decimal(received), today=today)
    assert found is state


def test_each_state_has_a_name() -> None:
    assert set(INSTALMENT_STATES) == set(InstalmentState)


@pytest.mark.parametrize(
    ("paid", "agreed", "units", "per"),
    [
        (Money(Decimal(375000), "EUR"), Money(Decimal(412000), "USD"), "375000", "412000"),
        (Money(Decimal(270_000_000), "XOF"), Money(Decimal("412000.55"), "EUR"), "27000000", "41200.055"),
    ],
)
def test_the_agreed_rate_in_two_numbers(paid: Money, agreed: Money, units: str, per: str) -> None:
    rate = agreed_rate(paid, agreed)
    assert (rate.units, rate.per) == (Decimal(units), Decimal(per))


_amounts = st.integers(min_value=1, max_value=10**13).map(lambda cents: Decimal(cents).scaleb(-2))


@given(paid=_amounts, agreed=_amounts)
def test_at_the_agreed_rate_a_payment_is_worth_just_what_was_agreed(paid: Decimal, agreed: Decimal) -> None:
    payment, worth = Money(paid, "EUR"), Money(agreed, "USD")
    rate = agreed_rate(payment, worth)
    assert max(rate.units, rate.per) < 10**8
    assert convert(payment, rate=rate.units, per=rate.per, currency="USD") == worth


def test_instalments_above_the_award_are_found() -> None:
    award = Money(Decimal(1000), "USD")
    assert above_award([Money(Decimal(1000), "USD")], award) is None
    found = above_award([Money(Decimal(600), "USD"), Money(Decimal(500), "USD")], award)
    assert found is not None
    assert dict(found.values)["amount"] == Money(Decimal(100), "USD")
