"""What a table names and the office lacks: told with the nearest, or made when someone says so, or not made and why."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desktop.services import records as forms
from desktop.services.imports import undo_import
from desktop.services.offices import Office
from tests.helpers.incoming import brought_in, looked_at, statuses, table, told
from tests.helpers.records import making
from tests.helpers.tables import tables_of

GRANTS = ("reference", "title", "funder", "currency", "amount", "project", "agreement")
ROW = ("G-2", "Two", "New Fund", "USD", 10, "P-9", "AG-9")


@pytest.fixture
def ready(office: Office) -> Office:
    """An office with a grant in euros that pays one project."""
    with making(office) as make:
        project = make.project(reference="P-1")
        grant = make.grant(reference="G-1", currency="EUR", amount=Decimal(1000))
        make.share(grant, project, "1000")
    return office


def test_what_is_not_there_is_an_error_that_says_what_can_be_done(ready: Office) -> None:
    preview = looked_at(ready, table("grants", GRANTS, ROW))
    assert [(where, sentence) for where, _field, sentence in told(preview)] == [
        ("Sheet1!F2", "The office has no Project P-9."),
        ("Sheet1!C2", "The office has no Organisation New Fund."),
        ("Sheet1!G2", "The office has no Agreement AG-9."),
    ]
    assert preview.problems[0].nearest == ("P-1",)
    assert str(preview.problems[1].problem.fix) == "Add it first, or tick that missing records be made."


def test_it_is_made_when_someone_says_so_listed_and_undone_with_the_rest(ready: Office) -> None:
    before = tables_of(ready, trail=False)
    draft = table("grants", GRANTS, ROW, ["G-3", "Three", "new fund", "USD", 5, None, None])
    preview = looked_at(ready, draft, create_missing=True)
    assert (statuses(preview), told(preview)) == (["NEW", "NEW"], [])
    assert sorted(preview.missing) == [
        ("agreements", "AG-9"),
        ("organisations", "New Fund"),
        ("organisations", "new fund"),
        ("projects", "P-9"),
    ]
    assert [str(note) for note in preview.notes] == [
        "Agreements that are made get their reference as title, and are cooperation agreements.",
        "Projects that are made get their reference as title.",
    ]
    assert tables_of(ready, trail=False) == before
    done = brought_in(ready, draft, create_missing=True)
    assert [one.name for one in forms.choices(ready, "organisations", search="fund")] == ["New Fund"]
    undo_import(ready, batch_id=done.record_id)
    assert tables_of(ready, trail=False) == before


def test_what_only_rows_with_errors_name_is_not_made(ready: Office) -> None:
    rows: list[list[Any]] = [["G-2", None, "New Fund", "USD", 10], ["G-3", "Three", "Other Fund", "USD", 10]]
    draft = table("grants", GRANTS[:5], *rows)
    assert looked_at(ready, draft, create_missing=True).missing == (("organisations", "Other Fund"),)
    brought_in(ready, draft, create_missing=True)
    assert not forms.choices(ready, "organisations", search="New")


def test_a_grant_is_made_where_the_row_tells_its_currency(ready: Office) -> None:
    keys = ("grant", "expected_on", "amount", "currency")
    rows = [["G-7", date(2020, 1, 1), 10, "XOF"], ["G-8", date(2020, 1, 1), 10, None]]
    preview = looked_at(ready, table("instalments", keys, *rows), create_missing=True)
    assert statuses(preview) == ["NEW", "ERROR"]
    assert str(preview.problems[0].problem.fix).startswith("It cannot be made: the row does not tell its currency.")
    assert preview.missing == (("grants", "G-7"),)
    brought_in(ready, table("instalments", keys, *rows), create_missing=True)
    grant = next(one for one in forms.choices(ready, "grants") if one.code == "G-7")
    values = forms.load(ready, "grants", grant.id).values
    assert (values["currency"], values["amount"], values["funder"]) == ("XOF", 0, "?")


def test_a_line_is_never_made_from_its_code(ready: Office) -> None:
    keys = ("allocation", "starts_on", "grant", "line", "percent")
    draft = table("allocation_shares", keys, ["Rent", date(2019, 1, 1), "G-1", "9.9", 100])
    preview = looked_at(ready, draft, create_missing=True)
    assert [(each.field, str(each.problem.fix)[:39]) for each in preview.problems] == [
        ("line", "Lines belong to approved budgets. Add t")
    ]


def test_a_result_is_made_where_its_project_is_known(ready: Office) -> None:
    keys = ("grant", "code", "description", "unit_cost", "result")
    draft = table("budget_lines", keys, ["G-1", "1.1", "Pump", 5, "1.2"])
    assert statuses(looked_at(ready, draft)) == ["ERROR"]
    assert told(looked_at(ready, draft, create_missing=True)) == []
    brought_in(ready, draft, create_missing=True)
    assert [one.code for one in forms.choices(ready, "results")] == ["1.2"]
    assert statuses(looked_at(ready, draft)) == ["SAME"]
    with making(ready) as make:
        make.grant(reference="G-5", amount=Decimal(5))
    other = looked_at(ready, table("budget_lines", keys, ["G-5", "1.1", "Pump", 5, "7.7"]), create_missing=True)
    assert statuses(other) == ["ERROR"]


def test_a_table_without_a_column_that_tells_records_apart_finds_the_one_that_is_meant(office: Office) -> None:
    with making(office) as make:
        make.grant(reference="G-1")
        make.grant(reference="G-2")
        make.organisation(reference="XX-1", name="Legal aid")
    keys = ("name", "organisation", "phone", "grant")
    people = (("Aïcha", "G-1"), ("Moussa", "G-1"), ("Moussa", "G-2"))
    brought_in(office, table("contacts", keys, *([name, "Legal aid", "1", grant] for name, grant in people)))
    found = looked_at(office, table("contacts", keys[:3], ["Aïcha", "Legal aid", "2"], ["Moussa", "Legal aid", "2"]))
    assert statuses(found) == ["CHANGED", "ERROR"], "two are called Moussa"
    assert statuses(looked_at(office, table("contacts", keys, ["Aïcha", "Legal aid", "2", "G-2"]))) == ["NEW"]
