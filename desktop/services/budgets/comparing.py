"""Several budgets of a grant side by side, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from desktop.domain.budget_sheet import BudgetSummary, natural
from desktop.domain.codes import CATEGORY_NAMES, CostCategory
from desktop.domain.money import ZERO, Money
from desktop.language import Message, UserError, say
from desktop.storage.budget_sheets import head_of, matched, summaries_of_grant
from desktop.storage.budgets import LineRow, lines_of, used_on
from desktop.storage.office import Office


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A line, or a category, in each of the budgets: None where a budget has no such line. `used` is spent and
    committed.
    """

    code: str
    description: Message | str
    category: CostCategory | None
    amounts: tuple[Decimal | None, ...]
    used: Decimal


@dataclass(frozen=True, slots=True)
class BudgetComparison:
    """Budgets of one grant beside each other, in the order that was asked for; amounts in its currency."""

    reference: str
    currency: str
    budgets: tuple[BudgetSummary, ...]
    rows: tuple[ComparedRow, ...]
    categories: tuple[ComparedRow, ...]
    totals: tuple[Decimal, ...]
    used: Decimal


def compare(office: Office, *, budget_ids: Sequence[int]) -> BudgetComparison:
    """The budgets side by side. Raises UserError when one is gone, or they are of different grants."""
    with office.read() as session:
        heads = [head_of(session, budget_id) for budget_id in budget_ids]
        if len({head.grant_id for head in heads}) != 1:
            raise UserError(
                say("These are budgets of different grants."),
                say("They are not compared."),
                say("Choose budgets of one grant."),
            )
        summaries = {budget.id: budget for budget in summaries_of_grant(session, heads[0].grant_id)}
        lines = lines_of(session, budget_ids)
        rows = _rows([lines[budget_id] for budget_id in budget_ids])
        used = used_on(session, {line.first_id for some in rows for line in some if line is not None})
    compared = tuple(_row(some, used, currency=heads[0].currency) for some in rows)
    ordered = tuple(sorted(compared, key=lambda row: natural(row.code)))
    return BudgetComparison(
        reference=heads[0].reference,
        currency=heads[0].currency,
        budgets=tuple(summaries[budget_id] for budget_id in budget_ids),
        rows=ordered,
        categories=tuple(_category(key, ordered) for key in _categories(ordered)),
        totals=tuple(_sum(ordered, index) for index in range(len(budget_ids))),
        used=sum((row.used for row in ordered), ZERO),
    )


def _rows(budgets: Sequence[Sequence[LineRow]]) -> list[list[LineRow | None]]:
    """The same line of each budget in one row, whichever of them has it first."""
    rows: list[list[LineRow | None]] = []
    for index, lines in enumerate(budgets):
        known = [next(line for line in row if line is not None) for row in rows]
        pairs = matched(lines, known)
        row_of = {line.id: row for line, row in zip(known, rows, strict=True)}
        for row in rows:
            row.append(None)
        for line in lines:
            if line.id in pairs:
                row_of[pairs[line.id].id][index] = line
            else:
                rows.append([*[None] * index, line])
    return rows


def _row(lines: Sequence[LineRow | None], used: dict[int, Decimal], *, currency: str) -> ComparedRow:
    present = [line for line in lines if line is not None]
    last = present[-1]
    amounts = tuple(None if line is None else Money(line.amount, currency).amount for line in lines)
    firsts = {line.first_id for line in present}
    category = None if last.category is None else CostCategory(last.category)
    spent = Money(sum((used.get(first, ZERO) for first in firsts), ZERO), currency)
    return ComparedRow(last.code, last.description, category, amounts, spent.amount)


def _categories(rows: Sequence[ComparedRow]) -> list[CostCategory | None]:
    present = {row.category for row in rows}
    known: list[CostCategory | None] = [category for category in CostCategory if category in present]
    return [*known, None] if None in present else known


def _category(key: CostCategory | None, rows: Sequence[ComparedRow]) -> ComparedRow:
    """A category as a row: what its lines come to in each budget."""
    own = [row for row in rows if row.category is key]
    width = len(own[0].amounts)
    name = say("Without a category") if key is None else CATEGORY_NAMES[key]
    code = "" if key is None else str(int(key))
    amounts = tuple(_sum(own, index) for index in range(width))
    return ComparedRow(code, name, key, amounts, sum((row.used for row in own), ZERO))


def _sum(rows: Sequence[ComparedRow], index: int) -> Decimal:
    return sum((row.amounts[index] or ZERO for row in rows), ZERO)
