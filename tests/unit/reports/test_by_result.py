"""Budget and expenditure by result, worked out by hand: a tree whose parts sum to their wholes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from desktop.language import Language
from desktop.reports.forms.by_result import build_by_result
from desktop.reports.report import Report, RowStyle
from tests.helpers.report_facts import line, result, rows_of
from tests.helpers.statements import BEFORE_QUARTER, statement_inputs, trace_row

RESULTS = (
    result(1, "outcome", "1"),
    result(2, "output", "1.1", above=1),
    result(3, "activity", "1.1.1", above=2),
    result(4, "output", "1.2", above=1),
    result(5, "outcome", "2"),
    result(6, "activity", "2.a", above=5),
    result(7, "outcome", "3"),
    result(8, "output", "3.1", above=7),
)
LINES = (
    line("1.1", "100", outcome="1", output="1.1", activity="1.1.1"),
    line("1.2", "50", outcome="1", output="1.2"),
    line("1.3", "10", outcome="2", activity="2.a"),
    line("8", "16", 8),
)
TRACE = (
    trace_row(1, "expenditure", "30", on=BEFORE_QUARTER, outcome="1", output="1.1", activity="1.1.1"),
    trace_row(2, "expenditure", "20", outcome="1", output="1.1", activity="1.1.1"),
    trace_row(3, "expenditure", "5", outcome="1", output="1.1"),
    trace_row(4, "commitment", "7", outcome="1"),
    trace_row(5, "expenditure", "60", outcome="1", output="1.2"),
    trace_row(6, "adjustment", "11", category="8"),
    trace_row(7, "receipt", "500"),
)


def by_result(**values: Any) -> Report:
    plain: dict[str, Any] = {"results": RESULTS, "lines": LINES, "budget": {5: Decimal(160), 8: Decimal(16)}}
    return build_by_result(statement_inputs(values.pop("trace", TRACE), **plain | values))


def test_each_result_has_what_stands_on_it_and_under_it() -> None:
    report = by_result()
    assert report.is_proved
    assert rows_of(report, "results") == {
        "outcome.1": ["150", "85", "115", "7", "28", "0.7667"],
        "output.1.1": ["100", "25", "55", "0", "45", "0.5500"],
        "activity.1.1.1": ["100", "20", "50", "0", "50", "0.5000"],
        "output.1.1.itself": ["0", "5", "5", "0", "-5", None],
        "output.1.2": ["50", "60", "60", "0", "-10", "1.2000"],
        "outcome.1.itself": ["0", "0", "0", "7", "-7", None],
        "outcome.2": ["10", "0", "0", "0", "10", "0.0000"],
        "activity.2.a": ["10", "0", "0", "0", "10", "0.0000"],
        "without": ["16", "11", "11", "0", "5", "0.6875"],
        "results.total": ["176", "96", "126", "7", "43", "0.7159"],
    }


def test_the_tree_has_levels_and_results_without_money_are_left_out(english: Language) -> None:
    rows = by_result().table("results").rows
    assert [(row.number, english.value(row.label), row.level) for row in rows][:4] == [
        ("1", "Outcome: Result 1", 0),
        ("1.1", "Output: Result 1.1", 1),
        ("1.1.1", "Activity: Result 1.1.1", 2),
        ("", "On 1.1 itself", 2),
    ]
    assert [row.style for row in rows][:3] == [RowStyle.SUBTOTAL, RowStyle.SUBTOTAL, RowStyle.LINE]
    assert "outcome.3" not in [row.key for row in rows]


def test_the_same_by_category_comes_to_the_same() -> None:
    report = by_result()
    assert rows_of(report, "categories")["category.total"] == rows_of(report, "results")["results.total"]


def test_a_budget_that_differs_by_category_is_found_out() -> None:
    broken = by_result(budget={5: Decimal(1)})
    assert [proof.difference.key for proof in broken.proofs if not proof.holds] == ["proof.both.budget"]


def test_without_results_all_stands_without_a_result() -> None:
    report = by_result(results=(), lines=(), budget={}, trace=())
    assert list(rows_of(report, "results")) == ["without", "results.total"]
    assert report.is_proved


def test_what_was_spent_and_came_back_still_shows_in_its_time() -> None:
    report = by_result(
        trace=(
            trace_row(1, "expenditure", "30", on=BEFORE_QUARTER, outcome="3", output="3.1"),
            trace_row(2, "expenditure", "-30", outcome="3", output="3.1", when="adjustment"),
        )
    )
    assert [column.key for column in report.table("results").columns][1:4] == ["period", "adjustment", "cumulative"]
    assert rows_of(report, "results")["output.3.1"][:4] == ["0", "0", "-30", "0"]


def test_an_outcome_with_money_of_its_own_alone_is_a_line() -> None:
    report = by_result(lines=(), budget={}, trace=(trace_row(1, "expenditure", "4", outcome="3"),))
    assert rows_of(report, "results") == {
        "outcome.3": ["0", "4", "4", "0", "-4", None],
        "results.total": ["0", "4", "4", "0", "-4", None],
    }
    assert report.table("results").rows[0].style is RowStyle.LINE


def test_a_budget_alone_or_a_commitment_alone_keeps_a_result() -> None:
    budgeted = by_result(lines=(line("3", "9", outcome="3", output="3.1"),), budget={5: Decimal(9)}, trace=())
    assert list(rows_of(budgeted, "results")) == ["outcome.3", "output.3.1", "results.total"]
    committed = by_result(lines=(), budget={}, trace=(trace_row(1, "commitment", "1", outcome="2"),))
    assert list(rows_of(committed, "results")) == ["outcome.2", "results.total"]
    received = by_result(lines=(), budget={}, trace=(trace_row(1, "receipt", "1", outcome="2"),))
    assert list(rows_of(received, "results")) == ["without", "results.total"]


def test_costs_on_a_result_that_nobody_knows_are_found_out() -> None:
    report = by_result(trace=(trace_row(1, "expenditure", "4", outcome="9"),))
    assert "proof.spent" in [proof.difference.key for proof in report.proofs if not proof.holds]


def test_lines_of_the_same_result_are_added_up() -> None:
    lines = (line("1", "10", outcome="2"), line("2", "0.50", outcome="2"), line("3", "-1", outcome="2"))
    report = by_result(lines=lines, budget={5: Decimal("9.50")}, trace=())
    assert rows_of(report, "results")["outcome.2"][0] == "9.50"
    assert report.is_proved
