"""A deployment on the days that matter: the first, the last, those beside them, and those of its early end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from desktop.domain.period import ONE_DAY, Period
from desktop.domain.staffing.deployment import serving_on
from desktop.domain.volunteer_terms import PeriodKind
from tests.helpers.staffing import DAKAR, NIAMEY, contract, deployment

FIRST, LAST = date(2020, 1, 1), date(2020, 6, 30)
INITIAL = contract(FIRST, date(2020, 2, 29))
GAP = contract(date(2020, 3, 1), date(2020, 3, 31), kind=PeriodKind.GAP)
MOVED = contract(date(2020, 4, 1), date(2020, 4, 30), kind=PeriodKind.REASSIGNMENT, station=DAKAR)
LONGER = contract(date(2020, 5, 1), LAST, kind=PeriodKind.EXTENSION, station=DAKAR)
CHAIN = deployment(INITIAL, GAP, MOVED, LONGER)


def days(first: date, last: date) -> Period:
    return Period.of_days(first, last)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (FIRST - ONE_DAY, "signed"),
        (FIRST, "active"),
        (date(2020, 2, 29), "active"),
        (date(2020, 3, 1), "gap"),
        (date(2020, 3, 31), "gap"),
        (date(2020, 4, 1), "active"),
        (date(2020, 5, 1), "extended"),
        (LAST, "extended"),
        (LAST + ONE_DAY, "ended"),
    ],
)
def test_a_state_begins_with_its_first_day(day: date, state: str) -> None:
    assert str(CHAIN.state_on(day)) == state


def test_days_between_contracts_are_a_gap_without_one_being_written() -> None:
    made = deployment(INITIAL, LONGER)
    assert str(made.state_on(date(2020, 3, 15))) == "gap"
    assert made.serving(date(2020, 3, 15)) is None


def test_what_is_planned_changes_no_state() -> None:
    extension = contract(date(2020, 3, 1), LAST, kind=PeriodKind.EXTENSION, signed=False)
    made = deployment(INITIAL, extension)
    assert str(made.state_on(date(2020, 3, 1))) == "ended"
    assert made.ends_on == date(2020, 2, 29)
    assert made.serving(date(2020, 3, 1)) is None
    assert str(deployment(extension).state_on(date(2020, 4, 1))) == "planned"
    assert deployment(extension).ends_on is None
    assert str(deployment().state_on(FIRST)) == "planned"


def test_a_gap_alone_is_no_service_whoever_signed_it() -> None:
    made = deployment(GAP)
    assert made.service(planned=True) == ()
    assert str(made.state_on(date(2020, 3, 15))) == "planned"
    assert made.serving(date(2020, 3, 15)) is None


@pytest.mark.parametrize(
    ("ended_on", "service"),
    [
        (FIRST - ONE_DAY, ()),
        (FIRST, (days(FIRST, FIRST),)),
        (date(2020, 2, 28), (days(FIRST, date(2020, 2, 28)),)),
        (date(2020, 2, 29), (days(FIRST, date(2020, 2, 29)),)),
        (date(2020, 3, 15), (days(FIRST, date(2020, 2, 29)),)),
        (date(2020, 4, 1), (days(FIRST, date(2020, 2, 29)), days(date(2020, 4, 1), date(2020, 4, 1)))),
    ],
)
def test_an_early_end_keeps_its_own_day_and_nothing_after_it(ended_on: date, service: tuple[Period, ...]) -> None:
    made = replace(CHAIN, ended_on=ended_on)
    assert made.service() == service
    assert made.service(planned=True) == service
    assert made.ends_on == (service[-1].last if service else None)
    assert str(made.state_on(ended_on + ONE_DAY)) == "ended"


def test_an_end_on_or_after_the_last_day_changes_nothing() -> None:
    for ended_on in (LAST, LAST + ONE_DAY, date(2030, 1, 1)):
        assert replace(CHAIN, ended_on=ended_on).service() == CHAIN.service()
    assert str(replace(CHAIN, ended_on=LAST).state_on(LAST)) == "extended"


def test_the_past_is_answered_as_it_was_served_after_an_early_end_too() -> None:
    made = replace(CHAIN, ended_on=date(2020, 4, 10))
    assert [str(made.state_on(day)) for day in (FIRST, date(2020, 3, 1), date(2020, 4, 10), date(2020, 4, 11))] == [
        "active",
        "gap",
        "active",
        "ended",
    ]
    assert made.serving(date(2020, 4, 10)) is MOVED
    assert made.serving(date(2020, 4, 11)) is None


@pytest.mark.parametrize(
    ("until", "months"),
    [
        (FIRST - ONE_DAY, Fraction(0)),
        (FIRST, Fraction(1, 31)),
        (date(2020, 2, 28), 1 + Fraction(28, 29)),
        (date(2020, 3, 31), Fraction(2)),
        (date(2020, 4, 1), 2 + Fraction(1, 30)),
        (LAST, Fraction(5)),
        (date(2040, 1, 1), Fraction(5)),
    ],
)
def test_months_are_served_to_the_end_of_the_day(until: date, months: Fraction) -> None:
    assert CHAIN.months_served(until) == months


def test_the_span_has_the_gaps_within_it_and_the_early_end() -> None:
    assert CHAIN.span() == days(FIRST, LAST)
    assert replace(CHAIN, ended_on=date(2020, 3, 20)).span() == days(FIRST, date(2020, 2, 29))
    assert replace(CHAIN, ended_on=FIRST - ONE_DAY).span() is None


def test_the_contract_by_a_day_is_the_newest_that_has_begun() -> None:
    assert CHAIN.contract_by(FIRST - ONE_DAY) is INITIAL
    assert CHAIN.contract_by(date(2020, 3, 31)) is INITIAL
    assert CHAIN.contract_by(date(2020, 4, 1)) is MOVED
    assert CHAIN.contract_by(date(2030, 1, 1)) is LONGER
    assert deployment(GAP).contract_by(date(2020, 3, 5)) is None
    assert (CHAIN.place_by(date(2020, 3, 31)), CHAIN.place_by(date(2020, 4, 1))) == (NIAMEY.place, DAKAR.place)


def test_those_who_serve_on_a_day_come_with_their_contract_in_their_order() -> None:
    other = replace(deployment(contract(FIRST, LAST)), id=2)
    planned = replace(deployment(contract(FIRST, LAST, signed=False)), id=3)

    def serving(day: date) -> list[tuple[int, PeriodKind]]:
        return [(each.deployment.id, each.contract.kind) for each in serving_on([other, planned, CHAIN], day)]

    assert serving(date(2020, 3, 1)) == [(2, PeriodKind.INITIAL)]
    assert serving(LAST) == [(2, PeriodKind.INITIAL), (1, PeriodKind.EXTENSION)]
    assert serving(LAST + ONE_DAY) == []
    assert serving_on([], LAST) == ()


def test_a_contract_without_an_end_is_served_on_any_day() -> None:
    made = deployment(contract(FIRST, date.max))
    assert str(made.state_on(date(9000, 1, 1))) == "active"
    assert made.ends_on == date.max - ONE_DAY
