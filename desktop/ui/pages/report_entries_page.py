"""All entries behind a figure of a report; crumbs lead back to the report, a row to its entry."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QVBoxLayout

from desktop.language import say, say_many
from desktop.services import reports
from desktop.services.offices import Office
from desktop.services.reports import Origin, Report
from desktop.ui.context import Context, Route
from desktop.ui.models.report_entries_model import PAGE_ROWS, ReportEntriesModel
from desktop.ui.models.report_model import figure_text
from desktop.ui.models.report_question import figure_of, question_of, report_behind
from desktop.ui.pages.page import Crumb, Page, page_title
from desktop.ui.theme import TextStyle
from desktop.ui.widgets.basics import clear, column, label, margins, row
from desktop.ui.widgets.grid_view import GridView
from desktop.ui.widgets.report_rail import figure_name, formula_sentence

_DOCUMENT = 1  # the column that opens an entry by a click


def _first_entries(office: Office, route: Route) -> tuple[Report, Origin]:
    """The report that a way leads to, and the first entries behind its figure."""
    question = question_of(route)
    assert question is not None  # noqa: S101 - the way here says it whole
    report = question.make(office)
    return report, reports.entries_behind(office, report, figure_of(route), limit=PAGE_ROWS)


class ReportEntriesPage(Page):
    """Shows the figure, how it is made, and every entry behind it."""

    depends_on = frozenset({"ledger_entry", "donor_report"})

    def __init__(self, context: Context, route: Route) -> None:
        super().__init__(context, route)
        self.report: Report | None = None
        self.count = 0
        self.model = ReportEntriesModel(context.language, self._read_more, self)
        self.table = GridView(palette=context.palette)
        self.table.setModel(self.model)
        self.model.modelReset.connect(self.table.fit)
        self.table.setAccessibleName(self.text(say("Entries behind the figure")))
        self.table.clicked.connect(self._clicked)
        self.table.activated.connect(self._open)
        self._head = QVBoxLayout()
        self._head.setContentsMargins(margins(20, 10, 16, 12))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._head)
        layout.addWidget(self.table, 1)

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
        self.report, self.count = report, origin.count
        figure, language = report.figure(origin.key), self.context.language
        clear(self._head)
        name = figure_name(self.context, report, origin.key)
        shown = figure_text(language, figure, report.currency_of(origin.key))
        count = say_many("{count} entry", "{count} entries", count=origin.count)
        self._head.addLayout(row(page_title(name), label(shown, TextStyle.FIGURE), spacing=16))
        told = language.join((formula_sentence(report, figure),))
        self._head.addLayout(column(label(f"{told} {self.text(count)}.", ink="secondary", wraps=True)))
        self.model.show(report, origin.key, origin.rows, origin.count)
        self.crumbs_changed.emit()

    def _read_more(self, offset: int) -> None:
        report, office = self.report, self.context.office
        if report is None:
            return
        key = figure_of(self.route)
        work = partial(reports.entries_behind, office, report, key, offset=offset, limit=PAGE_ROWS)
        self.context.read(self, work, lambda origin: self.model.add(origin.rows))

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == _DOCUMENT:
            self._open(index)

    def _open(self, index: QModelIndex) -> None:
        self.context.go(Route("record", "ledger", self.model.entry_at(index.row())))
