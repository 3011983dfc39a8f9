"""What a ledger entry does to a grant: the kinds, their signs, and how an original amount reaches the grant's currency.

Terms follow the glossary of the UNDP programme and operations manual (POPP): a commitment is a legal obligation not yet
an expense; an expenditure is recognised on delivery (IPSAS). Negative expenditure does not exist: money that comes
back from a supplier is a refund, a correction is an adjustment (the rule of the UK's ODA reporting service).
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Final

from desktop.domain.money import ONE, Money, convert
from desktop.language import Message, say


class LedgerKind(StrEnum):
    """What happened to the money."""

    RECEIPT = "receipt"
    COMMITMENT = "commitment"
    EXPENDITURE = "expenditure"
    REFUND = "refund"
    ADJUSTMENT = "adjustment"
    EXCHANGE_DIFFERENCE = "exchange_difference"


LEDGER_KINDS: Final[dict[str, Message]] = {
    LedgerKind.RECEIPT: say("Receipt"),
    LedgerKind.COMMITMENT: say("Commitment"),
    LedgerKind.EXPENDITURE: say("Expenditure"),
    LedgerKind.REFUND: say("Refund"),
    LedgerKind.ADJUSTMENT: say("Adjustment"),
    LedgerKind.EXCHANGE_DIFFERENCE: say("Exchange difference"),
}


COSTS: Final = (LedgerKind.EXPENDITURE, LedgerKind.ADJUSTMENT, LedgerKind.REFUND)
"""What was spent, corrected or given back: what invoices and payrolls become."""


def sign_problem(kind: LedgerKind, amount: Decimal, *, corrects: bool = False) -> Message | None:
    """Why `amount` cannot stand for an entry of this kind, or None when it can.

    An entry that `corrects` another has its kind and the opposite sign.
    """
    if amount == 0:
        return say("The amount is zero. Enter an amount, or leave the entry out.")
    if corrects:
        return None
    if kind is LedgerKind.EXPENDITURE and amount < 0:
        return say(
            "An expenditure cannot be negative. Record money that came back as a refund, a correction as an adjustment."
        )
    if kind is LedgerKind.REFUND and amount > 0:
        return say("A refund lowers what was spent, so its amount is negative. Put a minus before it.")
    return None


def amount_in_grant_currency(original: Money, *, rate: Decimal, per: Decimal = ONE, currency: str) -> Money:
    """The amount by which the grant's account changes: converted once, at the stored rate, and never again."""
    return original if original.currency == currency else convert(original, rate=rate, per=per, currency=currency)
