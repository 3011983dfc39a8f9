"""A marked copy is the user's own workbook, with what is wrong shown in it and nothing else changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop.domain.finding import Severity
from desktop.exporters.marked_up import ListedProblem
from desktop.exporters.marking import marks as marks_module
from desktop.language import Language, say
from desktop.registers.round_trip import PROBLEMS_MARK
from tests.helpers.marked import (
    AMBER,
    RED,
    SPREADSHEET,
    marked,
    marks_of,
    parts_of,
    problem,
    styled_workbook,
    with_parts,
)
from tests.helpers.way_back import saved_by_libreoffice


def _look(cell: Any) -> tuple[Any, ...]:
    fill = (cell.fill.fill_type, cell.fill.start_color.rgb)
    return (cell.value, cell.number_format, cell.font.name, cell.font.b, cell.font.color and cell.font.color.rgb, fill)


@pytest.fixture
def styled(tmp_path: Path) -> Path:
    """A workbook as an office makes it."""
    return styled_workbook(tmp_path / "user.xlsx")


def test_marked_cells_are_red_and_say_why(styled: Path, english: Language) -> None:
    marks = marks_of(english, problem(2, 2, "Too much."), problem(3, 0, "Odd.", severity=Severity.WARNING))
    sheet: Any = openpyxl.load_workbook(marked(styled, marks))["Data"]
    assert (sheet["C3"].fill.start_color.rgb, sheet["A4"].fill.start_color.rgb) == (RED, AMBER)
    assert sheet["C3"].comment.text == "Too much. Correct it."
    assert sheet["C3"].comment.author == "GrantDesk"
    assert sheet["A4"].comment.text == "Odd. Correct it."


def test_everything_else_is_as_it_was(styled: Path, english: Language) -> None:
    before: Any = openpyxl.load_workbook(styled)["Data"]
    after: Any = openpyxl.load_workbook(marked(styled, marks_of(english, problem(2, 2))))["Data"]
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
    before, after = parts_of(styled), parts_of(marked(styled, marks_of(english, problem(2, 2))))
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
    marks = marks_of(english, problem(2, 1, "No such document."), problem(3, 1, "Neither."))
    sheet: Any = openpyxl.load_workbook(marked(styled, marks))["Data"]
    assert sheet["B3"].comment.text == "Ask the driver\n\nGrantDesk: No such document. Correct it."
    assert sheet["B3"].comment.author == "Aïssata"
    assert sheet["B4"].comment.text == "Neither. Correct it."


def test_several_problems_of_a_cell_are_one_comment(styled: Path, english: Language) -> None:
    marks = marks_of(
        english, problem(2, 2, "One.", severity=Severity.WARNING), problem(2, 2, "Two.", nearest=("GR-1", "GR-2"))
    )
    sheet: Any = openpyxl.load_workbook(marked(styled, marks))["Data"]
    assert sheet["C3"].comment.text == "One. Correct it.\nTwo. Correct it. Nearest: GR-1, GR-2."
    assert sheet["C3"].fill.start_color.rgb == RED


def test_remarks_have_a_comment_and_no_fill(styled: Path, english: Language) -> None:
    sheet: Any = openpyxl.load_workbook(
        marked(styled, marks_of(english, problem(2, 1, severity=Severity.NOTE), problem(2, 3, severity=Severity.NOTE)))
    )["Data"]
    assert sheet["B3"].fill.start_color.rgb == "0000FF00"
    assert sheet["D3"].comment.text == "No such grant. Correct it."


def test_without_a_cell_to_mark_there_is_the_list_alone(styled: Path, english: Language) -> None:
    marks = marks_of(english, ListedProblem(Severity.ERROR, None, say("No column holds the date."), say("Choose one.")))
    before, after = parts_of(styled), parts_of(marked(styled, marks))
    assert before["xl/comments/comment1.xml"] == after["xl/comments/comment1.xml"]
    assert len(after) == len(before) + 1


def test_a_comment_without_words_gets_some(styled: Path, english: Language) -> None:
    comments = (
        f'<comments xmlns="{SPREADSHEET}"><authors><author/></authors><commentList><comment ref="C3" authorId="0"/>'
        "</commentList></comments>"
    )
    with_parts(styled, {"xl/comments/comment1.xml": comments.encode()})
    target = marked(styled, marks_of(english, problem(2, 2, "Too much.")))
    assert b"Too much. Correct it." in parts_of(target)["xl/comments/comment1.xml"]


def test_cells_and_rows_that_are_not_there_are_marked_as_well(styled: Path, english: Language) -> None:
    places = [(2, 8), (3, 7), (6, 1), (9, 0), (9, 4)]
    sheet: Any = openpyxl.load_workbook(marked(styled, marks_of(english, *(problem(*place) for place in places))))[
        "Data"
    ]
    for row, column in places:
        cell = sheet.cell(row + 1, column + 1)
        assert (cell.value, cell.fill.start_color.rgb, cell.comment.author) == (None, RED, "GrantDesk")


def test_first_sheet_lists_every_problem_with_a_link(styled: Path, english: Language) -> None:
    general = ListedProblem(Severity.ERROR, None, say("No column holds the date."), say("Choose one."))
    marks = marks_of(english, general, problem(2, 2, "=Too <much> & “more”", nearest=("1", "2")), sheet="Data")
    book: Any = openpyxl.load_workbook(marked(styled, marks))
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
    target = marked(styled, marks_of(english, problem(2, 2)))
    selected = [name for name, part in parts_of(target).items() if b"tabSelected" in part]
    assert len(selected) == 1
    book: Any = openpyxl.load_workbook(target)
    assert book["Data"].defined_names["local"].attr_text == "Data!$C$3"


def test_list_has_a_name_of_its_own(styled: Path, english: Language) -> None:
    book: Any = openpyxl.load_workbook(styled)
    book["Other's"].title = "problems"
    book.save(styled)
    assert openpyxl.load_workbook(marked(styled, marks_of(english, problem(2, 2)))).sheetnames[0] == "Problems 2"


def test_names_with_quotes_are_linked_to(styled: Path, english: Language) -> None:
    target = marked(styled, marks_of(english, problem(0, 0), sheet="Other's"))
    book: Any = openpyxl.load_workbook(target)
    assert book["Problems"]["B6"].hyperlink.location == "'Other''s'!A1"
    assert book["Other's"]["A1"].fill.start_color.rgb == RED
    assert list(book["Other's"].tables) == ["Lines"]
    assert book["Data"]["B3"].comment.text == "Ask the driver"
    part = parts_of(target)["xl/worksheets/sheet2.xml"]
    assert 0 < part.index(b"<legacyDrawing ") < part.index(b"<tableParts")  # the order that Excel insists on


def test_arabic_list_opens_from_the_right(styled: Path, speak: Callable[[str], Language]) -> None:
    book: Any = openpyxl.load_workbook(marked(styled, marks_of(speak("ar"), problem(2, 2))))
    assert book.worksheets[0].sheet_view.rightToLeft


def test_libreoffice_shows_the_marks(styled: Path, english: Language) -> None:
    marks = marks_of(english, problem(2, 2, "Too much."), problem(2, 1, "No such document."), problem(9, 4))
    book: Any = openpyxl.load_workbook(saved_by_libreoffice(marked(styled, marks)))
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
    book: Any = openpyxl.load_workbook(marked(styled, marks_of(english, *(problem(row, 5) for row in range(2, 12)))))
    assert sum(row[5].comment is not None for row in book["Data"].iter_rows()) == 3
    assert sum(row[5].fill.start_color.rgb == RED for row in book["Data"].iter_rows()) == 10
    sheet = book["Problems"]
    assert sheet["A4"].value == "Only the first 3 cells have a comment."
    assert [row[1].value for row in sheet.iter_rows(min_row=7)] == [f"F{row}" for row in range(3, 13)]
    assert sum(row[1].hyperlink is not None for row in sheet.iter_rows(min_row=7)) == 4
