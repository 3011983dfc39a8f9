"""Which exchange rate is in force on a day.

Rule of the UN operational rates of exchange (UN Treasury): the rate with the newest effective date on or before the
day of the transaction. A missing rate is a finding, never a guess.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from desktop.domain.money import CFA_FRANCS, CFA_PER_EURO, ONE


@dataclass(frozen=True, slots=True)
class Rate:
    """`units` of `currency` make one unit of `base` from `effective_on` on, as `source` says."""

    currency: str
    base: str
    effective_on: date
    units: Decimal
    source: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """The rate used to convert: `units` of the original currency make `per` of the target; and where it comes from.

    Both numbers stand as they are published, so that no direction of a rate is rounded before the amount is.
    """

    units: Decimal
    effective_on: date | None
    source: str
    per: Decimal = ONE

    def is_far_from(self, known: Quote) -> bool:
        """Whether it is off a known rate by more than a factor of two: a slip, or the wrong way round."""
        one, other = self.units * known.per, known.units * self.per
        return one > 2 * other or other > 2 * one


SAME_CURRENCY: Final = Quote(ONE, None, "")
# How many units make one euro, for ever.
_PER_EURO: Final = {"EUR": ONE} | dict.fromkeys(CFA_FRANCS, CFA_PER_EURO)


def rate_in_force(rates: Iterable[Rate], *, currency: str, base: str, on: date) -> Rate | None:
    """The newest rate of `currency` against `base` that is effective on or before `on`, or None."""
    known = [rate for rate in rates if (rate.currency, rate.base) == (currency, base) and rate.effective_on <= on]
    return max(known, key=lambda rate: rate.effective_on, default=None)


def quote(rates: Iterable[Rate], *, original: str, target: str, on: date, base: str = "USD") -> Quote | None:
    """How many units of `original` make how many of `target` on that day, or None when a rate is missing.

    The two CFA francs have a fixed parity with the euro, and so with each other, which needs no rate. Otherwise both
    currencies stand as they are quoted against `base`, of which one makes one.
    """
    if original == target:
        return SAME_CURRENCY
    if original in _PER_EURO and target in _PER_EURO:
        return Quote(_PER_EURO[original], date(1999, 1, 1), "EUR = 655.957 CFA", _PER_EURO[target])
    rates = list(rates)
    legs = []
    for code in (original, target):
        leg = Rate(code, base, date.min, ONE) if code == base else rate_in_force(rates, currency=code, base=base, on=on)
        if leg is None:
            return None
        legs.append(leg)
    newest = max(leg.effective_on for leg in legs)
    sources = sorted({leg.source for leg in legs if leg.source})
    return Quote(legs[0].units, newest, " / ".join(sources), legs[1].units)
