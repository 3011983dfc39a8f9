"""The parts of entries that are for a deployment in a month, as a report that sums those asks for them."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import case, func, literal, null, select

from desktop.domain.ledger import LedgerKind
from desktop.reports.trace import IN_PERIOD, Scope
from desktop.storage.models import Assignment, Deployment, DeploymentCost, LedgerEntry

OF_PARTS: Final = ("deployment", "month")
"""What parts are told apart by besides."""


def deployment_parts(scope: Scope) -> Any:
    """Each part with the columns of an entry; what it was spent or committed for is the project of the assignment.

    Committed is what was signed, whether it was paid since or not: a payment takes nothing from it. Parts are those for
    the months that the period touches, whenever their entries were posted: invoices come late.
    """
    amount = DeploymentCost.amount
    statement: Any = (
        select(
            LedgerEntry.id.label("id"),
            LedgerEntry.entry_on,
            LedgerEntry.grant_id,
            LedgerEntry.kind,
            literal(IN_PERIOD).label("when"),
            LedgerEntry.category,
            LedgerEntry.line_id,
            LedgerEntry.result_id,
            func.coalesce(Assignment.project_id, LedgerEntry.project_id).label("project_id"),
            LedgerEntry.commitment_id,
            case((LedgerEntry.spent.is_not(None), amount), else_=null()).label("spent"),
            case((LedgerEntry.kind == LedgerKind.COMMITMENT, amount), else_=null()).label("committed"),
            case((LedgerEntry.received.is_not(None), amount), else_=null()).label("received"),
            Deployment.reference.label("deployment"),
            DeploymentCost.month.label("month"),
        )
        .join(DeploymentCost, DeploymentCost.entry_id == LedgerEntry.id)
        .join(Deployment, Deployment.id == DeploymentCost.deployment_id)
        .join(Assignment, Assignment.id == Deployment.assignment_id)
        .where(DeploymentCost.month >= scope.period.start.replace(day=1), DeploymentCost.month <= scope.period.last)
    )
    if scope.grants:
        return statement.where(LedgerEntry.grant_id.in_(scope.grants))
    return statement.where(LedgerEntry.grant_id.is_not(None))
