"""What a budget line comes to."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext

from desktop.domain.money import PRECISION, Money

WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class LineInputs:
    """The five things a line states, as in the budget template of OCHA OneGMS: quantity, unit cost, duration, share."""

    quantity: Decimal
    unit_cost: Decimal
    duration: Decimal = Decimal(1)
    percent_charged: Decimal = WHOLE


def line_total(line: LineInputs, *, currency: str) -> Money:
    """Quantity x unit cost x duration x per cent charged, rounded once, half up."""
    with localcontext(prec=PRECISION):
        exact = line.quantity * line.unit_cost * line.duration * line.percent_charged / WHOLE
        return Money.rounded(exact, currency)
