"""A clock that a test sets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """Tells the moment it is set to, a second later each time it is asked, so that entries have an order."""

    def __init__(self, start: datetime = datetime(2019, 10, 21, 9, 0, tzinfo=UTC)) -> None:
        self.moment = start

    def __call__(self) -> datetime:
        """The next second."""
        self.moment += timedelta(seconds=1)
        return self.moment

    def advance(self, **time: float) -> None:
        """Lets time go by: `advance(days=3)`."""
        self.moment += timedelta(**time)
