"""Workbooks made by hand as a reader would hand them over, and what is recognised in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.importers.book import Area, Book, FileKind, Sheet
from desktop.importers.layout import Layout, Left
from desktop.importers.recognising import fields_of, recognise
from desktop.registers import find_register
from tests.helpers.columns import column_of

Rows = Sequence[Sequence[Any]]


def sheet_of(rows: Rows, *, name: str = "Sheet1", hidden: bool = False, merged: Sequence[Area] = ()) -> Sheet:
    """A sheet with these rows; short ones are filled up with nothing."""
    width = max((len(row) for row in rows), default=0)
    filled = [[*row, *[None] * (width - len(row))] for row in rows]
    columns = [column_of(*(row[place] for row in filled)) for place in range(width)]
    return Sheet(name, columns, hidden=hidden, merged=tuple(merged))


def book_of(*sheets: Sheet) -> Book:
    return Book("in.xlsx", FileKind.XLSX, b"", "", sheets)


def recognised(kind: str, rows: Rows, *, merged: Sequence[Area] = (), kept: Mapping[str, Any] | None = None) -> Layout:
    """The layout of a sheet for the register `kind`."""
    return recognise(book_of(sheet_of(rows, merged=merged)), fields_of(find_register(kind)), kept=kept)


def held(layout: Layout) -> dict[str, str]:
    """What each column holds, by its heading."""
    return {guess.header: guess.field for guess in layout.guesses if guess.field}


def reason(layout: Layout, header: str) -> str:
    """Why a column was taken for what it was taken for, in English."""
    return next(str(guess.reason) for guess in layout.guesses if guess.header == header)


def left(layout: Layout) -> dict[int, Left]:
    return dict(layout.left)
