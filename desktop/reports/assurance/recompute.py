"""Works the figures of a report out anew, apart from the code that made them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal, localcontext
from math import prod

from desktop.domain.money import ONE, PRECISION, ZERO
from desktop.reports.report import Difference, EntrySum, Figure, Product, RateOn, Ratio, SumOf
from desktop.reports.trace import Sums


def recomputed(figure: Figure, figures: Mapping[str, Figure], sums: Sums) -> Decimal | None:
    """What a figure must be, by its formula and the values of the figures it is made from."""

    def value(key: str) -> Decimal:
        return figures[key].value or ZERO

    with localcontext(prec=PRECISION):
        match figure.formula:
            case EntrySum(measure, where):
                return sums.total(measure, where)
            case SumOf(keys):
                return sum(map(value, keys), ZERO)
            case Difference(whole, parts):
                return value(whole) - sum(map(value, parts), ZERO)
            case Ratio(part, whole, places):
                return _half_up(value(part) / value(whole), places) if value(whole) else None
            case RateOn(rate, base, decimals):
                return _half_up(value(base) * rate, decimals)
            case Product(keys, decimals):
                return _half_up(prod(map(value, keys), start=ONE), decimals)
    return figure.value


def _half_up(value: Decimal, places: int) -> Decimal:
    return value.quantize(ONE.scaleb(-places), rounding=ROUND_HALF_UP)
