"""The financial statement of a small grant, figure by figure, as an officer would work it out by hand."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from desktop.language import Language, Message
from desktop.reports.forms.statement import build_statement
from desktop.reports.report import Given, Report, ReportRow, RowStyle
from desktop.reports.trace import TraceRow
from tests.helpers.statements import BEFORE_QUARTER, QUARTER, statement_inputs, trace_row

NO_BREAK = "\u00a0"
BUDGET = {1: Decimal("60000.00"), 3: Decimal("10000.00"), 5: Decimal("30000.00"), 8: Decimal("13000.00")}
TRACE = (
    trace_row(1, "receipt", "50000.00", on=BEFORE_QUARTER),
    trace_row(2, "expenditure", "20000.00", on=BEFORE_QUARTER, category="1"),
    trace_row(3, "adjustment", "2600.00", on=BEFORE_QUARTER, category="8"),
    trace_row(4, "receipt", "25000.00"),
    trace_row(5, "expenditure", "12000.00", category="1"),
    trace_row(6, "expenditure", "8500.50"),
    trace_row(7, "refund", "-500.50"),
    trace_row(8, "commitment", "9000.00", category="3"),
    trace_row(9, "expenditure", "11000.00", category="3"),
    trace_row(10, "adjustment", "4030.00", category="8"),
)


def statement(**values: object) -> Report:
    plain = {"budget": BUDGET, "indirect_rate": Decimal("0.13")}
    return build_statement(statement_inputs(TRACE, **plain | values))


def row_of(report: Report, number: str) -> ReportRow:
    (row,) = [row for row in report.tables[0].rows if row.number == number]
    return row


def styled(report: Report, style: RowStyle, *, table: int = 0) -> list[ReportRow]:
    return [row for row in report.tables[table].rows if row.style is style]


def values(row: ReportRow) -> list[str | None]:
    return [None if figure.value is None else str(figure.value) for figure in row.figures]


def test_the_columns_are_those_of_a_statement_to_a_funder(english: Language) -> None:
    categories, fund = statement().tables
    assert [english.value(column.label) for column in categories.columns] == [
        "Budget",
        "Expenditure of the period",
        "Expenditure in all",
        "Open commitments",
        "Balance of the budget",
        "Delivery",
    ]
    assert [english.value(column.label) for column in fund.columns] == ["Amount"]


def test_all_eight_categories_stand_in_their_order_with_subtotal_and_total(english: Language) -> None:
    rows = statement().tables[0].rows
    assert [row.number for row in rows] == ["1", "2", "3", "4", "5", "6", "7", "", "8", ""]
    assert [english.value(row.label) for row in rows][7:] == [
        "Total direct costs",
        "Indirect support costs, 13 % of the direct costs",
        "Total",
    ]
    assert [row.style for row in rows][7:] == [RowStyle.SUBTOTAL, RowStyle.LINE, RowStyle.TOTAL]


@pytest.mark.parametrize(
    ("number", "figures"),
    [
        ("1", ["60000.00", "12000.00", "32000.00", "0", "28000.00", "0.5333"]),
        ("2", ["0", "0", "0", "0", "0", None]),
        ("3", ["10000.00", "11000.00", "11000.00", "9000.00", "-10000.00", "1.1000"]),
        ("5", ["30000.00", "8000.00", "8000.00", "0", "22000.00", "0.2667"]),
        ("8", ["13000.00", "4030.00", "6630.00", "0", "6370.00", "0.5100"]),
    ],
)
def test_each_category_to_the_cent(number: str, figures: list[str | None]) -> None:
    assert values(row_of(statement(), number)) == figures


def test_direct_subtotal_and_total_to_the_cent() -> None:
    report = statement()
    (direct,), (total,) = styled(report, RowStyle.SUBTOTAL), styled(report, RowStyle.TOTAL)
    assert values(direct) == ["100000.00", "31000.00", "51000.00", "9000.00", "40000.00", "0.5100"]
    assert values(total) == ["113000.00", "35030.00", "57630.00", "9000.00", "46370.00", "0.5100"]


def test_the_fund_goes_from_opening_to_closing_balance(english: Language) -> None:
    rows = statement().tables[1].rows
    assert [(english.value(row.label), str(row.figures[0].value)) for row in rows] == [
        ("Received before the period", "50000.00"),
        ("Spent before the period", "22600.00"),
        ("Opening balance", "27400.00"),
        ("Receipts of the period", "25000.00"),
        ("Opening balance and receipts", "52400.00"),
        ("Expenditure of the period", "35030.00"),
        ("Closing balance", "17370.00"),
    ]


def test_fund_balance_and_budget_balance_are_different_figures() -> None:
    report = statement()
    assert report.figure("fund.closing").value == Decimal("17370.00")
    assert report.figure("balance.total").value == Decimal("46370.00")


def test_commitments_are_not_expenditure() -> None:
    report = statement()
    without = build_statement(
        statement_inputs([row for row in TRACE if row.committed is None], budget=BUDGET, indirect_rate=Decimal("0.13"))
    )
    assert report.figure("cumulative.total").value == without.figure("cumulative.total").value
    assert report.figure("fund.closing").value == without.figure("fund.closing").value


def test_support_costs_that_follow_the_rate_need_no_note() -> None:
    """13 % of 51,000.00 is 6,630.00: what is posted in category 8 before and in the period."""
    report = statement()
    assert report.is_proved
    assert [str(proof.difference.value) for proof in report.proofs] == ["0.00", "0.00", "0.00", "0.00"]
    assert report.figure("expected.indirect").value == Decimal("6630.00")
    assert len(report.notes) == 3


@pytest.mark.parametrize(("posted", "note"), [("0.01", "USD 0.01 over"), ("-109.25", "USD 109.25 short of")])
def test_support_costs_off_the_rate_are_noted_and_no_fault_of_the_sums(
    english: Language, posted: str, note: str
) -> None:
    report = build_statement(
        statement_inputs([*TRACE, trace_row(99, "adjustment", posted, category="8")], indirect_rate=Decimal("0.13"))
    )
    assert report.is_proved
    told = english.text(report.notes[0]).replace("\u00a0", " ")
    assert told == f"Support costs posted are {note} 13 % of the direct costs."


def test_without_a_rate_there_is_nothing_to_hold_support_costs_to(english: Language) -> None:
    report = statement(indirect_rate=None)
    assert [english.text(proof.label) for proof in report.proofs] == [
        "Categories and ledger",
        "Categories and fund, in the period",
        "Before the period, in it, and in all",
        "Closing balance and cash",
    ]
    assert english.value(row_of(report, "8").label) == "Indirect support costs"
    assert len(report.workings) == 4


@pytest.mark.parametrize(
    ("rate", "label"),
    [
        ("0.13", "Indirect support costs, 13 % of the direct costs"),
        ("0.1", "Indirect support costs, 10 % of the direct costs"),
        ("0.075", "Indirect support costs, 7.5 % of the direct costs"),
        ("0.130000", "Indirect support costs, 13 % of the direct costs"),
        ("0", "Indirect support costs, 0 % of the direct costs"),
    ],
)
def test_the_rate_is_named_as_people_write_it(english: Language, rate: str, label: str) -> None:
    row = row_of(statement(indirect_rate=Decimal(rate)), "8")
    assert english.value(row.label) == label


def test_expected_support_costs_have_the_decimals_of_the_currency() -> None:
    cost = [trace_row(1, "expenditure", "150", original_currency="XOF")]
    report = build_statement(statement_inputs(cost, currency="XOF", indirect_rate=Decimal("0.13")))
    assert str(report.figure("expected.indirect").value) == "20"


def test_costs_without_a_category_have_a_row_of_their_own_and_count_as_direct(english: Language) -> None:
    report = build_statement(statement_inputs([*TRACE, trace_row(99, "expenditure", "10.00", category="-")]))
    (row,) = [row for row in report.tables[0].rows if english.value(row.label) == "Without a category"]
    assert row.number == ""
    assert values(row) == ["0", "10.00", "10.00", "0", "-10.00", None]
    assert report.figure("cumulative.direct").value == Decimal("51010.00")
    assert report.proofs[0].holds


@pytest.mark.parametrize(
    ("trace", "budget", "shown"),
    [
        ([], {}, False),
        ([trace_row(1, "receipt", "5.00")], {None: Decimal(0)}, False),
        ([], {None: Decimal("5.00")}, True),
        ([trace_row(1, "commitment", "5.00", category="-")], {}, True),
    ],
)
def test_the_row_without_a_category_appears_only_when_it_holds_something(
    trace: list[TraceRow], budget: dict[int | None, Decimal], shown: bool
) -> None:
    report = build_statement(statement_inputs(trace, budget=budget))
    labels = [str(row.label) for row in report.tables[0].rows]
    assert ("Without a category" in labels) is shown


def test_nothing_yet_is_a_statement_of_zeros_that_is_proved() -> None:
    report = build_statement(statement_inputs(indirect_rate=Decimal("0.13")))
    assert {figure.value or 0 for figure in report.figures()} == {0}
    assert report.is_proved


def test_the_budget_says_where_it_is_stated(english: Language) -> None:
    formula = statement().figure("budget.1").formula
    assert isinstance(formula, Given)
    assert english.text(formula.source) == "Approved budget of NER-CT-01"


def test_the_head_says_whose_money_over_which_days(english: Language) -> None:
    facts = {english.text(fact.label): english.value(fact.value or "") for fact in statement().facts}
    assert facts == {
        "Grant": "NER-CT-01",
        "Title": "Legal aid in Niger",
        "Funder": "US Department of State",
        "Recipient": "UNODC",
        "Period": "1 Jul 2019 to 30 Sep 2019",
        "Currency": "USD",
        "State": "Interim, not certified",
    }


def test_it_is_a_report_on_its_period_in_its_currency() -> None:
    report = statement()
    assert (report.name, str(report.title), report.currency) == ("statement", "Financial statement", "USD")
    assert report.period == QUARTER
    assert report.entry_count == len(TRACE)


def test_invented_amounts_are_marked_first(english: Language) -> None:
    notes = [english.text(note) for note in statement(sample=True).notes]
    assert notes[0] == "Sample data: all amounts are invented."
    assert [english.text(note) for note in statement().notes] == notes[1:]


def test_the_notes_say_what_each_figure_counts(english: Language) -> None:
    assert [english.text(note) for note in statement().notes] == [
        "Expenditure includes refunds and adjustments. Commitments are not counted as expenditure.",
        "Balance is budget less expenditure less open commitments. Delivery is expenditure as a share of budget.",
        "Amounts in other currencies are converted entry by entry at the rate shown with each.",
    ]


def test_the_donor_reads_it_in_french(speak: Callable[[str], Language]) -> None:
    french, report = speak("fr"), statement()
    for message in (report.title, *(row.label for table in report.tables for row in table.rows)):
        assert isinstance(message, Message)
        assert french.text(message) != str(message) or message.text == "Total"
    assert f"13{NO_BREAK}%" in french.value(row_of(report, "8").label)
