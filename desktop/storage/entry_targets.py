"""What the rows of a ledger extract are held against: grants and what stands under them, and entries that are there."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, bindparam, func, select, text, type_coerce
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session
from sqlalchemy.types import Text

from desktop.domain.codes import BudgetStatus
from desktop.domain.money import ZERO
from desktop.domain.rates import Rate
from desktop.domain.rules import RuleBook
from desktop.storage.derived import first_line
from desktop.storage.engine import is_file
from desktop.storage.ledger import REPLACES, commitments
from desktop.storage.models import Budget, BudgetLine, ExchangeRate, Grant, Instalment, LedgerEntry, Project, ResultNode
from desktop.storage.models.base import table_of
from desktop.storage.rulebooks import rule_books

_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class TargetGrant:
    """A grant that rows can name."""

    id: int
    reference: str
    currency: str


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A line of an approved budget; `id` is that of the first line it continues, on which entries stand."""

    id: int
    code: str
    category: int | None
    grant_id: int
    project_id: int | None
    budget_id: int
    description: str = ""


@dataclass(frozen=True, slots=True)
class OpenCommitment:
    """A commitment that rows can name by its document; `open` is in the grant's currency."""

    id: int
    reference: str
    grant_id: int
    line_id: int | None
    category: int | None
    open: Decimal


@dataclass(frozen=True, slots=True)
class Targets:
    """Everything that rows of a ledger extract can refer to, read at once."""

    grants: list[TargetGrant]
    lines: list[TargetLine]
    approved: dict[int, list[tuple[int, int | None]]]  # approved budgets of a grant, each with its project
    projects: dict[str, int]
    results: list[tuple[int, int, str]]  # id, project, code
    instalments: dict[tuple[int, int], int]  # grant and number
    commitments: list[OpenCommitment]
    rates: list[Rate]
    books: dict[int, RuleBook]
    entries: bool  # whether the ledger holds any


def targets(session: Session, *, with_commitments: bool = False) -> Targets:
    """What the office has; commitments only when rows name some."""
    line, budget = BudgetLine, Budget
    of_line = first_line(line), line.code, line.category
    lines = session.execute(
        select(*of_line, budget.grant_id, budget.project_id, budget.id, line.description)
        .join(Budget, Budget.id == BudgetLine.budget_id)
        .where(Budget.status == BudgetStatus.APPROVED)
        .order_by(BudgetLine.id)
    )
    approved: dict[int, list[tuple[int, int | None]]] = {}
    budgets = select(Budget.grant_id, Budget.id, Budget.project_id).where(Budget.status == BudgetStatus.APPROVED)
    for grant_id, budget_id, project_id in session.execute(budgets.order_by(Budget.id)):
        approved.setdefault(grant_id, []).append((budget_id, project_id))
    grants = session.execute(select(Grant.id, Grant.reference, Grant.currency).order_by(Grant.id))
    results = session.execute(select(ResultNode.id, ResultNode.project_id, ResultNode.code).order_by(ResultNode.id))
    expected = session.execute(select(Instalment.grant_id, Instalment.number, Instalment.id))
    columns = (ExchangeRate.currency, ExchangeRate.base, ExchangeRate.effective_on, ExchangeRate.units)
    rates: Any = select(*columns, ExchangeRate.source).where(ExchangeRate.base == "USD")
    return Targets(
        [TargetGrant(*row) for row in grants],
        [TargetLine(*row) for row in lines],
        approved,
        {row.reference: row.id for row in session.execute(select(Project.reference, Project.id))},
        [(row[0], row[1], row[2]) for row in results],
        {(grant_id, number): identity for grant_id, number, identity in expected},
        list(_open_commitments(session)) if with_commitments else [],
        [Rate(*row) for row in session.execute(rates)],
        rule_books(session),
        session.scalar(select(LedgerEntry.id).limit(1)) is not None,
    )


def _open_commitments(session: Session) -> Iterator[OpenCommitment]:
    places = {
        identity: (line_id, category)
        for identity, line_id, category in session.execute(
            select(LedgerEntry.id, LedgerEntry.line_id, LedgerEntry.category).where(LedgerEntry.kind == "commitment")
        )
    }
    for facts in commitments(session):
        opened = sum((move.opened for move in facts.moves), ZERO)
        if facts.grant_id is not None:
            yield OpenCommitment(facts.id, facts.reference, facts.grant_id, *places[facts.id], opened)


# --- entries that are there ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """An entry of the ledger, as far as a row may say something else of it; numbers as they are stored."""

    id: int
    source_key: str | None
    batch_id: int | None
    entry_on: date
    kind: str
    reference: str
    grant_id: int | None
    line_id: int | None
    project_id: int | None
    result_id: int | None
    commitment_id: int | None
    instalment_id: int | None
    category: int | None
    original_currency: str
    original_amount: int
    rate: int
    rate_per: int
    amount: int
    description: str
    counterparty: str


_STORED = frozenset({"original_amount", "rate", "rate_per", "amount"})
_COLUMNS = tuple(
    type_coerce(table_of(LedgerEntry).c[name], BigInteger()) if name in _STORED else table_of(LedgerEntry).c[name]
    for name in KnownEntry.__dataclass_fields__
)


def entries_with_keys(session: Session, keys: Sequence[str]) -> Iterator[KnownEntry]:
    """The entries that have one of these source keys."""
    return _entries(session, LedgerEntry.source_key, keys)


def entries_with_documents(session: Session, references: Sequence[str]) -> Iterator[KnownEntry]:
    """The entries that name one of these documents, but for reversals, the oldest first."""
    found = _entries(session, LedgerEntry.reference, references, LedgerEntry.corrects_id.is_(None))
    return iter(sorted(found, key=lambda entry: entry.id))


def _entries(
    session: Session, column: Any, values: Sequence[str], *conditions: ColumnElement[bool]
) -> Iterator[KnownEntry]:
    for start in range(0, len(values), _AT_ONCE):
        some = values[start : start + _AT_ONCE]
        statement: Any = select(*_COLUMNS).where(_one_of(session, column, some), *conditions)
        for row in session.execute(statement):
            yield KnownEntry(*row)


def _one_of(session: Session, column: Any, values: Sequence[str]) -> ColumnElement[bool]:
    """Whether a column holds one of many texts: they are handed over as one value, not as thousands."""
    found: ColumnElement[bool]
    if is_file(session.connection()):
        listed = text("SELECT value FROM json_each(:listed)").bindparams(listed=json.dumps(values))
        found = column.in_(listed)
    else:
        found = column == func.any(bindparam("listed", list(values), type_=ARRAY(Text())))
    return found


def replacements(session: Session) -> tuple[set[int], dict[int, int]]:
    """The entries that were reversed, and those that were posted in the place of another one, by that one."""
    reversed_ids = set(session.scalars(select(LedgerEntry.corrects_id).where(LedgerEntry.corrects_id.is_not(None))))
    placed = select(LedgerEntry.source_key, LedgerEntry.id).where(LedgerEntry.source_key.startswith(f"{REPLACES}:"))
    instead = {int(str(key).partition(":")[2]): identity for key, identity in session.execute(placed)}
    return {identity for identity in reversed_ids if identity is not None}, instead


def entries_by_id(session: Session, ids: Iterable[int]) -> dict[int, KnownEntry]:
    """These few entries."""
    statement: Any = select(*_COLUMNS).where(LedgerEntry.id.in_(list(ids)))
    return {row[0]: KnownEntry(*row) for row in session.execute(statement)}
