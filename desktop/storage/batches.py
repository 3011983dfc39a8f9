"""Imports as batches: noted with their file, and taken back whole."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from desktop.domain.money import Money
from desktop.language import Message, UserError, say
from desktop.language.message import from_json
from desktop.storage import undo
from desktop.storage.dependents import part_columns
from desktop.storage.models import MODELS, AuditChange, AuditEntry, Base, ImportBatch, Imported, ImportFile, LedgerEntry
from desktop.storage.models.base import table_of
from desktop.storage.office import Unit
from desktop.storage.standing import sentences_of

_ZIP = b"PK\x03\x04"  # how workbooks begin, which are compressed already


def _changed_since(session: Session, entry_ids: Iterable[int]) -> UserError:
    told = [_message(sentence) for sentence in sentences_of(session, entry_ids)]
    return UserError(
        say("Records of this import were changed since."),
        say("Nothing was undone, so that no later work is lost: {changes}", changes=told)
        if told
        else say("Nothing was undone, so that no later work is lost."),
        say("Undo the later changes first, or correct the records one by one."),
    )


def note_batch(unit: Unit, batch: ImportBatch, content: bytes) -> int:
    """Adds the batch and a compressed copy of its file; returns its id."""
    unit.add(batch)
    level = zlib.Z_NO_COMPRESSION if content.startswith(_ZIP) else zlib.Z_BEST_SPEED
    unit.add(ImportFile(batch_id=batch.id, content=zlib.compress(content, level)))
    return batch.id


def file_of(session: Session, batch_id: int) -> bytes:
    """The file of an import as it was."""
    content = session.scalars(select(ImportFile.content).where(ImportFile.batch_id == batch_id)).one()
    return zlib.decompress(content)


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file that was imported, and not undone since."""

    batch_id: int
    name: str
    sha256: str
    imported_at: datetime


def files_in_use(session: Session) -> list[KnownFile]:
    """The files whose import was not undone, the oldest first."""
    columns = ImportBatch.id, ImportBatch.source_name, ImportBatch.sha256, ImportBatch.imported_at
    statement = select(*columns).where(ImportBatch.undone_at.is_(None)).order_by(ImportBatch.id)
    return [KnownFile(*row) for row in session.execute(statement)]


def last_undone(session: Session) -> datetime | None:
    """When an import was undone last; None when none ever was."""
    return session.scalar(select(func.max(ImportBatch.undone_at)))


@dataclass(frozen=True, slots=True)
class BatchFacts:
    """An import as it is told of; `sums` are what the entries that are there of it come to, by currency."""

    id: int
    kind: str
    name: str
    sha256: str
    imported_at: datetime
    actor: str
    added: int
    changed: int
    sentence: Message
    undone_at: datetime | None
    sums: tuple[Money, ...] = ()


def batches(session: Session) -> list[BatchFacts]:
    """Every import, the newest first."""
    columns = (
        *(ImportBatch.id, ImportBatch.kind, ImportBatch.source_name, ImportBatch.sha256, ImportBatch.imported_at),
        *(ImportBatch.actor, ImportBatch.added, ImportBatch.changed, ImportBatch.sentence, ImportBatch.undone_at),
    )
    sums = _sums(session)
    rows = session.execute(select(*columns).order_by(ImportBatch.id.desc()))
    return [
        BatchFacts(
            id=row.id,
            kind=row.kind,
            name=row.source_name,
            sha256=row.sha256,
            imported_at=row.imported_at,
            actor=row.actor,
            added=row.added,
            changed=row.changed,
            sentence=_message(row.sentence),
            undone_at=row.undone_at,
            sums=tuple(sums.get(row.id, ())),
        )
        for row in rows
    ]


def _message(kept: Any) -> Message:
    found = from_json(kept)
    return found if isinstance(found, Message) else say("{text}", text=found)


def _sums(session: Session) -> dict[int, list[Money]]:
    """What the entries of each import come to, in the currencies they were posted in."""
    entry = LedgerEntry
    amount = func.sum(entry.original_amount)
    statement = select(entry.batch_id, entry.original_currency, amount).where(entry.batch_id.is_not(None))
    statement = statement.group_by(entry.batch_id, entry.original_currency).order_by(entry.original_currency)
    sums: dict[int, list[Money]] = {}
    for batch_id, currency, whole in session.execute(statement):
        sums.setdefault(batch_id or 0, []).append(Money(whole, currency))
    return sums


def imported_tables() -> list[type[Base]]:
    """The tables whose records know their import, parts before their wholes."""
    tables = reversed(Base.metadata.sorted_tables)
    return [MODELS[table.name] for table in tables if issubclass(MODELS[table.name], Imported)]


def take_back(unit: Unit, batch_id: int) -> tuple[int, int]:
    """Removes every record the import brought and gives changed ones their old values.

    Returns how many it removed, and the entry of the trail that told of the import.

    Raises UserError when a record was changed since, or something made later stands on it.
    """
    entry_id = unit.session.scalars(
        select(AuditEntry.id).where(AuditEntry.batch_id == batch_id, AuditEntry.undoes_id.is_(None))
    ).one()
    removed = 0
    _require_whole(unit, batch_id, entry_id)
    undo.invert(unit, entry_id, without=frozenset({"import_batch", "import_file"}))
    unit.session.flush()
    for model in imported_tables():
        brought = table_of(model).c.batch_id == batch_id
        if unit.session.scalar(select(model.id).where(brought).limit(1)) is not None:
            _require_unchanged(unit, model, batch_id, entry_id)
            removed += unit.remove_many(model, brought)
    return removed, entry_id


def _require_whole(unit: Unit, batch_id: int, entry_id: int) -> None:
    """Raises UserError when a later import removed something of this one: undoing that would find no place for it."""
    statement = (
        select(AuditChange.entry_id)
        .distinct()
        .join(AuditEntry, AuditEntry.id == AuditChange.entry_id)
        .where(AuditEntry.batch_id.is_not(None), AuditChange.entry_id > entry_id)
        .where(AuditChange.before["batch_id"].as_integer() == batch_id)
    )
    removed = undo.still_done(unit.session, unit.session.scalars(statement))
    if removed:
        raise _changed_since(unit.session, removed)


def _require_unchanged(unit: Unit, model: type[Base], batch_id: int, entry_id: int) -> None:
    statement = (
        select(AuditChange.entry_id)
        .distinct()
        .join(model, model.id == AuditChange.record_id)
        .where(AuditChange.record == model.__tablename__, AuditChange.entry_id > entry_id)
        .where(table_of(model).c.batch_id == batch_id)
    )
    changed = undo.still_done(unit.session, unit.session.scalars(statement))
    if changed or _has_later_parts(unit, model, batch_id):
        raise _changed_since(unit.session, changed)


def _has_later_parts(unit: Unit, model: type[Base], batch_id: int) -> bool:
    """Whether something that did not come with the import is a part of what did: it would go with it unseen."""
    brought = select(model.id).where(table_of(model).c.batch_id == batch_id)
    for column in part_columns(model):
        batch = column.table.c.batch_id
        later = select(column).where(column.in_(brought), or_(batch.is_(None), batch != batch_id)).limit(1)
        if unit.session.scalar(later) is not None:
            return True
    return False
