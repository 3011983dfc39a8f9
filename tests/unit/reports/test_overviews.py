"""Reports on all grants of an office, worked out by hand: currency by currency, and never added across them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desktop.language import Language
from desktop.reports.facts import ReportFacts
from desktop.reports.forms.commitments_age import AGES, build_commitments_age
from desktop.reports.forms.contributions import build_contributions
from desktop.reports.forms.portfolio import build_portfolio
from desktop.reports.report import RowStyle
from tests.helpers.report_facts import grant, office_facts, rows_of
from tests.helpers.statements import trace_row

YEAR: dict[str, Any] = {"starts_on": date(2019, 1, 1), "ends_on": date(2019, 12, 31)}
GRANTS = (
    grant("B-2", "1000", funder="Zonta", **YEAR),
    grant("A-1", "600", funder="zeta", funder_short="ZT", starts_on=date(2019, 7, 1), ends_on=date(2019, 9, 30)),
    grant("E-1", "400", funder="Zonta", currency="EUR"),
    grant("C-3", "500", funder="Zonta", starts_on=date(2020, 1, 1), ends_on=date(2019, 1, 1)),
)
TRACE = (
    trace_row(1, "receipt", "700", grant="B-2", currency="USD"),
    trace_row(2, "expenditure", "250", grant="B-2", currency="USD"),
    trace_row(3, "commitment", "60", grant="B-2", currency="USD", age="0"),
    trace_row(4, "commitment", "40", grant="B-2", currency="USD", age="3"),
    trace_row(5, "receipt", "650", grant="A-1", currency="USD"),
    trace_row(6, "expenditure", "660", grant="A-1", currency="USD"),
    trace_row(7, "commitment", "30", grant="A-1", currency="USD", age="1"),
    trace_row(8, "commitment", "-30", grant="A-1", currency="USD", age="2"),
    trace_row(9, "receipt", "100", grant="E-1", currency="EUR"),
)


def facts() -> ReportFacts:
    return office_facts(GRANTS, TRACE, AGES)


def test_contributions_stand_by_funder_in_each_currency() -> None:
    report = build_contributions(facts())
    assert report.is_proved
    assert rows_of(report, "contributions.USD") == {
        "funder.USD.1": ["600", "650", "-50", "660", "-10", "0"],
        "A-1": ["600", "650", "-50", "660", "-10", "0"],
        "funder.USD.2": ["1500", "700", "800", "250", "450", "100"],
        "B-2": ["1000", "700", "300", "250", "450", "100"],
        "C-3": ["500", "0", "500", "0", "0", "0"],
        "total.USD": ["2100", "1350", "750", "910", "440", "100"],
    }
    assert rows_of(report, "contributions.EUR")["total.EUR"] == ["400", "100", "300", "0", "100", "0"]


def test_funders_stand_over_their_grants(english: Language) -> None:
    rows = build_contributions(facts()).table("contributions.USD").rows
    assert [(english.value(row.label), row.style, row.level) for row in rows][2:4] == [
        ("Zonta", RowStyle.SUBTOTAL, 0),
        ("B-2: Title of B-2", RowStyle.LINE, 1),
    ]


def test_each_currency_is_proved_by_itself_and_figures_know_theirs() -> None:
    report = build_contributions(facts())
    assert [(str(proof.one.value), str(proof.other.value)) for proof in report.proofs] == [
        ("1350", "1350"),
        ("910", "910"),
        ("100", "100"),
        ("100", "100"),
        ("0", "0"),
        ("0", "0"),
    ]
    euro = [proof for proof in report.proofs if proof.one.key.endswith("EUR")]
    assert {report.currency_of(figure.key) for proof in euro for figure in (proof.one, proof.other)} == {"EUR"}
    assert report.currency_of("ledger.received.USD") == report.currency == "USD"


def test_commitments_are_parted_by_age_and_grants_without_any_left_out() -> None:
    report = build_commitments_age(facts())
    assert report.is_proved
    assert rows_of(report, "commitments.USD") == {
        "B-2": ["60", "0", "0", "40", "100", "0.4000"],
        "A-1": ["0", "30", "-30", "0", "0", None],
        "total.USD": ["60", "30", "-30", "40", "100", "0.4000"],
    }
    assert rows_of(report, "commitments.EUR") == {"total.EUR": ["0", "0", "0", "0", "0", None]}


def test_the_portfolio_goes_by_the_end_of_grants() -> None:
    report = build_portfolio(facts())
    assert report.is_proved
    assert rows_of(report, "grants.USD") == {
        "C-3": ["Zonta", date(2019, 1, 1), "500", "0", "0", "0", "500", "0.0000", None],
        "A-1": ["ZT", date(2019, 9, 30), "600", "650", "660", "0", "-60", "1.1000", "1.0000"],
        "B-2": ["Zonta", date(2019, 12, 31), "1000", "700", "250", "100", "650", "0.2500", "0.7479"],
        "total.USD": [None, None, "2100", "1350", "910", "100", "1090", "0.4333", None],
    }
    assert rows_of(report, "grants.EUR")["E-1"][1] is None


def test_an_overview_says_as_at_which_day_and_in_which_currencies(english: Language) -> None:
    report = build_portfolio(facts())
    assert [(english.text(fact.label), english.value(fact.value or "")) for fact in report.facts] == [
        ("Office", "Sahel office"),
        ("As at", "30 Sep 2019"),
    ]
    notes = [english.text(note) for note in report.notes]
    assert notes[1] == "Each table is in one currency. Different currencies are never added up."
    one = build_portfolio(office_facts(GRANTS[:1], ()))
    assert notes[1] not in [english.text(note) for note in one.notes]
    sample = build_portfolio(replace(facts(), is_sample=True))
    assert english.text(sample.notes[0]) == "Sample data: all amounts are invented."


def test_an_office_without_grants_has_reports_without_tables() -> None:
    for build in (build_contributions, build_commitments_age, build_portfolio):
        report = build(office_facts((), ()))
        assert (report.tables, report.chart, report.currency, report.is_proved) == ((), None, "USD", True)
    assert Decimal(0) == build_portfolio(office_facts((), ())).entry_count


def test_funders_that_differ_in_capitals_alone_are_two_and_stand_in_the_same_order_always() -> None:
    names = ("zonta", "ZONTA", "Zonta", "zONTA", "zoNTA", "zonTA", "zontA")
    grants = [grant(f"G-{number}", "10", funder=name) for number, name in enumerate(names)]
    rows = build_contributions(office_facts(grants, ())).table("contributions.USD").rows
    assert [str(row.label) for row in rows if row.style is RowStyle.SUBTOTAL] == sorted(names)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "elapsed"),
    [
        (date(2019, 10, 1), date(2019, 12, 31), "0.0000"),
        (date(2019, 9, 30), date(2019, 9, 30), "1.0000"),
        (date(2019, 9, 30), date(2019, 10, 1), "0.5000"),
        (date(2019, 1, 1), date(2019, 9, 30), "1.0000"),
        (date(2019, 1, 1), date(2019, 10, 1), "0.9964"),
        (date(2018, 1, 1), date(2018, 12, 31), "1.0000"),
        (date(2019, 9, 29), date(2019, 10, 4), "0.3333"),
        (date(2019, 9, 28), date(2019, 9, 27), None),
        (None, date(2019, 12, 31), None),
        (date(2019, 1, 1), None, None),
    ],
)
def test_the_time_that_is_over_counts_the_last_day_of_the_report(
    starts_on: date | None, ends_on: date | None, elapsed: str | None
) -> None:
    one = grant("G-1", "10", starts_on=starts_on, ends_on=ends_on)
    assert rows_of(build_portfolio(office_facts([one], ())), "grants.USD")["G-1"][7:] == ["0.0000", elapsed]


def test_grants_that_never_end_stand_last_and_those_of_one_day_by_their_reference() -> None:
    day = date(2019, 12, 31)
    grants = [grant("B", "1"), grant("D", "1", ends_on=day), grant("A", "1", ends_on=day), grant("C", "1")]
    assert list(rows_of(build_portfolio(office_facts(grants, ())), "grants.USD")) == ["A", "D", "B", "C", "total.USD"]


def test_a_grant_of_nothing_has_no_delivery_and_one_overspent_is_below_zero() -> None:
    rows = rows_of(
        build_portfolio(
            office_facts(
                [grant("A", "0"), grant("B", "100")],
                [
                    trace_row(1, "expenditure", "150.05", grant="B", currency="USD"),
                    trace_row(2, "refund", "-0.05", grant="A", currency="USD"),
                ],
            )
        ),
        "grants.USD",
    )
    assert rows["A"][2:8] == ["0", "0", "-0.05", "0", "0.05", None]
    assert rows["B"][2:8] == ["100", "0", "150.05", "0", "-50.05", "1.5005"]
    assert rows["total.USD"][2:8] == ["100", "0", "150.00", "0", "-50.00", "1.5000"]


def test_entries_of_a_currency_without_a_grant_of_it_are_in_no_table_and_break_no_proof() -> None:
    stray = trace_row(1, "expenditure", "5.00", grant="GONE", currency="XOF")
    report = build_contributions(office_facts([grant("A", "10")], [stray]))
    assert [table.currency for table in report.tables] == ["USD"]
    assert report.is_proved


def test_an_entry_of_a_currency_that_no_row_has_is_found_out() -> None:
    stray = trace_row(1, "expenditure", "5.00", grant="GONE", currency="USD")
    for build in (build_contributions, build_portfolio):
        report = build(office_facts([grant("A", "10")], [stray]))
        assert [(proof.difference.key, str(proof.difference.value)) for proof in report.proofs if not proof.holds] == [
            ("proof.spent.USD", "-5.00")
        ]


def test_the_currency_of_most_grants_comes_first_then_by_code() -> None:
    made = [grant("A", "1", currency="XOF"), grant("B", "1", currency="EUR"), grant("C", "1", currency="USD")]
    assert [table.currency for table in build_portfolio(office_facts(made, ())).tables] == ["EUR", "USD", "XOF"]
    report = build_portfolio(office_facts([*made, grant("D", "1", currency="XOF")], ()))
    assert [table.currency for table in report.tables] == ["XOF", "EUR", "USD"]
    assert (report.currency, report.chart and report.chart.table) == ("XOF", "grants.XOF")


def test_the_age_of_commitments_says_its_limits(english: Language) -> None:
    report = build_commitments_age(facts())
    assert [english.value(column.label) for column in report.tables[0].columns] == [
        "0 to 90 days",
        "91 to 180 days",
        "181 to 365 days",
        "Over a year",
        "Open commitments",
        "Share over a year",
    ]
    assert AGES == (90, 180, 365)
    assert [english.text(note) for note in report.notes][2:] == [
        "The age of a commitment is counted in days from its date to 30 Sep 2019.",
        "Open is what was committed less what was paid of it or cancelled.",
        "Grants with nothing open are left out.",
    ]


@pytest.mark.parametrize("age", ["0", "1", "2", "3"])
def test_a_commitment_of_any_age_keeps_its_grant(age: str) -> None:
    row = trace_row(1, "commitment", "5", grant="A", currency="USD", age=age)
    report = build_commitments_age(office_facts([grant("A", "10"), grant("B", "10")], [row], AGES))
    assert list(rows_of(report, "commitments.USD")) == ["A", "total.USD"]
    assert report.is_proved
