"""A report that is stored and read again is the same report, with every sentence, figure, formula and check."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.money import Money
from desktop.language import say
from desktop.reports.assurance import Cause, Check, CheckState
from desktop.reports.forms.statement import build_statement
from desktop.reports.frozen import frozen, thawed, thawed_checks, values_of
from desktop.reports.report import Fact, Figure, Given, Product, RateOn, ReportRow, Signature, Unit
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
