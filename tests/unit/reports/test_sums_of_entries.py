"""Sums by dimension answer as if every entry had been looked at, whatever is asked and in whatever order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.reports.report import EntrySum, amount_behind
from desktop.reports.trace import DIMENSIONS, MEASURES, Measured, Sums, TraceRow
from tests.helpers.statements import BEFORE_QUARTER, trace_row

TRACE = (
    trace_row(1, "receipt", "1000.00", on=BEFORE_QUARTER),
    trace_row(2, "expenditure", "300.10", category="1", line="1.1"),
    trace_row(3, "refund", "-300.10", category="1", line="1.2"),
    trace_row(4, "commitment", "40.00", category="2"),
    trace_row(5, "expenditure", "0.00", category="3"),
)
CENTS = st.integers(-(10**9), 10**9).map(lambda cents: str(Decimal(cents) / 100))
ROWS = st.lists(
    st.builds(
        lambda number, kind, amount, category, line, early: trace_row(
            number,
            kind,
            amount,
            category=category,
            line=line,
            **({"on": BEFORE_QUARTER} if early else {}),
        ),
        st.integers(1, 999),
        st.sampled_from(("receipt", "commitment", "expenditure", "refund", "adjustment")),
        CENTS,
        st.sampled_from(("1", "5", "8", "-")),
        st.sampled_from(("1.1", "5.1", "-")),
        st.booleans(),
    ),
    max_size=12,
)


@settings(max_examples=30)
@given(ROWS, st.sampled_from(MEASURES), st.sampled_from(("category", "line", "when", "kind")))
def test_the_sums_of_all_values_of_a_dimension_are_the_total(
    rows: list[TraceRow], measure: str, dimension: str
) -> None:
    sums = Sums.of_rows(rows)
    parts = [sums.total(measure, ((dimension, value),)) for value in sums.values(dimension)]
    assert sum(parts, Decimal(0)) == sums.total(measure) == sum((row.measure(measure) for row in rows), Decimal(0))


@settings(max_examples=30)
@given(ROWS, st.sampled_from(MEASURES))
def test_conditions_hold_in_any_order_and_only_together(rows: list[TraceRow], measure: str) -> None:
    sums = Sums.of_rows(rows, ("when", "category", "line"))
    where = (("category", "5"), ("when", "period"), ("line", "5.1"))
    wanted = sum((row.measure(measure) for row in rows if row.fulfils(where)), Decimal(0))
    assert sums.total(measure, where) == sums.total(measure, where[::-1]) == wanted


@settings(max_examples=30)
@given(ROWS)
def test_sums_of_sums_are_the_same_sums(rows: list[TraceRow]) -> None:
    """What the database groups by more dimensions than a report asks for is added up here."""
    fine = Sums.of_rows(rows, ("when", "category", "line", "kind"))
    coarse = Sums.of_rows(rows, ("when", "category"))
    for category in coarse.values("category"):
        assert fine.of((("category", category),)) == coarse.of((("category", category),))
    assert fine.entries == coarse.entries == len(rows)


def test_what_does_not_occur_sums_to_nothing() -> None:
    sums = Sums.of_rows(TRACE)
    assert sums.of((("category", "7"),)) == Measured()
    assert Sums.of_rows(()).total("spent") == 0
    assert (Sums.of_rows(()).entries, Sums.of_rows(()).values("line")) == (0, [])


def test_a_dimension_that_was_not_asked_for_is_a_fault() -> None:
    sums = Sums.of_rows(TRACE, ("when",))
    with pytest.raises(ValueError, match="not in tuple"):
        sums.of((("category", "1"),))
    with pytest.raises(ValueError, match="not in tuple"):
        sums.used_with(("when", "category"))


def test_values_come_in_order_and_once() -> None:
    sums = Sums.of_rows(TRACE)
    assert sums.values("category") == ["-", "1", "2", "3"]
    assert sums.values("line") == ["-", "1.1", "1.2"]


def test_what_was_spent_and_came_back_elsewhere_is_used_and_nothing_is_not() -> None:
    sums = Sums.of_rows(TRACE)
    assert sums.used_with(("category",)) == {("1",), ("2",)}
    assert sums.used_with(("line", "category")) == {("1.1", "1"), ("1.2", "1"), ("-", "2")}


def test_measures_are_added_one_by_one() -> None:
    one = Measured(Decimal(1), Decimal(20), Decimal(300), 4)
    assert one + one == Measured(Decimal(2), Decimal(40), Decimal(600), 8)
    assert one + Measured() == one


def test_every_dimension_is_a_column_of_an_entry_and_lacks_a_value_at_first() -> None:
    bare = TraceRow(1, date(2019, 1, 1), "", "", TRACE[0].kind_name, "period", "USD", Decimal(1))
    assert {name: getattr(bare, name) for name in DIMENSIONS} == dict.fromkeys(DIMENSIONS, "-") | {"when": "period"}
    assert [bare.measure(name) for name in MEASURES] == [0, 0, 0]


def test_the_amount_behind_a_figure_is_that_of_the_first_sum_that_counts_the_entry() -> None:
    both = replace(TRACE[1], committed=Decimal(-7))
    spent, committed = EntrySum("spent", (("category", "1"),)), EntrySum("committed")
    assert amount_behind(both, [spent, committed]) == Decimal("300.10")
    assert amount_behind(both, [committed, spent]) == -7
    assert amount_behind(both, [EntrySum("spent", (("category", "2"),)), committed]) == -7
    assert amount_behind(both, [EntrySum("received"), EntrySum("spent", (("line", "9"),))]) == 0
    assert amount_behind(both, []) == 0
