"""How much of what a rule permits is used: a bar with the limit as a mark, and beside it a bar of changes."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.theme import Palette

_BAR, _HEIGHT, _OVERHANG = 8, 18, 5
_LIMIT_AT = Decimal("0.8")  # of the width: beyond the limit there is room to be seen


class GaugeBar(QWidget):
    """What is used up to the limit is blue, what is beyond it red; the limit is a black mark across the bar."""

    def __init__(self, used: Decimal, limit: Decimal, *, palette: Palette, text: str) -> None:
        super().__init__()
        self._used, self._limit, self._palette = used, limit, palette
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)
        self.setToolTip(text)

    def parts(self) -> tuple[float, float, float]:
        """Where what is within the limit ends, where all that is used ends, and where the limit is, as shares."""
        share = self._used / self._limit if self._limit else Decimal(2 if self._used else 0)
        end = min(share * _LIMIT_AT, Decimal(1))
        return float(min(end, _LIMIT_AT)), float(end), float(_LIMIT_AT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws track, bar and mark, from the side at which reading starts."""
        painter, colours = QPainter(self), self._palette
        within, end, limit = self.parts()
        top = (_HEIGHT - _BAR) / 2
        painter.fillRect(self._part(0, 1, top, _BAR), colours.color("track"))
        painter.fillRect(self._part(0, within, top, _BAR), colours.color("accent"))
        if end > within:
            painter.fillRect(self._part(within, end, top, _BAR), colours.color("negative"))
        mark = self._part(limit, limit, top - _OVERHANG, _BAR + 2 * _OVERHANG)
        mark.setWidth(2)
        painter.fillRect(mark, colours.color("text"))

    def _part(self, start: float, end: float, top: float, height: float) -> QRectF:
        width = self.width()
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            start, end = 1 - end, 1 - start
        return QRectF(start * width, top, (end - start) * width, height)


class ChangeBar(QWidget):
    """A change to either side of a mark in the middle: less before it, more behind it in reading direction."""

    def __init__(self, share: Decimal, widest: Decimal, *, palette: Palette) -> None:
        super().__init__()
        self._palette = palette
        self._share = float(share / widest) if widest else 0.0
        self.setFixedHeight(_HEIGHT)
        self.setMinimumWidth(40)

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(80, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the mark and the bar."""
        painter = QPainter(self)
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        middle, reach = self.width() / 2, self.width() / 2 - 2
        length = self._share * reach * (-1 if mirrored else 1)
        bar = QRectF(min(middle, middle + length), 5, abs(length), _BAR)
        painter.fillRect(bar, self._palette.color("accent"))
        painter.fillRect(QRectF(middle, 2, 1, _HEIGHT - 4), self._palette.color("border_control"))
