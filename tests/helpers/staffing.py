"""Makes deployments for tests with as little said as a test needs: as records of an office, and as values."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from desktop.domain.allocation import Share
from desktop.domain.period import Period
from desktop.domain.staffing.deployment import Contract, Deployment, Station
from desktop.domain.staffing.rates import Rate
from desktop.domain.volunteer_terms import Basis, Component, PeriodKind
from desktop.storage import models
from tests.helpers.records import Maker

CATEGORY = "national_specialist"
NIAMEY = Station(1, "Niamey", "NE")
DAKAR = Station(2, "Dakar", "SN")

# --- values -------------------------------------------------------------------------------------------------------


def contract(
    first: date,
    last: date,
    *,
    kind: PeriodKind = PeriodKind.INITIAL,
    signed: bool = True,
    station: Station | None = NIAMEY,
) -> Contract:
    """A contract of these days, both included, signed on its first unless it is planned."""
    return Contract(0, kind, Period.of_days(first, last), first if signed else None, station)


def deployment(*contracts: Contract, **values: Any) -> Deployment:
    """A deployment of a national specialist, paid by grant 1 alone."""
    plain: dict[str, Any] = {"shares": (Share(1, Decimal(100), None, date.min),)}
    return Deployment(1, "D-001", CATEGORY, contracts, **plain | values)


def rate(component: Component, amount: str, starts_on: date = date(2010, 1, 1), **values: Any) -> Rate:
    """A rate in USD a month, for everyone."""
    plain: dict[str, Any] = {"basis": Basis.MONTH, "currency": "USD", "amount": Decimal(amount)}
    return Rate(values.pop("id", 1), component, starts_on=starts_on, **plain | values)


def support(percent: str, starts_on: date = date(2010, 1, 1)) -> Rate:
    """The support cost of the agency, in per cent of the others."""
    return Rate(99, Component.SUPPORT, Basis.PERCENT, starts_on, percent=Decimal(percent))


# --- records ------------------------------------------------------------------------------------------------------


class Staff:
    """Adds people and their deployments to a unit of work."""

    def __init__(self, make: Maker) -> None:
        self._unit = make.unit
        self._count = 0

    def _next(self) -> int:
        self._count += 1
        return self._count

    def station(self, place: str = "Niamey", country: str = "NE", **values: Any) -> models.DutyStation:
        """A duty station."""
        return self._unit.add(models.DutyStation(place=place, country=country, **values))

    def volunteer(self, **values: Any) -> models.Volunteer:
        """A volunteer of the roster."""
        plain = {"reference": f"V-{self._next():02}", "category": CATEGORY, "sex": "f"}
        return self._unit.add(models.Volunteer(**plain | values))

    def assignment(self, **values: Any) -> models.Assignment:
        """A description of assignment."""
        plain = {"reference": f"A-{self._next():02}", "title": "Legal aid", "category": CATEGORY, "posts": 10}
        return self._unit.add(models.Assignment(**plain | values))

    def deployment(
        self, assignment: models.Assignment, *contracts: tuple[str, date, date, bool], **values: Any
    ) -> models.Deployment:
        """A deployment with its contracts: kind, first day, last day, and whether it is signed."""
        plain = {"reference": f"D-{self._next():03}", "assignment_id": assignment.id, "category": CATEGORY}
        made = self._unit.add(models.Deployment(**plain | values))
        for kind, first, last, signed in contracts:
            self.contract(made, kind, first, last, signed_on=first if signed else None)
        return made

    def contract(
        self, of: models.Deployment, kind: str, first: date, last: date, **values: Any
    ) -> models.ContractPeriod:
        """A contract of a deployment."""
        return self._unit.add(
            models.ContractPeriod(deployment_id=of.id, kind=kind, starts_on=first, ends_on=last, **values)
        )

    def share(
        self, of: models.Deployment, grant: models.Grant, percent: str, starts_on: date, **values: Any
    ) -> models.DeploymentShare:
        """What a grant bears of a deployment from a day on."""
        return self._unit.add(
            models.DeploymentShare(
                deployment_id=of.id, grant_id=grant.id, percent=Decimal(percent), starts_on=starts_on, **values
            )
        )

    def rate(self, component: str, amount: str, **values: Any) -> models.EntitlementRate:
        """An entitlement rate in USD a month since 2010, for everyone."""
        plain = {"basis": "month", "currency": "USD", "amount": Decimal(amount), "starts_on": date(2010, 1, 1)}
        return self._unit.add(models.EntitlementRate(component=component, **plain | values))

    def cost(self, entry: models.LedgerEntry, of: models.Deployment, month: date, amount: str) -> models.DeploymentCost:
        """How much of an entry is for a deployment in a month."""
        return self._unit.add(
            models.DeploymentCost(entry_id=entry.id, deployment_id=of.id, month=month, amount=Decimal(amount))
        )
