"""A report in Excel: every figure is a live formula over the entries, with its value beside it, to the cent."""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.config import paths
from desktop.exporters.report_workbook import write_report
from desktop.language import Language, UserError, load_language, say
from desktop.reports.trace import TraceRow
from tests.helpers.formulas import recalculated
from tests.helpers.recalculating import formulas_recalculated
from tests.helpers.report_books import (
    ENTRIES,
    ROWS,
    book_of,
    column_of,
    everything,
    formulas_of,
    row_of,
    same_values,
    statement,
)
from tests.helpers.statements import BEFORE_QUARTER, QUARTER, trace_row


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "report.xlsx"


# --- figures ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["en", "fr", "ar"])
def test_every_formula_calculates_to_the_value_beside_it(
    path: Path, speak: Callable[[str], Language], code: str
) -> None:
    made, language = statement(*ENTRIES), speak(code)
    book = book_of(path, made, ENTRIES, language)
    assert same_values(path) > 80
    values = openpyxl.load_workbook(path, data_only=True).worksheets[0]
    row = 1
    for table in made.tables:
        while values.cell(row, 1).value != language.text(table.title):
            row += 1
        for number, line in enumerate(table.rows, start=row + 2):
            assert values.cell(number, 2).value == language.value(line.label)
            for column, figure in enumerate(line.figures, start=3):
                assert values.cell(number, column).value == (None if figure.value is None else float(figure.value))
    proof = next(cell for cell in formulas_of(book) if str(cell.value).startswith("=IF(AND("))
    assert values[proof.coordinate].value == language.text(say("All differences are zero."))


def test_every_kind_of_formula_and_codes_that_look_alike(path: Path, english: Language) -> None:
    made = everything(*ROWS)
    book = book_of(path, made, ROWS, english)
    assert same_values(path) == len(list(formulas_of(book))) == 8 + 4 + 3 + 4 + 3 + 1
    formulas = {str(cell.value) for cell in formulas_of(book)}
    main = book.worksheets[0]
    first = row_of(main, "1.1")
    assert f"=SUM(C{first}:C{first + 7})" in formulas
    assert f'=IF(C{row_of(main, "Missing")}=0,"",ROUND(C{first + 8}/C{row_of(main, "Missing")},4))' in formulas
    assert any(text.startswith("=SUMIFS('Trace'!$T$2:$T$9,") and '"Line a~?b~~"' in text for text in formulas)
    assert any("*0.075,2)" in text for text in formulas)


def test_only_what_is_stated_is_typed(path: Path, english: Language) -> None:
    main = book_of(path, statement(*ENTRIES), ENTRIES, english).worksheets[0]
    first, last = row_of(main, "Staff and other personnel costs"), row_of(main, "Closing balance and cash")
    cells = [cell for row in main.iter_rows(first, last, 3, 9) for cell in row]
    typed = [cell for cell in cells if isinstance(cell.value, int | float)]
    assert ({cell.column_letter for cell in typed}, len(typed)) == ({"C"}, 9)


def test_changing_an_entry_changes_the_figures(path: Path, english: Language) -> None:
    book = book_of(path, statement(*ENTRIES), ENTRIES, english)
    main, trace = book.worksheets
    total, spent = f"F{row_of(main, 'Total')}", column_of(trace, "Spent")
    before = recalculated(book, main.title, total)
    trace.cell(6, spent).value = 1000.45
    after = recalculated(book, main.title, total)
    assert isinstance(before, Decimal)
    assert after == before + 877


