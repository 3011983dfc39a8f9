"""What floats over the page: Esc closes it, Tab stays in it, the focus goes back, the page behind cannot be used."""

from __future__ import annotations

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.ui.theme import load_palette
from desktop.ui.widgets.basics import button, label
from desktop.ui.widgets.focus import focus_first, focused_in, move_focus, takes_focus
from desktop.ui.widgets.overlay import Overlay
from tests.helpers.painting import picture_of
from tests.helpers.window import dress, press
from tests.ui.widgets.conftest import Show

PALETTE = load_palette("light")


class Stage:
    """A page with two fields, and a panel with two fields and a button over it."""

    def __init__(self, shown: Show) -> None:
        self.first, self.second = QLineEdit(), QLineEdit()
        self.window = shown(self.first, self.second, width=900, height=500)
        self.second.setFocus()
        self.overlay, self.fields = self.open_panel()

    def open_panel(self, *, top: int | None = None) -> tuple[Overlay, list[QWidget]]:
        overlay = Overlay(self.window, palette=PALETTE, width=400, top=top)
        fields: list[QWidget] = [QLineEdit(), QLineEdit(), button("Save", palette=PALETTE)]
        for field in fields:
            overlay.layout_.addWidget(field)
        overlay.open()
        QApplication.processEvents()
        return overlay, fields


@pytest.fixture
def stage(qapp: QApplication, shown: Show) -> Stage:
    dress(qapp)
    return Stage(shown)


def test_panel_takes_the_focus_and_stands_in_the_middle(stage: Stage) -> None:
    panel = stage.overlay.panel
    assert stage.fields[0].hasFocus()
    assert panel.width() == 400
    assert panel.x() == (900 - 400) // 2
    assert 16 <= panel.y() < 250
    assert stage.overlay.rect() == stage.window.rect()


def test_tab_goes_round_inside_the_panel_in_both_directions(stage: Stage) -> None:
    seen = []
    for _ in range(4):
        focused = QApplication.focusWidget()
        assert focused is not None
        seen.append(stage.fields.index(focused))
        press(focused, "Tab")
    assert seen == [0, 1, 2, 0]
    for expected in (0, 2, 1):
        focused = QApplication.focusWidget()
        assert focused is not None
        press(focused, "Shift+Tab")
        focused = QApplication.focusWidget()
        assert focused is stage.fields[expected]


def test_escape_closes_and_gives_the_focus_back(stage: Stage) -> None:
    closed: list[None] = []
    stage.overlay.closed.connect(lambda: closed.append(None))
    press(stage.fields[1], "Escape")
    assert len(closed) == 1
    assert stage.second.hasFocus()
    QApplication.sendPostedEvents(stage.overlay, 0)
    assert not [overlay for overlay in stage.window.findChildren(Overlay) if overlay.isVisible()]


def test_closing_twice_tells_once(stage: Stage) -> None:
    closed: list[None] = []
    stage.overlay.closed.connect(lambda: closed.append(None))
    stage.overlay.close_overlay()
    stage.overlay.close_overlay()
    assert len(closed) == 1


def test_other_keys_do_not_close(stage: Stage) -> None:
    QTest.keyClick(stage.fields[0], Qt.Key.Key_F9)
    assert stage.overlay.isVisible()


