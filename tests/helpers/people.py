"""Makes volunteers and what belongs to them for tests; what is not said has a plain value."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from desktop.storage.models import (
    Assignment,
    CategoryLimit,
    ChecklistItem,
    Clearance,
    ContractPeriod,
    Deployment,
    DeploymentCost,
    DeploymentShare,
    DutyStation,
    EntitlementRate,
    Grant,
    Leave,
    LedgerEntry,
    Project,
    Volunteer,
    WorkCount,
    WorkMeasure,
)
from desktop.storage.office import Unit


class PeopleMaker:
    """Adds volunteers, their deployments and all that hangs on those to a unit of work."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self._count = 0

    def _next(self, prefix: str) -> str:
        self._count += 1
        return f"{prefix}{self._count}"

    def volunteer(self, **values: Any) -> Volunteer:
        """A national volunteer of Niger, without a name."""
        reference = values.pop("reference", None) or self._next("V-")
        return self.unit.add(
            Volunteer(**{"reference": reference, "category": "national", "sex": "f", "nationality": "NE"} | values)
        )

    def clearance(self, volunteer: Volunteer, **values: Any) -> Clearance:
        """A security training of 2018 that is valid for three years."""
        plain = {"kind": "security_training", "obtained_on": date(2018, 6, 1), "expires_on": date(2021, 5, 31)}
        return self.unit.add(Clearance(volunteer_id=volunteer.id, **plain | values))

    def station(self, **values: Any) -> DutyStation:
        """A duty station in Niger, another place each time."""
        place = values.pop("place", None) or self._next("Place ")
        return self.unit.add(
            DutyStation(**{"country": "NE", "place": place, "hardship": "C", "family": "yes"} | values)
        )

    def assignment(self, **values: Any) -> Assignment:
        """An assignment of one post for national volunteers; give `station_id`, `project_id` and more as needed."""
        reference = values.pop("reference", None) or self._next("DOA-")
        return self.unit.add(
            Assignment(**{"reference": reference, "title": f"Assignment {reference}", "category": "national"} | values)
        )

    def deployment(self, assignment: Assignment | None = None, **values: Any) -> Deployment:
        """A deployment of a volunteer of its own, on an assignment of its own, unless those are given."""
        of = assignment or self.assignment()
        if "volunteer_id" not in values:
            values["volunteer_id"] = self.volunteer().id
        reference = values.pop("reference", None) or self._next("D-")
        return self.unit.add(
            Deployment(**{"reference": reference, "assignment_id": of.id, "category": of.category} | values)
        )

    def contract(self, deployment: Deployment, starts_on: date, ends_on: date, **values: Any) -> ContractPeriod:
        """An initial contract, signed on the day it begins; `signed_on=None` for one that is planned."""
        plain: dict[str, Any] = {"kind": "initial", "signed_on": starts_on}
        return self.unit.add(
            ContractPeriod(deployment_id=deployment.id, starts_on=starts_on, ends_on=ends_on, **plain | values)
        )

    def deployment_share(self, deployment: Deployment, grant: Grant, **values: Any) -> DeploymentShare:
        """A grant bears the whole cost of a deployment from 2019 on."""
        plain: dict[str, Any] = {"starts_on": date(2019, 1, 1), "percent": Decimal(100)}
        return self.unit.add(DeploymentShare(deployment_id=deployment.id, grant_id=grant.id, **plain | values))

    def entitlement_rate(self, amount: str = "816.00", **values: Any) -> EntitlementRate:
        """A living allowance in USD a month for national volunteers of every place, from 2017 on."""
        plain = {
            "component": "living",
            "category": "national",
            "starts_on": date(2017, 1, 1),
            "basis": "month",
            "currency": "USD",
            "amount": Decimal(amount),
            "source": "Test rate",
        }
        return self.unit.add(EntitlementRate(**plain | values))

    def category_limit(self, **values: Any) -> CategoryLimit:
        """National volunteers serve 48 months at most and have 2.5 days of leave a month."""
        plain = {
            "category": "national",
            "starts_on": date(2017, 1, 1),
            "most_months": 48,
            "leave_days": Decimal("2.5"),
        }
        return self.unit.add(CategoryLimit(**plain | values))

    def deployment_cost(self, deployment: Deployment, entry: LedgerEntry, amount: str, **values: Any) -> DeploymentCost:
        """A part of an entry, for March 2019."""
        plain = {"month": date(2019, 3, 1), "amount": Decimal(amount)}
        return self.unit.add(DeploymentCost(deployment_id=deployment.id, entry_id=entry.id, **plain | values))

    def leave(self, deployment: Deployment, **values: Any) -> Leave:
        """Five days of annual leave in April 2019."""
        plain = {
            "kind": "annual",
            "starts_on": date(2019, 4, 1),
            "ends_on": date(2019, 4, 5),
            "days": Decimal(5),
        }
        return self.unit.add(Leave(deployment_id=deployment.id, **plain | values))

    def checklist_item(self, deployment: Deployment, **values: Any) -> ChecklistItem:
        """Something to do on arrival."""
        return self.unit.add(
            ChecklistItem(
                deployment_id=deployment.id, **{"phase": "arrival", "title": self._next("Security briefing ")} | values
            )
        )

    def work_measure(self, project: Project, **values: Any) -> WorkMeasure:
        """What a project counts, parted by nothing."""
        code = values.pop("code", None) or self._next("M-")
        return self.unit.add(WorkMeasure(project_id=project.id, code=code, **{"name": "Files reviewed"} | values))

    def work_count(self, measure: WorkMeasure, deployment: Deployment, count: int, **values: Any) -> WorkCount:
        """What was done in March 2019."""
        plain = {"month": date(2019, 3, 1)}
        return self.unit.add(
            WorkCount(measure_id=measure.id, deployment_id=deployment.id, count=count, **plain | values)
        )
