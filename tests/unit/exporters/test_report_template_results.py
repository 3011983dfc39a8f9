"""Plain formulas have their results stored, so that a preview shows them; what is not understood stays empty."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

from desktop.exporters.report_template import results as results_module
from desktop.exporters.report_template.arithmetic import NotWorkedOutError, Operand, worked_out
from desktop.exporters.report_template.filling import fill_workbook
from desktop.language import Language
from tests.helpers.shared import real_file
from tests.helpers.templates import lines, opened, saved, words_of, written
from tests.helpers.way_back import all_saved_by_libreoffice, saved_by_libreoffice

HELD: dict[str, Operand] = {
    "A1": Decimal(10),
    "A2": Decimal("2.5"),
    "A3": None,
    "A4": "Text",
    "A5": True,
    "A1:A5": [Decimal(10), Decimal("2.5"), None, "Text", True],
    "B1:B2": [None, None],
}


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("1+2*3^2", 19),
        ("-A1^2", 100),
        ("(A1-A2)/A2", 3),
        ("A1*13%", "1.3"),
        ("A3+1", 1),
        ("+A1", 10),
        ("A5+1", 2),
        ("SUM(A1:A5,1,A3)", "13.5"),
        ("SUM()", 0),
        ("AVERAGE(A1:A5)", "6.25"),
        ("COUNT(A1:A5)+MIN(A1:A5)+MAX(A1:A5)+MIN(B1:B2)", "14.5"),
        ("ROUND(2.345,2)", "2.35"),
        ("ROUND(-2.5,0)", -3),
        ("ROUND(1234,-2)", 1200),
        ("ABS(-3)", 3),
        ('IF(A3=0,"",A1/A3)', ""),
        ("IF(A1>A2,A1,A2/0)", 10),
        ("IF(A1<A2,1)", False),
        ("IF(A1<>A2,,2)", None),
        ('IFERROR(A1/A3,"none")', "none"),
        ("IFERROR(A1,0)", 10),
        ("AND(A1>=10,A2<=3,NOT(A3))", True),
        ("OR(FALSE,A1=1)", False),
        ('A4="TEXT"', True),
        ('A4<>A3&"text"', False),
        ('A4&" ""x"""', 'Text "x"'),
        ("TRUE", True),
    ],
)
def test_plain_formulas_are_worked_out(formula: str, result: Any) -> None:
    found = worked_out(formula, HELD.__getitem__)
    assert found == (Decimal(result) if isinstance(result, int | str) and _is_number(result) else result)
    assert isinstance(found, bool) == isinstance(result, bool)


def _is_number(value: object) -> bool:
    return not isinstance(value, bool) and str(value).lstrip("-").replace(".", "").isdigit()


@pytest.mark.parametrize(
    "formula",
    [
        "A1/A3",
        "AVERAGE(B1:B2)",
        "A4+1",
        'A4>"a"',
        "A4=A1",
        'A1&"x"',
        "A1:A5+1",
        "VLOOKUP(A1,B1,2)",
        "ROUND(A1)",
        "NOT(A1,A2)",
        "SUM(A1;A2)",
        "{1,2}",
        "#N/A",
        "(A1",
        "(A1,A2)",
        "A1 A2",
        "1+",
        "10^1000000000",
        "IF(A1)",
        "SUM({1,2;3,4})",
    ],
)
def test_what_is_not_understood_is_not_worked_out(formula: str) -> None:
    with pytest.raises(NotWorkedOutError):
        worked_out(formula, HELD.__getitem__)


def _fill(sheet: Any) -> None:
    sheet["A1"], sheet["B1"] = "Yes", 5
    sheet["A2"] = "{{each categories}}{{row.budget}}"
    sheet["B2"], sheet["C2"], sheet["D2"] = "=B1+A2", "=SUM(A$2:A2)", '=IF($A$1="Yes","ok","no")'
    sheet["A3"], sheet["B3"], sheet["C3"], sheet["D3"] = "=SUM(A2)", "=A3/C9", '=IFERROR(B3,"-")', "=A3>1"
    sheet["A4"], sheet["B4"], sheet["C4"], sheet["D4"] = "=B4", "=A4", "=INDIRECT(A1)", "=C4+1"
    sheet["A5"], sheet["B5"], sheet["C5"], sheet["D5"] = "=Z99", "=total*2", "=Other!A1&D2", "=Other!A1:A2"


