"""Programme support costs (indirect costs): a rate on the direct cost.

Standard UN rate 13 % of expenditure: ST/AI/286 section II.A, ST/SGB/188 paragraph 47; 8 % is the harmonised rate of
UNDP, UNICEF, UNFPA and UN Women since 2014. The rate is part of each agreement, so it is always passed in.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext

from desktop.domain.money import PRECISION, Money, trimmed
from desktop.language import Message, say


@dataclass(frozen=True, slots=True)
class IndirectCost:
    """A total parted into direct and indirect cost; the two always sum to the total."""

    direct: Money
    indirect: Money

    @property
    def total(self) -> Money:
        """Direct and indirect cost together."""
        return self.direct + self.indirect


def on_direct(direct: Money, *, rate: Decimal) -> IndirectCost:
    """The indirect cost that `rate` (0.13 for 13 %) adds to `direct`, rounded half up."""
    with localcontext(prec=PRECISION):
        return IndirectCost(direct, Money.rounded(direct.amount * rate, direct.currency))


def within_total(total: Money, *, rate: Decimal) -> IndirectCost:
    """How a `total` that includes indirect cost parts: direct = total / (1 + rate), indirect the rest."""
    with localcontext(prec=PRECISION):
        direct = Money.rounded(total.amount / (1 + rate), total.currency)
    return IndirectCost(direct, total - direct)


def written(rate: Decimal) -> Message:
    """A rate as people write it: 0.13 is 13 %."""
    return say("{percent} %", percent=trimmed(rate * 100))


def gap(posted: Money, *, expected: Money, rate: Decimal | None) -> Message | None:
    """By how much the support costs `posted` miss those `expected`, and which way; None when they agree.

    `rate` is the one on all direct costs; None when the rules of the grant have several, or leave costs out.
    """
    over = posted - expected
    if not over:
        return None
    if rate is None:
        return _gap_of_rules(over)
    if over.amount > 0:
        return say(
            "Support costs posted are {amount} over {rate} of the direct costs.", amount=over, rate=written(rate)
        )
    return say(
        "Support costs posted are {amount} short of {rate} of the direct costs.", amount=-over, rate=written(rate)
    )


def _gap_of_rules(over: Money) -> Message:
    if over.amount > 0:
        return say("Support costs posted are {amount} over what the rules of the grant give.", amount=over)
    return say("Support costs posted are {amount} short of what the rules of the grant give.", amount=-over)
