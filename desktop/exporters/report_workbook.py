"""A report to Excel: live formulas over a sheet that lists every entry summed, and a proof that must read zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from desktop.domain.money import minor_units
from desktop.exporters import cells
from desktop.exporters.target import written_whole
from desktop.language import Language, Message, Value, say
from desktop.reports.report import (
    Difference,
    EntrySum,
    Figure,
    Formula,
    Given,
    Product,
    RateOn,
    Ratio,
    Report,
    ReportRow,
    ReportTable,
    RowStyle,
    SumOf,
)
from desktop.reports.trace import TraceRow

# Column of the entries' sheet by what it holds; sums over the entries refer to these.
TRACE_COLUMNS: tuple[tuple[str, Message, float], ...] = (
    ("entry_on", say("Date"), 13),
    ("reference", say("Document"), 14),
    ("description", say("Description"), 46),
    ("kind_name", say("Kind"), 14),
    ("category", say("Category"), 10),
    ("line", say("Line"), 8),
    ("original_currency", say("Currency"), 10),
    ("original_amount", say("Original"), 16),
    ("rate", say("Rate"), 13),
    ("rate_per", say("Rate is for"), 13),
    ("when", say("When"), 10),
    ("spent", say("Spent"), 16),
    ("committed", say("Committed"), 16),
    ("received", say("Received"), 16),
)
WHEN = {
    "before": say("before the period"),
    "adjustment": say("earlier, not reported then"),
    "period": say("in the period"),
}
_LETTER = {key: get_column_letter(index) for index, (key, _label, _width) in enumerate(TRACE_COLUMNS, start=1)}
_FIRST_COLUMN = 3  # figures stand behind number and label
_LABEL_WIDTH = 52.0


@dataclass(slots=True)
class _Sheets:
    """What is needed while the workbook grows: where each figure stands, and the next free row."""

    report: Report
    language: Language
    main: Any
    entries_title: str
    last_entry: int
    places: dict[str, str] = field(default_factory=dict)
    row: int = 1

    def text(self, message: Message) -> str:
        return self.language.text(message)


def write_report(path: Path, report: Report, trace: Sequence[TraceRow], *, language: Language) -> None:
    """Writes `report` to the new or replaced workbook `path` in `language`. Raises UserError when it cannot."""
    book = openpyxl.Workbook()
    (main,) = book.worksheets
    main.title = language.text(report.title)[:31]
    entries = book.create_sheet(language.text(say("Entries")))
    for sheet in (main, entries):
        sheet.sheet_view.rightToLeft = language.right_to_left
        sheet.sheet_view.showGridLines = False
    _write_entries(entries, report, trace, language)
    sheets = _Sheets(report, language, main, entries.title, max(2, len(trace) + 1))
    _write_head(sheets)
    _place_figures(sheets)
    for table in report.tables:
        _write_table(sheets, table)
    _write_proof(sheets)
    _write_notes(sheets)
    _set_up_page(main, report, language)
    book.properties.title = cells.xml_text(
        f"{language.text(report.title)} {language.value(report.facts[0].value or '')}"
    )
    book.properties.creator = "GrantDesk"
    with written_whole(path) as partial:
        book.save(partial)


# --- the entries --------------------------------------------------------------------------------------------------


def _write_entries(sheet: Worksheet, report: Report, trace: Sequence[TraceRow], language: Language) -> None:
    for index, (_key, label, width) in enumerate(TRACE_COLUMNS, start=1):
        cell = cells.put(sheet.cell(1, index), language.text(label))
        cell.font, cell.fill, cell.border = cells.plain_font(bold=True), cells.HEAD, cells.BELOW
        sheet.column_dimensions[get_column_letter(index)].width = width
    for number, entry in enumerate(trace, start=2):
        for index, (key, _label, _width) in enumerate(TRACE_COLUMNS, start=1):
            _write_entry_cell(sheet.cell(number, index), key, entry, report, language)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{_LETTER['received']}{len(trace) + 1}"
    sheet.print_title_rows = "1:1"
    cells.fit_to_width(sheet)


def _write_entry_cell(cell: Any, key: str, entry: TraceRow, report: Report, language: Language) -> None:
    value = getattr(entry, key)
    if isinstance(value, Message):
        value = language.text(value)
    elif key == "when":
        value = language.text(WHEN[value])
    elif key == "category" and value.isdigit():
        value = int(value)  # not every program's SUMIFS finds digits that are text
    cells.put(cell, value)
    cell.font = cells.plain_font()
    if key == "entry_on":
        cell.number_format = cells.DATE_FORMAT
    elif key == "original_amount":
        cell.number_format = cells.money_format(entry.original_currency)
    elif key in ("rate", "rate_per"):
        cell.number_format = "#,##0.######"
    elif isinstance(value, Decimal):
        cell.number_format = cells.money_format(report.currency)
    if isinstance(value, Decimal):
        cell.alignment = cells.AMOUNT


# --- the figures --------------------------------------------------------------------------------------------------


def _write_head(sheets: _Sheets) -> None:
    sheet, report = sheets.main, sheets.report
    title = cells.put(sheet.cell(1, 1), sheets.text(report.title))
    title.font = cells.plain_font(bold=True, size=16)
    sheets.row = 3
    for fact in report.facts:
        cells.put(sheet.cell(sheets.row, 1), sheets.text(fact.label)).font = cells.plain_font(color=cells.MUTED)
        cells.put(sheet.cell(sheets.row, 3), sheets.language.value(fact.value or "")).font = cells.plain_font(bold=True)
        sheets.row += 1
    sheets.row += 1


def _place_figures(sheets: _Sheets) -> None:
    """Decides in which cell each figure will stand, so that formulas may point ahead."""
    row = sheets.row
    for table in sheets.report.tables:
        row += 2
        for line in table.rows:
            for column, figure in enumerate(line.figures, start=_FIRST_COLUMN):
                sheets.places.setdefault(figure.key, f"{get_column_letter(column)}{row}")
            row += 1
        row += 1
    row += 1
    for _label, figure in sheets.report.workings:
        sheets.places.setdefault(figure.key, f"{get_column_letter(_FIRST_COLUMN)}{row}")
        row += 1
    row += 1
    for proof in sheets.report.proofs:
        sheets.places.setdefault(proof.difference.key, f"{get_column_letter(_FIRST_COLUMN + 2)}{row}")
        row += 1


def _write_table(sheets: _Sheets, table: ReportTable) -> None:
    sheet = sheets.main
    cells.put(sheet.cell(sheets.row, 1), sheets.text(table.title)).font = cells.plain_font(bold=True, size=12)
    _write_heading(sheets, sheets.row + 1, table.heading, tuple(column.label for column in table.columns))
    sheets.row += 2
    for row in table.rows:
        _write_row(sheets, row, len(table.columns))
        sheets.row += 1
    sheets.row += 1


def _write_heading(sheets: _Sheets, row: int, heading: Message, columns: tuple[Value, ...]) -> None:
    texts = ["", sheets.text(heading), *map(sheets.language.value, columns)]
    for index, text in enumerate(texts, start=1):
        cell = cells.put(sheets.main.cell(row, index), text or None)
        cell.font, cell.fill, cell.border = cells.plain_font(color=cells.MUTED), cells.HEAD, cells.BELOW
        cell.alignment = cells.RIGHT if index >= _FIRST_COLUMN else Alignment(vertical="center")


def _write_row(sheets: _Sheets, row: ReportRow, width: int) -> None:
    sheet, bold = sheets.main, row.style is not RowStyle.LINE
    borders = {RowStyle.LINE: cells.BELOW, RowStyle.SUBTOTAL: cells.ABOVE, RowStyle.TOTAL: cells.TOTAL}
    number = cells.put(sheet.cell(sheets.row, 1), row.number or None)
    label = cells.put(sheet.cell(sheets.row, 2), sheets.language.value(row.label))
    number.font, label.font = cells.plain_font(color=cells.MUTED), cells.plain_font(bold=bold)
    for column, figure in enumerate(row.figures, start=_FIRST_COLUMN):
        _write_figure(sheets, figure, sheet.cell(sheets.row, column), bold=bold)
    for column in range(1, _FIRST_COLUMN + width):
        sheet.cell(sheets.row, column).border = borders[row.style]


def _write_figure(sheets: _Sheets, figure: Figure, cell: Any, *, bold: bool = False) -> None:
    """Writes the formula of a figure where it stands; elsewhere a reference to that cell."""
    place = sheets.places[figure.key]
    cell.value = _excel(sheets, figure) if cell.coordinate == place else f"={place}"
    cell.font = cells.plain_font(bold=bold)
    cell.alignment = cells.AMOUNT
    cell.number_format = cells.SHARE_FORMAT if figure.is_share else cells.money_format(sheets.report.currency)


def _excel(sheets: _Sheets, figure: Figure) -> Any:
    at = sheets.places
    formula: Formula = figure.formula
    match formula:
        case Given():
            return figure.value
        case EntrySum(measure, where):
            return _sum_of_entries(sheets, measure, where)
        case SumOf(keys):
            return "=" + "+".join(at[key] for key in keys)
        case Difference(whole, parts):
            # rounded, because binary fractions leave a trace where the difference is nothing
            return f"=ROUND({'-'.join([at[whole], *(at[key] for key in parts)])},{minor_units(sheets.report.currency)})"
        case Ratio(part, whole):
            return f'=IF({at[whole]}=0,"",{at[part]}/{at[whole]})'
        case RateOn(rate, base, decimals):
            return f"=ROUND({at[base]}*{rate},{decimals})"
        case Product(keys, decimals):
            return f"=ROUND({'*'.join(at[key] for key in keys)},{decimals})"


def _sum_of_entries(sheets: _Sheets, measure: str, where: tuple[tuple[str, str], ...]) -> str:
    def over(key: str) -> str:
        return f"'{sheets.entries_title}'!${_LETTER[key]}$2:${_LETTER[key]}${sheets.last_entry}"

    if not where:
        return f"=SUM({over(measure)})"
    conditions = []
    for column, value in where:
        shown = sheets.text(WHEN[value]) if column == "when" else value
        conditions += [over(column), f'"{shown}"']
    return f"=SUMIFS({over(measure)},{','.join(conditions)})"


# --- proof and notes ----------------------------------------------------------------------------------------------


def _write_proof(sheets: _Sheets) -> None:
    sheet = sheets.main
    cells.put(sheet.cell(sheets.row, 1), sheets.text(say("Proof"))).font = cells.plain_font(bold=True, size=12)
    sheets.row += 1
    for label, figure in sheets.report.workings:
        cells.put(sheet.cell(sheets.row, 2), sheets.text(label)).font = cells.plain_font()
        _write_figure(sheets, figure, sheet.cell(sheets.row, _FIRST_COLUMN))
        sheets.row += 1
    headings = (say("First"), say("Second"), say("Difference, must be zero"))
    _write_heading(sheets, sheets.row, say("Two ways to the same figure"), headings)
    sheets.row += 1
    for proof in sheets.report.proofs:
        cells.put(sheet.cell(sheets.row, 2), sheets.text(proof.label)).font = cells.plain_font()
        for column, figure in enumerate((proof.one, proof.other, proof.difference), start=_FIRST_COLUMN):
            cell = sheet.cell(sheets.row, column)
            _write_figure(sheets, figure, cell, bold=figure is proof.difference)
            cell.border = cells.BELOW
        sheets.row += 1
    sheets.row += 1


def _write_notes(sheets: _Sheets) -> None:
    for note in sheets.report.notes:
        cell = cells.put(sheets.main.cell(sheets.row, 1), sheets.text(note))
        cell.font = cells.plain_font(color=cells.MUTED)
        sheets.row += 1


def _set_up_page(sheet: Worksheet, report: Report, language: Language) -> None:
    widest = max(len(table.columns) for table in report.tables)
    sheet.column_dimensions["A"].width = 6
    sheet.column_dimensions["B"].width = _LABEL_WIDTH
    for index in range(_FIRST_COLUMN, _FIRST_COLUMN + widest):
        sheet.column_dimensions[get_column_letter(index)].width = 18
    sheet.page_setup.paperSize = 9  # A4
    cells.fit_to_width(sheet, footer=language.text(say("Page {page} of {pages}", page="&P", pages="&N")))
