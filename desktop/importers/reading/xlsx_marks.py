"""Looks through the parts of an .xlsx for what the fast reader does not tell, in native search alone where that does.

The parts are passed through once, piece by piece, while the fast reader is at work: `find` and regular expressions look
for the few tags that matter. Nothing here makes a tree of a sheet.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from posixpath import join, normpath
from typing import Any

from desktop.domain.spreadsheet import column_index, column_letters
from desktop.importers.reading import formats, marks
from desktop.importers.reading.archive import Archive
from desktop.importers.reading.marks import SheetMarks
from desktop.importers.reading.refusal import Reason, RefusedError

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*?\bhidden=[\"'](?:1|true)[\"'][^>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*?\bhidden=[\"'](?:1|true)[\"'][^>]*)>")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref=[\"']\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)[\"']")
_CELL = re.compile(rb"<(?:\w+:)?(?:(row)|c)\b([^>]*)>")
_ERROR = re.compile(rb"<(?:\w+:)?c\b([^>]*?\bt=[\"']e[\"'][^>]*)(?<!/)>(.*?)</(?:\w+:)?c>", re.DOTALL)
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b[^>]*?(?:/>|>([^<]*)</(?:\w+:)?f>)\s*"
    rb"(?:</(?:\w+:)?c>|<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</)"
)
_REFERENCE = re.compile(rb"\br=[\"']\$?([A-Za-z]{1,3})\$?(\d{1,7})[\"']")
_NUMBER = re.compile(rb"\br=[\"'](\d{1,7})[\"']")
_SHOWN = re.compile(rb"<(?:\w+:)?v>([^<]*)<")
_SPAN = re.compile(rb"\b(min|max)=[\"'](\d{1,5})[\"']")
_TEXT_RESULT = re.compile(rb"\bt=[\"']str[\"']")
_FILLED = rb">\s*(?=<(?:\w+:)?[vf]\b)"
_START = 65_536
_LONGEST_ROW = 16 * 1024 * 1024
_ROW_END, _ROW_BEGIN = b"row>", b"<row"


class WithoutReferencesError(Exception):
    """A sheet whose cells do not say where they stand: they have to be counted."""


class Styles:
    """Which styles of cells show per cent, and which a currency."""

    def __init__(self, content: bytes | None = None) -> None:
        self.per_cent: set[int] = set()
        self.currencies: dict[int, str] = {}
        if content is not None:
            self._read(content)
        numbers = sorted(self.per_cent | self.currencies.keys())
        listed = b"|".join(b"%d" % number for number in numbers)
        styled = rb"<(?:\w+:)?c\b([^>]*?\bs=[\"'](" + listed + rb")[\"'][^>]*)" + _FILLED
        self.pattern = re.compile(styled) if numbers else None

    def _read(self, content: bytes) -> None:
        root = parsed(content)
        codes = {
            int(each.get("numFmtId", 0)): each.get("formatCode", "")
            for each in root.iter()
            if local(each) == "numFmt" and (each.get("numFmtId") or "").isdigit()
        }
        places = next((each for each in root if local(each) == "cellXfs"), ())
        for place, style in enumerate(places):
            number = int(style.get("numFmtId") or 0)
            code = codes.get(number, "")
            if (number in formats.PER_CENT_IDS and not code) or formats.is_per_cent(code):
                self.per_cent.add(place)
            elif currency := formats.currency_of(code):
                self.currencies[place] = currency


def parsed(content: bytes) -> Any:
    """The root of a small part. Raises what the parser raises on a damaged one."""
    from defusedxml.ElementTree import fromstring

    return fromstring(content, forbid_dtd=True)


def local(element: Any) -> str:
    """The name of an element without its namespace: strict and transitional workbooks differ in that alone."""
    return str(element.tag).rpartition("}")[2]


def sheet_parts(archive: Archive) -> dict[str, str]:
    """The part of each sheet, by its name."""
    book = next((name for name in archive if name.casefold() == "xl/workbook.xml"), None) or main_part(archive)
    folder, _, file = book.rpartition("/")
    targets = {
        each.get("Id"): each.get("Target", "") for each in parsed(archive.read(join(folder, "_rels", f"{file}.rels")))
    }
    found = {}
    for each in parsed(archive.read(book)).iter():
        if local(each) == "sheet":
            target = targets.get(each.get(_RELATION) or each.get(_STRICT_RELATION), "").replace("\\", "/")
            part = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
            found[each.get("name", "")] = part
    return found


def main_part(archive: Archive) -> str:
    """The part that lists the sheets, where it is not in its usual place. Raises KeyError when there is none."""
    for each in parsed(archive.read("_rels/.rels")):
        if each.get("Type", "").endswith("/officeDocument"):
            return str(each.get("Target", "")).lstrip("/")
    raise KeyError("officeDocument")


def styles_of(archive: Archive) -> Styles:
    """The styles of a workbook."""
    part = next((name for name in archive if name.casefold() == "xl/styles.xml"), None)
    return Styles(archive.read(part) if part else None)


def book_marks(archive: Archive) -> dict[str, SheetMarks]:
    """The marks of each sheet, by its name. Raises RefusedError when a part is built to harm."""
    styles = styles_of(archive)
    parts = sheet_parts(archive)
    found = {name: sheet_marks(archive, part, styles) for name, part in parts.items() if part in archive}
    looked_at = {part.casefold() for part in parts.values()} | {"xl/styles.xml", "xl/workbook.xml"}
    for name in archive:
        if name.casefold() not in looked_at:
            for _piece in archive.pieces(name):
                pass  # counted, and looked through for entities
    return found


def sheet_marks(archive: Archive, part: str, styles: Styles) -> SheetMarks:
    """The marks of the sheet in one part."""
    try:
        return _look(whole_rows(archive.pieces(part)), styles)
    except WithoutReferencesError:
        return _look(numbered(whole_rows(archive.pieces(part))), styles)


def whole_rows(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes, parted where a row ends."""
    rest = b""
    for piece in pieces:
        whole = rest + piece
        end = whole.rfind(_ROW_END) + len(_ROW_END)
        if end < len(_ROW_END):
            end = max(0, whole.rfind(_ROW_BEGIN))
        if end:
            yield whole[:end]
        rest = whole[end:]
        if len(rest) > _LONGEST_ROW:
            raise RefusedError(Reason.TOO_LARGE, "row")
    yield rest


