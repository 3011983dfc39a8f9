"""What the rules of deployments ask while a record is kept: what stands beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from desktop.domain.allocation import Share
from desktop.domain.ledger import COSTS, LedgerKind
from desktop.domain.money import ZERO, Money
from desktop.domain.period import ONE_DAY, Period
from desktop.domain.volunteer_terms import PeriodKind
from desktop.storage.models import (
    Base,
    BudgetLine,
    ContractPeriod,
    Deployment,
    DeploymentCost,
    DeploymentShare,
    Grant,
    Leave,
    LedgerEntry,
    WorkCount,
)
from desktop.storage.models.base import table_of
from desktop.storage.service_conditions import SERVES, not_ended_before, touches

SIGNING: Final = "signing"
"""How the source key of a ledger entry begins that signing, extending, ending or moving contracts posted."""
_PREFIX: Final = "D-"


@dataclass(frozen=True, slots=True)
class ContractRow:
    """A contract as it was kept, with the reference of its deployment and the day on which that ended early."""

    id: int
    deployment_id: int
    deployment: str
    kind: PeriodKind
    starts_on: date
    ends_on: date
    signed_on: date | None
    ended_on: date | None

    @property
    def served(self) -> Period | None:
        """The days on which it takes a volunteer's time: none of a gap, none after an early end."""
        last = min(self.ends_on, self.ended_on or self.ends_on)
        if self.kind is PeriodKind.GAP or last < self.starts_on:
            return None
        return Period.of_days(self.starts_on, last)


def contracts_beside(session: Session, deployment_id: int | None, volunteer_id: int | None) -> list[ContractRow]:
    """The contracts of a deployment, and those of the other deployments of a volunteer, by day."""
    own = Deployment.id == deployment_id
    columns = (ContractPeriod.id, Deployment.id, Deployment.reference, ContractPeriod.kind, ContractPeriod.starts_on)
    more = (ContractPeriod.ends_on, ContractPeriod.signed_on, Deployment.ended_on)
    statement: Any = (
        select(*columns, *more)
        .join(Deployment, Deployment.id == ContractPeriod.deployment_id)
        .where(own if volunteer_id is None else or_(own, Deployment.volunteer_id == volunteer_id))
        .order_by(ContractPeriod.starts_on, ContractPeriod.id)
    )
    rows = session.execute(statement)
    return [ContractRow(row[0], row[1], row[2], PeriodKind(row[3]), *row[4:]) for row in rows]


def share_of_place(share: DeploymentShare) -> Share:
    """A kept share as a value."""
    return Share(share.grant_id, share.percent, share.line_id, share.starts_on)


def shares_beside(session: Session, deployment_id: int, day: date, *, without: int | None) -> list[Share]:
    """The shares of a deployment that begin on `day`, but for the one `without`."""
    statement = select(DeploymentShare).where(
        DeploymentShare.deployment_id == deployment_id, DeploymentShare.starts_on == day
    )
    return [share_of_place(row) for row in session.scalars(statement) if row.id != without]


def shares_of(session: Session, deployment_id: int) -> list[DeploymentShare]:
    """All shares of a deployment."""
    return list(session.scalars(select(DeploymentShare).where(DeploymentShare.deployment_id == deployment_id)))


def last_contract_day(session: Session, deployment_id: int) -> date | None:
    """The last day of all contracts of a deployment, planned ones too."""
    return session.scalar(
        select(func.max(ContractPeriod.ends_on)).where(ContractPeriod.deployment_id == deployment_id, SERVES)
    )


def committed_from(session: Session, deployment_id: int, month: date) -> bool:
    """Whether a signing committed something for a deployment in `month` or later."""
    statement = (
        select(DeploymentCost.id)
        .join(LedgerEntry, LedgerEntry.id == DeploymentCost.entry_id)
        .where(
            DeploymentCost.deployment_id == deployment_id,
            DeploymentCost.month >= month,
            LedgerEntry.source_key.startswith(f"{SIGNING}:"),
        )
        .limit(1)
    )
    return session.scalar(statement) is not None


def made_by_signing(session: Session, entry: LedgerEntry) -> bool:
    """Whether an entry is a commitment of signed contracts, a cancellation of one, or the reversal of either."""
    if entry.kind != LedgerKind.COMMITMENT:
        return False
    keys = select(LedgerEntry.source_key).where(LedgerEntry.id.in_((entry.id, entry.commitment_id or entry.id)))
    return any((key or "").startswith(f"{SIGNING}:") for key in session.scalars(keys))


def parts_of_entry(session: Session, entry_id: int, *, without: int | None) -> Decimal:
    """How much of an entry is matched to deployments, but for the part `without`."""
    statement = select(func.sum(DeploymentCost.amount)).where(DeploymentCost.entry_id == entry_id)
    if without is not None:
        statement = statement.where(DeploymentCost.id != without)
    return session.scalar(statement) or ZERO


def leave_beside(session: Session, deployment_id: int, *, without: int | None) -> list[Period]:
    """The days of leave of a deployment, but for those of the record `without`."""
    statement = select(Leave.id, Leave.starts_on, Leave.ends_on).where(Leave.deployment_id == deployment_id)
    return [Period(first, last + ONE_DAY) for found, first, last in session.execute(statement) if found != without]


def twin_of(session: Session, record: Base, names: tuple[str, ...]) -> int | None:
    """The id of another record of the same table that has the same values in `names`; None when there is none."""
    table = table_of(type(record))
    same = [table.c[name].is_not_distinct_from(getattr(record, name)) for name in names]
    statement = select(table.c.id).where(*same, table.c.id.is_distinct_from(record.id)).limit(1)
    return session.scalar(statement)


