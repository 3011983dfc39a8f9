"""Reads the terms of grants, their amendments, and what was budgeted and booked up to a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.amendment import TERM_NAMES, Applied, GrantTerms
from desktop.domain.codes import BudgetStatus
from desktop.domain.terms import AmendmentStatus
from desktop.storage.audit import plain, typed
from desktop.storage.models import Amendment, AuditChange, Budget, BudgetLine, Grant, LedgerEntry, LedgerSum, Project

_COUNTED = (BudgetStatus.APPROVED, BudgetStatus.SUPERSEDED)


def terms_of(record: Grant | Amendment) -> GrantTerms:
    """The terms that a grant has, or that an amendment would give it."""
    values = {name: getattr(record, name) for name in TERM_NAMES}
    return GrantTerms(**values | {"amount": values["amount"] or Decimal(0)})


def terms_as_kept(terms: GrantTerms) -> dict[str, Any]:
    """Terms as an amendment keeps them: by attribute, exact, types of JSON only."""
    return {name: plain(value) for name, value in terms.by_name().items()}


def kept_terms(kept: Mapping[str, Any]) -> GrantTerms:
    """The terms that `terms_as_kept` wrote."""
    return GrantTerms(**typed(Amendment, {name: kept.get(name) for name in TERM_NAMES}))


def amendments_of(session: Session, grant_id: int) -> list[Amendment]:
    """The amendments of a grant by number."""
    statement = select(Amendment).where(Amendment.grant_id == grant_id).order_by(Amendment.number)
    return list(session.scalars(statement))


def applied_to(session: Session, grant_id: int) -> list[Applied]:
    """The amendments of a grant that are in force."""
    return [
        Applied(one.effective_on, one.number, kept_terms(one.before or {}))
        for one in amendments_of(session, grant_id)
        if one.status == AmendmentStatus.APPLIED and one.effective_on
    ]


def amended_since(session: Session, entry_id: int) -> bool:
    """Whether, after the entry of the trail applied an amendment or took it back, another of its grant was applied that
    is in force: the terms which that one replaced are what this entry left.
    """
    moved = [change.record_id for change in _moves_of_amendments(session, AuditChange.entry_id == entry_id)]
    grants = select(Amendment.grant_id).where(Amendment.id.in_(moved))
    others = select(Amendment.id).where(
        Amendment.grant_id.in_(grants), Amendment.id.not_in(moved), Amendment.status == AmendmentStatus.APPLIED
    )
    later = _moves_of_amendments(session, AuditChange.entry_id > entry_id, AuditChange.record_id.in_(others))
    return bool(moved) and bool(later)


def _moves_of_amendments(session: Session, *conditions: Any) -> list[AuditChange]:
    """The changes by which amendments were applied or became drafts again."""
    statement = select(AuditChange).where(AuditChange.record == Amendment.__tablename__, *conditions)
    applied = AmendmentStatus.APPLIED
    return [
        change
        for change in session.scalars(statement)
        if applied in ((change.before or {}).get("status"), (change.after or {}).get("status"))
    ]


def next_number(session: Session, grant_id: int) -> int:
    """The number of the next amendment of a grant."""
    last = session.scalar(select(func.max(Amendment.number)).where(Amendment.grant_id == grant_id))
    return (last or 0) + 1


@dataclass(frozen=True, slots=True)
class BudgetThen:
    """The budget that was in force on a day: of which project (empty: the whole grant), which revision, its total in
    the grant's currency, and since when (None: from the start).
    """

    project: str
    revision: int
    amount: Decimal
    approved_on: date | None


def budgets_on(session: Session, grant_id: int, day: date) -> list[BudgetThen]:
    """Of the budgets of a grant and each project the one that was approved last on or before `day`."""
    total = (
        select(func.sum(BudgetLine.amount)).where(BudgetLine.budget_id == Budget.id).correlate(Budget).scalar_subquery()
    )
    statement = (
        select(Budget.project_id, Project.reference, Budget.revision, total, Budget.approved_on)
        .outerjoin(Project, Project.id == Budget.project_id)
        .where(Budget.grant_id == grant_id, Budget.status.in_([str(status) for status in _COUNTED]))
        .where(func.coalesce(Budget.approved_on, date.min) <= day)
        .order_by(func.coalesce(Budget.approved_on, date.min), Budget.revision, Budget.id)
    )
    newest: dict[int | None, BudgetThen] = {}
    for project_id, reference, revision, amount, approved_on in session.execute(statement):
        newest[project_id] = BudgetThen(reference or "", revision or 0, amount or Decimal(0), approved_on)
    return sorted(newest.values(), key=lambda one: one.project)


@dataclass(frozen=True, slots=True)
class Booked:
    """What a grant had spent, committed and received, in its currency."""

    spent: Decimal
    committed: Decimal
    received: Decimal


def booked_up_to(session: Session, grant_id: int, day: date) -> Booked:
    """What the ledger of a grant sums to by the end of `day`: whole months by their sums, the last one by entries."""
    month = day.replace(day=1)
    months = _sums(session, LedgerSum, LedgerSum.grant_id == grant_id, LedgerSum.month < month)
    days = _sums(
        session,
        LedgerEntry,
        LedgerEntry.grant_id == grant_id,
        LedgerEntry.entry_on >= month,
        LedgerEntry.entry_on <= day,
    )
    return Booked(*(one + other for one, other in zip(months, days, strict=True)))


def _sums(session: Session, model: type[LedgerSum | LedgerEntry], *conditions: Any) -> list[Decimal]:
    columns = [func.sum(model.spent), func.sum(model.committed), func.sum(model.received)]
    return [value or Decimal(0) for value in session.execute(select(*columns).where(*conditions)).one()]
