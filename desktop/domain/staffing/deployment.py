"""A deployment as a value: its chain of contracts, and how it stands on any day.

What is signed and is no gap is service. Service ends with the last signed contract, or before it on the day on which
the deployment was ended early; from the next day on it has ended and is never current again, whatever is planned. A day
of the past is answered from the contracts alone, so that `as at` gives what was served on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from desktop.domain.allocation import Share
from desktop.domain.period import ONE_DAY, Period
from desktop.domain.staffing.service import months_of
from desktop.domain.volunteer_terms import DeploymentState, PeriodKind


@dataclass(frozen=True, slots=True)
class Station:
    """A duty station; `hardship` is its class, empty when it is not known."""

    id: int
    place: str
    country: str
    hardship: str = ""


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract of the chain; planned until it is signed. `id` is 0 for one that is only tried."""

    id: int
    kind: PeriodKind
    period: Period
    signed_on: date | None = None
    station: Station | None = None

    @property
    def signed(self) -> bool:
        """Whether it is signed."""
        return self.signed_on is not None

    @property
    def serves(self) -> bool:
        """Whether its days are service once it is signed: a gap has none."""
        return self.kind is not PeriodKind.GAP


@dataclass(frozen=True, slots=True)
class Deployment:
    """A post with its contracts in the order of their days, and the shares of the grants that pay it.

    `volunteer` is the code of who fills it, empty while nobody does; `ended_on` is the last day of service where it
    ended early. `id` is 0 for one that is only tried.
    """

    id: int
    reference: str
    category: str
    contracts: tuple[Contract, ...] = ()
    shares: tuple[Share, ...] = ()
    dependants: int = 0
    ended_on: date | None = None
    end_reason: str = ""
    volunteer_id: int | None = None
    volunteer: str = ""
    sex: str = ""
    assignment_id: int = 0
    project_id: int | None = None

    @property
    def code(self) -> str:
        """Who or what it is, without a name: the code of the volunteer, its own while nobody fills it."""
        return self.volunteer or self.reference

    def cut(self, contract: Contract) -> Period | None:
        """The days of a contract up to the early end of the deployment; None when it ended before.

        What is planned beyond an early end is not served either.
        """
        if self.ended_on is None or contract.period.last <= self.ended_on:
            return contract.period
        end = self.ended_on + ONE_DAY
        return Period(contract.period.start, end) if contract.period.start < end else None

    def service(self, *, planned: bool = False) -> tuple[Period, ...]:
        """The days of service under signed contracts, or under all of them with those that are `planned`."""
        return tuple(
            days
            for contract in self.contracts
            if contract.serves and (planned or contract.signed) and (days := self.cut(contract)) is not None
        )

    def span(self, *, planned: bool = False) -> Period | None:
        """From the first to the last day of `service`, with the gaps between; None without any."""
        service = self.service(planned=planned)
        return Period(min(days.start for days in service), max(days.end for days in service)) if service else None

    def serving(self, day: date) -> Contract | None:
        """The signed contract under which it is served on `day`; None when it is not served."""
        return next((contract for contract in self._signed() if day in (self.cut(contract) or ())), None)

    def contract_by(self, day: date) -> Contract | None:
        """The newest contract that has begun by `day`, planned ones too, or the first to come; gaps left out."""
        served = [contract for contract in self.contracts if contract.serves]
        begun = [contract for contract in served if contract.period.start <= day]
        return begun[-1] if begun else next(iter(served), None)

    def place_by(self, day: date) -> str:
        """Where it is served by `day`, or will be at first; empty when no duty station is known."""
        contract = self.contract_by(day)
        return contract.station.place if contract is not None and contract.station is not None else ""

    def _signed(self) -> Iterator[Contract]:
        return (contract for contract in self.contracts if contract.serves and contract.signed)

    @property
    def ends_on(self) -> date | None:
        """The last day of service under what is signed; None while nothing is."""
        return max((period.last for period in self.service()), default=None)

    def state_on(self, day: date) -> DeploymentState:
        """How it stands on `day`, by the contracts that are signed, whenever they were."""
        span = self.span()
        if span is None:
            return DeploymentState.ENDED if any(self._signed()) else DeploymentState.PLANNED
        if day > span.last:
            return DeploymentState.ENDED
        if day < span.start:
            return DeploymentState.SIGNED
        current = self.serving(day)
        if current is None:
            return DeploymentState.GAP
        return DeploymentState.EXTENDED if current.kind is PeriodKind.EXTENSION else DeploymentState.ACTIVE

    def months_served(self, until: date) -> Fraction:
        """The months of service up to the end of `until`, exactly."""
        past = (
            Period(period.start, min(period.end, until + ONE_DAY)) for period in self.service() if period.start <= until
        )
        return months_of(past)


@dataclass(frozen=True, slots=True)
class PayingGrant:
    """A grant that pays deployments, and how long."""

    id: int
    reference: str
    ends_on: date | None = None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Serving:
    """A deployment that is served on some day, and the contract under which it is."""

    deployment: Deployment
    contract: Contract


def serving_on(deployments: Iterable[Deployment], day: date) -> tuple[Serving, ...]:
    """Who serves on `day`, whether past or to come, by what is signed."""
    return tuple(
        Serving(deployment, contract) for deployment in deployments if (contract := deployment.serving(day)) is not None
    )
