"""Reports for tests of their workbooks, written and worked out again."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from desktop.exporters.report_workbook import write_report
from desktop.language import Language, say
from desktop.reports.builder import Figures
from desktop.reports.forms.statement import build_statement
from desktop.reports.report import (
    Chart,
    ColumnKind,
    Fact,
    Report,
    ReportColumn,
    ReportRow,
    ReportTable,
    RowStyle,
    Signature,
    Unit,
)
from desktop.reports.trace import ADJUSTMENT, IN_PERIOD, Scope, Sums, TraceRow
from tests.helpers.formulas import recalculated
from tests.helpers.statements import BEFORE_QUARTER, QUARTER, statement_inputs, trace_row

BUDGET = {1: Decimal(300), 7: Decimal(700), 8: Decimal(130), None: Decimal(5)}
ENTRIES = (
    trace_row(1, "receipt", "9000.10", on=date(2019, 1, 1)),
    trace_row(2, "expenditure", "0.10", on=BEFORE_QUARTER, category="7"),
    trace_row(3, "expenditure", "0.20", category="7"),
    trace_row(4, "refund", "-0.05"),
    trace_row(5, "expenditure", "123.45", category="1"),
    trace_row(6, "commitment", "500.00", category="3"),
    trace_row(7, "receipt", "1000.00"),
    trace_row(8, "expenditure", "16.08", category="8"),
    trace_row(9, "expenditure", "4.40", category="-"),
    trace_row(10, "expenditure", "7.00", on=BEFORE_QUARTER, when=ADJUSTMENT, category="7"),
)


def statement(*trace: TraceRow, **values: Any) -> Report:
    """A statement over these entries."""
    plain: dict[str, Any] = {"budget": BUDGET, "indirect_rate": Decimal("0.13")}
    return build_statement(statement_inputs(trace, **plain | values))


# A report with every kind of figure, cell and row; codes that a spreadsheet would take for the same number, or a day.
CODES = ("1.1", "1.10", "1E1", "3-4", "*", "a?b~", '"quoted"', "=1")
ROWS = tuple(
    trace_row(number, kind, f"{10**number % 997}.{number:02}", line=code, outcome="1", output="1.10")
    for number, (code, kind) in enumerate(zip(CODES, ["expenditure", "refund"] * 4, strict=True), start=1)
)


def everything(*trace: TraceRow, currency: str = "USD", **changes: Any) -> Report:
    """Every formula there is, over lines whose codes are hard to tell apart."""
    figures = Figures(Sums.of_rows(trace))
    given = figures.given("budget", Decimal(1000), say("As agreed"))
    missing = figures.given("missing", None, say("Nobody said"))
    units = figures.given("units", Decimal("1.7"), say("As agreed"), unit=Unit.QUANTITY)
    lines = [figures.entries(f"line.{code}", "spent", line=code, when=IN_PERIOD) for code in CODES]
    all_lines = figures.sum_of("lines", [figure.key for figure in lines])
    by_kind = figures.entries("refunds", "spent", kind="refund")
    by_output = figures.entries("output", "spent", outcome="1", output="1.10", currency="-", grant="-", project="-")
    two = figures.sum_of("two", ["lines", "refunds"])
    rest = figures.difference("rest", "budget", "lines", "refunds")
    share = figures.ratio("share", "lines", "budget")
    none = figures.ratio("none", "lines", "missing")
    cost = figures.per_unit("cost", "lines", "units", decimals=4)
    fee = figures.rate_on("fee", Decimal("0.075"), "lines", decimals=2)
    product = figures.product("product", ["cost", "units"], decimals=2)
    rounding = figures.difference("rounding", "product", "lines")
    columns = (
        ReportColumn("amount", say("Amount")),
        ReportColumn("share", say("Share"), ColumnKind.SHARE),
        ReportColumn("text", say("Remark, which is long enough to need several lines"), ColumnKind.TEXT),
        ReportColumn("day", say("Day"), ColumnKind.DAY),
    )
    rows = (
        ReportRow("head", say("Lines"), style=RowStyle.HEADING),
        *(
            ReportRow(f"r{n}", code, (figure, None, "=1+1", date(2019, 8, n)), number=code, level=1)
            for n, (code, figure) in enumerate(zip(CODES, lines, strict=True), start=1)
        ),
        ReportRow("sum", say("All lines"), (all_lines, share, say("A sentence")), style=RowStyle.SUBTOTAL),
        ReportRow("rest", say("Rest"), (rest, none, 7, date(1850, 1, 1)), style=RowStyle.TOTAL),
    )
    others = (
        ReportRow("budget", say("Budget"), (given,)),
        ReportRow("missing", say("Missing"), (missing,)),
        ReportRow("again", say("All lines"), (all_lines,)),
        ReportRow("units", say("Units"), (units,)),
        ReportRow("cost", say("Cost of a unit"), (cost,)),
        ReportRow("fee", say("Fee"), (fee,)),
    )
    report = Report(
        name="everything",
        title=say("Everything: all [kinds] of 'figures' there are, and more"),
        period=QUARTER,
        currency=currency,
        scope=Scope((), QUARTER),
        facts=(
            Fact("day", say("Day"), date(2019, 9, 30), "4a"),
            Fact("number", say("Number"), Decimal("12.50")),
            Fact("nothing", say("Nothing"), None),
        ),
        tables=(
            ReportTable("first", say("First"), say("Line"), columns, rows),
            ReportTable("second", say("Second"), say("What"), columns[:1], others, currency="TND"),
        ),
        workings=(
            (say("By output"), by_output),
            (say("Refunds"), by_kind),
            (say("Two"), two),
            (say("Product"), product),
        ),
        proofs=(figures.proof(say("Lines and output"), "lines", "lines", "output"),),
        notes=(say("A note that says much. " * 20), say("=A note"), say("Rounding")),
        signatures=(Signature(say("Certified by"), "A. Person", "Director"), Signature(say("Seen by"))),
        chart=Chart(say("Budget and spent"), "first", ("amount",)),
        entry_count=len(trace),
    )
    assert rounding.value is not None
    return dataclasses.replace(report, **changes)


def book_of(path: Path, made: Report, trace: Sequence[TraceRow], language: Language, **more: Any) -> Workbook:
    """The workbook of a report, as written."""
    write_report(path, made, trace, language=language, **more)
    return openpyxl.load_workbook(path)


def formulas_of(book: Workbook) -> Iterator[Cell]:
    """The cells of the main sheet that are worked out."""
    for row in book.worksheets[0].iter_rows():
        for cell in row:
            if cell.data_type == "f":
                assert isinstance(cell, Cell)
                yield cell


def same_values(path: Path) -> int:
    """Works every formula out again and compares it with the value beside it; tells how many there were."""
    book, values = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True).worksheets[0]
    count = 0
    for cell in formulas_of(book):
        shown, stored = recalculated(book, book.worksheets[0].title, cell.coordinate), values[cell.coordinate].value
        if isinstance(shown, Decimal):
            assert stored == pytest.approx(float(shown), abs=1e-9), (cell.coordinate, cell.value, shown, stored)
        else:
            assert (stored or "") == shown, cell.coordinate
        count += 1
    return count


def row_of(sheet: Worksheet, label: str, column: int = 2) -> int:
    """The row that is called so."""
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, column).value == label)


def column_of(sheet: Worksheet, heading: str) -> int:
    """The column that is headed so."""
    return next(cell.column for cell in sheet[1] if cell.value == heading and cell.column is not None)
