"""Every report there is, on grants at the edge: nothing yet, no budget, no cents, money that came back.

Whatever a grant is like, its report adds up, is stored and read again as it was, and can be called by a template.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.rules import Rule, RuleBook
from desktop.domain.terms import Measure, RuleKind, Unspent
from desktop.language import Language
from desktop.reports.assurance.recompute import recomputed
from desktop.reports.facts import LineFacts, RateFacts, ReceiptFacts, ReportFacts
from desktop.reports.forms.commitments_age import AGES
from desktop.reports.frozen import frozen, thawed, values_of
from desktop.reports.layouts import LAYOUTS
from desktop.reports.report import ColumnKind, Figure, Report, RowStyle, Unit
from desktop.reports.templates.placeholders import OPENING, pieces, problems
from desktop.reports.templates.vocabulary import vocabulary
from desktop.reports.trace import ADJUSTMENT, DIMENSIONS, Traced, TraceRow
from tests.helpers.recomputing import require_worked_out
from tests.helpers.report_facts import budget, instalment, line, result
from tests.helpers.statements import BEFORE_QUARTER, QUARTER, statement_inputs, trace_row

LINES = (
    line("1.1", "600", 1, outcome="1", output="1.1", project="P-1"),
    line("5.1", "250", 5, outcome="1", phases=((date(2019, 7, 1), Decimal(100)), (date(2019, 10, 1), Decimal(150)))),
    line("8", "110", 8),
    line("x", "5", None),
)
RESULTS = (result(1, "outcome", "1"), result(2, "output", "1.1", above=1))
ON_GRANT: dict[str, Any] = {"grant": "NER-CT-01", "currency": "USD"}
ROWS = (
    trace_row(1, "receipt", "700", on=BEFORE_QUARTER, **ON_GRANT),
    trace_row(2, "expenditure", "120", on=BEFORE_QUARTER, category="1", line="1.1", outcome="1", output="1.1",
              **ON_GRANT),
    trace_row(3, "expenditure", "300", line="5.1", outcome="1", **ON_GRANT),
    trace_row(4, "refund", "-20", line="5.1", outcome="1", **ON_GRANT),
    trace_row(5, "commitment", "40", category="1", line="1.1", outcome="1", output="1.1", age="2", **ON_GRANT),
    trace_row(6, "adjustment", "33", category="8", **ON_GRANT),
    trace_row(7, "expenditure", "9", category="-", **ON_GRANT),
    trace_row(8, "expenditure", "11", on=BEFORE_QUARTER, when=ADJUSTMENT, category="7", **ON_GRANT),
    trace_row(9, "receipt", "100", **ON_GRANT),
    trace_row(10, "exchange_difference", "-1", category="-", **ON_GRANT),
)  # fmt: skip
RULES = RuleBook(
    (
        Rule(1, RuleKind.FLEXIBILITY, percent=Decimal(10), measure=Measure.LINE),
        Rule(2, RuleKind.FLEXIBILITY, percent=Decimal(15), measure=Measure.CATEGORY),
        Rule(3, RuleKind.UNSPENT, choice=Unspent.REFUND, amount=Decimal(250)),
        Rule(4, RuleKind.INDIRECT, percent=Decimal(13)),
    )
)


def budget_of(lines: Sequence[LineFacts]) -> dict[int | None, Decimal]:
    found: dict[int | None, Decimal] = {}
    for each in lines:
        found[each.category] = found.get(each.category, Decimal(0)) + each.amount
    return found


def inputs(trace: Sequence[TraceRow] = ROWS, lines: Sequence[LineFacts] = LINES, **values: Any) -> ReportFacts:
    """A grant that has a bit of everything, unless it is told otherwise."""
    amounts = {each.key: str(each.amount) for each in lines}
    plain: dict[str, Any] = {
        "lines": tuple(lines),
        "budget": budget_of(lines),
        "budgets": (budget(0, amounts, date(2019, 1, 1)), budget(1, amounts, date(2019, 6, 1))) if lines else (),
        "results": RESULTS,
        "starts_on": date(2019, 1, 1),
        "ends_on": date(2020, 6, 30),
        "cost_share": Decimal(50),
        "projects": (("P-1", "Courts"),),
        "book": RULES,
        "indirect_rate": Decimal("0.13"),
        "instalments": (instalment(1, date(2019, 2, 1), "700", "700"), instalment(2, date(2019, 12, 1), "300")),
    }
    made = statement_inputs(trace, **plain | values)
    ages = tuple(QUARTER.last - timedelta(days=days) for days in AGES)
    return replace(made, scope=replace(made.scope, ages=ages))


EDGES: dict[str, dict[str, Any]] = {
    "all of it": {},
    "the last report": {"is_final": True},
    "nothing yet": {"trace": (), "lines": (), "results": (), "instalments": (), "indirect_rate": None},
    "no rules": {"book": RuleBook(), "indirect_rate": None},
    "no budget": {"lines": (), "trace": [replace(each, line="-") for each in ROWS]},
    "a budget that lost its lines": {"lines": (), "former_lines": LINES},
    "a budget of nothing": {"lines": [replace(each, amount=Decimal(0), phases=()) for each in LINES]},
    "nothing spent": {"trace": ()},
    "only money that came back": {"trace": [replace(each, spent=-each.spent) for each in ROWS if each.spent]},
    "francs": {"currency": "XOF", "trace": [replace(each, currency="XOF") for each in ROWS]},
    "dinars with three decimals": {"currency": "KWD", "trace": [replace(each, currency="KWD") for each in ROWS]},
    "no dates": {"starts_on": None, "ends_on": None},
    "a grant that is over": {"ends_on": date(2019, 6, 30)},
    "no award": {"amount": Decimal(0), "authorized": Decimal(0), "cost_share": None},
    "rates and receipts": {
        "rates": (RateFacts("XOF", Decimal("589.372"), Decimal(1), None, "", 2, Decimal(58937), Decimal(100)),),
        "receipts": (
            ReceiptFacts(9, date(2019, 8, 15), "receipt", Decimal(100), "PV-0009"),
            ReceiptFacts(10, date(2019, 8, 15), "exchange_difference", Decimal(-1), entries=2),
        ),
    },
    "sample data": {"sample": True},
}  # fmt: skip
EVERY = [(name, edge) for name in LAYOUTS for edge in EDGES]


def made(name: str, edge: str) -> tuple[Report, ReportFacts, Sequence[TraceRow]]:
    values = dict(EDGES[edge])
    if LAYOUTS[name].sums is not Traced.ENTRIES:  # none of these entries is for a deployment
        values["trace"] = ()
    facts = inputs(**values)
    return LAYOUTS[name].build(facts), facts, values.get("trace", ROWS)


@pytest.mark.parametrize(("name", "edge"), EVERY)
def test_every_report_adds_up_at_every_edge(name: str, edge: str) -> None:
    report, facts, trace = made(name, edge)
    require_worked_out(report, trace)
    figures = {figure.key: figure for figure in report.figures()}
    assert [key for key, each in figures.items() if recomputed(each, figures, facts.sums) != each.value] == []
    assert all(figures[each.key] == each for each in report.figures()), "one key, one figure"
    assert (report.name, report.period, report.entry_count) == (name, QUARTER, len(trace))


@pytest.mark.parametrize(("name", "edge"), EVERY)
def test_every_report_is_read_again_as_it_was_stored(name: str, edge: str) -> None:
    report, _facts, _trace = made(name, edge)
    stored = json.loads(json.dumps(frozen(report)))
    again = thawed(stored)
    assert again == report
    assert values_of(again) == stored["values"]
    assert json.loads(json.dumps(frozen(again))) == stored


@pytest.mark.parametrize(("name", "edge"), EVERY)
def test_the_cells_of_every_report_are_what_their_columns_hold(name: str, edge: str) -> None:
    report, _facts, _trace = made(name, edge)
    for table in report.tables:
        kinds = [column.kind for column in table.columns]
        assert len({column.key for column in table.columns}) == len(kinds), table.key
        assert len({row.key for row in table.rows}) == len(table.rows), table.key
        for row in table.rows:
            assert len(row.cells) <= len(kinds), row.key
            assert row.style is not RowStyle.HEADING or not row.figures, row.key
            for kind, cell in zip(kinds, row.cells, strict=False):
                if cell is None:
                    continue
                assert isinstance(cell, Figure) is kind.is_number, (row.key, kind)
                if isinstance(cell, Figure):
                    assert (cell.unit is Unit.SHARE) is (kind is ColumnKind.SHARE), cell.key
                else:
                    assert isinstance(cell, date) is (kind is ColumnKind.DAY), (row.key, cell)
    if report.chart is not None:
        charted = report.table(report.chart.table)
        assert set(report.chart.columns) <= {column.key for column in charted.columns}


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_name_of_every_report_can_be_written_into_a_template(name: str) -> None:
    report, facts, _trace = made(name, "all of it")
    words = vocabulary(report, letterhead=facts.letterhead, grant=facts.grant)
    for figure in report.figures():
        known = words.terms.get(figure.key.casefold().replace(" ", "_"))
        assert known is None or known.value == figure.value or figure.key.startswith("proof."), figure.key
    for term in words.terms:
        text = OPENING + term + "}}"
        assert list(problems(text, pieces(text), words.known(), place="A1", table=None)) == [], term


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_layout_asks_for_what_its_figures_are_told_apart_by(name: str) -> None:
    """A figure that a database could not sum by would fail only there."""
    layout = LAYOUTS[name]
    assert set(layout.dimensions) <= set(DIMENSIONS)
    for edge in EDGES:
        report, _facts, _trace = made(name, edge)
        asked = {column for key in {f.key for f in report.figures()} for each in report.sums_behind(key)
                 for column, _value in each.where}  # fmt: skip
        assert asked <= set(layout.dimensions), edge


@pytest.mark.parametrize("name", LAYOUTS)
def test_invented_amounts_are_told_first_in_every_report(name: str, english: Language) -> None:
    sentence = "Sample data: all amounts are invented."
    assert english.text(made(name, "sample data")[0].notes[0]) == sentence
    assert sentence not in [english.text(note) for note in made(name, "all of it")[0].notes]


CENTS = st.integers(-(10**7), 10**7).map(lambda cents: Decimal(cents) / 100)
ENTRIES = st.lists(
    st.builds(
        lambda kind, amount, place, when, category: trace_row(
            1, kind, str(amount), when=when, category=category, age="1",
            **dict(zip(("line", "outcome", "output"), place, strict=True)), **ON_GRANT,
        ),
        st.sampled_from(("receipt", "commitment", "expenditure", "refund", "adjustment", "exchange_difference")),
        CENTS,
        st.sampled_from((("1.1", "1", "1.1"), ("5.1", "1", "-"), ("8", "-", "-"), ("-", "-", "-"))),
        st.sampled_from(("before", "adjustment", "period")),
        st.sampled_from(("1", "5", "7", "8", "-")),
    ),
    max_size=8,
)  # fmt: skip


OF_ENTRIES = [name for name, layout in LAYOUTS.items() if layout.sums is Traced.ENTRIES]


@pytest.mark.parametrize("name", OF_ENTRIES)
@settings(max_examples=8)
@given(trace=ENTRIES)
def test_every_report_adds_up_whatever_was_posted(name: str, trace: list[TraceRow]) -> None:
    require_worked_out(LAYOUTS[name].build(inputs(trace)), trace)
