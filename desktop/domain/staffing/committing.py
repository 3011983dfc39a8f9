"""What has to be posted so that what is committed for deployments follows what is signed.

Signing, extending, reassigning and ending early all come down to differences: by deployment and month, of one grant and
line, in the grant's currency. What is more becomes a commitment; what is less is cancelled from the commitments that
hold it, the newest first, and never more of one than is open of it. What an invoice took before stays committed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from desktop.domain.money import ZERO

Key = tuple[int, date]
"""A deployment, and the first day of a month."""
Amounts = Mapping[Key, Decimal]


@dataclass(frozen=True, slots=True)
class Held:
    """A commitment: how much it still holds for each deployment and month, and how much of it is open as a whole.

    `paid` is what invoices that liquidate it were matched to: it is gone, even while others leave the whole room.
    """

    entry_id: int
    room: Decimal
    parts: Amounts
    paid: Amounts = field(default_factory=dict)

    def open_of(self, key: Key) -> Decimal:
        """How much of a deployment and month is not paid, and can be taken back."""
        return max(self.parts.get(key, ZERO) - max(self.paid.get(key, ZERO), ZERO), ZERO)


@dataclass(frozen=True, slots=True)
class Posting:
    """A commitment to post, or with `cancels` what is taken back of one: its parts sum to its amount exactly."""

    cancels: int | None
    parts: Amounts

    @property
    def amount(self) -> Decimal:
        """The amount of the entry; below zero when it cancels."""
        return sum(self.parts.values(), ZERO)


@dataclass(frozen=True, slots=True)
class Settlement:
    """What to post, and what could not be cancelled because it is not open any more, by deployment and month."""

    postings: tuple[Posting, ...] = ()
    invoiced: Amounts = field(default_factory=dict)


def settle(differences: Amounts, commitments: Sequence[Held]) -> Settlement:
    """What to post for the differences of one grant and line; `commitments` are the oldest first."""
    more = {key: amount for key, amount in differences.items() if amount > 0}
    less = {key: -amount for key, amount in differences.items() if amount < 0}
    if sum(differences.values(), ZERO) > 0:
        return Settlement((Posting(None, _nonzero(differences)),))
    taken, invoiced = _taken(less, commitments)
    left = _offset(more, taken, commitments)
    postings = [Posting(entry_id, {key: -amount for key, amount in parts.items()}) for entry_id, parts in taken.items()]
    if left:
        postings.append(Posting(None, left))
    return Settlement(tuple(posting for posting in postings if posting.parts), invoiced)


def _nonzero(amounts: Amounts) -> dict[Key, Decimal]:
    return {key: amount for key, amount in amounts.items() if amount}


def _latest_first(keys: Iterable[Key]) -> list[Key]:
    """Months from the last to the first, so that what is paid already is given up last."""
    return sorted(keys, key=lambda key: (key[1], key[0]), reverse=True)


def _taken(less: Amounts, commitments: Sequence[Held]) -> tuple[dict[int, dict[Key, Decimal]], dict[Key, Decimal]]:
    """How much is taken back of each commitment, and what none of them has open any more."""
    taken: dict[int, dict[Key, Decimal]] = {held.entry_id: {} for held in reversed(commitments)}
    room = {held.entry_id: max(held.room, ZERO) for held in commitments}
    invoiced: dict[Key, Decimal] = {}
    for key in _latest_first(less):
        wanted = less[key]
        closed = ZERO
        for held in reversed(commitments):
            mine = taken[held.entry_id]
            gone = mine.get(key, ZERO)
            has = min(wanted, max(held.parts.get(key, ZERO) - gone, ZERO))
            part = min(has, max(held.open_of(key) - gone, ZERO))
            if held.room > 0:
                _make_room(held, part - room[held.entry_id], commitments, taken, room)
            part = min(part, room[held.entry_id])
            wanted -= has
            closed += has - part
            room[held.entry_id] -= part
            if part:
                mine[key] = gone + part
        if closed:
            invoiced[key] = closed
    return {entry_id: parts for entry_id, parts in taken.items() if parts}, invoiced


def _make_room(
    held: Held,
    lacking: Decimal,
    commitments: Sequence[Held],
    taken: dict[int, dict[Key, Decimal]],
    room: dict[int, Decimal],
) -> None:
    """Lets a commitment give back more months than its amount: it was less by what it lowered in others, such as the
    costs of an end that an extension moved. Those months are as they were again, and taken back of who holds them.
    """
    mine = taken[held.entry_id]
    for key in _latest_first(key for key, amount in held.parts.items() if amount < 0):
        for other in reversed(commitments):
            theirs = taken[other.entry_id]
            lowered = -held.parts[key] + mine.get(key, ZERO)
            part = min(lacking, lowered, other.open_of(key) - theirs.get(key, ZERO), room[other.entry_id])
            if part > 0:
                mine[key] = mine.get(key, ZERO) - part
                theirs[key] = theirs.get(key, ZERO) + part
                room[held.entry_id] += part
                room[other.entry_id] -= part
                lacking -= part


def _offset(more: Amounts, taken: dict[int, dict[Key, Decimal]], commitments: Sequence[Held]) -> dict[Key, Decimal]:
    """Lets what is more in some months, such as a journey home that comes earlier, lower what is taken back of the
    newest commitment that gives up more than that; returns what has to be committed anew.
    """
    left: dict[Key, Decimal] = {}
    for key in sorted(more, key=lambda key: (key[1], key[0])):
        wanted = more[key]
        for held in reversed(commitments):
            parts = taken.get(held.entry_id, {})
            if sum(parts.values(), ZERO) > wanted:
                parts[key] = parts.get(key, ZERO) - wanted
                break
        else:
            left[key] = wanted
    return left


def given_back(held: Amounts, amount: Decimal) -> dict[Key, Decimal]:
    """The parts, below zero, of what is cancelled of a commitment by hand: the last months give back first."""
    found: dict[Key, Decimal] = {}
    for key in _latest_first(key for key, has in held.items() if has > 0):
        part = min(held[key], amount)
        if part > 0:
            found[key] = -part
            amount -= part
    return found
