"""Turns rows of cells into columns of codes, fast: a sheet of a million rows passes through here cell by cell.

What is different in a column is looked at once and cleaned once; the rest is dictionary look-ups that run in C.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import filterfalse, zip_longest
from math import isfinite
from typing import Any, BinaryIO

from desktop.importers.reading import wire

MAX_COLUMNS = 500
MAX_ROWS = 1_048_576
MAX_BLANK_ROWS = 1_000
_EXACT = 2**53  # whole numbers beyond it have no exact place in a binary fraction
_SEAM = "¦"  # parts values that are looked at together; printable, and rare
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
# ECMA-376 part 1, 22.9.2.19: `_x005F_` stands for the underscore of a text that looks like an escape itself
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff]")
_EDGES = " \t\r\n\xa0\u202f"
_BREAK = re.compile(r"\r\n?|\u2028|\u2029")

Group = tuple[str, list[Any]]


class Marked(tuple[str, Any]):
    """A cell that is more than its value: how it is written on the wire, and what is written."""

    __slots__ = ()


def clean(text: str) -> str:
    """A text without what programs leave in it: escapes, control characters, space around it. Bidi marks stay."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda escape: chr(int(escape[1], 16)), text)
    return _CONTROL.sub("", _BREAK.sub("\n", text)).strip(_EDGES)


class ColumnCoder:
    """Gives each different value of a column a number, in the order in which they come; 0 is nothing."""

    def __init__(self) -> None:
        self._codes: dict[Any, int] = {None: 0, "": 0}
        self._next = 1

    def encode(self, cells: Sequence[Any]) -> tuple[list[Group], array[int]]:
        """The values that are new, grouped by how they are written, and the code of each cell."""
        codes = self._codes
        new = dict.fromkeys(filterfalse(codes.__contains__, cells))
        if (1 in new or 0 in new or 1 in codes or 0 in codes) and bool in set(map(type, cells)):
            # True == 1 == 1.0 for a dictionary: truths are told apart before they meet a number
            cells = [Marked((wire.TRUTH, cell)) if cell is True or cell is False else cell for cell in cells]
            new = dict.fromkeys(filterfalse(codes.__contains__, cells))
        groups = self._take(new) if new else []
        return groups, array("I", map(codes.__getitem__, cells))

    def _take(self, new: Iterable[Any]) -> list[Group]:
        groups: list[Group] = []
        kinds = set(map(type, new))
        for kind in sorted(kinds, key=lambda kind: kind.__name__):
            raws = list(new) if len(kinds) == 1 else [raw for raw in new if type(raw) is kind]
            if kind is str:
                groups += self._take_texts(raws)
            elif kind is float:
                groups += self._take_numbers(raws)
            elif kind is int:
                groups.append((wire.PLAIN, self._number(raws)))
            elif kind is date:
                groups.append((wire.DATE, [day.toordinal() for day in self._number(raws)]))
            elif kind is datetime:
                groups += self._take_times(raws)
            elif kind is Marked:
                groups += [(tag, [value]) for tag, value in self._number(raws)]
            else:
                groups += self._take_texts(raws, [shown(raw) for raw in raws])
        return groups

    def _number(self, raws: list[Any]) -> list[Any]:
        self._codes.update(zip(raws, range(self._next, self._next + len(raws)), strict=True))
        self._next += len(raws)
        return raws

    def _take_texts(self, raws: list[Any], texts: list[str] | None = None) -> list[Group]:
        if texts is None:
            joined = _SEAM.join(["", *raws, ""])
            tidy = joined.isprintable() and "_x" not in joined
            if tidy and f" {_SEAM}" not in joined and f"{_SEAM} " not in joined:
                return [(wire.PLAIN, self._number(raws))]
        codes, kept = self._codes, []
        for raw, text in zip(raws, map(clean, texts or raws), strict=True):
            if text not in codes:
                codes[text] = self._next
                self._next += 1
                kept.append(text)
            codes[raw] = codes[text]
        return [(wire.PLAIN, kept)]

    def _take_numbers(self, raws: list[Any]) -> list[Group]:
        finite = [raw for raw in raws if isfinite(raw)]
        numbers = [
            int(number) if number.is_integer() and -_EXACT < number < _EXACT else number
            for number in self._number(finite)
        ]
        groups: list[Group] = [(wire.PLAIN, numbers)]
        endless = [raw for raw in raws if not isfinite(raw)]
        if endless:
            groups.append((wire.ERROR, ["#NUM!"] * len(self._number(endless))))
        return groups

    def _take_times(self, raws: list[Any]) -> list[Group]:
        rounded = {raw: round_to_second(raw) for raw in raws}
        days = [raw for raw, moment in rounded.items() if is_midnight(moment)]
        others = [raw for raw, moment in rounded.items() if not is_midnight(moment)]
        return [
            (wire.DATE, [rounded[raw].toordinal() for raw in self._number(days)]),
            (wire.DATETIME, [rounded[raw].isoformat() for raw in self._number(others)]),
        ]


