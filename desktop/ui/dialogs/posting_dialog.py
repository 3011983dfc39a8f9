"""A dialog that posts: a few fields, below them what is going to be posted, and the verb that does it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from desktop.language import Message, UserError, say
from desktop.services.records import InvalidRecordError
from desktop.ui.context import Context
from desktop.ui.dialogs.fields_dialog import Values
from desktop.ui.dialogs.saving_dialog import SavingDialog
from desktop.ui.theme import TextStyle
from desktop.ui.widgets.basics import label
from desktop.ui.widgets.posting_card import CardLine, PostingCard


class PostingDialog(SavingDialog):
    """The frame of such a dialog.

    A kind of dialog says what it would post (`work_out`, off the window's thread; it raises what posting would raise)
    and posts it (`post`).
    """

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
        super().__init__(context, window, title, verb=verb, about=about, width=width)
        self._heading = label(context.text(say("What will be posted")), TextStyle.STRONG)
        self._hint = label("", TextStyle.SMALL, ink="secondary", wraps=True)  # what is missing yet
        self._hint.hide()
        self.card = PostingCard(context)

    def add_card(self) -> None:
        """Adds the place of what is going to be posted."""
        for part in (self._trouble, self._hint, self._heading, self.card):
            self.body.addWidget(part)

    def open(self) -> None:
        """Shows it, and what would be posted as it stands."""
        super().open()
        self.show_outcome()

    # --- what a kind of dialog says -----------------------------------------------------------------------------------

    @abstractmethod
    def work_out(self, values: Values) -> tuple[Sequence[CardLine], CardLine | None]:
        """What would be posted, and what it comes to."""

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
