"""Icons: each one used is in the drawn set, takes the ink of the theme, and turns round where it has a direction."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon, QImage
from PySide6.QtWidgets import QApplication

from desktop.config import paths
from desktop.ui.theme import Icon, icon, pixmap

FOLDER = paths.resources() / "icons"
DIRECTED = [Icon.LEDGER, Icon.UNDO, Icon.REDO, Icon.BACK, Icon.FORWARD, Icon.REVERSAL, Icon.CHEVRON_RIGHT]


@pytest.fixture(autouse=True)
def left_to_right(qapp: QApplication) -> Iterator[None]:
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def drawn(name: Icon, color: str = "#0B5F97", *, size: int = 16) -> QImage:
    return pixmap(name, color, size=size).toImage().convertToFormat(QImage.Format.Format_ARGB32)


def test_every_icon_is_drawn_and_listed_and_none_is_left_over() -> None:
    drawings = json.loads((FOLDER / "lucide.json").read_text(encoding="utf-8"))
    listed = {
        line.split("#")[0].split()[0]
        for line in (FOLDER / "names.txt").read_text(encoding="utf-8").splitlines()
        if line.split("#")[0].strip()
    }
    assert {name.value for name in Icon} == set(drawings) == listed


@pytest.mark.parametrize("name", list(Icon))
def test_icon_is_drawn_in_the_ink_that_is_asked_for(name: Icon) -> None:
    picture = drawn(name, "#B3261E", size=32)
    inked = [picture.pixelColor(x, y) for x in range(32) for y in range(32) if picture.pixelColor(x, y).alpha() == 255]
    assert picture.size().width() == picture.size().height() == 32
    assert len(inked) > 10
    assert {color.name() for color in inked} == {"#b3261e"}
    assert picture.pixelColor(0, 0).alpha() == 0


@pytest.mark.parametrize("name", DIRECTED)
def test_icon_with_a_direction_is_mirrored_in_arabic(qapp: QApplication, name: Icon) -> None:
    before = drawn(name)
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert drawn(name) == before.flipped(Qt.Orientation.Horizontal)
    assert drawn(name) != before


@pytest.mark.parametrize("name", [Icon.CHECK, Icon.SEARCH, Icon.SORT_UP, Icon.HELP, Icon.EDIT, Icon.CALENDAR])
def test_icon_without_a_direction_stays_in_arabic(qapp: QApplication, name: Icon) -> None:
    before = drawn(name)
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert drawn(name) == before


def test_icon_of_a_button_is_paler_while_it_cannot_be_used() -> None:
    made = icon(Icon.UNDO, "#1B1F23", disabled="#9A9FA3", size=16)
    usable = made.pixmap(16, QIcon.Mode.Normal).toImage()
    unusable = made.pixmap(16, QIcon.Mode.Disabled).toImage()
    darkest = {QColor(usable.pixelColor(x, y)).name() for x in range(16) for y in range(16)}
    palest = {QColor(unusable.pixelColor(x, y)).name() for x in range(16) for y in range(16)}
    assert "#1b1f23" in darkest
    assert "#1b1f23" not in palest
    assert "#9a9fa3" in palest