def numbered(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same with a reference written into each cell that has none."""
    row, column = -1, -1

    def refer(tag: re.Match[bytes]) -> bytes:
        nonlocal row, column
        if tag[1]:
            number = _NUMBER.search(tag[2])
            row, column = int(number[1]) - 1 if number else row + 1, -1
            return tag[0] if number else tag[0].replace(b"row", b'row r="%d" ' % (row + 1), 1)
        reference = _REFERENCE.search(tag[2])
        column = column_index(reference[1]) if reference else column + 1
        at = b'c r="%s%d" ' % (column_letters(column).encode(), row + 1)
        return tag[0] if reference else re.sub(rb"\bc\b", at, tag[0], count=1)

    for piece in pieces:
        yield _CELL.sub(refer, piece)


def _look(pieces: Iterator[bytes], styles: Styles) -> SheetMarks:
    """Searches each piece for a few bytes first, since most hold none of what is looked for."""
    found = SheetMarks()
    usual: bool | None = None  # double quotes, and no prefix before the names of elements
    formulas = False
    for piece in pieces:
        if usual is None:
            usual = b"='" not in piece[:_START] and b":row" not in piece[:_START]
        if not usual or b"hidden=" in piece:
            _look_for_hidden(piece, found)
        if _ROW_END not in piece:  # merged areas are listed below the rows
            found.merged += [
                (int(top) - 1, column_index(left), int(bottom) - 1, column_index(right))
                for left, top, right, bottom in _MERGED.findall(piece)
            ]
        if styles.pattern is not None:
            _look_for_styles(styles.pattern, piece, styles, found)
        if not usual or b't="e"' in piece:
            _look_for_errors(piece, found)
        formulas = formulas or not usual or b"</f>" in piece
        if formulas:
            _look_for_formulas(piece, found)
    return found


def _look_for_errors(piece: bytes, found: SheetMarks) -> None:
    for cell in _ERROR.finditer(piece):
        shown = _SHOWN.search(cell[2])
        found.mark(*place_of(cell[1]), marks.error(shown[1].decode("utf-8", "replace") if shown else "#N/A"))


def _look_for_hidden(piece: bytes, found: SheetMarks) -> None:
    for column in _COLUMN.finditer(piece):
        span = {key: int(number) for key, number in _SPAN.findall(column[1])}
        found.hide_columns(span.get(b"min", 1) - 1, span.get(b"max", 0) - 1)
    for row in _HIDDEN_ROW.finditer(piece):
        number = _NUMBER.search(row[1])
        if number is None:
            raise WithoutReferencesError
        found.hide_rows(int(number[1]) - 1, int(number[1]) - 1)


def _look_for_styles(pattern: re.Pattern[bytes], piece: bytes, styles: Styles, found: SheetMarks) -> None:
    for cell in pattern.finditer(piece):
        row, column = place_of(cell[1])
        style = int(cell[2])
        found.show_format(row, column, per_cent=style in styles.per_cent, currency=styles.currencies.get(style, ""))


def _look_for_formulas(piece: bytes, found: SheetMarks) -> None:
    for cell in _FORMULA.finditer(piece):
        if not _TEXT_RESULT.search(cell[1]):
            formula = html.unescape((cell[2] or b"").decode("utf-8", "replace"))
            found.mark(*place_of(cell[1]), marks.uncalculated(f"={formula}" if formula else ""))


def place_of(attributes: bytes) -> tuple[int, int]:
    """Where the cell with these attributes stands."""
    reference = _REFERENCE.search(attributes)
    if reference is None:
        raise WithoutReferencesError
    return int(reference[2]) - 1, column_index(reference[1])
