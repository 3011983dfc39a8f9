"""Reads what reports about people are made from. Names are read for those alone who ask for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.ledger import LedgerKind
from desktop.domain.money import ZERO
from desktop.domain.period import Period
from desktop.domain.rates import Quote
from desktop.domain.staffing.cost import Costs, costs_of
from desktop.domain.staffing.deployment import Deployment
from desktop.domain.staffing.sharing import Converted, Shared, converted, shared
from desktop.domain.volunteer_terms import COMPONENTS
from desktop.language import Message, Month, say
from desktop.reports.layout import People
from desktop.reports.people import AssignmentFacts, CostFacts, MeasureFacts, PeopleFacts, whole_months
from desktop.reports.trace import Scope
from desktop.storage.grant_rates import GrantRates, grant_rates
from desktop.storage.models import Assignment, Grant, Project, Volunteer, WorkCount, WorkMeasure
from desktop.storage.staffing import deployments, matched, rate_book

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
    found = _deployments(session, scope.grants, window)
    facts = PeopleFacts(tuple(found), _assignments(session))
    if wanted.people >= People.COSTS:
        facts = _with_costs(session, facts, scope.grants, window)
    if wanted.people >= People.WORK:
        facts = replace(facts, measures=_measures(session, window), projects=_projects(session))
    return replace(facts, names=_names(session, found)) if wanted.names else facts


def _deployments(session: Session, grants: Sequence[int], window: Period) -> list[Deployment]:
    """The deployments with days in the window, and those that costs of it were matched to, by reference."""
    grant_id = grants[0] if grants else None
    found = {each.id: each for each in deployments(session, grant_id=grant_id, within=window)}
    return sorted(found.values(), key=lambda each: each.reference)


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
    for deployment, made in _pro_forma(session, facts.deployments, window):
        for part in made.parts:
            if not grants or part.grant_id in grants:
                key = (deployment.id, part.grant_id, part.month)
                cost = known.get(key) or CostFacts(*key)
                planned = ZERO if part.signed else part.money.amount
                pro_forma = cost.pro_forma + part.money.amount
                known[key] = replace(cost, pro_forma=pro_forma, planned=cost.planned + planned)
        missing += made.missing
    for key, committed, actual in _matched(session, grants, window):
        cost = known.get(key) or CostFacts(*key)
        known[key] = replace(cost, committed=cost.committed + committed, actual=cost.actual + actual)
    lacking = {key[0] for key in known} - {each.id for each in facts.deployments}
    found = [*facts.deployments, *(deployments(session, ids=lacking) if lacking else ())]
    ordered = tuple(sorted(found, key=lambda each: each.reference))
    return replace(facts, deployments=ordered, costs=tuple(known.values()), missing=tuple(dict.fromkeys(missing)))


@dataclass(frozen=True, slots=True)
class _Made:
    """The pro forma of one deployment by grant, and what it lacks."""

    parts: tuple[Any, ...]
    missing: tuple[Message, ...]


def _pro_forma(session: Session, found: Sequence[Deployment], window: Period) -> Iterator[tuple[Deployment, _Made]]:
    """What deployments cost by their contracts and the rates in force, shared and converted."""
    book = rate_book(session)
    rows = session.execute(select(Grant.id, Grant.currency, Grant.reference)).all()
    currencies = {identity: currency for identity, currency, _reference in rows}
    references = {identity: reference for identity, _currency, reference in rows}
    originals = sorted({rate.currency for rate in book.rates if rate.currency is not None})

    @cache
    def rates_of(grant_id: int) -> GrantRates:
        return grant_rates(session, grant_id, originals)

    def quotes(grant_id: int, currency: str, day: date) -> Quote | None:
        return rates_of(grant_id).quote(currency, day)

    for deployment in found:
        costs = costs_of(deployment, book, within=window)
        borne = shared(costs.parts, deployment.shares)
        paid = converted(borne.parts, quotes, currencies=currencies)
        yield deployment, _Made(paid.parts, tuple(_lacking(deployment, costs, borne, paid, references)))


def _lacking(
    deployment: Deployment, costs: Costs, borne: Shared, paid: Converted, references: dict[int, str]
) -> Iterator[Message]:
    """What keeps a part of a deployment from being worked out."""
    for rate in costs.missing:
        yield say(
            "{component} of {deployment} from {first} to {last}",
            component=COMPONENTS[rate.component],
            deployment=deployment.reference,
            first=rate.days.start,
            last=rate.days.last,
        )
    for share in borne.missing:
        yield say(
            "who pays {deployment} from {first} to {last}",
            deployment=deployment.reference,
            first=share.days.start,
            last=share.days.last,
        )
    for quote in paid.missing:
        yield say(
            "the rate of {currency} for {grant} in {month}",
            currency=quote.currency,
            grant=references[quote.grant_id],
            month=Month(quote.month),
        )


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
