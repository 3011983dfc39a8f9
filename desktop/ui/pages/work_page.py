"""What volunteers did: the counts of a project in a month, or of one deployment in a year, as a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from desktop.domain.period import months_before
from desktop.domain.staffing.work import CountKey, WorkGrid
from desktop.language import Message, Month, UserError, say
from desktop.registers import find_register
from desktop.registers.query import Query, parse_filters
from desktop.services import browse
from desktop.services.offices import Outcome
from desktop.services.work import deployment_work, work_grid, worked_projects
from desktop.ui.context import Context, Route
from desktop.ui.models.work_model import WorkModel
from desktop.ui.pages.page import Crumb, Page, page_title
from desktop.ui.pages.register_imports import import_button
from desktop.ui.pages.work_keeping import WorkKeeper
from desktop.ui.theme import Icon, TextStyle, pixmap
from desktop.ui.widgets.basics import button, clear, label, margins, row
from desktop.ui.widgets.choice_fields import ComboBox
from desktop.ui.widgets.empty_state import EmptyState, Way
from desktop.ui.widgets.grid_menu import grid_menu, typing_entries
from desktop.ui.widgets.grid_view import Grid
from desktop.ui.widgets.month_map import month_title
from desktop.ui.widgets.work_grid import WorkGridView

OF_DEPLOYMENT: Final = "deployments"
_CHOOSER_WIDTH = 320
Projects = list[tuple[int, str, str]]


class WorkPage(Page):
    """A route of the key `deployments` shows the deployment `record_id`, any other the project of that id, in the month
    that its first filter names (``2019-10``).
    """

    depends_on = frozenset(
        {"work_count", "work_measure", "deployment", "contract_period", "assignment", "project", "volunteer"}
    )
    wants_room = True

    def __init__(self, context: Context, route: Route) -> None:
        super().__init__(context, route)
        self.grid_value: WorkGrid | None = None
        self._project_id = route.record_id if route.key != OF_DEPLOYMENT else 0
        self._month = _month_of(route) or context.today.replace(day=1)
        self._next: tuple[int, date] | None = None
        self._asked = 0
        self.keeper = WorkKeeper(context, self)
        self.model = WorkModel(context.language, self)
        self.view = WorkGridView(context, self.model)
        self.grid = Grid(self.view, self.model, name=self.text(say("Counts of the work done")))
        self._lay_out()
        self._connect()

    # --- parts -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._title = page_title("", snug=True)
        head = row(self._title, None, *self._verbs(), spacing=8)
        head.setContentsMargins(margins(20, 10, 16, 4))
        choosing = row(*self._choosers(), None, *self._promise(), spacing=8)
        choosing.setContentsMargins(margins(20, 0, 16, 8))
        self._empty = QVBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(choosing)
        layout.addWidget(self.grid, 1)
        layout.addLayout(self._empty)

    def _verbs(self) -> list[QPushButton]:
        palette, counts = self.context.palette, find_register("work_counts")
        self.measures_button = button(
            self.text(say("What is counted")), palette=palette, name=Icon.EDIT, small=True, on_click=self._show_measures
        )
        self.excel_button = button(
            self.text(say("To Excel")), palette=palette, name=Icon.EXCEL, small=True, on_click=lambda: self.export()
        )
        brings_in = import_button(self.context, counts)
        return [self.measures_button, *([brings_in] if brings_in is not None else []), self.excel_button]

    def _choosers(self) -> list[QWidget]:
        """The project and the month; a deployment has the months of a year side by side."""
        self.projects = ComboBox(self.context)
        self.projects.setFixedWidth(_CHOOSER_WIDTH)
        self.projects.setAccessibleName(self.text(say("Project")))
        names = say("Month before"), say("Month after")
        if self._of_deployment:
            names = say("Year before"), say("Year after")
        back, on = self._month_button(names[0], -1), self._month_button(names[1], 1)
        self.month_label = label("", TextStyle.STRONG)
        self.month_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.month_label.setMinimumWidth(120)
        self.month_back, self.month_on = back, on
        if self._of_deployment:
            self.projects.hide()
        return [self.projects, back, self.month_label, on]

    def _month_button(self, name: Message, step: int) -> QPushButton:
        sign = Icon.BACK if step < 0 else Icon.FORWARD
        made = button("", kind="plain", palette=self.context.palette, name=sign, small=True)
        made.setAccessibleName(self.text(name))
        key = "Ctrl+PgUp" if step < 0 else "Ctrl+PgDown"
        made.setToolTip(f"{self.text(name)} ({key})")
        made.clicked.connect(self._go_back if step < 0 else self._go_on)
        return made

    def _promise(self) -> list[QWidget]:
        """What is kept of the persons who are counted: nothing."""
        sign = QLabel()
        sign.setPixmap(pixmap(Icon.LOCKED, self.context.palette.muted, size=14))
        told = say("Counts only. Never write who a person is: no names, no numbers of cases.")
        return [sign, label(self.text(told), TextStyle.SMALL, ink="muted")]

    def _connect(self) -> None:
        self.model.edited.connect(self.keeper.edit)
        self.keeper.refused.connect(self._refuse)
        self.keeper.stale.connect(self.refresh)
        self.keeper.kept.connect(self._after_step)
        self.view.forgotten.connect(self.keeper.forget)
        self.view.said.connect(self.context.said)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._show_cell_menu)
        self.projects.activated.connect(self._choose_project)
        for key, does in (("Ctrl+PgUp", self._go_back), ("Ctrl+PgDown", self._go_on)):
            QShortcut(QKeySequence(key), self).activated.connect(does)

    # --- reading -----------------------------------------------------------------------------------------------------

    @property
    def _of_deployment(self) -> bool:
        return self.route.key == OF_DEPLOYMENT

    def refresh(self) -> None:
        """Reads the grid anew. What is asked for last is shown."""
        self._asked += 1
        asked, office, today = self._asked, self.context.office, self.context.today
        project_id, month, deployment_id = self._project_id, self._month, self.route.record_id
        year = month.year if self.grid_value is not None else None  # the newest one at first

        def work() -> tuple[Projects, WorkGrid | None]:
            if self._of_deployment:
                return [], deployment_work(office, deployment_id=deployment_id, year=year)
            known = worked_projects(office)
            chosen = project_id or (known[0][0] if known else 0)
            month_shown = min(month, today.replace(day=1))
            return known, work_grid(office, project_id=chosen, month=month_shown) if chosen else None

        def arrived(found: tuple[Projects, WorkGrid | None]) -> None:
            if asked == self._asked:
                self._show(*found)

        self.context.tasks.read(self, work, arrived, self._unreadable)

    def _unreadable(self, error: BaseException) -> None:
        """The deployment or project is gone, or has nothing that could be counted: the page says so."""
        if not isinstance(error, UserError):
            self.context.report(error)
            return
        self._say_instead(self.text(error.title), self.text(error.text), [])

    def _show(self, known: Projects, grid: WorkGrid | None) -> None:
        first = self.grid_value is None
        self.grid_value = grid
        if grid is None:
            self._say_nobody()
            return
        self._project_id, self._month = grid.project_id, grid.months[0] if grid.months else self._month
        self.keeper.take_grid(grid)
        self.model.show(grid, editable=not self.context.office.read_only, pending=self.keeper.pending)
        self._fill_head(known, grid)
        self._show_or_say(grid)
        if first and self.grid.isVisibleTo(self):
            self.view.setFocus()
        self.crumbs_changed.emit()
        self.keeper.go_on()
        self._go_where_one_wanted()

    def _fill_head(self, known: Projects, grid: WorkGrid) -> None:
        self._title.setText(self.text(self._named(grid)))
        shown = str(self._month.year) if self._of_deployment else month_title(self.context.language, self._month)
        self.month_label.setText(shown)
        self.month_back.setEnabled(self._reaches(-1))
        self.month_on.setEnabled(self._reaches(1))
        if self._of_deployment:
            return
        others = known if any(one[0] == grid.project_id for one in known) else [*known, self._own(grid)]
        names = [self.context.language.beside(code, name) for _identity, code, name in others]
        if [self.projects.itemText(place) for place in range(self.projects.count())] != names:
            self.projects.clear()
            for (identity, _code, _name), text in zip(others, names, strict=True):
                self.projects.addItem(text, identity)
        self.projects.setCurrentIndex(self.projects.findData(grid.project_id))

    @staticmethod
    def _own(grid: WorkGrid) -> tuple[int, str, str]:
        return grid.project_id, grid.project, grid.project_name

    def _named(self, grid: WorkGrid) -> Message:
        if grid.deployment is None:
            return say("Work done")
        return say("Work done on {deployment}", deployment=grid.deployment.reference)

    # --- where nothing is --------------------------------------------------------------------------------------------

    def _show_or_say(self, grid: WorkGrid) -> None:
        """The grid, or what lacks for one."""
        if not grid.measures:
            about = say("Say first what is counted each month: files reviewed, persons assisted, visits to prisons.")
            title = say("{project} counts nothing yet", project=grid.project)
            self._say_instead(self.text(title), self.text(about), [self._new_measure(grid)])
        elif not grid.rows() or not grid.columns():
            title = say("Nobody serves in {project} in {month}", project=grid.project, month=Month(self._month))
            about = say("Counts stand beside the deployments of a month. Choose another month.")
            self._say_instead(self.text(title), self.text(about), [])
        else:
            clear(self._empty)
            self.grid.foot.setVisible(grid.by_deployment)
            self.grid.show()

    def _say_nobody(self) -> None:
        for part in (self.month_back, self.month_on):
            part.setEnabled(False)
        self._title.setText(self.text(say("Work done")))
        way = Way(
            self.text(say("Assignments")),
            self.text(say("What volunteers are deployed for, and in which project.")),
            Icon.PROJECTS,
            lambda: self.context.go(Route("register", "assignments")),
        )
        about = say("What volunteers do is counted by project. Give an assignment a project first.")
        self._say_instead(self.text(say("No project has volunteers yet")), self.text(about), [way])

    def _new_measure(self, grid: WorkGrid) -> Way:
        route = Route("new", "work_measures", grid.project_id, tab="project")
        return Way(
            self.text(say("Define what is counted")),
            self.text(say("A name, and whether it is counted by sex, and by adults and children.")),
            Icon.NEW,
            lambda: self.context.go(route),
        )

    def _say_instead(self, title: str, about: str, ways: list[Way]) -> None:
        clear(self._empty)
        self.grid.hide()
        self._empty.addWidget(EmptyState(title, about, ways, palette=self.context.palette))

    # --- month and project -------------------------------------------------------------------------------------------

    def _reaches(self, step: int) -> bool:
        """Whether there is a month, or of a deployment a year, before (-1) or after (1) what is shown."""
        if not self._of_deployment:
            return step < 0 or self._month < self.context.today.replace(day=1)
        span = self.grid_value.span if self.grid_value is not None else None
        return span is not None and span[0].year <= self._month.year + step <= span[1].year

    def _go(self, step: int) -> None:
        if self._reaches(step):
            self._want(self._project_id, months_before(self._month, -step * (12 if self._of_deployment else 1)))

    def _go_back(self) -> None:
        self._go(-1)

    def _go_on(self) -> None:
        self._go(1)

    def _choose_project(self, place: int) -> None:
        self._want(int(self.projects.itemData(place)), self._month)

    def _want(self, project_id: int, month: date) -> None:
        """Shows another month or project, once all that was typed is kept."""
        self._next = project_id, month
        self._go_where_one_wanted()

    def _go_where_one_wanted(self) -> None:
        if self._next is None or self.keeper.is_at_work:
            return
        (self._project_id, self._month), self._next = self._next, None
        self.refresh()

    def memory(self) -> object:
        """The project and the month."""
        return self._project_id, self._month

    def recall(self, memory: object) -> None:
        """The same project and month."""
        match memory:
            case (int(project_id), date() as month):
                self._project_id, self._month = project_id, month

    # --- what one does -----------------------------------------------------------------------------------------------

    def _after_step(self, outcome: Outcome) -> None:
        """Reads what was kept where nothing else has the page do it: it is not seen, or nothing changed."""
        if self._stale or not outcome.tables:
            self._stale = False
            self.refresh()

    def _refuse(self, troubles: Mapping[CountKey, Message]) -> None:
        """Shows at the cells what was not taken, and goes to the first of them, unless one types elsewhere already."""
        self.model.show_troubles(troubles)
        place = self.model.cell_of(next(iter(troubles)))
        if place is not None and not self.view.is_editing:
            self.view.go_to(*place)
            self.view.show_kept_trouble()

    def cell_menu(self) -> QMenu:
        """What one can do with the cells that are selected."""
        view, possible = self.view, self.model.is_editable
        return grid_menu(
            self.context,
            view,
            [
                *typing_entries(view, possible=possible),
                (say("Empty"), "Del", view.clear_cells, possible),
            ],
        )

    def _show_cell_menu(self, place: QPoint) -> None:
        self.cell_menu().popup(self.view.viewport().mapToGlobal(place))

    def _show_measures(self) -> None:
        code = self.grid_value.project if self.grid_value is not None else ""
        self.context.go(Route("register", "work_measures", filters=(f"project={code}",) if code else ()))

    def crumbs(self) -> list[Crumb]:
        """Deployments, then the work done; of a deployment, or of a project."""
        listed = (self.text(say("Deployments")), Route("register", "deployments"))
        grid = self.grid_value
        if grid is None:
            return [listed, (self.text(say("Work done")), None)]
        if grid.deployment is None:
            return [listed, (self.text(say("Work done")), None), (grid.project, None)]
        deployment = (grid.deployment.reference, Route("record", "deployments", grid.deployment.id))
        return [listed, deployment, (self.text(say("Work done")), None)]

    def focus_search(self) -> None:
        """There is nothing to search: the grid has the focus."""
        self.view.setFocus()

    def export(self, path: str = "") -> None:
        """Writes the counts that are shown to a workbook that can be edited and brought back."""
        grid, context = self.grid_value, self.context
        if grid is None:
            return
        register = context.office.register("work_counts")
        first, last = (grid.months[0], grid.months[-1]) if grid.months else (self._month, self._month)
        told = [f"month>={first.isoformat()}", f"month<={last.isoformat()}"]
        scope = ("measure.project_id", grid.project_id)
        if grid.deployment is not None:
            scope = ("deployment_id", grid.deployment.id)
        query = Query(register, filters=parse_filters(register, told), scope=scope)
        name = f"{self.text(register.title)} {first:%Y-%m}.xlsx"
        self.write_file(
            path,
            name,
            lambda target, progress: browse.export_register(
                context.office, query, target, language=context.language, progress=progress
            ),
            title=say("To Excel"),
            kinds="Excel (*.xlsx)",
        )


def _month_of(route: Route) -> date | None:
    """The month that the first filter of a route names; None where there is none."""
    try:
        return date.fromisoformat(f"{route.filters[0]}-01")
    except (ValueError, IndexError):
        return None
