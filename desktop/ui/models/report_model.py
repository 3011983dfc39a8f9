"""A table of a report as a grid: each cell says how it looks, and which figure stands in it."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from PySide6.QtCore import QModelIndex, QObject

from desktop.domain.money import Money, trimmed
from desktop.language import Language, say
from desktop.reports.report import (
    Cell,
    ColumnKind,
    Figure,
    Report,
    ReportColumn,
    ReportRow,
    ReportTable,
    RowStyle,
    Unit,
)
from desktop.ui.models.grid_cells import CellInk, GridCell, GridHead, GridModel, Ground, Index

_WIDTHS: Final = {
    ColumnKind.AMOUNT: 92,
    ColumnKind.SHARE: 62,
    ColumnKind.QUANTITY: 62,
    ColumnKind.MONTHS: 72,
    ColumnKind.DAY: 84,
}
_TEXT_WIDTH, _NUMBER_WIDTH, _NAME_WIDTH = 110, 34, 200
_FIRST_ROWS = 40  # whose texts say how wide columns are
_DEEPER: Final = "\u2003"  # a level under another one is set off by the width of a letter
_GROUNDS: Final[dict[RowStyle, Ground]] = {RowStyle.HEADING: "heading", RowStyle.TOTAL: "worked"}


def figure_text(language: Language, figure: Figure, currency: str) -> str:
    """A figure as text: an amount in the currency's decimals, a share as per cent, nothing where it has no meaning."""
    if figure.value is None:
        return ""
    match figure.unit:
        case Unit.SHARE:
            return language.percent(figure.value, decimals=1)
        case Unit.QUANTITY:
            return language.number(trimmed(figure.value))
        case Unit.MONTHS:
            return language.number(figure.value, decimals=2)
    return language.number(Money(figure.value, currency).amount)


class ReportTableModel(GridModel):
    """The rows of a table: number, name, and a cell per column."""

    def __init__(self, report: Report, table: ReportTable, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.table = table
        self._language = language
        self._currency = table.currency or report.currency
        self._numbered = any(row.number for row in table.rows)
        name = GridHead(language.text(table.heading), width=_NAME_WIDTH, flexible=True)
        number = [GridHead("", width=_NUMBER_WIDTH)] if self._numbered else []
        self.heads = (*number, name, *map(self._head, table.columns))

    @property
    def names(self) -> int:
        """How many columns stand before the cells: the name, and the number where rows have one."""
        return 2 if self._numbered else 1

    def _head(self, column: ReportColumn) -> GridHead:
        text, width = self._language.value(column.label), _WIDTHS.get(column.kind, _TEXT_WIDTH)
        return GridHead(text, tip=text, right=column.kind.is_number, width=width)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """As many as the table has."""
        return 0 if parent.isValid() else len(self.table.rows)

    def widest_rows(self) -> list[int]:
        """The rows that say how wide columns are: the first ones, and of each column the largest and lowest figures."""
        ends: dict[tuple[int, RowStyle], list[tuple[Decimal, int]]] = {}
        for number, line in enumerate(self.table.rows):
            for place, cell in enumerate(line.cells):
                if isinstance(cell, Figure) and cell.value is not None:
                    known = ends.setdefault((place, line.style), [(cell.value, number)] * 2)
                    known[:] = [min(known[0], (cell.value, number)), max(known[1], (cell.value, number))]
        return sorted(
            {*range(min(len(self.table.rows), _FIRST_ROWS)), *(at for each in ends.values() for _, at in each)}
        )

    def figure(self, row: int, column: int) -> Figure | None:
        """The figure in a cell; None where there is none."""
        cells, place = self.table.rows[row].cells, column - self.names
        found = cells[place] if 0 <= place < len(cells) else None
        return found if isinstance(found, Figure) else None

    def place_of(self, key: str) -> tuple[int, int] | None:
        """The row and column of a figure; None when it stands elsewhere."""
        for number, row in enumerate(self.table.rows):
            for column, cell in enumerate(row.cells, start=self.names):
                if isinstance(cell, Figure) and cell.key == key:
                    return number, column
        return None

    def cell(self, row: int, column: int) -> GridCell:
        """How a cell looks."""
        line = self.table.rows[row]
        ground, strong = _GROUNDS.get(line.style, ""), line.style is not RowStyle.LINE
        if self._numbered and column == 0:
            return GridCell(line.number, ground=ground, ink="muted")
        if column == self.names - 1:
            return GridCell(self._name(line), ground=ground, strong=strong)
        place = column - self.names
        if place >= len(line.cells):
            return GridCell(ground=ground)
        return self._cell(line.cells[place], self.table.columns[place], ground=ground, strong=strong)

    def _name(self, line: ReportRow) -> str:
        return _DEEPER * line.level + self._language.value(line.label)

    def _cell(self, cell: Cell, column: ReportColumn, *, ground: Ground, strong: bool) -> GridCell:
        if isinstance(cell, Figure):
            text = figure_text(self._language, cell, self._currency)
            return GridCell(text, right=True, ground=ground, ink=_ink(cell.value), strong=strong)
        text = "" if cell is None else self._language.value(cell)
        return GridCell(text, right=column.kind.is_number, ground=ground, strong=strong, ink="secondary")

    def spoken(self, row: int, column: int) -> str:
        """A figure as a reader of the screen says it: its row, its column, what it is."""
        line = self.table.rows[row]
        column_name = self._language.value(self.table.columns[column - self.names].label)
        return self._language.text(
            say("{row}, {column}: {figure}", row=line.label, column=column_name, figure=self.cell(row, column).text)
        )


def _ink(value: Decimal | None) -> CellInk:
    if value is not None and value < 0:
        return "negative"
    return "" if value else "muted"
