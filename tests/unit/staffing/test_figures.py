"""Pro forma, committed and actual by month, and the reasons for which they differ."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from desktop.domain.allocation import Share
from desktop.domain.money import Money, UnlikeCurrenciesError
from desktop.domain.rates import Quote
from desktop.domain.staffing.deployment import Deployment
from desktop.domain.staffing.figures import CostKey, CostRow, Sums, ThreeFigures, pro_forma, summed, totals
from desktop.domain.staffing.pricing import Payer, Pricing
from desktop.domain.staffing.rates import Rate, RateBook
from desktop.domain.staffing.reasons import Known, reasons
from desktop.domain.volunteer_terms import Basis, Component, PeriodKind
from desktop.language import say
from tests.helpers.staffing import contract, deployment, rate

JANUARY, FEBRUARY, MARCH, APRIL = (date(2024, month, 1) for month in (1, 2, 3, 4))
END = date(2024, 4, 30)
LIVING = rate(Component.LIVING, "1000.00")


def _usd(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


def _pricing(*rates: Rate, quoted_on: date | None = None, currency: str = "USD") -> Pricing:
    payers = {1: Payer(1, "GR-1", currency, END), 2: Payer(2, "GR-2", currency)}
    return Pricing(RateBook(rates), payers, lambda _grant, _currency, _day: Quote(Decimal(1), quoted_on, ""))


def _why(
    made: Deployment,
    *rates: Rate,
    month: date = FEBRUARY,
    today: date = date(2024, 6, 1),
    committed: str = "",
    actual: str = "",
    elsewhere: tuple[date, ...] = (),
    quoted_on: date | None = None,
) -> list[str]:
    """Why the figures of a month differ, when that much is committed and spent in it."""
    pricing = _pricing(*(rates or (LIVING,)), quoted_on=quoted_on, currency="EUR" if quoted_on else "USD")
    key = CostKey(month, 1)
    parts = [part for part in pricing.of(made).parts if CostKey(part.month, part.grant_id, part.line_id) == key]
    found = pro_forma(parts, ends_on={})
    place = (month, 1, None)
    worked_out = found[place].figures() if place in found else ThreeFigures.zero("USD")
    currency = worked_out.currency
    figures = replace(
        worked_out,
        committed=Money(Decimal(committed or 0), currency),
        actual=Money(Decimal(actual or 0), currency),
    )
    own = (month,) if committed else ()
    known = Known(made, pricing.book, today, committed=(*own, *elsewhere), invoiced=(month,) if actual else ())
    return [str(reason) for reason in reasons(key, figures, parts, known)]


SIGNED = deployment(contract(JANUARY, END), volunteer_id=1)
PLANNED = deployment(contract(JANUARY, END, signed=False))


def test_nothing_is_said_where_the_figures_agree() -> None:
    assert _why(SIGNED, committed="1000", actual="1000") == []
    assert _why(SIGNED, committed="1000", today=FEBRUARY) == []


def test_a_planned_month_is_not_signed_yet_or_was_vacant_or_never_signed() -> None:
    assert _why(PLANNED, today=FEBRUARY) == ["Planned and not signed yet."]
    assert _why(PLANNED) == ["Vacant: nobody filled the post."]
    assert _why(replace(PLANNED, volunteer_id=1)) == ["It was never signed."]


def test_a_signed_month_may_have_no_commitment_here() -> None:
    assert _why(SIGNED, today=FEBRUARY) == ["Nothing was committed for it."]
    assert _why(SIGNED, today=FEBRUARY, elsewhere=(FEBRUARY,)) == ["Committed on another grant or budget line."]


def test_what_came_after_the_signing_is_told() -> None:
    later = rate(Component.LIVING, "1100.00", starts_on=FEBRUARY)
    shares = (Share(1, Decimal(100), None, JANUARY), Share(1, Decimal(100), 5, FEBRUARY))
    signed_early = deployment(replace(contract(JANUARY, END), signed_on=date(2023, 12, 1)), shares=shares)

    assert _why(SIGNED, LIVING, later, committed="1000", actual="1000") == [
        "Signed on 2024-01-01, before the rate of 2024-02-01: Monthly living allowance."
    ]
    assert _why(SIGNED, committed="990", actual="990", quoted_on=FEBRUARY) == [
        "Signed on 2024-01-01, before the exchange rate of 2024-02-01."
    ]
    assert _why(SIGNED, committed="990", actual="990") == ["Committed at other amounts than the rates give now."]
    assert _why(signed_early, committed="600", actual="600") == [
        "The shares changed, or the contract did, after it was committed."
    ]
    moved = replace(signed_early, shares=(shares[0], replace(shares[0], starts_on=FEBRUARY)))
    assert _why(moved, committed="600", actual="600") == ["Signed on 2023-12-01, before the shares of 2024-02-01."]


def test_an_early_end_is_told_in_its_month_and_after_it() -> None:
    ended = replace(SIGNED, ended_on=date(2024, 2, 15))

    assert _why(ended, committed="1000", actual="1000") == [
        "Ended early on 2024-02-15.",
    ]
    assert _why(ended, month=MARCH, committed="1000", actual="1000") == ["Ended early on 2024-02-15."]
    assert _why(ended, month=JANUARY, committed="900", actual="900") == [
        "Committed at other amounts than the rates give now."
    ]


def test_costs_of_the_end_move_with_a_planned_extension() -> None:
    travel = rate(Component.TRAVEL_OUT, "90.00", basis=Basis.END)
    longer = replace(
        SIGNED,
        contracts=(
            *SIGNED.contracts,
            contract(date(2024, 5, 1), date(2024, 7, 31), kind=PeriodKind.EXTENSION, signed=False),
        ),
    )

    assert _why(longer, LIVING, travel, month=APRIL, committed="1090", actual="1090") == [
        "Costs of the end fall due later: an extension is planned."
    ]
    assert _why(longer, month=MARCH, committed="900", actual="900") == [
        "Committed at other amounts than the rates give now."
    ]


def test_an_invoice_is_missing_differs_or_belongs_elsewhere() -> None:
    assert _why(SIGNED, committed="1000") == ["Not invoiced yet."]
    assert _why(SIGNED, committed="1000", actual="998") == ["Invoiced at another amount than was committed."]
    assert _why(SIGNED, actual="998") == [
        "Nothing was committed for it.",
        "Invoiced at another amount than the rates give.",
    ]
    after = date(2024, 5, 1)
    assert _why(SIGNED, month=after, actual="1000", elsewhere=(JANUARY, APRIL)) == [
        "Matched to this month; perhaps it is for 2024-04, which has no invoice."
    ]
    assert _why(SIGNED, month=after, actual="1000") == ["Invoiced for a month in which nothing was due."]


# --- adding up --------------------------------------------------------------------------------------------------------


def _row(deployment_id: int, money: Money, *why: str, month: date = FEBRUARY) -> CostRow:
    zero = ThreeFigures.zero(money.currency)
    figures = replace(zero, pro_forma=money, signed=money, actual=money + money)
    sentences = tuple(say("{why}", why=each) for each in why)
    return CostRow(deployment_id, f"D-{deployment_id}", CostKey(month, 1), "GR-1", "", figures, sentences)


def test_what_falls_behind_the_end_of_the_grant_is_unfunded_by_days() -> None:
    made = deployment(contract(MARCH, date(2024, 5, 31)), shares=(Share(1, Decimal(100), None, JANUARY),))
    parts = _pricing(LIVING).of(made).parts

    found = pro_forma(parts, ends_on={1: date(2024, 4, 12)})

    assert [(place[0].month, str(sums.figures().unfunded.amount)) for place, sums in found.items()] == [
        (3, "0.00"),
        (4, "600.00"),
        (5, "1000.00"),
    ]
    assert not any(sums.figures().unfunded for sums in pro_forma(parts, ends_on={1: None}).values())


def test_rows_of_several_deployments_are_summed_with_each_reason_once() -> None:
    rows = [_row(2, _usd("5"), "b", month=MARCH), _row(1, _usd("1"), "a"), _row(2, _usd("2"), "a", "b")]

    (february, march) = summed(rows)

    assert (february.figures.pro_forma, february.figures.spent_more) == (_usd("3"), _usd("3"))
    assert [str(reason) for reason in february.why] == ["a", "b"]
    assert march.figures.planned == _usd("0")


def test_unlike_currencies_have_totals_of_their_own() -> None:
    found = totals([_row(1, _usd("1")), _row(2, Money(Decimal(7), "EUR")), _row(3, _usd("2"))])

    assert [figures.pro_forma for figures in found] == [Money(Decimal(7), "EUR"), _usd("3")]
    with pytest.raises(UnlikeCurrenciesError):
        _ = found[0] + found[1]
    with pytest.raises(UnlikeCurrenciesError):
        Sums("EUR").add(found[1])
