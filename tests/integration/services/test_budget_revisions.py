"""A budget moves on by revisions: asked for, approved, superseded; what is approved never changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from desktop.domain.codes import BudgetStatus
from desktop.domain.terms import NewLines, RuleKind
from desktop.language import Language, UserError
from desktop.registers import find_register
from desktop.registers.query import Query, parse_filters
from desktop.services import budgets, records
from desktop.services.amendments import grant_as_at
from desktop.services.browse import RegisterView
from desktop.services.history import undo_entry
from desktop.services.offices import Office
from desktop.services.portfolio import grant_figures
from desktop.services.records import InvalidRecordError
from desktop.storage.models import Grant
from tests.helpers.budgets import DAY, Plan, approved, line_called, planned, typed
from tests.helpers.records import making
from tests.integration.services.conftest import Form

PLANS = (Plan("1.1", "500.00"), Plan("5.1", "384.96"))


def _grant(office: Office, **rules: object) -> int:
    with making(office) as make:
        grant = make.grant(reference="GR-1", amount=Decimal("1000.00"), indirect_rate=Decimal(13))
        if rules:
            make.rule(grant, RuleKind.NEW_LINES, **rules)
        return grant.id


def _spend(office: Office, grant_id: int, amount: str, line_id: int, kind: str = "expenditure") -> None:
    with making(office) as make:
        make.entry(make.unit.get(Grant, grant_id), amount, line_id=line_id, category=1, kind=kind)


def _states(office: Office, grant_id: int) -> list[tuple[str, BudgetStatus]]:
    return [(str(budget.label), budget.status) for budget in budgets.budgets_of(office, grant_id=grant_id)]


def test_from_the_first_draft_to_the_second_revision(office: Office, english: Language) -> None:
    grant_id = _grant(office)
    first = planned(office, grant_id=grant_id, plans=PLANS)
    asked = budgets.request_approval(office, budget_id=first, on=date(2019, 1, 2), reason="To begin")
    assert english.text(asked.message) == "Asked approval for GR-1: First budget."
    assert budgets.load_sheet(office, budget_id=first).requested_on == date(2019, 1, 2)
    budgets.withdraw(office, budget_id=first)
    budgets.request_approval(office, budget_id=first, on=date(2019, 1, 3), reason="To begin")
    done = budgets.approve(office, budget_id=first, on=date(2019, 1, 9), by="The funder")
    assert english.text(done.message) == "Approved for GR-1: First budget."
    second = budgets.draft_revision(office, budget_id=first).record_id
    edits = [
        typed(office, second, "5.1", unit_cost=Decimal("300.00")),
        typed(office, second, "1.1", unit_cost=Decimal("584.96")),
    ]
    budgets.edit_lines(office, budget_id=second, edits=edits)
    budgets.approve(office, budget_id=second, on=date(2019, 3, 12), by="The funder")
    third = budgets.draft_revision(office, budget_id=second).record_id
    assert _states(office, grant_id) == [
        ("First budget", BudgetStatus.SUPERSEDED),
        ("Revision 1", BudgetStatus.APPROVED),
        ("Revision 2", BudgetStatus.DRAFT),
    ]
    sheet = budgets.load_sheet(office, budget_id=third)
    assert sheet.compared_with is not None
    assert english.text(sheet.compared_with.label) == "Revision 1, approved 12 Mar 2019"
    assert sheet.total.change == Decimal(0)
    earlier = budgets.load_sheet(office, budget_id=second)
    assert earlier.compared_with is not None
    assert earlier.compared_with.id == first
    assert [line.change for line in earlier.lines] == [Decimal("84.96"), Decimal("-84.96"), Decimal(0)]
    assert earlier.findings == ()


def test_a_revision_takes_entries_over(office: Office) -> None:
    grant_id = _grant(office)
    first = approved(office, grant_id=grant_id, plans=PLANS)
    line = line_called(office, first, "1.1")
    _spend(office, grant_id, "120.00", line.id)
    _spend(office, grant_id, "30.00", line.id, "commitment")
    before = grant_figures(office, grant_id)
    second = budgets.draft_revision(office, budget_id=first).record_id
    assert line_called(office, second, "1.1").used == Decimal(150)
    budgets.edit_lines(office, budget_id=second, edits=[typed(office, second, "1.1", code="1.7")])
    budgets.approve(office, budget_id=second, on=DAY, by="The funder")
    third = budgets.draft_revision(office, budget_id=second).record_id
    budgets.approve(office, budget_id=third, on=DAY, by="The funder")
    for budget_id, code in ((first, "1.1"), (second, "1.7"), (third, "1.7")):
        revised = line_called(office, budget_id, code)
        assert (revised.used, revised.left_after, revised.origin_id) == (Decimal(150), Decimal(350), line.id)
    view = records.load(office, "budget_lines", line_called(office, third, "1.7").id).values
    assert (view["spent"], view["committed"], view["available"]) == (Decimal(120), Decimal(30), Decimal(350))
    assert grant_figures(office, grant_id) == before
    of_line = Query(find_register("ledger"), scope=("line_id", line_called(office, third, "1.7").id))
    assert RegisterView(office, of_line).count() == 2


def test_a_draft_typed_anew_takes_over_the_entries_of_lines_with_its_codes(office: Office) -> None:
    grant_id = _grant(office)
    first = approved(office, grant_id=grant_id, plans=PLANS)
    _spend(office, grant_id, "120.00", line_called(office, first, "1.1").id)
    draft = records.save(office, "budgets", values={"grant": grant_id}).record_id
    assert _states(office, grant_id)[-1] == ("Revision 1", BudgetStatus.DRAFT)
    budgets.edit_lines(office, budget_id=draft, edits=[Plan("1.1", "900.00").edit])
    assert line_called(office, draft, "1.1").used == Decimal(120)
    left_out = {line.code for line in budgets.load_sheet(office, budget_id=draft).lines if line.is_removed}
    assert left_out == {"5.1", "8"}
    budgets.approve(office, budget_id=draft, on=DAY, by="The funder")
    assert line_called(office, draft, "1.1").used == Decimal(120)
    assert records.load(office, "budget_lines", line_called(office, draft, "1.1").id).values["spent"] == Decimal(120)


def test_a_scenario_changes_nothing_that_is_reported_until_it_is_approved(office: Office, english: Language) -> None:
    grant_id = _grant(office)
    first = approved(office, grant_id=grant_id, plans=PLANS)
    _spend(office, grant_id, "120.00", line_called(office, first, "1.1").id)
    reported = grant_figures(office, grant_id)
    totals = _totals(office, "budgets"), _totals(office, "budget_lines")
    made = budgets.new_scenario(office, budget_id=first, name="Longer")
    assert english.text(made.message) == "Made the scenario “Longer” of the budget of GR-1."
    scenario = made.record_id
    budgets.change_budget(office, budget_id=scenario, grant_ends_on=date(2020, 3, 31))
    budgets.edit_lines(office, budget_id=scenario, edits=[typed(office, scenario, "5.1", unit_cost=Decimal(100))])
    other = budgets.new_scenario(office, budget_id=scenario, name="Shorter").record_id
    assert grant_figures(office, grant_id) == reported
    assert (_totals(office, "budgets"), _totals(office, "budget_lines")) == totals
    turned = budgets.make_revision(office, scenario_id=scenario)
    assert english.text(turned.message) == "Made the scenario “Longer” revision 1 of GR-1."
    assert grant_figures(office, grant_id) == reported
    budgets.approve(office, budget_id=scenario, on=DAY, by="The funder")
    now = grant_figures(office, grant_id)
    assert now != reported
    assert (now.spent, now.committed) == (reported.spent, reported.committed)
    assert sum(part.budgeted.amount for part in now.categories.values()) == Decimal("678.00")
    assert _totals(office, "budget_lines") == {"USD 678.00"}
    budgets.discard(office, budget_id=other)
    assert _states(office, grant_id) == [
        ("First budget", BudgetStatus.SUPERSEDED),
        ("Revision 1", BudgetStatus.APPROVED),
    ]


def _totals(office: Office, register: str) -> set[str]:
    totals = RegisterView(office, Query(find_register(register), ("amount",))).totals().by_column
    return {f"{money.currency} {money.amount}" for money in totals["amount"]}


def test_only_lines_of_the_approved_budget_belong_to_a_grant(office: Office) -> None:
    grant_id = _grant(office)
    first = approved(office, grant_id=grant_id, plans=PLANS)
    second = budgets.draft_revision(office, budget_id=first).record_id
    budgets.approve(office, budget_id=second, on=DAY, by="The funder")
    link = next(link for link in find_register("grants").links if link.register == "budget_lines")
    register = find_register(link.register)
    query = Query(register, scope=(link.path, grant_id), filters=parse_filters(register, link.only))
    lines = RegisterView(office, query).window(0, 10)
    assert [row.id for row in lines] == [line.id for line in budgets.load_sheet(office, budget_id=second).lines]


def test_nothing_is_charged_to_a_line_that_only_a_draft_has(office: Office) -> None:
    grant_id = _grant(office)
    revision = budgets.draft_revision(office, budget_id=approved(office, grant_id=grant_id, plans=PLANS)).record_id
    edits = [Plan("3.1", "5.00").edit, typed(office, revision, "1.1", unit_cost=Decimal(495))]
    budgets.edit_lines(office, budget_id=revision, edits=edits)
    form: Form = {
        "entry_on": DAY,
        "reference": "PV-1",
        "description": "Laptop",
        "kind": "expenditure",
        "grant": grant_id,
        "original_currency": "USD",
        "original_amount": Decimal("5.00"),
    }
    with pytest.raises(InvalidRecordError, match=r"Line 3\.1 is in a budget that is not approved"):
        records.save(office, "ledger", values=form | {"line": line_called(office, revision, "3.1").id})
    records.save(office, "ledger", values=form | {"line": line_called(office, revision, "1.1").id})
    assert line_called(office, revision, "1.1").used == Decimal(5)
    budgets.approve(office, budget_id=revision, on=DAY, by="The funder")
    records.save(office, "ledger", values=form | {"reference": "PV-2", "line": line_called(office, revision, "3.1").id})
    assert line_called(office, revision, "3.1").used == Decimal(5)


# --- what is refused ----------------------------------------------------------------------------------------------


def _revision(office: Office, grant_id: int) -> int:
    return budgets.draft_revision(office, budget_id=approved(office, grant_id=grant_id, plans=PLANS)).record_id


def _above_award(office: Office, budget_id: int) -> None:
    budgets.edit_lines(office, budget_id=budget_id, edits=[typed(office, budget_id, "1.1", unit_cost=Decimal(501))])


def _line_with_entries_left_out(office: Office, budget_id: int) -> None:
    line = line_called(office, budget_id, "5.1")
    sheet = budgets.load_sheet(office, budget_id=budget_id)
    _spend(office, sheet.grant_id, "4.00", line.origin_id)
    budgets.remove_lines(office, budget_id=budget_id, line_ids=[line.id])


def _new_line(office: Office, budget_id: int) -> None:
    edits = [typed(office, budget_id, "1.1", unit_cost=Decimal(400)), Plan("3.1", "100.00").edit]
    budgets.edit_lines(office, budget_id=budget_id, edits=edits)


def _no_lines(office: Office, budget_id: int) -> None:
    ids = [line.id for line in budgets.load_sheet(office, budget_id=budget_id).lines]
    budgets.remove_lines(office, budget_id=budget_id, line_ids=ids)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (_above_award, "The budget sums to USD 1,001.13, USD 1.13 above the grant. The budget was left as it is. "),
        (_line_with_entries_left_out, "5.1 Line 5.1 is left out, but USD 4.00 is spent and committed on it. "),
        (_new_line, "Line 3.1: it is new, which is not allowed"),
        (_no_lines, "The budget has no lines. "),
    ],
)
def test_errors_of_a_budget_keep_it_from_approval(
    office: Office, english: Language, change: Callable[[Office, int], None], why: str
) -> None:
    revision = _revision(office, _grant(office, choice=NewLines.NOT_ALLOWED))
    change(office, revision)
    ways: list[Callable[[], object]] = [
        lambda: budgets.request_approval(office, budget_id=revision, on=DAY, reason=""),
        lambda: budgets.approve(office, budget_id=revision, on=DAY, by=""),
    ]
    for ask in ways:
        with pytest.raises(UserError) as raised:
            ask()
        assert english.join(raised.value.sentences()).replace("\u00a0", " ").startswith(why)
    assert budgets.load_sheet(office, budget_id=revision).status is BudgetStatus.DRAFT


def test_a_line_below_what_is_used_is_only_a_warning(office: Office) -> None:
    revision = _revision(office, _grant(office))
    line = line_called(office, revision, "5.1")
    _spend(office, budgets.load_sheet(office, budget_id=revision).grant_id, "384.96", line.origin_id)
    budgets.edit_lines(office, budget_id=revision, edits=[typed(office, revision, "5.1", unit_cost=Decimal(300))])
    codes = [finding.code for finding in budgets.load_sheet(office, budget_id=revision).findings]
    assert codes == ["below_award", "line_below_used"]
    budgets.approve(office, budget_id=revision, on=DAY, by="The funder")


def test_steps_out_of_turn_are_refused_in_sentences(office: Office, english: Language) -> None:
    grant_id = _grant(office)
    first = approved(office, grant_id=grant_id, plans=PLANS)
    scenario = budgets.new_scenario(office, budget_id=first, name="Longer").record_id
    refused: list[tuple[Callable[[], object], str]] = [
        (
            lambda: budgets.new_budget(office, grant_id=grant_id),
            "GR-1 has an approved budget. No budget was added. Draft a revision of it instead.",
        ),
        (
            lambda: budgets.draft_revision(office, budget_id=scenario),
            (
                "Only an approved budget is revised. No revision was drafted. "
                "Choose the approved budget, or make a scenario of this one."
            ),
        ),
        (
            lambda: budgets.make_revision(office, scenario_id=first),
            "GR-1, First budget: it is approved. Nothing was changed. Choose a scenario.",
        ),
        (
            lambda: budgets.approve(office, budget_id=scenario, on=DAY, by=""),
            (
                "GR-1, Scenario “Longer”: it is a scenario. Nothing was changed. "
                "Choose a draft, or one that waits for approval."
            ),
        ),
        (
            lambda: budgets.request_approval(office, budget_id=first, on=DAY, reason=""),
            "GR-1, First budget: it is approved. Nothing was changed. Make it a draft first.",
        ),
    ]
    for step, told in refused:
        with pytest.raises(UserError) as raised:
            step()
        assert english.join(raised.value.sentences()) == told


def test_an_approval_and_a_discarded_draft_come_back_by_undo(office: Office) -> None:
    grant_id = _grant(office)
    revision = _revision(office, grant_id)
    budgets.spread(office, budget_id=revision)
    before = budgets.load_sheet(office, budget_id=revision)
    done = budgets.approve(office, budget_id=revision, on=DAY, by="The funder")
    assert done.entry_id is not None
    undo_entry(office, entry_id=done.entry_id)
    gone = budgets.discard(office, budget_id=revision)
    assert len(_states(office, grant_id)) == 1
    assert gone.entry_id is not None
    undo_entry(office, entry_id=gone.entry_id)
    again = budgets.load_sheet(office, budget_id=revision)
    assert again.phases == before.phases
    assert [line.sums for line in again.lines] == [line.sums for line in before.lines]


def test_a_draft_goes_and_the_scenario_made_of_it_stays(office: Office) -> None:
    revision = _revision(office, _grant(office))
    budgets.edit_lines(office, budget_id=revision, edits=[Plan("3.1", "5.00").edit])
    scenario = budgets.new_scenario(office, budget_id=revision, name="Longer").record_id
    budgets.discard(office, budget_id=revision)
    sheet = budgets.load_sheet(office, budget_id=scenario)
    assert [line.code for line in sheet.lines] == ["1.1", "3.1", "5.1", "8"]
    assert [line.code for line in sheet.lines if line.is_new] == ["3.1"]
    first = budgets.budgets_of(office, grant_id=sheet.grant_id)[0].id
    assert [budget.based_on_id for budget in budgets.budgets_of(office, grant_id=sheet.grant_id)] == [None, first]


def test_a_form_begins_a_draft_and_keeps_indirect_cost_worked_out(office: Office) -> None:
    grant_id = _grant(office)
    draft = budgets.new_budget(office, grant_id=grant_id).record_id
    values: Form = {"budget": draft, "code": "1.1", "description": "Staff", "category": "1", "unit_cost": Decimal(100)}
    line = records.save(office, "budget_lines", values=values).record_id
    assert line_called(office, draft, "8").amount == Decimal(13)
    records.save(office, "budget_lines", values={"quantity": Decimal(2)}, record_id=line)
    assert line_called(office, draft, "8").amount == Decimal(26)
    records.remove(office, "budget_lines", record_id=line, version=line_called(office, draft, "1.1").version)
    assert line_called(office, draft, "8").amount == Decimal(0)


@pytest.mark.parametrize(
    ("on", "why"),
    [
        (date(2019, 6, 29), "The budget in force was approved on 30 Jun 2019. Choose that day or a later one."),
        (
            date(2019, 10, 22),
            "A budget is approved on a day that has come, and 22 Oct 2019 has not. Choose today or an earlier day.",
        ),
    ],
)
def test_budgets_are_approved_in_the_order_of_their_days(office: Office, english: Language, on: date, why: str) -> None:
    grant_id = _grant(office)
    first = approved(office, grant_id=grant_id, plans=PLANS)
    second = budgets.draft_revision(office, budget_id=first).record_id
    with pytest.raises(UserError) as raised:
        budgets.approve(office, budget_id=second, on=on, by="The funder")
    what, _kept, remedy = map(english.text, raised.value.sentences())
    assert f"{what} {remedy}" == why
    assert [status for _label, status in _states(office, grant_id)] == [BudgetStatus.APPROVED, BudgetStatus.DRAFT]
    budgets.approve(office, budget_id=second, on=date(2019, 10, 21), by="The funder")
    assert [
        grant_as_at(office, grant_id=grant_id, day=day).budgets[0].revision
        for day in (DAY, date(2019, 10, 20), date(2019, 10, 21))
    ] == [0, 0, 1]
