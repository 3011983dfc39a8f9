"""Draws the cells of a grid: lines on all sides, for this is a spreadsheet; tinted where a cell is worked out."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QToolTip

from desktop.ui.models.grid_cells import GridCell, GridModel, Index
from desktop.ui.theme import Icon, Palette, TextStyle, font, pixmap
from desktop.ui.widgets.basics import flush_right, start_side, text_width

PADDING, FIRST_PADDING, LAST_PADDING = 6, 20, 12
_GROUNDS = {"": "surface", "worked": "sunken", "changed": "accent_soft", "heading": "background"}
_SIGN = 14


def model_of(view: QTableView) -> GridModel:
    """The model of a grid."""
    model = view.model()
    assert isinstance(model, GridModel)  # noqa: S101 - nothing else is ever set
    return model


def inside(view: QTableView, area: QRect, column: int) -> QRect:
    """The room for the text of a cell: more at the edges of the grid."""
    last = model_of(view).columnCount() - 1
    start = FIRST_PADDING if column == 0 else PADDING
    end = LAST_PADDING if column == last else PADDING
    return area.adjusted(end, 0, -start, -1) if view.isRightToLeft() else area.adjusted(start, 0, -end, -1)


def style_of(cell: GridCell) -> TextStyle:
    """The letters of a cell."""
    return TextStyle.STRONG if cell.strong else TextStyle.BODY


def room_for(cell: GridCell) -> int:
    """How wide a cell has to be inside: its text, and the sign before an amount."""
    return text_width(cell.text, style_of(cell)) + (_SIGN + 4 if cell.over else 0)


def ink_of(cell: GridCell) -> str:
    """The name of the colour that a cell is written in."""
    return {"": "text", "secondary": "text_secondary"}.get(cell.ink, cell.ink)


class GridDelegate(QStyledItemDelegate):
    """Draws one cell after the other."""

    def __init__(self, view: QTableView, palette: Palette) -> None:
        super().__init__(view)
        self._view = view
        self._palette = palette

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, lines, text, and the ring of the cell one is in."""
        view, row, column = self._view, index.row(), index.column()
        area = QRect(option.rect)
        cell = model_of(view).cell(row, column)
        painter.save()
        painter.fillRect(area, self._palette.color(self._ground(index, cell)))
        self._draw_lines(painter, area, index, cell)
        painter.setClipRect(area)
        spread = model_of(view).spread(row)
        if spread is not None and spread[0] <= column <= spread[1]:
            self._draw_spread(painter, area, row, spread)
        else:
            here = column == 0 and row == view.currentIndex().row() and cell.ground != "heading"
            self._draw_text(painter, inside(view, area, column), cell, strong=cell.strong or here)
        self._draw_ring(painter, area, index, cell)
        painter.restore()

    def _ground(self, index: Index, cell: GridCell) -> str:
        view = self._view
        if index.column() == 0 and index.row() == view.currentIndex().row() and cell.ground != "heading":
            return "selection"
        chosen = view.selectionModel().isSelected(index) and index != view.currentIndex()
        return "selection" if chosen else _GROUNDS[cell.ground]

    def _draw_lines(self, painter: QPainter, area: QRect, index: Index, cell: GridCell) -> None:
        heading = cell.ground == "heading"
        below = self._palette.color("border_strong" if heading else "border")
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), below)
        spread = model_of(self._view).spread(index.row())
        within = spread is not None and spread[0] < index.column() <= spread[1]
        if not heading and index.column() and not within:  # none at the edge where reading starts
            x = area.right() if self._view.isRightToLeft() else area.left()
            painter.fillRect(QRect(x, area.top(), 1, area.height()), self._palette.color("border"))

    def _draw_text(self, painter: QPainter, room: QRect, cell: GridCell, *, strong: bool) -> None:
        made = QFont(font(TextStyle.STRONG if strong else TextStyle.BODY))
        if cell.crossed:
            made.setStrikeOut(True)
        painter.setFont(made)
        painter.setPen(self._palette.color(ink_of(cell)))
        if cell.trouble or cell.over:
            self._draw_sign(painter, room, Icon.ERROR if cell.trouble else Icon.SERIOUS, before=cell.right)
        if cell.right:
            painter.drawText(room, flush_right(), cell.text)
            return
        shown = painter.fontMetrics().elidedText(cell.text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, start_side() | Qt.AlignmentFlag.AlignVCenter, shown)

    def _draw_sign(self, painter: QPainter, room: QRect, name: Icon, *, before: bool) -> None:
        """At the side where reading starts; `before` an amount at the left, for amounts are never mirrored."""
        x = room.right() - _SIGN + 1 if self._view.isRightToLeft() and not before else room.left()
        place = QRect(x, room.center().y() - _SIGN // 2 + 1, _SIGN, _SIGN)
        painter.drawPixmap(place.topLeft(), pixmap(name, self._palette.negative, size=_SIGN))

    def _draw_spread(self, painter: QPainter, area: QRect, row: int, spread: tuple[int, int]) -> None:
        """A text that reaches over several columns: each of its cells draws the part that lies in it."""
        view, model = self._view, model_of(self._view)
        rights = [view.columnViewportPosition(place) + view.columnWidth(place) for place in spread]
        lefts = [view.columnViewportPosition(place) for place in spread]
        whole = QRect(min(lefts), area.top(), max(rights) - min(lefts), area.height())
        cell = model.cell(row, spread[0])
        room = inside(view, whole, spread[0])
        if cell.ink == "muted":
            room = self._draw_plus(painter, room)
        self._draw_text(painter, room, cell, strong=cell.strong)
        note = model.note(row)
        if note:
            taken = text_width(cell.text, style_of(cell)) + 6
            rest = room.adjusted(0, 0, -taken, 0) if view.isRightToLeft() else room.adjusted(taken, 0, 0, 0)
            self._draw_text(painter, rest, GridCell(note, ink="muted"), strong=False)

    def _draw_plus(self, painter: QPainter, room: QRect) -> QRect:
        """The plus before what adds a line; returns the room that is left."""
        mirrored = self._view.isRightToLeft()
        x = room.right() - 11 if mirrored else room.left()
        painter.drawPixmap(x, room.center().y() - 5, pixmap(Icon.NEW, self._palette.muted, size=12))
        return room.adjusted(0, 0, -16, 0) if mirrored else room.adjusted(16, 0, 0, 0)

    def _draw_ring(self, painter: QPainter, area: QRect, index: Index, cell: GridCell) -> None:
        here = index == self._view.currentIndex()
        if not here and not cell.trouble:
            return
        active = self._view.hasFocus() or cell.trouble
        name = "negative" if cell.trouble else "focus" if active else "border_control"
        painter.setPen(QPen(self._palette.color(name), 2 if active else 1))
        edge = area.adjusted(1, 1, -1, -1) if active else area.adjusted(0, 0, -1, -1)
        painter.drawRect(edge)

    def helpEvent(self, event: Any, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """Tells what is wrong, or shows a text that does not fit as a whole."""
        if event.type() == QEvent.Type.ToolTip and index.isValid():
            cell = model_of(self._view).cell(index.row(), index.column())
            room = inside(self._view, option.rect, index.column())
            cut = not cell.right and text_width(cell.text, style_of(cell)) > room.width()
            told = cell.trouble or cell.tip or (cell.text if cut else "")
            if told:
                QToolTip.showText(event.globalPos(), told, view)
                return True
        return super().helpEvent(event, view, option, index)
