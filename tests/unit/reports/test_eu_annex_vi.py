"""The EU financial report: budget and costs by heading and line, and how far they are from each other."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desktop.domain.rules import Rule, RuleBook
from desktop.domain.terms import RuleKind
from desktop.language import UserError
from desktop.reports.facts import LineFacts, RateFacts
from desktop.reports.forms.eu.annex_vi import build_eu_annex_vi
from desktop.reports.report import Given, Product, Report, RowStyle
from desktop.reports.trace import TraceRow
from tests.helpers.recomputing import amounts, notes_of, require_sound, row, value
from tests.helpers.statements import BEFORE_QUARTER, behind, statement_inputs, trace_row

TRACE = (
    trace_row(1, "expenditure", "40.00", on=BEFORE_QUARTER, category="1", line="1.1"),
    trace_row(2, "expenditure", "60.00", category="1", line="1.1"),
    trace_row(3, "expenditure", "25.00", category="5", line="5.1"),
    trace_row(4, "expenditure", "8.75", category="8", line="8"),
    trace_row(5, "commitment", "500.00", category="5", line="5.1"),
)


def line(code: str, category: int | None, amount: str, **values: Any) -> LineFacts:
    return LineFacts(int(code.replace(".", "")), code, code, f"Line {code}", category, Decimal(amount), **values)


LINES = (
    line("1.1", 1, "300.00", unit="month", quantity=Decimal(2), unit_cost=Decimal(100), duration=Decimal(3),
         percent_charged=Decimal(50)),
    line("5.1", 5, "100.00", unit="lump"),
    line("8", 8, "28.00"),
)  # fmt: skip


def flexibility(measure: str, percent: int = 25, **values: Any) -> RuleBook:
    return RuleBook((Rule(1, RuleKind.FLEXIBILITY, None, percent=Decimal(percent), measure=measure, **values),))


def made(trace: tuple[TraceRow, ...] = TRACE, lines: tuple[LineFacts, ...] = LINES, **values: Any) -> Report:
    budget: dict[int | None, Decimal] = {}
    for each in lines:
        budget[each.category] = budget.get(each.category, Decimal(0)) + each.amount
    report = build_eu_annex_vi(
        statement_inputs(trace, **{"lines": lines, "budget": budget, "currency": "EUR"} | values)
    )
    require_sound(report, trace)
    return report


def numbers(report: Report, table: str, key: str) -> dict[str, str]:
    columns = [column.key for column in report.table(table).columns]
    cells = row(report, table, key).cells
    return {
        name: f"{cell.value:.2f}"  # type: ignore[union-attr]  # what has a value is a figure
        for name, cell in zip(columns, cells, strict=True)
        if getattr(cell, "value", None) is not None
    }


def test_the_budget_says_how_many_units_at_what_value() -> None:
    report = made()
    staff, lump = (row(report, "forecast", key).cells for key in ("line.1.1", "line.5.1"))
    assert staff[0] == "month"
    assert numbers(report, "forecast", "line.1.1") == {"quantity": "6.00", "unit_value": "50.00", "budget": "300.00"}
    assert isinstance(report.figure("budget.line.1.1").formula, Product)
    assert lump[:3] == ("lump", None, None)
    assert isinstance(report.figure("budget.line.5.1").formula, Given)


def test_headings_have_their_lines_under_them_and_their_subtotal() -> None:
    report = made(indirect_rate=Decimal("0.07"))
    shown = [(found.number, found.style, found.level) for found in report.table("forecast").rows]
    heading, plain, subtotal = RowStyle.HEADING, RowStyle.LINE, RowStyle.SUBTOTAL
    assert shown == [
        ("1", heading, 0), ("1.1", plain, 1), ("1", subtotal, 0),
        ("2", heading, 0), ("5.1", plain, 1), ("2", subtotal, 0),
        ("3", subtotal, 0), ("4", subtotal, 0), ("5", subtotal, 0), ("6", subtotal, 0), ("7", subtotal, 0),
        ("8", heading, 0), ("8", plain, 1), ("8", subtotal, 0), ("9", RowStyle.TOTAL, 0),
    ]  # fmt: skip
    assert [value(report, f"budget.{key}") for key in "12789"] == [300, 100, 400, 28, 428]
    indirect = row(report, "forecast", "heading.8").label
    assert "at most" in str(indirect)


def test_costs_stand_by_time_beside_the_budget() -> None:
    report = made()
    assert numbers(report, "interim", "line.1.1") == {
        "planned": "300.00", "before": "40.00", "period": "60.00", "cumulative": "100.00",
        "variation": "-200.00", "share": "-0.67",
    }  # fmt: skip
    assert value(report, "cumulative.9") == Decimal("133.75")
    assert behind(report, TRACE, "cumulative.2") == TRACE[2:3]
    assert "adjustment" not in [column.key for column in report.table("interim").columns]


def test_what_was_posted_late_has_a_column() -> None:
    late = trace_row(6, "expenditure", "5.00", on=BEFORE_QUARTER, when="adjustment", category="1", line="1.1")
    report = made((*TRACE, late))
    assert numbers(report, "interim", "line.1.1")["adjustment"] == "5.00"
    assert value(report, "cumulative.9") == Decimal("138.75")


def test_costs_on_no_line_and_on_removed_lines_stand_under_the_heading_of_their_category() -> None:
    beside = (
        trace_row(6, "expenditure", "7.00", category="7"),
        trace_row(7, "expenditure", "3.00", category="-"),
        trace_row(8, "expenditure", "2.00", category="2", line="2.9"),
        trace_row(9, "expenditure", "9.00", on=BEFORE_QUARTER, category="4"),
        trace_row(10, "refund", "-9.00", category="4"),
        trace_row(11, "receipt", "1.00"),
    )
    report = made((*TRACE, *beside), cost_share=Decimal(72))
    rows = {found.key: str(found.label) for found in report.table("interim").rows}
    assert rows["rest.7"].startswith("On no line")
    assert rows["former.2.9.2"].startswith("No longer in the budget")
    assert [value(report, f"cumulative.{key}") for key in ("4", "6", "3", "5")] == [7, 3, 2, 0]
    assert amounts(report, "before.rest.4", "period.rest.4") == ["9.00", "-9.00"]
    assert "former.2.9.2" not in {found.key for found in report.table("forecast").rows}


def test_costs_on_a_line_that_was_split_do_not_take_the_place_of_its_parts() -> None:
    """Line 1.1 became 1.1.1 and 1.1.2; its costs of category 1 are not those of line 1.1.1."""
    trace = (
        trace_row(1, "expenditure", "40.00", category="1", line="1.1"),
        trace_row(2, "expenditure", "5.00", category="1", line="1.1.1"),
    )
    report = made(trace, lines=(line("1.1.1", 1, "30.00"), line("1.1.2", 1, "20.00")))
    rows = report.table("interim").rows
    assert [(found.number, f"{found.figures[-2].value:.2f}") for found in rows if found.level] == [
        ("1.1.1", "-25.00"),
        ("1.1.2", "-20.00"),
        ("1.1", "40.00"),
    ]
    assert amounts(report, "planned.1", "cumulative.1", "cumulative.9") == ["50.00", "45.00", "45.00"]


# --- limits ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("measure", "allowed"),
    [
        ("category", {"1": "75.00", "2": "25.00", "8": "7.00"}),
        ("line", {"line.1.1": "75.00", "line.5.1": "25.00", "line.8": "7.00"}),
        ("total", {"9": "107.00"}),
    ],
)
def test_reallocation_is_what_the_rule_of_the_grant_permits(measure: str, allowed: dict[str, str]) -> None:
    report = made(book=flexibility(measure))
    found = {
        row.key: numbers(report, "interim", row.key).get("allowed") for row in report.table("interim").rows if row.cells
    }
    assert {key: amount for key, amount in found.items() if amount not in (None, "0.00")} == allowed


def test_a_rule_for_larger_awards_permits_nothing() -> None:
    assert not any(
        figure.key.startswith("allowed") for figure in made(book=flexibility("category", amount=Decimal(428))).figures()
    )


def test_what_is_over_its_limit_is_to_be_explained() -> None:
    lines = (LINES[0], line("5.1", 5, "10.00"), LINES[2])
    book = flexibility("line")
    report = made(lines=lines, book=book)
    assert str(row(report, "interim", "line.5.1").cells[-1]) == "Over the limit, to be explained"
    assert "Over what may be reallocated without an addendum: 5.1." in notes_of(report)
    told = made(lines=lines, book=book, explanations={"limit:line=5.1": "Flights", "limit:category=5": "Prices"})
    assert [row(told, "interim", key).cells[-1] for key in ("line.5.1", "2", "7", "1")] == [
        "Flights",
        "Prices",
        None,
        None,
    ]
    assert not any("addendum" in note for note in notes_of(told))


def test_indirect_costs_over_the_rate_are_said_and_those_below_are_not() -> None:
    rate = Decimal("0.07")
    assert not any("Support costs" in note for note in notes_of(made(indirect_rate=rate)))
    more = trace_row(6, "expenditure", "1.00", category="8", line="8")
    assert "Support costs posted are EUR 1.00 over 7 % of the direct costs." in notes_of(
        made((*TRACE, more), indirect_rate=rate)
    )
    less = trace_row(6, "refund", "-1.00", category="8", line="8")
    assert not any("Support costs" in note for note in notes_of(made((*TRACE, less), indirect_rate=rate)))


def test_a_reserve_is_added_to_the_budget_and_is_not_too_large() -> None:
    report = made(details={"contingency": "20.00"})
    assert amounts(report, "budget.10", "budget.11") == ["20.00", "448.00"]
    sentence = "The contingency reserve is over 5 per cent of the direct costs."
    assert sentence not in notes_of(report)
    assert sentence in notes_of(made(details={"contingency": "20.01"}, sample=True))


def test_a_heading_takes_a_category_as_a_whole() -> None:
    half = Decimal(50)
    with pytest.raises(UserError) as caught:
        made(crosswalks={"eu_annex_vi": {5: (("2", half), ("6", half))}})
    assert str(caught.value.sentences()[1]) == "It is parted among several headings. No report was made."
    moved = made(crosswalks={"eu_annex_vi": {5: (("6", Decimal(100)),)}})
    assert amounts(moved, "planned.2", "planned.6") == ["0.00", "100.00"]


# --- currencies, funding ---------------------------------------------------------------------------------------------


def test_costs_of_the_period_are_told_by_currency() -> None:
    rates = (
        RateFacts("XOF", Decimal("655.957"), Decimal(1), date(2019, 8, 1), "UN", 2, Decimal(20000), Decimal("30.49")),
        RateFacts("XOF", Decimal(650), Decimal(1), date(2019, 9, 1), "UN", 1, Decimal(6500), Decimal(10)),
        RateFacts("USD", Decimal("1.1"), Decimal(1), None, "", 1, Decimal(11), Decimal(10)),
    )
    report = made(rates=rates)
    assert [(found.key, [figure.value for figure in found.figures]) for found in report.table("currencies").rows] == [
        ("USD", [11, 10]),
        ("XOF", [26500, Decimal("40.49")]),
        ("EUR", [Decimal("43.26")]),
        ("total", [Decimal("93.75")]),
    ]
    committed = RateFacts("XOF", Decimal(650), Decimal(1), None, "", 1)
    assert [table.key for table in made(rates=(committed,)).tables] == ["forecast", "interim", "funding"]


def test_the_sources_of_funding_are_the_award_and_the_cost_share() -> None:
    report = made(amount=Decimal(540), cost_share=Decimal(60), starts_on=date(2019, 1, 1), ends_on=date(2020, 1, 1))
    assert numbers(report, "funding", "eu") == {"amount": "540.00", "share": "0.90"}
    assert value(report, "funding.total") == 600
    assert value(made(authorized=Decimal(500)), "funding.eu") == 500
    assert report.fact("implementation") is not None


@pytest.mark.parametrize(
    ("unit_cost", "percent", "amount", "units"),
    [
        ("100.25", "50", "50.13", True),  # 50.125 is the half itself, and goes up
        ("100.25", "50", "50.12", False),
        ("100.15", "50", "50.08", True),
        ("100.15", "50", "50.07", False),
        ("33.33", "100", "33.33", True),
        ("0", "100", "33.33", False),
        ("0", "100", "0.00", False),
    ],
)
def test_units_are_shown_where_they_make_the_amount_rounded_as_everywhere(
    unit_cost: str, percent: str, amount: str, units: bool
) -> None:
    one = line("1.1", 1, amount, unit="month", unit_cost=Decimal(unit_cost), percent_charged=Decimal(percent))
    report = made((), lines=(one,))
    assert isinstance(report.figure("budget.line.1.1").formula, Product) is units
    assert f"{value(report, 'budget.9'):.2f}" == amount


@pytest.mark.parametrize(("reserve", "said"), [("20.00", False), ("20.01", True), ("0", False), ("-5", False)])
def test_a_reserve_is_too_large_above_five_per_cent_of_the_direct_costs(reserve: str, said: bool) -> None:
    report = made(details={"contingency": reserve})
    assert ("The contingency reserve is over 5 per cent of the direct costs." in notes_of(report)) is said
    assert amounts(report, "budget.7", "budget.10") == ["400.00", f"{Decimal(reserve):.2f}"]
    assert value(report, "budget.11") == value(report, "budget.9") + Decimal(reserve)


def test_rows_over_their_limit_are_named_as_people_know_them() -> None:
    trace = (
        trace_row(1, "expenditure", "200.00", category="5", line="5.1"),
        trace_row(2, "expenditure", "3.00", category="7"),
        trace_row(3, "expenditure", "2.00", category="2", line="2.9"),
    )
    beyond = "Over what may be reallocated without an addendum: "
    by_line = notes_of(made(trace, book=flexibility("line")))
    assert by_line[0] == beyond + "5.1 and 2.9."
    by_heading = notes_of(made(trace, book=flexibility("category")))
    assert by_heading[0] == beyond + "2, 3, and 4."


@pytest.mark.parametrize(
    ("spent", "amount", "over"),
    [
        ("125.00", None, False),
        ("125.01", None, True),
        ("125.01", Decimal(428), False),
        ("125.01", Decimal("427.99"), True),
    ],
)
def test_exactly_what_may_be_reallocated_is_within_the_limit(spent: str, amount: Decimal | None, over: bool) -> None:
    trace = (trace_row(1, "expenditure", spent, category="5", line="5.1"),)
    report = made(trace, book=flexibility("line", amount=amount))
    assert any(note.startswith("Over what") for note in notes_of(report)) is over
    assert ("No rule of the grant says how much may be reallocated." in notes_of(report)) is (amount == 428)


def test_costs_on_no_line_are_held_to_the_limit_of_their_heading_alone() -> None:
    trace = (trace_row(1, "expenditure", "3.00", category="7"), trace_row(2, "expenditure", "4.00", category="-"))
    by_line = made(trace, book=flexibility("line"))
    assert [row(by_line, "interim", key).cells[-2:] for key in ("rest.7", "rest.-")] == [(None, None)] * 2
    assert not any(note.startswith("Over what") for note in notes_of(by_line))
    by_heading = made(trace, book=flexibility("category"))
    assert [str(row(by_heading, "interim", key).cells[-1]) for key in ("4", "6")] == [
        "Over the limit, to be explained"
    ] * 2


@pytest.mark.parametrize(
    ("key", "heading"), [("limit:category=", "6"), ("limit:category=6", "6"), ("limit:category=7", "4")]
)
def test_an_explanation_stands_where_the_checks_asked_for_it(key: str, heading: str) -> None:
    trace = (
        trace_row(1, "expenditure", "3.00", category="7"),
        trace_row(2, "expenditure", "4.00", category="-"),
        trace_row(3, "expenditure", "5.00", category="6"),
    )
    report = made(trace, book=flexibility("category"), explanations={key: "Agreed by letter."})
    assert row(report, "interim", heading).cells[-1] == "Agreed by letter."


def test_currencies_stand_where_costs_were_converted_and_not_where_receipts_alone_were() -> None:
    only_received = RateFacts("XOF", Decimal(600), Decimal(1), None, "", 1)
    spent = RateFacts("GBP", Decimal("0.85"), Decimal(1), None, "", 2, Decimal("17.00"), Decimal("20.00"))
    assert "currencies" not in {table.key for table in made(rates=(only_received,)).tables}
    report = made(rates=(only_received, spent, spent))
    rows = report.table("currencies").rows
    assert {found.key: [f"{each.value:.2f}" for each in found.figures] for found in rows} == {
        "GBP": ["34.00", "40.00"],
        "XOF": ["0.00", "0.00"],
        "EUR": ["53.75"],
        "total": ["93.75"],
    }


def test_costs_that_came_back_in_another_currency_are_told_below_zero() -> None:
    back = RateFacts("GBP", Decimal("0.85"), Decimal(1), None, "", 1, Decimal("-8.50"), Decimal("-10.00"))
    report = made(rates=(back,))
    assert amounts(report, "local.GBP", "converted.GBP", "converted.EUR", "converted") == [
        "-8.50", "-10.00", "103.75", "93.75"
    ]  # fmt: skip
