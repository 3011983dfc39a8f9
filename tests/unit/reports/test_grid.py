"""Rows of the same columns: what is summed, what is stated, what is worked out, and what a total must not add up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from desktop.language import say
from desktop.reports.builder import Figures
from desktop.reports.forms.grid import (
    Added,
    Grid,
    GridColumn,
    Less,
    Making,
    RowFacts,
    Said,
    Share,
    ShareOf,
    Source,
    Stated,
    Summed,
)
from desktop.reports.report import ColumnKind, Difference, EntrySum, Given, Ratio, RowStyle, SumOf, Unit
from desktop.reports.trace import Sums
from tests.helpers.report_facts import shown
from tests.helpers.statements import BEFORE_QUARTER, trace_row

TRACE = (
    trace_row(1, "expenditure", "30.00", on=BEFORE_QUARTER, category="1"),
    trace_row(2, "expenditure", "12.50", category="1"),
    trace_row(3, "refund", "-2.50", category="2"),
    trace_row(4, "commitment", "8.00", category="1"),
)
COLUMNS = (
    GridColumn("budget", "Budget", Stated()),
    GridColumn("units", "Units", Stated(Unit.QUANTITY, adds_up=False)),
    GridColumn("period", "Period", Summed("spent", {"when": "period"})),
    GridColumn("all", "All", Summed("spent")),
    GridColumn("left", "Left", Less("budget", ("all", "period"))),
    GridColumn("both", "Both", Added(("all", "period"))),
    GridColumn("share", "Share", Share("all", "budget")),
    GridColumn("of_whole", "Of the whole", ShareOf("all", "whole")),
    GridColumn("day", "Day", Said(ColumnKind.DAY)),
)


@pytest.fixture
def grid() -> Grid:
    figures = Figures(Sums.of_rows(TRACE))
    figures.given("whole", Decimal(80), say("Typed in"))
    return Grid(figures, COLUMNS)


def row_of(grid: Grid, category: str, budget: str | None) -> list[object]:
    own = RowFacts(
        {"category": category},
        {"budget": None if budget is None else Decimal(budget), "units": Decimal(3)},
        {"day": date(2019, 7, 1)},
    )
    return shown(grid.row(category, f"Category {category}", own))


def test_a_row_has_a_cell_for_each_column(grid: Grid) -> None:
    assert row_of(grid, "1", "100") == [
        *("100", "3", "12.50", "42.50", "45.00", "55.00", "0.4250", "0.5313"),
        date(2019, 7, 1),
    ]


def test_an_amount_that_is_not_stated_is_zero_and_any_other_number_is_none(grid: Grid) -> None:
    cells = shown(grid.row("2", "Two", RowFacts({"category": "2"})))
    assert cells == ["0", None, "-2.50", "-2.50", "5.00", "-5.00", None, "-0.0313", None]


def test_a_total_adds_up_and_works_its_shares_out_anew(grid: Grid) -> None:
    row_of(grid, "1", "100")
    row_of(grid, "2", "50")
    cells = shown(grid.total("total", "Total", ["1", "2"]))
    assert cells == ["150", None, "10.00", "40.00", "100.00", "50.00", "0.2667", "0.5000", None]


def test_a_total_of_nothing_is_zero_and_says_so(grid: Grid) -> None:
    total = grid.total("total", "Total", [], said={"day": date(2019, 9, 30)})
    assert shown(total) == ["0", None, "0", "0", "0", "0", None, "0.0000", date(2019, 9, 30)]
    assert grid.figures.made("budget.total").formula == Given(say("There is nothing to add up."))


def test_a_row_less_others_takes_each_column_from_its_own(grid: Grid) -> None:
    for category, budget in (("1", "100"), ("2", "50"), ("3", "7")):
        row_of(grid, category, budget)
    less = grid.less("less", "Less", "1", "2", "3")
    assert shown(less)[:5] == ["43", None, "15.00", "45.00", "-17.00"]
    assert grid.figures.made("budget.less").formula == Difference("budget.1", ("budget.2", "budget.3"))
    assert less.style is RowStyle.TOTAL


def test_a_row_of_another_table_stands_again_with_the_same_figures(grid: Grid) -> None:
    row_of(grid, "1", "100")
    again = grid.again("1", "Once more", style=RowStyle.SUBTOTAL)
    assert again.cells[0] is grid.figures.made("budget.1")
    assert (again.label, again.style, shown(again)[3]) == ("Once more", RowStyle.SUBTOTAL, "42.50")


def test_each_cell_has_the_formula_of_its_column(grid: Grid) -> None:
    row_of(grid, "1", "100")
    made = grid.figures.made
    assert made("period.1").formula == EntrySum("spent", (("category", "1"), ("when", "period")))
    assert made("all.1").formula == EntrySum("spent", (("category", "1"),))
    assert made("left.1").formula == Difference("budget.1", ("all.1", "period.1"))
    assert made("both.1").formula == SumOf(("all.1", "period.1"))
    assert made("share.1").formula == Ratio("all.1", "budget.1")
    assert made("of_whole.1").formula == Ratio("all.1", "whole")
    assert made("units.1").unit is Unit.QUANTITY


def test_what_is_stated_says_where(grid: Grid) -> None:
    source = Source(say("Award of {grant}", grant="G-1"), "grants", 4)
    grid.row("1", "One", RowFacts(stated={"budget": Decimal(1)}, source=source))
    assert grid.figures.made("budget.1").formula == Given(say("Award of {grant}", grant="G-1"), "grants", 4)
    grid.row("2", "Two", RowFacts(stated={"budget": Decimal(1)}))
    assert grid.figures.made("budget.2").formula == Given(say("Stated by the office"))


def test_the_condition_of_a_column_wins_over_that_of_a_row(grid: Grid) -> None:
    grid.row("x", "X", RowFacts({"when": "before"}))
    assert grid.figures.value("period.x") == Decimal("10.00")
    assert grid.figures.value("all.x") == Decimal("30.00")


@pytest.mark.parametrize(
    ("made", "kind", "adds_up"),
    [
        (Stated(), ColumnKind.AMOUNT, True),
        (Stated(adds_up=False), ColumnKind.AMOUNT, False),
        (Stated(Unit.SHARE), ColumnKind.SHARE, True),
        (Stated(Unit.QUANTITY), ColumnKind.QUANTITY, True),
        (Summed("spent"), ColumnKind.AMOUNT, True),
        (Less("a", ()), ColumnKind.AMOUNT, False),
        (Added(()), ColumnKind.AMOUNT, False),
        (Share("a", "b"), ColumnKind.SHARE, False),
        (ShareOf("a", "b"), ColumnKind.SHARE, False),
        (Said(), ColumnKind.TEXT, False),
        (Said(ColumnKind.DAY), ColumnKind.DAY, False),
    ],
)
def test_a_column_knows_what_it_holds_and_whether_totals_add_it(made: Making, kind: ColumnKind, adds_up: bool) -> None:
    column = GridColumn("key", "Label", made)
    assert (column.kind, column.adds_up) == (kind, adds_up)


@pytest.mark.parametrize("kind", list(ColumnKind))
def test_numbers_are_what_stands_to_the_right(kind: ColumnKind) -> None:
    assert kind.is_number is (kind not in (ColumnKind.TEXT, ColumnKind.DAY))


def test_a_table_has_the_columns_of_its_grid_and_its_own_currency(grid: Grid) -> None:
    row = grid.row("1", "One", RowFacts(), number="1.1", level=2, style=RowStyle.SUBTOTAL)
    table = grid.table("t", say("Table"), say("Row"), [row], currency="XOF")
    assert [(column.key, column.kind) for column in table.columns][-2:] == [
        ("of_whole", ColumnKind.SHARE),
        ("day", ColumnKind.DAY),
    ]
    assert (table.currency, table.rows) == ("XOF", (row,))
    assert (row.number, row.level, row.style) == ("1.1", 2, RowStyle.SUBTOTAL)
