"""Person-months as a report: each table parts the same months, and nobody is named unless somebody chose so."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desktop.domain.period import Period
from desktop.language import Language
from desktop.reports.forms.person_months import build_person_months
from desktop.reports.frozen import frozen, thawed
from desktop.reports.report import Given, Report
from desktop.reports.trace import Traced
from tests.helpers.people_reports import NAME, people_facts
from tests.helpers.recomputing import require_sound
from tests.helpers.report_facts import rows_of, shown


def report(**values: Any) -> Report:
    details = values.pop("details", {})
    return build_person_months(replace(people_facts(of=Traced.NOTHING, **values), details=details))


def table(made: Report, key: str, language: Language) -> list[list[Any]]:
    return [[language.value(row.label), *shown(row)] for row in made.table(key).rows]


def test_each_table_parts_the_same_months(english: Language) -> None:
    made = report()
    require_sound(made, ())
    # D-1: six months of 2019, D-2: half of April and May, D-3: ten days of October.
    assert {str(made.figure(f"months.{key}.total").value) for key in ("funder", "grant", "country")} == {"7.82"}
    assert {str(made.figure(f"months.{key}.total").value) for key in ("sex", "category", "assignment")} == {"7.82"}
    assert table(made, "by_funder", english) == [
        ["Funder B", "5.10", "0.6522", "2", "2"],
        ["Funder A", "2.40", "0.3069", "1", "1"],
        ["Without a grant", "0.32", "0.0409", "1", "0"],
        ["Total", "7.82", "1.0000", "3", "2"],
    ]
    assert [row[:2] for row in table(made, "by_country", english)] == [
        ["Senegal", "4.00"],
        ["Niger", "3.50"],
        ["Not recorded", "0.32"],
        ["Total", "7.82"],
    ]
    assert [row[0] for row in table(made, "by_assignment", english)] == ["A-1: Legal aid", "Not recorded", "Total"]
    assert [row[0] for row in table(made, "by_sex", english)] == ["Female", "Male", "Not recorded", "Total"]
    assert made.fact("countries") == 2
    assert made.entry_count == 0


def test_years_stand_in_their_order_whenever_the_period_begins(english: Language) -> None:
    made = report(period=Period.of_days(date(1999, 1, 1), date(2019, 12, 31)))
    assert [row[:2] for row in table(made, "by_year", english)] == [
        ["2018", "2.00"],
        ["2019", "7.82"],
        ["Total", "9.82"],
    ]


def test_a_report_on_one_grant_has_what_that_grant_bears(english: Language) -> None:
    made = report(narrow=True)
    require_sound(made, ())
    assert [row[:2] for row in table(made, "by_grant", english)] == [["G-1: Title of G-1", "5.10"], ["Total", "5.10"]]
    assert made.fact("grant") == "G-1"


def test_workings_say_from_which_contracts_months_come(english: Language) -> None:
    made = report()

    def source(key: str) -> str:
        formula = made.figure(key).formula
        assert isinstance(formula, Given)
        return english.text(formula.source)

    assert source("months.service") == "From 4 contracts of 3 deployments, D-1 to D-3."
    assert source("months.sex.m") == "From 1 contract of D-2."
    assert english.text(contracts_of_nothing()) == "There is no signed contract."


def contracts_of_nothing() -> Any:
    formula = report(deployments=()).figure("months.service").formula
    assert isinstance(formula, Given)
    return formula.source


def test_without_deployments_the_tables_are_empty_and_hold() -> None:
    made = report(deployments=())
    require_sound(made, ())
    assert [len(each.rows) for each in made.tables] == [1] * 7


@pytest.mark.parametrize(("chosen", "named"), [("codes", False), ("names", True)])
def test_the_list_has_codes_and_names_only_where_they_were_chosen(chosen: str, named: bool, english: Language) -> None:
    names = {1: NAME} if named else {}
    made = report(details={"volunteers": chosen}, names=names)
    require_sound(made, ())
    assert made.tells_names is named
    rows = {row.key: (english.value(row.label), *shown(row)) for row in made.table("volunteers").rows}
    assert rows["volunteers.D-1"] == (
        f"V-1, {NAME}" if named else "V-1",
        "D-1",
        made.table("volunteers").rows[0].cells[1],
        made.table("volunteers").rows[0].cells[2],
        "Niamey, Dakar",
        rows["volunteers.D-1"][5],
        date(2019, 1, 1),
        date(2019, 6, 30),
        "6.00",
    )
    assert english.value(rows["volunteers.D-1"][5]) == "Niger and Senegal"
    assert rows["volunteers.D-3"][0] == "Nobody yet"
    assert rows["volunteers.D-2"][6:8] == (date(2019, 4, 16), date(2019, 5, 31))  # it ended early
    assert rows["volunteers.total"][-1] == "7.82"
    stored = json.dumps(frozen(made))
    assert (NAME in stored) is named
    assert list(thawed(json.loads(stored)).figures()) == list(made.figures())


def test_rows_have_the_same_total_as_the_list() -> None:
    made = report(details={"volunteers": "codes"})
    assert made.figure("months.volunteers.total").value == made.figure("months.sex.total").value == Decimal("7.82")
    assert set(rows_of(made, "volunteers")) == {
        "volunteers.D-1",
        "volunteers.D-2",
        "volunteers.D-3",
        "volunteers.total",
    }
