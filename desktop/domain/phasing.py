"""The quarters and years of a period, by which a budget is phased."""

from __future__ import annotations

from datetime import date

from desktop.domain.period import Period, months_before


def days_in_phases(period: Period, *, months: int) -> dict[date, int]:
    """How many days of `period` fall into each quarter (3 `months`) or year (12) of the calendar, by its first day."""
    first = period.start.month - 1
    start = months_before(period.start, first % months)
    found: dict[date, int] = {}
    while start < period.end:
        end = months_before(start, -months)
        found[start] = (min(end, period.end) - max(start, period.start)).days
        start = end
    return found
