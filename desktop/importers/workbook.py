"""Reads a plain table from an Excel workbook: names in the first row, one record in each row below.

What the file says is taken as it is: error cells and formulas that were never calculated become problems with their
address, never blanks or zeros. Sizes are checked before anything is unpacked (a workbook is a zip archive).
"""

from __future__ import annotations

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
_OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")

CellValue = str | Decimal | date | bool | None


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of the table: its number in the sheet, and a value per column."""

    number: int
    values: tuple[CellValue, ...]


@dataclass(slots=True)
class SheetTable:
    """The first sheet that has anything in it."""

    sheet: str
    headers: tuple[str, ...] = ()
    rows: list[SheetRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

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
    _require_workbook(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl remarks on styles and extensions it leaves out; values are all read
        return _read(path)


def _require_workbook(path: Path) -> None:
    if not path.is_file():
        raise UserError(
            say("There is no file {path}.", path=str(path)), say("Nothing was imported."), say("Check the path.")
        )
    with path.open("rb") as file:
        start = file.read(8)
    if start == _OLE2:
        raise UserError(
            say("{file} is protected by a password, or in the old .xls format.", file=path.name),
            say("Nothing was imported."),
            say("Open it in Excel and save it without a password as .xlsx."),
        )
    if not zipfile.is_zipfile(path):
        raise UserError(
            say("{file} is not an Excel workbook, or it is damaged.", file=path.name),
            say("Nothing was imported."),
            say("Open it in Excel and save it as .xlsx."),
        )
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
    bomb = any(part.file_size > _BIG_PART and part.file_size > MAX_RATIO * part.compress_size for part in parts)
    if bomb or len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise UserError(
            say("{file} is too large to be read safely.", file=path.name),
            say("Nothing was imported."),
            say("Copy the table alone into a new workbook."),
        )


def _read(path: Path) -> SheetTable:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with (
            closing(openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)) as shown,
            closing(openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)) as written,
        ):
            for sheet in shown.worksheets:
                table = _read_sheet(sheet, written[sheet.title])
                if table.headers:
                    return table
    except (InvalidFileException, KeyError, ValueError, TypeError, OSError, zipfile.BadZipFile, SyntaxError) as error:
        raise UserError(
            say("{file} cannot be read: a part of it is damaged.", file=path.name),
            say("Nothing was imported. The reader says: {reason}", reason=str(error)),
            say("Open it in Excel, save it under a new name, and try that."),
        ) from error
    raise UserError(
        say("There is no table in {file}.", file=path.name),
        say("Nothing was imported."),
        say("The first row names the columns; the rows below hold the entries."),
    )


def _read_sheet(shown: Any, written: Any) -> SheetTable:
    """Reads a sheet twice side by side: the values as last calculated, and what was written (to find formulas)."""
    for sheet in (shown, written):
        sheet.reset_dimensions()
    table = SheetTable(shown.title)
    lines = enumerate(zip(shown.iter_rows(values_only=True), written.iter_rows(values_only=True), strict=True), start=1)
    for number, (values, sources) in _without_tail(lines):
        if number == 1:
            table.headers = tuple("" if value is None else str(value).strip() for value in values[:MAX_COLUMNS])
            if not any(table.headers):
                return SheetTable(shown.title)
        elif any(value is not None for value in sources):
            table.rows.append(_row(table, number, values, sources))
    return table


def _without_tail(lines: Iterator[tuple[int, tuple[Any, Any]]]) -> Iterator[tuple[int, tuple[Any, Any]]]:
    """Stops after a thousand blank rows: formatted emptiness goes on to the end of the sheet."""
    blank = 0
    for line in lines:
        blank = 0 if any(value is not None for value in line[1][1]) else blank + 1
        if blank > MAX_BLANK_ROWS:
            return
        yield line


def _row(table: SheetTable, number: int, values: tuple[Any, ...], sources: tuple[Any, ...]) -> SheetRow:
    width = len(table.headers)
    cells: list[CellValue] = [None] * width
    for column, (value, source) in enumerate(zip(values[:width], sources[:width], strict=True)):
        problem = _cell_problem(table.address(number, column), value, source)
        if problem is None:
            cells[column] = _plain(value)
        else:
            table.problems.append(problem)
    return SheetRow(number, tuple(cells))


def _cell_problem(where: str, value: Any, source: Any) -> Problem | None:
    if isinstance(value, str) and value in ERRORS:
        return Problem(
            Severity.ERROR,
            where,
            say("The cell shows the error {error}.", error=value),
            say("Correct the formula in the workbook, then import again."),
        )
    if value is None and source is not None:
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
        case float():
            return Decimal(repr(value))
        case datetime():
            return value.date()
        case date():
            return value
    text = " ".join(str(value).split())
    return text or None
