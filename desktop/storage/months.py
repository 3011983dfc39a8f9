"""What is in the months of an office: how they are locked, how many entries they have, and what is open in them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Integer, and_, case, cast, func, select
from sqlalchemy.orm import Session, aliased

from desktop.domain.codes import BudgetStatus
from desktop.domain.finding import Finding
from desktop.domain.ledger import COSTS, LedgerKind
from desktop.domain.months import OLD_COMMITMENT_DAYS, MonthFacts, rate_missing
from desktop.domain.period import months_before, next_month
from desktop.domain.rates import PEGGED, Pair, check_parity, legs_in_use, months_without_rate
from desktop.storage.lookups import rates_for
from desktop.storage.models import Budget, ExchangeRate, Grant, LedgerEntry, LedgerSum, MonthLock, MonthUnlock

IN_USE_MONTHS = 12  # a currency that was posted in within a year is in use
# The rate of a month may take effect on the working day before it.
_BEFORE_MONTH = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class LetIn:
    """Who may post into a closed month, until when, and why."""

    person: str
    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Lock:
    """How a month is closed, since when and by whom."""

    id: int
    month: date
    level: str
    closed_by: str
    closed_at: datetime
    let_in: tuple[LetIn, ...] = ()


def locks_of(session: Session) -> dict[date, Lock]:
    """Every closed month."""
    let_in: defaultdict[int, list[LetIn]] = defaultdict(list)
    for unlock in session.scalars(select(MonthUnlock).order_by(MonthUnlock.until)):
        let_in[unlock.lock_id].append(LetIn(unlock.person, unlock.until, unlock.reason))
    return {
        lock.month: Lock(lock.id, lock.month, lock.level, lock.closed_by, lock.closed_at, tuple(let_in[lock.id]))
        for lock in session.scalars(select(MonthLock))
    }


def lock_of(session: Session, month: date) -> MonthLock | None:
    """The lock of a month (its first day)."""
    return session.scalars(select(MonthLock).where(MonthLock.month == month)).one_or_none()


def currencies_in_use(session: Session, *, first: date, end: date) -> set[Pair]:
    """Original and grant currency of the entries from `first` up to but not including `end` that were converted."""
    statement = select(LedgerEntry.original_currency, LedgerEntry.currency).distinct()
    span = and_(LedgerEntry.entry_on >= first, LedgerEntry.entry_on < end)
    rows = session.execute(statement.where(span, LedgerEntry.original_currency != LedgerEntry.currency))
    return {(original, currency) for original, currency in rows}


def rated_days(session: Session, *, first: date, end: date) -> list[tuple[str, date]]:
    """The currencies that have a rate against the dollar which counts for the months from `first` to before `end`."""
    statement = select(ExchangeRate.currency, ExchangeRate.effective_on).where(
        ExchangeRate.base == "USD",
        ExchangeRate.effective_on >= first - _BEFORE_MONTH,
        ExchangeRate.effective_on < end,
    )
    # A rate of the last days of a month is that of the next one as well.
    rated = []
    for currency, day in session.execute(statement):
        rated += [(currency, day.replace(day=1)), (currency, (day + _BEFORE_MONTH).replace(day=1))]
    return rated


def missing_rates(session: Session, month: date) -> tuple[str, ...]:
    """The currencies in use within a year before the end of `month` that have no rate of that month."""
    first, end = month.replace(day=1), next_month(month)
    pairs = currencies_in_use(session, first=months_before(first, IN_USE_MONTHS - 1), end=end)
    rated = rated_days(session, first=first, end=end) if pairs else []
    return months_without_rate(legs_in_use(pairs), rated, month=first)


@dataclass(slots=True)
class _Scan:
    """What one pass over the entries found, by month."""

    without_line: Counter[date] = field(default_factory=Counter)
    pairs: defaultdict[date, set[Pair]] = field(default_factory=lambda: defaultdict(set))


def month_facts(session: Session, months: Iterable[date]) -> dict[date, MonthFacts]:
    """What the checklist needs to know of each of `months` (first days), which follow each other."""
    wanted = sorted(months)
    first, end = wanted[0], next_month(wanted[-1])
    scan = _scan(session, months_before(first, IN_USE_MONTHS - 1), end)
    entries, without_category = _sums(session, end)
    without_grant = _without_grant(session, end)
    locked = set(session.scalars(select(MonthLock.month)))
    commitments = _open_commitments(session)
    rated = rated_days(session, first=first, end=end)
    counted = entries + without_grant
    return {
        month: MonthFacts(
            month=month,
            entries=counted[month],
            without_grant=without_grant[month],
            without_category=without_category[month],
            without_line=scan.without_line[month],
            old_commitments=_older(commitments, next_month(month) - timedelta(days=OLD_COMMITMENT_DAYS)),
            ended_grants=_ended(commitments, next_month(month)),
            missing_rates=months_without_rate(legs_in_use(_within_year(scan, month)), rated, month=month),
            earlier_open=tuple(sorted(day for day in counted if day < month and day not in locked)),
        )
        for month in wanted
    }


def _within_year(scan: _Scan, month: date) -> set[Pair]:
    return set().union(*(scan.pairs[months_before(month, back)] for back in range(IN_USE_MONTHS)))


def _budgeted() -> Any:
    """The grants that have a budget in force."""
    return select(Budget.grant_id).where(Budget.status == BudgetStatus.APPROVED)


def _scan(session: Session, first: date, end: date) -> _Scan:
    """Costs without a line, and currencies that were converted, by month: one pass over the entries of the time.

    Grouped by day, which both engines know.
    """
    astray = and_(LedgerEntry.line_id.is_(None), LedgerEntry.kind.in_(COSTS), LedgerEntry.grant_id.in_(_budgeted()))
    columns = (LedgerEntry.entry_on, LedgerEntry.original_currency, LedgerEntry.currency)
    statement: Any = (
        select(*columns, func.sum(case((astray, 1), else_=0)))
        .where(LedgerEntry.entry_on >= first, LedgerEntry.entry_on < end)
        .group_by(*columns)
    )
    found = _Scan()
    for day, original, currency, without_line in session.execute(statement):
        month = day.replace(day=1)
        found.without_line[month] += int(without_line)
        if original != currency:
            found.pairs[month].add((original, currency))
    return found


def _sums(session: Session, end: date) -> tuple[Counter[date], Counter[date]]:
    """How many entries of grants each month has, and how many of them are costs of budgets without a category."""
    without = case((and_(LedgerSum.category == 0, LedgerSum.grant_id.in_(_budgeted())), LedgerSum.costs), else_=0)
    statement = (
        select(LedgerSum.month, func.sum(LedgerSum.entries), func.sum(cast(without, Integer)))
        .where(LedgerSum.month < end)
        .group_by(LedgerSum.month)
    )
    entries: Counter[date] = Counter()
    without_category: Counter[date] = Counter()
    for month, count, astray in session.execute(statement):
        entries[month], without_category[month] = int(count), int(astray)
    return entries, without_category


def _without_grant(session: Session, end: date) -> Counter[date]:
    statement = (
        select(LedgerEntry.entry_on, func.count())
        .where(LedgerEntry.grant_id.is_(None), LedgerEntry.entry_on < end)
        .group_by(LedgerEntry.entry_on)
    )
    found: Counter[date] = Counter()
    for day, count in session.execute(statement):
        found[day.replace(day=1)] += int(count)
    return found


@dataclass(frozen=True, slots=True)
class _Commitments:
    """Commitments of a day that are open today: how many, of which grant, and when that ends."""

    day: date
    grant: str
    grant_ends_on: date | None
    count: int


def _open_commitments(session: Session) -> list[_Commitments]:
    """What is committed and neither liquidated nor cancelled by an entry that names it.

    Only grants on which something is committed have any; an index of the sums tells their entries that commit.
    """
    committed = func.sum(LedgerSum.committed)
    grants = list(session.scalars(select(LedgerSum.grant_id).group_by(LedgerSum.grant_id).having(committed > 0)))
    if not grants:
        return []
    release = aliased(LedgerEntry)
    released: Any = (
        select(func.coalesce(func.sum(release.committed), 0))
        .where(release.commitment_id == LedgerEntry.id)
        .scalar_subquery()
    )
    committing = aliased(LedgerEntry)
    ids = select(committing.id).where(committing.grant_id.in_(grants), committing.committed > 0)
    statement: Any = (
        select(LedgerEntry.entry_on, Grant.reference, Grant.ends_on, func.count())
        .join(Grant, Grant.id == LedgerEntry.grant_id)
        .where(LedgerEntry.id.in_(ids), LedgerEntry.kind == LedgerKind.COMMITMENT)
        .where(LedgerEntry.committed + released > 0)
        .group_by(LedgerEntry.entry_on, Grant.reference, Grant.ends_on)
    )
    return [_Commitments(*row) for row in session.execute(statement)]


def _older(commitments: list[_Commitments], day: date) -> int:
    return sum(each.count for each in commitments if each.day < day)


def _ended(commitments: list[_Commitments], end: date) -> tuple[str, ...]:
    ended = {each.grant for each in commitments if each.day < end and each.grant_ends_on and each.grant_ends_on < end}
    return tuple(sorted(ended))


def rate_findings(session: Session, *, today: date) -> list[Finding]:
    """What is wrong with the rates: those of one day that contradict each other, and none for the present month."""
    found = list(check_parity(rates_for(session, PEGGED)))
    missing = missing_rates(session, today)
    return [*found, rate_missing(missing, today)] if missing else found
