"""Rows are repeated for the rows of a table, and whatever names a cell goes with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.table import Table

from desktop.config import paths
from desktop.domain.spreadsheet import LAST_ROW
from desktop.exporters.report_template.filling import fill_workbook
from desktop.exporters.report_template.references import Copy, Shift
from desktop.exporters.report_template.row_map import RowMap
from desktop.language import Language, UserError, load_language
from desktop.reports.report import RowStyle
from tests.helpers.marked import parts_of, with_parts
from tests.helpers.templates import book_of, line, lines, opened, saved, values_of, words_of, written
from tests.helpers.way_back import all_saved_by_libreoffice

FOUR = Shift({"data": RowMap({7: 4})})


def filled(content: bytes, language: Language, *rows: Any) -> bytes:
    return fill_workbook(content, words_of(*rows), name="t.xlsx", language=language)


@pytest.mark.parametrize(
    ("formula", "now"),
    [
        ("C5+C7+C9", "C5+C7+C12"),
        ("SUM(C7:C7)", "SUM(C7:C10)"),
        ("SUM(C7)", "SUM(C7:C10)"),
        ("SUM(B2,C7)+MIN(C7)", "SUM(B2,C7:C10)+MIN(C7:C10)"),
        ("ROUND(C7,2)", "ROUND(C7,2)"),
        ("SUM((C7+1)*2)", "SUM((C7+1)*2)"),
        ("SUM(C5:C8)/SUM($C$8:$D$9)", "SUM(C5:C11)/SUM($C$11:$D$12)"),
        ("'data'!C9+Data!$C9+Other!C9", "'data'!C12+Data!$C12+Other!C9"),
        ('"C9"&C9&"a""C9"', '"C9"&C12&"a""C9"'),
        ("SUM(C:C)+SUM(7:9)+Name9+Table1[Col]", "SUM(C:C)+SUM(7:12)+Name9+Table1[Col]"),
        ("[1]Data!C9+Data:Other!C9", "[1]Data!C9+Data:Other!C9"),
        ("IF(C9>0,LOG10(C9),#REF!)", "IF(C12>0,LOG10(C12),#REF!)"),
        ("A9:INDEX(B:B,9)", "A9:INDEX(B:B,9)"),
        ("C1048576", "C1048576"),
    ],
)
def test_references_follow_their_cells(formula: str, now: str) -> None:
    assert FOUR.formula(formula, "Data") == now


@pytest.mark.parametrize(
    ("formula", "now"),
    [
        ("C7-D7", "C9-D9"),
        ("C7/C$9", "C9/C$12"),
        ("SUM(C7:E7)", "SUM(C9:E9)"),
        ("SUM(C7)", "SUM(C9)"),
        ("F6+C7", "F8+C9"),
        ("SUM(C$7:C7)", "SUM(C$7:C9)"),
        ("$C$7/SUM(C$7:C$7)", "$C$7/SUM(C$7:C$10)"),
        ("F$6+F5", "F$6+F5"),
    ],
)
def test_references_of_a_copy_are_to_its_own_row(formula: str, now: str) -> None:
    assert FOUR.formula(formula, "Data", Copy(7, 2)) == now


def _fill_everything(book: Any) -> None:
    """A workbook in which all kinds of things name cells below, and of, a repeated row."""
    sheet = book.active
    sheet.title = "Data"
    sheet["A4"], sheet["C4"] = "Cost", "Budget"
    sheet["A5"], sheet["C5"], sheet["D5"] = "{{each categories}}{{row.label}}", "{{row.budget}}", "{{row.spent}}"
    sheet["E5"] = "=C5-D5"
    sheet["A6"], sheet["C6"], sheet["D6"], sheet["E6"] = "Total", "=SUM(C5)", "=SUM(D4:D5)", "=C6-D6"
    for area in ("A1:E1", "A5:B5", "A8:C9"):
        sheet.merge_cells(area)
    sheet.print_area, sheet.print_title_rows, sheet.freeze_panes = "A1:E9", "1:4", "A5"
    sheet.auto_filter.ref = "A4:E5"
    rule: Any = FormulaRule(formula=["$D5>$C5"], fill=PatternFill("solid", bgColor="FFC7CE"))  # type: ignore[no-untyped-call]  # openpyxl's
    sheet.conditional_formatting.add("A5:E5", rule)
    validation = DataValidation(type="list", formula1="$A$12:$A$13")
    validation.add("B8")
    sheet.add_data_validation(validation)
    sheet["A5"].hyperlink = "#Data!A9"
    sheet["D9"].hyperlink = "https://example.org"
    sheet["A8"].comment = Comment("Below", "Office")
    sheet.row_breaks.append(Break(id=6))
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=3, min_row=5, max_row=5))
    chart.add_data(Reference(sheet, min_col=3, min_row=6, max_row=6))
    sheet.add_chart(chart, "A15")
    for place, text in {"G20": "Code", "G21": "x", "A12": "Yes", "A13": "No", "A8": "Notes"}.items():
        sheet[place] = text
    sheet.add_table(Table(displayName="Codes", ref="G20:G21"))
    book.defined_names["total"] = DefinedName("total", attr_text="Data!$C$6")
    other = book.create_sheet("Other")
    other["A1"], other["A2"], other["A3"] = "=Data!C6*2", "=SUM(Data!C5:C5)", "=total"
    book.create_sheet("Alone")["A1"] = "=1+1"


def everything() -> bytes:
    book = openpyxl.Workbook()
    _fill_everything(book)
    return saved(book)


def test_everything_that_names_cells_goes_with_them(english: Language, tmp_path: Path) -> None:
    content = filled(everything(), english, *lines(3))
    book = opened(content)
    sheet = book["Data"]
    assert values_of(sheet)[4:8] == [
        ["Staff", None, 1000, 250.25, "=C5-D5", None, None],
        ["Staff", None, 2000, 250.25, "=C6-D6", None, None],
        ["Staff", None, 3000, 250.25, "=C7-D7", None, None],
        ["Total", None, "=SUM(C5:C7)", "=SUM(D4:D7)", "=C8-D8", None, None],
    ]
    assert sorted(map(str, sheet.merged_cells.ranges)) == ["A10:C11", "A1:E1", "A5:B5", "A6:B6", "A7:B7"]
    assert (sheet.print_area, sheet.print_title_rows, sheet.freeze_panes) == ("'Data'!$A$1:$E$11", "$1:$4", "A5")
    assert sheet.auto_filter.ref == "A4:E7"
    (conditional,) = sheet.conditional_formatting
    assert (str(conditional.sqref), conditional.rules[0].formula) == ("A5:E7", ["$D5>$C5"])
    (validation,) = sheet.data_validations.dataValidation
    assert (str(validation.sqref), validation.formula1) == ("B10", "$A$14:$A$15")
    links = {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.hyperlink}
    assert links == {"A5", "A6", "A7", "D11"}
    assert sheet["A10"].comment.text == "Below"
    assert [one.id for one in sheet.row_breaks.brk] == [8]
    assert sheet.tables["Codes"].ref == "G22:G23"
    assert book.defined_names["total"].attr_text == "Data!$C$8"
    assert [book["Other"][place].value for place in ("A1", "A2", "A3")] == ["=Data!C8*2", "=SUM(Data!C5:C7)", "=total"]
    parts = parts_of(written(tmp_path / "t.xlsx", content))
    assert re.findall(rb"<(?:c:)?f>(.*?)<", parts["xl/charts/chart1.xml"]) == [b"'Data'!$C$5:$C$7", b"'Data'!$C$8"]
    assert re.search(rb"<(?:xdr:)?row>16<", parts["xl/drawings/drawing1.xml"])
    assert re.search(rb"Row>\s*9\s*<", next(parts[name] for name in parts if name.endswith(".vml")))
    assert b"fullCalcOnLoad" in parts["xl/workbook.xml"]


def test_sheets_that_show_nothing_of_it_are_the_same_to_the_byte(english: Language, tmp_path: Path) -> None:
    before = parts_of(written(tmp_path / "a.xlsx", everything()))
    after = parts_of(written(tmp_path / "b.xlsx", filled(everything(), english, *lines(3))))
    assert before["xl/worksheets/sheet3.xml"] == after["xl/worksheets/sheet3.xml"]
    assert before["xl/worksheets/sheet2.xml"] != after["xl/worksheets/sheet2.xml"]


def test_libreoffice_works_out_the_right_sums(english: Language, tmp_path: Path) -> None:
    counts = (0, 1, 3)
    paths = [written(tmp_path / f"{count}.xlsx", filled(everything(), english, *lines(count))) for count in counts]
    for count, path in zip(counts, all_saved_by_libreoffice(paths), strict=True):
        book = openpyxl.load_workbook(path, data_only=True)
        budget = sum(1000 * number for number in range(1, count + 1))
        data: Any = book["Data"]
        totals = [data.cell(5 + max(count, 1), column).value for column in (3, 4, 5)]
        assert totals == [budget, 250.25 * count, budget - 250.25 * count]
        assert [book["Other"][place].value for place in ("A1", "A2", "A3")] == [2 * budget, budget, budget]


def test_without_rows_an_empty_one_stays_hidden(english: Language) -> None:
    sheet = opened(filled(everything(), english))["Data"]
    assert [cell.value for cell in sheet[5][1:]] == [None] * 6
    assert sheet.row_dimensions[5].hidden
    assert sheet["C6"].value == "=SUM(C5)"


def test_markers_choose_rows_by_style_and_value(english: Language) -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["{{each categories lines}} {{row.number}}", "{{row.spent}}"])
        sheet.append(["{{each categories where number=2}}No. {{row.number}}"])
        sheet.append(["{{each missing?}}{{row.anything?}}"])
        sheet.append(["{{each notes}}", "{{row.text}}"])

    rows = (line(1), line(2, style=RowStyle.TOTAL), line(3))
    assert values_of(opened(filled(book_of(fill), english, *rows)).active) == [
        ["1", 250.25],
        ["3", 250.25],
        ["No. 2", None],
        [None, None],
        [None, "A note."],
        [None, "Another."],
    ]


def _with_rows(content: bytes, path: Path, rows: bytes) -> bytes:
    """The workbook with other rows in its first sheet."""
    written(path, content)
    name = "xl/worksheets/sheet1.xml"
    whole = rb"<sheetData>.*</sheetData>|<sheetData */>"
    sheet = re.sub(whole, b"<sheetData>" + rows + b"</sheetData>", parts_of(path)[name], flags=re.DOTALL)
    return with_parts(path, {name: sheet}).read_bytes()


MARKER = b'<c r="A1" t="inlineStr"><is><t>{{each categories}}{{row.label}}</t></is></c>'


def test_formulas_written_for_many_cells_are_written_for_each(english: Language, tmp_path: Path) -> None:
    rows = (
        b"<row>"
        + MARKER.replace(b' r="A1"', b"")
        + b'<c><f t="shared" ref="B1:B3" si="0">LEN(A1)</f><v>9</v></c></row>'
        b'<row r="2"><c r="A2"><v>5</v></c><c r="B2" t="str"><f t="shared" si="0"/><v>9</v></c></row>'
        b'<row r="3"><c r="B3"><f t="shared" si="0"/></c><c r="C3"><f t="array" ref="C3:C4">A3:A4</f><v>1</v></c></row>'
    )
    content = filled(_with_rows(book_of(lambda _sheet: None), tmp_path / "t.xlsx", rows), english, *lines(2))
    sheet = opened(content).active
    assert [sheet[f"B{row}"].value for row in (1, 2, 3, 4)] == ["=LEN(A1)", "=LEN(A2)", "=LEN(A3)", "=LEN(A4)"]
    assert (sheet["C4"].value.ref, sheet["C4"].value.text) == ("C4:C5", "=A4:A5")
    assert opened(content, data_only=True).active["B3"].value is None


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="B1"><f t="array" ref="B1:B2">A1:A2</f></c>',
        b'<c r="B1"><f t="shared" si="7"/></c>',
        b'<c r="B1"><f>SUM("A1</f></c>',
        b'<c r="77"><f>A1</f></c>',
    ],
)
def test_what_cannot_be_moved_is_refused(english: Language, tmp_path: Path, cell: bytes) -> None:
    content = _with_rows(book_of(lambda _sheet: None), tmp_path / "t.xlsx", b'<row r="1">' + MARKER + cell + b"</row>")
    with pytest.raises(UserError, match="GrantDesk does not fill"):
        filled(content, english, *lines(2))


def test_a_sheet_has_an_end(english: Language, tmp_path: Path) -> None:
    row = b'<row r="1">' + MARKER + b'</row><row r="%d"><c r="A%d"><v>1</v></c></row>' % (LAST_ROW, LAST_ROW)
    with pytest.raises(UserError, match="more than a sheet holds"):
        filled(_with_rows(book_of(lambda _sheet: None), tmp_path / "t.xlsx", row), english, *lines(2))
    empty = row.replace(b"<v>1</v>", b"")
    content = filled(_with_rows(book_of(lambda _sheet: None), tmp_path / "t.xlsx", empty), english, *lines(2))
    assert opened(content).active.max_row == 2


def test_the_heading_of_a_table_stays(english: Language) -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["{{grant}}", "Amount"])
        sheet.append(["x", "{{cumulative.total}}"])
        sheet.add_table(Table(displayName="T", ref="A1:B2"))

    with pytest.raises(UserError, match="The heading of a table of Excel stays as it is"):
        filled(book_of(fill), english)


# --- any small sheet ------------------------------------------------------------------------------------------------


@st.composite
def sheets(draw: st.DrawFn) -> tuple[list[str], list[tuple[int, int]], list[tuple[int, int]]]:
    """Rows (plain, or repeated), ranges to be summed, and areas to be merged, in rows counted from 0."""
    kinds = draw(st.lists(st.sampled_from(["plain", "plain", "each"]), min_size=2, max_size=7))
    places = st.integers(0, len(kinds) - 1)
    ranges = draw(st.lists(st.tuples(places, places), min_size=1, max_size=4))
    merges = [(top, top + 1) for top in draw(st.sets(places, max_size=2)) if top + 1 < len(kinds)]
    return kinds, [(min(one), max(one)) for one in ranges], merges[:1]


@settings(max_examples=40)
@given(sheet=sheets(), count=st.integers(0, 4))
def test_any_sheet_keeps_its_cells_sums_and_merges(
    sheet: tuple[list[str], list[tuple[int, int]], list[tuple[int, int]]], count: int
) -> None:
    english = load_language(paths.translations(), "en")
    kinds, ranges, merges = sheet

    def fill(page: Any) -> None:
        for number, kind in enumerate(kinds):
            page.append(["{{each categories}}{{row.budget}}", f"=A{number + 1}"] if kind == "each" else [number + 0.5])
        for column, (first, last) in enumerate(ranges, start=3):
            page.cell(len(kinds) + 1, column).value = f"=SUM(A{first + 1}:A{last + 1})"
        for top, bottom in merges:
            page.merge_cells(start_row=top + 1, end_row=bottom + 1, start_column=12, end_column=13)

    page = opened(filled(book_of(fill), english, *lines(count))).active
    amounts: list[float] = [1000 * number for number in range(1, count + 1)]
    blocks = [(amounts or [0.0]) if kind == "each" else [number + 0.5] for number, kind in enumerate(kinds)]
    expected = [amount for block in blocks for amount in block]
    assert [cell.value or 0 for cell in page["A"][: len(expected)]] == expected
    starts = [1 + sum(map(len, blocks[:number])) for number in range(len(kinds) + 1)]
    for column, (first, last) in enumerate(ranges, start=3):
        formula = page.cell(starts[-1], column).value
        assert _summed(page, formula) == sum(amount for block in blocks[first : last + 1] for amount in block)
    for number, kind in enumerate(kinds):
        if kind == "each" and count:
            own = [page.cell(row, 2).value for row in range(starts[number], starts[number + 1])]
            assert own == [f"=A{row}" for row in range(starts[number], starts[number + 1])]
    areas = [(one.min_row, one.max_row) for one in page.merged_cells.ranges]
    assert areas == [(starts[top], starts[bottom + 1] - 1) for top, bottom in merges]


def _summed(page: Any, formula: str) -> float:
    first, last = map(int, re.findall(r"\d+", formula))
    values: Sequence[Any] = [page.cell(row, 1).value for row in range(first, last + 1)]
    return float(sum(value or 0 for value in values))
