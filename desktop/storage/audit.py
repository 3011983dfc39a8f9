"""The trail: what each use case changed, record by record, chained by hashes so that tampering shows."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Engine, func, inspect, select
from sqlalchemy.orm import Session

from desktop.storage.models import AuditChange, AuditEntry, Base, Imported

Values = dict[str, Any]
# Worked out from the rest, or the same for every change of a record.
_NOT_KEPT = frozenset({"spent", "committed", "received", "version", "tree_path"})


@dataclass(frozen=True, slots=True)
class Change:
    """One record made (no before), changed, or removed (no after); only what differs is in the two."""

    record: str
    record_id: int
    before: Values | None
    after: Values | None


def plain(value: Any) -> Any:
    """A value as it stands in the trail: JSON types only, exact; of a file only its fingerprint."""
    match value:
        case Decimal():
            return format(value.normalize(), "f")
        case datetime() | date():
            return value.isoformat()
        case bytes():
            return f"sha256:{hashlib.sha256(value).hexdigest()}"
    return value


def typed(model: type[Base], values: Values) -> Values:
    """Values of the trail as the columns of `model` want them."""
    columns = model.__table__.columns
    return {name: _typed(columns[name].type.python_type, value) for name, value in values.items()}


def _typed(wanted: type, value: Any) -> Any:
    if value is None or not isinstance(value, str):
        return value
    if wanted is Decimal or wanted is int:
        return Decimal(value)
    if wanted is bytes:
        return base64.b64decode(value)
    if wanted is datetime:
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if wanted is date else value


class Recorder:
    """Watches one session and keeps what its flushes change.

    While a unit brings in the import `batch_id`, new records of tables that know their import are `brought`: they get
    the batch, which is their trail, and are not noted one by one.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._updates: list[tuple[Base, Values, Values]] = []
        self.changes: list[Change] = []
        self.batch_id: int | None = None
        self.brought: dict[str, set[int]] = {}

    def before_flush(self, *_arguments: object) -> None:
        """Notes old and new values while the session still knows both."""
        if self.batch_id is not None:
            for record in self._session.new:
                if isinstance(record, Imported):
                    record.batch_id = self.batch_id
        for record in self._session.dirty:
            if isinstance(record, Base) and self._session.is_modified(record):
                self._note_update(record)
        for record in self._session.deleted:
            self._note_removal(record)

    def _note_removal(self, record: Base) -> None:
        brought = self.brought.get(record.__tablename__, set())
        if record.id in brought:
            brought.discard(record.id)
        else:
            self.changes.append(Change(record.__tablename__, record.id, _removed(record), None))

    def _note_update(self, record: Base) -> None:
        if record.id in self.brought.get(record.__tablename__, ()):
            return
        before: Values = {}
        after: Values = {}
        state = inspect(record)
        for name in _kept(record):
            history: Any = state.attrs[name].history
            if history.has_changes():
                before[name] = plain(history.deleted[0]) if history.deleted else None
                after[name] = plain(history.added[0])
        if after:
            self.changes.append(Change(record.__tablename__, record.id, before, after))

    def after_flush(self, *_arguments: object) -> None:
        """Notes new records once the database gave them their ids."""
        for record in self._session.new:
            if not isinstance(record, Base) or isinstance(record, (AuditEntry, AuditChange)):
                continue
            if self.batch_id is not None and isinstance(record, Imported):
                self.brought.setdefault(record.__tablename__, set()).add(record.id)
            else:
                self.changes.append(Change(record.__tablename__, record.id, None, snapshot(record)))


def snapshot(record: Base) -> Values:
    """All values of a record as the trail keeps them."""
    return {name: plain(getattr(record, name)) for name in _kept(record)}


def _removed(record: Base) -> Values:
    """All values of a record that goes: the bytes of a file whole, so that undo can bring it back."""
    content = {name: getattr(record, name) for name in _kept(record)}
    whole = {name: base64.b64encode(value).decode() for name, value in content.items() if isinstance(value, bytes)}
    return snapshot(record) | whole


def _kept(record: Base) -> list[str]:
    return [column.name for column in record.__table__.columns if column.name not in _NOT_KEPT]


def chain(previous: str, entry: Values, changes: Iterable[Change]) -> str:
    """The hash of an entry, its changes and everything before it (SHA-256 over canonical JSON)."""
    content = [previous, entry, [[c.record, c.record_id, c.before, c.after] for c in changes]]
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _entry_values(entry: AuditEntry) -> Values:
    return {
        "done_at": plain(entry.done_at),
        "actor": entry.actor,
        "sentence": entry.sentence,
        "batch_id": entry.batch_id,
        "undoes_id": entry.undoes_id,
    }


def write(session: Session, entry: AuditEntry, changes: list[Change]) -> int:
    """Adds `entry` with its `changes` to the trail, in the transaction of what it tells; returns its id.

    On PostgreSQL a lock held to the end of the transaction keeps the chain in one line.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(0x6472)))
    previous = session.scalar(select(AuditEntry.chained).order_by(AuditEntry.id.desc()).limit(1)) or ""
    entry.change_count = len(changes)
    entry.chained = chain(previous, _entry_values(entry), changes)
    session.add(entry)
    session.flush()
    session.add_all(
        AuditChange(entry_id=entry.id, record=c.record, record_id=c.record_id, before=c.before, after=c.after)
        for c in changes
    )
    session.flush()
    return entry.id


def broken_link(connection: Connection | Engine | Session) -> int | None:
    """The id of the first entry of the trail whose hash does not fit, or None when the whole chain holds."""
    session = connection if isinstance(connection, Session) else Session(connection)
    previous = ""
    for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.id)):
        rows = session.scalars(select(AuditChange).where(AuditChange.entry_id == entry.id).order_by(AuditChange.id))
        changes = [Change(row.record, row.record_id, row.before, row.after) for row in rows]
        if chain(previous, _entry_values(entry), changes) != entry.chained:
            return entry.id
        previous = entry.chained
    return None
