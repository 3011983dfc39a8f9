"""Reads budgets: their heads, lines and phases, and what was spent and committed on the lines they continue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from desktop.domain.budget import LineInputs
from desktop.domain.budget_sheet import Phase, ResultName
from desktop.domain.codes import BudgetStatus
from desktop.domain.money import ZERO, trimmed
from desktop.storage.models import (
    AuditChange,
    Budget,
    BudgetLine,
    BudgetPhase,
    Grant,
    LedgerEntry,
    Organisation,
    Project,
    ResultNode,
)

_CLOSED = (BudgetStatus.APPROVED, BudgetStatus.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class BudgetHead:
    """A budget and the grant it is of, without its lines."""

    id: int
    version: int
    grant_id: int
    reference: str
    title: str
    funder: str
    currency: str
    awarded: Decimal
    starts_on: date | None
    ends_on: date | None
    project_id: int | None
    project: str
    revision: int | None
    name: str
    status: BudgetStatus
    reason: str
    grant_ends_on: date | None
    based_on_id: int | None
    requested_on: date | None
    approved_on: date | None
    approved_by: str


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of a budget as it is kept."""

    id: int
    version: int
    budget_id: int
    origin_id: int | None
    code: str
    description: str
    category: int | None
    result_id: int | None
    unit: str
    inputs: LineInputs
    starts_on: date | None
    ends_on: date | None
    amount: Decimal

    @property
    def first_id(self) -> int:
        """The line of the first budget that it continues, on which its entries stand."""
        return self.origin_id or self.id


def _heads() -> Select[Any]:
    statement: Any = (
        select(
            Budget.id,
            Budget.version,
            Grant.id,
            Grant.reference,
            Grant.title,
            Organisation.name,
            Grant.currency,
            Grant.amount,
            Grant.starts_on,
            Grant.ends_on,
            Budget.project_id,
            func.coalesce(Project.reference, ""),
            Budget.revision,
            Budget.title,
            Budget.status,
            Budget.reason,
            Budget.grant_ends_on,
            Budget.based_on_id,
            Budget.requested_on,
            Budget.approved_on,
            Budget.approved_by,
        )
        .join(Grant, Grant.id == Budget.grant_id)
        .join(Organisation, Organisation.id == Grant.funder_id)
        .outerjoin(Project, Project.id == Budget.project_id)
        .order_by(Budget.id)
    )
    return cast("Select[Any]", statement)


def _head(row: Any) -> BudgetHead:
    values = list(row)
    values[14] = BudgetStatus(values[14])
    return BudgetHead(*values)


def find_head(session: Session, budget_id: int) -> BudgetHead | None:
    """The head of a budget, or None when it is gone."""
    row = session.execute(_heads().where(Budget.id == budget_id)).one_or_none()
    return None if row is None else _head(row)


def heads_of_grant(session: Session, grant_id: int) -> list[BudgetHead]:
    """The heads of all budgets of a grant, the oldest first."""
    return [_head(row) for row in session.execute(_heads().where(Budget.grant_id == grant_id))]


def _same_project(project_id: int | None) -> ColumnElement[bool]:
    return Budget.project_id.is_(None) if project_id is None else Budget.project_id == project_id


def approved_budget_id(session: Session, *, grant_id: int, project_id: int | None) -> int | None:
    """The approved budget of a grant and project, or None."""
    approved = select(Budget.id).where(Budget.grant_id == grant_id, Budget.status == BudgetStatus.APPROVED)
    return session.scalar(approved.where(_same_project(project_id)))


def next_revision(session: Session, *, grant_id: int, project_id: int | None) -> int:
    """The number of the next budget that is approved: 0 for the first."""
    known = select(func.max(Budget.revision)).where(Budget.grant_id == grant_id, Budget.status.in_(_CLOSED))
    newest = session.scalar(known.where(_same_project(project_id)))
    has_any = select(func.count(Budget.id)).where(Budget.grant_id == grant_id, Budget.status.in_(_CLOSED))
    count = session.scalar(has_any.where(_same_project(project_id))) or 0
    return 0 if not count else (newest or 0) + 1


