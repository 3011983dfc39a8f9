"""What the project check reads besides the sums of grants: each question is asked once, for all grants together.

These questions seek in indexes or read small tables, so that Home asks them too. Those of `entry_facts` look at every
entry of the ledger; the check itself asks them, for the whole office or for one grant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from desktop.domain.checks import OLD_COMMITMENT_MONTHS
from desktop.domain.codes import BudgetStatus
from desktop.domain.money import ZERO
from desktop.domain.period import months_before
from desktop.domain.requirements import SentReport
from desktop.domain.rules import RuleBook
from desktop.domain.support_costs import Cost
from desktop.domain.terms import Measure, ObligationStatus, RuleKind
from desktop.storage.entry_facts import (
    costs_without_line,
    counted,
    old_commitments,
    repeated_documents,
    wrong_signs,
)
from desktop.storage.figures import entries_without_grant
from desktop.storage.instalments import InstalmentRow, instalments
from desktop.storage.models import (
    Agreement,
    Budget,
    BudgetLine,
    Grant,
    GrantRule,
    GrantShare,
    LedgerEntry,
    Obligation,
)
from desktop.storage.questions import ONE, Question
from desktop.storage.requirements import sent_reports
from desktop.storage.rulebooks import rule_books
from desktop.storage.support_costs import dated_costs


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


_REQUESTS = Question(
    select(Budget.id, Grant.reference, Budget.requested_on)
    .join(Grant, Grant.id == Budget.grant_id)
    .where(Budget.status == BudgetStatus.REQUESTED, Budget.requested_on.is_not(None))
    .order_by(Grant.reference, Budget.id),
    Budget.grant_id == ONE,
)


def budget_requests(session: Session, one: int | None = None) -> list[RequestRow]:
    """The budgets whose approval was asked for."""
    return [RequestRow(*row) for row in _REQUESTS.ask(session, one)]


_INELIGIBLE = Question(
    select(GrantRule.grant_id, GrantRule.category, func.sum(LedgerEntry.spent))
    .join(LedgerEntry, and_(LedgerEntry.grant_id == GrantRule.grant_id, LedgerEntry.category == GrantRule.category))
    .where(
        GrantRule.kind == RuleKind.INELIGIBLE,
        or_(GrantRule.starts_on.is_(None), LedgerEntry.entry_on >= GrantRule.starts_on),
    )
    .group_by(GrantRule.grant_id, GrantRule.category)
    .order_by(GrantRule.grant_id, GrantRule.category),
    GrantRule.grant_id == ONE,
)


def ineligible_costs(session: Session, one: int | None = None) -> dict[int, list[tuple[int, Decimal]]]:
    """By grant, the categories its rules exclude and what was spent on them since."""
    found: dict[int, list[tuple[int, Decimal]]] = defaultdict(list)
    for grant_id, category, spent in _INELIGIBLE.ask(session, one):
        if spent:
            found[grant_id].append((category, spent))
    return found


def _removed() -> Question:
    """Lines of superseded budgets that no approved one continues."""
    later, approved = aliased(BudgetLine), aliased(Budget)
    continued = (
        exists()
        .where(later.origin_id == BudgetLine.id, later.budget_id == approved.id)
        .where(approved.status == BudgetStatus.APPROVED)
    )
    return Question(
        select(Budget.grant_id, BudgetLine.code, func.sum(LedgerEntry.spent))
        .join(BudgetLine, BudgetLine.budget_id == Budget.id)
        .join(LedgerEntry, LedgerEntry.line_id == BudgetLine.id)
        .where(Budget.status == BudgetStatus.SUPERSEDED, ~continued)
        .group_by(Budget.grant_id, BudgetLine.id, BudgetLine.code)
        .order_by(Budget.grant_id, BudgetLine.code),
        Budget.grant_id == ONE,
    )


_REMOVED = _removed()


def removed_lines(session: Session, one: int | None = None) -> dict[int, list[tuple[str, Decimal]]]:
    """By grant, lines of superseded budgets that no approved one continues, with what was spent on them."""
    found: dict[int, list[tuple[str, Decimal]]] = defaultdict(list)
    for grant_id, code, spent in _REMOVED.ask(session, one):
        if spent:
            found[grant_id].append((code, spent))
    return found


def _funded_by_others() -> Question:
    """What other grants in the same currency give the projects of each grant that wants a share of its cost."""
    own, other, giver, wanting = aliased(GrantShare), aliased(GrantShare), aliased(Grant), aliased(Grant)
    return Question(
        select(Grant.id, func.sum(other.amount))
        .join(own, own.grant_id == Grant.id)
        .join(other, and_(other.project_id == own.project_id, other.grant_id != Grant.id))
        .join(giver, and_(giver.id == other.grant_id, giver.currency == Grant.currency))
        # They are few: from their shares on it is a seek.
        .where(own.grant_id.in_(select(wanting.id).where(wanting.cost_share > 0)))
        .group_by(Grant.id),
        Grant.id == ONE,
    )


_OTHER_FUNDING = _funded_by_others()

# Sought by day, for which no grant is grouped by index.
_ENTRY_GRANT = func.coalesce(LedgerEntry.grant_id, 0)
_IN_FUTURE = Question(
    select(_ENTRY_GRANT, func.count()).where(LedgerEntry.entry_on > bindparam("today")).group_by(_ENTRY_GRANT),
    LedgerEntry.grant_id == ONE,
)


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of an approved budget, and what was spent on it."""

    code: str
    category: int | None
    amount: Decimal
    spent: Decimal


