"""A dialog with a few fields and a verb that keeps what they say."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.language import Message, say
from desktop.services.offices import Outcome
from desktop.services.records import InvalidRecordError
from desktop.ui.context import Context
from desktop.ui.dialogs.fields_dialog import FieldsDialog, Values


class SavingDialog(FieldsDialog):
    """The frame of such a dialog: a kind of it says what it keeps (`post`). `posted` carries the outcome.

    What is wrong stands beside its field, or in `_trouble` where no field has it.
    """

    posted = Signal(object)
    dismiss = say("Cancel")
    act = say("posts")

    def __init__(
        self, context: Context, window: QWidget, title: Message, *, verb: Message, about: str = "", width: int = 560
    ) -> None:
        super().__init__(context, window, title, about=about, width=width)
        self._posting = False
        self.body.addLayout(self._grid)
        self.add_verbs(verb, self.post_now, dismiss=self.dismiss, hint=self.act)

    @abstractmethod
    def post(self, values: Values) -> Outcome:
        """Keeps it."""

    def post_now(self) -> None:
        """Posts it, or says beside the fields what keeps it from being posted."""
        values = None if self._posting else self.values(tells=True)
        if values is None:
            return
        self._posting = True

        def done(outcome: Outcome) -> None:
            self.posted.emit(outcome)
            self.close_overlay()

        self.context.run(
            self, lambda _progress: self.post(values), say("Posting"), on_done=done, on_error=self._refused
        )

    def _refused(self, error: BaseException) -> None:
        self._posting = False
        if isinstance(error, InvalidRecordError):
            self._tell(error.fields)
        else:
            self.context.report(error)

    def _tell(self, troubles: Mapping[str, Message]) -> None:
        """Says what is wrong: beside its field, or above what would be posted where no field has it."""
        super()._tell(troubles)
        others = [self.context.text(trouble) for key, trouble in troubles.items() if key not in self.fields]
        self._trouble.setText("\n".join(others))
        self._trouble.setVisible(bool(others))
        first = next((key for key in self.fields if key in troubles), None)
        if first is not None:
            self.fields[first].setFocus()