def shown(value: Any) -> str:
    """A value of a kind that no grid holds, as its cell shows it."""
    match value:
        case timedelta():
            minutes, seconds = divmod(round(value.total_seconds()), 60)
            hours, minutes = divmod(minutes, 60)
            return f"{hours}:{minutes:02}:{seconds:02}"
        case time():
            return value.isoformat("minutes" if not value.second else "seconds")
    return str(value)


def round_to_second(moment: datetime) -> datetime:
    """A moment to the full second: a spreadsheet keeps it as a fraction of a day."""
    if not moment.microsecond:
        return moment
    try:
        return (moment + timedelta(microseconds=500_000)).replace(microsecond=0)
    except OverflowError:
        return moment.replace(microsecond=0)


def is_midnight(moment: datetime) -> bool:
    """Whether it is a day rather than a moment."""
    return moment.time() == time.min


class SheetWriter:
    """Writes the rows of one sheet as they come; leaves out what lies beyond a long run of blank rows, and says so."""

    def __init__(self, stream: BinaryIO, name: str, *, hidden: bool = False, height: int = 0) -> None:
        self._stream = stream
        self._coders: list[ColumnCoder] = []
        self._name = name
        self._blank = 0
        self.height = 0
        self.stopped = False
        self.beyond = ""  # the first cell that was left out
        wire.write(stream, wire.SHEET, name, hidden, height)

    def add(self, rows: Sequence[Sequence[Any]]) -> None:
        """Writes rows that stand below those before; nothing once it has `stopped`."""
        if self.stopped or not rows:
            return
        width = max(map(len, rows))
        even = width == min(map(len, rows))
        columns = list(zip(*rows, strict=True)) if even else list(zip_longest(*rows))
        if width > MAX_COLUMNS:
            self._note_wide(columns)
            del columns[MAX_COLUMNS:]
        while len(self._coders) < len(columns):
            self._coders.append(ColumnCoder())
        coded = [coder.encode(cells) for coder, cells in zip(self._coders, columns, strict=False)]
        keep = self._rows_to_keep([codes for _groups, codes in coded], len(rows))
        frame = [(groups, codes[:keep].tobytes()) for groups, codes in coded]
        wire.write(self._stream, wire.ROWS, keep, frame)
        self.height += keep

    def _rows_to_keep(self, coded: list[array[int]], count: int) -> int:
        """How many of these rows come before there were too many blank ones."""
        if any(0 not in codes for codes in coded):
            self._blank = 0
            return count
        for place, filled in enumerate(map(any, zip(*coded, strict=True)) if coded else [False] * count):
            if not filled:
                self._blank += 1
            elif self._blank > MAX_BLANK_ROWS:
                self.stopped = True
                column = next(column for column, codes in enumerate(coded) if codes[place])
                self.beyond = f"{letters(column)}{self.height + place + 1}"
                wire.write(self._stream, wire.NOTE, "rows beyond", [self._name, self.beyond])
                return place
            else:
                self._blank = 0
        return count

    def _note_wide(self, columns: list[Any]) -> None:
        if self.beyond:
            return
        for column, cells in enumerate(columns[MAX_COLUMNS:], start=MAX_COLUMNS):
            row = next((row for row, cell in enumerate(cells) if cell not in (None, "")), None)
            if row is not None:
                self.beyond = f"{letters(column)}{self.height + row + 1}"
                wire.write(self._stream, wire.NOTE, "columns beyond", [self._name, self.beyond])
                return


def letters(index: int) -> str:
    """The letters of the column with this index (0 is A)."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