def has_counts(session: Session, measure_id: int) -> bool:
    """Whether something was counted of a measure of work done."""
    return session.scalar(select(WorkCount.id).where(WorkCount.measure_id == measure_id).limit(1)) is not None


def free_references(session: Session, count: int) -> list[str]:
    """The next references of deployments, ``D-001`` and on, after the highest number in use."""
    known = session.scalars(select(Deployment.reference).where(Deployment.reference.startswith(_PREFIX)))
    numbers = [int(digits) for name in known if (digits := name.removeprefix(_PREFIX)).isdecimal()]
    first = max(numbers, default=0) + 1
    return [f"{_PREFIX}{number:03}" for number in range(first, first + count)]


def taken_posts(session: Session, assignment_id: int, days: Period) -> list[int | None]:
    """The posts of an assignment that have a contract on some of these days, by number; None for one without."""
    statement = (
        select(Deployment.id, Deployment.post)
        .join(ContractPeriod, ContractPeriod.deployment_id == Deployment.id)
        .where(Deployment.assignment_id == assignment_id, SERVES, touches(days), not_ended_before(days.start))
        .distinct()
    )
    return [post for _deployment, post in session.execute(statement)]


def deployments_of_contracts(session: Session, contract_ids: Iterable[int]) -> list[int]:
    """The deployments of some contracts."""
    statement = select(ContractPeriod.deployment_id).where(ContractPeriod.id.in_(list(contract_ids))).distinct()
    return sorted(session.scalars(statement))


def parts_of(session: Session, entry_id: int) -> dict[tuple[int, date], Decimal]:
    """How much of an entry is for which deployment and month."""
    statement = select(DeploymentCost.deployment_id, DeploymentCost.month, DeploymentCost.amount)
    rows = session.execute(statement.where(DeploymentCost.entry_id == entry_id))
    return {(deployment_id, month): amount for deployment_id, month, amount in rows}


def held_parts(session: Session, commitment_id: int) -> dict[tuple[int, date], Decimal]:
    """How much a commitment still holds for each deployment and month: what it was made for less what was cancelled."""
    by = (DeploymentCost.deployment_id, DeploymentCost.month)
    statement: Any = (
        select(*by, func.sum(DeploymentCost.amount))
        .join(LedgerEntry, LedgerEntry.id == DeploymentCost.entry_id)
        .where(
            LedgerEntry.kind == LedgerKind.COMMITMENT,
            or_(LedgerEntry.id == commitment_id, LedgerEntry.commitment_id == commitment_id),
        )
        .group_by(*by)
    )
    return {(deployment_id, month): amount for deployment_id, month, amount in session.execute(statement)}


def costs_of_entry(session: Session, entry_id: int) -> list[DeploymentCost]:
    """What is matched of an entry, as records."""
    return list(session.scalars(select(DeploymentCost).where(DeploymentCost.entry_id == entry_id)))


@dataclass(frozen=True, slots=True)
class UnmatchedEntry:
    """A cost that may be for deployments, and how much of it is matched; amounts in the grant's currency."""

    id: int
    entry_on: date
    reference: str
    description: str
    grant: str
    line: str
    amount: Money
    matched: Money

    @property
    def left(self) -> Money:
        """What is not matched yet."""
        return self.amount - self.matched


def unmatched_entries(
    session: Session, *, grant_id: int | None = None, first: date | None = None, last: date | None = None
) -> list[UnmatchedEntry]:
    """The costs that a signing foresaw, that stand on a line which pays deployments, or of which a part is matched."""
    matched = (
        select(func.sum(DeploymentCost.amount))
        .where(DeploymentCost.entry_id == LedgerEntry.id)
        .correlate(LedgerEntry)
        .scalar_subquery()
    )
    signings = select(LedgerEntry.id).where(LedgerEntry.source_key.startswith(f"{SIGNING}:"))
    lines = select(DeploymentShare.line_id).where(DeploymentShare.line_id.is_not(None))
    columns = (LedgerEntry.id, LedgerEntry.entry_on, LedgerEntry.reference, LedgerEntry.description)
    statement: Any = (
        select(*columns, Grant.reference, func.coalesce(BudgetLine.code, ""), LedgerEntry.currency, LedgerEntry.amount)
        .add_columns(func.coalesce(matched, 0))
        .join(Grant, Grant.id == LedgerEntry.grant_id)
        .outerjoin(BudgetLine, BudgetLine.id == LedgerEntry.line_id)
        .where(
            LedgerEntry.kind.in_(COSTS),
            or_(LedgerEntry.commitment_id.in_(signings), LedgerEntry.line_id.in_(lines), matched.is_not(None)),
            func.coalesce(matched, 0) != LedgerEntry.amount,
        )
        .order_by(LedgerEntry.entry_on, LedgerEntry.id)
    )
    if grant_id is not None:
        statement = statement.where(LedgerEntry.grant_id == grant_id)
    if first is not None:
        statement = statement.where(LedgerEntry.entry_on >= first)
    if last is not None:
        statement = statement.where(LedgerEntry.entry_on <= last)
    return [
        UnmatchedEntry(identity, day, name, text, grant, line, Money(amount, currency), Money(known or ZERO, currency))
        for identity, day, name, text, grant, line, currency, amount, known in session.execute(statement)
    ]
