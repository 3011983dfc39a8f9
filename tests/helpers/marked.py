"""A workbook as an office makes it, and its copy with what is wrong marked in it."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from desktop.domain.finding import Severity
from desktop.domain.progress import Silent
from desktop.exporters.marked_up import ListedProblem, Marks, PlainSheet, write_marked_up
from desktop.language import Language, say
from tests.helpers.sheets import zipped

SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RED, AMBER = "FFFFC7CE", "FFFFEB9C"


def problem(row: int, column: int, sentence: str = "No such grant.", **more: Any) -> ListedProblem:
    """A problem of a cell, both counted from 0."""
    severity = more.pop("severity", Severity.ERROR)
    return ListedProblem(severity, (row, column), say("{it}", it=sentence), say("Correct it."), **more)


def marks_of(language: Language, *problems: ListedProblem, sheet: str = "Data") -> Marks:
    """What is to be marked in a workbook."""
    return Marks("user.xlsx", sheet, problems, language)


def marked(path: Path, marks: Marks, *, workbook: bool = True, sheets: list[PlainSheet] | None = None) -> Path:
    """The marked copy of a file, beside it; it keeps its looks when it is a workbook and no `sheets` were read."""
    target = path.with_name("marked.xlsx")
    kept = write_marked_up(target, path.read_bytes(), sheets or [], marks, workbook=workbook, progress=Silent())
    assert kept == (workbook and not sheets)
    return target


def parts_of(path: Path) -> dict[str, bytes]:
    """What each part of a workbook holds."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def styled_workbook(path: Path) -> Path:
    """A workbook as an office makes it: formats, formulas, merged cells, a chart, a comment, names, two sheets."""
    book: Any = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Data"
    sheet.append(["Ledger of the office"])
    sheet.merge_cells("A1:D1")
    sheet.append(["Date", "Document", "Amount", "Twice"])
    sheet.append([date(2019, 3, 4), "PV-1", 1240.5, "=C3*2"])
    sheet.append([date(2019, 3, 5), "=text", 99, "=C4*2"])
    sheet["B4"].data_type = "s"
    sheet["C3"].number_format = "#,##0.00"
    sheet["C3"].font = Font(name="Georgia", bold=True, color="FF0000FF")
    sheet["C3"].alignment = Alignment(horizontal="center")
    sheet["A3"].number_format = "dd/mm/yyyy"
    sheet["B3"].comment = Comment("Ask the driver", "Aïssata")
    sheet["B3"].fill = PatternFill("solid", start_color="00FF00")
    sheet.column_dimensions["B"].width = 33
    sheet.row_dimensions[3].height = 40
    rule: Any = CellIsRule(operator="lessThan", formula=["0"], font=Font(color="FF0000"))  # type: ignore[no-untyped-call]  # openpyxl's
    sheet.conditional_formatting.add("C3:C9", rule)
    validation = DataValidation(type="list", formula1='"PV-1,PV-2"')
    validation.add("B3:B9")
    sheet.add_data_validation(validation)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=3, min_row=2, max_row=4), titles_from_data=True)
    sheet.add_chart(chart, "F2")
    other = book.create_sheet("Other's")
    other["A1"] = "Left alone"
    sheet.defined_names["local"] = DefinedName("local", attr_text="Data!$C$3")
    book.active = 1
    other.sheet_view.tabSelected = True
    other.append(["Line", "Amount"])
    other.append(["1.1", 5])
    other.add_table(Table(displayName="Lines", ref="A2:B3"))
    page = book.create_chartsheet("Chart")
    page.add_chart(BarChart())
    page.sheetViews.sheetView[0].tabSelected = True
    book.save(path)
    return path


def with_parts(path: Path, changes: dict[str, bytes | None]) -> Path:
    """The workbook with other parts."""
    held = {name: content for name, content in parts_of(path).items() if name not in changes}
    return zipped(path, held | {name: content for name, content in changes.items() if content is not None})
