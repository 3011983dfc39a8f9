"""Looks at what widgets paint: the picture of a widget, and how much of it has a colour."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget


def picture_of(widget: QWidget) -> QImage:
    """What the widget shows now."""
    return widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def pixels(picture: QImage, color: str, *, within: QRect | None = None) -> int:
    """How many pixels have exactly this colour."""
    area = picture.rect() if within is None else within.intersected(picture.rect())
    wanted = QColor(color).rgb()
    return sum(
        picture.pixel(x, y) == wanted
        for y in range(area.top(), area.bottom() + 1)
        for x in range(area.left(), area.right() + 1)
    )


def columns_with(picture: QImage, color: str) -> list[int]:
    """The columns of the picture in which a colour is found, from left to right."""
    wanted = QColor(color).rgb()
    return [x for x in range(picture.width()) if any(picture.pixel(x, y) == wanted for y in range(picture.height()))]
