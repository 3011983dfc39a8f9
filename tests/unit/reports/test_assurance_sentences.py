"""What each check says, word for word: a finance officer reads these sentences and must know what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desktop.domain.rules import Rule, RuleBook
from desktop.domain.terms import Measure, RuleKind
from desktop.language import Language
from desktop.reports.assurance import (
    DIMENSIONS,
    AssuranceFacts,
    Check,
    CheckState,
    EntryFacts,
    EntryGroup,
    NegativeEntry,
    assure,
)
from desktop.reports.facts import LineFacts, PreviousReport, ReportFacts
from desktop.reports.forms.statement import build_statement
from desktop.reports.report import Figure, Report
from desktop.reports.trace import Sums, TraceRow
from tests.helpers.statements import BEFORE_QUARTER, QUARTER, statement_inputs, trace_row

GROUP = EntryGroup(3, (4, 5, 6))
ONE = EntryGroup(1, (4,))
TRACE = (
    trace_row(1, "receipt", "1000.00", on=BEFORE_QUARTER),
    trace_row(2, "expenditure", "100.00", on=BEFORE_QUARTER, line="5.1"),
    trace_row(3, "expenditure", "50.00", line="5.1"),
    trace_row(4, "commitment", "30.00"),
    trace_row(5, "expenditure", "15.00", category="8"),
)


def source(trace: Sequence[TraceRow] = TRACE, **values: Any) -> ReportFacts:
    return statement_inputs(trace, **{"starts_on": date(2019, 1, 1), "ends_on": date(2019, 12, 31), **values})


def asked(made: ReportFacts | None = None, trace: Sequence[TraceRow] = TRACE, **values: Any) -> AssuranceFacts:
    """A report of the third quarter on which all is well, unless it is told otherwise."""
    made = source(trace) if made is None else made
    sums = Sums.of_rows(trace, DIMENSIONS)
    plain: dict[str, Any] = {"report": build_statement(made), "sums": sums, "ledger": sums}
    return AssuranceFacts(source=made, **{**plain, "prepared_by": "Aïssata", "certified_by": "Ibrahim", **values})


def check(code: str, facts: AssuranceFacts) -> Check:
    (found,) = [each for each in assure(facts) if each.code == code]
    return found


def said(english: Language, code: str, facts: AssuranceFacts) -> list[str]:
    """The state of a check, its detail, and the sentences of its causes."""
    found = check(code, facts)
    texts = [english.text(found.detail), *(english.text(cause.sentence) for cause in found.causes)]
    return [str(found.state), *(text.replace("\u00a0", " ") for text in texts)]


def with_value(report: Report, key: str, value: str | None) -> Report:
    """The report with another value in one of its figures."""

    def cell(each: Any) -> Any:
        if not isinstance(each, Figure) or each.key != key:
            return each
        return replace(each, value=None if value is None else Decimal(value))

    return replace(
        report,
        tables=tuple(
            replace(one, rows=tuple(replace(row, cells=tuple(map(cell, row.cells))) for row in one.rows))
            for one in report.tables
        ),
    )


def test_each_check_says_what_must_hold(english: Language) -> None:
    assert [english.text(each.sentence) for each in assure(asked())] == [
        "Categories, outputs and ledger agree, in the period and in all.",
        "Lines, subtotals and totals add up.",
        "The opening balance is the closing balance of the report before.",
        "In all is what the report before said, adjustments, and the period.",
        "Support costs are the rate on the costs that bear them.",
        "Costs are dated within the grant and the report.",
        "Nothing is charged after the grant was closed.",
        "Commitments are not counted as spent.",
        "Each rate is stated with its day and its source.",
        "What is over its limit is explained.",
        "Each cost below zero is explained.",
        "Whoever prepared it does not certify it.",
        "With the last report nothing stays open.",
        "Each cost has its document.",
    ]


def test_the_ledger_says_what_it_holds(english: Language) -> None:
    assert said(english, "ledger", asked()) == ["passed", "USD 165.00 in all, USD 65.00 in the period."]


def test_a_cost_that_the_report_lacks_is_told_by_category_and_output_once_each(english: Language) -> None:
    more = Sums.of_rows([*TRACE, trace_row(6, "expenditure", "0.01", category="2", output="1.1")], DIMENSIONS)
    assert said(english, "ledger", asked(ledger=more)) == [
        "failed",
        "The ledger has USD 165.01 in all, USD 65.01 in the period.",
        "2: the report has USD 0.00, the ledger USD 0.01.",
        "1.1: the report has USD 0.00, the ledger USD 0.01.",
    ]


def test_a_cost_that_only_changed_its_time_is_told_though_all_is_the_same(english: Language) -> None:
    moved = [replace(row, when="period") if row.id == 2 else row for row in TRACE]
    assert said(english, "ledger", asked(ledger=Sums.of_rows(moved, DIMENSIONS)))[2:] == [
        "5: the report has USD 50.00, the ledger USD 150.00.",
        "-: the report has USD 65.00, the ledger USD 165.00.",
    ]


def test_a_proof_that_fails_says_by_how_much(english: Language) -> None:
    report = build_statement(source())
    proof = report.proofs[0]
    broken = replace(report, proofs=(replace(proof, difference=replace(proof.difference, value=Decimal("-0.01"))),))
    assert said(english, "ledger", asked(report=broken))[2:] == ["Categories and ledger: the two differ by −0.01."]


def test_figures_that_add_up_are_counted(english: Language) -> None:
    count = len({figure.key for figure in build_statement(source()).figures()})
    assert said(english, "sums", asked()) == [
        "passed",
        f"{count} figures were worked out anew, and are the same.",
    ]


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("balance.5", "7", "balance.5 is 7; worked out anew it is −180.00."),
        ("delivery.1", "0.5", "delivery.1 is 0.5; worked out anew it is empty."),
    ],
)
def test_a_figure_that_differs_says_both_values(english: Language, key: str, value: str, sentence: str) -> None:
    wrong = asked(report=with_value(build_statement(source()), key, value))
    assert said(english, "sums", wrong) == ["failed", "1 figure differs.", sentence]


# --- the report before -----------------------------------------------------------------------------------------------


def before(**values: Decimal | None) -> PreviousReport:
    return PreviousReport(9, 3, QUARTER, {key.replace("_", "."): value for key, value in values.items()})


def test_a_first_report_has_nothing_to_go_on_from(english: Language) -> None:
    first = ["not_applicable", "No report of its kind before it was submitted from this office."]
    assert said(english, "opening", asked()) == first
    assert said(english, "cumulative", asked()) == first


def test_the_opening_balance_is_told_with_the_report_it_goes_on_from(english: Language) -> None:
    assert said(english, "opening", asked(source(previous=before(fund_closing=Decimal(900))))) == [
        "passed",
        "USD 900.00, as report 3 closed with.",
    ]
    assert said(english, "opening", asked(source(previous=before(fund_closing=Decimal("900.01"))))) == [
        "failed",
        "It does not go on from report 3.",
        "It opens with USD 900.00; report 3 closed with USD 900.01.",
    ]
    assert said(english, "opening", asked(source(previous=before(fund_closing=None))))[2:] == [
        "It opens with USD 900.00; report 3 closed with USD 0.00."
    ]
    assert said(english, "opening", asked(source(previous=before(other=Decimal(1))))) == [
        "not_applicable",
        "It states no opening balance that report 3 closed with.",
    ]


def test_cumulative_figures_are_told_with_what_makes_them(english: Language) -> None:
    right = before(cumulative_5=Decimal(100), cumulative_direct=Decimal(100), cumulative_total=Decimal(100))
    assert said(english, "cumulative", asked(source(previous=right))) == [
        "passed",
        "10 figures go on from report 3.",
    ]
    low = replace(right, values={**right.values, "cumulative.5": Decimal("99.99")})
    assert said(english, "cumulative", asked(source(previous=low))) == [
        "failed",
        "It does not go on from report 3.",
        "In all USD 150.00; before, adjustments and the period make USD 149.99.",
    ]


@pytest.mark.parametrize(
    ("rate", "answer"),
    [
        (None, ["not_applicable", "The rules of the grant give no rate."]),
        ("0.1", ["passed", "USD 15.00, as the rules of the grant give."]),
        ("0.07", ["failed", *2 * ["Support costs posted are USD 4.50 over 7 % of the direct costs."]]),
        ("0.13", ["failed", *2 * ["Support costs posted are USD 4.50 short of 13 % of the direct costs."]]),
        ("0.10003", ["passed", "USD 15.00, as the rules of the grant give."]),
        ("0.10004", ["failed", *2 * ["Support costs posted are USD 0.01 short of 10.004 % of the direct costs."]]),
    ],
)
def test_support_costs_are_told_to_the_cent(english: Language, rate: str | None, answer: list[str]) -> None:
    made = source(indirect_rate=None if rate is None else Decimal(rate))
    assert said(english, "indirect", asked(made)) == answer


def test_commitments_stand_apart_or_are_told(english: Language) -> None:
    assert said(english, "commitments", asked()) == ["passed", "USD 30.00 of open commitments stands apart."]
    mixed = Sums.of_rows([*TRACE, replace(trace_row(6, "commitment", "5.00"), spent=Decimal(-5))], DIMENSIONS)
    assert said(english, "commitments", asked(sums=mixed)) == [
        "failed",
        "Costs and commitments are mixed.",
        "USD −5.00 of commitments stands among the costs.",
    ]


# --- entries ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "entries", "answer"),
    [
        ("dates", EntryFacts(), ["passed", "All are dated 1 Jan 2019 to 31 Dec 2019."]),
        (
            "dates",
            EntryFacts(outside=ONE),
            ["failed", *2 * ["1 cost is dated outside 1 Jan 2019 to 31 Dec 2019."]],
        ),
        (
            "dates",
            EntryFacts(outside=GROUP),
            ["failed", *2 * ["3 costs are dated outside 1 Jan 2019 to 31 Dec 2019."]],
        ),
        ("closure", EntryFacts(), ["passed", "No cost is dated later."]),
        (
            "closure",
            EntryFacts(after_closure=ONE),
            ["failed", *2 * ["1 cost is dated after the last day on which obligations may be paid."]],
        ),
        ("rates", EntryFacts(), ["not_applicable", "Every entry is in the currency of the grant."]),
        ("rates", EntryFacts(foreign=1), ["passed", "1 entry in another currency states its rate."]),
        ("rates", EntryFacts(foreign=2), ["passed", "2 entries in other currencies state their rates."]),
        (
            "rates",
            EntryFacts(foreign=9, without_rate=GROUP),
            ["failed", *2 * ["3 entries in other currencies do not say where their rates come from."]],
        ),
        ("documents", EntryFacts(), ["not_applicable", "No cost is new in it."]),
        ("documents", EntryFacts(costs=1), ["passed", "1 cost has its document."]),
        (
            "documents",
            EntryFacts(costs=9, without_document=GROUP),
            ["failed", *2 * ["3 costs of 9 have no file attached."]],
        ),
        ("negatives", EntryFacts(), ["passed", "Each says what it reverses or what it is."]),
        (
            "negatives",
            EntryFacts(negative=(NegativeEntry(8, "", Decimal("-0.01")),)),
            ["failed", "1 is not explained.", "#8: USD −0.01"],
        ),
    ],
)
def test_entries_are_told_by_their_number(english: Language, code: str, entries: EntryFacts, answer: list[str]) -> None:
    assert said(english, code, asked(entries=entries)) == answer


@pytest.mark.parametrize("missing", ["starts_on", "ends_on"])
def test_a_grant_without_a_first_or_a_last_day_has_no_eligible_costs(english: Language, missing: str) -> None:
    assert said(english, "dates", asked(source(TRACE, **{missing: None}))) == [
        "failed",
        "Nobody can tell which costs are eligible.",
        "NER-CT-01 has no dates.",
    ]


# --- limits ----------------------------------------------------------------------------------------------------------

LINES = (LineFacts(1, "5.1", "5.1", "Visits", 5, Decimal(120)), LineFacts(2, "8", "8", "Support", 8, Decimal(20)))


def limited(percent: str, measure: Measure = Measure.LINE, **values: Any) -> ReportFacts:
    rule = Rule(9, RuleKind.FLEXIBILITY, percent=Decimal(percent), measure=measure, **values)
    return source(book=RuleBook((rule,)), lines=LINES)


def test_exactly_the_limit_is_within_it_and_a_hundredth_less_is_not() -> None:
    """150 of 120 is 25 per cent over."""
    assert check("limits", asked(limited("25"))).state is CheckState.PASSED
    assert check("limits", asked(limited("24.99"))).state is CheckState.FAILED


def test_what_is_over_is_told_and_explained(english: Language) -> None:
    assert said(english, "limits", asked(limited("10"))) == [
        "failed",
        "1 is not explained.",
        "Line 5.1: spent +25 % over the budget is more than 10 %, the funder has to agree first.",
    ]
    explained = asked(limited("10"), explanations={"limit:line=5.1": "A flood."})
    assert said(english, "limits", explained) == ["passed", "1 is over its limit, and is explained."]
    assert said(english, "limits", asked(limited("30"))) == ["passed", "Nothing is over its limit."]


@pytest.mark.parametrize(
    ("amount", "state"), [("139.99", CheckState.FAILED), ("140", CheckState.PASSED), ("141", CheckState.PASSED)]
)
def test_a_limit_counts_only_for_budgets_above_its_amount(amount: str, state: CheckState) -> None:
    assert check("limits", asked(limited("10", amount=Decimal(amount)))).state is state


def test_a_rule_that_starts_after_the_report_limits_nothing_yet(english: Language) -> None:
    idle = ["not_applicable", "The grant has no rule on how far costs may leave the budget."]
    assert said(english, "limits", asked(limited("10", starts_on=date(2019, 10, 1)))) == idle
    assert check("limits", asked(limited("10", starts_on=date(2019, 9, 30)))).state is CheckState.FAILED
    assert said(english, "limits", asked(replace(limited("10"), lines=()))) == idle


def test_a_line_in_two_budgets_has_both_amounts() -> None:
    twice = replace(limited("0"), lines=(*LINES, replace(LINES[0], id=3, amount=Decimal(30))))
    assert check("limits", asked(twice)).state is CheckState.PASSED


# --- people, the end -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("prepared", "certified", "answer"),
    [
        ("Aïssata", "Ibrahim", ["passed", "Prepared by Aïssata, certified by Ibrahim."]),
        (" ", "Ibrahim", ["failed", *2 * ["Name who prepared it and who certifies it."]]),
        ("Aïssata", "AÏSSATA", ["failed", *2 * ["Aïssata prepared it and cannot certify it."]]),
        ("Aïssata", "Ai\u0308ssata", ["failed", *2 * ["Aïssata prepared it and cannot certify it."]]),
        ("Aïssata", "Aissata", ["passed", "Prepared by Aïssata, certified by Aissata."]),
    ],
)
def test_two_people_are_told_by_their_names(
    english: Language, prepared: str, certified: str, answer: list[str]
) -> None:
    assert said(english, "people", asked(prepared_by=prepared, certified_by=certified)) == answer


def test_the_end_is_told(english: Language) -> None:
    assert said(english, "final", asked()) == ["not_applicable", "It is not the last report."]
    assert said(english, "final", asked(source(is_final=True))) == [
        "failed",
        "2 things are still open.",
        "USD 30.00 is still committed. Post what was paid, and cancel the rest.",
        "USD 835.00 is left. Say what happens to it.",
    ]
    spent_up = [TRACE[0], trace_row(2, "expenditure", "1000.00")]
    assert said(english, "final", asked(source(spent_up, is_final=True), spent_up)) == [
        "passed",
        "No commitment is open, and nothing is left undealt with.",
    ]


@pytest.mark.parametrize(
    ("ended_by", "answer"),
    [
        (None, ["passed", "All are dated 1 Jan 2019 to 31 Dec 2019."]),
        (date(2019, 9, 30), ["passed", "All are dated 1 Jan 2019 to 31 Dec 2019."]),
        (date(2019, 9, 29), ["failed", *2 * ["The report ends on 30 Sep 2019, and costs can still come."]]),
    ],
)
def test_a_period_is_over_on_its_last_day(english: Language, ended_by: date | None, answer: list[str]) -> None:
    assert said(english, "dates", asked(ended_by=ended_by)) == answer


@pytest.mark.parametrize(("starts_on", "early"), [(date(2019, 9, 30), False), (date(2019, 10, 1), True)])
def test_a_grant_that_begins_after_the_report_is_told(english: Language, starts_on: date, early: bool) -> None:
    found = said(english, "dates", asked(source(TRACE, starts_on=starts_on)))
    sentence = "The report ends before NER-CT-01 starts on 1 Oct 2019."
    assert found == (
        ["failed", sentence, sentence] if early else ["passed", "All are dated 30 Sep 2019 to 31 Dec 2019."]
    )


def test_rates_that_were_typed_are_explained_or_stop_the_report(english: Language) -> None:
    typed = EntryFacts(foreign=2, without_rate=GROUP)
    assert said(english, "rates", asked(entries=typed, explanations={"rates": "The bank's own."})) == [
        "passed",
        "It is explained where the rates that were typed come from.",
    ]
    assert [cause.explain for cause in check("rates", asked(entries=typed, explanations={"rates": " "})).causes] == [
        "rates"
    ]
