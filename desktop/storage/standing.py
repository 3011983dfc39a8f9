"""What stands on the entries of an import, so that it can be said by name why it is not taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from desktop.storage.donor_reports import reported_documents
from desktop.storage.ledger import EXCHANGE, posted_for
from desktop.storage.models import AuditEntry, LedgerEntry

_FEW = 5
_AT_ONCE = 500


def reversed_documents(session: Session, batch_id: int) -> list[str]:
    """The documents of the first entries of an import that were reversed or corrected since."""
    return _documents(session, batch_id, LedgerEntry.corrects_id)


def fulfilled_documents(session: Session, batch_id: int) -> list[str]:
    """The documents of the first commitments of an import against which something was posted since."""
    return _documents(session, batch_id, LedgerEntry.commitment_id)


def reported_since(session: Session, batch_id: int) -> list[str]:
    """The documents of the first entries of an import that a report to a funder has reported."""
    return reported_documents(session, LedgerEntry.batch_id == batch_id, limit=_FEW)


def _documents(session: Session, batch_id: int, refers: Any) -> list[str]:
    """The documents of entries of an import to which entries of others refer."""
    later = aliased(LedgerEntry)
    column = getattr(later, refers.key)
    others = or_(later.batch_id.is_(None), later.batch_id != batch_id)
    statement = (
        select(LedgerEntry.id, LedgerEntry.reference)
        .join(later, column == LedgerEntry.id)
        .where(LedgerEntry.batch_id == batch_id, others)
        .distinct()
        .order_by(LedgerEntry.id)
        .limit(_FEW)
    )
    return [reference or f"#{identity}" for identity, reference in session.execute(statement)]


def sentences_of(session: Session, entry_ids: Iterable[int]) -> list[Any]:
    """What the trail says of the first of these entries of it, as it is stored."""
    statement = select(AuditEntry.sentence).where(AuditEntry.id.in_(sorted(entry_ids)[:_FEW])).order_by(AuditEntry.id)
    return list(session.scalars(statement))


def entries_to_reverse(session: Session, batch_id: int) -> list[LedgerEntry]:
    """The entries of an import that are no reversals and were not reversed, costs before what they were posted for."""
    reversal = aliased(LedgerEntry)
    is_reversed = select(reversal.id).where(reversal.corrects_id == LedgerEntry.id).exists()
    statement = select(LedgerEntry).where(
        LedgerEntry.batch_id == batch_id, LedgerEntry.corrects_id.is_(None), ~is_reversed
    )
    found = list(session.scalars(statement.order_by(LedgerEntry.id)))
    found += _exchanges(session, [entry.id for entry in found])
    return sorted(found, key=lambda entry: (entry.kind == "commitment" and entry.commitment_id is None, entry.id))


def _exchanges(session: Session, ids: Sequence[int]) -> list[LedgerEntry]:
    """The exchange differences that were posted for entries, and not reversed."""
    reversal = aliased(LedgerEntry)
    is_reversed = select(reversal.id).where(reversal.corrects_id == LedgerEntry.id).exists()
    found: list[LedgerEntry] = []
    for start in range(0, len(ids), _AT_ONCE):
        keys = [posted_for(EXCHANGE, identity) for identity in ids[start : start + _AT_ONCE]]
        found += session.scalars(select(LedgerEntry).where(LedgerEntry.source_key.in_(keys), ~is_reversed))
    return found


def known_references(session: Session, wanted: Sequence[str]) -> set[str]:
    """Those of these documents that the ledger has."""
    found: set[str] = set()
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        found.update(session.scalars(select(LedgerEntry.reference).where(LedgerEntry.reference.in_(some))))
    return found


def used_by_others(session: Session, batch_id: int) -> list[str]:
    """The documents of commitments of an import of which something is liquidated or cancelled by entries that stay."""
    later, reversal = aliased(LedgerEntry), aliased(LedgerEntry)
    is_reversed = select(reversal.id).where(reversal.corrects_id == later.id).exists()
    others = or_(later.batch_id.is_(None), later.batch_id != batch_id)
    statement = (
        select(LedgerEntry.id, LedgerEntry.reference)
        .join(later, later.commitment_id == LedgerEntry.id)
        .where(LedgerEntry.batch_id == batch_id, others, later.corrects_id.is_(None), ~is_reversed)
        .distinct()
        .order_by(LedgerEntry.id)
        .limit(_FEW)
    )
    return [reference or f"#{identity}" for identity, reference in session.execute(statement)]
