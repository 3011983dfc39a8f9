"""Asks what the history has to know before a month is opened again, or someone is let into it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.language import Message, Month, say
from desktop.services import months
from desktop.services.offices import Outcome
from desktop.ui.context import Context
from desktop.ui.dialogs.dialog import Dialog
from desktop.ui.widgets.basics import button, label
from desktop.ui.widgets.fields import DateField, Field, TextField

_WIDTH = 460
_MISSING = say("It is needed: the history keeps it.")


class MonthForm(Dialog):
    """Some fields about a month, and a verb; what is missing is said beside its field."""

    def __init__(self, context: Context, window: QWidget, title: Message, about: Message, verb: Message) -> None:
        super().__init__(context, window, context.text(title), width=_WIDTH)
        shown = label(context.text(about), ink="secondary", wraps=True)
        shown.setMinimumWidth(_WIDTH - 44)  # its height is that of its lines at this width
        self.body.addWidget(shown)
        self.fields: dict[str, Field] = {}
        self._apply = button(context.text(verb), kind="primary", palette=context.palette, on_click=self.apply)
        cancel = button(context.text(say("Cancel")), kind="ghost", palette=context.palette, on_click=self.cancel)
        self.add_foot([cancel, self._apply])

    def add_field(self, key: str, field: Field) -> None:
        """Adds a field; Enter in it does what the dialog is for."""
        self.fields[key] = field
        self.body.addWidget(field)
        for line in field.findChildren(QLineEdit):
            line.returnPressed.connect(self.apply)

    def filled(self) -> bool:
        """Whether every field can be read; says what to do where not."""
        for field in self.fields.values():
            field.check()
            if not field.trouble and field.value() is None:
                field.set_trouble(_MISSING)
        return not any(field.trouble for field in self.fields.values())

    def text_of(self, key: str) -> str:
        """What was typed in a field."""
        return str(self.fields[key].value())

    @abstractmethod
    def work(self) -> Callable[[], Outcome]:
        """What the dialog is for, with what was typed."""

    def apply(self) -> None:
        """Does it, and closes when it is done."""
        if self.filled():
            work = self.work()
            self.context.run(
                self, lambda _progress: work(), say("Saving"), on_done=lambda _outcome: self.close_overlay()
            )


class ReopenDialog(MonthForm):
    """Asks why a month is opened again."""

    def __init__(self, context: Context, window: QWidget, month: date) -> None:
        super().__init__(
            context,
            window,
            say("Open {month} again", month=Month(month)),
            say("Everybody can post into it then, until it is closed once more."),
            say("Open the month again"),
        )
        self._month = month
        self.add_field("reason", TextField(context, say("Reason"), required=True))

    def work(self) -> Callable[[], Outcome]:
        """Opens it."""
        office, month, reason = self.context.office, self._month, self.text_of("reason")
        return lambda: months.reopen_month(office, month=month, reason=reason)


class LetInDialog(MonthForm):
    """Asks who may post into a closed month, until when, and why."""

    def __init__(self, context: Context, window: QWidget, month: date) -> None:
        super().__init__(
            context,
            window,
            say("Let someone into {month}", month=Month(month)),
            say("The month stays closed to everybody else."),
            say("Let this person in"),
        )
        self._month = month
        person = TextField(context, say("Person"), required=True)
        person.line.setPlaceholderText(context.text(say("As the person is called in the history")))
        self.add_field("person", person)
        self._until = DateField(context, say("Until the end of"), required=True)
        self.add_field("until", self._until)
        self.add_field("reason", TextField(context, say("Reason"), required=True))
        self._until.set_value(context.office.clock().astimezone().date())

    def work(self) -> Callable[[], Outcome]:
        """Lets the person in until the last moment of the day, on the clock of this machine."""
        office, month = self.context.office, self._month
        person, reason = self.text_of("person"), self.text_of("reason")
        until = datetime.combine(self._until.day() + timedelta(days=1), time.min).astimezone()
        return lambda: months.let_in(office, month=month, person=person, until=until, reason=reason)