_APPROVED_LINES = Question(
    select(
        Budget.grant_id,
        BudgetLine.code,
        BudgetLine.category,
        BudgetLine.amount,
        select(func.sum(LedgerEntry.spent))
        .where(LedgerEntry.line_id == func.coalesce(BudgetLine.origin_id, BudgetLine.id))
        .correlate(BudgetLine)
        .scalar_subquery(),
    )
    .join(BudgetLine, BudgetLine.budget_id == Budget.id)
    .where(
        Budget.status == BudgetStatus.APPROVED,
        Budget.grant_id.in_(
            select(GrantRule.grant_id).where(GrantRule.kind == RuleKind.FLEXIBILITY, GrantRule.measure == Measure.LINE)
        ),
    )
    .order_by(Budget.grant_id, BudgetLine.code),
    Budget.grant_id == ONE,
)


def approved_lines(session: Session, one: int | None = None) -> dict[int, list[LineRow]]:
    """The approved lines of grants whose agreement says how far a line may be overspent, with what was spent on them.

    What others may overspend goes by category, of which the sums are at hand.
    """
    found: dict[int, list[LineRow]] = defaultdict(list)
    for grant_id, code, category, amount, paid in _APPROVED_LINES.ask(session, one):
        found[grant_id].append(LineRow(code, category, amount, paid or ZERO))
    return found


@dataclass(frozen=True, slots=True)
class CheckRows:
    """The answers to all questions, by grant; those about every entry are empty when nobody asked."""

    books: Mapping[int, RuleBook]
    dated_costs: Mapping[int, list[Cost]]
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
    sent: Mapping[int, tuple[SentReport, ...]] = field(default_factory=dict)
    without_line: Mapping[int, int] = field(default_factory=dict)
    wrong_sign: Mapping[int, int] = field(default_factory=dict)
    old: Mapping[int, tuple[int, Decimal]] = field(default_factory=dict)
    repeated: Mapping[int, list[str]] = field(default_factory=dict)


def check_rows(session: Session, *, today: date, whole: bool, grant_id: int | None = None) -> CheckRows:
    """Asks all questions; of one grant, without what belongs to the office, or of all; `whole` looks at every entry."""
    books = rule_books(session, grant_id)
    found = CheckRows(
        books=books,
        dated_costs=dated_costs(session, books),
        instalments=instalments(session, grant_id),
        ineligible=ineligible_costs(session, grant_id),
        removed=removed_lines(session, grant_id),
        lines=approved_lines(session, grant_id),
        other_funding=counted(_OTHER_FUNDING.ask(session, grant_id)),
        in_future=counted(_IN_FUTURE.ask(session, grant_id, today=today)),
        requests=budget_requests(session, grant_id),
        agreements=agreements(session) if grant_id is None else [],
        obligations=open_obligations(session, until=today) if grant_id is None else [],
        entries_without_grant=entries_without_grant(session) if grant_id is None else 0,
        sent=sent_reports(session, grant_id),
    )
    if not whole:
        return found
    return replace(
        found,
        without_line=costs_without_line(session, grant_id),
        wrong_sign=wrong_signs(session, grant_id),
        old=old_commitments(session, grant_id, before=months_before(today, OLD_COMMITMENT_MONTHS)),
        repeated=repeated_documents(session, grant_id),
    )
