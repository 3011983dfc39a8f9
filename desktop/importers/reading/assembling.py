"""Puts the frames that the child sends together into sheets, as they come."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from desktop.domain.progress import Progress
from desktop.importers.book import Area, ErrorValue, FileKind, GridColumn, Raw, Sheet, Uncalculated
from desktop.importers.reading import wire
from desktop.importers.reading.troubles import note
from desktop.language import Message

_CODE = array("I").itemsize


def _same(values: list[Any]) -> list[Any]:
    return values


_DECODE: dict[str, Callable[[list[Any]], list[Raw]]] = {
    wire.PLAIN: _same,
    wire.TRUTH: _same,
    wire.DATE: lambda values: list(map(date.fromordinal, values)),
    wire.DATETIME: lambda values: list(map(datetime.fromisoformat, values)),
    wire.ERROR: lambda values: [ErrorValue(str(shown)) for shown in values],
    wire.UNCALCULATED: lambda values: [Uncalculated(str(formula)) for formula in values],
}


class Assembly:
    """A book in the making."""

    def __init__(self, progress: Progress, doing: Message) -> None:
        self.kind = FileKind.TEXT
        self.notes: list[Message] = []
        self._sheets: list[Sheet] = []
        self._rows = 0  # of the sheet that is being read
        self._progress = progress
        self._doing = doing
        self._done = 0
        self._total = 0

    def report(self) -> None:
        """Says how far it is. Raises Cancelled when the user asked to stop."""
        self._progress.report(min(self._done, self._total), self._total, self._doing)

    def take(self, frame: tuple[Any, ...]) -> None:
        """One frame after the other. Raises BrokenFrameError when it is none of ours."""
        try:
            _TAKE[frame[0]](self, *frame[1:])
        except (KeyError, TypeError, ValueError, IndexError, OverflowError, AttributeError) as error:
            raise wire.BrokenFrameError from error

    def finished(self) -> tuple[Sheet, ...]:
        """The sheets, without blank rows and columns at their ends."""
        for sheet in self._sheets:
            trim(sheet)
        return tuple(self._sheets)

    def take_kind(self, kind: str) -> None:
        """What the file is."""
        self.kind = FileKind(kind)

    def take_sheet(self, name: str, height: int, *, hidden: bool) -> None:
        """A sheet begins."""
        self._sheets.append(Sheet(name, hidden=hidden))
        self._rows = 0
        self._total += height

    def take_rows(self, count: int, columns: list[tuple[list[tuple[str, list[Any]]], bytes]]) -> None:
        """More rows of the sheet."""
        sheet = self._sheets[-1]
        while len(sheet.columns) < len(columns):
            sheet.columns.append(GridColumn(codes=array("I", bytes(self._rows * _CODE))))
        for column, (groups, codes) in zip(sheet.columns, columns, strict=False):
            for tag, values in groups:
                column.values.extend(_DECODE[tag](values))
            column.codes.frombytes(codes)
        self._rows += count
        for column in sheet.columns[len(columns) :]:
            column.codes.frombytes(bytes(count * _CODE))
        self._done += count

    def take_marks(
        self, rows: list[int], columns: list[int], merged: list[tuple[int, int, int, int]], currencies: dict[int, str]
    ) -> None:
        """What is true of the sheet as a whole; it ends."""
        sheet = self._sheets[-1]
        sheet.hidden_rows = frozenset(rows)
        sheet.hidden_columns = frozenset(columns)
        sheet.merged = tuple(Area(*area) for area in merged)
        sheet.currencies = dict(currencies)

    def take_note(self, code: str, values: list[str]) -> None:
        """How something was taken."""
        self.notes.append(note(code, values))


_TAKE: dict[str, Callable[..., None]] = {
    wire.KIND: Assembly.take_kind,
    wire.SHEET: lambda assembly, name, hidden, height: assembly.take_sheet(name, height, hidden=hidden),
    wire.ROWS: Assembly.take_rows,
    wire.MARKS: Assembly.take_marks,
    wire.NOTE: Assembly.take_note,
}


def trim(sheet: Sheet) -> None:
    """Takes blank rows below the last that holds something off, and blank columns behind the last."""
    height = max((_last_filled(column) for column in sheet.columns), default=0)
    for column in sheet.columns:
        del column.codes[height:]
    while sheet.columns and not any(sheet.columns[-1].codes):
        sheet.columns.pop()


def _last_filled(column: GridColumn) -> int:
    """How many rows there are down to the last in which the column holds something."""
    if not column.codes or column.codes[-1]:
        return len(column.codes)
    filled = len(column.codes.tobytes().rstrip(b"\0"))
    return -(-filled // _CODE)
