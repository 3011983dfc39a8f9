"""Header figures: a name, the number, and a line that says what it is of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from desktop.ui.theme import Palette, TextStyle
from desktop.ui.widgets.basics import ElidedLabel, column, label, margins, row, text_width
from desktop.ui.widgets.pace_bar import Swatch

Key = Literal["", "solid", "hatched"]


@dataclass(frozen=True, slots=True)
class HeaderFigure:
    """One figure; `key` shows which part of a pace bar it is, `alarming` paints it red."""

    name: str
    value: str
    about: str
    key: Key = ""
    alarming: bool = False


class FigureStrip(QWidget):
    """Figures beside each other, parted by fine lines."""

    def __init__(self, figures: list[HeaderFigure], *, palette: Palette) -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for place, figure in enumerate(figures):
            if place:
                layout.addWidget(_upright())
            width = text_width(figure.value, TextStyle.FIGURE)
            layout.addWidget(
                self._block(figure, palette, first=place == 0), max(width, text_width(figure.about, TextStyle.CAPTION))
            )

    def _block(self, figure: HeaderFigure, palette: Palette, *, first: bool) -> QWidget:
        name = row(label(figure.name, TextStyle.SMALL, ink="muted"), spacing=8)
        if figure.key:
            name.addWidget(Swatch(palette=palette, hatched=figure.key == "hatched"))
        name.addStretch(1)
        value = ElidedLabel(figure.value, TextStyle.FIGURE, ink="negative" if figure.alarming else "")
        value.setMinimumWidth(value.fontMetrics().horizontalAdvance(figure.value) + 2)
        block = QWidget()
        inside = column(spacing=0)
        inside.addLayout(name)
        inside.addWidget(value)
        inside.addWidget(ElidedLabel(figure.about, TextStyle.CAPTION, ink="muted"))
        inside.setContentsMargins(margins(0 if first else 14, 0, 10, 0))
        block.setLayout(inside)
        block.setAccessibleName(f"{figure.name} {figure.value} {figure.about}")
        return block


def _upright() -> QFrame:
    line = QFrame()
    line.setObjectName("hairline")
    line.setFixedWidth(1)
    return line
