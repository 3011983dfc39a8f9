"""What posting to the ledger asks: moves of commitments, what corrects an entry, shares of a key, free names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

from sqlalchemy import func, inspect, or_, select
from sqlalchemy.orm import Session

from desktop.domain.allocation import Share, shares_finding, shares_on
from desktop.domain.commitments import CommitmentMove
from desktop.domain.finding import Finding
from desktop.domain.ledger import LedgerKind
from desktop.domain.money import ZERO
from desktop.storage.engine import WRITES
from desktop.storage.models import (
    Allocation,
    AllocationShare,
    Base,
    BudgetLine,
    Grant,
    Instalment,
    LedgerEntry,
)

# How the entries are told apart that were posted for another one: unique in the database, so that each comes only once.
REVERSES, REPLACES, EXCHANGE = "reverses", "replaces", "exchange"


def posted_for(what: str, entry_id: int) -> str:
    """The source key of the entry that was posted for another: as its reversal, instead of it, or for its exchange."""
    return f"{what}:{entry_id}"


def entry_for(session: Session, what: str, entry_id: int) -> LedgerEntry | None:
    """The entry that was posted for another one, or None."""
    statement = select(LedgerEntry).where(LedgerEntry.source_key == posted_for(what, entry_id))
    return session.scalars(statement).one_or_none()


def reversal_of(session: Session, entry_id: int) -> LedgerEntry | None:
    """The entry that reverses another one, or None."""
    return session.scalars(select(LedgerEntry).where(LedgerEntry.corrects_id == entry_id).limit(1)).one_or_none()


def values_before(record: Base) -> dict[str, Any]:
    """The attributes of a record that were set to something else, with what they were when it was read."""
    state: Any = inspect(record)
    histories = ((column.key, state.attrs[column.key].history) for column in record.__table__.columns)
    return {
        name: history.deleted[0] if history.deleted else None for name, history in histories if history.has_changes()
    }


def free_reference(session: Session, wanted: str) -> str:
    """`wanted`, or when an entry is called so, the first of ``wanted 2``, ``wanted 3`` … that is free."""
    taken = set(
        session.scalars(select(LedgerEntry.reference).where(LedgerEntry.reference.startswith(wanted, autoescape=True)))
    )
    name, number = wanted, 1
    while name in taken:
        number += 1
        name = f"{wanted} {number}"
    return name


def free_split_key(session: Session, wanted: str) -> str:
    """A key for the parts of one cost that no other cost has."""
    starts = LedgerEntry.split_key.startswith(wanted, autoescape=True)
    taken = set(session.scalars(select(LedgerEntry.split_key).where(starts)))
    name, number = wanted, 1
    while name in taken:
        number += 1
        name = f"{wanted} {number}"
    return name


# --- commitments --------------------------------------------------------------------------------------------------


def hold_commitment(session: Session, entry_id: int) -> None:
    """Lets no one else post against a commitment until this unit of work ends; whoever only reads holds nothing."""
    if session.connection().get_execution_options().get(WRITES, False):
        session.execute(select(LedgerEntry.id).where(LedgerEntry.id == entry_id).with_for_update())


def commitment_moves(session: Session, entry_id: int) -> list[CommitmentMove]:
    """What every entry does to the commitment `entry_id`."""
    statement = _moves().where(or_(LedgerEntry.id == entry_id, LedgerEntry.commitment_id == entry_id))
    return [_move(*rest) for _root, *rest in session.execute(statement)]


def _moves() -> Any:
    root = func.coalesce(LedgerEntry.commitment_id, LedgerEntry.id)
    columns = (LedgerEntry.entry_on, LedgerEntry.kind, LedgerEntry.amount, LedgerEntry.liquidated)
    return select(root, *columns, LedgerEntry.commitment_id)


def _move(on: date, kind: str, amount: Decimal, liquidated: Decimal, commitment_id: int | None) -> CommitmentMove:
    ordered = amount if kind == LedgerKind.COMMITMENT else ZERO
    return CommitmentMove(on, ordered, liquidated, first=commitment_id is None)


@dataclass(frozen=True, slots=True)
class CommitmentFacts:
    """A commitment as it was made, with all its moves; amounts in the grant's currency."""

    id: int
    entry_on: date
    reference: str
    description: str
    counterparty: str
    grant_id: int | None
    grant: str
    line: str
    currency: str
    moves: tuple[CommitmentMove, ...]


