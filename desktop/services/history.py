"""Undo and redo across the office, and the history of a record."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop.language import UserError, say
from desktop.services.budget_rules import require_undoable
from desktop.services.imports.batch import undo_import
from desktop.services.report_rules import require_undoable as require_not_submitted
from desktop.storage import undo as storage_undo
from desktop.storage.amendments import amended_since
from desktop.storage.changes import ValueChange
from desktop.storage.committed import signed_since
from desktop.storage.office import Office, Outcome
from desktop.storage.trail import HistoryLine, batch_of, history_of

__all__ = ["HistoryLine", "UndoStack", "ValueChange", "record_history", "undo_entry"]


def undo_entry(office: Office, *, entry_id: int) -> Outcome:
    """Takes back the use case of the trail's entry; an import is taken back whole.

    Raises AlreadyUndoneError when it was undone already, NeverUndoneError when it stays for good, UserError when later
    work stands on it.
    """
    with office.read() as session:
        batch_id = batch_of(session, entry_id)
    if batch_id is not None:
        return undo_import(office, batch_id=batch_id)
    with office.change() as unit:
        message = storage_undo.retelling(unit, entry_id)
        require_undoable(unit, entry_id)
        require_not_submitted(unit, entry_id)
        if amended_since(unit.session, entry_id) or signed_since(unit.session, entry_id):
            raise UserError(*storage_undo.CHANGED_SINCE)
        storage_undo.invert(unit, entry_id)
        return unit.commit(message, undoes_id=entry_id)


def record_history(office: Office, *, record: str, record_id: int, limit: int = 20) -> list[HistoryLine]:
    """What happened to a record (its table and id), the newest first; values of personal columns are hidden unless
    the office shows names.
    """
    with office.read() as session:
        return history_of(session, record, record_id, limit=limit, names=office.shows_names)


@dataclass(slots=True)
class UndoStack:
    """What this window did, and in which order it can be taken back and done again."""

    _done: list[int] = field(default_factory=list)
    _undone: list[int] = field(default_factory=list)

    @property
    def can_undo(self) -> bool:
        """Whether there is something to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether something was taken back and nothing done since."""
        return bool(self._undone)

    def note(self, outcome: Outcome) -> None:
        """Takes note of a use case that was done; what was undone before cannot be done again."""
        if outcome.entry_id is not None:
            self._done.append(outcome.entry_id)
            self._undone.clear()

    def undo(self, office: Office) -> Outcome:
        """Takes the last use case back."""
        if not self._done:
            raise UserError(say("There is nothing to undo."), say("Nothing was changed."), say("Look at the history."))
        outcome = _take_back(office, self._done)
        if outcome.entry_id is not None and "import_batch" not in outcome.tables:
            self._undone.append(outcome.entry_id)
        return outcome

    def redo(self, office: Office) -> Outcome:
        """Does again what was taken back last."""
        if not self._undone:
            raise UserError(say("There is nothing to redo."), say("Nothing was changed."), say("Look at the history."))
        outcome = _take_back(office, self._undone)
        if outcome.entry_id is not None:
            self._done.append(outcome.entry_id)
        return outcome


def _take_back(office: Office, entries: list[int]) -> Outcome:
    """Takes back the last of `entries`, which loses it when that is done: what failed can be tried again."""
    entry_id = entries[-1]
    try:
        outcome = undo_entry(office, entry_id=entry_id)
    except (storage_undo.AlreadyUndoneError, storage_undo.NeverUndoneError):
        entries.remove(entry_id)
        raise
    entries.remove(entry_id)  # by its number: meanwhile the window may have noted something new
    return outcome
