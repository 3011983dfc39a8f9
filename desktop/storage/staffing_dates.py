"""The dates of people that are still open: ends of contracts, papers that run out, things to do."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from desktop.domain.deadlines import ChecklistDue, ClearanceEnd, ContractEnd, Horizon
from desktop.storage.models import (
    ChecklistItem,
    Clearance,
    ContractPeriod,
    Deployment,
    Volunteer,
)
from desktop.storage.service_conditions import SERVED, kept_to, not_ended_before

Dates = tuple[list[ContractEnd], list[ClearanceEnd], list[ChecklistDue]]


def people_dates(session: Session, horizon: Horizon, *, grant_id: int | None = None) -> Dates:
    """What is open about people; with `grant_id` the ends of the deployments that one grant pays, and nothing else."""
    if session.scalar(select(Deployment.id).limit(1)) is None:
        return [], [], []
    contracts = _contract_ends(session, horizon, grant_id)
    if grant_id is not None:
        return contracts, [], []
    return contracts, _clearances(session, horizon), _checklists(session, horizon.last)


def _contract_ends(session: Session, horizon: Horizon, grant_id: int | None) -> list[ContractEnd]:
    """The deployments whose last signed contract ends in these days; what ended early ended before."""
    last = func.max(ContractPeriod.ends_on)
    statement: Any = (
        select(Deployment.id, Deployment.reference, last, Deployment.ended_on)
        .join(ContractPeriod, ContractPeriod.deployment_id == Deployment.id)
        .where(SERVED, *kept_to(grant_id=grant_id), ContractPeriod.ends_on >= horizon.today)
        .group_by(Deployment.id, Deployment.reference, Deployment.ended_on)
        .having(last <= horizon.last)
        .order_by(last, Deployment.reference)
    )
    return [
        ContractEnd(identity, reference, min(ends_on, ended_on or ends_on))
        for identity, reference, ends_on, ended_on in session.execute(statement)
    ]


def newest_clearances(until: date, *, today: date) -> Select[Any]:
    """What runs out by a day of people who serve or are to, and have nothing newer of the kind."""
    serving = (
        select(Deployment.volunteer_id)
        .join(ContractPeriod, ContractPeriod.deployment_id == Deployment.id)
        .where(ContractPeriod.ends_on >= today, Deployment.volunteer_id.is_not(None))
        .where(not_ended_before(today))
    )
    newer = aliased(Clearance)
    renewed = exists().where(
        newer.volunteer_id == Clearance.volunteer_id,
        newer.kind == Clearance.kind,
        or_(newer.expires_on > Clearance.expires_on, newer.expires_on.is_(None)),
    )
    statement: Any = (
        select(Clearance.id, Volunteer.reference, Clearance.kind, Clearance.expires_on)
        .join(Volunteer, Volunteer.id == Clearance.volunteer_id)
        .where(Clearance.expires_on <= until, ~renewed, Clearance.volunteer_id.in_(serving))
        .order_by(Clearance.expires_on, Clearance.id)
    )
    found: Select[Any] = statement
    return found


def _clearances(session: Session, horizon: Horizon) -> list[ClearanceEnd]:
    rows = session.execute(newest_clearances(horizon.last, today=horizon.today))
    return [ClearanceEnd(*row) for row in rows]


def _checklists(session: Session, until: date) -> list[ChecklistDue]:
    statement = (
        select(ChecklistItem.id, Deployment.reference, ChecklistItem.title, ChecklistItem.due_on)
        .join(Deployment, Deployment.id == ChecklistItem.deployment_id)
        .where(ChecklistItem.due_on <= until, ChecklistItem.done_on.is_(None))
        .order_by(ChecklistItem.due_on, ChecklistItem.id)
    )
    return [
        ChecklistDue(identity, name, title, due_on)
        for identity, name, title, due_on in session.execute(statement)
        if due_on is not None
    ]
