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
from desktop.domain.period import Period
from desktop.domain.staffing.deployment import Contract, Deployment
from desktop.domain.staffing.service import MONTH, parts_between, within

_CENT: Final = Decimal("0.01")
_HUNDRED: Final = 100
_PLACES: Final = 4  # decimals of a per cent
_NO_MONTHS: Final = Fraction(0)
NO_GRANT: Final = 0

Key = TypeVar("Key")
Cut = Callable[[Period], Iterator[Period]]
"""How a stretch of service is parted by time: `service.by_month` or `by_year`."""


@dataclass(frozen=True, slots=True)
class ServicePart:
    """Some months of service of a deployment under one contract, from `start` on within one month or year, as far as
    one grant bears them; `grant_id` is `NO_GRANT` for what none does.

    They are `count` parts of a month, so many of which make one; whole numbers add up fast.
    """

    deployment: Deployment
    contract: Contract
    start: date
    grant_id: int
    count: int
    of: int

    @property
    def months(self) -> Fraction:
        """How many months they are, exactly."""
        return Fraction(self.count, self.of)


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
            stretch = None if days is None else within(days, window)
            if stretch is not None:
                for part, grant_id, count, of in _borne(stretch, deployment.shares, cut):
                    yield ServicePart(deployment, contract, part.start, grant_id, count, of)


def _borne(stretch: Period, shares: Sequence[Share], cut: Cut) -> Iterator[tuple[Period, int, int, int]]:
    """The months of a stretch of service by time, and by the grant whose share is in force then."""
    changes = sorted({share.starts_on for share in shares if share.starts_on is not None})
    for span in _cut_at(stretch, changes):
        weights = _weights(shares_on(shares, span.start))
        for part in cut(span):
            count = parts_between(part.start, part.end)
            yield from ((part, grant_id, count * borne, MONTH * of) for grant_id, borne, of in weights)


def _cut_at(period: Period, days: Sequence[date]) -> Iterator[Period]:
    """A period in pieces that begin at some days."""
    start = period.start
    for day in days:
        if start < day < period.end:
            yield Period(start, day)
            start = day
    yield Period(start, period.end)


def _weights(shares: Sequence[Share]) -> tuple[tuple[int, int, int], ...]:
    """What each grant bears of a month of service, and what none does: so much of so much. They sum to one whatever was
    typed.
    """
    if len(shares) == 1 and shares[0].percent == WHOLE:
        return ((shares[0].grant_id, 1, 1),)
    found: dict[int, int] = {}
    for share in shares:
        found[share.grant_id] = found.get(share.grant_id, 0) + int(share.percent.scaleb(_PLACES))
    whole, hundred = sum(found.values()), int(WHOLE.scaleb(_PLACES))
    of = max(whole, hundred)
    rest = ((NO_GRANT, hundred - whole, of),) if whole < hundred else ()
    return (*((grant_id, borne, of) for grant_id, borne in found.items()), *rest)


def added_up(parts: Iterable[ServicePart], key: Callable[[ServicePart], Key]) -> dict[Key, Fraction]:
    """The months of service by what `key` says of each part."""
    counts: dict[Key, dict[int, int]] = {}
    for part in parts:
        own = counts.setdefault(key(part), {})
        own[part.of] = own.get(part.of, 0) + part.count
    return {name: sum((Fraction(count, of) for of, count in own.items()), _NO_MONTHS) for name, own in counts.items()}


def months_together(parts: Iterable[ServicePart]) -> Fraction:
    """All months of some service."""
    return added_up(parts, lambda _part: None).get(None, _NO_MONTHS)


def months_shown(months: Fraction) -> Decimal:
    """Months as they are shown: with two decimals, rounded half up."""
    return int(months * _HUNDRED + Fraction(1, 2)) * _CENT


def shown_together(months: Mapping[Key, Fraction]) -> dict[Key, Decimal]:
    """Months as they are shown below each other: their sum is that of the exact ones, as `months_shown` has it.

    Each is cut to its cents; what the total lacks then goes, a cent each, to those that lost most, the earlier first.
    """
    counts = {key: int(exact * _HUNDRED) for key, exact in months.items()}
    left = int(months_shown(sum(months.values(), _NO_MONTHS)) / _CENT) - sum(counts.values())
    for key in sorted(months, key=lambda key: counts[key] - months[key] * _HUNDRED)[:left]:
        counts[key] += 1
    return {key: count * _CENT for key, count in counts.items()}
