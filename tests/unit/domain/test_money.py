"""Money is exact: decimals by ISO 4217, one rounding (half up), and unlike currencies never meet."""

from __future__ import annotations

import csv
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.money import (
    CFA_FRANCS,
    MINOR_UNITS,
    WITHDRAWN,
    ZERO,
    Money,
    UnlikeCurrenciesError,
    add_up,
    minor_units,
    round_amount,
    trimmed,
)
from tests.helpers.shared import real_file

CURRENCIES = ("USD", "XOF", "TND", "CLF")
amounts = st.decimals(min_value=-(10**14), max_value=10**14, places=8)


@pytest.mark.parametrize(
    ("currency", "decimals"),
    [("USD", 2), ("EUR", 2), ("XOF", 0), ("XAF", 0), ("GNF", 0), ("JPY", 0), ("TND", 3), ("CLF", 4), ("MRU", 2)],
)
def test_each_currency_has_its_number_of_decimals(currency: str, decimals: int) -> None:
    assert minor_units(currency) == decimals
    assert Money(Decimal(7), currency).amount.as_tuple().exponent == -decimals


@pytest.mark.parametrize("code", ["XAU", "XDR", "XXX", "XTS", "DEM", "CSD", "usd", "", "US$"])
def test_a_code_that_is_no_money_of_today_is_unknown(code: str) -> None:
    with pytest.raises(KeyError):
        minor_units(code)


