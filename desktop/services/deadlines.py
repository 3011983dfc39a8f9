"""What is due in the next days: for the whole office, or for one grant with its agreement."""

from __future__ import annotations

from desktop.domain.deadlines import SOON_DAYS, Deadline, DeadlineKind, Horizon, all_deadlines
from desktop.storage.deadlines import open_dates
from desktop.storage.office import Office
from desktop.storage.rulebooks import rule_books

__all__ = ["SOON_DAYS", "Deadline", "DeadlineKind", "deadlines"]


def deadlines(office: Office, *, days: int = SOON_DAYS, grant_id: int | None = None) -> list[Deadline]:
    """What is due today or in the next `days`, and what is late, the nearest first.

    With `grant_id` what concerns one grant: its own deadlines and those of the agreement it was given under.
    """
    horizon = Horizon.of_days(office.today, days)
    with office.read() as session:
        dates = open_dates(session, horizon, books=rule_books(session, grant_id), grant_id=grant_id)
    return all_deadlines(dates, horizon)
