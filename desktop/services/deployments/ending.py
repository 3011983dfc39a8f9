"""Whose contracts end soon, and what is planned to follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop.domain.period import Period, days_after
from desktop.storage.office import Office
from desktop.storage.staffing import deployments


@dataclass(frozen=True, slots=True)
class Ending:
    """A deployment whose last signed contract ends soon; `planned_until` is the last day of what is planned after it.

    `place` is where it is served last.
    """

    id: int
    reference: str
    volunteer: str
    place: str
    ends_on: date
    days: int
    planned_until: date | None = None


def ending(office: Office, *, days: int = 90) -> list[Ending]:
    """The deployments that end today or in the next `days`, the nearest first."""
    today = office.today
    last = days_after(today, days)
    with office.read() as session:
        found = deployments(session, within=Period.of_days(today, last))
    told: list[Ending] = []
    for one in found:
        ends_on = one.ends_on
        if ends_on is None or not today <= ends_on <= last:
            continue
        planned = [each.period.last for each in one.contracts if each.serves and not each.signed]
        station = next((each.station for each in reversed(one.contracts) if each.serves and each.signed), None)
        place = "" if station is None else station.place
        until = max(planned, default=None) if one.ended_on is None else None
        told.append(Ending(one.id, one.reference, one.volunteer, place, ends_on, (ends_on - today).days, until))
    return sorted(told, key=lambda each: (each.ends_on, each.reference))
