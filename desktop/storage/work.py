"""Reads what is counted of the work of volunteers, who could have done it, and what it sums to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from desktop.domain.period import Period
from desktop.domain.staffing.work import CountKey, KeptCount, Measure, WorkedDeployment, WorkTotal
from desktop.domain.volunteer_terms import YES
from desktop.storage.models import (
    Assignment,
    ContractPeriod,
    Deployment,
    DutyStation,
    Project,
    Volunteer,
    WorkCount,
    WorkMeasure,
)
from desktop.storage.service_conditions import SERVED, not_ended_before, touches

_USUAL = aliased(DutyStation)
_PARTS: Final[dict[str, Any]] = {
    "month": WorkCount.month,
    "sex": WorkCount.sex,
    "age": WorkCount.age,
    "deployment": Deployment.reference,
    "volunteer": Volunteer.reference,
    "category": Deployment.category,
    "assignment": Assignment.reference,
    "country": _USUAL.country,
}
"""By what work can be summed up."""
_OF_MEASURE: Final = (WorkMeasure.id, WorkMeasure.code, WorkMeasure.name, WorkMeasure.by_sex, WorkMeasure.by_age)
_SUM: Final = len(_OF_MEASURE)  # where the sum stands in a row


def known_parts() -> tuple[str, ...]:
    """By what work can be summed up."""
    return tuple(_PARTS)


def measures_of(session: Session, projects: Iterable[int]) -> tuple[Measure, ...]:
    """What some projects count, by code."""
    rows = session.scalars(
        select(WorkMeasure).where(WorkMeasure.project_id.in_(list(projects))).order_by(WorkMeasure.code, WorkMeasure.id)
    )
    return tuple(_measure(row) for row in rows)


def _measure(row: Any) -> Measure:
    return Measure(row.id, row.code, row.name, row.by_sex == YES, row.by_age == YES)


def worked_in(session: Session, project_id: int, month: Period) -> tuple[WorkedDeployment, ...]:
    """The deployments of a project and its parts that are served in a month or have counts in it, by code, and where
    they serve.
    """
    serves = (ContractPeriod.deployment_id == Deployment.id, SERVED, touches(month))
    in_service = and_(exists(select(ContractPeriod.id).where(*serves)), not_ended_before(month.start))
    counted = exists(
        select(WorkCount.id)
        .join(WorkMeasure, WorkMeasure.id == WorkCount.measure_id)
        .where(
            WorkCount.deployment_id == Deployment.id,
            WorkCount.month == month.start,
            WorkMeasure.project_id == project_id,
        )
    )
    served_at = (
        select(DutyStation.place)
        .join(ContractPeriod, ContractPeriod.station_id == DutyStation.id)
        .where(*serves)
        .order_by(ContractPeriod.starts_on.desc())
        .limit(1)
        .scalar_subquery()
    )
    statement = (
        _deployments(served_at)
        .where(or_(and_(Assignment.project_id.in_(_with_parts(session, project_id)), in_service), counted))
        .order_by(Deployment.reference)
    )
    return tuple(WorkedDeployment(*row) for row in session.execute(statement))


def _with_parts(session: Session, project_id: int) -> Any:
    """A project and all below it."""
    path = session.scalar(select(Project.tree_path).where(Project.id == project_id)) or ""
    return select(Project.id).where(Project.tree_path.startswith(path, autoescape=True))


def _deployments(served_at: Any) -> Any:
    return (
        select(
            Deployment.id,
            Deployment.reference,
            func.coalesce(Volunteer.reference, ""),
            func.coalesce(served_at, _USUAL.place, ""),
        )
        .join(Assignment, Assignment.id == Deployment.assignment_id)
        .outerjoin(Volunteer, Volunteer.id == Deployment.volunteer_id)
        .outerjoin(_USUAL, _USUAL.id == Assignment.station_id)
    )


def worked_deployment(session: Session, deployment_id: int) -> WorkedDeployment | None:
    """One deployment; None when it is gone."""
    row = session.execute(_deployments(None).where(Deployment.id == deployment_id)).first()
    return None if row is None else WorkedDeployment(*row)


def counts_of(
    session: Session, measures: Iterable[Measure], months: Sequence[date], deployment_id: int | None = None
) -> dict[CountKey, KeptCount]:
    """What is counted of some measures in some months, by all deployments or by one."""
    statement = select(WorkCount).where(
        WorkCount.measure_id.in_([measure.id for measure in measures]), WorkCount.month.in_(months)
    )
    if deployment_id is not None:
        statement = statement.where(WorkCount.deployment_id == deployment_id)
    return {
        CountKey(row.measure_id, row.deployment_id, row.month, row.sex, row.age): KeptCount(row.count, row.version)
        for row in session.scalars(statement)
    }


def find_count(session: Session, key: CountKey) -> WorkCount | None:
    """The record of a count; None where nothing is counted."""
    return session.scalars(
        select(WorkCount).where(
            WorkCount.measure_id == key.measure_id,
            WorkCount.deployment_id == key.deployment_id,
            WorkCount.month == key.month,
            WorkCount.sex == key.sex,
            WorkCount.age == key.age,
        )
    ).first()


def months_counted(session: Session, deployment_id: int) -> tuple[date, date] | None:
    """The first and the last month in which a deployment has counts; None without any."""
    statement = select(func.min(WorkCount.month), func.max(WorkCount.month)).where(
        WorkCount.deployment_id == deployment_id
    )
    found: Any = session.execute(statement).one()
    return None if found[0] is None else (found[0], found[1])


def served_by(session: Session, deployment_id: int) -> tuple[date, date] | None:
    """The first and the last day of service of a deployment under what is signed; None while nothing is."""
    found: Any = session.execute(
        select(func.min(ContractPeriod.starts_on), func.max(ContractPeriod.ends_on)).where(
            ContractPeriod.deployment_id == deployment_id, SERVED
        )
    ).one()
    ended = session.scalar(select(Deployment.ended_on).where(Deployment.id == deployment_id))
    if found[0] is None:
        return None
    first, last = found
    return first, max(first, min(last, ended or last))


def projects_with_work(session: Session) -> list[tuple[int, str, str]]:
    """The projects that count something or have assignments: id, code and name, by code."""
    counts = exists(select(WorkMeasure.id).where(WorkMeasure.project_id == Project.id))
    has_posts = exists(select(Assignment.id).where(Assignment.project_id == Project.id))
    rows = session.execute(
        select(Project.id, Project.reference, Project.title).where(or_(counts, has_posts)).order_by(Project.reference)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def work_totals(session: Session, project_id: int, period: Period, by: Sequence[str]) -> list[WorkTotal]:
    """How much of each measure of a project was done in the months that begin in a period, parted by `by`."""
    parts = [_PARTS[name] for name in by]
    statement = (
        select(*_OF_MEASURE, func.sum(WorkCount.count), *parts)
        .join_from(WorkMeasure, WorkCount, WorkCount.measure_id == WorkMeasure.id)
        .join(Deployment, Deployment.id == WorkCount.deployment_id)
        .join(Assignment, Assignment.id == Deployment.assignment_id)
        .outerjoin(Volunteer, Volunteer.id == Deployment.volunteer_id)
        .outerjoin(_USUAL, _USUAL.id == Assignment.station_id)
        .where(
            WorkMeasure.project_id == project_id,
            WorkCount.month >= period.start.replace(day=1),
            WorkCount.month < period.end,
        )
        .group_by(*_OF_MEASURE, *parts)
        .order_by(WorkMeasure.code, *parts)
    )
    return [
        WorkTotal(
            _measure(row),
            int(row[_SUM]),
            {name: str(value or "") for name, value in zip(by, row[_SUM + 1 :], strict=True)},
        )
        for row in session.execute(statement)
    ]