def commitments(session: Session, *, grant_id: int | None = None) -> list[CommitmentFacts]:
    """Every commitment, or those of a grant, the oldest first."""
    first = LedgerEntry.commitment_id.is_(None) & (LedgerEntry.kind == LedgerKind.COMMITMENT)
    moving = _moves().where(or_(first, LedgerEntry.commitment_id.is_not(None)))
    columns = (
        LedgerEntry.id,
        LedgerEntry.entry_on,
        LedgerEntry.reference,
        LedgerEntry.description,
        LedgerEntry.counterparty,
        LedgerEntry.grant_id,
        func.coalesce(Grant.reference, ""),
        func.coalesce(BudgetLine.code, ""),
        LedgerEntry.currency,
    )
    statement: Any = select(*columns).outerjoin(Grant, Grant.id == LedgerEntry.grant_id)
    statement = statement.outerjoin(BudgetLine, BudgetLine.id == LedgerEntry.line_id).where(first)
    if grant_id is not None:
        moving = moving.where(LedgerEntry.grant_id == grant_id)
        statement = statement.where(LedgerEntry.grant_id == grant_id)
    moves: dict[int, list[CommitmentMove]] = {}
    for root, *rest in session.execute(moving):
        moves.setdefault(root, []).append(_move(*rest))
    rows = session.execute(statement.order_by(LedgerEntry.entry_on, LedgerEntry.id))
    return [CommitmentFacts(*(*row, tuple(moves[row[0]]))) for row in rows]


# --- corrections, splits, instalments -----------------------------------------------------------------------------


def replaced_by(session: Session, entry: LedgerEntry) -> LedgerEntry | None:
    """The entry in whose place, after its reversal, `entry` was posted; None for any other."""
    key = entry.source_key or ""
    if not key.startswith(f"{REPLACES}:"):
        return None
    return session.get(LedgerEntry, int(key.partition(":")[2]))


def origin_of(line: BudgetLine) -> int:
    """The line on which entries stand: the one of the first budget that `line` continues."""
    return line.origin_id or line.id


def key_shares(session: Session, allocation_id: int) -> list[Share]:
    """All shares of a key, whenever they are in force."""
    rows = session.scalars(
        select(AllocationShare)
        .where(AllocationShare.allocation_id == allocation_id)
        .order_by(AllocationShare.starts_on, AllocationShare.id)
    )
    return [Share(row.grant_id, row.percent, row.line_id, row.starts_on) for row in rows]


def other_shares(session: Session, allocation_id: int, day: date, *, without: int | None) -> list[Share]:
    """The shares of a key that begin on `day`, but for the one `without`."""
    statement = select(AllocationShare).where(
        AllocationShare.allocation_id == allocation_id, AllocationShare.starts_on == day
    )
    rows = (row for row in session.scalars(statement) if row.id != without)
    return [Share(row.grant_id, row.percent, row.line_id, row.starts_on) for row in rows]


def instalments_of(session: Session, grant_id: int) -> list[Instalment]:
    """What a funder is expected to pay for a grant."""
    return list(session.scalars(select(Instalment).where(Instalment.grant_id == grant_id).order_by(Instalment.number)))


def received_of(session: Session, instalment_id: int) -> Decimal:
    """What was received of an instalment, at the agreement's value."""
    found = LedgerEntry.instalment_id == instalment_id, LedgerEntry.kind == LedgerKind.RECEIPT
    return session.scalar(select(func.sum(LedgerEntry.amount)).where(*found)) or ZERO


# --- what the project check finds -------------------------------------------------------------------------------------


def key_findings(session: Session) -> Iterator[Finding]:
    """Split keys whose shares of a day do not sum to 100 per cent: each once, for the first such day."""
    keys = session.execute(select(Allocation.id, Allocation.name).order_by(Allocation.name)).all()
    for allocation_id, name in keys:
        shares = key_shares(session, allocation_id)
        days = dict.fromkeys(share.starts_on or date.min for share in shares)
        found = (
            shares_finding(shares_on(shares, day), allocation_id=allocation_id, label=name)
            for day in days or [date.min]
        )
        yield from islice((finding for finding in found if finding is not None), 1)
