"""A budget as a sheet: its lines beside those of the budget it is compared with, in groups that sum to one total."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext

from desktop.domain.budget import LineInputs
from desktop.domain.codes import CATEGORY_NAMES, BudgetStatus, CostCategory
from desktop.domain.finding import Finding
from desktop.domain.flexibility import Gauge
from desktop.domain.money import PRECISION, ZERO, Money, split
from desktop.language import Message, say

_HUNDRED = Decimal(100)
_DIGITS = re.compile(r"(\d+)")
_PERCENT_DECIMALS = 4


def natural(code: str) -> tuple[tuple[int, int, str], ...]:
    """The order of codes as people number them: 1.2 comes before 1.10."""
    parts = _DIGITS.split(code.casefold())
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part)


def per_cent(part: Decimal, whole: Decimal) -> Decimal | None:
    """`part` as per cent of `whole`, to four decimals; None when that is nothing."""
    if not whole:
        return None
    with localcontext(prec=PRECISION):
        return round(part * _HUNDRED / whole, _PERCENT_DECIMALS)


@dataclass(frozen=True, slots=True)
class Phase:
    """What falls into the quarter or year from `starts_on` on."""

    starts_on: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class LineValues:
    """What is typed into a line."""

    description: str
    category: CostCategory | None
    result_id: int | None
    unit: str
    inputs: LineInputs


@dataclass(frozen=True, slots=True)
class Sums:
    """The amounts of a line, a group or a whole budget, in its currency.

    `approved` is the amount in the budget it is compared with (None when there is no such budget or line), `used` is
    spent and committed, `amount` what this budget gives.
    """

    approved: Decimal | None = None
    used: Decimal = ZERO
    amount: Decimal = ZERO
    is_compared: bool = False

    @property
    def change(self) -> Decimal | None:
        """By how much it is more than approved; None without a budget to compare with."""
        return self.amount - (self.approved or ZERO) if self.is_compared else None

    @property
    def change_percent(self) -> Decimal | None:
        """The change as per cent of what was approved (13 is 13 %); None when that was nothing."""
        return per_cent(self.amount - self.approved, self.approved) if self.approved else None

    @property
    def left_after(self) -> Decimal:
        """What is left when everything spent and committed is taken off."""
        return self.amount - self.used

    def __add__(self, other: Sums) -> Sums:
        known = [sums.approved for sums in (self, other) if sums.approved is not None]
        return Sums(
            sum(known, ZERO) if known else None,
            self.used + other.used,
            self.amount + other.amount,
            self.is_compared or other.is_compared,
        )


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One line of a sheet. `id` and `version` are 0 for a line that only the compared budget has (`is_removed`).

    `before` are the values of the compared line; `is_worked_out` marks the line of indirect cost, whose amount follows
    from the direct lines and cannot be typed; `phases` are its parts by quarter or year, if it has any.
    """

    id: int
    version: int
    code: str
    description: str
    category: CostCategory | None
    result_id: int | None
    result_code: str
    unit: str
    quantity: Decimal
    unit_cost: Decimal
    duration: Decimal
    percent_charged: Decimal
    sums: Sums
    origin_id: int = 0
    is_new: bool = False
    is_removed: bool = False
    is_worked_out: bool = False
    before: LineValues | None = None
    phases: tuple[Phase, ...] = ()

    @property
    def amount(self) -> Decimal:
        """What this budget gives the line."""
        return self.sums.amount

    @property
    def approved(self) -> Decimal | None:
        """What the compared budget gives it, None when it has no such line."""
        return self.sums.approved

    @property
    def used(self) -> Decimal:
        """Spent and committed on it, under whatever revision."""
        return self.sums.used

    @property
    def change(self) -> Decimal | None:
        """By how much it is more than approved; None without a budget to compare with."""
        return self.sums.change

    @property
    def change_percent(self) -> Decimal | None:
        """The change as per cent of the approved amount; None for a new line."""
        return self.sums.change_percent

    @property
    def left_after(self) -> Decimal:
        """What is left when everything spent and committed is taken off."""
        return self.sums.left_after

    @property
    def values(self) -> LineValues:
        """What is typed into it."""
        inputs = LineInputs(self.quantity, self.unit_cost, self.duration, self.percent_charged)
        return LineValues(self.description, self.category, self.result_id, self.unit, inputs)

    @property
    def changed(self) -> frozenset[str]:
        """The keys of the columns whose value is not that of the compared line."""
        if self.before is None or self.is_removed:
            return frozenset()
        now, then = _by_column(self.values), _by_column(self.before)
        return frozenset(key for key, value in now.items() if value != then[key])