def test_decimals_are_those_of_the_published_list() -> None:
    with real_file("csv/iso4217_codes-all.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["AlphabeticCode"] and not row["WithdrawalDate"]]
    published = {row["AlphabeticCode"]: int(row["MinorUnit"]) for row in rows if row["MinorUnit"].isdigit()}
    assert published == {code: units for code, units in MINOR_UNITS.items() if code not in WITHDRAWN}


def test_withdrawn_currencies_of_old_ledgers_have_the_decimals_they_had() -> None:
    assert WITHDRAWN == ("BGN", "GHC", "HRK", "MRO", "SLL", "STD", "ZMK", "ZWL")
    assert {minor_units(code) for code in WITHDRAWN} == {2}
    with real_file("csv/iso4217_codes-all.csv").open(encoding="utf-8", newline="") as file:
        assert set(WITHDRAWN) <= {row["AlphabeticCode"] for row in csv.DictReader(file) if row["WithdrawalDate"]}


@pytest.mark.parametrize(
    ("amount", "currency", "rounded"),
    [
        ("0.004999", "USD", "0.00"),
        ("0.005", "USD", "0.01"),
        ("0.015", "USD", "0.02"),
        ("0.025", "USD", "0.03"),
        ("-0.005", "USD", "-0.01"),
        ("-0.025", "USD", "-0.03"),
        ("2.675", "USD", "2.68"),
        ("655.5", "XOF", "656"),
        ("654.5", "XOF", "655"),
        ("-654.5", "XAF", "-655"),
        ("0.4999", "GNF", "0"),
        ("1.0005", "TND", "1.001"),
        ("1.0004", "TND", "1.000"),
        ("99999999999999.995", "USD", "100000000000000.00"),
    ],
)
def test_the_half_goes_away_from_zero(amount: str, currency: str, rounded: str) -> None:
    assert str(round_amount(Decimal(amount), currency)) == rounded
    assert str(Money.rounded(Decimal(amount), currency).amount) == rounded


@pytest.mark.parametrize("amount", ["-0.001", "-0", "0", "-0.0049"])
def test_a_rounded_nothing_has_no_minus(amount: str) -> None:
    assert str(Money.rounded(Decimal(amount), "USD").amount) == "0.00"


@settings(max_examples=150)
@given(amounts, st.sampled_from(CURRENCIES))
def test_rounding_moves_by_half_a_unit_at_most_and_only_once(amount: Decimal, currency: str) -> None:
    rounded = round_amount(amount, currency)
    unit = Fraction(1, 10 ** minor_units(currency))
    distance = Fraction(rounded) - Fraction(amount)
    assert abs(distance) <= unit / 2
    if abs(distance) == unit / 2:
        assert abs(rounded) > abs(amount)
    assert round_amount(rounded, currency) == rounded
    assert round_amount(-amount, currency) == -rounded


@pytest.mark.parametrize(("amount", "currency"), [("1.005", "USD"), ("0.5", "XOF"), ("1.0001", "TND")])
def test_an_amount_with_too_many_decimals_keeps_them_and_cannot_be_paid(amount: str, currency: str) -> None:
    money = Money(Decimal(f"{amount}000"), currency)
    assert (str(money.amount), money.payable) == (amount, False)
    assert (money + Money(Decimal(1), currency)).amount == Decimal(amount) + 1
    assert (money - money).payable
    assert Money.rounded(money.amount, currency).payable


def test_what_is_no_number_is_no_amount() -> None:
    with pytest.raises(ValueError, match="NaN is no amount"):
        Money(Decimal("NaN"), "EUR")


def test_an_amount_is_the_same_however_many_zeros_were_typed() -> None:
    assert Money(Decimal(5), "USD") == Money(Decimal("5.0000"), "USD")
    assert str(Money(Decimal(5), "USD").amount) == "5.00"
    assert str(Money(Decimal("5.000"), "XOF").amount) == "5"
    assert hash(Money(Decimal(5), "USD")) == hash(Money(Decimal("5.0000"), "USD"))


def test_the_same_number_in_two_currencies_is_not_the_same_money() -> None:
    assert Money(Decimal(5), "XOF") != Money(Decimal(5), "XAF")


def test_amounts_of_one_currency_add_and_subtract_to_the_cent() -> None:
    budget, spent = Money(Decimal("1236000.00"), "USD"), Money(Decimal("1011842.36"), "USD")
    assert budget - spent == Money(Decimal("224157.64"), "USD")
    assert budget + spent == Money(Decimal("2247842.36"), "USD")
    assert -spent == Money(Decimal("-1011842.36"), "USD")
    assert spent - spent == Money.zero("USD")


@pytest.mark.parametrize(("one", "other"), [("USD", "EUR"), ("XOF", "XAF")])
def test_unlike_currencies_are_never_added(one: str, other: str) -> None:
    with pytest.raises(UnlikeCurrenciesError, match=f"{one} and {other} cannot be added"):
        Money(Decimal(1), one) + Money(Decimal(1), other)
    with pytest.raises(UnlikeCurrenciesError):
        Money(Decimal(1), one) - Money(Decimal(1), other)
    with pytest.raises(UnlikeCurrenciesError):
        add_up([Money(Decimal(1), one), Money(Decimal(1), other)], one)


def test_nothing_at_all_sums_to_zero_of_its_currency() -> None:
    assert add_up([], "TND") == Money.zero("TND")
    assert str(add_up([], "TND").amount) == "0.000"


@pytest.mark.parametrize(("amount", "truth"), [("0.00", False), ("0.01", True), ("-0.01", True)])
def test_money_is_true_when_there_is_some(amount: str, truth: bool) -> None:
    assert bool(Money(Decimal(amount), "USD")) is truth


@settings(max_examples=100)
@given(st.lists(st.integers(-(10**15), 10**15), max_size=40), st.sampled_from(CURRENCIES))
def test_a_sum_is_exact_in_every_order(units: list[int], currency: str) -> None:
    step = Decimal(1).scaleb(-minor_units(currency))
    moneys = [Money(unit * step, currency) for unit in units]
    assert add_up(moneys, currency).amount == sum(units) * step
    assert add_up(reversed(moneys), currency) == add_up(moneys, currency)


def test_a_thousand_dimes_are_a_hundred_dollars() -> None:
    assert add_up([Money(Decimal("0.10"), "USD")] * 1000, "USD") == Money(Decimal("100.00"), "USD")


def test_there_is_one_zero() -> None:
    assert Money.zero("USD").amount == ZERO
    assert not Money.zero("USD")


def test_both_cfa_francs_have_no_decimals() -> None:
    assert CFA_FRANCS == ("XOF", "XAF")
    assert {minor_units(franc) for franc in CFA_FRANCS} == {0}


@pytest.mark.parametrize(("number", "shown"), [("10.0000", "10"), ("100", "100"), ("0.00", "0"), ("12.50", "12.5")])
def test_a_number_loses_needless_zeros_alone(number: str, shown: str) -> None:
    assert str(trimmed(Decimal(number))) == shown
