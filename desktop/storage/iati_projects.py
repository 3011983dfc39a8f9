"""Reads what an IATI file says of chosen projects: each question is asked once, for all of them together."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select
from sqlalchemy.orm import Session

from desktop.domain.codes import BudgetStatus
from desktop.domain.iati.standard import DateType
from desktop.domain.ledger import LedgerKind
from desktop.storage.iati_rows import (
    BodyRow,
    BudgetRow,
    CodeRow,
    EntryCounts,
    EntryRow,
    GivenRow,
    LineRow,
    PlaceRow,
    ProjectRow,
)
from desktop.storage.models import (
    Budget,
    BudgetLine,
    BudgetPhase,
    Grant,
    GrantShare,
    ImportBatch,
    ImportFile,
    LedgerEntry,
    Organisation,
    Project,
    ProjectCountry,
    ProjectRole,
    ProjectSector,
    ProjectTag,
)

Row = TypeVar("Row")
IATI_FILE = "iati"
"""The kind of an import that brought an activity file."""

_IDS_AT_ONCE = 5_000
_ENTRIES_AT_ONCE = 2_000
_BODY = (Organisation.id, Organisation.reference, Organisation.name, func.coalesce(Organisation.kind, ""))


def project_places(session: Session) -> dict[int, PlaceRow]:
    """Where every project of the office stands, by id, parents before their parts."""
    own = (Project.id, Project.reference, Project.parent_id, Project.tree_path, ImportBatch.kind)
    statement: Any = select(*own, *_BODY).outerjoin(ImportBatch, ImportBatch.id == Project.batch_id)
    joined = statement.outerjoin(Organisation, Organisation.id == Project.organisation_id)
    rows = session.execute(joined.order_by(Project.tree_path)).all()
    parents = {parent_id for _id, _reference, parent_id, *_rest in rows}
    found: dict[int, PlaceRow] = {}
    for identity, reference, parent_id, path, kind, *body in rows:
        above = found.get(parent_id)
        reporter = BodyRow(*body) if body[0] is not None else above.reporter if above else None
        own_place = (path.count("/"), identity in parents, kind == IATI_FILE)
        found[identity] = PlaceRow(identity, reference, parent_id, *own_place, reporter)
    return found


def project_ids(session: Session, references: Sequence[str]) -> dict[str, int]:
    """The projects that are called so, by reference."""
    found: dict[str, int] = {}
    for some in _parted(references):
        statement = select(Project.id, Project.reference).where(Project.reference.in_(some))
        found |= {reference: identity for identity, reference in session.execute(statement)}
    return found


def named_otherwise(session: Session) -> dict[str, str]:
    """The projects that go out under another name than theirs: the reference of each by its identifier there."""
    places = project_places(session).values()
    return {place.identifier: place.reference for place in places if place.identifier not in ("", place.reference)}


def grants_by_reference(session: Session, references: Iterable[str]) -> dict[str, int]:
    """The grants that are called so, by reference."""
    found: dict[str, int] = {}
    for some in _parted(sorted(references)):
        statement = select(Grant.id, Grant.reference).where(Grant.reference.in_(some))
        found |= {reference: identity for identity, reference in session.execute(statement)}
    return found


def entry_days(session: Session, ids: Iterable[int]) -> dict[int, date]:
    """The days of the entries that are there, by id."""
    found: dict[int, date] = {}
    for some in _parted(sorted(ids)):
        statement = select(LedgerEntry.id, LedgerEntry.entry_on).where(LedgerEntry.id.in_(some))
        found |= {row.id: row.entry_on for row in session.execute(statement)}
    return found


# --- projects -----------------------------------------------------------------------------------------------------


def read_projects(session: Session, ids: Sequence[int], *, today: date) -> list[ProjectRow]:
    """The projects `ids` in the order of the tree, with everything that is said of them."""
    places = project_places(session)
    found: list[ProjectRow] = []
    for some in _parted(ids):
        found += _read_some(session, some, places, today)
    order = {identity: number for number, identity in enumerate(places)}
    return sorted(found, key=lambda project: order[project.id])


def _read_some(session: Session, ids: Sequence[int], places: dict[int, PlaceRow], today: date) -> Iterator[ProjectRow]:
    roles = _grouped(session, _roles(), ProjectRole.project_id, ids, lambda role, *body: (role, BodyRow(*body)))
    countries = _grouped(
        session, _codes(ProjectCountry, literal(""), ProjectCountry.share), ProjectCountry.project_id, ids, CodeRow
    )
    sectors = _grouped(
        session, _codes(ProjectSector, ProjectSector.name, ProjectSector.share), ProjectSector.project_id, ids, CodeRow
    )
    tags = _grouped(session, _codes(ProjectTag, ProjectTag.name), ProjectTag.project_id, ids, CodeRow)
    given = _grouped(session, _given(), GrantShare.project_id, ids, _given_row)
    budgets = _budgets(session, ids)
    counts = _counts(session, ids, today)
    for project in session.scalars(select(Project).where(Project.id.in_(ids))):
        yield ProjectRow(
            id=project.id,
            reference=project.reference,
            title=project.title,
            summary=project.summary,
            status=project.status or "",
            place=places[project.id],
            dates=_dates(project),
            roles=tuple(roles[project.id]),
            countries=tuple(countries[project.id]),
            sectors=tuple(sectors[project.id]),
            tags=tuple(tags[project.id]),
            given=tuple(given[project.id]),
            budgets=tuple(budgets[project.id]),
            counts=counts.get(project.id, EntryCounts()),
        )


def _dates(project: Project) -> dict[str, date]:
    stated = {
        DateType.PLANNED_START: project.planned_starts_on,
        DateType.ACTUAL_START: project.actual_starts_on,
        DateType.PLANNED_END: project.planned_ends_on,
        DateType.ACTUAL_END: project.actual_ends_on,
    }
    return {str(kind): day for kind, day in stated.items() if day is not None}


def _grouped(
    session: Session, statement: Any, owner: Any, ids: Sequence[int], make: Callable[..., Row]
) -> dict[int, list[Row]]:
    """Rows by the project that is their first column."""
    found: dict[int, list[Row]] = defaultdict(list)
    for project_id, *values in session.execute(statement.where(owner.in_(ids))):
        found[project_id].append(make(*values))
    return found


def _roles() -> Any:
    statement: Any = select(ProjectRole.project_id, ProjectRole.role, *_BODY)
    return statement.join(Organisation, Organisation.id == ProjectRole.organisation_id).order_by(ProjectRole.id)


def _codes(model: Any, *said: Any) -> Any:
    columns: list[Any] = [model.project_id, model.vocabulary, model.code, *said]
    return select(*columns).order_by(model.id)


def _given() -> Any:
    columns = (Grant.id, Grant.reference, Grant.title, Grant.currency, GrantShare.amount, Grant.amount)
    days = (Grant.awarded_on, Grant.starts_on, Grant.ends_on)
    statement: Any = select(GrantShare.project_id, *_BODY, *columns, *days)
    joined = statement.join(Grant, Grant.id == GrantShare.grant_id)
    return joined.join(Organisation, Organisation.id == Grant.funder_id).order_by(Grant.id)


def _given_row(*values: Any) -> GivenRow:
    return GivenRow(BodyRow(*values[:4]), *values[4:])


# --- budgets ------------------------------------------------------------------------------------------------------


def _sole_projects() -> Any:
    """The grants that give to one project alone, and that project."""
    project = func.min(GrantShare.project_id).label("project_id")
    return select(GrantShare.grant_id, project).group_by(GrantShare.grant_id).having(func.count() == 1).subquery()


def _budgets(session: Session, ids: Sequence[int]) -> dict[int, list[BudgetRow]]:
    """Approved budgets by project; one of a grant as a whole is that of its one project."""
    sole = _sole_projects()
    owner = func.coalesce(Budget.project_id, sole.c.project_id)
    columns = (
        Budget.id,
        Grant.id,
        Grant.reference,
        Grant.currency,
        func.coalesce(Budget.revision, 0),
        Budget.approved_on,
    )
    statement: Any = select(owner, *columns, Grant.starts_on, Grant.ends_on).join(Grant, Grant.id == Budget.grant_id)
    rows = session.execute(
        statement.outerjoin(sole, sole.c.grant_id == Budget.grant_id)
        .where(Budget.status == BudgetStatus.APPROVED, owner.in_(ids))
        .order_by(Budget.id)
    ).all()
    lines = _lines(session, [row[1] for row in rows])
    found: dict[int, list[BudgetRow]] = defaultdict(list)
    for project_id, identity, *values in rows:
        found[project_id].append(BudgetRow(tuple(lines[identity]), identity, *values))
    return found


def _lines(session: Session, budget_ids: Sequence[int]) -> dict[int, list[LineRow]]:
    phases: dict[int, dict[date, Decimal]] = defaultdict(dict)
    found: dict[int, list[LineRow]] = defaultdict(list)
    for some in _parted(budget_ids):
        phased: Any = select(BudgetPhase.line_id, BudgetPhase.starts_on, BudgetPhase.amount)
        of_some = phased.join(BudgetLine, BudgetLine.id == BudgetPhase.line_id).where(BudgetLine.budget_id.in_(some))
        for line_id, starts_on, amount in session.execute(of_some):
            phases[line_id][starts_on] = amount
        columns = (BudgetLine.code, BudgetLine.amount, BudgetLine.starts_on, BudgetLine.ends_on)
        statement: Any = select(BudgetLine.id, BudgetLine.budget_id, *columns).where(BudgetLine.budget_id.in_(some))
        for line_id, budget_id, *values in session.execute(statement.order_by(BudgetLine.id)):
            found[budget_id].append(LineRow(phases.get(line_id, {}), *values))
    return found


# --- entries ------------------------------------------------------------------------------------------------------


def _of_projects(ids: Sequence[int], sole: Any) -> ColumnElement[bool]:
    """Entries of these projects: they name one, or the grant that gives to that one alone."""
    grants = select(sole.c.grant_id).where(sole.c.project_id.in_(ids))
    unnamed = and_(LedgerEntry.project_id.is_(None), LedgerEntry.grant_id.in_(grants))
    return or_(LedgerEntry.project_id.in_(ids), unnamed)


def _counts(session: Session, ids: Sequence[int], today: date) -> dict[int, EntryCounts]:
    sole = _sole_projects()
    owner = func.coalesce(LedgerEntry.project_id, sole.c.project_id)
    difference = LedgerEntry.kind == LedgerKind.EXCHANGE_DIFFERENCE
    later = LedgerEntry.entry_on > today
    sums = [func.sum(case((which, 1), else_=0)) for which in (~difference & ~later, ~difference & later, difference)]
    statement: Any = select(owner, *sums).outerjoin(sole, sole.c.grant_id == LedgerEntry.grant_id)
    rows = session.execute(statement.where(_of_projects(ids, sole)).group_by(owner))
    return {project_id: EntryCounts(*counts) for project_id, *counts in rows}


def entries_of(session: Session, project_id: int, *, until: date) -> Iterator[EntryRow]:
    """The entries of a project up to a day, in order, without exchange differences; never all of them in memory."""
    entry = LedgerEntry
    columns = (entry.id, entry.entry_on, entry.kind, entry.reference, entry.description, entry.category, entry.grant_id)
    amounts = (entry.currency, entry.amount, entry.original_currency, entry.original_amount)
    statement: Any = select(*columns, *amounts, func.coalesce(entry.source_key, ""))
    chosen = statement.where(
        _of_projects([project_id], _sole_projects()),
        entry.entry_on <= until,
        entry.kind != LedgerKind.EXCHANGE_DIFFERENCE,
    )
    ordered = chosen.order_by(entry.entry_on, entry.id)
    for row in session.execute(ordered, execution_options={"yield_per": _ENTRIES_AT_ONCE}):
        yield EntryRow(*row)


# --- files --------------------------------------------------------------------------------------------------------


def kept_files(session: Session) -> Iterator[bytes]:
    """The activity files whose import was not undone, the newest first, one at a time."""
    chosen = select(ImportBatch.id).where(ImportBatch.kind == IATI_FILE, ImportBatch.undone_at.is_(None))
    for batch_id in session.scalars(chosen.order_by(ImportBatch.id.desc())).all():
        content = session.scalar(select(ImportFile.content).where(ImportFile.batch_id == batch_id))
        if content is not None:
            yield zlib.decompress(content)


def _parted(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (values[start : start + _IDS_AT_ONCE] for start in range(0, len(values), _IDS_AT_ONCE))
