"""Reads an .xlsx with openpyxl, cell by cell: slower than the fast reader, and sound where that aborts or panics.

Only its read-only mode is used. The other one takes seconds and gigabytes for a merged area of a whole sheet.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from operator import gt
from typing import Any, BinaryIO

from desktop.importers.reading import wire
from desktop.importers.reading.archive import Archive
from desktop.importers.reading.columns import MAX_BLANK_ROWS, MAX_COLUMNS, SheetWriter
from desktop.importers.reading.fast import Marks
from desktop.importers.reading.marks import SheetMarks, write_rows
from desktop.importers.reading.refusal import Reason, RefusedError
from desktop.importers.reading.xlsx_marks import sheet_parts, whole_rows

_ROW_NUMBER = re.compile(rb"<(?:\w+:)?row\b[^>]*?\br=[\"'](\d{1,7})[\"']")


def write_workbook(out: BinaryIO, content: bytes, marks: Marks) -> None:
    """Writes every sheet of a workbook, with the marks that were found."""
    import openpyxl

    warnings.simplefilter("ignore")  # remarks on styles and extensions that are left out; values are all read
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    sheets = [sheet for sheet in book.worksheets if hasattr(sheet, "reset_dimensions")]
    if not sheets:
        raise RefusedError(Reason.NO_SHEET)
    for sheet in sheets:
        sheet.reset_dimensions()
        require_order(content, sheet.title)
        writer = SheetWriter(out, sheet.title, hidden=sheet.sheet_state != "visible")
        found = marks.get(sheet.title) or SheetMarks()
        write_rows(writer, _rows(out, sheet), found)
        found.write_end(out, writer)


def require_order(content: bytes, sheet: str) -> None:
    """Raises RefusedError when rows are out of order: openpyxl would leave them out without a word."""
    archive = Archive(content)
    part = sheet_parts(archive).get(sheet, "")
    last = 0
    for piece in whole_rows(archive.pieces(part)) if part in archive else ():
        numbers = [last, *map(int, _ROW_NUMBER.findall(piece))]
        if any(map(gt, numbers, numbers[1:])):
            raise RefusedError(Reason.DAMAGED, "rows out of order")
        last = numbers[-1]


def _rows(out: BinaryIO, sheet: Any) -> Iterator[list[Any]]:
    """The values of each row; ends after a long run of blank rows, since formatted emptiness goes on for a million."""
    blank = 0
    for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True), 1):
        blank = 0 if any(cell is not None for cell in cells) else blank + 1
        if blank > MAX_BLANK_ROWS:
            wire.write(out, wire.NOTE, "rows unread", [sheet.title, str(number)])
            return
        yield list(cells)
