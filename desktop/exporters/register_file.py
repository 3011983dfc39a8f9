"""A register as it is shown, to Excel or csv: real numbers and dates, headings frozen, filters on, widths set."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from desktop.domain.progress import Progress
from desktop.exporters import cells
from desktop.exporters.target import written_whole
from desktop.language import Language, say
from desktop.registers.exported import Exported
from desktop.registers.query import Cell, Query, Row
from desktop.registers.register import NUMERIC_KINDS, Column, Kind
from desktop.registers.show import Shown, exact_number, shown_value

Values = dict[str, Cell]
_WIDEST = 60
_SAMPLE = 200
_PER_REPORT = 1_000
EXCEL_ROWS = 1_048_575  # below the heading


def write_workbook(
    path: Path,
    *,
    query: Query,
    columns: Sequence[Exported],
    rows: Iterable[Row],
    count: int,
    language: Language,
    progress: Progress,
) -> None:
    """Writes `rows` to the new or replaced workbook `path`; it appears there only when it is whole.

    Raises UserError when it cannot be written, for instance because Excel has it open.
    """
    title = language.text(query.register.title)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_title(title))
    sheet.sheet_view.rightToLeft = language.right_to_left
    sheet.freeze_panes = "A2"
    held = iter(rows)
    first = list(islice(held, _SAMPLE))
    headings = [language.text(exported.heading) for exported in columns]
    for index, width in enumerate(_widths(query, columns, first, language), start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count + 1}"
    sheet.append([_heading(sheet, exported.column, text) for exported, text in zip(columns, headings, strict=True)])
    with _gathering(book):
        for row in _reported(chain(first, held), count, path, progress):
            sheet.append(_cells(sheet, columns, query.by_key(row), language))
    book.properties.title = title
    book.properties.creator = "GrantDesk"
    with _gathering(book), written_whole(path) as partial:
        book.save(partial)


@contextmanager
def _gathering(book: openpyxl.Workbook) -> Iterator[None]:
    """Rows are gathered in a temporary file that only saving removes: no copy may stay behind when work is given up."""
    try:
        yield
    except BaseException:
        with suppress(OSError):  # gone already, when it was saving that failed
            book.save(io.BytesIO())
        raise


def _sheet_title(text: str) -> str:
    return "".join(letter for letter in text if letter not in "[]:*?/\\")[:31]


def _heading(sheet: Any, column: Column, text: str) -> Any:
    cell = cells.put(WriteOnlyCell(sheet), text)
    cell.font = cells.plain_font(bold=True)
    cell.fill = cells.HEAD
    cell.border = cells.BELOW
    if column.kind in NUMERIC_KINDS:
        cell.alignment = cells.RIGHT
    return cell


def _cells(sheet: Any, columns: Sequence[Exported], values: Values, language: Language) -> list[Any]:
    return [
        _cell(sheet, column, values[column.key], values.get(column.currency), language)
        for column in (exported.column for exported in columns)
    ]


def _cell(sheet: Any, column: Column, value: Cell, currency: Cell, language: Language) -> Any:
    shown = _shown(column, value, currency, language)
    if shown is None:
        return None
    cell = cells.put(WriteOnlyCell(sheet), shown)
    cell.font = cells.plain_font()
    if isinstance(shown, Decimal):
        cell.alignment = cells.AMOUNT
        money = column.kind is Kind.MONEY
        cell.number_format = cells.money_format(str(currency)) if money and currency else cells.number_format(shown)
    elif isinstance(shown, datetime):
        cell.number_format = cells.INSTANT_FORMAT
    elif isinstance(shown, date):
        cell.number_format = cells.DATE_FORMAT
    return cell


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


def write_csv(
    path: Path,
    *,
    query: Query,
    columns: Sequence[Exported],
    rows: Iterable[Row],
    count: int,
    language: Language,
    progress: Progress,
) -> None:
    """Writes `rows` as csv: UTF-8 with its mark (so that Excel knows), commas, a point for decimals, ISO dates.

    Text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    with written_whole(path) as partial, partial.open("w", encoding="utf-8-sig", newline="") as text:
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow([cells.csv_text(language.text(exported.heading)) for exported in columns])
        for row in _reported(rows, count, path, progress):
            values = query.by_key(row)
            writer.writerow(
                [
                    _csv_cell(_shown(column, values[column.key], values.get(column.currency), language))
                    for column in (exported.column for exported in columns)
                ]
            )


def _reported(rows: Iterable[Row], count: int, path: Path, progress: Progress) -> Iterator[Row]:
    """The rows, while `progress` is told how many of `count` are written."""
    for number, row in enumerate(rows, start=1):
        if number % _PER_REPORT == 0:
            progress.report(number, count, say("Writing {file}", file=path.name))
        yield row


def _shown(column: Column, value: Cell, currency: Cell, language: Language) -> Shown:
    """What stands in the cell: a number with the places it needs."""
    shown = shown_value(column, value, language)
    return exact_number(column, shown, currency) if isinstance(shown, Decimal) else shown


def _csv_cell(value: Shown) -> str:
    match value:
        case None:
            return ""
        case Decimal():
            return format(value.normalize(), "f")
        case date():
            return value.isoformat()
    return cells.csv_text(value)
