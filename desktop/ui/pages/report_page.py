"""A report on the screen: choose which, of what and when; every figure says where it comes from; write it to a file."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from desktop.domain.file_names import safe_name
from desktop.domain.progress import Progress
from desktop.language import Message, UserError, say
from desktop.services import donor_reports, records, reports
from desktop.services.offices import Outcome
from desktop.services.records import Choice
from desktop.services.reports import Report
from desktop.ui.context import Context, Route
from desktop.ui.models.report_question import READ_OF_PEOPLE, Question, entries_route, grant_of, question_of
from desktop.ui.pages.opened_copy import open_copy
from desktop.ui.pages.page import Crumb, Page, page_head
from desktop.ui.theme import Icon
from desktop.ui.widgets.basics import button, clear, hairline, scrolled
from desktop.ui.widgets.choice_fields import OFFERED
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.focus import focused_in
from desktop.ui.widgets.report_choice import ReportChoice
from desktop.ui.widgets.report_rail import ReportRail
from desktop.ui.widgets.report_sheet import ReportSheet
from desktop.ui.widgets.report_table import ReportTableView


class ReportPage(Page):
    """Chooses a report, shows it, writes it to Excel, to paper, or as csv."""

    depends_on = frozenset(
        {
            *(
                "ledger_entry",
                "budget",
                "budget_line",
                "grant",
                "grant_rule",
                "instalment",
                "donor_report",
                "crosswalk",
            ),
            *READ_OF_PEOPLE,
        }
    )

    wants_room = True

    def __init__(self, context: Context, route: Route) -> None:
        super().__init__(context, route)
        self.report: Report | None = None
        self.sheet: ReportSheet | None = None
        self._question: Question | None = None
        self._wanted = grant_of(route)
        self.choice = ReportChoice(context, route.key or next(iter(reports.LAYOUTS)))
        self._put(question_of(route))
        self.choice.changed.connect(self._ask)
        self.rail = ReportRail(context)
        self.rail.closed.connect(self.leave_figure)
        self.rail.explained.connect(self.explain)
        self.rail.listed.connect(self._list_entries)
        self._lay_out()
        QShortcut(QKeySequence("F7"), self, self._explain_current)
        leave = QShortcut(QKeySequence("Escape"), self, self.leave_figure)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        QShortcut(QKeySequence("Ctrl+P"), self, self.print_paper)

    def _lay_out(self) -> None:
        self._head = QVBoxLayout()
        self._sheet = QVBoxLayout()
        self._sheet.setContentsMargins(20, 12, 20, 20)
        self._sheet.setSpacing(0)
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addLayout(self._head)
        left.addWidget(self.choice)
        left.addWidget(hairline())
        left.addWidget(scrolled(self._sheet), 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(left, 1)
        layout.addWidget(self.rail)
        self._show_head()

    def _show_head(self) -> None:
        clear(self._head)
        self.buttons = [
            *([self._draft_button()] if self.choice.layout_of.of_grant else []),
            self._print_button(),
            self._action(say("To csv"), Icon.DOCUMENTS, ".csv"),
            self._action(say("To PDF"), Icon.REPORTS, ".pdf"),
            self._action(say("To Excel"), Icon.EXCEL, ".xlsx", primary=True),
        ]
        head, _title = page_head(self.text(self.choice.layout_of.title), self.buttons)
        self._head.addWidget(head)

    def _draft_button(self) -> QPushButton:
        text, palette = self.text(say("Draft for the funder")), self.context.palette
        return button(text, kind="ghost", palette=palette, name=Icon.EDIT, on_click=self.draft)

    def _print_button(self) -> QPushButton:
        text, palette = self.text(say("Print")), self.context.palette
        return button(text, kind="icon", palette=palette, name=Icon.PRINT, shortcut="Ctrl+P", on_click=self.print_paper)

    def _action(self, name: Message, sign: Icon, suffix: str, *, primary: bool = False) -> QPushButton:
        made = button(
            self.text(name),
            kind="primary" if primary else "plain",
            palette=self.context.palette,
            name=sign,
            shortcut="Ctrl+Shift+E" if primary else "",
            on_click=lambda: self.write(suffix),
        )
        made.setEnabled(self.report is not None)
        return made

    def crumbs(self) -> list[Crumb]:
        """Reports, then this one, then the grant."""
        title = self.text(self.choice.layout_of.title)
        here: list[Crumb] = [(self.text(say("Reports")), Route("reports")), (title, None)]
        grant = self.report.fact("grant") if self.report else None
        return [*here, (str(grant), None)] if grant else here

    def memory(self) -> object:
        """What is asked for, as far as it can be read."""
        return self.choice.asked(), self.choice.grant.chosen, self.choice.language_code

    def recall(self, memory: object) -> None:
        """The same report, grant and days."""
        match memory:
            case (asked, grant, str() as code):
                if isinstance(grant, Choice):
                    self.choice.put_grant(grant)
                self._put(asked if isinstance(asked, Question) else None)
                self.choice.language.set_value(code)

    def _put(self, question: Question | None) -> None:
        """Asks for the report that was asked for before, or that the way here names."""
        if question is not None:
            self.choice.choose_layout(question.name)
            self.choice.first.set_value(question.first)
            self.choice.last.set_value(question.last)
            self.choice.put_details(question.values)

    # --- asking ------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Offers the grants, and makes the report anew."""
        self.choice.grant.refresh()
        if self.choice.grant.chosen is not None or not self._wanted:
            self.make()
            return
        office, key = self.context.office, self._wanted

        def work() -> Choice | None:
            found = records.choices(office, "grants", search=key, limit=OFFERED)
            return next((grant for grant in found if grant.code == key), None)

        self.context.read(self, work, self._preset_grant)

    def _preset_grant(self, grant: Choice | None) -> None:
        """The grant that the way here names, unless another one was chosen meanwhile."""
        self._wanted = ""
        if grant is not None and self.choice.grant.chosen is None:
            self.choice.put_grant(grant)
        self.make()

    def _ask(self) -> None:
        """Makes the report when another one is asked for than the one that is shown, or under way."""
        if self.choice.asked() != self._question:
            self._show_head()
            self.make()

    def make(self) -> None:
        """Makes the report of what is chosen. What was shown goes at once: it is not what is asked for now."""
        self._question = question = self.choice.asked()
        self._let_go()
        self.choice.check()
        if question is None:
            self._show_nothing()
            return

        def arrived(report: Report) -> None:
            if question == self._question:
                self._show(report)

        def refused(error: BaseException) -> None:
            if question == self._question:
                self._refused(error)

        work = partial(question.make, self.context.office)
        self.context.tasks.read(self, work, arrived, refused, patient=True)

    def _let_go(self) -> None:
        """Lets go of the report that is shown."""
        self.report, self.sheet = None, None
        self._close_rail()
        clear(self._sheet)
        self._enable()
        self.crumbs_changed.emit()

    def _enable(self) -> None:
        for made in self.buttons:
            made.setEnabled(self.report is not None)

    def _refused(self, error: BaseException) -> None:
        self._let_go()
        if not isinstance(error, UserError):
            self.context.report(error)
        else:
            self._tell(error)

    def _tell(self, error: UserError) -> None:
        title, about = self.text(error.title), self.context.language.join(error.sentences()[1:])
        self._sheet.addWidget(EmptyState(title, about, [], palette=self.context.palette))

    def _show_nothing(self) -> None:
        if self.choice.grant.box.currentText() and self.choice.layout_of.of_grant:
            return  # the field that cannot be read says so
        title, about = say("No grant chosen yet"), say("Choose a grant and a period; the report appears at once.")
        self._sheet.addWidget(EmptyState(self.text(title), self.text(about), [], palette=self.context.palette))

    def _show(self, report: Report) -> None:
        self._let_go()
        self.report = report
        self.sheet = ReportSheet(self.context, report)
        self.sheet.explained.connect(self.explain)
        self._sheet.addWidget(self.sheet)
        self._enable()
        self.crumbs_changed.emit()

    # --- where a figure comes from -----------------------------------------------------------------------------------

    def _explain_current(self) -> None:
        """Explains the figure one is on."""
        focused = focused_in(self)
        if isinstance(focused, ReportTableView) and (key := focused.key_at(focused.currentIndex())):
            self.explain(key)

    def explain(self, key: str) -> None:
        """Shows the formula of a figure, its parts, and the entries behind it. The figure stays marked meanwhile."""
        if self.report is None or self.sheet is None:
            return
        self.sheet.mark(key)
        self.rail.explain(self.report, key)

    def _list_entries(self, key: str) -> None:
        """Goes to all entries behind a figure."""
        if self._question is not None:
            self.context.go(entries_route(self._question.route(), key))

    def _close_rail(self) -> None:
        self.rail.hide()
        if self.sheet is not None:
            self.sheet.mark("")

    def leave_figure(self) -> None:
        """Closes the rail; the keyboard goes back to the figure that it was about."""
        if self.rail.isVisible() and self.sheet is not None:
            self.sheet.leave()
            self._close_rail()

    def draft(self) -> None:
        """Begins a report to the funder of what is shown: it is checked, signed and submitted from its own page."""
        asked, office, code = self._question, self.context.office, self.choice.language_code
        if asked is None:
            return

        def work(_progress: Progress) -> Outcome:
            return donor_reports.draft_report(office, request=asked.request(), language=code)

        self.context.run(self, work, say("Drafting the report"), on_done=self._go_to_draft)

    def _go_to_draft(self, outcome: Outcome) -> None:
        self.context.go(Route("donor_report", "", outcome.record_id))

    # --- out ---------------------------------------------------------------------------------------------------------

    def print_paper(self) -> None:
        """Has the system show the report as it is on paper, from where it is printed."""
        report, office, code = self.report, self.context.office, self.choice.language_code
        if report is None:
            return

        def save(folder: Path) -> Path:
            path = folder / f"{report.fact('grant') or report.name} {report.period.last.isoformat()}.pdf"
            reports.write_report(office, report, path, language=reports.language_named(code))
            return path

        open_copy(self.context, self, save)

    def export(self, path: str = "") -> None:
        """Writes the report to an Excel file the user chooses."""
        self.write(".xlsx", path)

    def write(self, suffix: str, path: str = "") -> None:
        """Writes the report to a file of a kind, in the language chosen for it."""
        report, office = self.report, self.context.office
        if report is None:
            return
        name = safe_name(f"{report.fact('grant') or report.name} {report.period.last.isoformat()}{suffix}")
        code = self.choice.language_code

        def write(target: Path, _progress: Progress) -> Outcome:
            return reports.write_report(office, report, target, language=reports.language_named(code))

        self.write_file(path, name, write, title=report.title)
