"""Back, forward and here; and the areas of the sidebar: each leads to a page, each page lies in one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QKeySequence

from desktop.language import Message
from desktop.registers import REGISTERS
from desktop.ui.areas import LAST_AREA, area_groups, area_of
from desktop.ui.context import Route
from desktop.ui.journey import Journey
from desktop.ui.office_pages import PAGES
from desktop.ui.widgets.facts import REGISTER_ICONS

HOME, GRANTS, LEDGER = Route("home"), Route("register", "grants"), Route("register", "ledger")


def plain(message: Message) -> str:
    return message.text


AREAS = [area for group in area_groups(plain) for area in group.areas]


def test_one_starts_where_one_is_with_nowhere_to_go_back_to() -> None:
    journey = Journey(HOME)
    assert journey.here == HOME
    assert not journey.can_go_back
    assert not journey.can_go_forward
    assert not journey.back()
    assert not journey.forward()
    assert journey.here == HOME


def test_back_and_forward_retrace_the_way() -> None:
    journey = Journey(HOME)
    assert journey.go(GRANTS)
    assert journey.go(LEDGER)
    assert journey.back()
    assert journey.here == GRANTS
    assert journey.can_go_forward
    assert journey.back()
    assert journey.here == HOME
    assert journey.forward()
    assert journey.forward()
    assert journey.here == LEDGER
    assert not journey.forward()


def test_going_where_one_is_leaves_no_trace() -> None:
    journey = Journey(HOME)
    assert not journey.go(Route("home"))
    assert not journey.can_go_back


def test_a_new_way_forgets_the_one_not_taken() -> None:
    journey = Journey(HOME)
    journey.go(GRANTS)
    journey.back()
    journey.go(LEDGER)
    assert not journey.can_go_forward
    journey.back()
    assert journey.here == HOME


def test_the_same_list_with_other_filters_is_another_place() -> None:
    journey = Journey(GRANTS)
    assert journey.go(Route("register", "grants", filters=("ends_on<=2019-12-31",)))
    assert journey.back()
    assert journey.here == GRANTS


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([HOME, GRANTS, LEDGER, Route("checks")]), max_size=20))
def test_going_all_the_way_back_and_forward_ends_where_it_began(way: list[Route]) -> None:
    journey = Journey(HOME)
    seen = [HOME] + [route for route in way if journey.go(route)]
    back = [journey.here]
    while journey.back():
        back.append(journey.here)
    assert back == seen[::-1]
    forward = [journey.here]
    while journey.forward():
        forward.append(journey.here)
    assert forward == seen


def test_every_area_leads_to_a_page_that_exists() -> None:
    assert [area for area in AREAS if area.page not in PAGES] == []
    assert [area for area in AREAS if area.page == "register" and area.key not in REGISTERS] == []


def test_keys_of_areas_are_ctrl_and_a_digit_and_never_twice() -> None:
    keys = [area.shortcut for area in AREAS if area.shortcut]
    assert keys == [f"Ctrl+{digit}" for digit in range(1, 10)]
    assert all(QKeySequence(key).toString() == key for key in keys)


def test_areas_are_grouped_as_the_field_thinks() -> None:
    groups = {group.heading: [area.text for area in group.areas] for group in area_groups(plain)}
    assert list(groups) == ["", "Money", "Programme", "Partners", "Data"]
    assert groups["Money"] == ["Grants", "Budgets", "Ledger", "Reports", "Exchange rates", "Months"]
    assert groups["Partners"] == ["Organisations", "Agreements"]
    assert (LAST_AREA.page, LAST_AREA.name.text) == ("settings", "Settings")


@pytest.mark.parametrize(
    ("route", "area"),
    [
        (HOME, ("home", "")),
        (LEDGER, ("register", "ledger")),
        (Route("record", "grants", 3, tab="ledger"), ("register", "grants")),
        (Route("record", "budget_lines", 3), ("register", "budgets")),
        (Route("record", "results", 3), ("register", "projects")),
        (Route("report", "statement"), ("reports", "")),
        (Route("checks"), ("checks", "")),
        (Route("settings"), ("settings", "")),
    ],
)
def test_every_page_lies_in_an_area(route: Route, area: tuple[str, str]) -> None:
    assert area_of(route) == area
    assert area in [(known.page, known.key) for known in AREAS] + [(LAST_AREA.page, LAST_AREA.key)]


def test_records_of_every_register_lie_in_an_area_and_have_an_icon() -> None:
    known = {(area.page, area.key) for area in AREAS}
    assert [key for key in REGISTERS if area_of(Route("record", key, 1)) not in known] == []
    assert set(REGISTERS) == set(REGISTER_ICONS)
