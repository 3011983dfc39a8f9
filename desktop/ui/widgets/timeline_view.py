"""Deployments on a line of time, as far as they are looked at: rows, days, scrolling and drawing.

Only the rows and months in sight are drawn, and only rows in sight are asked for. `timeline` adds mouse and keys.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea

from desktop.domain.period import ONE_DAY, Period, months_before, next_month
from desktop.language import Language, say
from desktop.ui.models.timeline_rows import GrantEnd, KnownRows, RowSource, TimelineRow
from desktop.ui.theme import Palette
from desktop.ui.widgets.timeline_axis import TimeAxis
from desktop.ui.widgets.timeline_paint import HEAD, ROW, RowLook, Side, TimelinePainter

_SPARE = 16  # what is left free after the last month
_LONGEST = 18  # months that are shown at first
_PAST = date(1990, 1, 1)
_FUTURE = date(2060, 1, 1)
_TITLES = (say("Volunteer"), say("Sex"), say("Station"), say("Contract ends"))


class TimelineView(QAbstractScrollArea):
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
        self.untouched = True  # whether nobody chose a row yet
        self.axis = TimeAxis(0.0, 1.0)
        self.side = Side.of([language.text(title) for title in _TITLES], language.day(date(2019, 12, 31)))
        self.painter = TimelinePainter(self.axis, self.side, palette=palette, language=language, today=today)
        self._span = Period(date(today.year, 1, 1), date(today.year + 1, 1, 1))
        self._fitted: Period | None = self._span
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
        """From the year of today or before, to the last contract or end of a grant; two years at most."""
        start = date(self._today.year, 1, 1) if self._today.month > 3 else date(self._today.year - 1, 1, 1)
        end = min(next_month(max(self._span.last, self._today)), months_before(start, -_LONGEST))
        return Period(start, max(end, months_before(start, -15)))

    def fit(self) -> None:
        """Shows the days that are shown at first."""
        self._fitted = self._first_view()
        self._settle()

    def show_days(self, days: Period) -> None:
        """Shows these days at first, whatever others there are."""
        self._fitted = days
        self._settle()

    @property
    def current_row(self) -> TimelineRow | None:
        """The row one is in."""
        return self.rows.row(self.current) if 0 <= self.current < self.rows.count else None

    def choose_id(self, row_id: int) -> None:
        """Makes the row of a deployment the current one, where it has one."""
        place = self.rows.place(row_id)
        if place is not None:
            self.choose(place)

    def choose(self, number: int) -> None:
        """Makes a row the current one, and brings it into sight."""
        if not self.rows.count:
            return
        self.untouched = False
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

    def show_ends(self, ends: Sequence[GrantEnd]) -> None:
        """Draws other ends of grants."""
        self.ends = ends
        self.viewport().update()

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
        first = min(float(whole.start.toordinal()), axis.origin)
        last = max(float(whole.end.toordinal()), axis.origin + axis.width / axis.scale)
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
        shown: list[tuple[TimelineRow, int, RowLook]] = []
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

    def row_at(self, y: float) -> int:
        """The number of the row at a height; -1 where there is none."""
        if y < HEAD:
            return -1
        number = int(y - HEAD + self.verticalScrollBar().value()) // ROW
        return number if number < self.rows.count else -1

    def end_of(self, row: TimelineRow) -> date | None:
        """The last day of a row as it is tried, or as it is; None when it cannot be dragged."""
        return self.trials.get(row.id) or (row.last.days.last if row.last is not None else None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The row one is in turns blue."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The row one is in turns grey."""
        super().focusOutEvent(event)
        self.viewport().update()
