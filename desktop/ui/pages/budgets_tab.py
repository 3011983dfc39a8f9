"""The budgets of a grant: its list, the way to begin one, and to see several side by side."""

from __future__ import annotations

from desktop.language import say
from desktop.registers.query import Cell
from desktop.registers.register import Link, Register
from desktop.services.budgets import new_budget
from desktop.services.offices import Outcome
from desktop.ui.context import Route
from desktop.ui.dialogs.budget_dialog import BudgetDialog
from desktop.ui.pages.linked_tab import LinkedTab
from desktop.ui.theme import Icon
from desktop.ui.widgets.basics import button
from desktop.ui.widgets.choice_fields import LookupField
from desktop.ui.widgets.empty_state import EmptyState, Way


class BudgetsTab(LinkedTab):
    """The budgets of one grant; a grant without any offers to begin one."""

    def _add_verbs(self, _owner: Register, _link: Link) -> None:
        context, text, palette = self.context, self.context.text, self.context.palette
        beside = Route("comparison", record_id=self.record.id)
        compare = button(
            text(say("Compare side by side")),
            kind="ghost",
            palette=palette,
            name=Icon.COLUMNS,
            small=True,
            on_click=lambda: context.go(beside),
        )
        self._filled = (compare, self.verb(say("New budget"), Icon.NEW, self.begin), self.table)
        self.verbs.addStretch(1)
        for verb in self._filled[:2]:
            self.verbs.addWidget(verb)
        begin = Way(
            text(say("New budget")), text(say("Type its lines, or paste them from Excel.")), Icon.NEW, self.begin
        )
        title, about = say("No budget of this grant yet"), say("Everything spent is then measured by its lines.")
        self._empty = EmptyState(text(title), text(about), [begin], palette=palette)
        self.add_below(self._empty)
        self._empty.hide()
        self.table.counted.connect(self._show_count)

    def _show_count(self, count: int) -> None:
        for part in self._filled:
            part.setVisible(bool(count))
        self._empty.setVisible(not count)

    def begin(self) -> None:
        """Asks which project the budget is for, if not for the grant as a whole, and opens the new one."""
        context = self.context
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
            self.context.office,
            self.context.language,
            self.record.id,
            values["project"],
        )
        project_id = project if isinstance(project, int) else None

        def opened(outcome: Outcome) -> None:
            self.context.go(Route("record", "budgets", outcome.record_id))

        self.context.run(
            self,
            lambda _progress: new_budget(office, grant_id=grant_id, project_id=project_id, language=language),
            say("Beginning"),
            on_done=opened,
        )
