"""What reports about people are made from: deployments with their service, what they cost by month, and work done.

Whoever serves is told by a code. Names are here only where somebody asked for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from desktop.domain.money import ZERO
from desktop.domain.period import Period, next_month
from desktop.domain.staffing.deployment import Deployment
from desktop.language import Message


@dataclass(frozen=True, slots=True)
class AssignmentFacts:
    """A description of assignment; `project` is the reference of its project, empty for none."""

    id: int
    reference: str
    title: str
    project: str = ""


@dataclass(frozen=True, slots=True)
class CostFacts:
    """What a deployment costs a grant in a month (its first day), in the grant's currency.

    `pro_forma` is worked out from all contracts, `planned` is what of it is not signed yet; `committed` was
    signed, `actual` is what entries were matched to it.
    """

    deployment_id: int
    grant_id: int
    month: date
    pro_forma: Decimal = ZERO
    planned: Decimal = ZERO
    committed: Decimal = ZERO
    actual: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class MeasureFacts:
    """Something that a project counts; `counted` is None where nothing was counted in the period."""

    id: int
    code: str
    name: str
    project: str
    counted: int | None = None


@dataclass(frozen=True)
class PeopleFacts:
    """The deployments that serve, or are planned, in the period; `names` are by the id of the volunteer.

    `missing` says what the pro forma lacks: rates, shares. `projects` are the titles by reference.
    """

    deployments: tuple[Deployment, ...] = ()
    assignments: Mapping[int, AssignmentFacts] = field(default_factory=dict)
    costs: tuple[CostFacts, ...] = ()
    missing: tuple[Message, ...] = ()
    measures: tuple[MeasureFacts, ...] = ()
    projects: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)

    @cached_property
    def by_id(self) -> Mapping[int, Deployment]:
        """The deployments by their ids."""
        return {deployment.id: deployment for deployment in self.deployments}


def whole_months(period: Period) -> Period:
    """The months that a period touches, whole: costs are kept by month."""
    return Period(period.start.replace(day=1), next_month(period.last))


def cost_of(costs: Iterable[CostFacts]) -> CostFacts:
    """Some costs together, of no deployment, grant or month in particular."""
    sums = dict.fromkeys(("pro_forma", "planned", "committed", "actual"), ZERO)
    for cost in costs:
        sums = {name: amount + getattr(cost, name) for name, amount in sums.items()}
    return CostFacts(0, 0, date.min, **sums)
