"""A newer file changes what it changed and nothing else: what it no longer names, or says nothing about, stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.language import say
from desktop.services import budgets
from desktop.services.imports import ImportPlan
from desktop.services.offices import Office
from desktop.storage.models import Organisation, Project
from tests.helpers import iati
from tests.helpers.records import making
from tests.helpers.tables import tables_of

Bring = Callable[..., ImportPlan]
_A = iati.activity("XX-1-A", iati.budget("10.00"), iati.transaction("11", "10.00"), title="Legal aid")
_B = iati.activity("XX-1-B", iati.transaction("11", "20.00"), title="Police")


def _part_of(reference: str) -> str:
    return f'<related-activity type="1" ref="{reference}"/>'


def _changes(plan: ImportPlan) -> dict[str, list[dict[str, Any]]]:
    return {table.table: [row.after for row in table.changed] for table in plan.tables if table.changed}


def test_only_the_fields_that_differ_are_changed(office: Office, bring: Bring) -> None:
    bring(_A, _B)
    before = tables_of(office, trail=False)
    plan = bring(_A.replace("Legal aid", "Legal aid in prisons"), _B)
    assert _changes(plan) == {
        "project": [{"title": "Legal aid in prisons"}],
        "grant": [{"title": "Legal aid in prisons"}],
    }
    title = {"title": "Legal aid in prisons"}
    assert (plan.added, plan.changed) == (0, 2)
    assert str(plan.sentence).startswith("Imported projects.xml: ")
    after = tables_of(office, trail=False)
    for table in ("project", "grant"):
        before[table][0] |= {**title, "version": 2}
    assert after == before


def test_new_amounts_of_a_grant_its_share_and_its_budget(bring: Bring) -> None:
    bring(_A)
    plan = bring(_A.replace("10.00", "12.50"))
    amount = {"amount": Decimal("12.50")}
    assert _changes(plan) == {
        "grant": [amount],
        "grant_share": [amount],
        "budget_line": [{"unit_cost": Decimal("12.50"), **amount}],
    }
    assert plan.added == 0


def test_a_budget_that_was_revised_here_is_left_to_people(office: Office, bring: Bring) -> None:
    bring(_A)
    (budget,) = tables_of(office)["budget"]
    revision = budgets.draft_revision(office, budget_id=budget["id"]).record_id
    bring(_A.replace("10.00", "12.50"))
    assert _changes(bring(_A)).keys() == {"grant", "grant_share", "budget_line"}
    budgets.approve(office, budget_id=revision, on=date(2019, 6, 1), by="A funder")
    before = tables_of(office)["budget_line"]
    plan = bring(_A.replace(iati.budget("10.00"), iati.budget("9.00")))
    assert _changes(plan) == {}
    assert plan.left_out[say("budgets of projects whose budget is kept here")] == 1
    assert tables_of(office)["budget_line"] == before
    assert [row["status"] for row in tables_of(office)["budget"]] == ["superseded", "approved"]


def test_second_commitment_makes_a_second_grant_and_leaves_the_first(office: Office, bring: Bring) -> None:
    bring(_A)
    more = iati.transaction("11", "5.00")
    plan = bring(_A.replace("</iati-activity>", f"{more}</iati-activity>"))
    assert {table.table: len(table.new) for table in plan.tables if table.new} == {"grant": 1, "grant_share": 1}
    grants = [(row["reference"], row["amount"]) for row in tables_of(office)["grant"]]
    assert grants == [("XX-1-A", Decimal(10)), ("XX-1-A/2", Decimal(5))]


def test_project_that_a_file_no_longer_names_stays(office: Office, bring: Bring) -> None:
    bring(_A, _B)
    before = tables_of(office)
    plan = bring(_B)
    assert (plan.added, plan.changed) == (0, 0)
    assert tables_of(office) == before


def test_further_transactions_are_added_to_those_that_are_here(office: Office, bring: Bring) -> None:
    spent = iati.transaction("3", "1.00")
    bring(iati.activity("XX-1-A", spent))
    plan = bring(iati.activity("XX-1-A", iati.transaction("3", "2.00", reference="T-2"), spent, spent))
    assert [(table.table, len(table.new), table.same) for table in plan.tables if table.table == "ledger_entry"] == [
        ("ledger_entry", 2, 1)
    ]
    assert [row["amount"] for row in tables_of(office)["ledger_entry"]] == [Decimal(1), Decimal(2), Decimal(1)]


def test_what_a_file_says_nothing_about_is_not_erased(office: Office, bring: Bring) -> None:
    bring(_A)
    with making(office) as make:
        project = make.unit.get(Project, 1)
        project.summary, project.status = "Written by hand", "2"
        publisher = make.unit.get(Organisation, 1)
        publisher.short_name = "PUB"
    plan = bring(_A.replace(' type="40"', ""))
    assert (plan.added, plan.changed) == (0, 0)
    row = tables_of(office)["project"][0]
    assert (row["summary"], row["status"]) == ("Written by hand", "2")
    assert tables_of(office)["organisation"][0]["kind"] == "40"


# --- the tree -----------------------------------------------------------------------------------------------------


def _tree(office: Office) -> dict[str, str | None]:
    rows = tables_of(office)["project"]
    names = {row["id"]: row["reference"] for row in rows}
    return {row["reference"]: names.get(row["parent_id"]) for row in rows}


@pytest.mark.parametrize("order", [("A", "B", "C"), ("C", "B", "A"), ("B", "C", "A")])
def test_tree_comes_in_whole_in_any_order(office: Office, bring: Bring, order: tuple[str, ...]) -> None:
    activities = {
        "A": iati.activity("A"),
        "B": iati.activity("B", _part_of("A")),
        "C": iati.activity("C", _part_of("B")),
    }
    plan = bring(*(activities[name] for name in order))
    assert plan.problems == ()
    assert _tree(office) == {"A": None, "B": "A", "C": "B"}
    paths = {row["reference"]: (row["kind"], row["tree_path"]) for row in tables_of(office)["project"]}
    ids = {row["reference"]: f"{row['id']:08}/" for row in tables_of(office)["project"]}
    assert paths["C"] == ("component", ids["A"] + ids["B"] + ids["C"])


def test_parent_in_another_file_is_told_and_found_the_next_time(office: Office, bring: Bring) -> None:
    child = iati.activity("XX-1-A", _part_of("XX-1"))
    plan = bring(child, name="child.xml")
    assert [(problem.where, str(problem.sentence), str(problem.fix)) for problem in plan.problems] == [
        (
            "XX-1-A",
            "It is part of XX-1, which the file does not hold.",
            "Import the file that holds it, then this one again.",
        )
    ]
    bring(iati.activity("XX-1"), name="parent.xml")
    again = bring(child, name="child.xml")
    assert (again.problems, _tree(office)) == ((), {"XX-1-A": "XX-1", "XX-1": None})
    assert bring(child, name="child.xml").changed == 0


def test_place_in_the_tree_given_by_hand_stays(office: Office, bring: Bring) -> None:
    bring(_A)
    with making(office) as make:
        programme = make.project(reference="SAHEL")
        make.unit.get(Project, 1).parent_id = programme.id
    assert bring(_A.replace("Legal aid", "Law")).added == 0
    assert _tree(office) == {"XX-1-A": "SAHEL", "SAHEL": None}


def test_activities_that_are_part_of_each_other_make_no_ring(office: Office, bring: Bring) -> None:
    ring = [iati.activity("A", _part_of("B")), iati.activity("B", _part_of("A")), iati.activity("C", _part_of("C"))]
    plan = bring(*ring)
    assert _tree(office) == {"B": None, "A": "B", "C": None}
    assert {problem.where for problem in plan.problems} == {"B", "C"}
    again = bring(*ring)
    assert (again.added, again.changed) == (0, 0)


def test_files_whose_activities_are_part_of_each_other_make_no_ring(office: Office, bring: Bring) -> None:
    first = iati.activity("A", _part_of("B"))
    bring(first, name="first.xml")
    bring(iati.activity("B", _part_of("A")), name="second.xml")
    assert _tree(office) == {"A": None, "B": "A"}
    again = bring(first, name="first.xml")
    assert [problem.where for problem in again.problems] == ["A"]
    assert _tree(office) == {"A": None, "B": "A"}


# --- any file -----------------------------------------------------------------------------------------------------

_amounts = st.decimals(min_value="0.01", max_value="999999.99", places=2).map(str)
_transactions = st.builds(
    iati.transaction,
    st.sampled_from(["1", "2", "3", "4", "11", "12"]),
    _amounts,
    reference=st.sampled_from(["", "T-1", "T-2"]),
    provider=st.sampled_from(["", "XX-7", "XX-8"]),
)
_budgets = st.builds(iati.budget, _amounts, kind=st.sampled_from(["1", "2"]))
_elements = st.lists(st.one_of(_transactions, _budgets), max_size=6)


@given(st.lists(_elements, min_size=1, max_size=4))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_file_imported_again_changes_nothing(office: Office, bring: Bring, activities: list[list[str]]) -> None:
    file = [iati.activity(f"XX-1-{place}", *elements) for place, elements in enumerate(activities)]
    bring(*file)
    before = tables_of(office)
    plan = bring(*file)
    assert (plan.added, plan.changed) == (0, 0)
    assert tables_of(office) == before
