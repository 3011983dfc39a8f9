"""Costs are converted as the agreement says: at the rate of the day, a fixed one, or the average of the month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.rates import (
    SAME_CURRENCY,
    Quote,
    Rate,
    check_parity,
    legs_in_use,
    monthly_average,
    months_without_rate,
    quote,
    quote_by,
)
from desktop.domain.rules import Rule, RuleBook
from desktop.domain.terms import RatePolicy, RuleKind
from desktop.language import Language

MARCH = date(2019, 3, 1)


def rate(currency: str, units: str, on: date = MARCH, source: str = "UN") -> Rate:
    return Rate(currency, "USD", on, Decimal(units), source)


def by(
    policy: RatePolicy,
    rates: Sequence[Rate],
    *,
    fixed: str | None = None,
    original: str = "XOF",
    target: str = "USD",
    on: date = date(2019, 3, 20),
) -> Quote | None:
    return quote_by((policy, None if fixed is None else Decimal(fixed)), rates, original=original, target=target, on=on)


def test_the_operational_rate_is_that_of_the_day() -> None:
    rates = [rate("XOF", "580"), rate("XOF", "600", date(2019, 3, 15))]
    assert by(RatePolicy.OPERATIONAL, rates) == Quote(Decimal(600), date(2019, 3, 15), "UN")
    assert by(RatePolicy.OPERATIONAL, []) is None


def test_a_fixed_rate_needs_no_other() -> None:
    found = by(RatePolicy.FIXED, [rate("XOF", "580")], fixed="600.0")
    assert found == Quote(Decimal("600.0"), date(2019, 3, 20), "Fixed rate: USD = 600 XOF")
    assert by(RatePolicy.FIXED, [rate("XOF", "580")]) is None
    assert by(RatePolicy.FIXED, [], fixed="650", target="EUR") == Quote(
        Decimal(650), date(2019, 3, 20), "Fixed rate: EUR = 650 XOF"
    )


@pytest.mark.parametrize("policy", list(RatePolicy))
def test_no_policy_touches_the_grants_own_currency(policy: RatePolicy) -> None:
    assert by(policy, [], original="USD", fixed="2") == SAME_CURRENCY


def test_the_average_counts_the_days_of_the_month_at_the_rate_in_force() -> None:
    """14 days at 580 and 17 at 600 are 18,320 over 31 days."""
    rates = [rate("XOF", "580", date(2019, 2, 1)), rate("XOF", "600", date(2019, 3, 15))]
    found = by(RatePolicy.MONTHLY_AVERAGE, rates)
    assert found == Quote(Decimal("590.9677419355"), date(2019, 3, 15), "Monthly average 2019-03: UN")
    assert by(RatePolicy.MONTHLY_AVERAGE, rates, on=MARCH) == found


def test_the_average_of_two_currencies_is_that_of_each() -> None:
    rates = [rate("XOF", "600"), rate("CAD", "1.3", source="Bank")]
    found = by(RatePolicy.MONTHLY_AVERAGE, rates, target="CAD")
    assert found == Quote(Decimal(600), MARCH, "Monthly average 2019-03: Bank / UN", Decimal("1.3"))


def test_a_month_that_begins_without_a_rate_has_no_average() -> None:
    assert by(RatePolicy.MONTHLY_AVERAGE, [rate("XOF", "600", date(2019, 3, 2))]) is None


def test_the_parity_of_the_francs_has_no_average() -> None:
    found = monthly_average([], original="XOF", target="EUR", month=MARCH)
    assert found == quote([], original="XOF", target="EUR", on=MARCH)
    assert monthly_average([], original="EUR", target="EUR", month=MARCH) == SAME_CURRENCY


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 10**9)), min_size=1, max_size=8))
def test_an_average_is_exact_to_the_decimals_that_are_kept(changes: list[tuple[int, int]]) -> None:
    first = date(2019, 2, 1)
    known = {first: Decimal(1)} | {first + timedelta(days=days): Decimal(units) for days, units in changes}
    rates = [Rate("XOF", "USD", day, units) for day, units in known.items()]
    found = monthly_average(rates, original="XOF", target="USD", month=MARCH)
    assert found is not None
    days = [MARCH + timedelta(days=number) for number in range(31)]
    exact = Fraction(sum(known[max(start for start in known if start <= day)] for day in days)) / 31
    assert abs(Fraction(found.units) - exact) <= Fraction(1, 2 * 10**10)


def test_the_rule_book_chooses_by_currency_and_day() -> None:
    book = RuleBook(
        (
            Rule(1, RuleKind.RATE_POLICY, choice=RatePolicy.MONTHLY_AVERAGE),
            Rule(2, RuleKind.RATE_POLICY, choice=RatePolicy.FIXED, currency="XOF", rate=Decimal(600)),
            Rule(3, RuleKind.RATE_POLICY, date(2020, 1, 1), choice=RatePolicy.OPERATIONAL, currency="XOF"),
        )
    )
    assert book.rate_policy(MARCH, "XOF") == (RatePolicy.FIXED, Decimal(600))
    assert book.rate_policy(MARCH, "CAD") == (RatePolicy.MONTHLY_AVERAGE, None)
    assert book.rate_policy(date(2020, 1, 1), "XOF") == (RatePolicy.OPERATIONAL, None)


# --- what is wrong with the rates ---------------------------------------------------------------------------------


def test_the_francs_follow_the_euro() -> None:
    """At 0.92 euros to the dollar it makes 603.480 francs, 655.957 times as many."""
    assert not list(check_parity([rate("EUR", "0.92"), rate("XOF", "603.480"), rate("XAF", "603.480")]))


@pytest.mark.parametrize(
    ("francs", "is_off"), [("604.083", False), ("604.084", True), ("602.877", False), ("602", True)]
)
def test_a_thousandth_is_let_pass(francs: str, is_off: bool) -> None:
    found = list(check_parity([rate("EUR", "0.92"), rate("XOF", francs)]))
    assert [finding.code for finding in found] == ["parity"] * is_off


def test_what_does_not_fit_is_named_with_both_rates(english: Language) -> None:
    rates = [rate("EUR", "0.9200"), rate("XOF", "630.480"), rate("XAF", "603.480"), rate("CAD", "1.3")]
    parity, francs = check_parity(rates)
    assert english.text(parity.sentence) == (
        "On 1 Mar 2019 XOF is at 630.48; by the euro, at 0.92, it is 655.957 times as much: 603.480."
    )
    assert english.text(francs.sentence) == (
        "On 1 Mar 2019 XOF is 630.48 and XAF is 603.48; the two francs are worth the same."
    )
    assert {finding.register for finding in (parity, francs)} == {"rates"}


def test_only_rates_of_the_same_day_are_held_against_each_other() -> None:
    rates = [rate("EUR", "0.92"), rate("XOF", "700", date(2019, 3, 2)), Rate("XOF", "EUR", MARCH, Decimal(1))]
    assert not list(check_parity(rates))


def test_the_currencies_that_need_a_rate() -> None:
    pairs = [("XOF", "USD"), ("USD", "EUR"), ("XAF", "EUR"), ("EUR", "XOF"), ("CAD", "CHF")]
    assert legs_in_use(pairs) == {"XOF", "EUR", "CAD", "CHF"}
    assert legs_in_use([("XAF", "EUR")]) == set()


def test_the_currencies_that_have_no_rate_of_a_month() -> None:
    rated = [("XOF", MARCH), ("CAD", date(2019, 2, 1))]
    assert months_without_rate({"XOF", "CAD", "CHF"}, rated, month=MARCH) == ("CAD", "CHF")
