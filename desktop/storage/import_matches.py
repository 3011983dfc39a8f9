"""What an import of records is held against: the records of a register, and how those they refer to are called."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from desktop.domain.codes import BudgetStatus
from desktop.registers.register import Register
from desktop.storage.derived import first_line
from desktop.storage.models import (
    MODELS,
    Agreement,
    Allocation,
    Assignment,
    Budget,
    BudgetLine,
    Deployment,
    DeploymentCost,
    DutyStation,
    Grant,
    GrantShare,
    LedgerEntry,
    Organisation,
    Project,
    ResultNode,
    Volunteer,
    WorkMeasure,
)

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Known:
    """A record of the office: what it holds, by the keys of the columns of its register that a table may fill."""

    id: int
    version: int
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Named:
    """A record that others refer to: `label` is how their lists show it, `names` how people call it, codes first.

    `scope` is the record it belongs to: the grant of a budget line, the project of a result.
    """

    id: int
    label: str
    names: tuple[str, ...]
    scope: int | None = None


@dataclass(frozen=True, slots=True)
class BudgetOf:
    """A budget, of which grant and project, and whether its lines may change."""

    id: int
    grant_id: int
    project_id: int | None
    status: BudgetStatus
    revision: int | None
    title: str


def known_records(session: Session, register: Register) -> dict[int, Known]:
    """Every record of a register by its id."""
    model: Any = MODELS[register.record]
    columns = register.incoming_columns
    attributes = [getattr(model, column.attribute) for column in columns]
    version = getattr(model, "version", literal(0))
    keys = [column.key for column in columns]
    rows = session.execute(select(model.id, version, *attributes).order_by(model.id))
    return {row[0]: Known(row[0], row[1], dict(zip(keys, row[2:], strict=True))) for row in rows}


def _plainly(model: Any, *names: str, label: str) -> Callable[[Session], Iterator[Named]]:
    def read(session: Session) -> Iterator[Named]:
        columns = [getattr(model, name) for name in (label, *names)]
        for identity, shown, *called in session.execute(select(model.id, *columns)):
            yield Named(identity, shown, tuple(name for name in called if name))

    return read


def _results(session: Session) -> Iterator[Named]:
    statement = select(ResultNode.id, ResultNode.code, ResultNode.title, ResultNode.project_id)
    for identity, code, title, project_id in session.execute(statement):
        yield Named(identity, code, (code, title), project_id)


def _lines(session: Session) -> Iterator[Named]:
    """The lines of approved budgets, each as the first line that it continues, on which entries stand."""
    columns = (first_line(BudgetLine), BudgetLine.code, BudgetLine.description, Budget.grant_id)
    statement: Any = select(*columns).join(Budget, Budget.id == BudgetLine.budget_id)
    for identity, code, description, grant_id in session.execute(statement.where(Budget.status == "approved")):
        yield Named(identity, code, (code, description), grant_id)


def _measures(session: Session) -> Iterator[Named]:
    """What is counted, each as part of its project."""
    statement = select(WorkMeasure.id, WorkMeasure.code, WorkMeasure.name, WorkMeasure.project_id)
    for identity, code, name, project_id in session.execute(statement):
        yield Named(identity, code, (code, name), project_id)


def _stations(session: Session) -> Iterator[Named]:
    statement = select(DutyStation.id, DutyStation.place, DutyStation.country)
    for identity, place, country in session.execute(statement):
        yield Named(identity, place, (place, f"{place}, {country}"))


_NAMED: dict[str, Callable[[Session], Iterable[Named]]] = {
    "agreements": _plainly(Agreement, "reference", "title", label="reference"),
    "allocations": _plainly(Allocation, "name", label="name"),
    "assignments": _plainly(Assignment, "reference", "title", label="reference"),
    "budget_lines": _lines,
    "deployments": _plainly(Deployment, "reference", label="reference"),
    "duty_stations": _stations,
    "grants": _plainly(Grant, "reference", "award_number", "erp_grant", "title", label="reference"),
    "organisations": _plainly(Organisation, "reference", "name", "short_name", label="name"),
    "projects": _plainly(Project, "reference", "title", label="reference"),
    "results": _results,
    "volunteers": _plainly(Volunteer, "reference", "roster_number", "name", label="reference"),
    "work_measures": _measures,
}


def named_records(session: Session, register: str) -> list[Named]:
    """The records of a register that a row may name; of the ledger only those that are matched to deployments."""
    return list(_matched_entries(session) if register == "ledger" else _NAMED[register](session))


def _matched_entries(session: Session) -> Iterator[Named]:
    matched = select(DeploymentCost.entry_id)
    return _entries(session, LedgerEntry.id.in_(matched))


def named_entries(session: Session, references: Iterable[str]) -> list[Named]:
    """The entries that have one of these references."""
    wanted = sorted(set(references))
    found: list[Named] = []
    for start in range(0, len(wanted), _AT_ONCE):
        found += _entries(session, LedgerEntry.reference.in_(wanted[start : start + _AT_ONCE]))
    return found


def _entries(session: Session, condition: Any) -> Iterator[Named]:
    statement = select(LedgerEntry.id, LedgerEntry.reference).where(condition)
    for identity, reference in session.execute(statement):
        yield Named(identity, reference, (reference,))


def budgets_by_grant(session: Session) -> dict[int, list[BudgetOf]]:
    """The budgets of each grant, the newest first; scenarios are not among them."""
    columns = (Budget.id, Budget.grant_id, Budget.project_id, Budget.status, Budget.revision, Budget.title)
    statement: Any = select(*columns).where(Budget.status != BudgetStatus.SCENARIO).order_by(Budget.id.desc())
    found: dict[int, list[BudgetOf]] = {}
    for identity, grant_id, project_id, status, revision, title in session.execute(statement):
        budget = BudgetOf(identity, grant_id, project_id, BudgetStatus(status), revision, title)
        found.setdefault(grant_id, []).append(budget)
    return found


def grant_currencies(session: Session) -> dict[int, str]:
    """The currency of each grant."""
    return {row.id: row.currency for row in session.execute(select(Grant.id, Grant.currency))}


def projects_of_grants(session: Session) -> dict[int, frozenset[int]]:
    """The projects that each grant pays."""
    found: dict[int, set[int]] = {}
    for grant_id, project_id in session.execute(select(GrantShare.grant_id, GrantShare.project_id)):
        found.setdefault(grant_id, set()).add(project_id)
    return {grant_id: frozenset(projects) for grant_id, projects in found.items()}


def projects_of_deployments(session: Session) -> dict[int, int | None]:
    """The project that each deployment serves."""
    statement = select(Deployment.id, Assignment.project_id).join(Assignment, Assignment.id == Deployment.assignment_id)
    return {row.id: row.project_id for row in session.execute(statement)}
