"""Reads what reports are made from: the grant, its budgets and lines, results, rates, and the report before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from desktop.domain.amendment import terms_as_at
from desktop.domain.budget_sheet import budget_label
from desktop.domain.codes import BudgetStatus
from desktop.domain.money import ZERO
from desktop.domain.period import Period
from desktop.reports.facts import BudgetFacts, GrantFacts, LineFacts, PreviousReport, RateFacts, ResultFacts
from desktop.reports.report import Letterhead
from desktop.reports.trace import NONE, Scope
from desktop.storage import models
from desktop.storage.amendments import applied_to, terms_of
from desktop.storage.derived import first_line
from desktop.storage.models import (
    Agreement,
    Budget,
    BudgetLine,
    BudgetPhase,
    Crosswalk,
    DonorReport,
    Grant,
    GrantShare,
    LedgerEntry,
    Organisation,
    Project,
    ResultNode,
)
from desktop.storage.office import Office
from desktop.storage.trace_names import Names

_CLOSED = (BudgetStatus.APPROVED, BudgetStatus.SUPERSEDED)


def letterhead_of(session: Session, office: Office) -> Letterhead:
    """How the office stands at the head of its reports."""
    record = session.scalars(select(models.Letterhead)).one_or_none()
    if record is None:
        return Letterhead(office.facts.name)
    return Letterhead(office.facts.name, record.address, record.contact, record.uei, record.ein, record.logo or b"")


def grants_for_reports(session: Session, grants: Sequence[int] = ()) -> tuple[GrantFacts, ...]:
    """Grants by their references; all when none are named."""
    statement: Any = (
        select(Grant, Organisation.name, Organisation.called, func.coalesce(Agreement.reference, ""))
        .join(Organisation, Organisation.id == Grant.funder_id)
        .outerjoin(Agreement, Agreement.id == Grant.agreement_id)
        .order_by(Grant.reference)
    )
    if grants:
        statement = statement.where(Grant.id.in_(grants))
    budgeted, projects = _budgeted(session), _projects(session)
    return tuple(
        GrantFacts(
            id=grant.id,
            reference=grant.reference,
            title=grant.title,
            funder=name,
            funder_short=called,
            agreement=agreement,
            currency=grant.currency,
            amount=grant.amount,
            awarded_on=grant.awarded_on,
            starts_on=grant.starts_on,
            ends_on=grant.ends_on,
            liquidation_days=grant.liquidation_days,
            closed_on=grant.closed_on,
            award_number=grant.award_number,
            assistance_listing=grant.assistance_listing,
            erp_grant=grant.erp_grant,
            cost_share=grant.cost_share,
            budgeted=budgeted.get(grant.id, ZERO),
            projects=tuple(projects.get(grant.id, ())),
        )
        for grant, name, called, agreement in session.execute(statement)
    )


def _budgeted(session: Session) -> dict[int, Decimal]:
    statement = (
        select(Budget.grant_id, func.sum(BudgetLine.amount).label("amount"))
        .join(BudgetLine, BudgetLine.budget_id == Budget.id)
        .where(Budget.status == BudgetStatus.APPROVED)
        .group_by(Budget.grant_id)
    )
    return {row.grant_id: row.amount for row in session.execute(statement)}


def _projects(session: Session) -> Mapping[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    statement = (
        select(GrantShare.grant_id, Project.reference, Project.title)
        .join(Project, Project.id == GrantShare.project_id)
        .order_by(GrantShare.grant_id, Project.reference)
    )
    for grant_id, reference, title in session.execute(statement):
        found[grant_id].append((reference, title))
    return found


# --- budgets ---------------------------------------------------------------------------------------------------------


def budgets_for_report(session: Session, grant_id: int, names: Names) -> tuple[BudgetFacts, ...]:
    """The budgets of a grant that were ever approved, the oldest first, each by line and category."""
    heads = session.execute(
        select(Budget.id, Budget.revision, Budget.title, Budget.status, Budget.approved_on, Budget.project_id)
        .where(Budget.grant_id == grant_id, Budget.status.in_(_CLOSED))
        .order_by(Budget.revision, Budget.id)
    ).all()
    by_line: dict[int, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    by_category: dict[int, dict[int | None, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    lines = select(BudgetLine.budget_id, first_line(BudgetLine), BudgetLine.category, BudgetLine.amount)
    for budget_id, first, category, amount in session.execute(
        lines.where(BudgetLine.budget_id.in_([head.id for head in heads]))
    ):
        by_line[budget_id][names.lines[first].code] += amount
        by_category[budget_id][category] += amount
    return tuple(
        BudgetFacts(
            head.id,
            budget_label(revision=head.revision, name=head.title, status=BudgetStatus(head.status)),
            head.revision or 0,
            head.approved_on,
            dict(by_line[head.id]),
            dict(by_category[head.id]),
            names.projects.get(head.project_id or 0, ""),
        )
        for head in heads
    )


def lines_for_report(session: Session, grant_id: int, names: Names) -> tuple[LineFacts, ...]:
    """The lines of the approved budgets of a grant, by code."""
    return tuple(_lines(session, grant_id, names, BudgetStatus.APPROVED))


def former_lines(session: Session, grant_id: int, names: Names, *, known: Sequence[LineFacts]) -> tuple[LineFacts, ...]:
    """The lines of budgets before the approved ones that these, which are `known`, have no more: as they were last."""
    keys = {line.key for line in known}
    former = sorted(_lines(session, grant_id, names, BudgetStatus.SUPERSEDED), key=lambda line: line.id)
    return tuple(line for key, line in {line.key: line for line in former}.items() if key not in keys)


def _lines(session: Session, grant_id: int, names: Names, status: BudgetStatus) -> list[LineFacts]:
    """The lines of the budgets of a grant that have a status, by code."""
    statement = (
        select(BudgetLine, first_line(BudgetLine))
        .join(Budget, Budget.id == BudgetLine.budget_id)
        .where(Budget.grant_id == grant_id, Budget.status == status)
        .order_by(BudgetLine.code, BudgetLine.id)
    )
    phases = _phases(session, grant_id)
    found = []
    for line, first in session.execute(statement):
        results = names.results.get(line.result_id or 0, {})
        found.append(
            LineFacts(
                id=line.id,
                key=names.lines[first].code,
                code=line.code,
                description=line.description,
                category=line.category,
                amount=line.amount,
                unit=line.unit,
                quantity=line.quantity,
                unit_cost=line.unit_cost,
                duration=line.duration,
                percent_charged=line.percent_charged,
                project=names.projects.get(names.lines[first].project_id, NONE),
                phases=tuple(phases.get(line.id, ())),
                **{kind: results.get(kind, NONE) for kind in ("outcome", "output", "activity")},
            )
        )
    return found


def _phases(session: Session, grant_id: int) -> Mapping[int, list[tuple[date, Decimal]]]:
    """The phases of the lines of a grant's approved budgets, by line and day."""
    statement = (
        select(BudgetPhase.line_id, BudgetPhase.starts_on, BudgetPhase.amount)
        .join(BudgetLine, BudgetLine.id == BudgetPhase.line_id)
        .join(Budget, Budget.id == BudgetLine.budget_id)
        .where(Budget.grant_id == grant_id, Budget.status == BudgetStatus.APPROVED)
        .order_by(BudgetPhase.starts_on)
    )
    found: dict[int, list[tuple[date, Decimal]]] = defaultdict(list)
    for line_id, starts_on, amount in session.execute(statement):
        found[line_id].append((starts_on, amount))
    return found


