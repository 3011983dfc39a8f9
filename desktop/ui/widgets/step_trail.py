"""The steps of something done in order: those that are done, the one that one is at, and those to come."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from desktop.ui.theme import Icon, Palette, TextStyle, font, pixmap
from desktop.ui.widgets.basics import button, label, row


class StepTrail(QWidget):
    """Step after step in reading direction. `wanted` carries the place of a step that is done and was pressed."""

    wanted = Signal(int)

    def __init__(self, names: Sequence[str], *, palette: Palette) -> None:
        super().__init__()
        self._names = tuple(names)
        self._palette = palette
        self._signs = [QLabel() for _name in names]
        self._here = [label(name, TextStyle.STRONG) for name in names]
        self._ahead = [label(name, ink="secondary") for name in names]
        self._links = [button(name, kind="link", palette=palette) for name in names]
        layout = row(spacing=6)
        for place, (sign, link) in enumerate(zip(self._signs, self._links, strict=True)):
            if place:
                layout.addSpacing(2)
                layout.addWidget(self._dash())
                layout.addSpacing(2)
            link.setProperty("crumb", "true")
            link.setFont(font(TextStyle.BODY))
            link.clicked.connect(lambda _checked=False, place=place: self.wanted.emit(place))
            for part in (sign, self._here[place], self._ahead[place], link):
                layout.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(layout)
        self.show_step(0)

    def _dash(self) -> QFrame:
        line = QFrame()
        line.setObjectName("hairlineStrong")
        line.setFixedSize(20, 1)
        return line

    def show_step(self, current: int, *, back: bool = True) -> None:
        """Marks the step that one is at; with `back` one can go to those before it."""
        colours = self._palette
        self.setAccessibleName(self._names[current])
        for place, sign in enumerate(self._signs):
            name, ink = (
                (Icon.DONE, colours.positive)
                if place < current
                else (Icon.STEP_HERE, colours.accent)
                if place == current
                else (Icon.STEP_AHEAD, colours.muted)
            )
            sign.setPixmap(pixmap(name, ink))
            self._here[place].setVisible(place == current)
            self._links[place].setVisible(back and place < current)
            self._ahead[place].setVisible(place > current or (place < current and not back))
