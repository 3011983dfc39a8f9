"""What the project check reads besides the sums of grants: each question is asked once, for all grants together.

Questions of the first kind seek in indexes or read small tables, so that Home asks them too. Those of the second look
at every entry of the ledger; the check itself asks them, for the whole office or for one grant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, and_, exists, func, literal, or_, select, type_coerce
from sqlalchemy.orm import Session, aliased

from desktop.domain.checks import OLD_COMMITMENT_MONTHS
from desktop.domain.codes import BudgetStatus
from desktop.domain.ledger import LedgerKind
from desktop.domain.money import ZERO
from desktop.domain.period import months_before
from desktop.domain.rules import RuleBook
from desktop.domain.terms import Measure, ObligationStatus, RuleKind
from desktop.storage.figures import entries_without_grant
from desktop.storage.models import (
    Agreement,
    Budget,
    BudgetLine,
    Grant,
    GrantRule,
    GrantShare,
    Instalment,
    LedgerEntry,
    Obligation,
)
from desktop.storage.rulebooks import rule_books
from desktop.storage.types import Exact

GrantIds = Iterable[int] | None


def _of_grants(statement: Select[Any], column: Any, grant_ids: GrantIds) -> Select[Any]:
    return statement if grant_ids is None else statement.where(column.in_(list(grant_ids)))


def _counted(rows: Iterable[Any]) -> dict[int, Any]:
    """Rows of a grant and a figure, by grant."""
    return {grant_id: figure for grant_id, figure in rows}  # noqa: C416 - rows are not pairs to mypy


# --- small tables and seeks ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class InstalmentRow:
    """An instalment, and what the receipts that name it brought; amounts in the grant's currency."""

    id: int
    number: int
    expected_on: date
    amount: Decimal
    condition: str
    named: Decimal


def instalments(session: Session, grant_ids: GrantIds = None) -> dict[int, list[InstalmentRow]]:
    """The instalments of each grant that has some."""
    named = (
        select(func.sum(LedgerEntry.received))
        .where(LedgerEntry.instalment_id == Instalment.id)
        .correlate(Instalment)
        .scalar_subquery()
    )
    statement: Any = select(
        Instalment.grant_id,
        Instalment.id,
        Instalment.number,
        Instalment.expected_on,
        Instalment.amount,
        Instalment.condition,
        named,
    ).order_by(Instalment.grant_id, Instalment.expected_on, Instalment.number)
    found: dict[int, list[InstalmentRow]] = defaultdict(list)
    rows: Iterable[Any] = session.execute(_of_grants(statement, Instalment.grant_id, grant_ids))
    for grant_id, identity, number, expected_on, amount, condition, paid in rows:
        found[grant_id].append(InstalmentRow(identity, number, expected_on, amount, condition, paid or ZERO))
    return found


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """An agreement under which grants were given."""

    id: int
    reference: str
    signed_on: date | None
    ends_on: date | None


def agreements(session: Session) -> list[AgreementRow]:
    """The agreements that have grants, by reference."""
    given = exists().where(Grant.agreement_id == Agreement.id)
    columns = (Agreement.id, Agreement.reference, Agreement.signed_on, Agreement.ends_on)
    return [AgreementRow(*row) for row in session.execute(select(*columns).where(given).order_by(Agreement.reference))]


@dataclass(frozen=True, slots=True)
class ObligationRow:
    """An obligation that is not fulfilled."""

    id: int
    agreement: str
    title: str
    due_on: date


