"""Looks through an .ods for what the fast reader does not tell; only where its bytes show that there may be some."""

from __future__ import annotations

from typing import Any

from desktop.importers.reading import marks
from desktop.importers.reading.archive import Archive
from desktop.importers.reading.columns import MAX_COLUMNS, MAX_ROWS
from desktop.importers.reading.marks import SheetMarks

CONTENT = "content.xml"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_TAGS = (f"{_TABLE}table", f"{_TABLE}table-row", f"{_TABLE}table-column", *_CELLS)
_SHOWN = (b'"error"', b'"percentage"', b'"currency"', b"visibility=", b"spanned=", b":formula=", b"='")


def book_marks(archive: Archive) -> dict[str, SheetMarks]:
    """The marks of each sheet, by its name. Raises RefusedError when a part is built to harm."""
    content = list(archive.pieces(CONTENT))
    if not any(sign in piece for piece in content for sign in _SHOWN):
        return {}
    from lxml import etree

    walk = _Walk()
    parser = etree.XMLPullParser(
        ("start", "end"), tag=_TAGS, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    for piece in content:
        parser.feed(piece)
        for event, element in parser.read_events():
            walk.take(str(event), element)
    return walk.found


class _Walk:
    """Follows the rows and cells of the tables, and counts where they stand."""

    def __init__(self) -> None:
        self.found: dict[str, SheetMarks] = {}
        self._sheet = SheetMarks()
        self._depth = 0  # of tables in tables
        self._row = self._column = self._columns = 0

    def take(self, event: str, element: Any) -> None:
        """The next beginning or end of an element."""
        name = element.tag.removeprefix(_TABLE)
        if name == "table":
            self._depth += 1 if event == "start" else -1
            if event == "start" and self._depth == 1:
                self._sheet = self.found.setdefault(element.get(f"{_TABLE}name", ""), SheetMarks())
                self._row = self._column = self._columns = 0
        elif self._depth == 1:
            if event == "start":
                self._column = 0 if name == "table-row" else self._column
                return
            if name == "table-row":
                self._end_row(element)
            elif name == "table-column":
                self._end_column(element)
            else:
                self._end_cell(element)
        if event == "end":
            element.clear(keep_tail=False)

    def _end_row(self, element: Any) -> None:
        again = _number(element, "number-rows-repeated", MAX_ROWS)
        if _is_hidden(element):
            self._sheet.hide_rows(self._row, self._row + again - 1)
        marked = self._sheet.cells.get(self._row)
        for row in range(self._row + 1, min(self._row + again, MAX_ROWS) if marked else 0):
            self._sheet.cells[row] = dict(marked or {})
        self._row += again

    def _end_column(self, element: Any) -> None:
        again = _number(element, "number-columns-repeated", MAX_COLUMNS)
        if _is_hidden(element):
            self._sheet.hide_columns(self._columns, self._columns + again - 1)
        self._columns += again

    def _end_cell(self, element: Any) -> None:
        again = _number(element, "number-columns-repeated", MAX_COLUMNS)
        kind = element.get(f"{_OFFICE}value-type", "")
        formula = element.get(f"{_TABLE}formula")
        shown = error_of(element)
        for column in range(self._column, min(self._column + again, MAX_COLUMNS)):
            if shown:
                self._sheet.mark(self._row, column, marks.error(shown))
            elif formula is not None and not kind:
                self._sheet.mark(self._row, column, marks.uncalculated(f"={formula.partition('=')[2]}"))
            else:
                currency = element.get(f"{_OFFICE}currency", "") if kind == "currency" else ""
                self._sheet.show_format(self._row, column, per_cent=kind == "percentage", currency=currency)
        down = _number(element, "number-rows-spanned", MAX_ROWS)
        right = _number(element, "number-columns-spanned", MAX_COLUMNS)
        if down > 1 or right > 1:
            self._sheet.merged.append((self._row, self._column, self._row + down - 1, self._column + right - 1))
        self._column += again


def error_of(cell: Any) -> str:
    """What an error cell shows; empty for any other."""
    if cell.get(f"{_TABLE}formula") is None and cell.get(f"{_CALC}value-type") != "error":
        return ""
    shown = "".join(cell.find(f"{_TEXT}p").itertext()) if cell.find(f"{_TEXT}p") is not None else ""
    if cell.get(f"{_CALC}value-type") == "error":
        return shown or "#N/A"
    return shown if shown in marks.ERRORS or shown.startswith("Err:") else ""


def _is_hidden(element: Any) -> bool:
    return element.get(f"{_TABLE}visibility") in ("collapse", "filter")


def _number(element: Any, name: str, most: int) -> int:
    text = element.get(f"{_TABLE}{name}", "1")
    return min(max(int(text), 1), most) if text.isdecimal() else 1
