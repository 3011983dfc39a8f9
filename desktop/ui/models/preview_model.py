"""The rows of an import preview for a table: each is asked for when it comes into sight, however many there are."""

from __future__ import annotations

import bisect
import itertools
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop.language import Language, say
from desktop.services.imports import CHOOSABLE, STATUS_NAMES, TAKEN, Preview, PreviewRow, Status
from desktop.ui.models.preview_cells import (
    LEADING,
    ROW,
    STATUS,
    TICK,
    TWO_LINES,
    Ink,
    PreviewCell,
    PreviewColumn,
    RowPainter,
    columns_of,
    raw_text,
)

KEPT_ROWS = 1_000
_WARNED_AT_MOST, _TOLD_AT_MOST = 200, 50
Index = QModelIndex | QPersistentModelIndex
_TOLD = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
_TAKEN = bytes(value in TAKEN for value in range(256))
_CHOOSABLE = bytes(value in CHOOSABLE for value in range(256))
_TWO_LINES = bytes(value in TWO_LINES for value in range(256))
_UNTOLD = 2  # neither ticked nor unticked
_IS_TOLD = bytes(value != _UNTOLD for value in range(256))
_IS_ON = bytes(value == 1 for value in range(256))


class PreviewModel(QAbstractTableModel):
    """The model of the table. `ticks_changed` says that other rows come in now.

    What a person ticked is kept by place as long as the same rows are shown, so that a correction loses none of it.
    Without `names` dots stand for who a volunteer is.
    """

    ticks_changed = Signal()

    def __init__(self, language: Language, parent: QObject | None = None, *, names: bool = False) -> None:
        super().__init__(parent)
        self._language = language
        self._names = names
        self.preview: Preview | None = None
        self.columns: tuple[PreviewColumn, ...] = ()
        self.status: Status | None = None
        self._painter: RowPainter | None = None
        self._places: Sequence[int] = ()
        self._ticks = bytearray()
        self._chosen = bytearray()  # what a person ticked and unticked, by place
        self._warned: set[int] = set()
        self._rows: OrderedDict[int, PreviewRow] = OrderedDict()

    # --- what is shown -----------------------------------------------------------------------------------------------

    def show(self, preview: Preview) -> None:
        """Shows another preview. The filter and the ticks stay where they make sense."""
        before = None if self.preview is None else len(self.preview.statuses)
        if before != len(preview.statuses):
            self._chosen = bytearray([_UNTOLD]) * len(preview.statuses)
        self.beginResetModel()
        self.preview = preview
        self.columns = columns_of(preview.fields, held=set(preview.draft.mapping.fields.values()))
        self._painter = RowPainter(self._language, preview.draft, preview.options, self.columns, names=self._names)
        self._rows.clear()
        told = _and(self._chosen.translate(_IS_TOLD), preview.statuses.translate(_CHOOSABLE))
        self._ticks = _placed(bytearray(preview.statuses.translate(_TAKEN)), told, self._chosen.translate(_IS_ON))
        if self.status is not None and not preview.count(self.status):
            self.status = None
        self._places = preview.places(self.status)
        self._warned = self._find_warned(preview)
        self.endResetModel()
        self.ticks_changed.emit()

    def _find_warned(self, preview: Preview) -> set[int]:
        """The places of rows that come in and have a warning, where there are not too many to look for each."""
        rows = preview.told().warned
        return {self.place_of(row) for row in rows} if len(rows) <= _WARNED_AT_MOST else set()

    def filter(self, status: Status | None) -> None:
        """Shows only the rows of a status; all of them with None."""
        self.beginResetModel()
        self.status = status
        self._places = () if self.preview is None else self.preview.places(status)
        self.endResetModel()

    def at(self, row: int) -> PreviewRow | None:
        """The row at a position of the table."""
        if self.preview is None or not 0 <= row < len(self._places):
            return None
        return self._row(self.preview, self._places[row])

    def _row(self, preview: Preview, place: int) -> PreviewRow:
        found = self._rows.get(place)
        if found is None:
            found = self._rows[place] = self._with_remarks(preview, preview.rows[place])
            if len(self._rows) > KEPT_ROWS:
                self._rows.popitem(last=False)
        return found

    def _with_remarks(self, preview: Preview, row: PreviewRow) -> PreviewRow:
        """A row with what is said of it without looking at its values, such as that the workbook hides it."""
        told = preview.told()
        if row.row not in told.warned:
            return row
        first = bisect.bisect_left(told.problems, row.row, key=attrgetter("row"))
        of_row = itertools.takewhile(lambda each: each.row == row.row, told.problems[first : first + _TOLD_AT_MOST])
        return replace(row, problems=tuple(dict.fromkeys([*row.problems, *of_row])))

    def position_of(self, sheet_row: int) -> int:
        """Where in the table a row of the sheet stands, -1 when it is not shown."""
        place = self.place_of(sheet_row)
        found = bisect.bisect_left(self._places, place)
        return found if place >= 0 and found < len(self._places) and self._places[found] == place else -1

    def place_of(self, sheet_row: int) -> int:
        """The place in the preview of a row of the sheet, -1 when there is none."""
        preview = self.preview
        if preview is None:
            return -1
        count = len(preview.rows)
        found = bisect.bisect_left(range(count), sheet_row, key=lambda place: self._row(preview, place).row)
        return found if found < count and self._row(preview, found).row == sheet_row else -1

    def next_with(self, status: Status, *, after: int, step: int = 1) -> int:
        """The position of the next row of a status behind `after`, round the end; -1 when there is none."""
        if self.preview is None or not self._places:
            return -1
        statuses, count = self.preview.statuses, len(self._places)
        start = after if after >= 0 else (-1 if step > 0 else count)
        for away in range(1, count + 1):
            position = (start + step * away) % count
            if statuses[self._places[position]] == status:
                return position
        return -1

    def high_rows(self) -> list[int]:
        """The positions of the rows that have two lines."""
        preview = self.preview
        if preview is None:
            return []
        high = preview.statuses.translate(_TWO_LINES)
        warned = self._warned
        return [position for position, place in enumerate(self._places) if high[place] or place in warned]

    def has_high_rows(self) -> bool:
        """Whether any row that is shown has two lines."""
        if self.preview is None:
            return False
        if self.status is not None:
            return self.status in TWO_LINES or bool(self._warned)
        return 1 in self.preview.statuses.translate(_TWO_LINES) or bool(self._warned)

    # --- ticks -------------------------------------------------------------------------------------------------------

    def is_taken(self, position: int) -> bool:
        """Whether a row comes in."""
        return bool(self._ticks[self._places[position]])

    def can_tick(self, position: int) -> bool:
        """Whether one may choose if a row comes in."""
        preview = self.preview
        return preview is not None and bool(_CHOOSABLE[preview.statuses[self._places[position]]])

    def tick(self, positions: Iterable[int], *, on: bool) -> None:
        """Lets rows come in, or stay out; rows with an error never come in."""
        preview = self.preview
        if preview is None:
            return
        for position in positions:
            place = self._places[position]
            if _CHOOSABLE[preview.statuses[place]]:
                self._ticks[place] = self._chosen[place] = on
        self._tell_ticks()

    def tick_all(self, *, on: bool) -> None:
        """The same for every row that is shown, a million of them at once."""
        if self.preview is not None:
            shown, value = self._choosable_shown(self.preview), bytes([on]) * len(self._ticks)
            self._ticks = _placed(self._ticks, shown, value)
            self._chosen = _placed(self._chosen, shown, value)
            self._tell_ticks()

    def _tell_ticks(self) -> None:
        last = max(0, len(self._places) - 1)
        self.dataChanged.emit(self.index(0, TICK), self.index(last, TICK))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, TICK, TICK)
        self.ticks_changed.emit()

    def _choosable_shown(self, preview: Preview) -> bytes:
        return preview.statuses.translate(_CHOOSABLE if self.status is None else _only(self.status, _CHOOSABLE))

    def all_ticked(self) -> Qt.CheckState:
        """Whether all, some or none of the rows shown that may come in do so."""
        if self.preview is None:
            return Qt.CheckState.Unchecked
        shown = self._choosable_shown(self.preview)
        on, can = _both(self._ticks, shown), shown.count(1)
        if not on:
            return Qt.CheckState.Unchecked
        return Qt.CheckState.Checked if on == can else Qt.CheckState.PartiallyChecked

    def taken(self) -> list[int]:
        """The places of the rows that come in."""
        return [place for place, on in enumerate(self._ticks) if on]

    def taken_of(self, status: Status) -> int:
        """How many rows of a status come in."""
        if self.preview is None:
            return 0
        return _both(self._ticks, self.preview.statuses.translate(_only(status)))

    @property
    def count_taken(self) -> int:
        """How many rows come in."""
        return self._ticks.count(1)

    # --- correcting --------------------------------------------------------------------------------------------------

    def sheet_column(self, position: int, column: int) -> int | None:
        """The column of the sheet that a cell comes from, or None."""
        row, place = self.at(position), column - LEADING
        if self.preview is None or row is None or not 0 <= place < len(self.columns):
            return None
        key = self.columns[place].key
        found = self.preview.draft.mapping.column_of(key)
        if found is None:
            found = next((each.column for each in row.problems if each.field == key), None)
        return found

    def written(self, position: int, column: int) -> str | None:
        """What the sheet holds in a cell, or was typed in its place; None where no column of the sheet is behind it."""
        row, place = self.at(position), self.sheet_column(position, column)
        if self.preview is None or row is None or place is None:
            return None
        return raw_text(self.preview.draft, self.preview.options, row.row, place, names=self._names)

    # --- what Qt asks ------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """The rows of the chosen status."""
        return 0 if parent.isValid() else len(self._places)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """Tick, row, status, then the fields."""
        return 0 if parent.isValid() else LEADING + len(self.columns)

    def cell(self, position: int, column: int) -> PreviewCell:
        """How a cell of a field looks."""
        row = self.at(position)
        if row is None or self._painter is None or column < LEADING:
            return PreviewCell()
        return self._painter.cell(row, column - LEADING)

    def note(self, position: int) -> tuple[str, Ink]:
        """What is said of a row, and in which ink."""
        row = self.at(position)
        return ("", "muted") if row is None or self._painter is None else self._painter.note(row)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The text of a cell, for those who cannot see it."""
        if not index.isValid():
            return None
        position, column = index.row(), index.column()
        if role == Qt.ItemDataRole.CheckStateRole and column == TICK and self.can_tick(position):
            return Qt.CheckState.Checked if self.is_taken(position) else Qt.CheckState.Unchecked
        row = self.at(position) if role == Qt.ItemDataRole.DisplayRole else None
        if row is None or column == TICK:
            return None
        match column:
            case _ if column == ROW:
                return str(row.row + 1)
            case _ if column == STATUS:
                return self._language.text(STATUS_NAMES[row.status])
        cell = self.cell(position, column)
        return " ".join(filter(None, (cell.prefix, cell.text, cell.note)))

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The names of the columns."""
        if orientation is not Qt.Orientation.Horizontal or role not in _TOLD:
            return None
        heads = {TICK: "", ROW: self._language.text(say("Row")), STATUS: self._language.text(say("Status"))}
        if section in heads:
            return heads[section]
        place = section - LEADING
        return self._language.text(self.columns[place].field.label) if 0 <= place < len(self.columns) else None


def _only(status: Status, among: bytes = bytes([1] * 256)) -> bytes:
    """A table that tells the rows of one status from all others, as far as they are `among` those of another table."""
    return bytes(value == status and among[value] for value in range(256))


def _and(first: bytes | bytearray, second: bytes | bytearray) -> bytes:
    """1 at the places where there is a 1 in both."""
    return (int.from_bytes(first) & int.from_bytes(second)).to_bytes(len(first))


def _placed(into: bytearray, where: bytes, values: bytes | bytearray) -> bytearray:
    """`into` with `values`, each 0 or 1, at the places where there is a 1 in `where`."""
    every, mask = int.from_bytes(into), int.from_bytes(where)
    kept = every ^ (every & (mask * 0xFF))  # no byte of the mask is more than 1, so none runs over
    return bytearray((kept | (mask & int.from_bytes(values))).to_bytes(len(into)))


def _both(first: bytes | bytearray, second: bytes | bytearray) -> int:
    """At how many places there is a 1 in both; a million of them in a moment."""
    return (int.from_bytes(first) & int.from_bytes(second)).bit_count()
