"""Budgets of grants: their sheets, revisions and scenarios, and the requests that go to the funder."""

from desktop.domain.budget_sheet import (
    BudgetSheet,
    BudgetSummary,
    ComparedWith,
    IndirectPart,
    LineValues,
    Phase,
    SheetGroup,
    SheetLine,
    Sums,
)
from desktop.services.budgets.comparing import BudgetComparison, ComparedRow, compare
from desktop.services.budgets.editing import LineEdit, change_budget, edit_lines, remove_lines
from desktop.services.budgets.errors import InvalidLinesError, LineProblem
from desktop.services.budgets.phasing import By, set_phases, spread
from desktop.services.budgets.reading import budgets_of, load_sheet
from desktop.services.budgets.requests import request_files, write_request
from desktop.services.budgets.revisions import (
    approve,
    discard,
    draft_revision,
    make_revision,
    new_budget,
    new_scenario,
    request_approval,
    withdraw,
)

__all__ = [
    "BudgetComparison",
    "BudgetSheet",
    "BudgetSummary",
    "By",
    "ComparedRow",
    "ComparedWith",
    "IndirectPart",
    "InvalidLinesError",
    "LineEdit",
    "LineProblem",
    "LineValues",
    "Phase",
    "SheetGroup",
    "SheetLine",
    "Sums",
    "approve",
    "budgets_of",
    "change_budget",
    "compare",
    "discard",
    "draft_revision",
    "edit_lines",
    "load_sheet",
    "make_revision",
    "new_budget",
    "new_scenario",
    "remove_lines",
    "request_approval",
    "request_files",
    "set_phases",
    "spread",
    "withdraw",
    "write_request",
]
