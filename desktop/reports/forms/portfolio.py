"""The portfolio for management: every grant with its money against its time, those that end first on top."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import Final

from desktop.domain.period import Period
from desktop.language import say
from desktop.reports.facts import GrantFacts, ReportFacts
from desktop.reports.forms.grid import Grid, GridColumn, Less, Said, Share, Stated, Summed
from desktop.reports.forms.overviews import Overview, grant_label, grant_row, overview, total_row
from desktop.reports.layout import Layout
from desktop.reports.report import ColumnKind, Report, ReportTable, Unit

NAME: Final = "portfolio"
TITLE: Final = say("Portfolio of grants")
ABOUT: Final = say("Every grant with its funder, end, money and delivery against the time that is over.")
DIMENSIONS: Final = ("grant", "currency")
_MEASURES: Final = ("received", "spent", "committed")
_SHARE: Final = Decimal("0.0001")
_COLUMNS: Final = (
    GridColumn("funder", say("Funder"), Said()),
    GridColumn("ends_on", say("Ends"), Said(ColumnKind.DAY)),
    GridColumn("awarded", say("Awarded"), Stated()),
    GridColumn("received", say("Received"), Summed("received")),
    GridColumn("spent", say("Spent"), Summed("spent")),
    GridColumn("committed", say("Open commitments"), Summed("committed")),
    GridColumn("available", say("Available"), Less("awarded", ("spent", "committed"))),
    GridColumn("delivery", say("Delivery"), Share("spent", "awarded")),
    GridColumn("elapsed", say("Time elapsed"), Stated(Unit.SHARE, adds_up=False)),
)


def build_portfolio(facts: ReportFacts) -> Report:
    """The report on all grants."""
    last = facts.period.last
    notes = (
        say("Available is awarded less spent less open commitments. Delivery is spent as a share of awarded."),
        say("Time elapsed is the share of the grant’s days that are over on {last}.", last=last),
    )
    chart = say("Awarded and spent"), ("awarded", "spent")
    return overview(facts, Overview(NAME, TITLE, _COLUMNS, _MEASURES, partial(_table, last), notes, chart))


def _table(last: date, grid: Grid, currency: str, grants: Sequence[GrantFacts]) -> ReportTable:
    """The grants of one currency by their end; those without one last."""
    lines = [
        grid.row(
            grant.reference,
            grant_label(grant),
            grant_row(
                grant,
                stated={"elapsed": _elapsed(grant, last)},
                said={"funder": grant.funder_short or grant.funder, "ends_on": grant.ends_on},
            ),
        )
        for grant in sorted(grants, key=lambda grant: (grant.ends_on or date.max, grant.reference))
    ]
    total = total_row(grid, currency, [line.key for line in lines])
    title = say("Grants in {currency}", currency=currency)
    return grid.table(f"grants.{currency}", title, say("Grant"), [*lines, total], currency=currency)


def _elapsed(grant: GrantFacts, day: date) -> Decimal | None:
    """The share of its days that are over; None without dates."""
    if grant.starts_on is None or grant.ends_on is None or grant.ends_on < grant.starts_on:
        return None
    share = Period.of_days(grant.starts_on, grant.ends_on).share_elapsed(day)
    return share.quantize(_SHARE, rounding=ROUND_HALF_UP)


LAYOUT: Final = Layout(
    NAME,
    TITLE,
    ABOUT,
    build_portfolio,
    DIMENSIONS,
    of_grant=False,
)
