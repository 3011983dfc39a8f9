"""Exact money: one rounding rule, no unlike currencies added, parts that sum to the whole.

Minor units follow ISO 4217 (list one, as published by the maintenance agency SIX): two decimals unless listed here.
Old ledgers hold currencies that were withdrawn since (list three); those of the region stay known.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from typing import Final

_TWO = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW
CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF
IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK
MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP
SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER
XAD ZAR ZMW ZWG
"""
_NONE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THREE = "BHD IQD JOD KWD LYD OMR TND"
_FOUR = "CLF UYW"

# Two decimals each, by the practice of their time; list three states none.
WITHDRAWN: Final = ("BGN", "GHC", "HRK", "MRO", "SLL", "STD", "ZMK", "ZWL")

MINOR_UNITS: Final[dict[str, int]] = {
    code: units for codes, units in ((_TWO, 2), (_NONE, 0), (_THREE, 3), (_FOUR, 4)) for code in codes.split()
} | dict.fromkeys(WITHDRAWN, 2)

# Fixed by the monetary agreements of the two CFA zones with the euro area since 1 January 1999 (Council decisions
# 98/683/EC and following): one euro is exactly 655.957 francs.
CFA_PER_EURO: Final = Decimal("655.957")
CFA_FRANCS: Final = ("XOF", "XAF")

ZERO: Final = Decimal(0)
ONE: Final = Decimal(1)
# Digits in which amounts are multiplied and divided before they are rounded once; Python's own 28 are too few for the
# product of four numbers as long as the database keeps them.
PRECISION: Final = 80
_WEIGHTS_KEPT: Final = 256
# Every amount is rounded when it is made: what that needs is kept, since making it costs more than rounding.
_WIDE: Final = Context(prec=PRECISION)
_STEPS: Final = {code: Decimal(1).scaleb(-units) for code, units in MINOR_UNITS.items()}


class UnlikeCurrenciesError(ValueError):
    """Amounts of different currencies were put together: a fault of the program, never of the user."""


def minor_units(currency: str) -> int:
    """The number of decimals of `currency`. Raises KeyError for a code that ISO 4217 does not list as money."""
    return MINOR_UNITS[currency]


def trimmed(number: Decimal) -> Decimal:
    """A number without needless zeros, as people write it: 10.0000 is 10."""
    return Decimal(format(number.normalize(), "f"))


def round_amount(amount: Decimal, currency: str) -> Decimal:
    """`amount` rounded half up (away from zero at the half) to the minor unit of `currency`; zero has no sign."""
    return _WIDE.add(amount.quantize(_STEPS[currency], ROUND_HALF_UP, _WIDE), ZERO)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency, held in the currency's number of decimals.

    What wrongly has more of them keeps them all and is not `payable`: rounding is a decision, see `rounded`. Raises
    ValueError for what is no number.
    """

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if self.amount.same_quantum(_STEPS[self.currency]) and (self.amount or not self.amount.is_signed()):
            return  # as it is to be: what other amounts add up to, most of all
        if not self.amount.is_finite():
            msg = f"{self.amount} is no amount"
            raise ValueError(msg)
        exact = round_amount(self.amount, self.currency)
        if exact != self.amount:
            with localcontext(prec=PRECISION):
                exact = self.amount.normalize()
        object.__setattr__(self, "amount", exact)

    @property
    def payable(self) -> bool:
        """Whether it is a whole number of the minor units of its currency."""
        return round_amount(self.amount, self.currency) == self.amount

    @classmethod
    def rounded(cls, amount: Decimal, currency: str) -> Money:
        """`amount` rounded half up to the minor unit of `currency`."""
        return cls(round_amount(amount, currency), currency)

    @classmethod
    def zero(cls, currency: str) -> Money:
        """Nothing, in `currency`."""
        return cls(ZERO, currency)

    def __add__(self, other: Money) -> Money:
        if other.currency != self.currency:
            msg = f"{self.currency} and {other.currency} cannot be added"
            raise UnlikeCurrenciesError(msg)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        if other.currency != self.currency:
            msg = f"{other.currency} cannot be taken from {self.currency}"
            raise UnlikeCurrenciesError(msg)
        return Money(self.amount - other.amount, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __bool__(self) -> bool:
        return self.amount != 0


def add_up(moneys: Iterable[Money], currency: str) -> Money:
    """The sum of amounts that are all in `currency`; nothing sums to zero. Raises UnlikeCurrenciesError for others."""
    total = ZERO
    for money in moneys:
        if money.currency != currency:
            msg = f"{currency} and {money.currency} cannot be added"
            raise UnlikeCurrenciesError(msg)
        total += money.amount
    return Money(total, currency)


def convert(original: Money, *, rate: Decimal, per: Decimal = ONE, currency: str) -> Money:
    """`original` in `currency`, rounded half up, and only once.

    `rate` units of the original currency make `per` units of `currency`. The UN operational rates of exchange are
    quoted per US dollar: 600.5 francs make 1 dollar, and the other way round 1 dollar makes 600.5 francs, which no
    single decimal number of dollars per franc could say. Raises ValueError when either is not above zero.
    """
    if rate <= 0 or per <= 0:
        msg = f"a rate must be above zero, not {rate} for {per}"
        raise ValueError(msg)
    with localcontext(prec=PRECISION):
        return Money.rounded(original.amount * per / rate, currency)


def split(whole: Money, weights: Sequence[Decimal]) -> tuple[Money, ...]:
    """`whole` parted in proportion to `weights` by the largest remainder; the parts always sum to the whole.

    Equal remainders go to the earlier part. Raises ValueError without a weight above zero or with one below, and for
    what cannot be paid.
    """
    if not whole.payable:
        msg = f"{whole.amount} has more decimals than {whole.currency}"
        raise ValueError(msg)
    units = minor_units(whole.currency)
    counts = apportion(int(whole.amount.scaleb(units)), weights)
    return tuple(Money(Decimal(count).scaleb(-units), whole.currency) for count in counts)


def apportion(units: int, weights: Sequence[Decimal] | Sequence[Fraction]) -> list[int]:
    """A whole number parted in proportion to `weights` by the largest remainder; see `split`."""
    shares = _in_whole_numbers(tuple(weights))
    total = sum(shares)
    if total <= 0 or any(share < 0 for share in shares):
        msg = "weights must not be negative, and one must be above zero"
        raise ValueError(msg)
    # A negative whole is parted like its opposite, then turned round.
    counts, remainders = zip(*(divmod(abs(units) * share, total) for share in shares), strict=True)
    order = sorted(range(len(shares)), key=lambda index: (-remainders[index], index))
    more = set(order[: abs(units) - sum(counts)])
    sign = -1 if units < 0 else 1
    return [sign * (count + (index in more)) for index, count in enumerate(counts)]


@lru_cache(maxsize=_WEIGHTS_KEPT)
def _in_whole_numbers(weights: tuple[Decimal, ...]) -> tuple[int, ...]:
    """Whole numbers in the same proportion; costs by the thousand are split by the same few weights."""
    ratios = [Fraction(weight) for weight in weights]
    common = math.lcm(*(ratio.denominator for ratio in ratios))
    return tuple(ratio.numerator * (common // ratio.denominator) for ratio in ratios)
