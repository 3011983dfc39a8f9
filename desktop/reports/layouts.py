"""The reports there are, declared once for window and command line: those to funders, then those of the office."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from desktop.language import UserError, say
from desktop.reports.forms import (
    budget_actual,
    by_result,
    cash_request,
    commitments_age,
    contributions,
    cost_per_result,
    deployment_costs,
    mptf,
    person_months,
    portfolio,
    statement,
)
from desktop.reports.forms.eu import annex_vi
from desktop.reports.forms.us import sf424a, sf425
from desktop.reports.forms.volunteers import VOLUNTEERS
from desktop.reports.layout import Layout

_DECLARED: Final = (
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
    person_months.LAYOUT,
    deployment_costs.LAYOUT,
    cost_per_result.LAYOUT,
)


def _with_volunteers(layout: Layout) -> Layout:
    """A report to a funder on what was done can list the volunteers who were deployed."""
    if not layout.of_grant or layout.looks_ahead:
        return layout
    return replace(layout, options=(*layout.options, VOLUNTEERS))


LAYOUTS: Final[dict[str, Layout]] = {layout.name: _with_volunteers(layout) for layout in _DECLARED}


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
