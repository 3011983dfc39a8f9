"""Reports to funders before they are submitted: drafted, filled in, and what is waived of their checks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from desktop.domain.terms import ReportStatus
from desktop.domain.waivers import REASON_LENGTH
from desktop.language import Message, UserError, say
from desktop.reports.assurance import CHECKS
from desktop.reports.layouts import find_layout
from desktop.reports.options import require_fit
from desktop.services.records import InvalidRecordError
from desktop.services.report_rules import require_draft
from desktop.services.reports.making import ReportRequest
from desktop.storage.donor_reports import next_number, report_head, returned_for, waiver_for
from desktop.storage.draft_reports import judge
from desktop.storage.lookups import grant_by_reference
from desktop.storage.models import DonorReport, ReportTemplate, ReportWaiver
from desktop.storage.office import Office, Outcome, Unit

_NOTHING: Final = say("Nothing was changed.")
_ENGLISH: Final = "en"


def draft_report(
    office: Office,
    *,
    request: ReportRequest,
    language: str = _ENGLISH,
    requirement: str = "",
    due_on: date | None = None,
    template_id: int | None = None,
) -> Outcome:
    """Begins a report to the funder of a grant; `requirement` is the name of the rule that asks for it.

    One on the days of a report that was returned takes its number, its words and its people over. Raises UserError for
    a layout that is not about one grant, an unknown grant, or details that do not fit.
    """
    layout = find_layout(request.name)
    if not layout.of_grant:
        raise UserError(
            say("{report} is about the whole office.", report=layout.title),
            say("No report was drafted."),
            say("Choose a report that is about one grant."),
        )
    with office.change() as unit:
        grant = grant_by_reference(unit.session, request.grant)
        require_fit(layout.options, request.details, currency=grant.currency)
        returned = returned_for(unit.session, grant_id=grant.id, layout=layout.name, period=request.period)
        report = DonorReport(
            grant_id=grant.id,
            layout=layout.name,
            number=next_number(unit.session, grant_id=grant.id, layout=layout.name),
            starts_on=request.period.start,
            ends_on=request.period.last,
            is_final=request.is_final,
            status=str(ReportStatus.DRAFT),
            language=language,
            requirement=requirement,
            due_on=due_on,
            template_id=template_id,
            details=dict(request.details),
            explanations={},
        )
        if returned is not None:
            _take_over(report, returned)
        unit.add(report)
        message = say(
            "Drafted report {number} on {grant}: {report}.",
            number=report.number,
            grant=grant.reference,
            report=layout.title,
        )
        return unit.commit(message, record_id=report.id)


def _take_over(report: DonorReport, returned: DonorReport) -> None:
    """A report that is made anew goes on from the words of the one that was returned."""
    report.replaces_id, report.number = returned.id, returned.number
    report.details = {**returned.details, **report.details}
    report.explanations = dict(returned.explanations)
    report.is_final = report.is_final or returned.is_final
    report.requirement = report.requirement or returned.requirement
    report.due_on = report.due_on or returned.due_on
    report.template_id = report.template_id or returned.template_id
    for name in ("prepared_by", "certified_by", "certified_title"):
        setattr(report, name, getattr(returned, name))


_EDITED: Final = frozenset(
    {
        *("details", "explanations", "prepared_by", "certified_by", "certified_title", "language", "template_id"),
        *("is_final", "note", "due_on", "requirement", "starts_on", "ends_on"),
    }
)


def edit_draft(office: Office, *, report_id: int, version: int | None = None, values: Mapping[str, Any]) -> Outcome:
    """Changes what people say of a draft: `values` by attribute of its head; `details` and `explanations` are whole.

    Raises UserError when the report is no draft any more, or someone else changed it meanwhile, ValueError for an
    attribute that is not theirs to change.
    """
    unknown = values.keys() - _EDITED
    if unknown:
        msg = f"not to be edited: {sorted(unknown)}"
        raise ValueError(msg)
    with office.change() as unit:
        require_draft(unit, report_id)
        report = unit.get(DonorReport, report_id, version=version)
        for name, value in values.items():
            setattr(report, name, _stored(value))
        if report.ends_on < report.starts_on:
            raise InvalidRecordError({"ends_on": say("The period ends before it starts.")})
        if report.template_id is not None:
            unit.get(ReportTemplate, report.template_id)
        return unit.commit(say("Changed report {number} on {grant}.", **_called(unit, report_id)), record_id=report_id)


def _stored(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip()
    return {key: text for key, text in value.items() if text} if isinstance(value, Mapping) else value


def _called(unit: Unit, report_id: int) -> dict[str, Any]:
    unit.session.flush()
    head = report_head(unit.session, report_id)
    return {"number": head.number, "grant": head.grant}


# --- waivers ---------------------------------------------------------------------------------------------------------


def waive_check(office: Office, *, report_id: int, code: str, reason: str) -> Outcome:
    """Lets a report go out without a check; who, when and why is printed in its annex. A later reason takes its place.

    Raises InvalidRecordError when the reason does not do, UserError when the check does not fail, or is never waived.
    """
    problem = _reason_problem(reason)
    if problem is not None:
        raise InvalidRecordError({"reason": problem})
    with office.change() as unit:
        require_draft(unit, report_id)
        head = report_head(unit.session, report_id)
        check = next((each for each in judge(unit.session, office, head).checks if each.code == code), None)
        if check is None or not check.stops:
            raise UserError(
                say(
                    "Report {number} on {grant} does not fail {code}.", number=head.number, grant=head.grant, code=code
                ),
                _NOTHING,
                say("Checks are called {names}.", names=_codes()),
            )
        if not check.waivable:
            raise UserError(
                say("No reason makes up for this: {check}", check=check.sentence),
                _NOTHING,
                say("Mend what it shows."),
            )
        known = waiver_for(unit.session, report_id, code)
        waiver = known or ReportWaiver(report_id=report_id, code=code)
        waiver.reason, waiver.waived_by, waiver.waived_on = reason.strip(), unit.actor, office.today
        unit.add(waiver)
        message = say(
            "Waived for report {number} on {grant}: {check}", check=check.sentence, **_called(unit, report_id)
        )
        return unit.commit(message, record_id=report_id)


def _reason_problem(reason: str) -> Message | None:
    if len(reason.strip()) < REASON_LENGTH:
        return say("Say in at least {count} letters why the report goes out without it.", count=REASON_LENGTH)
    return None


def _codes() -> list[str]:
    return [check.__name__.removeprefix("check_") for check in CHECKS]


def withdraw_waiver(office: Office, *, report_id: int, code: str) -> Outcome:
    """Takes a waiver back. Raises UserError when there is none, or the report is no draft any more."""
    with office.change() as unit:
        require_draft(unit, report_id)
        waiver = waiver_for(unit.session, report_id, code)
        if waiver is None:
            raise UserError(say("{code} is not waived.", code=code), _NOTHING, say("Look at the checks of the report."))
        unit.remove(waiver)
        message = say("No longer waived for report {number} on {grant}: {code}.", code=code, **_called(unit, report_id))
        return unit.commit(message, record_id=report_id)


def remove_draft(office: Office, *, report_id: int, version: int | None = None) -> Outcome:
    """Throws a draft away; it can be undone. Raises UserError when the report is no draft any more."""
    with office.change() as unit:
        require_draft(unit, report_id)
        called = _called(unit, report_id)
        unit.remove(unit.get(DonorReport, report_id, version=version))
        return unit.commit(say("Removed the draft of report {number} on {grant}.", **called), record_id=report_id)
