"""A table of a report: a grid without lines between columns, as high as it needs, whose figures can be asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen, QWheelEvent
from PySide6.QtWidgets import QScrollArea, QTableView, QWidget

from desktop.ui.models.grid_cells import GridCell, Index
from desktop.ui.models.report_model import ReportTableModel
from desktop.ui.theme import Palette, TextStyle, font
from desktop.ui.widgets.basics import flush_right, start_side
from desktop.ui.widgets.grid_paint import GridDelegate, inside, model_of
from desktop.ui.widgets.grid_view import GridView, HeadBar

ROW, HEAD = 26, 44


class _Head(HeadBar):
    """Headings that may have two lines, without a ground."""

    def __init__(self, view: QTableView, palette: Palette) -> None:
        super().__init__(view, palette)
        self.setFixedHeight(HEAD)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Draws one heading, at the foot of its room."""
        view, colours = self._view, self._palette
        painter.save()
        painter.fillRect(rect, colours.color("surface"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), colours.color("border_strong"))
        painter.setFont(font(TextStyle.SMALL))
        painter.setPen(colours.color("muted"))
        head = model_of(view).heads[logicalIndex]
        foot = Qt.AlignmentFlag.AlignBottom
        side = flush_right(foot) if head.right else start_side() | foot
        room = inside(view, rect, logicalIndex).adjusted(0, 2, 0, -4)
        painter.drawText(room, side | Qt.TextFlag.TextWordWrap, head.text)
        painter.restore()

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(super().sizeHint().width(), HEAD)


class _Delegate(GridDelegate):
    """Draws cells with a line below each row alone; the figure that was asked for stays marked."""

    def __init__(self, view: ReportTableView, palette: Palette) -> None:
        super().__init__(view, palette)
        self._table = view

    def _ground(self, index: Index, cell: GridCell) -> str:
        if self._table.asked == (index.row(), index.column()):
            return "accent_soft"
        return {"heading": "background", "worked": "sunken"}.get(cell.ground, "surface")

    def _draw_lines(self, painter: QPainter, area: QRect, _index: Index, _cell: GridCell) -> None:
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), self._palette.color("border"))

    def _draw_ring(self, painter: QPainter, area: QRect, index: Index, _cell: GridCell) -> None:
        if index == self._table.currentIndex() and self._table.hasFocus():
            painter.setPen(QPen(self._palette.color("focus"), 2))
            painter.drawRect(area.adjusted(1, 1, -1, -2))


class ReportTableView(GridView):
    """Shows a table whole; `explained` carries the key of a figure that someone pressed."""

    explained = Signal(str)
    head_lines = 2

    def __init__(self, model: ReportTableModel, *, palette: Palette, name: str) -> None:
        super().__init__(palette=palette)
        self.asked: tuple[int, int] | None = None
        self.report_model = model
        model.setParent(self)
        self.setHorizontalHeader(_Head(self, palette))
        side = self.verticalHeader()
        side.setMinimumSectionSize(ROW)
        side.setDefaultSectionSize(ROW)
        self.setItemDelegate(_Delegate(self, palette))
        self.setModel(model)
        self.setAccessibleName(name)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(self.Shape.NoFrame)
        self.setMouseTracking(True)
        self.fit()

    def measured(self) -> Sequence[int]:
        """Those with the largest figures: a total at the end of thousands of lines is not cut."""
        return self.report_model.widest_rows()

    def share(self) -> None:
        """Gives each column its width, and the table its height; with it the bar below where columns need one."""
        super().share()
        needed = sum(self.columnWidth(column) for column in range(self.report_model.columnCount()))
        bar = 12 if needed > self.viewport().width() else 0
        self.setFixedHeight(HEAD + ROW * self.report_model.rowCount() + 2 + bar)

    def mark(self, key: str) -> None:
        """Marks a figure; none with an empty key."""
        self.asked = self.report_model.place_of(key) if key else None
        self.viewport().update()

    def currentChanged(self, current: Any, previous: Any) -> None:
        """The page scrolls to the cell one is in: the table is shown whole, and Qt would scroll the table alone."""
        super().currentChanged(current, previous)
        around: QWidget | None = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if around is not None and self.hasFocus() and (sheet := around.widget()) is not None:
            cell = self.visualRect(self.currentIndex())
            middle = self.viewport().mapTo(sheet, cell.center())
            around.ensureVisible(middle.x(), middle.y(), cell.width() // 2, 2 * ROW)

    def key_at(self, index: QModelIndex) -> str:
        """The key of the figure in a cell; empty where there is none."""
        figure = self.report_model.figure(index.row(), index.column()) if index.isValid() else None
        return "" if figure is None else figure.key

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A figure that is pressed says where it comes from."""
        super().mousePressEvent(event)
        self._explain(self.indexAt(event.position().toPoint()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The hand says what can be pressed."""
        super().mouseMoveEvent(event)
        pressable = bool(self.key_at(self.indexAt(event.position().toPoint())))
        shape = Qt.CursorShape.PointingHandCursor if pressable else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and F7 ask where the figure comes from that one is on."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F7) and self.key_at(self.currentIndex()):
            self._explain(self.currentIndex())
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Up and down scrolls the page: the table is shown whole."""
        event.ignore()

    def _explain(self, index: QModelIndex) -> None:
        key = self.key_at(index)
        if key:
            self.explained.emit(key)
