"""What our tables have in common: Qt draws no lines, headings stand on a ground, the row under the mouse shows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from desktop.ui.theme import Palette, TextStyle, font


class PlainTable(QTableView):
    """A table without Qt's lines, editing and walking by Tab."""

    def __init__(self) -> None:
        super().__init__()
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)


class RowTable(PlainTable):
    """A table of whole rows; `hovered_row` is the one under the mouse, -1 for none."""

    def __init__(self) -> None:
        super().__init__()
        self.hovered_row = -1
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follows the mouse, row by row."""
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: QEvent) -> None:
        """Forgets the mouse."""
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, row: int) -> None:
        if row != self.hovered_row:
            self.hovered_row = row
            self.viewport().update()

    def keyboardSearch(self, search: str) -> None:
        """Letters do not search: that would walk through a million rows. The search field is there for it."""


class PlainHead(QHeaderView):
    """Headings on a ground of their own, with a line below."""

    def __init__(self, view: QTableView, palette: Palette) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._palette = palette
        self.setFont(font(TextStyle.SMALL))
        self.setHighlightSections(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the ground behind and beside the headings, then the headings."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), self._palette.color("sunken"))
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), self._palette.color("border_strong"))
        painter.end()
        super().paintEvent(event)
