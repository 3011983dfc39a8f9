"""Which exchange rate is in force on a day.

Rule of the UN operational rates of exchange (UN Treasury): the rate with the newest effective date on or before the
day of the transaction. A missing rate is a finding, never a guess.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Final

from desktop.domain.money import CFA_FRANCS, CFA_PER_EURO, EURO_PER_CFA, PRECISION

RATE_PLACES: Final = Decimal("1E-10")  # the precision in which rates are kept


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
    """The rate used to convert: units of the original currency per unit of the target, and where it comes from."""

    units: Decimal
    effective_on: date | None
    source: str


SAME_CURRENCY: Final = Quote(Decimal(1), None, "")
# Original and target -> units of the original per unit of the target, for ever.
_PARITIES: Final = (
    {(franc, "EUR"): CFA_PER_EURO for franc in CFA_FRANCS}
    | {("EUR", franc): EURO_PER_CFA for franc in CFA_FRANCS}
    | {pair: Decimal(1) for pair in (CFA_FRANCS, CFA_FRANCS[::-1])}
)


def rate_in_force(rates: Iterable[Rate], *, currency: str, base: str, on: date) -> Rate | None:
    """The newest rate of `currency` against `base` that is effective on or before `on`, or None."""
    known = [rate for rate in rates if (rate.currency, rate.base) == (currency, base) and rate.effective_on <= on]
    return max(known, key=lambda rate: rate.effective_on, default=None)


def quote(rates: Iterable[Rate], *, original: str, target: str, on: date, base: str = "USD") -> Quote | None:
    """How many units of `original` make one of `target` on that day, or None when a rate is missing.

    The two CFA francs have a fixed parity with the euro, and so with each other, which needs no rate. Otherwise it goes
    through `base` when neither currency is the base, and turns the rate round when the original is; the result is
    rounded half up to ten decimals.
    """
    if original == target:
        return SAME_CURRENCY
    if (original, target) in _PARITIES:
        return Quote(_PARITIES[original, target], date(1999, 1, 1), "EUR = 655.957 CFA")
    rates = list(rates)
    legs = []
    for code in (original, target):
        leg = (
            Rate(code, base, date.min, Decimal(1))
            if code == base
            else rate_in_force(rates, currency=code, base=base, on=on)
        )
        if leg is None:
            return None
        legs.append(leg)
    with localcontext(prec=PRECISION):
        crossed = (legs[0].units / legs[1].units).quantize(RATE_PLACES, rounding=ROUND_HALF_UP)
    units = legs[0].units if target == base else crossed
    newest = max(leg.effective_on for leg in legs)
    sources = sorted({leg.source for leg in legs if leg.source})
    return Quote(units, newest, " / ".join(sources))
