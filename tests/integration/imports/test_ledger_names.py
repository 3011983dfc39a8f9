"""What a workbook names is found as people call it; what is meant by two things, or by none, is a problem."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.codes import CATEGORY_NAMES, CATEGORY_SHORT_NAMES
from desktop.domain.ledger import LEDGER_KINDS
from desktop.domain.progress import Silent
from desktop.language import Language
from desktop.services import budgets
from desktop.services.imports import ImportPlan, plan_ledger
from desktop.services.imports.vocabulary import category_called, kind_called
from desktop.services.offices import Office
from desktop.storage.models import Grant
from tests.helpers import sheets
from tests.helpers.budgets import DAY, Plan, line_called, typed
from tests.helpers.records import making

Look = Callable[..., ImportPlan]


@pytest.fixture
def office(file_office: Office) -> Office:
    """An office with a grant in USD and its budget."""
    with making(file_office) as make:
        budget = make.budget(make.grant(reference="GR-1"))
        for code in ("1.1", "1.2", "7"):
            make.line(budget, code, "1000.00")
        make.rate("XOF", "600", date(2019, 3, 1))
    return file_office


@pytest.fixture
def look(office: Office, tmp_path: Path) -> Look:
    """Plans the import of a workbook of these rows."""

    def do(*rows: Any) -> ImportPlan:
        path = sheets.ledger(tmp_path / "ledger.xlsx", *rows)
        return plan_ledger(office, path, grant="GR-1", progress=Silent())

    return do


def _told(plan: ImportPlan) -> list[tuple[str, str, str]]:
    return [(problem.where, str(problem.sentence), str(problem.fix)) for problem in plan.problems]


# --- budget lines -------------------------------------------------------------------------------------------------


def test_line_whose_code_is_in_two_budgets(office: Office, look: Look) -> None:
    with making(office) as make:
        second = make.budget(make.unit.get(Grant, 1), project_id=make.project().id)
        make.line(second, "1.2", "500.00")
        make.line(second, "8", "500.00")
        make.line(make.budget(make.unit.get(Grant, 1), status="draft"), "7", "500.00")
    assert _told(look(sheets.entry(5, Line="1.2"))) == [
        (
            "Ledger!E2",
            "Line 1.2 is in several budgets of GR-1.",
            "Give the lines of its budgets codes that differ, or leave the cell empty.",
        )
    ]
    assert look(*(sheets.entry(5, Line=code) for code in ("1.1", "7", "8"))).problems == ()


def test_a_line_of_a_revision_is_the_line_it_continues(office: Office, look: Look) -> None:
    with making(office) as make:
        draft = make.budget(make.unit.get(Grant, 1), status="draft", revision=1)
        make.line(draft, "9.9", "1.00")
    revision = budgets.draft_revision(office, budget_id=1).record_id
    edits = [typed(office, revision, "1.2", code="1.3"), Plan("2.1", "5.00").edit]
    budgets.edit_lines(office, budget_id=revision, edits=edits)
    budgets.approve(office, budget_id=revision, on=DAY, by="A funder")
    plan = look(sheets.entry(5, Line="1.3"), sheets.entry(6, Line="2.1"))
    new = line_called(office, revision, "2.1")
    assert [row["line_id"] for table in plan.tables for row in table.new] == [2, new.id]
    for code in ("1.2", "9.9"):
        assert [sentence for _where, sentence, _fix in _told(look(sheets.entry(5, Line=code)))] == [
            f"Line {code} is not in the budget of GR-1."
        ]


# --- kinds and categories -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("named", "kind"),
    [
        ("Dépense", "expenditure"),
        ("DEPENSES", "expenditure"),
        ("expenditures", "expenditure"),
        ("engagement", "commitment"),
        ("Ajustement", "adjustment"),
        ("نفقة", "expenditure"),
        ("التزام", "commitment"),
        ("", "expenditure"),
    ],
)
def test_kind_in_any_language(look: Look, named: str, kind: str) -> None:
    plan = look(sheets.entry(5, Kind=named))
    assert (plan.problems, plan.tables[0].new[0]["kind"]) == ((), kind)


@pytest.mark.parametrize(
    ("named", "category"),
    [
        ("Voyages", 5),
        ("voyages", 5),
        ("TRAVEL", 5),
        ("Supplies, commodities, materials", 2),
        ("supplies and materials", 2),
        ("السفر", 5),
        ("5", 5),
        (8, 8),
        (1.0, 1),
    ],
)
def test_category_in_any_language_and_by_number(look: Look, named: Any, category: int) -> None:
    plan = look(sheets.entry(5, Category=named))
    assert (plan.problems, plan.tables[0].new[0]["category"]) == ((), category)


@pytest.mark.parametrize("code", ["en", "fr", "ar"])
def test_every_name_the_program_shows_is_understood(speak: Callable[[str], Language], code: str) -> None:
    shown = speak(code).text
    assert {kind: kind_called(shown(name)) for kind, name in LEDGER_KINDS.items()} == {
        kind: kind for kind in LEDGER_KINDS
    }
    for names in (CATEGORY_NAMES, CATEGORY_SHORT_NAMES):
        assert {one: category_called(shown(name)) for one, name in names.items()} == {one: one for one in names}


@pytest.mark.parametrize("named", ["Trips", "9", "0", "-"])
def test_category_that_there_is_not(look: Look, named: str) -> None:
    assert _told(look(sheets.entry(5, Category=named))) == [
        ("Ledger!H2", f"“{named}” is not a cost category.", "Use its number, 1 to 8, or its name.")
    ]


# --- totals -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Total",
        "TOTAL:",
        "Sub-total",
        "Subtotal March 2019",
        "Sous-total",
        "Sous-total février",
        "Total général",
        "Total des dépenses",
        "Grand total",
        "Total USD",
        "Total GR-1",
        "Total 1.2",
        "Somme",
        "المجموع الكلي",
    ],
)
def test_row_that_says_total_alone_is_left_out(look: Look, text: str) -> None:
    plan = look(sheets.entry(5), {"Description": text, "Currency": "USD", "Amount": 5})
    assert (plan.added, plan.problems) == (1, ())
    assert {str(what): count for what, count in plan.left_out.items()} == {"rows of totals": 1}


@pytest.mark.parametrize(
    "values",
    [
        {"Description": "Total Niger, fuel cards"},
        {"Description": "Total"},
        {"Description": "Total", "Supplier": "Total Energies", "Document": None},
        {"Description": "Fuel cards", "Supplier": "Total", "Document": None},
        {"Description": "Sum for the workshop in Niamey", "Document": None},
        {"Description": "March 2019", "Document": None},
    ],
)
def test_row_that_says_more_lacks_its_date(look: Look, values: dict[str, Any]) -> None:
    plan = look(sheets.entry(60_000, Date=None, Currency="XOF", **values))
    fix = "Make it a date cell in Excel, or write it like 2019-10-09."
    assert (_told(plan), plan.left_out) == ([("Ledger!A2", "“” is not a date.", fix)], {})


def test_row_that_holds_nothing_but_a_total(look: Look) -> None:
    assert look({"Supplier": "Total", "Amount": 5}).problems == ()
    assert look({"Supplier": "Total Niger", "Amount": 5}).is_refused
