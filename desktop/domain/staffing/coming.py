"""What deployments will still cost a grant: what is committed for them, and what their contracts come to beyond that.

Pro forma says what all contracts come to; the ledger says what is committed or spent already. The difference is still
to come: contracts that are planned, and those that were signed without a commitment. Where more is held than a month
comes to (costs of an end that moves with a planned extension), the later months of the same deployment need that less.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from desktop.domain.forecast import Staffing
from desktop.domain.money import ZERO
from desktop.domain.staffing.figures import behind
from desktop.domain.staffing.sharing import ConvertedPart

MonthLine = tuple[date, int | None]
"""The first day of a month, and a budget line where one bears it."""
Amounts = Mapping[MonthLine, Decimal]


@dataclass(frozen=True, slots=True)
class Held:
    """What the ledger holds for a deployment on one grant."""

    committed: Amounts
    spent: Amounts


@dataclass(frozen=True, slots=True)
class Coming:
    """What deployments will still cost a grant, in its currency: of each month, and beyond the commitments of each line
    (None: what no line bears).
    """

    months: tuple[Staffing, ...] = ()
    planned_of_lines: Mapping[int | None, Decimal] = field(default_factory=dict)


def coming(deployments: Iterable[tuple[Iterable[ConvertedPart], Held]], *, today: date) -> Coming:
    """What deployments will still cost one grant from this month on: each with the parts that the grant bears, and what
    is held for it.
    """
    signed: dict[date, Decimal] = {}
    planned: dict[date, Decimal] = {}
    lines: dict[int | None, Decimal] = {}
    for parts, held in deployments:
        for (month, _line), amount in open_of(held).items():
            signed[month] = signed.get(month, ZERO) + amount
        for (month, line), amount in beyond(parts, held, today=today).items():
            planned[month] = planned.get(month, ZERO) + amount
            lines[line] = lines.get(line, ZERO) + amount
    months = sorted(signed.keys() | planned.keys())
    return Coming(tuple(Staffing(month, signed.get(month, ZERO), planned.get(month, ZERO)) for month in months), lines)


def open_of(held: Held) -> dict[MonthLine, Decimal]:
    """What is committed for each month and not spent yet."""
    left = {key: amount - held.spent.get(key, ZERO) for key, amount in held.committed.items()}
    return {key: amount for key, amount in left.items() if amount > 0}


def beyond(parts: Iterable[ConvertedPart], held: Held, *, today: date) -> dict[MonthLine, Decimal]:
    """What the contracts of one deployment come to beyond what is held; of what is planned only the days to come."""
    due: dict[MonthLine, Decimal] = {}
    for part in parts:
        key, money = (part.month, part.line_id), part.money if part.signed else behind(part, today)
        due[key] = due.get(key, ZERO) + money.amount
    held_more = ZERO
    found: dict[MonthLine, Decimal] = {}
    for key in sorted(due.keys() | held.committed.keys() | held.spent.keys(), key=lambda key: (key[0], key[1] or 0)):
        more = due.get(key, ZERO) - max(held.committed.get(key, ZERO), held.spent.get(key, ZERO))
        taken = min(max(more, ZERO), held_more)
        held_more += max(-more, ZERO) - taken
        if more > taken:
            found[key] = more - taken
    return found
