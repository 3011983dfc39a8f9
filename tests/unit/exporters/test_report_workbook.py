"""The statement in Excel is the statement: every figure a live formula over the entries, and the same to the cent."""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Callable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from desktop.config import paths
from desktop.domain.ledger import LEDGER_KINDS
from desktop.domain.money import MINOR_UNITS
from desktop.domain.period import Period
from desktop.exporters.report_workbook import write_report
from desktop.language import Language, UserError, load_language
from desktop.reports.report import Report, TraceRow
from desktop.reports.statement import BEFORE, IN_PERIOD, StatementInputs, build_statement
from tests.helpers.formulas import recalculated

PERIOD = Period.of_days(date(2019, 7, 1), date(2019, 12, 31))
_ENGLISH = load_language(paths.translations(), "en")


def entry(
    number: int, measure: str, amount: str, *, category: str = "7", day: date = date(2019, 8, 1), text: str = "Fuel"
) -> TraceRow:
    """An entry of the trace that adds to one column."""
    kinds = {"spent": "expenditure", "committed": "commitment", "received": "receipt"}
    columns: dict[str, Decimal | None] = dict.fromkeys(kinds) | {measure: Decimal(amount)}
    return TraceRow(
        id=number,
        entry_on=day,
        reference=f"PV-{number}",
        description=text,
        kind=LEDGER_KINDS[kinds[measure]],
        category=category,
        line="1.1",
        original_currency="XOF",
        original_amount=Decimal(1000),
        rate=Decimal("589.3720000000"),
        rate_per=Decimal("1.0000000000"),
        when=IN_PERIOD if day in PERIOD else BEFORE,
        **columns,
    )


ENTRIES = (
    entry(1, "received", "9000.10", category="-", day=date(2019, 1, 1)),
    entry(2, "spent", "0.10", day=date(2019, 2, 1)),
    entry(3, "spent", "0.20"),
    entry(4, "spent", "-0.05", category="5"),
    entry(5, "spent", "123.45", category="1"),
    entry(6, "committed", "500.00", category="3"),
    entry(7, "received", "1000.00", category="-"),
    entry(8, "spent", "16.08", category="8"),
    entry(9, "spent", "4.40", category="-"),
)


def report(*entries: TraceRow, currency: str = "USD", rate: str | None = "0.13", **more: Any) -> Report:
    """A statement of a grant with budgets in three categories."""
    inputs = StatementInputs(
        grant="GR-1",
        title="Legal aid",
        funder="A ministry",
        recipient="An office",
        currency=currency,
        period=PERIOD,
        budget={1: Decimal(300), 7: Decimal(700), 8: Decimal(130), None: Decimal(5)},
        trace=entries,
        indirect_rate=None if rate is None else Decimal(rate),
    )
    return build_statement(dataclasses.replace(inputs, **more))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "statement.xlsx"


def _book(path: Path, made: Report, language: Language = _ENGLISH) -> Workbook:
    write_report(path, made, language=language)
    return openpyxl.load_workbook(path)


def _sheets(book: Workbook) -> tuple[Worksheet, Worksheet]:
    main, entries = book.worksheets
    return main, entries


def _row_of(sheet: Worksheet, label: str, column: int = 2) -> int:
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, column).value == label)


def _same_figures(book: Workbook, made: Report, language: Language) -> int:
    """Recalculates every figure cell of the tables and proofs and compares; returns how many there were."""
    main, _entries = _sheets(book)
    places = Decimal(1).scaleb(-MINOR_UNITS[made.currency])
    compared = 0
    row = 1
    for table in made.tables:
        while main.cell(row, 1).value != language.text(table.title):
            row += 1
        row += 1
        for line in table.rows:
            row += 1
            assert main.cell(row, 2).value == language.text(line.label)
            for column, figure in enumerate(line.figures, start=3):
                shown = recalculated(book, main.title, main.cell(row, column).coordinate)
                if figure.value is None:
                    assert shown == ""
                else:
                    assert isinstance(shown, Decimal)
                    exact = Decimal("0.0001") if figure.is_share else places
                    assert shown.quantize(exact, rounding=ROUND_HALF_UP) == figure.value
                compared += 1
    for proof in made.proofs:
        row = _row_of(main, language.text(proof.label))
        for column, figure in enumerate((proof.one, proof.other, proof.difference), start=3):
            assert recalculated(book, main.title, main.cell(row, column).coordinate) == figure.value
            compared += 1
    return compared


@pytest.mark.parametrize("code", ["en", "fr", "ar"])
@pytest.mark.parametrize("currency", ["USD", "XOF", "TND"])
def test_every_figure_calculates_to_what_the_screen_shows(
    path: Path, speak: Callable[[str], Language], code: str, currency: str
) -> None:
    entries = [dataclasses.replace(row) for row in ENTRIES]
    if currency == "XOF":
        entries = [entry(row.id, "spent", str(row.id * 7), category="7", day=row.entry_on) for row in ENTRIES]
    made = report(*entries, currency=currency)
    language = speak(code)
    assert _same_figures(_book(path, made, language), made, language) == 82


