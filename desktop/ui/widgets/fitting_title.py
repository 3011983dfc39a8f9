"""A title with a shorter one for where it does not fit."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent

from desktop.ui.theme import TextStyle
from desktop.ui.widgets.basics import ElidedLabel, elided


class FittingTitle(ElidedLabel):
    """Shows its whole text where there is room, else the shorter one; hovering tells the whole then."""

    def __init__(self, text: str) -> None:
        super().__init__(text, TextStyle.TITLE, snug=True)
        self._short = text
        self.setMinimumHeight(max(28, min(self.sizeHint().height(), 36)))

    def call(self, text: str, *, short: str = "") -> None:
        """Gives it another text, and what may stand for it."""
        self._short = short or text
        self.setText(text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the one that fits."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        room = self.contentsRect()
        text = self._short if self.is_cut() else self.text()
        painter.drawText(room, self.alignment(), elided(text, self.fontMetrics(), room.width()))
