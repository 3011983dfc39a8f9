"""What a ledger extract may not bring, or is worth a look: closed months, costs out of the period, overspending."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime

from desktop.domain.finding import Severity
from desktop.domain.ledger import COSTS
from desktop.domain.money import Money
from desktop.domain.terms import LockLevel
from desktop.language import Message, Month, say, say_many
from desktop.services.imports.ledger.meanings import KINDS
from desktop.services.imports.ledger.money import unscaled
from desktop.services.imports.ledger.work import Work
from desktop.services.imports.preview import Status
from desktop.storage.figures import GrantSums, grant_sums
from desktop.storage.months import Lock, locks_of
from desktop.storage.office import Office

_COSTS = frozenset(KINDS.index(kind) for kind in COSTS)


def is_closed(lock: Lock, office: Office, now: datetime) -> bool:
    """Whether a month is closed to whoever works in the office."""
    let_in = lock.level == LockLevel.SOFT and any(one.person == office.actor and one.until > now for one in lock.let_in)
    return not let_in


def closed_months(office: Office) -> dict[date, Lock]:
    """The months that are closed to whoever works in the office."""
    with office.read() as session:
        locks = locks_of(session)
    now = office.clock()
    return {month: lock for month, lock in locks.items() if is_closed(lock, office, now)}


def keep_out_of_closed_months(work: Work, closed: dict[date, Lock]) -> None:
    """Rows that would come into a closed month, or change it, are at fault."""
    if not closed:
        return
    for place in list(work.places(Status.NEW, Status.DUPLICATE, Status.CHANGED)):
        day = work.day(place)
        change = work.changes.get(place)
        lock = closed.get(day.replace(day=1)) if day else None
        if lock is None or (change is not None and not change.filled):
            continue
        if work.statuses[place] == Status.DUPLICATE and place in work.records:
            work.statuses[place] = Status.SAME  # it is in the ledger, and no second one can be posted there
            continue
        sentence = say_many(
            "{count} entry falls into {month}, whose books are closed.",
            "{count} entries fall into {month}, whose books are closed.",
            count=1,
            month=Month(lock.month),
        )
        work.note(place, Severity.ERROR, "entry_on", work.table["entry_on"].column, sentence, _way_out(lock))


def _way_out(lock: Lock) -> Message:
    if lock.level == LockLevel.HARD:
        return say("Date them in a month that is open: this one is closed for good.")
    return say("Date them in a month that is open, or ask {person} to let you in.", person=lock.closed_by)


def warn_of_grants(work: Work, office: Office) -> None:
    """Says of each grant that is there how many costs are out of its period, and whether more is spent than awarded."""
    entries, statuses = work.entries, work.statuses
    costs = [
        place
        for place, (kind, grant, status) in enumerate(zip(entries.kind, entries.grant, statuses, strict=True))
        if grant > 0 and status == Status.NEW and kind in _COSTS
    ]
    if not costs:
        return
    added: Counter[int] = Counter()
    first: dict[int, int] = {}
    days: defaultdict[int, list[int]] = defaultdict(list)
    for place in costs:
        grant = entries.grant[place]
        added[grant] += entries.amount[place]
        first.setdefault(grant, place)
        days[grant].append(place)
    with office.read() as session:
        known = {sums.id: sums for sums in grant_sums(session, checked=False)}
    for grant, place in first.items():
        _warn_of_period(work, known[grant], days[grant])
        _warn_of_award(work, known[grant], place, added[grant])


def _warn_of_period(work: Work, grant: GrantSums, places: list[int]) -> None:
    outside = [place for place in places if _is_outside(grant, work.day(place))]
    if outside:
        sentence = say_many(
            "{count} cost is dated outside the grant's period.",
            "{count} costs are dated outside the grant's period.",
            count=len(outside),
        )
        fix = say("Charge them to another grant, or extend the period with the funder.")
        work.note(outside[0], Severity.WARNING, "entry_on", None, sentence, fix)


def _is_outside(grant: GrantSums, day: date | None) -> bool:
    return day is not None and bool(
        (grant.starts_on and day < grant.starts_on) or (grant.ends_on and day > grant.ends_on)
    )


def _warn_of_award(work: Work, grant: GrantSums, place: int, added: int) -> None:
    spent = Money(unscaled(added, grant.currency), grant.currency) + Money(grant.spent, grant.currency)
    awarded = Money(grant.amount, grant.currency)
    if added > 0 and spent.amount > awarded.amount:
        sentence = say("With this import {spent} is spent of the {awarded} awarded.", spent=spent, awarded=awarded)
        fix = say("Move costs to another grant, or agree a higher amount with the funder.")
        work.note(place, Severity.WARNING, "grant", None, sentence, fix)
