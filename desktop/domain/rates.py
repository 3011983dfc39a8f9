"""Which exchange rate is in force on a day.

Rule of the UN operational rates of exchange (UN Treasury): the rate with the newest effective date on or before the
day of the transaction. A missing rate is a finding, never a guess.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Final

from desktop.domain.finding import Finding, Severity
from desktop.domain.money import CFA_FRANCS, CFA_PER_EURO, ONE, PRECISION, ZERO
from desktop.domain.period import ONE_DAY, next_month
from desktop.domain.terms import RatePolicy
from desktop.language import Message, say

Pair = tuple[str, str]
DECIMALS: Final = 10  # to which an office keeps rates
# The treasury publishes three decimals; a thousandth of a rate is far more than their rounding.
TOLERANCE: Final = Decimal("0.001")
_BASE: Final = "USD"


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
PEGGED: Final = tuple(_PER_EURO)
_STEP: Final = ONE.scaleb(-DECIMALS)


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


# --- by the policy of an agreement ------------------------------------------------------------------------------------


def quote_by(
    policy: tuple[RatePolicy, Decimal | None], rates: Iterable[Rate], *, original: str, target: str, on: date
) -> Quote | None:
    """The rate that an agreement's policy gives for that day, or None when it lacks one; the source names the policy.

    A fixed rate says how many units of `original` make one of `target`, whatever else is known of them.
    """
    kind, fixed = policy
    if original == target:
        return SAME_CURRENCY
    if kind is RatePolicy.FIXED:
        return None if fixed is None else Quote(fixed, on, f"Fixed rate: {target} = {fixed.normalize():f} {original}")
    if kind is RatePolicy.MONTHLY_AVERAGE:
        return monthly_average(rates, original=original, target=target, month=on)
    return quote(rates, original=original, target=target, on=on)


def monthly_average(rates: Iterable[Rate], *, original: str, target: str, month: date) -> Quote | None:
    """The average of the rates in force on each calendar day of the month of `month`, as they are known now.

    Each currency is averaged against the dollar, rounded half up to the decimals that an office keeps. None when a
    day has no rate: the days that have one would be a guess for the others. The parity of the CFA francs needs none.
    """
    rates = list(rates)
    if original == target or (original in _PER_EURO and target in _PER_EURO):
        return quote(rates, original=original, target=target, on=month)
    legs = []
    for code in (original, target):
        leg = _averaged(rates, code, month)
        if leg is None:
            return None
        legs.append(leg)
    sources = sorted({leg.source for leg in legs if leg.source})
    newest = max(leg.effective_on for leg in legs)
    source = " / ".join(sources)
    return Quote(legs[0].units, newest, f"Monthly average {month:%Y-%m}: {source}", legs[1].units)


def _averaged(rates: list[Rate], code: str, month: date) -> Rate | None:
    """The average of one currency against the dollar; effective from when the last of its rates was."""
    if code == _BASE:
        return Rate(code, _BASE, date.min, ONE)
    day, end = month.replace(day=1), next_month(month)
    days, total = (end - day).days, ZERO
    newest: Rate | None = None
    with localcontext(prec=PRECISION):
        while day < end:
            newest = rate_in_force(rates, currency=code, base=_BASE, on=day)
            if newest is None:
                return None
            total += newest.units
            day += ONE_DAY
        units = (total / days).quantize(_STEP, rounding=ROUND_HALF_UP)
    return None if newest is None else Rate(code, _BASE, newest.effective_on, units, newest.source)


# --- what is wrong with the rates -------------------------------------------------------------------------------------


def legs_in_use(pairs: Iterable[Pair]) -> set[str]:
    """The currencies whose rate against the dollar is needed to convert these pairs of original and target."""
    needed = {code for pair in pairs if not set(pair) <= _PER_EURO.keys() for code in pair}
    return needed - {_BASE}


def months_without_rate(
    currencies: Collection[str], rated: Iterable[tuple[str, date]], *, month: date
) -> tuple[str, ...]:
    """Those of `currencies` for which `rated` (currency and first day of a month) says nothing of `month`."""
    return tuple(sorted(set(currencies) - {currency for currency, day in rated if day == month}))


def check_parity(rates: Iterable[Rate]) -> Iterator[Finding]:
    """Rates of the CFA francs that do not fit the euro's of the same day, or each other; a slip in one of them."""
    by_day: dict[date, dict[str, Decimal]] = {}
    for rate in rates:
        if rate.base == _BASE and rate.currency in _PER_EURO:
            by_day.setdefault(rate.effective_on, {})[rate.currency] = rate.units
    for day, units in sorted(by_day.items()):
        euro = units.get("EUR")
        for code in CFA_FRANCS:
            if euro is not None and code in units and _is_off(units[code], euro * CFA_PER_EURO):
                sentence = say(
                    "On {day} {code} is at {franc}; by the euro, at {euro}, it is 655.957 times as much: {expected}.",
                    day=day,
                    code=code,
                    franc=units[code].normalize(),
                    euro=euro.normalize(),
                    expected=round(euro * CFA_PER_EURO, 3),
                )
                yield _unfit(code, "parity", sentence)
        xof, xaf = (units.get(code) for code in CFA_FRANCS)
        if xof is not None and xaf is not None and xof != xaf:
            sentence = say(
                "On {day} XOF is {xof} and XAF is {xaf}; the two francs are worth the same.",
                day=day,
                xof=xof.normalize(),
                xaf=xaf.normalize(),
            )
            yield _unfit("XOF", "francs_differ", sentence)


def _is_off(units: Decimal, expected: Decimal) -> bool:
    return abs(units - expected) > expected * TOLERANCE


def _unfit(code: str, rule: str, sentence: Message) -> Finding:
    fix = say("Compare both with the list of the UN Treasury, and correct the one that is wrong.")
    return Finding(Severity.WARNING, rule, sentence, fix, register="rates", label=code)
