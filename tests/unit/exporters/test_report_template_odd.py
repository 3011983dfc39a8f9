"""Parts of a workbook that few have: controls, pivots, notes of today, charts on a sheet of their own; odd files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment

from desktop.exporters.report_template.filling import fill_workbook, inspect_workbook
from desktop.language import Language, UserError
from tests.helpers.marked import parts_of
from tests.helpers.sheets import zipped
from tests.helpers.templates import book_of, lines, opened, saved, words_of, written

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XM = "http://schemas.microsoft.com/office/excel/2006/main"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
SHEET, BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
TYPES = "[Content_Types].xml"


def plain(path: Path) -> dict[str, bytes]:
    """The parts of a workbook with a row to repeat, and something below it."""

    def fill(sheet: Any) -> None:
        sheet.append(["{{each categories}}{{row.label}}", "{{row.budget}}"])
        sheet.append(["Total", "=SUM(B1)"])
        sheet["A5"] = "Below"
        sheet["A5"].comment = Comment("Look", "Office")

    return parts_of(written(path, book_of(fill)))


def after(parts: Mapping[str, bytes], language: Language, path: Path, count: int = 3) -> dict[str, bytes]:
    """The parts once it is filled."""
    content = zipped(path, dict(parts)).read_bytes()
    return parts_of(written(path, fill_workbook(content, words_of(*lines(count)), name="t.xlsx", language=language)))


def relation(number: int, kind: str, target: str) -> bytes:
    return f'<Relationship Id="rIdX{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'.encode()


def related(parts: dict[str, bytes], owner: str, *relations: bytes) -> None:
    """Adds relations to a part."""
    folder, _, name = owner.rpartition("/")
    part = f"{folder}/_rels/{name}.rels"
    parts[part] = parts[part].replace(b"</Relationships>", b"".join(relations) + b"</Relationships>")


def test_rare_parts_go_with_their_cells(english: Language, tmp_path: Path) -> None:
    parts = plain(tmp_path / "a.xlsx")
    parts["xl/ctrlProps/ctrlProp1.xml"] = f'<formControlPr xmlns="{MAIN}" fmlaLink="$A$5"/>'.encode()
    parts["xl/ctrlProps/ctrlProp2.xml"] = f'<formControlPr xmlns="{MAIN}"/>'.encode()
    parts["xl/threadedComments/threadedComment1.xml"] = (
        b'<ThreadedComments><threadedComment ref="A5"/></ThreadedComments>'
    )
    parts["xl/pivotTables/pivotTable1.xml"] = (
        f'<pivotTableDefinition xmlns="{MAIN}"><location ref="A5"/></pivotTableDefinition>'.encode()
    )
    parts["xl/pivotCache/pivotCacheDefinition1.xml"] = (
        f'<pivotCacheDefinition xmlns="{MAIN}"><cacheSource><worksheetSource sheet="Sheet" ref="A1:B2"/></cacheSource>'
        "</pivotCacheDefinition>"
    ).encode()
    related(
        parts,
        SHEET,
        relation(1, "ctrlProp", "/xl/ctrlProps/ctrlProp1.xml"),
        relation(2, "ctrlProp", "/xl/ctrlProps/ctrlProp2.xml"),
        relation(3, "threadedComment", "/xl/threadedComments/threadedComment1.xml"),
        relation(4, "pivotTable", "/xl/pivotTables/pivotTable1.xml"),
    )
    related(parts, BOOK, relation(5, "pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml"))
    now = after(parts, english, tmp_path / "b.xlsx")
    assert b'fmlaLink="$A$7"' in now["xl/ctrlProps/ctrlProp1.xml"]
    assert now["xl/ctrlProps/ctrlProp2.xml"] == parts["xl/ctrlProps/ctrlProp2.xml"]
    assert b'ref="A7"' in now["xl/threadedComments/threadedComment1.xml"]
    assert b'ref="A7"' in now["xl/pivotTables/pivotTable1.xml"]
    assert b'ref="A1:B4"' in now["xl/pivotCache/pivotCacheDefinition1.xml"]
    assert b"refreshOnLoad" in now["xl/pivotCache/pivotCacheDefinition1.xml"]


def test_notes_move_with_their_cell_also_where_their_shapes_are_no_xml(english: Language, tmp_path: Path) -> None:
    parts = plain(tmp_path / "a.xlsx")
    name = next(one for one in parts if one.endswith(".vml"))
    parts[name] = b"<xml><br><x:Anchor>1, 15, 3, 2, 3, 15, 8, 4</x:Anchor><x:Row>4</x:Row><x:Column>0</x:Column></xml>"
    now = after(parts, english, tmp_path / "b.xlsx")
    assert (
        now[name]
        == b"<xml><br><x:Anchor>1, 15, 5, 2, 3, 15, 10, 4</x:Anchor><x:Row>6</x:Row><x:Column>0</x:Column></xml>"
    )


def test_rules_of_newer_programs_go_with_their_cells(english: Language, tmp_path: Path) -> None:
    parts = plain(tmp_path / "a.xlsx")
    rule = "<x14:cfRule><xm:f>$A$5</xm:f></x14:cfRule><xm:sqref>B1 A5</xm:sqref>"
    rules = f"<x14:conditionalFormatting>{rule}</x14:conditionalFormatting>"
    extension = (
        f'<extLst><ext xmlns:x14="{X14}" xmlns:xm="{XM}" uri="x"><x14:conditionalFormattings>{rules}'
        "</x14:conditionalFormattings></ext></extLst></worksheet>"
    )
    views = b'<pane ySplit="2" topLeftCell="A3" state="frozen"/><selection activeCell="A1" sqref="A1"/></sheetView>'
    sheet = re.sub(rb"<selection[^>]*/></sheetView>", views, parts[SHEET])
    parts[SHEET] = sheet.replace(b"</worksheet>", extension.encode())
    now = after(parts, english, tmp_path / "b.xlsx")[SHEET]
    assert b"<xm:f>$A$7</xm:f>" in now
    assert b"<xm:sqref>B1:B3 A7</xm:sqref>" in now
    assert b'ySplit="4" topLeftCell="A5"' in now
    assert b'activeCell="A1"' in now


def test_a_chart_on_a_sheet_of_its_own_shows_all_rows(english: Language, tmp_path: Path) -> None:
    book: Any = openpyxl.Workbook()
    book.active.append(["{{each categories}}{{row.budget}}"])
    chart = BarChart()
    chart.add_data(Reference(book.active, min_col=1, min_row=1, max_row=1))
    chart.title = "To {{period.last}}"
    book.create_chartsheet("Chart").add_chart(chart)
    parts = parts_of(written(tmp_path / "a.xlsx", saved(book)))
    name = "xl/charts/chart1.xml"
    parts[name] = parts[name].replace(b"</f></numRef>", b"</f><numCache><ptCount val='1'/></numCache></numRef>")
    parts[name] = parts[name].replace(b"</plotArea>", b'</plotArea><f>[0]!odd("</f>')
    now = after(parts, english, tmp_path / "b.xlsx")[name]
    assert b"<f>'Sheet'!$A$1:$A$3</f></numRef>" in now
    assert b"To 30 September 2019" in now


def test_names_that_are_no_formulas_stay(english: Language, tmp_path: Path) -> None:
    parts = plain(tmp_path / "a.xlsx")
    names = b'<definedNames><definedName name="a">"open</definedName><definedName name="b"/></definedNames><calcPr'
    parts[BOOK] = (
        parts[BOOK].replace(b"<definedNames/>", b"").replace(b"<definedNames />", b"").replace(b"<calcPr", names)
    )
    assert b'"open</definedName>' in after(parts, english, tmp_path / "b.xlsx")[BOOK]


def test_a_workbook_without_settings_of_the_calculation_gets_them(english: Language, tmp_path: Path) -> None:
    parts = plain(tmp_path / "a.xlsx")
    parts[BOOK] = re.sub(rb"<calcPr[^>]*/>", b"<oleSize ref='A1'/>", parts[BOOK])
    parts["xl/calcChain.xml"] = f'<calcChain xmlns="{MAIN}"><c r="B2" i="1"/></calcChain>'.encode()
    related(parts, BOOK, relation(1, "calcChain", "calcChain.xml"))
    now = after(parts, english, tmp_path / "b.xlsx")
    assert b'<calcPr fullCalcOnLoad="1"/><oleSize' in now[BOOK]
    assert "xl/calcChain.xml" not in now


def test_a_sheet_that_depends_on_anything_forgets_its_results(english: Language, tmp_path: Path) -> None:
    book: Any = openpyxl.Workbook()
    book.active["A1"] = "{{grant}}"
    for name, formula in (("Far", '=INDIRECT("Sheet!A1")'), ("Next", "=Far!A1"), ("Alone", "=1+1")):
        book.create_sheet(name)["A1"] = formula
    parts = parts_of(written(tmp_path / "a.xlsx", saved(book)))
    for number in (2, 3, 4):
        part = f"xl/worksheets/sheet{number}.xml"
        parts[part] = parts[part].replace(b"<v/>", b"<v>5</v>").replace(b"<v></v>", b"<v>5</v>")
    now = after(parts, english, tmp_path / "b.xlsx")
    assert [b"<v>5</v>" in now[f"xl/worksheets/sheet{number}.xml"] for number in (2, 3, 4)] == [False, False, True]


@pytest.mark.parametrize(
    ("part", "content", "why"),
    [
        ("xl/vbaProject.bin", b"", "does not fill|macros"),
        ("_xmlsignatures/origin.sigs", b"", "macros, controls or a signature"),
        (BOOK, b"<workbook/>", "does not fill"),
        (BOOK, b"<!DOCTYPE a><workbook/>", "does not fill"),
        (SHEET, b"<worksheet/>", "does not fill"),
        ("xl/styles.xml", f'<styleSheet xmlns="{MAIN}"/>'.encode(), "does not fill"),
    ],
)
def test_odd_workbooks_are_refused(english: Language, tmp_path: Path, part: str, content: bytes, why: str) -> None:
    parts = plain(tmp_path / "a.xlsx") | {part: content}
    if part.startswith("xl/vba"):
        related(parts, BOOK, relation(1, "vbaProject", "vbaProject.bin"))
    with pytest.raises(UserError, match=why):
        after(parts, english, tmp_path / "b.xlsx")


def test_a_workbook_without_styles_is_refused(tmp_path: Path) -> None:
    parts = plain(tmp_path / "a.xlsx")
    name = "xl/_rels/workbook.xml.rels"
    parts[name] = re.sub(rb"<Relationship [^>]*styles[^>]*/>", b"", parts[name])
    with pytest.raises(UserError, match="does not fill"):
        inspect_workbook(zipped(tmp_path / "b.xlsx", parts).read_bytes(), words_of().known(), name="t.xlsx")


def test_a_template_of_excel_becomes_a_workbook(english: Language, tmp_path: Path) -> None:
    parts = plain(tmp_path / "a.xlsx")
    parts[TYPES] = parts[TYPES].replace(b"sheet.main+xml", b"template.main+xml")
    assert b"template.main+xml" not in after(parts, english, tmp_path / "b.xlsx")[TYPES]


def test_a_protected_sheet_stays_protected(english: Language) -> None:
    def fill(sheet: Any) -> None:
        sheet["A1"] = "{{grant}}"
        sheet.protection.sheet = True
        sheet.protection.set_password("secret")

    content = fill_workbook(book_of(fill), words_of(), name="t.xlsx", language=english)
    sheet = opened(content).active
    assert (sheet["A1"].value, sheet.protection.sheet, bool(sheet.protection.password)) == ("NER-CT-01", True, True)
