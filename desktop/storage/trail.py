"""Reads the trail: what happened to a record."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from desktop.language import Message, say
from desktop.language.message import from_json
from desktop.registers.catalog import register_of
from desktop.registers.sight import personal_attributes
from desktop.storage.audit import Values
from desktop.storage.changes import ValueChange, record_name, value_changes
from desktop.storage.models import MODELS, AuditChange, AuditEntry, Imported


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that happened to a record: the sentence, when, by whom, and the values before and after."""

    entry_id: int
    sentence: Message
    done_at: datetime
    actor: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    changes: tuple[ValueChange, ...] = ()


def history_of(session: Session, record: str, record_id: int, *, limit: int, names: bool = False) -> list[HistoryLine]:
    """What happened to one record, the newest first; the import that brought it is its beginning.

    Without `names` values of personal columns are hidden.
    """
    if record == AuditEntry.__tablename__:
        return _parts_of(session, record_id, limit=limit, names=names)
    changes = (
        select(AuditEntry, AuditChange.before, AuditChange.after)
        .join(AuditChange, AuditChange.entry_id == AuditEntry.id)
        .where(AuditChange.record == record, AuditChange.record_id == record_id)
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    connection = session.connection()
    lines = [
        _with_changes(connection, _line(entry, before, after), record, record_id, names=names)
        for entry, before, after in session.execute(changes).all()
    ]
    model: Any = MODELS[record]
    if issubclass(model, Imported) and len(lines) < limit:
        brought = select(AuditEntry).join(model, model.batch_id == AuditEntry.batch_id).where(model.id == record_id)
        first = session.scalars(brought.order_by(AuditEntry.id)).first()
        if first is not None:
            lines.append(_line(first, None, None))
    return lines


def _parts_of(session: Session, entry_id: int, *, limit: int, names: bool) -> list[HistoryLine]:
    """The records that one entry of the trail is about, each as a line of its own."""
    entry = session.get_one(AuditEntry, entry_id)
    found = session.scalars(
        select(AuditChange).where(AuditChange.entry_id == entry_id).order_by(AuditChange.id).limit(limit)
    )
    connection, lines = session.connection(), []
    for change in found.all():
        register = register_of(change.record)
        if register is None:
            continue
        name = record_name(connection, register, change.record_id)
        sentence = say("{kind} {name}", kind=register.singular, name=name)
        line = replace(_line(entry, change.before, change.after), sentence=sentence)
        lines.append(_with_changes(connection, line, change.record, change.record_id, names=names))
    return lines


def _with_changes(
    connection: Connection, line: HistoryLine, record: str, record_id: int, *, names: bool
) -> HistoryLine:
    """The line with what changed in each field, as it may be seen."""
    changes = value_changes(connection, record, record_id, line.before, line.after)
    if names:
        return replace(line, changes=changes)
    hidden = personal_attributes(record)
    return replace(
        line,
        before=_without(line.before, hidden),
        after=_without(line.after, hidden),
        changes=tuple(change.hidden() for change in changes),
    )


def _without(values: Values | None, hidden: frozenset[str]) -> Values | None:
    return values and {name: value for name, value in values.items() if name not in hidden}


def _line(entry: AuditEntry, before: dict[str, Any] | None, after: dict[str, Any] | None) -> HistoryLine:
    sentence = from_json(entry.sentence)
    shown = sentence if isinstance(sentence, Message) else Message(str(sentence))
    return HistoryLine(entry.id, shown, entry.done_at, entry.actor, before, after)


def batch_of(session: Session, entry_id: int) -> int | None:
    """The import an entry of the trail tells of, or None."""
    return session.scalars(select(AuditEntry.batch_id).where(AuditEntry.id == entry_id)).one_or_none()
