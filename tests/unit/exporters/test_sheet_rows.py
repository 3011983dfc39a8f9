"""Rows that are streamed into a workbook are read as what was put there, whichever library made its frame."""

from __future__ import annotations

import io
import tempfile
import zipfile
import zlib
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine
from hypothesis import example, given, settings
from hypothesis import strategies as st

from desktop.domain.spreadsheet import MOST_LETTERS
from desktop.exporters.sheet_rows import (
    Frame,
    Known,
    after,
    day_end,
    digits_of,
    empty_end,
    held_text,
    number_end,
    row_of,
    text_end,
    with_cells,
)


def _by_openpyxl() -> io.BytesIO:
    book, saved = openpyxl.Workbook(), io.BytesIO()
    (sheet,) = book.worksheets
    sheet.append(["Text & more", "Number", "Day"])
    for column, form in enumerate(("General", "0.00", "d mmm yyyy"), start=1):
        sheet.cell(2, column).number_format = form
        sheet.cell(2, column).font = openpyxl.styles.Font(bold=True)
    book.create_sheet("Other")["A1"] = "kept"
    book.save(saved)
    return saved


def _by_xlsxwriter() -> io.BytesIO:
    import xlsxwriter

    saved = io.BytesIO()
    book = xlsxwriter.Workbook(saved)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Text & more", "Number", "Day"])
    for column, form in enumerate(("General", "0.00", "d mmm yyyy")):
        sheet.write_blank(1, column, None, book.add_format({"num_format": form, "bold": True}))
    book.add_worksheet("Other").write_string(0, 0, "kept")
    book.close()
    return saved


def _filled(path: Path, saved: io.BytesIO, *rows: tuple[str, ...]) -> None:
    frame = Frame(saved, sheet=1)
    width = len(frame.styles)
    lines = [
        row_of(number, [end + after(index, width=width) for index, end in enumerate(ends)])
        for number, ends in enumerate(rows, start=2)
    ]
    frame.fill(path, lines, area=f"A1:C{len(rows) + 1}")


@pytest.mark.parametrize("frame", [_by_openpyxl, _by_xlsxwriter])
def test_rows_take_the_place_of_the_patterns(tmp_path: Path, frame: Any) -> None:
    path = tmp_path / "filled.xlsx"
    styles = Frame(frame(), sheet=1).styles
    ends = (text_end("x", styles[0]), number_end("12.5", styles[1]), day_end(date(2019, 8, 1), styles[2]))
    empty = tuple(map(empty_end, styles))
    _filled(path, frame(), ends, empty, ends)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    day = datetime(2019, 8, 1)  # noqa: DTZ001 - cells have no zone
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Text & more", "Number", "Day"],
        ["x", 12.5, day],
        [None, None, None],
        ["x", 12.5, day],
    ]
    assert {cell.number_format for cell in sheet["B"][1:]} == {"0.00"}
    assert (sheet.dimensions, book.worksheets[1]["A1"].value) == ("A1:C4", "kept")
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(frame()) as before:
        assert sorted(archive.namelist()) == sorted(before.namelist())
        assert b'<dimension ref="A1:C4"/>' in archive.read("xl/worksheets/sheet1.xml")


def test_the_same_rows_are_the_same_bytes_and_lightly_packed(tmp_path: Path) -> None:
    rows = [row_of(number, [number_end("1", 0) + after(0, width=1)]) for number in range(2, 9_000)]
    frame = _by_openpyxl()
    for name in ("one.xlsx", "other.xlsx"):
        Frame(frame, sheet=1).fill(tmp_path / name, rows, area="A1:A9000")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "other.xlsx").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.xlsx") as archive:
        held = archive.getinfo("xl/worksheets/sheet1.xml")
        packed = zlib.compressobj(1, zlib.DEFLATED, -15)  # more takes three times as long
        lightly = packed.compress(archive.read(held)) + packed.flush()
    assert held.compress_size == pytest.approx(len(lightly), rel=0.05)