def open_obligations(session: Session, *, until: date) -> list[ObligationRow]:
    """The obligations due by `until` that are neither fulfilled nor dropped, in the order of their days."""
    statement: Any = (
        select(Obligation.id, Agreement.reference, Obligation.title, Obligation.due_on)
        .join(Agreement, Agreement.id == Obligation.agreement_id)
        .where(Obligation.due_on <= until, Obligation.status.in_((ObligationStatus.OPEN, ObligationStatus.UNDER_WAY)))
        .order_by(Obligation.due_on, Obligation.id)
    )
    return [ObligationRow(*row) for row in session.execute(statement)]


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A budget that waits for approval."""

    id: int
    grant: str
    requested_on: date


def budget_requests(session: Session, grant_ids: GrantIds = None) -> list[RequestRow]:
    """The budgets whose approval was asked for."""
    statement: Any = (
        select(Budget.id, Grant.reference, Budget.requested_on)
        .join(Grant, Grant.id == Budget.grant_id)
        .where(Budget.status == BudgetStatus.REQUESTED, Budget.requested_on.is_not(None))
        .order_by(Grant.reference, Budget.id)
    )
    return [RequestRow(*row) for row in session.execute(_of_grants(statement, Budget.grant_id, grant_ids))]


def ineligible_costs(session: Session, grant_ids: GrantIds = None) -> dict[int, list[tuple[int, Decimal]]]:
    """By grant, the categories its rules exclude and what was spent on them since."""
    statement: Any = (
        select(GrantRule.grant_id, GrantRule.category, func.sum(LedgerEntry.spent))
        .join(LedgerEntry, and_(LedgerEntry.grant_id == GrantRule.grant_id, LedgerEntry.category == GrantRule.category))
        .where(
            GrantRule.kind == RuleKind.INELIGIBLE,
            or_(GrantRule.starts_on.is_(None), LedgerEntry.entry_on >= GrantRule.starts_on),
        )
        .group_by(GrantRule.grant_id, GrantRule.category)
        .order_by(GrantRule.grant_id, GrantRule.category)
    )
    found: dict[int, list[tuple[int, Decimal]]] = defaultdict(list)
    for grant_id, category, spent in session.execute(_of_grants(statement, GrantRule.grant_id, grant_ids)):
        if spent:
            found[grant_id].append((category, spent))
    return found


def removed_lines(session: Session, grant_ids: GrantIds = None) -> dict[int, list[tuple[str, Decimal]]]:
    """By grant, lines of superseded budgets that no approved one continues, with what was spent on them."""
    later, approved = aliased(BudgetLine), aliased(Budget)
    continued = (
        exists()
        .where(later.origin_id == BudgetLine.id, later.budget_id == approved.id)
        .where(approved.status == BudgetStatus.APPROVED)
    )
    statement: Any = (
        select(Budget.grant_id, BudgetLine.code, func.sum(LedgerEntry.spent))
        .join(BudgetLine, BudgetLine.budget_id == Budget.id)
        .join(LedgerEntry, LedgerEntry.line_id == BudgetLine.id)
        .where(Budget.status == BudgetStatus.SUPERSEDED, ~continued)
        .group_by(Budget.grant_id, BudgetLine.id, BudgetLine.code)
        .order_by(Budget.grant_id, BudgetLine.code)
    )
    found: dict[int, list[tuple[str, Decimal]]] = defaultdict(list)
    for grant_id, code, spent in session.execute(_of_grants(statement, Budget.grant_id, grant_ids)):
        if spent:
            found[grant_id].append((code, spent))
    return found


def other_funding(session: Session, grant_ids: GrantIds = None) -> dict[int, Decimal]:
    """What other grants in the same currency give the projects of each grant that wants a share of its cost."""
    wanting = list(session.scalars(_of_grants(select(Grant.id).where(Grant.cost_share > 0), Grant.id, grant_ids)))
    if not wanting:
        return {}
    own, other, giver = aliased(GrantShare), aliased(GrantShare), aliased(Grant)
    statement: Any = (
        select(Grant.id, func.sum(other.amount))
        .join(own, own.grant_id == Grant.id)
        .join(other, and_(other.project_id == own.project_id, other.grant_id != Grant.id))
        .join(giver, and_(giver.id == other.grant_id, giver.currency == Grant.currency))
        .where(Grant.id.in_(wanting))
        .group_by(Grant.id)
    )
    return _counted(session.execute(statement))


def future_entries(session: Session, *, today: date, grant_ids: GrantIds = None) -> dict[int, int]:
    """How many entries of each grant are dated after `today`; sought by day, for which no grant is grouped by index."""
    grant_id = func.coalesce(LedgerEntry.grant_id, 0)
    statement: Any = select(grant_id, func.count()).where(LedgerEntry.entry_on > today).group_by(grant_id)
    return _counted(session.execute(_of_grants(statement, LedgerEntry.grant_id, grant_ids)))


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of an approved budget, and what was spent on it."""

    code: str
    category: int | None
    amount: Decimal
    spent: Decimal


