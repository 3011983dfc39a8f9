"""Amounts of a ledger extract as whole numbers: ten-thousandths, and rates of which ten thousand million make one.

A row is converted as `domain.money.convert` does it, once and half up; whole numbers do that exactly and fast.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from desktop.domain.money import MINOR_UNITS
from desktop.domain.period import next_month
from desktop.domain.rates import Quote, Rate, quote_by
from desktop.domain.rules import RuleBook
from desktop.domain.terms import RatePolicy
from desktop.storage.types import DIGITS, MONEY_SCALE, RATE_SCALE

UNIT: Final = 10**MONEY_SCALE
RATE_UNIT: Final = 10**RATE_SCALE
LIMIT: Final = 10**DIGITS
STEPS: Final = {code: 10 ** (MONEY_SCALE - units) for code, units in MINOR_UNITS.items()}


def scaled(number: Decimal, scale: int = MONEY_SCALE) -> int:
    """A number as it is stored, rounded half up to what is kept."""
    return int(number.scaleb(scale).to_integral_value(ROUND_HALF_UP))


def unscaled(number: int, currency: str) -> Decimal:
    """The amount behind a stored one, in the decimals of its currency."""
    units = MINOR_UNITS[currency]
    return Decimal(number // STEPS[currency]).scaleb(-units)


def converted(original: int, rate: int, per: int, step: int) -> int:
    """What `original` makes where `rate` of it make `per`, rounded half up to whole steps."""
    above, below = abs(original) * per, rate * step
    whole = (2 * above + below) // (2 * below) * step
    return whole if original > 0 else -whole


@dataclass(frozen=True, slots=True)
class KeptQuote:
    """A rate as entries keep it. `on` is the day it is of; `of_day` says that it is that of each entry itself.

    `slack` is by how much it may be off, because it is written with few decimals.
    """

    rate: int
    per: int
    on: date | None = None
    source: str = ""
    of_day: bool = False
    slack: int = 0

    def far(self, amount: int, stated: int, step: int) -> bool:
        """Whether a stated amount differs from the converted one by more than rounding."""
        return abs(stated - amount) > step + abs(amount) * self.slack // self.rate


PAR: Final = KeptQuote(RATE_UNIT, RATE_UNIT)


def slack_of(rate: Decimal) -> int:
    """Half a unit of the last decimal that a rate is written with."""
    decimals = max(0, -int(rate.as_tuple().exponent))
    return int(RATE_UNIT // (2 * 10**decimals)) if decimals < RATE_SCALE else 0


class KnownRates:
    """The rates of the office for many entries: worked out once for each stretch of days in which none changes."""

    def __init__(self, rates: list[Rate], books: dict[int, RuleBook]) -> None:
        self._rates: dict[str, list[Rate]] = {}
        for rate in rates:
            self._rates.setdefault(rate.currency, []).append(rate)
        self._books = books
        starts = {rate.effective_on for rate in rates}
        starts.update(rule.starts_on for book in books.values() for rule in book.rules if rule.starts_on)
        if any(rule.choice == RatePolicy.MONTHLY_AVERAGE for book in books.values() for rule in book.rules):
            starts |= _months(starts)
        self._starts = sorted(starts)

    def stretch(self, day: date) -> int:
        """The stretch of days that `day` is in."""
        return bisect_right(self._starts, day)

    def quote(self, grant_id: int, *, original: str, target: str, on: date) -> tuple[Quote, bool] | None:
        """The rate for a grant on a day, and whether it is of that very day; None when it is missing."""
        book = self._books.get(grant_id, RuleBook())
        policy = book.rate_policy(on, original)
        rates = [*self._rates.get(original, ()), *self._rates.get(target, ())]
        found = quote_by(policy, rates, original=original, target=target, on=on)
        return None if found is None else (found, policy[0] is RatePolicy.FIXED)


def _months(starts: set[date]) -> set[date]:
    """The first days of the months over which rates are averaged."""
    first, last = min(starts, default=date(2000, 1, 1)).replace(day=1), date(2100, 1, 1)
    found = set()
    while first < last:
        found.add(first)
        first = next_month(first)
    return found
