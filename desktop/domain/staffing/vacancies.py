"""How long the posts of an assignment stood or stand empty, in months, day-exact.

On each day of the time in which an assignment is expected to run, the posts that nobody fills are vacant. Where nobody
overlaps, vacancy is posts times months less the months of service; more volunteers than posts never make up for an
empty post of another day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from desktop.domain.period import ONE_DAY, Period
from desktop.domain.staffing.service import by_month, clipped, months_in, within


@dataclass(frozen=True, slots=True)
class MonthOfPosts:
    """The posts of an assignment in a month (its first day): how many months they come to, served and vacant."""

    month: date
    expected: Fraction
    served: Fraction
    vacant: Fraction


def vacancies(posts: int, expected: Period, service: Sequence[Period]) -> tuple[MonthOfPosts, ...]:
    """The months of posts, served and vacant, of each calendar month in which an assignment is expected to run.

    `service` is that of all who fill its posts; what lies outside the expected time is left out.
    """
    counted = clipped(service, expected)
    return tuple(_month(posts, part, counted) for part in by_month(expected))


def vacant_months(months: Iterable[MonthOfPosts]) -> Fraction:
    """What is vacant in some months together."""
    return sum((month.vacant for month in months), Fraction(0))


def vacancies_until(posts: int, expected: Period, service: Sequence[Period], day: date) -> Fraction:
    """The months that posts stood vacant up to the end of `day`."""
    past = within(expected, Period(date.min, day + ONE_DAY))
    return Fraction(0) if past is None else vacant_months(vacancies(posts, past, service))


def _month(posts: int, part: Period, service: Sequence[Period]) -> MonthOfPosts:
    inside = clipped(service, part)
    vacant = sum(
        (months_in(stretch) * max(posts - filled, 0) for stretch, filled in _levels(part, inside)), Fraction(0)
    )
    served = sum(map(months_in, inside), Fraction(0))
    return MonthOfPosts(part.start.replace(day=1), months_in(part) * posts, served, vacant)


def _levels(part: Period, service: Sequence[Period]) -> Iterator[tuple[Period, int]]:
    """The stretches of a period in which equally many serve, and how many they are."""
    days = sorted({part.start, part.end, *(cut.start for cut in service), *(cut.end for cut in service)})
    for start, end in pairwise(days):
        yield Period(start, end), sum(cut.start <= start < cut.end for cut in service)
