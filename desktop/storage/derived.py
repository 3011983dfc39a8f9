"""Columns the database works out: sums over the ledger, codes of several rows in one cell, effective dates.

Each is an expression over a model, named by the path a register uses. Sums of money are never over unlike currencies:
all entries of a grant, a budget or a line are in the grant's currency; where several could meet, the result is empty.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, reduce
from operator import add
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Numeric,
    Select,
    case,
    cast,
    func,
    literal,
    literal_column,
    select,
    type_coerce,
)
from sqlalchemy.orm import aliased

from desktop.domain.codes import ROLE_FUNDING, TAG_SDG_TARGET, VOCABULARY_DAC
from desktop.domain.instalments import DUE_WITHIN_DAYS, InstalmentState
from desktop.domain.ledger import LedgerKind
from desktop.storage.models import (
    AgreementParty,
    BudgetLine,
    Grant,
    GrantShare,
    LedgerEntry,
    LedgerSum,
    Organisation,
    Project,
    ProjectCountry,
    ProjectRole,
    ProjectSector,
    ProjectTag,
)
from desktop.storage.models.today import today_in_office
from desktop.storage.types import Exact

Expression = Callable[[Any], ColumnElement[Any]]
DERIVED: dict[tuple[str, str], Expression] = {}
_NOTHING = literal(0, Exact())


def derived(table: str, name: str) -> Callable[[Expression], Expression]:
    """Keeps an expression as the column `name` of a table."""

    def keep(expression: Expression) -> Expression:
        DERIVED[table, name] = expression
        return expression

    return keep


def listed(codes: Select[Any], model: Any, *, between: str = ", ") -> ColumnElement[str]:
    """The distinct values of `codes` in one cell, sorted: ``ML, NE``."""
    inner = codes.distinct().order_by(codes.selected_columns[0]).correlate(model).subquery()
    return select(func.aggregate_strings(inner.c[0], between)).scalar_subquery()


def _count(rows: Select[Any]) -> ColumnElement[int]:
    return rows.with_only_columns(func.count(rows.selected_columns[0].distinct())).scalar_subquery()


# --- sums over the ledger -----------------------------------------------------------------------------------------


def _ledger_sum(condition: ColumnElement[bool], *measures: str) -> ColumnElement[Any]:
    """The sum of some measures of the entries that `condition` finds, read in one go: it costs the same for several.

    The models give the ledger an index for each such condition that holds all measures, so no entry itself is read.
    """
    sums = [func.coalesce(func.sum(getattr(LedgerEntry, measure)), _NOTHING) for measure in measures]
    return select(reduce(add, sums)).where(condition).scalar_subquery()


def _kept_sum(grant: Any, *measures: str) -> ColumnElement[Any]:
    """The sum of some measures over all entries of a grant, from what the database keeps by category and month."""
    sums = [func.coalesce(func.sum(getattr(LedgerSum, measure)), _NOTHING) for measure in measures]
    return select(reduce(add, sums)).where(LedgerSum.grant_id == grant.id).scalar_subquery()


Summed = Callable[..., ColumnElement[Any]]


def _sums(table: str, summed: Summed, whole: Expression) -> None:
    """Spent, committed, received and available of a table whose entries `summed` adds up.

    Arithmetic of two exact columns is arithmetic of their scaled integers, so the result is told what it is.
    """

    def available(model: Any) -> ColumnElement[Any]:
        return type_coerce(whole(model) - summed(model, "spent", "committed"), Exact())

    def measured(measure: str, model: Any) -> ColumnElement[Any]:
        return summed(model, measure)

    for measure in ("spent", "committed", "received"):
        DERIVED[table, measure] = partial(measured, measure)
    DERIVED[table, "available"] = available


def _budget_lines(budget: Any) -> Select[Any]:
    """The lines on which the entries of a budget stand: those of the first budget that its own continue."""
    return select(first_line(BudgetLine)).where(BudgetLine.budget_id == budget.id).correlate(budget)


def first_line(line: Any) -> ColumnElement[int]:
    """The line of the first budget that a line continues, on which its entries stand; itself when it is first."""
    return func.coalesce(line.origin_id, line.id)


@derived("budget", "total")
def _budget_total(budget: Any) -> ColumnElement[Any]:
    lines = select(func.sum(BudgetLine.amount)).where(BudgetLine.budget_id == budget.id)
    return func.coalesce(lines.scalar_subquery(), _NOTHING)


def _of_line(line: Any, *measures: str) -> ColumnElement[Any]:
    return _ledger_sum(LedgerEntry.line_id == first_line(line), *measures)


def _of_budget(budget: Any, *measures: str) -> ColumnElement[Any]:
    return _ledger_sum(LedgerEntry.line_id.in_(_budget_lines(budget)), *measures)


_sums("grant", _kept_sum, lambda grant: grant.amount)
_sums("budget_line", _of_line, lambda line: line.amount)
_sums("budget", _of_budget, _budget_total)


# --- entries and instalments --------------------------------------------------------------------------------------


@derived("ledger_entry", "corrected_by")
def _corrected_by(entry: Any) -> ColumnElement[Any]:
    """The document of the entry that reverses it."""
    reversal = aliased(LedgerEntry)
    return select(func.max(reversal.reference)).where(reversal.corrects_id == entry.id).scalar_subquery()


@derived("ledger_entry", "open")
def _open(entry: Any) -> ColumnElement[Any]:
    """What is open of a commitment, over all that its entries commit, liquidate and cancel; empty for other entries."""
    other = aliased(LedgerEntry)
    moved = select(func.coalesce(func.sum(other.committed), _NOTHING)).where(other.commitment_id == entry.id)
    first = (entry.kind == LedgerKind.COMMITMENT) & entry.commitment_id.is_(None)
    return type_coerce(case((first, entry.committed + moved.scalar_subquery()), else_=None), Exact())


def _paid(instalment: Any, kind: LedgerKind) -> ColumnElement[Any]:
    return _ledger_sum((LedgerEntry.instalment_id == instalment.id) & (LedgerEntry.kind == kind), "amount")


@derived("instalment", "received")
def _received_of_instalment(instalment: Any) -> ColumnElement[Any]:
    """What was paid, at the agreement's value: exchange differences stand apart."""
    return _paid(instalment, LedgerKind.RECEIPT)


