"""A table of records: fine lines between rows, none between columns; the heading stays, the sums stand below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from desktop.registers.register import NUMERIC_KINDS
from desktop.ui.models.register_model import CellView, RegisterModel
from desktop.ui.theme import Icon, Palette, TextStyle, font, pixmap
from desktop.ui.widgets.basics import text_width
from desktop.ui.widgets.focus import focused_in
from desktop.ui.widgets.plain_table import PlainHead, RowTable
from desktop.ui.widgets.reversal_marks import ARROW_ROOM, draw_arrow, draw_tag, tag_room

ROW, ROW_COMFORTABLE, HEAD = 28, 32, 28
PADDING = 8
EDGE_PADDING = 20
INDENT = 18
_SELECTED_EDGE = 3
_ARROW = 16

Index = QModelIndex | QPersistentModelIndex


class RowDelegate(QStyledItemDelegate):
    """Draws cells: selection with its edge, hover, the hairline, amounts flush right with muted currencies."""

    def __init__(self, view: TableView, palette: Palette) -> None:
        super().__init__(view)
        self._view = view
        self._palette = palette

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draws one cell."""
        colours = self._palette
        area = QRect(option.rect)
        selected = self._view.selectionModel().isRowSelected(index.row(), QModelIndex())
        painter.save()
        if selected:
            active = focused_in(self._view) in (self._view, None)
            painter.fillRect(area, colours.color("selection" if active else "selection_inactive"))
        elif self._view.hovered_row == index.row():
            painter.fillRect(area, colours.color("hover"))
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), colours.color("border"))
        mirrored = self._view.isRightToLeft()
        first, last = self._view.edge_columns()
        if selected and index.column() == first:
            x = area.right() - _SELECTED_EDGE + 1 if mirrored else area.left()
            painter.fillRect(QRect(x, area.top(), _SELECTED_EDGE, area.height()), colours.color("accent"))
        inside = self._view.inside(area, index.column(), first, last)
        self._draw_cell(painter, inside, self._view.register_model().cell(index.row(), index.column()))
        if selected and index == self._view.currentIndex() and self._view.hasFocus():
            painter.setPen(QPen(colours.color("focus"), 1, Qt.PenStyle.DotLine))
            painter.drawRect(area.adjusted(_SELECTED_EDGE + 1, 1, -2, -3))
        painter.restore()

    def _draw_cell(self, painter: QPainter, inside: QRect, cell: CellView) -> None:
        colours = self._palette
        painter.setFont(font(TextStyle.BODY))
        ink = "negative" if cell.alarming else "text_secondary" if cell.muted else "text"
        if cell.right:
            painter.setPen(colours.color(ink))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(inside, right, cell.text)
            if cell.prefix:
                painter.setPen(colours.color("muted"))
                room = inside.adjusted(0, 0, -(painter.fontMetrics().horizontalAdvance(cell.text) + 4), 0)
                painter.drawText(room, right, cell.prefix)
            return
        mirrored = self._view.isRightToLeft()
        if cell.depth:
            shift = cell.depth * INDENT
            inside = inside.adjusted(0, 0, -shift, 0) if mirrored else inside.adjusted(shift, 0, 0, 0)
        if cell.turned_back:
            inside = draw_arrow(painter, inside, colours, mirrored=mirrored)
        painter.setPen(colours.color(ink))
        start = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        width = inside.width() - tag_room(cell.tag)
        shown = painter.fontMetrics().elidedText(cell.text, Qt.TextElideMode.ElideRight, width)
        painter.drawText(inside, start | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter, shown)
        if cell.tag:
            text = painter.fontMetrics().horizontalAdvance(shown)
            draw_tag(painter, inside, cell.tag, colours, after=text, mirrored=mirrored)

    def helpEvent(self, event: Any, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """Shows a text that does not fit as a whole."""
        if event.type() == QEvent.Type.ToolTip and index.isValid():
            cell = self._view.register_model().cell(index.row(), index.column())
            inside = self._view.inside(option.rect, index.column(), *self._view.edge_columns())
            room = inside.width() - tag_room(cell.tag) - (ARROW_ROOM if cell.turned_back else 0)
            if not cell.right and text_width(cell.text, TextStyle.BODY) > room:
                QToolTip.showText(event.globalPos(), cell.text, view)
                return True
        return super().helpEvent(event, view, option, index)


class TableHead(PlainHead):
    """Headings: small and muted, over amounts flush right; the sorted one wears an arrow after its word."""

    def __init__(self, view: TableView, palette: Palette) -> None:
        super().__init__(view, palette)
        self._view = view
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setMinimumSectionSize(40)
        self.setFixedHeight(HEAD)
        self.setStretchLastSection(False)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Draws one heading."""
        painter.save()
        colours = self._palette
        painter.fillRect(rect, colours.color("sunken"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), colours.color("border_strong"))
        model = self._view.register_model()
        key, descending = model.query.order
        is_sorted = model.columns[logicalIndex].key == key
        inside = self._view.inside(rect, logicalIndex, *self._view.edge_columns())
        painter.setFont(self.font())
        painter.setPen(colours.color("text" if is_sorted else "muted"))
        text = str(model.headerData(logicalIndex, Qt.Orientation.Horizontal) or "")
        x = self._draw_word(painter, inside, text, logicalIndex, arrow=_ARROW if is_sorted else 0)
        if is_sorted:
            name = Icon.SORT_DOWN if descending else Icon.SORT_UP
            painter.drawPixmap(x, rect.center().y() - 5, pixmap(name, colours.text, size=12))
        painter.restore()

    def _draw_word(self, painter: QPainter, inside: QRect, text: str, place: int, *, arrow: int) -> int:
        """Draws the word of a heading; returns where its arrow stands, behind it in reading direction."""
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(0, inside.width() - arrow))
        width = painter.fontMetrics().horizontalAdvance(shown)
        if self._view.isRightToLeft():
            side, room, x = Qt.AlignmentFlag.AlignRight, inside, inside.right() - width - _ARROW
        elif self._view.is_flush_right(place):
            side, room, x = Qt.AlignmentFlag.AlignRight, inside.adjusted(0, 0, -arrow, 0), inside.right() - 12
        else:
            side, room, x = Qt.AlignmentFlag.AlignLeft, inside, inside.left() + width + 4
        painter.drawText(room, side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter, shown)
        return x

    def sizeHint(self) -> QSize:
        """One row."""
        return QSize(super().sizeHint().width(), HEAD)


class TableView(RowTable):
    """The table. `opened` carries the id of a record that was opened, `selected` of the one selected (0 for none)."""

    opened = Signal(int)
    selected = Signal(int)
    escaped = Signal()
    resized = Signal()

    def __init__(self, *, palette: Palette, comfortable: bool) -> None:
        super().__init__()
        self._told = 0
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalHeader(TableHead(self, palette))
        side = self.verticalHeader()
        side.hide()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setMinimumSectionSize(ROW)  # else a font with high lines would have its way
        side.setDefaultSectionSize(ROW_COMFORTABLE if comfortable else ROW)
        self.setItemDelegate(RowDelegate(self, palette))
        self.doubleClicked.connect(lambda _index: self._open_current())

    def register_model(self) -> RegisterModel:
        """The model, which is always a register's."""
        model = self.model()
        assert isinstance(model, RegisterModel)  # noqa: S101 - nothing else is ever set
        return model

    def is_flush_right(self, place: int) -> bool:
        """Whether the values of a column stand flush right."""
        columns = self.register_model().columns
        return 0 <= place < len(columns) and columns[place].kind in NUMERIC_KINDS

    def edge_columns(self) -> tuple[int, int]:
        """The first and the last column as they stand on the screen."""
        head = self.horizontalHeader()
        return (head.logicalIndex(0), head.logicalIndex(head.count() - 1)) if head.count() else (0, 0)

    def inside(self, area: QRect, place: int, first: int, last: int) -> QRect:
        """The room for the text of a cell: more at the edges of the table."""
        start = EDGE_PADDING if place == first else PADDING
        end = 16 if place == last else PADDING
        return area.adjusted(end, 0, -start, -1) if self.isRightToLeft() else area.adjusted(start, 0, -end, -1)

    def current_id(self) -> int:
        """The id of the current record, or 0."""
        row = self.register_model().row(self.currentIndex().row()) if self.currentIndex().isValid() else None
        return row.id if row is not None else 0

    def chosen_rows(self) -> list[int]:
        """The positions of the selected rows, in order."""
        selection = self.selectionModel().selection()
        ranges = [selection.at(number) for number in range(selection.count())]
        return sorted({row for part in ranges for row in range(part.top(), part.bottom() + 1)})

    def _open_current(self) -> None:
        if self.current_id():
            self.opened.emit(self.current_id())

    def selectionChanged(self, selected: Any, deselected: Any) -> None:
        """Tells which record is selected."""
        super().selectionChanged(selected, deselected)
        self._tell_selected()

    def currentChanged(self, current: Any, previous: Any) -> None:
        """Tells which record is current."""
        super().currentChanged(current, previous)
        self._tell_selected()

    def dataChanged(self, first: Any, last: Any, roles: Any = ()) -> None:
        """Tells of the current record when it arrives: one may jump to rows that are not read yet."""
        super().dataChanged(first, last, roles)
        if not self._told and first.row() <= self.currentIndex().row() <= last.row():
            self._tell_selected()

    def _tell_selected(self) -> None:
        self._told = self.current_id()
        self.selected.emit(self._told)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tells that there is more or less room."""
        super().resizeEvent(event)
        self.resized.emit()

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Home and End go to the first and the last record, not to the ends of the row."""
        rows = self.register_model().rowCount()
        if rows and action is QAbstractItemView.CursorAction.MoveHome:
            return self.model().index(0, max(0, self.currentIndex().column()))
        if rows and action is QAbstractItemView.CursorAction.MoveEnd:
            return self.model().index(rows - 1, max(0, self.currentIndex().column()))
        return super().moveCursor(action, modifiers)

    def selectRow(self, row: int) -> None:
        """Selects one row. Qt's own finds none in a mirrored table."""
        index = self.model().index(row, 0)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Esc is told; the rest is the table's."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._open_current()
            case Qt.Key.Key_Escape:
                self.escaped.emit()
            case _:
                super().keyPressEvent(event)


class TotalsBar(QWidget):
    """What the columns sum to, fixed below the table; it follows their widths and the scrolling."""

    def __init__(self, view: TableView, *, palette: Palette) -> None:
        super().__init__()
        self._view = view
        self._palette = palette
        self._label = ""
        self._notes: tuple[str, ...] = ()
        self._sums: dict[int, str] = {}
        self.setFixedHeight(32)
        head = view.horizontalHeader()
        head.sectionResized.connect(lambda *_sizes: self.update())
        head.sectionMoved.connect(lambda *_places: self.update())
        view.horizontalScrollBar().valueChanged.connect(lambda _value: self.update())

    def show_totals(self, text: str, sums: dict[int, str], *, notes: Sequence[str] = ()) -> None:
        """Shows a count and a sum per column; `notes` say what could not be added, the fullest first.

        The fullest that fits is shown, whole or not at all, as it holds amounts; the first is the tooltip.
        """
        self._label, self._sums, self._notes = text, sums, tuple(notes)
        whole = self._notes[0] if self._notes else ""
        self.setToolTip(whole)
        self.setAccessibleName(" ".join([text, *sums.values(), whole]))
        self.update()

    def note_within(self, width: float) -> str:
        """The fullest note that is no wider than `width`."""
        return next((note for note in self._notes if text_width(note, TextStyle.CAPTION) <= width), "")

    @property
    def text(self) -> str:
        """The count, as shown."""
        return self._label

    def sum_of(self, place: int) -> str:
        """The sum of a column, as shown."""
        return self._sums.get(place, "")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws count and sums under their columns."""
        painter = QPainter(self)
        colours = self._palette
        painter.fillRect(self.rect(), colours.color("sunken"))
        painter.fillRect(QRect(0, 0, self.width(), 1), colours.color("border_strong"))
        painter.setFont(font(TextStyle.STRONG))
        mirrored = self._view.isRightToLeft()
        free = QRectF(self.rect())
        for place, text in self._sums.items():
            area = self._area(place)
            room = self._view.inside(area, place, *self._view.edge_columns())
            room.setLeft(room.right() - max(room.width(), text_width(text, TextStyle.STRONG)))
            painter.setPen(colours.color("negative" if "\u2212" in text else "text"))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(room, right, text)
            if mirrored:
                free.setLeft(max(free.left(), room.right()))
            else:
                free.setRight(min(free.right(), room.left()))
        self._draw_count(painter, free, mirrored=mirrored)

    def _area(self, place: int) -> QRect:
        return QRect(
            QPoint(self._view.columnViewportPosition(place) + self._view.viewport().x(), 1),
            QSize(self._view.columnWidth(place), self.height() - 1),
        )

    def _draw_count(self, painter: QPainter, free: QRectF, *, mirrored: bool) -> None:
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        room = free.adjusted(8, 1, -EDGE_PADDING, 0) if mirrored else free.adjusted(EDGE_PADDING, 1, -8, 0)
        painter.setPen(self._palette.color("text"))
        painter.drawText(room, flags, self._label)
        taken = text_width(self._label, TextStyle.STRONG) + 12
        rest = room.adjusted(0, 0, -taken, 0) if mirrored else room.adjusted(taken, 0, 0, 0)
        painter.setFont(font(TextStyle.CAPTION))
        painter.setPen(self._palette.color("muted"))
        painter.drawText(rest, flags, self.note_within(rest.width()))
