"""Pictures of budgets: a draft with changes and a broken rule, scenarios side by side, what is asked on the way."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Protocol

from PySide6.QtWidgets import QWidget

from desktop.domain.codes import BudgetStatus
from desktop.language import say
from desktop.registers.query import Cell
from desktop.services import budgets, records
from desktop.services.offices import Office
from desktop.ui.context import Context, Route
from desktop.ui.pages.budget_page import BudgetPage

_GRANT = "NER-CT-01"
_DRAFT = {
    "1.2": ("duration", "26.5"),
    "2.1": ("unit_cost", "34200"),
    "3.1": ("quantity", "18"),
    "5.1": ("quantity", "40"),
}
_SCENARIOS = (
    (say("One month longer"), {"1.2": ("duration", "27.5")}),
    (say("A second car"), {"3.2": ("quantity", "2"), "5.1": ("quantity", "30")}),
)
Changes = dict[str, tuple[str, str]]


class Stage(Protocol):
    """What a picture needs of the window it is taken of."""

    context: Context

    def go(self, route: Route) -> None:
        """Shows a page."""

    @property
    def page(self) -> QWidget:
        """The page that is shown."""


def _grant_id(office: Office) -> int:
    return records.choices(office, "grants", search=_GRANT)[0].id


def _budget_in(office: Office, status: BudgetStatus) -> int:
    """The id of the grant's budget in a state, 0 without one."""
    known = budgets.budgets_of(office, grant_id=_grant_id(office))
    return next((budget.id for budget in known if budget.status is status), 0)


def _change(office: Office, budget_id: int, changes: Changes) -> None:
    sheet = budgets.load_sheet(office, budget_id=budget_id)
    edits = [
        budgets.LineEdit(line.id, {changes[line.code][0]: Decimal(changes[line.code][1])}, line.version)
        for line in sheet.lines
        if line.code in changes
    ]
    budgets.edit_lines(office, budget_id=budget_id, edits=edits)


def _prepare(office: Office) -> int:
    """Puts a rule, a draft and scenarios into the sample, once; returns the id of the draft."""
    draft = _budget_in(office, BudgetStatus.DRAFT)
    if draft:
        return draft
    rule: dict[str, Cell] = {
        "grant": _grant_id(office),
        "kind": "flexibility",
        "percent": Decimal(10),
        "measure": "category",
        "counting": "transfer",
        "approver": "funder",
        "article": "2 CFR 200.308",
    }
    records.save(office, "rules", values=rule)
    approved = _budget_in(office, BudgetStatus.APPROVED)
    draft = budgets.draft_revision(office, budget_id=approved).record_id
    _change(office, draft, _DRAFT)
    for name, changes in _SCENARIOS:
        made = budgets.new_scenario(office, budget_id=approved, name=str(name)).record_id
        _change(office, made, changes)
    return draft


def show_draft(stage: Stage) -> None:
    """A draft with changes, one of which breaks a rule, and the cell one is in."""
    stage.go(Route("record", "budgets", _prepare(stage.context.office)))
    page = stage.page
    if isinstance(page, BudgetPage):
        page.view.go_to(2, 5)
        page.view.begin()


def show_approved(stage: Stage) -> None:
    """A budget that is in force."""
    stage.go(Route("record", "budgets", _budget_in(stage.context.office, BudgetStatus.APPROVED)))


def show_side_by_side(stage: Stage) -> None:
    """The approved budget beside the draft and the scenarios."""
    _prepare(stage.context.office)
    stage.go(Route("comparison", record_id=_grant_id(stage.context.office)))


def show_request(stage: Stage) -> None:
    """What is asked before a draft goes to the funder."""
    show_draft(stage)
    page = stage.page
    if isinstance(page, BudgetPage) and page.sheet is not None:
        page.view.editor.given_back.emit()
        page.steps.of(page.sheet)[0].does()


BUDGET_SHOTS: tuple[tuple[str, Callable[[Stage], None]], ...] = (
    ("budget", show_approved),
    ("budget-draft", show_draft),
    ("budgets-side-by-side", show_side_by_side),
    ("budget-request", show_request),
)
