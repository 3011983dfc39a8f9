"""What signing, extending, reassigning and ending early make of a deployment: one value becomes another.

Nothing is judged here and nothing kept: the use cases hold both values against each other.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from desktop.domain.allocation import Share
from desktop.domain.period import ONE_DAY, Period, months_later
from desktop.domain.staffing.deployment import Contract, Deployment, Station
from desktop.domain.volunteer_terms import PeriodKind


def signed(deployment: Deployment, contract_ids: Collection[int], on: date) -> Deployment:
    """The deployment with some of its contracts signed."""
    contracts = (
        replace(contract, signed_on=on) if contract.id in contract_ids else contract
        for contract in deployment.contracts
    )
    return replace(deployment, contracts=tuple(contracts))


def last_day(deployment: Deployment) -> date | None:
    """The last day of its contracts, planned ones too; None without any."""
    return max((contract.period.last for contract in deployment.contracts), default=None)


def months_on(day: date, months: int) -> date:
    """The last day of so many months after the end of `day`: six months after 31 March end on 30 September."""
    return months_later(day + ONE_DAY, months) - ONE_DAY


def planned_last(deployment: Deployment) -> Contract | None:
    """The last contract, where it is served and only planned."""
    last = max(deployment.contracts, key=lambda contract: contract.period.start, default=None)
    return last if last is not None and last.serves and not last.signed else None


def replanned(deployment: Deployment, ends_on: date) -> Deployment:
    """The deployment whose last contract ends on another day, as long as it is only planned and has begun by then."""
    last = planned_last(deployment)
    if last is None or ends_on < last.period.start:
        return deployment
    moved = replace(last, period=Period.of_days(last.period.start, ends_on))
    return replace(deployment, contracts=tuple(moved if each is last else each for each in deployment.contracts))


def extended(deployment: Deployment, ends_on: date, signed_on: date | None) -> Deployment:
    """The deployment with an extension after its last contract, where that is served. It must have a contract."""
    last = max(deployment.contracts, key=lambda contract: contract.period.start)
    period = Period.of_days(last.period.end, ends_on)
    made = Contract(0, PeriodKind.EXTENSION, period, signed_on, last.station or _station_before(deployment))
    return replace(deployment, contracts=(*deployment.contracts, made))


def _station_before(deployment: Deployment) -> Station | None:
    """Where it was served before a gap."""
    served = [contract.station for contract in deployment.contracts if contract.serves]
    return served[-1] if served else None


def reassigned(deployment: Deployment, station: Station, on: date) -> Deployment:
    """The deployment that goes on at another station from `on`: its contract is parted there, later ones follow."""
    contracts: list[Contract] = []
    for contract in deployment.contracts:
        if contract.serves and contract.period.start < on <= contract.period.last:
            contracts.append(replace(contract, period=Period(contract.period.start, on)))
            rest = Period(on, contract.period.end)
            contracts.append(Contract(0, PeriodKind.REASSIGNMENT, rest, contract.signed_on and on, station))
        elif contract.serves and contract.period.start >= on:
            contracts.append(replace(contract, station=station))
        else:
            contracts.append(contract)
    return replace(deployment, contracts=tuple(contracts))


def ended(deployment: Deployment, on: date, reason: str) -> Deployment:
    """The deployment whose last day of service is `on`: what was only planned beyond it is dropped."""
    contracts = (contract for contract in deployment.contracts if contract.signed or contract.period.start <= on)
    return replace(deployment, contracts=tuple(contracts), ended_on=on, end_reason=reason)


def paid_by(deployment: Deployment, shares: Sequence[Share], starts_on: date) -> Deployment:
    """The deployment that other shares bear from a day on; those that would begin later give way."""
    kept = (share for share in deployment.shares if (share.starts_on or date.min) < starts_on)
    new = (replace(share, starts_on=starts_on) for share in shares)
    return replace(deployment, shares=(*kept, *new))


def newly_signed(before: Deployment, after: Deployment) -> tuple[Period, ...]:
    """The days of service that are signed after an act and were not before."""
    known = {contract.id for contract in before.contracts if contract.signed}
    return tuple(
        days
        for contract in after.contracts
        if contract.serves
        and contract.signed
        and contract.id not in known
        and (days := after.cut(contract)) is not None
    )
