"""What deployments still cost a grant, and where that stands in its forecast: borders, equal days, lines and signs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.forecast import (
    Method,
    Planned,
    SpendingFacts,
    Staffing,
    forecast,
    planned_in,
    planned_phases,
)
from desktop.domain.money import Money
from desktop.domain.period import Period
from desktop.domain.rates import SAME_CURRENCY
from desktop.domain.staffing.coming import Coming, Held, MonthLine, beyond, coming, open_of
from desktop.domain.staffing.cost import Part
from desktop.domain.staffing.sharing import ConvertedPart, SharedPart
from desktop.domain.volunteer_terms import Component
from tests.helpers.staffing import contract

JANUARY, FEBRUARY, MARCH, APRIL, MAY = (date(2024, month, 1) for month in (1, 2, 3, 4, 5))
LAST = {JANUARY: 31, FEBRUARY: 29, MARCH: 31, APRIL: 30, MAY: 31}
TODAY = date(2024, 2, 10)
NOTHING = Held({}, {})


def _part(month: date, amount: str | int, *, signed: bool = True, line: int | None = None) -> ConvertedPart:
    """A whole month of a contract."""
    money = Money(Decimal(amount), "USD")
    days = Period.of_days(month, month.replace(day=LAST[month]))
    part = Part(1, contract(JANUARY, date(2024, 12, 31), signed=signed), Component.LIVING, days, money)
    return ConvertedPart(SharedPart(part, 1, line, money), money, SAME_CURRENCY)


def _amounts(line: int | None = None, /, **months: int) -> dict[MonthLine, Decimal]:
    """Amounts by month on a line: ``jan=10``."""
    days = {"jan": JANUARY, "feb": FEBRUARY, "mar": MARCH, "apr": APRIL, "may": MAY}
    return {(days[name], line): Decimal(amount) for name, amount in months.items()}


def _beyond(parts: Iterable[ConvertedPart], held: Held = NOTHING, today: date = TODAY) -> dict[MonthLine, Decimal]:
    return beyond(parts, held, today=today)


# --- what is open -------------------------------------------------------------------------------------------------


def test_what_is_open_of_a_commitment_is_by_month_and_line_and_never_below_nothing() -> None:
    held = Held(
        {**_amounts(jan=10, feb=10, mar=10, apr=-4), **_amounts(5, jan=7)},
        {**_amounts(jan=3, feb=10, mar=11), **_amounts(5, may=9)},
    )

    assert open_of(held) == {(JANUARY, None): Decimal(7), (JANUARY, 5): Decimal(7)}
    assert open_of(NOTHING) == {}


def test_a_refund_opens_what_was_committed_again() -> None:
    assert open_of(Held(_amounts(jan=10), _amounts(jan=-2))) == _amounts(jan=12)


# --- what comes on top --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "amount"),
    [
        (date(2024, 1, 31), "290.00"),
        (date(2024, 2, 1), "280.00"),
        (date(2024, 2, 28), "10.00"),
        (date(2024, 2, 29), None),
        (date(2024, 3, 15), None),
    ],
)
def test_of_a_planned_month_the_days_after_today_are_to_come(today: date, amount: str | None) -> None:
    found = _beyond([_part(FEBRUARY, 290, signed=False)], today=today)

    assert found == ({} if amount is None else {(FEBRUARY, None): Decimal(amount)})
    assert _beyond([_part(FEBRUARY, 290)], today=today) == _amounts(feb=290)  # signed is due as a whole


def test_signed_and_planned_parts_of_one_month_and_line_are_one_amount() -> None:
    parts = [_part(MARCH, 10), _part(MARCH, 20, signed=False), _part(MARCH, 5, line=7)]

    assert _beyond(parts) == {**_amounts(mar=30), **_amounts(7, mar=5)}


def test_of_what_is_committed_and_spent_the_larger_is_held() -> None:
    parts = [_part(MARCH, 100)]

    assert _beyond(parts, Held(_amounts(mar=60), _amounts(mar=70))) == _amounts(mar=30)
    assert _beyond(parts, Held(_amounts(mar=70), _amounts(mar=60))) == _amounts(mar=30)
    assert _beyond(parts, Held(_amounts(mar=100), {})) == _beyond(parts, Held({}, _amounts(mar=100))) == {}


def test_what_is_held_too_much_lowers_later_months_one_after_the_other_and_never_earlier_ones() -> None:
    parts = [_part(month, 100) for month in (JANUARY, MARCH, APRIL, MAY)]

    assert _beyond(parts, Held(_amounts(feb=150), {})) == _amounts(jan=100, apr=50, may=100)
    assert _beyond(parts, Held(_amounts(feb=300), {})) == _amounts(jan=100)
    assert _beyond(parts, Held(_amounts(may=500), {})) == _amounts(jan=100, mar=100, apr=100)


def test_what_is_held_too_much_in_two_months_adds_up() -> None:
    parts = [_part(APRIL, 100)]

    assert _beyond(parts, Held(_amounts(jan=30, feb=40), {})) == _amounts(apr=30)
    once_used = [_part(FEBRUARY, 30), _part(MARCH, 100)]
    assert _beyond(once_used, Held(_amounts(jan=50), {})) == _amounts(mar=80)


def test_what_one_line_holds_too_much_lowers_what_another_needs_later_in_the_same_month() -> None:
    parts = [_part(MARCH, 100, line=7)]

    assert _beyond(parts, Held(_amounts(5, mar=40), {})) == _amounts(7, mar=60)
    assert _beyond(parts, Held(_amounts(mar=40), {})) == _amounts(7, mar=60)  # what no line bears comes first
    assert _beyond(parts, Held(_amounts(9, mar=40), {})) == _amounts(7, mar=100)


def test_what_one_deployment_holds_too_much_lowers_no_other() -> None:
    found = coming([([], Held(_amounts(feb=100), {})), ([_part(MARCH, 80)], NOTHING)], today=TODAY)

    assert found == Coming(
        (Staffing(FEBRUARY, signed=Decimal(100)), Staffing(MARCH, planned=Decimal(80))), {None: Decimal(80)}
    )


def test_deployments_are_added_by_month_and_by_line() -> None:
    one = ([_part(MARCH, 10, line=5), _part(APRIL, 20, line=7)], Held(_amounts(5, may=3), {}))
    two = ([_part(MARCH, 1, line=7)], Held(_amounts(7, may=4), {}))

    found = coming([one, two], today=TODAY)

    assert found.months == (
        Staffing(MARCH, planned=Decimal(11)),
        Staffing(APRIL, planned=Decimal(20)),
        Staffing(MAY, signed=Decimal(7)),
    )
    assert found.planned_of_lines == {5: Decimal(10), 7: Decimal(21)}
    assert coming([], today=TODAY) == Coming()


_by_month = st.dictionaries(
    st.tuples(st.sampled_from([JANUARY, FEBRUARY, MARCH, APRIL]), st.sampled_from([None, 5])),
    st.integers(0, 500).map(Decimal),
)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from([JANUARY, MARCH, APRIL]), st.integers(1, 500)), max_size=4), _by_month)
def test_what_is_held_and_what_comes_on_top_cover_what_is_due(
    due: list[tuple[date, int]], committed: dict[MonthLine, Decimal]
) -> None:
    found = _beyond([_part(month, amount) for month, amount in due], Held(committed, {}))

    total, held = Decimal(sum(amount for _month, amount in due)), sum(committed.values(), Decimal(0))
    assert all(amount > 0 for amount in found.values())
    assert max(total - held, Decimal(0)) <= sum(found.values()) <= total


# --- in the forecast ----------------------------------------------------------------------------------------------

YEAR = Period.of_days(JANUARY, date(2024, 12, 31))
END_OF_JANUARY = date(2024, 1, 31)


def _usd(amount: str | int) -> Money:
    return Money(Decimal(amount), "USD")


def _facts(*staffing: Staffing, committed: int = 0, budgeted: int = 0, received: int = 100_000) -> SpendingFacts:
    """A grant of a year that spent nothing yet."""
    return SpendingFacts(
        awarded=_usd(100_000),
        received=_usd(received),
        spent=_usd(0),
        committed=_usd(committed),
        period=YEAR,
        budgeted=_usd(budgeted),
        staffing=staffing,
    )


def _path(facts: SpendingFacts, today: date = END_OF_JANUARY) -> list[tuple[date, str]]:
    return [(day, str(amount)) for day, amount in forecast(facts, Method.PLAN, today=today).path]


def test_a_month_that_is_over_or_lies_beyond_the_grant_is_not_to_come() -> None:
    outside = [Staffing(JANUARY, planned=Decimal(7)), Staffing(date(2025, 1, 1), planned=Decimal(7))]
    inside = [Staffing(FEBRUARY, planned=Decimal(1)), Staffing(date(2024, 12, 1), planned=Decimal(2))]

    assert forecast(_facts(*outside), Method.PLAN, today=END_OF_JANUARY).forecast == _usd(0)
    assert forecast(_facts(*outside, *inside), Method.PLAN, today=END_OF_JANUARY).forecast == _usd(3)


def test_the_cost_of_a_month_lies_in_its_days_after_today() -> None:
    facts = _facts(Staffing(FEBRUARY, planned=Decimal(290)))

    assert _path(facts) == [(END_OF_JANUARY, "0.00"), (date(2024, 2, 29), "290.00"), (date(2024, 12, 31), "290.00")]
    assert _path(facts, today=date(2024, 2, 28)) == [
        (date(2024, 2, 28), "0.00"),
        (date(2024, 2, 29), "290.00"),
        (date(2024, 12, 31), "290.00"),
    ]


def test_the_last_month_of_a_grant_is_cut_with_it() -> None:
    facts = replace(_facts(Staffing(FEBRUARY, planned=Decimal(100))), period=Period.of_days(JANUARY, date(2024, 2, 10)))

    assert _path(facts) == [(END_OF_JANUARY, "0.00"), (date(2024, 2, 10), "100.00")]


@pytest.mark.parametrize(("received", "day"), [(10, 1), (11, 2), (145, 15), (289, 29), (290, None), (300, None)])
def test_cash_ends_on_the_day_of_the_month_of_a_deployment(received: int, day: int | None) -> None:
    """290 dollars in February are 10 a day."""
    facts = _facts(Staffing(FEBRUARY, planned=Decimal(290)), received=received)

    found = forecast(facts, Method.PLAN, today=END_OF_JANUARY)

    assert found.cash_ends_on == (None if day is None else date(2024, 2, day))


def test_what_is_signed_is_a_part_of_what_is_committed_and_what_is_planned_comes_on_top() -> None:
    signed, planned = Staffing(MARCH, signed=Decimal(60)), Staffing(MARCH, planned=Decimal(60))

    def total(*staffing: Staffing, committed: int, budgeted: int = 0) -> Money:
        return forecast(
            _facts(*staffing, committed=committed, budgeted=budgeted), Method.PLAN, today=END_OF_JANUARY
        ).forecast

    assert total(signed, committed=100) == _usd(100)
    assert total(planned, committed=100) == _usd(160)
    assert total(signed, planned, committed=100, budgeted=150) == _usd(160)
    assert total(signed, planned, committed=100, budgeted=160) == _usd(160)
    assert total(signed, planned, committed=100, budgeted=161) == _usd(161)


def test_signed_deployments_beyond_what_is_committed_are_all_lowered_alike() -> None:
    facts = _facts(Staffing(FEBRUARY, signed=Decimal(300)), Staffing(MARCH, signed=Decimal(100)), committed=100)

    assert _path(facts) == [
        (END_OF_JANUARY, "0.00"),
        (date(2024, 2, 29), "75.00"),
        (date(2024, 3, 31), "100.00"),
        (date(2024, 12, 31), "100.00"),
    ]


def test_deployments_change_only_the_forecast_by_the_plan() -> None:
    facts = replace(_facts(committed=10, budgeted=100), spent=_usd(31), spent_by_month={JANUARY: Decimal(31)})
    staffed = replace(facts, staffing=(Staffing(MARCH, planned=Decimal(5000)),))

    for method in (Method.SIX_MONTHS, Method.SINCE_START):
        assert forecast(staffed, method, today=date(2024, 2, 1)) == forecast(facts, method, today=date(2024, 2, 1))
    assert forecast(staffed, Method.PLAN, today=FEBRUARY).forecast == _usd(5010)


# --- phases of a budget -------------------------------------------------------------------------------------------


def test_a_phase_lasts_to_the_day_before_the_next_and_the_last_one_to_the_end() -> None:
    found = planned_phases([(APRIL, Decimal(5)), (JANUARY, Decimal(1)), (APRIL, Decimal(2))], end=date(2024, 7, 1))

    assert found == (
        Planned(Period(JANUARY, APRIL), Decimal(1)),
        Planned(Period(APRIL, date(2024, 7, 1)), Decimal(7)),
    )
    assert planned_phases([], end=APRIL) == ()
    assert planned_phases([(JANUARY, Decimal(1)), (APRIL, Decimal(5))], end=APRIL) == (found[0],)
    assert planned_phases([(JANUARY, Decimal(1))], end=JANUARY) == ()


def test_what_phases_give_a_period_is_by_days_and_nothing_below_zero() -> None:
    phases = [Planned(Period(FEBRUARY, MARCH), Decimal(290)), Planned(Period(MARCH, APRIL), Decimal(-31))]

    assert planned_in(phases, Period(date(2024, 2, 10), date(2024, 3, 10))) == 200
    assert planned_in(phases, Period(JANUARY, FEBRUARY)) == planned_in([], YEAR) == 0
    assert planned_in(phases, Period(date(2024, 2, 29), MARCH)) == 10
