"""The table of an import preview: ticks, statuses, values; each cell can be corrected where it stands."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent

from desktop.language import Language, Message, say
from desktop.registers.register import Kind
from desktop.services.imports import STATUS_NAMES
from desktop.ui.models.preview_cells import LEADING, ROW, STATUS, TICK
from desktop.ui.models.preview_model import Index, PreviewModel
from desktop.ui.theme import Palette, TextStyle, font
from desktop.ui.widgets.basics import text_width
from desktop.ui.widgets.cell_editor import CellEditor
from desktop.ui.widgets.plain_table import RowTable
from desktop.ui.widgets.preview_head import PreviewHead
from desktop.ui.widgets.preview_paint import EDGE, PADDING, PreviewDelegate
from desktop.ui.widgets.tick_box import BOX

LOW, HIGH = 28, 40
COMFORT = 4
UNEVEN_AT_MOST = 20_000  # rows; in a longer table they are all as high as the highest, so that it scrolls smoothly
NO_ROWS = say("No rows stand below these headings. Choose another sheet, or another row of headings.")
_SAMPLE = 40
_WIDEST_TEXT, _WIDEST = 260, 170
_LAST = 16  # behind the last column
_FLEXIBLE_AT_LEAST, _ROOMY, _NARROW = 150, 240, 100


class PreviewTable(RowTable):
    """The table. `moved` carries the position of the row one is in, `corrected` a cell and what was typed into it."""

    moved = Signal(int)
    corrected = Signal(int, int, str)  # position, column of the table, text
    escaped = Signal()

    def __init__(self, model: PreviewModel, *, language: Language, palette: Palette, comfortable: bool = False) -> None:
        super().__init__()
        self._language = language
        self._palette = palette
        self._comfort = COMFORT if comfortable else 0
        self._editing = (-1, -1)
        self._natural: dict[int, int] = {}  # how wide each column wants to be
        self._high: list[int] = []
        self.setModel(model)
        self.head = PreviewHead(self, palette)
        self.setHorizontalHeader(self.head)
        self.head.sectionClicked.connect(self._head_pressed)
        side = self.verticalHeader()
        side.hide()
        side.setMinimumSectionSize(LOW)
        side.setDefaultSectionSize(LOW + self._comfort)
        self.setItemDelegate(PreviewDelegate(self, palette))
        self.editor = CellEditor(self.viewport())
        self.editor.done.connect(self._take)
        self.editor.given_back.connect(self._close_editor)
        model.modelReset.connect(self.arrange)

    def preview_model(self) -> PreviewModel:
        """The model, which is always that of a preview."""
        model = self.model()
        assert isinstance(model, PreviewModel)  # noqa: S101 - nothing else is ever set
        return model

    def words(self, message: Message) -> str:
        """A sentence in the language of the screen."""
        return self._language.text(message)

    def is_flush_right(self, column: int) -> bool:
        """Whether the values of a column stand flush right."""
        if column < LEADING:
            return column == ROW
        return self.preview_model().columns[column - LEADING].right

    @property
    def flexible(self) -> int:
        """The section that takes what room is left, and says what is to be said of a row; -1 for none."""
        columns = self.preview_model().columns
        return next((LEADING + place for place, column in enumerate(columns) if column.flexible), -1)

    def inside(self, area: QRect, column: int) -> QRect:
        """The room for what a cell holds: more at the edges of the table."""
        last = self.horizontalHeader().logicalIndex(self.preview_model().columnCount() - 1)
        start = EDGE if column == 0 else PADDING
        end = _LAST if column == last else PADDING if column else 0
        return area.adjusted(end, 0, -start, -1) if self.isRightToLeft() else area.adjusted(start, 0, -end, -1)

    def note_room(self, position: int) -> QRect:
        """Where it is said what is to be said of a row: below its text, and on as far as no value is replaced."""
        model, head, start = self.preview_model(), self.horizontalHeader(), self.flexible
        row = model.at(position)
        if row is None or start < 0 or model.columns[start - LEADING].key in row.old:
            return QRect()
        last = start
        for visual in range(head.visualIndex(start) + 1, model.columnCount()):
            section = head.logicalIndex(visual)
            if model.columns[section - LEADING].key in row.old:
                break
            last = section
        first_area, last_area = (self.visualRect(model.index(position, each)) for each in (start, last))
        whole = self.inside(first_area, start).united(self.inside(last_area, last))
        seen = self.viewport().rect().adjusted(PADDING, 0, -PADDING, 0)
        return QRect(whole.left(), whole.top(), whole.width(), whole.height()).intersected(
            seen.adjusted(0, whole.top() - seen.top(), 0, whole.bottom() - seen.bottom())
        )

    # --- sizes -------------------------------------------------------------------------------------------------------

    def arrange(self) -> None:
        """Gives rows and columns their sizes: rows with something to say are higher."""
        self.editor.hide()
        self.hovered_row = -1
        self._size_rows()
        self._measure()
        self._size_columns()

    def _size_rows(self) -> None:
        model, side = self.preview_model(), self.verticalHeader()
        long = model.rowCount() > UNEVEN_AT_MOST
        all_high = long and model.has_high_rows()
        low, before = LOW + self._comfort, self._high
        self._high = [] if long else model.high_rows()
        side.setDefaultSectionSize(HIGH + self._comfort if all_high else low)
        side.setUpdatesEnabled(False)
        side.blockSignals(True)  # one row after the other would lay the table out each time
        for position in before:  # Qt keeps the size of a row that was high for what stands there now
            if position < model.rowCount():
                side.resizeSection(position, side.defaultSectionSize())
        for position in self._high:
            side.resizeSection(position, HIGH + self._comfort)
        side.blockSignals(False)
        side.setUpdatesEnabled(True)
        self.updateGeometries()

    def _measure(self) -> None:
        """How wide each column wants to be."""
        model = self.preview_model()
        digits = text_width("0" * max(3, len(str(self._last_row_number()))), TextStyle.BODY)
        row = max(digits, self.head.width_of(ROW)) + 2 * PADDING
        name = max(text_width(self.words(each), TextStyle.STRONG) for each in STATUS_NAMES.values())
        self._natural = {TICK: EDGE + BOX + 12, ROW: row, STATUS: name + 20 + 2 * PADDING}
        for section in range(LEADING, model.columnCount()):
            self._natural[section] = self._width_of(section)

    def _size_columns(self) -> None:
        model, head, flexible = self.preview_model(), self.horizontalHeader(), self.flexible
        widths = dict(self._natural)
        if flexible in widths:
            widths[flexible] = 0
            room = self.viewport().width() - _FLEXIBLE_AT_LEAST
            if sum(widths.values()) > room:  # texts give way before amounts do
                texts = [section for section in widths if section >= LEADING and not self.is_flush_right(section)]
                widths |= {section: min(widths[section], _NARROW) for section in texts}
            spare = sum(widths[LEADING + place] for place, column in enumerate(model.columns) if column.spare)
            left = self.viewport().width() - sum(widths.values())
            widths[flexible] = max(_FLEXIBLE_AT_LEAST, left if left > _ROOMY else left + spare)
            self._order(beyond=sum(widths.values()) - spare > self.viewport().width())
        for section, width in widths.items():
            head.resizeSection(section, width)
        self.head.set_height(self._natural)

    def _order(self, *, beyond: bool) -> None:
        """The columns in the order of the list; where some lie `beyond` the edge, amounts stand beside the text."""
        columns, head = self.preview_model().columns, self.horizontalHeader()
        order = [LEADING + place for place in range(len(columns))]
        if beyond and self.flexible in order:
            amounts = [section for section in order if columns[section - LEADING].field.kind is Kind.MONEY]
            others = [section for section in order if section not in amounts]
            place = others.index(self.flexible) + 1
            order = [*others[:place], *amounts, *others[place:]]
        for visual, section in enumerate(order, start=LEADING):
            head.moveSection(head.visualIndex(section), visual)

    def _last_row_number(self) -> int:
        model = self.preview_model()
        last = model.at(model.rowCount() - 1)
        return 0 if last is None else last.row + 1

    def _width_of(self, section: int) -> int:
        """As wide as the widest of the first rows; amounts are never cut, long texts are."""
        model = self.preview_model()
        widest = self.head.width_of(section)
        for position in range(min(_SAMPLE, model.rowCount())):
            cell = model.cell(position, section)
            style = TextStyle.STRONG if cell.strong else TextStyle.BODY
            before = text_width(cell.prefix, TextStyle.BODY) + 4 if cell.prefix else 0
            old = 0 if cell.old is None else text_width(cell.old, TextStyle.SMALL) + 16
            widest = max(widest, text_width(cell.text, style) + before, old)
        edge = _LAST - PADDING if section == model.columnCount() - 1 else 0
        limit = _WIDEST_TEXT if self.is_flush_right(section) else _WIDEST
        return min(widest, limit) + 2 * PADDING + edge + 2

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The flexible column takes what room there is; the row one is in stays in sight."""
        row = self.visualRect(self.currentIndex())
        seen = row.isValid() and row.top() >= 0 and row.bottom() <= max(event.oldSize().height(), 0)
        super().resizeEvent(event)
        self._size_columns()
        if seen:
            self.scrollTo(self.currentIndex())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the rows; without any, says so."""
        super().paintEvent(event)
        if not self.preview_model().rowCount():
            painter = QPainter(self.viewport())
            painter.setFont(font(TextStyle.BODY))
            painter.setPen(self._palette.color("text_secondary"))
            told = self.words(
                say("No rows stand below these headings. Choose another sheet, or another row of headings.")
            )
            room = self.viewport().rect().adjusted(EDGE, 32, -EDGE, -EDGE)
            painter.drawText(room, Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap, told)

    # --- moving ------------------------------------------------------------------------------------------------------

    def go_to(self, position: int, column: int = STATUS) -> None:
        """Selects a row, with the cell of a column as the one that one is in, and shows it."""
        index = self.model().index(position, column)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tells which row one is in."""
        super().currentChanged(current, previous)
        if current.row() != previous.row():
            self.moved.emit(current.row())

    def chosen_rows(self) -> list[int]:
        """The positions of the selected rows."""
        selection = self.selectionModel().selection()
        ranges = [selection.at(number) for number in range(selection.count())]
        return sorted({row for part in ranges for row in range(part.top(), part.bottom() + 1)})

    def _head_pressed(self, section: int) -> None:
        if section == TICK:
            model = self.preview_model()
            model.tick_all(on=model.all_ticked() is not Qt.CheckState.Checked)

    def toggle_chosen(self) -> None:
        """Ticks the selected rows, or unticks them when all that can be ticked are."""
        model = self.preview_model()
        rows = [row for row in self.chosen_rows() if model.can_tick(row)]
        model.tick(rows, on=not all(model.is_taken(row) for row in rows))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a box ticks it."""
        index = self.indexAt(event.position().toPoint())
        super().mousePressEvent(event)
        if index.isValid() and index.column() == TICK and event.button() is Qt.MouseButton.LeftButton:
            model = self.preview_model()
            model.tick([index.row()], on=not model.is_taken(index.row()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Opens the cell to be corrected."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.edit_cell(index.row(), index.column())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks, F2 and Enter correct, Home and End go to the first and the last row, Esc is told."""
        rows = self.preview_model().rowCount()
        match event.key():
            case Qt.Key.Key_Space:
                self.toggle_chosen()
            case Qt.Key.Key_F2 | Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.edit_cell(self.currentIndex().row(), self.currentIndex().column())
            case Qt.Key.Key_Home if rows:
                self.go_to(0, max(STATUS, self.currentIndex().column()))
            case Qt.Key.Key_End if rows:
                self.go_to(rows - 1, max(STATUS, self.currentIndex().column()))
            case Qt.Key.Key_Escape:
                self.escaped.emit()
            case _:
                super().keyPressEvent(event)

    # --- correcting --------------------------------------------------------------------------------------------------

    def edit_cell(self, position: int, column: int) -> None:
        """Opens a cell to be corrected; one that no column of the sheet holds cannot be."""
        model = self.preview_model()
        text = model.written(position, column)
        if text is None:
            return
        index = model.index(position, column)
        self.scrollTo(index)
        self._editing = (position, column)
        self.editor.begin(self.visualRect(index), text, right=self.is_flush_right(column), typing=False)

    def _take(self, _key: int, _back: bool) -> None:  # noqa: FBT001 - a signal's
        position, column = self._editing
        text = self.editor.text()
        self._close_editor()
        if position >= 0 and text != self.preview_model().written(position, column):
            self.corrected.emit(position, column, text)

    def _close_editor(self) -> None:
        focused = self.editor.hasFocus()
        self._editing = (-1, -1)
        self.editor.hide()
        if focused:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
