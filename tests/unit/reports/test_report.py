"""A figure always answers where it comes from: which entries stand behind it, through whatever it is worked out of."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from desktop.language import UserError, say
from desktop.reports.builder import Figures
from desktop.reports.layouts import find_layout
from desktop.reports.report import (
    Difference,
    EntrySum,
    Fact,
    Formula,
    Given,
    Product,
    Proof,
    RateOn,
    Ratio,
    Report,
    ReportColumn,
    ReportRow,
    ReportTable,
    RowStyle,
    SumOf,
    amount_behind,
    parts_of,
)
from desktop.reports.trace import Scope, Sums
from tests.helpers.statements import BEFORE_QUARTER, QUARTER, behind, trace_row

TRACE = (
    trace_row(11, "receipt", "1000.00", on=BEFORE_QUARTER),
    trace_row(12, "expenditure", "300.00", on=BEFORE_QUARTER),
    trace_row(13, "expenditure", "200.00"),
    trace_row(14, "expenditure", "50.00", category="1"),
    trace_row(15, "commitment", "400.00", category="1"),
    trace_row(16, "adjustment", "0.00", category="1"),
)


def small_report(*, other: str = "spent.all") -> Report:
    """Two rows and a proof; the proof holds unless it compares with something else."""
    figures = Figures(Sums.of_rows(TRACE))
    budget = figures.given("budget", Decimal("1000.00"), say("Typed in"))
    travel = figures.entries("spent.5", "spent", category="5")
    staff = figures.entries("spent.1", "spent", category="1")
    total = figures.sum_of("spent.total", ["spent.1", "spent.5"])
    figures.entries("spent.all", "spent")
    figures.entries("committed", "committed")
    figures.entries("received", "received")
    left = figures.difference("left", "budget", "spent.total", "committed")
    share = figures.ratio("share", "spent.5", "received")
    rated = figures.rate_on("rated", Decimal("0.13"), "spent.total", decimals=2)
    difference = figures.difference("proof", "spent.total", other)
    return Report(
        name="small",
        title=say("A report"),
        period=QUARTER,
        currency="USD",
        scope=Scope((1,), QUARTER),
        facts=(Fact("grant", say("Grant"), "GR-1"),),
        tables=(
            ReportTable(
                "table",
                say("A table"),
                say("Row"),
                (ReportColumn("spent", say("Spent")),),
                (
                    ReportRow("5", say("Travel"), (travel, share), "5"),
                    ReportRow("1", say("Staff"), (staff,), "1"),
                    ReportRow("total", say("Total"), (total, budget, left, rated), style=RowStyle.TOTAL),
                ),
            ),
        ),
        workings=tuple((say("Working"), figures.made(key)) for key in ("committed", "received")),
        proofs=(Proof(say("Rows and ledger"), total, figures.made(other), difference),),
    )


@pytest.mark.parametrize(
    ("key", "entries"),
    [
        ("spent.5", [12, 13]),
        ("spent.1", [14]),
        ("spent.total", [12, 13, 14]),
        ("budget", []),
        ("committed", [15]),
        ("received", [11]),
        ("left", [12, 13, 14, 15]),
        ("share", [11, 12, 13]),
        ("rated", [12, 13, 14]),
        ("proof", [12, 13, 14]),
    ],
)
def test_the_entries_behind_a_figure(key: str, entries: list[int]) -> None:
    assert [row.id for row in behind(small_report(), TRACE, key)] == entries


def test_an_entry_of_nothing_stands_behind_no_figure() -> None:
    assert 16 not in {row.id for row in behind(small_report(), TRACE, "left")}


def test_every_figure_is_found_by_its_key_wherever_it_stands() -> None:
    report = small_report()
    assert report.figure("spent.5").value == Decimal("500.00")
    assert report.figure("received").value == Decimal("1000.00")
    assert report.figure("spent.all").value == Decimal("550.00")
    assert report.figure("proof").value == 0
    assert len(list(report.figures())) == 7 + 2 + 3


def test_a_figure_that_is_not_there_is_a_fault() -> None:
    with pytest.raises(KeyError, match=r"spent\.9"):
        small_report().figure("spent.9")
    with pytest.raises(KeyError, match=r"spent\.9"):
        small_report().sums_behind("spent.9")


def test_a_report_is_proved_when_every_difference_is_zero() -> None:
    report = small_report()
    assert report.is_proved
    assert report.proofs[0].holds


def test_one_difference_is_enough_to_disprove_it() -> None:
    report = small_report(other="received")
    assert report.figure("proof").value == Decimal("-450.00")
    assert not report.proofs[0].holds
    assert not report.is_proved


def test_an_entry_gives_what_is_asked_of_it() -> None:
    cost = trace_row(1, "expenditure", "5.00")
    assert [cost.measure(name) for name in ("spent", "committed", "received")] == [Decimal("5.00"), 0, 0]
    assert cost.fulfils(())
    assert cost.fulfils((("category", "5"), ("when", "period")))
    assert not cost.fulfils((("category", "5"), ("when", "before")))


def in_currency(key: str, currency: str, *, proof: str = "") -> Report:
    """A report in dollars with a table in another currency, and a figure that proves one of its own."""
    figures = Figures(Sums.of_rows(TRACE))
    figures.given("own", Decimal(1), say("Typed in"))
    figures.given("ledger", Decimal(1), say("Typed in"))
    figures.given(key, Decimal(1), say("Typed in"))
    proofs = (figures.proof(say("Proof"), "both", proof, "ledger"),) if proof else ()
    columns = (ReportColumn("amount", say("Amount")),)
    return Report(
        name="small",
        title=say("A report"),
        period=QUARTER,
        currency="USD",
        scope=Scope((), QUARTER),
        facts=(),
        tables=(
            ReportTable("a", say("A"), say("A"), columns, (ReportRow("own", "Own", (figures.made("own"),)),)),
            ReportTable("b", say("B"), say("B"), columns, (ReportRow(key, "Other", (figures.made(key),)),), currency),
        ),
        workings=((say("Ledger"), figures.made("ledger")),),
        proofs=proofs,
    )


@pytest.mark.parametrize(
    ("proof", "currencies"),
    [
        ("", {"own": "USD", "other": "XOF", "ledger": "USD", "nowhere": "USD"}),
        ("other", {"other": "XOF", "ledger": "XOF", "proof.both": "XOF"}),
        ("own", {"other": "XOF", "ledger": "USD", "proof.both": "USD"}),
    ],
)
def test_a_figure_is_in_the_currency_of_its_table_or_of_what_it_proves(proof: str, currencies: dict[str, str]) -> None:
    report = in_currency("other", "XOF", proof=proof)
    assert {key: report.currency_of(key) for key in currencies} == currencies


def test_facts_and_tables_are_found_by_their_keys() -> None:
    report = small_report()
    assert (report.fact("grant"), report.fact("nothing")) == ("GR-1", None)
    assert report.table("table") is report.tables[0]
    with pytest.raises(KeyError, match="sheet"):
        report.table("sheet")


def test_each_sum_stands_behind_a_figure_once() -> None:
    sums = small_report().sums_behind("left")
    assert [(each.measure, each.where) for each in sums] == [
        ("spent", (("category", "1"),)),
        ("spent", (("category", "5"),)),
        ("committed", ()),
    ]
    assert small_report().sums_behind("proof")[-1].where == ()


@pytest.mark.parametrize(
    ("formula", "parts"),
    [
        (Given(say("Stated")), ()),
        (EntrySum("spent"), ()),
        (SumOf(("a", "b")), ("a", "b")),
        (Difference("a", ("b", "c")), ("a", "b", "c")),
        (Ratio("a", "b", 2), ("a", "b")),
        (RateOn(Decimal("0.1"), "a", 2), ("a",)),
        (Product(("a", "b"), 2), ("a", "b")),
    ],
)
def test_a_formula_says_what_it_is_made_from(formula: Formula, parts: tuple[str, ...]) -> None:
    assert parts_of(formula) == parts


def test_what_of_an_entry_counts_for_a_figure() -> None:
    travel, staff = small_report().sums_behind("spent.total")[::-1]
    costs = trace_row(13, "expenditure", "200.00", category="5")
    assert amount_behind(costs, (staff, travel)) == Decimal("200.00")
    assert amount_behind(costs, (staff,)) == 0
    assert amount_behind(trace_row(15, "commitment", "400.00", category="5"), (travel,)) == 0


def test_a_figure_is_in_the_currency_of_its_table_and_what_proves_it_too() -> None:
    report = small_report()
    assert {report.currency_of(figure.key) for figure in report.figures()} == {"USD"}
    euros = replace(report, tables=(replace(report.tables[0], currency="EUR"),))
    assert [euros.currency_of(key) for key in ("spent.total", "spent.all", "proof", "committed")] == [
        *("EUR", "EUR", "EUR", "USD"),
    ]


def test_a_table_and_a_layout_that_are_not_there() -> None:
    report = small_report()
    assert report.table("table").rows[0].figures[0].key == "spent.5"
    with pytest.raises(KeyError, match="other"):
        report.table("other")
    assert find_layout("statement").of_grant
    with pytest.raises(UserError, match="no report called other"):
        find_layout("other")