def test_amounts_have_the_decimals_of_their_currency(path: Path, english: Language) -> None:
    main = book_of(path, everything(*ROWS, currency="XOF"), ROWS, english).worksheets[0]
    forms = {label: main.cell(row_of(main, label), 3).number_format for label in ("Budget", "Units", "Cost of a unit")}
    assert forms["Budget"] == "#,##0.000;[Red]\\-#,##0.000"  # dinars, as their table says
    assert forms["Units"] == "#,##0.0"
    assert forms["Cost of a unit"].startswith("#,##0.0000;")
    assert main.cell(row_of(main, "All lines"), 4).number_format == "0.0%"
    francs = statement(trace_row(1, "expenditure", "7"), currency="XOF", budget={7: Decimal(5)}, indirect_rate=None)
    main = book_of(path, francs, [trace_row(1, "expenditure", "7")], english).worksheets[0]
    assert main.cell(row_of(main, "Total"), 3).number_format == "#,##0;[Red]\\-#,##0"


def test_cells_of_tables_are_what_they_are(path: Path, english: Language) -> None:
    main = book_of(path, everything(*ROWS), ROWS, english).worksheets[0]
    line, rest = row_of(main, "1.1"), row_of(main, "Rest")
    assert [main.cell(line, column).value for column in (1, 4, 5, 6)] == ["1.1", None, "=1+1", datetime(2019, 8, 1)]  # noqa: DTZ001 - cells have no zone
    assert (main.cell(line, 5).data_type, main.cell(line, 5).quotePrefix) == ("s", True)
    assert [main.cell(rest, column).value for column in (5, 6)] == [7, "1850-01-01"]
    assert (main.cell(line, 2).alignment.indent, main.cell(rest, 2).font.bold) == (1, True)
    assert main.cell(row_of(main, "Lines"), 2).font.bold


_amounts = st.integers(min_value=-(10**11), max_value=10**11).map(lambda cents: str(Decimal(cents) / 100))
_entries = st.builds(
    lambda number, kind, amount, category, day: trace_row(number, kind, amount, category=category, on=day),
    st.integers(min_value=1, max_value=10**6),
    st.sampled_from(["expenditure", "commitment", "receipt"]),
    _amounts,
    st.sampled_from(["-", *"12345678"]),
    st.dates(min_value=date(2018, 1, 1), max_value=QUARTER.last),
)


@given(st.lists(_entries, max_size=12), st.sampled_from([None, "0.07", "0.0725"]))
@settings(max_examples=10, deadline=None)
def test_any_statement_calculates_to_the_cent(entries: list[TraceRow], rate: str | None) -> None:
    made = statement(*entries, indirect_rate=None if rate is None else Decimal(rate))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.xlsx"
        book_of(path, made, entries, load_language(paths.translations(), "en"))
        assert same_values(path) > 70
    assert made.is_proved


def test_libreoffice_finds_the_same_figures(tmp_path: Path, speak: Callable[[str], Language]) -> None:
    reports = {"statement": (statement(*ENTRIES), ENTRIES), "everything": (everything(*ROWS), ROWS)}
    written = []
    for code in ("en", "fr", "ar"):
        for name, (made, trace) in reports.items():
            written.append(tmp_path / f"{name}-{code}.xlsx")
            write_report(written[-1], made, trace, language=speak(code))
    assert formulas_recalculated(written, tmp_path) > 300


# --- the entries --------------------------------------------------------------------------------------------------


