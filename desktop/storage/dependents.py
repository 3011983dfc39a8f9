"""What stands on a record: other records, which keep it from being removed, and parts, which go with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, ForeignKey, Select, func, select, union
from sqlalchemy.orm import Session

from desktop.language import Message
from desktop.registers import REGISTERS
from desktop.storage.models import MODELS, Base


def standing_on(session: Session, record: Base) -> list[Message]:
    """How many records of each register stand on `record`: ``2 grants``; empty when it can go."""
    owners: dict[str, list[Select[Any]]] = {}
    for key in _references_to(record):
        if not _is_part(key):
            table, identity = _owner(key)
            owners.setdefault(table, []).append(select(identity.label("owner")).where(key.parent == record.id))
    counts = {table: _count(session, selects) for table, selects in owners.items()}
    return [register.count(counts[register.record]) for register in REGISTERS.values() if counts.get(register.record)]


def parts_of(session: Session, record: Base) -> list[Base]:
    """The parts of `record` that cannot stand without it: countries of a project, parties of an agreement."""
    parts: list[Base] = []
    for key in filter(_is_part, _references_to(record)):
        model: Any = MODELS[key.parent.table.name]
        parts += session.scalars(select(model).where(key.parent == record.id).order_by(model.id))
    return parts


def part_columns(model: type[Base]) -> list[Column[Any]]:
    """The columns of other tables that say of which record of `model` theirs are parts."""
    return [key.parent for key in _references_to(model) if _is_part(key)]


def is_part(table: str) -> bool:
    """Whether records of `table` cannot stand without another one."""
    return any(map(_is_part, MODELS[table].__table__.foreign_keys))


def reference_columns(model: type[Base]) -> list[Column[Any]]:
    """The columns of other tables, and of its own, that refer to records of `model`."""
    return [key.parent for key in _references_to(model)]


def _references_to(record: Base | type[Base]) -> Iterator[ForeignKey]:
    for table in Base.metadata.sorted_tables:
        yield from (key for key in sorted(table.foreign_keys, key=str) if key.column.table is record.__table__)


def _is_part(key: ForeignKey) -> bool:
    """Whether what holds the reference cannot stand without what it refers to."""
    return key.ondelete == "CASCADE"


def _owner(key: ForeignKey) -> tuple[str, Any]:
    """The table of the record that refers through `key`, and the column of its id; for a part, those of its whole."""
    table = key.parent.table
    whole = next((other for other in table.foreign_keys if _is_part(other)), None)
    return (table.name, table.c.id) if whole is None else (whole.column.table.name, whole.parent)


def _count(session: Session, selects: list[Select[Any]]) -> int:
    return session.scalar(select(func.count()).select_from(union(*selects).subquery())) or 0
