"""Costs of deployments at their edges: whole months, plans, negative differences, rounding, currencies, counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desktop.domain.allocation import Share
from desktop.domain.period import Period
from desktop.domain.staffing.deployment import Contract, Deployment
from desktop.language import Language
from desktop.reports.facts import ReportFacts
from desktop.reports.forms.cost_per_result import build_cost_per_result
from desktop.reports.forms.deployment_costs import build_deployment_costs
from desktop.reports.people import CostFacts, MeasureFacts, cost_of, whole_months
from desktop.reports.report import Given, Report
from desktop.reports.trace import Sums, TraceRow
from tests.helpers.people_reports import GRANTS, YEAR, measure, people_facts
from tests.helpers.recomputing import require_worked_out
from tests.helpers.report_facts import rows_of, shown
from tests.helpers.staffing import contract
from tests.helpers.statements import trace_row

JANUARY = date(2019, 1, 1)
NOTHING = Decimal(0)


def served(*contracts: Contract, grant: int = 1) -> Deployment:
    return Deployment(
        1, "D-1", "online", contracts, (Share(grant, Decimal(100)),), volunteer_id=1, volunteer="V-1", assignment_id=1
    )


def part(number: int, kind: str, amount: str, month: str = "2019-01-01", currency: str = "USD") -> TraceRow:
    grant = "G-1" if currency == "USD" else "G-2"
    return trace_row(number, kind, amount, deployment="D-1", month=month, grant=grant, currency=currency, project="P-1")


def facts(*parts: TraceRow, **values: Any) -> ReportFacts:
    plain: dict[str, Any] = {"deployments": (), "costs": ()}
    return replace(people_facts(**plain | values), sums=Sums.of_rows(parts))


def report(*parts: TraceRow, **values: Any) -> Report:
    given = facts(*parts, **values)
    made = build_deployment_costs(given)
    require_worked_out(made, parts)
    return made


# --- months ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "start", "end"),
    [
        (date(2019, 1, 15), date(2019, 2, 10), date(2019, 1, 1), date(2019, 2, 28)),
        (date(2020, 2, 29), date(2020, 2, 29), date(2020, 2, 1), date(2020, 2, 29)),
        (date(2019, 12, 31), date(2020, 1, 1), date(2019, 12, 1), date(2020, 1, 31)),
        (date(2019, 1, 1), date(2019, 12, 31), date(2019, 1, 1), date(2019, 12, 31)),
    ],
)
def test_costs_are_those_of_the_months_that_a_period_touches(first: date, last: date, start: date, end: date) -> None:
    assert whole_months(Period.of_days(first, last)) == Period.of_days(start, end)


def test_a_period_within_months_has_them_whole_and_no_other() -> None:
    made = report(
        deployments=(served(contract(date(2018, 12, 1), date(2019, 5, 31))),),
        period=Period.of_days(date(2019, 1, 15), date(2019, 2, 10)),
    )
    assert {key: row[:2] for key, row in rows_of(made, "months.USD").items()} == {
        "months.USD.2019-01": ["1.00", "1.00"],
        "months.USD.2019-02": ["1.00", "1.00"],
        "months.USD.total": ["2.00", "2.00"],
    }


def test_months_stand_in_their_order_whether_somebody_served_or_only_a_bill_came(english: Language) -> None:
    late = CostFacts(1, 1, date(2019, 6, 1), actual=Decimal("5.00"))
    early = CostFacts(1, 1, date(2019, 2, 1), Decimal("1.00"))
    made = report(
        part(1, "expenditure", "5.00", "2019-06-01"),
        deployments=(served(contract(date(2019, 4, 1), date(2019, 4, 30))),),
        costs=(late, early),
    )
    assert [english.value(row.label) for row in made.table("months.USD").rows] == [
        *("February 2019", "April 2019", "June 2019", "Total"),
    ]
    assert rows_of(made, "months.USD")["months.USD.2019-06"] == ["0.00", "0.00", "0", "0", "0", "5.00", "0", "-5.00"]


def test_plans_are_months_only_beside_those_that_are_signed() -> None:
    one = served(
        contract(date(2019, 1, 1), date(2019, 1, 31)),
        contract(date(2019, 2, 1), date(2019, 2, 14), signed=False),
    )
    costs = (
        CostFacts(1, 1, JANUARY, Decimal("100.00"), NOTHING, Decimal("100.00")),
        CostFacts(1, 1, date(2019, 2, 1), Decimal("50.00"), Decimal("50.00")),
    )
    made = report(part(1, "commitment", "100.00"), deployments=(one,), costs=costs)
    assert rows_of(made, "months.USD")["months.USD.2019-02"][:4] == ["0.00", "0.50", "50.00", "50.00"]
    assert rows_of(made, "months.USD")["months.USD.total"][:4] == ["1.00", "1.50", "150.00", "50.00"]


def test_what_was_committed_or_spent_beyond_the_pro_forma_is_below_zero() -> None:
    cost = CostFacts(1, 1, JANUARY, Decimal("100.00"), NOTHING, Decimal("110.00"), Decimal("130.00"))
    made = report(part(1, "commitment", "110.00"), part(2, "expenditure", "130.00"), costs=(cost,))
    assert rows_of(made, "months.USD")["months.USD.2019-01"][2:] == [
        *("100.00", "0", "110.00", "130.00", "-10.00", "-20.00"),
    ]


def test_a_commitment_that_was_cancelled_and_money_that_came_back_are_taken_off() -> None:
    cost = CostFacts(1, 1, JANUARY, Decimal("60.00"), NOTHING, Decimal("60.00"), Decimal("55.00"))
    made = report(
        part(1, "commitment", "100.00"),
        part(2, "commitment", "-40.00"),
        part(3, "expenditure", "70.00"),
        part(4, "refund", "-20.00"),
        part(5, "adjustment", "5.00"),
        costs=(cost,),
    )
    assert rows_of(made, "months.USD")["months.USD.total"][2:] == ["60.00", "0", "60.00", "55.00", "0.00", "5.00"]
    assert made.is_proved


def test_a_figure_says_from_which_contracts_it_comes(english: Language) -> None:
    made = report(deployments=(served(contract(JANUARY, date(2019, 2, 28), signed=False)),))
    formula = made.figure("all_months.months.USD.2019-02").formula
    assert isinstance(formula, Given)
    assert english.text(formula.source) == "From 1 contract of D-1."


# --- a volunteer-month -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "last", "per_month"),
    [
        ("0.01", date(2019, 2, 28), "0.01"),  # half a cent
        ("20.00", date(2019, 3, 31), "6.67"),
        ("10.00", date(2019, 3, 31), "3.33"),
        ("-0.01", date(2019, 2, 28), "-0.01"),
        ("0.00", date(2019, 3, 31), "0.00"),
        ("100.00", date(2019, 1, 1), "3333.33"),  # a day is 0.03 months, as it is shown
    ],
)
def test_a_volunteer_month_is_rounded_half_away_from_nothing(amount: str, last: date, per_month: str) -> None:
    cost = CostFacts(1, 1, JANUARY, Decimal(amount))
    made = report(deployments=(served(contract(JANUARY, last)),), costs=(cost,))
    assert str(made.figure("per_month.pro_forma.USD").value) == per_month


def test_planned_months_bear_planned_costs_and_no_others() -> None:
    one = served(contract(JANUARY, date(2019, 2, 28), signed=False))
    made = report(deployments=(one,), costs=(CostFacts(1, 1, JANUARY, Decimal("50.00"), Decimal("50.00")),))
    assert [shown(row) for row in made.table("per_month.USD").rows] == [
        ["50.00", "2.00", "25.00"],
        ["0", "0", None],
        ["0", "0", None],
    ]


# --- grants and currencies -------------------------------------------------------------------------------------------


def test_a_grant_that_pays_nobody_has_no_row() -> None:
    other = replace(GRANTS[0], id=3, reference="G-3")
    made = report(grants=(*GRANTS, other), deployments=(served(contract(JANUARY, date(2019, 1, 31))),))
    assert list(rows_of(made, "grants.USD")) == ["grants.USD.1", "grants.USD.total"]


def test_a_currency_of_which_there_is_nothing_is_left_out() -> None:
    made = report(deployments=(served(contract(JANUARY, date(2019, 1, 31)), grant=2),))
    assert [table.key for table in made.tables] == ["months.XOF", "grants.XOF", "per_month.XOF"]
    assert made.currency == "XOF"
    assert made.chart is not None
    assert made.chart.table == "months.XOF"


def test_a_report_on_one_grant_needs_no_table_of_grants(english: Language) -> None:
    made = report(narrow=True, deployments=(served(contract(JANUARY, date(2019, 1, 31))),))
    assert [table.key for table in made.tables] == ["months.USD", "per_month.USD"]
    assert not any("no grant pays" in english.text(note) for note in made.notes)


def test_months_that_no_grant_pays_are_told_only_where_there_are_some(english: Language) -> None:
    half = replace(served(contract(JANUARY, date(2019, 1, 31))), shares=(Share(1, Decimal(50)),))
    assert english.text(report(deployments=(half,)).notes[-1]).startswith("0.50 person-months that no grant pays")
    planned = replace(half, contracts=(contract(JANUARY, date(2019, 1, 31), signed=False),))
    assert not any("no grant pays" in english.text(note) for note in report(deployments=(planned,)).notes)


def test_costs_together_are_the_sum_of_each_of_the_four_figures() -> None:
    one = CostFacts(1, 1, JANUARY, Decimal(1), Decimal(2), Decimal(3), Decimal(4))
    other = CostFacts(2, 2, date(2019, 2, 1), Decimal(10), Decimal(20), Decimal(30), Decimal(-40))
    made = cost_of([one, other])
    assert made == CostFacts(0, 0, date.min, Decimal(11), Decimal(22), Decimal(33), Decimal(-36))
    assert cost_of([]) == CostFacts(0, 0, date.min)


# --- cost per result -------------------------------------------------------------------------------------------------


def results(*parts: TraceRow, measures: tuple[MeasureFacts, ...], **values: Any) -> Report:
    made = build_cost_per_result(facts(*parts, measures=measures, **values))
    require_worked_out(made, parts)
    return made


@pytest.mark.parametrize(
    ("counted", "per_unit"),
    [(1, "100.00"), (3, "33.33"), (6, "16.67"), (8, "12.50"), (20000, "0.01"), (20001, "0.00"), (None, None)],
)
def test_the_cost_of_a_unit_is_rounded_half_up(counted: int | None, per_unit: str | None) -> None:
    made = results(part(1, "expenditure", "100.00"), measures=(measure("visits", counted),))
    assert shown(made.table("results.USD").rows[1])[2] == per_unit


def test_what_was_counted_as_nought_has_no_cost_of_a_unit(english: Language) -> None:
    """Nought is a count: somebody looked, and there was nothing."""
    made = results(part(1, "expenditure", "100.00"), measures=(measure("visits", 0), measure("files", 4)))
    assert [shown(row) for row in made.table("results.USD").rows[1:]] == [
        ["0", "100.00", None],
        ["4", "100.00", "25.00"],
    ]
    assert not any("Nothing was counted" in english.text(note) for note in made.notes)


def test_only_what_was_spent_is_the_cost_of_a_result() -> None:
    rows = (part(1, "commitment", "500.00"), part(2, "expenditure", "90.00"), part(3, "refund", "-10.00"))
    made = results(*rows, measures=(measure("visits", 8),))
    assert shown(made.table("results.USD").rows[1]) == ["8", "80.00", "10.00"]


def test_francs_of_a_unit_have_no_decimals() -> None:
    rows = (part(1, "expenditure", "1000", currency="XOF"),)
    made = results(*rows, measures=(measure("visits", 3),))
    (of_francs,) = [table for table in made.tables if table.currency == "XOF"]
    assert shown(of_francs.rows[1]) == ["3", "1000", "333"]


def test_what_several_projects_count_is_noted_once_by_its_code(english: Language) -> None:
    measures = (measure("files", None), measure("visits", 2), measure("files", None, "P-2"))
    made = results(part(1, "expenditure", "1.00"), measures=measures)
    assert english.text(made.notes[0]) == "Nothing was counted in these months of files."
    assert [row.key for row in made.table("results.USD").rows] == [
        *("USD.P-1", "USD.P-1.files", "USD.P-1.visits", "USD.P-2", "USD.P-2.files"),
    ]


def test_a_count_leads_to_what_is_counted(english: Language) -> None:
    made = results(measures=(measure("visits", 2),), period=YEAR)
    formula = made.figure("count.USD.P-1.visits").formula
    assert isinstance(formula, Given)
    assert (formula.register, formula.record_id) == ("work_measures", 6)
    assert english.text(formula.source) == "The counts of Counts of visits in the period."
