"""Which part of a record is what: the parts that are more than facts or a plain list."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QWidget

from desktop.language import Message, say
from desktop.registers.register import Link, Register
from desktop.services.records import RecordView
from desktop.ui.context import Context, Route
from desktop.ui.pages.amendments_tab import AmendmentsTab
from desktop.ui.pages.as_at_tab import AsAtTab
from desktop.ui.pages.assignment_overview import AssignmentOverview
from desktop.ui.pages.budgets_tab import BudgetsTab
from desktop.ui.pages.checklist_tab import ChecklistTab
from desktop.ui.pages.deployment_overview import DeploymentOverview
from desktop.ui.pages.documents_tab import DocumentsTab
from desktop.ui.pages.grant_overview import GrantOverview
from desktop.ui.pages.linked_tab import LinkedTab
from desktop.ui.pages.obligations_tab import LateBand, ObligationsTab
from desktop.ui.pages.people_tabs import LeaveTab, ServiceTab
from desktop.ui.pages.rules_tab import RulesTab
from desktop.ui.pages.work_tab import WorkTab
from desktop.ui.widgets.service_card import ServiceCard

Tab = LinkedTab | AmendmentsTab | RulesTab | AsAtTab | ChecklistTab

_LINKED: dict[str, Callable[[Context, Register, RecordView, Link], Tab]] = {
    "amendments": lambda context, _owner, record, _link: AmendmentsTab(context, record),
    "budgets": BudgetsTab,
    "checklist": lambda context, _owner, record, _link: ChecklistTab(context, record),
    "deployments": ServiceTab,
    "documents": DocumentsTab,
    "leave": LeaveTab,
    "obligations": ObligationsTab,
    "rules": lambda context, _owner, record, _link: RulesTab(context, record),
    "work_counts": WorkTab,
    "work_measures": WorkTab,
}
"""By the register of what belongs to the record; any other is a `LinkedTab`."""


@dataclass(frozen=True, slots=True)
class ExtraTab:
    """A part of a record that shows no list of its own."""

    key: str
    name: Message
    make: Callable[[Context, RecordView, Route], Tab]


def _as_at(context: Context, record: RecordView, route: Route) -> AsAtTab:
    """A day among the filters of the route is the one before which one looks."""
    before = None
    with suppress(ValueError, IndexError):
        before = date.fromisoformat(route.filters[0])
    return AsAtTab(context, record, before=before)


EXTRA_TABS = {"grants": (ExtraTab("as_at", say("As at…"), _as_at),)}
"""By the register of the record."""


def overview(context: Context, owner: Register, record: RecordView) -> QWidget | None:
    """The overview of a record that is more than its facts and a list; None for most."""
    made: dict[str, Callable[[Context, RecordView], QWidget]] = {
        "grants": GrantOverview,
        "deployments": DeploymentOverview,
        "assignments": AssignmentOverview,
    }
    return made[owner.key](context, record) if owner.key in made else None


def above_facts(context: Context, owner: Register, record: RecordView) -> list[QWidget]:
    """What stands above the facts of a record on its overview."""
    if owner.key == "volunteers":
        return [ServiceCard(context, record.id)]
    return [LateBand(context, record)] if owner.key == "agreements" else []


def made_tab(context: Context, owner: Register, record: RecordView, *, key: str, route: Route) -> QWidget:
    """The part `key` of a record, being read: one of the links of its register, or of `EXTRA_TABS`."""
    link = next((link for link in owner.links if link.register == key), None)
    if link is not None:
        tab = _LINKED.get(key, LinkedTab)(context, owner, record, link)
    else:
        extra = next(extra for extra in EXTRA_TABS[owner.key] if extra.key == key)
        tab = extra.make(context, record, route)
    tab.load()
    return tab