def _by_column(values: LineValues) -> dict[str, object]:
    inputs = values.inputs
    return {
        "description": values.description,
        "category": values.category,
        "result": values.result_id,
        "unit": values.unit,
        "quantity": inputs.quantity,
        "unit_cost": inputs.unit_cost,
        "duration": inputs.duration,
        "percent_charged": inputs.percent_charged,
    }


@dataclass(frozen=True, slots=True)
class SheetGroup:
    """Lines of one category or one result (`key`; None for those that name none) and what they sum to.

    `indirect` is the part of the indirect cost that falls to a result; it is in `sums`, and its line in no group.
    """

    key: int | None
    title: Message
    lines: tuple[SheetLine, ...]
    sums: Sums
    indirect: Sums | None = None


@dataclass(frozen=True, slots=True)
class IndirectPart:
    """The indirect cost of a budget: at which rate (0.13 is 13 %) of which base it is expected to be how much.

    `line_id` is the line that is worked out, 0 when the budget has none or several of category 8.
    """

    rate: Decimal
    base: Decimal
    expected: Decimal
    planned: Decimal
    line_id: int = 0


def budget_label(*, revision: int | None, name: str, status: BudgetStatus) -> Message:
    """What people call a budget: the first one, a revision by its number, a scenario by its name."""
    if status is BudgetStatus.SCENARIO:
        return say("Scenario “{name}”", name=name) if name else say("Scenario")
    if revision is None:
        return say("Budget “{name}”", name=name) if name else say("Budget")
    return say("Revision {number}", number=revision) if revision else say("First budget")


@dataclass(frozen=True, slots=True)
class BudgetSummary:
    """A budget and how far it has come. `label` is what people call it: its revision, or the name of a scenario."""

    id: int
    version: int
    grant_id: int
    reference: str
    label: Message
    currency: str
    project_id: int | None
    project: str
    revision: int | None
    name: str
    status: BudgetStatus
    reason: str
    grant_ends_on: date | None
    based_on_id: int | None
    requested_on: date | None
    approved_on: date | None
    approved_by: str
    line_count: int
    total: Money


@dataclass(frozen=True, slots=True)
class ComparedWith:
    """The budget that a sheet is compared with."""

    id: int
    label: Message


