"""Publishing projects to IATI: which are ready, what the others lack, and the file."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.domain.finding import Finding, Severity
from desktop.domain.progress import Progress
from desktop.language import say, say_many
from desktop.services.iati_export import ExportPlan, export_iati, plan_export
from desktop.services.offices import Outcome
from desktop.ui.context import Context, Route
from desktop.ui.models.iati_model import IatiModel
from desktop.ui.pages.home_page import open_finding
from desktop.ui.pages.page import Crumb, Page, page_head
from desktop.ui.theme import Icon, TextStyle, pixmap
from desktop.ui.widgets.basics import button, clear, column, hairline, label, margins, row
from desktop.ui.widgets.facts import Rail
from desktop.ui.widgets.grid_view import GridView
from desktop.ui.widgets.severity_signs import SEVERITY_SIGNS
from desktop.ui.widgets.tick_box import TickBox

_SUFFIX = ".xml"


class IatiPage(Page):
    """The projects of the office as an IATI file would hold them."""

    depends_on = frozenset(
        {"project", "organisation", "grant", "budget", "budget_line", "ledger_entry", "import_batch"}
    )
    wants_room = True

    def __init__(self, context: Context, route: Route) -> None:
        super().__init__(context, route)
        self.plan: ExportPlan | None = None
        self.model = IatiModel(context.language, self)
        self.table = GridView(palette=context.palette)
        self.table.setModel(self.model)
        self.table.setAccessibleName(self.text(say("Projects to publish")))
        self.model.modelReset.connect(self.table.fit)
        self.model.dataChanged.connect(lambda *_cells: self._tell())
        self.table.clicked.connect(self._clicked)
        self.table.activated.connect(lambda index: self.model.tick(index.row()))
        space = QShortcut(QKeySequence("Space"), self.table, self._tick_current)
        space.setContext(Qt.ShortcutContext.WidgetShortcut)
        self.table.moved.connect(lambda line, _column: self._show_findings(line))
        self.rail = Rail(context, width=360)
        self.rail.hide()
        self.rail.closed.connect(self.rail.hide)
        self._lay_out()

    def _lay_out(self) -> None:
        text, palette = self.text, self.context.palette
        self.write_button = button(
            text(say("Write the file")),
            kind="primary",
            palette=palette,
            name=Icon.PROJECTS,
            shortcut="Ctrl+Shift+E",
            on_click=self.export,
        )
        head, _title = page_head(text(say("Publish to IATI")), [self.write_button])
        self.by_month = TickBox(text(say("Sums of a month instead of single entries")), palette=palette)
        self.descriptions = TickBox(text(say("Say of each entry what it was for")), palette=palette)
        self.by_month.setChecked(True)  # a single amount may tell what someone is paid
        for box in (self.by_month, self.descriptions):
            box.clicked.connect(self.refresh)
        every = button(text(say("All")), kind="link", palette=palette, on_click=partial(self.model.tick_all, on=True))
        none = button(text(say("None")), kind="link", palette=palette, on_click=partial(self.model.tick_all, on=False))
        self._told = QVBoxLayout()
        self._told.setContentsMargins(margins(20, 6, 16, 4))
        choices = row(self.by_month, self.descriptions, None, every, none, spacing=20)
        choices.setContentsMargins(margins(20, 0, 16, 8))
        left = column(head, spacing=0)
        left.addLayout(self._told)
        left.addLayout(choices)
        left.addWidget(hairline())
        left.addWidget(self.table, 1)
        whole = row(spacing=0)
        whole.addLayout(left, 1)
        whole.addWidget(self.rail)
        self.setLayout(whole)

    def crumbs(self) -> list[Crumb]:
        """Reports, publishing."""
        return [(self.text(say("Reports")), Route("reports")), (self.text(say("Publish to IATI")), None)]

    def refresh(self) -> None:
        """Looks at what would go out."""
        office, code = self.context.office, self.context.language.code
        descriptions, by_month = self.descriptions.isChecked(), self.by_month.isChecked()

        def work(progress: Progress) -> ExportPlan:
            return plan_export(office, language=code, descriptions=descriptions, by_month=by_month, progress=progress)

        self.context.tasks.run(self, work, self._show, self.context.report, say("Looking at the projects"))

    def _show(self, plan: ExportPlan) -> None:
        self.plan = plan
        self.model.show(plan.projects)
        self._tell()

    def _tell(self) -> None:
        """Says how many go out."""
        if self.plan is None:
            return
        clear(self._told)
        chosen = len(self.model.chosen)
        goes = say_many("{count} goes into the file.", "{count} go into the file.", count=chosen)
        told = self.context.language.join((self.plan.sentence, goes, *self.plan.notes))
        self._told.addWidget(label(told, TextStyle.LEAD, ink="secondary", wraps=True))
        self.write_button.setEnabled(bool(chosen))

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == 0:
            self.model.tick(index.row())
        self._show_findings(index.row())

    def _tick_current(self) -> None:
        """Lets the project one is on go out, or not."""
        if self.table.currentIndex().isValid():
            self.model.tick(self.table.currentIndex().row())

    def _show_findings(self, line: int) -> None:
        """What was found of the project one is on, and where it is mended."""
        if line < 0:
            return
        project = self.model.project(line)
        parts: list[QWidget] = [label(project.title, TextStyle.STRONG, wraps=True)]
        parts.append(label(project.identifier, TextStyle.SMALL, ink="muted", wraps=True))
        if not project.findings:
            parts.append(label(self.text(say("Nothing is missing.")), ink="positive"))
        for finding in project.findings:
            parts += [hairline(), self._finding(finding)]
        self.rail.show_parts(project.reference, parts, name=Icon.PROJECTS)
        self.rail.show()

    def _finding(self, finding: Finding) -> QWidget:
        sign, ink = SEVERITY_SIGNS[finding.severity]
        picture = QLabel()
        picture.setPixmap(pixmap(sign, getattr(self.context.palette, ink), size=14))
        texts = column(
            label(self.text(finding.sentence), wraps=True),
            label(self.text(finding.fix), TextStyle.SMALL, ink="muted", wraps=True),
            spacing=2,
        )
        if finding.register and finding.severity is not Severity.NOTE:
            go = partial(open_finding, self.context, finding)
            fix = button(self.text(say("Fix")), kind="link", palette=self.context.palette, small=True, on_click=go)
            texts.addLayout(row(fix, None))
        holder = QWidget()
        layout = row(picture, spacing=8)
        layout.setAlignment(picture, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(texts, 1)
        holder.setLayout(layout)
        return holder

    def export(self, path: str = "") -> None:
        """Writes the projects that are ticked to a file the user chooses."""
        plan, office = self.plan, self.context.office
        if plan is None or not self.model.chosen:
            return
        chosen = replace(plan, projects=self.model.chosen)

        def write(target: Path, progress: Progress) -> Outcome:
            return export_iati(office, chosen, target, incomplete=True, progress=progress)

        name = f"{self.text(say('IATI {day}', day=plan.today))}{_SUFFIX}"
        self.write_file(path, name, write, title=say("Publish to IATI"))
