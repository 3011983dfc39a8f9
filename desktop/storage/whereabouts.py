"""Reads which volunteers serve on a day, where, and whether they are on leave."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.period import Period
from desktop.registers.evacuation import EVACUATION
from desktop.registers.query import Cell
from desktop.registers.sight import seen
from desktop.storage.models import Leave, Volunteer
from desktop.storage.staffing import deployments

OF_VOLUNTEER = frozenset(
    {"name", "phone", "nationality", "sex", "emergency_contact", "emergency_phone", "email", "address", "care_note"}
)


def whereabouts(session: Session, day: date, *, names: bool) -> list[dict[str, Cell]]:
    """A row of the evacuation list for each volunteer who serves on `day`, by column key, in order of their codes.

    Without `names` what says who they are is not even read.
    """
    serving = {
        one.volunteer_id: (one, contract)
        for one in deployments(session, within=Period.of_days(day, day))
        if one.volunteer_id is not None and (contract := one.serving(day)) is not None
    }
    away = _on_leave(session, day)
    keys = [column.key for column in seen(EVACUATION, names=names).columns if column.key in OF_VOLUNTEER]
    attributes = [getattr(Volunteer, key) for key in keys]
    people = select(Volunteer.id, Volunteer.reference, *attributes).where(Volunteer.id.in_(serving))
    rows: list[dict[str, Cell]] = []
    for identity, code, *values in session.execute(people.order_by(Volunteer.reference)):
        deployment, contract = serving[identity]
        leave, until = away.get(deployment.id, (None, None))
        station = contract.station
        rows.append(
            {
                **{key: value or None for key, value in zip(keys, values, strict=True)},
                "volunteer": code,
                "deployment": deployment.reference,
                "country": station.country if station else None,
                "place": station.place if station else None,
                "until": deployment.ends_on,
                "leave": leave,
                "leave_until": until,
            }
        )
    return rows


def _on_leave(session: Session, day: date) -> dict[int, tuple[str, date]]:
    """The kind of the leave of a day and its last day, by deployment."""
    found = select(Leave.deployment_id, Leave.kind, Leave.ends_on).where(Leave.starts_on <= day, Leave.ends_on >= day)
    return {deployment: (kind, until) for deployment, kind, until in session.execute(found.order_by(Leave.id))}
