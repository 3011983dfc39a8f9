"""Whatever stands in the ledger, the statement adds up: rows to totals, categories to ledger, opening to closing."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.ledger import LedgerKind
from desktop.reports.forms.statement import build_statement
from desktop.reports.report import Difference, EntrySum, Figure, Given, Product, RateOn, Ratio, Report, SumOf
from desktop.reports.trace import TraceRow
from tests.helpers.statements import BEFORE_QUARTER, IN_QUARTER, behind, statement_inputs, trace_row

COLUMNS = ("budget", "period", "cumulative", "committed", "balance")
CATEGORIES = (*"12345678", "-")
cents = st.integers(-(10**12), 10**12).map(lambda number: Decimal(number).scaleb(-2))


@st.composite
def ledgers(draw: st.DrawFn) -> list[TraceRow]:
    """Entries of every kind, in and before the period, with and without a category."""
    entries = draw(
        st.lists(
            st.tuples(
                st.sampled_from(list(LedgerKind)),
                cents,
                st.sampled_from((BEFORE_QUARTER, IN_QUARTER)),
                st.sampled_from(CATEGORIES),
            ),
            max_size=25,
        )
    )
    return [
        trace_row(number, kind, str(amount), on=on, category="-" if kind is LedgerKind.RECEIPT else category)
        for number, (kind, amount, on, category) in enumerate(entries, start=1)
    ]


budgets = st.dictionaries(st.sampled_from((*range(1, 9), None)), cents, max_size=9)


def value(report: Report, key: str) -> Decimal:
    return report.figure(key).value or Decimal(0)


def total_of(trace: list[TraceRow], measure: str, **where: str) -> Decimal:
    return sum((row.measure(measure) for row in trace if row.fulfils(tuple(where.items()))), Decimal(0))


@settings(max_examples=80, deadline=None)
@given(ledgers(), budgets)
def test_direct_and_indirect_cost_are_the_total_in_every_column(
    trace: list[TraceRow], budget: dict[int | None, Decimal]
) -> None:
    report = build_statement(statement_inputs(trace, budget=budget))
    for column in COLUMNS:
        assert value(report, f"{column}.direct") + value(report, f"{column}.8") == value(report, f"{column}.total")


@settings(max_examples=80, deadline=None)
@given(ledgers(), budgets)
def test_the_rows_add_up_to_the_subtotal_and_the_ledger(
    trace: list[TraceRow], budget: dict[int | None, Decimal]
) -> None:
    report = build_statement(statement_inputs(trace, budget=budget))
    keys = {figure.key for figure in report.figures()}
    direct = [number for number in (*"1234567", "-") if f"budget.{number}" in keys]
    for column in COLUMNS:
        assert sum(value(report, f"{column}.{number}") for number in direct) == value(report, f"{column}.direct")
    assert value(report, "budget.total") == sum(budget.values())
    assert value(report, "cumulative.total") == total_of(trace, "spent")
    assert value(report, "period.total") == total_of(trace, "spent", when="period")
    assert value(report, "committed.total") == total_of(trace, "committed")


@settings(max_examples=80, deadline=None)
@given(ledgers())
def test_opening_and_receipts_less_expenditure_are_closing(trace: list[TraceRow]) -> None:
    report = build_statement(statement_inputs(trace))
    opening, closing = value(report, "fund.opening"), value(report, "fund.closing")
    assert opening + value(report, "fund.receipts") - value(report, "fund.spent") == closing
    assert opening == total_of(trace, "received", when="before") - total_of(trace, "spent", when="before")
    assert closing == total_of(trace, "received") - total_of(trace, "spent")


@settings(max_examples=60, deadline=None)
@given(ledgers(), budgets)
def test_without_a_rate_it_is_always_proved(trace: list[TraceRow], budget: dict[int | None, Decimal]) -> None:
    assert build_statement(statement_inputs(trace, budget=budget)).is_proved


@settings(max_examples=80, deadline=None)
@given(ledgers(), st.decimals(0, 1, places=4))
def test_with_a_rate_it_says_exactly_when_support_costs_do_not_follow_it(trace: list[TraceRow], rate: Decimal) -> None:
    report = build_statement(statement_inputs(trace, indirect_rate=rate))
    direct = total_of(trace, "spent") - total_of(trace, "spent", category="8")
    expected = (direct * rate).quantize(Decimal("0.01"), rounding="ROUND_HALF_UP")
    noted = [note for note in report.notes if note.text.startswith("Support costs posted are ")]
    assert report.is_proved
    assert bool(noted) is (total_of(trace, "spent", category="8") != expected)


def worked_out(report: Report, trace: list[TraceRow], figure: Figure) -> Decimal | None:
    """What the formula of a figure gives, worked out once more from entries and other figures."""

    def known(key: str) -> Decimal:
        return value(report, key)

    match figure.formula:
        case Given():
            return figure.value
        case EntrySum(measure, where):
            return total_of(trace, measure, **dict(where))
        case SumOf(keys):
            return sum(map(known, keys), Decimal(0))
        case Difference(whole, parts):
            return known(whole) - sum(map(known, parts), Decimal(0))
        case Ratio(part, whole):
            share = known(part) / known(whole) if known(whole) else None
            return share if share is None else share.quantize(Decimal("0.0001"), rounding="ROUND_HALF_UP")
        case Product():
            raise AssertionError("a statement multiplies nothing")
        case RateOn(rate, base, decimals):
            return (known(base) * rate).quantize(Decimal(1).scaleb(-decimals), rounding="ROUND_HALF_UP")


@settings(max_examples=60, deadline=None)
@given(ledgers(), budgets)
def test_every_figure_is_what_its_formula_says(trace: list[TraceRow], budget: dict[int | None, Decimal]) -> None:
    report = build_statement(statement_inputs(trace, budget=budget, indirect_rate=Decimal("0.13")))
    for figure in report.figures():
        assert figure.value == worked_out(report, trace, figure), figure.key


@settings(max_examples=60, deadline=None)
@given(ledgers())
def test_every_entry_that_counts_stands_behind_the_total_and_no_other_does(trace: list[TraceRow]) -> None:
    report = build_statement(statement_inputs(trace))
    spent = [row for row in trace if row.spent]
    assert behind(report, trace, "cumulative.total") == tuple(spent)
    assert behind(report, trace, "committed.total") == tuple(row for row in trace if row.committed)
    assert behind(report, trace, "fund.closing") == tuple(row for row in trace if row.spent or row.received)


@settings(max_examples=40, deadline=None)
@given(ledgers())
def test_the_entries_behind_a_category_sum_to_its_figure(trace: list[TraceRow]) -> None:
    report = build_statement(statement_inputs(trace))
    for number in "12345678":
        for key, measure in ((f"cumulative.{number}", "spent"), (f"committed.{number}", "committed")):
            found = behind(report, trace, key)
            assert sum((row.measure(measure) for row in found), Decimal(0)) == report.figure(key).value
            assert {row.category for row in found} <= {number}
