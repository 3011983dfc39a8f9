"""What a result costs: counts of volunteers' work beside the cost of the deployments that did it.

A count is what was done in the period, such as prison visits. It is no proportion of anything, so no indicator of the
Sustainable Development Goals follows from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Final

from desktop.domain.money import minor_units
from desktop.language import Message, Value, say
from desktop.reports.builder import Figures
from desktop.reports.facts import ReportFacts
from desktop.reports.forms.heads import people_facts, sample_notes
from desktop.reports.forms.overviews import by_currency, first_currency
from desktop.reports.layout import Layout, People
from desktop.reports.people import MeasureFacts, whole_months
from desktop.reports.report import (
    ColumnKind,
    Figure,
    Report,
    ReportColumn,
    ReportRow,
    ReportTable,
    RowStyle,
    Unit,
)
from desktop.reports.trace import Traced

NAME: Final = "cost_per_result"
TITLE: Final = say("Cost per result")
ABOUT: Final = say("What volunteers did, counted, beside what their deployments cost: the cost of each unit.")
DIMENSIONS: Final = ("project", "currency")
_COLUMNS: Final = (
    ReportColumn("count", say("Counted"), ColumnKind.QUANTITY),
    ReportColumn("cost", say("Cost of the deployments")),
    ReportColumn("per_unit", say("Cost of a unit")),
)


def build_cost_per_result(facts: ReportFacts) -> Report:
    """The report on all projects, or on those of one grant."""
    figures = Figures(facts.sums)
    measures = _measures(facts)
    tables = tuple(_tables(facts, figures, measures))
    return Report(
        name=NAME,
        title=TITLE,
        period=facts.period,
        currency=tables[0].currency if tables else first_currency(facts),
        scope=facts.scope,
        facts=people_facts(facts, whole_months(facts.period)),
        tables=tables,
        notes=_notes(facts, measures),
        entry_count=facts.sums.entries,
    )


def _measures(facts: ReportFacts) -> list[MeasureFacts]:
    """What is counted; in a report on one grant by its projects."""
    if not facts.scope.grants:
        return list(facts.people.measures)
    own = {reference for reference, _title in facts.grant.projects}
    return [measure for measure in facts.people.measures if measure.project in own]


def _tables(facts: ReportFacts, figures: Figures, measures: Sequence[MeasureFacts]) -> Iterable[ReportTable]:
    """A table for each currency in which deployments of the projects were paid."""
    usual = first_currency(facts)
    spent: dict[str, set[str]] = {}
    for currency, _grants in by_currency(facts):
        for measure in measures:
            if facts.sums.total("spent", (("currency", currency), ("project", measure.project))):
                spent.setdefault(measure.project, set()).add(currency)
    for currency in dict.fromkeys([usual, *(currency for currency, _grants in by_currency(facts))]):
        own = [measure for measure in measures if currency in spent.get(measure.project, {usual})]
        if own:
            rows = tuple(_rows(facts, figures, own, currency))
            title = say("Cost per result, in {currency}", currency=currency)
            yield ReportTable(f"results.{currency}", title, say("What was counted"), _COLUMNS, rows, currency)


def _rows(facts: ReportFacts, figures: Figures, measures: Sequence[MeasureFacts], currency: str) -> Iterable[ReportRow]:
    for project, group in groupby(measures, key=lambda measure: measure.project):
        title = facts.people.projects.get(project, "")
        called: Value = say("{project}: {title}", project=project, title=title) if title else project
        yield ReportRow(f"{currency}.{project}", called, style=RowStyle.HEADING)
        cost = figures.entries(f"cost.{currency}.{project}", "spent", project=project, currency=currency)
        for measure in group:
            yield _row(figures, measure, cost, currency)


def _row(figures: Figures, measure: MeasureFacts, cost: Figure, currency: str) -> ReportRow:
    """A measure: what was counted, the cost of its project's deployments, and that for each unit."""
    key = f"{currency}.{measure.project}.{measure.code}"
    counted = None if measure.counted is None else Decimal(measure.counted)
    source = say("The counts of {measure} in the period.", measure=measure.name)
    count = figures.given(
        f"count.{key}", counted, source, register="work_measures", record_id=measure.id, unit=Unit.QUANTITY
    )
    per_unit = figures.per_unit(f"per_unit.{key}", cost.key, count.key, decimals=minor_units(currency))
    return ReportRow(key, measure.name, (count, cost, per_unit), number=measure.code, level=1)


# --- what is said besides --------------------------------------------------------------------------------------------


def _notes(facts: ReportFacts, measures: Sequence[MeasureFacts]) -> tuple[Message, ...]:
    notes = sample_notes(facts)
    without = [measure.code for measure in measures if measure.counted is None]
    if not measures:
        notes.append(say("No project says yet what is counted of its volunteers’ work, so there is nothing to divide."))
    elif len(without) == len(measures):
        notes.append(say("Nothing was counted in these months, so there is no cost of a unit."))
    elif without:
        notes.append(say("Nothing was counted in these months of {measures}.", measures=list(dict.fromkeys(without))))
    return (
        *notes,
        say(
            "The cost is what was spent for all deployments of the project for these months, whatever else they did. "
            "Costs of several results of a project must not be added up."
        ),
        say("A count is what was done. It is not a proportion, and no indicator of the Sustainable Development Goals."),
    )


LAYOUT: Final = Layout(
    NAME,
    TITLE,
    ABOUT,
    build_cost_per_result,
    DIMENSIONS,
    of_grant=False,
    narrowed=True,
    people=People.WORK,
    sums=Traced.DEPLOYMENTS,
)
