"""What stands around the figures of every report: whose it is, who signs, at which rates, in which categories."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from desktop.language import Language
from desktop.reports.builder import Figures
from desktop.reports.facts import RateFacts
from desktop.reports.forms.categories import category_name, category_rows
from desktop.reports.forms.grid import Grid, GridColumn, Stated
from desktop.reports.forms.heads import grant_facts, has_adjustments, sample_notes, signatures
from desktop.reports.forms.rates import rate_tables
from desktop.reports.forms.spending import adjustment_columns, spending_columns
from desktop.reports.report import Given, RowStyle
from desktop.reports.trace import ADJUSTMENT, Sums, TraceRow
from tests.helpers.report_facts import grant, shown
from tests.helpers.statements import BEFORE_QUARTER, statement_inputs, trace_row

LATE = trace_row(1, "expenditure", "0.00", on=BEFORE_QUARTER, when=ADJUSTMENT)
RATE = RateFacts("XOF", Decimal("589.3720"), Decimal("1.00"), date(2019, 8, 1), "UN", 3, Decimal(5894), Decimal(10))


def test_the_head_says_whose_grant_over_which_days_in_which_currency(english: Language) -> None:
    facts = grant_facts(statement_inputs(recipient="Sahel office", currency="XOF"))
    assert [(fact.key, english.text(fact.label), english.value(fact.value or "")) for fact in facts] == [
        ("grant", "Grant", "NER-CT-01"),
        ("title", "Title", "Legal aid in Niger"),
        ("funder", "Funder", "US Department of State"),
        ("recipient", "Recipient", "Sahel office"),
        ("period", "Period", "1 Jul 2019 to 30 Sep 2019"),
        ("currency", "Currency", "XOF"),
    ]


def test_whoever_is_not_named_leaves_a_place_to_sign() -> None:
    details = {"prepared_by": "Aïssata", "certified_by": "Ibrahim", "certified_title": "Chief"}
    assert [(each.name, each.title) for each in signatures(statement_inputs(details=details))] == [
        ("Aïssata", ""),
        ("Ibrahim", "Chief"),
    ]
    assert [(each.name, each.title) for each in signatures(statement_inputs())] == [("", ""), ("", "")]


def test_an_adjustment_is_one_even_when_it_comes_to_nothing() -> None:
    assert has_adjustments(statement_inputs([LATE]))
    assert not has_adjustments(statement_inputs([trace_row(1, "expenditure", "5", on=BEFORE_QUARTER)]))
    keys = [column.key for column in spending_columns(statement_inputs([LATE]))]
    assert keys == ["period", "adjustment", "cumulative", "committed"]
    assert [column.key for column in spending_columns(statement_inputs())] == ["period", "cumulative", "committed"]
    assert adjustment_columns(statement_inputs(), "received") == ()


def test_only_sample_data_is_said_to_be_invented(english: Language) -> None:
    assert [english.text(note) for note in sample_notes(statement_inputs(sample=True))] == [
        "Sample data: all amounts are invented."
    ]
    assert sample_notes(statement_inputs()) == []


@pytest.mark.parametrize(("count", "tables"), [(0, 0), (1, 1), (40, 1), (41, 0)])
def test_so_many_rates_that_nobody_reads_them_are_left_to_the_entries(count: int, tables: int) -> None:
    facts = statement_inputs(rates=(RATE,) * count)
    assert len(rate_tables(facts, Figures(Sums.of_rows(())))) == tables


def test_a_rate_is_as_it_was_quoted_with_its_day_and_source(english: Language) -> None:
    facts = statement_inputs(rates=(RATE, replace(RATE, currency="GBP", on=None, source="")), currency="EUR")
    (table,) = rate_tables(facts, Figures(Sums.of_rows(())))
    assert [english.value(column.label) for column in table.columns] == [
        *("Day of the rate", "Units", "For EUR", "Entries", "Source")
    ]
    assert [(row.label, shown(row)) for row in table.rows] == [
        ("XOF", [date(2019, 8, 1), "589.372", "1", "3", "UN"]),
        ("GBP", [None, "589.372", "1", "3", None]),
    ]


# --- categories ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "name"),
    [
        (1, "Staff and other personnel costs"),
        (5, "Travel"),
        (8, "Indirect support costs"),
        (None, "Without a category"),
    ],
)
def test_a_category_is_called_as_the_united_nations_call_it(english: Language, number: int | None, name: str) -> None:
    assert english.text(category_name(number)) == name


@pytest.mark.parametrize(
    ("trace", "budget", "has_row"),
    [
        ((), {}, False),
        ((), {None: Decimal("0.01")}, True),
        ((), {None: Decimal(0)}, False),
        ((trace_row(1, "expenditure", "1", category="-"),), {}, True),
        ((trace_row(1, "commitment", "1", category="-"),), {}, True),
        ((trace_row(1, "expenditure", "0", category="-"),), {}, False),
        ((trace_row(1, "receipt", "1"),), {}, False),
        (
            (
                trace_row(1, "expenditure", "1", category="-", on=BEFORE_QUARTER),
                trace_row(1, "refund", "-1", category="-"),
            ),
            {},
            True,
        ),
    ],
)
def test_what_has_no_category_has_a_row_where_it_holds_something_at_any_time(
    trace: tuple[TraceRow, ...], budget: dict[int | None, Decimal], has_row: bool
) -> None:
    facts = statement_inputs(trace, budget=budget)
    rows = category_rows(facts, Grid(Figures(facts.sums), (GridColumn("budget", "Budget", Stated()),)))
    keys = [row.key for row in rows]
    assert keys == [*"1234567", *(["-"] if has_row else []), "direct", "8", "total"]


def test_keys_of_a_second_table_of_categories_begin_with_its_prefix() -> None:
    facts = statement_inputs(budget={1: Decimal(30), 8: Decimal(5), None: Decimal(2)}, indirect_rate=Decimal("0.07"))
    figures = Figures(facts.sums)
    rows = category_rows(facts, Grid(figures, (GridColumn("budget", "Budget", Stated()),)), prefix="c.")
    assert [row.key for row in rows][-4:] == ["c.-", "c.direct", "c.8", "c.total"]
    assert [row.number for row in rows][-4:] == ["", "", "8", ""]
    assert [shown(row)[0] for row in rows][-4:] == ["2", "32", "5", "37"]
    assert [row.style for row in rows][-4:] == [RowStyle.LINE, RowStyle.SUBTOTAL, RowStyle.LINE, RowStyle.TOTAL]
    assert str(rows[-2].label) == "Indirect support costs, 7 % of the direct costs"
    formula = figures.made("budget.c.1").formula
    assert isinstance(formula, Given)
    assert (formula.register, formula.record_id, str(formula.source)) == (
        "grants",
        1,
        "Approved budget of NER-CT-01",
    )


def test_a_report_on_several_grants_has_no_one_grant() -> None:
    facts = replace(statement_inputs(), grants=(grant("A", "1"), grant("B", "2")))
    with pytest.raises(ValueError, match="too many values"):
        _ = facts.grant
    assert statement_inputs(details={"a": "b"}).detail("a") == "b"
    assert statement_inputs().detail("a") == ""
