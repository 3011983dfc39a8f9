"""What the checks of a report need of the entries that it is the first to report: those that are to be looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from desktop.domain.ledger import LedgerKind
from desktop.domain.money import ZERO
from desktop.domain.period import days_after
from desktop.reports.assurance import DIMENSIONS, EntryFacts, EntryGroup, NegativeEntry
from desktop.reports.facts import GrantFacts
from desktop.reports.trace import Scope, Sums
from desktop.storage.models import Document, LedgerEntry
from desktop.storage.trace import fresh, sums_of
from desktop.storage.trace_names import Names

_FIRST: Final = 50
_MOST_NEGATIVE: Final = 500


def sums_to_compare(session: Session, scope: Scope, names: Names) -> tuple[Sums, Sums]:
    """The sums of the entries of a report, and those of the ledger up to its last day, whatever was reported before."""
    bare = replace(scope, series="", report_id=0)
    return sums_of(session, scope, names, DIMENSIONS), sums_of(session, bare, names, DIMENSIONS)


def entries_to_check(session: Session, scope: Scope, grant: GrantFacts) -> EntryFacts:
    """The entries that a report is the first of its series to report, as far as they are to be looked at."""
    traced = fresh(session, scope)
    entry = aliased(LedgerEntry)
    asked = _Asked(session, traced, entry)
    cost = entry.spent.is_not(None)
    foreign = entry.original_currency != entry.currency
    documented = select(Document.id).where(Document.entry_id == entry.id).exists()
    return EntryFacts(
        outside=asked.group(cost, _outside(entry, grant)),
        after_closure=asked.group(cost, _after_closure(entry, grant)),
        foreign=asked.count(foreign),
        without_rate=asked.group(foreign, or_(entry.rate_on.is_(None), entry.rate_source == "")),
        negative=asked.negative(),
        costs=asked.count(cost),
        without_document=asked.group(cost, ~documented),
        open_commitments=_open_commitments(session, scope),
    )


class _Asked:
    """Asks the entries that a report is the first to report; one that moved counts where it stands now."""

    def __init__(self, session: Session, traced: Any, entry: Any) -> None:
        self._session = session
        self._entry = entry
        self._traced = traced

    def _chosen(self, columns: Sequence[Any], which: Sequence[ColumnElement[bool]]) -> Any:
        entry, traced = self._entry, self._traced
        statement = select(*columns).select_from(entry).join(traced, traced.c.id == entry.id)
        return statement.where(traced.c.taken_back.is_(False), *which)

    def count(self, *which: ColumnElement[bool]) -> int:
        """How many there are of which all holds."""
        return self._session.scalar(self._chosen([func.count()], which)) or 0

    def group(self, *which: ColumnElement[bool]) -> EntryGroup:
        """Those of which all holds."""
        entry = self._entry
        chosen = self._chosen([entry.id], which).order_by(entry.entry_on, entry.id).limit(_FIRST)
        ids = tuple(self._session.scalars(chosen))
        return EntryGroup(self.count(*which) if len(ids) == _FIRST else len(ids), ids)

    def negative(self) -> tuple[NegativeEntry, ...]:
        """The costs below zero that do not say themselves why, the first of them."""
        entry = self._entry
        described = and_(entry.kind == LedgerKind.REFUND, entry.description != "")
        which = (entry.spent < ZERO, entry.corrects_id.is_(None), ~described)
        chosen = self._chosen([entry.id, entry.reference, entry.spent], which)
        rows = self._session.execute(chosen.order_by(entry.entry_on, entry.id).limit(_MOST_NEGATIVE))
        return tuple(NegativeEntry(*row) for row in rows)


# --- days ------------------------------------------------------------------------------------------------------------


def _outside(entry: Any, grant: GrantFacts) -> ColumnElement[bool]:
    """Dated before the grant; or after it, but for what fulfils a commitment while the grant is liquidated."""
    parts: list[ColumnElement[bool]] = [false()]
    if grant.starts_on is not None:
        parts.append(entry.entry_on < grant.starts_on)
    if grant.ends_on is not None and grant.liquidation_days is None:
        parts.append(entry.entry_on > grant.ends_on)
    elif grant.ends_on is not None:
        late = and_(entry.entry_on > grant.ends_on, entry.entry_on <= _last_payment(grant))
        parts.append(and_(late, entry.commitment_id.is_(None)))
    return or_(*parts)


def _after_closure(entry: Any, grant: GrantFacts) -> ColumnElement[bool]:
    """Dated after the last day on which costs may be paid."""
    if grant.closed_on is None and (grant.ends_on is None or grant.liquidation_days is None):
        return false()
    return entry.entry_on > _last_payment(grant)  # type: ignore[no-any-return]  # an alias has no types


def _last_payment(grant: GrantFacts) -> date:
    closed = grant.closed_on or date.max
    if grant.ends_on is None or grant.liquidation_days is None:
        return closed
    return min(days_after(grant.ends_on, grant.liquidation_days), closed)


def _open_commitments(session: Session, scope: Scope) -> EntryGroup:
    """The commitments of which something was still open on the last day, the oldest first."""
    root = func.coalesce(LedgerEntry.commitment_id, LedgerEntry.id)
    statement = (
        select(root)
        .where(
            LedgerEntry.grant_id.in_(scope.grants),
            LedgerEntry.entry_on <= scope.period.last,
            LedgerEntry.committed.is_not(None),
        )
        .group_by(root)
        .having(func.sum(LedgerEntry.committed) != ZERO)
        .order_by(func.min(LedgerEntry.entry_on), root)
    )
    ids = tuple(session.scalars(statement))
    return EntryGroup(len(ids), ids[:_FIRST])
