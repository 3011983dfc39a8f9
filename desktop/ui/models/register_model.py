"""The rows of a register for a table: read window by window from the database, off the window's thread.

However long the list, only the windows in sight and a few around them are held. A row that has not come yet is blank;
it is asked for once, and when the user scrolls on quickly, what was passed by is not read at all.
"""

from __future__ import annotations

import itertools
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop.domain.progress import Progress
from desktop.language import Message, say
from desktop.registers.query import Cell, Query, Row
from desktop.registers.register import NUMERIC_KINDS, Column, Kind
from desktop.registers.show import cell_text, is_negative
from desktop.services.browse import RegisterView, Totals
from desktop.ui.context import Context

WINDOW = 100
KEPT_WINDOWS = 40
FETCHED_AT_ONCE = 1_000
_WAITING = 2  # windows asked for at once; later wishes replace earlier ones

Index = QModelIndex | QPersistentModelIndex
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell ready to be drawn: its text, the currency before an amount, and how it is to be shown.

    One that is `turned_back` wears an arrow, as it reverses another record; `tag` names what it was reversed by.
    """

    text: str
    prefix: str = ""
    right: bool = False
    alarming: bool = False
    muted: bool = False
    depth: int = 0
    turned_back: bool = False
    tag: str = ""


BLANK = CellView("")


class RegisterModel(QAbstractTableModel):
    """The model of one view. `loaded` says that the count is known, `first_rows` that the first rows are there,
    `totals_ready` that the sums are.
    """

    loaded = Signal()
    first_rows = Signal()
    totals_ready = Signal()

    def __init__(self, context: Context, query: Query, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._generation = 0
        self._asked = query  # what was asked for last; `query` is what is shown
        self._reset(RegisterView(context.office, query))

    def _reset(self, view: RegisterView) -> None:
        query = self.query = view.query
        self.columns: tuple[Column, ...] = query.shown
        self._places = {column.key: place for place, column in enumerate(query.fetched)}
        self._view = view
        self._count: int | None = None
        self._windows: OrderedDict[int, tuple[Row, ...]] = OrderedDict()
        self._cells: dict[int, dict[int, CellView]] = {}
        self._wanted: list[int] = []
        self._under_way: set[int] = set()
        self._failed: set[int] = set()
        self.totals: Totals | None = None
        self.count_all: int | None = None
        self.mixed = self._mixed_currencies()

    # --- reading -----------------------------------------------------------------------------------------------------

    def load(self) -> None:
        """Reads count, first rows and totals; what the table showed stays until they are there."""
        self.show(self._asked)

    def show(self, query: Query) -> None:
        """Shows another view. The sums stay when it holds the same records in another order."""
        same = self.totals is not None and query == self.query.sorted_by(query.sort, descending=query.descending)
        self._read(query, sums=(self.totals, self.count_all) if same else None)

    def reload(self) -> None:
        """Reads the same view again, after something changed."""
        self.totals = None  # a sort while this is under way must not keep the old sums
        self._read(self._asked, sums=None)

    def _read(self, query: Query, *, sums: tuple[Totals | None, int | None] | None) -> None:
        self._generation += 1
        self._asked = query
        generation = self._generation
        view = RegisterView(self._context.office, query)

        def work() -> tuple[int, tuple[Row, ...]] | None:
            if generation != self._generation:  # the user typed on meanwhile
                return None
            return view.count(), view.window(0, WINDOW)

        def done(found: tuple[int, tuple[Row, ...]] | None) -> None:
            if found is None or generation != self._generation:
                return
            self.beginResetModel()
            try:
                self._reset(view)
                self._count, self._windows[0] = found
                if sums is not None:
                    self._put_sums(*sums)
            finally:  # a table that is never told the end of a reset crashes
                self.endResetModel()
            self.loaded.emit()
            self.first_rows.emit()
            if sums is None:
                self._read_sums(RegisterView(self._context.office, query))  # on another thread than the rows
            else:
                self.totals_ready.emit()

        self._context.read(self, work, done)

    def _read_sums(self, view: RegisterView) -> None:
        generation = self._generation
        totals = view.totals if any(column.total for column in self.columns) else Totals

        def work() -> tuple[Totals, int] | None:
            return (totals(), view.count_all()) if generation == self._generation else None

        def done(found: tuple[Totals, int] | None) -> None:
            if found is not None and generation == self._generation:
                self._put_sums(*found)
                self.totals_ready.emit()

        self._context.read(self, work, done, patient=True)

    def _put_sums(self, totals: Totals | None, count_all: int | None) -> None:
        self.totals, self.count_all = totals, count_all
        self.mixed = self._mixed_currencies()
        self._cells.clear()

    def _want(self, number: int) -> None:
        if number in self._under_way or number in self._wanted or number in self._failed:
            return
        self._wanted.append(number)
        del self._wanted[:-_WAITING]
        self._read_next()

    def _read_next(self) -> None:
        if self._under_way or not self._wanted:
            return
        number = self._wanted.pop()
        self._under_way.add(number)
        view = self._view

        def refused(error: BaseException) -> None:
            self._give_up(view, number)
            self._context.report(error)

        self._context.tasks.read(
            self,
            lambda: view.window(number * WINDOW, WINDOW),
            lambda rows: self._take_window(view, number, rows),
            refused,
        )

    def _give_up(self, view: RegisterView, number: int) -> None:
        """A window that cannot be read stays blank until the view is read again; the others go on."""
        if view is self._view:
            self._under_way.discard(number)
            self._failed.add(number)

    def _take_window(self, view: RegisterView, number: int, rows: tuple[Row, ...]) -> None:
        if view is not self._view:  # rows of another order or filter, asked for before this one was shown
            return
        self._under_way.discard(number)
        self._windows[number] = rows
        while len(self._windows) > KEPT_WINDOWS:
            dropped, _rows = self._windows.popitem(last=False)
            for row in range(dropped * WINDOW, (dropped + 1) * WINDOW):
                self._cells.pop(row, None)
        first, last = number * WINDOW, min((number + 1) * WINDOW, self.rowCount()) - 1
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, self.columnCount() - 1))
        self._read_next()

    # --- what the table asks -----------------------------------------------------------------------------------------

    @property
    def is_loaded(self) -> bool:
        """Whether the count is known."""
        return self._count is not None

    def row(self, number: int) -> Row | None:
        """The row at a position, or None while it is on its way."""
        window, place = divmod(number, WINDOW)
        rows = self._windows.get(window)
        if rows is None:
            if 0 <= number < self.rowCount():
                self._want(window)
            return None
        self._windows.move_to_end(window)
        return rows[place] if place < len(rows) else None

    def cell(self, number: int, place: int) -> CellView:
        """The cell at a position, ready to be drawn; blank while it is on its way."""
        known = self._cells.get(number)
        if known is None:
            row = self.row(number)
            if row is None:
                return BLANK
            known = self._cells[number] = {}
        if place not in known:
            row = self.row(number)
            known[place] = BLANK if row is None else self._cell(row, self.columns[place])
        return known[place]

    def _cell(self, row: Row, column: Column) -> CellView:
        value = self.value(row, column.key)
        if value is None:
            return BLANK
        currency = self.value(row, column.currency) if column.currency else None
        text = cell_text(column, value, currency, self._context.language)
        numeric = column.kind in NUMERIC_KINDS
        tag = str(self.value(row, column.tagged) or "") if column.tagged else ""
        negative = column.alarming and is_negative(value)
        depth = self.value(row, column.indent) if column.indent and self._in_tree_order() else 0
        prefix = str(currency) if column.kind is Kind.MONEY and column.currency in self.mixed and currency else ""
        return CellView(
            text=text if column.kind is not Kind.PERCENT else self._context.language.with_percent_sign(text),
            prefix=prefix,
            right=numeric,
            alarming=negative,
            muted=tag != "" or (column.kind in (Kind.CODE, Kind.CURRENCY) and column.key != self.query.register.code),
            depth=int(depth) if isinstance(depth, int) else 0,
            turned_back=bool(column.marked and self.value(row, column.marked)),
            tag=tag,
        )

    def _in_tree_order(self) -> bool:
        return self.query.order[0] == "outline" and not self.query.search and not self.query.filters

    def _mixed_currencies(self) -> set[str]:
        """The currency columns whose amounts need their currency beside them: it is not shown, and it differs.

        Of amounts that are summed the sums tell; of others (an original amount) it is taken for granted.
        """
        shown = {column.key for column in self.columns}
        money = [column for column in self.columns if column.currency and column.currency not in shown]
        totals = self.totals.by_column if self.totals else {}
        return {c.currency for c in money if not c.total or len(totals.get(c.key, ())) > 1}

    def value(self, row: Row, key: str) -> Cell:
        """The value of a column of this view; None for one that was not read."""
        place = self._places.get(key)
        return None if place is None else row.values[place]

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """How many records the view has."""
        return 0 if parent.isValid() or self._count is None else self._count

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """How many columns are shown."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text for those who read cells (copying, screen readers); the delegate draws from `cell`."""
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            cell = self.cell(index.row(), index.column())
            if role == Qt.ItemDataRole.AccessibleTextRole and cell.tag:
                return self._context.text(say("{text}, reversed by {entry}", text=cell.text, entry=cell.tag))
            return f"{cell.prefix}\u00a0{cell.text}".strip() if cell.prefix else cell.text
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The names of the columns, with their hints as tooltips."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._context.text(column.label)
        if role == Qt.ItemDataRole.ToolTipRole and column.hint is not None:
            return self._context.text(column.hint)
        return None

    def fetch(
        self,
        positions: Sequence[int],
        make: Callable[[Query, list[Row]], Made],
        on_done: Callable[[Made], None],
        title: Message,
    ) -> None:
        """Makes something of the rows at `positions` and of the view they belong to: at once when all are held, else
        off the window's thread when they have been read, with a progress that can be stopped.
        """
        query, held = self.query, self._all_held(positions)
        if held is not None:
            on_done(make(query, held))
            return
        view = RegisterView(self._context.office, query)

        def work(progress: Progress) -> Made:
            found: list[Row] = []
            for _chunk, group in itertools.groupby(positions, lambda position: position // FETCHED_AT_ONCE):
                progress.report(len(found), len(positions), query.register.title)
                wanted = list(group)
                rows = view.window(wanted[0], wanted[-1] - wanted[0] + 1)
                found += [rows[position - wanted[0]] for position in wanted if position - wanted[0] < len(rows)]
            return make(query, found)

        self._context.tasks.run(self, work, on_done, self._context.report, title)

    def _all_held(self, positions: Sequence[int]) -> list[Row] | None:
        found = []
        for position in positions:
            row = self._held(position)
            if row is None:
                return None
            found.append(row)
        return found

    def _held(self, position: int) -> Row | None:
        window, place = divmod(position, WINDOW)
        rows = self._windows.get(window, ())
        return rows[place] if place < len(rows) else None