def test_click_beside_the_panel_reaches_nothing(stage: Stage) -> None:
    pressed: list[None] = []
    behind = QPushButton("Delete", stage.window)
    behind.clicked.connect(lambda: pressed.append(None))
    behind.setGeometry(0, 0, 120, 40)
    behind.show()
    stage.overlay.raise_()
    QTest.mouseClick(stage.overlay, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    assert pressed == []
    assert stage.overlay.isVisible()
    assert stage.window.childAt(QPoint(20, 20)) is stage.overlay


def test_panel_over_a_panel_closes_first(stage: Stage) -> None:
    stage.fields[1].setFocus()
    upper, fields = stage.open_panel()
    assert fields[0].hasFocus()
    press(fields[0], "Escape")
    assert not upper.isVisible()
    assert stage.overlay.isVisible()
    assert stage.fields[1].hasFocus()
    press(stage.fields[1], "Escape")
    assert stage.second.hasFocus()


def test_focus_goes_near_when_what_had_it_is_gone(qapp: QApplication, shown: Show) -> None:
    """A filter changed in a dialog is drawn anew: the chip one came from is no more."""
    dress(qapp)
    bar, page = QWidget(), QLineEdit()
    layout = QVBoxLayout(bar)
    chip, other = QLineEdit(), QLineEdit()
    layout.addWidget(chip)
    layout.addWidget(other)
    window = shown(page, bar)
    chip.setFocus()
    overlay = Overlay(window, palette=PALETTE, width=300)
    overlay.layout_.addWidget(QLineEdit())
    overlay.open()
    shiboken6.delete(chip)
    overlay.close_overlay()
    assert other.hasFocus()


def test_without_a_focus_before_there_is_none_to_give_back(qapp: QApplication, shown: Show) -> None:
    dress(qapp)
    window = shown(label("Nothing to stop at"))
    overlay = Overlay(window, palette=PALETTE, width=300)
    overlay.open()
    overlay.close_overlay()
    assert focused_in(window) is None


def test_panel_follows_the_size_of_the_window(stage: Stage) -> None:
    stage.window.resize(600, 400)
    QApplication.processEvents()
    assert stage.overlay.rect() == stage.window.rect()
    assert stage.overlay.panel.x() == (600 - 400) // 2


def test_panel_is_never_wider_nor_higher_than_the_window(qapp: QApplication, shown: Show) -> None:
    dress(qapp)
    window = shown(QLineEdit(), width=500, height=300)
    overlay = Overlay(window, palette=PALETTE, width=680)
    tall = label("Many lines")
    tall.setMinimumHeight(100)
    overlay.layout_.addWidget(tall)
    overlay.open()
    assert overlay.panel.width() == 500 - 32
    assert overlay.panel.geometry().bottom() <= 300 - 16


def test_panel_becomes_narrower_with_the_window_and_wide_again(stage: Stage) -> None:
    stage.window.resize(320, 400)
    QApplication.processEvents()
    assert (stage.overlay.panel.width(), stage.overlay.panel.x()) == (320 - 32, 16)
    stage.window.resize(900, 500)
    QApplication.processEvents()
    assert stage.overlay.panel.width() == 400


def test_panel_can_hang_from_the_top(stage: Stage) -> None:
    overlay, _fields = stage.open_panel(top=64)
    assert overlay.panel.y() == 64


def test_page_behind_is_dimmed(stage: Stage) -> None:
    corner = QPoint(5, 450)
    dimmed = picture_of(stage.window).pixelColor(corner).lightness()
    stage.overlay.close_overlay()
    QApplication.processEvents()
    assert picture_of(stage.window).pixelColor(corner).lightness() > dimmed + 40


# --- moving the focus ----------------------------------------------------------------------------------------------


def test_focus_passes_by_what_cannot_be_used(qapp: QApplication, shown: Show) -> None:
    dress(qapp)
    fields = [QLineEdit() for _ in range(4)]
    holder = QWidget()
    layout = QVBoxLayout(holder)
    for field in fields:
        layout.addWidget(field)
    shown(QLineEdit(), holder)
    fields[1].setEnabled(False)
    fields[2].hide()
    focus_first(holder)
    assert fields[0].hasFocus()
    assert move_focus(holder, fields[0], forward=True)
    assert fields[3].hasFocus()
    assert move_focus(holder, fields[3], forward=True)  # and round
    assert fields[0].hasFocus()
    assert move_focus(holder, fields[0], forward=False)
    assert fields[3].hasFocus()


def test_focus_stays_out_of_what_holds_nothing_to_stop_at(qapp: QApplication, shown: Show) -> None:
    dress(qapp)
    outside, empty = QLineEdit(), QWidget()
    shown(outside, empty)
    outside.setFocus()
    assert not move_focus(empty, empty, forward=True)
    assert outside.hasFocus()
    assert takes_focus(outside, inside=outside.window())
    assert not takes_focus(outside, inside=empty)
