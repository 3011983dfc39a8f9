"""The workbook of a report on screen and paper: head and foot, chart, languages, annexes, and what Excel asks for."""

from __future__ import annotations

import dataclasses
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from defusedxml import ElementTree

from desktop.exporters.report_workbook import write_report
from desktop.language import Language, say
from desktop.reports.report import Annex, Chart, Letterhead, ReportColumn, ReportTable
from tests.helpers.formulas import recalculated
from tests.helpers.report_books import (
    ENTRIES,
    ROWS,
    book_of,
    everything,
    row_of,
    same_values,
    statement,
)
from tests.helpers.statements import trace_row

# A picture of one dot.
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000003010100"
    "18dd8db00000000049454e44ae426082"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "report.xlsx"


# --- head, foot, paper ----------------------------------------------------------------------------------------------


def test_head_says_what_it_is_and_who_reports(path: Path, english: Language) -> None:
    letterhead = Letterhead("An office", "1 Street\nNiamey", "office@example.org", logo=DOT)
    book = book_of(path, everything(*ROWS), ROWS, english, letterhead=letterhead)
    main = book.worksheets[0]
    assert main.title == "Everything all kinds of"
    assert [main.cell(row, 1).value for row in range(4, 8)] == ["An office", "1 Street", "Niamey", "office@example.org"]
    assert main["A9"].value == english.text(everything().title)
    day = datetime(2019, 9, 30)  # noqa: DTZ001 - cells have no zone
    assert [[cell.value for cell in row] for row in main["A11:C13"]] == [
        ["4a", "Day", day],
        [None, "Number", 12.5],
        [None, "Nothing", None],
    ]
    assert _media(path) == ["xl/media/image1.png"]
    properties = book.properties
    assert (properties.creator, properties.lastModifiedBy) == ("GrantDesk", "GrantDesk")
    assert properties.subject == "1 Jul 2019 to 30 Sep 2019"
    assert str(properties.title).endswith("and more 30 Sep 2019")


def test_logo_that_cannot_be_read_is_left_off(path: Path, english: Language) -> None:
    for logo in (b"no picture", DOT[:20]):
        main = book_of(path, statement(), [], english, letterhead=Letterhead("An office", logo=logo)).worksheets[0]
        assert (_media(path), main["A4"].value) == ([], "An office")


