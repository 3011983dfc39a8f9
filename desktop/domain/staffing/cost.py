"""What a deployment costs, month by month, worked out from its contracts and the entitlement rates in force.

The convention, which `CONVENTION` says to people:

* A calendar month counts one whatever its length, and a day one part of its own month's days. What is due a month comes
  to its amount x days / days of the month.
* A contract is cut where the month, a rate or a share changes. Of each component the exact costs since the start of the
  contract are rounded half up at each cut, and a stretch costs what that adds: so the stretches sum to the exact total
  rounded once, and none changes when a later day, rate, extension or early end comes.
* Entry costs fall due on the first day of the first contract, end costs on the last day of the last one, those of a
  reassignment on its first day. Per cent are of all that is no per cent itself, in the same currency.
* A pro forma rate is all in: while one is in force nothing else counts.
* Who serves online gets no allowance; everyone else needs a living allowance or a pro forma rate, and days without one
  are told as missing.

Sums are kept in whole numbers of a part that divides every length of a month, so that they are exact and fast.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from desktop.domain.money import Money, minor_units
from desktop.domain.period import Period, next_month
from desktop.domain.staffing.deployment import Contract, Deployment
from desktop.domain.staffing.rates import PLACES, Rate, RateBook, Tariff
from desktop.domain.staffing.service import MONTH, days_of_month, without_overlaps
from desktop.domain.volunteer_terms import Basis, Component, PeriodKind, VolunteerCategory
from desktop.language import Message, say

CONVENTION: Final[Message] = say(
    "A calendar month counts one whatever its length, and a day counts one part of its own month's days. Of each "
    "contract and component the exact cost is added up and rounded to the currency, so that the months sum to the "
    "total of the contract."
)

_PER_CENT: Final = 100 * 10**PLACES
_ONE: Final = 10**PLACES * MONTH * _PER_CENT  # one unit of a currency; fine enough for amounts and for per cent of them

Due = tuple[Component, str]
"""A component and the currency it is due in: what is added up by itself."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one component of a contract comes to in some days of one month, in the currency of its rate."""

    deployment_id: int
    contract: Contract
    component: Component
    days: Period
    money: Money

    @property
    def month(self) -> date:
        """The first day of its month."""
        return self.days.start.replace(day=1)

    @property
    def signed(self) -> bool:
        """Whether its contract is signed, or only planned."""
        return self.contract.signed


@dataclass(frozen=True, slots=True)
class MissingRate:
    """Days of service for which no rate of what everyone needs is in force: they are not costed, and never nothing."""

    deployment_id: int
    reference: str
    component: Component
    days: Period


@dataclass(frozen=True, slots=True)
class Costs:
    """What a deployment costs, in the order of its days, and what is not known of it."""

    parts: tuple[Part, ...] = ()
    missing: tuple[MissingRate, ...] = ()


def costs_of(deployment: Deployment, book: RateBook, *, within: Period | None = None) -> Costs:
    """What a deployment costs under all its contracts, planned and signed.

    `within` keeps the stretches that begin in those days; what they cost is the same as without it.
    """
    parts: list[Part] = []
    missing: list[Period] = []
    served = _served(deployment)
    for place, (contract, days) in enumerate(served):
        if within is None or (days.start < within.end and within.start < days.end):
            moment = _Moments(first=place == 0, last=place == len(served) - 1)
            tariff = book.tariff(deployment.category, contract.station, deployment.dependants)
            stretches = _stretches(days, deployment, tariff)
            parts += _parts(deployment.id, contract, _worked_out(contract, moment, stretches), within)
            if deployment.category != VolunteerCategory.ONLINE:
                missing += (each for each, rates in stretches if not _provides(rates) and _touches(each, within))
    return Costs(tuple(parts), _missing(deployment, missing))


def as_signed(deployment: Deployment) -> Deployment:
    """The deployment without what is only planned: what costs of it were or are to be committed."""
    return replace(deployment, contracts=tuple(contract for contract in deployment.contracts if contract.signed))


# --- the stretches of a contract ------------------------------------------------------------------------------------


Stretch = tuple[Period, tuple[Rate, ...]]


def _served(deployment: Deployment) -> list[tuple[Contract, Period]]:
    """The contracts that are served, planned ones too, each with its days up to an early end."""
    cut = ((contract, deployment.cut(contract)) for contract in deployment.contracts if contract.serves)
    return [(contract, days) for contract, days in cut if days is not None]


