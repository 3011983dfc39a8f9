"""Reads which deployments a timeline shows and in what order, and what stands beside each of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from desktop.domain.period import Period
from desktop.domain.staffing.deployment import PayingGrant
from desktop.storage.models import (
    Assignment,
    ChecklistItem,
    Clearance,
    ContractPeriod,
    Deployment,
    DeploymentShare,
    DutyStation,
    Grant,
    Leave,
    Organisation,
    Project,
)
from desktop.storage.service_conditions import SERVED, SERVES, SIGNED, kept_to, not_ended_before, served_on
from desktop.storage.staffing import grants_that_pay


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which deployments: of an assignment, a project, paid by a grant, and not over before a day."""

    assignment_id: int | None = None
    project_id: int | None = None
    grant_id: int | None = None
    since: date | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """What must hold of a deployment, beside its assignment."""
        found = kept_to(assignment_id=self.assignment_id, project_id=self.project_id, grant_id=self.grant_id)
        if self.since is not None:
            found += self._not_over(self.since)
        return found

    @staticmethod
    def _not_over(since: date) -> list[ColumnElement[bool]]:
        """Still served or planned on or after a day; one without any contract is not over either."""
        later = select(ContractPeriod.deployment_id).where(ContractPeriod.ends_on >= since)
        none = Deployment.id.not_in(select(ContractPeriod.deployment_id))
        return [not_ended_before(since), or_(Deployment.id.in_(later), none)]


