"""What was recognised in a workbook: where the table is, which column holds what and why, and what is no record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

from desktop.importers.book import Sheet
from desktop.language import Message


class Left(StrEnum):
    """Why a row below the headings is no record."""

    BLANK = "blank"
    TOTAL = "total"
    HEADING = "heading"  # the headings again, or a title between groups
    TAGS = "tags"  # HXL hashtags
    NOTE = "note"  # a remark below the table


@dataclass(frozen=True, slots=True)
class Guess:
    """What a column of the table was taken for. `field` is empty for one that is left out; `score` is 0 to 100."""

    column: int
    header: str
    field: str
    score: int
    reason: Message


@dataclass(frozen=True, slots=True)
class TotalCheck:
    """A total that the workbook states, beside what its own lines make. All are in `currency` (may be empty).

    `where` is the cell of the total; `lines` how many rows it sums.
    """

    where: str
    row: int
    column: int
    header: str
    currency: str
    stated: Decimal
    summed: Decimal
    lines: int
    grand: bool  # the total of the whole table, not of a part

    @property
    def differs(self) -> Decimal:
        """How much more the total states than its lines make."""
        return self.stated - self.summed


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """How a table is read; what a person can change, and what is kept for the next file of the same source.

    Rows and columns are counted from 0. `fields` says for each column (by its heading as written) which field it holds;
    `styles` how its values are written (see `values`), where a person decided.
    """

    sheet: str
    header_rows: tuple[int, ...]
    fields: Mapping[int, str]
    headers: Mapping[int, str]
    styles: Mapping[str, str] = field(default_factory=dict)

    def with_field(self, column: int, key: str) -> SheetMapping:
        """The same with `column` holding the field `key` (empty: none), which no other column holds any more."""
        others = {place: held for place, held in self.fields.items() if held != key and place != column}
        return replace(self, fields={**others, column: key} if key else others)

    def with_style(self, key: str, style: str) -> SheetMapping:
        """The same with the values of the field `key` written in `style`."""
        return replace(self, styles={**self.styles, key: style})

    def column_of(self, key: str) -> int | None:
        """The column that holds the field `key`, or None."""
        return next((column for column, held in self.fields.items() if held == key), None)

    def as_json(self) -> dict[str, Any]:
        """As it is kept: by the headings, since the next file may have its columns elsewhere."""
        return {
            "sheet": self.sheet,
            "fields": {self.headers[column]: key for column, key in self.fields.items()},
            "styles": dict(self.styles),
        }


@dataclass(frozen=True, slots=True)
class Layout:
    """The table that was found in a sheet.

    `first` and `last` are its first and last row below the headings (both in it, counted from 0); `left` are those of
    them that are no records, and why. `checks` compare the totals that the workbook states with its own lines.
    `heading_currencies` are those that headings state (``Amount (XOF)``), by column.
    """

    mapping: SheetMapping
    guesses: tuple[Guess, ...]
    first: int
    last: int
    left: Mapping[int, Left] = field(default_factory=dict)
    checks: tuple[TotalCheck, ...] = ()
    notes: tuple[Message, ...] = ()
    heading_currencies: Mapping[int, str] = field(default_factory=dict)

    def currency_of(self, column: int, sheet: Sheet) -> str:
        """The currency that the heading of a column states, or that the format of its cells shows; empty when none.

        Of what is only called CFA nobody knows yet which franc it is (`values.signs.franc_of`).
        """
        return self.heading_currencies.get(column) or sheet.currencies.get(column, "")

    @property
    def rows(self) -> list[int]:
        """The rows that are records, counted from 0."""
        return [row for row in range(self.first, self.last + 1) if row not in self.left]
