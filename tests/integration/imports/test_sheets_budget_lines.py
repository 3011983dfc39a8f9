"""Budget lines find their budget by grant and project; what is approved stays as it is."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from desktop.services import records as forms
from desktop.services.imports import undo_import
from desktop.services.offices import Office
from tests.helpers.incoming import brought_in, looked_at, statuses, table, told
from tests.helpers.records import making
from tests.helpers.tables import tables_of

KEYS = ("grant", "code", "description", "category", "quantity", "unit_cost", "duration")
ROWS: tuple[list[Any], ...] = (
    ["G-1", "1.1", "Engineer", 1, 2, 500, 3],
    ["G-1", "8", "Support costs", 8, None, 10, None],
)


@pytest.fixture
def ready(office: Office) -> Office:
    """An office with a grant at 13 per cent support costs, and one with an approved budget."""
    with making(office) as make:
        make.project(reference="P-1")
        make.grant(reference="G-1", amount=Decimal(10000), indirect_rate=Decimal(13))
        approved = make.grant(reference="G-2", amount=Decimal(10000))
        make.line(make.budget(approved), "1.1", "100.00")
    return office


def lines(office: Office) -> dict[str, object]:
    """The amount of each line by grant and code."""
    found = (forms.load(office, "budget_lines", one.id).values for one in forms.choices(office, "budget_lines"))
    return {f"{values['grant']} {values['code']}": values["amount"] for values in found}


def test_the_first_budget_of_a_grant_is_begun_and_its_support_costs_are_worked_out(ready: Office) -> None:
    before = tables_of(ready, trail=False)
    preview = looked_at(ready, table("budget_lines", KEYS, *ROWS))
    assert (statuses(preview), preview.missing) == (["NEW", "NEW"], (("budgets", "G-1"),))
    done = brought_in(ready, table("budget_lines", KEYS, *ROWS))
    assert lines(ready) == {"G-2 1.1": Decimal(100), "G-1 1.1": Decimal(3000), "G-1 8": Decimal(390)}
    again = looked_at(ready, table("budget_lines", KEYS, *ROWS))
    assert (statuses(again), again.missing) == (["SAME", "SAME"], ())
    undo_import(ready, batch_id=done.record_id)
    assert tables_of(ready, trail=False) == before


def test_the_open_budget_takes_the_lines(ready: Office) -> None:
    brought_in(ready, table("budget_lines", KEYS, ROWS[0]))
    brought_in(ready, table("budget_lines", KEYS, ["G-1", "2.1", "Pump", 2, 1, 7, 1]))
    assert len(forms.choices(ready, "budgets")) == 2


def test_an_approved_budget_says_why_it_stays(ready: Office) -> None:
    same = ["G-2", "1.1", "Line 1.1", 7, 1, 100, 1]
    rows = [same, ["G-2", "1.2", "New", 7, 1, 5, 1]]
    preview = looked_at(ready, table("budget_lines", KEYS, *rows))
    assert statuses(preview) == ["SAME", "ERROR"]
    assert told(preview) == [("Sheet1!A3", "budget", "It is approved. Draft a revision instead.")]


def test_budgets_of_projects_are_told_apart(ready: Office) -> None:
    keys = ("grant", "project", "code", "description", "unit_cost")
    rows: list[list[Any]] = [["G-1", "P-1", "1.1", "Of the project", 5], ["G-1", None, "1.1", "Of the grant", 6]]
    preview = looked_at(ready, table("budget_lines", keys, rows[0]))
    assert statuses(preview) == ["NEW"]
    brought_in(ready, table("budget_lines", keys, rows[0]))
    assert statuses(looked_at(ready, table("budget_lines", keys, rows[0]))) == ["SAME"]


def test_an_amount_alone_is_one_unit_at_that_amount(ready: Office) -> None:
    keys = ("grant", "code", "description", "amount")
    draft = table("budget_lines", keys, ["G-1", "1.1", "Lump sum", 1234.5])
    brought_in(ready, draft)
    assert lines(ready)["G-1 1.1"] == Decimal("1234.5")
    assert statuses(looked_at(ready, draft)) == ["SAME"]


def test_an_amount_that_is_not_what_its_parts_make_is_told(ready: Office) -> None:
    keys = ("grant", "code", "description", "quantity", "unit_cost", "amount")
    preview = looked_at(ready, table("budget_lines", keys, ["G-1", "1.1", "Pump", 2, 100, 250]))
    (problem,) = preview.problems
    assert (problem.problem.where, problem.problem.sentence.text) == (
        "Sheet1!F2",
        "The sheet says {stated}, and its parts make {made}.",
    )
    assert statuses(preview) == ["NEW"]
    assert [str(each) for each in preview.sums] == ["Money(amount=Decimal('250.00'), currency='USD')"]


def test_rows_without_a_grant_are_told_so(ready: Office) -> None:
    draft = table("budget_lines", KEYS, [None, *ROWS[0][1:]])
    assert told(looked_at(ready, draft)) == [("Sheet1!A2", "grant", "Choose a grant.")]
    assert statuses(looked_at(ready, draft, grant="G-1")) == ["NEW"]


def test_lines_without_a_code_get_numbers_and_are_known_again_by_what_they_are_for(ready: Office) -> None:
    keys = ("code", "description", "amount")
    rows: list[list[Any]] = [[None, "Wells", 100], ["2", "Pumps", 200.5], [None, "Pipes", 50]]
    for columns, lines_ in ((keys, rows), (keys[1:], [row[1:] for row in rows])):
        preview = looked_at(ready, table("budget_lines", columns, *lines_), grant="G-1")
        assert (preview.refused, told(preview), set(statuses(preview))) == ((), [], {"NEW"})
    draft = table("budget_lines", keys, *rows)
    preview = looked_at(ready, draft, grant="G-1")
    assert [row.values["code"] for row in preview.rows] == ["1", "2", "3"]
    assert "Lines without a code get the next free number." in map(str, preview.notes)
    brought_in(ready, draft, grant="G-1")
    assert statuses(looked_at(ready, draft, grant="G-1")) == ["SAME"] * 3
    assert statuses(looked_at(ready, table("budget_lines", keys, [None, "Wells", 120]), grant="G-1")) == ["CHANGED"]
    assert looked_at(ready, table("budget_lines", keys[1:], *[row[1:] for row in rows])).refused


def test_the_grant_of_all_rows_can_be_made_where_a_row_tells_its_currency(ready: Office) -> None:
    row = ["1.1", "Engineer", "EUR", 500]
    draft = table("budget_lines", ("code", "description", "currency", "amount"), row)
    brought_in(ready, draft, grant="G-9", create_missing=True)
    assert lines(ready)["G-9 1.1"] == Decimal(500)
    unclear = table("budget_lines", ("code", "description", "amount"), ["1.1", "Pump", 5])
    refused = looked_at(ready, unclear, grant="G-8", create_missing=True)
    assert told(refused) == [("Sheet1!A2", "grant", "The office has no Grant G-8.")]
    assert "the row does not tell its currency" in str(refused.problems[0].problem.fix)
