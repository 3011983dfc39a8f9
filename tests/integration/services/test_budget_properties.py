"""Random budgets, ledgers and revisions: every way to a sum gives the same one, on both databases."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.budget_sheet import BudgetSheet
from desktop.domain.codes import CostCategory
from desktop.domain.indirect_cost import on_direct
from desktop.domain.money import Money
from desktop.registers import find_register
from desktop.registers.query import Query
from desktop.services import budgets
from desktop.services.browse import all_rows
from desktop.services.budgets import LineEdit
from desktop.services.offices import Office
from desktop.services.portfolio import grant_figures
from desktop.storage.models import Grant
from tests.helpers.budgets import Plan
from tests.helpers.records import making

pytestmark = pytest.mark.no_cover  # other tests reach these lines; counting them here takes a third of its time

costs = st.decimals("0.01", "9999.99", places=2)
quantities = st.decimals(0, 40, places=1)
planned_lines = st.lists(st.tuples(st.integers(1, 7), costs, quantities, st.integers(0, 2)), min_size=1, max_size=6)
entries = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from(("expenditure", "commitment", "refund")), costs), max_size=6
)
changes = st.lists(st.tuples(st.integers(0, 5), costs), max_size=4)

Lines: TypeAlias = Sequence[tuple[int, Decimal, Decimal, int]]
Ledger: TypeAlias = Sequence[tuple[int, str, Decimal]]
_NUMBERS = itertools.count(1)  # one office holds the grants of all examples


@dataclass(frozen=True)
class Made:
    """A grant with its first budget approved and entries on its lines."""

    grant_id: int
    budget_id: int


def _made(office: Office, lines: Lines, ledger: Ledger) -> Made:
    number = next(_NUMBERS)
    with making(office) as make:
        funder = make.organisation(reference=f"XX-{number}")
        grant = make.grant(
            reference=f"GR-{number}", amount=Decimal("99999999.00"), indirect_rate=Decimal("7.5"), funder_id=funder.id
        )
        project = make.project(reference=f"PR-{number}")
        results = [None, make.result(project).id, make.result(project).id]
        grant_id = grant.id
    budget_id = budgets.new_budget(office, grant_id=grant_id).record_id
    plans = [
        Plan(f"{category}.{number}", str(cost), (("quantity", quantity), ("result", results[result])))
        for number, (category, cost, quantity, result) in enumerate(lines, start=1)
    ]
    budgets.edit_lines(office, budget_id=budget_id, edits=[plan.edit for plan in plans])
    budgets.spread(office, budget_id=budget_id)
    budgets.approve(office, budget_id=budget_id, on=date(2019, 1, 1), by="The funder")
    _post(office, grant_id, budget_id, ledger)
    return Made(grant_id, budget_id)


def _post(office: Office, grant_id: int, budget_id: int, ledger: Ledger) -> None:
    lines = budgets.load_sheet(office, budget_id=budget_id).lines
    with making(office) as make:
        grant = make.unit.get(Grant, grant_id)
        for place, kind, amount in ledger:
            line = lines[place % len(lines)]
            signed = -amount if kind == "refund" else amount
            make.entry(grant, str(signed), kind=kind, line_id=line.origin_id, category=line.category)


def _require_alike(office: Office, made: Made, budget_id: int) -> None:
    """Used and available of the approved budget by line, category, result, register and grant."""
    sheet = budgets.load_sheet(office, budget_id=budget_id)
    figures = grant_figures(office, made.grant_id)
    used = (figures.spent + figures.committed).amount
    budgeted = sum((part.budgeted.amount for part in figures.categories.values()), Decimal(0))
    for groups in (sheet.by_category, sheet.by_result):
        assert sum((group.sums.amount for group in groups), Decimal(0)) == sheet.total.amount == budgeted
        assert sum((group.sums.used for group in groups), Decimal(0)) == sheet.total.used == used
    for group in sheet.by_category:
        part = figures.categories[None if group.key is None else CostCategory(group.key)]
        assert group.sums.amount == part.budgeted.amount
        assert group.sums.left_after == group.sums.amount - (part.spent + part.committed).amount
    query = Query(find_register("budget_lines"), scope=("budget_id", budget_id), columns=("code", "available"))
    available = {row.values[0]: row.values[1] for row in all_rows(office, query)}
    assert available == {line.code: line.left_after for line in sheet.lines if not line.is_removed}
    assert sum((phase.amount for phase in sheet.phases), Decimal(0)) == sheet.total.amount
    assert all(sum(phase.amount for phase in line.phases) == line.amount for line in sheet.lines if line.phases)
    _require_rate(sheet)


def _require_rate(sheet: BudgetSheet) -> None:
    direct = sum((line.amount for line in sheet.lines if line.category is not CostCategory.INDIRECT), Decimal(0))
    indirect = on_direct(Money(direct, "USD"), rate=Decimal("0.075")).indirect
    assert sum((line.amount for line in sheet.lines if line.category is CostCategory.INDIRECT), Decimal(0)) == (
        indirect.amount
    )


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=planned_lines, ledger=entries, moved=changes, later=entries)
def test_revisions_take_entries_over_and_what_was_approved_never_changes(
    office: Office,
    lines: Lines,
    ledger: Ledger,
    moved: list[tuple[int, Decimal]],
    later: Ledger,
) -> None:
    made = _made(office, lines, ledger)
    _require_alike(office, made, made.budget_id)
    reported = grant_figures(office, made.grant_id)
    first = _amounts(office, made.budget_id)
    scenario = budgets.new_scenario(office, budget_id=made.budget_id, name="Try").record_id
    direct = [line for line in budgets.load_sheet(office, budget_id=scenario).lines if not line.is_worked_out]
    edits = {
        direct[place % len(direct)].id: LineEdit(direct[place % len(direct)].id, {"unit_cost": cost})
        for place, cost in moved
    }
    budgets.edit_lines(office, budget_id=scenario, edits=list(edits.values()))
    assert grant_figures(office, made.grant_id) == reported
    budgets.make_revision(office, scenario_id=scenario)
    assert grant_figures(office, made.grant_id) == reported
    budgets.approve(office, budget_id=scenario, on=date(2019, 6, 1), by="The funder")
    _require_alike(office, made, scenario)
    _post(office, made.grant_id, scenario, later)
    _require_alike(office, made, scenario)
    assert _amounts(office, made.budget_id) == first
    assert [line.used for line in budgets.load_sheet(office, budget_id=made.budget_id).lines] == [
        line.used for line in budgets.load_sheet(office, budget_id=scenario).lines
    ]


def _amounts(office: Office, budget_id: int) -> list[tuple[str, Decimal]]:
    return [(line.code, line.amount) for line in budgets.load_sheet(office, budget_id=budget_id).lines]