def _book() -> bytes:
    book: Any = openpyxl.Workbook()
    _fill(book.active)
    book.defined_names["total"] = DefinedName("total", attr_text="Sheet!$A$3")
    book.create_sheet("Other")["A1"] = "far"
    return saved(book)


def test_results_stand_beside_formulas(english: Language) -> None:
    content = fill_workbook(_book(), words_of(*lines(3)), name="t.xlsx", language=english)
    sheet = opened(content, data_only=True).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2, max_col=4)]
    assert rows == [
        [1000, 1005, 1000, "ok"],
        [2000, 3005, 3000, "ok"],
        [3000, 6005, 6000, "ok"],
        [6000, None, None, True],
        [None, None, None, None],
        [0, 12000, "farok", None],
    ]


def test_they_are_what_libreoffice_works_out(english: Language, tmp_path: Path) -> None:
    content = fill_workbook(_book(), words_of(*lines(3)), name="t.xlsx", language=english)
    theirs: Any = openpyxl.load_workbook(saved_by_libreoffice(written(tmp_path / "t.xlsx", content)), data_only=True)
    for row in opened(content, data_only=True).active.iter_rows(max_col=4):
        for cell in row:
            if cell.value is not None:
                assert theirs["Sheet"][cell.coordinate].value == cell.value, cell.coordinate


def test_a_long_chain_and_a_large_sheet_are_left_to_a_program(
    english: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    book: Any = openpyxl.Workbook()
    for row in range(1, 200):
        book.active[f"A{row}"] = f"=A{row + 1}+1"
    book.active["A200"] = "{{cumulative.total}}"
    content = saved(book)
    filled = opened(fill_workbook(content, words_of(), name="t.xlsx", language=english), data_only=True).active
    values = [filled[f"A{row}"].value for row in (1, 100, 199)]
    assert values == [None, None, 1235.5]
    monkeypatch.setattr(results_module, "_MOST", 50)
    filled = opened(fill_workbook(content, words_of(), name="t.xlsx", language=english), data_only=True).active
    assert filled["A199"].value is None


def test_a_real_workbook_comes_to_the_same_figures_with_more_rows_in_it(english: Language, tmp_path: Path) -> None:
    """A row is repeated where the real workbook has none; every figure below and above stays what it was."""
    source = real_file("xlsx/autorpt_budget.xlsx")
    book: Any = openpyxl.load_workbook(source)
    sheet = max(book.worksheets, key=lambda one: sum(cell.data_type == "f" for row in one.iter_rows() for cell in row))
    free = [row[0].row for row in sheet.iter_rows() if all(cell.value is None for cell in row)]
    place = free[len(free) // 2] if free else sheet.max_row + 1
    sheet.cell(place, 1).value = "{{each categories}}"
    before = written(tmp_path / "before.xlsx", source.read_bytes())
    content = fill_workbook(saved(book), words_of(*lines(4)), name="t.xlsx", language=english)
    after = written(tmp_path / "after.xlsx", content)
    old, new = (
        openpyxl.load_workbook(one, data_only=True)[sheet.title] for one in all_saved_by_libreoffice([before, after])
    )
    stored: Any = opened(content, data_only=True)[sheet.title]
    figures = [cell for row in old.iter_rows() for cell in row if isinstance(cell.value, int | float)]
    assert figures
    for cell in figures:
        row = cell.row + (3 if cell.row > place else 0)
        assert new.cell(row, cell.column).value == pytest.approx(cell.value)
        assert stored.cell(row, cell.column).value in (None, pytest.approx(cell.value))
