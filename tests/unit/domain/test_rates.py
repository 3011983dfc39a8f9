"""The rate of a day is the newest that was effective by then; a missing one is said to be missing, never guessed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.money import Money, convert, minor_units
from desktop.domain.rates import SAME_CURRENCY, Quote, Rate, quote, rate_in_force

OCTOBER = date(2019, 10, 1)
MID_OCTOBER = date(2019, 10, 15)
NOVEMBER = date(2019, 11, 1)


def rate(currency: str, units: str, on: date = OCTOBER, *, source: str = "UN Treasury", base: str = "USD") -> Rate:
    return Rate(currency, base, on, Decimal(units), source)


FRANCS = (rate("XOF", "599.1"), rate("XOF", "601.9", MID_OCTOBER), rate("XOF", "588.0", NOVEMBER))


@pytest.mark.parametrize(
    ("day", "units"),
    [
        (date(2019, 10, 1), "599.1"),
        (date(2019, 10, 14), "599.1"),
        (date(2019, 10, 15), "601.9"),
        (date(2019, 10, 31), "601.9"),
        (date(2019, 11, 1), "588.0"),
        (date(2031, 1, 1), "588.0"),
    ],
)
def test_the_newest_effective_rate_is_in_force(day: date, units: str) -> None:
    for order in (FRANCS, FRANCS[::-1]):
        found = rate_in_force(order, currency="XOF", base="USD", on=day)
        assert found is not None
        assert found.units == Decimal(units)


def test_before_the_first_rate_there_is_none() -> None:
    assert rate_in_force(FRANCS, currency="XOF", base="USD", on=OCTOBER - timedelta(days=1)) is None


def test_a_revision_in_the_month_changes_only_the_currencies_it_lists() -> None:
    rates = [*FRANCS, rate("EUR", "0.913")]
    found = rate_in_force(rates, currency="EUR", base="USD", on=MID_OCTOBER)
    assert found is not None
    assert (found.units, found.effective_on) == (Decimal("0.913"), OCTOBER)


def test_rates_against_another_base_do_not_count() -> None:
    assert rate_in_force([rate("XOF", "655.957", base="EUR")], currency="XOF", base="USD", on=NOVEMBER) is None


@settings(max_examples=100)
@given(st.lists(st.integers(0, 800), unique=True, max_size=20), st.integers(0, 800))
def test_no_rate_of_the_future_is_used_and_none_between_is_passed_over(days: list[int], today: int) -> None:
    start = date(2018, 1, 1)
    rates = [rate("XOF", str(500 + day), start + timedelta(days=day)) for day in days]
    found = rate_in_force(rates, currency="XOF", base="USD", on=start + timedelta(days=today))
    past = [day for day in days if day <= today]
    assert (None if found is None else found.units) == (Decimal(500 + max(past)) if past else None)


def test_the_same_currency_needs_no_rate() -> None:
    assert quote([], original="XOF", target="XOF", on=OCTOBER) == SAME_CURRENCY
    assert Quote(Decimal(1), None, "") == SAME_CURRENCY


def test_into_the_base_the_published_rate_is_taken_as_it_is() -> None:
    assert quote(FRANCS, original="XOF", target="USD", on=NOVEMBER) == Quote(Decimal("588.0"), NOVEMBER, "UN Treasury")


def test_out_of_the_base_the_published_rate_stands_on_the_other_side() -> None:
    found = quote([rate("EUR", "0.92")], original="USD", target="EUR", on=NOVEMBER)
    assert found == Quote(Decimal(1), OCTOBER, "UN Treasury", per=Decimal("0.92"))


@pytest.mark.parametrize(
    ("units", "target", "amount"),
    [("8612.3", "GNF", "8612300000"), ("600.5", "XOF", "600500000"), ("0.92", "EUR", "920000.00")],
)
def test_a_million_dollars_make_as_much_as_is_published(units: str, target: str, amount: str) -> None:
    found = quote([rate(target, units)], original="USD", target=target, on=NOVEMBER)
    assert found is not None
    million = convert(Money(Decimal(1_000_000), "USD"), rate=found.units, per=found.per, currency=target)
    assert str(million.amount) == amount


published = st.decimals(min_value="0.0000000001", max_value=99_999_999, places=10)


@settings(max_examples=200)
@given(st.integers(-(10**13), 10**13), published, published, st.permutations(("USD", "GNF", "NGN")))
def test_converting_by_a_quote_is_exact_whatever_its_direction(
    cents: int, guinean: Decimal, nigerian: Decimal, order: list[str]
) -> None:
    original, target, _other = order
    found = quote(
        [rate("GNF", str(guinean)), rate("NGN", str(nigerian))], original=original, target=target, on=NOVEMBER
    )
    assert found is not None
    money = Money(Decimal(cents).scaleb(-minor_units(original)), original)
    result = convert(money, rate=found.units, per=found.per, currency=target)
    makes_a_dollar = {"USD": Fraction(1), "GNF": Fraction(guinean), "NGN": Fraction(nigerian)}
    exact = Fraction(money.amount) * makes_a_dollar[target] / makes_a_dollar[original]
    assert abs(Fraction(result.amount) - exact) <= Fraction(1, 2 * 10 ** minor_units(target))


def test_between_two_others_the_way_goes_through_the_base() -> None:
    rates = [
        rate("NGN", "306.5", OCTOBER, source="UN, October"),
        rate("EUR", "0.913", MID_OCTOBER, source="UN, revised"),
    ]
    found = quote(rates, original="NGN", target="EUR", on=NOVEMBER)
    assert found == Quote(Decimal("306.5"), MID_OCTOBER, "UN, October / UN, revised", per=Decimal("0.913"))


def test_one_source_is_named_once_and_none_is_not_named() -> None:
    both = [rate("NGN", "306.5"), rate("GHS", "5.4")]
    found = quote(both, original="NGN", target="GHS", on=NOVEMBER)
    assert found is not None
    assert found.source == "UN Treasury"
    silent = quote([rate("NGN", "306.5", source="")], original="NGN", target="USD", on=NOVEMBER)
    assert silent is not None
    assert silent.source == ""


@pytest.mark.parametrize(
    ("original", "target"),
    [("NGN", "USD"), ("USD", "NGN"), ("NGN", "XOF"), ("XOF", "NGN"), ("EUR", "USD"), ("USD", "EUR")],
)
def test_a_missing_rate_is_said_to_be_missing(original: str, target: str) -> None:
    assert quote(FRANCS, original=original, target=target, on=NOVEMBER) is None


def test_a_rate_that_comes_into_force_later_is_missing_today() -> None:
    assert quote(FRANCS, original="XOF", target="USD", on=date(2019, 9, 30)) is None


@pytest.mark.parametrize(
    ("original", "target", "units", "per"),
    [
        ("XOF", "EUR", "655.957", "1"),
        ("XAF", "EUR", "655.957", "1"),
        ("EUR", "XOF", "1", "655.957"),
        ("EUR", "XAF", "1", "655.957"),
        ("XOF", "XAF", "655.957", "655.957"),
        ("XAF", "XOF", "655.957", "655.957"),
    ],
)
def test_the_parity_of_the_cfa_francs_needs_no_rate(original: str, target: str, units: str, per: str) -> None:
    fixed = Quote(Decimal(units), date(1999, 1, 1), "EUR = 655.957 CFA", Decimal(per))
    assert quote([], original=original, target=target, on=OCTOBER) == fixed
    market = [rate("XOF", "600"), rate("XAF", "610"), rate("EUR", "0.9")]
    assert quote(market, original=original, target=target, on=OCTOBER) == fixed


def test_rates_may_come_from_anything_that_can_be_read_once() -> None:
    rates = iter([rate("NGN", "306.5"), rate("GHS", "5.4")])
    found = quote(rates, original="NGN", target="GHS", on=NOVEMBER)
    assert found is not None
    assert (found.units, found.per) == (Decimal("306.5"), Decimal("5.4"))


@pytest.mark.parametrize(
    ("stated", "far"), [("294.6", False), ("1178", False), ("294.4", True), ("1178.2", True), ("0.0016976", True)]
)
def test_stated_rate_off_by_more_than_a_factor_of_two_is_far(stated: str, far: bool) -> None:
    known = Decimal("589.049")
    assert Quote(Decimal(stated), OCTOBER, "").is_far_from(Quote(known, OCTOBER, "")) is far
    turned = Quote(Decimal(1), OCTOBER, "", per=Decimal(stated))
    assert turned.is_far_from(Quote(Decimal(1), OCTOBER, "", per=known)) is far
