"""What is counted of the work of a project or a deployment, and the way to the grid in which it is typed."""

from __future__ import annotations

from desktop.language import say
from desktop.registers.register import Link, Register
from desktop.services.records import RecordView
from desktop.ui.context import Context, Route
from desktop.ui.pages.linked_tab import LinkedTab
from desktop.ui.theme import Icon


class WorkTab(LinkedTab):
    """The list with a button that shows its counts as a grid."""

    def __init__(self, context: Context, owner: Register, record: RecordView, link: Link) -> None:
        super().__init__(context, owner, record, link)
        if owner.key in ("projects", "deployments"):
            route = Route("work", owner.key, record.id)
            self.verbs.insertWidget(2, self.verb(say("As a grid"), Icon.BUDGETS, lambda: context.go(route)))
