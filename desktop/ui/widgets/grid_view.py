"""A grid: a table with cell lines whose heading stays and whose totals stand fixed at the foot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout, QWidget

from desktop.ui.models.grid_cells import GridModel
from desktop.ui.theme import Palette, TextStyle, font
from desktop.ui.widgets.basics import flush_right, start_side, text_width
from desktop.ui.widgets.grid_paint import (
    FIRST_PADDING,
    LAST_PADDING,
    PADDING,
    GridDelegate,
    ink_of,
    inside,
    model_of,
    room_for,
    style_of,
)
from desktop.ui.widgets.plain_table import PlainHead, PlainTable

ROW, HEAD, FOOT = 24, 28, 32
_SAMPLE_ROWS = 400


class HeadBar(PlainHead):
    """Headings, muted, over amounts flush right; the column one works on stands out."""

    def __init__(self, view: QTableView, palette: Palette) -> None:
        super().__init__(view, palette)
        self._view = view
        self.setMinimumSectionSize(30)
        self.setFixedHeight(HEAD)
        self.setSectionsClickable(False)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Draws one heading."""
        head = model_of(self._view).heads[logicalIndex]
        colours = self._palette
        painter.save()
        painter.fillRect(rect, colours.color("accent_soft" if head.strong else "sunken"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), colours.color("border_strong"))
        if logicalIndex:
            x = rect.right() if self._view.isRightToLeft() else rect.left()
            painter.fillRect(QRect(x, rect.top(), 1, rect.height() - 1), colours.color("border"))
        painter.setFont(font(TextStyle.STRONG if head.strong else TextStyle.SMALL))
        painter.setPen(colours.color("text" if head.strong else "muted"))
        room = inside(self._view, rect, logicalIndex)
        shown = painter.fontMetrics().elidedText(head.text, Qt.TextElideMode.ElideRight, room.width())
        side = flush_right() if head.right else start_side() | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, side, shown)
        painter.restore()

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(super().sizeHint().width(), HEAD)


