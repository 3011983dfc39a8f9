"""The sheet of entries in a report's workbook, and the whole of it from right to left."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl import Workbook

from desktop.exporters.report_workbook import write_report
from desktop.language import Language, say
from desktop.reports.report import (
    Annex,
    Chart,
    ColumnKind,
    Report,
    ReportColumn,
    ReportRow,
)
from desktop.reports.trace import Scope, TraceRow
from tests.helpers.report_values import QUARTER, amounts, entry, figure, report, row, table

MONEY = "#,##0.00;[Red]\\-#,##0.00"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "report.xlsx"


def book_of(path: Path, made: Report, language: Language, *trace: TraceRow, **more: Any) -> Workbook:
    write_report(path, dataclasses.replace(made, entry_count=len(trace)), trace, language=language, **more)
    return openpyxl.load_workbook(path)


# --- the sheet of entries --------------------------------------------------------------------------------------------


def test_an_entry_is_written_with_days_numbers_and_codes_as_such(path: Path, english: Language) -> None:
    rich = entry(
        1,
        entry_on=date(2020, 2, 29),
        category="7",
        line="3-4",
        original_currency="XOF",
        original_amount=Decimal(-60500),
        rate=Decimal("600.1234567890"),
        rate_on=date(1900, 2, 28),
        when="adjustment",
        spent=Decimal("-100.50"),
    )
    sheet = book_of(path, report(table([row("a", "1")])), english, rich, entry(2, category="none")).worksheets[1]
    heads = [cell.value for cell in sheet[1]]
    cells = dict(zip(heads, sheet[2], strict=True))
    assert "Grant" not in heads  # there is one
    assert cells["Date"].value == datetime(2020, 2, 29)  # noqa: DTZ001 - cells have no zone
    assert (cells["Category"].value, cells["Category"].number_format) == (7, "0")
    assert (cells["Line"].value, cells["Line"].data_type) == ("3-4", "s")
    assert (cells["Original"].value, cells["Original"].number_format) == (-60500, "#,##0;[Red]\\-#,##0")
    assert (cells["Rate"].value, cells["Rate of"].value) == (600.123456789, "1900-02-28")
    assert (cells["Spent"].value, cells["Spent"].number_format) == (-100.5, MONEY)
    assert (cells["When"].value, cells["Committed"].value) == ("earlier, not reported then", None)
    other = dict(zip(heads, sheet[3], strict=True))
    assert (other["Category"].value, other["Rate of"].value) == ("none", None)
    assert sheet.auto_filter.ref is not None
    assert sheet.auto_filter.ref.endswith("3")


def test_entries_of_several_grants_say_of_which_and_in_which_currency(path: Path, english: Language) -> None:
    made = report(table([row("a", "1")]), scope=Scope((1, 2), QUARTER))
    rows = [
        entry(1, grant="A", currency="XOF", spent=Decimal(5)),
        entry(2, grant="B", currency="TND", spent=Decimal(5)),
    ]
    sheet = book_of(path, made, english, *rows).worksheets[1]
    heads = [cell.value for cell in sheet[1]]
    grant, currency, spent = (heads.index(name) for name in ("Grant", "Currency of the grant", "Spent"))
    assert [(line[grant].value, line[currency].value) for line in sheet.iter_rows(min_row=2)] == [
        ("A", "XOF"),
        ("B", "TND"),
    ]
    assert [line[spent].number_format for line in sheet.iter_rows(min_row=2)] == [
        "#,##0;[Red]\\-#,##0",
        "#,##0.000;[Red]\\-#,##0.000",
    ]


# --- from right to left ----------------------------------------------------------------------------------------------


def test_a_page_in_arabic_begins_at_the_right_in_every_sheet_and_chart(
    path: Path, speak: Callable[[str], Language]
) -> None:
    arabic = speak("ar")
    columns = (*amounts("Budget"), ReportColumn("day", "Day", ColumnKind.DAY))
    rows = [ReportRow("a", "a", (figure("a", "-5"), date(2019, 8, 1)))]
    made = report(table(rows, columns), chart=Chart(say("Budget"), "table", ("c0",)))
    annex = Annex("a", say("Checks"), (say("Check"),), (("x",),))
    book = book_of(path, made, arabic, entry(1), annexes=(annex,))
    assert [sheet.sheet_view.rightToLeft for sheet in book.worksheets] == [True, True, True]
    line = next(line for line in book.worksheets[0].iter_rows() if line[1].value == "a")
    assert [cell.alignment.horizontal for cell in line[1:4]] == ["right", "right", "right"]
    english_line = next(
        line for line in book_of(path, made, speak("en"), entry(1)).worksheets[0].iter_rows() if line[1].value == "a"
    )
    assert [cell.alignment.horizontal for cell in english_line[1:4]] == [None, "right", "left"]
