"""What an evidence pack takes from the office: the attachments of all entries of a report at once, and their names."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Select, case, literal, select
from sqlalchemy.orm import Session

from desktop.reports.evidence import Attached
from desktop.reports.trace import Scope
from desktop.storage.models import Agreement, Document, Grant, LedgerEntry
from desktop.storage.trace import ids_in

_NAMELESS: Final = "entry {id}"
_ROWS_AT_ONCE: Final = 5_000


def attachments_of_entries(session: Session, scope: Scope) -> list[Attached]:
    """The attachments of the entries that a report sums, in their order. Of their content nothing is read."""
    statement = _attached(LedgerEntry.id, LedgerEntry.reference).join(LedgerEntry, LedgerEntry.id == Document.entry_id)
    statement = statement.where(LedgerEntry.id.in_(ids_in(session, scope)))
    return _read(session, statement.order_by(LedgerEntry.entry_on, LedgerEntry.id, Document.id))


def attachments_of_grants(session: Session, scope: Scope) -> list[Attached]:
    """The attachments of the grants of a report and of their agreements."""
    grants = select(Grant.id)
    if scope.grants:
        grants = grants.where(Grant.id.in_(scope.grants))
    agreements = select(Grant.agreement_id).where(Grant.id.in_(grants), Grant.agreement_id.is_not(None))
    called = case((Document.grant_id.is_not(None), Grant.reference), else_=Agreement.reference)
    statement = (
        _attached(literal(0), called)
        .outerjoin(Grant, Grant.id == Document.grant_id)
        .outerjoin(Agreement, Agreement.id == Document.agreement_id)
        .where(Document.grant_id.in_(grants) | Document.agreement_id.in_(agreements))
        .order_by(called, Document.id)
    )
    return _read(session, statement)


def _attached(entry_id: Any, called: Any) -> Select[Any]:
    columns = (Document.name, Document.kind, Document.size, Document.sha256, Document.added_on)
    return select(Document.id, entry_id, called, *columns)


def _read(session: Session, statement: Select[Any]) -> list[Attached]:
    return [
        Attached(identity, entry_id, label or _NAMELESS.format(id=entry_id), name, kind or "", *rest)
        for identity, entry_id, label, name, kind, *rest in session.execute(statement)
    ]


def counterparties_of(session: Session, scope: Scope) -> dict[int, str]:
    """Whom the entries that a report sums name, by entry; those that name none are left out."""
    statement = select(LedgerEntry.id, LedgerEntry.counterparty).where(
        LedgerEntry.id.in_(ids_in(session, scope)), LedgerEntry.counterparty != ""
    )
    rows = session.execute(statement, execution_options={"yield_per": _ROWS_AT_ONCE})
    return {row.id: row.counterparty for row in rows}
