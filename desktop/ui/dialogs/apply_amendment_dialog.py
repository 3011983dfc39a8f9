"""Asks from which day on an amendment holds, and shows once more what it changes."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from desktop.language import say
from desktop.services.amendments import AmendmentView, apply_amendment
from desktop.ui.context import Context
from desktop.ui.dialogs.dialog import Dialog
from desktop.ui.theme import TextStyle
from desktop.ui.widgets.basics import button, label
from desktop.ui.widgets.fields import DateField, FieldError


class ApplyAmendmentDialog(Dialog):
    """A day, and the button that gives the grant its new terms."""

    def __init__(self, context: Context, window: QWidget, amendment: AmendmentView) -> None:
        title = say("Apply amendment {number}", number=amendment.number)
        super().__init__(context, window, context.text(title), width=520)
        self._amendment = amendment
        for change in amendment.changes:
            self.body.addWidget(label(context.text(change), TextStyle.STRONG, wraps=True))
        about = say(
            "The grant gets these terms. For any earlier day it keeps the terms of today; Ctrl+Z takes it back."
        )
        self.body.addWidget(label(context.text(about), ink="secondary", wraps=True))
        self.day = DateField(context, say("In force from"), required=True)
        self.day.set_value(amendment.effective_on or context.today)
        self.body.addWidget(self.day)
        cancel = button(context.text(say("Cancel")), kind="ghost", palette=context.palette, on_click=self.cancel)
        apply = button(context.text(say("Apply")), kind="primary", palette=context.palette, on_click=self.apply)
        self.add_foot([cancel, apply])

    def cancel(self) -> None:
        """Closes; the amendment stays a draft."""
        self.close_overlay()

    def apply(self) -> None:
        """Applies the amendment from the day that was entered."""
        try:
            day = self.day.value()
        except FieldError as error:
            self.day.set_trouble(error.message)
            return
        if not isinstance(day, date):
            self.day.set_trouble(say("Enter a date."))
            return
        office, identity = self.context.office, self._amendment.id
        self.context.run(
            self,
            lambda _progress: apply_amendment(office, amendment_id=identity, on=day),
            say("Applying the amendment"),
            on_done=lambda _outcome: self.close_overlay(),
        )
