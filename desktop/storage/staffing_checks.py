"""What the project check reads of people: a few questions for all of them, none where nobody is deployed."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from desktop.domain.allocation import WHOLE
from desktop.domain.checks.staffing import (
    CLEARANCE_DAYS,
    ENDS_WITHIN,
    ClearanceFacts,
    OverdueFacts,
    PostsFacts,
    StaffFacts,
    UnassessedFacts,
)
from desktop.domain.period import Period, days_after, months_before
from desktop.storage.models import Assignment, ChecklistItem, ContractPeriod, DeploymentShare, Grant
from desktop.storage.models import Deployment as DeploymentRecord
from desktop.storage.service_conditions import SERVED, SERVES, SIGNED, served_on
from desktop.storage.staffing import deployments, grants_that_pay
from desktop.storage.staffing_dates import newest_clearances

_ASSESSED_WITHIN: Final = 12
_DEPLOYED: Final = select(DeploymentRecord.id).limit(1)


def staff_facts(session: Session, *, today: date, whole: bool, grant_id: int | None = None) -> StaffFacts:
    """What there is to check; with `grant_id` of the deployments that one grant pays, without what the office knows.

    Unless the check is `whole`, only those deployments are read of which an index tells that something may be found.
    """
    if session.scalar(_DEPLOYED) is None:
        return StaffFacts()
    ids = None if whole or grant_id is not None else _candidates(session, today)
    current = deployments(session, ids=ids, grant_id=grant_id, within=Period(today, date.max))
    grants = grants_that_pay(session, {share.grant_id for each in current for share in each.shares})
    if grant_id is not None:
        return StaffFacts(current, grants)
    return StaffFacts(
        current,
        grants,
        _clearances(session, today),
        _overdue(session, today),
        _unassessed(session, today),
        _posts(session, today),
        complete=whole,
    )


def _ahead(today: date) -> tuple[ColumnElement[bool], ...]:
    """What holds of contracts that are not over."""
    return SERVES, ContractPeriod.ends_on >= today


def _candidates(session: Session, today: date) -> set[int]:
    """The deployments of which something may be found: by their days, their grants or their shares."""
    near = days_after(today, max(days for days, _severity in ENDS_WITHIN))
    ending = select(ContractPeriod.deployment_id).where(*_ahead(today), SIGNED, ContractPeriod.ends_on <= near)
    begun = select(ContractPeriod.deployment_id).where(*_ahead(today), ~SIGNED, ContractPeriod.starts_on <= today)
    ends_before = or_(Grant.ends_on < ContractPeriod.ends_on, Grant.closed_on.is_not(None))
    unpaid = (
        select(ContractPeriod.deployment_id)
        .join(DeploymentShare, DeploymentShare.deployment_id == ContractPeriod.deployment_id)
        .join(Grant, Grant.id == DeploymentShare.grant_id)
        .where(*_ahead(today), ends_before)
    )
    of_day = (DeploymentShare.deployment_id, DeploymentShare.starts_on)
    parted = select(DeploymentShare.deployment_id).group_by(*of_day).having(func.sum(DeploymentShare.percent) != WHOLE)
    shared = select(DeploymentShare.id).where(
        DeploymentShare.deployment_id == ContractPeriod.deployment_id,
        or_(DeploymentShare.starts_on <= ContractPeriod.starts_on, DeploymentShare.starts_on <= today),
    )
    lacking = select(ContractPeriod.deployment_id).where(
        *_ahead(today), or_(~shared.exists(), ContractPeriod.deployment_id.in_(parted))
    )
    found: set[int] = set()
    for statement in (ending, begun, unpaid, lacking):
        found.update(session.scalars(statement))
    return found


def _clearances(session: Session, today: date) -> list[ClearanceFacts]:
    """What ran out, or will soon, of people who serve or are to, unless they have a newer one of the kind."""
    statement = newest_clearances(days_after(today, CLEARANCE_DAYS), today=today)
    return [ClearanceFacts(*row) for row in session.execute(statement)]


def _overdue(session: Session, today: date) -> list[OverdueFacts]:
    """The things to do that are overdue, by deployment; the first of each tells of all."""
    statement = (
        select(ChecklistItem.deployment_id, DeploymentRecord.reference, ChecklistItem.title, ChecklistItem.due_on)
        .join(DeploymentRecord, DeploymentRecord.id == ChecklistItem.deployment_id)
        .where(ChecklistItem.due_on < today, ChecklistItem.done_on.is_(None))
        .order_by(ChecklistItem.due_on, ChecklistItem.id)
    )
    found: dict[int, OverdueFacts] = {}
    for deployment_id, reference, title, due_on in session.execute(statement):
        known = found.get(deployment_id)
        if known is None:
            found[deployment_id] = OverdueFacts(deployment_id, reference, 1, title, due_on or today)
        else:
            found[deployment_id] = OverdueFacts(deployment_id, reference, known.count + 1, known.title, known.due_on)
    return list(found.values())


def _unassessed(session: Session, today: date) -> list[UnassessedFacts]:
    """The deployments that ended within a year and were not assessed."""
    last = func.max(ContractPeriod.ends_on)
    statement: Any = (
        select(DeploymentRecord.id, DeploymentRecord.reference, last, DeploymentRecord.ended_on)
        .join(ContractPeriod, ContractPeriod.deployment_id == DeploymentRecord.id)
        .where(
            DeploymentRecord.assessed_on.is_(None),
            DeploymentRecord.volunteer_id.is_not(None),
            SERVED,
            ContractPeriod.ends_on >= months_before(today, _ASSESSED_WITHIN),
        )
        .group_by(DeploymentRecord.id, DeploymentRecord.reference, DeploymentRecord.ended_on)
        .order_by(DeploymentRecord.reference)
    )
    ends = (
        (identity, reference, min(ends_on, ended_on or ends_on))
        for identity, reference, ends_on, ended_on in session.execute(statement)
    )
    return [UnassessedFacts(*row) for row in ends if row[2] < today]


def _posts(session: Session, today: date) -> list[PostsFacts]:
    """The assignments that are expected to run today, with how many of their posts are filled."""
    serving = (
        select(DeploymentRecord.assignment_id, func.count(DeploymentRecord.id.distinct()))
        .join(ContractPeriod, ContractPeriod.deployment_id == DeploymentRecord.id)
        .where(served_on(today), DeploymentRecord.volunteer_id.is_not(None))
        .group_by(DeploymentRecord.assignment_id)
    )
    running = select(Assignment.id, Assignment.reference, Assignment.posts).where(
        Assignment.starts_on <= today, Assignment.ends_on >= today
    )
    rows = session.execute(running.order_by(Assignment.reference)).all()
    filled: dict[int, int] = {row[0]: row[1] for row in session.execute(serving)} if rows else {}
    return [PostsFacts(*row, filled.get(row[0], 0)) for row in rows]
