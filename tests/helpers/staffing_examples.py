"""Chains of contracts, rates and shares as hypothesis makes them up: leap years, gaps, changes, odd currencies."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from desktop.domain.allocation import Share
from desktop.domain.period import ONE_DAY, Period
from desktop.domain.staffing.deployment import Contract, Deployment, Station
from desktop.domain.staffing.rates import Rate
from desktop.domain.volunteer_terms import Basis, Component, PeriodKind
from tests.helpers.staffing import CATEGORY, DAKAR, NIAMEY

FIRST, LAST = date(2019, 6, 1), date(2021, 6, 30)
CURRENCIES = ("USD", "XOF", "TND")
ONCE = {Component.ENTRY: Basis.ENTRY, Component.TRAVEL_OUT: Basis.END, Component.REASSIGNMENT: Basis.REASSIGNMENT}
USUAL: list[Component] = [
    component for component in Component if component not in {Component.SUPPORT, Component.PRO_FORMA}
]

days = st.dates(FIRST, LAST)
stations = st.sampled_from([NIAMEY, DAKAR, None])
amounts = st.decimals(Decimal("0.01"), Decimal(3000), places=2)


@st.composite
def chains(draw: st.DrawFn) -> tuple[Contract, ...]:
    """One to four contracts one after the other, some of them gaps, some days apart; the last ones may be planned."""
    kinds = [PeriodKind.INITIAL, *draw(st.lists(st.sampled_from(list(PeriodKind)[1:]), max_size=3))]
    signed = draw(st.integers(0, len(kinds)))
    start = draw(days)
    found = []
    for number, kind in enumerate(kinds):
        last = start + timedelta(draw(st.integers(0, 250)))
        station: Station | None = draw(stations)
        found.append(Contract(number, kind, Period.of_days(start, last), start if number < signed else None, station))
        start = last + ONE_DAY + timedelta(draw(st.sampled_from([0, 0, 0, 17])))
    return tuple(found)


@st.composite
def rates(draw: st.DrawFn) -> list[Rate]:
    """Rates of all components and bases, one living allowance that is always there among them; perhaps a pro forma."""
    found = [Rate(1, Component.LIVING, Basis.MONTH, date(2000, 1, 1), currency="USD", amount=draw(amounts))]
    components: list[Component] = draw(st.lists(st.sampled_from(USUAL), max_size=5))
    components += draw(st.lists(st.just(Component.SUPPORT), max_size=2))
    components += draw(st.lists(st.just(Component.PRO_FORMA), max_size=1))
    for number, component in enumerate(components, 2):
        starts_on, percent = draw(days), component is Component.SUPPORT
        found.append(
            Rate(
                number,
                component,
                Basis.PERCENT if percent else ONCE.get(component, Basis.MONTH),
                starts_on,
                category=draw(st.sampled_from([None, CATEGORY])),
                country=draw(st.sampled_from([None, "NE", "SN"])),
                dependants=draw(st.sampled_from([None, 1, 2])),
                currency=None if percent else draw(st.sampled_from(CURRENCIES)),
                amount=None if percent else draw(amounts),
                percent=draw(amounts) / 100 if percent else None,
            )
        )
    return found


@st.composite
def shares(draw: st.DrawFn) -> tuple[Share, ...]:
    """One to three grants that bear all from the beginning, and others from a later day on."""
    found: list[Share] = []
    for starts_on in [date(2000, 1, 1), *draw(st.lists(days, max_size=2, unique=True))]:
        weights = draw(st.lists(st.integers(1, 99), min_size=0, max_size=2).filter(lambda each: sum(each) < 100))
        percents = [*weights, 100 - sum(weights)]
        found += (Share(grant, Decimal(percent), None, starts_on) for grant, percent in enumerate(percents, 1))
    return tuple(found)


@st.composite
def deployments(draw: st.DrawFn) -> Deployment:
    """Deployments, some of them ended early."""
    return Deployment(
        1,
        "D-001",
        CATEGORY,
        draw(chains()),
        draw(shares()),
        dependants=draw(st.integers(0, 3)),
        ended_on=draw(st.none() | days),
    )
