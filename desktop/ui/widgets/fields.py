"""Fields of a form: a label above, what goes in, and below it what is wrong and what to do."""

from __future__ import annotations

from abc import abstractmethod
from datetime import date
from decimal import Decimal

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QCalendarWidget,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.language import Message, say
from desktop.registers.query import Cell
from desktop.ui.context import Context
from desktop.ui.theme import Icon, TextStyle, icon, pixmap
from desktop.ui.widgets.basics import label, start_side


class FieldError(ValueError):
    """What was typed cannot be read; `message` says what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


class Field(QWidget):
    """A field of any kind. `left` says that the user went on, so that it can be checked."""

    left = Signal()
    edited = Signal()

    def __init__(self, context: Context, name: Message, *, required: bool, hint: Message | None = None) -> None:
        super().__init__()
        self.context = context
        self.caption = label("", ink="secondary")
        self.name = self._call(name, required=required)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self._layout.addWidget(self.caption)
        self._trouble = label("", TextStyle.SMALL, ink="negative", wraps=True)
        self._sign = QLabel()
        self._sign.setPixmap(pixmap(Icon.ERROR, context.palette.negative, size=14))
        self._below = QWidget()
        below = QHBoxLayout(self._below)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(6)
        below.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        below.addWidget(self._trouble, 1)
        self._below.hide()
        self._warned = label("", TextStyle.SMALL, ink="warning", wraps=True)
        self._warned.hide()
        self._hint = label(context.text(hint), TextStyle.SMALL, ink="muted", wraps=True) if hint is not None else None

    def _call(self, name: Message, *, required: bool) -> str:
        shown = self.context.text(name)
        self.caption.setText(shown if required else self.context.text(say("{name} (optional)", name=shown)))
        return shown

    def rename(self, name: Message, *, required: bool) -> None:
        """Calls it otherwise."""
        self.name = self._call(name, required=required)
        self._editor.setAccessibleName(self.name)

    def _put(self, editor: QWidget) -> None:
        self._editor = editor
        editor.setAccessibleName(self.name)
        self.caption.setBuddy(editor)
        self.setFocusProxy(editor)
        self._layout.addWidget(editor)
        if self._hint is not None:
            self._layout.addWidget(self._hint)
        self._layout.addWidget(self._below)
        self._layout.addWidget(self._warned)

    @abstractmethod
    def value(self) -> Cell:
        """What stands in the field. Raises FieldError when it cannot be read."""

    @abstractmethod
    def set_value(self, value: Cell) -> None:
        """Shows a value."""

    def set_trouble(self, trouble: Message | None) -> None:
        """Shows what is wrong, or that nothing is."""
        self._trouble.setText("" if trouble is None else self.context.text(trouble))
        self._below.setVisible(trouble is not None)
        if self._hint is not None:
            self._hint.setVisible(trouble is None)
        self._editor.setProperty("state", "error" if trouble is not None else "")
        self._editor.style().unpolish(self._editor)
        self._editor.style().polish(self._editor)

    def set_warning(self, warning: Message | None) -> None:
        """Shows what is worth a look, or that nothing is; it keeps nobody from going on."""
        self._warned.setText("" if warning is None else self.context.text(warning))
        self._warned.setVisible(warning is not None)

    def check(self) -> None:
        """Shows whether what stands in the field can be read."""
        try:
            self.value()
        except FieldError as error:
            self.set_trouble(error.message)
        else:
            self.set_trouble(None)

    @property
    def warning(self) -> str:
        """What is shown to be worth a look."""
        return self._warned.text()

    @property
    def trouble(self) -> str:
        """What is shown to be wrong."""
        return self._trouble.text()


class TextField(Field):
    """A line of text."""

    def __init__(self, context: Context, name: Message, *, required: bool, hint: Message | None = None) -> None:
        super().__init__(context, name, required=required, hint=hint)
        self.line = QLineEdit()
        self.line.setAlignment(start_side())
        self.line.editingFinished.connect(self.left)
        self.line.textEdited.connect(lambda _text: self.edited.emit())
        self._put(self.line)

    def value(self) -> Cell:
        """The text, or None for none."""
        return self.line.text().strip() or None

    def set_value(self, value: Cell) -> None:
        """Shows a text."""
        self.line.setText("" if value is None else str(value))
        self.line.setCursorPosition(0)


class NoteField(Field):
    """Several lines of text."""

    def __init__(self, context: Context, name: Message, *, required: bool, hint: Message | None = None) -> None:
        super().__init__(context, name, required=required, hint=hint)
        self.box = QPlainTextEdit()
        self.box.setFixedHeight(84)
        option = self.box.document().defaultTextOption()  # else Qt puts even Arabic at the left
        option.setAlignment(start_side())
        self.box.document().setDefaultTextOption(option)
        self.box.setTabChangesFocus(True)
        self.box.textChanged.connect(self.edited)
        self._put(self.box)

    def value(self) -> Cell:
        """The text, or None for none."""
        return self.box.toPlainText().strip() or None

    def set_value(self, value: Cell) -> None:
        """Shows a text."""
        self.box.setPlainText("" if value is None else str(value))


class NumberField(TextField):
    """A number, flush right, in the language's own writing; shown back properly when it is left."""

    def __init__(self, context: Context, name: Message, *, required: bool, hint: Message | None = None) -> None:
        super().__init__(context, name, required=required, hint=hint)
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
        self._decimals = 0
        self.line.editingFinished.connect(self._show_back)

    def show_decimals(self, count: int) -> None:
        """Shows at least so many decimals, as money does."""
        if count != self._decimals:
            self._decimals = count
            self._show_back()

    def value(self) -> Decimal | int | None:
        """The number, exact, or None for none."""
        text = self.line.text().strip()
        if not text:
            return None
        try:
            return self.context.language.read_number(text)
        except ValueError:
            raise FieldError(say("“{text}” is not a number. Enter one like 1240.50.", text=text)) from None

    def set_value(self, value: Cell) -> None:
        """Shows a number."""
        number = Decimal(value) if isinstance(value, int) else value
        self.line.setText(
            self.context.language.number(_short(number, self._decimals)) if isinstance(number, Decimal) else ""
        )

    def _show_back(self) -> None:
        try:
            self.set_value(self.value())
        except FieldError as error:
            self.set_trouble(error.message)


