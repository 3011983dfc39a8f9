"""Reads the waivers of findings."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain import waivers
from desktop.storage.models import Waiver

_WAIVERS = select(
    Waiver.id,
    Waiver.version,
    Waiver.code,
    Waiver.register,
    Waiver.record_id,
    Waiver.label,
    Waiver.reason,
    Waiver.waived_by,
    Waiver.waived_on,
).order_by(Waiver.waived_on, Waiver.id)


def all_waivers(session: Session) -> list[waivers.Waiver]:
    """Every waiver, the oldest first."""
    return [waivers.Waiver(*row) for row in session.connection().execute(_WAIVERS)]
