"""Reads what is due about people: leave, trainings and clearances that run out, and the names of volunteers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.storage.models import Clearance, Leave, Volunteer


@dataclass(frozen=True, slots=True)
class LeaveDays:
    """A leave, both days included."""

    id: int
    deployment_id: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Expiry:
    """A training or clearance that is valid until a day; `kind` is its code."""

    id: int
    volunteer_id: int
    kind: str
    day: date


def leave_from(session: Session, day: date) -> list[LeaveDays]:
    """Leave that is not over before `day`."""
    found = select(Leave.id, Leave.deployment_id, Leave.starts_on, Leave.ends_on).where(Leave.ends_on >= day)
    return [LeaveDays(*row) for row in session.execute(found.order_by(Leave.id))]


def expiries_from(session: Session, day: date) -> list[Expiry]:
    """Trainings and clearances that run out on `day` or later."""
    columns = (Clearance.id, Clearance.volunteer_id, Clearance.kind, Clearance.expires_on)
    found = select(*columns).where(Clearance.expires_on >= day)
    rows = session.execute(found.order_by(Clearance.id))
    return [Expiry(identity, volunteer, kind, until) for identity, volunteer, kind, until in rows if until is not None]


def called(session: Session, ids: Collection[int], *, names: bool) -> dict[int, tuple[str, str]]:
    """The code of each volunteer, and the name; without `names` that is empty, and not even read."""
    columns = (Volunteer.id, Volunteer.reference, *((Volunteer.name,) if names else ()))
    found = session.execute(select(*columns).where(Volunteer.id.in_(ids)))
    return {identity: (code, *named) if named else (code, "") for identity, code, *named in found}