class WholeField(NumberField):
    """A whole number: a part of a month or of a post is refused, never cut off."""

    def value(self) -> int | None:
        """The number, or None for none."""
        number = super().value()
        if number is None:
            return None
        if number != int(number):
            raise FieldError(say("Enter a whole number."))
        return int(number)


def _short(number: Decimal, decimals: int) -> Decimal:
    """A number without needless zeros: with the `decimals` it always has, and two at least when it has any."""
    plain = number.normalize()
    places = -int(plain.as_tuple().exponent)
    shown = max(decimals, places, 2) if places > 0 else decimals
    return plain.quantize(Decimal(1).scaleb(-shown))


class DateField(TextField):
    """A date, typed in any usual way or chosen from a calendar; Ctrl+; puts the day that counts."""

    def __init__(self, context: Context, name: Message, *, required: bool, hint: Message | None = None) -> None:
        super().__init__(context, name, required=required, hint=hint)
        action = self.line.addAction(
            icon(Icon.CALENDAR, context.palette.text_secondary), QLineEdit.ActionPosition.TrailingPosition
        )
        action.setToolTip(context.text(say("Choose from a calendar")))
        action.triggered.connect(self._show_calendar)
        today = self.line.addAction("")
        assert today is not None  # noqa: S101 - made just now
        today.setShortcut("Ctrl+;")
        today.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        today.triggered.connect(lambda: self._choose(context.today))
        self.line.editingFinished.connect(self._show_back)

    def value(self) -> date | None:
        """The date, or None for none."""
        text = self.line.text().strip()
        if not text:
            return None
        try:
            return self.context.language.read_date(text)
        except ValueError:
            raise FieldError(say("“{text}” is not a date. Enter one like 9 October 2019.", text=text)) from None

    def day(self) -> date:
        """The date. Raises FieldError where there is none."""
        day = self.value()
        if day is None:
            raise FieldError(say("Enter a day."))
        return day

    def set_value(self, value: Cell) -> None:
        """Shows a date."""
        self.line.setText(self.context.language.long_date(value) if isinstance(value, date) else "")
        self.line.setCursorPosition(0)

    def _show_back(self) -> None:
        try:
            self.set_value(self.value())
        except FieldError as error:
            self.set_trouble(error.message)

    def _choose(self, day: date) -> None:
        self.set_value(day)
        self.edited.emit()
        self.left.emit()

    def _show_calendar(self) -> None:
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setObjectName("panel")
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = QCalendarWidget(popup)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        try:
            day = self.value() or self.context.today
        except FieldError:
            day = self.context.today
        if isinstance(day, date):
            calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        layout = QVBoxLayout(popup)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addWidget(calendar)

        def chosen(picked: QDate) -> None:
            popup.close()
            self._choose(date(picked.year(), picked.month(), picked.day()))

        calendar.clicked.connect(chosen)
        calendar.activated.connect(chosen)
        popup.adjustSize()
        popup.move(self.line.mapToGlobal(QPoint(0, self.line.height() + 2)))
        popup.show()
        calendar.setFocus()
