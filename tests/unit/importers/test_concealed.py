"""What a workbook hides is told with its address."""

from __future__ import annotations

from dataclasses import replace

from desktop.importers.layout import Left
from desktop.services.imports.concealed import concealed, concealed_sheets
from tests.helpers.incoming import sheet_of, table


def test_hidden_rows_are_told_by_runs_and_only_where_they_are_records() -> None:
    draft = table("organisations", ("name", "note"), *([f"Partner {number}", "x"] for number in range(6)))
    draft.sheet.hidden_rows = frozenset({2, 3, 5, 6})
    layout = replace(draft.layout, left={6: Left.TOTAL})
    told = [(each.row, each.column, each.problem.where) for each in concealed(draft.sheet, layout)]
    assert told == [(2, None, "Sheet1!3:4"), (5, None, "Sheet1!6:6")]


def test_a_hidden_column_is_told_when_it_holds_a_field() -> None:
    draft = table("organisations", ("name", "note"), ["Partner", "x"])
    draft.sheet.hidden_columns = frozenset({1, 7})
    (told,) = concealed(draft.sheet, draft.layout)
    assert (told.column, told.field, told.problem.where) == (1, "note", "Sheet1!B:B")


def test_a_hidden_sheet_is_told_whether_it_is_read_or_not_and_our_own_is_not() -> None:
    draft = table(
        "organisations",
        ("name", "note"),
        ["Partner", "x"],
        more=[sheet_of("Old", [["a"]]), sheet_of("_grantdesk", [["a"]])],
    )
    for sheet in draft.book.sheets:
        sheet.hidden = True
    told = [str(each) for each in concealed_sheets(draft.book, draft.layout)]
    assert told == ["The sheet Sheet1 is hidden in the workbook.", "The hidden sheet Old is not read."]
