"""One column of a sheet and the field it was taken for: why, how sure, and how its values are written."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from desktop.language import Message, say
from desktop.services.imports import Field, Guess, Style, possible_styles
from desktop.ui.context import Context
from desktop.ui.theme import TextStyle
from desktop.ui.widgets.basics import ElidedLabel, label, row
from desktop.ui.widgets.choice_fields import ComboBox

WIDTH = 188
HEIGHT = 238
_LINES = 3  # that a reason may take
_LEADING = 2  # what Qt adds to each line of a label
_SURE = 80
STYLE_NAMES: dict[str, Message] = {
    "dmy": say("day/month/year"),
    "mdy": say("month/day/year"),
    "ymd": say("year-month-day"),
}


def style_choices(field: Field, style: Style) -> list[str]:
    """The styles that the values of a field may be written in, the one at hand first."""
    return list(dict.fromkeys([style.code, *style.others, *possible_styles(field)]))


def _limit(shown: QLabel, whole: str) -> None:
    """Leaves a text the lines it may take, in the font that the style sheet gives it; all of it is in its tooltip."""
    shown.ensurePolished()
    shown.setMaximumHeight(_LINES * (shown.fontMetrics().lineSpacing() + _LEADING))
    shown.setToolTip(whole)


class ColumnCard(QFrame):
    """`chosen` carries the column and the key of a field (empty for none), `style_chosen` a field and its style."""

    chosen = Signal(int, str)
    style_chosen = Signal(str, str)

    def __init__(self, context: Context, guess: Guess, letters: str, fields: Sequence[Field]) -> None:
        super().__init__()
        self._context = context
        self.guess = guess
        self.style_box: ComboBox | None = None
        self.is_open = False
        self.setObjectName("columnCard")
        self.setFixedSize(WIDTH, HEIGHT)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(8, 8, 8, 6)
        self._layout.setSpacing(4)
        name = ElidedLabel(guess.header or "—", TextStyle.STRONG)
        head = row(label(letters, TextStyle.SMALL, ink="muted"), name, spacing=6)
        head.setStretch(1, 1)
        self._layout.addLayout(head)
        self.box = self._field_choice(fields)
        self._layout.addWidget(self.box)
        self._add_reason()
        self._layout.addStretch(1)

    def _field_choice(self, fields: Sequence[Field]) -> ComboBox:
        text = self._context.text
        box = ComboBox(self._context)
        box.addItem(text(say("Left out")), "")
        for field in fields:
            box.addItem(text(field.label), field.key)
        box.setCurrentIndex(max(0, box.findData(self.guess.field)))
        box.setAccessibleName(
            text(say("Field of the column {name}", name=self.guess.header or str(self.guess.column + 1)))
        )
        box.activated.connect(lambda _place: self.chosen.emit(self.guess.column, str(box.currentData() or "")))
        return box

    def _add_reason(self) -> None:
        language = self._context.language
        reason = language.text(self.guess.reason)
        if self.guess.field and self.guess.score:
            unsure = self.guess.score < _SURE
            fits = language.per_cent(Decimal(self.guess.score))
            shown = label(
                language.beside(fits, reason), TextStyle.CAPTION, ink="warning" if unsure else "muted", wraps=True
            )
        else:
            shown = label(reason, TextStyle.CAPTION, ink="muted", wraps=True)
        _limit(shown, reason)
        self._layout.addWidget(shown)

    def show_style(self, field: Field, style: Style) -> None:
        """Shows how the values are written; where nothing decided it, asks."""
        text = self._context.text
        evidence = text(style.evidence)
        self.is_open = style.open
        if style.code or style.open:
            box = ComboBox(self._context)
            if style.open:
                box.addItem(text(say("Which is it?")), "")
            for code in style_choices(field, style):
                if code:
                    box.addItem(text(STYLE_NAMES[code]) if code in STYLE_NAMES else code, code)
            box.setCurrentIndex(0 if style.open else max(0, box.findData(style.code)))
            box.setAccessibleName(text(say("How {field} is written", field=field.label)))
            if style.open:
                box.setProperty("state", "error")
            box.activated.connect(lambda _place: self._style_picked(field.key, box))
            self.style_box = box
            self._layout.insertWidget(self._layout.count() - 1, box)
        shown = label(evidence, TextStyle.CAPTION, ink="warning" if style.open else "muted", wraps=True)
        _limit(shown, evidence)
        self._layout.insertWidget(self._layout.count() - 1, shown)

    def _style_picked(self, key: str, box: ComboBox) -> None:
        if box.currentData():
            self.style_chosen.emit(key, str(box.currentData()))

    @property
    def has_focus(self) -> bool:
        """Whether one is in one of its choices."""
        return self.box.hasFocus() or (self.style_box is not None and self.style_box.hasFocus())

    def take_focus(self, *, asked: bool) -> None:
        """Goes to the choice of its field, or to what is `asked` of its values."""
        box = self.style_box if asked and self.style_box is not None else self.box
        box.setFocus(Qt.FocusReason.OtherFocusReason)

    def mark_target(self, *, on: bool) -> None:
        """Shows that a field which is dragged would be dropped here."""
        self.setProperty("target", "true" if on else "")
        self.style_sheet_changed()

    def style_sheet_changed(self) -> None:
        """Lets Qt look at the style sheet anew."""
        QWidget.style(self).unpolish(self)
        QWidget.style(self).polish(self)
