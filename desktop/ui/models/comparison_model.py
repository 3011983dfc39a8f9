"""Budgets beside each other as a grid: lines by category, each budget's amount and how it differs from the first."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QModelIndex, QObject

from desktop.domain.codes import CATEGORY_SHORT_NAMES, BudgetStatus, CostCategory
from desktop.domain.money import ZERO, minor_units
from desktop.language import Language, Message, say
from desktop.services.budgets import BudgetComparison, BudgetSummary, ComparedRow
from desktop.ui.models.budget_columns import with_sign
from desktop.ui.models.grid_cells import NOTHING, GridCell, GridHead, GridModel, Ground, Index

_FIRST_AMOUNT = 3  # after line, description, used so far


@dataclass(frozen=True, slots=True)
class _Row:
    is_heading: bool
    compared: ComparedRow


class ComparisonModel(GridModel):
    """The rows of a comparison. The first budget has a column for its amounts, each other one for its difference too.

    A budget that gives a line less than was spent and committed shows its amount in red, with a sign.
    """

    def __init__(self, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.language = language
        self.comparison: BudgetComparison | None = None
        self._rows: list[_Row] = []

    def show(self, comparison: BudgetComparison) -> None:
        """Shows a comparison."""
        self.beginResetModel()
        self.comparison = comparison
        self._rows = []
        for category in comparison.categories:
            self._rows.append(_Row(True, category))
            own = [row for row in comparison.rows if row.category is category.category]
            self._rows += [_Row(False, row) for row in own]
        self.heads = tuple(self._made_heads(comparison))
        self.endResetModel()

    def _made_heads(self, comparison: BudgetComparison) -> list[GridHead]:
        text = self.language.text
        heads = [
            GridHead(text(say("Line")), width=62),
            GridHead(text(say("Description")), width=140, flexible=True),
            GridHead(text(say("Used so far")), text(say("Spent and committed so far")), right=True, width=94),
        ]
        for place, budget in enumerate(comparison.budgets):
            name = text(budget.label)
            strong = budget.status is BudgetStatus.APPROVED
            heads.append(GridHead(name, name, right=True, width=96, strong=strong))
            if place:
                heads.append(
                    GridHead(text(say("Change")), text(say("Change: {name}", name=name)), right=True, width=84)
                )
        return heads

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Categories and lines."""
        return 0 if parent.isValid() else len(self._rows)

    def spread(self, row: int) -> tuple[int, int] | None:
        """The name of a category stands in the column of descriptions alone."""
        return (1, 1) if self._rows[row].is_heading else None

    def cell(self, row: int, column: int) -> GridCell:
        """How a cell looks."""
        made = self._rows[row]
        heading, compared = made.is_heading, made.compared
        ground: Ground = "heading" if heading else ""
        if column == 0:
            return GridCell(compared.code, ground=ground, strong=heading, ink="" if heading else "muted")
        if column == 1:
            return GridCell(self._name(made), ground=ground, strong=heading)
        if column == _FIRST_AMOUNT - 1:
            return GridCell(self._number(compared.used), right=True, ground=ground, ink="secondary")
        return self._amount_cell(compared.amounts, compared.used, column, heading=heading)

    def _name(self, made: _Row) -> str:
        if not made.is_heading:
            description = made.compared.description
            return description if isinstance(description, str) else self.language.text(description)
        category = made.compared.category
        name: Message = say("Without a category") if category is None else CATEGORY_SHORT_NAMES[CostCategory(category)]
        return self.language.text(name)

    def _amount_cell(
        self, amounts: tuple[Decimal | None, ...], used: Decimal, column: int, *, heading: bool, foot: bool = False
    ) -> GridCell:
        budget, is_change = budget_of(column)
        amount, first = amounts[budget], amounts[0]
        if is_change:
            change = (amount or ZERO) - (first or ZERO)
            text = with_sign(self._number(change), change, self.language) if change else ""
            marked: Ground = "heading" if heading else "changed" if change and not foot else ""
            return GridCell(text, right=True, ground=marked)
        below = amount is not None and amount < used
        return GridCell(
            "" if amount is None else self._number(amount),
            right=True,
            ground="heading" if heading else "",
            ink="negative" if below else "",
            over=below,
            strong=heading or foot,
            tip=self._below(used - amount) if below and amount is not None else "",
        )

    def _below(self, amount: Decimal) -> str:
        return self.language.text(
            say("{amount} below what is already spent and committed", amount=self._number(amount))
        )

    def _number(self, amount: Decimal) -> str:
        currency = self.comparison.currency if self.comparison else "USD"
        return self.language.number(amount, decimals=minor_units(currency))

    def foot(self, column: int) -> GridCell:
        """The totals."""
        if self.comparison is None or column == 0:
            return NOTHING
        if column == 1:
            return GridCell(self.language.text(say("Total")), strong=True)
        if column == _FIRST_AMOUNT - 1:
            return GridCell(self._number(self.comparison.used), right=True, strong=True)
        return self._amount_cell(self.comparison.totals, self.comparison.used, column, heading=False, foot=True)


def budget_of(column: int) -> tuple[int, bool]:
    """Whose column it is, and whether it is that of its difference from the first budget; -1 for nobody's."""
    if column <= _FIRST_AMOUNT:
        return (0 if column == _FIRST_AMOUNT else -1), False
    place, is_change = divmod(column - _FIRST_AMOUNT - 1, 2)
    return place + 1, bool(is_change)


def usual_budgets(budgets: list[BudgetSummary], *, at_most: int = 4) -> list[int]:
    """What one compares at first: the approved budget, then those that are still worked on, the newest last."""
    approved = [budget.id for budget in budgets if budget.status is BudgetStatus.APPROVED]
    live = [budget.id for budget in budgets if budget.status not in (BudgetStatus.APPROVED, BudgetStatus.SUPERSEDED)]
    first = approved[:1] or [budget.id for budget in budgets[:1]]
    return [*first, *[key for key in live if key not in first][: at_most - 1]]
