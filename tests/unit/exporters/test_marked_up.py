"""A marked copy is the user's own workbook, with what is wrong shown in it and nothing else changed."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from desktop.domain.finding import Severity
from desktop.domain.progress import Silent
from desktop.exporters.marked_up import ListedProblem, Marks, PlainSheet, write_marked_up
from desktop.exporters.marking import marks as marks_module
from desktop.language import Language, say
from desktop.registers.round_trip import PROBLEMS_MARK
from tests.helpers.sheets import number_cell, parts, text_cell, zipped
from tests.helpers.way_back import saved_by_libreoffice

RED, AMBER = "FFFFC7CE", "FFFFEB9C"


def _problem(row: int, column: int, sentence: str = "No such grant.", **more: Any) -> ListedProblem:
    severity = more.pop("severity", Severity.ERROR)
    return ListedProblem(severity, (row, column), say("{it}", it=sentence), say("Correct it."), **more)


def _marks(language: Language, *problems: ListedProblem, sheet: str = "Data") -> Marks:
    return Marks("user.xlsx", sheet, problems, language)


@pytest.fixture
def styled(tmp_path: Path) -> Path:
    """A workbook as an office makes it: formats, formulas, merged cells, a chart, a comment, names, two sheets."""
    book: Any = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Data"
    sheet.append(["Ledger of the office"])
    sheet.merge_cells("A1:D1")
    sheet.append(["Date", "Document", "Amount", "Twice"])
    sheet.append([date(2019, 3, 4), "PV-1", 1240.5, "=C3*2"])
    sheet.append([date(2019, 3, 5), "=text", 99, "=C4*2"])
    sheet["B4"].data_type = "s"
    sheet["C3"].number_format = "#,##0.00"
    sheet["C3"].font = Font(name="Georgia", bold=True, color="FF0000FF")
    sheet["C3"].alignment = Alignment(horizontal="center")
    sheet["A3"].number_format = "dd/mm/yyyy"
    sheet["B3"].comment = Comment("Ask the driver", "Aïssata")
    sheet["B3"].fill = PatternFill("solid", start_color="00FF00")
    sheet.column_dimensions["B"].width = 33
    sheet.row_dimensions[3].height = 40
    rule: Any = CellIsRule(operator="lessThan", formula=["0"], font=Font(color="FF0000"))  # type: ignore[no-untyped-call]  # openpyxl's
    sheet.conditional_formatting.add("C3:C9", rule)
    validation = DataValidation(type="list", formula1='"PV-1,PV-2"')
    validation.add("B3:B9")
    sheet.add_data_validation(validation)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=3, min_row=2, max_row=4), titles_from_data=True)
    sheet.add_chart(chart, "F2")
    other = book.create_sheet("Other's")
    other["A1"] = "Left alone"
    sheet.defined_names["local"] = DefinedName("local", attr_text="Data!$C$3")
    book.active = 1
    other.sheet_view.tabSelected = True
    other.append(["Line", "Amount"])
    other.append(["1.1", 5])
    other.add_table(Table(displayName="Lines", ref="A2:B3"))
    page = book.create_chartsheet("Chart")
    page.add_chart(BarChart())
    page.sheetViews.sheetView[0].tabSelected = True
    path = tmp_path / "user.xlsx"
    book.save(path)
    return path


def _marked(path: Path, marks: Marks, *, workbook: bool = True, sheets: list[PlainSheet] | None = None) -> Path:
    target = path.with_name("marked.xlsx")
    kept = write_marked_up(target, path.read_bytes(), sheets or [], marks, workbook=workbook, progress=Silent())
    assert kept == (workbook and not sheets)
    return target


def _look(cell: Any) -> tuple[Any, ...]:
    fill = (cell.fill.fill_type, cell.fill.start_color.rgb)
    return (cell.value, cell.number_format, cell.font.name, cell.font.b, cell.font.color and cell.font.color.rgb, fill)


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


# --- the user's own workbook --------------------------------------------------------------------------------------


def test_marked_cells_are_red_and_say_why(styled: Path, english: Language) -> None:
    marks = _marks(english, _problem(2, 2, "Too much."), _problem(3, 0, "Odd.", severity=Severity.WARNING))
    sheet: Any = openpyxl.load_workbook(_marked(styled, marks))["Data"]
    assert (sheet["C3"].fill.start_color.rgb, sheet["A4"].fill.start_color.rgb) == (RED, AMBER)
    assert sheet["C3"].comment.text == "Too much. Correct it."
    assert sheet["C3"].comment.author == "GrantDesk"
    assert sheet["A4"].comment.text == "Odd. Correct it."


def test_everything_else_is_as_it_was(styled: Path, english: Language) -> None:
    before: Any = openpyxl.load_workbook(styled)["Data"]
    after: Any = openpyxl.load_workbook(_marked(styled, _marks(english, _problem(2, 2))))["Data"]
    for row in before.iter_rows():
        for cell in row:
            if cell.coordinate != "C3":
                assert _look(after[cell.coordinate]) == _look(cell)
    assert _look(after["C3"])[:-1] == _look(before["C3"])[:-1]
    assert after["C3"].alignment.horizontal == "center"
    assert (after["D3"].data_type, after["B4"].data_type) == ("f", "s")
    assert after.column_dimensions["B"].width == 33
    assert after.row_dimensions[3].height == 40
    assert [str(area) for area in after.merged_cells.ranges] == ["A1:D1"]
    assert len(after.conditional_formatting) == len(after.data_validations.dataValidation) == 1
    assert len(after._charts) == 1


def test_parts_that_hold_nothing_wrong_are_the_same_to_the_byte(styled: Path, english: Language) -> None:
    before, after = _parts(styled), _parts(_marked(styled, _marks(english, _problem(2, 2))))
    changed = {name for name in before if before[name] != after.get(name)}
    assert changed <= {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",  # this and the next are what one looked at
        "xl/chartsheets/sheet1.xml",
        "xl/worksheets/_rels/sheet1.xml.rels",
        "xl/comments/comment1.xml",
        "xl/drawings/commentsDrawing1.vml",
    }
    assert any(name.startswith("xl/charts/") for name in after)


def test_comments_that_were_there_stay(styled: Path, english: Language) -> None:
    marks = _marks(english, _problem(2, 1, "No such document."), _problem(3, 1, "Neither."))
    sheet: Any = openpyxl.load_workbook(_marked(styled, marks))["Data"]
    assert sheet["B3"].comment.text == "Ask the driver\n\nGrantDesk: No such document. Correct it."
    assert sheet["B3"].comment.author == "Aïssata"
    assert sheet["B4"].comment.text == "Neither. Correct it."


def test_several_problems_of_a_cell_are_one_comment(styled: Path, english: Language) -> None:
    marks = _marks(
        english, _problem(2, 2, "One.", severity=Severity.WARNING), _problem(2, 2, "Two.", nearest=("GR-1", "GR-2"))
    )
    sheet: Any = openpyxl.load_workbook(_marked(styled, marks))["Data"]
    assert sheet["C3"].comment.text == "One. Correct it.\nTwo. Correct it. Nearest: GR-1, GR-2."
    assert sheet["C3"].fill.start_color.rgb == RED


def test_remarks_have_a_comment_and_no_fill(styled: Path, english: Language) -> None:
    sheet: Any = openpyxl.load_workbook(
        _marked(styled, _marks(english, _problem(2, 1, severity=Severity.NOTE), _problem(2, 3, severity=Severity.NOTE)))
    )["Data"]
    assert sheet["B3"].fill.start_color.rgb == "0000FF00"
    assert sheet["D3"].comment.text == "No such grant. Correct it."


def test_without_a_cell_to_mark_there_is_the_list_alone(styled: Path, english: Language) -> None:
    marks = _marks(english, ListedProblem(Severity.ERROR, None, say("No column holds the date."), say("Choose one.")))
    before, after = _parts(styled), _parts(_marked(styled, marks))
    assert before["xl/comments/comment1.xml"] == after["xl/comments/comment1.xml"]
    assert len(after) == len(before) + 1


def test_a_comment_without_words_gets_some(styled: Path, english: Language) -> None:
    comments = (
        f'<comments xmlns="{_SPREADSHEET}"><authors><author/></authors><commentList><comment ref="C3" authorId="0"/>'
        "</commentList></comments>"
    )
    _with(styled, {"xl/comments/comment1.xml": comments.encode()})
    target = _marked(styled, _marks(english, _problem(2, 2, "Too much.")))
    assert b"Too much. Correct it." in _parts(target)["xl/comments/comment1.xml"]


def test_cells_and_rows_that_are_not_there_are_marked_as_well(styled: Path, english: Language) -> None:
    places = [(2, 8), (3, 7), (6, 1), (9, 0), (9, 4)]
    sheet: Any = openpyxl.load_workbook(_marked(styled, _marks(english, *(_problem(*place) for place in places))))[
        "Data"
    ]
    for row, column in places:
        cell = sheet.cell(row + 1, column + 1)
        assert (cell.value, cell.fill.start_color.rgb, cell.comment.author) == (None, RED, "GrantDesk")


def test_first_sheet_lists_every_problem_with_a_link(styled: Path, english: Language) -> None:
    general = ListedProblem(Severity.ERROR, None, say("No column holds the date."), say("Choose one."))
    marks = _marks(english, general, _problem(2, 2, "=Too <much> & “more”", nearest=("1", "2")), sheet="Data")
    book: Any = openpyxl.load_workbook(_marked(styled, marks))
    assert book.sheetnames == ["Problems", "Data", "Other's", "Chart"]
    assert book.active is book["Problems"]
    sheet = book["Problems"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0] == PROBLEMS_MARK
    assert sheet.row_dimensions[1].hidden
    assert rows[1][0] == "What is wrong in user.xlsx"
    assert rows[4] == ("How bad", "Cell", "What is wrong", "What to do", "Nearest")
    assert rows[5] == ("Error", None, "No column holds the date.", "Choose one.", None)
    assert rows[6] == ("Error", "C3", "=Too <much> & “more”", "Correct it.", "1, 2")
    assert sheet["B7"].hyperlink.location == "'Data'!C3"
    assert sheet["C7"].data_type != "f"
    assert sheet["A7"].fill.start_color.rgb == RED


def test_only_the_list_is_selected_and_names_of_sheets_follow(styled: Path, english: Language) -> None:
    target = _marked(styled, _marks(english, _problem(2, 2)))
    selected = [name for name, part in _parts(target).items() if b"tabSelected" in part]
    assert len(selected) == 1
    book: Any = openpyxl.load_workbook(target)
    assert book["Data"].defined_names["local"].attr_text == "Data!$C$3"


def test_list_has_a_name_of_its_own(styled: Path, english: Language) -> None:
    book: Any = openpyxl.load_workbook(styled)
    book["Other's"].title = "problems"
    book.save(styled)
    assert openpyxl.load_workbook(_marked(styled, _marks(english, _problem(2, 2)))).sheetnames[0] == "Problems 2"


def test_names_with_quotes_are_linked_to(styled: Path, english: Language) -> None:
    target = _marked(styled, _marks(english, _problem(0, 0), sheet="Other's"))
    book: Any = openpyxl.load_workbook(target)
    assert book["Problems"]["B6"].hyperlink.location == "'Other''s'!A1"
    assert book["Other's"]["A1"].fill.start_color.rgb == RED
    assert list(book["Other's"].tables) == ["Lines"]
    assert book["Data"]["B3"].comment.text == "Ask the driver"
    part = _parts(target)["xl/worksheets/sheet2.xml"]
    assert 0 < part.index(b"<legacyDrawing ") < part.index(b"<tableParts")  # the order that Excel insists on


def test_arabic_list_opens_from_the_right(styled: Path, speak: Callable[[str], Language]) -> None:
    book: Any = openpyxl.load_workbook(_marked(styled, _marks(speak("ar"), _problem(2, 2))))
    assert book.worksheets[0].sheet_view.rightToLeft


def test_libreoffice_shows_the_marks(styled: Path, english: Language) -> None:
    marks = _marks(english, _problem(2, 2, "Too much."), _problem(2, 1, "No such document."), _problem(9, 4))
    book: Any = openpyxl.load_workbook(saved_by_libreoffice(_marked(styled, marks)))
    sheet = book["Data"]
    assert {sheet[place].fill.start_color.rgb for place in ("C3", "B3", "E10")} == {RED}
    assert sheet["C3"].comment.text == "Too much. Correct it."
    assert sheet["B3"].comment.text.startswith("Ask the driver")
    assert sheet["D3"].value == "=C3*2"
    assert book["Problems"]["B6"].value == "C3"


def test_many_problems_are_all_listed_and_the_first_have_comments(
    styled: Path, english: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marks_module, "MOST_COMMENTS", 3)
    monkeypatch.setattr("desktop.exporters.marking.comments.MOST_COMMENTS", 3)
    monkeypatch.setattr("desktop.exporters.marking.list_sheet.MOST_LINKS", 4)
    book: Any = openpyxl.load_workbook(_marked(styled, _marks(english, *(_problem(row, 5) for row in range(2, 12)))))
    assert sum(row[5].comment is not None for row in book["Data"].iter_rows()) == 3
    assert sum(row[5].fill.start_color.rgb == RED for row in book["Data"].iter_rows()) == 10
    sheet = book["Problems"]
    assert sheet["A4"].value == "Only the first 3 cells have a comment."
    assert [row[1].value for row in sheet.iter_rows(min_row=7)] == [f"F{row}" for row in range(3, 13)]
    assert sum(row[1].hyperlink is not None for row in sheet.iter_rows(min_row=7)) == 4


# --- odd workbooks ------------------------------------------------------------------------------------------------


def _with(path: Path, changes: dict[str, bytes | None]) -> Path:
    """The workbook with other parts."""
    held = {name: content for name, content in _parts(path).items() if name not in changes}
    return zipped(path, held | {name: content for name, content in changes.items() if content is not None})


def _macros(path: Path) -> Path:
    held = _parts(path)
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
    return _with(
        path,
        {"[Content_Types].xml": types, "xl/_rels/workbook.xml.rels": relations, "xl/vbaProject.bin": b"Sub Run()"},
    )


def test_macros_are_left_out(styled: Path, english: Language) -> None:
    target = _marked(_macros(styled), _marks(english, _problem(2, 2)))
    held = _parts(target)
    assert "xl/vbaProject.bin" not in held
    assert not any(b"vbaProject" in part or b"macroEnabled" in part for part in held.values())
    assert openpyxl.load_workbook(target).sheetnames[0] == "Problems"


_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_FORMAT = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
_STYLES = (
    f'<styleSheet xmlns="{_SPREADSHEET}"><fonts><font/></fonts><fills><fill><patternFill/></fill></fills>'
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
    sheet: Any = openpyxl.load_workbook(_marked(path, _marks(english, *(_problem(*place) for place in places))))["Data"]
    red = {
        (cell.row - 1, cell.column - 1) for row in sheet.iter_rows() for cell in row if cell.fill.start_color.rgb == RED
    }
    assert red == set(places)
    assert [cell.value for cell in sheet[1]][:3] == ["a", "b", "c"]
    assert (sheet["B5"].value, sheet["C5"].value) == (1, 2)


def test_sheet_without_a_row_is_marked(tmp_path: Path, english: Language) -> None:
    path = _bare(tmp_path / "user.xlsx", "")
    held = _parts(path)["xl/worksheets/sheet1.xml"].replace(b"<sheetData></sheetData>", b"<sheetData/>")
    _with(path, {"xl/worksheets/sheet1.xml": held})
    sheet: Any = openpyxl.load_workbook(_marked(path, _marks(english, _problem(2, 2))))["Data"]
    assert sheet["C3"].fill.start_color.rgb == RED


def _plain(*rows: list[object], **more: Any) -> list[PlainSheet]:
    return [PlainSheet("Data", len(rows), lambda: iter(rows), **more)]


_ODD: dict[str, Callable[[dict[str, bytes]], dict[str, bytes | None]]] = {
    "strict": lambda held: {
        "xl/workbook.xml": held["xl/workbook.xml"].replace(
            _SPREADSHEET.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main"
        )
    },
    "entities": lambda held: {
        "xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "b">]>' + held["xl/workbook.xml"].partition(b"?>")[2]
    },
    "broken styles": lambda _held: {"xl/styles.xml": b"<styleSheet"},
    "styles without cells": lambda _held: {"xl/styles.xml": f'<styleSheet xmlns="{_SPREADSHEET}"/>'.encode()},
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
    "no rows": lambda _held: {"xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SPREADSHEET}"/>'.encode()},
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
        "xl/comments/comment1.xml": f'<comments xmlns="{_SPREADSHEET}"/>'.encode()
    },
    "comments without authors": lambda _held: {
        "xl/comments/comment1.xml": f'<comments xmlns="{_SPREADSHEET}"><commentList/></comments>'.encode()
    },
    "a drawing that is none": lambda _held: {"xl/drawings/commentsDrawing1.vml": b"<xml><br></xml>"},
    "a drawing without an end": lambda _held: {"xl/drawings/commentsDrawing1.vml": b"<xml>"},
}


@pytest.mark.parametrize("odd", _ODD)
def test_of_an_odd_workbook_the_values_are_copied(styled: Path, english: Language, odd: str) -> None:
    held = _parts(styled)
    held["xl/worksheets/sheet1.xml"] = held["xl/worksheets/sheet1.xml"].replace(b'r="C3" s="3"', b'r="C3" ')
    _with(_with(styled, {"xl/worksheets/sheet1.xml": held["xl/worksheets/sheet1.xml"]}), _ODD[odd](held))
    target = _marked(styled, _marks(english, _problem(2, 2)), sheets=_plain(["a"], ["b"], ["c", 1, 2]))
    book: Any = openpyxl.load_workbook(target)
    assert book["Problems"]["A4"].value.startswith("This is a new workbook with the values of the file.")
    assert book["Data"]["C3"].fill.start_color.rgb == "00FFC7CE"


def test_what_is_no_archive_is_copied(tmp_path: Path, english: Language) -> None:
    path = tmp_path / "user.xlsx"
    path.write_bytes(b"PK nothing")
    target = _marked(path, _marks(english, _problem(0, 0)), sheets=_plain(["a"]))
    assert openpyxl.load_workbook(target).sheetnames == ["Problems", "Data"]


def test_parts_twice_are_not_guessed_at(styled: Path, english: Language) -> None:
    with zipfile.ZipFile(styled, "a") as archive:
        archive.writestr("XL/Workbook.xml", b"other")
    target = _marked(styled, _marks(english, _problem(0, 0)), sheets=_plain(["a"]))
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
    marks = _marks(
        english,
        ListedProblem(Severity.WARNING, None, say("Odd."), say("Look.")),
        _problem(1, 0, "A formula?"),
        _problem(1, 1, severity=Severity.NOTE),
        _problem(2, 3),
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
        write_marked_up(target, b"", _plain(["a"]), _marks(english, _problem(0, 0)), workbook=False, progress=Stop())
    assert not target.exists()
