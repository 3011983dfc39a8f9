"""The areas of the program: what the sidebar lists, and which one a page belongs to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop.language import Message, say
from desktop.registers import find_register
from desktop.services.reports import LAYOUTS
from desktop.ui.context import Route
from desktop.ui.models.report_question import report_route
from desktop.ui.theme import Icon
from desktop.ui.widgets.sidebar import Area, AreaGroup


@dataclass(frozen=True, slots=True)
class AreaSpec:
    """An area before it is put into a language."""

    page: str
    key: str
    name: Message
    icon: Icon
    shortcut: str = ""


LAST_AREA = AreaSpec("settings", "", say("Settings"), Icon.SETTINGS)

_GROUPS: tuple[tuple[Message | None, tuple[AreaSpec, ...]], ...] = (
    (None, (AreaSpec("home", "", say("Home"), Icon.HOME, "Ctrl+1"),)),
    (
        say("Money"),
        (
            AreaSpec("register", "grants", say("Grants"), Icon.GRANTS, "Ctrl+2"),
            AreaSpec("register", "budgets", say("Budgets"), Icon.BUDGETS, "Ctrl+3"),
            AreaSpec("register", "ledger", say("Ledger"), Icon.LEDGER, "Ctrl+4"),
            AreaSpec("reports", "", say("Reports"), Icon.REPORTS, "Ctrl+5"),
            AreaSpec("register", "rates", say("Exchange rates"), Icon.RATES),
            AreaSpec("months", "", say("Months"), Icon.CALENDAR),
        ),
    ),
    (
        say("Programme"),
        (
            AreaSpec("register", "projects", say("Projects"), Icon.PROJECTS, "Ctrl+6"),
            AreaSpec("deployments", "", say("Deployments"), Icon.DEPLOYMENTS),
        ),
    ),
    (
        say("Partners"),
        (
            AreaSpec("register", "organisations", say("Organisations"), Icon.ORGANISATIONS, "Ctrl+7"),
            AreaSpec("register", "agreements", say("Agreements"), Icon.AGREEMENTS, "Ctrl+8"),
        ),
    ),
    (
        say("Data"),
        (
            AreaSpec("register", "imports", say("Imports"), Icon.IMPORTS, "Ctrl+9"),
            AreaSpec("checks", "", say("Checks"), Icon.CHECKS),
            AreaSpec("register", "history", say("History"), Icon.HISTORY),
        ),
    ),
)


def area_groups(text: Callable[[Message], str]) -> list[AreaGroup]:
    """The areas in a language."""
    return [
        AreaGroup(
            text(heading) if heading is not None else "",
            tuple(Area(spec.page, spec.key, text(spec.name), spec.icon, spec.shortcut) for spec in specs),
        )
        for heading, specs in _GROUPS
    ]


_PART_OF = {
    "budget_lines": "budgets",
    "results": "projects",
    "instalments": "grants",
    "rules": "grants",
    "amendments": "grants",
    "shares": "grants",
    "allocations": "ledger",
    "allocation_shares": "ledger",
    "parties": "agreements",
    "obligations": "agreements",
    "contacts": "organisations",
    "documents": "agreements",
}


# Registers that have a page of their own.
_PAGES = {"months": "months", "waivers": "checks", "crosswalks": "reports", "donor_reports": "reports"}
_OF_DEPLOYMENTS = frozenset(
    {
        "volunteers",
        "clearances",
        "duty_stations",
        "assignments",
        "deployments",
        "contract_periods",
        "deployment_shares",
        "deployment_costs",
        "entitlement_rates",
        "category_limits",
        "leave",
        "checklist",
        "work_measures",
        "work_counts",
    }
)
"""The registers of people and of what belongs to them."""
_OF_REPORTS = ("reports", "report", "report_entries", "report_changes", "donor_report", "templates", "iati")


def area_of(route: Route) -> tuple[str, str]:
    """The page and key of the area that a route belongs to."""
    if route.page in _OF_REPORTS:
        return "reports", ""
    if route.key in _PAGES:
        return _PAGES[route.key], ""
    if route.key in _OF_DEPLOYMENTS or route.page == "work":
        return "deployments", ""
    if route.page in ("record", "register"):
        return "register", _PART_OF.get(route.key, route.key)
    if route.page == "table":
        return "register", "imports"
    if route.page == "deadlines":
        return "home", ""
    if route.page == "comparison":
        return "register", "budgets"
    if route.page in ("folder", "reconciliation"):
        return "register", "imports"
    return route.page, route.key


# Records that have a page of their own, and are records like any other under a tab.
_PAGE_OF_RECORD = {"budgets": "budget", "donor_reports": "donor_report"}


def page_of(route: Route) -> str:
    """The kind of page that shows a route: a budget is a spreadsheet, a report to a funder a sheet with its checks."""
    if route.page == "record" and not route.tab:
        return _PAGE_OF_RECORD.get(route.key, route.page)
    return route.page


def places() -> list[tuple[Message, Icon, Route]]:
    """Where one can go besides the areas, and every report that can be made."""
    known = [
        (say("Deadlines"), Icon.CALENDAR, Route("deadlines")),
        (say("Folder of extracts"), Icon.FOLDER, Route("folder")),
        (say("Reconciliation"), Icon.PROOF, Route("reconciliation")),
        (say("Templates of funders"), Icon.DOCUMENTS, Route("templates")),
        (say("Publish to IATI"), Icon.PROJECTS, Route("iati")),
        (say("Work done by volunteers"), Icon.DEPLOYMENTS, Route("work")),
        *((find_register(key).title, Icon.DEPLOYMENTS, Route("register", key)) for key in sorted(_OF_DEPLOYMENTS)),
    ]
    made = (
        (say("New report: {report}", report=layout.title), Icon.REPORTS, report_route(layout.name))
        for layout in LAYOUTS.values()
    )
    return [*known, *made]