@dataclass(frozen=True, slots=True)
class BudgetSheet:
    """A budget with everything a grid, a workbook or a letter shows of it. Amounts are in `currency`.

    Lines are in the natural order of their codes, those of the compared budget that are no longer there among them.
    """

    id: int
    version: int
    grant_id: int
    reference: str
    title: str
    funder: str
    currency: str
    awarded: Decimal
    project_id: int | None
    project: str
    revision: int | None
    name: str
    label: Message
    status: BudgetStatus
    reason: str
    starts_on: date | None
    ends_on: date | None
    grant_ends_on: date | None
    requested_on: date | None
    approved_on: date | None
    approved_by: str
    compared_with: ComparedWith | None
    lines: tuple[SheetLine, ...]
    by_category: tuple[SheetGroup, ...]
    by_result: tuple[SheetGroup, ...]
    total: Sums
    indirect: IndirectPart | None
    phases: tuple[Phase, ...] = ()
    gauges: tuple[Gauge, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether its lines may still be changed."""
        return self.status.is_open

    def line(self, line_id: int) -> SheetLine:
        """The line with this id. Raises KeyError when it has none."""
        for line in self.lines:
            if line.id == line_id:
                return line
        raise KeyError(line_id)

    def money(self, amount: Decimal) -> Money:
        """`amount` in the currency of the budget."""
        return Money(amount, self.currency)


def add_up_sums(parts: Iterable[Sums], *, is_compared: bool) -> Sums:
    """What amounts come to together."""
    return sum(parts, start=Sums(is_compared=is_compared))


def group_by_category(lines: Sequence[SheetLine], *, is_compared: bool) -> tuple[SheetGroup, ...]:
    """The lines by category in its fixed order, those without one last."""
    present = {line.category for line in lines}
    keys: list[CostCategory | None] = [category for category in CostCategory if category in present]
    keys += [None] if None in present else []
    return tuple(
        _group(
            None if key is None else int(key),
            say("Without a category") if key is None else CATEGORY_NAMES[key],
            [line for line in lines if line.category is key],
            is_compared=is_compared,
        )
        for key in keys
    )


def _group(key: int | None, title: Message, lines: Sequence[SheetLine], *, is_compared: bool) -> SheetGroup:
    return SheetGroup(key, title, tuple(lines), add_up_sums((line.sums for line in lines), is_compared=is_compared))


@dataclass(frozen=True, slots=True)
class ResultName:
    """How an outcome, output or activity is called."""

    id: int
    code: str
    title: str


def group_by_result(
    lines: Sequence[SheetLine], results: Sequence[ResultName], *, currency: str, is_compared: bool
) -> tuple[SheetGroup, ...]:
    """The lines by the result they serve, in the order of codes; those without one last.

    Indirect cost that names no result is spread over the results by their direct cost, by the largest remainder, so
    that these tables and those by category come to the same total.
    """
    spread = [line for line in lines if line.category is CostCategory.INDIRECT and line.result_id is None]
    own = [line for line in lines if line not in spread]
    named = sorted(
        (name for name in results if any(line.result_id == name.id for line in own)),
        key=lambda name: natural(name.code),
    )
    groups = [
        _group(
            name.id,
            say("{code} {title}", code=name.code, title=name.title),
            [line for line in own if line.result_id == name.id],
            is_compared=is_compared,
        )
        for name in named
    ]
    rest = [line for line in own if line.result_id is None]
    if rest or not groups:
        groups.append(_group(None, say("Without a result"), rest, is_compared=is_compared))
    if not spread:
        return tuple(groups)
    whole = add_up_sums((line.sums for line in spread), is_compared=is_compared)
    shares = _shares(whole, [group.sums for group in groups], currency=currency)
    return tuple(
        SheetGroup(group.key, group.title, group.lines, group.sums + share, share)
        for group, share in zip(groups, shares, strict=True)
    )


def _shares(whole: Sums, parts: Sequence[Sums], *, currency: str) -> list[Sums]:
    def parted(amount_of: Callable[[Sums], Decimal]) -> list[Decimal]:
        return in_proportion(amount_of(whole), [amount_of(part) for part in parts], currency=currency)

    amounts, used = parted(lambda sums: sums.amount), parted(lambda sums: sums.used)
    approved = parted(lambda sums: sums.approved or ZERO)
    return [
        Sums(None if whole.approved is None else then, spent, now, whole.is_compared)
        for then, spent, now in zip(approved, used, amounts, strict=True)
    ]


def in_proportion(whole: Decimal, weights: Sequence[Decimal], *, currency: str) -> list[Decimal]:
    """`whole` parted by the largest remainder; weights below zero count as nothing, without any the last takes all."""
    positive = [max(weight, ZERO) for weight in weights]
    money = Money(whole, currency)
    if not any(positive) or not money.payable:
        return [ZERO] * (len(weights) - 1) + [whole]
    return [part.amount for part in split(money, positive)]
