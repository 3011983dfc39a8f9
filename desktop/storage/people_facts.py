"""Reads what reports about people are made from. Names are read for those alone who ask for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.ledger import LedgerKind
from desktop.domain.money import ZERO
from desktop.domain.period import Period
from desktop.domain.staffing.deployment import Deployment
from desktop.language import Message
from desktop.reports.layout import People
from desktop.reports.people import AssignmentFacts, CostFacts, MeasureFacts, PeopleFacts, whole_months
from desktop.reports.trace import Scope
from desktop.storage.models import Assignment, Project, Volunteer, WorkCount, WorkMeasure
from desktop.storage.paying import pricing
from desktop.storage.staffing import deployments, matched

_Key = tuple[int, int, date]  # deployment, grant, month


@dataclass(frozen=True, slots=True)
class Wanted:
    """How much of people a report asks for, and whether of their `names` too."""

    people: People
    names: bool = False


def people_for_report(session: Session, scope: Scope, wanted: Wanted) -> PeopleFacts:
    """What a report of this scope needs to know of people: those of its grants, or of all."""
    if wanted.people is People.NOTHING:
        return PeopleFacts()
    window = whole_months(scope.period) if wanted.people >= People.COSTS else scope.period
    grant_id = scope.grants[0] if scope.grants else None
    found = deployments(session, grant_id=grant_id, within=window)
    facts = PeopleFacts(tuple(found), _assignments(session))
    if wanted.people >= People.COSTS:
        facts = _with_costs(session, facts, scope.grants, window)
    if wanted.people >= People.WORK:
        facts = replace(facts, measures=_measures(session, window), projects=_projects(session))
    return replace(facts, names=_names(session, facts.deployments)) if wanted.names else facts


def _assignments(session: Session) -> dict[int, AssignmentFacts]:
    statement = select(
        Assignment.id, Assignment.reference, Assignment.title, func.coalesce(Project.reference, "")
    ).outerjoin(Project, Project.id == Assignment.project_id)
    return {row[0]: AssignmentFacts(*row) for row in session.execute(statement).all()}


def _names(session: Session, found: Iterable[Deployment]) -> dict[int, str]:
    """The names of those who are deployed, by id."""
    wanted = {each.volunteer_id for each in found} - {None}
    rows = session.execute(select(Volunteer.id, Volunteer.name).where(Volunteer.name != "")).all()
    return {identity: name for identity, name in rows if identity in wanted}


# --- costs -----------------------------------------------------------------------------------------------------------


def _with_costs(session: Session, facts: PeopleFacts, grants: Sequence[int], window: Period) -> PeopleFacts:
    """With what was worked out, signed and matched in the window; deployments that only costs tell of are added."""
    known: dict[_Key, CostFacts] = {}
    missing: list[Message] = []
    prices = pricing(session, facts.deployments)
    for deployment in facts.deployments:
        priced = prices.of(deployment, within=window)
        for part in priced.parts:
            if not grants or part.grant_id in grants:
                key = (deployment.id, part.grant_id, part.month)
                cost = known.get(key) or CostFacts(*key)
                planned = ZERO if part.signed else part.money.amount
                pro_forma = cost.pro_forma + part.money.amount
                known[key] = replace(cost, pro_forma=pro_forma, planned=cost.planned + planned)
        missing += (finding.sentence for finding in prices.findings(deployment, priced))
    for key, committed, actual in _matched(session, grants, window):
        cost = known.get(key) or CostFacts(*key)
        known[key] = replace(cost, committed=cost.committed + committed, actual=cost.actual + actual)
    lacking = {key[0] for key in known} - {each.id for each in facts.deployments}
    found = [*facts.deployments, *(deployments(session, ids=lacking) if lacking else ())]
    ordered = tuple(sorted(found, key=lambda each: each.reference))
    return replace(facts, deployments=ordered, costs=tuple(known.values()), missing=tuple(dict.fromkeys(missing)))


def _matched(session: Session, grants: Sequence[int], window: Period) -> Iterator[tuple[_Key, Any, Any]]:
    """What was committed and spent for deployments, by deployment, grant and month."""
    grant_id = grants[0] if grants else None
    for each in matched(session, grant_id=grant_id, first=window.start, last=window.last):
        if each.grant_id is not None:
            committed = each.amount if each.kind == LedgerKind.COMMITMENT else ZERO
            yield (each.deployment_id, each.grant_id, each.month), committed, each.amount - committed


# --- work done -------------------------------------------------------------------------------------------------------


def _measures(session: Session, window: Period) -> tuple[MeasureFacts, ...]:
    """What projects count, with what was counted for the months of the window."""
    counted = (
        select(func.sum(WorkCount.count))
        .where(
            WorkCount.measure_id == WorkMeasure.id,
            WorkCount.month >= window.start,
            WorkCount.month < window.end,
        )
        .scalar_subquery()
    )
    statement: Any = (
        select(WorkMeasure.id, WorkMeasure.code, WorkMeasure.name, Project.reference, counted)
        .join(Project, Project.id == WorkMeasure.project_id)
        .order_by(Project.reference, WorkMeasure.code)
    )
    return tuple(
        MeasureFacts(identity, code, name, project, None if count is None else int(count))
        for identity, code, name, project, count in session.execute(statement).all()
    )


def _projects(session: Session) -> dict[str, str]:
    return {row.reference: row.title for row in session.execute(select(Project.reference, Project.title))}
