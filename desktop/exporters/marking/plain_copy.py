"""A new workbook with what the cells of a file hold, where the file is not marked itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, PatternFill
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.hyperlink import Hyperlink

from desktop.domain.progress import Progress
from desktop.domain.spreadsheet import cell_address, column_letters
from desktop.exporters import cells
from desktop.exporters.marking.marks import FILLS, LIST_WIDTHS, MOST_COMMENTS, MOST_LINKS, CellMark, Marks
from desktop.exporters.target import gathering, written_whole
from desktop.exporters.way_back import help_comment
from desktop.language import say
from desktop.registers.round_trip import ID_HEADING, PROBLEMS_MARK

_PER_REPORT = 1_000
_LINK = "0B57A4"
_WRAPPED = Alignment(wrap_text=True, vertical="top")


@dataclass(frozen=True, slots=True)
class PlainSheet:
    """A sheet as far as it is copied: `rows` gives what its cells hold, from A1 on. Areas are merged cells: top, left,
    bottom, right, counted from 0.
    """

    name: str
    height: int
    rows: Callable[[], Iterable[Sequence[object]]]
    hidden: bool = False
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()


def write_plain_copy(path: Path, sheets: Sequence[PlainSheet], marks: Marks, *, progress: Progress) -> None:
    """Writes the list, then every sheet, to the new or replaced workbook `path`."""
    book = openpyxl.Workbook(write_only=True)
    with gathering(book):
        _fill(book, sheets, marks, progress)
        with written_whole(path) as partial:
            book.save(partial)


def _fill(book: openpyxl.Workbook, sheets: Sequence[PlainSheet], marks: Marks, progress: Progress) -> None:
    _write_list(book.create_sheet(marks.list_name(sheet.name for sheet in sheets)), marks)
    for sheet in sheets:
        copy = book.create_sheet(sheet.name[:31] or "-")
        if sheet.hidden:
            copy.sheet_state = "veryHidden" if sheet.name.startswith(ID_HEADING) else "hidden"
        for column in sheet.hidden_columns:
            copy.column_dimensions[column_letters(column)].hidden = True
        marked = marks.cells() if sheet.name == marks.sheet else {}
        _write_rows(copy, sheet, marked, progress)
        for top, left, bottom, right in sheet.merged:
            copy.merged_cells.add(
                CellRange(min_row=top + 1, min_col=left + 1, max_row=bottom + 1, max_col=right + 1).coord
            )


def _write_rows(copy: Any, sheet: PlainSheet, marked: Mapping[tuple[int, int], CellMark], progress: Progress) -> None:
    by_row: dict[int, dict[int, CellMark]] = {}
    for (row, column), mark in marked.items():
        by_row.setdefault(row, {})[column] = mark
    commented = set(list(marked)[:MOST_COMMENTS])
    for number, values in enumerate(sheet.rows()):
        if number % _PER_REPORT == 0:
            progress.report(number, sheet.height, say("Marking {sheet}", sheet=sheet.name))
        marks = by_row.get(number, {})
        width = max(len(values), *(column + 1 for column in marks)) if marks else len(values)
        line = [_cell(copy, value) for value in [*values, *[None] * (width - len(values))]]
        for column, mark in marks.items():
            line[column] = _marked(copy, line[column], mark, commented=(number, column) in commented)
        copy.append(line)


def _cell(copy: Any, value: object) -> Any:
    """A cell, or the value alone where nothing more has to be said of it."""
    if isinstance(value, str):
        return cells.put(WriteOnlyCell(copy), value)
    if isinstance(value, date):
        cell: Any = WriteOnlyCell(copy)
        cell.value = value
        cell.number_format = cells.INSTANT_FORMAT if isinstance(value, datetime) else cells.DATE_FORMAT
        return cell
    return value


def _marked(copy: Any, held: Any, mark: CellMark, *, commented: bool) -> Any:
    cell = held if hasattr(held, "coordinate") else WriteOnlyCell(copy, held)
    color = FILLS.get(mark.severity)
    if color is not None:
        cell.fill = PatternFill("solid", start_color=color)
    if commented:
        cell.comment = help_comment(mark.text)
    return cell


def _write_list(sheet: Any, marks: Marks) -> None:
    sheet.sheet_view.rightToLeft = marks.language.right_to_left
    sheet.sheet_view.showGridLines = False
    for column, width in enumerate(LIST_WIDTHS, start=1):
        sheet.column_dimensions[column_letters(column)].width = width
    sheet.row_dimensions[1].hidden = True  # by its mark an import passes the sheet over
    sheet.append([PROBLEMS_MARK])
    _put(sheet, [marks.title()], cells.plain_font(bold=True, size=16))
    for remark in marks.remarks():
        _put(sheet, [remark], cells.plain_font(size=11))
    sheet.append([])
    _put(sheet, marks.headings(), cells.plain_font(bold=True))
    row = len(marks.remarks()) + 4
    for number, (problem, texts) in enumerate(marks.lines(), start=row + 1):
        line = [cells.put(WriteOnlyCell(sheet), text) for text in texts]
        for cell in line:
            cell.font, cell.alignment = cells.plain_font(), _WRAPPED
        color = FILLS.get(problem.severity)
        if color is not None:
            line[0].fill = PatternFill("solid", start_color=color)
        if problem.cell is not None and number <= MOST_LINKS:
            line[1].font = cells.plain_font(color=_LINK)
            line[1].hyperlink = link = Hyperlink(ref="", location=marks.location(problem.cell))
            link.ref = cell_address(number - 1, 1)  # a cell that is only written does not know where it will stand
        sheet.append(line)


def _put(sheet: Any, texts: Sequence[str], font: Any) -> None:
    row = []
    for text in texts:
        cell: Any = cells.put(WriteOnlyCell(sheet), text)
        cell.font = font
        row.append(cell)
    sheet.append(row)
