"""A dialog that posts: a few fields, below them what is going to be posted, and the verb that does it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.language import Message, UserError, say
from desktop.services.offices import Outcome
from desktop.services.records import InvalidRecordError
from desktop.ui.context import Context
from desktop.ui.dialogs.fields_dialog import FieldsDialog, Values
from desktop.ui.theme import TextStyle
from desktop.ui.widgets.basics import label
from desktop.ui.widgets.posting_card import CardLine, PostingCard


class PostingDialog(FieldsDialog):
    """The frame of such a dialog. `posted` carries the outcome.

    A kind of dialog says what it would post (`work_out`, off the window's thread; it raises what posting would raise)
    and posts it (`post`).
    """

    posted = Signal(object)
    dismiss = say("Cancel")
    act = say("posts")

    def __init__(
        self,
        context: Context,
        window: QWidget,
        title: Message,
        *,
        verb: Message,
        about: str = "",
        width: int = 560,
    ) -> None:
        heading = say("What will be posted")
        super().__init__(context, window, title, heading=heading, about=about, width=width)
        self._posting = False
        self.body.addLayout(self._grid)
        self._hint = label("", TextStyle.SMALL, ink="secondary", wraps=True)  # what is missing yet
        self._hint.hide()
        self.card = PostingCard(context)
        self.add_verbs(verb, self.post_now, dismiss=self.dismiss, hint=self.act)

    def add_card(self) -> None:
        """Adds the place of what is going to be posted."""
        for part in (self._trouble, self._hint, self._heading, self.card):
            self.body.addWidget(part)

    def open(self) -> None:
        """Shows it, and what would be posted as it stands."""
        super().open()
        self.show_outcome()

    # --- what a kind of dialog says -----------------------------------------------------------------------------------

    def work_out(self, values: Values) -> tuple[Sequence[CardLine], CardLine | None]:
        """What would be posted, and what it comes to."""
        raise NotImplementedError

    def post(self, values: Values) -> Outcome:
        """Posts it."""
        raise NotImplementedError

    # --- working ------------------------------------------------------------------------------------------------------

    def show_outcome(self) -> None:
        """Shows what would be posted; while that cannot be said, nothing."""
        values = self.values(tells=False)
        if values is None:
            self._show(None)
            return
        self.context.tasks.read(self, lambda: self.work_out(values), self._show, self._not_yet)

    def _show(self, found: tuple[Sequence[CardLine], CardLine | None] | None) -> None:
        self._hint.hide()
        self._heading.setVisible(found is not None)
        self.card.setVisible(found is not None)
        if found is not None:
            self._tell({})
            self.card.show_lines(found[0], total=found[1])

    def _not_yet(self, error: BaseException) -> None:
        if not isinstance(error, UserError):
            self.context.report(error)
        self._show(None)
        if isinstance(error, InvalidRecordError):
            others = [problem for key, problem in error.fields.items() if key not in self.fields]
            self._hint.setText("\n".join(map(self.context.text, others)))
            self._hint.setVisible(bool(others))

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
