"""The figures of grants: what was received, spent and committed, by category and by month. Sums are made in SQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, and_, bindparam, func, select
from sqlalchemy.orm import Session

from desktop.domain.codes import BudgetStatus
from desktop.domain.money import ZERO
from desktop.domain.period import days_after
from desktop.storage.models import (
    Budget,
    BudgetLine,
    BudgetPhase,
    Grant,
    GrantShare,
    LedgerEntry,
    LedgerSum,
    Organisation,
    ProjectCountry,
)
from desktop.storage.questions import ONE, Question

Category = int | None
_HUNDRED = Decimal(100)


@dataclass(slots=True)
class CategorySums:
    """One category of one grant."""

    budgeted: Decimal = ZERO
    spent: Decimal = ZERO
    committed: Decimal = ZERO


@dataclass(slots=True)
class GrantSums:
    """A grant with its sums, in its currency; its funder by the short name where there is one.

    Categories are 1 to 8, or None for what the source leaves open. `countries` are those of its projects, each with its
    part of the grant as a weight. `outside` counts costs dated outside its period, `after_closure` those dated after
    it was closed or liquidated.
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
    agreement_id: int | None = None
    liquidation_days: int | None = None
    closed_on: date | None = None
    cost_share: Decimal | None = None
    funder_name: str = ""
    received: Decimal = ZERO
    has_budget: bool = False
    entries: int = 0
    entries_outside: int = 0
    entries_after_closure: int = 0
    entries_without_category: int = 0
    countries: list[tuple[str, Decimal]] = field(default_factory=list)
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


_GRANTS = Question(
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
        Grant.agreement_id,
        Grant.liquidation_days,
        Grant.closed_on,
        Grant.cost_share,
        Organisation.name,
    )
    .join(Organisation, Organisation.id == Grant.funder_id)
    .order_by(Grant.reference),
    Grant.id == ONE,
)
_LEDGER = Question(
    select(
        LedgerSum.grant_id,
        func.nullif(LedgerSum.category, 0),
        func.sum(LedgerSum.spent),
        func.sum(LedgerSum.committed),
        func.sum(LedgerSum.received),
        func.sum(LedgerSum.costs),
        func.sum(LedgerSum.entries),
    ).group_by(LedgerSum.grant_id, LedgerSum.category),
    LedgerSum.grant_id == ONE,
)
_BUDGETS = Question(
    select(Budget.grant_id, BudgetLine.category, func.sum(BudgetLine.amount))
    .join(BudgetLine, BudgetLine.budget_id == Budget.id)
    .where(Budget.status == BudgetStatus.APPROVED)
    .group_by(Budget.grant_id, BudgetLine.category),
    Budget.grant_id == ONE,
)


def _costs(dated: ColumnElement[bool]) -> Question:
    """Grant, day, whether they fulfil a commitment, and the number of its costs that are `dated` so."""
    fulfils = LedgerEntry.commitment_id.is_not(None)
    return Question(
        select(Grant.id, LedgerEntry.entry_on, fulfils, func.count())
        .join(LedgerEntry, and_(LedgerEntry.grant_id == Grant.id, dated))
        .where(LedgerEntry.spent.is_not(None))
        .group_by(Grant.id, LedgerEntry.entry_on, fulfils),
        Grant.id == ONE,
    )


_BEFORE = _costs(LedgerEntry.entry_on < Grant.starts_on)
_AFTER = _costs(LedgerEntry.entry_on > Grant.ends_on)
_CLOSED = _costs(
    and_(LedgerEntry.entry_on > Grant.closed_on, LedgerEntry.entry_on <= func.coalesce(Grant.ends_on, date.max))
)
_COUNTRIES = Question(
    select(GrantShare.grant_id, ProjectCountry.code, GrantShare.amount, ProjectCountry.share)
    .join(ProjectCountry, ProjectCountry.project_id == GrantShare.project_id)
    .where(ProjectCountry.vocabulary == "")
    .order_by(GrantShare.grant_id, ProjectCountry.code),
    GrantShare.grant_id == ONE,
)


def grant_sums(session: Session, *, grant_id: int | None = None, checked: bool = True) -> list[GrantSums]:
    """The sums of the grant `grant_id`, or of all, by reference; `checked` counts costs outside of their periods."""
    found = {row[0]: GrantSums(*row) for row in _GRANTS.ask(session, grant_id)}
    _add_ledger(session, found, grant_id)
    _add_budgets(session, found, grant_id)
    if checked:
        _add_outside(session, found, grant_id)
    _add_countries(session, found, grant_id)
    return list(found.values())


