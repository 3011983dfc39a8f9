"""Takes an import back; where that is refused, says why, and offers what may be done instead."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.language import UserError, say
from desktop.services.imports import undo_import
from desktop.services.imports.batch import reverse_batch
from desktop.services.offices import Outcome
from desktop.ui.context import Context
from desktop.ui.dialogs.message_dialog import ask

_REVERSE = say("Reverse its entries instead.")  # what the service says where later entries stand on an import


def undo_batch(
    context: Context, parent: QWidget, *, batch_id: int, on_done: Callable[[Outcome], object] | None = None
) -> None:
    """Undoes an import off the window's thread; `on_done` is told when it is undone or reversed."""
    office = context.office

    def done(outcome: Outcome) -> None:
        if on_done is not None:
            on_done(outcome)

    def reverse() -> None:
        context.run(
            parent,
            lambda progress: reverse_batch(office, batch_id=batch_id, on=office.today, progress=progress),
            say("Reversing the entries of the import"),
            on_done=done,
        )

    def refused(error: BaseException) -> None:
        if not isinstance(error, UserError) or error.remedy != _REVERSE:
            context.report(error)
            return
        ask(
            context,
            parent.window(),
            error.title,
            error.text,
            yes=say("Reverse its entries instead"),
            no=say("Leave it as it is"),
            on_yes=reverse,
        )

    context.run(
        parent,
        lambda _progress: undo_import(office, batch_id=batch_id),
        say("Undoing the import"),
        on_done=done,
        on_error=refused,
    )
