"""What the checks of a report need of the entries that it is the first to report: those that are to be looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, case, false, func, or_, select
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
    entry = aliased(LedgerEntry)
    asked = _Asked(session, fresh(session, scope), entry, grant)
    counts = asked.counts()
    return EntryFacts(
        outside=asked.group("outside", counts),
        after_closure=asked.group("after_closure", counts),
        foreign=counts["foreign"],
        without_rate=asked.group("without_rate", counts),
        negative=asked.negative() if counts["negative"] else (),
        costs=counts["costs"],
        without_document=asked.group("without_document", counts),
        open_commitments=_open_commitments(session, scope),
    )


class _Asked:
    """Asks the entries that a report is the first to report; one that moved counts where it stands now.

    All are counted in one go over them: there may be a million. Only what there is of is listed.
    """

    def __init__(self, session: Session, traced: Any, entry: Any, grant: GrantFacts) -> None:
        self._session = session
        self._entry = entry
        self._traced = traced
        cost, foreign = entry.spent.is_not(None), entry.original_currency != entry.currency
        described = and_(entry.kind == LedgerKind.REFUND, entry.description != "")
        documented = select(Document.id).where(Document.entry_id == entry.id).exists()
        self._which: dict[str, ColumnElement[bool]] = {
            "costs": cost,
            "foreign": foreign,
            "outside": and_(cost, _outside(entry, grant)),
            "after_closure": and_(cost, _after_closure(entry, grant)),
            "without_rate": and_(foreign, or_(entry.rate_on.is_(None), entry.rate_source == "")),
            "negative": and_(entry.spent < ZERO, entry.corrects_id.is_(None), ~described),
            "without_document": and_(cost, ~documented),
        }

    def _chosen(self, columns: Sequence[Any]) -> Any:
        entry, traced = self._entry, self._traced
        statement = select(*columns).select_from(entry).join(traced, traced.c.id == entry.id)
        return statement.where(traced.c.taken_back.is_(False))

    def counts(self) -> dict[str, int]:
        """How many there are of each."""
        columns = [func.count(case((which, 1))) for which in self._which.values()]
        return dict(zip(self._which, self._session.execute(self._chosen(columns)).one(), strict=True))

    def group(self, name: str, counts: Mapping[str, int]) -> EntryGroup:
        """Those of one kind: how many, and the first of them."""
        if not counts[name]:
            return EntryGroup()
        return EntryGroup(counts[name], tuple(self._session.scalars(self._first(name, [self._entry.id], _FIRST))))

    def _first(self, name: str, columns: Sequence[Any], limit: int) -> Any:
        chosen = self._chosen(columns).where(self._which[name])
        return chosen.order_by(self._entry.entry_on, self._entry.id).limit(limit)

    def negative(self) -> tuple[NegativeEntry, ...]:
        """The costs below zero that do not say themselves why, the first of them."""
        entry = self._entry
        columns = [entry.id, entry.reference, entry.spent]
        return tuple(
            NegativeEntry(*row) for row in self._session.execute(self._first("negative", columns, _MOST_NEGATIVE))
        )


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
    late: ColumnElement[bool] = entry.entry_on > _last_payment(grant)
    return late


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
