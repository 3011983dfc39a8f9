"""Deployments on a line of time: a row for each one, dragged, zoomed and scrolled by mouse and keys.

Only the rows and months in sight are drawn, and only rows in sight are asked for. Dragging the end of the last bar of
a row tries another end; nothing is kept by it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from desktop.domain.period import ONE_DAY, Period, days_after, months_before, next_month
from desktop.language import Language, say
from desktop.ui.models.timeline_rows import Bar, GrantEnd, KnownRows, RowSource, TimelineRow
from desktop.ui.theme import Palette
from desktop.ui.widgets.timeline_axis import Step, TimeAxis
from desktop.ui.widgets.timeline_paint import HEAD, ROW, RowLook, Side, TimelinePainter

_GRAB = 6  # how near the end of a bar the mouse takes hold of it
_SPARE = 16  # what is left free after the last month
_ZOOM = 1.25
_LONGEST = 24  # months that are shown at first
_PAST = date(1990, 1, 1)
_FUTURE = date(2060, 1, 1)


@dataclass(frozen=True, slots=True)
class _Drag:
    """A bar whose end is held: which row, and where it was pressed from its end."""

    row: TimelineRow
    bar: Bar
    offset: float


def month_end(day: date) -> date:
    """The last day of the month of a day."""
    return next_month(day) - ONE_DAY


def nearest_month_end(day: date) -> date:
    """The end of a month that lies closest to a day."""
    before, after = day.replace(day=1) - ONE_DAY, month_end(day)
    return before if day - before < after - day else after


class Timeline(QAbstractScrollArea):
    """The timeline. `opened` and `chosen` carry the id of a deployment, `tried` with the last day that is tried for it
    (None to drop it), `axis_changed` says that days lie elsewhere now.
    """

    opened = Signal(int)
    chosen = Signal(int)
    tried = Signal(int, object)
    axis_changed = Signal()

    def __init__(self, *, palette: Palette, language: Language, today: date) -> None:
        super().__init__()
        self._language, self._today = language, today
        self.rows: RowSource = KnownRows()
        self.ends: Sequence[GrantEnd] = ()
        self.trials: dict[int, date] = {}
        self.current = -1
        self.can_try = True
        self.axis = TimeAxis(0.0, 1.0)
        self.side = Side.of(
            tuple(language.text(title) for title in _TITLES),  # type: ignore[arg-type]
            language.day(date(2019, 12, 31)),
        )
        self.painter = TimelinePainter(self.axis, self.side, palette=palette, language=language, today=today)
        self._span = Period(date(today.year, 1, 1), date(today.year + 1, 1, 1))
        self._fitted: Period | None = self._span
        self._drag: _Drag | None = None
        self._settling = False
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(language.text(say("Timeline of deployments")))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # time is dragged, wheeled and keyed
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(ROW)
        self.horizontalScrollBar().setSingleStep(24)
        self.horizontalScrollBar().valueChanged.connect(self._scrolled_sideways)

    def sizeHint(self) -> QSize:
        """Twelve rows and a year."""
        return QSize(900, HEAD + 12 * ROW)

    # --- what is shown -----------------------------------------------------------------------------------------------

    def show_rows(self, rows: RowSource, *, span: Period, ends: Sequence[GrantEnd] = ()) -> None:
        """Shows rows; `span` are the days from their first to their last. The row one is in stays the current one."""
        before = self.current_row
        self.rows, self.ends = rows, ends
        self._span = Period(max(span.start, _PAST), min(max(span.end, span.start + ONE_DAY), _FUTURE))
        place = rows.place(before.id) if before is not None else None
        self.current = place if place is not None else min(max(self.current, 0), rows.count - 1)
        if self._fitted is not None:
            self._fitted = self._first_view()
        self._settle()

    def _first_view(self) -> Period:
        """The year of today or the months before it, up to the last contract or the end of a grant, within two years."""
        start = date(self._today.year, 1, 1) if self._today.month > 3 else date(self._today.year - 1, 1, 1)
        start = min(max(start, self._span.start.replace(day=1)), start)
        last = max([self._span.last, *(end.day for end in self.ends)])
        end = min(next_month(max(last, self._today)), months_before(start, -_LONGEST))
        return Period(start, max(end, months_before(start, -12)))

    def fit(self) -> None:
        """Shows the days that are shown at first."""
        self._fitted = self._first_view()
        self._settle()

    @property
    def current_row(self) -> TimelineRow | None:
        """The row one is in."""
        return self.rows.row(self.current) if 0 <= self.current < self.rows.count else None

    def choose(self, number: int) -> None:
        """Makes a row the current one, and brings it into sight."""
        if not self.rows.count:
            return
        self.current = min(max(number, 0), self.rows.count - 1)
        top, bar = self.current * ROW, self.verticalScrollBar()
        room = self.viewport().height() - HEAD
        if top < bar.value():
            bar.setValue(top)
        elif top + ROW > bar.value() + room:
            bar.setValue(top + ROW - room)
        self._tell_current()
        self.viewport().update()

    def _tell_current(self) -> None:
        row = self.current_row
        if row is not None:
            said = [row.code, row.sex, row.station, row.ends, *(bar.told or bar.text for bar in row.bars), row.note]
            self.setAccessibleDescription(self._language.comma.join(part for part in said if part))
            self.chosen.emit(row.id)

    def set_trials(self, trials: Mapping[int, date]) -> None:
        """Draws these ends as tried, by deployment."""
        self.trials = dict(trials)
        self.viewport().update()

    # --- room and scrolling ------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The axis takes the room there is."""
        super().resizeEvent(event)
        self._settle()

    def _settle(self) -> None:
        """Puts axis and scroll bars in tune."""
        width, height = self.viewport().width(), self.viewport().height()
        self.axis.mirrored = self.isRightToLeft()
        self.axis.left = 0.0 if self.axis.mirrored else float(self.side.width)
        self.axis.right = float(width - self.side.width) if self.axis.mirrored else float(width)
        if self._fitted is not None:
            self.axis.show(self._fitted, spare=_SPARE)
        bar = self.verticalScrollBar()
        bar.setRange(0, max(self.rows.count * ROW - (height - HEAD), 0))
        bar.setPageStep(max(height - HEAD - ROW, ROW))
        self._settle_sideways()
        self.viewport().update()
        self.axis_changed.emit()

    @property
    def _whole(self) -> Period:
        """All days one can scroll to: a month more than there are bars, and what is in sight."""
        last = max([self._span.last, self._today, *(end.day for end in self.ends)])
        return Period(min(self._span.start, self._today).replace(day=1), months_before(last, -2))

    def _settle_sideways(self) -> None:
        axis, whole, bar = self.axis, self._whole, self.horizontalScrollBar()
        first = min(whole.start.toordinal(), axis.origin)
        last = max(whole.end.toordinal(), axis.origin + axis.width / axis.scale)
        self._settling = True
        bar.setPageStep(int(axis.width))
        bar.setRange(int(first * axis.scale), max(int(last * axis.scale - axis.width), int(first * axis.scale)))
        bar.setValue(int(axis.origin * axis.scale))
        self._settling = False

    def _scrolled_sideways(self, value: int) -> None:
        if not self._settling:
            self._fitted = None
            self.axis.origin = value / self.axis.scale
            self.viewport().update()
            self.axis_changed.emit()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """Draws anew what is in sight now."""
        self.viewport().update()

    def zoom(self, factor: float, x: float | None = None) -> None:
        """Makes days wider or narrower around a place, or else around today or the middle."""
        if x is None:
            x = self.axis.x(self._today)
            if not self.axis.left <= x <= self.axis.right:
                x = (self.axis.left + self.axis.right) / 2
        self._fitted = None
        self.axis.zoom(factor, x)
        self._settle()

    def go_to(self, day: date) -> None:
        """Puts a day into the middle."""
        self._fitted = None
        self.axis.origin = day.toordinal() - self.axis.width / self.axis.scale / 2
        self._settle()

    def _go_to_start(self, day: date) -> None:
        self._fitted = None
        self.axis.origin = float(day.toordinal())
        self._settle()

    # --- drawing -----------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the ground, the rows in sight, the uprights over them, and the head."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width, height = self.viewport().width(), self.viewport().height()
        first, last = self.rows_in_sight()
        self.rows.want(first, last)
        self.painter.clip(painter, height)
        self.painter.ground(painter, height, self._last_end, top=HEAD, lines_from=26)
        painter.setClipRect(0, HEAD, width, height - HEAD)
        self._draw_rows(painter, first, last, width)
        self.painter.clip(painter, height)
        self.painter.uprights(painter, height, self.ends, top=HEAD, head=True)
        painter.setClipping(False)
        self.painter.head(painter, width, self.ends)
        self.painter.edge(painter, height, top=20)

    def _draw_rows(self, painter: QPainter, first: int, last: int, width: int) -> None:
        shift = self.verticalScrollBar().value()
        shown: list[tuple[TimelineRow, float, RowLook]] = []
        for number in range(first, last):
            top = HEAD + number * ROW - shift
            self.painter.rule(painter, top, width)
            row = self.rows.row(number)
            if row is not None:
                chosen = number == self.current
                shown.append((row, top, RowLook(chosen, self.hasFocus(), self.trials.get(row.id))))
        for row, top, look in shown:
            self.painter.side_of(painter, row, top, width, look)
        painter.setClipRect(int(self.axis.left), HEAD, int(self.axis.width), self.viewport().height() - HEAD)
        for row, top, look in shown:
            self.painter.bars_of(painter, row, top, look)

    @property
    def _last_end(self) -> date | None:
        return max((end.day for end in self.ends), default=None)

    def rows_in_sight(self) -> tuple[int, int]:
        """The first row in sight and the one after the last."""
        shift, height = self.verticalScrollBar().value(), self.viewport().height() - HEAD
        return shift // ROW, min((shift + height) // ROW + 1, self.rows.count)

    # --- the mouse ---------------------------------------------------------------------------------------------------

    def row_at(self, y: float) -> int:
        """The number of the row at a height; -1 where there is none."""
        if y < HEAD:
            return -1
        number = int(y - HEAD + self.verticalScrollBar().value()) // ROW
        return number if number < self.rows.count else -1

    def end_of(self, row: TimelineRow) -> date | None:
        """The last day of a row as it is tried, or as it is; None when it cannot be dragged."""
        return self.trials.get(row.id) or (row.last.days.last if row.last is not None else None)

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
        return _Drag(row, row.last, place.x() - x) if abs(place.x() - x) <= _GRAB else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Takes hold of the end of a bar, or chooses a row."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        number = self.row_at(event.position().y())
        if number >= 0:
            self.choose(number)
        self._drag = self._held(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tries the day under the mouse, at the end of a month or with Shift to the day."""
        if self._drag is None:
            over = self._held(event.position()) is not None
            self.viewport().setCursor(Qt.CursorShape.SizeHorCursor if over else Qt.CursorShape.ArrowCursor)
            return
        day = self.axis.day_at(event.position().x() - self._drag.offset + (1 if self.axis.mirrored else -1))
        exact = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.try_end(self._drag.row, day if exact else nearest_month_end(day))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Lets go: what is tried stays, until it is kept or dropped."""
        held, self._drag = self._drag, None
        if held is not None:
            self.tried.emit(held.row.id, self.trials.get(held.row.id))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Opens a deployment."""
        row = self.rows.row(self.row_at(event.position().y())) if self.row_at(event.position().y()) >= 0 else None
        if row is not None and event.button() is Qt.MouseButton.LeftButton:
            self.opened.emit(row.id)

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
        self.tried.emit(row.id, self.trials.get(row.id))

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

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The row one is in turns blue."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The row one is in turns grey."""
        super().focusOutEvent(event)
        self.viewport().update()


_TITLES = (say("Volunteer"), say("Sex"), say("Station"), say("Contract ends"))
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right)