class GridView(PlainTable):
    """The cells. `moved` carries the row and the column of the cell one is in."""

    moved = Signal(int, int)
    resized = Signal()
    head_lines = 1  # how many lines a heading may take

    def __init__(self, *, palette: Palette) -> None:
        super().__init__()
        self.colours = palette
        self._natural: list[int] = []
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setHorizontalHeader(HeadBar(self, palette))
        side = self.verticalHeader()
        side.hide()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setMinimumSectionSize(ROW)
        side.setDefaultSectionSize(ROW)
        self.setItemDelegate(GridDelegate(self, palette))

    def go_to(self, row: int, column: int) -> None:
        """Makes a cell the one that one is in, and shows it."""
        index = self.model().index(row, column)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def chosen(self) -> tuple[range, range]:
        """The rows and columns that are selected."""
        indexes = self.selectionModel().selectedIndexes()
        if not indexes:
            return range(0), range(0)
        rows, columns = [index.row() for index in indexes], [index.column() for index in indexes]
        return range(min(rows), max(rows) + 1), range(min(columns), max(columns) + 1)

    def currentChanged(self, current: Any, previous: Any) -> None:
        """Tells where one is; the row one leaves and the one one comes to are drawn anew."""
        super().currentChanged(current, previous)
        self.viewport().update()
        index = self.currentIndex()
        self.moved.emit(index.row(), index.column())

    def keyboardSearch(self, search: str) -> None:
        """Letters do not search: they are typed into the cell."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fits the columns to the room there is."""
        super().resizeEvent(event)
        self.share()
        self.resized.emit()

    def fit(self) -> None:
        """Measures every column: amounts are never cut."""
        rows = self.measured()
        self._natural = [self._natural_width(column, rows) for column in range(len(model_of(self).heads))]
        self.share()

    def measured(self) -> Sequence[int]:
        """The rows that say how wide the columns are."""
        return range(min(model_of(self).rowCount(), _SAMPLE_ROWS))

    def widen(self, first: int, last: int) -> None:
        """Measures some rows anew, and the foot; a column becomes wider where they need it."""
        if len(self._natural) != len(model_of(self).heads):
            self.fit()
            return
        rows = range(first, last + 1)
        wider = [max(width, self._natural_width(column, rows)) for column, width in enumerate(self._natural)]
        if wider != self._natural:
            self._natural = wider
            self.share()

    def share(self) -> None:
        """Gives each column its width; flexible texts share what is left."""
        heads, widths = model_of(self).heads, list(self._natural)
        if not heads or len(widths) != len(heads):
            return
        flexible = [column for column, head in enumerate(heads) if head.flexible]
        room = self.viewport().width() - sum(w for column, w in enumerate(widths) if column not in flexible)
        for place, column in enumerate(flexible):
            share = room // len(flexible) + (room % len(flexible) if place == 0 else 0)
            widths[column] = max(heads[column].width, share)
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
        fits = sum(widths) <= self.viewport().width()
        never, needed = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setHorizontalScrollBarPolicy(never if fits else needed)

    def _natural_width(self, column: int, rows: Sequence[int]) -> int:
        model = model_of(self)
        head = model.heads[column]
        if head.flexible:
            return head.width
        style = TextStyle.STRONG if head.strong else TextStyle.SMALL
        first, last = column == 0, column == len(model.heads) - 1
        padding = (FIRST_PADDING if first else PADDING) + (LAST_PADDING if last else PADDING) + 2
        foot = model.foot(column)
        word = min(self._heading_width(head.text, style), 2 * head.width)  # a longer one shows whole in the tooltip
        widest = max(word, room_for(foot))
        for row in rows:
            cell = model.cell(row, column)
            spread = model.spread(row)
            if cell.text and not (spread and spread[0] <= column <= spread[1]):
                widest = max(widest, room_for(cell))
        limit = 10_000 if head.right else head.width * 2
        return max(head.width, min(widest + padding, limit))

    def _heading_width(self, text: str, style: TextStyle) -> int:
        """How wide a heading is in its lines; none of its words is cut."""
        if self.head_lines == 1:
            return text_width(text, style)
        longest = max((text_width(word, style) for word in text.split()), default=0)
        return max(longest, -(-text_width(text, style) // self.head_lines) + longest // 2)


class FootBar(QWidget):
    """The total, fixed below the grid; it follows the widths of the columns and the scrolling."""

    def __init__(self, view: GridView) -> None:
        super().__init__()
        self._view = view
        self.setFixedHeight(FOOT)
        view.horizontalHeader().sectionResized.connect(lambda *_sizes: self.update())
        view.horizontalScrollBar().valueChanged.connect(lambda _value: self.update())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the sums under their columns."""
        view, painter = self._view, QPainter(self)
        painter.fillRect(self.rect(), view.colours.color("sunken"))
        painter.fillRect(QRect(0, 0, self.width(), 1), view.colours.color("border_strong"))
        model = model_of(view)
        for column in range(model.columnCount()):
            cell = model.foot(column)
            left = view.columnViewportPosition(column) + view.viewport().x()
            room = inside(view, QRect(left, 1, view.columnWidth(column), FOOT - 1), column)
            painter.setFont(font(style_of(cell)))
            painter.setPen(view.colours.color(ink_of(cell)))
            side = flush_right() if cell.right else start_side() | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(room, side, cell.text)


class Grid(QWidget):
    """A grid and its foot over a model."""

    def __init__(self, view: GridView, model: GridModel, *, name: str) -> None:
        super().__init__()
        self.view = view
        view.setModel(model)
        view.setAccessibleName(name)
        self.foot = FootBar(view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(view, 1)
        layout.addWidget(self.foot)
        model.modelReset.connect(view.fit)
        model.modelReset.connect(self.foot.update)
        model.dataChanged.connect(self._follow)

    def _follow(self, first: QModelIndex, last: QModelIndex) -> None:
        """Amounts may have become longer."""
        self.view.widen(first.row(), last.row())
        self.foot.update()
