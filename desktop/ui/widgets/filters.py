"""Filters as chips: what and which; a press changes one, the cross takes it away."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from desktop.language import Language, Message, say
from desktop.registers.query import Cell, Filter, Operator
from desktop.registers.register import Column, Kind, Register
from desktop.registers.show import cell_text
from desktop.ui.context import Context
from desktop.ui.theme import Icon, TextStyle, icon
from desktop.ui.widgets.basics import ElidedLabel, button, clear, key_cap, label, margins
from desktop.ui.widgets.focus import focused_in

_LONGEST = 260


def filter_text(column: Column, entries: Sequence[Filter], language: Language) -> str:
    """What the filters of one column ask for, in words: ``1 Aug 2019 to 20 Oct 2019``."""
    shown = [(entry.operator, [_value_text(column, value, language) for value in entry.values]) for entry in entries]
    by_operator = dict(shown)
    first, last = by_operator.get(Operator.AT_LEAST), by_operator.get(Operator.AT_MOST)
    if first and last and len(shown) == 2:
        return language.text(say("{first} to {last}", first=first[0], last=last[0]))
    sentences: dict[Operator, Callable[[str], Message]] = {
        Operator.IS: lambda shown: say("{value}", value=shown),
        Operator.IS_NOT: lambda shown: say("not {value}", value=shown),
        Operator.AT_LEAST: lambda shown: say("from {value}", value=shown),
        Operator.AT_MOST: lambda shown: say("up to {value}", value=shown),
        Operator.ABOVE: lambda shown: say("above {value}", value=shown),
        Operator.BELOW: lambda shown: say("below {value}", value=shown),
        Operator.CONTAINS: lambda shown: say("with {value}", value=shown),
    }
    return language.comma.join(language.text(sentences[op](language.comma.join(values))) for op, values in shown)


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
        layout.setContentsMargins(margins(8, 0, 2, 0))
        layout.setSpacing(6)
        layout.addWidget(label(name, ink="secondary"))
        shown = ElidedLabel(value, TextStyle.STRONG, snug=True)
        shown.setMaximumWidth(_LONGEST)
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
        layout.setContentsMargins(margins(20, 8, 16, 10))
        layout.setSpacing(8)
        layout.addLayout(self._chips)
        layout.addStretch(1)
        layout.addWidget(self.search)
        self._show()

    def _show(self) -> None:
        place = self._place_of_focus()
        clear(self._chips)
        for key in dict.fromkeys(entry.column for entry in self.filters):
            column = self._register.column(key)
            entries = [entry for entry in self.filters if entry.column == key]
            text = filter_text(column, entries, self._context.language)
            chip = FilterChip(self._context.text(column.label), text, context=self._context)
            chip.edited.connect(self._asker(key))
            chip.removed.connect(self._remover(key))
            self._chips.addWidget(chip)
        add = self._context.text(say("Filter"))
        self._chips.addWidget(
            button(add, kind="chip", palette=self._context.palette, name=Icon.NEW, small=True, on_click=self._asker(""))
        )
        if place >= 0:  # the keyboard goes on from where it was
            parts = self._parts()
            parts[min(place, len(parts) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)

    def _parts(self) -> list[QWidget]:
        """The chips, then the button for another one."""
        items = [self._chips.itemAt(place) for place in range(self._chips.count())]
        widgets = [item.widget() for item in items if item is not None]
        return [widget for widget in widgets if widget is not None]

    def _place_of_focus(self) -> int:
        focused = focused_in(self)
        for place, chip in enumerate(self._parts()):
            if focused is not None and (chip is focused or chip.isAncestorOf(focused)):
                return place
        return -1

    def _asker(self, key: str) -> Callable[[], None]:
        return lambda: self.wanted.emit(key)

    def _remover(self, key: str) -> Callable[[], None]:
        return lambda: self.put(key, [])

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
        self.setProperty("compact", "true")
        self.setPlaceholderText(context.text(say("Find in this list")))
        self.setAccessibleName(self.placeholderText())
        self.setFixedSize(220, 28)
        self.addAction(icon(Icon.SEARCH, context.palette.muted), QLineEdit.ActionPosition.LeadingPosition)
        cap = key_cap("Ctrl+F")
        cap.setParent(self)
        cap.adjustSize()
        cap.move(8 if context.language.right_to_left else self.width() - cap.width() - 8, 5)
        cap.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.textChanged.connect(lambda text: cap.setVisible(not text))
        self._timer = QTimer(self, singleShot=True, interval=150)
        self._timer.timeout.connect(self.searched)
        self.textChanged.connect(lambda _text: self._timer.start())

    def put(self, text: str) -> None:
        """Shows other words without searching for them."""
        self.setText(text)
        self._timer.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc clears; Enter searches at once."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._timer.stop()
            self.searched.emit()
        else:
            super().keyPressEvent(event)
