"""Looks at what widgets paint: the picture of a widget, and how much of it has a colour."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget


def picture_of(widget: QWidget) -> QImage:
    """What the widget shows now."""
    return widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def pixels(picture: QImage, color: str, *, within: QRect | None = None, near: int = 0) -> int:
    """How many pixels have this colour; with `near`, each part of it may differ by so much, as in smoothed letters."""
    area = picture.rect() if within is None else within.intersected(picture.rect())
    wanted = QColor(color)
    red, green, blue = wanted.red(), wanted.green(), wanted.blue()

    def fits(value: int) -> bool:
        parts = (value >> 16 & 255) - red, (value >> 8 & 255) - green, (value & 255) - blue
        return max(map(abs, parts)) <= near

    return sum(count for value, count in _counted(picture, area).items() if fits(value))


def _counted(picture: QImage, area: QRect) -> Counter[int]:
    """How often each value comes up in an area of a picture with 32 bits per pixel."""
    values = memoryview(picture.constBits()).cast("I")
    width, found = picture.bytesPerLine() // 4, Counter[int]()
    for y in range(area.top(), area.bottom() + 1):
        found.update(values[y * width + area.left() : y * width + area.right() + 1].tolist())
    return found


def columns_with(picture: QImage, color: str) -> list[int]:
    """The columns of the picture in which a colour is found, from left to right."""
    wanted = QColor(color).rgb()
    return [x for x in range(picture.width()) if any(picture.pixel(x, y) == wanted for y in range(picture.height()))]
