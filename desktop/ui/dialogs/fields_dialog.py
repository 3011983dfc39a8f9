"""What dialogs share that work something out from a few fields before they do it: fields, a pause, and the verb."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.language import Message, say
from desktop.registers.query import Cell
from desktop.ui.context import Context
from desktop.ui.dialogs.dialog import Dialog
from desktop.ui.widgets.basics import button, label
from desktop.ui.widgets.fields import Field, FieldError

Values = dict[str, Cell]
_PAUSE = 150  # milliseconds


class FieldsDialog(Dialog):
    """Fields in two columns. What comes of them (`show_outcome`) is worked out anew when there is a pause."""

    needs: tuple[str, ...] = ()  # the fields without which nothing can be said

    def __init__(self, context: Context, window: QWidget, title: Message, *, about: str = "", width: int) -> None:
        super().__init__(context, window, context.text(title), about=about, width=width)
        self.fields: dict[str, Field] = {}
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._timer.timeout.connect(self.show_outcome)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(14)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self._trouble = label("", ink="negative", wraps=True)
        self._trouble.hide()

    def add_fields(self, *fields: tuple[str, Field, bool]) -> None:
        """Adds fields by key in two columns; those that are wide take both."""
        place = 0
        for key, field, wide in fields:
            place += place % 2 if wide else 0
            across = 2 if wide else 1
            self._grid.addWidget(field, place // 2, place % 2, 1, across, Qt.AlignmentFlag.AlignTop)
            place += across
            self.fields[key] = field
            field.edited.connect(self.note_edit)
            field.left.connect(self.note_edit)

    def add_verbs(self, verb: Message, does: Callable[[], None], *, dismiss: Message, hint: Message) -> None:
        """Adds the foot: the verb, also on Ctrl+Return, which the `hint` beside that key tells of."""
        text, palette = self.context.text, self.context.palette
        cancel = button(text(dismiss), kind="ghost", palette=palette, on_click=self.cancel)
        self.verb = button(text(verb), kind="primary", palette=palette, on_click=does)
        self.add_foot([cancel, self.verb], keys=[("Ctrl+Return", text(hint)), ("Esc", text(say("closes")))])
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self, does)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def note_edit(self) -> None:
        """What comes of it is worked out anew when there is a pause."""
        self._timer.start()

    @abstractmethod
    def show_outcome(self) -> None:
        """Shows what would come of it; while that cannot be said, nothing."""

    def values(self, *, tells: bool) -> Values | None:
        """What stands in the fields; None when something cannot be read, which `tells` says beside it."""
        found: Values = {}
        troubles: dict[str, Message] = {}
        for key, field in self.fields.items():
            try:
                found[key] = field.value()
            except FieldError as error:
                troubles[key] = error.message
        for key in self.needs:
            if key not in troubles and found.get(key) is None:
                troubles[key] = say("Fill this in.")
        if tells:
            self._tell(troubles)
        return None if troubles else found

    def _tell(self, troubles: Mapping[str, Message]) -> None:
        """Says what is wrong beside its field."""
        for key, field in self.fields.items():
            field.set_trouble(troubles.get(key))
