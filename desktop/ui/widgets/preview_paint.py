"""Draws the rows of an import preview: tick, status with its sign, values with what they replace, and what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QModelIndex, QRect, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from desktop.services.imports import STATUS_NAMES, PreviewRow, Status
from desktop.ui.models.preview_cells import LEADING, ROW, STATUS, STATUS_INKS, TICK, PreviewCell
from desktop.ui.models.preview_model import Index, PreviewModel
from desktop.ui.theme import Icon, Palette, TextStyle, font, pixmap
from desktop.ui.widgets.basics import elided, flush_right, start_side, text_width
from desktop.ui.widgets.focus import focused_in
from desktop.ui.widgets.tick_box import BOX, draw_box

if TYPE_CHECKING:
    from desktop.ui.widgets.preview_table import PreviewTable

STATUS_ICONS = {
    Status.NEW: Icon.NEW,
    Status.CHANGED: Icon.EDIT,
    Status.SAME: Icon.SAME,
    Status.DUPLICATE: Icon.COPY,
    Status.CONFLICT: Icon.CONFLICT,
    Status.ERROR: Icon.ERROR,
}
PADDING, EDGE = 8, 20
_SELECTED_EDGE = 3
_SIGN = 14
_ARROW = 12
_LINE = 17


class PreviewDelegate(QStyledItemDelegate):
    """Draws one cell after the other."""

    def __init__(self, view: PreviewTable, palette: Palette) -> None:
        super().__init__(view)
        self._view = view
        self._palette = palette

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, selection, then what the column holds."""
        model, area = self._view.preview_model(), QRect(option.rect)
        row = model.at(index.row())
        painter.save()
        self._draw_ground(painter, area, index)
        if row is not None:
            painter.setClipRect(area)
            self._draw(painter, self._view.inside(area, index.column()), index, row, model)
            self._draw_ring(painter, area, index)
        painter.restore()

    def _draw_ground(self, painter: QPainter, area: QRect, index: Index) -> None:
        colours, view = self._palette, self._view
        selected = view.selectionModel().isRowSelected(index.row(), QModelIndex())
        if selected:
            active = focused_in(view) in (view, None)
            painter.fillRect(area, colours.color("selection" if active else "selection_inactive"))
        elif view.hovered_row == index.row():
            painter.fillRect(area, colours.color("hover"))
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), colours.color("border"))
        if selected and index.column() == 0:
            x = area.right() - _SELECTED_EDGE + 1 if view.isRightToLeft() else area.left()
            painter.fillRect(QRect(x, area.top(), _SELECTED_EDGE, area.height()), colours.color("accent"))

    def _draw(self, painter: QPainter, inside: QRect, index: Index, row: PreviewRow, model: PreviewModel) -> None:
        if self._has_note(index):
            middle = inside.top() + inside.height() // 2 + 1
            if index.column() >= LEADING:
                self._draw_note(painter, index.row(), middle, model)
            inside = QRect(inside.left(), middle - _LINE, inside.width(), _LINE)
        match index.column():
            case column if column == TICK:
                box = QRect(inside)
                if self._view.isRightToLeft():
                    box.setLeft(inside.right() - BOX + 1)
                on = Qt.CheckState.Checked if model.is_taken(index.row()) else Qt.CheckState.Unchecked
                draw_box(painter, box, on, self._palette, usable=model.can_tick(index.row()))
            case column if column == ROW:
                painter.setFont(font(TextStyle.BODY))
                painter.setPen(self._palette.color("muted"))
                painter.drawText(inside, flush_right(), str(row.row + 1))
            case column if column == STATUS:
                self._draw_status(painter, inside, row.status)
            case _:
                self._draw_cell(painter, inside, model.cell(index.row(), index.column()))

    def _draw_note(self, painter: QPainter, position: int, top: int, model: PreviewModel) -> None:
        """What is said of the row runs on below its other values; each cell draws its part of it."""
        (note, ink), room = model.note(position), self._view.note_room(position)
        painter.setFont(font(TextStyle.CAPTION))
        painter.setPen(self._palette.color(ink))
        painter.setLayoutDirection(self._view.layoutDirection())
        line = QRect(room.left(), top, room.width(), _LINE)
        shown = elided(note, painter.fontMetrics(), line.width())
        painter.drawText(line, start_side() | Qt.AlignmentFlag.AlignVCenter, shown)

    def _draw_status(self, painter: QPainter, inside: QRect, status: Status) -> None:
        ink = self._palette.color(STATUS_INKS[status])
        mirrored = self._view.isRightToLeft()
        x = inside.right() - _SIGN + 1 if mirrored else inside.left()
        sign = pixmap(STATUS_ICONS[status], ink.name(), size=_SIGN)
        painter.drawPixmap(x, inside.center().y() - _SIGN // 2 + 1, sign)
        shift = _SIGN + 6
        room = inside.adjusted(0, 0, -shift, 0) if mirrored else inside.adjusted(shift, 0, 0, 0)
        painter.setFont(font(TextStyle.BODY if status is Status.SAME else TextStyle.STRONG))
        painter.setPen(ink)
        name = self._view.words(STATUS_NAMES[status])
        painter.drawText(room, start_side() | Qt.AlignmentFlag.AlignVCenter, name)

    def _draw_cell(self, painter: QPainter, inside: QRect, cell: PreviewCell) -> None:
        """One line in the middle; two where something is replaced."""
        if cell.old is None or inside.height() < 2 * _LINE:
            self._draw_line(painter, inside, cell)
            return
        middle = inside.top() + inside.height() // 2
        self._draw_old(painter, QRect(inside.left(), middle - _LINE, inside.width(), _LINE), cell)
        self._draw_line(painter, QRect(inside.left(), middle, inside.width(), _LINE), cell)

    def _draw_line(self, painter: QPainter, room: QRect, cell: PreviewCell) -> None:
        painter.setFont(font(TextStyle.STRONG if cell.strong else TextStyle.BODY))
        painter.setPen(self._palette.color(cell.ink))
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # a value is read in its own direction
        if not cell.right:
            shown = elided(" ".join(cell.text.split()), painter.fontMetrics(), room.width())
            painter.drawText(room, start_side() | Qt.AlignmentFlag.AlignVCenter, shown)
            return
        painter.drawText(room, flush_right(), cell.text)
        if cell.prefix:
            painter.setFont(font(TextStyle.BODY))
            painter.setPen(self._palette.color("muted"))
            style = TextStyle.STRONG if cell.strong else TextStyle.BODY
            painter.drawText(room.adjusted(0, 0, -(text_width(cell.text, style) + 4), 0), flush_right(), cell.prefix)

    def _draw_old(self, painter: QPainter, room: QRect, cell: PreviewCell) -> None:
        """What was there, muted, with an arrow that leads on from it."""
        painter.setFont(font(TextStyle.SMALL))
        painter.setPen(self._palette.color("muted"))
        mirrored = self._view.isRightToLeft()
        arrow = pixmap(Icon.FORWARD, self._palette.muted, size=_ARROW)
        y = room.center().y() - _ARROW // 2 + 1
        old = cell.old or ""
        if cell.right:  # amounts keep their places, so the arrow stands behind them in either direction
            painter.drawText(room.adjusted(0, 0, -(_ARROW + 3), 0), flush_right(), old)
            painter.drawPixmap(room.right() - _ARROW + 1, y, arrow)
            return
        shown = elided(" ".join(old.split()), painter.fontMetrics(), room.width() - _ARROW - 4)
        painter.drawText(room, start_side() | Qt.AlignmentFlag.AlignVCenter, shown)
        width = painter.fontMetrics().horizontalAdvance(shown) + 4
        painter.drawPixmap(room.right() - width - _ARROW + 1 if mirrored else room.left() + width, y, arrow)

    def _draw_ring(self, painter: QPainter, area: QRect, index: Index) -> None:
        """Around the cell one is in, as F2 would correct it."""
        if index == self._view.currentIndex() and self._view.hasFocus():
            painter.setPen(QPen(self._palette.color("focus"), 1, Qt.PenStyle.DotLine))
            below = _LINE if self._has_note(index) else 0  # what is said of the row runs through below
            painter.drawRect(area.adjusted(2, 1, -3, -3 - below))

    def _has_note(self, index: Index) -> bool:
        """Whether a cell leaves its lower half to what is said of its row."""
        view, model = self._view, self._view.preview_model()
        row = model.at(index.row())
        if row is None or not model.note(index.row())[0] or view.rowHeight(index.row()) <= 2 * _LINE:
            return False
        replaced = index.column() >= LEADING and model.columns[index.column() - LEADING].key in row.old
        return not replaced and not view.note_room(index.row()).isEmpty()

    def helpEvent(self, event: Any, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """Shows whole what does not fit: a text, and what is said of the row."""
        if event.type() == QEvent.Type.ToolTip and index.isValid() and index.column() >= LEADING:
            cell = self._view.preview_model().cell(index.row(), index.column())
            width = self._view.inside(option.rect, index.column()).width()
            told = []
            if cell.old is not None and text_width(cell.old, TextStyle.SMALL) > width - _ARROW:
                told.append(cell.old)
            if not cell.right and text_width(cell.text, TextStyle.BODY) > width:
                told.append(cell.text)
            note, _ink = self._view.preview_model().note(index.row())
            if note and text_width(note, TextStyle.CAPTION) > self._view.note_room(index.row()).width():
                told.append(note)
            if told:
                QToolTip.showText(event.globalPos(), "\n".join(told), view)
                return True
        return super().helpEvent(event, view, option, index)
