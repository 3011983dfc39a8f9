"""What a workbook may bring and is worth a look is told before it comes in, and is no wall."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.finding import Severity
from desktop.domain.progress import Silent
from desktop.language import Language
from desktop.services.imports import ImportPlan, apply_import, plan_ledger
from desktop.services.offices import Office
from tests.helpers import sheets
from tests.helpers.records import making

Look = Callable[..., ImportPlan]


@pytest.fixture
def look(office: Office, tmp_path: Path) -> Look:
    """Plans the import of a workbook of these rows for GR-1: USD 1,000.00 for 2019, of which 900.00 are spent."""
    with making(office) as make:
        grant = make.grant(reference="GR-1", amount=Decimal(1000))
        make.entry(grant, "900.00", reference="F-1", original_currency="XOF", original_amount=Decimal(505034), rate=561)

    def do(*rows: Any, **more: Any) -> ImportPlan:
        path = sheets.ledger(tmp_path / "ledger.xlsx", *rows, **more)
        return plan_ledger(office, path, grant="GR-1", progress=Silent())

    return do


def _told(plan: ImportPlan, language: Language) -> list[tuple[str, str]]:
    assert {problem.severity for problem in plan.problems} <= {Severity.WARNING}
    return [(problem.where, language.text(problem.sentence).replace("\u00a0", " ")) for problem in plan.problems]


def test_sound_entries_need_no_warning(look: Look, english: Language) -> None:
    plan = look(sheets.entry(100), sheets.entry(-5, Kind="Refund", Document="R-1"))
    assert _told(plan, english) == []


def test_costs_outside_the_period(look: Look, english: Language) -> None:
    days = [date(2018, 12, 31), date(2019, 1, 1), date(2019, 12, 31), date(2020, 1, 1)]
    plan = look(*(sheets.entry(1, Date=day) for day in days), sheets.entry(5, Kind="Receipt", Date=date(2020, 1, 1)))
    assert _told(plan, english) == [("Ledger", "2 costs are dated outside the grant's period.")]


def test_more_than_was_awarded(look: Look, english: Language, office: Office) -> None:
    plan = look(sheets.entry(60), sheets.entry(40.01))
    assert _told(plan, english) == [("Ledger", "With this import USD 1,000.01 is spent of the USD 1,000.00 awarded.")]
    assert apply_import(office, plan, progress=Silent()).record_id, "a warning is no wall"


def test_document_that_the_ledger_has_with_another_content(look: Look, english: Language, office: Office) -> None:
    rows = [sheets.entry(7, Document="F-2"), sheets.entry(6, Document="F-1"), sheets.entry(8, Document="F-1")]
    plan = look(*rows, sheets.entry(9, Document="F-1", Kind="Commitment"))
    sentence = "Document F-1 is already in the ledger with XOF 505,034; this adds a second entry."
    assert _told(plan, english) == [("Ledger!B3", sentence)]
    apply_import(office, plan, progress=Silent())
    again = look(*rows, sheets.entry(3, Document="F-2"))
    assert (_told(again, english), again.added) == ([], 1), "a document of several rows grows"


# --- how the file was taken -------------------------------------------------------------------------------------------


def test_amounts_without_currency_and_sums_are_said(look: Look, english: Language) -> None:
    plan = look(sheets.entry(5), sheets.entry(-1.5, Currency="USD", Kind="Refund"))
    assert [english.text(remark).replace("\u00a0", " ") for remark in plan.remarks] == [
        "Amounts without a currency are taken as USD, the grant's currency.",
        "Sum of the amounts: USD 3.50.",
    ]


def test_sums_stand_by_currency(look: Look, office: Office) -> None:
    with making(office) as make:
        make.rate("XOF", "589.372", date(2019, 3, 1))
    plan = look(sheets.entry(5, Currency="USD"), sheets.entry(505_034, Currency="XOF"), sheets.entry(1, Currency="XOF"))
    assert [(money.currency, str(money.amount)) for money in plan.sums] == [("USD", "5.00"), ("XOF", "505035")]
    assert plan.notes == ()


def test_columns_nobody_reads_are_named(look: Look) -> None:
    plan = look(sheets.entry(5, **{"Cost centre": "CC1", "Prepared by": "me"}))
    assert {str(what): count for what, count in plan.left_out.items()} == {
        "column “Cost centre”": 1,
        "column “Prepared by”": 1,
    }


def test_workbook_with_headings_only_holds_no_entries(look: Look, office: Office) -> None:
    plan = look()
    assert str(plan.sentence) == "ledger.xlsx holds no entries."
    assert str(apply_import(office, plan, progress=Silent()).message) == "ledger.xlsx holds no entries."
