"""The table on the program's own threads: it opens, sorts, jumps and closes while the window goes on."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop.registers import find_register
from desktop.registers.query import Query
from desktop.services.browse import RegisterView
from desktop.services.offices import Office
from desktop.ui.tasks import ThreadRunner
from desktop.ui.widgets.register_table import RegisterTable
from tests.helpers.window import make_context, press, wait_until
from tests.ui.widgets.conftest import Show

BY_REFERENCE = Query(find_register("ledger"), ("reference", "description", "spent"), sort="reference")


@pytest.fixture
def runner() -> Iterator[ThreadRunner]:
    made = ThreadRunner()
    yield made
    made.close()


@pytest.fixture
def table(long_ledger: Office, runner: ThreadRunner, shown: Show) -> RegisterTable:
    made = RegisterTable(make_context(long_ledger, tasks=runner), BY_REFERENCE, view_key="ledger")
    shown(made)
    made.load()
    wait_until(lambda: made.model.count_all is not None)
    return made


def reference(table: RegisterTable, row: int) -> str:
    return table.model.cell(row, 0).text


def test_list_opens_with_rows_and_sums(table: RegisterTable) -> None:
    assert reference(table, 0) == "PV-0000000"
    assert table.totals.text == "1,250 entries"
    spent = sum(1 + number * 104729 % 500000 for number in range(1250))
    assert table.totals.sum_of(2).replace(",", "") == f"{spent // 100}.{spent % 100:02}"


def test_jump_to_the_end_shows_the_last_record(table: RegisterTable) -> None:
    selected: list[int] = []
    table.selected.connect(selected.append)
    table.table.setFocus()
    press(table.table, "End")
    wait_until(lambda: selected[-1] == 1250)
    assert reference(table, 1249) == "PV-0001249"


def test_order_and_search_one_after_the_other_end_with_both(table: RegisterTable) -> None:
    for word in ("f", "fu", "fue", "fuel"):
        table.show_query(Query(table.base.register, BY_REFERENCE.columns, search=word, sort="reference"))
    table._sort_by(0)
    wait_until(lambda: table.model.query.search == "fuel" and table.model.count_all is not None)
    assert table.model.query.descending
    found = [reference(table, row) for row in range(5)]
    assert found == sorted(found, reverse=True)
    assert all("fuel" in table.model.cell(row, 1).text for row in range(5))
    assert table.totals.text.endswith("of 1,250 entries")


def test_everything_is_copied_while_the_window_goes_on(table: RegisterTable) -> None:
    QGuiApplication.clipboard().setText("before")
    ticks: list[int] = []
    timer = QTimer(interval=1)
    timer.timeout.connect(lambda: ticks.append(1))
    timer.start()
    table.table.selectAll()
    table.copy()
    assert QGuiApplication.clipboard().text() == "before"
    wait_until(lambda: QGuiApplication.clipboard().text() != "before")
    assert len(QGuiApplication.clipboard().text().split("\r\n")) == 1251
    assert ticks


def test_rows_come_while_sums_are_still_being_added(
    long_ledger: Office, runner: ThreadRunner, shown: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, real = threading.Event(), RegisterView.totals

    def slow(view: RegisterView) -> object:
        assert gate.wait(10)
        return real(view)

    monkeypatch.setattr(RegisterView, "totals", slow)
    table = RegisterTable(make_context(long_ledger, tasks=runner), BY_REFERENCE, view_key="ledger")
    shown(table)
    table.load()
    wait_until(lambda: reference(table, 0) == "PV-0000000")
    press(table.table, "End")
    wait_until(lambda: reference(table, 1249) == "PV-0001249")
    assert table.model.totals is None
    assert table.totals.text == "1,250 entries"
    gate.set()
    wait_until(lambda: table.model.totals is not None)


def test_closing_while_rows_are_on_their_way_does_no_harm(
    long_ledger: Office, runner: ThreadRunner, shown: Show
) -> None:
    table = RegisterTable(make_context(long_ledger, tasks=runner), BY_REFERENCE, view_key="ledger")
    window = shown(table)
    table.load()
    table.deleteLater()
    window.close()
    runner.close()
    QApplication.processEvents()
    assert [thread.name for thread in threading.enumerate() if thread.name.startswith(("reader", "summer"))] == []
