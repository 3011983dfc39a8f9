"""Person-months: the service of deployments in a period, told apart by whatever people ask for.

Whatever it is parted by, the parts are exact and sum to the whole. A grant has the part of a month of service that it
pays; what no share bears belongs to no grant. On paper they have two decimals, which the largest remainder hands out,
so that what is shown adds up too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final, TypeVar

from desktop.domain.allocation import WHOLE, Share, shares_on
from desktop.domain.money import apportion
from desktop.domain.period import Period
from desktop.domain.staffing.deployment import Contract, Deployment
from desktop.domain.staffing.service import clipped, months_in, within

_CENT: Final = Decimal("0.01")
_HUNDRED: Final = 100
NO_GRANT: Final = 0

Key = TypeVar("Key")
Cut = Callable[[Period], Iterator[Period]]
"""How a stretch of service is parted by time: `service.by_month` or `by_year`."""


@dataclass(frozen=True, slots=True)
class ServicePart:
    """Some months of service of a deployment under one contract, from `start` on within one month or year, as far as
    one grant bears them; `grant_id` is `NO_GRANT` for what none does.
    """

    deployment: Deployment
    contract: Contract
    start: date
    grant_id: int
    months: Fraction


def by_year(period: Period) -> Iterator[Period]:
    """The part of a period in each calendar year it touches."""
    for year in range(period.start.year, period.last.year + 1):
        part = within(period, Period(date(year, 1, 1), date(year + 1, 1, 1)))
        if part is not None:
            yield part


def service_parts(
    deployments: Iterable[Deployment], window: Period, *, cut: Cut = by_year, planned: bool = False
) -> Iterator[ServicePart]:
    """The service in `window` by contract, grant and time; of contracts that are signed, or of `planned` ones too."""
    for deployment in deployments:
        for contract in deployment.contracts:
            days = deployment.cut(contract) if contract.serves and (planned or contract.signed) else None
            for stretch in () if days is None else clipped([days], window):
                for part, grant_id, months in _borne(stretch, deployment.shares, cut):
                    yield ServicePart(deployment, contract, part.start, grant_id, months)


def _borne(stretch: Period, shares: Sequence[Share], cut: Cut) -> Iterator[tuple[Period, int, Fraction]]:
    """The months of a stretch of service by time, and by the grant whose share is in force then."""
    changes = sorted({share.starts_on for share in shares if share.starts_on is not None})
    for span in _cut_at(stretch, changes):
        weights = _weights(shares_on(shares, span.start))
        for part in cut(span):
            months = months_in(part)
            yield from ((part, grant_id, months * weight) for grant_id, weight in weights)


def _cut_at(period: Period, days: Sequence[date]) -> Iterator[Period]:
    """A period in pieces that begin at some days."""
    start = period.start
    for day in days:
        if start < day < period.end:
            yield Period(start, day)
            start = day
    yield Period(start, period.end)


def _weights(shares: Sequence[Share]) -> tuple[tuple[int, Fraction], ...]:
    """What each grant bears of a month of service, and what none does; they sum to one whatever was typed."""
    found: dict[int, Fraction] = {}
    for share in shares:
        found[share.grant_id] = found.get(share.grant_id, Fraction(0)) + Fraction(share.percent)
    whole = sum(found.values(), Fraction(0))
    of = max(whole, Fraction(WHOLE))
    parts = [(grant_id, percent / of) for grant_id, percent in found.items()]
    return (*parts, *([(NO_GRANT, 1 - whole / of)] if whole < of else ()))


def added_up(parts: Iterable[ServicePart], key: Callable[[ServicePart], Key]) -> dict[Key, Fraction]:
    """The months of service by what `key` says of each part."""
    found: dict[Key, Fraction] = {}
    for part in parts:
        name = key(part)
        found[name] = found.get(name, Fraction(0)) + part.months
    return found


def months_shown(months: Fraction) -> Decimal:
    """Months as they are shown: with two decimals, rounded half up."""
    return int(months * _HUNDRED + Fraction(1, 2)) * _CENT


def shown_together(months: Mapping[Key, Fraction]) -> dict[Key, Decimal]:
    """Months as they are shown below each other: their sum is that of the exact ones, as `months_shown` has it."""
    exact = list(months.values())
    whole = sum(exact, Fraction(0))
    if not whole:
        return dict.fromkeys(months, _CENT * 0)
    counts = apportion(int(months_shown(whole) / _CENT), exact)
    return {key: count * _CENT for key, count in zip(months, counts, strict=True)}
