"""What the funder answers to a report: it is returned, or accepted."""

from __future__ import annotations

from datetime import date
from typing import Final

from desktop.domain.terms import ReportStatus
from desktop.language import UserError, say
from desktop.services.records import InvalidRecordError
from desktop.storage.donor_reports import ReportHead, report_head
from desktop.storage.models import DonorReport
from desktop.storage.office import Office, Outcome, Unit

_NOTHING: Final = say("Nothing was changed.")


def return_report(
    office: Office, *, report_id: int, reason: str, on: date | None = None, version: int | None = None
) -> Outcome:
    """Notes that a report came back: it no longer counts as reported, and can be made anew.

    Raises InvalidRecordError without a reason, UserError when it was not submitted or a later report goes on from it.
    """
    if not reason.strip():
        raise InvalidRecordError({"reason": say("Say why the report came back.")})
    with office.change() as unit:
        head = _require_submitted(unit, report_id)
        if head.next_id is not None:
            later = report_head(unit.session, head.next_id)
            raise UserError(
                say("Report {later} goes on from report {number}.", later=later.number, number=head.number),
                _NOTHING,
                say("Return report {later} first.", later=later.number),
            )
        _answer(unit, head, ReportStatus.RETURNED, reason, on or office.today, version)
        message = say(
            "Returned report {number} on {grant}: {reason}", number=head.number, grant=head.grant, reason=reason.strip()
        )
        return unit.commit(message, record_id=report_id)


def accept_report(
    office: Office, *, report_id: int, on: date | None = None, note: str = "", version: int | None = None
) -> Outcome:
    """Notes that the funder accepted a report. Raises UserError when it was not submitted, or is accepted already."""
    with office.change() as unit:
        head = _require_submitted(unit, report_id)
        if head.status is ReportStatus.ACCEPTED:
            raise UserError(
                say("Report {number} on {grant} was accepted already.", number=head.number, grant=head.grant),
                _NOTHING,
                say("Look at its history."),
            )
        _answer(unit, head, ReportStatus.ACCEPTED, note, on or office.today, version)
        return unit.commit(
            say("Accepted: report {number} on {grant}.", number=head.number, grant=head.grant), record_id=report_id
        )


def _answer(unit: Unit, head: ReportHead, status: ReportStatus, answer: str, on: date, version: int | None) -> None:
    record = unit.get(DonorReport, head.id, version=version)
    if on > unit.today:
        raise InvalidRecordError({"on": say("An answer cannot have come on a day that is still to come.")})
    record.status, record.answer, record.answered_on = str(status), answer.strip(), on


def _require_submitted(unit: Unit, report_id: int) -> ReportHead:
    head = report_head(unit.session, report_id)
    if not head.counts:
        raise UserError(
            say("Report {number} on {grant} was not submitted, or was returned.", number=head.number, grant=head.grant),
            _NOTHING,
            say("Look at its state."),
        )
    return head
