"""What the timeline shows, in the language of the screen: a row per deployment, its bars, the ends of grants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from desktop.domain.period import ONE_DAY, Period


class BarKind(StrEnum):
    """How a bar is drawn: solid, outlined in dashes, grey, dotted."""

    SIGNED = "signed"
    PLANNED = "planned"
    ENDED = "ended"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Bar:
    """Some days of a deployment; `told` is what hovering it says."""

    kind: BarKind
    days: Period
    text: str = ""
    told: str = ""


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """A deployment under its code. `paid_until` is the last day of the grants that pay it; beyond it a bar is hatched.

    `note` is a word of warning after the last bar. An ended one is muted, and its end cannot be dragged.
    """

    id: int
    code: str
    sex: str
    station: str
    ends: str
    bars: tuple[Bar, ...]
    paid_until: date | None = None
    note: str = ""
    trouble: str = ""
    over: bool = False

    @property
    def last(self) -> Bar | None:
        """The bar whose end can be dragged: the last one that is service; None for one that ended."""
        serving = [bar for bar in self.bars if bar.kind in (BarKind.SIGNED, BarKind.PLANNED)]
        return None if self.over or not serving else max(serving, key=lambda bar: bar.days.end)

    def beyond(self, days: Period) -> Period | None:
        """The part of some days that lies after the last grant that pays; None where there is none."""
        if self.paid_until is None or days.last <= self.paid_until:
            return None
        return Period(max(days.start, self.paid_until + ONE_DAY), days.end)


@dataclass(frozen=True, slots=True)
class GrantEnd:
    """The last day of a grant, and its words."""

    day: date
    text: str


class RowSource(Protocol):
    """Where the timeline has its rows from. A row that is asked for and not known yet is None, and is read then."""

    @property
    def count(self) -> int:
        """How many rows there are."""

    def row(self, number: int) -> TimelineRow | None:
        """A row, when it is known."""

    def place(self, row_id: int) -> int | None:
        """The number of the row of a deployment, when it is among them."""

    def want(self, first: int, last: int) -> None:
        """Says which rows are in sight, so that they are read."""


class KnownRows:
    """Rows that are all there."""

    def __init__(self, rows: Sequence[TimelineRow] = ()) -> None:
        self._rows = rows
        self._places = {row.id: number for number, row in enumerate(rows)}

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._rows)

    def row(self, number: int) -> TimelineRow | None:
        """One of them."""
        return self._rows[number]

    def place(self, row_id: int) -> int | None:
        """Where a deployment stands."""
        return self._places.get(row_id)

    def want(self, first: int, last: int) -> None:
        """All of them are there."""
