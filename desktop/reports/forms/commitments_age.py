"""Open commitments of all grants by age: what was ordered long ago and is neither paid nor cancelled stands out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from desktop.language import say
from desktop.reports.facts import GrantFacts, ReportFacts
from desktop.reports.forms.grid import Added, Grid, GridColumn, Share, Summed
from desktop.reports.forms.overviews import Overview, grant_label, grant_row, overview, total_row
from desktop.reports.layout import Layout
from desktop.reports.report import Report, ReportTable
from desktop.reports.trace import Sums

NAME: Final = "commitments_age"
TITLE: Final = say("Open commitments by age")
ABOUT: Final = say("What is ordered and not yet paid, by grant and by how long ago it was ordered.")
DIMENSIONS: Final = ("grant", "currency", "age")
AGES: Final = (90, 180, 365)
_MEASURES: Final = ("committed",)
_BY_AGE: Final = (
    GridColumn("days_0_90", say("0 to 90 days"), Summed("committed", {"age": "0"})),
    GridColumn("days_91_180", say("91 to 180 days"), Summed("committed", {"age": "1"})),
    GridColumn("days_181_365", say("181 to 365 days"), Summed("committed", {"age": "2"})),
    GridColumn("days_over_365", say("Over a year"), Summed("committed", {"age": "3"})),
)
_OLDEST: Final = _BY_AGE[-1].key
_COLUMNS: Final = (
    *_BY_AGE,
    GridColumn("committed", say("Open commitments"), Added(tuple(column.key for column in _BY_AGE))),
    GridColumn("share", say("Share over a year"), Share(_OLDEST, "committed")),
)


def build_commitments_age(facts: ReportFacts) -> Report:
    """The report on all grants."""
    notes = (
        say("The age of a commitment is counted in days from its date to {last}.", last=facts.period.last),
        say("Open is what was committed less what was paid of it or cancelled."),
        say("Grants with nothing open are left out."),
    )
    chart = say("Open commitments by age"), tuple(column.key for column in _BY_AGE)
    return overview(facts, Overview(NAME, TITLE, _COLUMNS, _MEASURES, _table, notes, chart))


def _table(grid: Grid, currency: str, grants: Sequence[GrantFacts]) -> ReportTable:
    """The grants of one currency that have commitments open."""
    lines = [
        grid.row(grant.reference, grant_label(grant), grant_row(grant))
        for grant in grants
        if _has_open(grid.figures.sums, grant.reference)
    ]
    total = total_row(grid, currency, [line.key for line in lines])
    title = say("Open commitments in {currency}", currency=currency)
    return grid.table(f"commitments.{currency}", title, say("Grant"), [*lines, total], currency=currency)


def _has_open(sums: Sums, reference: str) -> bool:
    """Whether anything is open in some age, even where ages come to nothing together."""
    ages = map(str, range(len(AGES) + 1))
    return any(sums.total("committed", (("age", age), ("grant", reference))) for age in ages)


LAYOUT: Final = Layout(
    NAME,
    TITLE,
    ABOUT,
    build_commitments_age,
    DIMENSIONS,
    of_grant=False,
    ages=AGES,
)
