"""The financial report of EU grant contracts (annex VI): the budget as agreed, and what was spent against it.

Two sheets: the forecast, with units and unit values, and the interim report, with the costs before the period, in it
and in all, and how far they are from the budget. Headings 1 to 6 are direct costs, 7 their subtotal, 8 indirect costs.
Reallocation that needs no addendum is what the flexibility rule of the grant permits.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from desktop.domain.crosswalk import HEADINGS
from desktop.domain.indirect_cost import written
from desktop.domain.money import ZERO, minor_units, round_amount, trimmed
from desktop.domain.terms import Measure
from desktop.language import Message, Value, say
from desktop.reports.builder import Figures
from desktop.reports.facts import LineFacts, ReportFacts
from desktop.reports.forms.eu import money as money
from desktop.reports.forms.eu.lines import (
    DIRECT_HEADINGS,
    INDIRECT,
    EuLine,
    categories_by_heading,
    line_key,
    lines_by_heading,
)
from desktop.reports.forms.eu.notes import Limits, notes
from desktop.reports.forms.heads import grant_facts, has_adjustments, signatures
from desktop.reports.forms.statement import support_cost_workings
from desktop.reports.layout import Layout
from desktop.reports.report import (
    Cell,
    Chart,
    ColumnKind,
    Fact,
    Figure,
    Proof,
    Report,
    ReportColumn,
    ReportRow,
    ReportTable,
    RowStyle,
    Unit,
)
from desktop.reports.trace import ADJUSTMENT, BEFORE, IN_PERIOD, NONE

NAME: Final = "eu_annex_vi"
TITLE: Final = say("EU financial report (Annex VI)")
DIMENSIONS: Final = ("when", "category", "line")
OPTIONS: Final = money.OPTIONS

DIRECT, TOTAL = "7", "9"
_PLANNED: Final = "planned"
_TIMES: Final = {"before": {"when": BEFORE}, "adjustment": {"when": ADJUSTMENT}, "period": {"when": IN_PERIOD}}
_SUMS: Final[Mapping[str, Mapping[str, str]]] = {**_TIMES, "cumulative": {}}


def build_eu_annex_vi(facts: ReportFacts) -> Report:
    """The report as a value. Raises UserError when the crosswalk parts a category among headings."""
    figures = Figures(facts.sums)
    headings = lines_by_heading(facts)
    limits = Limits(facts)
    forecast = _forecast(facts, figures, headings)
    interim = _interim(facts, figures, headings, limits)
    workings = _workings(facts, figures)
    return Report(
        name=NAME,
        title=TITLE,
        period=facts.period,
        currency=facts.grant.currency,
        scope=facts.scope,
        facts=_facts(facts),
        tables=(forecast, interim, *money.currencies(facts, figures), money.funding(facts, figures)),
        workings=workings,
        proofs=_proofs(figures),
        notes=notes(facts, figures, limits),
        signatures=signatures(facts),
        chart=Chart(say("Budget and expenditure"), interim.key, (_PLANNED, "cumulative")),
        landscape=True,
        entry_count=facts.sums.entries,
    )


def _facts(facts: ReportFacts) -> tuple[Fact, ...]:
    grant = facts.grant
    return (
        *grant_facts(facts),
        Fact("contract", say("Contract number"), grant.award_number or grant.agreement or None),
        Fact("implementation", say("Implementation period"), money.implementation(facts)),
    )


def _rows(headings: Mapping[str, Sequence[EuLine]], row_of: _RowMaker) -> list[ReportRow]:
    """The rows of a sheet: each heading with its lines and its subtotal, direct costs, indirect ones, and the total."""
    rows: list[ReportRow] = []
    for heading in DIRECT_HEADINGS:
        rows += _heading_rows(heading, headings[heading], row_of)
    rows.append(row_of.total(DIRECT, say("Subtotal direct eligible costs"), DIRECT_HEADINGS, RowStyle.SUBTOTAL))
    rows += _heading_rows(INDIRECT, headings[INDIRECT], row_of)
    rows.append(row_of.total(TOTAL, say("Total eligible costs"), (DIRECT, INDIRECT), RowStyle.TOTAL))
    return rows


def _heading_rows(heading: str, lines: Sequence[EuLine], row_of: _RowMaker) -> list[ReportRow]:
    name = row_of.heading_name(heading)
    if not lines:
        return [row_of.total(heading, name, (), RowStyle.SUBTOTAL)]
    return [
        ReportRow(f"heading.{heading}", name, number=heading, style=RowStyle.HEADING),
        *(row_of.line(line) for line in lines),
        row_of.total(heading, say("Subtotal {heading}", heading=name), [line.key for line in lines], RowStyle.SUBTOTAL),
    ]


class _RowMaker(ABC):
    """Makes the rows of one sheet."""

    def __init__(self, facts: ReportFacts, figures: Figures) -> None:
        self.facts = facts
        self.figures = figures
        self.decimals = minor_units(facts.grant.currency)
        self.budgeted = {line_key(line.key): line for line in facts.lines}

    def heading_name(self, heading: str) -> Message:
        """A heading; that of indirect costs says how much they may be."""
        if heading == INDIRECT and self.facts.indirect_rate is not None:
            return say("Indirect costs, at most {rate} of 7", rate=written(self.facts.indirect_rate))
        return HEADINGS[heading]

    def line(self, line: EuLine) -> ReportRow:
        """The row of a line."""
        return ReportRow(line.key, line.label, self.line_cells(line), line.number, level=1)

    def total(self, key: str, label: Value, parts: Sequence[str], style: RowStyle) -> ReportRow:
        """The row of a sum."""
        return ReportRow(key, label, self.total_cells(key, parts), key, style)

    @abstractmethod
    def line_cells(self, line: EuLine) -> tuple[Cell, ...]:
        """The cells of a line."""

    @abstractmethod
    def total_cells(self, key: str, parts: Sequence[str]) -> tuple[Cell, ...]:
        """The cells of a sum of the rows `parts`."""


# --- the forecast ----------------------------------------------------------------------------------------------------


def _forecast(facts: ReportFacts, figures: Figures, headings: Mapping[str, Sequence[EuLine]]) -> ReportTable:
    columns = (
        ReportColumn("unit", say("Unit"), ColumnKind.TEXT),
        ReportColumn("quantity", say("Number of units"), ColumnKind.QUANTITY),
        ReportColumn("unit_value", say("Unit value")),
        ReportColumn("budget", say("Total cost")),
    )
    row_of = _ForecastRows(facts, figures)
    budgeted = {heading: [line for line in lines if line.key in row_of.budgeted] for heading, lines in headings.items()}
    rows = _rows(budgeted, row_of)
    rows += money.contingency_rows(facts, figures)
    return ReportTable("forecast", say("Budget of the action"), say("Costs"), columns, tuple(rows))


class _ForecastRows(_RowMaker):
    """Rows with units, their value, and the budget they make."""

    def line_cells(self, line: EuLine) -> tuple[Cell, ...]:
        """Number and value of units where they make the amount; a line that was only given an amount has none."""
        budget_line = self.budgeted[line.key]
        source = say("Line {code} of the approved budget", code=budget_line.code)
        key = f"budget.{line.key}"
        quantity, unit_value = _units(budget_line)
        record = budget_line.id
        made = round_amount(quantity * unit_value, self.facts.grant.currency)
        if made == budget_line.amount and budget_line.unit_cost:
            number = self.figures.given(
                f"quantity.{line.key}",
                quantity,
                source,
                register="budget_lines",
                record_id=record,
                unit=Unit.QUANTITY,
            )
            value = self.figures.given(
                f"unit_value.{line.key}", unit_value, source, register="budget_lines", record_id=record
            )
            amount = self.figures.product(
                key, [f"quantity.{line.key}", f"unit_value.{line.key}"], decimals=self.decimals
            )
            return (budget_line.unit or None, number, value, amount)
        amount = self.figures.given(key, budget_line.amount, source, register="budget_lines", record_id=record)
        return (budget_line.unit or None, None, None, amount)

    def total_cells(self, key: str, parts: Sequence[str]) -> tuple[Cell, ...]:
        """The budget alone."""
        return (None, None, None, self.figures.sum_of(f"budget.{key}", [f"budget.{part}" for part in parts]))


def _units(line: LineFacts) -> tuple[Decimal, Decimal]:
    """The number of units over the whole duration, and what of the value of each is charged."""
    return trimmed(line.quantity * line.duration), trimmed(line.unit_cost * line.percent_charged / 100)


# --- the interim report ----------------------------------------------------------------------------------------------


def _interim(
    facts: ReportFacts, figures: Figures, headings: Mapping[str, Sequence[EuLine]], limits: Limits
) -> ReportTable:
    rows = _InterimRows(facts, figures, limits)
    columns = (
        ReportColumn(_PLANNED, say("Budget")),
        ReportColumn("before", say("Costs before the period")),
        *(ReportColumn(key, say("Adjustments of earlier periods")) for key in rows.sums if key == "adjustment"),
        ReportColumn("period", say("Costs of the period")),
        ReportColumn("cumulative", say("Costs in all")),
        ReportColumn("variation", say("Variation")),
        ReportColumn("share", say("Variation, per cent"), ColumnKind.SHARE),
        ReportColumn("allowed", say("Reallocation allowed")),
        ReportColumn("explanation", say("Explanation"), ColumnKind.TEXT),
    )
    title = say("Interim report")
    return ReportTable("interim", title, say("Costs"), columns, tuple(_rows(headings, rows)))


class _InterimRows(_RowMaker):
    """Rows with the budget, the costs by time, and the variation."""

    def __init__(self, facts: ReportFacts, figures: Figures, limits: Limits) -> None:
        super().__init__(facts, figures)
        self.limits = limits
        adjusted = has_adjustments(facts)
        self.sums = [key for key in _SUMS if adjusted or key != "adjustment"]
        self._categories = categories_by_heading(facts)

    def line_cells(self, line: EuLine) -> tuple[Cell, ...]:
        """What the budget gives a line, and what was spent of it."""
        planned = f"{_PLANNED}.{line.key}"
        if line.key in self.budgeted:
            self.figures.sum_of(planned, [f"budget.{line.key}"])
        else:
            self.figures.given(planned, ZERO, say("Not in the approved budget"))
        for key in self.sums:
            self.figures.entries(f"{key}.{line.key}", "spent", **dict(line.where), **_SUMS[key])
        on = dict(line.where)["line"]
        if on == NONE:  # what stands on no line has no limit of lines, and nobody is asked to explain it
            return self._cells(line.key, line.label, None, ())
        return self._cells(line.key, line.number, Measure.LINE, [f"line={on}"])

    def total_cells(self, key: str, parts: Sequence[str]) -> tuple[Cell, ...]:
        """The sums of other rows."""
        for column in (_PLANNED, *self.sums):
            self.figures.sum_of(f"{column}.{key}", [f"{column}.{part}" for part in parts])
        if key == TOTAL:
            return self._cells(key, key, Measure.TOTAL, [""])
        if key == DIRECT:
            return self._cells(key, key, None, ())
        subjects = [f"category={'' if category == NONE else category}" for category in self._categories[key]]
        return self._cells(key, key, Measure.CATEGORY, subjects)

    def _cells(self, key: str, known_as: Value, measure: Measure | None, subjects: Sequence[str]) -> tuple[Cell, ...]:
        figures = self.figures
        amounts = [figures.made(f"{column}.{key}") for column in (_PLANNED, *self.sums)]
        variation = figures.difference(f"variation.{key}", f"cumulative.{key}", f"{_PLANNED}.{key}")
        share = figures.ratio(f"share.{key}", f"variation.{key}", f"{_PLANNED}.{key}")
        allowed = self._allowed(key, measure)
        return (*amounts, variation, share, allowed, self.limits.explanation(known_as, subjects, variation, allowed))

    def _allowed(self, key: str, measure: Measure | None) -> Figure | None:
        """What the agreement lets move into a row without an addendum; None where it says nothing of such rows."""
        rate = self.limits.rate(measure)
        if rate is None:
            return None
        return self.figures.rate_on(f"allowed.{key}", rate, f"{_PLANNED}.{key}", decimals=self.decimals)


# --- proof -----------------------------------------------------------------------------------------------------------


def _workings(facts: ReportFacts, figures: Figures) -> tuple[tuple[Message, Figure], ...]:
    grant = facts.grant
    label = say("Approved budget of {grant}", grant=grant.reference)
    times = [f"{key}.{TOTAL}" for key in _TIMES if f"{key}.{TOTAL}" in figures]
    whole = sum(facts.budget.values(), ZERO)
    return (
        (label, figures.given("approved", whole, label, register="grants", record_id=grant.id)),
        (say("All expenditure in the ledger"), figures.entries("ledger.spent", "spent")),
        (say("Expenditure before the period and in it"), figures.sum_of("steps.spent", times)),
        *support_cost_workings(facts, figures, base=f"cumulative.{DIRECT}"),
    )


def _proofs(figures: Figures) -> tuple[Proof, ...]:
    return (
        figures.proof(say("Headings and approved budget"), "budget", f"{_PLANNED}.{TOTAL}", "approved"),
        figures.proof(say("Headings and ledger"), "spent", f"cumulative.{TOTAL}", "ledger.spent"),
        figures.proof(say("Before the period, in it, and in all"), "steps", "steps.spent", f"cumulative.{TOTAL}"),
    )


LAYOUT: Final = Layout(
    NAME,
    TITLE,
    say("Budget and costs of an EU grant contract by heading and line, with variation and reallocation."),
    build_eu_annex_vi,
    DIMENSIONS,
    options=OPTIONS,
)