def _media(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        return [name for name in archive.namelist() if "media" in name]


def test_foot_has_proof_notes_and_places_to_sign(path: Path, english: Language) -> None:
    made = everything(*ROWS)
    main = book_of(path, made, ROWS, english).worksheets[0]
    proof = row_of(main, "Lines and output")
    assert recalculated(openpyxl.load_workbook(path), main.title, f"E{proof}") == 0
    note = row_of(main, "=A note", 1)
    assert f"A{note}:F{note}" in {str(merged) for merged in main.merged_cells.ranges}
    assert (main.cell(note, 1).data_type, main.cell(note, 1).quotePrefix) == ("s", True)
    assert float(main.row_dimensions[note - 1].height or 0) > 40
    assert main.cell(row_of(main, "Certified by") + 1, 2).value == "A. Person, Director"
    assert main.cell(row_of(main, "Seen by") + 1, 2).value is None


def test_sheets_are_ready_for_paper(path: Path, english: Language) -> None:
    made = everything(*ROWS)
    main = book_of(path, made, ROWS, english).worksheets[0]
    assert main.print_area == f"'{main.title}'!$A$1:$F${main.max_row}".replace("'figure", "''figure")
    assert (main.print_title_rows, main.freeze_panes) == ("$1:$2", "C1")
    assert (main.page_setup.paperSize, main.page_setup.fitToHeight, main.page_setup.orientation) == (9, 0, "portrait")
    assert main.oddFooter is not None
    assert main.oddFooter.center.text == "Page &P of &N"
    one = dataclasses.replace(statement(), tables=statement().tables[:1], proofs=(), workings=(), landscape=True)
    main = book_of(path, one, [], english).worksheets[0]
    assert main.page_setup.orientation == "landscape"
    assert main.print_title_rows == f"${(row := row_of(main, 'Category'))}:${row}"


def test_chart_shows_what_the_report_says(path: Path, english: Language) -> None:
    made = statement(*ENTRIES)
    book_of(path, made, ENTRIES, english)
    with zipfile.ZipFile(path) as archive:
        chart = archive.read("xl/charts/chart1.xml").decode()
    names = re.findall(r"<c:tx><c:strRef><c:f>([^<]*)</c:f>", chart)
    assert [name.rpartition("$")[0] for name in names] == ["'Financial statement'!$C", "'Financial statement'!$F"]
    assert chart.count("<c:v>123.45</c:v>") == 1
    assert "('Financial statement'!$B" in chart  # the lines, not the subtotal between them
    book_of(path, dataclasses.replace(made, chart=None), ENTRIES, english)
    with zipfile.ZipFile(path) as archive:
        assert not [name for name in archive.namelist() if "chart" in name]


def test_chart_over_no_lines_is_left_out(path: Path, english: Language) -> None:
    table = ReportTable("empty", say("Empty"), say("Line"), (ReportColumn("amount", say("Amount")),), ())
    made = everything(tables=(table,), workings=(), proofs=(), chart=Chart(say("Chart"), "empty", ("amount",)))
    book_of(path, made, [], english)
    with zipfile.ZipFile(path) as archive:
        assert not [name for name in archive.namelist() if "chart" in name]


@pytest.mark.parametrize(("code", "right_to_left"), [("fr", False), ("ar", True)])
def test_it_is_in_the_language_of_the_donor(
    path: Path, speak: Callable[[str], Language], code: str, right_to_left: bool
) -> None:
    made, language = statement(*ENTRIES), speak(code)
    main, trace = book_of(path, made, ENTRIES, language).worksheets
    assert main["A1"].value == main.title == language.text(made.title)
    assert {bool(sheet.sheet_view.rightToLeft) for sheet in (main, trace)} == {right_to_left}
    assert trace["D6"].value == language.text(ENTRIES[4].kind_name)
    texts = {cell.value for row in main.iter_rows() for cell in row if isinstance(cell.value, str)}
    assert {language.text(note) for note in made.notes} < texts
    assert main["B3"].alignment.horizontal == ("right" if right_to_left else None)


def test_annexes_stand_between_figures_and_entries(path: Path, english: Language) -> None:
    checks = Annex(
        "checks",
        say("Checks and waivers"),
        (say("Check"), say("Day"), say("Says")),
        ((say("Lines and total"), date(2019, 9, 30), "=1+1"), ("Waived", date(2019, 9, 30), "x" * 200)),
    )
    empty = Annex("empty", say("Checks and waivers"), (say("Check"),))
    book = book_of(path, statement(*ENTRIES), ENTRIES, english, annexes=(checks, empty))
    assert book.sheetnames == ["Financial statement", "Checks and waivers", "Checks and waivers 2", "Trace"]
    sheet = book.worksheets[1]
    assert [cell.value for cell in sheet[3]] == ["Check", "Day", "Says"]
    assert (sheet["C4"].value, sheet["C4"].data_type, sheet["C4"].quotePrefix) == ("=1+1", "s", True)
    assert (sheet["B4"].is_date, sheet.freeze_panes, sheet.auto_filter.ref) == (True, "A4", "A3:C5")
    assert sheet.column_dimensions["C"].width == pytest.approx(60, abs=1)
    assert same_values(path) > 80


# --- what Excel asks of a file --------------------------------------------------------------------------------------


def test_text_is_never_a_formula_and_holds_what_a_workbook_can(path: Path, english: Language) -> None:
    rows = [trace_row(1, "expenditure", "5", description='=HYPERLINK("http://x")', reference="Fu\x0bel\ufffe\ud800")]
    book = book_of(path, statement(*rows, grant="=1+1", title="+2\x01", funder="@x"), rows, english)
    main, trace = book.worksheets
    cells = [main.cell(row_of(main, label), 3) for label in ("Grant", "Title", "Funder")] + [trace["C2"]]
    assert [cell.value for cell in cells] == ["=1+1", "+2", "@x", '=HYPERLINK("http://x")']
    assert {(cell.data_type, cell.quotePrefix) for cell in cells} == {("s", True)}
    assert (trace["B2"].value, book.properties.title) == ("Fuel", "Financial statement =1+1")


# ECMA-376 part 1, 18.3.1.99: the order in which a sheet holds its parts
_ORDER = (
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetProtection", "autoFilter"),
    *("mergeCells", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins"),
    *("pageSetup", "headerFooter", "rowBreaks", "drawing", "legacyDrawing"),
)


def test_every_part_is_as_excel_asks(path: Path, english: Language) -> None:
    letterhead = Letterhead("An office", logo=DOT)
    annex = Annex("checks", say("Checks"), (say("Check"),), (("x",),))
    write_report(path, everything(*ROWS), ROWS, language=english, letterhead=letterhead, annexes=(annex,))
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        trees = {name: ElementTree.fromstring(archive.read(name)) for name in names if name.endswith((".xml", ".rels"))}
    assert max(Counter(names).values()) == 1
    styles = len(next(each for each in trees["xl/styles.xml"] if each.tag.endswith("cellXfs")))
    shared = 0
    for name in ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml"):
        parts = [each.tag.rpartition("}")[2] for each in trees[name]]
        assert parts == [part for part in _ORDER if part in parts], name
        cells = [cell for cell in trees[name].iter() if cell.tag.endswith("}c")]
        assert all(int(cell.get("s", "0")) < styles for cell in cells)
        assert len({cell.get("r") for cell in cells}) == len(cells)
        shared += sum(cell.get("t") == "s" for cell in cells)
    strings = trees["xl/sharedStrings.xml"]
    assert (int(strings.get("count", 0)), int(strings.get("uniqueCount", 0))) == (shared, len(strings))
    for name, tree in trees.items():
        if name.endswith(".rels"):
            assert len({each.get("Id") for each in tree}) == len(tree)
    defined = [each.get("name") for each in trees["xl/workbook.xml"].iter() if each.tag.endswith("definedName")]
    assert Counter(defined)["_xlnm.Print_Titles"] == 3
    assert all(len(sheet.get("name", "")) <= 31 for sheet in trees["xl/workbook.xml"].iter() if sheet.get("sheetId"))
