"""What grants spent, committed and received up to a day, parted by days: by the sums that are kept of each month.

Months that a parting day cuts are read from the entries, all others from `LedgerSum`, so that a million entries are
not looked at for a figure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select
from sqlalchemy.orm import Session

from desktop.domain.money import ZERO
from desktop.domain.period import ONE_DAY, next_month
from desktop.storage.models import LedgerEntry, LedgerSum


@dataclass(frozen=True, slots=True)
class KeptSum:
    """The entries of a grant and category (None: without one) in one part of the time.

    `part` counts the parting days up to which its entries reach: 0 lies before the first of them.
    """

    part: int
    grant_id: int
    category: int | None
    spent: Decimal
    committed: Decimal
    received: Decimal
    entries: int


def kept_sums(session: Session, grants: Sequence[int], *, parted: Sequence[date], last: date) -> Iterator[KeptSum]:
    """The sums of some grants (of all when none are given) up to `last`, parted on the days `parted` (in order)."""
    cut = {day.replace(day=1) for day in parted if day.day > 1 and day <= last}
    if last < date.max and (last + ONE_DAY).day > 1:
        cut.add(last.replace(day=1))
    measures = (LedgerSum.spent, LedgerSum.committed, LedgerSum.received, LedgerSum.entries)
    part = _part(LedgerSum.month, parted)
    whole: Any = select(part, LedgerSum.grant_id, LedgerSum.category, *map(func.sum, measures))
    whole = whole.where(LedgerSum.month <= last, LedgerSum.month.not_in(cut))
    whole = _of(whole, LedgerSum.grant_id, grants).group_by(part, LedgerSum.grant_id, LedgerSum.category)
    for number, grant_id, category, spent, committed, received, entries in session.execute(whole):
        yield KeptSum(number, grant_id, category or None, spent, committed, received, int(entries))
    if cut:
        yield from _of_entries(session, grants, parted, last, sorted(cut))


def _of_entries(
    session: Session, grants: Sequence[int], parted: Sequence[date], last: date, months: Sequence[date]
) -> Iterator[KeptSum]:
    """The sums of the months that are cut."""
    day, part = LedgerEntry.entry_on, _part(LedgerEntry.entry_on, parted)
    measures = (LedgerEntry.spent, LedgerEntry.committed, LedgerEntry.received)
    within = or_(*(and_(day >= month, day < next_month(month)) for month in months))
    statement: Any = select(part, LedgerEntry.grant_id, LedgerEntry.category, *map(func.sum, measures), func.count())
    statement = statement.where(within, day <= last, LedgerEntry.grant_id.is_not(None))
    statement = _of(statement, LedgerEntry.grant_id, grants).group_by(part, LedgerEntry.grant_id, LedgerEntry.category)
    for number, grant_id, category, spent, committed, received, entries in session.execute(statement):
        yield KeptSum(number, grant_id, category, spent or ZERO, committed or ZERO, received or ZERO, entries)


def _of(statement: Any, grant_id: Any, grants: Sequence[int]) -> Any:
    return statement.where(grant_id.in_(grants)) if grants else statement


def _part(day: Any, parted: Sequence[date]) -> ColumnElement[int]:
    """How many of the parting days a day has reached."""
    steps = [(day >= start, literal(number)) for number, start in reversed(list(enumerate(parted, 1)))]
    return case(*steps, else_=literal(0)) if steps else literal(0)
