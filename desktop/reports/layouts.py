"""The reports there are: each a layout that makes a report of facts, declared once for window and command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from desktop.language import Message, UserError, say
from desktop.reports import statement
from desktop.reports.facts import ReportFacts
from desktop.reports.report import Report


class OptionKind(StrEnum):
    """What is typed for an option: amounts and days in the form of the program (1234.50, 2019-09-30)."""

    TEXT = "text"
    CHOICE = "choice"
    MONEY = "money"
    DAY = "day"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Option:
    """Something that people say of a report, such as the basis of accounting; kept with it as text."""

    key: str
    label: Message
    kind: OptionKind = OptionKind.TEXT
    choices: Mapping[str, Message] = field(default_factory=dict)
    default: str = ""
    hint: Message | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """A report that can be made. `dimensions` are those it asks its sums for.

    One `of_grant` is about one grant and can be submitted to its funder; the others are overviews of the office.
    """

    name: str
    title: Message
    about: Message
    build: Callable[[ReportFacts], Report]
    dimensions: tuple[str, ...]
    of_grant: bool = True
    options: tuple[Option, ...] = ()


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
