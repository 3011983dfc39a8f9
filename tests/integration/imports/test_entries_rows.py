"""What is wrong with a row of a ledger extract is told with its cell and what to do; what is meant is found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desktop.domain.codes import CATEGORY_NAMES, CATEGORY_SHORT_NAMES
from desktop.domain.ledger import LEDGER_KINDS, LedgerKind
from desktop.language import Language
from desktop.services import budgets
from desktop.services.offices import Office
from desktop.storage.models import Grant
from tests.helpers.budgets import DAY, Plan, line_called, typed
from tests.helpers.extracts import Looked, entry, extract, look_at
from tests.helpers.records import making
from tests.helpers.tables import tables_of

Look = Callable[..., Looked]
_NUMBER = "Make it a number cell in Excel."
_DATE = "Make it a date cell in Excel, or write it like 2019-10-09."
_COMPARE = "Compare it with the original."
_NEGATIVE = "An expenditure cannot be negative. Record money that came back as a refund, a correction as an adjustment."


@pytest.fixture
def office(file_office: Office) -> Office:
    """An office with a grant in USD, its budget, and a rate of the franc."""
    with making(file_office) as make:
        budget = make.budget(make.grant(reference="GR-1"))
        for code in ("1.1", "1.2", "7"):
            make.line(budget, code, "1000.00")
        make.rate("XOF", "589.372", date(2019, 3, 1))
    return file_office


@pytest.fixture
def look(office: Office) -> Look:
    """Looks at an extract of these rows."""
    return lambda *rows, **more: look_at(office, extract(*rows, **more))


def _told(looked: Looked) -> list[tuple[str, str, str]]:
    return [(problem.where, str(problem.sentence), str(problem.fix)) for problem in looked.problems]


@pytest.mark.parametrize(
    ("values", "where", "sentence", "fix"),
    [
        ({"Date": None}, "A2", "“” is not a date.", _DATE),
        ({"Amount": None}, "G2", "“” is not a number.", _NUMBER),
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
            "Lines that could be meant: ['1.1 Line 1.1', '1.2 Line 1.2'].",
        ),
        ({"Kind": "loan"}, "H2", "“loan” is none of the values of Kind.", None),
        (
            {"Line": "1.1", "Category": "Travel"},
            "H2",
            "Line 1.1 is of category 7.",
            "The line decides the category: empty the cell, or correct the line.",
        ),
        ({"Category": 9}, "H2", "“9” is none of the values of Category.", None),
        ({"Category": "Trips"}, "H2", "“Trips” is none of the values of Category.", None),
    ],
)
def test_what_is_wrong_with_a_row(
    look: Look, values: dict[str, Any], where: str, sentence: str, fix: str | None
) -> None:
    (told,) = _told(look(entry(5) | values))
    assert told[:2] == (f"Ledger!{where}", sentence)
    if fix is not None:
        assert told[2] == fix


def test_unknown_kind_names_those_there_are(look: Look) -> None:
    (problem,) = look(entry(5, Kind="loan")).problems
    kinds = dict(problem.fix.values)["kinds"]
    named = ["Receipt", "Commitment", "Expenditure", "Refund", "Adjustment", "Exchange difference"]
    assert [str(kind) for kind in kinds] == named  # type: ignore[union-attr]  # a list of messages


def test_a_line_written_otherwise_is_offered_by_its_code(office: Office) -> None:
    with making(office) as make:
        make.line(make.budget(make.grant(reference="GR-4")), "4.1", "10.00", description="Carburant et lubrifiants")
    for written in ("Carburant", "4.1 - Carburant et lubrifiants", "CARBURANT ET LUBRIFIANTS", "41"):
        looked = look_at(office, extract(entry(5, Line=written)), grant="GR-4")
        assert looked.preview.problems[0].nearest == ("4.1",), written
        assert str(looked.problems[0].fix) == "Lines that could be meant: ['4.1 Carburant et lubrifiants']."


def test_a_line_like_none_is_offered_them_all(look: Look) -> None:
    looked = look(entry(5, Line="ZZ"))
    assert looked.preview.problems[0].nearest == ("1.1", "1.2", "7")
    assert str(looked.problems[0].fix) == "Its lines are ['1.1 Line 1.1', '1.2 Line 1.2', '7 Line 7']."


def test_of_a_long_budget_the_first_lines_are_named(office: Office) -> None:
    with making(office) as make:
        budget = make.budget(make.grant(reference="GR-5"))
        for number in range(60):
            make.line(budget, f"{number:02}", "10.00")
    looked = look_at(office, extract(entry(5, Line="ZZ")), grant="GR-5")
    assert len(looked.preview.problems[0].nearest) == 50
    fix = str(looked.problems[0].fix)
    assert fix.startswith("Some of its lines: ['00 Line 00'")
    assert fix.endswith("'05 Line 05'].")


def test_an_amount_that_could_not_be_worked_out_is_not_shown(look: Look) -> None:
    looked = look(
        entry(410_000, Currency="XOF", Date="soon"),
        entry(410_000, Currency="GBP", Document="PV-2"),
        entry(5, Document="PV-3"),
    )
    assert [looked.row(place).values.get("amount") for place in range(3)] == [None, None, Decimal(5)]
    assert looked.row(0).values["original_amount"] == 410_000


@pytest.mark.parametrize(("stated", "errors"), [(5, 0), (5.01, 1), (-5, 1), (50, 1), (None, 0)])
def test_two_amounts_in_the_currency_of_the_grant_are_one(look: Look, stated: Any, errors: int) -> None:
    looked = look(entry(5, Currency="USD", **{"Amount USD": stated}))
    assert len(looked.errors) == errors
    if errors:
        assert looked.told[0][0] == "Ledger!H2"


def test_line_of_a_grant_without_budget(office: Office) -> None:
    with making(office) as make:
        make.grant(reference="GR-2")
    told = _told(look_at(office, extract(entry(5, Line="1.1")), grant="GR-2"))
    assert told == [("Ledger!E2", "Line 1.1 is not in the budget of GR-2.", "Enter the budget of the grant first.")]


def test_amounts_without_a_currency_are_in_that_of_the_grant(office: Office) -> None:
    with making(office) as make:
        make.grant(reference="GR-3", currency="GBP")
    looked = look_at(office, extract({"Date": date(2019, 3, 4), "Amount": 5}, headers=()), grant="GR-3")
    values = looked.row(0).values
    assert (looked.problems, values["currency"], values["amount"]) == ((), "GBP", 5)
    assert [str(note) for note in looked.preview.notes] == [
        "Amounts without a currency are taken as GBP, the grant's currency."
    ]


# --- budget lines -------------------------------------------------------------------------------------------------


def test_line_whose_code_is_in_two_budgets(office: Office, look: Look) -> None:
    with making(office) as make:
        second = make.budget(make.unit.get(Grant, 1), project_id=make.project().id)
        make.line(second, "1.2", "500.00")
        make.line(second, "8", "500.00")
        make.line(make.budget(make.unit.get(Grant, 1), status="draft"), "7", "500.00")
    assert _told(look(entry(5, Line="1.2"))) == [
        (
            "Ledger!E2",
            "Line 1.2 is in several budgets of GR-1.",
            "Give the lines of its budgets codes that differ, or leave the cell empty.",
        )
    ]
    assert look(*(entry(5, Line=code) for code in ("1.1", "7", "8"))).problems == ()


def test_a_line_of_a_revision_is_the_line_it_continues(office: Office, look: Look) -> None:
    with making(office) as make:
        draft = make.budget(make.unit.get(Grant, 1), status="draft", revision=1)
        make.line(draft, "9.9", "1.00")
    revision = budgets.draft_revision(office, budget_id=1).record_id
    edits = [typed(office, revision, "1.2", code="1.3"), Plan("2.1", "5.00").edit]
    budgets.edit_lines(office, budget_id=revision, edits=edits)
    budgets.approve(office, budget_id=revision, on=DAY, by="A funder")
    looked = look(entry(5, Line="1.3"), entry(6, Line="2.1"))
    new = line_called(office, revision, "2.1")
    looked.bring_in()
    assert [row["line_id"] for row in tables_of(office)["ledger_entry"]] == [2, new.id]
    for code in ("1.2", "9.9"):
        assert [sentence for _where, sentence, _fix in _told(look(entry(5, Line=code)))] == [
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
    looked = look(entry(5, Kind=named))
    assert (looked.problems, looked.row(0).values["kind"]) == ((), kind)


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
    looked = look(entry(5, Category=named))
    assert (looked.problems, looked.row(0).values.get("category")) == ((), str(category))


@pytest.mark.parametrize("code", ["en", "fr", "ar"])
def test_every_name_the_program_shows_is_understood(look: Look, speak: Callable[[str], Language], code: str) -> None:
    shown = speak(code).text
    for kind, name in LEDGER_KINDS.items():
        assert look(entry(-5 if kind is LedgerKind.REFUND else 5, Kind=shown(name))).row(0).values["kind"] == kind
    for names in (CATEGORY_NAMES, CATEGORY_SHORT_NAMES):
        looked = look(*(entry(5, Category=shown(name)) for name in names.values()))
        assert [row.values["category"] for row in looked.preview.rows] == [str(int(each)) for each in names]


# --- worth a look -------------------------------------------------------------------------------------------------


def _sentences(looked: Looked, language: Language) -> list[str]:
    return [language.text(problem.sentence).replace("\u00a0", " ") for problem in looked.problems]


def test_costs_outside_the_period(look: Look, english: Language) -> None:
    days = [date(2018, 12, 31), date(2019, 1, 1), date(2019, 12, 31), date(2020, 1, 1)]
    rows = [entry(1, Date=day, Document=f"PV-{day}") for day in days]
    looked = look(*rows, entry(5, Kind="Receipt", Date=date(2020, 1, 1)))
    assert _sentences(looked, english) == ["2 costs are dated outside the grant's period."]
    assert looked.statuses == ["NEW"] * 5, "a warning is no wall"


def test_more_than_was_awarded(office: Office, look: Look, english: Language) -> None:
    with making(office) as make:
        grant = make.unit.get(Grant, 1)
        grant.amount = Decimal(1000)
        make.entry(grant, "900.00", reference="F-1")
    assert _sentences(look(entry(100)), english) == []
    assert _sentences(look(entry(60), entry(40.01, Document="PV-2")), english) == [
        "With this import USD 1,000.01 is spent of the USD 1,000.00 awarded."
    ]


def test_document_that_the_ledger_has_with_another_content(office: Office, look: Look, english: Language) -> None:
    with making(office) as make:
        make.entry(make.unit.get(Grant, 1), "9.00", reference="F-1")
    rows = [entry(7, Document="F-2"), entry(6, Document="F-1"), entry(8, Document="F-1")]
    looked = look(*rows, entry(3, Document="F-1", Kind="Commitment"))
    sentence = "Document F-1 is already in the ledger with USD 9.00; this adds a second entry."
    assert _sentences(looked, english) == [sentence]
    looked.bring_in()
    again = look(*rows, entry(3, Document="F-2"))
    assert (_sentences(again, english), again.counts) == ([], (1, 0, 3)), "a document of several rows grows"


def test_a_grant_that_is_not_there_is_told_once(look: Look) -> None:
    looked = look_at(look(entry(5)).office, extract(entry(5), entry(6)), grant="GR-9")
    assert [str(problem.sentence) for problem in looked.preview.refused] == ["There is no grant GR-9."]


def test_renamed_grant_keeps_its_entries(office: Office, look: Look) -> None:
    look(entry(5), entry(6, Document="PV-2")).bring_in()
    with making(office) as make:
        make.unit.get(Grant, 1).reference = "GR-1-A"
        make.grant(reference="GR-1")
    renamed = look_at(office, extract(entry(5), entry(6, Document="PV-2"), entry(7)), grant="GR-1-A")
    assert renamed.counts == (1, 0, 2)
    assert look(entry(5)).counts == (1, 0, 0), "another grant that got the name"


def test_entry_is_converted_once_and_never_again(office: Office, look: Look) -> None:
    row = entry(60_000, Currency="XOF")
    look(row).bring_in()
    with making(office) as make:
        make.rate("XOF", "500", date(2019, 3, 4))
    assert look(row).counts == (0, 0, 1)
    look(row, entry(1_000, Currency="XOF")).bring_in()
    assert [row["rate"] for row in tables_of(office)["ledger_entry"]] == [Decimal("589.372"), Decimal(500)]
