"""Which rows of an import preview are shown: all of them, or those of one status, each with its sign and its count."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from desktop.language import Language, say
from desktop.services.imports import STATUS_NAMES, Preview, Status
from desktop.ui.models.preview_cells import STATUS_INKS
from desktop.ui.theme import Palette, TextStyle, icon
from desktop.ui.widgets.basics import button, clear, text_width
from desktop.ui.widgets.preview_paint import STATUS_ICONS


class StatusFilter(QWidget):
    """A row of choices; `chosen` carries a Status, or None for all. A status that no row has is not offered."""

    chosen = Signal(object)

    def __init__(self, *, language: Language, palette: Palette) -> None:
        super().__init__()
        self._language = language
        self._palette = palette
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._group = QButtonGroup(self)

    def show_counts(self, preview: Preview, current: Status | None) -> None:
        """Offers the statuses that rows have."""
        clear(self._layout)
        self._group.deleteLater()
        self._group = QButtonGroup(self)
        there = [status for status in Status if preview.count(status)]
        choices: list[Status | None] = [None, *there]
        for place, status in enumerate(choices):
            self._add(preview, status, current, first=place == 0, last=place == len(choices) - 1)
        self._layout.addStretch(1)

    def _add(self, preview: Preview, status: Status | None, current: Status | None, *, first: bool, last: bool) -> None:
        name = say("All") if status is None else STATUS_NAMES[status]
        count = len(preview.statuses) if status is None else preview.count(status)
        text = f"{self._language.text(name)}  {self._language.value(count)}"
        made = button(text, kind="segment", palette=self._palette)
        extra = 26
        if status is not None:
            ink = self._palette.color(STATUS_INKS[status]).name()
            made.setIcon(icon(STATUS_ICONS[status], ink, size=14))
            made.setText(f" {made.text()}")
            extra += 22
        made.setCheckable(True)
        made.setChecked(status is current)
        made.setMinimumWidth(text_width(text, TextStyle.STRONG) + extra)  # the chosen one is written in strong letters
        right_to_left = self._language.right_to_left
        if first or last:
            made.setProperty("side", "left" if first is not right_to_left else "right")
        made.clicked.connect(lambda _checked=False: self.chosen.emit(status))
        self._group.addButton(made)
        self._layout.addWidget(made)