@derived("instalment", "exchange")
def _exchange_of_instalment(instalment: Any) -> ColumnElement[Any]:
    return _paid(instalment, LedgerKind.EXCHANGE_DIFFERENCE)


@derived("instalment", "outstanding")
def _outstanding(instalment: Any) -> ColumnElement[Any]:
    return type_coerce(instalment.amount - _received_of_instalment(instalment), Exact())


@derived("instalment", "state")
def _state(instalment: Any) -> ColumnElement[Any]:
    """How far it is paid, as `domain.instalments` says."""
    received = _received_of_instalment(instalment)
    return case(
        (received >= instalment.amount, literal(str(InstalmentState.RECEIVED))),
        (received > _NOTHING, literal(str(InstalmentState.PARTLY_RECEIVED))),
        (instalment.expected_on < today_in_office(), literal(str(InstalmentState.OVERDUE))),
        (instalment.expected_on <= today_in_office(days=DUE_WITHIN_DAYS), literal(str(InstalmentState.DUE))),
        else_=literal(str(InstalmentState.EXPECTED)),
    )


@derived("grant", "delivery")
def _delivery(grant: Any) -> ColumnElement[Any]:
    """Spent as per cent of awarded, to four decimals; empty for a grant of nothing."""
    spent = cast(_kept_sum(grant, "spent"), Numeric)
    awarded = type_coerce(grant.amount, BigInteger)
    # Not in whole numbers: a million times a billion francs in ten-thousandths is more than they hold.
    percent = cast(func.round(spent * literal_column("1000000.0") / awarded), BigInteger)
    return type_coerce(case((awarded > 0, percent), else_=None), Exact())


# --- how many, and which ------------------------------------------------------------------------------------------


@derived("budget", "line_count")
def _line_count(budget: Any) -> ColumnElement[Any]:
    return _count(select(BudgetLine.id).where(BudgetLine.budget_id == budget.id).correlate(budget))


