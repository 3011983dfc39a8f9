"""Templates for tests, and a report to fill them with."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import openpyxl

from desktop.domain.period import Period
from desktop.language import say
from desktop.reports.report import (
    ColumnKind,
    Fact,
    Figure,
    Given,
    Letterhead,
    Report,
    ReportColumn,
    ReportRow,
    ReportTable,
    RowStyle,
    Signature,
    Unit,
)
from desktop.reports.templates.terms import Vocabulary
from desktop.reports.templates.vocabulary import vocabulary
from desktop.reports.trace import Scope

LETTERHEAD = Letterhead("UNODC Niger", "Niamey", "finance@example.org", "UEI1", "12-3")
PERIOD = Period.of_days(date(2019, 7, 1), date(2019, 9, 30))
DAY = date(2019, 10, 15)
STATED = Given(say("Stated"))


def figure(key: str, value: str | None, unit: Unit = Unit.AMOUNT) -> Figure:
    """A stated figure."""
    return Figure(key, None if value is None else Decimal(value), STATED, unit)


def line(number: int, label: str = "Staff", *, style: RowStyle = RowStyle.LINE, spent: str = "250.25") -> ReportRow:
    """A row of the table of categories, with 1,000 for each number as its budget."""
    key = str(number)
    cells = (
        figure(f"budget.{key}", f"{number}000"),
        figure(f"spent.{key}", spent),
        figure(f"delivery.{key}", "0.25", Unit.SHARE),
        "remark",
    )
    return ReportRow(key, label, cells, key, style)


def report(*rows: ReportRow, **values: Any) -> Report:
    """A report with a table of categories."""
    columns = (
        ReportColumn("budget", say("Budget")),
        ReportColumn("spent", say("Spent")),
        ReportColumn("delivery", say("Delivery"), ColumnKind.SHARE),
        ReportColumn("remark", say("Remark"), ColumnKind.TEXT),
    )
    total = ReportRow("total", say("Total"), (figure("cumulative.total", "1234.5"),), style=RowStyle.TOTAL)
    sums = ReportTable("sums", say("Sums"), say("Sum"), (ReportColumn("amount", say("Amount")),), (total,))
    plain: dict[str, Any] = {
        "name": "statement",
        "title": say("Financial statement"),
        "period": PERIOD,
        "currency": "USD",
        "scope": Scope((1,), PERIOD),
        "facts": (
            Fact("grant", say("Grant"), "NER-CT-01"),
            Fact("title", say("Title"), "Legal aid"),
            Fact("funder", say("Funder"), "US Department of State"),
            Fact("signed", say("Signed"), date(2019, 1, 31)),
        ),
        "tables": (ReportTable("categories", say("By category"), say("Category"), columns, rows), sums),
        "notes": (say("A note."), say("Another.")),
        "signatures": (Signature(say("Certified by"), "A. Diallo", "Head"),),
        "workings": ((say("Working"), figure("ledger.spent", "9")),),
        "entry_count": 7,
    }
    return Report(**plain | values)


def words_of(*rows: ReportRow, **values: Any) -> Vocabulary:
    """The names that a template may call for such a report."""
    return vocabulary(report(*rows, **values), letterhead=LETTERHEAD, today=DAY)


def lines(count: int) -> tuple[ReportRow, ...]:
    """So many rows of categories."""
    return tuple(line(number) for number in range(1, count + 1))


def book_of(fill: Callable[[Any], None]) -> bytes:
    """A workbook whose first sheet, called Sheet, is filled by `fill`."""
    book = openpyxl.Workbook()
    fill(book.active)
    return saved(book)


def saved(book: Any) -> bytes:
    """The bytes of a workbook or document."""
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def opened(content: bytes, **how: Any) -> Any:
    """A workbook read with openpyxl."""
    return openpyxl.load_workbook(io.BytesIO(content), **how)


def values_of(sheet: Any) -> list[list[Any]]:
    """What the cells of a sheet hold, row by row."""
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def document_of(*paragraphs: str) -> Any:
    """A document of paragraphs."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    return document


def read_document(content: bytes) -> Any:
    """A document read with python-docx."""
    return docx.Document(io.BytesIO(content))


def texts_of(content: bytes) -> list[str]:
    """The paragraphs of a document outside of its tables."""
    return [paragraph.text for paragraph in read_document(content).paragraphs]


def written(path: Path, content: bytes) -> Path:
    """A file with this content."""
    path.write_bytes(content)
    return path
