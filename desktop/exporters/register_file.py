"""A register as it is shown, to Excel: real numbers and dates, headings frozen, filters on, widths set.

What can be edited there and imported again carries its way back: see `way_back`.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from copy import copy
from datetime import date
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from desktop.domain.progress import Progress
from desktop.exporters import cells, way_back
from desktop.exporters.shown_cells import ShownCell, reported, shown_row
from desktop.exporters.target import gathering, written_whole
from desktop.exporters.way_back import EXCEL_LAST_ROW, NOT_TAKEN, SPARE_ROWS, TEXT_FORMAT, WayBack
from desktop.language import Language
from desktop.registers.exported import Exported
from desktop.registers.query import Cell, Query, Row
from desktop.registers.register import NUMERIC_KINDS, Column, Kind
from desktop.registers.round_trip import ID_HEADING, RowMark, digest
from desktop.registers.show import Shown, shown_value

_WIDEST = 60
_SAMPLE = 200
EXCEL_ROWS = EXCEL_LAST_ROW - 1  # below the heading
_digest = functools.lru_cache(maxsize=65_536)(digest)  # the same codes, days and names come again and again


def write_workbook(
    path: Path,
    *,
    query: Query,
    columns: Sequence[Exported],
    rows: Iterable[Row],
    count: int,
    language: Language,
    progress: Progress,
    back: WayBack | None = None,
) -> None:
    """Writes `rows` to the new or replaced workbook `path`; it appears there only when it is whole.

    With `back` it can be edited and imported again. Raises UserError when it cannot be written, for instance because
    Excel has it open.
    """
    title = language.text(query.register.title)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(sheet_title(title))
    sheet.sheet_view.rightToLeft = language.right_to_left
    sheet.freeze_panes = "A2"
    held = iter(rows)
    first = list(islice(held, _SAMPLE))
    for index, width in enumerate(_widths(query, columns, first, language), start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    # The column of marks is sorted along with the others: its filter reaches over it.
    width = len(columns) + (back is not None)
    sheet.auto_filter.ref = f"A1:{get_column_letter(width)}{count + 1}"
    with gathering(book):
        if back is not None:
            _set_up_way_back(book, sheet, columns, back, count, language)
        sheet.append(_headings(sheet, columns, language, back))
        painter = _Painter(sheet, columns, comes_back=back is not None)
        for row in reported(chain(first, held), count, path, progress):
            shown = shown_row(columns, query.by_key(row), language)
            sheet.append([*painter.cells(shown), *_mark(row, shown, back)])
    book.properties.title = title
    book.properties.creator = "GrantDesk"
    with gathering(book), written_whole(path) as partial:
        book.save(partial)


def _set_up_way_back(
    book: Any, sheet: Any, columns: Sequence[Exported], back: WayBack, count: int, language: Language
) -> None:
    """The marks, the drop-downs, and how cells look that nobody has written in yet."""
    texts = {}
    for index, exported in enumerate(columns, start=1):
        column, dimension = exported.column, sheet.column_dimensions[get_column_letter(index)]
        if not column.editable:
            dimension.fill = NOT_TAKEN
        elif column.kind is Kind.DATE:
            dimension.number_format = cells.DATE_FORMAT
        elif column.kind is Kind.CODE:
            dimension.number_format = TEXT_FORMAT
        if offered := way_back.offered_texts(column, back.offered, language):
            texts[index] = offered
    sheet.column_dimensions[get_column_letter(len(columns) + 1)].hidden = True
    last = min(count + 1 + SPARE_ROWS, EXCEL_LAST_ROW)
    way_back.add_drop_downs(book, sheet, texts, rows=(2, last), language=language)
    way_back.add_marks(book, back.mark)


def sheet_title(text: str) -> str:
    """A name that Excel takes for a sheet."""
    return "".join(letter for letter in text if letter not in "[]:*?/\\")[:31]


def _headings(sheet: Any, columns: Sequence[Exported], language: Language, back: WayBack | None) -> list[Any]:
    headings = [_heading(sheet, exported.column, language.text(exported.heading)) for exported in columns]
    if back is None:
        return headings
    for cell, exported in zip(headings, columns, strict=True):
        if text := way_back.help_of(exported.column, language):
            cell.comment = way_back.help_comment(text)
    return [*headings, ID_HEADING]


def _heading(sheet: Any, column: Column, text: str) -> Any:
    cell = cells.put(WriteOnlyCell(sheet), text)
    cell.font = cells.plain_font(bold=True)
    cell.fill = cells.HEAD
    cell.border = cells.BELOW
    if column.kind in NUMERIC_KINDS:
        cell.alignment = cells.RIGHT
    return cell


class _Look(NamedTuple):
    """How a cell looks: the format of its number, to the right, on grey."""

    form: str
    right: bool
    grey: bool


class _Painter:
    """Makes the cells of a sheet. How a cell looks is worked out once for all that look alike."""

    def __init__(self, sheet: Any, columns: Sequence[Exported], *, comes_back: bool) -> None:
        self._sheet = sheet
        self._columns = [exported.column for exported in columns]
        self._comes_back = comes_back
        self._models: dict[_Look, Any] = {}

    def cells(self, shown: Sequence[ShownCell]) -> list[Any]:
        """The cells of a row."""
        return [self._cell(column, value, form) for column, (value, form) in zip(self._columns, shown, strict=True)]

    def _cell(self, column: Column, shown: Shown, form: str) -> Any:
        if shown is None:
            return None
        cell: Any = WriteOnlyCell(self._sheet)
        if self._comes_back and column.editable and column.kind is Kind.CODE:
            form = form or TEXT_FORMAT
        grey = self._comes_back and not column.editable
        look = _Look(form, right=isinstance(shown, Decimal), grey=grey)
        # The numbers by which a workbook knows a style: setting fonts and fills cell by cell takes three times as long.
        cell._style = copy(self._model(look)._style)  # noqa: SLF001 - openpyxl has no public way to them
        return cells.put(cell, shown)

    def _model(self, look: _Look) -> Any:
        """A cell that looks so."""
        model: Any = self._models.get(look)
        if model is None:
            model = self._models[look] = WriteOnlyCell(self._sheet)
            model.font = cells.plain_font()
            if look.form:
                model.number_format = look.form
            if look.right:
                model.alignment = cells.AMOUNT
            if look.grey:
                model.fill = NOT_TAKEN
        return model


def _mark(row: Row, shown: Sequence[ShownCell], back: WayBack | None) -> tuple[str, ...]:
    """What stands in the hidden column of a row."""
    if back is None:
        return ()
    digests = tuple(_digest(_found(value)) for value, _form in shown) if back.digests else ()
    return (RowMark(row.id, row.version, digests).as_text(),)


def _found(shown: Shown) -> object:
    """What a reader finds in the cell: a workbook holds binary fractions, of 16 digits as openpyxl writes them."""
    if isinstance(shown, Decimal):
        return float(f"{float(shown):.16g}")
    return cells.xml_text(shown) if isinstance(shown, str) else shown


def _widths(query: Query, columns: Sequence[Exported], rows: list[Row], language: Language) -> list[float]:
    """Widths that show the headings and the first rows whole, within reason."""
    held = [query.by_key(row) for row in rows]
    widths = []
    for exported in columns:
        longest = len(language.text(exported.heading)) + 3
        for values in held:
            longest = max(longest, _length(exported.column, values[exported.column.key], language))
        widths.append(min(longest + 2, _WIDEST))
    return [float(width) for width in widths]


def _length(column: Column, value: Cell, language: Language) -> int:
    shown = shown_value(column, value, language)
    if isinstance(shown, Decimal):
        return len(language.number(shown))
    return 12 if isinstance(shown, date) else len(str(shown or ""))
