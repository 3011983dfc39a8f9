"""All that the page of a deployment shows at a glance, read as one state of the office."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.domain.finding import Finding
from desktop.domain.money import Money
from desktop.domain.staffing.leave import LeaveBalance
from desktop.language import UserError, say
from desktop.services.deployments.checklists import Checklist, read_checklist
from desktop.services.deployments.costing import Costing, read_costing
from desktop.services.deployments.leave import read_balance
from desktop.services.deployments.timeline import TimelineEntry, read_entries
from desktop.storage.office import Office

__all__ = ["Glance", "glance"]


@dataclass(frozen=True, slots=True)
class Glance:
    """A deployment with its contracts, its costs by month, its leave and its checklists."""

    entry: TimelineEntry
    costs: Costing
    balance: LeaveBalance
    checklist: Checklist

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is not known of its costs."""
        return self.costs.findings

    @property
    def unfunded(self) -> list[Money]:
        """What of it no grant pays, by currency; nothing where all is paid."""
        return [total.unfunded for total in self.costs.totals if total.unfunded]


def glance(office: Office, deployment_id: int) -> Glance:
    """A deployment at a glance. Raises UserError when it is gone."""
    today = office.today
    with office.read() as session:
        found = read_entries(session, [deployment_id], today=today)
        if not found:
            raise UserError(
                say("This deployment is no longer there."), say("Someone removed it."), say("Go back to the list.")
            )
        (entry,) = found
        costs = read_costing(session, [entry.deployment], today=today)
        balance = read_balance(session, entry.deployment, day=today)
        return Glance(entry, costs, balance, read_checklist(session, deployment_id, today=today))
