"""Which entitlement rate is in force for whom, where and when.

The closest rate counts: one of the duty station before one of its country, that before one of anywhere; one of the
volunteer's own category before one of any; then the one with the highest number of dependants that is reached; then the
newest that has begun. A rate lasts until another one takes its place.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from desktop.domain.staffing.deployment import Station
from desktop.domain.volunteer_terms import Basis, Component

_NOWHERE: Final = Station(0, "", "")


@dataclass(frozen=True, slots=True)
class Rate:
    """What one component comes to from a day on. None means any: category, country, duty station, dependants."""

    id: int
    component: Component
    basis: Basis
    starts_on: date
    category: str | None = None
    country: str | None = None
    station_id: int | None = None
    dependants: int | None = None
    currency: str | None = None
    amount: Decimal | None = None
    percent: Decimal | None = None

    @property
    def says_enough(self) -> bool:
        """Whether it gives what its basis needs: a per cent, or an amount in a currency."""
        if self.basis is Basis.PERCENT:
            return self.percent is not None
        return self.amount is not None and self.currency is not None


Steps = tuple[tuple[date, Rate], ...]
"""The rates of one component in the order of the days from which each is in force."""


@dataclass(frozen=True, slots=True)
class Tariff:
    """All that one kind of volunteer gets at one duty station: the steps of each component."""

    components: Mapping[Component, Steps]
    changes: tuple[date, ...]

    def in_force(self, component: Component, day: date) -> Rate | None:
        """The rate of a component on `day`; None when none has begun."""
        steps = self.components.get(component, ())
        place = bisect_right(steps, day, key=lambda step: step[0])
        return steps[place - 1][1] if place else None

    def rates_on(self, day: date) -> tuple[Rate, ...]:
        """All rates in force on `day`. No two double: a pro forma rate is all in, so it stands for everything else."""
        all_in = self.in_force(Component.PRO_FORMA, day)
        if all_in is not None:
            return (all_in,)
        found = (self.in_force(component, day) for component in self.components)
        return tuple(rate for rate in found if rate is not None)


_Place = tuple[str, str | int] | None  # a duty station, a country, or anywhere
_Key = tuple[Component, str | None, _Place]


class RateBook:
    """All entitlement rates of an office. What it works out for a kind of volunteer it keeps.

    Rates that do not say enough (no amount, no currency) count as missing.
    """

    def __init__(self, rates: Iterable[Rate] = ()) -> None:
        self.rates: Final = tuple(rate for rate in rates if rate.says_enough)
        self._by_key: dict[_Key, list[Rate]] = {}
        for rate in self.rates:
            self._by_key.setdefault((rate.component, rate.category, _place_of(rate)), []).append(rate)
        self._components = tuple(component for component in Component if any(component in key for key in self._by_key))
        self._tariffs: dict[tuple[str, Station, int], Tariff] = {}

    def tariff(self, category: str, station: Station | None, dependants: int = 0) -> Tariff:
        """What volunteers of a category with so many dependants get at a duty station."""
        key = (category, station or _NOWHERE, dependants)
        known = self._tariffs.get(key)
        if known is None:
            steps = {component: self._steps(component, *key) for component in self._components}
            found = {component: made for component, made in steps.items() if made}
            changes = sorted({day for made in found.values() for day, _rate in made})
            known = self._tariffs[key] = Tariff(found, tuple(changes))
        return known

    def in_force(
        self, component: Component, *, category: str, station: Station | None, dependants: int = 0, day: date
    ) -> Rate | None:
        """The rate of a component on `day`; None when it is missing, which nobody may guess."""
        return self.tariff(category, station, dependants).in_force(component, day)

    def _steps(self, component: Component, category: str, station: Station, dependants: int) -> Steps:
        """The rates in force one after the other: each time one begins that is at least as close as the one before."""
        places: tuple[_Place, ...] = (("station", station.id), ("country", station.country), None)
        found = [
            ((-far, own == category, -1 if rate.dependants is None else rate.dependants, rate.starts_on, rate.id), rate)
            for far, place in enumerate(places)
            for own in (category, None)
            for rate in self._by_key.get((component, own, place), ())
            if rate.dependants is None or rate.dependants <= dependants
        ]
        found.sort(key=lambda each: (each[1].starts_on, each[0]))
        steps: dict[date, Rate] = {}
        closest = None
        for rank, rate in found:
            if closest is None or rank >= closest:
                closest = rank
                steps[rate.starts_on] = rate
        return tuple(steps.items())


def _place_of(rate: Rate) -> _Place:
    """Where a rate counts; the duty station says it more closely than the country."""
    if rate.station_id is not None:
        return ("station", rate.station_id)
    return None if rate.country is None else ("country", rate.country)