def test_entries_are_listed_with_real_dates_and_amounts(path: Path, english: Language) -> None:
    trace = [
        trace_row(
            1,
            "expenditure",
            "123.45",
            category="1",
            line="1.1",
            original_currency="XOF",
            original_amount=Decimal(72758),
            rate=Decimal("589.3720000000"),
            rate_on=date(2019, 8, 1),
            rate_source="UN",
            description="",
        ),
        trace_row(2, "receipt", "12345678901234.5678", reference="=1", on=BEFORE_QUARTER, rate_on=date(1850, 1, 1)),
    ]
    sheet = book_of(path, statement(*trace), trace, english).worksheets[1]
    headings = (
        "Date, Document, Description, Kind, Category, Line, Outcome, Output, Activity, Project, Currency, Original"
    )
    rates = "Rate, Rate is for, Rate of, Source of the rate, When, Spent, Committed, Received"
    assert ", ".join(str(cell.value) for cell in sheet[1]) == f"{headings}, {rates}"
    day = datetime(2019, 8, 15)  # noqa: DTZ001 - cells have no zone
    plain = [day, "PV-0001", None, "Expenditure", 1, "1.1", "-", "-", "-", "-", "XOF", 72758]
    of_rate = [589.372, 1, datetime(2019, 8, 1), "UN", "in the period", 123.45, None, None]  # noqa: DTZ001 - cells have no zone
    assert [cell.value for cell in sheet[2]] == plain + of_rate
    forms = [
        sheet.cell(2, column_of(sheet, heading)).number_format for heading in ("Date", "Original", "Rate", "Spent")
    ]
    assert forms == ["d mmm yyyy", "#,##0;[Red]\\-#,##0", "#,##0.000", "#,##0.00;[Red]\\-#,##0.00"]
    other = [cell.value for cell in sheet[3]]
    assert (other[1], other[4], other[14], other[16]) == ("=1", "-", "1850-01-01", "before the period")
    assert (other[-1], sheet.cell(3, len(other)).number_format[:10]) == (12345678901234.57, "#,##0.00;[")
    assert (sheet["B3"].data_type, sheet["B3"].quotePrefix) == ("s", True)


def test_entries_are_a_table_one_can_work_with(path: Path, english: Language) -> None:
    sheet = book_of(path, statement(*ENTRIES), ENTRIES, english).worksheets[1]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("A2", "A1:T11", "$1:$1")
    assert (sheet.max_row, sheet.dimensions) == (11, "A1:T11")
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert [sheet.column_dimensions[letter].width > 12 for letter in "ACT"] == [True] * 3


def test_entries_of_several_grants_name_grant_and_currency(path: Path, english: Language) -> None:
    rows = [trace_row(1, "expenditure", "7", grant="GR-1", currency="XOF"), trace_row(2, "receipt", "1.005")]
    sheet = book_of(path, everything(*rows), rows, english).worksheets[1]
    spent = column_of(sheet, "Spent")
    assert [sheet.cell(2, column_of(sheet, name)).value for name in ("Grant", "Currency of the grant")] == [
        "GR-1",
        "XOF",
    ]
    assert sheet.cell(2, spent).number_format == "#,##0;[Red]\\-#,##0"
    assert sheet.cell(3, spent + 2).number_format == "#,##0.000;[Red]\\-#,##0.000"
    keys = [sheet.cell(2, column).value for column in range(spent + 3, sheet.max_column + 1)]
    assert keys == ["Grant GR-1", "Line -", "Outcome -", "Output -", "Project -"]


def test_report_without_entries(path: Path, english: Language) -> None:
    book = book_of(path, statement(), [], english)
    assert same_values(path) > 70
    assert (book.worksheets[1].max_row, book.worksheets[1].auto_filter.ref) == (1, "A1:T2")


def test_entries_that_changed_meanwhile_stop_it(path: Path, english: Language) -> None:
    with pytest.raises(UserError, match="The ledger changed"):
        write_report(path, statement(*ENTRIES), ENTRIES[:-1], language=english)
    assert list(path.parent.iterdir()) == []


def test_more_entries_than_a_sheet_holds(path: Path, english: Language) -> None:
    made = dataclasses.replace(statement(), entry_count=1_048_576)
    with pytest.raises(UserError) as trouble:
        write_report(path, made, [], language=english)
    assert english.text(trouble.value.title) == "Excel holds 1,048,576 rows; this report sums 1,048,576 entries."
    assert not path.exists()


def test_file_that_cannot_be_written(tmp_path: Path, english: Language) -> None:
    with pytest.raises(UserError) as trouble:
        write_report(tmp_path / "missing" / "report.xlsx", statement(), [], language=english)
    assert str(trouble.value.title) == "report.xlsx cannot be written."
