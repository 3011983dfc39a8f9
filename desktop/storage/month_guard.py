"""Keeps closed months closed: looks at every unit of work, whoever began it, before it is kept.

A unit that lets an entry come, change or go in a closed month is refused as a whole: from a form, an import, the
command line, undoing and doing again alike. Of an entry that moves both days count, the old and the new one. The locks
are read once per unit, and only when the ledger was touched.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from desktop.domain.terms import LockLevel
from desktop.language import Month, UserError, say
from desktop.storage.models import Base, LedgerEntry, MonthLock, MonthUnlock


class MonthGuard:
    """Watches one session and remembers the months in which it touched the ledger."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._months: set[date] = set()
        self._for_good: set[date] = set()  # months whose hard lock was to go or to change

    def before_flush(self, *_arguments: object) -> None:
        """Notes the days of entries that come, change or go, while the session still knows what they were."""
        session = self._session
        changed = (record for record in session.dirty if session.is_modified(record))
        for record in (*session.new, *changed, *session.deleted):
            if isinstance(record, LedgerEntry):
                self.note_days(_values_of(record, "entry_on"))
            elif isinstance(record, MonthLock) and record not in session.new and _was_hard(record):
                self._for_good.update(_values_of(record, "month"))

    def note_days(self, days: Iterable[date]) -> None:
        """Notes the days of entries that were, or will be, added or removed by other ways than records."""
        self._months.update(day.replace(day=1) for day in set(days))

    def require_open(self, *, actor: str, now: datetime) -> None:
        """Raises UserError when the unit touched a month that is closed to `actor` at this moment."""
        if self._for_good:
            raise _closed_for_good(sorted(self._for_good))
        if not self._months:
            return
        locks = self._session.scalars(select(MonthLock).order_by(MonthLock.month)).all()
        closed = [lock for lock in locks if lock.month in self._months]
        let_in = self._let_in(actor, now) if closed else frozenset()
        refused = [lock for lock in closed if lock.level == LockLevel.HARD or lock.id not in let_in]
        if refused:
            raise _closed(refused)

    def _let_in(self, actor: str, now: datetime) -> frozenset[int]:
        """The locks past which `actor` may go now."""
        statement = select(MonthUnlock.lock_id).where(MonthUnlock.person == actor, MonthUnlock.until > now)
        return frozenset(self._session.scalars(statement))


def _values_of(record: Base, name: str) -> list[date]:
    """The values that a column had and has."""
    history = inspect(record).attrs[name].load_history()
    return [day for values in history if values for day in values if day is not None]


def _was_hard(lock: MonthLock) -> bool:
    history = inspect(lock).attrs.level.load_history()
    return LockLevel.HARD in (*(history.deleted or ()), *(history.unchanged or ()))


def _closed(locks: list[MonthLock]) -> UserError:
    hard = [lock for lock in locks if lock.level == LockLevel.HARD]
    first = (hard or locks)[0]
    title = say("The books of {months} are closed.", months=[Month(lock.month) for lock in locks])
    if hard:
        return UserError(
            title,
            say(
                "Nothing was changed: {person} closed {month} for good on {day}.",
                person=first.closed_by,
                month=Month(first.month),
                day=first.closed_at.astimezone().date(),
            ),
            say("Post into a month that is open; correct an entry by a reversal that is dated there."),
        )
    return UserError(
        title,
        say(
            "Nothing was changed: {person} closed {month} on {day}.",
            person=first.closed_by,
            month=Month(first.month),
            day=first.closed_at.astimezone().date(),
        ),
        say("Post into a month that is open, or ask {person} to let you in.", person=first.closed_by),
    )


def _closed_for_good(months: list[date]) -> UserError:
    return UserError(
        say("The books of {month} were closed for good.", month=Month(months[0])),
        say("Nothing was changed: it cannot be opened again."),
        say("Post corrections into a month that is open."),
    )
