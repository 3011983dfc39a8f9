"""Files that are built to harm a reader, or that some program built wrong; each as one office really met it."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Mapping
from pathlib import Path

import openpyxl

from tests.helpers import sheets

SHEET = "xl/worksheets/sheet1.xml"
BOOK = "xl/workbook.xml"
HEADINGS = f'<row r="1">{sheets.text_cell("Name")}{sheets.text_cell("Amount")}</row>'
ROW = '<row r="2"><c r="A2" t="inlineStr"><is><t>Fuel</t></is></c><c r="B2"><v>5</v></c></row>'
TABLE = HEADINGS.replace("<c t", '<c r="A1" t', 1).replace("<c t", '<c r="B1" t', 1) + ROW


def packed(content: Mapping[str, str | bytes]) -> bytes:
    """The bytes of an archive of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in content.items():
            archive.writestr(name, part)
    return stream.getvalue()


def workbook(rows: str = TABLE, *, after: str = "", before: str = "", **changed: str) -> bytes:
    """A workbook whose one sheet holds `rows`; `before` and `after` stand around its cells."""
    parts = sheets.parts(rows)
    parts[SHEET] = (
        parts[SHEET].replace("<sheetData>", f"{before}<sheetData>").replace("</sheetData>", f"</sheetData>{after}")
    )
    return packed(parts | {name.replace("__", "/"): part for name, part in changed.items()})


def cells(*written: str) -> bytes:
    """A workbook with one row of these cell elements under the headings; each needs `r`."""
    return workbook(TABLE + f'<row r="3">{"".join(written)}</row>')


def entity_bomb(part: str = SHEET) -> bytes:
    """Billion laughs in a part."""
    levels = "".join(f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, 12))
    parts = sheets.parts(TABLE)
    parts[part] = f'<!DOCTYPE x [<!ENTITY a0 "lol">{levels}]>' + parts[part].replace("Fuel", "&a11;")
    return packed(parts)


def external_entity(secret: Path) -> bytes:
    """A part that asks the parser to put in a file of this machine."""
    parts = sheets.parts(TABLE)
    declared = f'<!DOCTYPE x [<!ENTITY leak SYSTEM "{secret.as_uri()}">]>'
    parts[SHEET] = declared + parts[SHEET].replace("Fuel", "&leak;")
    return packed(parts)


def lying(content: bytes) -> bytes:
    """The same archive whose directory says of each part that it unpacks to ten bytes."""
    changed = bytearray(content)
    place = changed.find(b"PK\x01\x02")
    while place >= 0:
        changed[place + 24 : place + 28] = (10).to_bytes(4, "little")
        place = changed.find(b"PK\x01\x02", place + 1)
    return bytes(changed)


def parts_twice() -> bytes:
    """Two parts whose names differ in capitals alone; readers take one or the other."""
    parts = sheets.parts(TABLE)
    return packed(parts | {"XL/Worksheets/Sheet1.xml": parts[SHEET].replace("<v>5<", "<v>5000<")})


def same_part_twice() -> bytes:
    """The same name twice in an archive."""
    stream = io.BytesIO(workbook())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(stream, "a") as archive:
            archive.writestr(SHEET, "<worksheet/>")
    return stream.getvalue()


def far_cell() -> bytes:
    """One cell in the last row and column: the fast reader asks for 550 gigabytes, and aborts."""
    return workbook(TABLE + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


def styled_rows(count: int = 1_048_574) -> bytes:
    """Formatted emptiness down to the end of the sheet."""
    return workbook(TABLE + "".join(f'<row r="{row}"><c r="A{row}" s="1"/></row>' for row in range(3, count + 3)))


def strict() -> bytes:
    """The same workbook in the strict form of the standard, in which openpyxl sees no sheet."""
    changed = {
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
            "http://purl.oclc.org/ooxml/officeDocument/relationships"
        ),
    }
    parts = sheets.parts(TABLE)
    for old, new in changed.items():
        parts = {name: part.replace(old, new) for name, part in parts.items()}
    return packed(parts)


def saved(book: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
