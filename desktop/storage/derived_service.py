"""Columns of volunteers, assignments and deployments that the database works out from the chain of contracts.

They say of today what `domain.staffing.deployment` says of any day; a test holds both against each other. What ended is
never current: a deployment is over when its last signed contract is, or on the day on which it was ended before.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from desktop.domain.volunteer_terms import DeploymentState, PeriodKind
from desktop.storage.derived import DERIVED, derived, listed
from desktop.storage.models import Assignment, ContractPeriod, Deployment, DeploymentShare, DutyStation, Grant
from desktop.storage.models.today import today_in_office
from desktop.storage.service_conditions import SERVES, SIGNED, not_ended_before

__all__ = ["DERIVED"]

_TODAY = today_in_office()


def _periods(deployment: Any, *conditions: ColumnElement[bool]) -> Select[Any]:
    """The contracts of a deployment, without gaps."""
    return select(ContractPeriod.id).where(ContractPeriod.deployment_id == deployment.id, SERVES, *conditions)


def _of_periods(value: Any, deployment: Any, *conditions: ColumnElement[bool]) -> ColumnElement[Any]:
    return _periods(deployment, *conditions).with_only_columns(value).correlate(deployment).scalar_subquery()


def _signed_end(deployment: Any) -> ColumnElement[Any]:
    """The last day of service under what is signed, up to an early end; empty where there is none."""
    early = deployment.ended_on
    last = case((early < ContractPeriod.ends_on, early), else_=ContractPeriod.ends_on)
    return _of_periods(func.max(last), deployment, SIGNED, or_(early.is_(None), ContractPeriod.starts_on <= early))


def _is_signed(deployment: Any) -> ColumnElement[bool]:
    return exists(_periods(deployment, SIGNED).correlate(deployment))


def _serves_today(deployment: Any, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    within = and_(ContractPeriod.starts_on <= _TODAY, ContractPeriod.ends_on >= _TODAY)
    serves = exists(_periods(deployment, SIGNED, within, *conditions).correlate(deployment))
    return and_(serves, not_ended_before(_TODAY, deployment))


def served_until(deployment: Any) -> ColumnElement[Any]:
    """The last day on which a contract is served, up to an early end."""
    return case((deployment.ended_on < ContractPeriod.ends_on, deployment.ended_on), else_=ContractPeriod.ends_on)


def is_served(deployment: Any) -> ColumnElement[bool]:
    """Whether a contract begins before its deployment ended early."""
    return or_(deployment.ended_on.is_(None), ContractPeriod.starts_on <= deployment.ended_on)


def state_of_periods(deployment: Any, today: Any) -> ColumnElement[Any]:
    """The state on a day, told of all contracts of a deployment together: each of them is looked at once."""
    signed, last = and_(SIGNED, is_served(deployment)), served_until(deployment)
    end = func.max(case((signed, last)))
    start = func.min(case((SIGNED, ContractPeriod.starts_on)))
    serves = and_(signed, ContractPeriod.starts_on <= today, last >= today)
    extended = and_(serves, ContractPeriod.kind == PeriodKind.EXTENSION)
    return case(
        (func.count(ContractPeriod.signed_on) == 0, literal(str(DeploymentState.PLANNED))),
        (or_(end.is_(None), end < today), literal(str(DeploymentState.ENDED))),
        (start > today, literal(str(DeploymentState.SIGNED))),
        (func.max(case((extended, 1), else_=0)) == 1, literal(str(DeploymentState.EXTENDED))),
        (func.max(case((serves, 1), else_=0)) == 1, literal(str(DeploymentState.ACTIVE))),
        else_=literal(str(DeploymentState.GAP)),
    )


@derived("deployment", "state")
def _state(deployment: Any) -> ColumnElement[Any]:
    return _of_periods(state_of_periods(deployment, _TODAY), deployment)


@derived("deployment", "starts_on")
def _starts(deployment: Any) -> ColumnElement[Any]:
    """The first day of what is signed, or else of what is planned."""
    signed = _of_periods(func.min(ContractPeriod.starts_on), deployment, SIGNED)
    return func.coalesce(signed, _of_periods(func.min(ContractPeriod.starts_on), deployment))


@derived("deployment", "ends_on")
def _ends(deployment: Any) -> ColumnElement[Any]:
    """The last day of what is signed, or else of what is planned."""
    return func.coalesce(_signed_end(deployment), _of_periods(func.max(ContractPeriod.ends_on), deployment))


@derived("deployment", "planned_ends_on")
def _planned_end(deployment: Any) -> ColumnElement[Any]:
    """The last day of what is planned beyond what is signed; empty where nothing is."""
    return _of_periods(func.max(ContractPeriod.ends_on), deployment, ~SIGNED)


def _current_station(deployment: Any, column: Any) -> ColumnElement[Any]:
    """Where it is served: by the newest contract that has begun, or the first to come; else where the assignment is."""
    begun = case((ContractPeriod.starts_on <= _TODAY, 0), else_=1)
    newest = case((ContractPeriod.starts_on <= _TODAY, ContractPeriod.starts_on), else_=None)
    station = (
        _periods(deployment)
        .with_only_columns(ContractPeriod.station_id)
        .order_by(begun, newest.desc(), ContractPeriod.starts_on)
        .limit(1)
        .correlate(deployment)
        .scalar_subquery()
    )
    usual = aliased(DutyStation)
    of_assignment = (
        select(Assignment.station_id)
        .where(Assignment.id == deployment.assignment_id)
        .correlate(deployment)
        .scalar_subquery()
    )
    return select(getattr(usual, column)).where(usual.id == func.coalesce(station, of_assignment)).scalar_subquery()


@derived("deployment", "current_place")
def _place(deployment: Any) -> ColumnElement[Any]:
    return _current_station(deployment, "place")


@derived("deployment", "current_country")
def _country(deployment: Any) -> ColumnElement[Any]:
    return _current_station(deployment, "country")


@derived("deployment", "grant_references")
def _grants(deployment: Any) -> ColumnElement[Any]:
    """The grants that pay now, or else ever."""
    references = select(Grant.reference).join(DeploymentShare, DeploymentShare.grant_id == Grant.id)
    return listed(references.where(DeploymentShare.deployment_id == deployment.id), deployment)


# --- assignments --------------------------------------------------------------------------------------------------


@derived("assignment", "filled_posts")
def _filled(assignment: Any) -> ColumnElement[Any]:
    """How many serve today."""
    other = aliased(Deployment)
    return (
        select(func.count())
        .select_from(other)
        .where(other.assignment_id == assignment.id, other.volunteer_id.is_not(None), _serves_today(other))
        .correlate(assignment)
        .scalar_subquery()
    )


@derived("assignment", "open_posts")
def _open(assignment: Any) -> ColumnElement[Any]:
    """Posts that nobody fills today, while the assignment is expected to run."""
    runs = and_(
        or_(assignment.starts_on.is_(None), assignment.starts_on <= _TODAY),
        or_(assignment.ends_on.is_(None), assignment.ends_on >= _TODAY),
    )
    return case((runs, assignment.posts - _filled(assignment)), else_=0)


# --- volunteers ---------------------------------------------------------------------------------------------------


def _newest(volunteer: Any, value: Any) -> ColumnElement[Any]:
    """What the deployment says that ends last."""
    own = aliased(Deployment)
    return (
        select(value(own))
        .where(own.volunteer_id == volunteer.id)
        .order_by(_signed_end(own).desc().nulls_last(), own.id.desc())
        .limit(1)
        .correlate(volunteer)
        .scalar_subquery()
    )


@derived("volunteer", "current_deployment")
def _current(volunteer: Any) -> ColumnElement[Any]:
    return _newest(volunteer, lambda own: own.reference)


@derived("volunteer", "current_place")
def _place_of(volunteer: Any) -> ColumnElement[Any]:
    return _newest(volunteer, _place)


@derived("volunteer", "serves_until")
def _until(volunteer: Any) -> ColumnElement[Any]:
    return _newest(volunteer, _ends)


@derived("volunteer", "deployment_count")
def _count(volunteer: Any) -> ColumnElement[Any]:
    return select(func.count()).where(Deployment.volunteer_id == volunteer.id).scalar_subquery()


@derived("volunteer", "current_state")
def _state_of(volunteer: Any) -> ColumnElement[Any]:
    """Serving in any deployment today, to come, served, or never deployed."""
    own = aliased(Deployment)
    mine = own.volunteer_id == volunteer.id

    def any_of(condition: ColumnElement[bool]) -> ColumnElement[bool]:
        return exists(select(own.id).where(mine, condition).correlate(volunteer))

    return case(
        (any_of(_serves_today(own)), literal("serving")),
        (any_of(or_(_signed_end(own) >= _TODAY, ~_is_signed(own))), literal("to_come")),
        (any_of(own.id.is_not(None)), literal("served")),
        else_=literal("free"),
    )
