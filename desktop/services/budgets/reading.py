"""Budgets to look at: one as a sheet, or all of a grant."""

from __future__ import annotations

from desktop.domain.budget_sheet import BudgetSheet, BudgetSummary
from desktop.storage.budget_sheets import read_sheet, summaries_of_grant
from desktop.storage.office import Office


def load_sheet(office: Office, *, budget_id: int, compare_with: int | None = None) -> BudgetSheet:
    """A budget with its groups and totals, beside the budget `compare_with` of the same grant.

    Without one it stands beside the approved budget of its grant and project, an approved one beside the budget whose
    place it took. Raises UserError when a budget is gone.
    """
    with office.read() as session:
        return read_sheet(session, budget_id=budget_id, compare_with=compare_with, today=office.today)


def budgets_of(office: Office, *, grant_id: int) -> list[BudgetSummary]:
    """All budgets of a grant in whatever state, the oldest first."""
    with office.read() as session:
        return summaries_of_grant(session, grant_id)
