"""The key to the bars of the timeline."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.language import Language, Message, say
from desktop.ui.theme import Palette, TextStyle
from desktop.ui.widgets.basics import label, row
from desktop.ui.widgets.pace_bar import hatch

_KINDS: tuple[tuple[str, Message], ...] = (
    ("signed", say("signed")),
    ("planned", say("planned")),
    ("ended", say("ended")),
    ("beyond", say("beyond the grant")),
)


class BarSample(QWidget):
    """A small bar of one kind."""

    def __init__(self, kind: str, *, palette: Palette) -> None:
        super().__init__()
        self._kind, self._palette = kind, palette
        self.setFixedSize(20, 12)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(0, 1, 20, 10)
        accent, negative = self._palette.color("accent"), self._palette.color("negative")
        painter.setPen(Qt.PenStyle.NoPen)
        match self._kind:
            case "signed":
                painter.setBrush(accent)
            case "ended":
                painter.setBrush(self._palette.color("border_strong"))
            case "planned":
                pen = QPen(accent, 1)
                pen.setDashPattern([4, 3])
                painter.setPen(pen)
                whole.adjust(0.5, 0.5, -0.5, -0.5)
            case _:
                painter.setPen(negative)
                painter.setBrush(hatch(self._palette.negative, backwards=True, period=6))
                painter.drawRect(whole.adjusted(0.5, 0.5, -0.5, -0.5))
                return
        painter.drawRoundedRect(whole, 3, 3)


def timeline_legend(*, palette: Palette, language: Language) -> QWidget:
    """Each kind of bar with its word."""
    holder = QWidget()
    parts: list[QWidget | int | None] = []
    for kind, name in _KINDS:
        parts += [BarSample(kind, palette=palette), label(language.text(name), TextStyle.SMALL, ink="secondary"), 10]
    holder.setLayout(row(*parts[:-1], spacing=6))
    return holder
