"""What a budget line comes to, and the indirect cost on the direct ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, localcontext

from desktop.domain.codes import CostCategory
from desktop.domain.indirect_cost import on_direct
from desktop.domain.money import PRECISION, ZERO, Money
from desktop.domain.terms import IndirectBase

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


@dataclass(frozen=True, slots=True)
class IndirectTerms:
    """What the rule book of a grant says of indirect cost: its rate (0.13 is 13 %), and of which costs."""

    rate: Decimal
    base: IndirectBase = IndirectBase.DIRECT


def counts_as_direct(category: int | None, base: IndirectBase) -> bool:
    """Whether lines of a category (None: of none) are in the base of indirect cost."""
    if category == CostCategory.INDIRECT:
        return False
    return category != CostCategory.TRANSFERS or base is IndirectBase.DIRECT


def indirect_base(amounts: Iterable[tuple[int | None, Decimal]], *, base: IndirectBase) -> Decimal:
    """The sum of those amounts, each with its category, on which indirect cost is worked out."""
    return sum((amount for category, amount in amounts if counts_as_direct(category, base)), ZERO)


def expected_indirect(
    amounts: Iterable[tuple[int | None, Decimal]], *, terms: IndirectTerms, currency: str
) -> tuple[Decimal, Decimal]:
    """The base, and the indirect cost on it: worked out once, on the rounded total, and rounded half up."""
    base = indirect_base(amounts, base=terms.base)
    return base, on_direct(Money.rounded(base, currency), rate=terms.rate).indirect.amount
