"""A table of a report on the screen: what each cell says, how it looks, and where a figure stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.language import Language, say
from desktop.reports.report import ColumnKind, ReportColumn, ReportRow, ReportTable, RowStyle, Unit
from desktop.ui.models.grid_cells import NOTHING, GridCell
from desktop.ui.models.report_model import ReportTableModel, figure_text
from tests.helpers.report_values import KINDS, amounts, figure, report, row, table

EM = "\u2003"


def model_of(language: Language, *tables: ReportTable, currency: str = "USD") -> ReportTableModel:
    return ReportTableModel(report(*tables, currency=currency), tables[0], language)


def texts(model: ReportTableModel, number: int) -> list[str]:
    return [model.cell(number, column).text for column in range(model.columnCount())]


@pytest.fixture(autouse=True)
def application(qapp: QApplication) -> QApplication:
    """Models belong to an application."""
    return qapp


# --- a figure as text ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "unit", "currency", "shown"),
    [
        ("1234567.89", Unit.AMOUNT, "USD", "1,234,567.89"),
        ("1234567.8", Unit.AMOUNT, "USD", "1,234,567.80"),
        ("5.00000", Unit.AMOUNT, "USD", "5.00"),
        ("12.3456", Unit.AMOUNT, "USD", "12.3456"),  # what a unit costs has more decimals, and keeps them
        ("-1240.5", Unit.AMOUNT, "USD", "\u22121,240.50"),
        ("1234567.00", Unit.AMOUNT, "XOF", "1,234,567"),
        ("-0.5", Unit.AMOUNT, "XOF", "\u22120.5"),
        ("12.3", Unit.AMOUNT, "TND", "12.300"),
        ("0", Unit.AMOUNT, "USD", "0.00"),
        ("0.71", Unit.SHARE, "USD", "71.0 %"),
        ("0.41149", Unit.SHARE, "XOF", "41.1 %"),
        ("1.0005", Unit.SHARE, "USD", "100.1 %"),
        ("-0.0349", Unit.SHARE, "USD", "\u22123.5 %"),
        ("1.7", Unit.QUANTITY, "XOF", "1.7"),
        ("12000", Unit.QUANTITY, "USD", "12,000"),
        (None, Unit.AMOUNT, "USD", ""),
        (None, Unit.SHARE, "USD", ""),
        (None, Unit.QUANTITY, "USD", ""),
    ],
)
def test_a_figure_is_written_in_the_way_of_its_unit_and_currency(
    english: Language, value: str | None, unit: Unit, currency: str, shown: str
) -> None:
    assert figure_text(english, figure("x", value, unit), currency).replace("\u00a0", " ") == shown


def test_a_quantity_has_no_more_noughts_on_the_screen_than_on_paper(english: Language) -> None:
    assert figure_text(english, figure("x", "1.7000", Unit.QUANTITY), "USD") == "1.7"
    assert figure_text(english, figure("x", "40.00", Unit.QUANTITY), "USD") == "40"


def test_amounts_are_in_the_currency_of_their_table_and_not_of_the_report(english: Language) -> None:
    own = table([row("a", "1234", "7")], currency="XOF")
    assert texts(model_of(english, own), 0) == ["a", "1,234", "7"]
    assert texts(model_of(english, table([row("a", "1234", "7")])), 0) == ["a", "1,234.00", "7.00"]
    assert texts(model_of(english, table([row("a", "1234", "7")]), currency="XOF"), 0) == ["a", "1,234", "7"]


# --- heads -----------------------------------------------------------------------------------------------------------


def test_heads_are_the_name_and_the_columns_numbers_to_the_right(english: Language) -> None:
    model = model_of(english, table([row("a")], KINDS))
    assert [head.text for head in model.heads] == ["Category", "Amount", "Share", "Quantity", "Months", "Text", "Day"]
    assert [head.right for head in model.heads] == [False, True, True, True, True, False, False]
    assert [head.width for head in model.heads] == [200, 92, 62, 62, 72, 110, 84]
    assert [head.flexible for head in model.heads] == [True, False, False, False, False, False, False]
    assert [head.tip for head in model.heads[1:]] == ["Amount", "Share", "Quantity", "Months", "Text", "Day"]
    assert (model.names, model.columnCount(), model.rowCount()) == (1, 7, 1)


def test_one_row_with_a_number_gives_all_rows_a_column_for_it(english: Language) -> None:
    model = model_of(english, table([row("Staff", "1", "2", number="1"), row("Sum", "1", "2")]))
    assert [head.text for head in model.heads] == ["", "Category", "Budget", "Spent"]
    assert model.names == 2
    assert texts(model, 0) == ["1", "Staff", "1.00", "2.00"]
    assert texts(model, 1) == ["", "Sum", "1.00", "2.00"]
    assert model.cell(0, 0) == GridCell("1", ink="muted")


def test_what_qt_asks_for_is_what_a_cell_says(english: Language) -> None:
    model = model_of(english, table([row("Staff", "1", "-2")]))
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    assert model.data(model.index(0, 2)) == "\u22122.00"
    assert model.data(model.index(0, 2), Qt.ItemDataRole.TextAlignmentRole) == right
    assert model.data(model.index(0, 0), Qt.ItemDataRole.TextAlignmentRole) == left
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Budget"
    assert model.headerData(3, Qt.Orientation.Horizontal) is None
    assert model.headerData(1, Qt.Orientation.Vertical) is None
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.columnCount(model.index(0, 0)) == 0


# --- cells -----------------------------------------------------------------------------------------------------------


def test_what_is_below_zero_is_red_and_nothing_is_pale(english: Language) -> None:
    model = model_of(english, table([row("a", "-0.01", "0"), row("b", None, "0.01")]))
    assert [model.cell(0, column).ink for column in (1, 2)] == ["negative", "muted"]
    assert [model.cell(1, column).ink for column in (1, 2)] == ["muted", ""]
    assert all(model.cell(line, column).right for line in (0, 1) for column in (1, 2))


@pytest.mark.parametrize(
    ("style", "ground", "strong"),
    [
        (RowStyle.HEADING, "heading", True),
        (RowStyle.LINE, "", False),
        (RowStyle.SUBTOTAL, "", True),
        (RowStyle.TOTAL, "worked", True),
    ],
)
def test_a_row_weighs_what_its_style_says(english: Language, style: RowStyle, ground: str, strong: bool) -> None:
    model = model_of(english, table([row("a", "1", style=style, number="3")]))
    assert {model.cell(0, column).ground for column in range(4)} == {ground}
    assert (model.cell(0, 1).strong, model.cell(0, 2).strong) == (strong, strong)
    assert model.cell(0, 0).strong is False  # the number of a row never is
    assert model.cell(0, 3) == GridCell(ground=model.cell(0, 3).ground)  # no second figure


def test_each_level_is_set_off_by_one_letter(english: Language) -> None:
    rows = [row("a", "1"), row("b", "1", level=1), row("c", "1", level=3)]
    model = model_of(english, table(rows))
    assert [model.cell(number, 0).text for number in range(3)] == ["a", f"{EM}b", f"{EM * 3}c"]


def test_texts_and_days_are_written_as_the_language_does(english: Language, speak: Callable[[str], Language]) -> None:
    cells = (None, None, None, figure("m", "7.5", Unit.MONTHS), "=1+1", date(2019, 9, 30))
    others = (None, None, None, None, say("Budget"), None)
    one = table([ReportRow("r", "a", cells), ReportRow("s", "b", others)], KINDS)
    model = model_of(english, one)
    shown = [text.replace("\u00a0", " ") for text in texts(model, 0)]
    assert shown == ["a", "", "", "", "7.50", "=1+1", "30 Sep 2019"]
    assert texts(model, 1) == ["b", "", "", "", "", "Budget", ""]
    assert [model.cell(0, column).ink for column in (5, 6)] == ["secondary", "secondary"]
    assert [model.cell(0, column).right for column in (1, 5, 6)] == [True, False, False]
    french = ReportTableModel(report(one), one, speak("fr"))
    assert french.cell(0, 6).text.replace("\u00a0", " ") == "30 sept. 2019"


def test_a_foot_is_empty_since_totals_are_rows(english: Language) -> None:
    model = model_of(english, table([row("a", "1", "2")]))
    assert [model.foot(column) for column in range(3)] == [NOTHING] * 3


# --- figures ---------------------------------------------------------------------------------------------------------


def test_a_figure_is_found_where_it_stands_and_stands_where_it_is_found(english: Language) -> None:
    plain = model_of(english, table([row("a", "1", "2"), row("b", "3", "4")]))
    numbered = model_of(english, table([row("a", "1", "2"), row("b", "3", "4", number="7")]))
    assert (plain.place_of("b.1"), numbered.place_of("b.1")) == ((1, 2), (1, 3))
    for model in (plain, numbered):
        for key in ("a.0", "a.1", "b.0", "b.1"):
            place = model.place_of(key)
            assert place is not None
            found = model.figure(*place)
            assert found is not None
            assert found.key == key
    assert plain.place_of("c.0") is None


def test_beside_the_figures_there_is_none(english: Language) -> None:
    columns = (*amounts("Budget"), ReportColumn("text", "Remark", ColumnKind.TEXT))
    model = model_of(english, table([ReportRow("r", "a", (figure("f", "1"), "words"), number="1")], columns))
    assert [model.figure(0, column) for column in (0, 1, 3, 4, 99)] == [None] * 5
    found = model.figure(0, 2)
    assert found is not None
    assert found.value == Decimal(1)


def test_a_reader_of_the_screen_hears_row_column_and_figure(english: Language) -> None:
    model = model_of(english, table([row("Staff", "300", "-123.45", number="1")]))
    assert model.spoken(0, 2) == "Staff, Budget: 300.00"
    assert model.spoken(0, 3) == "Staff, Spent: \u2212123.45"
