"""The entries of the ledger that an extract is held against."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.ledger import LedgerKind
from desktop.domain.money import Money
from desktop.domain.period import Period
from desktop.domain.reconciliation import OwnEntry
from desktop.storage.models import Grant, LedgerEntry

_KEYS_AT_ONCE = 5_000


def entries_in(
    session: Session, period: Period, *, grants: Collection[str], kinds: Iterable[LedgerKind]
) -> list[OwnEntry]:
    """The entries of some grants, or of all when none is named, of these kinds in a period; the oldest first."""
    within = LedgerEntry.entry_on >= period.start, LedgerEntry.entry_on < period.end
    statement = _entries().where(*within, LedgerEntry.kind.in_(list(kinds)))
    if grants:
        statement = statement.where(Grant.reference.in_(grants))
    return _read(session, statement.order_by(LedgerEntry.entry_on, LedgerEntry.id))


def entries_called(session: Session, ids: Iterable[int]) -> list[OwnEntry]:
    """The entries with these ids, as far as they are there."""
    found: list[OwnEntry] = []
    wanted = list(ids)
    for first in range(0, len(wanted), _KEYS_AT_ONCE):
        found += _read(session, _entries().where(LedgerEntry.id.in_(wanted[first : first + _KEYS_AT_ONCE])))
    return found


def _entries() -> Any:
    columns = (
        *(LedgerEntry.id, LedgerEntry.entry_on, LedgerEntry.reference, LedgerEntry.description),
        *(LedgerEntry.counterparty, func.coalesce(Grant.reference, ""), LedgerEntry.kind),
        *(LedgerEntry.original_amount, LedgerEntry.original_currency, LedgerEntry.corrects_id),
    )
    return select(*columns).outerjoin(Grant, Grant.id == LedgerEntry.grant_id)


def _read(session: Session, statement: Any) -> list[OwnEntry]:
    return [
        OwnEntry(key, on, document, about, who, grant, LedgerKind(kind), Money(amount, currency), corrects_id)
        for key, on, document, about, who, grant, kind, amount, currency, corrects_id in session.execute(statement)
    ]
