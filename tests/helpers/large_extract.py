"""A large ledger extract as an ERP saves it: written as text, since libraries take minutes over a million rows."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from tests.helpers.sheets import parts

HEADINGS = (
    *("Date", "Voucher", "Project", "Grant", "Budget line", "Category"),
    *("Description", "Supplier", "Currency", "Amount", "Rate", "Amount USD"),
)
_RATES = {"USD": 1.0, "XOF": 586.5, "EUR": 0.907, "XAF": 586.5}
_CATEGORIES = (
    "Staff and other personnel",
    "Supplies, commodities, materials",
    "Equipment, vehicles and furniture",
    "Contractual services",
    "Travel",
    "Transfers and grants to counterparts",
    "General operating and other direct costs",
)
_FIRST = (date(2018, 1, 1) - date(1899, 12, 30)).days
_STYLES = (
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<fonts count="1"><font/></fonts><fills count="1"><fill><patternFill/></fill></fills>'
    '<borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
)
_SHEET = "xl/worksheets/sheet1.xml"


class _Texts(dict[str, int]):
    """Shared strings: each text and its place."""

    def __missing__(self, text: str) -> int:
        place = self[text] = len(self)
        return place


def write_extract(path: Path, rows: int) -> Path:
    """Writes an extract over four currencies, twenty grants and their lines; it follows from the number of rows."""
    made = parts("")
    types = made["[Content_Types].xml"].replace("</Types>", "")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    types += f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}.sharedStrings+xml"/>'
    made["[Content_Types].xml"] = (
        f'{types}<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/></Types>'
    )
    links = made["xl/_rels/workbook.xml.rels"].replace("</Relationships>", "")
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links += f'<Relationship Id="rId2" Type="{office}/sharedStrings" Target="sharedStrings.xml"/>'
    links += f'<Relationship Id="rId3" Type="{office}/styles" Target="styles.xml"/></Relationships>'
    made["xl/_rels/workbook.xml.rels"] = links
    start, end = made.pop(_SHEET).split("</sheetData>")
    texts = _Texts()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for name, part in made.items():
            archive.writestr(name, part)
        archive.writestr("xl/styles.xml", _STYLES)
        with archive.open(_SHEET, "w", force_zip64=True) as sheet:
            sheet.write(start.encode())
            for part in _rows(rows, texts):
                sheet.write(part.encode())
            sheet.write(f"</sheetData>{end}".encode())
        shared = "".join(f"<si><t>{text}</t></si>" for text in texts)
        space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        archive.writestr("xl/sharedStrings.xml", f"<sst {space}>{shared}</sst>")
    return path


def _rows(rows: int, texts: _Texts) -> Iterator[str]:
    def said(column: str, number: int, text: str) -> str:
        return f'<c r="{column}{number}" t="s"><v>{texts[text]}</v></c>'

    yield f'<row r="1">{"".join(said(chr(65 + place), 1, text) for place, text in enumerate(HEADINGS))}</row>'
    some = random.Random(1)  # noqa: S311 - test data, not secrets
    for number in range(2, rows + 2):
        currency = some.choice(list(_RATES))
        grant, rate = some.randint(1, 20), _RATES[currency]
        amount = round(some.uniform(5, 9000) * rate, 0 if currency in ("XOF", "XAF") else 2)
        yield (
            f'<row r="{number}"><c r="A{number}" s="1"><v>{_FIRST + some.randint(0, 1400)}</v></c>'
            f"{said('B', number, f'PV-{number:07}')}{said('C', number, f'P-{grant:02}')}"
            f"{said('D', number, f'G-{grant:02}')}"
            f"{said('E', number, f'{some.randint(1, 7)}.{some.randint(1, 4)}')}"
            f"{said('F', number, some.choice(_CATEGORIES))}"
            f"{said('G', number, f'Description of the cost number {number}')}"
            f"{said('H', number, f'Supplier {some.randint(1, 900)}')}{said('I', number, currency)}"
            f'<c r="J{number}"><v>{amount!r}</v></c><c r="K{number}"><v>{rate!r}</v></c>'
            f'<c r="L{number}"><v>{round(amount / rate, 2)!r}</v></c></row>'
        )
