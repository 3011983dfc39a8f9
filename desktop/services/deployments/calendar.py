"""The calendar of people: contracts that begin and end, leave, clearances that run out, reports that are due."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from desktop.domain.calendar_event import CalendarEvent
from desktop.domain.period import Period
from desktop.domain.staffing.deployment import Deployment
from desktop.domain.volunteer_terms import CLEARANCE_KINDS
from desktop.language import Language, Message, UserError, say, say_many
from desktop.services.deadlines import DeadlineKind, deadlines
from desktop.services.names import note_names
from desktop.storage.office import Office, Outcome
from desktop.storage.people_dates import Expiry, LeaveDays, called, expiries_from, leave_from
from desktop.storage.staffing import deployments

SUFFIX: Final = ".ics"
ALARMS: Final = (90, 60, 30)
"""Days before the end of a contract: extensions are asked for within three months of it."""
_EXPIRY_ALARMS: Final = (30,)
_REPORT_ALARMS: Final = (14,)
_REPORTS_AHEAD: Final = 365

_Names = Mapping[int, Message]


def calendar_events(office: Office, *, names: bool) -> list[CalendarEvent]:
    """All that is to come from today on. Codes stand for the volunteers unless `names` are asked for."""
    today = office.today
    with office.read() as session:
        serving = deployments(session, within=Period.of_days(today, date.max))
        leave, expiries = leave_from(session, today), expiries_from(session, today)
        ids = {one.volunteer_id for one in serving if one.volunteer_id} | {one.volunteer_id for one in expiries}
        known = called(session, ids, names=names)
    told = {identity: _called(*each) for identity, each in known.items()}
    return [
        *_contracts(serving, told, today),
        *_leave(leave, {one.id: one for one in serving}, told, today),
        *_expiries(expiries, told),
        *_reports(office),
    ]


def write_calendar(office: Office, path: Path, *, language: Language, names: bool) -> Outcome:
    """Writes what is to come to the new or replaced file `path`, in `language`; the history notes one with `names`.

    Raises UserError for a file that is no calendar, or when it cannot be written.
    """
    from desktop.exporters import calendar_file

    if path.suffix.casefold() != SUFFIX:
        raise UserError(
            say("GrantDesk does not write “{suffix}” files.", suffix=path.suffix),
            say("Nothing was written."),
            say("Choose a name that ends in {suffix}.", suffix=SUFFIX),
        )
    if names:
        office.require_writable()
    events = calendar_events(office, names=names)
    head = calendar_file.CalendarHead(
        say("{office}: people", office=office.facts.name), office.facts.uid, office.clock()
    )
    calendar_file.write_calendar(path, head, events, language=language)
    counted = say_many("{count} date", "{count} dates", count=len(events))
    if names:
        return note_names(office, file=path.name, what=counted)
    return Outcome(say("Wrote {file}: {rows}.", file=path.name, rows=counted))


def _called(code: str, name: str) -> Message:
    return say("{name} ({code})", name=name, code=code) if name else say("{code}", code=code)


def _of(deployment: Deployment, told: _Names) -> Message:
    """The volunteer of a deployment, or the post while nobody fills it."""
    return told.get(deployment.volunteer_id or 0, say("{code}", code=deployment.reference))


def _contracts(serving: Sequence[Deployment], told: _Names, today: date) -> Iterator[CalendarEvent]:
    for one in serving:
        span = one.span()
        if span is None:
            continue
        who, about = _of(one, told), _about(one)
        if span.start >= today:
            begins = say("{volunteer} begins service", volunteer=who)
            yield CalendarEvent(f"start-{one.id}", Period.of_days(span.start, span.start), begins, about)
        if span.last >= today:
            ends = say("Contract of {volunteer} ends", volunteer=who)
            yield CalendarEvent(f"end-{one.id}", Period.of_days(span.last, span.last), ends, about, ALARMS)


def _about(deployment: Deployment) -> Message:
    station = deployment.contracts[-1].station
    if station is None:
        return say("Deployment {deployment}", deployment=deployment.reference)
    return say("Deployment {deployment}, {place}", deployment=deployment.reference, place=station.place)


def _leave(
    leave: Sequence[LeaveDays], serving: Mapping[int, Deployment], told: _Names, today: date
) -> Iterator[CalendarEvent]:
    """Leave, whatever its kind: why someone is away concerns few."""
    for one in leave:
        deployment = serving.get(one.deployment_id)
        days = None if deployment is None else deployment.span(planned=True)
        if deployment is None or days is None or max(one.first, today) > days.last:
            continue  # its contracts are over, or it ended early: there is nobody to wait for
        away = say("{volunteer} on leave", volunteer=_of(deployment, told))
        yield CalendarEvent(f"leave-{one.id}", Period.of_days(one.first, one.last), away)


def _expiries(expiries: Sequence[Expiry], told: _Names) -> Iterator[CalendarEvent]:
    for one in expiries:
        kind = CLEARANCE_KINDS.get(one.kind, say("{kind}", kind=one.kind))
        summary = say("{clearance} of {volunteer} runs out", clearance=kind, volunteer=told[one.volunteer_id])
        yield CalendarEvent(f"clearance-{one.id}", Period.of_days(one.day, one.day), summary, alarms=_EXPIRY_ALARMS)


def _reports(office: Office) -> Iterator[CalendarEvent]:
    for one in deadlines(office, days=_REPORTS_AHEAD):
        if one.kind is DeadlineKind.REPORT and one.day >= office.today:
            about = say("Grant {grant}", grant=one.label)
            key = f"report-{one.register}-{one.record_id}-{one.day.isoformat()}"
            yield CalendarEvent(key, Period.of_days(one.day, one.day), one.sentence, about, _REPORT_ALARMS)
