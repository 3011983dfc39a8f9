"""The timeline of deployments with mouse and keys.

Dragging the end of the last bar of a row tries another end; nothing is kept by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip

from desktop.domain.period import ONE_DAY, days_after, next_month
from desktop.language import Language
from desktop.ui.models.timeline_rows import TimelineRow
from desktop.ui.theme import Palette
from desktop.ui.widgets.timeline_paint import HEAD, ROW
from desktop.ui.widgets.timeline_view import TimelineView

_GRAB = 6  # how near the end of a bar the mouse takes hold of it
_ZOOM = 1.25
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right)


@dataclass(frozen=True, slots=True)
class _Drag:
    """The end of the last bar of a row that is held, and where it was pressed from its end."""

    row: TimelineRow
    offset: float


@dataclass(frozen=True, slots=True)
class _Pan:
    """Time that is held and drawn along: where it was pressed, and where the bar of time stood then."""

    x: float
    value: int


def month_end(day: date) -> date:
    """The last day of the month of a day."""
    return next_month(day) - ONE_DAY


def nearest_month_end(day: date) -> date:
    """The end of a month that lies closest to a day."""
    before, after = day.replace(day=1) - ONE_DAY, month_end(day)
    return before if day - before < after - day else after


class Timeline(TimelineView):
    """The timeline. Where nothing is held but time, dragging draws time along.

    `menu_wanted` asks for the menu of the row one is in, at a place of the viewport.
    """

    menu_wanted = Signal(object)

    def __init__(self, *, palette: Palette, language: Language, today: date) -> None:
        super().__init__(palette=palette, language=language, today=today)
        self._drag: _Drag | None = None
        self._pan: _Pan | None = None

    # --- the mouse ---------------------------------------------------------------------------------------------------

    def _held(self, place: QPointF) -> _Drag | None:
        """What is taken hold of at a place: the end of the last bar of a row."""
        number = self.row_at(place.y())
        row = self.rows.row(number) if number >= 0 else None
        if row is None or row.last is None or not self.can_try:
            return None
        end = self.end_of(row)
        if end is None or not self.axis.left - _GRAB <= place.x() <= self.axis.right + _GRAB:
            return None
        x = self.axis.x(end + ONE_DAY)
        return _Drag(row, place.x() - x) if abs(place.x() - x) <= _GRAB else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Takes hold of the end of a bar, or chooses a row."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        number = self.row_at(event.position().y())
        if number >= 0:
            self.choose(number)
        self._drag = self._held(event.position())
        if self._drag is None and self.axis.left <= event.position().x() <= self.axis.right:
            self._pan = _Pan(event.position().x(), self.horizontalScrollBar().value())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tries the day under the mouse, at the end of a month or with Shift to the day."""
        if self._pan is not None:
            way = int(event.position().x() - self._pan.x)
            self.horizontalScrollBar().setValue(self._pan.value + (way if self.axis.mirrored else -way))
            return
        if self._drag is None:
            over = self._held(event.position()) is not None
            self.viewport().setCursor(Qt.CursorShape.SizeHorCursor if over else Qt.CursorShape.ArrowCursor)
            return
        day = self.axis.day_at(event.position().x() - self._drag.offset + (1 if self.axis.mirrored else -1))
        exact = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.try_end(self._drag.row, day if exact else nearest_month_end(day))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Lets go: what is tried stays, until it is kept or dropped."""
        self._drag = self._pan = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Opens a deployment."""
        row = self.rows.row(self.row_at(event.position().y())) if self.row_at(event.position().y()) >= 0 else None
        if row is not None and event.button() is Qt.MouseButton.LeftButton:
            self.opened.emit(row.id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of a row, by mouse where it was pressed, by key beside its code."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        number = self.current if by_key else self.row_at(event.pos().y())
        if number < 0:
            return
        self.choose(number)
        beside = QPoint(self.side.width, HEAD + (number + 1) * ROW - self.verticalScrollBar().value())
        self.menu_wanted.emit(beside if by_key else event.pos())

    def try_end(self, row: TimelineRow, day: date) -> None:
        """Draws another last day of a row; its own one means that nothing is tried."""
        bar = row.last
        if bar is None:
            return
        day = max(day, bar.days.start)
        if day == bar.days.last:
            self.trials.pop(row.id, None)
        else:
            self.trials[row.id] = day
        self.viewport().update()
        self.tried.emit(row.id, self.trials.get(row.id))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl days become wider or narrower, with Shift time goes by, else rows."""
        turned = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(_ZOOM ** (turned.y() / 120), event.position().x())
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            way = turned.y() or turned.x()
            self._sideways(-way)
        else:
            super().wheelEvent(event)

    def _sideways(self, way: int) -> None:
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() + way)

    def viewportEvent(self, event: QEvent) -> bool:
        """Hovering a bar tells its days."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            told = self.told_at(QPointF(event.pos()))
            if told:
                QToolTip.showText(event.globalPos(), told, self.viewport())
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    def told_at(self, place: QPointF) -> str:
        """What hovering a place says."""
        number = self.row_at(place.y())
        row = self.rows.row(number) if number >= 0 else None
        if not self.axis.left <= place.x() <= self.axis.right:
            return row.trouble if row is not None else ""
        near = [end for end in self.ends if abs(self.axis.x(end.day + ONE_DAY) - place.x()) <= 3]
        if row is None:
            return "\n".join(end.text for end in near)
        day = self.axis.day_at(place.x())
        bar = next((bar for bar in row.bars if day in bar.days), None)
        parts = [bar.told if bar is not None else "", row.trouble, *(end.text for end in near)]
        return "\n".join(part for part in parts if part)

    # --- keys --------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Alt and an arrow move the end of a bar here, and go nowhere else."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._tries(event):
            event.accept()
            return True
        return super().event(event)

    def _tries(self, event: QKeyEvent) -> bool:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        row = self.current_row
        return alt and event.key() in _ARROWS and self.can_try and row is not None and row.last is not None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Moves, opens, zooms, or tries another end."""
        if self._tries(event):
            self._try_by_key(event)
        elif not self._move(event) and not self._look_elsewhere(event):
            super().keyPressEvent(event)

    def _try_by_key(self, event: QKeyEvent) -> None:
        """A month later or earlier; with Shift a day."""
        row = self.current_row
        end = self.end_of(row) if row is not None else None
        if row is None or end is None:
            return
        later = (event.key() == Qt.Key.Key_Right) is not self.isRightToLeft()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            day = days_after(end, 1 if later else -1)
        elif later:
            day = month_end(end + ONE_DAY)
        else:
            day = end.replace(day=1) - ONE_DAY
        self.try_end(row, day)

    def _move(self, event: QKeyEvent) -> bool:
        """From row to row; Enter opens, Esc drops what is tried."""
        page = max((self.viewport().height() - HEAD) // ROW - 1, 1)
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -page, Qt.Key.Key_PageDown: page}
        row = self.current_row
        if event.key() in steps:
            self.choose(self.current + steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row is not None:
            self.opened.emit(row.id)
        elif event.key() == Qt.Key.Key_Escape and row is not None and row.id in self.trials:
            del self.trials[row.id]
            self.viewport().update()
            self.tried.emit(row.id, None)
        else:
            return False
        return True

    def _look_elsewhere(self, event: QKeyEvent) -> bool:
        """Along time: arrows by a month, Home and End, T for today, plus and minus to zoom; with Ctrl among rows."""
        among_rows = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        match event.key():
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                month = max(int(30 * self.axis.scale), 24)
                self._sideways(month if event.key() == Qt.Key.Key_Right else -month)
            case Qt.Key.Key_Home if among_rows:
                self.choose(0)
            case Qt.Key.Key_End if among_rows:
                self.choose(self.rows.count - 1)
            case Qt.Key.Key_Home:
                self._go_to_start(self._whole.start)
            case Qt.Key.Key_End:
                shown = self.axis.width / self.axis.scale
                self._go_to_start(days_after(self._whole.end, -int(shown)))
            case Qt.Key.Key_T:
                self.go_to(self._today)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom(_ZOOM)
            case Qt.Key.Key_Minus:
                self.zoom(1 / _ZOOM)
            case Qt.Key.Key_0:
                self.fit()
            case _:
                return False
        return True
