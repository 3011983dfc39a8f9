"""What a report that can be made says of itself: each module of a report declares one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop.language import Message
from desktop.reports.facts import ReportFacts
from desktop.reports.options import Option
from desktop.reports.report import Report


@dataclass(frozen=True, slots=True)
class Layout:
    """A report that can be made. `dimensions` are those it asks its sums for.

    One `of_grant` is about one grant and can be submitted to its funder; the others are overviews of the office.
    `ages` are days before the last one that part commitments by age, the youngest first. One that `looks_ahead` plans,
    and can go out before its period is over.
    """

    name: str
    title: Message
    about: Message
    build: Callable[[ReportFacts], Report]
    dimensions: tuple[str, ...]
    of_grant: bool = True
    options: tuple[Option, ...] = ()
    ages: tuple[int, ...] = ()
    looks_ahead: bool = False
