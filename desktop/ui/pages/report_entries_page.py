"""Entries of a report, all of them: those behind a figure, and those that came into its time since it was sent."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QVBoxLayout

from desktop.language import Message, say, say_many
from desktop.reports.report import EntrySum
from desktop.reports.trace import MEASURES, TraceRow
from desktop.services import donor_reports, reports
from desktop.services.donor_reports import Changes, DonorReportPage
from desktop.services.offices import Office
from desktop.services.reports import Origin, Report
from desktop.ui.context import Context, Route
from desktop.ui.models.report_entries_model import PAGE_ROWS, ReportEntriesModel
from desktop.ui.models.report_model import figure_text
from desktop.ui.models.report_question import figure_of, question_of, report_behind
from desktop.ui.pages.page import Crumb, Page, page_title
from desktop.ui.theme import TextStyle
from desktop.ui.widgets.basics import clear, label, margins, row
from desktop.ui.widgets.grid_view import GridView
from desktop.ui.widgets.report_rail import figure_name, formula_sentence

_DOCUMENT = 1  # the column that opens an entry by a click


def _first_entries(office: Office, route: Route) -> tuple[Report, Origin]:
    """The report that a way leads to, and the first entries behind its figure."""
    question = question_of(route)
    report = donor_reports.submitted_report(office, route.record_id) if question is None else question.make(office)
    return report, reports.entries_behind(office, report, figure_of(route), limit=PAGE_ROWS)


class _EntriesOfReport(Page):
    """A head, and a table of entries each of which opens."""

    depends_on = frozenset({"ledger_entry", "donor_report", "deployment_cost"})

    def __init__(self, context: Context, route: Route) -> None:
        super().__init__(context, route)
        self.report: Report | None = None
        self.count = 0
        self.model = ReportEntriesModel(context.language, self._read_more, self)
        self.table = GridView(palette=context.palette)
        self.table.setModel(self.model)
        self.model.modelReset.connect(self.table.fit)
        self.table.setAccessibleName(self.text(say("Entries of the report")))
        self.table.clicked.connect(self._clicked)
        self.table.activated.connect(self._open)
        self._head = QVBoxLayout()
        self._head.setContentsMargins(margins(20, 10, 16, 12))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._head)
        layout.addWidget(self.table, 1)

    def _show_head(self, name: str, amount: str, told: list[Message]) -> None:
        clear(self._head)
        self._head.addLayout(row(page_title(name, snug=True), label(amount, TextStyle.FIGURE), None, spacing=16))
        self._head.addWidget(label(self.context.language.join(told), ink="secondary", wraps=True))

    def _show_rows(self, report: Report, behind: tuple[EntrySum, ...], rows: tuple[TraceRow, ...], count: int) -> None:
        self.report, self.count = report, count
        self.model.show(behind, report.currency, rows, count)
        self.crumbs_changed.emit()

    def _read_more(self, offset: int) -> None:
        """Reads the entries from an offset on; overridden where not all are read at once."""

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == _DOCUMENT:
            self._open(index)

    def _open(self, index: QModelIndex) -> None:
        self.context.go(Route("record", "ledger", self.model.entry_at(index.row())))


class ReportEntriesPage(_EntriesOfReport):
    """Shows a figure, how it is made, and every entry behind it."""

    def crumbs(self) -> list[Crumb]:
        """Reports, the report, the figure."""
        title = self.text(self.report.title) if self.report else self.text(say("Report"))
        name = figure_name(self.context, self.report, figure_of(self.route)) if self.report else ""
        back = report_behind(self.route)
        return [(self.text(say("Reports")), Route("reports")), (title, back), (name, None)]

    def refresh(self) -> None:
        """Makes the report anew and reads the first entries."""
        self.context.read(self, partial(_first_entries, self.context.office, self.route), self._show)

    def _show(self, found: tuple[Report, Origin]) -> None:
        report, origin = found
        key, figure = origin.key, report.figure(origin.key)
        shown = figure_text(self.context.language, figure, report.currency_of(key))
        count = say_many("{count} entry.", "{count} entries.", count=origin.count)
        told = [formula_sentence(report, figure), count]
        self._show_head(figure_name(self.context, report, key), shown, told)
        self._show_rows(report, report.sums_behind(key), origin.rows, origin.count)

    def _read_more(self, offset: int) -> None:
        """Reads the next entries."""
        report, office = self.report, self.context.office
        if report is None:
            return
        key = figure_of(self.route)
        work = partial(reports.entries_behind, office, report, key, offset=offset, limit=PAGE_ROWS)
        self.context.read(self, work, lambda origin: self.model.add(origin.rows))


class ReportChangesPage(_EntriesOfReport):
    """Shows what a submitted report would say otherwise today."""

    def __init__(self, context: Context, route: Route) -> None:
        super().__init__(context, route)
        self._page: DonorReportPage | None = None

    def crumbs(self) -> list[Crumb]:
        """Reports, the report, its changes."""
        here: list[Crumb] = [(self.text(say("Reports")), Route("reports"))]
        if self._page is not None:
            name = self.text(say("Report {number}", number=self._page.head.number))
            here.append((name, Route("donor_report", "", self.route.record_id)))
        return [*here, (self.text(say("Changed since")), None)]

    def refresh(self) -> None:
        """Compares the report with the ledger as it is."""
        work = partial(donor_reports.report_page, self.context.office, self.route.record_id)
        self.context.read(self, work, self._show)

    def _show(self, page: DonorReportPage) -> None:
        self._page = page
        changes: Changes | None = page.changes
        rows = changes.rows if changes else ()
        told = say("Entries that came into its time since, and such as stand elsewhere now: taken back, and anew.")
        after = say("They enter the next report as adjustments; this one stays as it was sent.")
        amount = self.context.language.money(changes.spent) if changes else ""
        self._show_head(self.text(say("Changed since this report")), amount, [told, after])
        self._show_rows(page.report, tuple(EntrySum(measure) for measure in MEASURES), rows, len(rows))
