"""A workbook with anything wrong in it is refused whole; every problem is told at once, with its sheet and cell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.progress import Silent
from desktop.language import UserError
from desktop.services.imports import ImportPlan, apply_import, plan_ledger
from desktop.services.offices import Office
from tests.helpers import sheets
from tests.helpers.records import making
from tests.helpers.tables import tables_of

Look = Callable[..., ImportPlan]
_NUMBER = "Make it a number cell in Excel."
_DATE = "Make it a date cell in Excel, or write it like 2019-10-09."
_COMPARE = "Compare it with the original."
_NEGATIVE = "An expenditure cannot be negative. Record money that came back as a refund, a correction as an adjustment."


@pytest.fixture
def office(file_office: Office) -> Office:
    """An office with a grant in USD, its budget, and a rate of the franc."""
    with making(file_office) as make:
        grant = make.grant(reference="GR-1")
        budget = make.budget(grant)
        for code in ("1.1", "1.2", "7"):
            make.line(budget, code, "1000.00")
        make.rate("XOF", "589.372", date(2019, 3, 1))
    return file_office


@pytest.fixture
def look(office: Office, tmp_path: Path) -> Look:
    """Plans the import of a workbook of these rows."""

    def do(*rows: Any, **more: Any) -> ImportPlan:
        path = sheets.ledger(tmp_path / "ledger.xlsx", *rows, **more)
        return plan_ledger(office, path, grant="GR-1", progress=Silent())

    return do


def _told(plan: ImportPlan) -> list[tuple[str, str, str]]:
    assert plan.problems == plan.errors
    return [(problem.where, str(problem.sentence), str(problem.fix)) for problem in plan.problems]


@pytest.mark.parametrize(
    ("values", "where", "sentence", "fix"),
    [
        ({"Date": None}, "A2", "“” is not a date.", _DATE),
        ({"Date": "09/10/2019"}, "A2", "“09/10/2019” is not a date.", _DATE),
        ({"Date": "2019-02-29"}, "A2", "“2019-02-29” is not a date.", _DATE),
        ({"Date": "20191009"}, "A2", "“20191009” is not a date.", _DATE),
        ({"Date": 43747}, "A2", "“43747” is not a date.", _DATE),
        ({"Date": True}, "A2", "“True” is not a date.", _DATE),
        ({"Date": date(1919, 3, 4)}, "A2", "1919-03-04 is no likely day of an entry.", _DATE),
        ({"Date": "9019-10-09"}, "A2", "9019-10-09 is no likely day of an entry.", _DATE),
        ({"Amount": None}, "G2", "“” is not a number.", _NUMBER),
        ({"Amount": "1,240.50"}, "G2", "“1,240.50” is not a number.", _NUMBER),
        ({"Amount": "1 240,50"}, "G2", "“1 240,50” is not a number.", _NUMBER),
        ({"Amount": "5.000"}, "G2", "“5.000” is text whose point may part thousands or decimals.", _NUMBER),
        (
            {"Amount": "505.000", "Currency": "XOF"},
            "G2",
            "“505.000” is text whose point may part thousands or decimals.",
            _NUMBER,
        ),
        ({"Amount": "NaN"}, "G2", "“NaN” is not a number.", _NUMBER),
        ({"Amount": "Infinity"}, "G2", "“Infinity” is not a number.", _NUMBER),
        ({"Amount": "1_000"}, "G2", "“1_000” is not a number.", _NUMBER),
        ({"Amount": date(2019, 3, 4)}, "G2", "“2019-03-04” is not a number.", _NUMBER),
        ({"Amount": False}, "G2", "“False” is not a number.", _NUMBER),
        ({"Amount": 1e14}, "G2", "The number is too large.", _COMPARE),
        ({"Amount": -1e300}, "G2", "The number is too large.", _COMPARE),
        ({"Amount": 10.005}, "G2", "10.005 has more decimals than USD.", "Round it in the workbook."),
        (
            {"Amount": 10.5, "Currency": "XOF"},
            "G2",
            "10.5 has more decimals than XOF.",
            "Round it in the workbook.",
        ),
        (
            {"Amount": 0},
            "G2",
            "The amount is zero. Enter an amount, or leave the entry out.",
            "Correct the amount, or the kind of entry.",
        ),
        (
            {"Amount": -5, "Kind": "Expenditure"},
            "G2",
            _NEGATIVE,
            "Correct the amount, or the kind of entry.",
        ),
        (
            {"Amount": 5, "Kind": "refund"},
            "G2",
            "A refund lowers what was spent, so its amount is negative. Put a minus before it.",
            "Correct the amount, or the kind of entry.",
        ),
        (
            {"Currency": "CFA"},
            "F2",
            "CFA is not a currency.",
            "Use the three letters of ISO 4217, such as XOF.",
        ),
        (
            {"Currency": "GBP"},
            "F2",
            "There is no rate of GBP for 2019-03-04.",
            "Enter the rate under Exchange rates, or give it in a column Rate.",
        ),
        (
            {"Currency": "XOF", "Date": date(2019, 2, 28)},
            "F2",
            "There is no rate of XOF for 2019-02-28.",
            "Enter the rate under Exchange rates, or give it in a column Rate.",
        ),
        ({"Currency": "XOF", "Rate": "about 600"}, "H2", "“about 600” is not a number.", _NUMBER),
        ({"Currency": "XOF", "Rate": 0}, "H2", "A rate must be above zero.", _COMPARE),
        ({"Currency": "XOF", "Rate": -600}, "H2", "A rate must be above zero.", _COMPARE),
        ({"Currency": "XOF", "Rate": 1e-12}, "H2", "A rate must be above zero.", _COMPARE),
        ({"Currency": "XOF", "Rate": 1e20}, "H2", "The number is too large.", _COMPARE),
        (
            {"Currency": "XOF", "Rate": 0.00167},
            "H2",
            "The rate is far from the known 589.372.",
            "A rate says how many XOF make one USD.",
        ),
        (
            {"Currency": "USD", "Rate": 600},
            "H2",
            "The amount is in USD, the grant's currency: its rate is 1.",
            "Empty the cell, or correct the currency.",
        ),
        ({"Currency": "GBP", "Rate": 1e-9, "Amount": 1e9}, "G2", "The number is too large.", _COMPARE),
        (
            {"Line": "1.3"},
            "E2",
            "Line 1.3 is not in the budget of GR-1.",
            "Lines with similar codes: ['1.2', '1.1', '7'].",
        ),
        ({"Kind": "loan"}, "H2", "“loan” is not a kind of entry.", None),
        (
            {"Line": "1.1", "Category": "Travel"},
            "H2",
            "Line 1.1 is of category 7.",
            "The line decides the category: empty the cell, or correct the line.",
        ),
        ({"Category": 9}, "H2", "“9” is not a cost category.", "Use its number, 1 to 8, or its name."),
        ({"Category": "Trips"}, "H2", "“Trips” is not a cost category.", "Use its number, 1 to 8, or its name."),
    ],
)
def test_what_is_wrong_with_a_row(
    look: Look, values: dict[str, Any], where: str, sentence: str, fix: str | None
) -> None:
    (told,) = _told(look(sheets.entry(5) | values))
    assert told[:2] == (f"Ledger!{where}", sentence)
    if fix is not None:
        assert told[2] == fix


def test_unknown_kind_names_those_there_are(look: Look) -> None:
    (problem,) = look(sheets.entry(5, Kind="loan")).problems
    kinds = dict(problem.fix.values)["kinds"]
    named = ["Receipt", "Commitment", "Expenditure", "Refund", "Adjustment", "Exchange difference"]
    assert [str(kind) for kind in kinds] == named  # type: ignore[union-attr]  # a list of messages


def test_line_of_a_grant_without_budget(office: Office, tmp_path: Path) -> None:
    with making(office) as make:
        make.grant(reference="GR-2")
    path = sheets.ledger(tmp_path / "ledger.xlsx", sheets.entry(5, Line="1.1"))
    told = _told(plan_ledger(office, path, grant="GR-2", progress=Silent()))
    assert told == [("Ledger!E2", "Line 1.1 is not in the budget of GR-2.", "Enter the budget of the grant first.")]


def test_amounts_without_a_currency_are_in_that_of_the_grant(office: Office, tmp_path: Path) -> None:
    with making(office) as make:
        make.grant(reference="GR-3", currency="GBP")
    path = sheets.table(tmp_path / "ledger.xlsx", ["Date", "Amount"], [date(2019, 3, 4), 5])
    plan = plan_ledger(office, path, grant="GR-3", progress=Silent())
    (entries,) = plan.tables
    assert (plan.problems, entries.new[0]["currency"], entries.new[0]["amount"]) == ((), "GBP", 5)


def test_everything_wrong_is_told_at_once(look: Look) -> None:
    plan = look(
        sheets.entry("ten", Date="soon", Line="9", Currency="CFA", Kind="loan", Category="Trips"),
        sheets.entry(5),
        sheets.entry(-5, Kind="Expenditure", Line="9"),
        sheets.entry("#REF!", Date="soon"),
        sheets.entry("=1+1", Line="9"),
    )
    assert [(where, sentence) for where, sentence, _fix in _told(plan)] == [
        ("Ledger!G5", "The cell shows the error #REF!."),
        ("Ledger!G6", "The cell holds a formula that was never calculated."),
        ("Ledger!A2", "“soon” is not a date."),
        ("Ledger!F2", "CFA is not a currency."),
        ("Ledger!G2", "“ten” is not a number."),
        ("Ledger!H2", "“loan” is not a kind of entry."),
        ("Ledger!E2", "Line 9 is not in the budget of GR-1."),
        ("Ledger!I2", "“Trips” is not a cost category."),
        ("Ledger!G4", _NEGATIVE),
        ("Ledger!E4", "Line 9 is not in the budget of GR-1."),
        ("Ledger!A5", "“soon” is not a date."),
        ("Ledger!E6", "Line 9 is not in the budget of GR-1."),
    ]
    assert plan.added == 1


def test_row_without_a_date_is_no_total_because_a_word_begins_like_one(look: Look) -> None:
    plan = look(sheets.entry(5, Date=None, Description="Summit travel"))
    assert _told(plan) == [("Ledger!A2", "“” is not a date.", _DATE)]
    assert plan.left_out == {}


def test_addresses_name_sheet_and_row_as_excel_does(look: Look) -> None:
    plan = look(sheets.entry(5), {}, sheets.entry("x"), sheet="Écritures mars")
    assert [problem.where for problem in plan.problems] == ["Écritures mars!G4"]


def test_nothing_of_it_comes_in(office: Office, look: Look) -> None:
    before = tables_of(office)
    plan = look(sheets.entry(5), sheets.entry("x"), sheets.entry("y"))
    assert (plan.added, plan.is_refused) == (1, True)
    with pytest.raises(UserError) as trouble:
        apply_import(office, plan, progress=Silent())
    assert [str(sentence) for sentence in trouble.value.sentences()] == [
        "ledger.xlsx holds 2 problems.",
        "Nothing was imported.",
        "Correct them in the workbook, then import it again.",
    ]
    assert tables_of(office) == before


@pytest.mark.parametrize(("reference", "remedy"), [("GR-9", "Nearest: ['GR-1']."), ("", "Nearest: ['GR-1'].")])
def test_unknown_grant(office: Office, tmp_path: Path, reference: str, remedy: str) -> None:
    path = sheets.ledger(tmp_path / "ledger.xlsx", sheets.entry(5))
    with pytest.raises(UserError) as trouble:
        plan_ledger(office, path, grant=reference, progress=Silent())
    assert str(trouble.value.title) == f"There is no grant {reference}."
    assert str(trouble.value.remedy) == remedy


def test_workbook_without_the_columns_it_needs(look: Look) -> None:
    with pytest.raises(UserError) as trouble:
        look({"Day": date(2019, 3, 4), "Value": 5}, headers=["Day", "Value"])
    assert str(trouble.value.title) == "ledger.xlsx lacks columns: ['date', 'amount']."
