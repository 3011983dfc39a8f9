"""What earlier imports brought and a newer file no longer holds, and what keeps it from being removed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from desktop.storage.dependents import reference_columns
from desktop.storage.intake import TablePlan
from desktop.storage.models import AuditChange, AuditEntry, Base, Budget, BudgetLine, ImportBatch, LedgerEntry, Project
from desktop.storage.undo import still_done

_AT_ONCE = 5_000


class Stays(Enum):
    """Why a record is not removed."""

    NEEDED = auto()
    EDITED = auto()


@dataclass(frozen=True, slots=True)
class Leftover:
    """A record that only an older file held. `owner` is what that file brought it with, `name` how people call it."""

    table: str
    record_id: int
    version: int
    owner: str
    name: str
    stays: Stays | None


def find_leftovers(
    session: Session, tables: Iterable[TablePlan], *, kind: str, projects: Iterable[str], sources: Mapping[str, str]
) -> list[Leftover]:
    """Records of earlier imports of `kind` that are not among those that `tables` plan.

    Lines are those of the budgets of `projects` (by reference); entries those whose source keys begin with one of
    `sources`, each to its owner, all equally long.
    """
    known = {plan.table: plan.known for plan in tables}
    lines = _lines(session, kind, projects, known.get("budget_line", set()))
    return lines + _entries(session, sources, known.get("ledger_entry", set()))


def _lines(session: Session, kind: str, projects: Iterable[str], known: set[int]) -> list[Leftover]:
    statement = (
        select(BudgetLine.id, BudgetLine.version, Project.reference, BudgetLine.code)
        .join(Budget, Budget.id == BudgetLine.budget_id)
        .join(Project, Project.id == Budget.project_id)
        .join(ImportBatch, ImportBatch.id == BudgetLine.batch_id)
        .where(ImportBatch.kind == kind)
        .order_by(BudgetLine.id)
    )
    rows = [
        tuple(row)
        for some in _parted(list(projects))
        for row in session.execute(statement.where(Project.reference.in_(some)))
    ]
    return _judged(session, BudgetLine, [row for row in rows if row[0] not in known])


def _entries(session: Session, sources: Mapping[str, str], known: set[int]) -> list[Leftover]:
    rows = []
    for some in _parted(list(sources)):
        begin = func.substr(LedgerEntry.source_key, 1, len(some[0]))
        name = func.coalesce(func.nullif(LedgerEntry.reference, ""), LedgerEntry.description)
        statement: Select[Any] = select(LedgerEntry.id, LedgerEntry.version, begin, name).where(begin.in_(some))
        rows += [
            (identity, version, sources[source], called)
            for identity, version, source, called in session.execute(statement.order_by(LedgerEntry.id))
            if identity not in known
        ]
    return _judged(session, LedgerEntry, rows)


def _judged(session: Session, model: type[Base], rows: Sequence[Sequence[Any]]) -> list[Leftover]:
    ids = [row[0] for row in rows]
    stays = dict.fromkeys(_edited(session, model, ids), Stays.EDITED)
    stays |= dict.fromkeys(_needed(session, model, ids), Stays.NEEDED)
    return [
        Leftover(model.__tablename__, identity, version, owner, name, stays.get(identity))
        for identity, version, owner, name in rows
    ]


def _needed(session: Session, model: type[Base], ids: Sequence[int]) -> Iterator[int]:
    """Those on which another record stands."""
    for column in reference_columns(model):
        for some in _parted(ids):
            yield from session.scalars(select(column).where(column.in_(some)))


def _edited(session: Session, model: type[Base], ids: Sequence[int]) -> Iterator[int]:
    """Those that someone changed by hand, and did not take back."""
    statement = (
        select(AuditChange.record_id, AuditChange.entry_id)
        .join(AuditEntry, AuditEntry.id == AuditChange.entry_id)
        .where(AuditChange.record == model.__tablename__, AuditEntry.batch_id.is_(None))
    )
    for some in _parted(ids):
        changes = session.execute(statement.where(AuditChange.record_id.in_(some))).all()
        standing = set(still_done(session, {entry_id for _record, entry_id in changes}))
        yield from (record_id for record_id, entry_id in changes if entry_id in standing)


def _parted(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))
