"""Closing months: the checklist before, the lock, letting one person in for a while, and opening again.

A soft lock can be lifted and let single persons in until a moment; a hard one is for good. What a lock refuses is
held in one place, the unit of work of storage.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from desktop.domain.finding import Finding, Severity
from desktop.domain.months import MonthFacts, check_month
from desktop.domain.period import months_before
from desktop.domain.rates import PEGGED, Rate, check_parity
from desktop.domain.terms import LockLevel
from desktop.language import Month, UserError, say, say_many
from desktop.storage.lookups import rates_for
from desktop.storage.models import MonthLock, MonthUnlock
from desktop.storage.months import LetIn, Lock, lock_of, locks_of, month_facts
from desktop.storage.office import Office, Outcome, Unit

__all__ = ["LetIn", "MonthState", "checklist", "close_month", "let_in", "month_states", "reopen_month"]

MONTHS_SHOWN = 24


@dataclass(frozen=True, slots=True)
class MonthState:
    """A month (its first day): how it is closed, how many entries it has, and what its checklist found.

    `level` is None while it is open; `let_in` names who may post into it nevertheless, now.
    """

    month: date
    entries: int
    findings: tuple[Finding, ...]
    level: LockLevel | None = None
    closed_by: str = ""
    closed_at: datetime | None = None
    let_in: tuple[LetIn, ...] = ()

    @property
    def errors(self) -> int:
        """How many findings keep it from being closed for good."""
        return sum(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def warnings(self) -> int:
        """How many findings are worth a look before it is closed; a mere note is none."""
        return sum(finding.severity is Severity.WARNING for finding in self.findings)


def month_states(office: Office, *, months: int = MONTHS_SHOWN) -> list[MonthState]:
    """The last `months` months up to the present one, the newest first."""
    this = office.today.replace(day=1)
    return _states(office, [months_before(this, back) for back in range(months)])


def checklist(office: Office, *, month: date) -> list[Finding]:
    """What is open in the month of a day, the worst first. Errors keep it from being closed for good."""
    (state,) = _states(office, [month.replace(day=1)])
    return list(state.findings)


def _states(office: Office, months: list[date]) -> list[MonthState]:
    now = office.clock()
    with office.read() as session:
        facts, locks = month_facts(session, months), locks_of(session)
        rates = rates_for(session, PEGGED)
    return [_state(facts[month], locks.get(month), rates, today=office.today, now=now) for month in months]


def _state(facts: MonthFacts, lock: Lock | None, rates: list[Rate], *, today: date, now: datetime) -> MonthState:
    of_month = (rate for rate in rates if rate.effective_on.replace(day=1) == facts.month)
    found = [*check_month(facts, today=today), *check_parity(of_month)]
    findings = tuple(sorted(found, key=lambda finding: -finding.severity))
    if lock is None:
        return MonthState(facts.month, facts.entries, findings)
    return MonthState(
        facts.month,
        facts.entries,
        findings,
        LockLevel(lock.level),
        lock.closed_by,
        lock.closed_at,
        tuple(each for each in lock.let_in if each.until > now),
    )


def close_month(office: Office, *, month: date, level: LockLevel) -> Outcome:
    """Closes the month of a day, softly or for good; a soft lock can be made a hard one.

    Raises UserError when it is closed so already, has not begun, or is to be closed for good with errors in it. The
    outcome of a hard close names no entry of the trail: there is nothing to undo.
    """
    first = month.replace(day=1)
    _require_begun(office, first)
    if level is LockLevel.HARD:
        _require_no_errors(first, checklist(office, month=first))
    with office.change() as unit:
        lock = lock_of(unit.session, first)
        if lock is not None and (lock.level == level or lock.level == LockLevel.HARD):
            raise _closed_already(lock)
        if lock is None:
            lock = MonthLock(month=first, level=str(level), closed_by=unit.actor, closed_at=unit.now)
        lock.level, lock.closed_by, lock.closed_at = str(level), unit.actor, unit.now
        unit.add(lock)
        if level is LockLevel.SOFT:
            return unit.commit(say("Closed {month}.", month=Month(first)), record_id=lock.id)
        outcome = unit.commit(say("Closed {month} for good.", month=Month(first)), record_id=lock.id)
        return replace(outcome, entry_id=None)


def _require_begun(office: Office, month: date) -> None:
    if month > office.today:
        raise UserError(
            say("The month has not begun: {month}.", month=Month(month)),
            say("Nothing was changed."),
            say("Close it when it is over."),
        )


def _require_no_errors(month: date, findings: list[Finding]) -> None:
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if errors:
        raise UserError(
            say_many(
                "The books of {month} cannot be closed for good: one thing stands against it.",
                "The books of {month} cannot be closed for good: {count} things stand against it.",
                count=len(errors),
                month=Month(month),
            ),
            say("Nothing was changed. {first}", first=errors[0].sentence),
            errors[0].fix,
        )


def _closed_already(lock: MonthLock) -> UserError:
    return UserError(
        say("The books of {month} are closed already.", month=Month(lock.month)),
        say("{person} closed it. Nothing was changed.", person=lock.closed_by),
        say("Choose another month."),
    )


def reopen_month(office: Office, *, month: date, reason: str) -> Outcome:
    """Lifts the soft lock of the month of a day, and with it whoever was let in.

    Raises UserError without a reason, when the month is open, or when it was closed for good.
    """
    why = _given(reason)
    with office.change() as unit:
        lock = _soft_lock(unit, month.replace(day=1))
        lock_id = lock.id
        unit.remove(lock)
        message = say("Opened {month} again: {reason}", month=Month(month), reason=why)
        return unit.commit(message, record_id=lock_id)


def let_in(office: Office, *, month: date, person: str, until: datetime, reason: str) -> Outcome:
    """Lets one person post into a softly closed month until a moment.

    Raises UserError when nobody or no reason is named, the moment is past, or the month is not softly closed.
    """
    why, who = _given(reason), person.strip()
    if not who:
        raise UserError(say("Nobody is named."), say("Nothing was changed."), say("Say who may post into the month."))
    with office.change() as unit:
        if until <= unit.now:
            raise UserError(
                say("{moment} is past.", moment=until),
                say("Nobody was let in."),
                say("Choose a moment that is still to come."),
            )
        lock = _soft_lock(unit, month.replace(day=1))
        unit.add(MonthUnlock(lock_id=lock.id, person=who, until=until, reason=why, given_by=unit.actor))
        message = say(
            "Let {person} into {month} until {moment}: {reason}",
            person=who,
            month=Month(month),
            moment=until,
            reason=why,
        )
        return unit.commit(message, record_id=lock.id)


def _given(reason: str) -> str:
    """The reason. Raises UserError when it is empty."""
    if not reason.strip():
        raise UserError(
            say("A reason is missing."),
            say("Nothing was changed."),
            say("Say why; it is kept in the history."),
        )
    return reason.strip()


def _soft_lock(unit: Unit, month: date) -> MonthLock:
    """The lock of a month that is softly closed. Raises UserError when it is open, or closed for good."""
    lock = lock_of(unit.session, month)
    if lock is None:
        raise UserError(
            say("The books of {month} are open.", month=Month(month)),
            say("Nothing was changed."),
            say("Choose a month that is closed."),
        )
    if lock.level == LockLevel.HARD:
        raise UserError(
            say("The books of {month} were closed for good.", month=Month(month)),
            say("Nothing was changed: it cannot be opened again."),
            say("Post corrections into a month that is open."),
        )
    return lock
