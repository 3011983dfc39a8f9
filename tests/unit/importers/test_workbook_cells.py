"""Cells are taken as what they are, exactly; what has no sound value becomes a problem with its sheet and cell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.importers.workbook import ERRORS, CellValue, SheetTable, column_letters, read_table
from tests.helpers import sheets


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.xlsx"


@pytest.fixture
def one(path: Path) -> Callable[[str], SheetTable]:
    """A table of one column and one cell, which is written as given."""
    return lambda cell: read_table(sheets.raw(path, sheets.text_cell("Value"), cell))


def _values(table: SheetTable) -> list[tuple[CellValue, ...]]:
    return [row.values for row in table.rows]


def _told(table: SheetTable) -> list[tuple[str, str]]:
    return [(problem.where, str(problem.sentence)) for problem in table.problems]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (1240, Decimal(1240)),
        (1240.5, Decimal("1240.5")),
        (-0.005, Decimal("-0.005")),
        (1e15, Decimal("1000000000000000.0")),
        (True, True),
        (date(2019, 10, 9), date(2019, 10, 9)),
        (datetime.fromisoformat("2019-10-09T23:59"), date(2019, 10, 9)),
        (time(12, 30), "12:30:00"),
        ("  Fuel \n for\u00a0cars ", "Fuel for cars"),
        ("001234", "001234"),
        ("1,234.50", "1,234.50"),
        ("TRUE", "TRUE"),
    ],
)
def test_values_are_what_they_seem(path: Path, written: Any, value: CellValue) -> None:
    (row,) = read_table(sheets.table(path, ["Value"], [written])).rows
    assert row.values == (value,)
    assert type(row.values[0]) is type(value)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (sheets.number_cell("0.30000000000000004"), Decimal("0.30000000000000004")),
        (sheets.number_cell("12345678901234567890"), Decimal(12345678901234567890)),
        ('<c t="d"><v>2019-10-09</v></c>', date(2019, 10, 9)),
        ('<c t="d"><v>2019-10-09T08:30:00</v></c>', date(2019, 10, 9)),
    ],
)
def test_what_other_programs_write(one: Callable[[str], SheetTable], cell: str, value: CellValue) -> None:
    assert _values(one(cell)) == [(value,)]


@given(st.integers(min_value=-(10**15) + 1, max_value=10**15 - 1), st.sampled_from([0, 2, 3]))
@settings(max_examples=50)
def test_amounts_of_fifteen_digits_come_through_exactly(
    tmp_path_factory: pytest.TempPathFactory, units: int, places: int
) -> None:
    amount = Decimal(units).scaleb(-places)
    path = sheets.table(tmp_path_factory.mktemp("amount") / "ledger.xlsx", ["Value"], [amount], ["end"])
    assert _values(read_table(path))[0] == (amount,)


@pytest.mark.parametrize("number", ["1E+400", "-1E+400"])
def test_numbers_beyond_all_measure_are_no_numbers(one: Callable[[str], SheetTable], number: str) -> None:
    (row,) = one(sheets.number_cell(number)).rows
    assert row.values in (("inf",), ("-inf",))


@pytest.mark.parametrize("error", sorted(ERRORS))
def test_error_cells_are_told_with_their_address(one: Callable[[str], SheetTable], error: str) -> None:
    table = one(f'<c t="e"><v>{error}</v></c>')
    assert _told(table) == [("Ledger!A2", f"The cell shows the error {error}.")]
    assert str(table.problems[0].fix) == "Correct the formula in the workbook, then import again."
    assert _values(table) == [(None,)]


def test_date_no_calendar_knows_is_an_error_cell(path: Path) -> None:
    book = sheets.table(path, ["Value"], [date(2019, 1, 1)])
    content = book.read_bytes()
    assert _told(read_table(path)) == []
    rewritten = _with_part(content, "xl/worksheets/sheet1.xml", b"43466", b"99999999")
    path.write_bytes(rewritten)
    assert _told(read_table(path)) == [("Ledger!A2", "The cell shows the error #VALUE!.")]


def _with_part(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    import io
    import zipfile

    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(changed, "w") as target:
        for part in source.namelist():
            data = source.read(part)
            if part == name:
                assert old in data
                data = data.replace(old, new)
            target.writestr(part, data)
    return changed.getvalue()


def test_formula_with_its_value_is_that_value(one: Callable[[str], SheetTable]) -> None:
    assert _values(one(sheets.formula_cell("1000+240.5", "1240.5"))) == [(Decimal("1240.5"),)]
    assert _values(one(sheets.formula_cell('"Fu"&amp;"el"', "Fuel", "str"))) == [("Fuel",)]


def test_formula_that_gives_no_text_is_blank(one: Callable[[str], SheetTable]) -> None:
    """Prepared rows hold formulas such as =IF(A2="","",...): calculated, and empty."""
    table = one(sheets.formula_cell('IF(1=1,"",5)', "", "str"))
    assert _values(table) == [(None,)]
    assert _told(table) == []


def test_formula_that_was_never_calculated_is_told(one: Callable[[str], SheetTable]) -> None:
    table = one(sheets.formula_cell("1000+240.5"))
    assert _told(table) == [("Ledger!A2", "The cell holds a formula that was never calculated.")]
    assert str(table.problems[0].fix) == "Open the workbook in Excel, save it, then import again."


def test_formula_that_python_wrote_is_told(path: Path) -> None:
    table = read_table(sheets.table(path, ["Date", "Amount"], [date(2019, 1, 1), "=SUM(1,2)"]))
    assert _told(table) == [("Ledger!B2", "The cell holds a formula that was never calculated.")]


def test_all_problems_are_told_row_by_row(path: Path) -> None:
    table = read_table(sheets.table(path, ["A", "B"], ["#REF!", "=1"], ["ok", "ok"], ["=2", "#N/A"]))
    assert [where for where, _sentence in _told(table)] == ["Ledger!A2", "Ledger!B2", "Ledger!A4", "Ledger!B4"]
    assert [row.number for row in table.rows] == [2, 3, 4]


# --- the table ----------------------------------------------------------------------------------------------------


def test_blank_rows_keep_the_numbers_of_the_others(path: Path) -> None:
    table = read_table(sheets.table(path, ["Value"], ["a"], [], [None], ["b"]))
    assert [(row.number, row.values) for row in table.rows] == [(2, ("a",)), (5, ("b",))]


def test_rows_are_as_wide_as_the_heading(path: Path) -> None:
    table = read_table(sheets.table(path, ["One", None, "Three"], ["a"], ["a", "b", "c", "d"]))
    assert table.headers == ("One", "", "Three")
    assert _values(table) == [("a", None, None), ("a", "b", "c")]


def test_numbers_and_spaces_in_the_heading(path: Path) -> None:
    assert read_table(sheets.table(path, [" Amount\n", 2019, date(2019, 1, 1)])).headers == (
        "Amount",
        "2019",
        "2019-01-01 00:00:00",
    )


def test_first_sheet_with_a_heading_is_taken(path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.create_sheet("Notes").append([None])
    book["Notes"]["B7"] = "no table"
    book.create_sheet("Écritures").append(["Date"])
    book.create_sheet("Later").append(["Date"])
    book.save(path)
    assert read_table(path).sheet == "Écritures"


def test_formatted_emptiness_at_the_end_is_passed_over(path: Path) -> None:
    blanks = [[None]] * 1_001
    table = read_table(sheets.table(path, ["Value"], ["a"], *blanks[:1_000], ["b"], *blanks, ["never reached"]))
    assert _values(table) == [("a",), ("b",)]


def test_size_that_a_sheet_claims_is_not_believed(path: Path) -> None:
    parts = sheets.parts(f"<row r='1'>{sheets.text_cell('Value')}</row><row r='2'>{sheets.number_cell('5')}</row>")
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace("<sheetData>", '<dimension ref="A1"/><sheetData>')
    assert _values(read_table(sheets.zipped(path, parts))) == [(Decimal(5),)]


def test_cell_at_the_far_corner_does_not_make_the_table_wide(path: Path) -> None:
    far = '<c r="XFD2"><v>1</v></c>'
    table = read_table(sheets.raw(path, sheets.text_cell("Value"), sheets.number_cell("5") + far))
    assert _values(table) == [(Decimal(5),)]


@pytest.mark.parametrize(
    ("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")]
)
def test_letters_of_columns(index: int, letters: str) -> None:
    assert column_letters(index) == letters


def test_addresses_are_written_as_excel_does() -> None:
    assert SheetTable("Écritures").address(17, 27) == "Écritures!AB17"
