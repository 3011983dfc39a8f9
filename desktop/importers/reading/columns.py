"""Turns rows of cells into columns of codes, fast: a sheet of a million rows passes through here cell by cell.

What is different in a column is looked at once and cleaned once; the rest is dictionary look-ups that run in C.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import count, groupby, islice, zip_longest
from math import isfinite
from typing import Any, BinaryIO

from desktop.domain.spreadsheet import LAST_ROW, cell_address
from desktop.importers.reading import wire

MAX_COLUMNS = 500
MAX_ROWS = LAST_ROW
MAX_BLANK_ROWS = 1_000
_EXACT = 2**53  # whole numbers beyond it have no exact place in a binary fraction
_NO_NUMBER = "#NUM!"  # what stands for NaN, and for what is beyond all numbers
_SEAM = "¦"  # parts values that are looked at together; printable, and rare
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
# ECMA-376 part 1, 22.9.2.19: `_x005F_` stands for the underscore of a text that looks like an escape itself
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff\ufffe\uffff]")
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
        self._codes: defaultdict[Any, int] = defaultdict(count(1).__next__, {None: 0, "": 0})
        self._known = len(self._codes)

    def encode(self, cells: Sequence[Any]) -> tuple[list[Group], array[int]]:
        """The values that are new, grouped by how they are written, and the code of each cell."""
        kinds = set(map(type, cells))
        if bool in kinds:  # True == 1 == 1.0 for a dictionary: truths are told apart before they meet a number
            cells = [Marked((wire.TRUTH, cell)) if cell is True or cell is False else cell for cell in cells]
        codes = self._codes
        coded = array("I", map(codes.__getitem__, cells))
        fresh = len(codes) - self._known
        if not fresh:
            return [], coded
        new = list(islice(reversed(codes), fresh))
        new.reverse()
        self._known = len(codes)
        aliases: dict[int, int] = {}
        groups: list[Group] = []
        for kind, raws in [(type(new[0]), new)] if len(kinds) == 1 else _runs(new):
            groups += self._take(kind, raws, aliases)
        if aliases:
            coded = array("I", map(aliases.get, coded, coded))
        return groups, coded

    def _take(self, kind: type, raws: list[Any], aliases: dict[int, int]) -> list[Group]:
        if kind is str:
            return self._take_texts(raws, aliases)
        return _PLAINLY.get(kind, _others)(raws)

    def _take_texts(self, raws: list[Any], aliases: dict[int, int]) -> list[Group]:
        joined = _SEAM.join(["", *raws, ""])
        tidy = joined.isprintable() and "_x" not in joined
        if tidy and f" {_SEAM}" not in joined and f"{_SEAM} " not in joined:
            return [(wire.PLAIN, raws)]
        texts = list(map(clean, raws))
        codes = self._codes
        for raw, text in zip(raws, texts, strict=True):
            if raw == text:
                continue
            code = codes.get(text)
            if code is None:  # whoever comes later with the clean text gets the code of this one
                codes[text] = codes[raw]
                self._known += 1
            else:
                aliases[codes[raw]] = codes[raw] = code
        return [(wire.PLAIN, texts)]


def _numbers(raws: list[Any]) -> list[Group]:
    """Numbers; those without a fraction as the whole numbers that the file has written."""
    if all(map(isfinite, raws)):
        return [
            (wire.PLAIN, [int(raw) if raw.is_integer() and -_EXACT < raw < _EXACT else raw for raw in raws]),
        ]
    return [group for raw in raws for group in (_numbers([raw]) if isfinite(raw) else [(wire.ERROR, [_NO_NUMBER])])]


def _whole_numbers(raws: list[Any]) -> list[Group]:
    return [(wire.PLAIN, raws)]


def _days(raws: list[Any]) -> list[Group]:
    return [(wire.DATE, [day.toordinal() for day in raws])]


def _moments(raws: list[Any]) -> list[Group]:
    moments = list(map(round_to_second, raws))
    if not any(map(is_midnight, moments)):
        return [(wire.DATETIME, [moment.isoformat() for moment in moments])]
    return [
        (wire.DATE, [moment.toordinal()]) if is_midnight(moment) else (wire.DATETIME, [moment.isoformat()])
        for moment in moments
    ]


def _marked(raws: list[Any]) -> list[Group]:
    return [(tag, [value]) for tag, value in raws]


def _others(raws: list[Any]) -> list[Group]:
    return [(wire.PLAIN, list(map(shown, raws)))]


_PLAINLY: dict[type, Callable[[list[Any]], list[Group]]] = {
    float: _numbers,
    int: _whole_numbers,
    date: _days,
    datetime: _moments,
    Marked: _marked,
}


def _runs(values: list[Any]) -> Iterator[tuple[type, list[Any]]]:
    for kind, run in groupby(values, key=type):
        yield kind, list(run)


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
        self.name = name
        self._blank = 0
        self.height = 0
        self.stopped = False
        self.beyond = ""  # the first cell that was left out
        wire.write(stream, wire.SHEET, name, hidden, height)

    def add(self, rows: Sequence[Sequence[Any]]) -> None:
        """Writes rows that stand below those before; nothing once it has `stopped`."""
        if self.stopped or not rows:
            return
        try:
            columns = list(zip(*rows, strict=True))
        except ValueError:  # rows of unlike length
            columns = list(zip_longest(*rows))
        if len(columns) > MAX_COLUMNS:
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
        if self._blank <= MAX_BLANK_ROWS and any(0 not in codes for codes in coded):
            self._blank = 0
            return count
        for place, filled in enumerate(map(any, zip(*coded, strict=True)) if coded else [False] * count):
            if not filled:
                self._blank += 1
            elif self._blank > MAX_BLANK_ROWS:
                self.stopped = True
                column = next(column for column, codes in enumerate(coded) if codes[place])
                self.beyond = cell_address(self.height + place, column)
                wire.write(self._stream, wire.NOTE, "rows beyond", [self.name, self.beyond])
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
                self.beyond = cell_address(self.height + row, column)
                wire.write(self._stream, wire.NOTE, "columns beyond", [self.name, self.beyond])
                return
