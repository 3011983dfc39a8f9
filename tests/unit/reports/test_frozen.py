"""A report that is stored and read again is the same report, with every sentence, figure, formula and check."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.money import Money
from desktop.language import Month, say
from desktop.reports.assurance import Cause, Check, CheckState
from desktop.reports.forms.statement import build_statement
from desktop.reports.frozen import frozen, thawed, thawed_checks, values_of
from desktop.reports.report import Fact, Figure, Given, Product, RateOn, ReportRow, RowStyle, Signature, Unit
from tests.helpers.statements import BEFORE_QUARTER, statement_inputs, trace_row

REPORT = replace(
    build_statement(
        statement_inputs(
            [trace_row(1, "receipt", "100.00", on=BEFORE_QUARTER), trace_row(2, "expenditure", "33.33")],
            indirect_rate=Decimal("0.13"),
        )
    ),
    signatures=(Signature(say("Prepared by"), "Aïssata", "Officer"),),
)
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=10, min_value=-(10**20), max_value=10**20)


def test_it_is_the_same_after_json() -> None:
    stored = json.loads(json.dumps(frozen(REPORT)))
    assert thawed(stored) == REPORT
    assert thawed_checks(stored) == ()
    assert stored["values"]["cumulative.5"] == "33.33"
    assert stored["values"]["delivery.1"] is None
    assert stored["values"] == values_of(REPORT)


@given(st.lists(NUMBERS, min_size=1, max_size=5))
def test_numbers_are_exact(numbers: list[Decimal]) -> None:
    figures = [
        Figure("a", numbers[0], Given(say("Stated"), "grants", 3), Unit.QUANTITY),
        *(Figure(f"b{place}", value, RateOn(value, "a", 2)) for place, value in enumerate(numbers)),
        Figure("c", None, Product(("a", "b0"), 4)),
    ]
    cells = (*figures, date(2019, 2, 28), None, "text", say("{count} things", count=3))
    table = REPORT.tables[0]
    report = replace(REPORT, tables=(replace(table, rows=(ReportRow("r", "R", cells, level=2),)),))
    again = thawed(json.loads(json.dumps(frozen(report))))
    assert again == report
    assert [str(figure.value) for figure in again.tables[0].rows[0].figures] == [str(each.value) for each in figures]


def test_amounts_and_checks_are_read_as_they_were() -> None:
    report = replace(REPORT, facts=(Fact("award", say("Award"), Money(Decimal("5.10"), "USD")),))
    causes = (Cause(say("Look at {key}", key="a"), "a", "ledger", (1, 2), "negative:1"),)
    check = Check("sums", say("Sums"), CheckState.FAILED, say("{count} differs", count=1), causes, blocks=False)
    stored = json.loads(json.dumps(frozen(report, [check])))
    assert thawed(stored) == report
    assert thawed_checks(stored) == (check,)


def test_what_an_older_program_did_not_write_has_its_default() -> None:
    stored = json.loads(json.dumps(frozen(REPORT)))
    del stored["report"]["landscape"]
    stored["report"]["unheard_of"] = 1
    del stored["checks"]
    assert thawed(stored) == REPORT
    assert thawed_checks(stored) == ()


def without(data: Any, *names: str) -> Any:
    """What was stored as an older program would have stored it, which did not know some fields."""
    if isinstance(data, list):
        return [without(each, *names) for each in data]
    if not isinstance(data, dict):
        return data
    return {key: without(value, *names) for key, value in data.items() if key not in names}


@pytest.mark.parametrize(
    "field", ["landscape", "chart", "signatures", "notes", "entry_count", "register", "record_id", "ages", "series"]
)
def test_a_report_of_an_older_program_has_the_defaults_of_this_one_and_its_figures(field: str) -> None:
    stored = json.loads(json.dumps(frozen(REPORT)))
    assert field in json.dumps(stored["report"])
    again = thawed(without(stored, field))
    assert values_of(again) == values_of(REPORT)
    assert [table.rows for table in again.tables] == [table.rows for table in REPORT.tables] or field in (
        "register",
        "record_id",
    )
    assert (again.title, again.period, again.currency) == (REPORT.title, REPORT.period, REPORT.currency)


def test_units_styles_and_levels_that_were_not_stored_are_plain() -> None:
    stored = without(json.loads(json.dumps(frozen(REPORT))), "unit", "style", "level")
    row = thawed(stored).tables[0].rows[-1]
    assert (row.style, row.level) == (RowStyle.LINE, 0)
    assert {figure.unit for figure in row.figures} == {Unit.AMOUNT}
    assert [figure.value for figure in row.figures] == [figure.value for figure in REPORT.tables[0].rows[-1].figures]


def test_a_part_that_no_program_knows_is_a_fault_and_not_a_guess() -> None:
    stored = json.loads(json.dumps(frozen(REPORT)).replace('"SumOf"', '"Pivot"'))
    with pytest.raises(KeyError, match="Pivot"):
        thawed(stored)
    stored = json.loads(json.dumps(frozen(REPORT)).replace('"subtotal"', '"sideways"'))
    with pytest.raises(ValueError, match="sideways"):
        thawed(stored)


@pytest.mark.parametrize(
    ("value", "text"),
    [("1E+3", "1000"), ("0.10", "0.10"), ("-0.00", "-0.00"), ("1E-7", "0.0000001"), ("12345678901234567890.12",) * 2],
)
def test_values_are_written_in_full(value: str, text: str) -> None:
    figure = Figure("a", Decimal(value), Given(say("Stated")))
    report = replace(REPORT, tables=(), workings=((say("A"), figure),), proofs=())
    assert values_of(report) == {"a": text}


@pytest.mark.parametrize(
    "value",
    [
        "text",
        "",
        7,
        date(2020, 2, 29),
        Decimal("0.10"),
        Money(Decimal(1500), "XOF"),
        Month(date(2019, 7, 1)),
        say("{names} are late", names=["A", "B"]),
        say("{inner}!", inner=say("{amount} is left", amount=Money(Decimal("1.50"), "EUR"))),
        None,
    ],
)
def test_whatever_a_fact_states_is_read_as_it_was(value: Any) -> None:
    report = replace(REPORT, facts=(Fact("x", say("X"), value, "4a"),))
    again = thawed(json.loads(json.dumps(frozen(report))))
    assert again.facts == report.facts
    assert type(again.facts[0].value) is type(value)
