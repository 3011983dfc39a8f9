"""A budget as a spreadsheet, with what its rules permit beside it, and what one can do with it in its state."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from desktop.domain.codes import BUDGET_STATUSES, BudgetStatus
from desktop.language import Message, UserError, say
from desktop.registers.query import Cell
from desktop.services.budgets import BudgetSheet, BudgetSummary, budgets_of, load_sheet
from desktop.services.offices import Outcome
from desktop.ui.context import Context, Route
from desktop.ui.models.budget_formula import formula_of
from desktop.ui.models.budget_model import BudgetModel
from desktop.ui.pages.budget_actions import BudgetAction, BudgetActions
from desktop.ui.pages.budget_keeping import BudgetKeeper, Troubles
from desktop.ui.pages.page import Crumb, Page, page_title
from desktop.ui.theme import Icon, icon
from desktop.ui.widgets.basics import ButtonKind, button, clear, label, margins, row
from desktop.ui.widgets.budget_grid import BudgetGrid
from desktop.ui.widgets.budget_rail import WIDTH as RAIL
from desktop.ui.widgets.budget_rail import BudgetRail
from desktop.ui.widgets.chips import Chip, Tone
from desktop.ui.widgets.empty_state import EmptyState, Way
from desktop.ui.widgets.formula_line import FormulaLine
from desktop.ui.widgets.grid_menu import grid_menu, typing_entries
from desktop.ui.widgets.grid_view import Grid

_TABLE_AT_LEAST = 760  # beside the rail; where there is less room the rail goes
STATUS_CHIPS: dict[BudgetStatus, tuple[Tone, Icon]] = {
    BudgetStatus.SCENARIO: ("plain", Icon.SCENARIO),
    BudgetStatus.DRAFT: ("accent", Icon.EDIT),
    BudgetStatus.REQUESTED: ("warning", Icon.CALENDAR),
    BudgetStatus.APPROVED: ("positive", Icon.DONE),
    BudgetStatus.SUPERSEDED: ("plain", Icon.HISTORY),
}
Found = tuple[BudgetSheet, list[BudgetSummary]]


class BudgetPage(Page):
    """One budget."""

    depends_on = frozenset({"budget", "budget_line", "budget_phase", "ledger_entry", "grant", "grant_rule"})
    wants_room = True

    def __init__(self, context: Context, route: Route) -> None:
        super().__init__(context, route)
        self.sheet: BudgetSheet | None = None
        self._others: list[BudgetSummary] = []
        self._compared: int | None = None
        self._asked = 0
        self._shown_head: object = None
        self._rail_wanted: bool | None = None
        self.steps = BudgetActions(context, self)
        self.keeper = BudgetKeeper(context, route.record_id, self)
        self.model = BudgetModel(context.language, self)
        self.view = BudgetGrid(context, self.model)
        self.grid = Grid(self.view, self.model, name=self.text(say("Lines of the budget")))
        self.formula = FormulaLine(palette=context.palette)
        self.rail = BudgetRail(context, self.model)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._head = QVBoxLayout()
        self._head.setContentsMargins(margins(20, 10, 16, 8))
        line = row(self.formula)
        line.setContentsMargins(margins(20, 0, 16, 8))
        self._empty = QVBoxLayout()
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addLayout(self._head)
        left.addLayout(line)
        left.addWidget(self.grid, 1)
        left.addLayout(self._empty)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(left, 1)
        layout.addWidget(self.rail)

    def _connect(self) -> None:
        self.model.edited.connect(self.keeper.edit)
        self.model.reworked.connect(self._show_formula)
        self.view.moved.connect(lambda _row, _column: self._show_formula())
        self.view.removed.connect(self.keeper.remove)
        self.view.forgotten.connect(self.keeper.forget)
        self.view.said.connect(self.context.said)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._show_cell_menu)
        self.keeper.refused.connect(self._refuse)
        self.keeper.stale.connect(self.refresh)
        self.keeper.kept.connect(self._after_step)
        self.rail.raise_wanted.connect(self._raise)
        self.rail.reason_wanted.connect(self._ask_reason)

    # --- reading -----------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Reads the budget anew, beside the one it is compared with. What is asked for last is shown."""
        self._asked += 1
        asked, office, budget_id, compared = self._asked, self.context.office, self.route.record_id, self._compared

        def work() -> Found:
            sheet = load_sheet(office, budget_id=budget_id, compare_with=compared)
            return sheet, budgets_of(office, grant_id=sheet.grant_id)

        def arrived(found: Found) -> None:
            if asked == self._asked:
                self._show(found)

        self.context.tasks.read(self, work, arrived, self._refused)

    def _refused(self, error: BaseException) -> None:
        """The budget was removed meanwhile, by Ctrl+Z or by someone else: the page says so and offers the list."""
        if not isinstance(error, UserError):
            self.context.report(error)
            return
        self.sheet = None
        self._show_parts(known=False)
        clear(self._empty)
        listed = Way(
            self.text(say("All budgets")),
            self.text(say("The budgets of all grants.")),
            Icon.BUDGETS,
            lambda: self.context.go(Route("register", "budgets")),
        )
        title, about = self.text(error.title), self.text(error.text)
        self._empty.addWidget(EmptyState(title, about, [listed], palette=self.context.palette))

    def _show_parts(self, *, known: bool) -> None:
        clear(self._empty)
        for part in (self.grid, self.formula):
            part.setVisible(known)
        self._show_rail()

    def _show_rail(self) -> None:
        """The table keeps its room unless one asks for the rail."""
        room = self.width() - RAIL >= _TABLE_AT_LEAST
        self.rail.setVisible(self.sheet is not None and (room if self._rail_wanted is None else self._rail_wanted))

    def _toggle_rail(self) -> None:
        """Shows or hides what stands beside the grid."""
        self._rail_wanted = not self.rail.isVisible()
        self._show_rail()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The table keeps its room; the rail goes where there is too little."""
        super().resizeEvent(event)
        self._show_rail()

    def _show(self, found: Found) -> None:
        first = self.sheet is None
        self.sheet, self._others = found
        kept = self.keeper.take_sheet(self.sheet)
        editable = self.sheet.is_open and not self.context.office.read_only
        self.model.show(self.sheet, editable=editable, pending=self.keeper.pending, kept=kept)
        self._show_parts(known=True)
        self._fill_head(self.sheet)
        self._show_formula()
        self.crumbs_changed.emit()
        if first:
            self.view.setFocus()
        self.keeper.go_on()

    def _after_step(self, outcome: Outcome) -> None:
        """Reads what was kept where nothing else has the page do it: it is not seen, or nothing changed."""
        if self._stale or not outcome.tables:
            self._stale = False
            self.refresh()

    def _refuse(self, troubles: Troubles) -> None:
        """Shows at the cells what was not taken, and goes to the first of them, unless one types elsewhere already."""
        self.model.show_troubles(troubles)
        if self.view.is_editing:
            return
        (line_id, key), _sentence = next(iter(troubles.items()))
        line = self.model.row_of_line(line_id)
        place = next((place for place, column in enumerate(self.model.columns) if column.key == key), -1)
        if line >= 0 and place >= 0:
            self.view.go_to(line, place)
            self.view.show_kept_trouble()

    # --- head --------------------------------------------------------------------------------------------------------

    def crumbs(self) -> list[Crumb]:
        """Money, budgets, the grant, the budget."""
        listed = (self.text(say("Budgets")), Route("register", "budgets"))
        if self.sheet is None:
            return [(self.text(say("Money")), None), listed, ("…", None)]
        grant = (self.sheet.reference, Route("record", "grants", self.sheet.grant_id, tab="budgets"))
        return [(self.text(say("Money")), None), listed, grant, (self.text(self.sheet.label), None)]

    def title(self) -> Message:
        """What the page is called."""
        sheet = self.sheet
        if sheet is None:
            return Message("")
        if sheet.status is BudgetStatus.SCENARIO:
            return say("Scenario: {name}", name=sheet.name) if sheet.name else say("Scenario")
        return say("Budget, revision {number}", number=sheet.revision) if sheet.revision else say("First budget")

    def _fill_head(self, sheet: BudgetSheet) -> None:
        """Makes the head anew when something in it changed, so that a button keeps its focus."""
        shows = sheet.status, sheet.label, sheet.version, sheet.compared_with, self._others
        if shows == self._shown_head:
            return
        self._shown_head = shows
        clear(self._head)
        tone, sign = STATUS_CHIPS[sheet.status]
        status = self.text(BUDGET_STATUSES[sheet.status])
        chip = Chip(status, palette=self.context.palette, tone=tone, name=sign)
        if sheet.is_open:
            chip.setToolTip(self.text(say("Saved as you type. Nothing that is reported changes until it is approved.")))
        actions = self.steps.of(sheet)
        holder = QWidget()
        title = page_title(self.text(self.title()), snug=True)
        layout = row(title, chip, None, *self._compare_parts(sheet), *self._buttons(actions), spacing=8)
        holder.setLayout(layout)
        self._head.addWidget(holder)

    def _compare_parts(self, sheet: BudgetSheet) -> list[QWidget]:
        others = [budget for budget in self._others if budget.id != sheet.id and budget.project_id == sheet.project_id]
        if not others:
            return []
        compared = sheet.compared_with
        shown = next((budget for budget in others if compared is not None and budget.id == compared.id), None)
        text = self.text(summary_name(shown) if shown is not None else say("Nothing"))
        chosen = button(text, kind="plain", palette=self.context.palette, name=Icon.CHEVRON_DOWN, small=True)
        chosen.setAccessibleName(self.text(say("Compare with")))
        menu = QMenu(chosen)
        for budget in others:
            action = menu.addAction(self.text(summary_name(budget)))
            action.triggered.connect(partial(self.compare_with, budget.id))
        open_below(chosen, menu)
        return [label(self.text(say("Compare with")), ink="muted"), chosen]

    def _buttons(self, actions: Sequence[BudgetAction]) -> list[QWidget]:
        palette = self.context.palette
        made: list[QWidget] = []
        for place, action in enumerate(action for action in actions if not action.in_menu):
            kind: ButtonKind = "primary" if place == 0 else "ghost"
            text = self.text(action.text)
            shown = button(text, kind=kind, palette=palette, name=action.icon, small=True, on_click=action.does)
            made.insert(0, shown)
        rail = BudgetAction(say("Rules and findings"), Icon.RULES, self._toggle_rail, in_menu=True)
        return [*made[:-1], self._menu_button([*(action for action in actions if action.in_menu), rail]), made[-1]]

    def _menu_button(self, actions: Sequence[BudgetAction]) -> QPushButton:
        palette = self.context.palette
        more = button(self.text(say("More")), kind="ghost", palette=palette, name=Icon.CHEVRON_DOWN, small=True)
        menu = QMenu(more)
        for action in actions:
            entry = menu.addAction(icon(action.icon, palette.text_secondary), self.text(action.text))
            entry.triggered.connect(lambda _checked=False, does=action.does: does())
        open_below(more, menu)
        return more

    def compare_with(self, budget_id: int) -> None:
        """Shows it beside another budget of the grant."""
        self._compared = budget_id
        self.refresh()

    def memory(self) -> object:
        """What it is compared with."""
        return self._compared

    def recall(self, memory: object) -> None:
        """The same comparison."""
        self._compared = memory if isinstance(memory, int) else None

    # --- what one does -----------------------------------------------------------------------------------------------

    def _show_formula(self) -> None:
        index = self.view.currentIndex()
        self.formula.show_formula(formula_of(self.model, index.row(), index.column()))

    def cell_menu(self) -> QMenu:
        """What one can do with the cells that are selected."""
        view, possible = self.view, self.model.is_editable
        return grid_menu(
            self.context,
            view,
            [
                *typing_entries(view, possible=possible),
                None,
                (say("Add a line"), "Ctrl++", view.add_line, possible),
                (say("Remove the line"), "Ctrl+-", view.remove_lines, possible),
            ],
        )

    def _show_cell_menu(self, place: QPoint) -> None:
        self.cell_menu().popup(self.view.viewport().mapToGlobal(place))

    def _raise(self, line_id: int, unit_cost: Cell) -> None:
        """Gives a line what was spent and committed on it."""
        self.model.edit({line_id: {"unit_cost": unit_cost}})
        self.view.setFocus()

    def _ask_reason(self) -> None:
        if self.sheet is not None:
            self.steps.ask_reason(self.sheet)

    def focus_search(self) -> None:
        """There is nothing to search: the grid has the focus."""
        self.view.setFocus()

    def export(self, path: str = "") -> None:
        """Writes the budget to a workbook."""
        if self.sheet is not None:
            self.steps.write_workbook(self.sheet, path)


def open_below(made: QPushButton, menu: QMenu) -> None:
    """A menu under a button, whose arrow stands behind its word in reading direction."""
    made.setMenu(menu)
    mirrored = made.layoutDirection() is Qt.LayoutDirection.RightToLeft
    made.setLayoutDirection(Qt.LayoutDirection.LeftToRight if mirrored else Qt.LayoutDirection.RightToLeft)
    menu.setLayoutDirection(Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight)


def summary_name(budget: BudgetSummary) -> Message:
    """A budget in a list: what it is called and how far it has come."""
    match budget.status:
        case BudgetStatus.APPROVED if budget.approved_on is not None:
            return say("{name}, approved {day}", name=budget.label, day=budget.approved_on)
        case BudgetStatus.SUPERSEDED if budget.approved_on is not None:
            return say("{name}, approved {day}", name=budget.label, day=budget.approved_on)
    return say("{name}, {state}", name=budget.label, state=BUDGET_STATUSES[budget.status])
