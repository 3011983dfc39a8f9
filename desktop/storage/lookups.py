"""Small questions services ask of an office while they work: by reference, by date, by grant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import Session

from desktop.domain.codes import BudgetStatus
from desktop.domain.rates import Rate
from desktop.domain.terms import RuleKind
from desktop.language import UserError, say
from desktop.storage.models import (
    Budget,
    BudgetLine,
    ExchangeRate,
    Grant,
    GrantRule,
    GrantShare,
    LedgerEntry,
    Organisation,
    Project,
)


def grant_by_reference(session: Session, reference: str) -> Grant:
    """The grant called `reference`. Raises UserError that names the nearest when there is none."""
    grant = session.scalars(select(Grant).where(Grant.reference == reference)).one_or_none()
    if grant is not None:
        return grant
    known = difflib.get_close_matches(reference, session.scalars(select(Grant.reference)).all(), n=3, cutoff=0)
    raise UserError(
        say("There is no grant {reference}.", reference=reference),
        say("Nothing was done."),
        say("Nearest: {known}.", known=known) if known else say("Add the grant first."),
    )


def rates_for(session: Session, currencies: Iterable[str], *, base: str = "USD") -> list[Rate]:
    """All rates of `currencies` against `base`."""
    rows = session.scalars(
        select(ExchangeRate).where(ExchangeRate.currency.in_(set(currencies)), ExchangeRate.base == base)
    )
    return [Rate(row.currency, row.base, row.effective_on, row.units, row.source) for row in rows]


def currency_in_use(session: Session, grant_id: int) -> str | None:
    """The currency that a grant was kept in, when its budget, its ledger or its projects hold amounts of it."""
    lines = exists().where(BudgetLine.budget_id == Budget.id, Budget.grant_id == grant_id)
    entries = exists().where(LedgerEntry.grant_id == grant_id)
    shares = exists().where(GrantShare.grant_id == grant_id)
    return session.scalar(select(Grant.currency).where(Grant.id == grant_id, or_(lines, entries, shares)))


def shares_of(session: Session, grant_id: int) -> list[GrantShare]:
    """What a grant gives its projects."""
    return list(session.scalars(select(GrantShare).where(GrantShare.grant_id == grant_id).order_by(GrantShare.id)))


def indirect_rules(session: Session, grant_id: int) -> list[GrantRule]:
    """The rules that say the rate of a grant's indirect cost, the newest last."""
    statement = select(GrantRule).where(GrantRule.grant_id == grant_id, GrantRule.kind == RuleKind.INDIRECT)
    return list(session.scalars(statement.order_by(GrantRule.starts_on.asc().nulls_first(), GrantRule.id)))


def is_whole_award(session: Session, share: GrantShare) -> bool:
    """Whether a project gets all of its grant, as that was kept last."""
    return session.scalar(select(Grant.amount).where(Grant.id == share.grant_id)) == share.amount


def project_references(session: Session, project_ids: Iterable[int]) -> list[str]:
    """How projects are called."""
    statement = select(Project.reference).where(Project.id.in_(list(project_ids))).order_by(Project.reference)
    return list(session.scalars(statement))


@dataclass(frozen=True, slots=True)
class UsedGrant:
    """The grant that something was kept for."""

    id: int
    reference: str


def grant_of_lines(session: Session, budget_id: int) -> UsedGrant | None:
    """The grant that a budget was kept for, when it has lines."""
    lines = exists().where(BudgetLine.budget_id == Budget.id)
    kept = select(Grant.id, Grant.reference).join(Budget, Budget.grant_id == Grant.id)
    found = session.execute(kept.where(Budget.id == budget_id, lines)).one_or_none()
    return None if found is None else UsedGrant(*found)


def grant_of_entries(session: Session, line_id: int) -> UsedGrant | None:
    """The grant whose entries stand on a budget line."""
    kept = select(Grant.id, Grant.reference).join(LedgerEntry, LedgerEntry.grant_id == Grant.id)
    found = session.execute(kept.where(LedgerEntry.line_id == line_id).limit(1)).one_or_none()
    return None if found is None else UsedGrant(*found)


@dataclass(frozen=True, slots=True)
class Rated:
    """How an entry was converted when it was kept last."""

    entry_on: date
    original_currency: str
    currency: str
    rate: Decimal
    rate_per: Decimal


def converted_here(session: Session, source: str) -> dict[str, Rated]:
    """How entries whose source keys begin with `source` were converted from their own currency, by source key."""
    columns = (LedgerEntry.entry_on, LedgerEntry.original_currency, LedgerEntry.currency)
    statement: Any = select(LedgerEntry.source_key, *columns, LedgerEntry.rate, LedgerEntry.rate_per)
    converted = LedgerEntry.currency != LedgerEntry.original_currency
    rows = session.execute(statement.where(LedgerEntry.source_key.startswith(source), converted))
    return {key: Rated(*rest) for key, *rest in rows}


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
    rate_per: Decimal
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
            LedgerEntry.rate_per,
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
        select(BudgetLine.category, func.sum(BudgetLine.amount).label("amount"))
        .join(Budget, Budget.id == BudgetLine.budget_id)
        .where(Budget.grant_id == grant_id, Budget.status == BudgetStatus.APPROVED)
        .group_by(BudgetLine.category)
    )
    return {row.category: row.amount for row in session.execute(statement)}


def name_of(session: Session, organisation_id: int) -> str:
    """What an organisation is called."""
    return session.scalars(select(Organisation.name).where(Organisation.id == organisation_id)).one()


@dataclass(frozen=True, slots=True)
class OfficeProject:
    """A project of the office: its id, the references of all above it, and whether people made it a budget here."""

    id: int
    above: tuple[str, ...]
    has_own_budget: bool = False


def projects_in_office(session: Session) -> dict[str, OfficeProject]:
    """Every project by its reference, with what it is part of."""
    rows = session.execute(select(Project.id, Project.reference, Project.tree_path)).all()
    references = {row.id: row.reference for row in rows}
    budgeted = set(session.scalars(_own_budgets()))
    return {
        row.reference: OfficeProject(
            row.id, tuple(references[int(part)] for part in row.tree_path.split("/")[:-2]), row.id in budgeted
        )
        for row in rows
    }


def _own_budgets() -> Select[Any]:
    """The projects with a first budget or an approved revision that no import brought."""
    in_force = Budget.status.in_((BudgetStatus.APPROVED, BudgetStatus.SUPERSEDED))
    return select(Budget.project_id).where(Budget.batch_id.is_(None), or_(Budget.revision == 0, in_force))
