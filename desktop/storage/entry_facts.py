"""What the project check reads from every entry of the ledger, of all grants or of one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, exists, func, literal, select, type_coerce
from sqlalchemy.orm import Session, aliased

from desktop.domain.ledger import LedgerKind
from desktop.domain.money import ZERO
from desktop.storage.models import LedgerEntry
from desktop.storage.questions import ONE, Question
from desktop.storage.types import Exact

_WITHOUT_LINE = Question(
    select(LedgerEntry.grant_id, func.count())
    .where(LedgerEntry.line_id.is_(None), LedgerEntry.spent.is_not(None), LedgerEntry.grant_id.is_not(None))
    .group_by(LedgerEntry.grant_id),
    LedgerEntry.grant_id == ONE,
)
_WRONG_SIGN = Question(
    select(LedgerEntry.grant_id, func.count())
    .where(
        LedgerEntry.amount < 0,
        LedgerEntry.kind.in_((LedgerKind.EXPENDITURE, LedgerKind.RECEIPT)),
        LedgerEntry.corrects_id.is_(None),
        LedgerEntry.grant_id.is_not(None),
    )
    .group_by(LedgerEntry.grant_id),
    LedgerEntry.grant_id == ONE,
)


def _open_commitments() -> Question:
    """Commitments made before a day: what was committed less all that entries naming it released or cancelled."""
    linked = aliased(LedgerEntry)
    released = (
        select(func.coalesce(func.sum(linked.committed), literal(ZERO, Exact())))
        .where(linked.commitment_id == LedgerEntry.id)
        .correlate(LedgerEntry)
        .scalar_subquery()
    )
    made = (
        select(LedgerEntry.grant_id, (LedgerEntry.committed + released).label("open"))
        .where(
            LedgerEntry.kind == LedgerKind.COMMITMENT,
            LedgerEntry.commitment_id.is_(None),
            LedgerEntry.corrects_id.is_(None),
            LedgerEntry.entry_on < bindparam("before"),
            LedgerEntry.grant_id.is_not(None),
        )
        .subquery()
    )
    return Question(
        select(made.c.grant_id, func.count(), type_coerce(func.sum(made.c.open), Exact()))
        .where(made.c.open > 0)
        .group_by(made.c.grant_id),
        made.c.grant_id == ONE,
    )


def _repeated() -> Question:
    """Documents that stand in the ledger of a grant twice alike."""
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
    return Question(
        select(LedgerEntry.grant_id, LedgerEntry.reference)
        .where(
            LedgerEntry.reference != "",
            LedgerEntry.grant_id.is_not(None),
            LedgerEntry.split_key.is_(None),
            LedgerEntry.corrects_id.is_(None),
            ~reversed_,
        )
        .group_by(*alike)
        .having(func.count() > 1),
        LedgerEntry.grant_id == ONE,
    )


_OPEN_COMMITMENTS = _open_commitments()
_REPEATED = _repeated()


def counted(rows: Iterable[Any]) -> dict[int, Any]:
    """Rows of a grant and a figure, by grant."""
    return dict(rows)


def costs_without_line(session: Session, one: int | None = None) -> dict[int, int]:
    """How many costs of each grant stand on no line of a budget."""
    return counted(_WITHOUT_LINE.ask(session, one))


def wrong_signs(session: Session, one: int | None = None) -> dict[int, int]:
    """How many costs and receipts of each grant are negative and reverse nothing."""
    return counted(_WRONG_SIGN.ask(session, one))


def old_commitments(session: Session, one: int | None = None, *, before: date) -> dict[int, tuple[int, Decimal]]:
    """By grant, how many commitments made before a day are open, and how much of them."""
    rows = _OPEN_COMMITMENTS.ask(session, one, before=before)
    return {grant_id: (count, amount) for grant_id, count, amount in rows}


def repeated_documents(session: Session, one: int | None = None) -> dict[int, list[str]]:
    """By grant, the references that stand in its ledger twice alike: kind, day, amount, line and counterparty.

    Reversals, what was reversed, and the parts of one cost that was split are no repetition.
    """
    found: dict[int, set[str]] = defaultdict(set)
    for grant_id, reference in _REPEATED.ask(session, one):
        found[grant_id].add(reference)
    return {grant_id: sorted(references) for grant_id, references in found.items()}