def newest_superseded_id(session: Session, *, grant_id: int, project_id: int | None, before: int) -> int | None:
    """The budget that the one with the revision `before` took the place of."""
    found = select(Budget.id).where(
        Budget.grant_id == grant_id, Budget.status == BudgetStatus.SUPERSEDED, Budget.revision < before
    )
    return session.scalar(found.where(_same_project(project_id)).order_by(Budget.revision.desc(), Budget.id.desc()))


def first_closed_id(session: Session, *, grant_id: int, project_id: int | None) -> int | None:
    """The first budget of a grant and project that was approved, whatever became of it."""
    found = select(Budget.id).where(Budget.grant_id == grant_id, Budget.status.in_(_CLOSED))
    return session.scalar(found.where(_same_project(project_id)).order_by(Budget.revision, Budget.id).limit(1))


def lines_of(session: Session, budget_ids: Iterable[int]) -> dict[int, list[LineRow]]:
    """The lines of budgets, by budget."""
    wanted = list(budget_ids)
    statement = select(BudgetLine).where(BudgetLine.budget_id.in_(wanted)).order_by(BudgetLine.budget_id, BudgetLine.id)
    found: dict[int, list[LineRow]] = {budget_id: [] for budget_id in wanted}
    for line in session.scalars(statement):
        found[line.budget_id].append(line_row(line))
    return found


def line_row(line: BudgetLine) -> LineRow:
    """The values of a line."""
    return LineRow(
        line.id,
        line.version,
        line.budget_id,
        line.origin_id,
        line.code,
        line.description,
        line.category,
        line.result_id,
        line.unit,
        LineInputs(*map(trimmed, (line.quantity, line.unit_cost, line.duration, line.percent_charged))),
        line.starts_on,
        line.ends_on,
        line.amount,
    )


def used_on(session: Session, line_ids: Iterable[int]) -> dict[int, Decimal]:
    """What is spent and committed on first lines, by line."""
    statement = (
        select(LedgerEntry.line_id, func.sum(LedgerEntry.spent), func.sum(LedgerEntry.committed))
        .where(LedgerEntry.line_id.in_(list(line_ids)))
        .group_by(LedgerEntry.line_id)
    )
    found: dict[int, Decimal] = {}
    for line_id, spent, committed in session.execute(statement):
        if line_id is not None:
            found[line_id] = (spent or ZERO) + (committed or ZERO)
    return found


def phases_of(session: Session, line_ids: Iterable[int]) -> dict[int, list[Phase]]:
    """The phases of lines in order, by line."""
    statement = (
        select(BudgetPhase.line_id, BudgetPhase.starts_on, BudgetPhase.amount)
        .where(BudgetPhase.line_id.in_(list(line_ids)))
        .order_by(BudgetPhase.line_id, BudgetPhase.starts_on)
    )
    found: dict[int, list[Phase]] = defaultdict(list)
    for line_id, starts_on, amount in session.execute(statement):
        found[line_id].append(Phase(starts_on, amount))
    return found


def totals_of(session: Session, budget_ids: Iterable[int]) -> dict[int, tuple[int, Decimal]]:
    """How many lines budgets have and what these come to, by budget."""
    statement = (
        select(BudgetLine.budget_id, func.count(BudgetLine.id), func.sum(BudgetLine.amount))
        .where(BudgetLine.budget_id.in_(list(budget_ids)))
        .group_by(BudgetLine.budget_id)
    )
    return {budget_id: (count, total) for budget_id, count, total in session.execute(statement)}


def approved_elsewhere(session: Session, *, grant_id: int, project_id: int | None) -> Decimal:
    """What the approved budgets of the grant's other projects come to."""
    statement = (
        select(func.sum(BudgetLine.amount))
        .join(Budget, Budget.id == BudgetLine.budget_id)
        .where(Budget.grant_id == grant_id, Budget.status == BudgetStatus.APPROVED)
        .where(Budget.project_id.is_distinct_from(project_id))
    )
    return session.scalar(statement) or ZERO


