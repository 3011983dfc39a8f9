"""Costs by month: they add up over any stretch, and what is tried changes pro forma and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.money import ZERO, Money
from desktop.domain.period import Period
from desktop.domain.staffing.figures import ThreeFigures
from desktop.services.deployments.whatif import GrantChange, MonthChange
from desktop.ui.models.month_costs import CostSheet, MonthCost, month_cost, sheet_months, with_changes

TODAY = date(2019, 10, 21)
JUNE, OCTOBER, NOVEMBER, DECEMBER = (date(2019, month, 1) for month in (6, 10, 11, 12))
cents = st.decimals(Decimal(-9000), Decimal(9000), places=2)
costs = st.builds(MonthCost, cents, cents, st.none() | cents, cents)
few = settings(max_examples=50)


def usd(amount: str) -> Money:
    """An amount in dollars."""
    return Money(Decimal(amount), "USD")


def figures(pro_forma: str, committed: str, actual: str, unfunded: str = "0") -> ThreeFigures:
    """The three figures of a month."""
    return ThreeFigures(usd(pro_forma), usd(committed), usd(actual), usd("0"), usd(unfunded))


def changed(*months: MonthChange, currency: str = "USD") -> GrantChange:
    """A grant that pays other months than before."""
    nothing = Money(ZERO, currency)
    return GrantChange(1, "GR-1", None, nothing, nothing, months)


# --- adding up --------------------------------------------------------------------------------------------------------


def test_what_differs_is_booked_less_worked_out_and_unknown_while_nothing_is_booked() -> None:
    assert MonthCost(Decimal("816.00"), ZERO, Decimal("777.63")).difference == Decimal("-38.37")
    assert MonthCost(Decimal("816.00"), ZERO, Decimal("900.00")).difference == Decimal("84.00")
    assert MonthCost(Decimal("816.00"), ZERO, ZERO).difference == Decimal("-816.00")
    assert MonthCost(Decimal("816.00")).difference is None


def test_months_to_come_leave_what_was_booked_as_it_is() -> None:
    booked, coming = MonthCost(Decimal(8), Decimal(8), Decimal(7)), MonthCost(Decimal(8), Decimal(5), None, Decimal(2))
    assert booked.plus(coming) == coming.plus(booked) == MonthCost(Decimal(16), Decimal(13), Decimal(7), Decimal(2))
    assert coming.plus(coming).actual is None
    assert MonthCost(actual=ZERO).plus(coming).actual == ZERO  # a zero is known


@few
@given(costs, costs, costs)
def test_the_order_in_which_months_are_added_says_nothing(one: MonthCost, other: MonthCost, third: MonthCost) -> None:
    assert one.plus(other) == other.plus(one)
    assert one.plus(other).plus(third) == one.plus(other.plus(third))
    assert one.plus(MonthCost()) == one


@few
@given(made=st.lists(costs, min_size=1, max_size=24), cut=st.integers(0, 24))
def test_the_parts_of_a_stretch_come_to_the_whole_of_it(made: Sequence[MonthCost], cut: int) -> None:
    months = [date(2019 + place // 12, place % 12 + 1, 1) for place in range(25)]
    sheet = CostSheet("USD", dict(zip(months, made, strict=False)))
    parts = [
        sheet.within(Period(first, last))
        for first, last in ((months[0], months[cut]), (months[cut], date(2021, 6, 1)))
        if first < last
    ]
    known = [part for part in parts if part is not None]
    whole = sheet.within(Period(months[0], date(2021, 6, 1)))
    assert whole is not None
    assert whole == (known[0] if len(known) == 1 else known[0].plus(known[1]))
    assert whole.pro_forma == sum(cost.pro_forma for cost in made)


def test_a_month_belongs_to_the_stretch_in_which_it_begins() -> None:
    sheet = CostSheet("USD", {JUNE: MonthCost(Decimal(1)), NOVEMBER: MonthCost(Decimal(20))})
    assert sheet.within(Period(JUNE, NOVEMBER)) == MonthCost(Decimal(1))
    assert sheet.within(Period(date(2019, 6, 2), DECEMBER)) == MonthCost(Decimal(20))
    assert sheet.within(Period.of_days(JUNE, NOVEMBER)) == MonthCost(Decimal(21))
    assert sheet.within(Period(date(2019, 6, 2), NOVEMBER)) is None


def test_what_is_tried_is_shown_where_it_is_asked_for_and_there_is_something() -> None:
    june = Period(JUNE, date(2019, 7, 1))
    plain = CostSheet("USD", {JUNE: MonthCost(Decimal(1))})
    assert plain.within(june, tried=True) == MonthCost(Decimal(1))
    tried = CostSheet("USD", {JUNE: MonthCost(Decimal(1))}, {JUNE: MonthCost(Decimal(2))})
    assert (tried.within(june), tried.within(june, tried=True)) == (MonthCost(Decimal(1)), MonthCost(Decimal(2)))
    assert CostSheet("USD", {JUNE: MonthCost()}, {}).within(june, tried=True) is None


# --- what is known ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("month", "booked", "actual"),
    [
        (date(2019, 9, 1), "0", ZERO),
        (OCTOBER, "0", None),  # the running month
        (OCTOBER, "12.50", Decimal("12.50")),
        (NOVEMBER, "0", None),
        (NOVEMBER, "-3.00", Decimal("-3.00")),
    ],
)
def test_nothing_booked_is_a_zero_only_once_the_month_is_over(month: date, booked: str, actual: Decimal | None) -> None:
    found = month_cost(figures("816.10", "800.20", booked, "16.30"), month, TODAY)
    assert found == MonthCost(Decimal("816.10"), Decimal("800.20"), actual, Decimal("16.30"))
    assert sheet_months({month: figures("816.10", "800.20", booked, "16.30")}, TODAY) == {month: found}


def test_the_first_day_of_a_month_has_the_month_before_it_over() -> None:
    nothing = figures("1", "0", "0")
    assert month_cost(nothing, OCTOBER, date(2019, 11, 1)).actual == ZERO
    assert month_cost(nothing, OCTOBER, date(2019, 10, 31)).actual is None


# --- what is tried ----------------------------------------------------------------------------------------------------

KNOWN = {NOVEMBER: MonthCost(Decimal(816), Decimal(816), None, Decimal(100))}


def test_what_is_added_comes_on_top_and_committed_stays() -> None:
    after = with_changes(KNOWN, [changed(MonthChange(NOVEMBER, usd("816"), usd("1224.50"), usd("300")))], "USD")
    assert after == {NOVEMBER: MonthCost(Decimal("1224.50"), Decimal(816), None, Decimal(300))}
    assert KNOWN[NOVEMBER].pro_forma == 816  # what is known stays as it was


def test_a_month_that_nobody_served_before_appears() -> None:
    after = with_changes(KNOWN, [changed(MonthChange(DECEMBER, usd("0"), usd("408"), usd("408")))], "USD")
    assert after[DECEMBER] == MonthCost(Decimal(408), ZERO, None, Decimal(408))
    assert after[NOVEMBER] == KNOWN[NOVEMBER]


def test_what_is_taken_away_never_makes_more_of_it_unfunded() -> None:
    def unfunded(then: str) -> Decimal:
        less = changed(MonthChange(NOVEMBER, usd("816"), usd("408"), usd(then)))
        return with_changes(KNOWN, [less], "USD")[NOVEMBER].unfunded

    assert (unfunded("408"), unfunded("50"), unfunded("0")) == (Decimal(100), Decimal(50), ZERO)


def test_what_falls_behind_the_end_of_one_grant_stays_so_when_another_pays_more() -> None:
    more = changed(MonthChange(NOVEMBER, usd("0"), usd("408"), usd("0")))
    assert with_changes(KNOWN, [more], "USD")[NOVEMBER].unfunded == Decimal(100)


def test_a_month_that_stays_is_left_as_it_is_even_where_its_funding_is_told_anew() -> None:
    assert with_changes(KNOWN, [changed(MonthChange(NOVEMBER, usd("816"), usd("816"), usd("816")))], "USD") == KNOWN


def test_what_one_grant_pays_less_and_another_more_comes_to_the_same() -> None:
    less = changed(MonthChange(NOVEMBER, usd("816"), usd("0"), usd("0")))
    more = changed(MonthChange(NOVEMBER, usd("0"), usd("816"), usd("0")))
    after = with_changes(KNOWN, [less, more], "USD")
    assert (after[NOVEMBER].pro_forma, after[NOVEMBER].committed) == (Decimal(816), Decimal(816))


def test_grants_in_another_currency_are_not_added() -> None:
    francs = Money(Decimal(480_000), "XOF")
    other = changed(MonthChange(NOVEMBER, Money(ZERO, "XOF"), francs, francs), currency="XOF")
    assert with_changes(KNOWN, [other], "USD") == KNOWN
    assert with_changes({}, [other], "XOF")[NOVEMBER].pro_forma == 480_000
