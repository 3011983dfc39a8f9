"""Pictures of reports: each layout, what is due, a draft with its checks, and a report that was submitted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Protocol

from PySide6.QtWidgets import QWidget

from desktop.registers.query import Cell
from desktop.services import donor_reports, ledger, records, reports
from desktop.services.donor_reports import Cause, ReportStatus
from desktop.services.offices import Office
from desktop.services.reports import LAYOUTS
from desktop.ui.context import Context, Route
from desktop.ui.dialogs.record_dialog import RecordDialog
from desktop.ui.dialogs.report_dialogs import explain_dialog, waive_dialog
from desktop.ui.models.report_question import Question, entries_route, report_route
from desktop.ui.pages.donor_report_page import DonorReportPage
from desktop.ui.pages.iati_page import IatiPage
from desktop.ui.pages.report_page import ReportPage
from desktop.ui.pages.reports_page import DUE, MADE, NEW, ReportsPage
from desktop.ui.pages.settings_page import SettingsPage

_GRANT = "NER-CT-01"
_CROSSWALKS = "crosswalks"
_LATE = "PV-1299"  # a cost of September that came when its report was sent
_DAYS = (date(2019, 7, 1), date(2019, 9, 30))  # the first that the sample office has not reported yet


class Stage(Protocol):
    """What a picture needs of the window it is taken of."""

    context: Context

    def go(self, route: Route) -> None:
        """Shows a page."""

    @property
    def page(self) -> QWidget:
        """The page that is shown."""


def _report(layout: str) -> Callable[[Stage], None]:
    """A shot of one of the reports that can be made."""

    def show(stage: Stage) -> None:
        grant = _GRANT if LAYOUTS[layout].of_grant else ""
        stage.go(report_route(layout, grant=grant))

    return show


def _statement(stage: Stage) -> None:
    """A statement with the origin of a figure."""
    stage.go(report_route("statement", grant=_GRANT))
    page = stage.page
    if isinstance(page, ReportPage):
        page.explain("period.5")


def _part_of_entries(stage: Stage) -> None:
    """The parts of entries behind what deployments cost."""
    stage.go(report_route("deployment_costs", grant=_GRANT))
    page = stage.page
    if isinstance(page, ReportPage):
        page.explain("actual.months.USD.2019-08")


def _volunteers(stage: Stage) -> None:
    """A statement with the annex of volunteers, by their codes."""
    first, last = _DAYS
    stage.go(Question("statement", _GRANT, first, last, (("volunteers", "codes"),)).route())
    page = stage.page
    if isinstance(page, ReportPage) and page.sheet is not None:
        page.choice.show_more()


def _person_months(stage: Stage) -> None:
    """All person-months of the partnership, since its first volunteer."""
    stage.go(Question("person_months", "", date(1999, 1, 1), _DAYS[1]).route())


def _difference(stage: Stage) -> None:
    """The origin of a figure that is made of others, and what is asked besides."""
    _report("sf425")(stage)
    page = stage.page
    if isinstance(page, ReportPage):
        page.choice.show_more()
        page.explain("10h")


def _entries(stage: Stage) -> None:
    """The entries behind a figure."""
    _report("statement")(stage)
    page = stage.page
    if isinstance(page, ReportPage) and (asked := page.choice.asked()) is not None:
        stage.go(entries_route(asked.route(), "cumulative.total"))


def _part(which: str) -> Callable[[Stage], None]:
    def show(stage: Stage) -> None:
        draft_of(stage.context.office)
        stage.go(Route("reports", tab=which))
        page = stage.page
        if isinstance(page, ReportsPage):
            page.show_part(which)

    return show


def draft_of(office: Office) -> int:
    """The draft of a financial statement on a quarter."""
    return _made(office, "statement")


def submitted(office: Office) -> int:
    """A report that was submitted, with a cost that was posted into its time since."""
    report_id = _made(office, "sf425")
    page = donor_reports.report_page(office, report_id)
    if not page.head.is_draft:
        return report_id
    for check in page.stopping:
        if check.code != "people":
            reason = "Agreed with the funder by letter of 2 October 2019."
            donor_reports.waive_check(office, report_id=report_id, code=check.code, reason=reason)
    people = {"prepared_by": "Aïssata Moussa", "certified_by": "Ibrahim Sow", "certified_title": "Representative"}
    donor_reports.edit_draft(office, report_id=report_id, values=people)
    donor_reports.submit_report(office, report_id=report_id)
    (grant,) = records.choices(office, "grants", only=[f"reference={_GRANT}"])
    late: dict[str, Cell] = {"grant": grant.id, "entry_on": date(2019, 9, 24), "reference": _LATE, "category": "5"}
    late |= {"kind": "expenditure", "original_currency": "USD", "original_amount": Decimal("312.60")}
    ledger.post_entry(office, values=late | {"description": "Fuel, prison visits, Koutoukalé"})
    return report_id


def _made(office: Office, layout: str) -> int:
    first, last = _DAYS
    for head in donor_reports.reports_of(office):
        if (head.grant, head.layout, head.starts_on) == (_GRANT, layout, first) and (
            head.status is not ReportStatus.RETURNED
        ):
            return head.id
    request = reports.request_of(layout, grant=_GRANT, first=first, last=last)
    return donor_reports.draft_report(office, request=request).record_id


def _draft(stage: Stage) -> None:
    """A draft with the checks that keep it from going out."""
    stage.go(Route("donor_report", "", draft_of(stage.context.office)))


def _edit(stage: Stage) -> None:
    """What is said of a draft."""
    _draft(stage)
    page = stage.page
    if isinstance(page, DonorReportPage):
        page.edit()


def _frozen(stage: Stage) -> None:
    """A report that was submitted."""
    stage.go(Route("donor_report", "", submitted(stage.context.office)))


def _waive(stage: Stage) -> None:
    """Why a draft goes out without a check."""
    _draft(stage)
    page = stage.page
    if isinstance(page, DonorReportPage) and page.found is not None:
        failed = next(check for check in page.found.checks if check.stops)
        waive_dialog(stage.context, page.window(), page.route.record_id, failed).open()


def _explain(stage: Stage) -> None:
    """Why a figure is so."""
    _draft(stage)
    page = stage.page
    if isinstance(page, DonorReportPage) and page.found is not None:
        cause = Cause(page.found.checks[0].sentence, explain=_LATE)
        explain_dialog(stage.context, page.window(), page.found, cause).open()


def _came_back(stage: Stage) -> None:
    """Why the funder sent a report back."""
    _frozen(stage)
    page = stage.page
    if isinstance(page, DonorReportPage):
        page.give_back()


def _sent(stage: Stage) -> None:
    """On which day a report went out that was made elsewhere."""
    _part(DUE)(stage)
    page = stage.page
    if isinstance(page, ReportsPage):
        page.ask_when_sent(next(owed for owed in page.owed if owed.is_open))


def _changes(stage: Stage) -> None:
    """What came into the time of a report since it was sent."""
    _frozen(stage)
    page = stage.page
    if isinstance(page, DonorReportPage):
        page.show_changes()


def _letterhead(stage: Stage) -> None:
    """How the office stands at the head of its reports."""
    stage.go(Route("settings"))
    page = stage.page
    if isinstance(page, SettingsPage):
        page.edit_letterhead()


def _iati(stage: Stage) -> None:
    """What can be published, and what a project lacks."""
    stage.go(Route("iati"))
    page = stage.page
    if isinstance(page, IatiPage):
        page.table.go_to(0, 1)


def _crosswalks(stage: Stage) -> None:
    """How a category is parted among the classes of a form."""
    office = stage.context.office
    if not records.choices(office, _CROSSWALKS, search=""):
        for target, percent in (("6a", 72), ("6b", 18), ("6f", 10)):
            part: dict[str, Cell] = {"scheme": "sf424a", "category": "1", "target": target, "percent": Decimal(percent)}
            records.save(office, _CROSSWALKS, values=part)
    stage.go(Route("register", _CROSSWALKS))


def _crosswalk_part(stage: Stage) -> None:
    """The form of a part, which offers the classes of its form."""
    _crosswalks(stage)
    office = stage.context.office
    part = records.load(office, _CROSSWALKS, records.choices(office, _CROSSWALKS, search="")[0].id)
    RecordDialog(stage.context, stage.page.window(), _CROSSWALKS, record=part).open()


def _evidence(stage: Stage) -> None:
    """What is asked before the archive for auditors is written."""
    _frozen(stage)
    page = stage.page
    if isinstance(page, DonorReportPage):
        page.pack_evidence()


REPORT_SHOTS: tuple[tuple[str, Callable[[Stage], None]], ...] = (
    *((f"report-{name}", _report(name)) for name in LAYOUTS if name not in ("statement", "person_months")),
    ("report-person_months", _person_months),
    ("report-parts", _part_of_entries),
    ("report-volunteers", _volunteers),
    ("statement", _statement),
    ("report-origin", _difference),
    ("report-entries", _entries),
    ("reports-due", _part(DUE)),
    ("reports-new", _part(NEW)),
    ("report-draft", _draft),
    ("report-edit", _edit),
    ("report-waive", _waive),
    ("report-explain", _explain),
    ("report-sent", _sent),
    ("report-frozen", _frozen),
    ("report-evidence", _evidence),
    ("report-came-back", _came_back),
    ("report-changes", _changes),
    ("reports-made", _part(MADE)),
    ("templates", lambda stage: stage.go(Route("templates"))),
    ("iati", _iati),
    ("letterhead", _letterhead),
    ("crosswalks", _crosswalks),
    ("crosswalk-part", _crosswalk_part),
    ("report-crosswalk", _report("sf424a")),
)
