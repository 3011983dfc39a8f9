"""Reads a workbook with calamine, a reader in native code: ten times faster than any in Python.

What it does not tell (error cells, formulas without a result, per cent, what is hidden) a thread of our own looks for
at the same time: calamine lets go of the interpreter while it loads a sheet.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, BinaryIO

from desktop.importers.reading.columns import SheetWriter
from desktop.importers.reading.marks import SheetMarks, write_rows
from desktop.importers.reading.refusal import Reason, RefusedError

_CELLS_AT_ONCE = 3_000_000  # taking all rows at once is twice as fast as one by one, and costs 25 bytes a cell
Marks = dict[str, SheetMarks]


def write_workbook(out: BinaryIO, content: bytes, look: Callable[[], Marks]) -> None:
    """Writes every sheet of a workbook, with the marks that `look` finds."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        search = pool.submit(look)
        try:
            _write_sheets(out, content, search)
        except BaseException:  # a reader in native code also panics, which is no Exception
            search.result()  # raises where the file is refused, which says more than how the reader fails on it
            raise


def _write_sheets(out: BinaryIO, content: bytes, search: Future[Marks]) -> None:
    import python_calamine

    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    found = False
    for place, about in enumerate(book.sheets_metadata):
        if about.typ == python_calamine.SheetTypeEnum.WorkSheet:
            sheet = book.get_sheet_by_index(place)
            marks = search.result().pop(about.name, None) or SheetMarks()
            hidden = about.visible != python_calamine.SheetVisibleEnum.Visible
            _write_sheet(out, sheet, marks, hidden=hidden)
            del sheet  # so that the memory of one sheet is free for the next
            found = True
    search.result()
    if not found:
        raise RefusedError(Reason.NO_SHEET)


def _write_sheet(out: BinaryIO, sheet: Any, marks: SheetMarks, *, hidden: bool) -> None:
    writer = SheetWriter(out, sheet.name, hidden=hidden, height=sheet.total_height)
    marks.merged += [] if marks.merged else areas(sheet.merged_cell_ranges)
    few = sheet.total_height * sheet.total_width <= _CELLS_AT_ONCE
    write_rows(writer, iter(sheet.to_python(skip_empty_area=False)) if few else sheet.iter_rows(), marks)
    marks.write_end(out, writer)


def areas(ranges: list[tuple[tuple[int, int], tuple[int, int]]] | None) -> list[tuple[int, int, int, int]]:
    """Merged areas as they are sent."""
    return [(*start, *end) for start, end in ranges or []]
