"""The entries that a report sums: their sums by dimension, and the entries themselves, from the ledger or as frozen.

A new report that goes on from a submitted one takes what that one (and those it went on from) reported as it was
reported then; what came into its time since, or stands elsewhere now, is an adjustment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from desktop.domain.ledger import LEDGER_KINDS, LedgerKind
from desktop.domain.money import ZERO
from desktop.domain.terms import ReportStatus
from desktop.reports.facts import ReceiptFacts
from desktop.reports.report import EntrySum
from desktop.reports.trace import (
    ADJUSTMENT,
    BEFORE,
    IN_PERIOD,
    MEASURES,
    NONE,
    Measured,
    Scope,
    Sums,
    Traced,
    TraceRow,
    Where,
)
from desktop.storage.kept_sums import kept_sums
from desktop.storage.models import DonorReport, Grant, LedgerEntry, ReportEntry
from desktop.storage.trace_names import NameIds, Names
from desktop.storage.trace_parts import OF_PARTS, deployment_parts

STANDING: Final = (ReportStatus.SUBMITTED, ReportStatus.ACCEPTED)
_OF_IDS: Final = frozenset({"line", "outcome", "output", "activity", "project"})
_OF_KEPT: Final = frozenset({"when", "category", "grant", "currency"})  # what the sums of months know
_OF_ENTRIES: Final = ("when", "kind", "category")
_ROWS_AT_ONCE = 5_000


# --- reports that were submitted before ------------------------------------------------------------------------------


def previous_report(session: Session, scope: Scope) -> int | None:
    """The submitted report that a new one goes on from: the last of its series that ended before its period."""
    if not scope.series or len(scope.grants) != 1:
        return None
    return session.scalar(
        select(DonorReport.id)
        .where(
            DonorReport.grant_id == scope.grants[0],
            DonorReport.layout == scope.series,
            DonorReport.status.in_(STANDING),
            DonorReport.sha256 != "",  # one that was made elsewhere froze no entries
            DonorReport.ends_on < scope.period.start,
        )
        .order_by(DonorReport.ends_on.desc(), DonorReport.id.desc())
        .limit(1)
    )


def chain_of(session: Session, report_id: int | None) -> tuple[int, ...]:
    """A submitted report and those it goes on from, the newest first; none of none."""
    found: list[int] = []
    while report_id is not None:
        found.append(report_id)
        report_id = session.scalar(select(DonorReport.previous_id).where(DonorReport.id == report_id))
    return tuple(found)


# --- what is summed --------------------------------------------------------------------------------------------------


def _traced(session: Session, scope: Scope) -> Any:
    """The entries of a scope with what they are told apart by, as a table to ask."""
    if scope.of is Traced.DEPLOYMENTS:
        return deployment_parts(scope).subquery("traced")
    if scope.report_id:
        chain = chain_of(session, scope.report_id)
        when = case((ReportEntry.report_id == scope.report_id, ReportEntry.when), else_=literal(BEFORE))
        return _frozen(chain, when).subquery("traced")
    chain = chain_of(session, previous_report(session, scope))
    if not chain:
        first = scope.period.start
        when = case((LedgerEntry.entry_on < first, literal(BEFORE)), else_=literal(IN_PERIOD))
        return _posted(scope, when).subquery("traced")
    return union_all(_frozen(chain, literal(BEFORE)), *_since(scope, chain)).subquery("traced")


def since(session: Session, scope: Scope, report_id: int) -> Any:
    """What a submitted report would not say today: what came into its time since, or stands elsewhere now."""
    parts = _since(scope, chain_of(session, report_id))
    return union_all(*parts).subquery("traced")


def fresh(session: Session, scope: Scope) -> Any:
    """What a report is the first of its series to report: all of its entries but those the reports before did."""
    if scope.report_id:
        return _frozen((scope.report_id,), func.coalesce(ReportEntry.when, BEFORE)).subquery("traced")
    chain = chain_of(session, previous_report(session, scope))
    return union_all(*_since(scope, chain)).subquery("traced") if chain else _traced(session, scope)


def _posted(scope: Scope, when: ColumnElement[str]) -> Select[Any]:
    """The ledger up to the last day of the scope."""
    statement = _columns(LedgerEntry, when).where(LedgerEntry.entry_on <= scope.period.last)
    if scope.of is Traced.NOTHING:
        return statement.where(false())
    if scope.grants:
        return statement.where(LedgerEntry.grant_id.in_(scope.grants))
    return statement.where(LedgerEntry.grant_id.is_not(None))


def _columns(source: Any, when: ColumnElement[str], *, sign: int = 1) -> Select[Any]:
    """The columns of entries; `source` says where they stand: the ledger, or a report that froze them."""
    measures = [getattr(source, name) for name in MEASURES]
    if sign < 0:
        measures = [-measure for measure in measures]
    of_entry = (LedgerEntry.id.label("id"), LedgerEntry.entry_on, LedgerEntry.grant_id, LedgerEntry.kind)
    places = (source.category, source.line_id, source.result_id, source.project_id)
    named = [measure.label(name) for measure, name in zip(measures, MEASURES, strict=True)]
    back = literal(sign < 0) if source is LedgerEntry or sign < 0 else ReportEntry.taken_back
    chosen: Select[Any] = select().add_columns(
        *of_entry, when.label("when"), *places, LedgerEntry.commitment_id, *named, back.label("taken_back")
    )
    return chosen if source is LedgerEntry else chosen.join(LedgerEntry, LedgerEntry.id == source.entry_id)


def _frozen(chain: Sequence[int], when: ColumnElement[str]) -> Select[Any]:
    """What submitted reports reported, as they did."""
    return _columns(ReportEntry, when).where(ReportEntry.report_id.in_(chain))


def _since(scope: Scope, chain: Sequence[int]) -> tuple[Select[Any], ...]:
    """What the reports of `chain` did not report, or reported elsewhere: that is taken back and stands anew."""
    adjustment = literal(ADJUSTMENT)
    first = scope.period.start
    when = case((LedgerEntry.entry_on < first, adjustment), else_=literal(IN_PERIOD))
    reported = exists().where(ReportEntry.entry_id == LedgerEntry.id, ReportEntry.report_id.in_(chain))
    moved = _moved(chain)
    anew = _posted(scope, adjustment).join(ReportEntry, ReportEntry.entry_id == LedgerEntry.id).where(moved)
    back = _columns(ReportEntry, adjustment, sign=-1).where(moved)
    return _posted(scope, when).where(~reported), anew, back


def _moved(chain: Sequence[int]) -> ColumnElement[bool]:
    """That the place an entry was reported in last is not the one where it stands now."""
    later = aliased(ReportEntry)
    is_last = ~exists().where(
        later.entry_id == ReportEntry.entry_id,
        later.report_id.in_(chain),
        later.id > ReportEntry.id,
        later.taken_back.is_(False),
    )
    places = ("category", "line_id", "result_id", "project_id")
    differs = or_(
        *(getattr(ReportEntry, name).is_distinct_from(getattr(LedgerEntry, name)) for name in places),
    )
    return and_(ReportEntry.report_id.in_(chain), ReportEntry.taken_back.is_(False), is_last, differs)


# --- sums ------------------------------------------------------------------------------------------------------------


def sums_of(session: Session, scope: Scope, names: Names, dimensions: Sequence[str]) -> Sums:
    """The sums of the entries of a scope by `dimensions`, made in SQL."""
    plain = scope.of is Traced.ENTRIES and not scope.report_id
    if plain and set(dimensions) <= _OF_KEPT and previous_report(session, scope) is None:
        return Sums(dimensions, _kept_groups(session, scope, names, dimensions))
    traced = _traced(session, scope)
    statement: Any = select(*_keys(traced, scope, dimensions))
    groups = list(statement.selected_columns)
    statement = statement.add_columns(*(func.sum(traced.c[name]) for name in MEASURES), func.count())
    rows = session.execute(statement.group_by(*groups) if groups else statement)
    return Sums(dimensions, (_group(row, len(groups), names, dimensions) for row in rows))


def _kept_groups(
    session: Session, scope: Scope, names: Names, dimensions: Sequence[str]
) -> Iterator[tuple[tuple[str, ...], Measured]]:
    """The sums of a scope nothing of which was reported before, by those that are kept of each month."""
    times = (BEFORE, IN_PERIOD)
    period = scope.period
    currencies = {row.id: row.currency for row in session.execute(select(Grant.id, Grant.currency))}
    for each in kept_sums(session, scope.grants, parted=(period.start,), last=period.last):
        row = {
            "when": times[each.part],
            "category": each.category,
            "grant_id": each.grant_id,
            "currency": currencies[each.grant_id],
        }
        values = names.values_of(row)
        measured = Measured(each.spent, each.committed, each.received, each.entries)
        yield tuple(values[name] for name in dimensions), measured


def _keys(traced: Any, scope: Scope, dimensions: Iterable[str]) -> list[ColumnElement[Any]]:
    """The columns that tell entries apart by `dimensions`, each once; ids where a name stands for one."""
    wanted = set(dimensions)
    keys = [traced.c[name].label(name) for name in (*_OF_ENTRIES, *OF_PARTS) if name in wanted]
    if wanted & {"grant", "currency"}:
        keys.append(traced.c.grant_id.label("grant_id"))
    if "age" in wanted:
        keys.append(_age(traced, scope.ages).label("age"))
    if wanted & _OF_IDS:
        keys += [traced.c[name].label(name) for name in ("line_id", "result_id", "project_id")]
    return keys


def _age(traced: Any, ages: Sequence[date]) -> ColumnElement[str]:
    """By the day of the commitment that an entry belongs to: the number of the first of `ages` it is not older than."""
    commitment = aliased(LedgerEntry)
    day = func.coalesce(
        select(commitment.entry_on).where(commitment.id == traced.c.commitment_id).scalar_subquery(), traced.c.entry_on
    )
    buckets = [(day >= since, literal(str(number))) for number, since in enumerate(ages)]
    oldest = literal(str(len(ages)))
    return case(*buckets, else_=oldest) if buckets else oldest


def _group(row: Any, count: int, names: Names, dimensions: Sequence[str]) -> tuple[tuple[str, ...], Measured]:
    values = names.values_of(row._asdict())
    spent, committed, received, entries = row[count:]
    measured = Measured(spent or ZERO, committed or ZERO, received or ZERO, entries)
    return tuple(values[name] for name in dimensions), measured


def receipts_of(session: Session, scope: Scope) -> tuple[ReceiptFacts, ...]:
    """The cash of the period by day and kind; what went back to the funder apart."""
    traced, entry = _traced(session, scope), aliased(LedgerEntry)
    back = or_(
        and_(entry.amount < ZERO, entry.corrects_id.is_(None)),
        and_(entry.amount > ZERO, entry.corrects_id.is_not(None)),
    )
    returned = case((and_(entry.kind == LedgerKind.RECEIPT, back), literal(1)), else_=literal(0)).label("returned")
    first = func.min(entry.id)
    statement: Any = (
        select(first, entry.entry_on, entry.kind, func.sum(traced.c.received), func.min(entry.reference), func.count())
        .add_columns(returned)
        .join(entry, entry.id == traced.c.id)
        .where(traced.c.entry_on >= scope.period.start)  # what the index knows, for ledgers that are long
        .where(traced.c.when == IN_PERIOD, traced.c.received.is_not(None))
        .group_by(entry.entry_on, entry.kind, returned)
        .order_by(entry.entry_on, first)
    )
    return tuple(
        ReceiptFacts(identity, on, kind, amount, reference, entries, returned=bool(went_back))
        for identity, on, kind, amount, reference, entries, went_back in session.execute(statement)
    )


# --- entries ---------------------------------------------------------------------------------------------------------


def count_rows(session: Session, scope: Scope, names: Names, behind: Sequence[EntrySum] = ()) -> int:
    """How many entries some sums add up; all of the scope when no sums are given."""
    traced = _traced(session, scope)
    which = _which(session, traced, scope, names, behind)
    return session.scalar(select(func.count()).select_from(traced).where(which)) or 0


def rows_of(
    session: Session,
    scope: Scope,
    names: Names,
    behind: Sequence[EntrySum] = (),
    *,
    offset: int = 0,
    limit: int | None = None,
) -> Iterator[TraceRow]:
    """The entries that some sums add up, by day, all of the scope when none are given; `limit` from `offset` on."""
    traced = _traced(session, scope)
    which = _which(session, traced, scope, names, behind)
    yield from _rows(session, traced, scope, names, which, offset=offset, limit=limit)


def changed_rows(session: Session, scope: Scope, names: Names, report_id: int) -> list[TraceRow]:
    """What a submitted report would not say today, see `since`; `scope` is that of the report."""
    traced = since(session, scope, report_id)
    return list(_rows(session, traced, scope, names, true()))


def ids_in(session: Session, scope: Scope) -> Any:
    """The ids of the entries of a scope, to ask with."""
    return select(_traced(session, scope).c.id)


def _rows(
    session: Session,
    traced: Any,
    scope: Scope,
    names: Names,
    which: ColumnElement[bool],
    *,
    offset: int = 0,
    limit: int | None = None,
) -> Iterator[TraceRow]:
    entry = aliased(LedgerEntry)
    parts = OF_PARTS if scope.of is Traced.DEPLOYMENTS else ()
    keys = _keys(traced, scope, (*_OF_ENTRIES, *parts, "grant", "line", "age"))
    texts = (entry.id, entry.entry_on, entry.reference, entry.description)
    money = (entry.original_currency, entry.original_amount, entry.rate, entry.rate_per, entry.rate_on)
    measures = [traced.c[name].label(name) for name in MEASURES]
    statement: Any = select(*keys, *texts, *money, entry.rate_source, *measures)
    statement = statement.join(entry, entry.id == traced.c.id).where(which)
    statement = statement.order_by(entry.entry_on, entry.id, traced.c.spent).offset(offset).limit(limit)
    for row in session.execute(statement, execution_options={"yield_per": _ROWS_AT_ONCE}).mappings():
        yield _row(row, names)


def _row(row: Any, names: Names) -> TraceRow:
    plain = ("id", "entry_on", "reference", "description", "original_currency", "original_amount")
    rates = ("rate", "rate_per", "rate_on", "rate_source")
    values: dict[str, Any] = {name: row[name] for name in (*plain, *rates, *MEASURES)}
    return TraceRow(kind_name=LEDGER_KINDS[row["kind"]], **values | names.values_of(row))


def _which(
    session: Session, traced: Any, scope: Scope, names: Names, behind: Sequence[EntrySum]
) -> ColumnElement[bool]:
    """The condition that one of some sums adds an entry up."""
    if not behind:
        return true()
    return or_(
        *(
            and_(traced.c[each.measure] != ZERO, *_conditions(session, traced, scope, names, each.where))
            for each in behind
        )
    )


def _conditions(
    session: Session, traced: Any, scope: Scope, names: Names, where: Where
) -> Iterator[ColumnElement[bool]]:
    of_ids = tuple((name, value) for name, value in where if name in _OF_IDS)
    for name, value in where:
        if name == "grant":
            yield traced.c.grant_id == names.grant_id(value)
        elif name == "currency":
            yield traced.c.grant_id.in_(names.grants_in(value))
        elif name == "age":
            yield _age(traced, scope.ages) == value
        elif name == "category":
            yield traced.c.category.is_(None) if value == NONE else traced.c.category == int(value)
        elif name == "month":
            yield traced.c.month == date.fromisoformat(value)
        elif name not in _OF_IDS:
            yield traced.c[name] == value
    if of_ids:
        ids = [func.coalesce(traced.c[name], 0) for name in NameIds._fields]
        found = session.execute(select(*ids).distinct()).all()
        fitting = [tuple(row) for row in found if names.fulfils(NameIds(*row), of_ids)]
        yield tuple_(*ids).in_(fitting)
