"""Reads deployments with their contracts and shares, entitlement rates, and what the ledger holds of deployments.

Everything of many deployments is read in a few queries, however many there are. Rows, not records: there are thousands
of them, and nobody changes one here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from desktop.domain.allocation import Share
from desktop.domain.period import Period
from desktop.domain.staffing.deployment import Contract, Deployment, PayingGrant, Station
from desktop.domain.staffing.rates import Rate, RateBook
from desktop.domain.volunteer_terms import Basis, Component, PeriodKind
from desktop.storage.models import (
    Assignment,
    ContractPeriod,
    DeploymentCost,
    DeploymentShare,
    DutyStation,
    EntitlementRate,
    Grant,
    LedgerEntry,
    Volunteer,
)
from desktop.storage.models import Deployment as DeploymentRecord
from desktop.storage.service_conditions import kept_to, touches

_DEPLOYMENTS: Final = (
    select(
        DeploymentRecord.id,
        DeploymentRecord.reference,
        DeploymentRecord.category,
        DeploymentRecord.dependants,
        DeploymentRecord.ended_on,
        func.coalesce(DeploymentRecord.end_reason, ""),
        DeploymentRecord.volunteer_id,
        func.coalesce(Volunteer.reference, ""),
        func.coalesce(Volunteer.sex, ""),
        DeploymentRecord.assignment_id,
        Assignment.project_id,
        Assignment.station_id,
    )
    .join(Assignment, Assignment.id == DeploymentRecord.assignment_id)
    .outerjoin(Volunteer, Volunteer.id == DeploymentRecord.volunteer_id)
    .order_by(DeploymentRecord.reference)
)
_CONTRACTS: Final = select(
    ContractPeriod.deployment_id,
    ContractPeriod.id,
    ContractPeriod.kind,
    ContractPeriod.starts_on,
    ContractPeriod.ends_on,
    ContractPeriod.signed_on,
    ContractPeriod.station_id,
).order_by(ContractPeriod.deployment_id, ContractPeriod.starts_on)
_SHARES: Final = select(
    DeploymentShare.deployment_id,
    DeploymentShare.grant_id,
    DeploymentShare.percent,
    DeploymentShare.line_id,
    DeploymentShare.starts_on,
).order_by(DeploymentShare.deployment_id, DeploymentShare.starts_on, DeploymentShare.id)


def deployments(
    session: Session,
    *,
    ids: Iterable[int] | None = None,
    volunteer_ids: Iterable[int] | None = None,
    assignment_id: int | None = None,
    grant_id: int | None = None,
    project_id: int | None = None,
    within: Period | None = None,
) -> list[Deployment]:
    """The deployments that meet all conditions given, or all of them, by reference: those of some volunteers, of an
    assignment, of a project, that a grant pays or ever paid, and that have a contract, a gap or a matched entry
    `within` some days.
    """
    which = kept_to(assignment_id=assignment_id, project_id=project_id, grant_id=grant_id)
    if ids is not None:
        which.append(DeploymentRecord.id.in_(list(ids)))
    if volunteer_ids is not None:
        which.append(DeploymentRecord.volunteer_id.in_(list(volunteer_ids)))
    if within is not None:
        which.append(_within(within))
    rows = session.connection().execute(_DEPLOYMENTS.where(*which)).all()
    if not rows:
        return []
    known = stations(session)
    usual = {row[0]: known.get(row[-1]) for row in rows}
    contracts: dict[int, list[Contract]] = {}
    for owner, identity, kind, first, last, signed_on, station_id in _parts(
        session, _CONTRACTS, ContractPeriod.deployment_id, which
    ):
        station = known.get(station_id, usual[owner])
        made = Contract(identity, PeriodKind(kind), Period.of_days(first, last), signed_on, station)
        contracts.setdefault(owner, []).append(made)
    shares: dict[int, list[Share]] = {}
    for owner, *share in _parts(session, _SHARES, DeploymentShare.deployment_id, which):
        shares.setdefault(owner, []).append(Share(*share))
    return [
        Deployment(
            identity,
            reference,
            category,
            tuple(contracts.get(identity, ())),
            tuple(shares.get(identity, ())),
            *others,
        )
        for identity, reference, category, *others, _station_id in rows
    ]


def _within(days: Period) -> ColumnElement[bool]:
    """Of a deployment: it has a contract, a gap or a matched entry on some of these days."""
    touching = select(ContractPeriod.deployment_id).where(touches(days))
    matched_in = select(DeploymentCost.deployment_id).where(
        DeploymentCost.month >= days.start, DeploymentCost.month < days.end
    )
    return or_(DeploymentRecord.id.in_(touching), DeploymentRecord.id.in_(matched_in))


def _parts(session: Session, statement: Any, owner: Any, which: Sequence[ColumnElement[bool]]) -> Sequence[Any]:
    """The rows of parts whose deployment is asked for."""
    if which:
        statement = statement.where(owner.in_(select(DeploymentRecord.id).where(*which)))
    return session.connection().execute(statement).all()


def stations(session: Session) -> dict[int, Station]:
    """All duty stations by their ids."""
    columns = (DutyStation.id, DutyStation.place, DutyStation.country, func.coalesce(DutyStation.hardship, ""))
    return {row[0]: Station(*row) for row in session.connection().execute(select(*columns))}


def rate_book(session: Session) -> RateBook:
    """All entitlement rates of the office."""
    columns = (
        EntitlementRate.id,
        EntitlementRate.component,
        EntitlementRate.basis,
        EntitlementRate.starts_on,
        EntitlementRate.category,
        EntitlementRate.country,
        EntitlementRate.station_id,
        EntitlementRate.dependants,
        EntitlementRate.currency,
        EntitlementRate.amount,
        EntitlementRate.percent,
    )
    rows = session.connection().execute(select(*columns).order_by(EntitlementRate.id)).all()
    return RateBook(
        Rate(identity, Component(component), Basis(basis), *others) for identity, component, basis, *others in rows
    )


def grants_that_pay(session: Session, ids: Collection[int] | Select[Any]) -> dict[int, PayingGrant]:
    """Grants by their ids, those that end first before the others."""
    if not isinstance(ids, Select) and not ids:
        return {}
    statement = select(Grant.id, Grant.reference, Grant.ends_on, Grant.closed_on).where(Grant.id.in_(ids))
    return {row[0]: PayingGrant(*row) for row in session.execute(statement.order_by(Grant.ends_on))}


@dataclass(frozen=True, slots=True)
class Matched:
    """What ledger entries of one kind hold for a deployment in a month (its first day), in the grant's currency.

    Of commitments it is what was signed less what was cancelled.
    """

    deployment_id: int
    month: date
    grant_id: int | None
    line_id: int | None
    kind: str
    currency: str
    amount: Decimal


def matched(
    session: Session,
    *,
    ids: Iterable[int] | None = None,
    grant_id: int | None = None,
    first: date | None = None,
    last: date | None = None,
) -> list[Matched]:
    """The sums of what entries hold for deployments, by deployment, month, grant, line and kind of entry.

    `grant_id` keeps the entries of that grant alone; `first` and `last` are days of the first and the last month.
    """
    by = (
        DeploymentCost.deployment_id,
        DeploymentCost.month,
        LedgerEntry.grant_id,
        LedgerEntry.line_id,
        LedgerEntry.kind,
        LedgerEntry.currency,
    )
    statement: Any = select(*by, func.sum(DeploymentCost.amount)).join(
        LedgerEntry, LedgerEntry.id == DeploymentCost.entry_id
    )
    if ids is not None:
        statement = statement.where(DeploymentCost.deployment_id.in_(list(ids)))
    if grant_id is not None:
        statement = statement.where(LedgerEntry.grant_id == grant_id)
    if first is not None:
        statement = statement.where(DeploymentCost.month >= first.replace(day=1))
    if last is not None:
        statement = statement.where(DeploymentCost.month <= last)
    statement = statement.group_by(*by).order_by(DeploymentCost.deployment_id, DeploymentCost.month)
    return [Matched(*row) for row in session.connection().execute(statement)]


@dataclass(frozen=True, slots=True)
class AssignmentTerms:
    """What a post of an assignment has when nothing else is said."""

    id: int
    reference: str
    category: str
    station: Station | None
    project_id: int | None


def assignment_terms(session: Session, ids: Iterable[int]) -> dict[int, AssignmentTerms]:
    """The terms of assignments, by their ids; those that are gone are left out."""
    known = stations(session)
    columns = (
        Assignment.id,
        Assignment.reference,
        Assignment.category,
        Assignment.station_id,
        Assignment.project_id,
    )
    rows = session.connection().execute(select(*columns).where(Assignment.id.in_(list(ids))))
    return {
        identity: AssignmentTerms(identity, reference, category, known.get(station_id or 0), project_id)
        for identity, reference, category, station_id, project_id in rows
    }
