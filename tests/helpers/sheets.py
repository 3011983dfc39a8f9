"""Writes Excel workbooks for tests: plain ones as an office makes them, and odd ones part by part."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

HEADERS = ("Date", "Document", "Description", "Supplier", "Line", "Currency", "Amount")
DAY = date(2019, 3, 4)
_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def entry(amount: Any, **values: Any) -> dict[str, Any]:
    """A row of a ledger workbook by its headings; what is not said has a plain value."""
    return {"Date": DAY, "Document": "PV-1", "Description": "Fuel", "Amount": amount} | values


def ledger(path: Path, *rows: Mapping[str, Any], headers: Sequence[str] = HEADERS, sheet: str = "Ledger") -> Path:
    """Writes rows under their headings, as openpyxl does it; headings that no row knows of are added."""
    names = [*headers, *dict.fromkeys(name for row in rows for name in row if name not in headers)]
    return table(path, names, *([row.get(name) for name in names] for row in rows), sheet=sheet)


def table(path: Path, *rows: Sequence[Any], sheet: str = "Ledger") -> Path:
    """Writes rows of plain cells."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(list(row))
    book.save(path)
    return path


def parts(rows: str, *, sheet: str = "Ledger") -> dict[str, str]:
    """The parts of the smallest workbook whose one sheet holds `rows` (the XML inside sheetData)."""
    return {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_MAIN}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_MAIN}.worksheet+xml"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_SPREADSHEET}" xmlns:r="{_OFFICE}"><sheets>'
            f'<sheet name="{sheet}" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
        ),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SPREADSHEET}"><sheetData>{rows}</sheetData></worksheet>',
    }


def zipped(path: Path, content: Mapping[str, str | bytes]) -> Path:
    """Writes parts into an archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in content.items():
            archive.writestr(name, part)
    return path


def raw(path: Path, *rows: str) -> Path:
    """Writes a workbook whose rows hold the given cell elements, each row from column A on."""
    body = "".join(f'<row r="{number}">{cells}</row>' for number, cells in enumerate(rows, start=1))
    return zipped(path, parts(body))


def text_cell(text: str) -> str:
    """A cell that holds text."""
    return f'<c t="inlineStr"><is><t>{text}</t></is></c>'


def number_cell(number: str) -> str:
    """A cell that holds a number exactly as written."""
    return f"<c><v>{number}</v></c>"
