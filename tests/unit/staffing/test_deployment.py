"""Deployments on any day: who served then, in what state, and for how many months."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.period import ONE_DAY, Period
from desktop.domain.staffing.deployment import Deployment, serving_on
from desktop.domain.staffing.service import months_of
from desktop.domain.volunteer_terms import DeploymentState, PeriodKind
from tests.helpers import staffing_examples as some
from tests.helpers.staffing import DAKAR, contract, deployment

JANUARY, MARCH, APRIL, JUNE = date(2024, 1, 1), date(2024, 3, 1), date(2024, 4, 1), date(2024, 6, 1)
CURRENT = {DeploymentState.ACTIVE, DeploymentState.EXTENDED}


def test_a_deployment_goes_through_its_states() -> None:
    chain = (
        contract(JANUARY, date(2024, 2, 29)),
        contract(MARCH, date(2024, 3, 31), kind=PeriodKind.GAP),
        contract(APRIL, date(2024, 5, 31), kind=PeriodKind.EXTENSION),
        contract(JUNE, date(2024, 6, 30), kind=PeriodKind.EXTENSION, signed=False),
    )
    made = deployment(*chain)

    found = [made.state_on(day) for day in (date(2023, 12, 31), JANUARY, MARCH, APRIL, JUNE)]
    assert [str(state) for state in found] == ["signed", "active", "gap", "extended", "ended"]
    assert made.ends_on == date(2024, 5, 31)
    assert made.months_served(date(2024, 4, 15)) == Fraction(5, 2)
    assert replace(made, contracts=chain[3:]).state_on(JUNE) is DeploymentState.PLANNED
    assert replace(made, ended_on=date(2023, 1, 1)).state_on(date(2022, 1, 1)) is DeploymentState.ENDED


@given(some.deployments(), some.days)
def test_as_at_any_day_are_those_whose_signed_service_has_it(made: Deployment, day: date) -> None:
    serves = any(day in period for period in made.service())

    assert bool(serving_on([made], day)) == serves
    assert (made.state_on(day) in CURRENT) == serves
    for each in serving_on([made], day):
        assert day in each.contract.period
        assert each.contract.signed


@given(some.deployments(), some.days)
def test_what_ended_is_never_current_again(made: Deployment, day: date) -> None:
    if made.state_on(day) is DeploymentState.ENDED:
        assert all(made.state_on(later) is DeploymentState.ENDED for later in (day + ONE_DAY, date(2040, 1, 1)))
        assert not serving_on([made], day)
    if made.ended_on is not None:
        assert not serving_on([made], made.ended_on + ONE_DAY)
        assert made.state_on(made.ended_on + ONE_DAY) in {DeploymentState.ENDED, DeploymentState.PLANNED}


@given(some.deployments(), st.lists(some.days, max_size=4))
def test_months_of_service_add_up_over_any_partition(made: Deployment, cuts: list[date]) -> None:
    borders = [date(2000, 1, 1), *sorted(cuts), date(2040, 1, 1)]
    parts = (
        Period(max(days.start, start), min(days.end, end))
        for start, end in pairwise(borders)
        for days in made.service()
        if max(days.start, start) < min(days.end, end)
    )

    assert months_of(parts) == months_of(made.service()) == made.months_served(date(2039, 1, 1))


def test_where_it_is_served_by_a_day_leaves_gaps_out() -> None:
    last = date(2019, 12, 31)
    gap = contract(date(2019, 4, 1), date(2019, 4, 30), kind=PeriodKind.GAP, station=None)
    moved = contract(date(2019, 5, 1), last, kind=PeriodKind.REASSIGNMENT, station=DAKAR, signed=False)
    made = deployment(contract(date(2019, 1, 1), date(2019, 3, 31)), gap, moved)

    assert [made.place_by(date(2019, month, 15)) for month in (4, 5)] == ["Niamey", "Dakar"]
    assert made.place_by(date(2018, 1, 1)) == "Niamey"
    assert deployment().place_by(last) == deployment(contract(last, last, station=None)).place_by(last) == ""
    assert made.span() == Period.of_days(date(2019, 1, 1), date(2019, 3, 31))
    assert made.span(planned=True) == Period.of_days(date(2019, 1, 1), last)
    assert deployment().span(planned=True) is None


def test_it_is_called_by_whoever_fills_it() -> None:
    assert deployment(volunteer="V-01").code == "V-01"
    assert deployment().code == "D-001"
