"""Says, while an import is only looked at, that some of its entries fall into months that are closed.

The unit of work refuses them in any case; told here, nobody waits for an import that cannot be kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from desktop.domain.finding import Problem, Severity
from desktop.domain.terms import LockLevel
from desktop.language import Message, Month, say, say_many
from desktop.storage.intake import TablePlan
from desktop.storage.models import LedgerEntry
from desktop.storage.months import Lock, locks_of
from desktop.storage.office import Office


def closed_months(office: Office, tables: Iterable[TablePlan], *, where: str) -> Iterator[Problem]:
    """A problem for each month that is closed to this actor and would get entries; `where` is sheet or file."""
    now = office.clock()
    with office.read() as session:
        locks = locks_of(session)
    closed = {month: lock for month, lock in locks.items() if not _lets_in(lock, office.actor, now)}
    coming = Counter(day.replace(day=1) for day in _days(tables)) if closed else Counter[date]()
    for month in sorted(closed.keys() & coming.keys()):
        yield Problem(
            Severity.ERROR,
            where,
            say_many(
                "{count} entry falls into {month}, whose books are closed.",
                "{count} entries fall into {month}, whose books are closed.",
                count=coming[month],
                month=Month(month),
            ),
            _way_out(closed[month]),
        )


def _lets_in(lock: Lock, actor: str, now: datetime) -> bool:
    return lock.level == LockLevel.SOFT and any(each.person == actor and each.until > now for each in lock.let_in)


def _days(tables: Iterable[TablePlan]) -> Iterator[date]:
    """The days of new entries, and the new days of those that move."""
    for plan in tables:
        if plan.table == LedgerEntry.__tablename__:
            yield from (row["entry_on"] for row in plan.new)
            yield from (row.after["entry_on"] for row in plan.changed if "entry_on" in row.after)


def _way_out(lock: Lock) -> Message:
    if lock.level == LockLevel.HARD:
        return say("Date them in a month that is open: this one is closed for good.")
    return say("Date them in a month that is open, or ask {person} to let you in.", person=lock.closed_by)
