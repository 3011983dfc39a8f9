"""The reports there are, declared once for window and command line: those to funders, then those of the office."""

from __future__ import annotations

from typing import Final

from desktop.language import UserError, say
from desktop.reports.forms import (
    budget_actual,
    by_result,
    cash_request,
    commitments_age,
    contributions,
    mptf,
    portfolio,
    statement,
)
from desktop.reports.forms.eu import annex_vi
from desktop.reports.forms.us import sf424a, sf425
from desktop.reports.layout import Layout

LAYOUTS: Final[dict[str, Layout]] = {
    layout.name: layout
    for layout in (
        statement.LAYOUT,
        budget_actual.LAYOUT,
        by_result.LAYOUT,
        mptf.LAYOUT,
        cash_request.LAYOUT,
        sf425.LAYOUT,
        sf424a.LAYOUT,
        annex_vi.LAYOUT,
        contributions.LAYOUT,
        commitments_age.LAYOUT,
        portfolio.LAYOUT,
    )
}


def find_layout(name: str) -> Layout:
    """The layout `name`. Raises UserError that names those there are."""
    try:
        return LAYOUTS[name]
    except KeyError:
        raise UserError(
            say("There is no report called {name}.", name=name),
            say("Nothing was made."),
            say("Reports: {names}.", names=", ".join(LAYOUTS)),
        ) from None
