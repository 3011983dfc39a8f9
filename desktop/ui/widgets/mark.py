"""The mark of the program, drawn: lines of a ledger under a pen's stroke."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from desktop.ui.theme import Palette


def paint_mark(painter: QPainter, box: QRectF, colours: Palette) -> None:
    """Draws the mark into a square."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours.color("accent"))
    painter.drawRoundedRect(box, box.width() * 0.2, box.width() * 0.2)
    pen = QPen(colours.color("on_accent"), box.width() * 0.09, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    left, unit = box.left(), box.width()
    for height, start, end in ((0.32, 0.25, 0.78), (0.52, 0.25, 0.62), (0.72, 0.25, 0.50)):
        y = box.top() + unit * height
        painter.drawLine(QPointF(left + unit * start, y), QPointF(left + unit * end, y))
    painter.drawLine(
        QPointF(left + unit * 0.78, box.top() + unit * 0.36), QPointF(left + unit * 0.62, box.top() + unit * 0.74)
    )
    painter.restore()


class Mark(QWidget):
    """The mark in a page."""

    def __init__(self, size: int, *, palette: Palette) -> None:
        super().__init__()
        self._palette = palette
        self.setFixedSize(size, size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the mark."""
        paint_mark(QPainter(self), QRectF(self.rect()), self._palette)


def window_icon(colours: Palette) -> QIcon:
    """The mark for the system's task bar."""
    made = QIcon()
    for size in (16, 32, 64, 128):
        picture = QPixmap(QSize(size, size))
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        paint_mark(painter, QRectF(0, 0, size, size), colours)
        painter.end()
        made.addPixmap(picture)
    return made
