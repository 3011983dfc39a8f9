"""The months of a deployment as a grid: pro forma, committed, actual, and why they differ."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QModelIndex, QObject

from desktop.domain.money import Money, add_up, minor_units
from desktop.language import Language, Message, Month, say
from desktop.services.deployments.costing import CostRow, ThreeFigures
from desktop.ui.models.grid_cells import NOTHING, CellInk, GridCell, GridHead, GridModel, Index

_AMOUNT, _MONTH, _PLACE, _WHY = 84, 112, 120, 150
_HEADS: tuple[Message, ...] = (say("Pro forma"), say("Committed"), say("Actual"), say("Actual − pro forma"))


class MonthsModel(GridModel):
    """A row for each month, grant and line; the totals at the foot where all are in one currency."""

    def __init__(self, language: Language, today: date, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language, self._today = language, today
        self._rows: list[list[GridCell]] = []
        self._foot: list[GridCell] = []
        self.months: list[date] = []
        self._single = True
        self.heads = self._heads("")

    def _heads(self, currency: str) -> tuple[GridHead, ...]:
        """The headings; over the first amounts the currency where it is the same in all."""
        first = say("Pro forma, {currency}", currency=currency) if currency else _HEADS[0]
        heads = [GridHead(self._text(say("Month")), width=_MONTH), GridHead(self._text(say("Grant")), width=_PLACE)]
        heads += [GridHead(self._text(name), right=True, width=_AMOUNT) for name in (first, *_HEADS[1:])]
        return (*heads, GridHead(self._text(say("Why they differ")), width=_WHY, flexible=True))

    def _text(self, message: Message) -> str:
        return self._language.text(message)

    def show(self, rows: Sequence[CostRow], totals: Sequence[ThreeFigures]) -> None:
        """Shows the rows of a deployment."""
        self.beginResetModel()
        self._single = len(totals) == 1
        self.heads = self._heads(totals[0].currency if self._single else "")
        self.months = [row.key.month for row in rows]
        self._rows = [self._cells(row) for row in rows]
        whole = self._whole(rows, totals[0]) if self._single else [NOTHING] * len(_HEADS)
        self._foot = [GridCell(self._text(say("Together")), strong=True), NOTHING, *whole, NOTHING]
        self.endResetModel()

    def _cells(self, row: CostRow) -> list[GridCell]:
        place = self._language.beside(*filter(None, (row.grant, row.line)))
        why = self._language.join(row.why)
        month = self._language.value(Month(row.key.month))
        running = row.key.month == self._this_month
        return [
            GridCell(month, strong=running),
            GridCell(place, ink="secondary"),
            *self._figures(row.figures, known=self._is_known(row)),
            GridCell(why, ink="secondary", tip=why),
        ]

    @property
    def _this_month(self) -> date:
        return self._today.replace(day=1)

    def _is_known(self, row: CostRow) -> bool:
        """Whether the actual of a month can be told: before it is over nothing booked is not a zero."""
        return row.key.month < self._this_month or bool(row.figures.actual)

    def _whole(self, rows: Sequence[CostRow], total: ThreeFigures) -> list[GridCell]:
        """The totals; the difference is that of the months in which it is told, so that the column sums to it."""
        more = add_up([row.figures.spent_more for row in rows if self._is_known(row)], total.currency)
        return [*self._figures(total, strong=True)[:-1], self._amount(more, strong=True)]

    def _figures(self, figures: ThreeFigures, *, strong: bool = False, known: bool = True) -> list[GridCell]:
        """The three and the difference, where the actual is `known`."""
        return [
            self._amount(figures.pro_forma, strong=strong, ink="negative" if figures.unfunded and not strong else ""),
            self._amount(figures.committed, strong=strong),
            self._amount(figures.actual, strong=strong) if known else NOTHING,
            self._amount(figures.spent_more, strong=strong or bool(figures.spent_more)) if known else NOTHING,
        ]

    def _amount(self, money: Money, *, strong: bool, ink: CellInk = "") -> GridCell:
        """An amount; its currency stands over the column where all have the same."""
        if self._single:
            text = self._language.number(money.amount, decimals=minor_units(money.currency))
        else:
            text = self._language.money(money)
        return GridCell(text, right=True, strong=strong, ink=ink if money else "muted")

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """As many as there are rows."""
        return 0 if parent.isValid() else len(self._rows)

    def cell(self, row: int, column: int) -> GridCell:
        """How a cell looks."""
        return self._rows[row][column]

    def foot(self, column: int) -> GridCell:
        """All months together."""
        return self._foot[column] if self._foot else NOTHING
