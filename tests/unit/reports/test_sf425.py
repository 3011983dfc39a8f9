"""The Federal Financial Report: each box and line where the form has it, and what a grants officer would ask about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desktop.domain.budget import IndirectTerms
from desktop.domain.money import Money
from desktop.domain.period import Period
from desktop.domain.rules import Rule, RuleBook
from desktop.domain.support_costs import RatedCosts
from desktop.domain.terms import IndirectBase, RuleKind
from desktop.language import UserError
from desktop.reports.facts import PreviousReport
from desktop.reports.forms.us.sf425 import build_sf425
from desktop.reports.report import Letterhead, Report, RowStyle
from desktop.reports.trace import TraceRow
from tests.helpers.recomputing import amounts, notes_of, require_sound, row, value
from tests.helpers.statements import BEFORE_QUARTER, QUARTER, behind, statement_inputs, trace_row

TRACE = (
    trace_row(1, "receipt", "1000.00", on=BEFORE_QUARTER),
    trace_row(2, "expenditure", "300.00", on=BEFORE_QUARTER),
    trace_row(3, "expenditure", "113.10", category="1"),
    trace_row(4, "refund", "-13.10", category="1"),
    trace_row(5, "expenditure", "52.00", category="8"),
    trace_row(6, "commitment", "80.50", category="4"),
)
RATE = Rule(1, RuleKind.INDIRECT, None, percent=Decimal(13), choice="direct")


def made(trace: tuple[TraceRow, ...] = TRACE, **values: Any) -> Report:
    plain: dict[str, Any] = {"amount": Decimal(2000), "starts_on": date(2017, 1, 1), "ends_on": date(2020, 3, 31)}
    report = build_sf425(statement_inputs(trace, **plain | values))
    require_sound(report, trace)
    return report


def lines(report: Report) -> dict[str, str]:
    rows = [row for row in report.table("transactions").rows if row.figures]
    return {row.number: f"{row.figures[0].value:.2f}" for row in rows}


def test_each_line_stands_where_the_form_has_it() -> None:
    report = made(details={"income": "10", "income_deducted": "2.50", "income_added": "1", "recipient_spent": "30"},
                  cost_share=Decimal(100))  # fmt: skip
    assert lines(report) == {
        "10a": "1000.00", "10b": "452.00", "10c": "548.00",
        "10d": "2000.00", "10e": "452.00", "10f": "80.50", "10g": "532.50", "10h": "1467.50",
        "10i": "100.00", "10j": "30.00", "10k": "70.00",
        "10l": "10.00", "10m": "2.50", "10n": "1.00", "10o": "6.50",
    }  # fmt: skip
    rules = {row.number: row.cells[0] for row in report.table("transactions").rows if row.figures and row.cells[0]}
    assert rules == {"10c": "a − b", "10g": "e + f", "10h": "d − g", "10k": "i − j", "10o": "l − m − n"}
    headings = [str(row.label) for row in report.table("transactions").rows if row.style is RowStyle.HEADING]
    assert headings == [
        "Federal cash",
        "Federal expenditures and unobligated balance",
        "Recipient share",
        "Program income",
    ]


def test_each_box_says_what_it_is_about() -> None:
    office = Letterhead("UNODC", "Dakar, Senegal", uei="ABC123", ein="98-7654321")
    details = {
        "certified_by": "A. Person",
        "certified_title": "Representative",
        "certifier_email": "a@example.org",
        "certifier_telephone": "+221",
        "submitted_on": "2019-10-20",
        "remarks": "None",
        "basis": "accrual",
    }
    report = made(letterhead=office, award_number="SLMAQM17", erp_grant="S1-32", details=details)
    boxes: dict[str, list[str]] = {}
    for fact in report.facts:
        boxes.setdefault(fact.box, []).append(str(fact.value))
    assert boxes == {
        "1": ["US Department of State"], "2": ["SLMAQM17"], "3": ["UNODC", "Dakar, Senegal"], "4a": ["ABC123"],
        "4b": ["98-7654321"], "5": ["S1-32"], "6": ["Quarterly"], "7": ["Accrual"],
        "8": [boxes["8"][0]], "9": ["2019-09-30"], "12": ["None"], "13a": ["A. Person", "Representative"],
        "13c": ["+221"], "13d": ["a@example.org"], "13e": ["2019-10-20"], "": ["NER-CT-01", "USD"],
    }  # fmt: skip
    (signature,) = report.signatures
    assert (signature.name, signature.title) == ("A. Person", "Representative")


def test_boxes_of_which_nothing_is_known_are_empty() -> None:
    report = made(starts_on=None)
    empty = {fact.box for fact in report.facts if fact.value is None}
    assert empty == {"3", "4a", "4b", "8", "12", "13a", "13c", "13d", "13e"}
    assert (report.fact("award"), report.fact("account")) == ("NER-CT-01", "NER-CT-01")


def test_what_was_authorized_is_the_award_as_at_the_last_day() -> None:
    assert value(made(authorized=Decimal(1500)), "10d") == 1500


def test_line_e_leads_to_every_cost_and_to_no_commitment() -> None:
    report = made()
    assert behind(report, TRACE, "10e") == TRACE[1:5]
    assert behind(report, TRACE, "10f") == TRACE[5:]
    assert set(behind(report, TRACE, "10b")) == set(TRACE[1:5])


# --- the type of the report, the basis -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (date(2019, 3, 31), "Quarterly"),
        (date(2019, 6, 30), "Semi-annual"),
        (date(2019, 12, 31), "Annual"),
    ],
)
def test_the_length_of_the_period_tells_the_type(last: date, expected: str) -> None:
    report = made(period=Period.of_days(date(2019, 1, 1), last))
    assert str(report.fact("report_type")) == expected


def test_the_rule_book_and_people_tell_the_type_before_the_period_does() -> None:
    rule = Rule(1, RuleKind.REPORT, None, choice="annual", layout="sf425", note="FFR")
    other = replace(rule, choice="semiannual", layout="statement", note="Other")
    book = RuleBook((other, rule))
    assert str(made(book=book).fact("report_type")) == "Annual"
    assert str(made(book=book, details={"report_type": "semiannual"}).fact("report_type")) == "Semi-annual"
    assert str(made(book=book, is_final=True).fact("report_type")) == "Final"


def test_what_was_paid_can_be_stated_on_the_accrual_basis_alone() -> None:
    stated = {"disbursed": "400.00"}
    on_cash = made(details=stated)
    assert value(on_cash, "10b") == 452
    assert any("400.00 was stated as disbursed" in note for note in notes_of(on_cash))
    report = made(details={**stated, "basis": "accrual"})
    assert amounts(report, "10b", "10c") == ["400.00", "600.00"]
    assert "b − e" not in " ".join(str(proof.label) for proof in report.proofs)
    unstated = made(details={"basis": "accrual"})
    assert value(unstated, "10b") == 452
    assert "Line b is what was spent: what was paid of it was not stated." in notes_of(unstated)


@pytest.mark.parametrize(
    ("details", "sentence"),
    [
        ({"basis": "barter"}, "“barter” does not fit “Basis of accounting”."),
        ({"income": "much"}, "“much” does not fit “Program income earned”."),
        ({"income": "1.005"}, "“1.005” does not fit “Program income earned”."),
        ({"submitted_on": "soon"}, "“soon” does not fit “Date of submission”."),
    ],
)
def test_what_does_not_fit_an_option_is_refused(details: dict[str, str], sentence: str) -> None:
    with pytest.raises(UserError) as caught:
        made(details=details)
    assert str(caught.value.sentences()[0]) == sentence


# --- indirect expense ------------------------------------------------------------------------------------------------


def test_one_rate_is_on_all_direct_costs() -> None:
    report = made(indirect_rate=Decimal("0.13"), book=RuleBook((RATE,)))
    type_name, rate, first, last, base, charged, federal = row(report, "indirect", "11.1").cells
    assert (str(type_name), first, last) == ("Fixed", date(2017, 1, 1), date(2019, 9, 30))
    assert [figure.value for figure in (rate, base, charged, federal)] == [  # type: ignore[union-attr]  # all are figures
        Decimal("0.13"), Decimal(400), Decimal(52), Decimal(52)
    ]  # fmt: skip
    assert [figure.value for figure in row(report, "indirect", "11g").figures] == [400, 52, 52]
    assert amounts(report, "expected.indirect", "11.difference") == ["52.00", "0.00"]


def test_indirect_expense_that_is_not_the_rate_on_its_base_is_said() -> None:
    report = made(indirect_rate=Decimal("0.14"), book=RuleBook((RATE,)))
    assert value(report, "11.difference") == -4
    assert "Support costs posted are USD 4.00 short of 14 % of the direct costs." in notes_of(report)


def test_each_rate_has_a_row_with_its_time_and_the_costs_under_it() -> None:
    later = replace(RATE, id=2, percent=Decimal(8), choice="direct_less_transfers", starts_on=date(2019, 7, 1))
    parts = (
        RatedCosts(IndirectTerms(Decimal("0.13")), Money(Decimal(300), "USD"), Money(Decimal(39), "USD")),
        RatedCosts(
            IndirectTerms(Decimal("0.08"), IndirectBase.DIRECT_LESS_TRANSFERS),
            Money(Decimal(100), "USD"),
            Money(Decimal(13), "USD"),
        ),
    )
    report = made(support_costs=parts, book=RuleBook((RATE, later)))
    first, second, totals = report.table("indirect").rows
    assert (first.cells[2:4], second.cells[2:4]) == (
        (date(2017, 1, 1), date(2019, 6, 30)),
        (date(2019, 7, 1), date(2019, 9, 30)),
    )
    assert str(second.label) == "Direct costs without transfers to counterparts"
    assert [figure.value for figure in totals.figures] == [400, 52, 52]
    assert amounts(report, "expected.indirect", "11.difference") == ["47.00", "5.00"]
    assert "Support costs posted are USD 5.00 over what the rules of the grant give." in notes_of(report)


def test_without_a_rate_the_row_says_so() -> None:
    report = made()
    assert str(row(report, "indirect", "11.1").label) == "No rate is agreed"
    assert [figure.value for figure in row(report, "indirect", "11.1").figures] == [400, 52, 52]


# --- what a grants officer asks --------------------------------------------------------------------------------------


def test_a_final_report_says_what_is_open_and_what_is_left() -> None:
    report = made(is_final=True)
    assert "A final report has no unliquidated obligations; USD 80.50 are open." in notes_of(report)
    assert "USD 1,467.50 of the award stays unobligated and is to be deobligated or refunded." in notes_of(report)
    closed = made(TRACE[:5], is_final=True, amount=Decimal(452))
    assert not any("final" in note or "unobligated" in note for note in notes_of(closed))


def test_too_much_is_said() -> None:
    report = made(amount=Decimal(500), cost_share=Decimal(10), sample=True, currency="EUR")
    assert notes_of(report)[:4] == [
        "Sample data: all amounts are invented.",
        "The form is in US dollars; the grant and this report are in EUR.",
        "Lines e and f come to EUR 32.50 more than was authorized.",
        "Line j is not stated yet: what was spent of the recipient share.",
    ]
    assert "USD 452.00 more was disbursed than was received." in notes_of(made(TRACE[1:]))


@pytest.mark.parametrize(
    ("last", "told"), [(date(2019, 9, 29), True), (date(2019, 8, 31), True), (QUARTER.last, False)]
)
def test_a_period_that_ends_within_a_quarter_is_said(last: date, told: bool) -> None:
    report = made(period=Period.of_days(QUARTER.start, last))
    assert any("not the end of a quarter" in note for note in notes_of(report)) is told


def test_it_goes_on_from_the_report_before() -> None:
    values = {"10a": Decimal(1000), "10e": Decimal(300), "10j": Decimal(5), "10b": None}
    previous = PreviousReport(7, 10, Period.of_days(date(2019, 4, 1), date(2019, 6, 30)), values)
    report = made(previous=previous)
    assert value(report, "previous.10e") == 300
    assert "Line 10e of report 10 and what was spent before" in [str(proof.label) for proof in report.proofs]
    assert "Lower than in report 10: 10j." in notes_of(report)
    assert "previous.10e" not in {figure.key for figure in made(previous=replace(previous, values={})).figures()}
