"""A register as a table: sorting, sums apart by currency, columns arranged by the user and kept that way."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from desktop.config.settings import Settings, ViewSettings
from desktop.registers import find_register
from desktop.registers.query import Filter, Operator, Query
from desktop.services.offices import Office
from desktop.ui.context import Context
from desktop.ui.widgets.register_table import RegisterTable
from tests.helpers.manual import ManualRunner
from tests.helpers.painting import picture_of, pixels
from tests.helpers.records import making
from tests.helpers.window import make_context, wait_until
from tests.ui.widgets.conftest import Show

LEDGER = find_register("ledger")
COLUMNS = ("entry_on", "reference", "description", "spent", "committed")


@pytest.fixture
def office(empty: Office) -> Office:
    """Three entries in USD, one in EUR."""
    with making(empty) as make:
        dollars, euros = make.grant(reference="GR-1"), make.grant(reference="GR-2", currency="EUR")
        make.entry(dollars, "1240.00", reference="B", description="Fuel for prison visits")
        make.entry(dollars, "-1712.40", reference="A", description="Reversal of a laptop")
        make.entry(dollars, "300.00", reference="C", description="Rent", kind="commitment")
        make.entry(euros, "99.99", reference="D", description="Interpretation")
    return empty


def table_of(context: Context, shown: Show, query: Query | None = None, *, width: int = 900) -> RegisterTable:
    made = RegisterTable(context, query or Query(LEDGER, COLUMNS, sort="reference"), view_key="ledger")
    shown(made, width=width)
    made.load()
    QApplication.processEvents()
    return made


def references(table: RegisterTable) -> list[str]:
    place = [column.key for column in table.model.columns].index("reference")
    return [table.model.cell(row, place).text for row in range(table.model.rowCount())]


def keys(table: RegisterTable) -> list[str]:
    return [column.key for column in table.model.columns]


def click_heading(table: RegisterTable, key: str) -> None:
    head = table.table.horizontalHeader()
    place = keys(table).index(key)
    at = QPoint(head.sectionViewportPosition(place) + head.sectionSize(place) // 2, head.height() // 2)
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=at)
    QApplication.processEvents()


def drag(table: RegisterTable, start: QPoint, end: QPoint) -> None:
    port = table.table.horizontalHeader().viewport()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
    for share in (0.3, 0.6, 1.0):
        QTest.mouseMove(port, start + (end - start) * share)
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=end)
    QApplication.processEvents()


# --- sums --------------------------------------------------------------------------------------------------------


def test_unlike_currencies_are_said_apart_and_never_added(office: Office, shown: Show) -> None:
    table = table_of(make_context(office), shown)
    assert table.totals.text == "4 entries"
    assert table.totals.sum_of(keys(table).index("spent")) == "−472.40"
    assert table.totals.sum_of(keys(table).index("committed")) == "300.00"
    assert table.totals.sum_of(0) == ""
    assert table.totals.toolTip() == "Sums in USD. Kept apart: Spent EUR\u00a099.99"
    assert table.totals.accessibleName() == ("4 entries −472.40 300.00 Sums in USD. Kept apart: Spent EUR\u00a099.99")


def test_sums_follow_the_filter_and_say_how_many_of_how_many(office: Office, shown: Show) -> None:
    counted: list[int] = []
    table = table_of(make_context(office), shown)
    table.counted.connect(counted.append)
    table.show_query(replace(table.base, filters=(Filter("grant", Operator.IS, ("GR-2",)),)))
    assert table.totals.text == "1 of 4 entries"
    assert table.totals.sum_of(keys(table).index("spent")) == "99.99"
    assert table.totals.toolTip() == ""
    assert counted == [1]
    table.show_query(replace(table.base, filters=()))
    assert table.totals.text == "4 entries"


def test_sums_stand_under_their_columns_in_red_when_negative(office: Office, shown: Show) -> None:
    context = make_context(office)
    table = table_of(context, shown)
    picture = picture_of(table.totals)
    place = keys(table).index("spent")
    left = table.table.columnViewportPosition(place)
    under = table.totals.rect().adjusted(left, 0, 0, 0)
    under.setWidth(table.table.columnWidth(place))
    assert pixels(picture, context.palette.negative, within=under) > 20
    assert pixels(picture, context.palette.negative) == pixels(picture, context.palette.negative, within=under)


def test_table_says_which_list_it_is(office: Office, shown: Show) -> None:
    assert table_of(make_context(office), shown).table.accessibleName() == "Ledger"


def test_reloading_shows_what_changed(office: Office, shown: Show) -> None:
    table = table_of(make_context(office), shown)
    with making(office) as make:
        make.entry(None, "0.40", grant_id=1, reference="E")
    assert table.totals.text == "4 entries"
    table.reload()
    assert table.totals.text == "5 entries"
    assert table.totals.sum_of(keys(table).index("spent")) == "−472.00"


# --- order -------------------------------------------------------------------------------------------------------


def test_heading_sorts_and_turns_the_order_round(office: Office, shown: Show) -> None:
    context = make_context(office)
    table = table_of(context, shown)
    assert references(table) == ["A", "B", "C", "D"]
    click_heading(table, "reference")
    assert references(table) == ["D", "C", "B", "A"]
    click_heading(table, "reference")
    assert references(table) == ["A", "B", "C", "D"]
    assert (context.settings.view("ledger").sort, context.settings.view("ledger").descending) == ("reference", False)


def test_amounts_are_sorted_with_the_largest_first(office: Office, shown: Show) -> None:
    table = table_of(make_context(office), shown)
    click_heading(table, "spent")
    spent = [table.model.cell(row, 3).text for row in range(4)]
    assert spent == ["1,240.00", "99.99", "−1,712.40", ""]


def test_order_is_kept_for_the_next_time(office: Office, shown: Show) -> None:
    context = make_context(office)
    click_heading(table_of(context, shown), "reference")
    again = table_of(context, shown, Query(LEDGER, COLUMNS))
    assert references(again) == ["D", "C", "B", "A"]


def test_sorting_before_the_filter_has_come_keeps_the_filter(office: Office, shown: Show) -> None:
    runner = ManualRunner()
    table = table_of(make_context(office, tasks=runner), shown)
    runner.finish()
    table.show_query(replace(table.base, filters=(Filter("grant", Operator.IS, ("GR-1",)),)))
    click_heading(table, "reference")
    runner.finish()
    assert references(table) == ["C", "B", "A"]


def test_kept_order_by_a_column_that_is_no_more_is_ignored(office: Office, shown: Show) -> None:
    view = ViewSettings(columns=("reference", "gone"), sort="gone", descending=True)
    context = make_context(office, settings=Settings(views={"ledger": view}))
    table = table_of(context, shown, Query(LEDGER, COLUMNS, sort="reference"))
    assert keys(table) == ["reference"]
    assert references(table) == ["A", "B", "C", "D"]


# --- columns -----------------------------------------------------------------------------------------------------


def test_column_made_wider_keeps_its_width_here_and_next_time(office: Office, shown: Show) -> None:
    context = make_context(office)
    table = table_of(context, shown)
    head = table.table.horizontalHeader()
    before = head.sectionSize(1)
    edge = QPoint(head.sectionViewportPosition(2) - 1, 10)
    drag(table, edge, edge + QPoint(40, 0))
    assert head.sectionSize(1) == before + 40
    click_heading(table, "reference")  # reads and arranges anew, before the width was kept
    assert head.sectionSize(1) == before + 40
    wait_until(lambda: context.settings.view("ledger").widths.get("reference") == before + 40)
    again = table_of(context, shown)
    assert again.table.columnWidth(1) == before + 40


def test_widths_can_be_as_at_first(office: Office, shown: Show) -> None:
    view = ViewSettings(widths={"reference": 300})
    context = make_context(office, settings=Settings(views={"ledger": view}))
    table = table_of(context, shown)
    assert table.table.columnWidth(1) == 300
    table.column_menu().actions()[-1].trigger()
    assert table.table.columnWidth(1) < 120
    assert context.settings.view("ledger").widths == {}


def test_column_dragged_elsewhere_stays_there(office: Office, shown: Show) -> None:
    context = make_context(office)
    table = table_of(context, shown)
    head = table.table.horizontalHeader()
    start = QPoint(head.sectionViewportPosition(3) + 20, 10)
    drag(table, start, QPoint(5, 10))
    assert keys(table) == ["spent", "entry_on", "reference", "description", "committed"]
    assert [head.visualIndex(place) for place in range(5)] == [0, 1, 2, 3, 4]
    assert context.settings.view("ledger").columns == tuple(keys(table))
    assert table.model.cell(0, 0).text == "−1,712.40"


def test_menu_shows_and_hides_columns(office: Office, shown: Show) -> None:
    context = make_context(office)
    table = table_of(context, shown)
    actions = {action.text(): action for action in table.column_menu().actions()}
    assert actions["Spent"].isChecked()
    assert not actions["Received"].isChecked()
    actions["Received"].trigger()
    actions["Spent"].trigger()
    assert keys(table) == ["entry_on", "reference", "description", "committed", "received"]
    assert context.settings.view("ledger").columns == tuple(keys(table))
    actions = {action.text(): action for action in table.column_menu().actions()}
    actions["Columns as at first"].trigger()
    assert keys(table) == [column.key for column in LEDGER.columns if column.shown]


def test_last_column_cannot_be_hidden(office: Office, shown: Show) -> None:
    table = table_of(make_context(office), shown, Query(LEDGER, ("reference",)))
    {action.text(): action for action in table.column_menu().actions()}["Document"].trigger()
    assert keys(table) == ["reference"]


@pytest.mark.qt_log_ignore("This plugin does not support")  # popups, drawn into memory
def test_heading_offers_the_menu(office: Office, shown: Show) -> None:
    table = table_of(make_context(office), shown)
    head = table.table.horizontalHeader()
    head.customContextMenuRequested.emit(QPoint(10, 10))
    menu = QApplication.activePopupWidget()
    assert menu is not None
    assert "Columns as at first" in [action.text() for action in menu.actions()]
    menu.close()


def test_column_that_a_filter_holds_to_one_value_is_left_out(office: Office, shown: Show) -> None:
    query = Query(LEDGER, filters=(Filter("grant", Operator.IS, ("GR-1",)),))
    assert "grant" not in keys(table_of(make_context(office), shown, query))
    several = Query(LEDGER, filters=(Filter("grant", Operator.IS, ("GR-1", "GR-2")),))
    assert "grant" in keys(table_of(make_context(office), shown, several))


@pytest.mark.parametrize("width", [420, 700, 1300])
def test_amounts_dates_and_codes_are_never_cut(office: Office, shown: Show, width: int) -> None:
    table = table_of(make_context(office), shown, width=width)
    view = table.table
    for place, column in enumerate(table.model.columns):
        if column.key == "description":
            continue
        for row in range(4):
            text = table.model.cell(row, place).text
            room = view.inside(view.visualRect(table.model.index(row, place)), place, *view.edge_columns()).width()
            assert view.fontMetrics().horizontalAdvance(text) <= room, (column.key, text)


def test_text_takes_what_is_left_and_follows_the_width_of_the_window(office: Office, shown: Show) -> None:
    table = table_of(make_context(office), shown, width=900)
    widths = [table.table.columnWidth(place) for place in range(5)]
    assert sum(widths) == table.table.viewport().width()
    table.window().resize(1200, 400)
    QApplication.processEvents()
    wider = [table.table.columnWidth(place) for place in range(5)]
    assert sum(wider) == table.table.viewport().width()
    assert [new - old for old, new in zip(widths, wider, strict=True)] == [0, 0, 300, 0, 0]


def test_large_sum_widens_its_column(empty: Office, shown: Show) -> None:
    with making(empty) as make:
        grant = make.grant()
        for _ in range(12):
            make.entry(grant, "999999999.99")
    table = table_of(make_context(empty), shown)
    total, place = table.totals.sum_of(3), 3
    assert total == "11,999,999,999.88"
    view = table.table
    room = view.inside(view.visualRect(table.model.index(0, place)), place, *view.edge_columns()).width()
    assert view.fontMetrics().horizontalAdvance(total) <= room


# --- drawing -----------------------------------------------------------------------------------------------------


@pytest.mark.qt_log_ignore("This plugin does not support")  # popups, drawn into memory
def test_text_that_is_cut_shows_whole_in_a_tooltip(empty: Office, shown: Show) -> None:
    long = "Interpretation from Hausa for interviews with detainees at the prison of Koutoukalé, second mission"
    with making(empty) as make:
        make.entry(make.grant(), "1.00", description=long)
    table = table_of(make_context(empty), shown, width=500)
    at = table.table.visualRect(table.model.index(0, 2)).center()

    def ask(place: QPoint) -> str:
        port = table.table.viewport()
        QApplication.sendEvent(port, QHelpEvent(QEvent.Type.ToolTip, place, port.mapToGlobal(place)))
        return QToolTip.text()

    assert ask(at) == long
    QToolTip.hideText()
    wait_until(lambda: not QToolTip.isVisible())
    ask(table.table.visualRect(table.model.index(0, 0)).center())
    assert not QToolTip.isVisible()


def test_negative_amount_is_red_and_has_its_minus(office: Office, shown: Show) -> None:
    context = make_context(office)
    table = table_of(context, shown)
    view, place = table.table, keys(table).index("spent")
    picture = picture_of(view.viewport())
    cells = [view.visualRect(table.model.index(row, place)) for row in range(4)]
    red = [pixels(picture, context.palette.negative, within=cell, near=40) > 10 for cell in cells]
    assert red == [True, False, False, False]
    assert table.model.cell(0, place).text.startswith("−")


@pytest.mark.parametrize(("comfortable", "height"), [(False, 28), (True, 32)])
def test_rows_are_as_high_as_the_setting_says(office: Office, shown: Show, comfortable: bool, height: int) -> None:
    table = table_of(make_context(office, settings=Settings(comfortable_rows=comfortable)), shown)
    assert {table.table.rowHeight(row) for row in range(4)} == {height}


def test_sorted_heading_wears_an_arrow(office: Office, shown: Show) -> None:
    context = make_context(office)
    table = table_of(context, shown)
    head = table.table.horizontalHeader()

    def ink(key: str) -> int:
        place = keys(table).index(key)
        box = head.rect().adjusted(head.sectionViewportPosition(place), 0, 0, 0)
        box.setWidth(head.sectionSize(place))
        return pixels(picture_of(head), context.palette.text, within=box, near=20)

    assert ink("reference") > 5 > ink("spent")
    click_heading(table, "spent")
    assert ink("spent") > 5 > ink("reference")


def test_arabic_mirrors_columns_but_amounts_stay_right(office: Office, shown: Show) -> None:
    context = make_context(office, language="ar")
    table = table_of(context, shown)
    view = table.table
    assert view.isRightToLeft()
    boxes = [view.visualRect(table.model.index(1, place)) for place in range(5)]
    assert [box.left() for box in boxes] == sorted((box.left() for box in boxes), reverse=True)
    picture = picture_of(view.viewport())
    spent = boxes[3]
    right_half = spent.adjusted(spent.width() // 2, 0, 0, 0)
    assert pixels(picture, context.palette.text, within=right_half) > 0
    view.selectRow(1)
    QApplication.processEvents()
    edge = view.visualRect(table.model.index(1, 0))
    edge.setLeft(edge.right() - 2)
    selected = pixels(picture_of(view.viewport()), context.palette.accent, within=edge.adjusted(0, 2, 0, -2))
    assert selected == 3 * (edge.height() - 4)
    assert table.totals.sum_of(3).endswith("−472.40")
    assert pixels(picture_of(table.totals), context.palette.negative) > 20


def test_tree_is_indented_on_the_screen(empty: Office, shown: Show) -> None:
    with making(empty) as make:
        top = make.project(reference="P-1", title="Programme of the Sahel")
        make.project(reference="P-2", title="Programme of the Sahel, Niger", parent_id=top.id)
    projects = find_register("projects")
    context = make_context(empty)
    table = RegisterTable(context, Query(projects), view_key="projects")
    shown(table, width=1200)
    table.load()
    place = next(n for n, column in enumerate(table.model.columns) if column.indent)
    picture = picture_of(table.table.viewport())

    def first_ink(row: int) -> int:
        cell = table.table.visualRect(table.model.index(row, place))
        for x in range(cell.left(), cell.right()):
            strip = cell.adjusted(x - cell.left(), 2, x - cell.right(), -3)
            if pixels(picture, context.palette.text, within=strip):
                return x
        return -1

    assert first_ink(1) - first_ink(0) == 18


def test_xof_has_no_decimals_and_says_what_it_is(empty: Office, shown: Show) -> None:
    with making(empty) as make:
        xof = {"original_currency": "XOF", "original_amount": Decimal(731450)}
        make.entry(make.grant(), "1240.00", **xof)
    table = table_of(make_context(empty), shown, Query(LEDGER, ("reference", "original_amount", "spent")))
    cell = table.model.cell(0, 1)
    assert (cell.prefix, cell.text) == ("XOF", "731,450")
