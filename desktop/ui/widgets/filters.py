"""Filters as chips: what and which; a press changes one, the cross takes it away."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from desktop.language import Language, Message, say
from desktop.registers.query import Cell, Filter, Operator
from desktop.registers.register import Column, Kind, Register
from desktop.registers.show import cell_text
from desktop.ui.context import Context
from desktop.ui.theme import Icon, TextStyle, icon
from desktop.ui.widgets.basics import ElidedLabel, button, clear, label

_LONGEST = 260


def filter_text(column: Column, entry: Filter, language: Language) -> str:
    """What a filter asks for, in words: ``1 August to 20 October 2019``."""
    shown = [_value_text(column, value, language) for value in entry.values]
    sentences: dict[Operator, Message] = {
        Operator.IS: say("{values}", values=", ".join(shown)),
        Operator.IS_NOT: say("not {values}", values=", ".join(shown)),
        Operator.AT_LEAST: say("from {value}", value=shown[0]),
        Operator.AT_MOST: say("up to {value}", value=shown[0]),
        Operator.ABOVE: say("above {value}", value=shown[0]),
        Operator.BELOW: say("below {value}", value=shown[0]),
        Operator.CONTAINS: say("with {value}", value=shown[0]),
    }
    return language.text(sentences[entry.operator])


def _value_text(column: Column, value: Cell, language: Language) -> str:
    if value is None:
        return language.text(say("nothing"))
    return cell_text(column, value, None, language) if column.kind is not Kind.TEXT else str(value)


class FilterChip(QFrame):
    """One filter that is set."""

    edited = Signal()
    removed = Signal()

    def __init__(self, name: str, value: str, *, context: Context) -> None:
        super().__init__()
        self.setObjectName("band")
        self.setProperty("tone", "accent")
        self.setFixedHeight(28)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(f"{name} {value}")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 2, 0)
        layout.setSpacing(6)
        layout.addWidget(label(name, ink="secondary"))
        shown = ElidedLabel(value, TextStyle.STRONG)
        shown.setMinimumWidth(min(_LONGEST, shown.fontMetrics().horizontalAdvance(value) + 2))
        layout.addWidget(shown)
        take_away = context.text(say("Remove the filter {name}", name=name))
        cross = button(take_away, kind="icon", palette=context.palette, on_click=self.removed.emit)
        cross.setIcon(icon(Icon.CLOSE, context.palette.text_secondary, size=12))
        cross.setFixedSize(24, 24)
        layout.addWidget(cross)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press changes the filter."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.edited.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter changes it, Delete takes it away."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.edited.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.removed.emit()
        else:
            super().keyPressEvent(event)


class FilterBar(QWidget):
    """The filters of a register and its search field.

    `changed` says that filters or search are different; `wanted` asks to choose a filter, for a column or any ("").
    """

    changed = Signal()
    wanted = Signal(str)

    def __init__(self, context: Context, register: Register, filters: tuple[Filter, ...]) -> None:
        super().__init__()
        self._context = context
        self._register = register
        self.filters = list(filters)
        self._chips = QHBoxLayout()
        self._chips.setSpacing(8)
        self.search = SearchField(context)
        self.search.searched.connect(self.changed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 8, 16, 10)
        layout.setSpacing(8)
        layout.addLayout(self._chips)
        layout.addStretch(1)
        layout.addWidget(self.search)
        self._show()

    def _show(self) -> None:
        clear(self._chips)
        for entry in self.filters:
            column = self._register.column(entry.column)
            text = filter_text(column, entry, self._context.language)
            chip = FilterChip(self._context.text(column.label), text, context=self._context)
            chip.edited.connect(self._asker(entry.column))
            chip.removed.connect(self._remover(entry))
            self._chips.addWidget(chip)
        add = self._context.text(say("Filter"))
        self._chips.addWidget(
            button(add, kind="chip", palette=self._context.palette, name=Icon.NEW, small=True, on_click=self._asker(""))
        )

    def _asker(self, key: str) -> Callable[[], None]:
        return lambda: self.wanted.emit(key)

    def _remover(self, entry: Filter) -> Callable[[], None]:
        return lambda: self.set_filters([known for known in self.filters if known != entry])

    def set_filters(self, filters: list[Filter]) -> None:
        """Uses other filters."""
        self.filters = filters
        self._show()
        self.changed.emit()

    def put(self, key: str, filters: list[Filter]) -> None:
        """Replaces the filters of one column."""
        self.set_filters([*(known for known in self.filters if known.column != key), *filters])


class SearchField(QLineEdit):
    """Find in this list: filters while one types, a moment after the last key."""

    searched = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("size", "small")
        self.setPlaceholderText(context.text(say("Find in this list")))
        self.setAccessibleName(self.placeholderText())
        self.setToolTip("Ctrl+F")
        self.setFixedWidth(220)
        self.setClearButtonEnabled(False)
        self.addAction(icon(Icon.SEARCH, context.palette.muted), QLineEdit.ActionPosition.LeadingPosition)
        self._timer = QTimer(self, singleShot=True, interval=150)
        self._timer.timeout.connect(self.searched)
        self.textChanged.connect(lambda _text: self._timer.start())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc clears; Enter searches at once."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._timer.stop()
            self.searched.emit()
        else:
            super().keyPressEvent(event)