def result_names(session: Session, result_ids: Iterable[int]) -> dict[int, ResultName]:
    """What results are called, by id."""
    statement = select(ResultNode.id, ResultNode.code, ResultNode.title).where(ResultNode.id.in_(set(result_ids)))
    return {identity: ResultName(identity, code, title) for identity, code, title in session.execute(statement)}


# --- records to work on -------------------------------------------------------------------------------------------


def kept_status(session: Session, budget_id: int) -> BudgetStatus | None:
    """How far a budget has come, as it was kept last; None when it is not there."""
    status = session.scalar(select(Budget.status).where(Budget.id == budget_id))
    return None if status is None else BudgetStatus(status)


def kept_budget_id(session: Session, line_id: int) -> int | None:
    """The budget that a line was kept in last."""
    return session.scalar(select(BudgetLine.budget_id).where(BudgetLine.id == line_id))


def kept_lines(session: Session, budget_id: int) -> list[BudgetLine]:
    """The lines of a budget, to be changed."""
    return list(session.scalars(select(BudgetLine).where(BudgetLine.budget_id == budget_id).order_by(BudgetLine.id)))


def kept_phases(session: Session, line_id: int) -> list[BudgetPhase]:
    """The phases of a line in order, to be changed."""
    statement = select(BudgetPhase).where(BudgetPhase.line_id == line_id)
    return list(session.scalars(statement.order_by(BudgetPhase.starts_on)))


def budgets_based_on(session: Session, budget_id: int) -> list[Budget]:
    """The budgets that were copied from one."""
    return list(session.scalars(select(Budget).where(Budget.based_on_id == budget_id).order_by(Budget.id)))


def charged_since(session: Session, entry_id: int) -> bool:
    """Whether entries stand on lines that only a budget has which the entry of the trail put in force."""
    changes = session.scalars(
        select(AuditChange).where(AuditChange.entry_id == entry_id, AuditChange.record == Budget.__tablename__)
    ).all()
    approved = [
        change.record_id
        for change in changes
        if (change.after or {}).get("status") == BudgetStatus.APPROVED
        and (change.before or {}).get("status") != BudgetStatus.SUPERSEDED
    ]
    lines = select(BudgetLine.id).where(BudgetLine.budget_id.in_(approved))
    found = select(LedgerEntry.id).where(LedgerEntry.line_id.in_(lines)).limit(1)
    return bool(approved) and session.scalar(found) is not None


def closed_budgets_behind(session: Session, entry_id: int) -> list[int]:
    """The budgets that are not open any more and whose lines an entry of the trail changed, unless it was that entry
    which closed or opened them.
    """
    changes = session.scalars(select(AuditChange).where(AuditChange.entry_id == entry_id)).all()
    itself = {change.record_id for change in changes if change.record == Budget.__tablename__}
    lines = {change.record_id for change in changes if change.record == BudgetLine.__tablename__}
    stated = (change.after or change.before or {} for change in changes if change.record == BudgetPhase.__tablename__)
    lines |= {values["line_id"] for values in stated if "line_id" in values}
    phases = {change.record_id for change in changes if change.record == BudgetPhase.__tablename__}
    lines |= set(session.scalars(select(BudgetPhase.line_id).where(BudgetPhase.id.in_(phases))))
    gone = (change.before or {} for change in changes if change.record == BudgetLine.__tablename__)
    budgets = {values["budget_id"] for values in gone if "budget_id" in values}
    budgets |= set(session.scalars(select(BudgetLine.budget_id).where(BudgetLine.id.in_(lines))))
    open_ones = (BudgetStatus.SCENARIO, BudgetStatus.DRAFT)
    closed = select(Budget.id).where(Budget.id.in_(budgets - itself), Budget.status.not_in(open_ones))
    return list(session.scalars(closed.order_by(Budget.id)))
