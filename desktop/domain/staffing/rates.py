"""Which entitlement rate is in force for whom, where and when.

The closest rate counts: one of the duty station before one of its country, that before one of anywhere; one of the
volunteer's own category before one of any; then the one with the highest number of dependants that is reached; then the
newest that has begun. A rate lasts until another one takes its place.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from desktop.domain.money import ZERO
from desktop.domain.staffing.deployment import Station
from desktop.domain.volunteer_terms import Basis, Component

PLACES: Final = 4
_NOWHERE: Final = Station(0, "", "")


@dataclass(frozen=True, slots=True)
class Rate:
    """What one component comes to from a day on. None means any: category, country, duty station, dependants.

    Raises ValueError for a number with more decimals than an office keeps.
    """

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
    whole: int = field(default=0, init=False, compare=False, repr=False)
    """The amount or the per cent as a whole number of ten-thousandths, so that sums of it are exact and fast."""

    def __post_init__(self) -> None:
        number = self.percent if self.basis is Basis.PERCENT else self.amount
        scaled = (number or ZERO).scaleb(PLACES)
        if scaled != int(scaled):
            msg = f"{number} has more than {PLACES} decimals"
            raise ValueError(msg)
        object.__setattr__(self, "whole", int(scaled))

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
    """All that one kind of volunteer gets at one duty station: the steps of each component, and of all together.

    No two components double: a pro forma rate is all in, so while one is in force it stands for everything else.
    """

    components: Mapping[Component, Steps]
    together: tuple[tuple[date, tuple[Rate, ...]], ...]

    @classmethod
    def of(cls, components: Mapping[Component, Steps]) -> Tariff:
        """The tariff of these components."""
        days = sorted({day for steps in components.values() for day, _rate in steps})
        return cls(components, tuple((day, _all_on(components, day)) for day in days))

    def in_force(self, component: Component, day: date) -> Rate | None:
        """The rate of a component on `day`; None when none has begun."""
        return _rate_on(self.components.get(component, ()), day)

    def rates_on(self, day: date) -> tuple[Rate, ...]:
        """All rates that count on `day`."""
        place = bisect_right(self.together, day, key=_begins)
        return self.together[place - 1][1] if place else ()


def _begins(step: tuple[date, object]) -> date:
    return step[0]


def _rate_on(steps: Steps, day: date) -> Rate | None:
    place = bisect_right(steps, day, key=_begins)
    return steps[place - 1][1] if place else None


def _all_on(components: Mapping[Component, Steps], day: date) -> tuple[Rate, ...]:
    """What counts on a day of all components: a pro forma rate alone, or else every rate in force."""
    all_in = _rate_on(components.get(Component.PRO_FORMA, ()), day)
    if all_in is not None:
        return (all_in,)
    found = (_rate_on(steps, day) for steps in components.values())
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
            known = self._tariffs[key] = Tariff.of({component: made for component, made in steps.items() if made})
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
