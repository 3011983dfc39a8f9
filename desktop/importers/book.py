"""A workbook as it was read: every sheet a grid of what its cells hold, nothing yet made of it.

Grids are kept by column, and a column as its different values and an index per row: a ledger of a million rows has a
handful of currencies and categories, and whatever is worked out for a value is worked out once.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

from desktop.domain.spreadsheet import cell_address
from desktop.language import Message


class FileKind(StrEnum):
    """What a file is by its content, whatever its name says."""

    XLSX = "xlsx"  # also .xlsm, whose macros nobody reads
    XLSB = "xlsb"
    XLS = "xls"
    ODS = "ods"
    TEXT = "text"  # values parted by commas, semicolons, tabs or bars; also one that calls itself .xls
    HTML = "html"  # a page with a table that calls itself .xls
    XML = "xml"  # a workbook in the XML of Excel 2003
    CLIPBOARD = "clipboard"


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """A cell that shows an error, such as ``#REF!``."""

    shown: str


@dataclass(frozen=True, slots=True)
class Uncalculated:
    """A cell with a formula whose result the file does not hold."""

    formula: str = ""


# A number that its cell shows as per cent arrives as the text that is shown, ``12.5%``. Numbers are as the file stores
# them: whoever takes one for money makes it a Decimal by `repr`, never by arithmetic.
Raw: TypeAlias = "str | bool | int | float | date | datetime | ErrorValue | Uncalculated | None"


@dataclass(slots=True)
class GridColumn:
    """The cells of a column: `codes` says for each row which of the different `values` stands there; 0 is nothing."""

    values: list[Raw] = field(default_factory=lambda: [None])
    codes: array[int] = field(default_factory=lambda: array("I"))

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, row: int) -> Raw:
        return self.values[self.codes[row]]

    def __iter__(self) -> Iterator[Raw]:
        values = self.values
        return (values[code] for code in self.codes)


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of merged cells, both ends in it, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """One sheet. Rows and columns are counted from 0 and begin at A1: row 0 of the grid is row 1 on the screen.

    `hidden_rows` and `hidden_columns` were read like the others. `currencies` are those that the format of the cells of
    a column shows beside the numbers (``#,##0 [$XOF]``), by column.
    """

    name: str
    columns: list[GridColumn] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[Area, ...] = ()
    currencies: dict[int, str] = field(default_factory=dict)

    @property
    def height(self) -> int:
        """How many rows there are down to the last that holds something."""
        return len(self.columns[0]) if self.columns else 0

    def row(self, number: int) -> list[Raw]:
        """What the cells of a row hold, counted from 0."""
        return [column[number] for column in self.columns]

    def address(self, row: int, column: int) -> str:
        """Where a cell is, as Excel writes it: ``Sheet1!F17`` for row 16 and column 5."""
        return f"{self.name}!{cell_address(row, column)}"


@dataclass(slots=True)
class Book:
    """A file that was read. `content` is the file itself; `notes` say how it was taken, such as the encoding found."""

    name: str
    kind: FileKind
    content: bytes
    sha256: str
    sheets: tuple[Sheet, ...] = ()
    notes: tuple[Message, ...] = ()

    def sheet(self, name: str) -> Sheet:
        """The sheet of this name. Raises KeyError when there is none."""
        for sheet in self.sheets:
            if sheet.name == name:
                return sheet
        raise KeyError(name)