def test_figures_of_the_example_by_hand(path: Path) -> None:
    book = _book(path, report(*ENTRIES))
    main, _entries = _sheets(book)

    def shown(label: str, column: str) -> str:
        value = recalculated(book, main.title, f"{column}{_row_of(main, label)}")
        return f"{value:.2f}" if isinstance(value, Decimal) else str(value)

    # budget, of the period, in all, open commitments, balance
    operating = "General operating and other direct costs"
    assert [shown(operating, column) for column in "CDEFG"] == ["700.00", "0.20", "0.30", "0.00", "699.70"]
    assert [shown("Travel", column) for column in "CDEFGH"] == ["0.00", "-0.05", "-0.05", "0.00", "0.05", ""]
    assert [shown("Total direct costs", column) for column in "CDEFG"] == [
        "1005.00",
        "128.00",
        "128.10",
        "500.00",
        "376.90",
    ]
    assert [shown("Total", column) for column in "CDEFG"] == ["1135.00", "144.08", "144.18", "500.00", "490.82"]
    assert [shown(label, "C") for label in ("Opening balance", "Receipts of the period", "Closing balance")] == [
        "9000.00",
        "1000.00",
        "9855.92",
    ]
    assert shown("Support costs at the rate of the grant", "C") == "16.65"
    assert [shown(label, "E") for label in ("Categories and ledger", "Closing balance and cash")] == ["0.00", "0.00"]


def test_no_figure_is_a_number_somebody_could_have_typed(path: Path) -> None:
    """Only budgets are stated; everything else is a formula."""
    main, _entries = _sheets(_book(path, report(*ENTRIES)))
    first, last = _row_of(main, "Staff and other personnel costs"), _row_of(main, "Closing balance and cash")
    figures = [cell for row in main.iter_rows(first, last, 3, 8) for cell in row if cell.value is not None]
    typed = [cell for cell in figures if isinstance(cell.value, (int, float))]
    formulas = [cell for cell in figures if str(cell.value).startswith("=")]
    assert {cell.column_letter for cell in typed} == {"C"}
    assert len(typed) == 9
    assert len(formulas) == 6 * 11 - 9 + 7 + 4 + 9


def test_changing_an_entry_changes_the_figures(path: Path) -> None:
    book = _book(path, report(*ENTRIES))
    main, entries = _sheets(book)
    total = f"E{_row_of(main, 'Total')}"
    before = recalculated(book, main.title, total)
    entries["L6"] = 1000.45
    after = recalculated(book, main.title, total)
    assert isinstance(before, Decimal)
    assert after == before + 877


def test_entries_are_listed_with_real_dates_and_amounts(path: Path) -> None:
    _main, sheet = _sheets(_book(path, report(*ENTRIES)))
    headings = "Date, Document, Description, Kind, Category, Line, Currency, Original, Rate, Rate is for, When, "
    assert ", ".join(str(cell.value) for cell in sheet[1]) == f"{headings}Spent, Committed, Received"
    assert [cell.value for cell in sheet[6]] == [
        datetime(2019, 8, 1),  # noqa: DTZ001 - cells have no zone
        "PV-5",
        "Fuel",
        "Expenditure",
        1,
        "1.1",
        "XOF",
        1000,
        589.372,
        1,
        "in the period",
        123.45,
        None,
        None,
    ]
    assert sheet["A6"].is_date
    formats = {letter: sheet[f"{letter}6"].number_format.split(";")[0] for letter in "AHIJL"}
    assert formats == {"A": "d mmm yyyy", "H": "#,##0", "I": "#,##0.######", "J": "#,##0.######", "L": "#,##0.00"}
    assert (sheet["E2"].value, sheet["K2"].value) == ("-", "before the period")
    assert sheet.max_row == 10


def test_entries_are_a_table_one_can_work_with(path: Path) -> None:
    main, sheet = _sheets(_book(path, report(*ENTRIES)))
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:N10")
    assert [sheet.column_dimensions[letter].width for letter in "ACL"] == [13, 46, 16]
    assert [main.column_dimensions[letter].width for letter in "ABCH"] == [6, 52, 18, 18]
    assert (main.page_setup.orientation, main.page_setup.paperSize) == ("landscape", 9)
    assert main.oddFooter is not None
    assert main.oddFooter.center.text == "Page &P of &N"
    assert sheet.print_title_rows == "$1:$1"


