"""What the project check reads of people: a few questions for all of them, none where nobody is deployed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import Session

from desktop.domain.allocation import WHOLE
from desktop.domain.checks.staffing import (
    CLEARANCE_DAYS,
    ENDS_WITHIN,
    Alike,
    ClearanceFacts,
    EndsFacts,
    OverdueFacts,
    PostsFacts,
    StaffFacts,
    UnassessedFacts,
)
from desktop.domain.period import Period, days_after, months_before
from desktop.storage.models import Assignment, ChecklistItem, ContractPeriod, DeploymentShare, Grant, Volunteer
from desktop.storage.models import Deployment as DeploymentRecord
from desktop.storage.service_conditions import SERVED, SERVES, SIGNED, paid_by, served_on
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
        return StaffFacts(current, grants, ends=_ends(session, today, grant_id))
    return StaffFacts(
        current,
        grants,
        _clearances(session, today),
        _overdue(session, today),
        _ends(session, today),
        _unassessed(session, today),
        _posts(session, today),
        complete=whole,
    )


def _ahead(today: date) -> tuple[ColumnElement[bool], ...]:
    """What holds of contracts that are not over."""
    return SERVES, ContractPeriod.ends_on >= today


def _candidates(session: Session, today: date) -> set[int]:
    """The deployments of which something may be found: by what is not signed, their grants or their shares."""
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
    for statement in (begun, unpaid, lacking):
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


def _ends(session: Session, today: date, grant_id: int | None = None) -> list[EndsFacts]:
    """The deployments whose last signed contract ends soon and that did not end early, by assignment and day."""
    last = func.max(case((SIGNED, ContractPeriod.ends_on)))
    later = func.max(case((~SIGNED, ContractPeriod.starts_on)))
    each: Any = (
        select(ContractPeriod.deployment_id.label("id"), last.label("day"), case((later > last, 1), else_=0).label("p"))
        .where(*_ahead(today))
        .group_by(ContractPeriod.deployment_id)
        .having(last <= days_after(today, max(days for days, _severity in ENDS_WITHIN)))
    )
    if grant_id is not None:
        each = each.where(ContractPeriod.deployment_id.in_(paid_by(grant_id)))
    ends = each.subquery()
    statement = _alike(ends.c.id, ends.c.day, func.sum(ends.c.p)).where(DeploymentRecord.ended_on.is_(None))
    rows = session.execute(statement.group_by(*_ASSIGNMENT, ends.c.day).order_by(ends.c.day, Assignment.reference))
    return [EndsFacts(alike, day, planned) for alike, day, planned in _named(session, rows)]


def _unassessed(session: Session, today: date) -> list[UnassessedFacts]:
    """The deployments that ended within a year and were not assessed, by assignment."""
    last = func.max(ContractPeriod.ends_on)
    each = (
        select(ContractPeriod.deployment_id.label("id"), last.label("day"))
        .where(
            SERVED,
            ContractPeriod.ends_on >= months_before(today, _ASSESSED_WITHIN),
        )
        .group_by(ContractPeriod.deployment_id)
    )
    ends = each.subquery()
    day = case((DeploymentRecord.ended_on < ends.c.day, DeploymentRecord.ended_on), else_=ends.c.day)
    statement = _alike(ends.c.id, func.max(day)).where(
        DeploymentRecord.assessed_on.is_(None), DeploymentRecord.volunteer_id.is_not(None), day < today
    )
    rows = session.execute(statement.group_by(*_ASSIGNMENT).order_by(Assignment.reference))
    return [UnassessedFacts(alike, ended_on) for alike, ended_on in _named(session, rows)]


_ASSIGNMENT: Final = (Assignment.id, Assignment.reference)


def _alike(deployment_id: ColumnElement[int], *columns: ColumnElement[Any]) -> Select[Any]:
    """Some deployments by assignment: which one, how many, the first of them, and what else is asked."""
    counted = (func.count(DeploymentRecord.id), func.min(DeploymentRecord.id))
    found: Select[Any] = (
        select(*_ASSIGNMENT, *counted, *columns)
        .join(DeploymentRecord, DeploymentRecord.assignment_id == Assignment.id)
        .where(DeploymentRecord.id == deployment_id)
    )
    return found


def _named(session: Session, rows: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    """What was asked of each group, behind the group with the codes of its first deployment."""
    known = list(rows)
    who: Any = (
        select(DeploymentRecord.id, DeploymentRecord.reference, func.coalesce(Volunteer.reference, ""))
        .outerjoin(Volunteer, Volunteer.id == DeploymentRecord.volunteer_id)
        .where(DeploymentRecord.id.in_([first for _id, _reference, count, first, *_rest in known if count == 1]))
    )
    codes = {identity: (reference, volunteer) for identity, reference, volunteer in session.execute(who)}
    for assignment_id, assignment, count, first, *rest in known:
        yield Alike(assignment_id, assignment, count, first, *codes.get(first, ("", ""))), *rest


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
