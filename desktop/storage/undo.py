"""Takes a use case back by the values the trail kept. Nothing is erased: the trail gets one more entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.language import Message, UserError, say
from desktop.language.message import from_json
from desktop.storage.audit import plain, snapshot, typed
from desktop.storage.dependents import parts_of
from desktop.storage.models import MODELS, AuditChange, AuditEntry, Base
from desktop.storage.office import Unit

CHANGED_SINCE = (
    say("Something changed here since."),
    say("It was not undone, so that no later work is lost."),
    say("Undo the later change first, or correct the record by hand."),
)


class AlreadyUndoneError(UserError):
    """What was to be taken back was taken back before; trying again is in vain."""


class NeverUndoneError(UserError):
    """What was to be taken back stays for good; trying again is in vain."""


def retelling(unit: Unit, entry_id: int) -> Message:
    """How the trail tells that the entry is taken back; taking back an undo is doing again.

    Raises AlreadyUndoneError when it was undone already, or is not there.
    """
    entry = unit.session.get(AuditEntry, entry_id)
    taken_back = unit.session.scalar(select(AuditEntry.id).where(AuditEntry.undoes_id == entry_id))
    if entry is None or taken_back is not None:
        raise AlreadyUndoneError(
            say("This was undone already."), say("Nothing was changed."), say("Look at the history.")
        )
    sentence = from_json(entry.sentence)
    match sentence:
        case Message(text="Undone: {sentence}", values=((_, original),)):
            return say("Done again: {sentence}", sentence=original)
        case Message(text="Done again: {sentence}", values=((_, original),)):
            sentence = original
    return say("Undone: {sentence}", sentence=sentence)


def invert(unit: Unit, entry_id: int, *, without: frozenset[str] = frozenset()) -> None:
    """Gives every record of the entry its values of before; the last change first.

    Raises UserError when a record is no longer as the entry left it.
    """
    statement = select(AuditChange).where(AuditChange.entry_id == entry_id).order_by(AuditChange.id.desc())
    for change in list(unit.session.scalars(statement)):
        if change.record not in without:
            _invert(unit, change)


def _invert(unit: Unit, change: AuditChange) -> None:
    model = MODELS[change.record]
    if change.after is None:
        unit.add(model(**typed(model, change.before or {})))
        return
    record = unit.session.get(model, change.record_id)
    if record is None or not _still(record, change):
        raise UserError(*CHANGED_SINCE)
    if change.before is None:
        if parts_of(unit.session, record):
            raise UserError(*CHANGED_SINCE)
        unit.remove(record)
    else:
        for name, value in typed(model, change.before).items():
            setattr(record, name, value)
        unit.session.flush()


def _still(record: Base, change: AuditChange) -> bool:
    """Whether the record has the values with which the entry left it."""
    now = snapshot(record)
    return all(now[name] == plain(value) for name, value in (change.after or {}).items())


def still_done(session: Session, entry_ids: Iterable[int]) -> list[int]:
    """Those of the entries whose changes stand: neither undone, nor themselves the undoing of another."""
    undone_by = {
        undone: entry
        for entry, undone in session.execute(
            select(AuditEntry.id, AuditEntry.undoes_id).where(AuditEntry.undoes_id.is_not(None))
        )
    }
    undoing = set(undone_by.values())
    return [entry for entry in entry_ids if entry not in undoing and not _is_undone(entry, undone_by)]


def _is_undone(entry: int, undone_by: Mapping[int | None, int]) -> bool:
    """Whether the entry was taken back, and that not taken back again in its turn."""
    taken_back = undone_by.get(entry)
    return taken_back is not None and not _is_undone(taken_back, undone_by)
