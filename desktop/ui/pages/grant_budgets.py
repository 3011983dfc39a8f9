"""The budgets of a grant: its list, the way to begin one, and to see several side by side."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.language import say
from desktop.registers.query import Cell
from desktop.services.budgets import new_budget
from desktop.services.offices import Outcome
from desktop.services.records import RecordView
from desktop.ui.context import Context, Route
from desktop.ui.dialogs.budget_dialog import BudgetDialog
from desktop.ui.theme import Icon
from desktop.ui.widgets.basics import button, margins, row
from desktop.ui.widgets.choice_fields import LookupField
from desktop.ui.widgets.empty_state import EmptyState, Way
from desktop.ui.widgets.register_table import RegisterTable


class GrantBudgets(QWidget):
    """The budgets of one grant in `table`; a grant without any offers to begin one."""

    def __init__(self, context: Context, table: RegisterTable, grant: RecordView) -> None:
        super().__init__()
        self._context = context
        self._grant_id = grant.id
        self._table = table
        self._bar = QWidget()
        self._bar.setLayout(self._verbs())
        begin = Way(
            context.text(say("New budget")),
            context.text(say("Type its lines, or paste them from Excel.")),
            Icon.NEW,
            self.begin,
        )
        title, about = say("No budget of this grant yet"), say("Everything spent is then measured by its lines.")
        self._empty = EmptyState(context.text(title), context.text(about), [begin], palette=context.palette)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (self._bar, table, self._empty):
            layout.addWidget(part, 0 if part is self._bar else 1)
        self._show_count(1)
        table.counted.connect(self._show_count)

    def _verbs(self) -> QHBoxLayout:
        context, palette = self._context, self._context.palette
        beside = Route("comparison", record_id=self._grant_id)
        compare = button(
            context.text(say("Compare side by side")),
            kind="ghost",
            palette=palette,
            name=Icon.COLUMNS,
            small=True,
            on_click=lambda: context.go(beside),
        )
        begin = button(context.text(say("New budget")), palette=palette, name=Icon.NEW, small=True, on_click=self.begin)
        layout = row(None, compare, begin)
        layout.setContentsMargins(margins(20, 8, 16, 8))
        return layout

    def _show_count(self, count: int) -> None:
        for part in (self._bar, self._table):
            part.setVisible(bool(count))
        self._empty.setVisible(not count)

    def begin(self) -> None:
        """Asks which project the budget is for, if not for the grant as a whole, and opens the new one."""
        context = self._context
        project = LookupField(context, say("Project"), register="projects", required=False)
        project.refresh()
        BudgetDialog(
            context,
            self.window(),
            say("New budget"),
            about=say("For the grant as a whole, or for one of its projects."),
            fields={"project": project},
            verb=say("Begin the budget"),
            on_answer=self._begin,
        ).open()

    def _begin(self, values: dict[str, Cell]) -> None:
        office, language, grant_id, project = (
            self._context.office,
            self._context.language,
            self._grant_id,
            values["project"],
        )
        project_id = project if isinstance(project, int) else None

        def opened(outcome: Outcome) -> None:
            self._context.go(Route("record", "budgets", outcome.record_id))

        self._context.run(
            self,
            lambda _progress: new_budget(office, grant_id=grant_id, project_id=project_id, language=language),
            say("Beginning"),
            on_done=opened,
        )
