"""Small marks: states that carry a word and an icon, and the sample mark."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.theme import Icon, Palette, TextStyle, font, pixmap
from desktop.ui.widgets.basics import start_side, text_width

Tone = Literal["positive", "warning", "negative", "accent", "plain", "sample"]
_HEIGHT = 20
_PADDING = 7
_GAP = 5
_ICON = 12


class Chip(QWidget):
    """A word with an icon on a soft ground."""

    def __init__(self, text: str, *, palette: Palette, tone: Tone = "plain", name: Icon | None = None) -> None:
        super().__init__()
        self._text = text
        self._tone = tone
        self._name = name
        self._palette = palette
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    @property
    def text(self) -> str:
        """What it says."""
        return self._text

    def sizeHint(self) -> QSize:
        """As wide as its word."""
        with_icon = _ICON + _GAP if self._name else 0
        return QSize(text_width(self._text, TextStyle.CAPTION) + 2 * _PADDING + with_icon + 2, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws ground, icon and word."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = self._palette
        plain = self._tone in ("plain", "sample")
        ink = colours.text_secondary if plain else getattr(colours, self._tone)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if plain:
            dashed = self._tone == "sample"
            pen = QPen(colours.color("border_control" if dashed else "border_strong"), 1)
            pen.setStyle(Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine)
            painter.setPen(pen)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.color(f"{self._tone}_soft"))
        painter.drawRoundedRect(frame, 4, 4)
        self._draw_content(painter, ink)

    def _draw_content(self, painter: QPainter, ink: str) -> None:
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        inside = self.rect().adjusted(_PADDING, 0, -_PADDING, 0)
        if self._name is not None:
            x = inside.right() - _ICON + 1 if mirrored else inside.left()
            painter.drawPixmap(x, (self.height() - _ICON) // 2, pixmap(self._name, ink, size=_ICON))
            shift = _ICON + _GAP
            inside = inside.adjusted(0, 0, -shift, 0) if mirrored else inside.adjusted(shift, 0, 0, 0)
        painter.setFont(font(TextStyle.CAPTION))
        painter.setPen(self._palette.color("text_secondary") if ink == "" else ink)
        painter.drawText(inside, start_side() | Qt.AlignmentFlag.AlignVCenter, self._text)
