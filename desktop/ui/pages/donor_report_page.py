"""A report to a funder: what it says, what keeps it from going out, and once it is out, what was frozen of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.domain.progress import Progress
from desktop.domain.terms import REPORT_STATUSES, ReportStatus
from desktop.language import Message, UserError, say, say_many
from desktop.services import donor_reports, reports
from desktop.services.donor_reports import DonorReportPage as Page_
from desktop.services.donor_reports import FrozenFile, NotPassedError, ReportHead
from desktop.services.offices import Office, Outcome
from desktop.services.report_templates import TemplateInfo, templates
from desktop.ui.context import Context, Route
from desktop.ui.dialogs.evidence_dialog import EvidenceDialog
from desktop.ui.dialogs.report_dialogs import EditReportDialog, explain_dialog, return_dialog, waive_dialog
from desktop.ui.models.report_question import READ_OF_PEOPLE, entries_route
from desktop.ui.pages.opened_copy import open_copy
from desktop.ui.pages.page import Crumb, Page, page_title
from desktop.ui.theme import Icon, TextStyle, pixmap
from desktop.ui.widgets.basics import ButtonKind, button, clear, column, hairline, label, margins, row, scrolled
from desktop.ui.widgets.chips import Chip, Tone
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.report_checks import ChecksRail
from desktop.ui.widgets.report_rail import ReportRail
from desktop.ui.widgets.report_sheet import ReportSheet

STATUS_LOOKS: Final[dict[ReportStatus, tuple[Tone, Icon]]] = {
    ReportStatus.DRAFT: ("plain", Icon.EDIT),
    ReportStatus.SUBMITTED: ("accent", Icon.REPORTS),
    ReportStatus.RETURNED: ("warning", Icon.WARNING),
    ReportStatus.ACCEPTED: ("positive", Icon.DONE),
}
_ROOMY = 1200  # in a narrower window the checks of what was sent wait until they are asked for
_FINGERPRINT = 16  # letters of it that are shown; the whole is in the tooltip


@dataclass(frozen=True)
class _Found:
    page: Page_
    templates: tuple[TemplateInfo, ...]


def _read(office: Office, report_id: int) -> _Found:
    page = donor_reports.report_page(office, report_id)
    return _Found(page, templates(office, layout=page.head.layout))


class DonorReportPage(Page):
    """Shows one report, from its draft to its acceptance."""

    depends_on = frozenset(
        {
            *("donor_report", "report_waiver", "ledger_entry", "budget", "budget_line", "grant", "grant_rule"),
            *("document", *READ_OF_PEOPLE),
        }
    )
    wants_room = True

    def __init__(self, context: Context, route: Route) -> None:
        super().__init__(context, route)
        self.found: Page_ | None = None
        self.sheet: ReportSheet | None = None
        self._templates: tuple[TemplateInfo, ...] = ()
        self._head, self._sheet = QVBoxLayout(), QVBoxLayout()
        self._head.setContentsMargins(margins(20, 10, 16, 8))
        self._head.setSpacing(6)
        self._sheet.setContentsMargins(20, 12, 20, 20)
        self._sheet.setSpacing(0)
        self.rail, self.checks = ReportRail(context), ChecksRail(context)
        self.checks.hide()
        self._connect()
        left = column(spacing=0)
        left.addLayout(self._head)
        left.addWidget(hairline())
        left.addWidget(scrolled(self._sheet), 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(left, 1)
        layout.addWidget(self.rail)
        layout.addWidget(self.checks)

    def _connect(self) -> None:
        self.rail.closed.connect(self.leave_figure)
        leave = QShortcut(QKeySequence("Escape"), self, self.leave_figure)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.rail.explained.connect(self.explain)
        self.rail.listed.connect(lambda key: self.context.go(entries_route(self.route, key)))
        self.checks.closed.connect(self.checks.hide)
        self.checks.explained.connect(self.explain)
        self.checks.told.connect(self._explain_cause)
        self.checks.waived.connect(self._waive)
        self.checks.withdrawn.connect(self._withdraw)
        self.checks.edited.connect(self.edit)

    def crumbs(self) -> list[Crumb]:
        """Reports, the grant, this one."""
        here: list[Crumb] = [(self.text(say("Reports")), Route("reports"))]
        if self.found is None:
            return here
        head = self.found.head
        name = self.text(say("Report {number}", number=head.number))
        return [*here, (head.grant, Route("record", "grants", head.grant_id)), (name, None)]

    def refresh(self) -> None:
        """Reads the report anew: of a draft the ledger makes the figures now."""
        work = partial(_read, self.context.office, self.route.record_id)
        self.context.tasks.read(self, work, self._show, self._refused, patient=True)

    def _refused(self, error: BaseException) -> None:
        """A report without figures, for it was made elsewhere, says so in its place."""
        if not isinstance(error, UserError):
            self.context.report(error)
            return
        clear(self._head)
        clear(self._sheet)
        self.checks.hide()
        title, about = self.text(error.title), self.context.language.join(error.sentences()[1:])
        self._sheet.addWidget(EmptyState(title, about, [], palette=self.context.palette))

    def _show(self, found: _Found) -> None:
        self.found, self._templates = found.page, found.templates
        page = found.page
        clear(self._head)
        clear(self._sheet)
        self._show_head(page)
        for banner in self._banners(page):
            self._sheet.addWidget(banner)
            self._sheet.addSpacing(10)
        self.sheet = ReportSheet(self.context, page.report)
        self.sheet.explained.connect(self.explain)
        self._sheet.addWidget(self.sheet)
        self.checks.show_checks(page.checks, page.waivers, editable=page.head.is_draft)
        if page.head.is_draft or self.window().width() >= _ROOMY:
            self._show_checks()
        self.crumbs_changed.emit()

    # --- head --------------------------------------------------------------------------------------------------------

    def _show_head(self, page: Page_) -> None:
        head, text = page.head, self.text
        title = say("{report}, report {number}", report=page.report.title, number=head.number)
        tone, sign = STATUS_LOOKS[head.status]
        chip = Chip(text(REPORT_STATUSES[head.status]), palette=self.context.palette, tone=tone, name=sign)
        about = say(
            "{grant}, {first} to {last}, {currency}",
            grant=head.grant,
            first=head.starts_on,
            last=head.ends_on,
            currency=page.report.currency,
        )
        texts = column(spacing=2)
        texts.addLayout(row(page_title(text(title), snug=True), chip, None, spacing=10))
        texts.addWidget(label(text(about), ink="secondary"))
        texts.addSpacing(8)
        texts.addLayout(row(*self._actions(page), None, spacing=4))
        top = row(spacing=16)
        top.addLayout(texts, 1)
        if head.submitted_at is not None:
            top.addWidget(self._seal(head))
        self._head.addLayout(top)

    def _seal(self, head: ReportHead) -> QWidget:
        """That the report is frozen, since when, and its fingerprint."""
        seal = QFrame()
        seal.setObjectName("seal")
        lock = QLabel()
        lock.setPixmap(pixmap(Icon.LOCKED, self.context.palette.accent, size=16))
        frozen = row(lock, label(self.text(say("Frozen")), TextStyle.LEAD_STRONG, ink="accent"), None, spacing=8)
        when = say("{moment}, {actor}", moment=head.submitted_at or "", actor=head.submitted_by)
        mark = f"{head.sha256[: _FINGERPRINT // 2]} … {head.sha256[-_FINGERPRINT // 2 :]}"
        print_ = label(self.text(say("SHA-256 {mark}", mark=mark)), TextStyle.CAPTION, ink="accent")
        print_.setToolTip(head.sha256)
        inside = column(label(self.text(when), TextStyle.CAPTION, ink="accent"), print_, spacing=2)
        inside.insertLayout(0, frozen)
        inside.setContentsMargins(14, 8, 14, 8)
        seal.setLayout(inside)
        return seal

    def _actions(self, page: Page_) -> list[QPushButton]:
        if page.head.is_draft:
            return [
                self._action(say("Submit"), Icon.LOCKED, self.submit, kind="primary"),
                self._action(say("Edit"), Icon.EDIT, self.edit),
                self._action(say("Checks"), Icon.CHECKS, self._show_checks, kind="ghost"),
                self._action(say("Evidence pack"), Icon.DOCUMENTS, self.pack_evidence, kind="ghost"),
                self._action(say("Remove"), Icon.DELETE, self.remove, kind="ghost"),
            ]
        files = [self._file_action(file) for file in page.files]
        answers = []
        if page.head.status is ReportStatus.SUBMITTED:
            answers.append(self._action(say("Accepted"), Icon.DONE, self.accept))
        if page.head.counts:
            answers.append(self._action(say("Came back…"), Icon.UNDO, self.give_back, kind="ghost"))
        return [
            *files,
            *answers,
            self._action(say("Evidence pack"), Icon.DOCUMENTS, self.pack_evidence, kind="ghost"),
            self._action(say("Checks"), Icon.CHECKS, self._show_checks, kind="ghost"),
        ]

    def _action(
        self, name: Message, sign: Icon, does: Callable[[], object], *, kind: ButtonKind = "plain"
    ) -> QPushButton:
        return button(
            self.text(name),
            kind=kind,
            palette=self.context.palette,
            name=sign,
            small=True,
            on_click=does,
        )

    def _file_action(self, file: FrozenFile) -> QPushButton:
        suffix = Path(file.name).suffix
        sign = Icon.EXCEL if suffix == ".xlsx" else Icon.REPORTS
        made = self._action(say("{kind}", kind=suffix.removeprefix(".").upper()), sign, partial(self.open_file, file))
        made.setToolTip(file.name)
        return made

    # --- what is told above ------------------------------------------------------------------------------------------

    def _banners(self, page: Page_) -> list[QWidget]:
        head, found = page.head, []
        if page.changes:
            told = say_many(
                "Changed since this report: {count} entry, {amount}. It enters the next report as an adjustment.",
                "Changed since this report: {count} entries, {amount}. They enter the next report as adjustments.",
                count=len(page.changes.rows),
                amount=page.changes.spent,
            )
            found.append(self._banner(told, say("Show"), self.show_changes))
        if head.status is ReportStatus.RETURNED:
            told = say("Came back {day}: {reason}", day=head.answered_on or "", reason=head.answer)
            found.append(self._banner(told, say("Make it anew"), self.make_anew))
        return found

    def _banner(self, told: Message, verb: Message, does: Callable[[], object]) -> QWidget:
        banner = QFrame()
        banner.setObjectName("banner")
        act = button(self.text(verb), kind="link", palette=self.context.palette, on_click=does)
        layout = row(label(self.text(told), wraps=True), act, spacing=12)
        layout.setStretch(0, 1)
        layout.setContentsMargins(12, 6, 12, 6)
        banner.setLayout(layout)
        return banner

    # --- checks and figures ------------------------------------------------------------------------------------------

    def _show_checks(self) -> None:
        self.rail.hide()
        if self.sheet is not None:
            self.sheet.mark("")
        self.checks.show()

    def explain(self, key: str) -> None:
        """Shows where a figure comes from, in place of the checks."""
        if self.found is None or self.sheet is None:
            return
        self.checks.hide()
        self.sheet.mark(key)
        self.rail.explain(self.found.report, key)

    def leave_figure(self) -> None:
        """Shows the checks again; the keyboard goes back to the figure that was explained."""
        if self.rail.isVisible() and self.sheet is not None:
            self.sheet.leave()
            self._show_checks()

    def _explain_cause(self, cause: object) -> None:
        if self.found is not None and isinstance(cause, donor_reports.Cause):
            explain_dialog(self.context, self.window(), self.found, cause).open()

    def _waive(self, check: object) -> None:
        if isinstance(check, donor_reports.Check):
            waive_dialog(self.context, self.window(), self.route.record_id, check).open()

    def _withdraw(self, code: str) -> None:
        office, report_id = self.context.office, self.route.record_id

        def work(_progress: Progress) -> Outcome:
            return donor_reports.withdraw_waiver(office, report_id=report_id, code=code)

        self.context.run(self, work, say("Withdrawing"))

    # --- what is done with it ----------------------------------------------------------------------------------------

    def edit(self) -> None:
        """Asks what is said of the draft."""
        if self.found is not None:
            EditReportDialog(self.context, self.window(), self.found, self._templates).open()

    def submit(self) -> None:
        """Sends it out and freezes it; where checks stop it, they are shown."""
        office, found = self.context.office, self.found
        if found is None:
            return

        def work(_progress: Progress) -> Outcome:
            return donor_reports.submit_report(office, report_id=found.head.id, version=found.head.version)

        self.context.run(self, work, say("Submitting the report"), on_error=self._not_submitted)

    def _not_submitted(self, error: BaseException) -> None:
        if isinstance(error, NotPassedError):
            self._show_checks()
        self.context.report(error)

    def accept(self) -> None:
        """Notes that the funder accepted it."""
        office, found = self.context.office, self.found
        if found is not None:
            head = found.head
            self.context.run(
                self,
                lambda _progress: donor_reports.accept_report(office, report_id=head.id, version=head.version),
                say("Noting the acceptance"),
            )

    def give_back(self) -> None:
        """Asks why it came back."""
        if self.found is not None:
            return_dialog(self.context, self.window(), self.found).open()

    def make_anew(self) -> None:
        """Drafts the report again, with the words of the one that came back."""
        office, found = self.context.office, self.found
        if found is None:
            return
        head = found.head
        request = reports.request_of(head.layout, grant=head.grant, first=head.starts_on, last=head.ends_on)

        def work(_progress: Progress) -> Outcome:
            return donor_reports.draft_report(office, request=request, language=head.language)

        self.context.run(self, work, say("Drafting the report"), on_done=self._go_to)

    def _go_to(self, outcome: Outcome) -> None:
        self.context.go(Route("donor_report", "", outcome.record_id))

    def remove(self) -> None:
        """Throws the draft away; Ctrl+Z brings it back."""
        office, found = self.context.office, self.found
        if found is not None:
            head = found.head
            self.context.run(
                self,
                lambda _progress: donor_reports.remove_draft(office, report_id=head.id, version=head.version),
                say("Removing"),
                on_done=lambda _outcome: self.context.go(Route("reports")),
            )

    def show_changes(self) -> None:
        """Lists what came into its time since."""
        self.context.go(Route("report_changes", "", self.route.record_id))

    def export(self, path: str = "") -> None:
        """Saves the workbook as it was sent."""
        if self.found is not None:
            for file in self.found.files:
                if file.name.endswith(".xlsx"):
                    self.save_file(file, path)

    def save_file(self, file: FrozenFile, path: str = "") -> None:
        """Asks where to save a file of the report, and saves it to the last byte as it was sent."""
        office = self.context.office

        def save(target: Path, _progress: Progress) -> Outcome:
            return donor_reports.save_report_file(office, file_id=file.id, target=target)

        self.write_file(path, file.name, save, title=say("Save as…"))

    def pack_evidence(self) -> None:
        """Asks how the archive for auditors is made, and where to."""
        if self.found is not None:
            EvidenceDialog(self.context, self.window(), self, self.found.head).open()

    def open_file(self, file: FrozenFile) -> None:
        """Lets the system open a copy of a file of the report."""
        office = self.context.office

        def save(folder: Path) -> Path:
            donor_reports.save_report_file(office, file_id=file.id, target=folder / file.name)
            return folder / file.name

        open_copy(self.context, self, save)
