"""An amount is converted once, as rates are quoted: so many make so many; the parity of the CFA francs is exact."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.ledger import amount_in_grant_currency
from desktop.domain.money import CFA_PER_EURO, ONE, Money, convert, minor_units
from tests.helpers.shared import real_file


def converted(amount: str, original: str, rate: str, target: str, *, per: str = "1") -> str:
    return str(convert(Money(Decimal(amount), original), rate=Decimal(rate), per=Decimal(per), currency=target).amount)


@pytest.mark.parametrize(
    ("amount", "original", "rate", "target", "result"),
    [
        ("500000.00", "EUR", "0.824", "USD", "606796.12"),
        ("3000000.00", "CAD", "1.298", "USD", "2311248.07"),
        ("603480", "XOF", "603.480", "USD", "1000.00"),
        ("1", "XOF", "603.480", "USD", "0.00"),
        ("655957", "XOF", "655.957", "EUR", "1000.00"),
        ("100.000", "TND", "3.1", "USD", "32.26"),
        ("100.00", "USD", "0.5", "XOF", "200"),
        ("100.01", "USD", "200", "TND", "0.500"),
        ("-250.00", "EUR", "0.8", "USD", "-312.50"),
        ("0.01", "USD", "2", "EUR", "0.01"),
        ("0.00", "USD", "2", "EUR", "0.00"),
    ],
)
def test_known_conversions(amount: str, original: str, rate: str, target: str, result: str) -> None:
    assert converted(amount, original, rate, target) == result


def test_euros_become_whole_francs_by_the_exact_parity() -> None:
    """The parity has no end in euros per franc: ten decimals of it would be twelve francs short in a million euros."""
    assert Decimal("655.957") == CFA_PER_EURO
    assert converted("1000000.00", "EUR", "1", "XOF", per="655.957") == "655957000"
    assert converted("0.01", "EUR", "1", "XAF", per="655.957") == "7"
    assert converted("1.00", "EUR", "1", "XOF", per="655.957") == "656"


def test_a_rate_that_was_typed_is_taken_as_it_stands() -> None:
    assert converted("1000000.00", "EUR", "0.0015", "XOF") == "666666667"
    assert converted("1000000.00", "EUR", "0.0015244902", "XOF") == "655956988"


@settings(max_examples=100)
@given(st.integers(1, 10**12))
def test_francs_survive_the_way_to_euros_and_back_within_the_cent(cents: int) -> None:
    euros = Money(Decimal(cents).scaleb(-2), "EUR")
    francs = convert(euros, rate=ONE, per=CFA_PER_EURO, currency="XOF")
    assert francs.amount == (euros.amount * CFA_PER_EURO).to_integral_value("ROUND_HALF_UP")
    assert convert(francs, rate=CFA_PER_EURO, currency="EUR") == euros


@settings(max_examples=200)
@given(
    st.integers(-(10**13), 10**13),
    st.decimals(min_value="0.0000000001", max_value=900_000_000, places=10),
    st.sampled_from(("USD", "XOF", "TND")),
)
def test_a_conversion_is_the_nearest_amount_there_is(cents: int, rate: Decimal, target: str) -> None:
    original = Money(Decimal(cents).scaleb(-2), "GBP")
    result = convert(original, rate=rate, currency=target)
    exact = Fraction(original.amount) / Fraction(rate)
    assert result.currency == target
    assert abs(Fraction(result.amount) - exact) <= Fraction(1, 2 * 10 ** minor_units(target))
    assert convert(-original, rate=rate, currency=target) == -result


@pytest.mark.parametrize("rate", ["0", "-1", "-0.5"])
def test_a_rate_is_above_zero(rate: str) -> None:
    with pytest.raises(ValueError, match="a rate must be above zero"):
        converted("1.00", "EUR", rate, "USD")
    with pytest.raises(ValueError, match="a rate must be above zero"):
        converted("1.00", "EUR", "1", "USD", per=rate)


def test_an_entry_in_the_currency_of_its_grant_is_left_alone_whatever_its_rate_says() -> None:
    cost = Money(Decimal("1240.50"), "USD")
    assert amount_in_grant_currency(cost, rate=Decimal(7), currency="USD") is cost


def test_an_entry_in_another_currency_is_converted_at_its_own_rate() -> None:
    cost = Money(Decimal(750000), "XOF")
    assert amount_in_grant_currency(cost, rate=Decimal("586.26"), currency="USD") == Money(Decimal("1279.30"), "USD")


# --- an oracle ----------------------------------------------------------------------------------------------------

# A currency without decimals stands for the dollars, which the tracking service publishes whole.
WHOLE = "VUV"


@dataclass(frozen=True)
class Contribution:
    """A contribution as OCHA's Financial Tracking Service publishes it: amount, rate, and whole US dollars."""

    currency: str
    original: Decimal
    rate: Decimal
    dollars: Decimal

    @property
    def ours(self) -> Decimal:
        return convert(Money(self.original, self.currency), rate=self.rate, currency=WHOLE).amount

    @property
    def kind(self) -> str:
        """How it agrees with us, or why not."""
        off = abs(self.ours - self.dollars)
        if off <= 1:
            return "one dollar off" if off else "same"
        if self.rate == ONE:
            return "no rate was keyed"
        meant, last = self.original / self.dollars, self.rate.as_tuple().exponent
        step = Decimal(1).scaleb(int(last))
        return "rate was rounded" if abs(meant - self.rate) <= step / 2 else "another rate was used"


@pytest.fixture(scope="module")
def contributions() -> list[Contribution]:
    """Those of the file that state an original amount and a rate."""
    with real_file("csv/fts_incoming_funding_global.csv").open(encoding="utf-8", newline="") as file:
        return [
            Contribution(
                row["originalCurrency"],
                Decimal(row["originalAmount"]),
                Decimal(row["exchangeRate"]),
                Decimal(row["amountUSD"]),
            )
            for row in csv.DictReader(file)
            if row["exchangeRate"] and row["originalAmount"]
        ]


def test_direction_and_rounding_are_those_of_published_contributions(contributions: list[Contribution]) -> None:
    """Amount over rate, rounded half up to the dollar, is what was published in 638 of 694 rows.

    The others are no other rule: their rate was rounded after it was used, another was used, or none was keyed in.
    """
    assert Counter(each.kind for each in contributions) == {
        "same": 638,
        "one dollar off": 16,
        "rate was rounded": 21,
        "another rate was used": 15,
        "no rate was keyed": 4,
    }


def test_the_first_two_contributions_to_the_dollar(contributions: list[Contribution]) -> None:
    assert [(each.original, each.rate, each.ours, each.dollars) for each in contributions[:2]] == [
        (Decimal(500000), Decimal("0.824"), Decimal(606796), Decimal(606796)),
        (Decimal(3000000), Decimal("1.298"), Decimal(2311248), Decimal(2311248)),
    ]


def test_another_direction_or_rounding_would_not_agree(contributions: list[Contribution]) -> None:
    """Cents cut off, or amount times rate: the few that agree then are dollars already, or whole by chance."""
    cut = sum(int(each.original / each.rate) == each.dollars for each in contributions)
    turned = sum(abs(each.original * each.rate - each.dollars) <= 1 for each in contributions)
    assert (cut, turned) == (398, 86)
