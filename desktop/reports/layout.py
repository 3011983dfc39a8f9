"""What a report that can be made says of itself: each module of a report declares one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from desktop.language import Message
from desktop.reports.facts import ReportFacts
from desktop.reports.forms.volunteers import KEY as VOLUNTEERS_KEY
from desktop.reports.forms.volunteers import NAMES, VOLUNTEERS, with_annex
from desktop.reports.options import Option
from desktop.reports.report import Report
from desktop.reports.trace import Traced


class People(IntEnum):
    """What a report needs to know of people: nothing, their service, that and its cost, or what they did besides."""

    NOTHING = 0
    SERVICE = 1
    COSTS = 2
    WORK = 3


@dataclass(frozen=True, slots=True)
class Layout:
    """A report that can be made. `dimensions` are those it asks its sums for.

    One `of_grant` is about one grant and can be submitted to its funder; the others are overviews of the office, which
    can be `narrowed` to one grant where they say so. `ages` are days before the last one that part commitments by age,
    the youngest first. One that `looks_ahead` plans, and can go out before its period is over. `people` is what it
    needs to know of them, `sums` what it sums.
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
    narrowed: bool = False
    people: People = People.NOTHING
    sums: Traced = Traced.ENTRIES

    @property
    def takes_grant(self) -> bool:
        """Whether it can be about one grant."""
        return self.of_grant or self.narrowed

    def make(self, facts: ReportFacts) -> Report:
        """The report; one to a funder with the annex of volunteers where that was chosen."""
        report = self.build(facts)
        return with_annex(facts, report) if self.of_grant and VOLUNTEERS in self.options else report

    def asks_of_people(self, details: Mapping[str, str]) -> People:
        """What has to be read of people for it, with what was chosen."""
        listed = self.of_grant and VOLUNTEERS in self.options and bool(details.get(VOLUNTEERS_KEY))
        return People.COSTS if listed else self.people

    def asks_for_names(self, details: Mapping[str, str]) -> bool:
        """Whether somebody chose that names are read; nothing else may read them."""
        return VOLUNTEERS in self.options and details.get(VOLUNTEERS_KEY) == NAMES