def approved_lines(session: Session, grant_ids: GrantIds = None) -> dict[int, list[LineRow]]:
    """The approved lines of grants whose agreement says how far a line may be overspent, with what was spent on them.

    What others may overspend goes by category, of which the sums are at hand.
    """
    ruled = select(GrantRule.grant_id).where(GrantRule.kind == RuleKind.FLEXIBILITY, GrantRule.measure == Measure.LINE)
    spent = (
        select(func.sum(LedgerEntry.spent))
        .where(LedgerEntry.line_id == func.coalesce(BudgetLine.origin_id, BudgetLine.id))
        .correlate(BudgetLine)
        .scalar_subquery()
    )
    statement: Any = (
        select(Budget.grant_id, BudgetLine.code, BudgetLine.category, BudgetLine.amount, spent)
        .join(BudgetLine, BudgetLine.budget_id == Budget.id)
        .where(Budget.status == BudgetStatus.APPROVED, Budget.grant_id.in_(ruled))
        .order_by(Budget.grant_id, BudgetLine.code)
    )
    found: dict[int, list[LineRow]] = defaultdict(list)
    rows: Iterable[Any] = session.execute(_of_grants(statement, Budget.grant_id, grant_ids))
    for grant_id, code, category, amount, paid in rows:
        found[grant_id].append(LineRow(code, category, amount, paid or ZERO))
    return found


# --- every entry --------------------------------------------------------------------------------------------------


def costs_without_line(session: Session, grant_ids: GrantIds = None) -> dict[int, int]:
    """How many costs of each grant stand on no line of a budget."""
    statement: Any = (
        select(LedgerEntry.grant_id, func.count())
        .where(LedgerEntry.line_id.is_(None), LedgerEntry.spent.is_not(None), LedgerEntry.grant_id.is_not(None))
        .group_by(LedgerEntry.grant_id)
    )
    return _counted(session.execute(_of_grants(statement, LedgerEntry.grant_id, grant_ids)))


def wrong_signs(session: Session, grant_ids: GrantIds = None) -> dict[int, int]:
    """How many costs and receipts of each grant are negative and reverse nothing."""
    statement: Any = (
        select(LedgerEntry.grant_id, func.count())
        .where(
            LedgerEntry.amount < 0,
            LedgerEntry.kind.in_((LedgerKind.EXPENDITURE, LedgerKind.RECEIPT)),
            LedgerEntry.corrects_id.is_(None),
            LedgerEntry.grant_id.is_not(None),
        )
        .group_by(LedgerEntry.grant_id)
    )
    return _counted(session.execute(_of_grants(statement, LedgerEntry.grant_id, grant_ids)))


def old_commitments(session: Session, *, before: date, grant_ids: GrantIds = None) -> dict[int, tuple[int, Decimal]]:
    """By grant, how many commitments made before a day are open, and how much of them.

    Open is what was committed less all that entries naming it released or cancelled.
    """
    linked = aliased(LedgerEntry)
    released = (
        select(func.coalesce(func.sum(linked.committed), literal(ZERO, Exact())))
        .where(linked.commitment_id == LedgerEntry.id)
        .correlate(LedgerEntry)
        .scalar_subquery()
    )
    statement: Any = select(LedgerEntry.grant_id, (LedgerEntry.committed + released).label("open")).where(
        LedgerEntry.kind == LedgerKind.COMMITMENT,
        LedgerEntry.commitment_id.is_(None),
        LedgerEntry.corrects_id.is_(None),
        LedgerEntry.entry_on < before,
        LedgerEntry.grant_id.is_not(None),
    )
    found = _of_grants(statement, LedgerEntry.grant_id, grant_ids).subquery()
    summed = select(found.c.grant_id, func.count(), type_coerce(func.sum(found.c.open), Exact())).where(
        found.c.open > 0
    )
    rows = session.execute(summed.group_by(found.c.grant_id))
    return {grant_id: (count, amount) for grant_id, count, amount in rows}


