"""What signing asks of the ledger: what commitments hold for deployments, and what grants and lines have left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session

from desktop.domain.codes import BudgetStatus
from desktop.domain.commitments import FULFILLING, room_from
from desktop.domain.ledger import LedgerKind
from desktop.domain.money import ZERO
from desktop.domain.staffing.committing import Held, Key
from desktop.domain.staffing.deployment import Station
from desktop.domain.staffing.judging import GrantLeft, LineLeft
from desktop.domain.terms import LockLevel
from desktop.language import UserError, say
from desktop.storage.deployment_rows import SIGNING
from desktop.storage.ledger import commitment_moves
from desktop.storage.models import (
    AuditChange,
    Budget,
    BudgetLine,
    DeploymentCost,
    Grant,
    LedgerEntry,
    MonthLock,
    MonthUnlock,
)
from desktop.storage.staffing import stations

Place = tuple[int, int | None]
"""A grant, and the first line that entries stand on."""


@dataclass(frozen=True, slots=True)
class HeldOn:
    """The commitments of a grant and line that hold something for deployments, the oldest first."""

    place: Place
    commitments: tuple[Held, ...]
    made_on: date
    """The day of the newest one: before it nothing of it is open."""


def held_for(session: Session, deployment_ids: Collection[int], on: date) -> dict[Place, HeldOn]:
    """What commitments hold for these deployments, by grant and line, and how much of each is open from `on`."""
    root = func.coalesce(LedgerEntry.commitment_id, LedgerEntry.id)
    by = (root, LedgerEntry.grant_id, LedgerEntry.line_id, DeploymentCost.deployment_id, DeploymentCost.month)
    statement: Any = (
        select(*by, func.sum(DeploymentCost.amount), func.min(LedgerEntry.entry_on))
        .join(LedgerEntry, LedgerEntry.id == DeploymentCost.entry_id)
        .where(LedgerEntry.kind == LedgerKind.COMMITMENT, DeploymentCost.deployment_id.in_(list(deployment_ids)))
        .group_by(*by)
        .order_by(root)
    )
    parts: dict[Place, dict[int, dict[Key, Decimal]]] = defaultdict(dict)
    made_on: dict[Place, date] = {}
    for entry_id, grant_id, line_id, deployment_id, month, amount, day in session.execute(statement):
        place = (grant_id, line_id)
        parts[place].setdefault(entry_id, {})[deployment_id, month] = amount
        made_on[place] = max(made_on.get(place, date.min), day)
    paid = _paid(session, deployment_ids)
    return {
        place: HeldOn(
            place,
            tuple(
                Held(entry_id, room_from(commitment_moves(session, entry_id), on), held, paid.get(entry_id, {}))
                for entry_id, held in known.items()
            ),
            made_on[place],
        )
        for place, known in parts.items()
    }


def _paid(session: Session, deployment_ids: Collection[int]) -> dict[int, dict[Key, Decimal]]:
    """What the costs that liquidate a commitment were matched to, by commitment, deployment and month."""
    by = (LedgerEntry.commitment_id, DeploymentCost.deployment_id, DeploymentCost.month)
    statement: Any = (
        select(*by, func.sum(DeploymentCost.amount))
        .join(LedgerEntry, LedgerEntry.id == DeploymentCost.entry_id)
        .where(
            LedgerEntry.commitment_id.is_not(None),
            LedgerEntry.kind.in_(FULFILLING),
            DeploymentCost.deployment_id.in_(list(deployment_ids)),
        )
        .group_by(*by)
    )
    found: dict[int, dict[Key, Decimal]] = defaultdict(dict)
    for entry_id, deployment_id, month, amount in session.execute(statement):
        found[entry_id][deployment_id, month] = amount
    return found


def counted_twice(session: Session, *, grant_id: int | None = None) -> dict[int, Decimal]:
    """By grant, how much was invoiced for deployments and months for which as much is committed still, because the
    costs name no commitment: it counts as spent and as committed.
    """
    costs = LedgerEntry.kind.in_(FULFILLING)
    committed = func.sum(case((LedgerEntry.kind == LedgerKind.COMMITMENT, DeploymentCost.amount)))
    fulfilled = func.sum(case((and_(costs, LedgerEntry.commitment_id.is_not(None)), DeploymentCost.amount)))
    loose = func.sum(case((and_(costs, LedgerEntry.commitment_id.is_(None)), DeploymentCost.amount)))
    by = (LedgerEntry.grant_id, LedgerEntry.line_id, DeploymentCost.deployment_id, DeploymentCost.month)
    statement: Any = (
        select(LedgerEntry.grant_id, committed, fulfilled, loose)
        .join(DeploymentCost, DeploymentCost.entry_id == LedgerEntry.id)
        .group_by(*by)
        .having(committed.is_not(None), loose.is_not(None))
    )
    if grant_id is not None:
        statement = statement.where(LedgerEntry.grant_id == grant_id)
    found: dict[int, Decimal] = defaultdict(Decimal)
    for grant, held, paid, more in session.execute(statement):
        twice = min(held - (paid or ZERO), more)
        if grant is not None and twice > 0:
            found[grant] += twice
    return found


def grants_left(session: Session, grant_ids: Iterable[int]) -> dict[int, GrantLeft]:
    """What is left of grants: awarded less spent less committed."""
    ids = list(grant_ids)
    used = (
        select(LedgerEntry.grant_id, func.sum(LedgerEntry.spent), func.sum(LedgerEntry.committed))
        .where(LedgerEntry.grant_id.in_(ids))
        .group_by(LedgerEntry.grant_id)
    )
    gone = {grant_id: (spent or ZERO) + (committed or ZERO) for grant_id, spent, committed in session.execute(used)}
    columns = (Grant.id, Grant.reference, Grant.currency, Grant.amount, Grant.ends_on, Grant.closed_on)
    return {
        identity: GrantLeft(identity, reference, currency, awarded - gone.get(identity, ZERO), ends_on, closed_on)
        for identity, reference, currency, awarded, ends_on, closed_on in session.execute(
            select(*columns).where(Grant.id.in_(ids))
        )
    }


def lines_left(session: Session, line_ids: Iterable[int]) -> dict[int, LineLeft]:
    """What is left of the approved lines that continue these first lines; none where no approved budget has one."""
    ids = list(line_ids)
    first = func.coalesce(BudgetLine.origin_id, BudgetLine.id)
    used = (
        select(LedgerEntry.line_id, func.sum(LedgerEntry.spent), func.sum(LedgerEntry.committed))
        .where(LedgerEntry.line_id.in_(ids))
        .group_by(LedgerEntry.line_id)
    )
    gone = {line_id: (spent or ZERO) + (committed or ZERO) for line_id, spent, committed in session.execute(used)}
    approved: Any = (
        select(first, BudgetLine.code, BudgetLine.amount)
        .join(Budget, Budget.id == BudgetLine.budget_id)
        .where(Budget.status == BudgetStatus.APPROVED, or_(BudgetLine.origin_id.in_(ids), BudgetLine.id.in_(ids)))
    )
    return {
        line_id: LineLeft(line_id, code, amount - gone.get(line_id, ZERO))
        for line_id, code, amount in session.execute(approved)
        if line_id in ids
    }


def is_closed_to(session: Session, day: date, *, actor: str, now: datetime) -> bool:
    """Whether the books of the month of `day` are closed to someone."""
    lock = session.scalars(select(MonthLock).where(MonthLock.month == day.replace(day=1))).one_or_none()
    if lock is None:
        return False
    let_in = select(MonthUnlock.id).where(
        MonthUnlock.lock_id == lock.id, MonthUnlock.person == actor, MonthUnlock.until > now
    )
    return lock.level == LockLevel.HARD or session.scalar(let_in.limit(1)) is None


def signed_since(session: Session, audit_entry_id: int) -> bool:
    """Whether something was signed, extended or ended for the same deployments after what an entry of the trail did."""
    statement = select(AuditChange.before, AuditChange.after).where(
        AuditChange.entry_id == audit_entry_id, AuditChange.record == DeploymentCost.__tablename__
    )
    rows = [row for before, after in session.execute(statement) if (row := after or before)]
    entries = [int(row["entry_id"]) for row in rows if "entry_id" in row]  # what was only corrected names none
    if not entries:
        return False
    later = (
        select(DeploymentCost.id)
        .join(LedgerEntry, LedgerEntry.id == DeploymentCost.entry_id)
        .where(
            DeploymentCost.deployment_id.in_({int(row["deployment_id"]) for row in rows if "deployment_id" in row}),
            DeploymentCost.entry_id > max(entries),
            LedgerEntry.source_key.startswith(f"{SIGNING}:"),
        )
    )
    return session.scalar(later.limit(1)) is not None


def station_of(session: Session, station_id: int) -> Station:
    """A duty station as a value. Raises UserError when it is gone."""
    found = stations(session).get(station_id)
    if found is None:
        raise UserError(
            say("This duty station is no longer there."), say("Nothing was changed."), say("Choose another one.")
        )
    return found
