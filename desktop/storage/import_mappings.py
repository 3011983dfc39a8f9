"""How files of one source are read: kept by name, found again by the headings of a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.storage.models import ImportMapping
from desktop.storage.office import Unit


@dataclass(frozen=True, slots=True)
class KeptMapping:
    """A mapping as it is kept: `headings` is the fingerprint of the headings it was made for."""

    id: int
    kind: str
    name: str
    headings: str
    mapping: dict[str, Any]
    used_at: datetime


def mappings_of(session: Session, kind: str) -> list[KeptMapping]:
    """The mappings kept for a register, the one used last first."""
    statement = select(ImportMapping).where(ImportMapping.kind == kind)
    newest_first = statement.order_by(ImportMapping.used_at.desc(), ImportMapping.id.desc())
    return [
        KeptMapping(one.id, one.kind, one.name, one.headings, dict(one.mapping), one.used_at)
        for one in session.scalars(newest_first)
    ]


def keep_mapping(unit: Unit, *, kind: str, name: str, headings: str, mapping: dict[str, Any]) -> int:
    """Keeps a mapping under its name, in the place of one that is called so; returns its id."""
    statement = select(ImportMapping).where(ImportMapping.kind == kind, ImportMapping.name == name)
    record = unit.session.scalars(statement).one_or_none()
    if record is None:
        record = ImportMapping(kind=kind, name=name)
    record.headings, record.mapping, record.used_at = headings, mapping, unit.now
    return unit.add(record).id
