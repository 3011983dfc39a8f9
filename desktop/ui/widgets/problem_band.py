"""The one band of a page: the worst that was found, and ways to mend it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy

from desktop.ui.theme import Icon, Palette, pixmap
from desktop.ui.widgets.basics import button, clear, emphasised, margins, row

BandTone = Literal["negative", "warning"]
Way = tuple[str, Callable[[], object]]
_ICONS = {"negative": Icon.SERIOUS, "warning": Icon.WARNING}


class ProblemBand(QFrame):
    """A soft band with a sign, a sentence, and links that mend what it says."""

    def __init__(self, *, palette: Palette) -> None:
        super().__init__()
        self._palette = palette
        self.setObjectName("band")
        self._layout = row(spacing=10)
        self._layout.setContentsMargins(margins(10, 5, 10, 5))
        self.setLayout(self._layout)
        self.hide()

    def say(self, parts: Sequence[tuple[str, bool]], ways: Sequence[Way], *, tone: BandTone = "negative") -> None:
        """Shows a sentence, of which some parts stand out, and ways to mend it."""
        clear(self._layout)
        self.setProperty("tone", tone)
        self.style().polish(self)
        sign = QLabel()
        sign.setPixmap(pixmap(_ICONS[tone], getattr(self._palette, tone)))
        text = emphasised(parts)
        text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(" ".join(part for part, _strong in parts))
        self._layout.addWidget(sign)
        self._layout.addWidget(text, 1)
        for name, does in ways:
            self._layout.addWidget(button(name, kind="link", palette=self._palette, on_click=does))
        self.show()

    def say_nothing(self) -> None:
        """Takes it away."""
        self.hide()