def _add_ledger(session: Session, found: dict[int, GrantSums], one: int | None) -> None:
    for grant_id, category, spent, committed, received, costs, entries in _LEDGER.ask(session, one):
        grant = found[grant_id]
        grant.received += received
        grant.entries += int(entries)
        if category is None:
            grant.entries_without_category = int(costs)
        if costs or committed:
            grant.categories[category].spent += spent
            grant.categories[category].committed += committed


def _add_budgets(session: Session, found: dict[int, GrantSums], one: int | None) -> None:
    for grant_id, category, amount in _BUDGETS.ask(session, one):
        found[grant_id].has_budget = True
        found[grant_id].categories[category].budgeted += amount


def _add_outside(session: Session, found: dict[int, GrantSums], one: int | None) -> None:
    """Counts costs before a grant and after it, each range sought in the index by grant and day.

    What fulfils a commitment may still be paid while the grant is liquidated, where its agreement gives it days.
    """
    for grant_id, _day, _fulfils, count in _BEFORE.ask(session, one):
        found[grant_id].entries_outside += count
    for grant_id, day, fulfils, count in _AFTER.ask(session, one):
        grant = found[grant_id]
        if grant.liquidation_days is None or (day <= _last_payment(grant) and not fulfils):
            grant.entries_outside += count
        elif day > _last_payment(grant):
            grant.entries_after_closure += count
    for grant_id, _day, _fulfils, count in _CLOSED.ask(session, one):
        found[grant_id].entries_after_closure += count


def _last_payment(grant: GrantSums) -> date:
    """The last day on which costs may be paid."""
    if grant.ends_on is None:
        return grant.closed_on or date.max
    last = days_after(grant.ends_on, grant.liquidation_days or 0)
    return min(last, grant.closed_on or last)


def _add_countries(session: Session, found: dict[int, GrantSums], one: int | None) -> None:
    """Countries of a grant's projects: its share in the project, parted by what the project gives each country."""
    weights: dict[int, dict[str, Decimal]] = {}
    for grant_id, code, amount, share in _COUNTRIES.ask(session, one):
        known = weights.setdefault(grant_id, {})
        known[code] = known.get(code, ZERO) + amount * (_HUNDRED if share is None else share)
    for grant_id, countries in weights.items():
        found[grant_id].countries = list(countries.items())


@dataclass(frozen=True, slots=True)
class MonthSums:
    """What was spent and received in a month (its first day), in one currency."""

    month: date
    spent: Decimal
    received: Decimal


_MONTHS = Question(
    select(LedgerSum.grant_id, LedgerSum.month, func.sum(LedgerSum.spent), func.sum(LedgerSum.received))
    .where(LedgerSum.month >= bindparam("first"), LedgerSum.month < bindparam("end"))
    .group_by(LedgerSum.grant_id, LedgerSum.month)
    .order_by(LedgerSum.grant_id, LedgerSum.month),
    LedgerSum.grant_id == ONE,
)


def month_sums(session: Session, *, first: date, end: date, grant_id: int | None = None) -> dict[int, list[MonthSums]]:
    """By grant, the months from `first` up to but not including `end` in which something was spent or received."""
    found: dict[int, list[MonthSums]] = {}
    for of_grant, month, spent, received in _MONTHS.ask(session, grant_id, first=first.replace(day=1), end=end):
        found.setdefault(of_grant, []).append(MonthSums(month, spent, received))
    return found


def summed_months(months: Mapping[int, list[MonthSums]], grant_ids: Iterable[int]) -> list[MonthSums]:
    """The months of several grants together."""
    sums: dict[date, tuple[Decimal, Decimal]] = {}
    for grant_id in grant_ids:
        for month in months.get(grant_id, ()):
            spent, received = sums.get(month.month, (ZERO, ZERO))
            sums[month.month] = spent + month.spent, received + month.received
    return [MonthSums(month, *sums[month]) for month in sorted(sums)]


@dataclass(frozen=True, slots=True)
class PhaseSum:
    """What the approved budgets of a grant give a quarter or year that begins on a day."""

    starts_on: date
    amount: Decimal


_PHASES = (
    select(BudgetPhase.starts_on, func.sum(BudgetPhase.amount))
    .join(BudgetLine, BudgetLine.id == BudgetPhase.line_id)
    .join(Budget, Budget.id == BudgetLine.budget_id)
    .where(Budget.grant_id == ONE, Budget.status == BudgetStatus.APPROVED)
    .group_by(BudgetPhase.starts_on)
    .order_by(BudgetPhase.starts_on)
)


def phase_sums(session: Session, grant_id: int) -> list[PhaseSum]:
    """The phases of a grant's approved budgets, in order."""
    return [PhaseSum(*row) for row in session.connection().execute(_PHASES, {ONE.key: grant_id})]


def entries_without_grant(session: Session) -> int:
    """How many ledger entries name no grant."""
    return session.scalar(select(func.count(LedgerEntry.id)).where(LedgerEntry.grant_id.is_(None))) or 0
