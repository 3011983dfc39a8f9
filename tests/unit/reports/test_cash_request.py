"""A request for cash, worked out by hand: what the plan needs beyond the cash on hand, and never below nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desktop.language import Language
from desktop.reports.forms.cash_request import build_cash_request
from desktop.reports.report import Report
from desktop.reports.trace import TraceRow
from tests.helpers.report_facts import instalment, line, rows_of
from tests.helpers.statements import BEFORE_QUARTER, statement_inputs, trace_row

YEAR_END = {"starts_on": date(2019, 1, 1), "ends_on": date(2020, 3, 31)}  # 183 days from 1 October on
LINES = (line("1", "2830"),)


def cash(*rows: TraceRow, **values: Any) -> Report:
    plain: dict[str, Any] = {"lines": LINES, "budget": {5: Decimal(2830)}, **YEAR_END}
    return build_cash_request(statement_inputs(rows, **plain | values))


def notes(report: Report, english: Language) -> list[str]:
    return [english.text(note).replace("\u00a0", " ") for note in report.notes]


SPENT = (
    trace_row(1, "receipt", "1400", on=BEFORE_QUARTER),
    trace_row(2, "expenditure", "1000"),
    trace_row(3, "commitment", "300"),
)


def test_it_asks_for_what_the_plan_needs_beyond_the_cash() -> None:
    """1,830 is left for 183 days: 10 a day, 920 in the 92 days of a quarter; 400 is on hand."""
    report = cash(*SPENT)
    assert report.is_proved
    assert rows_of(report, "plan") == {
        "plan.budget": ["2830"],
        "plan.spent": ["1000"],
        "plan.left": ["1830"],
        "plan.planned": ["920.00"],
        "plan.committed": ["300"],
        "plan.beyond": ["620.00"],
    }
    assert rows_of(report, "months") == {
        "months.2019-10": ["310.00"],
        "months.2019-11": ["300.00"],
        "months.2019-12": ["310.00"],
        "months.total": ["920.00"],
    }
    assert rows_of(report, "request") == {
        "request.committed": ["300"],
        "plan.beyond": ["620.00"],
        "request.needed": ["920.00"],
        "fund.closing": ["400"],
        "request.used": ["400"],
        "request.amount": ["520.00"],
    }


@pytest.mark.parametrize(("months", "planned"), [("3", "920.00"), ("6", "1830.00"), ("12", "1830.00"), ("", "920.00")])
def test_the_months_ahead_end_with_the_grant(months: str, planned: str) -> None:
    report = cash(*SPENT, details={"months": months})
    assert str(report.figure("plan.planned").value) == planned
    assert report.is_proved


def test_commitments_beyond_the_plan_are_needed_whole() -> None:
    report = cash(*SPENT, trace_row(4, "commitment", "5000"))
    assert report.figure("request.needed").value == Decimal(5300)
    assert report.figure("plan.beyond").value == 0


def test_cash_that_covers_the_need_leaves_nothing_to_ask_for(english: Language) -> None:
    report = cash(*SPENT, trace_row(4, "receipt", "10000"))
    assert str(report.figure("request.amount").value) == "0.00"
    assert "Cash on hand covers what is needed; nothing is requested." in notes(report, english)


def test_cash_below_zero_is_asked_for_too() -> None:
    report = cash(trace_row(1, "expenditure", "1000"))
    assert str(report.figure("request.amount").value) == "1920.00"


def test_phases_of_the_budget_are_the_plan_where_there_are_some(english: Language) -> None:
    phases = ((date(2019, 7, 1), Decimal(500)), (date(2019, 10, 1), Decimal(184)), (date(2020, 1, 1), Decimal(900)))
    report = cash(*SPENT, lines=(line("1", "2830", phases=phases),), details={"months": "6"})
    assert str(report.figure("plan.planned").value) == "1084.00"
    assert rows_of(report, "months")["months.2019-10"] == ["62.00"]
    assert report.is_proved
    assert "phases of the approved budget" in notes(report, english)[0]


def test_phases_give_no_more_than_is_left() -> None:
    phases = ((date(2019, 10, 1), Decimal(9000)),)
    report = cash(*SPENT, lines=(line("1", "2830", phases=phases),), details={"months": "6"})
    assert str(report.figure("plan.planned").value) == "1830"
    assert report.is_proved


@pytest.mark.parametrize(
    ("values", "note"),
    [
        ({"ends_on": None}, "The grant has no last day, or is over: nothing is planned."),
        ({"ends_on": date(2019, 9, 30)}, "The grant has no last day, or is over: nothing is planned."),
        (
            {"starts_on": date(2020, 2, 1), "ends_on": date(2020, 12, 31)},
            "The grant begins after these months: nothing is planned.",
        ),
    ],
)
def test_outside_of_the_grant_nothing_is_planned(english: Language, values: dict[str, Any], note: str) -> None:
    report = cash(*SPENT, **values)
    assert note in notes(report, english)
    assert str(report.figure("plan.planned").value) == "0"
    assert report.chart is None
    assert report.is_proved


def test_without_a_budget_the_award_is_the_plan(english: Language) -> None:
    report = cash(lines=(), budget={}, amount=Decimal(183))
    assert english.value(report.table("plan").rows[0].label) == "Awarded, without an approved budget"
    assert str(report.figure("plan.planned").value) == "92.00"


def test_instalments_stand_with_their_days_conditions_and_state(english: Language) -> None:
    agreed = (
        instalment(1, date(2019, 2, 1), "900", "900", "At signature"),
        instalment(2, date(2019, 8, 1), "500", "100"),
        instalment(3, date(2020, 1, 15), "100"),
    )
    report = cash(*SPENT, instalments=agreed)
    rows = rows_of(report, "instalments")
    assert rows["instalments.1"][:5] == [date(2019, 2, 1), "At signature", "900.00", "900.00", "0.00"]
    assert [english.text(cells[-1]) for key, cells in rows.items() if key != "instalments.total"] == [
        "Received in full",
        "Partly received",
        "Expected",
    ]
    assert rows["instalments.total"] == [None, None, "1500.00", "1000.00", "500.00", None]
    assert notes(report, english)[1] == "The request is USD 20.00 above what the agreement has still to come."


def test_whom_the_cash_is_for_and_when(english: Language) -> None:
    report = cash(*SPENT)
    assert english.value(report.fact("months") or "") == "1 Oct 2019 to 31 Dec 2019"
    assert [english.text(each.label) for each in report.signatures] == ["Prepared by", "Certified by"]
