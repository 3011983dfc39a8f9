"""Choices: one of a list of codes, or a record of another register, found as one types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit

from desktop.language import Message, say, without_marks
from desktop.registers.query import Cell
from desktop.services import records
from desktop.services.records import Choice
from desktop.ui.context import Context
from desktop.ui.theme import Icon, pixmap
from desktop.ui.widgets.basics import start_side
from desktop.ui.widgets.fields import Field, FieldError

OFFERED = 500
_PAUSE = 80  # milliseconds without a key before what is typed is looked for


class ChoiceLine(QLineEdit):
    """What is chosen, ending in an ellipsis where it does not fit; `shortened` carries the whole then, else nothing."""

    shortened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.textChanged.connect(lambda _text: self._explain())

    def _room(self) -> int:
        return self.contentsRect().width() - 4  # Qt leaves two pixels at either side of the text

    def is_cut(self) -> bool:
        """Whether the text does not fit."""
        return self.fontMetrics().horizontalAdvance(self.text()) > self._room()

    def _explain(self) -> None:
        self.shortened.emit(self.text() if self.is_cut() else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the tooltip true."""
        super().resizeEvent(event)
        self._explain()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws as much as fits; while one is in it, the whole moves along with the cursor."""
        if self.hasFocus() or not self.is_cut():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self._room())
        across = start_side() | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.contentsRect().adjusted(2, 0, -2, 0), across | Qt.TextFlag.TextSingleLine, shown)


class ComboBox(QComboBox):
    """A choice with the arrow of our icons; one can type to find."""

    entered = Signal()
    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.line = line = ChoiceLine()
        self.setLineEdit(line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(12)
        completer = self.completer()
        assert completer is not None  # noqa: S101 - it is editable
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        line.setProperty("kind", "bare")
        line.textChanged.connect(self._show_start)
        line.shortened.connect(self.setToolTip)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _show_start(self) -> None:
        """Shows the beginning of a long entry; while one types, the cursor stays."""
        if not self.line.isModified():
            self.line.setCursorPosition(0)

    def minimumSizeHint(self) -> QSize:
        """It may be narrow; its entries show whole in the list."""
        return QSize(80, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the field, then the arrow."""
        super().paintEvent(event)
        painter = QPainter(self)
        x = 8 if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else self.width() - 22
        arrow = pixmap(Icon.CHEVRON_DOWN, self._context.palette.text_secondary, size=14)
        painter.drawPixmap(x, (self.height() - 14) // 2, arrow)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tells that the user went on."""
        super().focusOutEvent(event)
        self.left.emit()


class ChoiceField(Field):
    """One of a list of codes, shown by their names."""

    def __init__(
        self,
        context: Context,
        name: Message,
        *,
        choices: Sequence[tuple[str, str]],
        required: bool,
        hint: Message | None = None,
    ) -> None:
        super().__init__(context, name, required=required, hint=hint)
        self.box = ComboBox(context)
        self._line = self.box.line
        self.box.addItem("", None)
        for code, shown in choices:
            self.box.addItem(shown, code)
        self.box.activated.connect(self._chosen)
        self.box.left.connect(self._settle)
        self._put(self.box)

    def offer_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offers other entries; what was chosen stays when it is among them."""
        current = self.box.currentData()
        self.box.blockSignals(True)
        self.box.clear()
        self.box.addItem("", None)
        for code, shown in choices:
            self.box.addItem(shown, code)
        self.box.setCurrentIndex(max(0, self.box.findData(current)))
        self.box.blockSignals(False)

    def _chosen(self, _place: int) -> None:
        self.edited.emit()
        self.left.emit()

    def _settle(self) -> None:
        """Takes what was typed for the entry that is meant, when only one is."""
        place = self._meant()
        if place >= 0 and place != self.box.currentIndex():
            self.box.setCurrentIndex(place)
            self.edited.emit()
        self.left.emit()

    def _meant(self) -> int:
        """The place of the entry whose name or code was typed; -1 when there is none, or more than one."""
        typed = self.box.currentText().strip().casefold()
        if self.box.itemText(self.box.currentIndex()).strip().casefold() == typed:
            return self.box.currentIndex()  # of entries with the same name it is the chosen one
        for called in (self._called(typed), self._named(typed)):
            if called:
                return called[0] if len(called) == 1 else -1
        return -1

    def _called(self, typed: str) -> list[int]:
        """The places of entries whose text or code was typed."""
        return [
            place
            for place in range(self.box.count())
            if typed in (self.box.itemText(place).casefold(), self._code(place).casefold())
        ]

    def _named(self, typed: str) -> list[int]:
        """The places of entries whose name without its code was typed."""
        return [place for place in range(self.box.count()) if typed == self._name(place).casefold()]

    def _code(self, place: int) -> str:
        return str(self.box.itemData(place) or "")

    def _name(self, place: int) -> str:
        return self.box.itemText(place)

    def value(self) -> Cell:
        """The code, or None for none."""
        place = self._meant()
        if place < 0:
            raise FieldError(say("“{text}” is not in the list. Choose an entry.", text=self.box.currentText()))
        return cast("Cell", self.box.itemData(place))

    def set_value(self, value: Cell) -> None:
        """Shows the name of a code; one that is not in the list is kept as it is."""
        if isinstance(value, str) and self.box.findData(value) < 0:
            self.box.addItem(value, value)
        self.box.setCurrentIndex(max(0, self.box.findData(value)))


class LookupField(ChoiceField):
    """A record of another register, by code and name. Its value is the record's id.

    The first records are offered at once, others are looked for as one types. `scope` limits them to those that belong
    to another record, `only` to those that filters let through.
    """

    def __init__(
        self,
        context: Context,
        name: Message,
        *,
        register: str,
        required: bool,
        hint: Message | None = None,
        only: Sequence[str] = (),
    ) -> None:
        super().__init__(context, name, choices=(), required=required, hint=hint)
        self._only = tuple(only)
        self.scope: tuple[str, int] | None = None
        self._register = register
        self._known: dict[int, Choice] = {}
        self._awaited: int | None = None
        self._all_offered = True
        self._sought = ""
        self._leaving = False
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._timer.timeout.connect(self._seek)
        self._line.textEdited.connect(lambda _text: self._typed())

    # --- what is offered ---------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Offers the first records; the chosen one stays."""
        self._read_first(stays=True)

    def limit_to(self, scope: tuple[str, int] | None) -> None:
        """Offers the records that belong to another one; a chosen one that does not is let go."""
        if scope != self.scope:
            self.scope = scope
            self._read_first(stays=False)

    def _read_first(self, *, stays: bool) -> None:
        office, register, scope = self.context.office, self._register, self.scope
        self._all_offered = False

        def arrived(found: list[Choice]) -> None:
            if scope == self.scope:
                self._all_offered = len(found) < OFFERED
                self.offer(found, stays=stays)

        only = self._only
        self.context.read(
            self, lambda: records.choices(office, register, limit=OFFERED, scope=scope, only=only), arrived
        )

    def offer(self, found: Sequence[Choice], *, stays: bool = False) -> None:
        """Offers other records; the chosen one stays when it is among them, or `stays` anyway.

        What one is typing meanwhile is left alone.
        """
        current, typed = self.box.currentData(), self._line.text()
        typing = self.box.hasFocus() and self._line.isModified()
        chosen = self._known.get(current)
        self._known = {}
        self._sought = ""
        self.box.blockSignals(True)
        self.box.clear()
        self.box.addItem("", None)
        for choice in found:
            self.add_known(choice)
        if chosen is not None and stays:
            self.add_known(chosen)
        self.box.setCurrentIndex(max(0, self.box.findData(current)))
        if typing:
            self._line.setText(typed)
            self._line.setModified(True)
        self.box.blockSignals(False)

    def add_known(self, choice: Choice) -> None:
        """Makes sure that a record is among those offered."""
        if choice.id not in self._known:
            self._known[choice.id] = choice
            self.box.addItem(self._shown(choice), choice.id)

    def _shown(self, choice: Choice) -> str:
        if choice.code and choice.name and choice.code != choice.name:
            return self.context.language.beside(choice.code, choice.name)
        return choice.code or choice.name

    # --- what is chosen ----------------------------------------------------------------------------------------------

    @property
    def identity(self) -> int | None:
        """The id of the record that was chosen last, whatever is being typed."""
        return cast("int | None", self.box.currentData()) if self._awaited is None else self._awaited

    @property
    def chosen(self) -> Choice | None:
        """The record that was chosen last, as people call it."""
        return self._known.get(self.box.currentData())

    def value(self) -> Cell:
        """The id of the record, or None for none."""
        return super().value() if self._awaited is None else self._awaited

    def set_value(self, value: Cell) -> None:
        """Shows a record by its id; one that is not offered is read first."""
        self._awaited = None
        if isinstance(value, int) and value not in self._known:
            self._await(value)
        else:
            super().set_value(value)

    def _await(self, identity: int) -> None:
        office, register = self.context.office, self._register
        self._awaited = identity

        def arrived(found: list[Choice]) -> None:
            if self._awaited == identity:
                for choice in found:
                    self.add_known(choice)
                self._awaited = None
                self.box.setCurrentIndex(max(0, self.box.findData(identity)))

        self.context.read(self, lambda: records.choices(office, register, scope=("id", identity)), arrived)

    # --- what is typed -----------------------------------------------------------------------------------------------

    def _code(self, place: int) -> str:
        """What stands before the name: an id is nothing that people type."""
        return without_marks(self.box.itemText(place)).partition(" · ")[0]

    def _name(self, place: int) -> str:
        """What stands behind the code: whoever knows the name need not know the code."""
        code, _dot, name = without_marks(self.box.itemText(place)).partition(" · ")
        return name or code

    def _typed(self) -> None:
        self._awaited = None
        self._leaving = False
        self._timer.start()

    def _seek(self) -> None:
        """Looks for what is typed, when not all records are offered already."""
        self._timer.stop()
        typed = without_marks(self._line.text()).strip()
        if self._all_offered or not typed or typed == self._sought:
            return
        office, register, scope, only = self.context.office, self._register, self.scope, self._only

        def arrived(found: list[Choice]) -> None:
            if scope == self.scope and typed == without_marks(self._line.text()).strip():
                self._take(typed, found)

        self.context.read(
            self,
            lambda: records.choices(office, register, search=typed, limit=OFFERED, scope=scope, only=only),
            arrived,
        )

    def _take(self, typed: str, found: Sequence[Choice]) -> None:
        self._sought = typed
        for choice in found:
            self.add_known(choice)
        completer = self.box.completer()
        if self._leaving:
            self._settle()
        elif completer is not None and self.box.hasFocus() and self._line.isModified():
            completer.complete()

    def _settle(self) -> None:
        """Takes what was typed for the record that is meant, once it was looked for."""
        typed = without_marks(self._line.text()).strip()
        if typed and self._meant() < 0 and not self._all_offered and typed != self._sought:
            self._leaving = True
            self._seek()
        else:
            self._leaving = False
            super()._settle()
