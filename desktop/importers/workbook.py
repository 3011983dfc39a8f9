"""Reads a plain table from an Excel workbook: names in the first row, one record in each row below.

What the file says is taken as it is: error cells and formulas that were never calculated become problems with their
address, never blanks or zeros. Sizes are checked before anything is unpacked (a workbook is a zip archive).
"""

from __future__ import annotations

import io
import math
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from desktop.domain.finding import Problem, Severity
from desktop.importers.source import content_of
from desktop.language import UserError, say

# No real workbook of 1,451 looked at came near these limits; archives made to exhaust the memory go far beyond them.
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 200
MAX_PARTS = 2_000
MAX_BLANK_ROWS = 1_000
MAX_COLUMNS = 500
_BIG_PART = 1024 * 1024
# ECMA-376 part 1, 18.18.11: what an error cell shows
ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA"})
_IN_EVERY_WORKBOOK = "[Content_Types].xml"
_IN_BINARY_ONES = "xl/workbook.bin"
_FORMULA_TEXT = "str"  # ECMA-376 part 1, 18.18.11: how a cell marks that its formula gives text
_OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")

CellValue = str | Decimal | date | bool | None


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of the table: its number in the sheet, and a value per column."""

    number: int
    values: tuple[CellValue, ...]


@dataclass(slots=True)
class SheetTable:
    """The first sheet that has anything in it; `content` is the file itself, as it was when it was read."""

    sheet: str
    headers: tuple[str, ...] = ()
    rows: list[SheetRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    content: bytes = b""

    def address(self, row: int, column: int) -> str:
        """Where a value stands, as Excel writes it: ``Sheet1!F17``."""
        return f"{self.sheet}!{column_letters(column)}{row}"


def column_letters(index: int) -> str:
    """The letters of the column with this index (0 is A)."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def read_table(path: Path) -> SheetTable:
    """The table in the workbook at `path`.

    Raises UserError when the file is missing, empty, not a workbook, protected by a password, or has no table.
    """
    content = content_of(path)
    _require_workbook(content, path.name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl remarks on styles and extensions it leaves out; values are all read
        table = _read(content, path.name)
    table.content = content
    return table


def _require_workbook(content: bytes, name: str) -> None:
    if content.startswith(_OLE2):
        raise UserError(
            say("{file} is protected by a password, or in the old .xls format.", file=name),
            say("Nothing was imported."),
            say("Open it in Excel and save it without a password as .xlsx."),
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:  # the last: a kind of zip unknown
        raise _no_workbook(name) from error
    names = {part.filename for part in parts}
    if _IN_EVERY_WORKBOOK not in names or _IN_BINARY_ONES in names:
        raise _no_workbook(name)
    bomb = any(part.file_size > _BIG_PART and part.file_size > MAX_RATIO * part.compress_size for part in parts)
    if bomb or len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise UserError(
            say("{file} is too large to be read safely.", file=name),
            say("Nothing was imported."),
            say("Copy the table alone into a new workbook."),
        )


def _no_workbook(name: str) -> UserError:
    return UserError(
        say("{file} is not an Excel workbook, or it is damaged.", file=name),
        say("Nothing was imported."),
        say("Open it in Excel and save it as .xlsx."),
    )


def _read(content: bytes, name: str) -> SheetTable:
    try:
        table = _first_table(content)
    except Exception as error:  # on a damaged part openpyxl fails in more ways than can be listed
        raise UserError(
            say("{file} cannot be read: a part of it is damaged.", file=name),
            say("Nothing was imported. The reader says: {reason}", reason=str(error)),
            say("Open it in Excel, save it under a new name, and try that."),
        ) from error
    if table is None:
        raise UserError(
            say("There is no table in {file}.", file=name),
            say("Nothing was imported."),
            say("The first row names the columns; the rows below hold the entries."),
        )
    return table


def _first_table(content: bytes) -> SheetTable | None:
    import openpyxl

    with (
        closing(openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)) as shown,
        closing(openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)) as written,
    ):
        tables = (_read_sheet(sheet, written[sheet.title]) for sheet in shown.worksheets)
        return next((table for table in tables if table.headers), None)


def _read_sheet(shown: Any, written: Any) -> SheetTable:
    """Reads a sheet twice side by side: the values as last calculated, and what was written (to find formulas)."""
    for sheet in (shown, written):
        sheet.reset_dimensions()
    table = SheetTable(shown.title)
    lines = enumerate(zip(shown.iter_rows(), written.iter_rows(values_only=True), strict=True), start=1)
    for number, (cells, sources) in _without_tail(lines):
        if number == 1:
            headers = [cell.value for cell in cells[:MAX_COLUMNS]]
            table.headers = tuple("" if value is None else str(value).strip() for value in headers)
            if not any(table.headers):
                return SheetTable(shown.title)
        elif any(value is not None for value in sources):
            table.rows.append(_row(table, number, cells, sources))
    return table


def _without_tail(lines: Iterator[tuple[int, tuple[Any, Any]]]) -> Iterator[tuple[int, tuple[Any, Any]]]:
    """Stops after a thousand blank rows: formatted emptiness goes on to the end of the sheet."""
    blank = 0
    for line in lines:
        blank = 0 if any(value is not None for value in line[1][1]) else blank + 1
        if blank > MAX_BLANK_ROWS:
            return
        yield line


def _row(table: SheetTable, number: int, shown: tuple[Any, ...], sources: tuple[Any, ...]) -> SheetRow:
    width = len(table.headers)
    values: list[CellValue] = [None] * width
    for column, (cell, source) in enumerate(zip(shown[:width], sources[:width], strict=True)):
        problem = _cell_problem(table.address(number, column), cell, source)
        if problem is None:
            values[column] = _plain(cell.value)
        else:
            table.problems.append(problem)
    return SheetRow(number, tuple(values))


def _cell_problem(where: str, cell: Any, source: Any) -> Problem | None:
    if isinstance(cell.value, str) and cell.value in ERRORS:
        return Problem(
            Severity.ERROR,
            where,
            say("The cell shows the error {error}.", error=cell.value),
            say("Correct the formula in the workbook, then import again."),
        )
    calculated = cell.value is not None or cell.data_type == _FORMULA_TEXT  # a formula whose result is no text
    if source is not None and not calculated:
        return Problem(
            Severity.ERROR,
            where,
            say("The cell holds a formula that was never calculated."),
            say("Open the workbook in Excel, save it, then import again."),
        )
    return None


def _plain(value: Any) -> CellValue:
    match value:
        case bool() | None:
            return value
        case int():
            return Decimal(value)
        case float() if math.isfinite(value):
            return Decimal(repr(value))
        case datetime():
            return value.date()
        case date():
            return value
    text = " ".join(str(value).split())
    return text or None
