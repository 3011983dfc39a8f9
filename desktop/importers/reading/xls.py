"""Reads an .xls with xlrd: the marks that the fast reader does not tell, or everything where that one fails."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from desktop.importers.reading import formats, marks
from desktop.importers.reading.columns import MAX_COLUMNS, SheetWriter
from desktop.importers.reading.marks import SheetMarks, write_rows
from desktop.importers.reading.refusal import Reason, RefusedError

_ENCRYPTED = "encrypted"  # in what xlrd says of a file with a password


def open_book(content: bytes) -> Any:
    """The workbook. Raises RefusedError when it is protected by a password, and what xlrd raises on a damaged one."""
    import xlrd

    try:
        return xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=io.StringIO())
    except xlrd.XLRDError as error:
        if _ENCRYPTED in str(error):
            raise RefusedError(Reason.PROTECTED) from None
        raise


def book_marks(content: bytes) -> dict[str, SheetMarks]:
    """The marks of each sheet, by its name."""
    book = open_book(content)
    return {sheet.name: sheet_marks(book, sheet) for sheet in book.sheets()}


def write_workbook(out: BinaryIO, content: bytes) -> None:
    """Writes every sheet of a workbook."""
    book = open_book(content)
    for sheet in book.sheets():
        writer = SheetWriter(out, sheet.name, hidden=bool(sheet.visibility), height=sheet.nrows)
        found = sheet_marks(book, sheet)
        write_rows(writer, _rows(book, sheet), found)
        found.write_end(out, writer)


def sheet_marks(book: Any, sheet: Any) -> SheetMarks:
    """The marks of one sheet."""
    import xlrd

    found = SheetMarks(merged=[(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells])
    for row, about in sheet.rowinfo_map.items():
        if about.hidden:
            found.hide_rows(row, row)
    for column, about in sheet.colinfo_map.items():
        if about.hidden:
            found.hide_columns(column, column)
    styles = _styles(book)
    for row in range(sheet.nrows):
        kinds = sheet.row_types(row)
        if xlrd.XL_CELL_ERROR in kinds:
            _mark_errors(sheet, row, kinds, found)
        for column in _places(kinds, xlrd.XL_CELL_NUMBER) if styles else ():
            per_cent, currency = styles.get(sheet.cell_xf_index(row, column), (False, ""))
            found.show_format(row, column, per_cent=per_cent, currency=currency)
    return found


def _mark_errors(sheet: Any, row: int, kinds: Sequence[int], found: SheetMarks) -> None:
    import xlrd

    for column in _places(kinds, xlrd.XL_CELL_ERROR):
        code = sheet.cell_value(row, column)
        found.mark(row, column, marks.error(xlrd.error_text_from_code.get(code, "#N/A")))


def _places(kinds: Sequence[int], wanted: int) -> list[int]:
    return [column for column, kind in enumerate(kinds) if kind == wanted]


def _styles(book: Any) -> dict[int, tuple[bool, str]]:
    found = {}
    for place, style in enumerate(book.xf_list):
        known = book.format_map.get(style.format_key)
        code = known.format_str if known is not None else ""
        shows = formats.is_per_cent(code), formats.currency_of(code)
        if any(shows):
            found[place] = shows
    return found


def date_of(held: Any, mode: int) -> Any:
    """The date or time that a number stands for; the number where it stands for none."""
    import xlrd

    if held < 0:
        return held
    try:
        moment = xlrd.xldate_as_datetime(held, mode)
    except OverflowError:
        return held
    return moment if held >= 1 else moment.time()


def _rows(book: Any, sheet: Any) -> Iterator[list[Any]]:
    import xlrd

    def value(kind: int, held: Any) -> Any:
        if kind == xlrd.XL_CELL_DATE:
            return date_of(held, book.datemode)
        if kind == xlrd.XL_CELL_BOOLEAN:
            return bool(held)
        return held if kind in (xlrd.XL_CELL_TEXT, xlrd.XL_CELL_NUMBER) else None

    for row in range(sheet.nrows):
        yield list(map(value, sheet.row_types(row)[:MAX_COLUMNS], sheet.row_values(row)[:MAX_COLUMNS]))
