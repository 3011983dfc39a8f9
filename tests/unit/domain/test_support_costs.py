"""Costs by the terms in force on their day, what was posted meanwhile, and from when to when each of them holds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from desktop.domain.budget import IndirectTerms
from desktop.domain.money import Money
from desktop.domain.period import Period
from desktop.domain.rules import Rule, RuleBook
from desktop.domain.support_costs import RatedCosts, days_of_terms, one_rate, rated_costs
from desktop.domain.terms import IndirectBase, RuleKind

EARLY, LATE = date(2018, 3, 1), date(2019, 8, 1)
CHANGE = date(2019, 1, 1)
AWARD = Period.of_days(date(2018, 1, 1), date(2019, 12, 31))
THIRTEEN = IndirectTerms(Decimal("0.13"))
EIGHT = IndirectTerms(Decimal("0.08"), IndirectBase.DIRECT_LESS_TRANSFERS)


def rate(percent: int, starts_on: date | None = None, choice: str = "direct") -> Rule:
    return Rule(1, RuleKind.INDIRECT, starts_on, percent=Decimal(percent), choice=choice)


BOOK = RuleBook((rate(13), rate(8, CHANGE, "direct_less_transfers")))


def usd(amount: int) -> Money:
    return Money(Decimal(amount), "USD")


def test_costs_are_parted_by_the_terms_of_their_day() -> None:
    costs = [
        *((EARLY, 1, Decimal(100)), (EARLY, 8, Decimal(13))),
        *((LATE, 1, Decimal(200)), (LATE, 6, Decimal(50)), (LATE, None, Decimal(5)), (LATE, 8, Decimal(16))),
    ]
    parts = rated_costs(BOOK, costs, currency="USD")
    assert parts == (RatedCosts(THIRTEEN, usd(100), usd(13)), RatedCosts(EIGHT, usd(205), usd(16)))
    assert one_rate(parts) is None
    assert one_rate(parts[:1]) == Decimal("0.13")


def test_a_book_without_a_rate_parts_nothing() -> None:
    assert rated_costs(RuleBook(), [(EARLY, 1, Decimal(1))], currency="USD") == ()


def test_terms_hold_until_the_next_ones() -> None:
    assert days_of_terms(BOOK, AWARD) == {
        THIRTEEN: Period(AWARD.start, CHANGE),
        EIGHT: Period(CHANGE, AWARD.end),
    }


def test_a_change_outside_the_period_parts_nothing() -> None:
    book = RuleBook((rate(13), rate(7, date(2020, 1, 1))))
    assert days_of_terms(book, AWARD) == {THIRTEEN: AWARD}


def test_terms_that_come_back_hold_from_first_to_last() -> None:
    book = RuleBook((rate(13), rate(8, CHANGE, "direct_less_transfers"), rate(13, date(2019, 7, 1))))
    found = days_of_terms(book, AWARD)
    assert (found[THIRTEEN], found[EIGHT]) == (AWARD, Period(CHANGE, date(2019, 7, 1)))
