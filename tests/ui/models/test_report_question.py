"""A report that is asked for, as a way: there and back without anything lost."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.language import UserError
from desktop.ui.context import Route
from desktop.ui.models.report_question import (
    Question,
    entries_route,
    figure_of,
    grant_of,
    question_of,
    report_behind,
    report_route,
)

FIRST, LAST = date(2019, 7, 1), date(2019, 9, 30)


def test_a_question_is_a_way_with_its_parts_in_order() -> None:
    asked = Question("sf425", "NER-CT-01", FIRST, LAST, (("basis", "cash"), ("empty", "")))
    route = asked.route()
    assert (route.page, route.key, route.record_id) == ("report", "sf425", 0)
    assert route.filters == ("grant=NER-CT-01", "first=2019-07-01", "last=2019-09-30", "option.basis=cash")


def test_a_report_on_no_grant_names_none() -> None:
    assert Question("portfolio", "", FIRST, LAST).route().filters == ("first=2019-07-01", "last=2019-09-30")
    assert report_route("portfolio") == Route("report", "portfolio")
    assert report_route("sf425", grant="A=B") == Route("report", "sf425", filters=("grant=A=B",))


@pytest.mark.parametrize(
    "asked",
    [
        Question("sf425", "NER-CT-01", FIRST, LAST),
        Question("sf425", "", FIRST, LAST),
        Question("sf425", "a=b=c", FIRST, LAST, (("remarks", "1 = 1, or first=2001-01-01"),)),
        Question(
            "sf425", "NER", date(2020, 2, 29), date(2020, 2, 29), (("grant", "x"), ("figure", "y"), ("last", "z"))
        ),
        Question("statement", "اسم", FIRST, LAST, (("one", "1"), ("two", " "))),
    ],
)
def test_the_way_leads_back_to_the_same_question(asked: Question) -> None:
    assert question_of(asked.route()) == asked
    assert grant_of(asked.route()) == asked.grant
    behind = entries_route(asked.route(), "line.1.1")
    assert question_of(report_behind(behind)) == asked


def test_values_are_those_of_the_options() -> None:
    assert Question("sf425", "", FIRST, LAST, (("basis", "cash"), ("basis", "accrual"))).values == {"basis": "accrual"}
    assert Question("sf425", "", FIRST, LAST).values == {}


@pytest.mark.parametrize("filters", [(), ("grant=X",), ("first=2019-07-01",), ("last=2019-09-30",)])
def test_a_way_without_both_days_asks_for_nothing_yet(filters: tuple[str, ...]) -> None:
    assert question_of(Route("report", "sf425", filters=filters)) is None


def test_a_way_to_entries_keeps_the_report_and_names_the_figure() -> None:
    report = Question("sf425", "NER-CT-01", FIRST, LAST).route()
    behind = entries_route(report, "line.1=2")
    assert behind.page == "report_entries"
    assert behind.filters == (*report.filters, "figure=line.1=2")
    assert figure_of(behind) == "line.1=2"
    assert figure_of(report) == ""
    assert report_behind(behind) == report


def test_from_the_entries_of_a_frozen_report_the_way_leads_back_to_that() -> None:
    frozen = Route("donor_report", record_id=17, tab="figures")
    behind = entries_route(frozen, "10g")
    assert (behind.page, behind.record_id, behind.tab) == ("report_entries", 17, "figures")
    assert report_behind(behind) == frozen


def test_another_figure_of_the_same_report_takes_the_place_of_the_first() -> None:
    report = Question("sf425", "NER-CT-01", FIRST, LAST).route()
    once = entries_route(report, "10g")
    again = entries_route(report_behind(once), "10h")
    assert figure_of(again) == "10h"
    assert report_behind(again) == report


def test_a_period_that_ends_before_it_begins_cannot_be_asked() -> None:
    with pytest.raises(UserError):
        Question("statement", "NER-CT-01", LAST, FIRST).request()
