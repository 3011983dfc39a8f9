"""The exchange rates of the entries of a period, each with its day and source, as statements to funders state them."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from desktop.domain.money import trimmed
from desktop.language import say
from desktop.reports.builder import Figures
from desktop.reports.facts import RateFacts, ReportFacts
from desktop.reports.forms.grid import Grid, GridColumn, RowFacts, Said, Source, Stated
from desktop.reports.report import ColumnKind, ReportRow, ReportTable, Unit

KEY: Final = "rates"
_MOST: Final = 40  # more rates than that are read with the entries
_QUANTITY: Final = Stated(Unit.QUANTITY, adds_up=False)


def rate_tables(facts: ReportFacts, figures: Figures) -> tuple[ReportTable, ...]:
    """A table of the rates; none where nothing was converted, or each entry has a rate of its own."""
    if not 0 < len(facts.rates) <= _MOST:
        return ()
    grid = Grid(
        figures,
        (
            GridColumn("on", say("Day of the rate"), Said(ColumnKind.DAY)),
            GridColumn("units", say("Units"), _QUANTITY),
            GridColumn("per", say("For {currency}", currency=facts.grant.currency), _QUANTITY),
            GridColumn("entries", say("Entries"), _QUANTITY),
            GridColumn("source", say("Source"), Said()),
        ),
    )
    rows = [_row(grid, number, rate) for number, rate in enumerate(facts.rates, start=1)]
    return (grid.table(KEY, say("Exchange rates of the period"), say("Currency"), rows),)


def _row(grid: Grid, number: int, rate: RateFacts) -> ReportRow:
    own = RowFacts(
        stated={"units": trimmed(rate.units), "per": trimmed(rate.per), "entries": Decimal(rate.entries)},
        said={"on": rate.on, "source": rate.source or None},
        source=Source(say("Entries in {currency}", currency=rate.currency)),
    )
    return grid.row(f"rates.{number}", rate.currency, own)
