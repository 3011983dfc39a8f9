"""Small questions services ask of an office while they work: by reference, by date, by grant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.codes import BudgetStatus
from desktop.domain.rates import Rate
from desktop.language import UserError, say
from desktop.storage.models import Budget, BudgetLine, ExchangeRate, Grant, LedgerEntry, Organisation


def grant_by_reference(session: Session, reference: str) -> Grant:
    """The grant called `reference`. Raises UserError that names the nearest when there is none."""
    grant = session.scalars(select(Grant).where(Grant.reference == reference)).one_or_none()
    if grant is not None:
        return grant
    start = reference[:3].casefold()
    known = (
        session.scalars(
            select(Grant.reference)
            .where(func.lower(Grant.reference).startswith(start))
            .order_by(Grant.reference)
            .limit(5)
        ).all()
        or session.scalars(select(Grant.reference).order_by(Grant.reference).limit(5)).all()
    )
    raise UserError(
        say("There is no grant {reference}.", reference=reference),
        say("Nothing was done."),
        say("Grants of this office: {known}.", known=list(known)) if known else say("Add the grant first."),
    )


def rates_for(session: Session, currencies: Iterable[str], *, base: str = "USD") -> list[Rate]:
    """All rates of `currencies` against `base`."""
    rows = session.scalars(
        select(ExchangeRate).where(ExchangeRate.currency.in_(set(currencies)), ExchangeRate.base == base)
    )
    return [Rate(row.currency, row.base, row.effective_on, row.units, row.source) for row in rows]


def budget_lines(session: Session, grant_id: int) -> dict[str, tuple[int, int | None]]:
    """Code -> id and category of each line of the grant's approved budgets."""
    rows = session.execute(
        select(BudgetLine.code, BudgetLine.id, BudgetLine.category)
        .join(Budget, Budget.id == BudgetLine.budget_id)
        .where(Budget.grant_id == grant_id, Budget.status == BudgetStatus.APPROVED)
    )
    return {code: (identity, category) for code, identity, category in rows}


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """A ledger entry as a report needs it; amounts in the grant's currency, None where the kind adds none."""

    id: int
    entry_on: date
    kind: str
    reference: str
    description: str
    category: int | None
    line: str
    original_currency: str
    original_amount: Decimal
    rate: Decimal
    spent: Decimal | None
    committed: Decimal | None
    received: Decimal | None


def entries_up_to(session: Session, grant_id: int, last: date) -> list[EntryFacts]:
    """Every entry of a grant dated on or before `last`, in order."""
    statement: Any = (
        select(
            LedgerEntry.id,
            LedgerEntry.entry_on,
            LedgerEntry.kind,
            LedgerEntry.reference,
            LedgerEntry.description,
            LedgerEntry.category,
            func.coalesce(BudgetLine.code, ""),
            LedgerEntry.original_currency,
            LedgerEntry.original_amount,
            LedgerEntry.rate,
            LedgerEntry.spent,
            LedgerEntry.committed,
            LedgerEntry.received,
        )
        .outerjoin(BudgetLine, BudgetLine.id == LedgerEntry.line_id)
        .where(LedgerEntry.grant_id == grant_id, LedgerEntry.entry_on <= last)
        .order_by(LedgerEntry.entry_on, LedgerEntry.id)
    )
    return [EntryFacts(*row) for row in session.execute(statement)]


def budget_by_category(session: Session, grant_id: int) -> dict[int | None, Decimal]:
    """What the grant's approved budgets give each category."""
    statement = (
        select(BudgetLine.category, func.sum(BudgetLine.amount))
        .join(Budget, Budget.id == BudgetLine.budget_id)
        .where(Budget.grant_id == grant_id, Budget.status == BudgetStatus.APPROVED)
        .group_by(BudgetLine.category)
    )
    return {category: amount for category, amount in session.execute(statement)}  # noqa: C416 - rows are not pairs to mypy


def name_of(session: Session, organisation_id: int) -> str:
    """What an organisation is called."""
    return session.scalars(select(Organisation.name).where(Organisation.id == organisation_id)).one()
