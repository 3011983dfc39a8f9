"""Lines of a budget are typed like cells of a spreadsheet: many at once, whole or not at all, and can be undone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from desktop.domain.terms import RuleKind
from desktop.language import Language, UserError
from desktop.services import budgets
from desktop.services.budgets import InvalidLinesError, LineEdit
from desktop.services.history import undo_entry
from desktop.services.offices import Office
from tests.helpers.budgets import Plan, line_called, planned, typed
from tests.helpers.records import making

PLANS = (Plan("1.1", "500.00"), Plan("1.2", "300.00"), Plan("5.1", "200.00"))


def _grant(office: Office, rate: str | None = "13", **values: object) -> int:
    with making(office) as make:
        grant = make.grant(reference="GR-1", indirect_rate=None if rate is None else Decimal(rate), **values)
        return grant.id


def _amounts(office: Office, budget_id: int) -> dict[str, Decimal]:
    return {line.code: line.amount for line in budgets.load_sheet(office, budget_id=budget_id).lines}


def test_the_first_budget_has_a_line_of_indirect_cost_that_is_worked_out(office: Office, english: Language) -> None:
    grant_id = _grant(office)
    outcome = budgets.new_budget(office, grant_id=grant_id, language=english)
    assert english.text(outcome.message) == "Began a budget of GR-1."
    plans = (Plan("1.1", "500000.00"), Plan("5.1", "384955.75"))
    budgets.edit_lines(office, budget_id=outcome.record_id, edits=[plan.edit for plan in plans])
    sheet = budgets.load_sheet(office, budget_id=outcome.record_id)
    line = sheet.lines[-1]
    assert (line.code, line.description, line.amount) == ("8", "Indirect support costs", Decimal("115044.25"))
    assert line.is_worked_out
    assert sheet.total.amount == Decimal(1000000)
    assert sheet.indirect is not None
    assert (sheet.indirect.base, sheet.indirect.line_id) == (Decimal("884955.75"), line.id)
    assert [str(budget.label) for budget in budgets.budgets_of(office, grant_id=grant_id)] == ["First budget"]


def test_a_grant_without_a_rate_has_no_such_line(office: Office) -> None:
    grant_id = _grant(office, rate=None)
    budget_id = budgets.new_budget(office, grant_id=grant_id).record_id
    assert budgets.load_sheet(office, budget_id=budget_id).lines == ()
    assert budgets.load_sheet(office, budget_id=budget_id).indirect is None


def test_transfers_are_left_out_where_the_agreement_says_so(office: Office) -> None:
    with making(office) as make:
        grant = make.grant(reference="GR-1")
        make.rule(grant, RuleKind.INDIRECT, percent=Decimal(7), choice="direct_less_transfers")
        grant_id = grant.id
    budget_id = planned(office, grant_id=grant_id, plans=(Plan("1.1", "1000.00"), Plan("6.1", "500.00")))
    assert _amounts(office, budget_id)["8"] == Decimal(70)


def test_one_cell_is_told_with_its_old_and_new_value(office: Office, english: Language) -> None:
    budget_id = planned(office, grant_id=_grant(office), plans=PLANS)
    outcome = budgets.edit_lines(
        office, budget_id=budget_id, edits=[typed(office, budget_id, "1.2", duration=Decimal("26.5"))]
    )
    assert english.text(outcome.message) == "1.2 Duration: 1 changed to 26.5."
    assert outcome.tables == {"budget_line", "audit_entry"}
    assert _amounts(office, budget_id) == {
        "1.1": Decimal(500),
        "1.2": Decimal(7950),
        "5.1": Decimal(200),
        "8": Decimal("1124.50"),
    }


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"category": "6"}, "5.1 Category: Travel changed to Transfers and grants."),
        ({"unit": "mission"}, "5.1 Unit: nothing changed to mission."),
        ({"starts_on": date(2019, 2, 1)}, "5.1 Start: nothing changed to 1 Feb 2019."),
        ({"code": "5.9"}, "5.1 Line: 5.1 changed to 5.9."),
    ],
)
def test_values_are_told_as_people_know_them(
    file_office: Office, english: Language, values: dict[str, object], told: str
) -> None:
    budget_id = planned(file_office, grant_id=_grant(file_office), plans=PLANS)
    edit = typed(file_office, budget_id, "5.1", **values)
    outcome = budgets.edit_lines(file_office, budget_id=budget_id, edits=[edit])
    assert english.text(outcome.message).replace("\u00a0", " ") == told


def test_the_result_that_a_line_serves_is_told_by_its_code(file_office: Office, english: Language) -> None:
    budget_id = planned(file_office, grant_id=_grant(file_office), plans=PLANS)
    with making(file_office) as make:
        result = make.result(make.project(), code="2.1").id
    edit = typed(file_office, budget_id, "5.1", result=result)
    outcome = budgets.edit_lines(file_office, budget_id=budget_id, edits=[edit])
    assert english.text(outcome.message) == "5.1 Result: nothing changed to 2.1."
    assert line_called(file_office, budget_id, "5.1").result_code == "2.1"


def test_a_block_is_one_change_and_one_undo(office: Office, english: Language) -> None:
    budget_id = planned(office, grant_id=_grant(office), plans=PLANS)
    before = _amounts(office, budget_id)
    edits = [
        typed(office, budget_id, "1.1", quantity=Decimal(2), unit="post"),
        typed(office, budget_id, "5.1", quantity=Decimal(3)),
        Plan("5.2", "10.00").edit,
    ]
    outcome = budgets.edit_lines(office, budget_id=budget_id, edits=edits)
    assert english.text(outcome.message) == "Changed 3 cells of 2 lines, added 1 line."
    assert _amounts(office, budget_id)["8"] == Decimal("248.30")
    assert outcome.entry_id is not None
    undo_entry(office, entry_id=outcome.entry_id)
    assert _amounts(office, budget_id) == before


def test_cells_of_several_lines_are_counted(file_office: Office, english: Language) -> None:
    budget_id = planned(file_office, grant_id=_grant(file_office), plans=PLANS)
    edits = [typed(file_office, budget_id, code, quantity=Decimal(2)) for code in ("1.1", "1.2")]
    outcome = budgets.edit_lines(file_office, budget_id=budget_id, edits=edits)
    assert english.text(outcome.message) == "Changed 2 cells of 2 lines."
    unchanged = budgets.edit_lines(
        file_office, budget_id=budget_id, edits=[typed(file_office, budget_id, "1.1", quantity=Decimal(2))]
    )
    assert unchanged.entry_id is None


def test_a_new_line_gets_the_next_code_of_its_category_or_the_category_of_its_code(
    file_office: Office, english: Language
) -> None:
    budget_id = planned(file_office, grant_id=_grant(file_office), plans=PLANS)
    edits = [
        LineEdit(None, {"description": "Laptops", "category": "3"}),
        LineEdit(None, {"description": "More travel", "category": "5", "unit_cost": Decimal(7)}),
        LineEdit(None, {"description": "And more", "category": "5"}),
        LineEdit(None, {"description": "Rent", "code": "7.4"}),
        LineEdit(None, {"description": "Other", "code": "X"}),
    ]
    outcome = budgets.edit_lines(file_office, budget_id=budget_id, edits=edits)
    assert english.text(outcome.message) == "Added 5 lines."
    lines = budgets.load_sheet(file_office, budget_id=budget_id).lines
    assert [
        (line.code, line.category) for line in lines if line.description in {"Laptops", "More travel", "And more"}
    ] == [
        ("3.1", 3),
        ("5.2", 5),
        ("5.3", 5),
    ]
    assert line_called(file_office, budget_id, "7.4").category == 7
    assert line_called(file_office, budget_id, "X").category is None
    one = budgets.edit_lines(file_office, budget_id=budget_id, edits=[Plan("2.1", "1.00").edit])
    assert english.text(one.message) == "Added line 2.1."


def test_all_problems_are_told_at_once_and_nothing_is_kept(office: Office, english: Language) -> None:
    budget_id = planned(office, grant_id=_grant(office), plans=PLANS)
    before = budgets.load_sheet(office, budget_id=budget_id)
    edits = [
        typed(office, budget_id, "1.1", quantity=Decimal(9), code="1.3"),
        typed(office, budget_id, "1.2", quantity=None, ends_on=date(2019, 1, 1)),
        typed(office, budget_id, "8", unit_cost=Decimal(4), quantity=Decimal(1)),
        LineEdit(None, {"description": "", "unit_cost": Decimal("0.33333")}),
    ]
    with pytest.raises(InvalidLinesError) as raised:
        budgets.edit_lines(office, budget_id=budget_id, edits=edits)
    told = [
        (problem.edit, problem.code, problem.column, english.text(problem.sentence))
        for problem in raised.value.problems
    ]
    assert told == [
        (1, "1.2", "quantity", "Enter a number."),
        (2, "8", "unit_cost", "It is worked out from the direct lines, at the rate of the grant."),
        (3, "", "code", "Enter a code or reference."),
        (3, "", "description", "Enter a text."),
        (3, "", "unit_cost", "At most 4 decimals are kept. Round the number."),
    ]
    assert str(raised.value) == "5 things to correct. Nothing was saved. Line 1.2: Enter a number."
    assert budgets.load_sheet(office, budget_id=budget_id) == before


def test_two_lines_of_a_budget_have_two_codes(office: Office) -> None:
    budget_id = planned(office, grant_id=_grant(office), plans=PLANS)
    edits = [typed(office, budget_id, "1.1", code="1.2"), Plan("5.1", "1.00").edit]
    with pytest.raises(InvalidLinesError) as raised:
        budgets.edit_lines(office, budget_id=budget_id, edits=edits)
    assert [(problem.edit, problem.column, str(problem.sentence)) for problem in raised.value.problems] == [
        (0, "code", "Another line is called 1.2. Give it another code."),
        (1, "code", "Another line is called 5.1. Give it another code."),
    ]


def test_the_line_of_indirect_cost_can_become_another_one(office: Office) -> None:
    budget_id = planned(office, grant_id=_grant(office), plans=PLANS)
    edit = typed(office, budget_id, "8", category="7", unit_cost=Decimal(5))
    budgets.edit_lines(office, budget_id=budget_id, edits=[edit])
    sheet = budgets.load_sheet(office, budget_id=budget_id)
    assert sheet.indirect is not None
    assert (sheet.indirect.line_id, sheet.indirect.planned) == (0, Decimal(0))
    assert [finding.code for finding in sheet.findings] == ["below_award", "indirect_cost"]


def test_several_lines_of_indirect_cost_are_left_to_people(office: Office) -> None:
    budget_id = planned(office, grant_id=_grant(office), plans=(*PLANS, Plan("8.2", "1.00")))
    budgets.edit_lines(office, budget_id=budget_id, edits=[typed(office, budget_id, "8", unit_cost=Decimal(129))])
    sheet = budgets.load_sheet(office, budget_id=budget_id)
    assert sheet.indirect is not None
    assert (sheet.indirect.planned, sheet.indirect.line_id) == (Decimal(130), 0)
    assert "indirect_cost" not in {finding.code for finding in sheet.findings}


def test_lines_are_removed_and_indirect_cost_follows(office: Office, english: Language) -> None:
    budget_id = planned(office, grant_id=_grant(office), plans=PLANS)
    ids = {line.code: line.id for line in budgets.load_sheet(office, budget_id=budget_id).lines}
    outcome = budgets.remove_lines(office, budget_id=budget_id, line_ids=[ids["1.1"]])
    assert english.text(outcome.message) == "Removed line 1.1."
    assert _amounts(office, budget_id)["8"] == Decimal(65)
    outcome = budgets.remove_lines(office, budget_id=budget_id, line_ids=[ids["1.2"], ids["5.1"]])
    assert english.text(outcome.message) == "Removed 2 lines."
    assert _amounts(office, budget_id) == {"8": Decimal(0)}


def test_a_line_that_someone_changed_or_of_another_budget_is_left_alone(office: Office) -> None:
    grant_id = _grant(office)
    budget_id = planned(office, grant_id=grant_id, plans=PLANS)
    other = planned(office, grant_id=grant_id, plans=())
    old = typed(office, budget_id, "1.1", quantity=Decimal(2))
    budgets.edit_lines(office, budget_id=budget_id, edits=[old])
    with pytest.raises(UserError, match="Someone changed this record"):
        budgets.edit_lines(office, budget_id=budget_id, edits=[old])
    with pytest.raises(UserError, match="belongs to another budget"):
        budgets.edit_lines(office, budget_id=other, edits=[LineEdit(old.line_id, {"quantity": Decimal(3)})])
    with pytest.raises(UserError, match="This budget is no longer there"):
        budgets.edit_lines(office, budget_id=999, edits=[])
    with pytest.raises(UserError, match="This budget is no longer there"):
        budgets.load_sheet(office, budget_id=999)


def test_the_terms_of_a_draft_change(office: Office) -> None:
    budget_id = planned(office, grant_id=_grant(office), plans=PLANS)
    budgets.change_budget(office, budget_id=budget_id, reason="To extend", grant_ends_on=date(2020, 3, 31), version=1)
    budgets.change_budget(office, budget_id=budget_id, name="Longer")
    sheet = budgets.load_sheet(office, budget_id=budget_id)
    assert (sheet.name, sheet.reason, sheet.grant_ends_on) == ("Longer", "To extend", date(2020, 3, 31))
