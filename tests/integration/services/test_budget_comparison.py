"""Several budgets side by side: the same line in one row, whatever it is called in each."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.domain.codes import CostCategory
from desktop.language import UserError
from desktop.services import budgets
from desktop.services.offices import Office
from desktop.storage.models import Grant
from tests.helpers.budgets import DAY, Plan, approved, line_called, planned, typed
from tests.helpers.records import making


def test_three_budgets_in_one_table(office: Office) -> None:
    with making(office) as make:
        grant_id = make.grant(reference="GR-1", indirect_rate=Decimal(10)).id
    plans = (Plan("1.1", "500.00"), Plan("5.2", "20.00"), Plan("5.10", "30.00"))
    first = approved(office, grant_id=grant_id, plans=plans)
    with making(office) as make:
        make.entry(make.unit.get(Grant, grant_id), "4.00", line_id=line_called(office, first, "1.1").id)
    second = budgets.draft_revision(office, budget_id=first).record_id
    budgets.edit_lines(
        office,
        budget_id=second,
        edits=[typed(office, second, "1.1", code="1.9", unit_cost=Decimal(400)), Plan("X", "10.00").edit],
    )
    budgets.remove_lines(office, budget_id=second, line_ids=[line_called(office, second, "5.10").id])
    third = budgets.new_scenario(office, budget_id=second, name="More").record_id
    found = budgets.compare(office, budget_ids=[first, second, third])
    assert [(row.code, row.amounts) for row in found.rows] == [
        ("1.9", (Decimal(500), Decimal(400), Decimal(400))),
        ("5.2", (Decimal(20), Decimal(20), Decimal(20))),
        ("5.10", (Decimal(30), None, None)),
        ("8", (Decimal(55), Decimal(43), Decimal(43))),
        ("X", (None, Decimal(10), Decimal(10))),
    ]
    assert [(row.category, row.amounts[0]) for row in found.categories] == [
        (CostCategory.STAFF, Decimal(500)),
        (CostCategory.TRAVEL, Decimal(50)),
        (CostCategory.INDIRECT, Decimal(55)),
        (None, Decimal(0)),
    ]
    assert found.totals == (Decimal(605), Decimal(473), Decimal(473))
    assert (found.used, found.rows[0].used) == (Decimal(4), Decimal(4))
    assert [budget.total.amount for budget in found.budgets] == list(found.totals)


def test_budgets_of_two_grants_are_not_compared(office: Office) -> None:
    with making(office) as make:
        ids = [make.grant().id, make.grant().id]
    one, other = (planned(office, grant_id=grant_id, plans=(Plan("1.1", "1.00"),)) for grant_id in ids)
    with pytest.raises(UserError, match="These are budgets of different grants"):
        budgets.compare(office, budget_ids=[one, other])
    with pytest.raises(UserError, match="These are budgets of different grants"):
        budgets.load_sheet(office, budget_id=one, compare_with=other)


def test_a_draft_beside_another_draft_is_still_judged_by_the_approved_budget(office: Office) -> None:
    with making(office) as make:
        grant_id = make.grant(reference="GR-1").id
    first = approved(office, grant_id=grant_id, plans=(Plan("1.1", "500.00"),))
    draft = budgets.draft_revision(office, budget_id=first).record_id
    scenario = budgets.new_scenario(office, budget_id=draft, name="More").record_id
    budgets.edit_lines(office, budget_id=draft, edits=[typed(office, draft, "1.1", unit_cost=Decimal(700))])
    beside = budgets.load_sheet(office, budget_id=draft, compare_with=scenario)
    usual = budgets.load_sheet(office, budget_id=draft)
    assert beside.compared_with is not None
    assert (beside.compared_with.id, str(beside.compared_with.label)) == (scenario, "Scenario “More”")
    assert (beside.gauges, beside.findings) == (usual.gauges, usual.findings)
    assert budgets.load_sheet(office, budget_id=draft, compare_with=draft).compared_with is None


def test_budgets_of_projects_stand_for_themselves_and_sum_to_the_grant(office: Office) -> None:
    with making(office) as make:
        grant_id = make.grant(reference="GR-1", amount=Decimal("1000.00")).id
        projects = [make.project(reference="PR-1").id, make.project(reference="PR-2").id]
    made = []
    for project_id, amount in zip(projects, ("600.00", "500.00"), strict=True):
        budget_id = budgets.new_budget(office, grant_id=grant_id, project_id=project_id).record_id
        budgets.edit_lines(office, budget_id=budget_id, edits=[Plan("1.1", amount).edit])
        made.append(budget_id)
    budgets.approve(office, budget_id=made[0], on=DAY, by="The funder")
    with pytest.raises(UserError, match="above the grant"):
        budgets.approve(office, budget_id=made[1], on=DAY, by="The funder")
    budgets.edit_lines(office, budget_id=made[1], edits=[typed(office, made[1], "1.1", unit_cost=Decimal(400))])
    budgets.approve(office, budget_id=made[1], on=DAY, by="The funder")
    known = budgets.budgets_of(office, grant_id=grant_id)
    assert [(budget.project, budget.revision, str(budget.status)) for budget in known] == [
        ("PR-1", 0, "approved"),
        ("PR-2", 0, "approved"),
    ]
