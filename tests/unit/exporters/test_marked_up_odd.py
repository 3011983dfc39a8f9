"""Of workbooks that are not as most are, and of all other files, a marked copy holds the values."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop.domain.finding import Severity
from desktop.domain.progress import Silent
from desktop.exporters.marked_up import ListedProblem, PlainSheet, write_marked_up
from desktop.language import Language, say
from desktop.registers.round_trip import PROBLEMS_MARK
from tests.helpers.marked import (
    RED,
    SPREADSHEET,
    marked,
    marks_of,
    parts_of,
    problem,
    styled_workbook,
    with_parts,
)
from tests.helpers.sheets import number_cell, parts, text_cell, zipped


@pytest.fixture
def styled(tmp_path: Path) -> Path:
    """A workbook as an office makes it."""
    return styled_workbook(tmp_path / "user.xlsx")


def _macros(path: Path) -> Path:
    held = parts_of(path)
    types = held["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    types = types.replace(
        b"</Types>",
        b'<Override PartName="/xl/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>',
    )
    relations = held["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rId99" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" '
        b'Target="vbaProject.bin"/></Relationships>',
    )
    return with_parts(
        path,
        {"[Content_Types].xml": types, "xl/_rels/workbook.xml.rels": relations, "xl/vbaProject.bin": b"Sub Run()"},
    )


def test_macros_are_left_out(styled: Path, english: Language) -> None:
    target = marked(_macros(styled), marks_of(english, problem(2, 2)))
    held = parts_of(target)
    assert "xl/vbaProject.bin" not in held
    assert not any(b"vbaProject" in part or b"macroEnabled" in part for part in held.values())
    assert openpyxl.load_workbook(target).sheetnames[0] == "Problems"


_FORMAT = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
_STYLES = (
    f'<styleSheet xmlns="{SPREADSHEET}"><fonts><font/></fonts><fills><fill><patternFill/></fill></fills>'
    f"<borders><border/></borders><cellStyleXfs>{_FORMAT}</cellStyleXfs><cellXfs>{_FORMAT}</cellXfs>"
    '<cellStyles><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def _bare(path: Path, rows: str, *, styles: str = _STYLES) -> Path:
    """The smallest workbook that has styles, with these rows as they stand."""
    held = parts(rows, sheet="Data")
    held["[Content_Types].xml"] = held["[Content_Types].xml"].replace(
        "</Types>",
        '<Override PartName="/xl/styles.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>',
    )
    held["xl/_rels/workbook.xml.rels"] = held["xl/_rels/workbook.xml.rels"].replace(
        "</Relationships>",
        '<Relationship Id="rId2" Target="styles.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"/></Relationships>',
    )
    return zipped(path, {**held, "xl/styles.xml": styles})


def test_rows_and_cells_without_addresses_are_counted(tmp_path: Path, english: Language) -> None:
    rows = (
        f"<row>{text_cell('a')}{text_cell('b')}{text_cell('c')}</row><row/>"
        f"<row r='5'><c s='' r='B5'><v>1</v></c>{number_cell('2')}</row><row r='9'/>"
    )
    path = _bare(tmp_path / "user.xlsx", rows)
    places = [(0, 1), (1, 0), (2, 2), (4, 0), (4, 1), (4, 2), (4, 3), (8, 0), (10, 1)]
    sheet: Any = openpyxl.load_workbook(marked(path, marks_of(english, *(problem(*place) for place in places))))["Data"]
    red = {
        (cell.row - 1, cell.column - 1) for row in sheet.iter_rows() for cell in row if cell.fill.start_color.rgb == RED
    }
    assert red == set(places)
    assert [cell.value for cell in sheet[1]][:3] == ["a", "b", "c"]
    assert (sheet["B5"].value, sheet["C5"].value) == (1, 2)


def test_sheet_without_a_row_is_marked(tmp_path: Path, english: Language) -> None:
    path = _bare(tmp_path / "user.xlsx", "")
    held = parts_of(path)["xl/worksheets/sheet1.xml"].replace(b"<sheetData></sheetData>", b"<sheetData/>")
    with_parts(path, {"xl/worksheets/sheet1.xml": held})
    sheet: Any = openpyxl.load_workbook(marked(path, marks_of(english, problem(2, 2))))["Data"]
    assert sheet["C3"].fill.start_color.rgb == RED


def _plain(*rows: list[object], **more: Any) -> list[PlainSheet]:
    return [PlainSheet("Data", len(rows), lambda: iter(rows), **more)]


_ODD: dict[str, Callable[[dict[str, bytes]], dict[str, bytes | None]]] = {
    "strict": lambda held: {
        "xl/workbook.xml": held["xl/workbook.xml"].replace(
            SPREADSHEET.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main"
        )
    },
    "entities": lambda held: {
        "xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "b">]>' + held["xl/workbook.xml"].partition(b"?>")[2]
    },
    "broken styles": lambda _held: {"xl/styles.xml": b"<styleSheet"},
    "styles without cells": lambda _held: {"xl/styles.xml": f'<styleSheet xmlns="{SPREADSHEET}"/>'.encode()},
    "no styles": lambda held: {
        "xl/_rels/workbook.xml.rels": held["xl/_rels/workbook.xml.rels"].replace(b"/styles", b"/other")
    },
    "no sheet": lambda _held: {"xl/worksheets/sheet1.xml": None},
    "the sheet is not in the book": lambda held: {
        "xl/workbook.xml": held["xl/workbook.xml"].replace(b'name="Data"', b'name="Renamed"')
    },
    "rows in remarks": lambda held: {
        "xl/worksheets/sheet1.xml": held["xl/worksheets/sheet1.xml"].replace(b"<row ", b"<!-- x --><row ", 1)
    },
    "no rows": lambda _held: {"xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SPREADSHEET}"/>'.encode()},
    "rows without an end": lambda held: {
        "xl/worksheets/sheet1.xml": held["xl/worksheets/sheet1.xml"].replace(b"</sheetData>", b"")
    },
    "a row without an end": lambda held: {
        "xl/worksheets/sheet1.xml": held["xl/worksheets/sheet1.xml"].replace(b"</row>", b"")
    },
    "an odd address": lambda held: {
        "xl/worksheets/sheet1.xml": held["xl/worksheets/sheet1.xml"].replace(b'r="B3"', b'r="?"')
    },
    "a style that is not there": lambda held: {
        "xl/worksheets/sheet1.xml": held["xl/worksheets/sheet1.xml"].replace(b'r="C3" ', b'r="C3" s="999" ')
    },
    "macro sheets": lambda _held: {"xl/macrosheets/sheet1.xml": b"x"},
    "comments without a list": lambda _held: {
        "xl/comments/comment1.xml": f'<comments xmlns="{SPREADSHEET}"/>'.encode()
    },
    "comments without authors": lambda _held: {
        "xl/comments/comment1.xml": f'<comments xmlns="{SPREADSHEET}"><commentList/></comments>'.encode()
    },
    "a drawing that is none": lambda _held: {"xl/drawings/commentsDrawing1.vml": b"<xml><br></xml>"},
    "a drawing without an end": lambda _held: {"xl/drawings/commentsDrawing1.vml": b"<xml>"},
}


@pytest.mark.parametrize("odd", _ODD)
def test_of_an_odd_workbook_the_values_are_copied(styled: Path, english: Language, odd: str) -> None:
    held = parts_of(styled)
    held["xl/worksheets/sheet1.xml"] = held["xl/worksheets/sheet1.xml"].replace(b'r="C3" s="3"', b'r="C3" ')
    with_parts(with_parts(styled, {"xl/worksheets/sheet1.xml": held["xl/worksheets/sheet1.xml"]}), _ODD[odd](held))
    target = marked(styled, marks_of(english, problem(2, 2)), sheets=_plain(["a"], ["b"], ["c", 1, 2]))
    book: Any = openpyxl.load_workbook(target)
    assert book["Problems"]["A4"].value.startswith("This is a new workbook with the values of the file.")
    assert book["Data"]["C3"].fill.start_color.rgb == "00FFC7CE"


def test_what_is_no_archive_is_copied(tmp_path: Path, english: Language) -> None:
    path = tmp_path / "user.xlsx"
    path.write_bytes(b"PK nothing")
    target = marked(path, marks_of(english, problem(0, 0)), sheets=_plain(["a"]))
    assert openpyxl.load_workbook(target).sheetnames == ["Problems", "Data"]


def test_parts_twice_are_not_guessed_at(styled: Path, english: Language) -> None:
    with zipfile.ZipFile(styled, "a") as archive:
        archive.writestr("XL/Workbook.xml", b"other")
    target = marked(styled, marks_of(english, problem(0, 0)), sheets=_plain(["a"]))
    assert openpyxl.load_workbook(target).sheetnames == ["Problems", "Data"]


# --- a new workbook with the same cells ---------------------------------------------------------------------------


def test_copy_of_other_files_holds_their_values(tmp_path: Path, english: Language) -> None:
    path = tmp_path / "user.csv"
    path.write_bytes(b"x")
    moment = datetime(2019, 3, 4, 11, 2)  # noqa: DTZ001 - cells have no zone
    sheets = [
        *_plain(
            ["Title"],
            ["=1+1", 12.5, date(2019, 3, 4), moment, True, None, "#REF!"],
            [None],
            hidden_columns=frozenset({1}),
        ),
        PlainSheet("_grantdesk", 1, lambda: iter([["GrantDesk", "1"]]), hidden=True, merged=((0, 0, 0, 1),)),
        PlainSheet("Notes", 0, lambda: iter(()), hidden=True),
    ]
    marks = marks_of(
        english,
        ListedProblem(Severity.WARNING, None, say("Odd."), say("Look.")),
        problem(1, 0, "A formula?"),
        problem(1, 1, severity=Severity.NOTE),
        problem(2, 3),
    )
    target = path.with_name("marked.xlsx")
    assert not write_marked_up(target, b"x", sheets, marks, workbook=False, progress=Silent())
    book: Any = openpyxl.load_workbook(target)
    sheet = book["Data"]
    values = [cell.value for cell in sheet[2]]
    assert values == ["=1+1", 12.5, datetime(2019, 3, 4), moment, True, None, "#REF!"]  # noqa: DTZ001 - see above
    assert {sheet["A2"].data_type, sheet["G2"].data_type} == {"s"}
    assert sheet["C2"].number_format == "d mmm yyyy"
    assert sheet["A2"].fill.start_color.rgb == sheet["D3"].fill.start_color.rgb == "00FFC7CE"
    assert sheet["B2"].fill.fill_type is None
    assert sheet["A2"].comment.text == "A formula? Correct it."
    assert sheet.column_dimensions["B"].hidden
    assert [one.sheet_state for one in book.worksheets] == ["visible", "visible", "veryHidden", "hidden"]
    assert [str(area) for area in book["_grantdesk"].merged_cells.ranges] == ["A1:B1"]
    problems = book["Problems"]
    assert problems["A1"].value == PROBLEMS_MARK
    assert problems.row_dimensions[1].hidden
    assert [cell.value for cell in problems[8]] == ["Error", "A2", "A formula?", "Correct it.", None]
    assert problems["B8"].hyperlink.location == "'Data'!A2"


def test_copy_can_be_given_up(tmp_path: Path, english: Language) -> None:
    class Stop(Silent):
        def report(self, *_told: object) -> None:
            raise InterruptedError

    target = tmp_path / "marked.xlsx"
    with pytest.raises(InterruptedError):
        write_marked_up(target, b"", _plain(["a"]), marks_of(english, problem(0, 0)), workbook=False, progress=Stop())
    assert not target.exists()
