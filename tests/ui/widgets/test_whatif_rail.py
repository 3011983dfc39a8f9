"""The rail of what-if asks for changes and shows what becomes of grants; its bar keeps or drops what is tried."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from desktop.domain.allocation import WHOLE, Share
from desktop.domain.finding import Finding, Severity
from desktop.domain.period import Period
from desktop.language import say
from desktop.services.deployments.whatif import AddPosts, EndEarly, Extend, Move
from desktop.services.offices import Office
from desktop.ui.context import Context
from desktop.ui.models.trial import FigureChange
from desktop.ui.widgets.fields import Field
from desktop.ui.widgets.trial_bar import TrialBar
from desktop.ui.widgets.whatif_rail import ADD, END, EXTEND, MOVE, GrantOutcome, WhatIfRail
from tests.helpers.records import making
from tests.helpers.staffing import Staff
from tests.helpers.window import button_named, click, make_context, visible_buttons, visible_texts

Show = Callable[..., QWidget]
FIRST, LAST = date(2020, 1, 1), date(2020, 6, 30)


class Asked:
    """A rail over an office with one assignment and one grant, and what it asked for."""

    def __init__(self, context: Context, show: Show, *, assignment: int, grant: int) -> None:
        self.whom: dict[bool, list[int]] = {False: [3], True: [1, 2, 3]}
        self.rail = WhatIfRail(context, whom=lambda everyone: self.whom[everyone])
        self.changes: list[object] = []
        self.rail.asked.connect(self.changes.append)
        self.rail.refresh()
        self.rail.assignment.set_value(assignment)
        self.rail.grant.set_value(grant)
        self.rail.first.set_value(FIRST)
        self.rail.last.set_value(LAST)
        show(self.rail, width=400, height=900)

    def choose(self, kind: str) -> None:
        """Chooses another change, as the list does."""
        self.rail.kind.set_value(kind)
        self.rail.kind.edited.emit()

    def fields(self) -> list[Field]:
        """The fields one can see, but for the one that chooses."""
        found = [part for part in self.rail.findChildren(QWidget) if isinstance(part, Field)]
        return [field for field in found if field.isVisible() and field is not self.rail.kind]

    def try_it(self) -> object:
        """Presses the button; what was asked for last."""
        click(button_named(self.rail, "Try it"))
        return self.changes[-1] if self.changes else None


@pytest.fixture
def ids(empty: Office) -> dict[str, int]:
    with making(empty) as make:
        return {"assignment": Staff(make).assignment().id, "grant": make.grant(reference="GR-1").id}


@pytest.fixture
def asked(empty: Office, ids: dict[str, int], shown: Show) -> Asked:
    return Asked(make_context(empty), shown, **ids)


def test_each_change_asks_for_what_it_needs_alone(asked: Asked) -> None:
    rail = asked.rail
    assert asked.fields() == [rail.who, rail.months]
    asked.choose(END)
    assert asked.fields() == [rail.who, rail.last]
    asked.choose(MOVE)
    assert set(asked.fields()) == {rail.who, rail.first, rail.grant, rail.line}
    asked.choose(ADD)
    assert set(asked.fields()) == {rail.assignment, rail.count, rail.first, rail.last, rail.grant, rail.line}
    asked.choose(EXTEND)
    assert asked.fields() == [rail.who, rail.months]


def test_the_one_that_is_chosen_or_all_that_serve_are_meant(asked: Asked) -> None:
    assert asked.try_it() == Extend((3,), months=6)
    asked.rail.who.set_value("all")
    asked.rail.months.set_value(Decimal(1))
    assert asked.try_it() == Extend((1, 2, 3), months=1)
    asked.choose(END)
    assert asked.try_it() == EndEarly((1, 2, 3), LAST)


def test_another_grant_pays_the_whole_from_a_day_on(asked: Asked, ids: dict[str, int]) -> None:
    asked.choose(MOVE)
    assert asked.try_it() == Move((3,), (Share(ids["grant"], WHOLE, None),), FIRST)


def test_posts_more_have_both_their_days(asked: Asked, ids: dict[str, int]) -> None:
    asked.choose(ADD)
    share = Share(ids["grant"], WHOLE, None)
    assert asked.try_it() == AddPosts(ids["assignment"], 2, Period.of_days(FIRST, LAST), (share,))
    asked.rail.last.set_value(FIRST)
    asked.rail.count.set_value(Decimal(5))
    assert asked.try_it() == AddPosts(ids["assignment"], 5, Period.of_days(FIRST, FIRST), (share,))


def test_posts_that_end_before_they_start_are_not_tried_and_the_field_says_so(asked: Asked) -> None:
    asked.choose(ADD)
    asked.rail.last.set_value(date(2019, 12, 31))
    assert asked.try_it() is None
    assert "It ends before it starts, on 1 Jan 2020. Enter a later date." in visible_texts(asked.rail)


def test_what_is_missing_is_said_beside_its_field_until_it_is_there(asked: Asked) -> None:
    missing = "Fill this in, or choose another change."
    asked.rail.months.set_value(None)
    assert asked.try_it() is None
    assert visible_texts(asked.rail).count(missing) == 1
    asked.rail.months.set_value(Decimal(3))
    assert asked.try_it() == Extend((3,), months=3)
    assert missing not in visible_texts(asked.rail)


def test_nobody_meant_is_said_and_nothing_is_tried(asked: Asked) -> None:
    asked.whom[False] = []
    assert asked.try_it() is None
    assert "Nobody is meant. Choose a row first." in visible_texts(asked.rail)


def test_each_of_what_is_tried_is_given_up_by_its_own_cross(asked: Asked) -> None:
    given_up: list[int] = []
    asked.rail.given_up.connect(given_up.append)
    asked.rail.show_tried(["V-01: 6 months longer", "2 posts more"])
    assert "V-01: 6 months longer" in visible_texts(asked.rail)
    crosses = [each for each in visible_buttons(asked.rail) if each.accessibleName() == "Give it up"]
    click(crosses[1])
    click(crosses[0])
    assert given_up == [1, 0]
    asked.rail.show_tried([])
    assert "2 posts more" not in visible_texts(asked.rail)


def test_outcomes_show_a_figure_before_it_where_it_changes_and_the_worst_finding_first(asked: Asked) -> None:
    fix = say("Look.")
    findings = [Finding(level, "x", say("Level {n}.", n=int(level)), fix) for level in Severity]
    figures = [FigureChange("Available", "100.00", "−4.00", worse=True), FigureChange("Cash lasts", "May", "May")]
    asked.rail.show_outcomes([GrantOutcome("GR-1", figures, "It ends in March.")], findings)
    said = visible_texts(asked.rail)
    told = said[said.index("GR-1") :]
    assert [text for text in told if text.startswith("Level")] == ["Level 3.", "Level 2.", "Level 1."]
    assert (told.count("May"), told.count("100.00"), told.count("−4.00")) == (1, 1, 1)
    inks = {each.text(): each.property("ink") for each in asked.rail.findChildren(QLabel)}
    assert (inks["−4.00"], inks["100.00"]) == ("negative", "muted")
    asked.rail.show_outcomes([], [])
    assert "GR-1" not in visible_texts(asked.rail)


# --- the bar ----------------------------------------------------------------------------------------------------------

FIGURES = [
    FigureChange("Burn a month", "10.00", "10.00"),
    FigureChange("Available", "100.00", "−4.00", worse=True),
    FigureChange("Line 1.1", "50.00", "20.00"),
    FigureChange("Line 1.2", "7.00", "6.00"),
]


def test_the_bar_is_there_only_while_something_is_tried_and_shows_two_figures_that_change(shown: Show) -> None:
    bar = TrialBar(make_context(None))
    shown(bar)
    bar.hide()
    bar.show_trial("V-01 until 29 Feb 2020", FIGURES, refused=False)
    said = visible_texts(bar)
    assert [text for text in ("Burn a month", "Available", "Line 1.1", "Line 1.2") if text in said] == [
        "Available",
        "Line 1.1",
    ]
    assert said.count("→") == 2
    assert bar.keep.isEnabled()
    assert not bar.worst.isVisible()


@pytest.mark.parametrize(("refused", "ink"), [(True, "negative"), (False, "warning")])
def test_what_is_refused_cannot_be_kept_and_can_be_dropped(shown: Show, refused: bool, ink: str) -> None:
    bar = TrialBar(make_context(None))
    shown(bar)
    heard: list[str] = []
    bar.kept.connect(lambda: heard.append("kept"))
    bar.dropped.connect(lambda: heard.append("dropped"))
    bar.show_trial("V-01", [], worst="The line lacks money.", refused=refused)
    assert (bar.worst.isVisible(), bar.worst.property("ink")) == (True, ink)
    assert bar.keep.isEnabled() is not refused
    click(bar.drop)
    if not refused:
        click(bar.keep)
    assert heard == (["dropped"] if refused else ["dropped", "kept"])


def test_in_arabic_the_arrow_points_the_other_way(shown: Show) -> None:
    bar = TrialBar(make_context(None, language="ar"))
    shown(bar)
    bar.show_trial("V-01", FIGURES, refused=False)
    assert visible_texts(bar).count("←") == 2
