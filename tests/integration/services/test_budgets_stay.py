"""What waits for approval, was approved or was superseded stays as it is, whoever tries to change it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from desktop.domain.codes import BudgetStatus
from desktop.language import UserError
from desktop.services import budgets, records
from desktop.services.history import undo_entry
from desktop.services.offices import Office
from desktop.services.records import InvalidRecordError
from desktop.storage.models import Grant
from tests.helpers.budgets import DAY, Plan, approved, line_called, planned, typed
from tests.helpers.records import making
from tests.integration.services.conftest import Form

PLANS = (Plan("1.1", "500.00"), Plan("5.1", "384.96"))


def _grant(office: Office) -> int:
    with making(office) as make:
        return make.grant(reference="GR-1", amount=Decimal("1000.00"), indirect_rate=Decimal(13)).id


def _approved(office: Office, grant_id: int) -> int:
    return approved(office, grant_id=grant_id, plans=PLANS)


def _requested(office: Office, grant_id: int) -> int:
    revision = budgets.draft_revision(office, budget_id=_approved(office, grant_id)).record_id
    budgets.request_approval(office, budget_id=revision, on=DAY, reason="")
    return revision


def _superseded(office: Office, grant_id: int) -> int:
    first = approved(office, grant_id=grant_id, plans=PLANS)
    second = budgets.draft_revision(office, budget_id=first).record_id
    budgets.approve(office, budget_id=second, on=DAY, by="The funder")
    return first


@pytest.mark.parametrize(
    ("closed", "why"),
    [
        (_requested, "It waits for approval. Withdraw the request first."),
        (_approved, "It is approved. Draft a revision instead."),
        (_superseded, "It was superseded. Draft a revision of the approved budget instead."),
    ],
)
def test_what_is_not_open_stays_as_it_is_whoever_tries(
    office: Office, closed: Callable[[Office, int], int], why: str
) -> None:
    grant_id = _grant(office)
    budget_id = closed(office, grant_id)
    before = budgets.load_sheet(office, budget_id=budget_id)
    line = before.lines[0]
    writes: list[Callable[[], object]] = [
        lambda: budgets.edit_lines(
            office, budget_id=budget_id, edits=[typed(office, budget_id, "1.1", unit_cost=Decimal(1))]
        ),
        lambda: budgets.remove_lines(office, budget_id=budget_id, line_ids=[line.id]),
        lambda: budgets.change_budget(office, budget_id=budget_id, reason="Because"),
        lambda: budgets.set_phases(office, line_id=line.id, amounts={DAY: line.amount}),
        lambda: budgets.spread(office, budget_id=budget_id),
        lambda: budgets.discard(office, budget_id=budget_id),
        lambda: records.remove(office, "budgets", record_id=budget_id, version=before.version),
        lambda: records.remove(office, "budget_lines", record_id=line.id, version=line.version),
    ]
    for write in writes:
        with pytest.raises(UserError) as raised:
            write()
        assert str(raised.value.remedy) == why
    forms: list[tuple[str, int | None, Form, str]] = [
        ("budgets", budget_id, {"name": "Another"}, "grant"),
        ("budget_lines", line.id, {"quantity": Decimal(2)}, "budget"),
        (
            "budget_lines",
            None,
            {"budget": budget_id, "code": "9", "description": "x", "unit_cost": Decimal(1)},
            "budget",
        ),
    ]
    for register, record_id, values, field in forms:
        with pytest.raises(InvalidRecordError) as refused:
            records.save(office, register, values=values, record_id=record_id)
        assert {key: str(message) for key, message in refused.value.fields.items()} == {field: why}
    assert budgets.load_sheet(office, budget_id=budget_id) == before


def test_a_line_can_not_be_moved_out_of_an_approved_budget(office: Office) -> None:
    grant_id = _grant(office)
    first = approved(office, grant_id=grant_id, plans=PLANS)
    draft = records.save(office, "budgets", values={"grant": grant_id}).record_id
    with pytest.raises(InvalidRecordError):
        records.save(office, "budget_lines", values={"budget": draft}, record_id=line_called(office, first, "1.1").id)


def test_a_change_made_before_the_approval_is_not_undone_after_it(office: Office) -> None:
    grant_id = _grant(office)
    draft = planned(office, grant_id=grant_id, plans=PLANS)
    edited = budgets.edit_lines(office, budget_id=draft, edits=[typed(office, draft, "1.1", unit="post")])
    spread = budgets.spread(office, budget_id=draft)
    removed = budgets.remove_lines(office, budget_id=draft, line_ids=[line_called(office, draft, "5.1").id])
    done = budgets.approve(office, budget_id=draft, on=DAY, by="The funder")
    for outcome in (removed, spread, edited):
        assert outcome.entry_id is not None
        with pytest.raises(UserError, match="It is approved"):
            undo_entry(office, entry_id=outcome.entry_id)
    assert done.entry_id is not None
    undo_entry(office, entry_id=done.entry_id)
    for outcome in (removed, spread, edited):
        assert outcome.entry_id is not None
        undo_entry(office, entry_id=outcome.entry_id)
    assert line_called(office, draft, "1.1").unit == ""
    assert budgets.load_sheet(office, budget_id=draft).phases == ()


def test_an_approval_is_not_undone_under_costs_on_its_lines(office: Office) -> None:
    grant_id = _grant(office)
    first = planned(office, grant_id=grant_id, plans=PLANS)
    approval = budgets.approve(office, budget_id=first, on=DAY, by="The funder")
    with making(office) as make:
        make.entry(make.unit.get(Grant, grant_id), "5.00", line_id=line_called(office, first, "1.1").id)
    with pytest.raises(UserError, match="Something changed here since"):
        undo_entry(office, entry_id=approval.entry_id or 0)
    assert budgets.load_sheet(office, budget_id=first).status is BudgetStatus.APPROVED
    revision = budgets.draft_revision(office, budget_id=first).record_id
    second = budgets.approve(office, budget_id=revision, on=DAY, by="The funder")
    undone = undo_entry(office, entry_id=second.entry_id or 0)  # the cost stays on a line of the budget in force again
    undo_entry(office, entry_id=undone.entry_id or 0)
    assert budgets.load_sheet(office, budget_id=revision).status is BudgetStatus.APPROVED
    assert line_called(office, revision, "1.1").used == Decimal(5)
