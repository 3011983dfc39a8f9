"""Accepting a finding: what it is, and why that is fine."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.domain.finding import Finding
from desktop.language import Message, say
from desktop.services.records import InvalidRecordError
from desktop.services.waivers import waive
from desktop.ui.context import Context
from desktop.ui.dialogs.dialog import Dialog
from desktop.ui.theme import TextStyle
from desktop.ui.widgets.basics import button, label
from desktop.ui.widgets.fields import NoteField

WIDTH = 520


class AcceptDialog(Dialog):
    """Asks for the reason; the finding then leaves the counts until that is taken back."""

    def __init__(self, context: Context, window: QWidget, finding: Finding) -> None:
        super().__init__(context, window, context.text(say("Accept this finding")), about=finding.label, width=WIDTH)
        self.finding = finding
        text = context.text
        self.body.addWidget(label(text(finding.sentence), TextStyle.STRONG, wraps=True))
        about = say("It leaves the counts and stands under Accepted, with your name and today’s date.")
        self.body.addWidget(label(text(about), ink="secondary", wraps=True))
        hint = say("Who agreed to it, and where that is written.")
        self.reason = NoteField(context, say("Reason"), required=True, hint=hint)
        self.body.addWidget(self.reason)
        cancel = button(text(say("Cancel")), kind="ghost", palette=context.palette, on_click=self.cancel)
        accept = button(text(say("Accept")), kind="primary", palette=context.palette, on_click=self.save)
        self.add_foot([cancel, accept])

    def save(self) -> None:
        """Keeps the acceptance, or says what the reason lacks."""
        office, finding, reason = self.context.office, self.finding, str(self.reason.value() or "")
        self.context.run(
            self,
            lambda _progress: waive(office, finding=finding, reason=reason),
            say("Accepting"),
            on_done=lambda _outcome: self.close_overlay(),
            on_error=self._fail,
        )

    def _fail(self, error: BaseException) -> None:
        if isinstance(error, InvalidRecordError):
            self._refuse(error.fields["reason"])
        else:
            self.context.report(error)

    def _refuse(self, trouble: Message) -> None:
        self.reason.set_trouble(trouble)
        self.reason.setFocus()
