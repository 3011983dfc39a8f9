"""Reads the waivers of findings."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain import waivers
from desktop.storage.models import Waiver


def all_waivers(session: Session) -> list[waivers.Waiver]:
    """Every waiver, the oldest first."""
    rows = session.scalars(select(Waiver).order_by(Waiver.waived_on, Waiver.id))
    return [
        waivers.Waiver(
            row.id,
            row.version,
            row.code,
            row.register,
            row.record_id,
            row.label,
            row.reason,
            row.waived_by,
            row.waived_on,
        )
        for row in rows
    ]
