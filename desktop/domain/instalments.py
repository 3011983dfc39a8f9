"""How far an instalment is paid, and what a payment in another currency than agreed is worth.

A contribution is recorded at the UN operational rate of the day of receipt; where the agreement fixed another value,
the difference is an exchange adjustment of the funding and an entry of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final

from desktop.domain.money import Money, add_up
from desktop.language import Message, say

DUE_WITHIN_DAYS: Final = 30
_LARGEST_RATE: Final = 8  # digits before the point of a rate that the ledger keeps


class InstalmentState(StrEnum):
    """How far an instalment is paid."""

    EXPECTED = "expected"
    DUE = "due"
    OVERDUE = "overdue"
    PARTLY_RECEIVED = "partly_received"
    RECEIVED = "received"


INSTALMENT_STATES: Final[dict[str, Message]] = {
    InstalmentState.EXPECTED: say("Expected"),
    InstalmentState.DUE: say("Due"),
    InstalmentState.OVERDUE: say("Overdue"),
    InstalmentState.PARTLY_RECEIVED: say("Partly received"),
    InstalmentState.RECEIVED: say("Received in full"),
}


def instalment_state(*, expected_on: date, amount: Decimal, received: Decimal, today: date) -> InstalmentState:
    """The state of an instalment: paid in whole or in part, else by its day. It is due from 30 days ahead on.

    `received` counts receipts at the agreement's value, less those reversed.
    """
    if received >= amount:
        return InstalmentState.RECEIVED
    if received > 0:
        return InstalmentState.PARTLY_RECEIVED
    if expected_on < today:
        return InstalmentState.OVERDUE
    return InstalmentState.DUE if expected_on <= today + timedelta(days=DUE_WITHIN_DAYS) else InstalmentState.EXPECTED


@dataclass(frozen=True, slots=True)
class AgreedRate:
    """The rate that a payment and its agreed value make: `units` of the payment's currency for `per` of the grant's."""

    units: Decimal
    per: Decimal


def agreed_rate(paid: Money, agreed: Money) -> AgreedRate:
    """The rate at which `paid` is worth `agreed`: two numbers that can be kept, neither of them rounded."""
    longest = max(abs(paid.amount).adjusted(), abs(agreed.amount).adjusted()) + 1
    shift = -max(0, longest - _LARGEST_RATE)
    return AgreedRate(abs(paid.amount).scaleb(shift), abs(agreed.amount).scaleb(shift))


def above_award(instalments: Iterable[Money], award: Money) -> Message | None:
    """That the instalments of a grant come to more than it was awarded, or None when they do not."""
    over = add_up(instalments, award.currency) - award
    return say("The instalments come to {amount} more than was awarded.", amount=over) if over.amount > 0 else None
