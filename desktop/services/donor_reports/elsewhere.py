"""Reports that were made and sent elsewhere: noted, so that they are no longer owed; nothing of them is frozen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Final

from desktop.domain.period import Period
from desktop.domain.requirements import Requirement
from desktop.domain.terms import ReportStatus
from desktop.language import say, say_many
from desktop.services.records import InvalidRecordError
from desktop.services.reports.making import ReportRequest
from desktop.storage.donor_reports import next_number
from desktop.storage.lookups import grant_by_reference
from desktop.storage.models import DonorReport
from desktop.storage.office import Office, Outcome, Unit

_NOON: Final = time(12)


def note_sent(
    office: Office,
    *,
    request: ReportRequest,
    on: date,
    requirement: str = "",
    due_on: date | None = None,
    note: str = "",
) -> Outcome:
    """Notes that a report was sent that was made elsewhere: what comes after does not go on from it.

    `request.name` may be empty where no layout is like it. It can be undone. Raises InvalidRecordError for a day that
    is still to come, UserError for an unknown grant.
    """
    if on > office.today:
        raise InvalidRecordError({"on": say("It cannot have been sent on a day that is still to come.")})
    with office.change() as unit:
        grant = grant_by_reference(unit.session, request.grant)
        report = _record(
            unit, grant.id, request.name, request.period, on, requirement, due_on, is_final=request.is_final
        )
        report.note = note.strip()
        unit.add(report)
        message = say(
            "Noted: a report on {grant} to {last} was sent on {day}.",
            grant=grant.reference,
            last=report.ends_on,
            day=on,
        )
        return unit.commit(message, record_id=report.id)


def note_all_sent(office: Office, *, owed: Iterable[Requirement]) -> Outcome:
    """Notes that reports were sent, each on the day it was due: for an office that begins where another one ended."""
    with office.change() as unit:
        made = [
            unit.add(
                _record(
                    unit,
                    each.grant_id,
                    each.layout,
                    each.period,
                    each.day,
                    each.rule.note,
                    each.day,
                    is_final=each.due.final,
                )
            )
            for each in owed
        ]
        message = say_many(
            "Noted that {count} report was sent.", "Noted that {count} reports were sent.", count=len(made)
        )
        return unit.commit(message)


def _record(
    unit: Unit,
    grant_id: int,
    layout: str,
    period: Period,
    on: date,
    requirement: str,
    due_on: date | None,
    *,
    is_final: bool,
) -> DonorReport:
    return DonorReport(
        grant_id=grant_id,
        layout=layout,
        number=next_number(unit.session, grant_id=grant_id, layout=layout),
        starts_on=period.start,
        ends_on=period.last,
        is_final=is_final,
        status=str(ReportStatus.SUBMITTED),
        language="en",
        requirement=requirement,
        due_on=due_on,
        details={},
        explanations={},
        submitted_at=datetime.combine(on, _NOON, UTC),
        submitted_by=unit.actor,
    )
