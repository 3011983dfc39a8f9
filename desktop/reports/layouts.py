"""The reports there are: each a layout that makes a report of facts, declared once for window and command line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from desktop.language import Message, UserError, say
from desktop.reports import commitments_age, contributions, portfolio, sf425, statement
from desktop.reports.facts import ReportFacts
from desktop.reports.options import Option
from desktop.reports.report import Report


@dataclass(frozen=True, slots=True)
class Layout:
    """A report that can be made. `dimensions` are those it asks its sums for.

    One `of_grant` is about one grant and can be submitted to its funder; the others are overviews of the office.
    `ages` are days before the last one that part commitments by age, the youngest first.
    """

    name: str
    title: Message
    about: Message
    build: Callable[[ReportFacts], Report]
    dimensions: tuple[str, ...]
    of_grant: bool = True
    options: tuple[Option, ...] = ()
    ages: tuple[int, ...] = ()


LAYOUTS: Final[dict[str, Layout]] = {
    layout.name: layout
    for layout in (
        Layout(
            statement.NAME,
            statement.TITLE,
            say("Budget, expenditure, commitments and balance by the eight UN categories, and the fund balance."),
            statement.build_statement,
            statement.DIMENSIONS,
        ),
        Layout(
            contributions.NAME,
            contributions.TITLE,
            contributions.ABOUT,
            contributions.build_contributions,
            contributions.DIMENSIONS,
            of_grant=False,
        ),
        Layout(
            commitments_age.NAME,
            commitments_age.TITLE,
            commitments_age.ABOUT,
            commitments_age.build_commitments_age,
            commitments_age.DIMENSIONS,
            of_grant=False,
            ages=commitments_age.AGES,
        ),
        Layout(
            portfolio.NAME,
            portfolio.TITLE,
            portfolio.ABOUT,
            portfolio.build_portfolio,
            portfolio.DIMENSIONS,
            of_grant=False,
        ),
        Layout(
            sf425.NAME,
            sf425.TITLE,
            say("Cash, expenditure, obligations, recipient share and indirect expense of a US award since its start."),
            sf425.build_sf425,
            sf425.DIMENSIONS,
            options=sf425.OPTIONS,
        ),
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
