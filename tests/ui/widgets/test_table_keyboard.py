"""The table by keyboard and mouse: one stop for Tab, arrows inside it, Enter opens, Ctrl+C copies what is chosen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from desktop.language import Cancelled
from desktop.registers import find_register
from desktop.registers.query import Query
from desktop.services.offices import Office
from desktop.ui.context import Context
from desktop.ui.widgets.register_table import RegisterTable
from desktop.ui.widgets.table_view import TableView
from tests.helpers.manual import ManualRunner
from tests.helpers.painting import picture_of, pixels
from tests.helpers.window import make_context, press, type_text
from tests.ui.widgets.conftest import Show

BY_REFERENCE = Query(find_register("ledger"), ("reference", "description", "spent"), sort="reference")


class Stage:
    """A ledger of 1,250 entries in a window, with what it tells."""

    def __init__(self, context: Context, shown: Show) -> None:
        self.context = context
        self.table = RegisterTable(context, BY_REFERENCE, view_key="ledger")
        self.opened: list[int] = []
        self.selected: list[int] = []
        self.said: list[str] = []
        self.table.opened.connect(self.opened.append)
        self.table.selected.connect(self.selected.append)
        context.said.connect(lambda message: self.said.append(context.text(message)))
        self.window = shown(self.table)
        self.table.load()
        self.view.setFocus()
        QApplication.processEvents()

    @property
    def view(self) -> TableView:
        return self.table.table

    @property
    def rows(self) -> list[int]:
        return self.view.chosen_rows()

    def press(self, keys: str) -> None:
        press(self.view, keys)

    def click_row(self, row: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        at = self.view.visualRect(self.view.model().index(row, 0)).center()
        QTest.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, modifier, at)


@pytest.fixture
def stage(long_ledger: Office, shown: Show) -> Stage:
    return Stage(make_context(long_ledger), shown)


def clipboard() -> QMimeData:
    return QGuiApplication.clipboard().mimeData()


def copied() -> list[list[str]]:
    return [line.split("\t") for line in QGuiApplication.clipboard().text().split("\r\n")]


def test_arrows_move_row_by_row_and_tell_which_record_is_meant(stage: Stage) -> None:
    stage.press("Home")
    assert (stage.rows, stage.selected[-1]) == ([0], 1)
    stage.press("Down")
    stage.press("Down")
    assert (stage.rows, stage.selected[-1]) == ([2], 3)
    stage.press("Up")
    assert (stage.rows, stage.selected[-1]) == ([1], 2)


def test_home_and_end_go_to_the_first_and_last_record(stage: Stage) -> None:
    stage.press("End")
    assert (stage.rows, stage.selected[-1]) == ([1249], 1250)
    assert stage.view.rowAt(stage.view.viewport().height() - 20) == 1249
    stage.press("Home")
    assert (stage.rows, stage.selected[-1]) == ([0], 1)
    assert stage.view.rowAt(5) == 0


def test_home_and_end_work_in_a_mirrored_table_too(long_ledger: Office, shown: Show) -> None:
    stage = Stage(make_context(long_ledger, language="ar"), shown)
    stage.press("End")
    assert (stage.rows, stage.selected[-1]) == ([1249], 1250)
    stage.press("Up")
    stage.press("Shift+Up")
    assert stage.rows == [1247, 1248]
    stage.press("Home")
    assert (stage.rows, stage.selected[-1]) == ([0], 1)


def test_page_keys_go_by_what_is_in_sight(stage: Stage) -> None:
    stage.press("Home")
    in_sight = stage.view.viewport().height() // stage.view.rowHeight(0)
    stage.press("PgDown")
    after = stage.rows
    assert after == [stage.view.currentIndex().row()]
    assert in_sight - 2 <= after[0] <= in_sight
    stage.press("PgUp")
    assert stage.rows == [0]


def test_shift_extends_the_choice_to_either_end(stage: Stage) -> None:
    stage.press("Home")
    stage.press("Down")
    stage.press("Shift+Down")
    assert stage.rows == [1, 2]
    stage.press("Shift+End")
    assert stage.rows == list(range(1, 1250))
    stage.press("Shift+Home")
    assert stage.rows == [0, 1]


def test_enter_opens_the_current_record(stage: Stage) -> None:
    stage.press("Return")
    assert stage.opened == []
    stage.press("End")
    stage.press("Return")
    stage.press("Home")
    QTest.keyClick(stage.view, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert stage.opened == [1250, 1]


def test_double_click_opens_and_click_selects(stage: Stage) -> None:
    stage.click_row(3)
    assert (stage.rows, stage.selected[-1], stage.opened) == ([3], 4, [])
    at = stage.view.visualRect(stage.view.model().index(3, 0)).center()
    QTest.mouseDClick(stage.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert stage.opened == [4]


def test_ctrl_and_shift_click_choose_several(stage: Stage) -> None:
    stage.click_row(2)
    stage.click_row(5, Qt.KeyboardModifier.ControlModifier)
    assert stage.rows == [2, 5]
    stage.click_row(7, Qt.KeyboardModifier.ShiftModifier)
    assert stage.rows[-3:] == [5, 6, 7]


def test_escape_is_told_so_that_the_rail_closes(stage: Stage) -> None:
    escaped: list[None] = []
    stage.table.escaped.connect(lambda: escaped.append(None))
    stage.press("Escape")
    assert len(escaped) == 1


def test_tab_leaves_the_table(long_ledger: Office, shown: Show) -> None:
    table, after = RegisterTable(make_context(long_ledger), BY_REFERENCE, view_key="ledger"), QLineEdit()
    shown(table, after)
    table.load()
    table.table.setFocus()
    press(table.table, "Tab")
    assert after.hasFocus()


def test_copying_takes_headings_and_chosen_rows(stage: Stage) -> None:
    stage.click_row(2)
    stage.click_row(4, Qt.KeyboardModifier.ControlModifier)
    stage.press("Ctrl+C")
    head, first, second = copied()
    assert head == ["Document", "Description", "Spent, USD"]
    assert [first[0], second[0]] == ["PV-0000002", "PV-0000004"]
    assert first[2] == f"{(1 + 2 * 104729 % 500000) / 100:.2f}"
    assert clipboard().html().count("<tr>") == 3
    assert stage.said == ["Copied 2 entries."]


def test_copying_everything_takes_rows_that_were_never_in_sight(stage: Stage) -> None:
    stage.press("Ctrl+A")
    stage.press("Ctrl+C")
    lines = copied()
    assert [line[0] for line in lines[1:]] == [f"PV-{number:07}" for number in range(1250)]
    assert sum(round(float(line[2]) * 100) for line in lines[1:]) == sum(
        1 + number * 104729 % 500000 for number in range(1250)
    )
    assert stage.said == ["Copied 1,250 entries."]


def test_copying_nothing_leaves_the_clipboard_alone(stage: Stage) -> None:
    QGuiApplication.clipboard().setText("what was there")
    stage.press("Ctrl+C")
    assert QGuiApplication.clipboard().text() == "what was there"
    assert stage.said == []


def test_many_rows_are_copied_as_text_alone(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.ui.widgets.register_table._HTML_UP_TO", 1000)
    stage.press("Ctrl+A")
    stage.press("Ctrl+C")
    assert not clipboard().hasHtml()
    assert len(copied()) == 1251


def test_long_copying_can_be_stopped_and_leaves_the_clipboard_alone(long_ledger: Office, shown: Show) -> None:
    runner = ManualRunner()
    stage = Stage(make_context(long_ledger, tasks=runner), shown)
    runner.finish()
    QGuiApplication.clipboard().setText("what was there")
    stage.press("Ctrl+A")
    stage.press("Ctrl+C")
    assert QGuiApplication.clipboard().text() == "what was there"
    runner.runs.pop().on_error(Cancelled())
    assert stage.said == ["Cancelled. Nothing was changed."]
    assert QGuiApplication.clipboard().text() == "what was there"
    stage.press("Ctrl+C")
    runner.runs.pop().go()
    assert len(copied()) == 1251


def test_context_menu_copies_too(stage: Stage) -> None:
    stage.click_row(0)
    action = next(action for action in stage.view.actions() if action.text() == "Copy as a table")
    action.trigger()
    assert copied()[1][0] == "PV-0000000"


def test_letters_do_not_walk_through_the_whole_list(long_ledger: Office, shown: Show) -> None:
    runner = ManualRunner()
    stage = Stage(make_context(long_ledger, tasks=runner), shown)
    runner.finish()
    stage.press("Home")
    QApplication.processEvents()
    runner.finish()
    type_text("zebra")
    assert stage.rows == [0]
    assert runner.reads == []


def test_record_that_is_jumped_to_is_told_when_it_arrives(long_ledger: Office, shown: Show) -> None:
    runner = ManualRunner()
    stage = Stage(make_context(long_ledger, tasks=runner), shown)
    runner.finish()
    stage.press("End")
    assert stage.selected[-1] == 0  # not read yet
    stage.press("Return")
    assert stage.opened == []
    runner.finish()
    assert stage.selected[-1] == 1250
    stage.press("Return")
    assert stage.opened == [1250]


def test_selection_is_a_soft_row_with_an_edge_and_turns_grey_without_focus(stage: Stage) -> None:
    palette = stage.context.palette
    assert pixels(picture_of(stage.view), palette.selection) == 0
    stage.click_row(1)
    QTest.mouseMove(stage.view.viewport(), QPoint(400, 300))
    edge = stage.view.visualRect(stage.view.model().index(1, 0)).translated(stage.view.viewport().pos())
    picture = picture_of(stage.view)
    assert pixels(picture, palette.selection) > 5000
    assert pixels(picture, palette.selection_inactive) == 0
    assert pixels(picture, palette.accent, within=edge.adjusted(0, 2, -edge.width() + 3, -2)) == 3 * (edge.height() - 4)
    other = QLineEdit()
    stage.window.layout().addWidget(other)  # type: ignore[union-attr]  # it has one
    other.setFocus()
    QApplication.processEvents()
    picture = picture_of(stage.view)
    assert pixels(picture, palette.selection) == 0
    assert pixels(picture, palette.selection_inactive) > 5000


def test_row_under_the_mouse_is_a_breath_darker(stage: Stage) -> None:
    hover = stage.context.palette.hover
    viewport = stage.view.viewport()
    QTest.mouseMove(viewport, stage.view.visualRect(stage.view.model().index(4, 1)).center())
    QApplication.processEvents()
    assert stage.view.hovered_row == 4
    assert pixels(picture_of(viewport), hover) > 5000
    QTest.mouseMove(stage.table.totals, QPoint(5, 5))
    QApplication.sendEvent(stage.view, QEvent(QEvent.Type.Leave))
    assert stage.view.hovered_row == -1