def repeated_documents(session: Session, grant_ids: GrantIds = None) -> dict[int, list[str]]:
    """By grant, the references that stand in its ledger twice alike: kind, day, amount, line and counterparty.

    Reversals, what was reversed, and the parts of one cost that was split are no repetition.
    """
    reversal = aliased(LedgerEntry)
    reversed_ = exists().where(reversal.corrects_id == LedgerEntry.id)
    alike = (
        LedgerEntry.grant_id,
        LedgerEntry.reference,
        LedgerEntry.kind,
        LedgerEntry.entry_on,
        LedgerEntry.original_currency,
        LedgerEntry.original_amount,
        func.coalesce(LedgerEntry.line_id, 0),
        LedgerEntry.counterparty,
    )
    statement: Any = (
        select(LedgerEntry.grant_id, LedgerEntry.reference)
        .where(
            LedgerEntry.reference != "",
            LedgerEntry.grant_id.is_not(None),
            LedgerEntry.split_key.is_(None),
            LedgerEntry.corrects_id.is_(None),
            ~reversed_,
        )
        .group_by(*alike)
        .having(func.count() > 1)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for grant_id, reference in session.execute(_of_grants(statement, LedgerEntry.grant_id, grant_ids)):
        if reference not in found[grant_id]:
            found[grant_id].append(reference)
    return {grant_id: sorted(references) for grant_id, references in found.items()}


# --- all of it ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CheckRows:
    """The answers to all questions, by grant; those about every entry are empty when nobody asked."""

    books: Mapping[int, RuleBook]
    instalments: Mapping[int, list[InstalmentRow]]
    ineligible: Mapping[int, list[tuple[int, Decimal]]]
    removed: Mapping[int, list[tuple[str, Decimal]]]
    lines: Mapping[int, list[LineRow]]
    other_funding: Mapping[int, Decimal]
    in_future: Mapping[int, int]
    requests: list[RequestRow]
    agreements: list[AgreementRow]
    obligations: list[ObligationRow]
    entries_without_grant: int
    without_line: Mapping[int, int] = field(default_factory=dict)
    wrong_sign: Mapping[int, int] = field(default_factory=dict)
    old: Mapping[int, tuple[int, Decimal]] = field(default_factory=dict)
    repeated: Mapping[int, list[str]] = field(default_factory=dict)


def check_rows(session: Session, *, today: date, whole: bool, grant_id: int | None = None) -> CheckRows:
    """Asks all questions; of one grant, without what belongs to the office, or of all; `whole` looks at every entry."""
    grant_ids = None if grant_id is None else [grant_id]
    found = CheckRows(
        books=rule_books(session, grant_ids),
        instalments=instalments(session, grant_ids),
        ineligible=ineligible_costs(session, grant_ids),
        removed=removed_lines(session, grant_ids),
        lines=approved_lines(session, grant_ids),
        other_funding=other_funding(session, grant_ids),
        in_future=future_entries(session, today=today, grant_ids=grant_ids),
        requests=budget_requests(session, grant_ids),
        agreements=agreements(session) if grant_id is None else [],
        obligations=open_obligations(session, until=today) if grant_id is None else [],
        entries_without_grant=entries_without_grant(session) if grant_id is None else 0,
    )
    if not whole:
        return found
    return replace(
        found,
        without_line=costs_without_line(session, grant_ids),
        wrong_sign=wrong_signs(session, grant_ids),
        old=old_commitments(session, before=months_before(today, OLD_COMMITMENT_MONTHS), grant_ids=grant_ids),
        repeated=repeated_documents(session, grant_ids),
    )
