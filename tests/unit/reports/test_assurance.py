"""Each check of a report passes where all is well, and where it fails it leads to its cause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from desktop.domain.rules import Rule, RuleBook
from desktop.domain.support_costs import rated_costs
from desktop.domain.terms import Counting, IndirectBase, Measure, RuleKind, Unspent
from desktop.language import say
from desktop.reports.assurance import (
    CHECKS,
    DIMENSIONS,
    AssuranceFacts,
    Check,
    CheckState,
    EntryFacts,
    EntryGroup,
    NegativeEntry,
    assure,
    stopping,
)
from desktop.reports.assurance.entries import UNSPENT_KEY, limit_key, negative_key
from desktop.reports.assurance.recompute import recomputed
from desktop.reports.facts import LineFacts, PreviousReport, ReportFacts
from desktop.reports.forms.statement import build_statement
from desktop.reports.layouts import LAYOUTS
from desktop.reports.report import Difference, Figure, Formula, Given, Product, RateOn, Ratio, Report, SumOf
from desktop.reports.trace import ADJUSTMENT, BEFORE, Sums, TraceRow
from tests.helpers.statements import BEFORE_QUARTER, QUARTER, statement_inputs, trace_row

CODES = [
    *("ledger", "sums", "opening", "cumulative", "indirect", "dates", "closure", "commitments", "rates", "limits"),
    *("negatives", "people", "final", "documents"),
]
RECEIVED = trace_row(1, "receipt", "1000.00", on=BEFORE_QUARTER)
TRACE = (
    RECEIVED,
    trace_row(2, "expenditure", "100.00", on=BEFORE_QUARTER, line="5.1"),
    trace_row(3, "expenditure", "50.00", line="5.1"),
    trace_row(4, "commitment", "30.00"),
    trace_row(5, "expenditure", "15.00", category="8"),
)
LINES = (LineFacts(1, "5.1", "5.1", "Visits", 5, Decimal(120)), LineFacts(2, "8", "8", "Support", 8, Decimal(20)))
LIMIT = Rule(9, RuleKind.FLEXIBILITY, percent=Decimal(10), measure=Measure.LINE, counting=Counting.TRANSFER)
DAYS = {"starts_on": date(2019, 1, 1), "ends_on": date(2019, 12, 31)}


def source(trace: Sequence[TraceRow] = TRACE, **values: Any) -> ReportFacts:
    return statement_inputs(trace, **{**DAYS, "lines": LINES, **values})


def facts(made: ReportFacts | None = None, **values: Any) -> AssuranceFacts:
    """A report of the third quarter on which all is well."""
    made = source() if made is None else made
    report = values.pop("report", None) or build_statement(made)
    sums = values.pop("sums", None) or of(TRACE)
    plain: dict[str, Any] = {"ledger": sums, "prepared_by": "Aïssata", "certified_by": "Ibrahim", "report_id": 7}
    return AssuranceFacts(report, made, sums, **{**plain, **values})


def of(trace: Sequence[TraceRow]) -> Sums:
    return Sums.of_rows(trace, DIMENSIONS)


def check(code: str, asked: AssuranceFacts) -> Check:
    return next(each for each in assure(asked) if each.code == code)


def causes(code: str, asked: AssuranceFacts) -> list[tuple[str, str, tuple[int, ...]]]:
    """Where a failed check leads: figure, register and records."""
    found = check(code, asked)
    assert found.state is CheckState.FAILED
    assert found.stops is (code != "documents")
    return [(cause.figure, cause.register, cause.record_ids) for cause in found.causes]


def previous(**values: str) -> PreviousReport:
    """The report on the quarter before, which said what this one begins with."""
    said = {"fund.closing": "900", "cumulative.5": "100", "cumulative.direct": "100", "cumulative.total": "100"}
    figures = {key.replace("_", "."): Decimal(value) for key, value in {**said, **values}.items()}
    return PreviousReport(1, 3, QUARTER, figures)


# --- all is well -----------------------------------------------------------------------------------------------------


def test_every_check_is_made_in_its_order() -> None:
    found = assure(facts())
    assert [each.code for each in found] == CODES
    assert [each.__name__ for each in CHECKS] == [f"check_{code}" for code in CODES]
    idle = {"opening", "cumulative", "indirect", "rates", "limits", "final", "documents"}
    assert {each.code for each in found if each.state is CheckState.NOT_APPLICABLE} == idle
    assert {each.state for each in found if each.code not in idle} == {CheckState.PASSED}
    assert stopping(found, ()) == ()


def test_all_that_can_apply_passes_where_all_is_well() -> None:
    made = source(
        previous=previous(), indirect_rate=Decimal("0.1"), book=RuleBook((LIMIT,)), is_final=True, lines=LINES[:1]
    )
    entries = EntryFacts(foreign=2, costs=3)
    sums = of([row for row in TRACE if row.kind != "commitment"])
    found = assure(
        replace(facts(made, entries=entries, sums=sums, explanations={UNSPENT_KEY: "x", "limit:line=5.1": "y"}))
    )
    assert {each.code: str(each.state) for each in found} == dict.fromkeys(CODES, "passed")


def test_a_waived_check_stops_nothing_but_where_no_reason_makes_up_for_it() -> None:
    asked = EntryFacts(after_closure=EntryGroup(1, (4,)), costs=1, without_document=EntryGroup(1, (3,)))
    found = assure(facts(prepared_by="", entries=asked))
    assert [each.code for each in stopping(found, ())] == ["closure", "people"]
    assert [each.code for each in stopping(found, ["closure", "people"])] == ["people"]
    assert {each.code for each in found if not each.waivable} == {"ledger", "sums", "commitments", "people"}


# --- figures ---------------------------------------------------------------------------------------------------------


def test_a_category_that_the_ledger_does_not_have_so_leads_to_its_figure() -> None:
    other = of([*TRACE, trace_row(6, "expenditure", "1.00", category="2", output="1.1")])
    assert causes("ledger", facts(ledger=other)) == [
        ("period.2", "", ()),
        ("", "ledger", ()),
    ]


def test_a_proof_that_does_not_hold_leads_to_its_figure() -> None:
    report = build_statement(source())
    proof = report.proofs[0]
    broken = replace(proof, difference=replace(proof.difference, value=Decimal("0.01")))
    assert ("cumulative.total", "", ()) in causes("ledger", facts(report=replace(report, proofs=(broken,))))


def changed(report: Report, key: str, value: str | None) -> Report:
    """The report with another value in one of its figures."""

    def cell(each: Any) -> Any:
        same = not isinstance(each, Figure) or each.key != key
        return each if same else replace(each, value=None if value is None else Decimal(value))

    tables = tuple(
        replace(table, rows=tuple(replace(row, cells=tuple(map(cell, row.cells))) for row in table.rows))
        for table in report.tables
    )
    return replace(report, tables=tables)


@pytest.mark.parametrize(
    ("key", "value", "led_to"),
    [
        ("period.5", "51", {"period.5", "period.direct"}),
        ("balance.5", "1", {"balance.5"}),
        ("delivery.total", "0.5", {"delivery.total"}),
        ("fund.closing", None, {"fund.closing"}),
    ],
)
def test_a_figure_that_is_not_what_makes_it_is_found(key: str, value: str | None, led_to: set[str]) -> None:
    wrong = facts(report=changed(build_statement(source()), key, value))
    assert {figure for figure, _register, _ids in causes("sums", wrong)} >= led_to
    assert check("sums", facts()).state is CheckState.PASSED


def test_every_formula_is_worked_out_anew() -> None:
    given = Given(say("Stated"))
    figures = {key: Figure(key, Decimal(value), given) for key, value in (("a", "7"), ("b", "3"), ("zero", "0"))}
    formulas: dict[Formula, str] = {
        SumOf(("a", "b")): "10",
        Difference("a", ("b", "b")): "1",
        Ratio("a", "b"): "2.3333",
        Ratio("b", "a", 2): "0.43",
        RateOn(Decimal("0.13"), "a", 1): "0.9",
        Product(("a", "b"), 0): "21",
    }
    for formula, value in formulas.items():
        assert recomputed(Figure("x", None, formula), figures, of(())) == Decimal(value)
    assert recomputed(Figure("x", None, Ratio("a", "zero")), figures, of(())) is None
    assert recomputed(figures["a"], figures, of(())) == 7


def test_an_opening_balance_goes_on_from_the_report_before() -> None:
    assert check("opening", facts(source(previous=previous()))).state is CheckState.PASSED
    assert causes("opening", facts(source(previous=previous(fund_closing="901")))) == [("fund.opening", "", ())]
    silent = PreviousReport(1, 3, QUARTER, {})
    assert check("opening", facts(source(previous=silent))).state is CheckState.NOT_APPLICABLE


def test_what_is_in_all_goes_on_from_the_report_before() -> None:
    assert check("cumulative", facts(source(previous=previous()))).state is CheckState.PASSED
    wrong = facts(source(previous=previous(cumulative_5="99")))
    assert causes("cumulative", wrong) == [("cumulative.5", "", ())]
    late = [*TRACE, trace_row(6, "expenditure", "7.00", on=BEFORE_QUARTER, when=ADJUSTMENT)]
    assert check("cumulative", facts(source(late, previous=previous()), sums=of(late))).state is CheckState.PASSED
    bare = replace(build_statement(source()), tables=(), workings=(), proofs=())
    assert check("cumulative", facts(source(previous=previous()), report=bare)).state is CheckState.NOT_APPLICABLE


def test_support_costs_are_the_rate_on_the_costs() -> None:
    assert check("indirect", facts(source(indirect_rate=Decimal("0.1")))).state is CheckState.PASSED
    assert causes("indirect", facts(source(indirect_rate=Decimal("0.13")))) == [("cumulative.8", "", ())]
    bare = replace(build_statement(source()), tables=(), workings=(), proofs=())
    assert causes("indirect", facts(source(indirect_rate=Decimal("0.13")), report=bare)) == [("", "ledger", ())]


def test_support_costs_may_follow_several_rates() -> None:
    book = RuleBook((Rule(1, RuleKind.INDIRECT, percent=Decimal(10), choice=IndirectBase.DIRECT),))
    parts = rated_costs(book, [(date(2019, 2, 1), 5, Decimal(150))], currency="USD")
    assert check("indirect", facts(source(support_costs=parts))).state is CheckState.PASSED
    more = rated_costs(book, [(date(2019, 2, 1), 5, Decimal(160))], currency="USD")
    assert causes("indirect", facts(source(support_costs=more))) == [("cumulative.8", "", ())]


def test_commitments_are_not_counted_as_spent() -> None:
    wrong = of([*TRACE, replace(trace_row(6, "commitment", "5.00"), spent=Decimal(5))])
    assert causes("commitments", facts(sums=wrong)) == [("", "ledger", ())]
    report = build_statement(source())
    table = report.tables[0]
    row = table.rows[0]
    mixed = replace(row.figures[1], formula=SumOf(("cumulative.1", "committed.1")))
    cells = (row.cells[0], mixed, *row.cells[2:])
    broken = replace(
        report, tables=(replace(table, rows=(replace(row, cells=cells), *table.rows[1:])), report.tables[1])
    )
    assert ("period.1", "", ()) in causes("commitments", facts(report=broken))


# --- entries ---------------------------------------------------------------------------------------------------------


def test_where_typed_rates_come_from_can_be_said() -> None:
    typed = EntryFacts(foreign=9, without_rate=EntryGroup(3, (4, 5, 6)))
    assert [cause.explain for cause in check("rates", facts(entries=typed)).causes] == ["rates"]
    said = facts(entries=typed, explanations={"rates": "The slips of the bank, of the day of each cost"})
    assert check("rates", said).state is CheckState.PASSED


def test_a_report_does_not_go_out_while_costs_can_still_come() -> None:
    last = source().period.last
    early = facts(ended_by=last - timedelta(days=1))
    assert causes("dates", early) == [("", "donor_reports", (7,))]
    assert check("dates", facts(ended_by=last)).state is CheckState.PASSED
    outside = EntryFacts(outside=EntryGroup(1, (4,)))
    early = facts(ended_by=last - timedelta(days=1), entries=outside, report_id=0)
    assert causes("dates", early) == [("", "donor_reports", ()), ("", "ledger", (4,))]
    assert {layout.name for layout in LAYOUTS.values() if layout.looks_ahead} == {"cash_request", "sf424a"}


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("dates", EntryFacts(outside=EntryGroup(3, (4, 5, 6)))),
        ("closure", EntryFacts(after_closure=EntryGroup(3, (4, 5, 6)))),
        ("rates", EntryFacts(foreign=9, without_rate=EntryGroup(3, (4, 5, 6)))),
        ("documents", EntryFacts(costs=9, without_document=EntryGroup(3, (4, 5, 6)))),
    ],
)
def test_what_is_wrong_with_entries_leads_to_them(code: str, found: EntryFacts) -> None:
    assert causes(code, facts(entries=found)) == [("", "ledger", (4, 5, 6))]
    assert check(code, facts(entries=EntryFacts(foreign=9, costs=9))).state is CheckState.PASSED


def test_a_grant_without_dates_leads_to_itself() -> None:
    assert causes("dates", facts(source(starts_on=None))) == [("", "grants", (1,))]


def test_a_report_on_days_before_the_grant_does_not_go_out() -> None:
    assert causes("dates", facts(source(starts_on=date(2030, 1, 1)))) == [("", "grants", (1,))]


@pytest.mark.parametrize(
    ("measure", "key", "figure"),
    [
        (Measure.LINE, "line=5.1", ""),
        (Measure.CATEGORY, "category=5", "cumulative.5"),
        (Measure.TOTAL, "", ""),
    ],
)
def test_what_is_over_its_limit_is_explained(measure: Measure, key: str, figure: str) -> None:
    made = source(book=RuleBook((replace(LIMIT, measure=measure),)))
    (cause,) = check("limits", facts(made)).causes
    assert (cause.figure, cause.register, cause.explain) == (figure, "rules", limit_key(key))
    assert check("limits", facts(made, explanations={limit_key(key): " "})).state is CheckState.FAILED
    assert check("limits", facts(made, explanations={limit_key(key): "Agreed"})).state is CheckState.PASSED
    within = source(book=RuleBook((replace(LIMIT, measure=measure, percent=Decimal(90)),)))
    assert check("limits", facts(within)).state is CheckState.PASSED


def test_a_cost_without_category_may_be_over_its_limit_too() -> None:
    trace = [trace_row(2, "expenditure", "5.00", category="-")]
    made = source(trace, book=RuleBook((replace(LIMIT, measure=Measure.CATEGORY),)))
    (cause,) = check("limits", facts(made, sums=of(trace))).causes
    assert (cause.figure, cause.explain) == ("cumulative.-", "limit:category=")


def test_a_cost_below_zero_is_explained() -> None:
    found = EntryFacts(negative=(NegativeEntry(4, "PV-4", Decimal(-5)), NegativeEntry(5, "", Decimal(-6))))
    assert causes("negatives", facts(entries=found)) == [("", "ledger", (4,)), ("", "ledger", (5,))]
    half = check("negatives", facts(entries=found, explanations={negative_key(4): "Charged twice"}))
    assert [cause.explain for cause in half.causes] == [negative_key(5)]
    said = {negative_key(4): "Charged twice", negative_key(5): "Charged twice"}
    assert check("negatives", facts(entries=found, explanations=said)).state is CheckState.PASSED


# --- people, the last report -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("prepared", "certified"),
    [("", "Ibrahim"), ("Aïssata", " "), ("Aïssata Diallo", " aïssata  DIALLO "), ("Ai\u0308ssata", "Aïssata")],
)
def test_two_people_answer_for_it(prepared: str, certified: str) -> None:
    asked = facts(prepared_by=prepared, certified_by=certified)
    assert causes("people", asked) == [("", "donor_reports", (7,))]
    assert causes("people", replace(asked, report_id=0)) == [("", "donor_reports", ())]
    assert check("people", facts()).state is CheckState.PASSED


def test_with_the_last_report_no_commitment_is_open_and_nothing_is_left_undealt_with() -> None:
    made = source(is_final=True)
    entries = EntryFacts(open_commitments=EntryGroup(1, (4,)))
    assert causes("final", facts(made, entries=entries)) == [("", "ledger", (4,)), ("", "grants", (1,))]
    paid = [row for row in TRACE if row.kind != "commitment"]
    assert causes("final", facts(made, sums=of(paid))) == [("", "grants", (1,))]
    assert check("final", facts(made, sums=of(paid), explanations={UNSPENT_KEY: "Returned"})).state is CheckState.PASSED


@pytest.mark.parametrize(
    ("received", "rule", "passes", "sentence"),
    [
        ("165", None, True, ""),
        ("165.01", None, False, "USD 0.01 is left. Say what happens to it."),
        ("100", None, False, "USD 65.00 more was spent than received. Say what happens to it."),
        ("415", Rule(2, RuleKind.UNSPENT, choice=Unspent.REFUND, amount=Decimal(250)), True, ""),
        (
            "416",
            Rule(2, RuleKind.UNSPENT, choice=Unspent.REFUND, amount=Decimal(250)),
            False,
            "USD 251.00 is left. Say how this is met: Returned to the funder.",
        ),
    ],
)
def test_what_may_stay_at_the_end_is_in_the_agreement(
    english: Any, received: str, rule: Rule | None, passes: bool, sentence: str
) -> None:
    paid = [trace_row(1, "receipt", received, on=BEFORE_QUARTER, when=BEFORE)]
    paid += [row for row in TRACE if row.kind == "expenditure"]
    made = source(is_final=True, book=RuleBook(() if rule is None else (rule,)))
    found = check("final", facts(made, sums=of(paid)))
    assert (found.state is CheckState.PASSED) is passes
    assert [english.text(cause.sentence).replace("\u00a0", " ") for cause in found.causes] == (
        [sentence] if sentence else []
    )
