"""Reads tables of a web page, and workbooks in the XML of Excel 2003: both often call themselves .xls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from desktop.importers.reading import formats, marks, sniffing
from desktop.importers.reading.columns import MAX_COLUMNS, MAX_ROWS, SheetWriter
from desktop.importers.reading.encodings import decoded
from desktop.importers.reading.marks import SheetMarks, write_rows
from desktop.importers.reading.refusal import Reason, RefusedError

_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
_START = 4096
_SPACES = re.compile(r"[ \t\r\n\f]+")
_BREAK = "\u2028"  # stands for a line break while spaces are folded
_UNSHOWN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"


def write_tables(out: BinaryIO, name: str, kind: str, content: bytes) -> None:
    """Writes each table as a sheet. Raises RefusedError when there is none."""
    if kind == sniffing.XML:
        _write_workbook(out, content)
    else:
        _write_page(out, name, content)


def page_text(content: bytes) -> str:
    """The text of a page, in the encoding that it says it is in where that is known."""
    said = _CHARSET.search(content[:_START])
    if said and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode(said[1].decode("ascii"), "replace")
        except LookupError:
            pass
    return decoded(content)[0]


def _write_page(out: BinaryIO, name: str, content: bytes) -> None:
    from lxml import html

    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    root = html.document_fromstring(page_text(content).encode("utf-8", "replace") or b"<p>", parser=parser)
    tables = [
        table for table in root.iter("table") if table.find(".//tr") is not None and table.find(".//table") is None
    ]
    if not tables:
        raise RefusedError(Reason.NO_TABLE)
    for number, table in enumerate(tables, 1):
        found = SheetMarks()
        writer = SheetWriter(out, name if len(tables) == 1 else f"{name} {number}")
        write_rows(writer, _page_rows(table, found), found)
        found.write_end(out, writer)


def _page_rows(table: Any, found: SheetMarks) -> Iterator[list[Any]]:
    taken: dict[int, int] = {}  # by column, up to which row a cell from above reaches
    for number, row in enumerate(table.iter("tr")):
        if _UNSHOWN.search(row.get("style", "")):
            found.hide_rows(number, number)
        cells: list[Any] = []
        for cell in row.iterchildren("td", "th"):
            while taken.get(len(cells), -1) >= number:
                cells.append(None)
            column, down, right = len(cells), _span(cell, "rowspan", MAX_ROWS), _span(cell, "colspan", MAX_COLUMNS)
            cells += [_cell_text(cell)] + [None] * (right - 1)
            if down > 1 or right > 1:
                found.merged.append((number, column, number + down - 1, column + right - 1))
                taken |= dict.fromkeys(range(column, column + right), number + down - 1)
        yield cells


def _span(cell: Any, name: str, most: int) -> int:
    text = cell.get(name, "1").strip()
    return min(max(int(text), 1), most) if text.isdecimal() and text.isascii() else 1


def _cell_text(cell: Any) -> str:
    """What a cell shows: spaces as a page shows them, a new line at each break."""
    for unseen in list(cell.iter("script", "style")):
        unseen.drop_tree()
    for line_break in cell.iter("br"):
        line_break.tail = f"{_BREAK}{line_break.tail or ''}"
    return _SPACES.sub(" ", cell.text_content()).replace(_BREAK, "\n")


def _write_workbook(out: BinaryIO, content: bytes) -> None:
    from lxml import etree

    if b"<!DOCTYPE" in content.replace(b"\0", b""):
        raise RefusedError(Reason.DOUBTFUL, "entities")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(content, parser=parser)
    styles = {
        style.get(f"{_SS}ID"): kept.get(f"{_SS}Format", "")
        for style in root.iter(f"{_SS}Style")
        for kept in style.iterchildren(f"{_SS}NumberFormat")
    }
    sheets = list(root.iterchildren(f"{_SS}Worksheet"))
    if not sheets:
        raise RefusedError(Reason.NO_SHEET)
    for sheet in sheets:
        found = SheetMarks()
        hidden = next((each.text != "SheetVisible" for each in sheet.iter("{*}Visible")), False)
        writer = SheetWriter(out, sheet.get(f"{_SS}Name", ""), hidden=hidden)
        write_rows(writer, _workbook_rows(sheet, styles, found), found)
        found.write_end(out, writer)


def _workbook_rows(sheet: Any, styles: dict[str | None, str], found: SheetMarks) -> Iterator[list[Any]]:
    _hide_columns(sheet, found)
    done = 0
    for row in sheet.iter(f"{_SS}Row"):
        number = _place(row, done)
        if row.get(f"{_SS}Hidden") == "1":
            found.hide_rows(number, number)
        for _blank in range(done, min(number, MAX_ROWS)):
            yield []
        cells: list[Any] = []
        for cell in row.iterchildren(f"{_SS}Cell"):
            column = _place(cell, len(cells))
            cells += [None] * (min(column, MAX_COLUMNS) - len(cells))
            cells.append(_workbook_value(cell, number, column, found))
            code = styles.get(cell.get(f"{_SS}StyleID"), "")
            if isinstance(cells[-1], int | float) and not isinstance(cells[-1], bool):
                per_cent = code == "Percent" or formats.is_per_cent(code)
                found.show_format(number, column, per_cent=per_cent, currency=formats.currency_of(code))
            cells += [None] * _merge(cell, number, column, found)
        yield cells[:MAX_COLUMNS]
        done = number + 1


def _hide_columns(sheet: Any, found: SheetMarks) -> None:
    done = 0
    for column in sheet.iter(f"{_SS}Column"):
        first = _place(column, done)
        done = first + 1 + _whole(column, "Span")
        if column.get(f"{_SS}Hidden") == "1":
            found.hide_columns(first, done - 1)


def _merge(cell: Any, row: int, column: int, found: SheetMarks) -> int:
    """Takes note of a merged area; how many more columns it takes."""
    right, down = _whole(cell, "MergeAcross"), _whole(cell, "MergeDown")
    if right or down:
        found.merged.append((row, column, row + down, column + right))
    return min(right, MAX_COLUMNS)


def _workbook_value(cell: Any, row: int, column: int, found: SheetMarks) -> Any:
    data = cell.find(f"{_SS}Data")
    formula = cell.get(f"{_SS}Formula")
    if data is None:
        if formula:
            found.mark(row, column, marks.uncalculated(formula))
        return None
    text = "".join(data.itertext())
    match data.get(f"{_SS}Type"):
        case "Number":
            return number_of(text)
        case "Boolean":
            return text.strip() == "1"
        case "Error":
            found.mark(row, column, marks.error(text.strip() or "#N/A"))
            return None
        case "DateTime":
            return moment_of(text)
    return text


def number_of(text: str) -> Any:
    """A number as the file writes it, or the text where it is none."""
    import json  # its numbers are written as those of the file are

    try:
        number = json.loads(text)
    except ValueError:
        return text
    return number if isinstance(number, int | float) else text


def moment_of(text: str) -> Any:
    """A day or moment in ISO 8601, or the text where it is none."""
    from datetime import datetime

    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        return text


def _place(element: Any, following: int) -> int:
    return max(_whole(element, "Index") - 1, following) if element.get(f"{_SS}Index") else following


def _whole(element: Any, name: str) -> int:
    text = element.get(f"{_SS}{name}", "0").strip()
    return min(int(text), MAX_ROWS) if text.isdecimal() and text.isascii() else 0
