"""Rows of a sheet, streamed into a workbook whose frame a spreadsheet library made.

A library makes an object of every cell, which takes ten times as long as the cell itself. So it only makes the frame:
styles, headings, comments, filters, other sheets. In the sheet to be filled the last row of the frame holds patterns:
empty cells, one for each way a cell may look. Here they are replaced by rows of plain text, written while they come.

A cell is kept as its `end`, all that follows its address, since the same ends come again and again; between two ends
there is nothing but the number of the row. Text is always the inline string of a cell, so that no program can take it
for a formula, a number or an error.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import IO, Any, TypeVar
from zipfile import ZIP_DEFLATED, ZipFile

from desktop.domain.spreadsheet import MOST_LETTERS, column_letters
from desktop.exporters.cells import xml_text
from desktop.registers.round_trip import exact_digits

_Made = TypeVar("_Made")
_Row = TypeVar("_Row")

_LEVEL = 1  # of compression: 6 makes the file a sixth smaller and takes three times as long
_ROWS_AT_ONCE = 1_000
_MOSTLY_NEW = 900  # of those
_DAY_ZERO = date(1899, 12, 30)  # from 1 March 1900 on, days are counted from here
_ROW_HEAD = ('<row r="', '"><c r="A')  # the number of the row comes after either
_PATTERN = re.compile(r'<c r="[A-Z]+\d+" s="(\d+)"')
_AREA = re.compile(r'<dimension ref="[^"]*"\s*/>')


def held_text(text: str) -> str:
    """What a cell holds of `text`: no more letters than Excel takes, and none that no workbook can hold."""
    return (text if text.isprintable() else xml_text(text))[:MOST_LETTERS]


def text_end(text: str, style: int) -> str:
    """A cell that holds `text` as it is; it has gone through `held_text`."""
    if "&" in text or "<" in text or ">" in text or "\r" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
    if text != text.strip() or "\n" in text:
        return f'" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    return marked_end(text, style)


def marked_end(mark: str, style: int) -> str:
    """A cell that holds a text without spaces around it and without any letter that XML has a use for."""
    return f'" s="{style}" t="inlineStr"><is><t>{mark}</t></is></c>'


def number_end(number: str, style: int) -> str:
    """A cell that holds a number, written in digits."""
    return f'" s="{style}"><v>{number}</v></c>'


def empty_end(style: int) -> str:
    """A cell that holds nothing."""
    return f'" s="{style}"/>'


def day_end(day: date, style: int) -> str:
    """A cell that holds a day, or a moment (of no time zone), from 1 March 1900 on."""
    if isinstance(day, datetime):
        since = day - datetime.combine(_DAY_ZERO, datetime.min.time())
        return number_end(f"{since / timedelta(days=1):.16g}", style)
    return number_end(str((day - _DAY_ZERO).days), style)


def digits_of(number: Decimal) -> str:
    """A number as a cell holds it: as it is up to 15 digits; else the 16 that openpyxl writes of a binary fraction."""
    return exact_digits(number) or f"{float(number):.16g}"


class Known(dict[Any, _Made]):
    """What `make` makes of a value, worked out once: the same codes, days and names come again and again."""

    _MOST = 5_000

    def __init__(self, make: Callable[[Any], _Made]) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, value: Any) -> _Made:
        if len(self) >= self._MOST:
            self.clear()
        made = self[value] = self.make(value)
        return made


def with_cells(
    rows: Iterable[_Row],
    columns: Sequence[tuple[Callable[[Any], Any], Known[_Made]]],
    *,
    values: Callable[[_Row], Any],
) -> Iterator[tuple[_Row, tuple[_Made, ...]]]:
    """Each of `rows` with its cells. Of a column: what it takes of the `values` of a row, and what it makes of that."""
    held = iter(rows)
    lookups = [known.__getitem__ for _taken, known in columns]
    is_first = True
    while some := list(islice(held, _ROWS_AT_ONCE)):
        taken_from = list(map(values, some))
        made = [map(lookup, map(taken, taken_from)) for lookup, (taken, _known) in zip(lookups, columns, strict=True)]
        yield from zip(some, zip(*made, strict=True), strict=True)
        if is_first:  # where hardly a value came again, looking them up is work for nothing
            lookups = [known.make if len(known) > _MOSTLY_NEW else known.__getitem__ for _taken, known in columns]
            is_first = False


def after(index: int, *, width: int) -> str:
    """What follows a cell of that column (0 is A) up to the number of the row, which stands in the next cell again."""
    return "</row>" if index + 1 == width else f'<c r="{column_letters(index + 1)}'


def row_of(number: int, cells: Iterable[str]) -> str:
    """A row of a sheet (1 is the first). Of each cell there is its end, and what follows it."""
    return str(number).join((*_ROW_HEAD, *cells))


class Frame:
    """A saved workbook without the rows of one of its sheets (1 is the first). `styles` are those of the patterns."""

    def __init__(self, saved: BytesIO, *, sheet: int) -> None:
        self._archive = ZipFile(saved)
        self._part = f"xl/worksheets/sheet{sheet}.xml"
        held = self._archive.read(self._part).decode("utf-8")
        patterns, end = held.rindex("<row "), held.index("</sheetData>")
        self._head, self._foot = held[:patterns], held[end:]
        self.styles = [int(style) for style in _PATTERN.findall(held[patterns:end])]

    def fill(self, path: Path, rows: Iterable[str], *, area: str) -> None:
        """Writes the workbook with `rows`; `area` is what they and those above them fill, as ``A1:C17``.

        Parts that are opened by name have no time of their own: the same workbook is the same bytes.
        """
        with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as target:
            for name in self._archive.namelist():
                with target.open(name, "w") as part:
                    if name == self._part:
                        part.write(_AREA.sub(f'<dimension ref="{area}"/>', self._head).encode())
                        _stream(part, rows)
                        part.write(self._foot.encode())
                    else:
                        part.write(self._archive.read(name))


def _stream(part: IO[bytes], rows: Iterable[str]) -> None:
    """Writes the rows. A thread compresses some while the next are made."""
    waiting: Future[int] | None = None
    with ThreadPoolExecutor(1) as thread:
        for chunk in _chunks(rows):
            if waiting is not None:
                waiting.result()
            waiting = thread.submit(part.write, chunk)
        if waiting is not None:
            waiting.result()


def _chunks(rows: Iterable[str]) -> Iterator[bytes]:
    held = iter(rows)
    while some := list(islice(held, _ROWS_AT_ONCE)):
        yield "".join(some).encode()
