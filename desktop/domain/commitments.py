"""What is open of a commitment on a day: committed, less what was liquidated, less what was cancelled.

A commitment is a legal obligation not yet an expense (glossary of UNDP's POPP). An expenditure that names it liquidates
it; a negative commitment entry that names it cancels a part. Reversals of any of these count like what they reverse,
with the opposite sign, so that every day of the past keeps the figure it had.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.domain.ledger import LedgerKind
from desktop.domain.money import ZERO, Money
from desktop.language import Message, say

# Kinds that can fulfil a commitment: what is spent.
FULFILLING = (LedgerKind.EXPENDITURE, LedgerKind.ADJUSTMENT)


@dataclass(frozen=True, slots=True)
class CommitmentMove:
    """What one entry does to a commitment, in the grant's currency: `ordered` is the amount of an entry of the kind
    commitment, `liquidated` what an expenditure releases. The `first` move is the commitment itself.
    """

    on: date
    ordered: Decimal = ZERO
    liquidated: Decimal = ZERO
    first: bool = False

    @property
    def opened(self) -> Decimal:
        """By how much the open amount changes."""
        return self.ordered - self.liquidated


@dataclass(frozen=True, slots=True)
class CommitmentState:
    """A commitment on a day, in the grant's currency."""

    committed: Decimal = ZERO
    liquidated: Decimal = ZERO
    cancelled: Decimal = ZERO

    @property
    def open(self) -> Decimal:
        """What is still to be paid."""
        return self.committed - self.liquidated - self.cancelled


def state_at(moves: Iterable[CommitmentMove], day: date) -> CommitmentState:
    """How a commitment stood at the end of `day`; nothing before it was made."""
    known = [move for move in moves if move.on <= day]
    return CommitmentState(
        committed=sum((move.ordered for move in known if move.first), ZERO),
        liquidated=sum((move.liquidated for move in known), ZERO),
        cancelled=-sum((move.ordered for move in known if not move.first), ZERO),
    )


def room_from(moves: Iterable[CommitmentMove], day: date) -> Decimal:
    """The most that can be liquidated or cancelled on `day`: the least that is open then and on every later day."""
    known = list(moves)
    days = {day, *(move.on for move in known if move.on > day)}
    return min(state_at(known, each).open for each in days)


def liquidation_problem(given: Decimal, room: Money) -> Message | None:
    """Why `given` cannot be liquidated of what is open, or None when it can."""
    if room.amount <= 0:
        return say("Nothing of this commitment is open on that day. Choose another one, or leave it empty.")
    if given < 0:
        return say("What a cost liquidates is not negative. Reverse the cost that liquidated too much.")
    if given > room.amount:
        return say("Only {amount} of this commitment is open. Enter at most that.", amount=room)
    return None
