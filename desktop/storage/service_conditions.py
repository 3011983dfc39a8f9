"""What questions about deployments have in common, said once: what is service, who has not ended, whom a grant pays."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, or_, select

from desktop.domain.period import Period
from desktop.domain.volunteer_terms import PeriodKind
from desktop.storage.models import Assignment, ContractPeriod, Deployment, DeploymentShare

SERVES: Final = ContractPeriod.kind != PeriodKind.GAP
"""Of a contract: its days are service once it is signed."""
SIGNED: Final = ContractPeriod.signed_on.is_not(None)
SERVED: Final = and_(SERVES, SIGNED)


def touches(days: Period) -> ColumnElement[bool]:
    """Of a contract: it lasts on some of these days."""
    return and_(ContractPeriod.starts_on < days.end, ContractPeriod.ends_on >= days.start)


def not_ended_before(day: Any, deployment: Any = Deployment) -> ColumnElement[bool]:
    """Of a deployment: it was not ended early before `day`. What its contracts say is another question."""
    return or_(deployment.ended_on.is_(None), deployment.ended_on >= day)


def served_on(day: date) -> ColumnElement[bool]:
    """Of a contract and its deployment: it is served on `day`, as `Deployment.serving` has it."""
    return and_(SERVED, touches(Period.of_days(day, day)), not_ended_before(day))


def paid_by(grant_id: int) -> Select[Any]:
    """The deployments that a grant pays, or ever paid."""
    return select(DeploymentShare.deployment_id).where(DeploymentShare.grant_id == grant_id)


def kept_to(
    *, assignment_id: int | None = None, project_id: int | None = None, grant_id: int | None = None
) -> list[ColumnElement[bool]]:
    """Of a deployment: it is of an assignment, of a project, and a grant pays it or ever paid; all that are given."""
    found: list[ColumnElement[bool]] = []
    if assignment_id is not None:
        found.append(Deployment.assignment_id == assignment_id)
    if project_id is not None:
        found.append(Deployment.assignment_id.in_(select(Assignment.id).where(Assignment.project_id == project_id)))
    if grant_id is not None:
        found.append(Deployment.id.in_(paid_by(grant_id)))
    return found
