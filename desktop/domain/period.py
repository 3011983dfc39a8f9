"""Spans of days: half-open in code, inclusive on the screen. Dates only, so that no time zone makes anything late."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `start` up to but not including `end`. Raises ValueError when it holds no day."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            msg = f"a period must end after it starts: {self.start} to {self.end}"
            raise ValueError(msg)

    @classmethod
    def of_days(cls, first: date, last: date) -> Period:
        """The period that a person writes as "`first` to `last`", both included.

        The last day there is, 9999-12-31, means that no end is set; it counts as the day before, which has a next day.
        """
        return cls(first, min(last, date.max - ONE_DAY) + ONE_DAY)

    @property
    def last(self) -> date:
        """The last day, as people write it."""
        return self.end - ONE_DAY

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    def share_elapsed(self, today: date) -> Decimal:
        """The share of its days that are over at the end of `today`, from 0 to 1."""
        gone = (today + ONE_DAY - self.start).days
        return Decimal(min(max(gone, 0), self.days)) / self.days

    def months(self) -> Iterator[date]:
        """The first day of each calendar month it touches."""
        count = (self.last.year - self.start.year) * 12 + self.last.month - self.start.month + 1
        for index in range(count):
            yield months_before(self.start, -index)


def next_month(day: date) -> date:
    """The first day of the month after that of `day`."""
    return day.replace(day=1) + timedelta(days=calendar.monthrange(day.year, day.month)[1])


def months_before(day: date, count: int) -> date:
    """The first day of the month that lies `count` months before that of `day`."""
    index = day.year * 12 + day.month - 1 - count
    return date(index // 12, index % 12 + 1, 1)


def months_later(day: date, count: int) -> date:
    """The same day `count` months later, or the last of that month where it has none."""
    month = months_before(day, -count)
    return month.replace(day=min(day.day, calendar.monthrange(month.year, month.month)[1]))


def days_after(day: date, count: int) -> date:
    """The day that lies `count` days later, or earlier; none beyond the first and the last there are."""
    count = min(max(count, (date.min - day).days), (date.max - day).days)
    return day + timedelta(days=count)
