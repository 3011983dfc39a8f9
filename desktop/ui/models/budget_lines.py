"""The lines of a budget while one works on them: what was typed is worked out at once, before it is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal, DivisionByZero, InvalidOperation, localcontext
from typing import Any

from desktop.domain.budget import WHOLE, LineInputs, indirect_base, line_total
from desktop.domain.budget_sheet import BudgetSheet, SheetLine, Sums, natural
from desktop.domain.codes import CostCategory
from desktop.domain.indirect_cost import on_direct
from desktop.domain.money import PRECISION, ZERO, Money
from desktop.domain.terms import IndirectBase
from desktop.registers.query import Cell

FACTORS = ("quantity", "unit_cost", "duration", "percent_charged")
_KEPT = Decimal("0.0001")  # of a unit cost, as the office keeps it
_NUMBER = re.compile(r"\d+")
_GONE = -1_000_000_000  # keys of lines that only the compared budget has, which have no id
_NO_CATEGORY = 9  # lines without one come last

Edits = dict[int, dict[str, Cell]]
"""What was typed: by the id of a line (below zero for a new one), then by the key of a column."""


def new_line(key: int, *, is_compared: bool) -> SheetLine:
    """A line that is not kept yet."""
    return SheetLine(
        id=key,
        version=0,
        code="",
        description="",
        category=None,
        result_id=None,
        result_code="",
        unit="",
        quantity=Decimal(1),
        unit_cost=ZERO,
        duration=Decimal(1),
        percent_charged=WHOLE,
        sums=Sums(is_compared=is_compared),
        is_new=True,
    )


def with_values(line: SheetLine, values: Mapping[str, Cell], *, currency: str) -> SheetLine:
    """The line with other values, its amount worked out anew when a number is among them."""
    known: dict[str, Any] = dict(values)
    if "category" in known:
        known["category"] = None if known["category"] is None else CostCategory(int(known["category"]))
    made = replace(line, **known)
    if not known.keys() & set(FACTORS):
        return made
    amount = line_total(made.values.inputs, currency=currency).amount
    return replace(made, sums=replace(made.sums, amount=amount))


def in_order(lines: Iterable[SheetLine]) -> list[SheetLine]:
    """Lines by category, then by code."""
    return sorted(lines, key=lambda line: (line.category or _NO_CATEGORY, natural(line.code)))


def with_edits(sheet: BudgetSheet, lines: Sequence[SheetLine], edits: Edits) -> list[SheetLine]:
    """The lines with what was typed, new ones among them, in their order; indirect cost follows."""
    known = {line.id or _GONE - place: line for place, line in enumerate(lines)}
    for key, values in edits.items():
        before = known.get(key) or new_line(key, is_compared=sheet.compared_with is not None)
        known[key] = with_values(before, values, currency=sheet.currency)
    return in_order(_with_indirect(sheet, list(known.values())))


def _with_indirect(sheet: BudgetSheet, lines: list[SheetLine]) -> list[SheetLine]:
    """The line of indirect cost as it follows from the others."""
    part = sheet.indirect
    if part is None or not part.line_id or not sheet.is_open:
        return lines
    whole = part.base == _base(sheet.lines, IndirectBase.DIRECT)
    base = _base(lines, IndirectBase.DIRECT if whole else IndirectBase.DIRECT_LESS_TRANSFERS)
    amount = on_direct(Money(base, sheet.currency), rate=part.rate).indirect.amount
    return [
        replace(line, unit_cost=amount, sums=replace(line.sums, amount=amount)) if line.id == part.line_id else line
        for line in lines
    ]


def _base(lines: Iterable[SheetLine], base: IndirectBase) -> Decimal:
    return indirect_base(((line.category, line.amount) for line in lines), base=base)


def merged(first: Edits, second: Edits) -> Edits:
    """What was typed, then typed on top of it."""
    both = {key: dict(values) for key, values in first.items()}
    for key, values in second.items():
        both.setdefault(key, {}).update(values)
    return both


def category_of_code(code: str) -> int | None:
    """The category that a code begins with (3 of 3.1), where it is one of the eight."""
    first = _NUMBER.match(code)
    number = int(first[0]) if first else 0
    return number if number in tuple(CostCategory) else None


def next_code(codes: Iterable[str], category: int | None) -> str:
    """The next free code of a category: 3.3 after 3.1 and 3.2."""
    start = "" if category is None else f"{category}."
    rests = [code.removeprefix(start) for code in codes if code.startswith(start)]
    numbers = [int(rest) for rest in rests if rest.isdecimal()]
    return f"{start}{max(numbers, default=0) + 1}"


def unit_cost_for(inputs: LineInputs, amount: Decimal) -> Decimal | None:
    """The unit cost at which a line reaches `amount`, rounded up; None where nothing is multiplied by it."""
    with localcontext(prec=PRECISION):
        try:
            exact = amount * WHOLE / (inputs.quantity * inputs.duration * inputs.percent_charged)
        except (DivisionByZero, InvalidOperation):
            return None
        return exact.quantize(_KEPT, rounding=ROUND_CEILING)
