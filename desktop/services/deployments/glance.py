"""All that the page of a deployment shows at a glance, read as one state of the office."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop.domain.finding import Finding
from desktop.domain.money import Money
from desktop.domain.staffing.leave import LeaveBalance
from desktop.language import UserError, say
from desktop.services.deployments import leave, timeline
from desktop.services.deployments.checklists import Checklist, checklist
from desktop.services.deployments.costing import Costing, costing
from desktop.services.deployments.timeline import TimelineEntry
from desktop.storage.office import Office

__all__ = ["Glance", "glance"]


@dataclass(frozen=True, slots=True)
class Glance:
    """A deployment with its contracts, its costs by month, its leave and its checklists."""

    entry: TimelineEntry
    costs: Costing
    balance: LeaveBalance
    checklist: Checklist
    findings: tuple[Finding, ...] = field(default=())

    @property
    def unfunded(self) -> list[Money]:
        """What of it no grant pays, by currency; nothing where all is paid."""
        return [total.unfunded for total in self.costs.totals if total.unfunded]


def glance(office: Office, deployment_id: int) -> Glance:
    """A deployment at a glance. Raises UserError when it is gone."""
    found = timeline.entries(office, [deployment_id])
    if not found:
        raise UserError(
            say("This deployment is no longer there."), say("Someone removed it."), say("Go back to the list.")
        )
    costs = costing(office, deployment_id=deployment_id)
    return Glance(
        found[0],
        costs,
        leave.balance(office, deployment_id=deployment_id, day=office.today),
        checklist(office, deployment_id=deployment_id),
        costs.findings,
    )
