"""Prices of deployments in the currencies of the grants that pay, and what is missing of them in sentences."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from desktop.domain.allocation import Share
from desktop.domain.money import Money
from desktop.domain.period import Period
from desktop.domain.rates import Quote
from desktop.domain.staffing.pricing import Payer, Pricing
from desktop.domain.staffing.rates import RateBook
from desktop.domain.volunteer_terms import Component
from tests.helpers.staffing import contract, deployment, rate

FEBRUARY, MARCH, APRIL, MAY = (date(2024, month, 1) for month in (2, 3, 4, 5))
PAYERS = {1: Payer(1, "NER-CT-01", "USD"), 2: Payer(2, "NER-EU-01", "EUR")}


def _quote(_grant: int, _currency: str, day: date) -> Quote | None:
    return Quote(Decimal("1.25"), day, "Test") if day < APRIL else None


PRICING = Pricing(RateBook([rate(Component.LIVING, "1000.00", starts_on=MARCH)]), PAYERS, _quote)


def test_a_price_is_in_the_currencies_of_the_grants() -> None:
    shares = (Share(1, Decimal(50), None, FEBRUARY), Share(2, Decimal(50), None, FEBRUARY))

    priced = PRICING.of(deployment(contract(MARCH, date(2024, 3, 31)), shares=shares))

    assert [part.money for part in priced.parts] == [Money(Decimal(500), "USD"), Money(Decimal(400), "EUR")]
    assert priced.whole
    assert not PRICING.of(deployment(contract(MARCH, MAY), shares=shares), within=Period(MAY, date(2024, 6, 1))).whole


def test_what_is_missing_of_a_price_says_what_to_do() -> None:
    shares = (Share(1, Decimal(60), None, MARCH), Share(2, Decimal(100), None, APRIL))
    made = deployment(contract(FEBRUARY, date(2024, 4, 30)), shares=shares)

    priced = PRICING.of(made)
    found = PRICING.findings(made, priced)

    assert not priced.parts
    assert [(finding.code, finding.register, finding.label) for finding in found] == [
        ("deployment_rate_missing", "deployments", "D-001"),
        ("deployment_share_missing", "deployments", "D-001"),
        ("deployment_quote_missing", "grants", "NER-EU-01"),
    ]
    assert [str(finding.sentence) for finding in found] == [
        "D-001 has no rate of the Monthly living allowance from 2024-02-01 to 2024-02-29: these days are not costed.",
        "No grant bears all of D-001 from 2024-03-01 to 2024-03-31: The shares sum to 60 per cent; 40 are missing.",
        "NER-EU-01 has no exchange rate from USD to EUR for 2024-04: what is due then is not counted.",
    ]
