"""What the sides of an agreement have to do, and what of it is late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop.storage.office import Office
from desktop.storage.partners import open_obligations


@dataclass(frozen=True, slots=True)
class LateObligation:
    """An obligation whose day has passed: whose it is, what, and when it was due."""

    id: int
    who: str
    title: str
    due_on: date


def late_obligations(office: Office, *, agreement_id: int) -> tuple[LateObligation, ...]:
    """The obligations of an agreement that were due before today and are neither fulfilled nor dropped."""
    with office.read() as session:
        return tuple(
            LateObligation(one.id, one.organisation.called, one.title, one.due_on)
            for one in open_obligations(session, agreement_id)
            if one.due_on is not None and one.due_on < office.today
        )
