"""What the fast reader does not tell of a sheet: error cells, formulas without a result, per cent, what is hidden."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from typing import Any, BinaryIO

from desktop.domain.spreadsheet import column_letters
from desktop.importers.reading import wire
from desktop.importers.reading.columns import MAX_COLUMNS, MAX_ROWS, Marked, SheetWriter

ROWS_AT_ONCE = 4096
PER_CENT = Marked(("per cent", None))
# ECMA-376 part 1, 18.18.11: what an error cell shows
ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA"})
_LARGE = 10**12
_DIGITS = 10  # decimals of a per cent that are shown: more is noise of its binary fraction


def error(shown: str) -> Marked:
    """The mark of a cell that shows an error."""
    return Marked((wire.ERROR, shown))


def uncalculated(formula: str) -> Marked:
    """The mark of a cell whose formula has no result."""
    return Marked((wire.UNCALCULATED, formula))


@dataclass(slots=True)
class SheetMarks:
    """The marks of one sheet. Rows and columns are counted from 0; `cells` by row, then column."""

    cells: dict[int, dict[int, Marked]] = field(default_factory=dict)
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)  # first and last of each run
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    currencies: dict[int, set[str]] = field(default_factory=dict)

    def mark(self, row: int, column: int, mark: Marked) -> None:
        """Marks one cell."""
        if row < MAX_ROWS and column < MAX_COLUMNS:
            self.cells.setdefault(row, {})[column] = mark

    def hide_columns(self, first: int, last: int) -> None:
        """Marks columns as hidden, both ends with them."""
        self.hidden_columns.update(range(first, min(last + 1, MAX_COLUMNS)))

    def hide_rows(self, first: int, last: int) -> None:
        """Marks rows as hidden, both ends with them."""
        self.hidden_rows.append((first, last))

    def show_format(self, row: int, column: int, *, per_cent: bool, currency: str) -> None:
        """Takes note of what the format of a cell shows beside its number."""
        if per_cent:
            self.mark(row, column, PER_CENT)
        elif currency and column < MAX_COLUMNS:
            self.currencies.setdefault(column, set()).add(currency)

    def put_on(self, rows: list[list[Any]], first: int) -> None:
        """Puts the marks of the cells into `rows`, the first of which is row `first`."""
        for place, row in enumerate(rows, first):
            marked = self.cells.pop(place, None)
            for column, mark in (marked or {}).items():
                if column >= len(row):
                    row.extend([None] * (column + 1 - len(row)))
                row[column] = per_cent(row[column]) if mark is PER_CENT else mark

    def write_end(self, out: BinaryIO, writer: SheetWriter) -> None:
        """Writes what is true of the sheet as a whole, and notes columns with more than one currency."""
        for column, found in sorted(self.currencies.items()):
            if len(found) > 1:
                wire.write(
                    out, wire.NOTE, "currencies", [writer.name, column_letters(column), ", ".join(sorted(found))]
                )
        single = {column: next(iter(found)) for column, found in self.currencies.items() if len(found) == 1}
        runs = (range(first, min(last + 1, writer.height)) for first, last in self.hidden_rows)
        hidden = sorted(set().union(*runs))
        wire.write(out, wire.MARKS, hidden, sorted(self.hidden_columns), self.merged, single)


def write_rows(writer: SheetWriter, rows: Iterator[list[Any]], marks: SheetMarks) -> None:
    """Writes the rows of a sheet with their marks, and rows below them in which nothing but marked cells stand."""
    done = 0
    while block := list(islice(rows, ROWS_AT_ONCE)):
        if marks.cells:
            marks.put_on(block, done)
        writer.add(block)
        done += len(block)
    while marks.cells and not writer.stopped:
        more: list[list[Any]] = [[] for _ in range(min(ROWS_AT_ONCE, max(marks.cells) + 1 - done))]
        marks.put_on(more, done)
        writer.add(more)
        done += len(more)


def per_cent(value: Any) -> Any:
    """A number as its cell shows it; anything else as it is."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    number = Decimal(repr(value))
    if not number.is_finite():
        return value
    shown = f"{number * 100 if abs(number) > _LARGE else round(number * 100, _DIGITS):f}"
    return f"{shown.rstrip('0').rstrip('.') if '.' in shown else shown}%"
