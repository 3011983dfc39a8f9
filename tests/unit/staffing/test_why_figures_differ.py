"""The borders of the reasons: equal days, what was signed when, months that are over, invoices of other months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from desktop.domain.allocation import Share
from desktop.domain.money import Money
from desktop.domain.period import Period
from desktop.domain.rates import SAME_CURRENCY, Quote
from desktop.domain.staffing.cost import Part
from desktop.domain.staffing.deployment import Deployment
from desktop.domain.staffing.figures import CostKey, ThreeFigures
from desktop.domain.staffing.rates import Rate, RateBook
from desktop.domain.staffing.reasons import Known, reasons
from desktop.domain.staffing.sharing import ConvertedPart, SharedPart
from desktop.domain.volunteer_terms import Basis, Component, PeriodKind
from tests.helpers.staffing import CATEGORY, DAKAR, contract, deployment, rate

JANUARY, FEBRUARY, MARCH, APRIL, MAY = (date(2024, month, 1) for month in (1, 2, 3, 4, 5))
END = date(2024, 4, 30)
LATER = date(2024, 12, 1)
LIVING = rate(Component.LIVING, "1000.00")
SIGNED = deployment(contract(JANUARY, END), volunteer_id=1)
OTHER_AMOUNTS = "Committed at other amounts than the rates give now."


def _usd(amount: int) -> Money:
    return Money(Decimal(amount), "USD")


def _figures(pro_forma: int = 1000, committed: int = 0, actual: int = 0, signed: int | None = None) -> ThreeFigures:
    """What is worked out is signed, unless other is said."""
    of_that = pro_forma if signed is None else signed
    return ThreeFigures(_usd(pro_forma), _usd(committed), _usd(actual), _usd(of_that), _usd(0))


def _part(made: Deployment, *, of: int = 0, start: date = FEBRUARY, quote: Quote = SAME_CURRENCY) -> ConvertedPart:
    """The living allowance of a contract from `start` to the end of its February."""
    money = _usd(1000)
    part = Part(1, made.contracts[of], Component.LIVING, Period(start, MARCH), money)
    return ConvertedPart(SharedPart(part, 1, None, money), money, quote)


def _why(
    figures: ThreeFigures,
    parts: Sequence[ConvertedPart] = (),
    *,
    made: Deployment = SIGNED,
    month: date = FEBRUARY,
    today: date = LATER,
    rates: Sequence[Rate] = (LIVING,),
    committed: Sequence[date] = (),
    invoiced: Sequence[date] = (),
) -> list[str]:
    known = Known(made, RateBook(rates), today, committed, invoiced)
    return [str(reason) for reason in reasons(CostKey(month, 1), figures, parts, known)]


# --- what is not signed -------------------------------------------------------------------------------------------


def test_a_month_is_over_on_the_first_day_of_the_next() -> None:
    planned = _figures(signed=0)

    assert _why(planned, today=date(2024, 2, 29)) == ["Planned and not signed yet."]
    assert _why(planned, today=MARCH) == ["It was never signed."]
    december = _figures(signed=0)
    assert _why(december, month=date(2023, 12, 1), today=date(2023, 12, 31)) == ["Planned and not signed yet."]
    assert _why(december, month=date(2023, 12, 1), today=JANUARY) == ["It was never signed."]


def test_a_part_of_a_month_that_is_planned_is_told_beside_what_is_signed() -> None:
    figures = _figures(committed=400, actual=400, signed=400)

    assert _why(figures, today=FEBRUARY) == ["Planned and not signed yet."]
    assert _why(figures, made=replace(SIGNED, volunteer_id=None)) == ["Vacant: nobody filled the post."]


def test_a_month_in_which_all_is_nothing_has_no_reason() -> None:
    assert _why(_figures(0)) == []


# --- another amount is committed ----------------------------------------------------------------------------------


def test_what_is_committed_of_other_months_does_not_explain_this_one() -> None:
    assert _why(_figures(), committed=[JANUARY, MARCH], today=FEBRUARY) == ["Nothing was committed for it."]
    assert _why(_figures(), committed=[FEBRUARY], today=FEBRUARY) == ["Committed on another grant or budget line."]


def test_what_cancels_out_to_nothing_of_nothing_is_no_difference() -> None:
    assert _why(_figures(0), committed=[FEBRUARY]) == []


def test_an_early_end_explains_more_and_never_less() -> None:
    ended = replace(SIGNED, ended_on=date(2024, 2, 15))
    parts = [_part(ended)]

    assert _why(_figures(500, committed=501, actual=501), parts, made=ended) == ["Ended early on 2024-02-15."]
    assert _why(_figures(500, committed=499, actual=499), parts, made=ended) == [OTHER_AMOUNTS]


@pytest.mark.parametrize(
    ("ended_on", "told"),
    [
        (date(2024, 2, 28), ["Ended early on 2024-02-28."]),
        (date(2024, 2, 29), [OTHER_AMOUNTS]),  # the month was served as a whole
        (date(2024, 1, 31), ["Ended early on 2024-01-31."]),
    ],
)
def test_an_early_end_on_the_last_day_of_a_month_takes_nothing_of_it(ended_on: date, told: list[str]) -> None:
    ended = replace(SIGNED, ended_on=ended_on)

    assert _why(_figures(900, committed=1000, actual=1000), [_part(ended)], made=ended) == told


def test_a_month_without_any_part_lost_its_shares_or_its_contract() -> None:
    assert _why(_figures(0, committed=600, actual=600)) == [
        "The shares changed, or the contract did, after it was committed."
    ]


@pytest.mark.parametrize(("starts_on", "signed_on"), [(FEBRUARY, FEBRUARY), (JANUARY, FEBRUARY)])
def test_a_rate_that_began_on_the_day_of_signing_or_before_explains_nothing(starts_on: date, signed_on: date) -> None:
    made = deployment(replace(contract(JANUARY, END), signed_on=signed_on), volunteer_id=1)
    newer = rate(Component.LIVING, "1100.00", starts_on=starts_on, id=2)

    found = _why(_figures(1100, committed=1000, actual=1000), [_part(made)], made=made, rates=[LIVING, newer])

    assert found == [OTHER_AMOUNTS]


def test_a_rate_that_began_after_the_days_in_question_explains_nothing() -> None:
    newer = rate(Component.LIVING, "1100.00", starts_on=date(2024, 2, 2), id=2)
    figures = _figures(1100, committed=1000, actual=1000)

    assert _why(figures, [_part(SIGNED)], rates=[LIVING, newer]) == [OTHER_AMOUNTS]
    assert _why(figures, [_part(SIGNED, start=date(2024, 2, 2))], rates=[LIVING, newer]) == [
        "Signed on 2024-01-01, before the rate of 2024-02-02: Monthly living allowance."
    ]


def test_the_rate_that_explains_is_that_of_the_station_category_and_dependants() -> None:
    made = replace(deployment(contract(JANUARY, END, station=DAKAR), volunteer_id=1), dependants=1)
    newer = [
        rate(Component.LIVING, "1100.00", starts_on=date(2024, 1, 5), country="NE", id=2),
        rate(Component.LIVING, "1100.00", starts_on=date(2024, 1, 6), category="national_youth", id=3),
        rate(Component.LIVING, "1100.00", starts_on=date(2024, 1, 7), dependants=2, id=4),
        rate(Component.INSURANCE, "10.00", starts_on=date(2024, 1, 8), id=5),
    ]
    figures = _figures(1100, committed=1000, actual=1000)
    own = rate(
        Component.LIVING, "1200.00", starts_on=date(2024, 1, 9), country="SN", category=CATEGORY, dependants=1, id=6
    )

    assert _why(figures, [_part(made)], made=made, rates=[LIVING, *newer]) == [OTHER_AMOUNTS]
    assert _why(figures, [_part(made)], made=made, rates=[LIVING, *newer, own]) == [
        "Signed on 2024-01-01, before the rate of 2024-01-09: Monthly living allowance."
    ]


def test_an_exchange_rate_explains_where_it_began_after_the_signing() -> None:
    def told(day: date | None) -> list[str]:
        return _why(_figures(committed=990, actual=990), [_part(SIGNED, quote=Quote(Decimal(1), day, ""))])

    assert told(None) == told(JANUARY) == [OTHER_AMOUNTS]
    assert told(date(2024, 1, 2)) == ["Signed on 2024-01-01, before the exchange rate of 2024-01-02."]


def test_shares_explain_where_they_began_within_the_contract_and_after_its_signing() -> None:
    def told(starts_on: date, signed_on: date) -> list[str]:
        shares = (Share(1, Decimal(100), None, date.min), Share(1, Decimal(100), None, starts_on))
        made = deployment(replace(contract(JANUARY, END), signed_on=signed_on), shares=shares, volunteer_id=1)
        return _why(_figures(committed=600, actual=600), [_part(made)], made=made)

    early, middle = date(2023, 12, 1), date(2024, 1, 16)
    assert told(middle, early) == ["Signed on 2023-12-01, before the shares of 2024-01-16."]
    assert told(middle, middle) == [OTHER_AMOUNTS]
    assert told(JANUARY, early) == [OTHER_AMOUNTS]  # they are the first shares of the contract
    assert told(date(2024, 2, 2), early) == [OTHER_AMOUNTS]  # they begin after these days
    assert told(FEBRUARY, early) == ["Signed on 2023-12-01, before the shares of 2024-02-01."]


def test_each_contract_of_a_month_tells_its_own_day_of_signing_and_a_planned_one_none() -> None:
    newer = rate(Component.LIVING, "1100.00", starts_on=date(2024, 2, 10), id=2)
    made = deployment(
        contract(JANUARY, date(2024, 2, 15)),
        replace(contract(date(2024, 2, 16), END, kind=PeriodKind.EXTENSION), signed_on=FEBRUARY),
        contract(MAY, date(2024, 6, 30), kind=PeriodKind.EXTENSION, signed=False),
        volunteer_id=1,
    )
    parts = [_part(made, of=of, start=date(2024, 2, 16)) for of in (0, 1, 2, 0)]

    assert _why(_figures(1100, committed=1000, actual=1000), parts, made=made, rates=[LIVING, newer]) == [
        "Signed on 2024-01-01, before the rate of 2024-02-10: Monthly living allowance.",
        "Signed on 2024-02-01, before the rate of 2024-02-10: Monthly living allowance.",
    ]


# --- costs of the end ---------------------------------------------------------------------------------------------

HOME = rate(Component.TRAVEL_OUT, "90.00", basis=Basis.END, id=2)
MOVES = "Costs of the end fall due later: an extension is planned."


def _longer(*, signed: bool = False, kind: PeriodKind = PeriodKind.EXTENSION) -> Deployment:
    return replace(SIGNED, contracts=(*SIGNED.contracts, contract(MAY, date(2024, 6, 30), kind=kind, signed=signed)))


def test_costs_of_the_end_move_only_from_the_month_of_the_end_with_a_planned_extension() -> None:
    def told(made: Deployment, month: date = APRIL, *rates: Rate) -> list[str]:
        parts = [_part(made)]
        figures = _figures(committed=1090, actual=1090)
        return _why(figures, parts, made=made, month=month, rates=[LIVING, *(rates or (HOME,))])

    assert told(_longer()) == [MOVES]
    assert told(_longer(), MARCH) == told(_longer(), MAY) == [OTHER_AMOUNTS]
    assert told(_longer(signed=True)) == [OTHER_AMOUNTS]
    assert told(_longer(kind=PeriodKind.GAP)) == [OTHER_AMOUNTS]  # nobody goes on from it
    assert told(SIGNED) == [OTHER_AMOUNTS]
    assert told(_longer(), APRIL, replace(HOME, basis=Basis.ENTRY)) == [OTHER_AMOUNTS]


# --- what was spent -----------------------------------------------------------------------------------------------


def test_an_invoice_is_awaited_only_for_a_month_that_is_over() -> None:
    due = _figures(committed=1000)

    assert _why(due, today=date(2024, 2, 29)) == []
    assert _why(due, today=MARCH) == ["Not invoiced yet."]
    assert _why(_figures(0), today=LATER) == []


def test_what_was_committed_is_due_before_what_the_contracts_come_to() -> None:
    parts = [_part(SIGNED)]

    assert _why(_figures(committed=900, actual=1000), parts) == [
        OTHER_AMOUNTS,
        "Invoiced at another amount than was committed.",
    ]
    assert _why(_figures(committed=900, actual=900), parts) == [OTHER_AMOUNTS]
    assert _why(_figures(actual=1000)) == ["Nothing was committed for it."]


def test_the_nearest_month_without_an_invoice_may_be_meant() -> None:
    def told(*committed: date, invoiced: Sequence[date] = (MARCH,)) -> str:
        (reason,) = _why(_figures(0, actual=5), month=MARCH, committed=committed, invoiced=invoiced)
        return reason

    assert "perhaps it is for 2024-02," in told(JANUARY, FEBRUARY, MAY)
    assert "perhaps it is for 2024-04," in told(date(2023, 12, 1), APRIL)
    nothing_due = "Invoiced for a month in which nothing was due."
    assert told() == nothing_due
    assert told(FEBRUARY, invoiced=(FEBRUARY, MARCH)) == nothing_due


def test_of_two_months_as_near_the_earlier_is_meant() -> None:
    """December and February are both 31 days from January."""
    around = [FEBRUARY, date(2023, 12, 1)]

    assert _why(_figures(0, actual=5), month=JANUARY, committed=around, invoiced=[JANUARY]) == [
        "Matched to this month; perhaps it is for 2023-12, which has no invoice."
    ]


def test_a_credit_in_a_month_without_costs_is_told_like_an_invoice() -> None:
    assert _why(_figures(0, actual=-5), month=MARCH) == ["Invoiced for a month in which nothing was due."]


def test_reasons_stand_in_the_order_signing_committing_spending() -> None:
    figures = _figures(1000, committed=300, actual=200, signed=400)

    assert _why(figures, [_part(SIGNED)]) == [
        "It was never signed.",
        OTHER_AMOUNTS,
        "Invoiced at another amount than was committed.",
    ]
