"""Makes budgets for tests: as values for the rules, and in an office for the use cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from desktop.domain.budget_sheet import (
    BudgetSheet,
    SheetLine,
    Sums,
    add_up_sums,
    group_by_category,
    group_by_result,
)
from desktop.domain.codes import BudgetStatus, CostCategory
from desktop.language import say
from desktop.services import budgets
from desktop.services.budgets import LineEdit
from desktop.services.offices import Office

DAY = date(2019, 6, 30)


def sheet_line(code: str, amount: str, approved: str | None = None, used: str = "0", **values: Any) -> SheetLine:
    """A line of category 7 beside an approved amount; new when that is None, unless it stands alone."""
    number = values.pop("id", None)
    number = int(code.replace(".", "")) if number is None else number
    alone = values.pop("alone", False)
    sums = Sums(None if approved is None else Decimal(approved), Decimal(used), Decimal(amount), not alone)
    plain: dict[str, Any] = {
        "id": number,
        "version": 1,
        "code": code,
        "description": f"Line {code}",
        "category": CostCategory.OPERATING,
        "result_id": None,
        "result_code": "",
        "unit": "",
        "quantity": Decimal(1),
        "unit_cost": Decimal(amount),
        "duration": Decimal(1),
        "percent_charged": Decimal(100),
        "sums": sums,
        "origin_id": number,
        "is_new": approved is None and not alone,
    }
    return SheetLine(**plain | values)


def sheet_of(*lines: SheetLine, awarded: str = "1000.00", **values: Any) -> BudgetSheet:
    """A draft in USD with these lines, compared with the approved budget."""
    plain: dict[str, Any] = {
        "id": 5,
        "version": 1,
        "grant_id": 2,
        "reference": "GR-1",
        "title": "A grant",
        "funder": "A funder",
        "currency": "USD",
        "awarded": Decimal(awarded),
        "project_id": None,
        "project": "",
        "revision": 1,
        "name": "",
        "label": say("Revision {number}", number=1),
        "status": BudgetStatus.DRAFT,
        "reason": "",
        "starts_on": date(2019, 1, 1),
        "ends_on": date(2019, 12, 31),
        "grant_ends_on": None,
        "requested_on": None,
        "approved_on": None,
        "approved_by": "",
        "compared_with": None,
        "lines": lines,
        "by_category": group_by_category(lines, is_compared=True),
        "by_result": group_by_result(lines, [], currency="USD", is_compared=True),
        "total": add_up_sums((line.sums for line in lines), is_compared=True),
        "indirect": None,
    }
    return BudgetSheet(**plain | values)


@dataclass(frozen=True)
class Plan:
    """A line to be planned: its code, unit cost, and what else is typed into it."""

    code: str
    unit_cost: str
    more: tuple[tuple[str, Any], ...] = ()

    @property
    def edit(self) -> LineEdit:
        """The edit that adds it."""
        typed: dict[str, Any] = {
            "code": self.code,
            "description": f"Line {self.code}",
            "unit_cost": Decimal(self.unit_cost),
        }
        return LineEdit(None, typed | dict(self.more))


def planned(office: Office, *, grant_id: int, plans: Sequence[Plan]) -> int:
    """The first budget of a grant with these lines, as a draft; its id."""
    budget_id = budgets.new_budget(office, grant_id=grant_id).record_id
    budgets.edit_lines(office, budget_id=budget_id, edits=[plan.edit for plan in plans])
    return budget_id


def approved(office: Office, *, grant_id: int, plans: Sequence[Plan]) -> int:
    """The first budget of a grant with these lines, approved; its id."""
    budget_id = planned(office, grant_id=grant_id, plans=plans)
    budgets.approve(office, budget_id=budget_id, on=DAY, by="The funder")
    return budget_id


def line_called(office: Office, budget_id: int, code: str) -> SheetLine:
    """The line of a budget with this code."""
    lines = budgets.load_sheet(office, budget_id=budget_id).lines
    return next(line for line in lines if line.code == code)


def typed(office: Office, budget_id: int, code: str, /, **values: Any) -> LineEdit:
    """An edit of the line with this code."""
    line = line_called(office, budget_id, code)
    return LineEdit(line.id, values, line.version)
