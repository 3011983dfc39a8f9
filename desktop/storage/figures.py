"""The figures of grants: what was received, spent and committed, by category and by month. Sums are made in SQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection, func, or_, select
from sqlalchemy.orm import Session

from desktop.domain.codes import BudgetStatus
from desktop.domain.money import ZERO
from desktop.storage.models import Budget, BudgetLine, Grant, LedgerEntry, LedgerSum, Organisation

Category = int | None


@dataclass(slots=True)
class CategorySums:
    """One category of one grant."""

    budgeted: Decimal = ZERO
    spent: Decimal = ZERO
    committed: Decimal = ZERO


@dataclass(slots=True)
class GrantSums:
    """A grant with its sums, in its currency; its funder by the short name where there is one.

    Categories are 1 to 8, or None for what the source leaves open.
    """

    id: int
    reference: str
    title: str
    funder: str
    currency: str
    amount: Decimal
    starts_on: date | None
    ends_on: date | None
    indirect_rate: Decimal | None
    received: Decimal = ZERO
    has_budget: bool = False
    entries_outside: int = 0
    entries_without_category: int = 0
    categories: dict[Category, CategorySums] = field(default_factory=lambda: defaultdict(CategorySums))

    @property
    def spent(self) -> Decimal:
        """Over all categories."""
        return sum((sums.spent for sums in self.categories.values()), ZERO)

    @property
    def committed(self) -> Decimal:
        """Over all categories."""
        return sum((sums.committed for sums in self.categories.values()), ZERO)

    @property
    def budgeted(self) -> Decimal:
        """Over all categories."""
        return sum((sums.budgeted for sums in self.categories.values()), ZERO)


def grant_sums(session: Session, *, grant_ids: Iterable[int] | None = None) -> list[GrantSums]:
    """The sums of the grants `grant_ids`, or of all, by reference."""
    wanted = None if grant_ids is None else list(grant_ids)
    found = {grant.id: grant for grant in _grants(session, wanted)}
    _add_ledger(session, found, wanted)
    _add_budgets(session, found, wanted)
    _add_outside(session, found, wanted)
    return list(found.values())


def _grants(session: Session, wanted: list[int] | None) -> Iterable[GrantSums]:
    statement = (
        select(
            Grant.id,
            Grant.reference,
            Grant.title,
            Organisation.called,
            Grant.currency,
            Grant.amount,
            Grant.starts_on,
            Grant.ends_on,
            Grant.indirect_rate,
        )
        .join(Organisation, Organisation.id == Grant.funder_id)
        .order_by(Grant.reference)
    )
    if wanted is not None:
        statement = statement.where(Grant.id.in_(wanted))
    return [GrantSums(*row) for row in session.execute(statement)]


def _add_ledger(session: Session, found: dict[int, GrantSums], wanted: list[int] | None) -> None:
    statement = select(
        LedgerSum.grant_id,
        func.nullif(LedgerSum.category, 0),
        func.sum(LedgerSum.spent),
        func.sum(LedgerSum.committed),
        func.sum(LedgerSum.received),
        func.sum(LedgerSum.costs),
    ).group_by(LedgerSum.grant_id, LedgerSum.category)
    if wanted is not None:
        statement = statement.where(LedgerSum.grant_id.in_(wanted))
    for grant_id, category, spent, committed, received, costs in session.execute(statement):
        grant = found[grant_id]
        grant.received += received
        if category is None:
            grant.entries_without_category = int(costs)
        if costs or committed:
            grant.categories[category].spent += spent
            grant.categories[category].committed += committed


def _add_budgets(session: Session, found: dict[int, GrantSums], wanted: list[int] | None) -> None:
    statement = (
        select(Budget.grant_id, BudgetLine.category, func.sum(BudgetLine.amount))
        .join(BudgetLine, BudgetLine.budget_id == Budget.id)
        .where(Budget.status == BudgetStatus.APPROVED)
        .group_by(Budget.grant_id, BudgetLine.category)
    )
    if wanted is not None:
        statement = statement.where(Budget.grant_id.in_(wanted))
    for grant_id, category, amount in session.execute(statement):
        found[grant_id].has_budget = True
        found[grant_id].categories[category].budgeted += amount


def _add_outside(session: Session, found: dict[int, GrantSums], wanted: list[int] | None) -> None:
    outside = or_(LedgerEntry.entry_on < Grant.starts_on, LedgerEntry.entry_on > Grant.ends_on)
    statement = (
        select(Grant.id, func.count(LedgerEntry.id))
        .join(LedgerEntry, LedgerEntry.grant_id == Grant.id)
        .where(LedgerEntry.spent.is_not(None), outside)
        .group_by(Grant.id)
    )
    if wanted is not None:
        statement = statement.where(Grant.id.in_(wanted))
    for grant_id, count in session.execute(statement):
        found[grant_id].entries_outside = count


@dataclass(frozen=True, slots=True)
class MonthSums:
    """What was spent and received in a month (its first day), in one currency."""

    month: date
    spent: Decimal
    received: Decimal


def month_sums(
    session: Session, *, currency: str, first: date, end: date, grant_id: int | None = None
) -> list[MonthSums]:
    """The months from `first` up to but not including `end` in which something was spent or received."""
    statement = (
        select(LedgerSum.month, func.sum(LedgerSum.spent), func.sum(LedgerSum.received))
        .where(LedgerSum.month >= first.replace(day=1), LedgerSum.month < end)
        .group_by(LedgerSum.month)
        .order_by(LedgerSum.month)
    )
    if grant_id is None:
        statement = statement.join(Grant, Grant.id == LedgerSum.grant_id).where(Grant.currency == currency)
    else:
        statement = statement.where(LedgerSum.grant_id == grant_id)
    return [MonthSums(*row) for row in session.execute(statement)]


def count_entries(connection: Connection) -> int:
    """How many ledger entries the office has."""
    return int(connection.scalar(select(func.count()).select_from(LedgerEntry)) or 0)


def entries_without_grant(session: Session) -> int:
    """How many ledger entries name no grant."""
    return session.scalar(select(func.count(LedgerEntry.id)).where(LedgerEntry.grant_id.is_(None))) or 0