def _from_wanted(statement: Any, wanted: Wanted) -> Any:
    """A statement on deployments and their assignments, kept to what is wanted."""
    return (
        statement.select_from(Deployment)
        .join(Assignment, Assignment.id == Deployment.assignment_id)
        .where(*wanted.conditions())
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """The deployments that are wanted: all of them by assignment and post (who follows someone on a post stands below),
    the first and the last day of their contracts, which are served today, and which have one that is only planned.
    """

    ids: tuple[int, ...] = ()
    days: tuple[date, date] | None = None
    serving: tuple[int, ...] = ()
    unsigned: tuple[int, ...] = ()


def standing(session: Session, wanted: Wanted, today: date) -> Standing:
    """All that is known of them before a row is read, by one question: each contract is looked at once."""
    planned = and_(SERVES, ~SIGNED, Deployment.ended_on.is_(None))
    columns = (
        Deployment.id,
        func.min(ContractPeriod.starts_on),
        func.max(ContractPeriod.ends_on),
        func.max(case((served_on(today), 1), else_=0)),
        func.max(case((planned, 1), else_=0)),
    )
    statement = (
        _from_wanted(select(*columns), wanted)
        .outerjoin(ContractPeriod, ContractPeriod.deployment_id == Deployment.id)
        .group_by(Deployment.id, Assignment.reference)
        .order_by(Assignment.reference, Deployment.post.is_(None), Deployment.post, Deployment.reference)
    )
    rows = session.connection().execute(statement).all()
    first = min((row[1] for row in rows if row[1] is not None), default=None)
    last = max((row[2] for row in rows if row[2] is not None), default=None)
    return Standing(
        tuple(row[0] for row in rows),
        None if first is None or last is None else (first, last),
        tuple(sorted(row[0] for row in rows if row[3])),
        tuple(sorted(row[0] for row in rows if row[4])),
    )


def grants(session: Session, wanted: Wanted) -> list[PayingGrant]:
    """The grants that pay them, or paid, by their end."""
    found = _from_wanted(select(Deployment.id), wanted)
    paying = select(DeploymentShare.grant_id).where(DeploymentShare.deployment_id.in_(found))
    return list(grants_that_pay(session, paying).values())


def posts(session: Session, ids: Sequence[int]) -> dict[int, tuple[int, int | None]]:
    """The assignment and the post of some deployments."""
    statement = select(Deployment.id, Deployment.assignment_id, Deployment.post).where(Deployment.id.in_(ids))
    return {identity: (assignment_id, post) for identity, assignment_id, post in session.execute(statement)}


def starts_on_posts(session: Session, wanted: Iterable[tuple[int, int]]) -> dict[tuple[int, int], list[date]]:
    """The days on which contracts of some posts (assignment, number) begin, signed or planned."""
    keys = set(wanted)
    if not keys:
        return {}
    which = or_(*(and_(Deployment.assignment_id == owner, Deployment.post == post) for owner, post in keys))
    statement = (
        select(Deployment.assignment_id, Deployment.post, ContractPeriod.starts_on)
        .join(ContractPeriod, ContractPeriod.deployment_id == Deployment.id)
        .where(which, SERVES)
        .order_by(ContractPeriod.starts_on)
    )
    found: dict[tuple[int, int], list[date]] = {}
    for owner, post, day in session.execute(statement):
        if post is not None:
            found.setdefault((owner, post), []).append(day)
    return found


@dataclass(frozen=True, slots=True)
class AssignmentHead:
    """What the head of the page says of an assignment."""

    id: int
    reference: str
    title: str
    category: str
    posts: int
    host: str


def assignment_head(session: Session, assignment_id: int) -> AssignmentHead:
    """The head of an assignment."""
    statement = (
        select(
            Assignment.id,
            Assignment.reference,
            Assignment.title,
            Assignment.category,
            Assignment.posts,
            func.coalesce(Organisation.name, ""),
        )
        .outerjoin(Organisation, Organisation.id == Assignment.host_id)
        .where(Assignment.id == assignment_id)
    )
    return AssignmentHead(*session.execute(statement).one())


def identity(session: Session, kind: str, reference: str) -> int | None:
    """The id of an assignment, project or grant by its reference."""
    model: Any = {"assignment": Assignment, "project": Project, "grant": Grant}[kind]
    found: int | None = session.scalar(select(model.id).where(model.reference == reference))
    return found


def offered(session: Session) -> dict[str, list[tuple[str, str]]]:
    """What one can keep the page to: assignments, projects and grants that have deployments, with their titles."""
    with_some = select(Deployment.assignment_id)
    paying = select(DeploymentShare.grant_id)
    projects = select(Assignment.project_id).where(Assignment.id.in_(with_some))
    return {
        "assignment": _pairs(session, Assignment, Assignment.id.in_(with_some)),
        "project": _pairs(session, Project, Project.id.in_(projects)),
        "grant": _pairs(session, Grant, Grant.id.in_(paying)),
    }


def _pairs(session: Session, model: Any, condition: ColumnElement[bool]) -> list[tuple[str, str]]:
    statement = select(model.reference, model.title).where(condition).order_by(model.reference)
    return [(reference, title) for reference, title in session.execute(statement)]


def service(
    session: Session, wanted: Wanted | None, *, until: date
) -> Iterator[tuple[str, int, int | None, date, date]]:
    """What is signed and no gap, up to a day or an early end: country, deployment, volunteer, first and last day."""
    if wanted is None:
        return
    statement = (
        select(
            func.coalesce(DutyStation.country, ""),
            Deployment.id,
            Deployment.volunteer_id,
            ContractPeriod.starts_on,
            ContractPeriod.ends_on,
            Deployment.ended_on,
        )
        .select_from(ContractPeriod)
        .join(Deployment, Deployment.id == ContractPeriod.deployment_id)
        .join(Assignment, Assignment.id == Deployment.assignment_id)
        .outerjoin(DutyStation, DutyStation.id == func.coalesce(ContractPeriod.station_id, Assignment.station_id))
        .where(SERVED, ContractPeriod.starts_on <= until, *wanted.conditions())
    )
    for country, deployment_id, volunteer_id, first, ends_on, ended_on in session.connection().execute(statement):
        last = min(ends_on, ended_on or until, until)
        if last >= first:
            yield country, deployment_id, volunteer_id, first, last


def titles(session: Session, assignment_ids: Iterable[int]) -> dict[int, str]:
    """The titles of some assignments."""
    wanted = set(assignment_ids)
    rows = session.execute(select(Assignment.id, Assignment.title))
    return {identity: title for identity, title in rows if identity in wanted}


# --- days ---------------------------------------------------------------------------------------------------------


def _among(owner: Any, wanted: Wanted) -> Any:
    """That an owner is one of the deployments that are wanted."""
    return owner.in_(_from_wanted(select(Deployment.id), wanted))


def changing(session: Session, wanted: Wanted, window: Period) -> set[int]:
    """The deployments of which a contract begins or ends within some days, or that end early then."""
    begins = and_(ContractPeriod.starts_on >= window.start, ContractPeriod.starts_on < window.end)
    ends = and_(ContractPeriod.ends_on >= window.start, ContractPeriod.ends_on < window.end)
    statement = select(ContractPeriod.deployment_id).where(
        ContractPeriod.ends_on >= window.start, or_(begins, ends), _among(ContractPeriod.deployment_id, wanted)
    )
    early = _from_wanted(select(Deployment.id), wanted).where(
        Deployment.ended_on >= window.start, Deployment.ended_on < window.end
    )
    return {*session.scalars(statement), *session.scalars(early)}


def leaves(session: Session, wanted: Wanted, window: Period) -> list[tuple[int, str, date, date]]:
    """The leave of deployments that begins within some days: of which, its kind, its first and its last day."""
    statement: Any = select(Leave.deployment_id, Leave.kind, Leave.starts_on, Leave.ends_on).where(
        Leave.starts_on >= window.start, Leave.starts_on < window.end, _among(Leave.deployment_id, wanted)
    )
    return [tuple(row) for row in session.execute(statement)]


def expiries(session: Session, wanted: Wanted, window: Period) -> list[tuple[int, str, date]]:
    """What trainings and clearances of volunteers run out within some days: on which of their deployments, the last by
    its reference, what, and when.
    """
    newest: Any = _from_wanted(select(Deployment.volunteer_id, func.max(Deployment.reference).label("code")), wanted)
    of_each = newest.group_by(Deployment.volunteer_id).subquery()
    statement: Any = (
        select(Deployment.id, Clearance.kind, Clearance.expires_on)
        .join(of_each, of_each.c.volunteer_id == Clearance.volunteer_id)
        .join(Deployment, Deployment.reference == of_each.c.code)
        .where(Clearance.expires_on >= window.start, Clearance.expires_on < window.end)
    )
    return [tuple(row) for row in session.execute(statement)]


def open_items(session: Session, wanted: Wanted, window: Period) -> list[tuple[int, str, date]]:
    """What is still to do for deployments within some days: for which, what, and when it is due."""
    statement: Any = select(ChecklistItem.deployment_id, ChecklistItem.title, ChecklistItem.due_on).where(
        ChecklistItem.done_on.is_(None),
        ChecklistItem.due_on >= window.start,
        ChecklistItem.due_on < window.end,
        _among(ChecklistItem.deployment_id, wanted),
    )
    return [tuple(row) for row in session.execute(statement)]
