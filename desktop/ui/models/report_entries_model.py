"""The entries behind a figure as a grid; more are read as one scrolls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QModelIndex, QObject

from desktop.domain.money import Money
from desktop.language import Language, Message, Month, say
from desktop.reports.report import EntrySum, amount_behind
from desktop.reports.trace import NONE, TraceRow
from desktop.ui.models.grid_cells import GridCell, GridHead, GridModel, Index

PAGE_ROWS = 200


class ReportEntriesModel(GridModel):
    """Rows of a trace; `more` asks for those from an offset on."""

    def __init__(self, language: Language, more: Callable[[int], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._more = more
        self._rows: list[TraceRow] = []
        self._count = 0
        self._asked = 0
        self._currency = ""
        self._behind: tuple[EntrySum, ...] = ()
        self.heads = (
            self._head(say("Date"), 84),
            self._head(say("Document"), 96),
            self._head(say("Description"), 200, flexible=True),
            self._head(say("Kind"), 96),
            self._head(say("Category"), 60),
            self._head(say("Line"), 60),
            self._head(say("Original"), 130, right=True),
            self._head(say("Counts as"), 110, right=True),
        )

    def _head(self, name: Message, width: int, *, right: bool = False, flexible: bool = False) -> GridHead:
        return GridHead(self._language.text(name), width=width, right=right, flexible=flexible)

    def show(self, behind: Sequence[EntrySum], currency: str, rows: Sequence[TraceRow], count: int) -> None:
        """Shows the first entries that some sums add up, with what of each counts for them."""
        self.beginResetModel()
        self._rows, self._count, self._asked = list(rows), count, len(rows)
        self._currency, self._behind = currency, tuple(behind)
        self.endResetModel()

    def add(self, rows: Sequence[TraceRow]) -> None:
        """Shows more entries; there may be none when the ledger changed meanwhile."""
        if not rows:
            return
        start = len(self._rows)
        self.beginInsertRows(QModelIndex(), start, start + len(rows) - 1)
        self._rows += rows
        self.endInsertRows()

    def entry_at(self, row: int) -> int:
        """The id of the entry in a row."""
        return self._rows[row].id

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """As many as were read so far."""
        return 0 if parent.isValid() else len(self._rows)

    def canFetchMore(self, parent: Index) -> bool:
        """Whether there are more, and nobody asked for them yet."""
        return not parent.isValid() and self._asked == len(self._rows) < self._count

    def fetchMore(self, parent: Index) -> None:
        """Asks for the next ones."""
        if self.canFetchMore(parent):
            self._asked = min(len(self._rows) + PAGE_ROWS, self._count)
            self._more(len(self._rows))

    def _about(self, entry: TraceRow) -> str:
        """What an entry says; of a part of one what the part is for as well."""
        if entry.deployment == NONE:
            return entry.description
        month = Month(date.fromisoformat(entry.month))
        return self._language.beside(entry.description, entry.deployment, month)

    def cell(self, row: int, column: int) -> GridCell:
        """How a cell looks."""
        entry, language = self._rows[row], self._language
        match column:
            case 0:
                return GridCell(language.value(entry.entry_on))
            case 1:
                return GridCell(entry.reference, ink="accent")
            case 2:
                return GridCell(self._about(entry))
            case 3:
                return GridCell(language.text(entry.kind_name), ink="secondary")
            case 4 | 5:
                text = entry.category if column == 4 else entry.line
                return GridCell("" if text == NONE else text, ink="secondary")
            case 6:
                original = Money(entry.original_amount, entry.original_currency)
                return GridCell(language.money(original), right=True, ink="muted")
        amount = Money(amount_behind(entry, self._behind), self._currency).amount
        return GridCell(language.number(amount), right=True, ink="negative" if amount < 0 else "")
