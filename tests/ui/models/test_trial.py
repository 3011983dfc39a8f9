"""What is tried: a drag and a change of one deployment never both move its end; each is told in a few words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from desktop.domain.allocation import Share
from desktop.domain.forecast import Forecast, Method
from desktop.domain.money import Money
from desktop.domain.period import Period
from desktop.domain.staffing.deployment import Deployment
from desktop.domain.volunteer_terms import PeriodKind
from desktop.language import Language
from desktop.services.deployments.timeline import TimelineEntry
from desktop.services.deployments.whatif import (
    AddPosts,
    Change,
    EndEarly,
    Extend,
    GrantChange,
    LineChange,
    Move,
    Replan,
    WhatIf,
)
from desktop.ui.models.trial import FigureChange, Trial, change_words, ends_after, figures_of, last_contract
from tests.helpers.staffing import contract, deployment

TODAY = date(2019, 10, 21)
SIGNED = contract(date(2019, 1, 1), date(2019, 12, 31))
PLANNED = contract(date(2020, 1, 1), date(2020, 6, 30), kind=PeriodKind.EXTENSION, signed=False)
AWAY = contract(date(2020, 7, 1), date(2020, 9, 30), kind=PeriodKind.GAP)
SHARE = Share(2, Decimal(100), None, date(2020, 1, 1))
ADD = AddPosts(1, 2, Period.of_days(date(2020, 1, 1), date(2020, 6, 30)), (SHARE,))
MOVE = Move((1, 2), (SHARE,), date(2020, 1, 1))
LONGER = Extend((1, 2), months=6)
DAY = date(2020, 2, 29)
NOTHING = Money.zero("USD")


def numbered(identity: int, *contracts: object, **about: object) -> Deployment:
    """A deployment by its number: 3 is of volunteer V-03."""
    made = deployment(*contracts, **about)  # type: ignore[arg-type]  # handed on as they are
    return replace(made, id=identity, volunteer=f"V-{identity:02}")


def entries(*deployments: Deployment) -> dict[int, TimelineEntry]:
    """What the timeline read of them."""
    return {one.id: TimelineEntry(one, one.state_on(TODAY)) for one in deployments}


KNOWN = entries(*(numbered(identity, SIGNED) for identity in (1, 2, 3, 4)))


# --- which end --------------------------------------------------------------------------------------------------------


def test_the_last_contract_is_the_latest_that_is_served_signed_or_not() -> None:
    assert last_contract(deployment(SIGNED, PLANNED, AWAY)) is PLANNED
    assert last_contract(deployment(PLANNED, SIGNED)) is PLANNED
    assert last_contract(deployment(SIGNED, AWAY)) is SIGNED
    assert last_contract(deployment(AWAY)) is None
    assert last_contract(deployment()) is None


@pytest.mark.parametrize(
    ("day", "change"),
    [
        (date(2020, 1, 1), Extend((1,), ends_on=date(2020, 1, 1))),
        (DAY, Extend((1,), ends_on=DAY)),
        (date(2019, 12, 30), EndEarly((1,), date(2019, 12, 30))),
        (date(2019, 2, 28), EndEarly((1,), date(2019, 2, 28))),
    ],
)
def test_a_signed_end_that_is_dragged_is_an_extension_or_an_early_end(day: date, change: Change) -> None:
    assert Trial(ends={1: day}).tried(KNOWN) == [change]


@pytest.mark.parametrize("day", [date(2020, 3, 31), date(2020, 12, 31), date(2020, 6, 30)])
def test_a_planned_end_that_is_dragged_is_planned_anew_both_ways(day: date) -> None:
    known = entries(numbered(1, SIGNED, PLANNED, AWAY))
    assert Trial(ends={1: day}).tried(known) == [Replan((1,), day)]


def test_what_was_dragged_and_is_not_known_or_has_no_contract_is_left_out() -> None:
    known = entries(numbered(1), numbered(2, SIGNED))
    assert Trial(ends={1: DAY, 2: DAY, 9: DAY}).tried(known) == [Extend((2,), ends_on=DAY)]


def test_changes_that_were_asked_for_come_before_those_that_were_dragged() -> None:
    trial = Trial(ends={3: DAY})
    trial.add(ADD)
    assert trial.tried(KNOWN) == [ADD, Extend((3,), ends_on=DAY)]


# --- one moves the other ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("change", [LONGER, EndEarly((1, 2), DAY), Replan((1, 2), DAY)])
def test_a_change_of_ends_takes_the_place_of_what_was_dragged_of_the_same_ones(change: Change) -> None:
    trial = Trial(ends={1: DAY, 3: DAY})
    trial.add(change)
    assert (trial.changes, trial.ends) == ([change], {3: DAY})


@pytest.mark.parametrize("change", [ADD, MOVE])
def test_who_pays_and_posts_more_leave_what_was_dragged(change: Change) -> None:
    trial = Trial(ends={1: DAY})
    trial.add(change)
    assert (trial.changes, trial.ends) == ([change], {1: DAY})
    trial.drag(1, date(2020, 3, 31))
    assert (trial.changes, trial.ends) == ([change], {1: date(2020, 3, 31)})


def test_who_is_dragged_leaves_the_changes_of_several() -> None:
    trial = Trial([LONGER, MOVE, EndEarly((3,), DAY)])
    trial.drag(1, DAY)
    assert trial.changes == [Extend((2,), months=6), MOVE, EndEarly((3,), DAY)]
    trial.drag(2, DAY)
    assert trial.changes == [MOVE, EndEarly((3,), DAY)]
    assert trial.ends == {1: DAY, 2: DAY}


def test_a_drag_back_to_its_own_end_tries_nothing_and_still_leaves_the_changes() -> None:
    trial = Trial([LONGER], {1: DAY})
    trial.drag(1, None)
    trial.drag(4, None)  # was not dragged
    assert (trial.changes, trial.ends) == ([Extend((2,), months=6)], {})


def test_one_of_several_changes_is_dropped_and_all_are_cleared() -> None:
    trial = Trial([ADD, MOVE, LONGER], {4: DAY})
    trial.drop(1)
    assert trial.changes == [ADD, LONGER]
    assert trial.ends == {4: DAY}
    trial.clear()
    assert (trial.changes, trial.ends, trial.tried(KNOWN)) == ([], {}, [])


def test_trials_share_nothing() -> None:
    first = Trial()
    first.add(ADD)
    first.drag(1, DAY)
    assert Trial() == Trial([], {})


# --- in words ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (ADD, "2 posts more, 1 Jan 2020 to 30 Jun 2020"),
        (replace(ADD, count=1), "1 post more, 1 Jan 2020 to 30 Jun 2020"),
        (Extend((1,), months=6), "V-01: 6 months longer"),
        (Extend((1,), months=1), "V-01: 1 month longer"),
        (Extend((1,), ends_on=DAY), "V-01 until 29 Feb 2020"),
        (EndEarly((2,), DAY), "V-02 ends on 29 Feb 2020"),
        (Replan((3,), DAY), "V-03 planned to 29 Feb 2020"),
        (Move((4,), (SHARE,), date(2020, 1, 1)), "V-04 paid by another grant from 1 Jan 2020"),
        (Replan((9,), DAY), "1 deployment planned to 29 Feb 2020"),
    ],
)
def test_a_change_is_told_in_a_few_words(change: Change, words: str, english: Language) -> None:
    assert english.text(change_words(change, KNOWN)) == words


def test_up_to_three_are_named_and_more_are_counted(english: Language) -> None:
    def told(*whom: int) -> str:
        return english.text(change_words(Replan(whom, DAY), KNOWN))

    assert told(1, 2, 3) == "V-01, V-02, and V-03 planned to 29 Feb 2020"
    assert told(1, 2, 3, 4) == "4 deployments planned to 29 Feb 2020"
    assert told(1, 8) == "2 deployments planned to 29 Feb 2020"  # one of them was not read yet


# --- figures ----------------------------------------------------------------------------------------------------------


def usd(amount: str) -> Money:
    """An amount in dollars."""
    return Money(Decimal(amount), "USD")


def grant_change(before: str, after: str, *lines: LineChange) -> GrantChange:
    """What becomes of a grant without dates."""
    return GrantChange(1, "NER-CT-01", None, usd(before), usd(after), (), lines)


def test_what_is_available_is_worse_only_below_zero(english: Language) -> None:
    def available(after: str) -> FigureChange:
        (found,) = figures_of(grant_change("100", after), english)
        return found

    assert available("0") == FigureChange("Available", "USD\u00a0100.00", "USD\u00a00.00")
    assert available("-0.01") == FigureChange("Available", "USD\u00a0100.00", "USD\u00a0−0.01", worse=True)
    assert (available("100").changes, available("99.99").changes) == (False, True)


@pytest.mark.parametrize(
    ("before", "after", "worse"),
    [
        (None, None, False),
        (None, date(2020, 1, 31), True),
        (date(2020, 1, 31), date(2019, 12, 31), True),
        (date(2020, 1, 31), date(2020, 1, 31), True),
        (date(2020, 1, 31), date(2020, 2, 29), False),
        (date(2020, 1, 31), None, False),
    ],
)
def test_cash_is_worse_unless_it_lasts_longer_with_what_is_tried(
    english: Language, before: date | None, after: date | None, *, worse: bool
) -> None:
    def lasting(day: date | None) -> Forecast:
        return Forecast(Method.PLAN, NOTHING, NOTHING, NOTHING, day, NOTHING, NOTHING, date(2020, 3, 31), TODAY)

    change = replace(grant_change("100", "100"), forecast_before=lasting(before), forecast_after=lasting(after))
    (found,) = [figure for figure in figures_of(change, english) if figure.name == "Cash lasts"]
    assert found.worse is worse


def test_lines_are_shown_where_they_change_in_their_order(english: Language) -> None:
    lines = (
        LineChange(1, "2.1", usd("500"), usd("-4.50")),
        LineChange(2, "1.1", usd("70"), usd("70")),
        LineChange(3, "1.2", usd("70"), usd("0")),
    )
    found = figures_of(grant_change("100", "100", *lines), english)
    assert [figure.name for figure in found] == ["Available", "Line 2.1", "Line 1.2"]
    assert found[1] == FigureChange("Line 2.1", "USD\u00a0500.00", "USD\u00a0−4.50", worse=True)
    assert not found[2].worse


# --- where bars end then ----------------------------------------------------------------------------------------------


def test_the_ends_that_a_trial_gives_are_those_of_last_contracts_or_early_ones_before_them() -> None:
    found = WhatIf(
        (
            numbered(1, SIGNED, PLANNED),
            numbered(2, SIGNED, ended_on=date(2019, 11, 30)),
            numbered(3, SIGNED, ended_on=date(2020, 11, 30)),  # after its last contract: that one counts
            numbered(4, SIGNED, AWAY),
            numbered(5),
            numbered(0, SIGNED),
            numbered(-1, SIGNED),
        )
    )
    assert ends_after(found) == {
        1: date(2020, 6, 30),
        2: date(2019, 11, 30),
        3: date(2019, 12, 31),
        4: date(2019, 12, 31),
    }
    assert ends_after(WhatIf()) == {}
