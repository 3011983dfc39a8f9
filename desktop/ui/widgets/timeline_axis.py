"""The axis of the timeline: which day lies where, and at which days lines and names stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from desktop.domain.period import ONE_DAY, Period, months_before, next_month

LEAST, MOST = 0.05, 24.0  # pixels a day: twenty years in a window, or six weeks
_MONTH = 30.44
_NAMED = 32  # a month narrower than this has no room for its name


class Step(Enum):
    """What the columns of the axis are."""

    DAYS = "days"
    MONTHS = "months"
    QUARTERS = "quarters"
    YEARS = "years"


@dataclass(frozen=True, slots=True)
class Slot:
    """A column of the axis; `heavy` where a larger unit begins with it."""

    days: Period
    heavy: bool = False


@dataclass(slots=True)
class TimeAxis:
    """Days on a line of pixels from `left` to `right`, in reading direction; `origin` is the day at its start."""

    origin: float
    scale: float
    left: float = 0.0
    right: float = 0.0
    mirrored: bool = False

    @property
    def width(self) -> float:
        """How much room there is."""
        return max(self.right - self.left, 1.0)

    def x(self, day: date) -> float:
        """Where a day begins."""
        way = (day.toordinal() - self.origin) * self.scale
        return self.right - way if self.mirrored else self.left + way

    def span(self, days: Period) -> tuple[float, float]:
        """From where to where some days reach, the left end first."""
        start, end = self.x(days.start), self.x(days.end)
        return (end, start) if self.mirrored else (start, end)

    def day_at(self, x: float) -> date:
        """The day that lies at a place."""
        way = self.right - x if self.mirrored else x - self.left
        ordinal = int(self.origin + way / self.scale)
        return date.fromordinal(min(max(ordinal, date.min.toordinal()), date.max.toordinal() - 1))

    @property
    def shown(self) -> Period:
        """The days in sight."""
        first = self.day_at(self.right if self.mirrored else self.left)
        last = self.day_at(self.left if self.mirrored else self.right)
        return Period(first, last + ONE_DAY)

    def show(self, days: Period, *, spare: float = 0.0) -> None:
        """Puts some days over the whole width, but for some pixels at the end."""
        self.origin = float(days.start.toordinal())
        self.scale = min(max((self.width - spare) / days.days, LEAST), MOST)

    def zoom(self, factor: float, x: float) -> None:
        """Makes a day wider or narrower; the one at `x` stays where it is."""
        way = self.right - x if self.mirrored else x - self.left
        fixed = self.origin + way / self.scale
        self.scale = min(max(self.scale * factor, LEAST), MOST)
        self.origin = fixed - way / self.scale

    @property
    def step(self) -> Step:
        """The finest columns that are wide enough to be named."""
        month = self.scale * _MONTH
        if self.scale >= 16:
            return Step.DAYS
        if month >= _NAMED:
            return Step.MONTHS
        return Step.QUARTERS if month * 3 >= _NAMED else Step.YEARS

    def slots(self) -> Iterator[Slot]:
        """The columns in sight."""
        step = self.step
        for days in self.stretches(step):
            yield Slot(days, heavy=days.start.day == 1 if step is Step.DAYS else days.start.month == 1)

    def heads(self) -> Iterator[Period]:
        """What stands over the columns: years, or over days the months."""
        return self.stretches(Step.MONTHS if self.step is Step.DAYS else Step.YEARS)

    def stretches(self, step: Step) -> Iterator[Period]:
        """The months, quarters or years in sight."""
        shown = self.shown
        day = _begin(shown.start, step)
        while day < shown.end:
            end = _next(day, step)
            yield Period(day, end)
            day = end


def _begin(day: date, step: Step) -> date:
    match step:
        case Step.DAYS:
            return day
        case Step.MONTHS:
            return day.replace(day=1)
        case Step.QUARTERS:
            return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return date(day.year, 1, 1)


def _next(day: date, step: Step) -> date:
    match step:
        case Step.DAYS:
            return day + ONE_DAY
        case Step.MONTHS:
            return next_month(day)
        case Step.QUARTERS:
            return months_before(day, -3)
    return date(day.year + 1, 1, 1)
