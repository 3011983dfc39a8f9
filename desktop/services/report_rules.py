"""What must hold of reports to funders, whoever changes them: from its submission on a report stays as it is.

Only its state goes on, by being returned or accepted; what was reported in it can be reversed, never removed.
"""

from __future__ import annotations

from typing import Final

from desktop.domain.terms import ReportStatus
from desktop.language import Message, UserError, say
from desktop.services.field_rules import Problems
from desktop.services.record_rule import RecordRule
from desktop.storage.donor_reports import kept_report, reports_behind
from desktop.storage.models import DonorReport, ReportEntry, ReportFile, ReportWaiver
from desktop.storage.office import Unit
from desktop.storage.undo import NeverUndoneError

STAYS: Final = say("It stays as it was submitted. Return it, and make it anew.")
_STATES: Final = {
    ReportStatus.SUBMITTED: say("{grant}, report {number}: it was submitted."),
    ReportStatus.RETURNED: say("{grant}, report {number}: it was submitted, and returned."),
    ReportStatus.ACCEPTED: say("{grant}, report {number}: it was accepted."),
}


def require_draft(unit: Unit, report_id: int) -> None:
    """Raises UserError when a report is gone, or no draft any more."""
    head = kept_report(unit.session, report_id)
    if head.status != ReportStatus.DRAFT:
        raise UserError(_told(head.status, head.grant, head.number), say("Nothing was changed."), STAYS)


def require_not_frozen(unit: Unit, report_id: int) -> None:
    """Raises UserError when a report is gone, or something of it is frozen."""
    head = kept_report(unit.session, report_id)
    if head.is_frozen:
        raise UserError(_told(head.status, head.grant, head.number), say("Nothing was changed."), STAYS)


def _told(status: str, grant: str, number: int) -> Message:
    return say(_STATES[ReportStatus(status)].text, grant=grant, number=number)


def require_undoable(unit: Unit, entry_id: int) -> None:
    """Raises NeverUndoneError when an entry of the trail tells of a report that is frozen."""
    for head in reports_behind(unit.session, entry_id):
        if head.is_frozen:
            raise NeverUndoneError(_told(head.status, head.grant, head.number), say("It was not undone."), STAYS)


def _donor_report(unit: Unit, report: DonorReport) -> Problems:
    """No form changes a report: its own page does."""
    return {"status": STAYS} if report.id and kept_report(unit.session, report.id).is_frozen else {}


def _part(unit: Unit, part: ReportEntry | ReportFile | ReportWaiver) -> None:
    require_not_frozen(unit, part.report_id)


RULES = {
    "donor_report": RecordRule(
        _donor_report, require_removable=lambda unit, report: require_not_frozen(unit, report.id)
    ),
    "report_entry": RecordRule(require_removable=_part),
    "report_file": RecordRule(require_removable=_part),
    "report_waiver": RecordRule(require_removable=_part),
}
