"""Budget against actual, line by line: revisions beside each other, lines that went, and what is over its limit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desktop.domain.rules import Rule, RuleBook
from desktop.domain.terms import Counting, Measure, RuleKind
from desktop.language import Language
from desktop.reports.forms.budget_actual import build_budget_actual
from desktop.reports.report import Report
from tests.helpers.report_facts import budget, line, rows_of
from tests.helpers.statements import BEFORE_QUARTER, statement_inputs, trace_row

FIRST_DAY, REVISED = date(2019, 1, 1), date(2019, 6, 1)
LINES = (line("1.10", "40", 1), line("1.9", "60", 1), line("5.1", "100"), line("x", "5", None))
BUDGETS = (
    budget(0, {"1.9": "80", "1.10": "20", "5.1": "90", "5.2": "10", "x": "5"}, FIRST_DAY),
    budget(1, {"1.9": "60", "1.10": "40", "5.1": "100", "x": "5"}, REVISED),
)
TRACE = (
    trace_row(1, "expenditure", "30", on=BEFORE_QUARTER, line="1.9", category="1"),
    trace_row(2, "expenditure", "36", line="1.9", category="1"),
    trace_row(3, "commitment", "9", line="5.1"),
    trace_row(4, "expenditure", "4", on=BEFORE_QUARTER, line="5.2"),
    trace_row(5, "expenditure", "2", line="5.1", category="7"),
    trace_row(6, "adjustment", "3", category="8"),
    trace_row(7, "receipt", "500"),
)
BUDGET = {1: Decimal(100), 5: Decimal(100), None: Decimal(5)}
BY_LINE = Rule(1, RuleKind.FLEXIBILITY, percent=Decimal(10), measure=Measure.LINE, counting=Counting.TRANSFER)


def budget_actual(**values: Any) -> Report:
    plain: dict[str, Any] = {
        "lines": LINES,
        "former_lines": (line("5.2", "10", 5, description="Removed"),),
        "budgets": BUDGETS,
        "budget": BUDGET,
    }
    return build_budget_actual(statement_inputs(values.pop("trace", TRACE), **plain | values))


def test_each_line_has_its_revisions_and_what_was_spent_of_it() -> None:
    report = budget_actual()
    assert report.is_proved
    rows = {key: cells[:-1] for key, cells in rows_of(report, "lines").items()}
    assert rows == {
        "category.1": ["100", "100", "36", "66", "0", "34", "0.6600"],
        "line.1.9": ["80", "60", "36", "66", "0", "-6", "1.1000"],
        "line.1.10": ["20", "40", "0", "0", "0", "40", "0.0000"],
        "category.5": ["100", "100", "2", "6", "9", "85", "0.0600"],
        "line.5.1": ["90", "100", "2", "2", "9", "89", "0.0200"],
        "line.5.2": ["10", "0", "0", "4", "0", "-4", None],
        "category.-": ["5", "5", "0", "0", "0", "5", "0.0000"],
        "line.x": ["5", "5", "0", "0", "0", "5", "0.0000"],
        "category.8": ["0", "0", "3", "3", "0", "-3", None],
        "unlined.8": ["0", "0", "3", "3", "0", "-3", None],
        "total": ["205", "205", "41", "75", "9", "121", "0.3659"],
    }


def test_columns_say_which_budget_they_are_and_since_when(english: Language) -> None:
    columns = budget_actual().table("lines").columns
    assert [(column.key, english.value(column.label)) for column in columns][:3] == [
        ("revision_0", "First budget, 1 Jan 2019"),
        ("budget", "Approved budget: Revision 1, 1 Jun 2019"),
        ("period", "Expenditure of the period"),
    ]
    one = budget_actual(budgets=BUDGETS[1:], budget={5: Decimal(205)}).table("lines").columns
    assert english.value(one[0].label) == "Approved budget, 1 Jun 2019"
    none = budget_actual(budgets=(), budget={}).table("lines").columns
    assert (none[0].key, english.value(none[0].label)) == ("budget", "Approved budget")


def test_budgets_of_several_projects_are_one_and_a_revision_replaces_its_own(english: Language) -> None:
    report = budget_actual(
        budgets=(
            budget(0, {"1.9": "10"}, FIRST_DAY, project="P-1"),
            budget(0, {"5.1": "20"}, REVISED, project="P-2"),
            budget(1, {"1.9": "15"}, date(2019, 7, 1), project="P-1"),
            budget(2, {"1.9": "16"}, project="P-1"),
        ),
        budget={5: Decimal(36)},
    )
    assert report.is_proved
    assert rows_of(report, "lines")["total"][:3] == ["30", "35", "36"]
    assert [english.value(column.label) for column in report.table("lines").columns][:3] == [
        "First budget",
        "Revision 1, P-1, 1 Jul 2019",
        "Approved budget: Revision 2, P-1",
    ]


def test_remarks_say_what_is_over_and_whether_the_agreement_permits_it(english: Language) -> None:
    def remarks(report: Report) -> dict[str, str]:
        cells = {key: cells[-1] for key, cells in rows_of(report, "lines").items()}
        return {key: english.text(cell).replace("\u00a0", " ") for key, cell in cells.items() if cell}

    assert remarks(budget_actual()) == {
        "line.1.9": "10 % over the budget",
        "line.5.2": "Removed by a revision",
        "category.8": "Spent without a budget",
    }
    within = budget_actual(book=RuleBook((BY_LINE,)))
    assert remarks(within)["line.1.9"] == "10 % over the budget, within what the agreement permits"
    more = budget_actual(book=RuleBook((BY_LINE,)), trace=(*TRACE, trace_row(9, "expenditure", "1", line="1.9")))
    assert remarks(more)["line.1.9"] == "11.67 % over the budget, more than the agreement permits"
    notes = [english.text(note).replace("\u00a0", " ") for note in more.notes]
    assert any(note.startswith("Line 1.9: spent +11.7 % over the budget is more than 10 %") for note in notes)


def test_entries_of_another_category_than_their_line_are_noted(english: Language) -> None:
    note = "Some entries have another category than their line. Here they count with their line."
    assert english.text(budget_actual().notes[-1]) == note
    fitting = budget_actual(trace=TRACE[:2])
    assert note not in [english.text(each) for each in fitting.notes]


def test_only_few_lines_make_a_picture() -> None:
    many = tuple(line(f"5.{number}", "1") for number in range(30))
    assert budget_actual().chart is not None
    assert budget_actual(lines=many).chart is None


def test_adjustments_have_a_column() -> None:
    report = budget_actual(trace=(trace_row(1, "expenditure", "3", on=BEFORE_QUARTER, when="adjustment", line="5.1"),))
    assert "adjustment" in [column.key for column in report.table("lines").columns]
    assert report.is_proved


@pytest.mark.parametrize(("lines", "charted"), [(15, True), (16, True), (17, False)])
def test_sixteen_lines_make_a_picture_and_one_more_none(lines: int, charted: bool) -> None:
    many = tuple(line(f"5.{number}", "1") for number in range(lines))
    report = budget_actual(lines=many, former_lines=(), budgets=(), budget={5: Decimal(lines)}, trace=())
    assert (report.chart is not None) is charted


def test_lines_stand_as_people_count_and_what_has_no_category_before_support_costs() -> None:
    codes = ("10", "9", "1.10", "1.9", "1.9.1", "B2", "B10", "A", "1")
    made = tuple(line(code, "1", 1) for code in codes)
    more = (line("7.1", "1", 7), line("8", "1", 8), line("x", "1", None))
    report = budget_actual(lines=(*more, *made), former_lines=(), budgets=(), budget={}, trace=())
    keys = [row.key.removeprefix("line.") for row in report.table("lines").rows]
    assert keys == [
        *("category.1", "A", "B2", "B10", "1", "1.9", "1.9.1", "1.10", "9", "10"),
        *("category.7", "7.1", "category.-", "x", "category.8", "8", "total"),
    ]


def test_a_grant_without_a_budget_shows_its_costs_by_category_without_a_line() -> None:
    trace = (trace_row(1, "expenditure", "-5.50", category="1"), trace_row(2, "commitment", "4", category="-"))
    report = budget_actual(lines=(), former_lines=(), budgets=(), budget={}, trace=trace)
    assert report.is_proved
    assert {key: cells[:-1] for key, cells in rows_of(report, "lines").items()} == {
        "category.1": ["0", "-5.50", "-5.50", "0", "5.50", None],
        "unlined.1": ["0", "-5.50", "-5.50", "0", "5.50", None],
        "category.-": ["0", "0", "0", "4", "-4", None],
        "unlined.-": ["0", "0", "0", "4", "-4", None],
        "total": ["0", "-5.50", "-5.50", "4", "1.50", None],
    }


def test_a_revision_without_a_day_stands_by_its_number() -> None:
    budgets = (budget(2, {"x": "3"}), budget(0, {"x": "1"}, REVISED), budget(1, {"x": "2"}))
    report = budget_actual(lines=(line("x", "3", None),), former_lines=(), budgets=budgets, budget={None: Decimal(3)})
    assert rows_of(report, "lines")["line.x"][:3] == ["1", "2", "3"]


def test_a_budget_that_is_not_what_was_approved_is_found_out() -> None:
    report = budget_actual(budget={5: Decimal("205.01")})
    assert [(proof.difference.key, str(proof.difference.value)) for proof in report.proofs if not proof.holds] == [
        ("proof.budget", "-0.01")
    ]


def test_costs_on_a_line_that_no_budget_has_are_found_out() -> None:
    report = budget_actual(trace=(trace_row(1, "expenditure", "3", line="9.9"),))
    assert [proof.difference.key for proof in report.proofs if not proof.holds] == ["proof.spent", "proof.period"]
