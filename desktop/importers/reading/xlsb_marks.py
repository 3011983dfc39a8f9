"""Looks through the records of an .xlsb for what the fast reader does not tell ([MS-XLSB])."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from posixpath import normpath

from desktop.importers.reading import formats, marks
from desktop.importers.reading.archive import Archive
from desktop.importers.reading.marks import SheetMarks
from desktop.importers.reading.xlsx_marks import parsed

# Numbers of records, [MS-XLSB] 2.3
_ROW, _ERROR, _ERROR_OF_FORMULA, _COLUMN, _MERGED, _SHEET = 0, 3, 11, 60, 176, 156
_NUMBERS = frozenset({2, 5, 9})  # as they are written, and of a formula
_FORMAT, _STYLE, _STYLES_BEGIN, _STYLES_END = 44, 47, 617, 618
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x10, 0x01
# What an error cell shows, [MS-XLSB] 2.5.97.2
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
_LONG = struct.Struct("<I")
_FOUR = struct.Struct("<4I")
_STYLE_HEAD = struct.Struct("<HH")
_ROW_HIDDEN_AT, _COLUMN_HIDDEN_AT = 11, 16


def records(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Each record: its number, where it begins and where it ends. Ends where the part is cut off."""
    place, end = 0, len(content)
    while place + 1 < end:
        number = content[place]
        place += 1
        if number & 0x80:
            number = (number & 0x7F) | content[place] << 7
            place += 1
        size = shift = 0
        while place < end and shift < 28:
            byte = content[place]
            place += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield number, place, place + size
        place += size


def text_at(content: bytes, place: int) -> tuple[str, int]:
    """A text that begins with its length, and where it ends."""
    (length,) = _LONG.unpack_from(content, place)
    end = place + 4 + 2 * length
    return content[place + 4 : end].decode("utf-16-le", "replace"), end


def book_marks(archive: Archive) -> dict[str, SheetMarks]:
    """The marks of each sheet, by its name. Raises RefusedError when a part is built to harm."""
    book = archive.read("xl/workbook.bin")
    targets = {each.get("Id"): each.get("Target", "") for each in parsed(archive.read("xl/_rels/workbook.bin.rels"))}
    styles = styles_in(archive.read("xl/styles.bin")) if "xl/styles.bin" in archive else {}
    found = {}
    for number, start, _end in records(book):
        if number == _SHEET:
            relation, place = text_at(book, start + 8)
            target = targets.get(relation, "")
            part = target.lstrip("/") if target.startswith("/") else normpath(f"xl/{target}")
            if part in archive:
                found[text_at(book, place)[0]] = sheet_marks(archive.read(part), styles)
    return found


def styles_in(content: bytes) -> dict[int, tuple[bool, str]]:
    """Which styles of cells show per cent (True), or a currency."""
    codes: dict[int, str] = {}
    found: dict[int, tuple[bool, str]] = {}
    place, within = 0, False
    for number, start, _end in records(content):
        if number == _FORMAT:
            (key,) = struct.unpack_from("<H", content, start)
            codes[key] = text_at(content, start + 2)[0]
        elif number in (_STYLES_BEGIN, _STYLES_END):
            within = number == _STYLES_BEGIN
        elif number == _STYLE and within:
            _parent, key = _STYLE_HEAD.unpack_from(content, start)
            code = codes.get(key, "")
            per_cent = (key in formats.PER_CENT_IDS and not code) or formats.is_per_cent(code)
            currency = formats.currency_of(code)
            if per_cent or currency:
                found[place] = (per_cent, currency)
            place += 1
    return found


def sheet_marks(content: bytes, styles: dict[int, tuple[bool, str]]) -> SheetMarks:
    """The marks of the sheet in one part."""
    found = SheetMarks()
    row = 0
    for number, start, end in records(content):
        if number == _ROW:
            (row,) = _LONG.unpack_from(content, start)
            if content[start + _ROW_HIDDEN_AT] & _HIDDEN_ROW:
                found.hide_rows(row, row)
        elif number in _NUMBERS and styles:
            column, style = struct.unpack_from("<II", content, start)
            if style & 0xFFFFFF in styles:
                per_cent, currency = styles[style & 0xFFFFFF]
                found.show_format(row, column, per_cent=per_cent, currency=currency)
        elif number in (_ERROR, _ERROR_OF_FORMULA) and end >= start + 9:
            (column,) = _LONG.unpack_from(content, start)
            found.mark(row, column, marks.error(_ERRORS.get(content[start + 8], "#N/A")))
        elif number == _COLUMN:
            first, last = struct.unpack_from("<II", content, start)
            if content[start + _COLUMN_HIDDEN_AT] & _HIDDEN_COLUMN:
                found.hide_columns(first, last)
        elif number == _MERGED:
            top, bottom, left, right = _FOUR.unpack_from(content, start)
            found.merged.append((top, left, bottom, right))
    return found
