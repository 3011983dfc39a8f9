"""What the statement says of the cash: by day, by kind, what goes back at the end, and who signs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desktop.domain.rules import Rule, RuleBook
from desktop.domain.terms import RuleKind, Unspent
from desktop.language import Language, UserError
from desktop.reports.facts import RateFacts, ReceiptFacts
from desktop.reports.forms.statement import LAYOUT, build_statement
from desktop.reports.report import Given, Report
from desktop.reports.trace import TraceRow
from tests.helpers.report_facts import rows_of
from tests.helpers.statements import BEFORE_QUARTER, statement_inputs, trace_row

CASH = (trace_row(1, "receipt", "900.00", on=BEFORE_QUARTER), trace_row(2, "expenditure", "650.00"))


def statement(*rows: TraceRow, **values: Any) -> Report:
    return build_statement(statement_inputs(rows or CASH, **values))


def notes(report: Report, english: Language) -> list[str]:
    return [english.text(note).replace("\u00a0", " ") for note in report.notes]


def test_what_came_stands_by_day_and_sums_to_the_receipts_of_the_period(english: Language) -> None:
    report = statement(
        trace_row(1, "receipt", "500.00"),
        trace_row(2, "receipt", "-20.00"),
        trace_row(3, "receipt", "100.00"),
        receipts=(
            ReceiptFacts(1, date(2019, 7, 2), "receipt", Decimal("500.00"), "RC-1"),
            ReceiptFacts(2, date(2019, 8, 1), "receipt", Decimal("-20.00"), "", returned=True),
            ReceiptFacts(3, date(2019, 9, 1), "receipt", Decimal("100.00"), "RC-3", entries=2),
        ),
    )
    table = report.table("receipts")
    assert [english.value(row.label) for row in table.rows] == ["RC-1", "#2", "2 documents", "Receipts of the period"]
    assert [english.value(cells[1]) for cells in rows_of(report, "receipts").values() if cells[1]] == [
        "Receipt",
        "Returned to the funder",
        "Receipt",
    ]
    assert rows_of(report, "receipts")["receipts.total"] == [None, None, "580.00"]
    assert report.is_proved
    formula = report.figure("amount.receipts.1").formula
    assert isinstance(formula, Given)
    assert (formula.register, formula.record_id) == ("ledger", 1)


def test_receipts_that_are_not_those_of_the_ledger_are_found_out() -> None:
    report = statement(receipts=(ReceiptFacts(1, date(2019, 7, 2), "receipt", Decimal("0.01"), "RC-1"),))
    assert [proof.holds for proof in report.proofs][-1] is False


def test_exchange_differences_stand_apart_from_contributions(english: Language) -> None:
    report = statement(trace_row(1, "receipt", "500.00"), trace_row(2, "exchange_difference", "-3.20"))
    rows = rows_of(report, "fund")
    assert (rows["fund.receipts"], rows["fund.contributions"], rows["fund.exchange"]) == (
        ["496.80"],
        ["500.00"],
        ["-3.20"],
    )
    assert report.is_proved
    assert notes(report, english)[-1].startswith("An exchange difference is what a contribution was worth")


def test_interim_certified_and_final_statements_say_so(english: Language) -> None:
    def told(report: Report) -> tuple[str, str]:
        return english.text(report.title), english.value(report.fact("state") or "")

    certified = {"state": "certified"}
    assert told(statement()) == ("Financial statement", "Interim, not certified")
    assert told(statement(details=certified)) == ("Certified financial statement", "Certified")
    assert told(statement(details=certified, is_final=True)) == ("Final financial statement", "Certified")
    with pytest.raises(UserError):
        statement(details={"state": "sealed"})
    assert [option.key for option in LAYOUT.options] == ["state"]


def test_whoever_prepared_and_certifies_it_signs(english: Language) -> None:
    people = {"prepared_by": "A. Diallo", "certified_by": "B. Keita", "certified_title": "Head of office"}
    signed = [(english.text(each.label), each.name, each.title) for each in statement(details=people).signatures]
    assert signed == [("Prepared by", "A. Diallo", ""), ("Certified by", "B. Keita", "Head of office")]
    assert [each.name for each in statement().signatures] == ["", ""]


@pytest.mark.parametrize(
    ("choice", "may_stay", "stays", "refund"),
    [
        (Unspent.REFUND, None, "0", "250.00"),
        (Unspent.REFUND, "249.99", "0", "250.00"),
        (Unspent.REFUND, "250.00", "250.00", "0.00"),
        (Unspent.REPROGRAMME, None, "250.00", "0.00"),
        (Unspent.CARRY_OVER, None, "250.00", "0.00"),
    ],
)
def test_in_the_last_statement_the_agreement_says_what_goes_back(
    choice: Unspent, may_stay: str | None, stays: str, refund: str
) -> None:
    amount = None if may_stay is None else Decimal(may_stay)
    book = RuleBook((Rule(1, RuleKind.UNSPENT, choice=choice, amount=amount),))
    report = statement(book=book, is_final=True)
    assert rows_of(report, "unspent") == {
        "unspent.left": ["250.00"],
        "unspent.stays": [stays],
        "unspent.refund": [refund],
    }


def test_the_last_statement_says_what_it_rests_on(english: Language) -> None:
    book = RuleBook((Rule(1, RuleKind.UNSPENT, choice=Unspent.REFUND),))
    assert notes(statement(book=book, is_final=True), english)[-1] == (
        "What is left at the end is returned to the funder."
    )
    assert notes(statement(is_final=True), english)[-1] == (
        "The rules of the grant do not say what happens to what is left; it is shown as a refund."
    )


def test_overspent_and_still_committed_at_the_end_is_said(english: Language) -> None:
    report = statement(trace_row(1, "expenditure", "10.00"), trace_row(2, "commitment", "5.00"), is_final=True)
    assert notes(report, english)[-2:] == [
        "USD 10.00 more was spent than was received; the refund is below zero.",
        "USD 5.00 is still committed. It is not taken from the balance.",
    ]
    assert rows_of(report, "unspent")["unspent.refund"] == ["-10.00"]


def test_the_agreement_stands_at_the_head_where_there_is_one() -> None:
    facts = statement_inputs(CASH)
    assert build_statement(facts).fact("agreement") is None


def test_what_was_not_reported_in_time_is_an_adjustment() -> None:
    late: dict[str, Any] = {"on": BEFORE_QUARTER, "when": "adjustment"}
    report = statement(*CASH, trace_row(3, "receipt", "40.00", **late), trace_row(4, "expenditure", "15.00", **late))
    rows = rows_of(report, "fund")
    assert (rows["fund.adjustment"], rows["fund.closing"]) == (["25.00"], ["275.00"])
    assert rows_of(report, "categories")["total"][1:4] == ["650.00", "15.00", "665.00"]
    assert report.is_proved


def test_rates_stand_with_their_days_and_sources() -> None:
    rate = RateFacts("XOF", Decimal("589.372000"), Decimal(1), date(2019, 7, 1), "UN Treasury", 12)
    report = statement(rates=(rate, RateFacts("EUR", Decimal(2), Decimal("3.50"), None, "", 1)))
    assert rows_of(report, "rates") == {
        "rates.1": [date(2019, 7, 1), "589.372", "1", "12", "UN Treasury"],
        "rates.2": [None, "2", "3.5", "1", None],
    }
    assert [table.key for table in statement(rates=(rate,) * 41).tables] == ["categories", "fund"]


@pytest.mark.parametrize(
    ("left", "stays", "note"),
    [
        ("0", "0", ""),
        ("0.01", "0", "The rules of the grant do not say what happens to what is left; it is shown as a refund."),
        ("-0.01", "0", "USD 0.01 more was spent than was received; the refund is below zero."),
    ],
)
def test_nothing_left_needs_no_words_and_a_cent_does(english: Language, left: str, stays: str, note: str) -> None:
    spent = str(Decimal(100) - Decimal(left))
    report = statement(trace_row(1, "receipt", "100"), trace_row(2, "expenditure", spent), is_final=True)
    assert rows_of(report, "unspent") == {
        "unspent.left": [left],
        "unspent.stays": [stays],
        "unspent.refund": [left],
    }
    said = [each for each in notes(report, english) if "left" in each or "refund " in each]
    assert said == ([note] if note else [])


@pytest.mark.parametrize("choice", [Unspent.REPROGRAMME, Unspent.CARRY_OVER, Unspent.REFUND])
def test_what_is_missing_at_the_end_never_stays(choice: Unspent) -> None:
    book = RuleBook((Rule(1, RuleKind.UNSPENT, choice=choice, amount=Decimal(250)),))
    report = statement(trace_row(1, "expenditure", "10.00"), book=book, is_final=True)
    assert rows_of(report, "unspent")["unspent.stays"] == ["0"]


def test_a_receipt_that_names_no_document_is_called_by_its_number_and_several_are_counted(english: Language) -> None:
    receipts = (
        ReceiptFacts(7, date(2019, 8, 15), "receipt", Decimal("60.00")),
        ReceiptFacts(8, date(2019, 8, 16), "receipt", Decimal("50.00"), "RV-8", entries=3),
        ReceiptFacts(9, date(2019, 8, 17), "receipt", Decimal("-10.00"), "RV-9", returned=True),
    )
    report = statement(trace_row(1, "receipt", "100.00"), receipts=receipts)
    rows = report.table("receipts").rows
    assert [english.value(row.label) for row in rows] == ["#7", "3 documents", "RV-9", "Receipts of the period"]
    assert [str(row.figures[0].value) for row in rows] == ["60.00", "50.00", "-10.00", "100.00"]
    assert english.value(rows[2].cells[1] or "") == "Returned to the funder"  # type: ignore[arg-type]  # it is a text
    assert report.is_proved