def test_head_says_what_it_is_a_statement_of(path: Path) -> None:
    book = _book(path, report(*ENTRIES, sample=True))
    main, _entries = _sheets(book)
    assert (main.title, main["A1"].value) == ("Financial statement", "Financial statement")
    assert [(main.cell(row, 1).value, main.cell(row, 3).value) for row in range(3, 10)] == [
        ("Grant", "GR-1"),
        ("Title", "Legal aid"),
        ("Funder", "A ministry"),
        ("Recipient", "An office"),
        ("Period", "1 Jul 2019 to 31 Dec 2019"),
        ("Currency", "USD"),
        ("State", "Interim, not certified"),
    ]
    assert book.properties.title == "Financial statement GR-1"
    assert _row_of(main, "Sample data: all amounts are invented.", 1)


@pytest.mark.parametrize(("code", "right_to_left"), [("en", False), ("fr", False), ("ar", True)])
def test_it_is_in_the_language_of_the_donor(
    path: Path, speak: Callable[[str], Language], code: str, right_to_left: bool
) -> None:
    made, language = report(*ENTRIES), speak(code)
    main, entries = _sheets(_book(path, made, language))
    assert main["A1"].value == main.title == language.text(made.title)
    assert {bool(sheet.sheet_view.rightToLeft) for sheet in (main, entries)} == {right_to_left}
    assert entries["D6"].value == language.text(LEDGER_KINDS["expenditure"])
    texts = {cell.value for row in main.iter_rows() for cell in row if isinstance(cell.value, str)}
    assert {language.text(note) for note in made.notes} < texts


def test_french_names_no_english_word(path: Path, speak: Callable[[str], Language]) -> None:
    main, entries = _sheets(_book(path, report(*ENTRIES), speak("fr")))
    assert (main.title, entries.title) == ("État financier", "Écritures")
    assert entries["K6"].value == "dans la période"
    assert [main.cell(row, 1).value for row in range(3, 10)] == [
        speak("fr").text(label) for label, _value in report().facts
    ]
    assert main["A5"].value == "Bailleur"


def test_text_is_never_a_formula(path: Path) -> None:
    dangerous = '=HYPERLINK("http://x")'
    book = _book(path, report(entry(1, "spent", "5", text=dangerous), grant="=1+1", title="+2", funder="@x"))
    main, entries = _sheets(book)
    cells = [main["C3"], main["C4"], main["C5"], entries["C2"]]
    assert [cell.value for cell in cells] == ["=1+1", "+2", "@x", dangerous]
    assert {(cell.data_type, cell.quotePrefix) for cell in cells} == {("s", True)}


def test_characters_no_workbook_can_hold_are_left_out(path: Path) -> None:
    book = _book(path, report(entry(1, "spent", "5", text="Fu\x0bel\ufffe"), grant="GR\x01-1"))
    assert (book.properties.title, book.worksheets[1]["C2"].value) == ("Financial statement GR-1", "Fuel")


def test_statement_without_entries(path: Path) -> None:
    made = report()
    book = _book(path, made)
    assert _same_figures(book, made, _ENGLISH) == 82
    assert book.worksheets[1].auto_filter.ref == "A1:N1"


def test_statement_without_a_support_cost_rate_and_with_all_in_categories(path: Path) -> None:
    made = report(*ENTRIES[:8], rate=None, budget={7: Decimal(700)})
    book = _book(path, made)
    assert _same_figures(book, made, _ENGLISH) == 76
    assert recalculated(book, "Financial statement", f"H{_row_of(book.worksheets[0], 'Travel')}") == ""


def test_file_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(UserError) as trouble:
        write_report(tmp_path / "missing" / "statement.xlsx", report(), language=_ENGLISH)
    assert str(trouble.value.title) == "statement.xlsx cannot be written."


_entries = st.builds(
    lambda number, measure, cents, category, day: entry(
        number, measure, str(Decimal(cents) / 100), category=category, day=day
    ),
    st.integers(min_value=1, max_value=10**6),
    st.sampled_from(["spent", "committed", "received"]),
    st.integers(min_value=-(10**11), max_value=10**11),
    st.sampled_from(["-", *"12345678"]),
    st.dates(min_value=date(2018, 1, 1), max_value=PERIOD.last),
)


@given(st.lists(_entries, max_size=12), st.sampled_from([None, "0.07", "0.13", "0.0725"]))
@settings(max_examples=30, deadline=None)
def test_any_statement_calculates_to_the_cent(entries: list[TraceRow], rate: str | None) -> None:
    made = report(*entries, rate=rate)
    with tempfile.TemporaryDirectory() as folder:
        book = _book(Path(folder) / "statement.xlsx", made)
    assert _same_figures(book, made, _ENGLISH) in (76, 79, 82, 85)
    difference = recalculated(book, "Financial statement", f"E{_row_of(book.worksheets[0], 'Categories and ledger')}")
    assert difference == 0