def _between(days: Period, tariff: Tariff) -> Iterator[Stretch]:
    """Days parted where a rate changes."""
    changes = [day for day, _rates in tariff.together]
    inner = changes[bisect_right(changes, days.start) : bisect_left(changes, days.end)]
    starts = [days.start, *inner]
    for start, end in zip(starts, [*inner, days.end], strict=True):
        yield Period(start, end), tariff.rates_on(start)


def _stretches(days: Period, deployment: Deployment, tariff: Tariff) -> list[Stretch]:
    """Days parted where a rate, the month or the shares change."""
    shared = {share.starts_on for share in deployment.shares if share.starts_on and share.starts_on in days}
    found: list[Stretch] = []
    for part, rates in _between(days, tariff):
        cuts = {part.start, *(day for day in shared if day in part)}
        month = next_month(part.start)
        while month < part.end:
            cuts.add(month)
            month = next_month(month)
        starts = sorted(cuts)
        found += ((Period(start, end), rates) for start, end in zip(starts, [*starts[1:], part.end], strict=True))
    return found


@dataclass(frozen=True, slots=True)
class _Moments:
    """Where a contract stands in its chain: what is due once falls into the first or the last one."""

    first: bool
    last: bool

    def times(self, rate: Rate, contract: Contract, *, starts: bool, ends: bool) -> int | None:
        """How often a rate is due in a part that starts or ends the contract; None for what is due by time."""
        match rate.basis:
            case Basis.ENTRY:
                return int(starts and self.first)
            case Basis.END:
                return int(ends and self.last)
            case Basis.REASSIGNMENT:
                return int(starts and contract.kind is PeriodKind.REASSIGNMENT)
            case _:
                return None


# --- what they cost -------------------------------------------------------------------------------------------------


def _worked_out(
    contract: Contract, moment: _Moments, stretches: Sequence[Stretch]
) -> Iterator[tuple[Period, Component, str, int]]:
    """Each component of each stretch with what its exact cost adds up to since the start of the contract, in whole
    numbers of which `_ONE` make one unit of the currency.
    """
    sums: dict[Due, int] = {}
    for place, (days, rates) in enumerate(stretches):
        starts, ends = place == 0, place == len(stretches) - 1
        months = days.days * (MONTH // days_of_month(days.start))
        base: dict[str, int] = {}
        for rate in rates:
            if rate.basis is not Basis.PERCENT and rate.currency is not None:
                times = moment.times(rate, contract, starts=starts, ends=ends)
                due = rate.whole * (months if times is None else times * MONTH)
                if due:
                    base[rate.currency] = base.get(rate.currency, 0) + due
                    total = sums.get((rate.component, rate.currency), 0) + due * _PER_CENT
                    sums[rate.component, rate.currency] = total
                    yield days, rate.component, rate.currency, total
        for rate in rates:
            if rate.basis is Basis.PERCENT:
                for currency, due in base.items():
                    total = sums.get((rate.component, currency), 0) + due * rate.whole
                    sums[rate.component, currency] = total
                    yield days, rate.component, currency, total


def _parts(
    deployment_id: int,
    contract: Contract,
    worked_out: Iterable[tuple[Period, Component, str, int]],
    within: Period | None,
) -> Iterator[Part]:
    """What each stretch adds to the rounded sum of its component; what adds nothing is left out."""
    told: dict[Due, int] = {}
    for days, component, currency, total in worked_out:
        if within is not None and days.start >= within.end:
            return
        units = minor_units(currency)
        until = _rounded(total, units)
        more = until - told.get((component, currency), 0)
        told[component, currency] = until
        if more and _touches(days, within):
            yield Part(deployment_id, contract, component, days, Money(Decimal(more).scaleb(-units), currency))


def _touches(days: Period, within: Period | None) -> bool:
    return within is None or within.start <= days.start < within.end


def _rounded(total: int, units: int) -> int:
    """So many parts of a unit in the smallest units: rounded half up, away from zero."""
    counted: int = (2 * abs(total) * 10**units + _ONE) // (2 * _ONE)
    return counted if total >= 0 else -counted


# --- what is missing ------------------------------------------------------------------------------------------------


def _provides(rates: Iterable[Rate]) -> bool:
    """Whether what everyone needs each month is among these rates."""
    return any(rate.component in {Component.LIVING, Component.PRO_FORMA} for rate in rates)


def _missing(deployment: Deployment, stretches: Sequence[Period]) -> tuple[MissingRate, ...]:
    """Days without a rate, those in a row as one."""
    return tuple(
        MissingRate(deployment.id, deployment.reference, Component.LIVING, days) for days in without_overlaps(stretches)
    )
