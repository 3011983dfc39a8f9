"""A budget as a sheet: natural order, groups that sum to one total, changes told apart."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.budget import LineInputs
from desktop.domain.budget_sheet import (
    LineValues,
    ResultName,
    SheetGroup,
    Sums,
    add_up_sums,
    budget_label,
    group_by_category,
    group_by_result,
    in_proportion,
    natural,
    per_cent,
)
from desktop.domain.codes import BudgetStatus, CostCategory
from desktop.domain.money import Money
from tests.helpers.budgets import sheet_line, sheet_of


def test_codes_are_ordered_as_people_number_them() -> None:
    codes = ["10", "1.10", "A2", "1.2", "", "1", "a10", "1.2a"]
    assert sorted(codes, key=natural) == ["", "1", "1.2", "1.2a", "1.10", "10", "A2", "a10"]


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [("12480", "318240", "3.9216"), ("-5", "50", "-10"), ("1", "3", "33.3333"), ("7", "0", None)],
)
def test_per_cent(part: str, whole: str, percent: str | None) -> None:
    assert per_cent(Decimal(part), Decimal(whole)) == (None if percent is None else Decimal(percent))


def test_sums_say_what_changes_and_what_is_left() -> None:
    line = sheet_line("1.2", "330720.00", "318240.00", "312000.00")
    assert (line.change, line.left_after, line.used) == (Decimal(12480), Decimal(18720), Decimal(312000))
    assert line.change_percent == Decimal("3.9216")
    new = sheet_line("3.1", "10.00")
    assert (new.change, new.change_percent, new.approved, new.is_new) == (Decimal(10), None, None, True)
    alone = sheet_line("3.1", "10.00", alone=True)
    assert (alone.change, alone.change_percent, alone.is_new) == (None, None, False)


def test_sums_are_added_and_nothing_approved_stays_nothing() -> None:
    assert Sums() + Sums() == Sums()
    known = Sums(Decimal(5), Decimal(1), Decimal(7), is_compared=True)
    assert known + Sums(None, Decimal(2), Decimal(3), is_compared=True) == Sums(
        Decimal(5), Decimal(3), Decimal(10), is_compared=True
    )
    assert add_up_sums([], is_compared=True).change == Decimal(0)


def test_what_was_typed_otherwise_than_in_the_approved_line_is_told() -> None:
    inputs = LineInputs(Decimal(10), Decimal(1248), Decimal("25.5"), Decimal(100))
    before = LineValues("Ten UN Volunteers", CostCategory.STAFF, None, "person", inputs)
    now = sheet_line(
        "1.2",
        "330720.00",
        "318240.00",
        description="Ten UN Volunteers",
        category=CostCategory.STAFF,
        unit="person",
        quantity=Decimal(10),
        unit_cost=Decimal(1248),
        duration=Decimal("26.5"),
        before=before,
    )
    assert now.changed == {"duration"}
    assert sheet_line("1.2", "5.00").changed == frozenset()
    assert sheet_line("1.2", "0.00", "5.00", before=before, is_removed=True).changed == frozenset()


@pytest.mark.parametrize(
    ("revision", "name", "status", "label"),
    [
        (0, "", BudgetStatus.APPROVED, "First budget"),
        (3, "", BudgetStatus.DRAFT, "Revision 3"),
        (None, "Longer", BudgetStatus.SCENARIO, "Scenario “Longer”"),
        (None, "", BudgetStatus.SCENARIO, "Scenario"),
        (None, "2020", BudgetStatus.DRAFT, "Budget “2020”"),
        (None, "", BudgetStatus.APPROVED, "Budget"),
    ],
)
def test_what_budgets_are_called(revision: int | None, name: str, status: BudgetStatus, label: str) -> None:
    assert str(budget_label(revision=revision, name=name, status=status)) == label


def test_a_sheet_knows_its_lines_and_whether_they_may_change() -> None:
    sheet = sheet_of(sheet_line("1.1", "5.00"), sheet_line("1.2", "7.00"))
    assert sheet.line(12).code == "1.2"
    assert sheet.is_open
    assert sheet.money(Decimal(5)) == Money(Decimal(5), "USD")
    with pytest.raises(KeyError):
        sheet.line(99)


def _titles(groups: tuple[SheetGroup, ...]) -> list[tuple[str, Decimal, str]]:
    return [(str(group.title), group.sums.amount, ",".join(line.code for line in group.lines)) for group in groups]


def test_categories_stand_in_their_fixed_order() -> None:
    lines = [
        sheet_line("8", "13.00", category=CostCategory.INDIRECT),
        sheet_line("x", "1.00", id=3, category=None),
        sheet_line("1.1", "60.00", category=CostCategory.STAFF),
        sheet_line("5.1", "40.00", category=CostCategory.TRAVEL),
    ]
    assert _titles(group_by_category(lines, is_compared=False)) == [
        ("Staff and other personnel costs", Decimal(60), "1.1"),
        ("Travel", Decimal(40), "5.1"),
        ("Indirect support costs", Decimal(13), "8"),
        ("Without a category", Decimal(1), "x"),
    ]
    assert group_by_category([], is_compared=False) == ()


RESULTS = [ResultName(1, "1.10", "Ten"), ResultName(2, "1.2", "Two"), ResultName(3, "9", "Not used")]


def test_indirect_cost_falls_to_results_by_their_direct_cost_to_the_cent() -> None:
    lines = [
        sheet_line("1.1", "33.33", "30.00", "9.00", result_id=1),
        sheet_line("1.2", "33.33", "30.00", result_id=2),
        sheet_line("1.3", "33.34", "40.00"),
        sheet_line("8", "13.00", "13.00", "1.17", category=CostCategory.INDIRECT),
    ]
    groups = group_by_result(lines, RESULTS, currency="USD", is_compared=True)
    assert _titles(groups) == [
        ("1.2 Two", Decimal("37.66"), "1.2"),
        ("1.10 Ten", Decimal("37.66"), "1.1"),
        ("Without a result", Decimal("37.68"), "1.3"),
    ]
    assert [group.indirect.amount for group in groups if group.indirect] == [
        Decimal("4.33"),
        Decimal("4.33"),
        Decimal("4.34"),
    ]
    assert [group.sums.approved for group in groups] == [Decimal("33.90"), Decimal("33.90"), Decimal("45.20")]
    assert [group.sums.used for group in groups] == [Decimal(0), Decimal("10.17"), Decimal(0)]


def test_indirect_cost_with_a_result_of_its_own_stays_there() -> None:
    lines = [sheet_line("1.1", "10.00"), sheet_line("8", "1.30", category=CostCategory.INDIRECT, result_id=1)]
    groups = group_by_result(lines, RESULTS, currency="USD", is_compared=True)
    assert [group.indirect for group in groups] == [None, None]
    assert _titles(groups) == [("1.10 Ten", Decimal("1.30"), "8"), ("Without a result", Decimal(10), "1.1")]


def test_indirect_cost_alone_belongs_to_no_result() -> None:
    groups = group_by_result(
        [sheet_line("8", "1.30", category=CostCategory.INDIRECT)], RESULTS, currency="USD", is_compared=True
    )
    assert _titles(groups) == [("Without a result", Decimal("1.30"), "")]
    assert groups[0].sums.approved is None


amounts = st.decimals(0, 10**6, places=2)
lines_of_a_budget = st.lists(
    st.tuples(amounts, amounts, st.sampled_from([None, *CostCategory]), st.sampled_from([None, 1, 2])), max_size=12
)


@given(lines_of_a_budget)
def test_by_category_and_by_result_are_the_same_money(rows: list[tuple[Decimal, Decimal, object, int | None]]) -> None:
    lines = [
        sheet_line(f"{number}", str(amount), str(approved), category=category, result_id=result)
        for number, (amount, approved, category, result) in enumerate(rows, start=1)
    ]
    whole = add_up_sums((line.sums for line in lines), is_compared=True)
    by_category = group_by_category(lines, is_compared=True)
    by_result = group_by_result(lines, RESULTS, currency="USD", is_compared=True)
    for groups in (by_category, by_result):
        assert sum((group.sums.amount for group in groups), Decimal(0)) == whole.amount
        assert sum((group.sums.approved or 0 for group in groups), Decimal(0)) == (whole.approved or 0)


def test_parts_in_proportion_always_sum_to_the_whole() -> None:
    assert in_proportion(Decimal("10.00"), [Decimal(1), Decimal(-5), Decimal(2)], currency="USD") == [
        Decimal("3.33"),
        Decimal("0.00"),
        Decimal("6.67"),
    ]
    assert in_proportion(Decimal(10), [Decimal(0), Decimal(0)], currency="XOF") == [Decimal(0), Decimal(10)]
    broken = Decimal("0.005")
    assert in_proportion(broken, [Decimal(1), Decimal(1)], currency="USD") == [Decimal(0), broken]
