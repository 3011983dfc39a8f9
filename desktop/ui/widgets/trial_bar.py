"""The bar under the timeline while something is tried: what, what it does, and whether it is kept or dropped."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from desktop.language import say
from desktop.ui.context import Context
from desktop.ui.models.trial import FigureChange
from desktop.ui.theme import Icon, TextStyle, pixmap
from desktop.ui.widgets.basics import ElidedLabel, Ink, button, clear, column, label, margins, row

_FIGURES = 2


class TrialBar(QFrame):
    """Shown while something is tried. `kept` and `dropped` say what was pressed."""

    kept = Signal()
    dropped = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("pageFoot")
        self._context = context
        self.sentence = ElidedLabel("", TextStyle.STRONG)
        self.worst = ElidedLabel("", TextStyle.SMALL, ink="warning")
        self._figures = QHBoxLayout()
        self._figures.setSpacing(20)
        sign = QLabel()
        sign.setPixmap(pixmap(Icon.SCENARIO, context.palette.accent))
        words = column(self.sentence, self.worst, spacing=0)
        text, palette = context.text, context.palette
        self.drop = button(text(say("Drop")), palette=palette, small=True, on_click=self.dropped.emit)
        self.keep = button(text(say("Keep")), kind="primary", palette=palette, small=True, on_click=self.kept.emit)
        layout = row(sign, spacing=10)
        layout.addLayout(words, 1)
        layout.addLayout(self._figures)
        layout.addSpacing(10)
        layout.addWidget(self.drop)
        layout.addWidget(self.keep)
        layout.setContentsMargins(margins(20, 6, 16, 6))
        self.setLayout(layout)
        self.hide()

    def show_trial(self, sentence: str, figures: Sequence[FigureChange], *, worst: str = "", refused: bool) -> None:
        """Shows what is tried; of the figures those that change come first."""
        self.sentence.setText(sentence)
        self.worst.setText(worst)
        self.worst.setVisible(bool(worst))
        self.worst.setProperty("ink", "negative" if refused else "warning")
        self.worst.style().polish(self.worst)
        clear(self._figures)
        for figure in [each for each in figures if each.changes][:_FIGURES]:
            self._figures.addWidget(self._figure(figure))
        self.keep.setEnabled(not refused)
        self.show()

    def _figure(self, figure: FigureChange) -> QWidget:
        after: Ink = "negative" if figure.worse else ""
        mirrored = self._context.language.right_to_left
        arrow = label("←" if mirrored else "→", ink="muted")
        line = row(
            label(figure.before, ink="muted"), arrow, label(figure.after, TextStyle.STRONG, ink=after), spacing=6
        )
        if figure.worse:
            sign = QLabel()
            sign.setPixmap(pixmap(Icon.SERIOUS, self._context.palette.negative, size=12))
            line.insertWidget(2, sign)
        made = column(label(figure.name, TextStyle.CAPTION, ink="muted"), spacing=0)
        made.addLayout(line)
        holder = QWidget()
        holder.setLayout(made)
        return holder
