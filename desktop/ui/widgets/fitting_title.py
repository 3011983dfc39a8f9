"""A title with a shorter one for where it does not fit."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent

from desktop.ui.theme import TextStyle
from desktop.ui.widgets.basics import ElidedLabel, elided


class FittingTitle(ElidedLabel):
    """Shows its whole text where there is room, else the shorter one; hovering tells the whole then."""

    def __init__(self, text: str) -> None:
        self._short, self._shortened = text, False
        super().__init__(text, TextStyle.TITLE, snug=True)
        self.setMinimumHeight(max(28, min(self.sizeHint().height(), 36)))

    def call(self, text: str, *, short: str = "") -> None:
        """Gives it another text, and what may stand for it."""
        self._short = short or text
        self.setText(text)
        self.reconsider()

    def reconsider(self) -> None:
        """Tries the whole text again: there may be more room now."""
        self._shortened = False
        self.updateGeometry()

    @property
    def shown(self) -> str:
        """The text that stands there."""
        return self._short if self._shortened else self.text()

    def sizeHint(self) -> QSize:
        """As wide as what it shows."""
        return QSize(self.fontMetrics().horizontalAdvance(self.shown) + 2, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Takes the shorter text once there is too little room for the whole."""
        super().resizeEvent(event)
        if not self._shortened and self.is_cut():
            self._shortened = True
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws it as far as it fits."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        room = self.contentsRect()
        painter.drawText(room, self.alignment(), elided(self.shown, self.fontMetrics(), room.width()))
