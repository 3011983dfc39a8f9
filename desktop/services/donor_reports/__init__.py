"""Reports to funders: drafted, checked, submitted and frozen, returned or accepted; and which ones are due."""

from desktop.domain.requirements import REQUIREMENT_STATES, Requirement, RequirementState
from desktop.domain.terms import ReportStatus
from desktop.reports.assurance import Cause, Check, CheckState, stopping
from desktop.services.donor_reports.answering import accept_report, return_report
from desktop.services.donor_reports.drafting import (
    draft_report,
    edit_draft,
    remove_draft,
    waive_check,
    withdraw_waiver,
)
from desktop.services.donor_reports.elsewhere import note_all_sent, note_sent
from desktop.services.donor_reports.reading import (
    Changes,
    DonorReportPage,
    changed_since,
    is_whole,
    report_file,
    report_files,
    report_page,
    reports_of,
    save_report_file,
    save_report_files,
    submitted_report,
)
from desktop.services.donor_reports.requirements import requirements
from desktop.services.donor_reports.submitting import NotPassedError, submit_report
from desktop.storage.donor_reports import FrozenFile, ReportHead, WaivedCheck

__all__ = [
    "REQUIREMENT_STATES",
    "Cause",
    "Changes",
    "Check",
    "CheckState",
    "DonorReportPage",
    "FrozenFile",
    "NotPassedError",
    "ReportHead",
    "ReportStatus",
    "Requirement",
    "RequirementState",
    "WaivedCheck",
    "accept_report",
    "changed_since",
    "draft_report",
    "edit_draft",
    "is_whole",
    "note_all_sent",
    "note_sent",
    "remove_draft",
    "report_file",
    "report_files",
    "report_page",
    "reports_of",
    "requirements",
    "return_report",
    "save_report_file",
    "save_report_files",
    "stopping",
    "submit_report",
    "submitted_report",
    "waive_check",
    "withdraw_waiver",
]