def test_sheet_without_rows_keeps_its_heading(tmp_path: Path) -> None:
    _filled(tmp_path / "filled.xlsx", _by_openpyxl())
    assert [cell.value for cell in openpyxl.load_workbook(tmp_path / "filled.xlsx").worksheets[0]["A"]] == [
        "Text & more"
    ]


def test_trouble_while_rows_are_made_is_not_lost(tmp_path: Path) -> None:
    def rows() -> Any:
        yield row_of(2, [empty_end(0) + after(0, width=1)])
        raise LookupError

    with pytest.raises(LookupError):
        Frame(_by_openpyxl(), sheet=1).fill(tmp_path / "filled.xlsx", rows(), area="A1:A2")


@given(st.text(max_size=40), st.decimals(allow_nan=False, allow_infinity=False, places=10))
@example("=1+1", Decimal(0))
@example("#REF!", Decimal("-0.0"))
@example("  two\nlines\r\n\t<&>\"' ]]> ", Decimal("123456789012345.6"))
@example("\x00\x0b\ufffe\ud800!", Decimal("1E+20"))
@settings(max_examples=60, deadline=None)
def test_any_text_and_number_is_read_as_it_was(text: str, number: Decimal) -> None:
    held = held_text(text)
    frame = Frame(_by_openpyxl(), sheet=1)
    ends = (text_end(held, frame.styles[0]), number_end(digits_of(number), frame.styles[1]), empty_end(0))
    line = row_of(2, [end + after(index, width=3) for index, end in enumerate(ends)])
    with tempfile.TemporaryDirectory() as folder:
        frame.fill(Path(folder) / "filled.xlsx", [line], area="A1:C2")
        written = (Path(folder) / "filled.xlsx").read_bytes()
    row = openpyxl.load_workbook(io.BytesIO(written)).worksheets[0][2]
    assert (row[0].value or "", row[0].data_type) == (held, "s")
    assert row[1].value == pytest.approx(float(number), rel=1e-15)
    assert python_calamine.load_workbook(io.BytesIO(written)).get_sheet_by_index(0).to_python()[1][0] == held


def test_text_is_cut_where_excel_would_cut_it() -> None:
    assert len(held_text("x" * (MOST_LETTERS + 9))) == MOST_LETTERS
    assert held_text("a\x07b\ud800c\uffff") == "abc"


def test_moments_are_days_and_their_part() -> None:
    assert day_end(datetime(1900, 3, 1, 12), 4) == '" s="4"><v>61.5</v></c>'  # noqa: DTZ001 - cells have no zone
    assert day_end(date(2019, 10, 9), 4) == '" s="4"><v>43747</v></c>'


def test_numbers_have_up_to_fifteen_digits_as_they_are_and_else_sixteen() -> None:
    numbers = ["1240.5000", "-0.00", "123456789.012345", "1234567890.123456", "0.0000000001", "1E+20"]
    assert list(map(digits_of, map(Decimal, numbers))) == [
        "1240.5",
        "0",
        "123456789.012345",
        "1234567890.123456",
        "0.0000000001",
        "100000000000000000000",
    ]


def test_what_comes_again_is_worked_out_once_and_not_kept_for_ever() -> None:
    made: list[int] = []

    def double(value: int) -> int:
        made.append(value)
        return 2 * value

    def cells(rows: list[int]) -> list[int]:
        return [cell for _row, (cell,) in with_cells(rows, [(abs, Known(double))], values=int)]

    again = [*range(500), *range(500), *range(500)]
    assert cells(again) == [2 * row for row in again]
    assert made == [*range(500)]
    made.clear()
    known: Known[int] = Known(double)
    assert [known[row] for row in range(6_000)] == [2 * row for row in range(6_000)]
    assert len(known) <= 5_000
    made.clear()
    new = [*range(1_000), *range(500), *range(500)]
    assert cells(new) == [2 * row for row in new]
    assert len(made) == 2_000  # where all is new, nothing is kept
