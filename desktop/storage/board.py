"""The deployments of the board: how many there are in each state, and which of them come first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from desktop.domain.volunteer_terms import DeploymentState
from desktop.storage.derived_service import is_served, served_until, state_of_periods
from desktop.storage.models import Assignment, ContractPeriod, Deployment, Volunteer
from desktop.storage.service_conditions import SERVES, SIGNED
from desktop.storage.timeline import Wanted

_AHEAD = (DeploymentState.PLANNED, DeploymentState.SIGNED)


@dataclass(frozen=True, slots=True)
class StateColumn:
    """A state, how many deployments are in it, and the first of them."""

    state: DeploymentState
    count: int
    ids: tuple[int, ...]


def columns(session: Session, wanted: Wanted, *, today: date, most: int) -> list[StateColumn]:
    """The states of deployments with at most so many of each: those to come by their first day, the others by their
    last one, and those that ended the newest first.
    """
    each = _standing(wanted, today).subquery()
    ahead = each.c.state.in_(_AHEAD)
    day = func.coalesce(case((ahead, each.c.first), else_=each.c.last), date.max)
    past = each.c.state == DeploymentState.ENDED
    by = (case((past, day)).desc(), case((~past, day)), case((past, each.c.code)).desc(), each.c.code)
    placed = select(
        each.c.id,
        each.c.state,
        func.count().over(partition_by=each.c.state).label("count"),
        func.row_number().over(partition_by=each.c.state, order_by=by).label("place"),
    ).subquery()
    statement: Any = select(placed.c.state, placed.c.count, placed.c.id).where(placed.c.place <= most)
    rows = session.execute(statement.order_by(placed.c.state, placed.c.place)).all()
    return list(_columns(rows))


def _columns(rows: Any) -> Iterator[StateColumn]:
    for (state, count), group in groupby(rows, key=lambda row: (row[0], row[1])):
        yield StateColumn(DeploymentState(state), count, tuple(row[2] for row in group))


def _standing(wanted: Wanted, today: date) -> Any:
    """Each deployment with its state, its first and its last day (as signed or else as planned), and who it is."""
    served, last = is_served(Deployment), served_until(Deployment)
    signed = and_(SIGNED, served)
    code = func.coalesce(Volunteer.reference, Deployment.reference)
    return (
        select(
            Deployment.id.label("id"),
            code.label("code"),
            state_of_periods(Deployment, today).label("state"),
            func.coalesce(
                func.min(case((signed, ContractPeriod.starts_on))), func.min(case((served, ContractPeriod.starts_on)))
            ).label("first"),
            func.coalesce(func.max(case((signed, last))), func.max(case((served, last)))).label("last"),
        )
        .select_from(Deployment)
        .join(Assignment, Assignment.id == Deployment.assignment_id)
        .outerjoin(Volunteer, Volunteer.id == Deployment.volunteer_id)
        .outerjoin(
            ContractPeriod,
            and_(ContractPeriod.deployment_id == Deployment.id, SERVES),
        )
        .where(*wanted.conditions())
        .group_by(Deployment.id, code)
    )
