"""The cost of deployments: three figures a month, traced to parts of entries, and what a volunteer-month comes to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from desktop.language import Language, say
from desktop.reports.forms.cost_per_result import build_cost_per_result
from desktop.reports.forms.deployment_costs import build_deployment_costs
from desktop.reports.people import CostFacts
from desktop.reports.report import EntrySum, Report
from tests.helpers.people_reports import COSTS, NAME, measure, parts_of_facts, people_facts
from tests.helpers.recomputing import require_worked_out
from tests.helpers.report_facts import rows_of, shown


def report(details: dict[str, str] | None = None, **values: Any) -> Report:
    facts = replace(people_facts(**values), details=details or {})
    made = build_deployment_costs(facts)
    require_worked_out(made, parts_of_facts(facts) if values.get("parts") != () else ())
    return made


def notes(made: Report, english: Language) -> list[str]:
    return [english.text(note).replace("\u00a0", " ") for note in made.notes]


def test_months_have_three_figures_and_their_differences() -> None:
    made = report()
    rows = rows_of(made, "months.USD")
    assert rows["months.USD.2019-01"] == ["0.60", "0.60", "600.00", "0", "600.00", "590.25", "0.00", "9.75"]
    assert rows["months.USD.2019-07"] == ["0.00", "0.60", "610.00", "610.00", "0", "0", "610.00", "0"]
    assert rows["months.USD.total"][:2] == ["5.10", "6.30"]
    assert rows["months.USD.total"][2:] == ["1660.00", "610.00", "1050.00", "1050.35", "610.00", "-0.35"]
    assert [table.key for table in made.tables] == [
        *("months.USD", "grants.USD", "per_month.USD"),
        *("months.XOF", "grants.XOF", "per_month.XOF"),
    ]
    assert made.is_proved


def test_committed_and_actual_lead_to_the_parts_of_entries() -> None:
    made = report()
    figure = made.figure("actual.months.USD.2019-01")
    assert figure.formula == EntrySum("spent", (("currency", "USD"), ("month", "2019-01-01")))
    assert made.sums_behind("per_month.actual.USD") == tuple(
        EntrySum("spent", (("currency", "USD"), ("month", f"2019-{month:02}-01"))) for month in range(1, 9)
    )


def test_a_volunteer_month_is_the_cost_for_each_month_that_is_shown() -> None:
    made = report()
    assert [shown(row) for row in made.table("per_month.USD").rows] == [
        ["1660.00", "6.30", "263.49"],
        ["1050.00", "5.10", "205.88"],
        ["1050.35", "5.10", "205.95"],
    ]
    assert made.figure("per_month.committed.XOF").value == 100_000  # francs have no cents


def test_without_months_there_is_no_cost_of_one_and_it_is_said(english: Language) -> None:
    made = report(deployments=())
    assert made.figure("per_month.actual.USD").value is None
    assert "empty where there are none" in " ".join(notes(made, english))
    assert made.is_proved


def test_grants_of_one_currency_are_told_apart() -> None:
    facts = people_facts()
    both = tuple(replace(each, currency="USD") for each in facts.grants)
    parts = [replace(row, currency="USD") for row in parts_of_facts(facts)]
    made = build_deployment_costs(people_facts(parts, grants=both))
    rows = rows_of(made, "grants.USD")
    assert list(rows) == ["grants.USD.1", "grants.USD.2", "grants.USD.total"]
    assert rows["grants.USD.1"][0:6] == ["5.10", "6.30", "1660.00", "610.00", "1050.00", "1050.35"]
    assert rows["grants.USD.total"] == rows_of(made, "months.USD")["months.USD.total"]
    assert made.is_proved


def test_nothing_is_said_to_be_nothing(english: Language) -> None:
    made = report(parts=(), deployments=(), costs=())
    assert rows_of(made, "months.USD") == {"months.USD.total": ["0", "0", "0", "0", "0", "0", "0", "0"]}
    assert made.figure("per_month.actual.USD").value is None
    assert notes(made, english)[0].startswith("No deployment serves in these months")


def test_an_office_without_grants_has_no_tables() -> None:
    made = build_deployment_costs(people_facts((), grants=(), deployments=(), costs=()))
    assert (made.tables, made.chart, made.currency) == ((), None, "USD")


def test_what_the_pro_forma_lacks_and_what_no_grant_pays_is_told(english: Language) -> None:
    missing = tuple(say("D-{number} has no rate.", number=number) for number in range(1, 6))
    said = notes(report(missing=missing), english)
    assert said[:4] == ["D-1 has no rate.", "D-2 has no rate.", "D-3 has no rate.", said[3]]
    assert said[3] == "2 more parts of the pro forma are not known."
    assert said[-1] == "0.32 person-months that no grant pays are in no table."


def test_the_list_of_volunteers_has_their_costs_in_each_currency(english: Language) -> None:
    made = report({"volunteers": "names"}, names={1: NAME}, narrow=True)
    rows = made.table("volunteers.USD").rows
    assert [(english.value(row.label), shown(row)[-3:]) for row in rows] == [
        (f"V-1, {NAME}", ["3.60", "1210.00", "590.25"]),
        ("V-2", ["1.50", "450.00", "460.10"]),
        ("Total", ["5.10", "1660.00", "1050.35"]),
    ]
    assert made.tells_names
    assert made.fact("grant") == "G-1"


def test_who_is_planned_is_listed_with_what_it_will_cost_and_no_days_of_service(english: Language) -> None:
    planned = CostFacts(4, 1, date(2019, 12, 1), Decimal("100.00"), Decimal("100.00"))
    made = report({"volunteers": "codes"}, narrow=True, costs=(*COSTS, planned))
    row = next(row for row in made.table("volunteers.USD").rows if row.key == "volunteers.USD.D-4")
    assert english.value(row.label) == "Nobody yet"
    assert shown(row)[-5:] == [None, None, "0.00", "100.00", "0"]


# --- cost per result -------------------------------------------------------------------------------------------------


def results(**values: Any) -> Report:
    facts = people_facts(**values)
    made = build_cost_per_result(facts)
    require_worked_out(made, parts_of_facts(facts))
    return made


def test_a_result_costs_what_the_deployments_of_its_project_did_for_each_unit(english: Language) -> None:
    made = results(measures=(measure("visits", 40), measure("files", None), measure("other", 5, "P-2")))
    table = made.table("results.USD")
    assert [(english.value(row.label), shown(row)) for row in table.rows] == [
        ("P-1: Courts", []),
        ("Counts of visits", ["40", "1050.35", "26.26"]),
        ("Counts of files", [None, "1050.35", None]),
        ("P-2", []),
        ("Counts of other", ["5", "0", "0.00"]),
    ]
    said = notes(made, english)
    assert said[0] == "Nothing was counted in these months of files."
    assert "It is not a proportion" in said[-1]


def test_without_counts_or_measures_it_is_said_plainly(english: Language) -> None:
    assert notes(results(measures=(measure("visits", None),)), english)[0].startswith("Nothing was counted")
    made = results()
    assert made.tables == ()
    assert notes(made, english)[0].startswith("No project says yet what is counted")


def test_a_report_on_one_grant_has_the_results_of_its_projects() -> None:
    made = results(narrow=True, measures=(measure("visits", 40), measure("other", 5, "P-2")))
    assert [row.key for row in made.table("results.USD").rows] == ["USD.P-1", "USD.P-1.visits"]
    assert made.fact("grant") == "G-1"


def test_a_project_paid_in_two_currencies_stands_in_both() -> None:
    facts = people_facts()
    parts = [replace(row, committed=None, spent=row.spent or row.committed) for row in parts_of_facts(facts)]
    made = build_cost_per_result(people_facts(parts, measures=(measure("visits", 10),)))
    assert [table.currency for table in made.tables] == ["USD", "XOF"]
    assert made.figure("per_unit.XOF.P-1.visits").value == 24_000
