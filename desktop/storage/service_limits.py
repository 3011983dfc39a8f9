"""Reads what limits of service and leave are worked out from."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.period import Period
from desktop.domain.staffing.leave import LeaveTaken
from desktop.domain.staffing.limits import Limit, Person
from desktop.storage.models import CategoryLimit, ChecklistItem, Leave, Volunteer


def own_limits(session: Session) -> tuple[Limit, ...]:
    """The limits that the office set itself."""
    return tuple(
        Limit(
            row.category,
            row.starts_on,
            row.most_months,
            row.least_months,
            row.least_age,
            row.most_age,
            row.experience_years,
            row.leave_days,
            row.source,
        )
        for row in session.scalars(select(CategoryLimit).order_by(CategoryLimit.category, CategoryLimit.starts_on))
    )


def persons(session: Session, volunteer_id: int | None = None) -> dict[int, Person]:
    """What limits need to know of everyone on the roster, or of one, by id."""
    columns = select(Volunteer.id, Volunteer.reference, Volunteer.born_on, Volunteer.experience_years)
    statement = columns if volunteer_id is None else columns.where(Volunteer.id == volunteer_id)
    return {row.id: Person(*row) for row in session.execute(statement)}


def items_of(session: Session, deployment_id: int) -> list[ChecklistItem]:
    """What is to do on a deployment, in the order of the days on which it is due."""
    statement = select(ChecklistItem).where(ChecklistItem.deployment_id == deployment_id)
    order = (ChecklistItem.phase, ChecklistItem.due_on.is_(None), ChecklistItem.due_on, ChecklistItem.id)
    return list(session.scalars(statement.order_by(*order)))


def leaves_of(session: Session, deployment_id: int) -> list[LeaveTaken]:
    """The leave of a deployment, in the order of its days."""
    rows = session.scalars(select(Leave).where(Leave.deployment_id == deployment_id).order_by(Leave.starts_on))
    return [LeaveTaken(row.kind, Period.of_days(row.starts_on, row.ends_on), row.days) for row in rows]
