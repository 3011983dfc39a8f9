"""Splits one cost over several grants or lines by per cent: the parts are exact and sum to the whole.

Shares are dated: those of the newest day on or before that of the cost are in force, and they sum to 100 per cent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.domain.finding import Finding, Severity
from desktop.domain.money import ZERO, Money, split
from desktop.language import Message, say

WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class Share:
    """The per cent (60 is 60 %) that a grant, and one of its lines, bears; with `starts_on`, from that day on."""

    grant_id: int
    percent: Decimal
    line_id: int | None = None
    starts_on: date | None = None


def shares_on(shares: Iterable[Share], day: date) -> tuple[Share, ...]:
    """The shares of a key that are in force on `day`: those that began last; none before the first ones."""
    known = [share for share in shares if (share.starts_on or date.min) <= day]
    newest = max((share.starts_on or date.min for share in known), default=date.min)
    return tuple(share for share in known if (share.starts_on or date.min) == newest)


def shares_problem(shares: Sequence[Share]) -> Message | None:
    """Why a cost cannot be split by these shares, or None when it can."""
    if not shares:
        return say("No share is in force on that day. Add the shares of the key, or choose another one.")
    if any(share.percent <= 0 for share in shares):
        return say("Each share is above zero. Correct it, or leave the row out.")
    places = [(share.grant_id, share.line_id) for share in shares]
    if len(set(places)) < len(places):
        return say("A grant and line stand there twice. Add the two shares up.")
    total = sum((share.percent for share in shares), ZERO).normalize() + ZERO  # 100, not 100.0000
    if total < WHOLE:
        return say("The shares sum to {total} per cent; {rest} are missing.", total=total, rest=WHOLE - total)
    if total > WHOLE:
        return say("The shares sum to {total} per cent; {rest} are too many.", total=total, rest=total - WHOLE)
    return None


def parts(whole: Money, shares: Sequence[Share]) -> tuple[Money, ...]:
    """What each share bears of `whole`, by the largest remainder; a part may be nothing when the whole is small."""
    return split(whole, [share.percent for share in shares])


def shares_finding(shares: Sequence[Share], *, allocation_id: int, label: str) -> Finding | None:
    """That the shares of one key and day do not sum to 100 per cent, or None when they do."""
    problem = shares_problem(shares)
    if problem is None:
        return None
    return Finding(
        Severity.WARNING,
        "shares_not_whole",
        problem,
        say("Correct the shares of the key; until then nothing is split by it."),
        "allocations",
        allocation_id,
        label,
    )
