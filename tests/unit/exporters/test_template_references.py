"""References after rows were repeated: each means what it meant, and what adds up a row adds up all its copies."""

from __future__ import annotations

import pytest

from desktop.domain.spreadsheet import LAST_ROW
from desktop.exporters.report_template.references import Copy, Shift, plain_name, sheets_named
from desktop.exporters.report_template.row_map import STILL, RowMap

# Row 5 of Data stands three times now, row 8 not at all (and is kept, hidden); Other's is as it was but for row 2.
SHIFT = Shift({"data": RowMap({5: 3, 8: 0}), "other's": RowMap({2: 4})})


@pytest.mark.parametrize(
    ("formula", "now"),
    [
        ("A4", "A4"),
        ("A5", "A5"),
        ("A6", "A8"),
        ("A8", "A10"),
        ("A9", "A11"),
        ("$A$6+B$6-$C6", "$A$8+B$8-$C8"),
        ("SUM(A5)", "SUM(A5:A7)"),
        ("sum( A5 , A6 )", "sum( A5 , A8 )"),
        ("SUM(A5,A5)", "SUM(A5:A7,A5:A7)"),
        ("SUM(A5*2)", "SUM(A5*2)"),
        ("SUM(ABS(A5))", "SUM(ABS(A5))"),
        ("ABS(A5)", "ABS(A5)"),
        ("SUM(A4:A5)", "SUM(A4:A7)"),
        ("SUM(A5:A6)", "SUM(A5:A8)"),
        ("SUM(A5:A5)", "SUM(A5:A7)"),
        ("SUM(A6:A9)", "SUM(A8:A11)"),
        ("SUM(5:5)", "SUM(5:7)"),
        ("SUM($6:$9)", "SUM($8:$11)"),
        ("SUM(A:B)", "SUM(A:B)"),
        ("COUNTA(A5)/MAX(B5)", "COUNTA(A5:A7)/MAX(B5:B7)"),
        ("VAT*A6", "VAT*A8"),
        ('A6&"A6"', 'A8&"A6"'),
        ("TRUE+1.5", "TRUE+1.5"),
        ("'Other''s'!A3", "'Other''s'!A6"),
        ("SUM('OTHER''S'!$B$2)", "SUM('OTHER''S'!$B$2:$B$5)"),
        ("Unknown!A6", "Unknown!A6"),
        ("Data!A6", "Data!A8"),
        ("A1048576", "A1048576"),
    ],
)
def test_a_formula_beside_the_repeated_rows(formula: str, now: str) -> None:
    assert SHIFT.formula(formula, "Data") == now


@pytest.mark.parametrize(
    ("formula", "copies"),
    [
        ("A5*B5", ["A5*B5", "A6*B6", "A7*B7"]),
        ("A$5*B5", ["A$5*B5", "A$5*B6", "A$5*B7"]),
        ("C4+B5", ["C4+B5", "C5+B6", "C6+B7"]),  # a balance that runs
        ("C$4+B5", ["C$4+B5", "C$4+B6", "C$4+B7"]),
        ("A6", ["A8", "A8", "A8"]),
        ("SUM(A5:B5)", ["SUM(A5:B5)", "SUM(A6:B6)", "SUM(A7:B7)"]),
        ("SUM(A$5:A5)", ["SUM(A$5:A5)", "SUM(A$5:A6)", "SUM(A$5:A7)"]),
        ("'Other''s'!A5", ["'Other''s'!A8"] * 3),
    ],
)
def test_a_formula_in_a_repeated_row_is_about_its_own_copy(formula: str, copies: list[str]) -> None:
    assert [SHIFT.formula(formula, "Data", Copy(5, number)) for number in range(3)] == copies


def test_where_nothing_moved_nothing_is_touched() -> None:
    still = Shift({"data": RowMap({5: 1, 8: 0})})
    assert not still.moves
    assert still.formula("SUM( A5 )", "Data") == "SUM( A5 )"
    assert SHIFT.formula("A6", "Third") == "A6"


def test_a_chart_takes_in_all_copies_of_a_single_cell() -> None:
    assert SHIFT.formula("Data!$B$5", "Data", gathers=True) == "Data!$B$5:$B$7"
    assert SHIFT.formula("Data!$B$5", "Data") == "Data!$B$5"
    assert SHIFT.formula("Data!$B$6", "Data", gathers=True) == "Data!$B$8"


def test_ranges_of_rules_and_single_cells() -> None:
    assert SHIFT.ranges("A5 B5:C6 D4", "data") == "A5:A7 B5:C8 D4"
    assert (SHIFT.cell("A5", "DATA"), SHIFT.cell("A6", "Data")) == ("A5", "A8")


def test_rows_are_counted_by_their_blocks() -> None:
    rows = RowMap({5: 3, 8: 0})
    assert [(rows.first(row), rows.last(row)) for row in (1, 5, 6, 8, 9)] == [
        *((1, 1), (5, 7), (8, 8), (10, 10), (11, 11)),
    ]
    assert [rows.repeats(row) for row in (4, 5, 8)] == [False, True, False]
    assert (rows.added, rows.moves) == (2, True)
    assert (STILL.first(7), STILL.last(7), STILL.moves, STILL.added) == (7, 7, False, 0)
    assert (rows.first(LAST_ROW), rows.last(LAST_ROW), rows.first(LAST_ROW - 1)) == (LAST_ROW,) * 3


@pytest.mark.parametrize(
    ("formula", "named"),
    [
        ("A1+B2", ["", ""]),
        ("'Other''s'!A1+Data!B:B", ["Other's", "Data"]),
        ("SUM(5:7)", [""]),
        ("VAT+Table[Amount]", [None, None]),
        ('INDIRECT("A1")', [None]),
        ("now()", [None]),
        ("1+2", []),
    ],
)
def test_the_sheets_that_a_formula_looks_at(formula: str, named: list[str | None]) -> None:
    assert list(sheets_named(formula)) == named


def test_the_name_of_a_sheet_is_without_its_marks() -> None:
    assert [plain_name(name) for name in ("Data", "'Other''s'", "'a b'")] == ["Data", "Other's", "a b"]
