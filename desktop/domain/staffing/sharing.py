"""Who bears what a deployment costs: each part is split over the shares in force, then converted once.

Both steps are told apart so that a missing share or exchange rate hides nothing: what cannot be split or converted is
told as such and never counted as nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from desktop.domain.allocation import Share, shares_on, shares_problem
from desktop.domain.allocation import parts as split_by
from desktop.domain.money import Money, convert
from desktop.domain.period import Period
from desktop.domain.rates import SAME_CURRENCY, Quote
from desktop.domain.staffing.cost import Part
from desktop.domain.staffing.service import without_overlaps
from desktop.domain.volunteer_terms import Component
from desktop.language import Message

Quotes = Callable[[int, str, date], Quote | None]
"""The rate at which a grant converts a currency on a day; None when it is missing."""


@dataclass(frozen=True, slots=True)
class SharedPart:
    """What a grant, and one of its lines, bears of a part, in the currency of the part."""

    part: Part
    grant_id: int
    line_id: int | None
    money: Money


@dataclass(frozen=True, slots=True)
class MissingShare:
    """Days of which nobody bears the cost, and why."""

    deployment_id: int
    days: Period
    problem: Message


@dataclass(frozen=True, slots=True)
class Shared:
    """Parts as they are borne; `missing` are the days whose parts nobody bears, or not as a whole."""

    parts: tuple[SharedPart, ...] = ()
    missing: tuple[MissingShare, ...] = ()


@dataclass(frozen=True, slots=True)
class ConvertedPart:
    """A share of a part in the currency of its grant, converted by `quote`."""

    of: SharedPart
    money: Money
    quote: Quote

    @property
    def deployment_id(self) -> int:
        """Whose cost it is."""
        return self.of.part.deployment_id

    @property
    def component(self) -> Component:
        """What it is for."""
        return self.of.part.component

    @property
    def month(self) -> date:
        """The first day of its month."""
        return self.of.part.month

    @property
    def signed(self) -> bool:
        """Whether its contract is signed."""
        return self.of.part.signed

    @property
    def grant_id(self) -> int:
        """The grant that bears it."""
        return self.of.grant_id

    @property
    def line_id(self) -> int | None:
        """The budget line that bears it."""
        return self.of.line_id


@dataclass(frozen=True, slots=True, order=True)
class MissingQuote:
    """A rate that a grant lacks to convert costs of a month (its first day)."""

    grant_id: int
    currency: str
    month: date


@dataclass(frozen=True, slots=True)
class Converted:
    """Shares in the currencies of their grants; `missing` are the rates without which others could not be converted."""

    parts: tuple[ConvertedPart, ...] = ()
    missing: tuple[MissingQuote, ...] = ()


def shared(parts: Iterable[Part], shares: Sequence[Share]) -> Shared:
    """Each part split over the shares in force in its days, which a part never sees change. The shares of a part sum to
    it; shares of nothing are left out.
    """
    starts = sorted({share.starts_on or date.min for share in shares})
    known = [(), *(shares_on(shares, start) for start in starts)]
    problems = [shares_problem(each) for each in known]
    found: list[SharedPart] = []
    unpaid: list[tuple[int, Message, Period]] = []
    for part in parts:
        place = bisect_right(starts, part.days.start)
        in_force, problem = known[place], problems[place]
        if problem is None:
            moneys = (part.money,) if len(in_force) == 1 else split_by(part.money, in_force)
            found += (
                SharedPart(part, share.grant_id, share.line_id, money)
                for share, money in zip(in_force, moneys, strict=True)
                if money
            )
        else:
            unpaid.append((part.deployment_id, problem, part.days))
    missing = (
        MissingShare(deployment_id, days, problem)
        for (deployment_id, problem), group in groupby(unpaid, key=lambda each: each[:2])
        for days in without_overlaps(days for _deployment, _problem, days in group)
    )
    return Shared(tuple(found), tuple(missing))


def converted(parts: Iterable[SharedPart], quotes: Quotes, *, currencies: Mapping[int, str]) -> Converted:
    """Each share in the currency of its grant, at the rate of the first day of its month; `currencies` are those of the
    grants.
    """
    known: dict[tuple[int, str, date], Quote | None] = {}
    found: list[ConvertedPart] = []
    for each in parts:
        original, target = each.money.currency, currencies[each.grant_id]
        if original == target:
            found.append(ConvertedPart(each, each.money, SAME_CURRENCY))
            continue
        key = (each.grant_id, original, each.part.month)
        if key not in known:
            known[key] = quotes(*key)
        quote = known[key]
        if quote is not None:
            money = convert(each.money, rate=quote.units, per=quote.per, currency=target)
            found.append(ConvertedPart(each, money, quote))
    missing = sorted(MissingQuote(*key) for key, quote in known.items() if quote is None)
    return Converted(tuple(found), tuple(missing))
