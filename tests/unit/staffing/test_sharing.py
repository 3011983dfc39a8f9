"""Who bears the costs of a deployment: shares sum to what they are of, and nothing unknown counts as nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given

from desktop.domain.allocation import Share
from desktop.domain.money import Money
from desktop.domain.period import Period
from desktop.domain.rates import Quote
from desktop.domain.staffing.cost import costs_of
from desktop.domain.staffing.deployment import Deployment
from desktop.domain.staffing.rates import Rate, RateBook
from desktop.domain.staffing.sharing import MissingQuote, converted, shared
from desktop.domain.volunteer_terms import Component
from tests.helpers import staffing_examples as some
from tests.helpers.staffing import contract, deployment, rate

JANUARY, FEBRUARY, MARCH = date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1)
MID_FEBRUARY = date(2024, 2, 15)
LIVING = RateBook([rate(Component.LIVING, "1000.00")])
CURRENCIES = {1: "USD", 2: "EUR"}


def _share(grant: int, percent: int, starts_on: date, line: int | None = None) -> Share:
    return Share(grant, Decimal(percent), line, starts_on)


def test_a_month_is_split_by_the_shares_of_its_days() -> None:
    shares = (_share(1, 100, JANUARY, 7), _share(1, 60, MID_FEBRUARY), _share(2, 40, MID_FEBRUARY))
    made = deployment(contract(JANUARY, date(2024, 2, 29)), shares=shares)

    found = shared(costs_of(made, LIVING).parts, shares)

    assert [(each.part.month, each.grant_id, each.line_id, str(each.money.amount)) for each in found.parts] == [
        (JANUARY, 1, 7, "1000.00"),
        (FEBRUARY, 1, 7, "482.76"),
        (FEBRUARY, 1, None, "310.34"),
        (FEBRUARY, 2, None, "206.90"),
    ]
    assert not found.missing


def test_days_that_nobody_bears_as_a_whole_are_told_with_the_reason() -> None:
    shares = (_share(1, 60, FEBRUARY), _share(1, 100, MARCH))
    made = deployment(contract(JANUARY, date(2024, 3, 31)), shares=shares)

    found = shared(costs_of(made, LIVING).parts, shares)

    assert [each.part.month for each in found.parts] == [MARCH]
    assert [(each.days, str(each.problem)) for each in found.missing] == [
        (
            Period(JANUARY, FEBRUARY),
            "No share is in force on that day. Add the shares of the key, or choose another one.",
        ),
        (Period(FEBRUARY, MARCH), "The shares sum to 60 per cent; 40 are missing."),
    ]


def test_shares_are_converted_once_at_the_rate_of_their_month() -> None:
    asked: list[tuple[int, str, date]] = []

    def quotes(grant_id: int, currency: str, day: date) -> Quote | None:
        asked.append((grant_id, currency, day))
        return Quote(Decimal("1.1"), day, "Test") if day < MARCH else None

    shares = (_share(1, 50, JANUARY), _share(2, 50, JANUARY))
    book = RateBook([rate(Component.LIVING, "1000.00"), rate(Component.INSURANCE, "33.00")])
    made = deployment(contract(MID_FEBRUARY, date(2024, 3, 31), signed=False), shares=shares)

    found = converted(shared(costs_of(made, book).parts, shares).parts, quotes, currencies=CURRENCIES)

    assert [(each.month, each.grant_id, each.component.value, each.money) for each in found.parts] == [
        (FEBRUARY, 1, "living", Money(Decimal("258.62"), "USD")),
        (FEBRUARY, 2, "living", Money(Decimal("235.11"), "EUR")),
        (FEBRUARY, 1, "insurance", Money(Decimal("8.54"), "USD")),
        (FEBRUARY, 2, "insurance", Money(Decimal("7.75"), "EUR")),
        (MARCH, 1, "living", Money(Decimal(500), "USD")),
        (MARCH, 1, "insurance", Money(Decimal("16.50"), "USD")),
    ]
    assert [(each.quote.units, each.line_id, each.signed, each.deployment_id) for each in found.parts[1:2]] == [
        (Decimal("1.1"), None, False, 1)
    ]
    assert found.missing == (MissingQuote(2, "USD", MARCH),)
    assert asked == [(2, "USD", FEBRUARY), (2, "USD", MARCH)]


@given(some.deployments(), some.rates())
def test_the_shares_of_a_part_sum_to_it(made: Deployment, rates: list[Rate]) -> None:
    parts = costs_of(made, RateBook(rates)).parts

    found = shared(parts, made.shares)

    sums: dict[object, Decimal] = {}
    for each in found.parts:
        sums[each.part] = sums.get(each.part, Decimal(0)) + each.money.amount
    assert sums == {part: part.money.amount for part in parts}