@derived("organisation", "grant_count")
def _grants_of_funder(organisation: Any) -> ColumnElement[Any]:
    return _count(select(Grant.id).where(Grant.funder_id == organisation.id))


@derived("organisation", "project_count")
def _projects_of_organisation(organisation: Any) -> ColumnElement[Any]:
    return _count(select(ProjectRole.project_id).where(ProjectRole.organisation_id == organisation.id))


@derived("organisation", "roles")
def _roles(organisation: Any) -> ColumnElement[Any]:
    in_projects = select(ProjectRole.role).where(ProjectRole.organisation_id == organisation.id).correlate(organisation)
    as_funder = select(literal(ROLE_FUNDING)).where(Grant.funder_id == organisation.id).correlate(organisation)
    roles = in_projects.union(as_funder).subquery()
    return listed(select(roles.c.role), organisation)


@derived("agreement", "grant_count")
def _grants_of_agreement(agreement: Any) -> ColumnElement[Any]:
    return _count(select(Grant.id).where(Grant.agreement_id == agreement.id))


@derived("agreement", "party_names")
def _parties(agreement: Any) -> ColumnElement[Any]:
    names = select(Organisation.name).join(AgreementParty, AgreementParty.organisation_id == Organisation.id)
    return listed(names.where(AgreementParty.agreement_id == agreement.id), agreement, between="; ")


@derived("project", "country_codes")
def _countries(project: Any) -> ColumnElement[Any]:
    codes = select(ProjectCountry.code).where(ProjectCountry.project_id == project.id, ProjectCountry.vocabulary == "")
    return listed(codes, project)


@derived("project", "sector_codes")
def _sectors(project: Any) -> ColumnElement[Any]:
    dac = ProjectSector.vocabulary == VOCABULARY_DAC
    return listed(select(ProjectSector.code).where(ProjectSector.project_id == project.id, dac), project)


@derived("project", "sdg_codes")
def _sdg_targets(project: Any) -> ColumnElement[Any]:
    target = ProjectTag.vocabulary == TAG_SDG_TARGET
    return listed(select(ProjectTag.code).where(ProjectTag.project_id == project.id, target), project)


@derived("grant", "project_references")
def _projects_of_grant(grant: Any) -> ColumnElement[Any]:
    references = select(Project.reference).join(GrantShare, GrantShare.project_id == Project.id)
    return listed(references.where(GrantShare.grant_id == grant.id), grant)


@derived("grant", "country_codes")
def _countries_of_grant(grant: Any) -> ColumnElement[Any]:
    codes = select(ProjectCountry.code).join(GrantShare, GrantShare.project_id == ProjectCountry.project_id)
    return listed(codes.where(GrantShare.grant_id == grant.id, ProjectCountry.vocabulary == ""), grant)


# --- a project's money and time -----------------------------------------------------------------------------------


def _shares(project: Any, *columns: Any) -> ColumnElement[Any]:
    shares = select(*columns).join_from(GrantShare, Grant, Grant.id == GrantShare.grant_id)
    return shares.where(GrantShare.project_id == project.id).scalar_subquery()


@derived("project", "funding_currency")
def _funding_currency(project: Any) -> ColumnElement[Any]:
    one = func.count(Grant.currency.distinct()) == 1
    return _shares(project, case((one, func.min(Grant.currency)), else_=None))


@derived("project", "funding")
def _funding(project: Any) -> ColumnElement[Any]:
    one = func.count(Grant.currency.distinct()) == 1
    return _shares(project, case((one, func.sum(GrantShare.amount)), else_=None))


@derived("project", "effective_start")
def _effective_start(project: Any) -> ColumnElement[Any]:
    return func.coalesce(project.actual_starts_on, project.planned_starts_on)


@derived("project", "effective_end")
def _effective_end(project: Any) -> ColumnElement[Any]:
    return func.coalesce(project.actual_ends_on, project.planned_ends_on)


@derived("project", "depth")
def _depth(project: Any) -> ColumnElement[Any]:
    """How many records stand above it in the tree; each takes nine characters of the path."""
    return func.length(project.tree_path, type_=Integer) // 9 - 1
