"""Gives cells of a sheet another style: only what is marked is touched, every other byte of the rows stays."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from desktop.domain.spreadsheet import cell_address, column_index
from desktop.exporters.package import UnusualPackageError

_SHEET_DATA = re.compile(rb"<((?:[\w.-]+:)?)sheetData\b[^>]*?(/?)>")
_ATTRIBUTE = rb"""(?<![\w:])%s\s*=\s*["']([^"']*)["']"""
_PLACE = re.compile(_ATTRIBUTE % b"r")
_STYLE = re.compile(_ATTRIBUTE % b"s")
_LETTERS = re.compile(rb"([A-Za-z]+)\d+")

Restyle = Callable[[int, int], int]
"""Of the style that a cell has and the column it is in (counted from 0), the style it gets."""


@dataclass(frozen=True, slots=True)
class SheetParts:
    """A sheet taken apart: what stands around its rows (an empty element in their place), and the rows."""

    around: bytes
    rows: bytes
    prefix: bytes

    def together(self, around: bytes, rows: bytes) -> bytes:
        """The sheet with other rows, and perhaps other things around them."""
        found = _SHEET_DATA.search(around)
        if found is None or not found[2]:
            raise UnusualPackageError
        name = found[1] + b"sheetData"
        return b"".join((around[: found.start()], b"<", name, b">", rows, b"</", name, b">", around[found.end() :]))


def apart(content: bytes) -> SheetParts:
    """Takes a sheet apart. Raises UnusualPackageError for one that has no rows to speak of, or hides them."""
    found = _SHEET_DATA.search(content)
    if found is None or b"<!" in content or content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnusualPackageError
    prefix, empty = found[1], b"<" + found[1] + b"sheetData/>"
    if found[2]:
        return SheetParts(content[: found.start()] + empty + content[found.end() :], b"", prefix)
    closing = b"</" + prefix + b"sheetData>"
    end = content.find(closing, found.end())
    if end < 0:
        raise UnusualPackageError
    around = content[: found.start()] + empty + content[end + len(closing) :]
    return SheetParts(around, content[found.end() : end], prefix)


def restyled(parts: SheetParts, cells: Mapping[int, Mapping[int, Restyle]]) -> bytes:
    """The rows with other styles at `cells`: by row and column, counted from 0. What lacks is added in its place."""
    opening = re.compile(rb"<" + re.escape(parts.prefix) + rb"row(?=[\s/>])([^>]*?)(/?)>")
    closing = b"</" + parts.prefix + b"row>"
    waiting = sorted(cells)
    written: list[bytes] = []
    done = 0
    number = -1
    for found in opening.finditer(parts.rows):
        place = _PLACE.search(found[1])
        number = int(place[1]) - 1 if place else number + 1
        while waiting and waiting[0] < number:
            written += [parts.rows[done : found.start()], _new_row(parts.prefix, waiting[0], cells[waiting.pop(0)])]
            done = found.start()
        if waiting and waiting[0] == number:
            waiting.pop(0)
            inner, end = _inner(parts.rows, found, closing)
            head = b"<" + parts.prefix + b"row" + found[1] + b">"
            written += [
                parts.rows[done : found.start()],
                head,
                _row(parts.prefix, number, inner, cells[number]),
                closing,
            ]
            done = end
    written.append(parts.rows[done:])
    written += [_new_row(parts.prefix, row, cells[row]) for row in waiting]
    return b"".join(written)


def _inner(rows: bytes, opening: re.Match[bytes], closing: bytes) -> tuple[bytes, int]:
    """What stands in a row, and where the row ends."""
    if opening[2]:
        return b"", opening.end()
    end = rows.find(closing, opening.end())
    if end < 0:
        raise UnusualPackageError
    return rows[opening.end() : end], end + len(closing)


def _new_row(prefix: bytes, row: int, cells: Mapping[int, Restyle]) -> bytes:
    name = prefix + b"row"
    return b'<%s r="%d">%s</%s>' % (name, row + 1, _row(prefix, row, b"", cells), name)


def _row(prefix: bytes, row: int, inner: bytes, cells: Mapping[int, Restyle]) -> bytes:
    """The cells of a row, some with another style."""
    opening = re.compile(rb"<" + re.escape(prefix) + rb"c(?=[\s/>])([^>]*?)(/?)>")
    waiting = sorted(cells)
    written: list[bytes] = []
    done = 0
    column = -1
    for found in opening.finditer(inner):
        place = _PLACE.search(found[1])
        column = _column(place[1]) if place else column + 1
        written.append(inner[done : found.start()])
        done = found.start()
        while waiting and waiting[0] < column:
            written.append(_new_cell(prefix, row, waiting[0], cells[waiting.pop(0)]))
        if waiting and waiting[0] == column:
            waiting.pop(0)
            style = _STYLE.search(found[1])
            attributes = found[1] if style is None else found[1][: style.start()].rstrip() + found[1][style.end() :]
            new = cells[column](int(style[1]) if style and style[1].isdigit() else 0, column)
            written.append(b'<%sc%s s="%d"%s>' % (prefix, attributes.rstrip(), new, found[2]))
            done = found.end()
    written.append(inner[done:])
    written += [_new_cell(prefix, row, place, cells[place]) for place in waiting]
    return b"".join(written)


def _new_cell(prefix: bytes, row: int, column: int, restyle: Restyle) -> bytes:
    return b'<%sc r="%s" s="%d"/>' % (prefix, cell_address(row, column).encode(), restyle(0, column))


def _column(place: bytes) -> int:
    """The column of an address, counted from 0."""
    found = _LETTERS.fullmatch(place)
    if found is None:
        raise UnusualPackageError
    return column_index(found[1])
