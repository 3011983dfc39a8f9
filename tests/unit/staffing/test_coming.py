"""What deployments will still cost: what is committed and not paid, and what contracts come to beyond that."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from desktop.domain.allocation import Share
from desktop.domain.forecast import Staffing
from desktop.domain.staffing.coming import Coming, Held, MonthLine, coming
from desktop.domain.staffing.deployment import Deployment
from desktop.domain.staffing.pricing import Payer, Pricing
from desktop.domain.staffing.rates import RateBook
from desktop.domain.volunteer_terms import Basis, Component, PeriodKind
from tests.helpers.staffing import contract, deployment, rate

JANUARY, FEBRUARY, MARCH, APRIL = (date(2024, month, 1) for month in (1, 2, 3, 4))
TODAY = date(2024, 2, 8)  # 21 of 29 days are to come
LINE = 5
BOOK = RateBook([rate(Component.LIVING, "1000.00"), rate(Component.TRAVEL_OUT, "90.00", basis=Basis.END)])
PRICING = Pricing(BOOK, {1: Payer(1, "GR-1", "USD")}, lambda *_asked: None)


def _coming(*each: tuple[Deployment, Held]) -> Coming:
    return coming(
        (([part for part in PRICING.of(one).parts if part.month >= FEBRUARY], held) for one, held in each), today=TODAY
    )


def _held(committed: dict[date, int], spent: dict[date, int] | None = None) -> Held:
    def by_line(months: dict[date, int]) -> dict[MonthLine, Decimal]:
        return {(month, LINE): Decimal(amount) for month, amount in months.items()}

    return Held(by_line(committed), by_line(spent or {}))


NOTHING = _held({})
SHARES = (Share(1, Decimal(100), LINE, JANUARY),)
SIGNED = deployment(contract(JANUARY, date(2024, 3, 31)), shares=SHARES)
PLANNED = deployment(contract(JANUARY, date(2024, 3, 31), signed=False), shares=SHARES)


def test_what_is_committed_and_not_invoiced_is_still_to_come() -> None:
    found = _coming((SIGNED, _held({FEBRUARY: 1000, MARCH: 1090}, {FEBRUARY: 400})))

    assert found.months == (Staffing(FEBRUARY, Decimal(600)), Staffing(MARCH, Decimal(1090)))
    assert not found.planned_of_lines


def test_what_is_planned_comes_on_top_with_the_days_to_come_of_this_month() -> None:
    found = _coming((PLANNED, NOTHING), (SIGNED, _held({FEBRUARY: 1000, MARCH: 1090})))

    assert found.months == (
        Staffing(FEBRUARY, Decimal(1000), Decimal("724.14")),
        Staffing(MARCH, Decimal(1090), Decimal(1090)),
    )
    assert found.planned_of_lines == {LINE: Decimal("1814.14")}


def test_signed_contracts_without_a_commitment_are_still_to_come_as_a_whole() -> None:
    assert _coming((SIGNED, NOTHING)).planned_of_lines == {LINE: Decimal(2090)}


def test_an_invoice_beyond_what_was_due_leaves_nothing_of_its_month() -> None:
    found = _coming((SIGNED, _held({FEBRUARY: 1000}, {FEBRUARY: 1100, MARCH: 1090})))

    assert not found.months


def test_costs_of_the_end_that_move_with_a_planned_extension_are_counted_once() -> None:
    longer = deployment(
        *SIGNED.contracts, contract(APRIL, date(2024, 4, 30), kind=PeriodKind.EXTENSION, signed=False), shares=SHARES
    )

    found = _coming((longer, _held({FEBRUARY: 1000, MARCH: 1090})))

    assert found.months[-1] == Staffing(APRIL, planned=Decimal(1000))
    assert sum(month.signed + month.planned for month in found.months) == 3090