def authorized_on(session: Session, grant_id: int, day: date) -> Decimal:
    """What a grant was awarded as at a day, before amendments that came into force after it."""
    return terms_as_at(terms_of(session.get_one(Grant, grant_id)), applied_to(session, grant_id), day).amount


def results_for_report(session: Session, names: Names) -> tuple[ResultFacts, ...]:
    """The results that have a name, each after the one above it."""
    statement = select(ResultNode).where(ResultNode.id.in_(list(names.results))).order_by(ResultNode.code)
    found = {node.id: node for node in session.scalars(statement)}

    def under(parent: int | None) -> list[ResultFacts]:
        facts = []
        for node in found.values():
            if (node.parent_id if node.parent_id in found else None) != parent:
                continue
            keys = names.results[node.id]
            above = found.get(node.parent_id or 0)
            over = NONE if above is None else keys[above.kind]
            facts.append(ResultFacts(node.id, keys[node.kind], node.kind, node.code, node.title, over, parent or 0))
            facts += under(node.id)
        return facts

    return tuple(under(None))


# --- rates, crosswalks, the report before ----------------------------------------------------------------------------


def rates_used(session: Session, scope: Scope) -> tuple[RateFacts, ...]:
    """The rates at which entries of the period were converted, by currency and day."""
    columns = (
        LedgerEntry.original_currency,
        LedgerEntry.rate,
        LedgerEntry.rate_per,
        LedgerEntry.rate_on,
        LedgerEntry.rate_source,
    )
    original = case((LedgerEntry.spent.is_not(None), LedgerEntry.original_amount))
    statement: Any = (
        select(*columns, func.count(), func.sum(original), func.sum(LedgerEntry.spent))
        .where(LedgerEntry.grant_id.in_(scope.grants), LedgerEntry.original_currency != LedgerEntry.currency)
        .where(LedgerEntry.entry_on >= scope.period.start, LedgerEntry.entry_on <= scope.period.last)
        .group_by(*columns)
        .order_by(*columns)
    )
    return tuple(
        RateFacts(currency, units, per, on, source, entries, in_currency or ZERO, spent or ZERO)
        for currency, units, per, on, source, entries, in_currency, spent in session.execute(statement)
    )


def crosswalks_of(session: Session, grant_id: int) -> dict[str, dict[int, tuple[tuple[str, Decimal], ...]]]:
    """The crosswalks that someone edited, by scheme and category; those of the grant before those of the office."""
    found: dict[str, dict[int, list[tuple[str, Decimal]]]] = {}
    own: set[tuple[str, int]] = set()
    statement = select(Crosswalk).where((Crosswalk.grant_id == grant_id) | Crosswalk.grant_id.is_(None))
    for row in session.scalars(statement.order_by(Crosswalk.grant_id.desc().nulls_last(), Crosswalk.id)):
        about = (row.scheme, row.category)
        if row.grant_id is not None:
            own.add(about)
        elif about in own:
            continue
        found.setdefault(row.scheme, {}).setdefault(row.category, []).append((row.target, row.percent))
    return {scheme: {key: tuple(rows) for key, rows in parts.items()} for scheme, parts in found.items()}


def report_before(session: Session, report_id: int | None) -> PreviousReport | None:
    """A submitted report as the next one needs it; None of none."""
    if report_id is None:
        return None
    record = session.get_one(DonorReport, report_id)
    values = (record.figures or {}).get("values", {})
    return PreviousReport(
        record.id,
        record.number,
        Period.of_days(record.starts_on, record.ends_on),
        {key: None if value is None else Decimal(value) for key, value in values.items()},
    )
