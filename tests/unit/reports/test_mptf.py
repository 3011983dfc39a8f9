"""The annual statement of a trust fund, figure by figure."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.language import Language
from desktop.reports.forms.mptf import build_mptf
from desktop.reports.report import Report
from desktop.reports.trace import TraceRow
from tests.helpers.report_facts import rows_of
from tests.helpers.statements import BEFORE_QUARTER, statement_inputs, trace_row

TRACE = (
    trace_row(1, "receipt", "1000.00", on=BEFORE_QUARTER),
    trace_row(2, "expenditure", "400.00", on=BEFORE_QUARTER, category="1"),
    trace_row(3, "adjustment", "28.00", on=BEFORE_QUARTER, category="8"),
    trace_row(4, "receipt", "500.00"),
    trace_row(5, "receipt", "-100.00"),
    trace_row(6, "expenditure", "200.00", category="1"),
    trace_row(7, "expenditure", "200.00", category="5"),
    trace_row(8, "adjustment", "28.00", category="8"),
    trace_row(9, "commitment", "50.00", category="5"),
)


def annual(*more: TraceRow) -> Report:
    return build_mptf(statement_inputs([*TRACE, *more], indirect_rate=Decimal("0.07")))


def test_prior_years_current_year_and_shares_of_the_programme_costs() -> None:
    report = annual()
    assert report.is_proved
    rows = rows_of(report, "categories")
    assert rows["1"] == ["400.00", "200.00", "600.00", "0.7500"]
    assert rows["5"] == ["0", "200.00", "200.00", "0.2500"]
    assert rows["direct"] == ["400.00", "400.00", "800.00", "1.0000"]
    assert rows["8"] == ["28.00", "28.00", "56.00", "0.0700"]
    assert rows["total"] == ["428.00", "428.00", "856.00", None]


def test_sources_less_use_is_the_balance_and_what_went_back_is_taken_off() -> None:
    assert rows_of(annual(), "funds") == {
        "source.receipt": ["1000.00", "400.00", "1400.00"],
        "sources": ["1000.00", "400.00", "1400.00"],
        "direct": ["400.00", "400.00", "800.00"],
        "8": ["28.00", "28.00", "56.00"],
        "total": ["428.00", "428.00", "856.00"],
        "balance": ["572.00", "-28.00", "544.00"],
    }


def test_delivery_is_expenditure_over_the_net_funded_amount() -> None:
    assert rows_of(annual(), "delivery") == {
        "grant": ["120000", "1400.00", "856.00", "544.00", "50.00", "0.6114"],
    }


@pytest.mark.parametrize(("spent", "delivery", "note"), [("764.30", "1.1574", True), ("544.00", "1.0000", False)])
def test_delivery_above_the_whole_is_shown_and_flagged(
    english: Language, spent: str, delivery: str, note: bool
) -> None:
    report = annual(trace_row(10, "expenditure", spent))
    assert str(report.figure("delivery.grant").value) == delivery
    told = english.text(report.notes[0]).replace("\u00a0", " ")
    wanted = "Delivery is 115.74 % of the net funded amount: more was spent than received."
    assert (told == wanted) is note


def test_exchange_differences_and_adjustments_have_a_row_and_a_column_where_there_are_some() -> None:
    report = annual(
        trace_row(10, "exchange_difference", "7.50"),
        trace_row(11, "expenditure", "30.00", on=BEFORE_QUARTER, when="adjustment", category="-"),
    )
    assert report.is_proved
    assert [column.key for column in report.table("funds").columns] == ["prior", "adjustment", "current", "total"]
    assert rows_of(report, "funds")["source.exchange_difference"] == ["0", "0", "7.50", "7.50"]
    assert rows_of(report, "categories")["-"] == ["0", "30.00", "0", "30.00", "0.0361"]


def test_nothing_funded_has_no_delivery_rate() -> None:
    report = build_mptf(statement_inputs())
    assert report.figure("delivery.grant").value is None
    assert report.is_proved


def test_money_that_went_back_leaves_delivery_below_nothing_unshown() -> None:
    """More went back than came: a share of less than nothing is told as it is worked out, and flagged as no excess."""
    report = build_mptf(statement_inputs([trace_row(1, "receipt", "-10.00"), trace_row(2, "expenditure", "5.00")]))
    assert rows_of(report, "delivery")["grant"] == ["120000", "-10.00", "5.00", "-15.00", "0", "-0.5000"]
    assert report.is_proved


def test_the_share_of_support_costs_is_of_the_programme_costs_and_the_total_has_none() -> None:
    rows = rows_of(annual(), "categories")
    assert (rows["8"][-1], rows["direct"][-1], rows["total"][-1]) == ("0.0700", "1.0000", None)
    only = build_mptf(statement_inputs([trace_row(1, "adjustment", "7.00", category="8")]))
    assert [cells[-1] for cells in rows_of(only, "categories").values()] == [None] * 10
    assert only.is_proved


def test_it_says_which_days_are_which_year(english: Language) -> None:
    assert next(english.text(note).replace("\u00a0", " ") for note in annual().notes) == (
        "Prior years are the days before 1 Jul 2019; the current year is 1 Jul 2019 to 30 Sep 2019."
    )


@pytest.mark.parametrize(
    ("spent", "said"),
    [
        ("544.00", []),
        ("544.06", []),
        ("544.07", ["Delivery is 100.01 % of the net funded amount: more was spent than received."]),
    ],
)
def test_delivery_is_flagged_from_a_hundredth_of_a_per_cent_above_the_whole(
    english: Language, spent: str, said: list[str]
) -> None:
    """1,400 was funded and 856 spent."""
    told = [english.text(note).replace("\u00a0", " ") for note in annual(trace_row(10, "expenditure", spent)).notes]
    assert [note for note in told if note.startswith("Delivery is")] == said
