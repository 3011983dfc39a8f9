"""A row that can be pressed as a whole: by mouse anywhere on it, by Enter and Space, with its focus to be seen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.ui.theme import load_palette
from desktop.ui.widgets.basics import label, row
from desktop.ui.widgets.pressable import PressableRow
from tests.helpers.painting import picture_of, pixels
from tests.helpers.window import click, dress, press
from tests.ui.widgets.conftest import Show

PALETTE = load_palette("dark")  # there focus and accent differ


class Stage:
    """A row under a label in a window, and how often it was pressed."""

    def __init__(self, shown: Show) -> None:
        self.pressed: list[None] = []
        self.name = label("Report due")
        content = row(self.name, None)
        self.row = PressableRow(
            content, name="GR-1: Report due", palette=PALETTE, on_press=lambda: self.pressed.append(None)
        )
        shown(label("Above"), self.row, height=120)


@pytest.fixture
def stage(qapp: QApplication, shown: Show) -> Stage:
    dress(qapp)
    return Stage(shown)


def test_press_anywhere_counts_even_on_its_text(stage: Stage) -> None:
    click(stage.row)
    window = stage.row.window()
    on_text = stage.name.mapTo(window, QPoint(3, 3))
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=on_text)  # as the system sends it
    QApplication.processEvents()
    assert len(stage.pressed) == 2


def test_enter_and_space_press_other_keys_do_not(stage: Stage) -> None:
    stage.row.setFocus()
    for keys in ("Return", "Enter", "Space", "F9"):
        press(stage.row, keys)
    assert len(stage.pressed) == 3
    assert stage.row.accessibleName() == "GR-1: Report due"


def test_focus_is_a_ring(stage: Stage) -> None:
    stage.row.clearFocus()
    QApplication.processEvents()
    assert pixels(picture_of(stage.row), PALETTE.focus) == 0
    stage.row.setFocus()
    QApplication.processEvents()
    assert pixels(picture_of(stage.row), PALETTE.focus) > stage.row.width()


def test_ground_is_darker_only_while_the_mouse_is_there(stage: Stage) -> None:
    QTest.mouseMove(stage.row, stage.row.rect().center())
    QApplication.processEvents()
    assert pixels(picture_of(stage.row), PALETTE.hover) > 1000
    QTest.mouseMove(stage.row.window(), QPoint(5, 5))
    QApplication.processEvents()
    assert pixels(picture_of(stage.row), PALETTE.hover) < 50  # smoothed letters may have it
