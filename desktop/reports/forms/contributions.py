"""Contributions and balances of all grants by funder: awarded, received, to come, spent, and the cash that is left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from desktop.language import say
from desktop.reports.facts import GrantFacts, ReportFacts
from desktop.reports.forms.grid import Grid, GridColumn, Less, Stated, Summed
from desktop.reports.forms.overviews import Overview, grant_label, grant_row, overview, total_row
from desktop.reports.layout import Layout
from desktop.reports.report import Report, ReportRow, ReportTable, RowStyle

NAME: Final = "contributions"
TITLE: Final = say("Contributions and balances")
ABOUT: Final = say("Awarded, received, to come, spent and the fund balance of every grant, by funder and currency.")
DIMENSIONS: Final = ("grant", "currency")
_MEASURES: Final = ("received", "spent", "committed")
_COLUMNS: Final = (
    GridColumn("awarded", say("Awarded"), Stated()),
    GridColumn("received", say("Received"), Summed("received")),
    GridColumn("receivable", say("To be received"), Less("awarded", ("received",))),
    GridColumn("spent", say("Spent"), Summed("spent")),
    GridColumn("balance", say("Fund balance"), Less("received", ("spent",))),
    GridColumn("committed", say("Open commitments"), Summed("committed")),
)


def build_contributions(facts: ReportFacts) -> Report:
    """The report on all grants."""
    notes = (
        say("To be received is awarded less received. It is negative where more came than was awarded."),
        say("The fund balance is received less spent. Open commitments are not taken from it."),
    )
    chart = say("Received and spent"), ("received", "spent")
    return overview(facts, Overview(NAME, TITLE, _COLUMNS, _MEASURES, _table, notes, chart))


def _table(grid: Grid, currency: str, grants: Sequence[GrantFacts]) -> ReportTable:
    """A table of one currency: each funder with what its grants come to, and these under it."""
    rows: list[ReportRow] = []
    parts: list[str] = []
    for number, funder in enumerate(sorted({grant.funder for grant in grants}, key=_in_order), start=1):
        own = [grant for grant in grants if grant.funder == funder]
        lines = [grid.row(grant.reference, grant_label(grant), grant_row(grant), level=1) for grant in own]
        parts.append(f"funder.{currency}.{number}")
        keys = [line.key for line in lines]
        rows += [grid.total(parts[-1], funder, keys, style=RowStyle.SUBTOTAL), *lines]
    rows.append(total_row(grid, currency, parts))
    title = say("Contributions in {currency}", currency=currency)
    return grid.table(f"contributions.{currency}", title, say("Funder and grant"), rows, currency=currency)


def _in_order(funder: str) -> tuple[str, str]:
    """By name; of two that differ in capitals alone the same is always first, since keys of figures follow it."""
    return funder.casefold(), funder


LAYOUT: Final = Layout(
    NAME,
    TITLE,
    ABOUT,
    build_contributions,
    DIMENSIONS,
    of_grant=False,
)
