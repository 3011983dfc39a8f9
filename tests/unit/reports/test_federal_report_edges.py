"""The edges of the federal forms: which type a report is, when a period ends a quarter, and sums nobody stated."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desktop.domain.budget import IndirectTerms
from desktop.domain.money import Money
from desktop.domain.period import Period
from desktop.domain.rules import Rule, RuleBook
from desktop.domain.support_costs import RatedCosts
from desktop.domain.terms import RuleKind
from desktop.language import Language, UserError
from desktop.reports.facts import PreviousReport, ReportFacts
from desktop.reports.forms.us.sf425 import build_sf425
from desktop.reports.forms.us.sf425_options import report_type
from desktop.reports.report import Report
from desktop.reports.trace import ADJUSTMENT, TraceRow
from tests.helpers.recomputing import amounts, notes_of, require_sound, value
from tests.helpers.report_facts import told
from tests.helpers.statements import BEFORE_QUARTER, QUARTER, statement_inputs, trace_row

TRACE = (
    trace_row(1, "receipt", "500.00", on=BEFORE_QUARTER),
    trace_row(2, "expenditure", "100.00", on=BEFORE_QUARTER),
    trace_row(3, "expenditure", "200.00", category="1"),
    trace_row(4, "expenditure", "39.00", category="8"),
)


def facts(trace: tuple[TraceRow, ...] = TRACE, **values: Any) -> ReportFacts:
    plain: dict[str, Any] = {"amount": Decimal(1000), "starts_on": date(2017, 1, 1), "ends_on": date(2020, 3, 31)}
    return statement_inputs(trace, **plain | values)


def made(trace: tuple[TraceRow, ...] = TRACE, **values: Any) -> Report:
    report = build_sf425(facts(trace, **values))
    require_sound(report, trace)
    return report


def asked_for(choice: str, layout: str = "sf425", **values: Any) -> Rule:
    return Rule(1, RuleKind.REPORT, choice=choice, layout=layout, **values)


@pytest.mark.parametrize(
    ("first", "last", "kind"),
    [
        (date(2019, 7, 1), date(2019, 7, 31), "quarterly"),
        (date(2019, 7, 1), date(2019, 9, 30), "quarterly"),
        (date(2019, 7, 31), date(2019, 10, 1), "semiannual"),
        (date(2019, 7, 1), date(2019, 12, 31), "semiannual"),
        (date(2019, 7, 1), date(2020, 1, 1), "annual"),
        (date(2019, 1, 1), date(2019, 12, 31), "annual"),
    ],
)
def test_the_length_of_its_period_is_the_type_of_a_report(first: date, last: date, kind: str) -> None:
    assert report_type(facts(period=Period.of_days(first, last))) == kind


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ({"book": RuleBook((asked_for("annual"),))}, "annual"),
        ({"book": RuleBook((asked_for("annual", "statement"),))}, "quarterly"),
        ({"book": RuleBook((asked_for("monthly"),))}, "quarterly"),
        ({"book": RuleBook((asked_for("annual", starts_on=date(2019, 10, 1)),))}, "quarterly"),
        ({"book": RuleBook((asked_for("annual"),)), "details": {"report_type": "semiannual"}}, "semiannual"),
        ({"details": {"report_type": "final"}}, "final"),
        ({"is_final": True, "details": {"report_type": "annual"}}, "final"),
    ],
)
def test_the_end_wins_over_what_was_chosen_and_that_over_the_rule_book(values: dict[str, Any], kind: str) -> None:
    assert report_type(facts(**values)) == kind


def test_a_type_that_the_form_does_not_have_is_refused(english: Language) -> None:
    with pytest.raises(UserError) as refused:
        made(details={"report_type": "monthly"})
    assert told(refused.value, english) == [
        "“monthly” does not fit “Report type”.",
        "No report was made.",
        "Choose one of: quarterly, semiannual, annual, final.",
    ]


@pytest.mark.parametrize(
    ("last", "said"),
    [
        (date(2019, 9, 30), False),
        (date(2019, 9, 29), True),
        (date(2019, 10, 31), True),
        (date(2019, 12, 31), False),
        (date(2020, 2, 29), True),
        (date(2020, 3, 31), False),
        (date(2020, 3, 30), True),
    ],
)
def test_a_period_that_does_not_end_a_quarter_is_told(last: date, said: bool) -> None:
    notes = notes_of(made((), period=Period.of_days(date(2019, 7, 1), last)))
    sentence = f"The period ends on {last.day} {last:%b %Y}, which is not the end of a quarter."
    assert (sentence in notes) is said
    final = notes_of(made((), period=Period.of_days(date(2019, 7, 1), last), is_final=True))
    assert sentence not in final


# --- lines -----------------------------------------------------------------------------------------------------------


def test_an_empty_award_is_all_zeros() -> None:
    report = made((), amount=Decimal(0))
    numbers = "abcdefghijklmno"
    assert amounts(report, *(f"10{letter}" for letter in numbers)) == ["0.00"] * len(numbers)
    assert amounts(report, "11d", "11e", "11f") == ["0.00"] * 3


def test_what_was_awarded_by_the_last_day_is_authorized_even_when_it_is_nothing() -> None:
    assert value(made(authorized=Decimal(400)), "10d") == 400
    assert value(made(authorized=Decimal(0)), "10d") == 0
    assert value(made(authorized=None), "10d") == 1000


@pytest.mark.parametrize(
    ("details", "paid"),
    [
        ({}, "339.00"),
        ({"disbursed": "300"}, "339.00"),
        ({"basis": "accrual"}, "339.00"),
        ({"basis": "accrual", "disbursed": "300"}, "300.00"),
        ({"basis": "accrual", "disbursed": "0"}, "0.00"),
    ],
)
def test_what_was_paid_counts_on_the_accrual_basis_alone(details: dict[str, str], paid: str) -> None:
    report = made(details=details)
    assert amounts(report, "10b", "10e") == [paid, "339.00"]
    assert amounts(report, "10c") == [f"{500 - Decimal(paid):.2f}"]


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("339.00", ""),
        ("338.99", "Lines e and f come to USD 0.01 more than was authorized."),
        ("0", "Lines e and f come to USD 339.00 more than was authorized."),
    ],
)
def test_more_than_was_authorized_is_told_to_the_cent(amount: str, said: str) -> None:
    notes = notes_of(made(amount=Decimal(amount)))
    assert [note for note in notes if note.startswith("Lines e and f")] == ([said] if said else [])


@pytest.mark.parametrize(
    ("received", "said"), [("339.00", ""), ("338.99", "USD 0.01 more was disbursed than was received.")]
)
def test_more_disbursed_than_received_is_told_to_the_cent(received: str, said: str) -> None:
    notes = notes_of(made((trace_row(1, "receipt", received, on=BEFORE_QUARTER), *TRACE[1:])))
    assert [note for note in notes if "disbursed" in note] == ([said] if said else [])


def test_a_refund_beyond_what_was_spent_is_below_zero() -> None:
    report = made((trace_row(1, "refund", "-25.50", category="1"),), amount=Decimal(100))
    assert amounts(report, "10b", "10c", "10e", "10g", "10h") == ["-25.50", "25.50", "-25.50", "-25.50", "125.50"]


def test_what_came_late_counts_in_lines_b_and_e() -> None:
    late = (*TRACE, trace_row(9, "expenditure", "11.00", on=BEFORE_QUARTER, when=ADJUSTMENT))
    report = made(late)
    assert amounts(report, "10b", "10e", "spent.adjustment") == ["350.00", "350.00", "11.00"]


@pytest.mark.parametrize(
    ("previous", "lower"),
    [
        ({"10e": "339.00", "10a": "500.00"}, ""),
        ({"10a": "500.01"}, "10a"),
        ({"10b": "339.01", "10c": "9999"}, "10b"),
        ({"10l": "1", "10j": "1"}, "10j, 10l"),
        ({"10d": "9999", "10f": "9999", "10g": "9999", "10h": "9999"}, ""),
    ],
)
def test_lines_that_only_grow_are_held_to_the_report_before(previous: dict[str, str], lower: str) -> None:
    known = {key: Decimal(amount) for key, amount in previous.items() if key != "10e"}
    notes = notes_of(made(previous=PreviousReport(1, 4, QUARTER, {**known, "10k": None})))
    said = [note for note in notes if note.startswith("Lower")]
    assert said == ([f"Lower than in report 4: {lower}."] if lower else [])


def test_line_e_of_the_report_before_must_be_what_was_spent_before() -> None:
    right = build_sf425(facts(previous=PreviousReport(1, 4, QUARTER, {"10e": Decimal("100.00")})))
    assert right.is_proved
    wrong = build_sf425(facts(previous=PreviousReport(1, 4, QUARTER, {"10e": Decimal("99.99")})))
    assert [(proof.difference.key, str(proof.difference.value)) for proof in wrong.proofs if not proof.holds] == [
        ("proof.previous", "-0.01")
    ]


@pytest.mark.parametrize(
    ("share", "details", "said"),
    [
        (None, {}, False),
        (Decimal(0), {}, False),
        (Decimal(5), {}, True),
        (Decimal(5), {"recipient_spent": "0"}, False),
        (Decimal(5), {"recipient_spent": "7"}, False),
    ],
)
def test_a_recipient_share_that_was_agreed_and_not_stated_is_told(
    share: Decimal | None, details: dict[str, str], said: bool
) -> None:
    report = made(cost_share=share, details=details)
    assert ("Line j is not stated yet: what was spent of the recipient share." in notes_of(report)) is said
    spent = Decimal(details.get("recipient_spent", "0"))
    assert value(report, "10k") == (share or 0) - spent


def test_a_final_report_says_what_is_open_and_what_is_left() -> None:
    open_yet = (*TRACE, trace_row(5, "commitment", "0.50"))
    notes = notes_of(made(open_yet, is_final=True))
    assert "A final report has no unliquidated obligations; USD 0.50 are open." in notes
    assert "USD 660.50 of the award stays unobligated and is to be deobligated or refunded." in notes
    spent_up = notes_of(made(is_final=True, amount=Decimal(339)))
    assert not [note for note in spent_up if "unobligated" in note or "unliquidated" in note]


# --- line 11 ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rate", "expected", "missed"),
    [("0.13", "39.00", "0.00"), ("0.10", "30.00", "9.00"), ("0.15", "45.00", "-6.00"), ("0.130016", "39.00", "0.00"),
     ("0.130017", "39.01", "-0.01")],
)  # fmt: skip
def test_indirect_expense_is_held_to_the_rate_on_its_base(rate: str, expected: str, missed: str) -> None:
    report = made(indirect_rate=Decimal(rate))
    assert amounts(report, "11d", "11e", "11f", "expected.indirect", "11.difference") == [
        "300.00", "39.00", "39.00", expected, missed
    ]  # fmt: skip
    assert any("Support costs posted" in note for note in notes_of(report)) is (missed != "0.00")


def test_each_of_several_rates_has_its_costs_and_they_sum_to_the_totals() -> None:
    parts = tuple(
        RatedCosts(IndirectTerms(Decimal(rate)), Money(Decimal(costs), "USD"), Money(Decimal(posted), "USD"))
        for rate, costs, posted in (("0.07", "100.00", "7.00"), ("0.16", "200.00", "32.00"))
    )
    report = made(support_costs=parts)
    assert [row.number for row in report.table("indirect").rows] == ["11", "11", "11g"]
    assert amounts(report, "11d.1", "11d.2", "11d", "11e", "expected.indirect.2", "expected.indirect") == [
        "100.00", "200.00", "300.00", "39.00", "32.00", "39.00"
    ]  # fmt: skip
    assert value(report, "11.difference") == 0


def test_francs_are_rated_without_centimes_and_the_form_says_it_is_in_dollars() -> None:
    trace = (trace_row(1, "expenditure", "150", category="1"), trace_row(2, "expenditure", "20", category="8"))
    report = made(trace, currency="XOF", indirect_rate=Decimal("0.13"))
    assert str(report.figure("expected.indirect").value) == "20"
    assert notes_of(report)[0] == "The form is in US dollars; the grant and this report are in XOF."


@pytest.mark.parametrize(
    ("starts_on", "first"),
    [
        (date(2017, 1, 1), date(2017, 1, 1)),
        (date(2019, 9, 30), date(2019, 9, 30)),
        (date(2019, 10, 1), date(2019, 9, 30)),
        (None, date(2019, 7, 1)),
    ],
)
def test_a_rate_holds_from_the_start_of_the_award_also_when_that_is_yet_to_come(
    starts_on: date | None, first: date
) -> None:
    book = RuleBook((Rule(1, RuleKind.INDIRECT, percent=Decimal(13)),))
    report = made((), starts_on=starts_on, book=book, indirect_rate=Decimal("0.13"))
    rate = report.table("indirect").rows[0]
    assert rate.cells[2:4] == (first, date(2019, 9, 30))
