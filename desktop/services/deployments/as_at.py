"""Who served on any day."""

from __future__ import annotations

from datetime import date

from desktop.domain.period import ONE_DAY, Period
from desktop.domain.staffing.deployment import Serving, serving_on
from desktop.storage.office import Office
from desktop.storage.staffing import deployments

__all__ = ["Serving", "staffing_as_at"]


def staffing_as_at(
    office: Office,
    day: date,
    *,
    assignment_id: int | None = None,
    grant_id: int | None = None,
    project_id: int | None = None,
) -> tuple[Serving, ...]:
    """The deployments that are served on `day` under signed contracts, and where; by reference.

    `grant_id` keeps those that the grant pays or ever paid.
    """
    with office.read() as session:
        found = deployments(
            session,
            assignment_id=assignment_id,
            grant_id=grant_id,
            project_id=project_id,
            within=Period(day, day + ONE_DAY),
        )
    return serving_on(found, day)
