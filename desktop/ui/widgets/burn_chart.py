"""Spending against cash: received as a step, spent as an area, the forecast dashed, the award dotted; below it the burn
of each month. Today and the grant's end are uprights, the day on which cash ends is ringed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from desktop.domain.period import Period, months_before, next_month
from desktop.language import Language, say
from desktop.ui.theme import Palette, TextStyle, font
from desktop.ui.widgets.basics import text_width
from desktop.ui.widgets.charts import Chart, nice_step
from desktop.ui.widgets.pace_bar import hatch

BurnLine = Literal["received", "spent", "awarded", "forecast"]
LONGEST_SHOWN = 27  # months; of a longer grant the last year and what is to come are drawn
_LEVEL, _BESIDE = 16, 4  # the height of words over a chart, and how far they stand from a line they are beside
_BARS, _GAP, _FOOT = 44, 14, 20  # the bars of months, what parts them from the lines above, the names below
_RING = 4.5
_CENTRE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True, slots=True)
class BurnPoint:
    """At the end of a day: all that was spent and received so far."""

    day: date
    spent: float
    received: float


@dataclass(frozen=True, slots=True)
class BurnMonth:
    """What was spent in a month (its first day); `running` when it is not over."""

    month: date
    spent: float
    running: bool = False


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is to come: all that will be spent by some days, a month's pace, and the day on which cash ends."""

    path: Sequence[tuple[date, float]] = ()
    monthly: float = 0.0
    pace: str = ""
    cash_ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class _Day:
    """A day that stands out: where its line is, its words, their ink and their place."""

    x: float
    text: str
    ink: str
    place: QRectF


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the lines and the bars are drawn, and what the axis runs from and to."""

    plot: QRectF
    bars: QRectF | None
    base: float
    top: float

    def y(self, value: float) -> float:
        """The height of an amount."""
        return self.plot.bottom() - self.plot.height() * (value - self.base) / (self.top - self.base)


def shown_period(period: Period, today: date) -> Period:
    """The part of a grant's period that is drawn: all of it, or of a long one what began nine months ago or more."""
    months = (period.last.year - period.start.year) * 12 + period.last.month - period.start.month + 1
    if months <= LONGEST_SHOWN:
        return period
    first = months_before(min(today, period.last), 9).replace(month=1)
    end = min(period.end, months_before(first, -LONGEST_SHOWN))  # no end is set in some grants
    return Period(max(period.start, first), max(end, first + timedelta(days=1)))


def burn_pen(line: BurnLine, palette: Palette) -> QPen:
    """How a line of the chart is drawn, there and in its key."""
    match line:
        case "awarded":
            return QPen(palette.color("text_secondary"), 1, Qt.PenStyle.DotLine)
        case "forecast":
            pen = QPen(palette.color("accent"), 2)
            pen.setDashPattern([3, 2])
            return pen
        case "spent":
            return QPen(palette.color("accent"), 2)
    return QPen(palette.color("text"), 1.5)


class LineSample(QWidget):
    """A piece of a line of the chart, for its key."""

    def __init__(self, line: BurnLine, *, palette: Palette) -> None:
        super().__init__()
        self._pen = burn_pen(line, palette)
        self.setFixedSize(16, 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws it."""
        painter = QPainter(self)
        painter.setPen(self._pen)
        painter.drawLine(QPointF(0, 2), QPointF(self.width(), 2))


class BurnChart(Chart):
    """The chart; `show_outlook` draws another forecast on the same figures."""

    def __init__(
        self,
        points: Sequence[BurnPoint],
        *,
        period: Period,
        awarded: float,
        today: date,
        palette: Palette,
        language: Language,
        months: Sequence[BurnMonth] = (),
    ) -> None:
        super().__init__(palette=palette, language=language, height=260)
        self._period = shown_period(period, today)
        self._end = period.last
        self._points = [point for point in points if point.day < self._period.end or len(points) == 1]
        self._months = [month for month in months if month.month < self._period.end and month.month >= self._first]
        self._awarded = awarded
        self._today = today
        self._outlook = Outlook()
        self._name_it()

    @property
    def _first(self) -> date:
        return self._period.start.replace(day=1)

    def show_outlook(self, outlook: Outlook) -> None:
        """Draws what one method says."""
        self._outlook = outlook
        self._name_it()
        self.update()

    def _name_it(self) -> None:
        """What those hear who cannot see it."""
        language = self.language
        last = self._points[-1] if self._points else BurnPoint(self._today, 0, 0)
        sums = ((say("Awarded"), self._awarded), (say("Received"), last.received), (say("Spent"), last.spent))
        parts = [f"{language.text(name)} {self.amount_text(value)}" for name, value in sums]
        if self._outlook.cash_ends_on is not None:
            parts.append(self._cash_text(self._outlook.cash_ends_on))
        self.setAccessibleName(", ".join(parts))

    def _cash_text(self, day: date) -> str:
        return self.language.text(say("Cash ends {day}", day=self.language.day_and_month(day)))

    # --- the frame ----------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws bars, grid, area, steps, the forecast, and the uprights of today and the end."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame, days, step = self._frame()
        self.draw_grid(painter, frame.plot, step, frame.top, base=frame.base)
        self._draw_names(painter, frame)
        if frame.bars is not None:
            self._draw_bars(painter, frame.bars)
        painter.save()
        painter.setClipRect(frame.plot.adjusted(-2, -2, 2, 1))
        self._draw_spent(painter, frame)
        self._draw_received(painter, frame)
        self._draw_awarded(painter, frame)
        self._draw_forecast(painter, frame)
        painter.restore()
        for shown in days:
            self._draw_day(painter, frame, shown)
        self._draw_cash_end(painter, frame)

    def _frame(self) -> tuple[_Frame, list[_Day], float]:
        highest = max(
            [
                self._awarded,
                *(max(point.spent, point.received) for point in self._points),
                *(amount for _day, amount in self._outlook.path),
            ],
            default=1,
        )
        lowest = min((point.spent for point in self._before_shown()), default=0.0)
        step = nice_step(highest - max(lowest, 0.0), 4)
        base = step * math.floor(max(lowest, 0.0) / step)
        top = max(step * math.ceil(highest / step), base + step)
        axis = text_width(self.axis_text(top), TextStyle.CAPTION) + 10
        plot = QRectF(self.rect()).adjusted(axis, 22, -12, -_FOOT)
        if self.mirrored:
            plot = QRectF(self.rect()).adjusted(12, 22, -axis, -_FOOT)
        days = self._days(plot)
        plot.setTop(max(day.place.bottom() for day in days) + 6)
        bars = None
        if self._months and plot.height() > 2.5 * (_BARS + _GAP):
            bars = QRectF(plot.left(), plot.bottom() - _BARS, plot.width(), _BARS)
            plot.setBottom(bars.top() - _GAP)
        return _Frame(plot, bars, base, top), days, step

    def _before_shown(self) -> list[BurnPoint]:
        """The last point before the part that is drawn, where the lines come from."""
        before = [point for point in self._points if point.day < self._period.start]
        return before[-1:]

    def _x(self, plot: QRectF, day: date) -> float:
        share = (day - self._period.start).days / max(self._period.days, 1)
        return self.place(plot, min(max(share, 0.0), 1.0))

    def _after(self, plot: QRectF, day: date) -> float:
        """Where the end of a day lies."""
        return self._x(plot, day + timedelta(days=1))

    # --- the months ---------------------------------------------------------------------------------------------------

    def _draw_names(self, painter: QPainter, frame: _Frame) -> None:
        """The name of each month where there is room, else of each quarter; of a January the year."""
        bottom = (frame.bars or frame.plot).bottom()
        names = {month: self._month_name(month) for month in self._period.months()}
        slot = frame.plot.width() / max(len(names), 1)
        if max(text_width(name, TextStyle.CAPTION) for name in names.values()) + 6 > slot:
            names = {month: name for month, name in names.items() if month.month in (1, 4, 7, 10)}
        painter.setFont(font(TextStyle.CAPTION))
        painter.setPen(self.colours.muted)
        last = -1000.0
        for month, name in names.items():
            x = (self._x(frame.plot, month) + self._x(frame.plot, next_month(month))) / 2
            if abs(x - last) < text_width(name, TextStyle.CAPTION) + 6:
                continue
            last = x
            painter.drawText(QRectF(x - 30, bottom + 3, 60, 16), _CENTRE, name)

    def _month_name(self, month: date) -> str:
        return self.language.month(month.month) if month.month != 1 else str(month.year)

    def _draw_bars(self, painter: QPainter, box: QRectF) -> None:
        monthly = self._outlook.monthly
        highest = max([*(month.spent for month in self._months), monthly], default=0.0) or 1.0
        painter.fillRect(QRectF(box.left(), box.bottom(), box.width(), 1), self.colours.color("border_strong"))
        for month in self._months:
            ends = sorted((self._x(box, month.month), self._x(box, next_month(month.month))))
            width = min(26.0, (ends[1] - ends[0]) * 0.72)
            height = box.height() * max(month.spent, 0.0) / highest
            middle = (ends[0] + ends[1]) / 2
            bar = QRectF(round(middle - width / 2), box.bottom() - height, round(width), height)
            painter.fillRect(bar, hatch(self.colours.accent) if month.running else self.colours.color("accent"))
        if monthly > 0 and self._outlook.pace:
            self._draw_pace(painter, box, box.bottom() - box.height() * monthly / highest)

    def _draw_pace(self, painter: QPainter, box: QRectF, y: float) -> None:
        """A line at the pace of the method, and its words where time is still to come, or else over the bars."""
        today = self._after(box, min(self._today, self._period.last))
        painter.setPen(QPen(self.colours.color("text"), 1.5))
        end = box.left() if self.mirrored else box.right()
        painter.drawLine(QPointF(today, y), QPointF(end, y))
        width = text_width(self._outlook.pace, TextStyle.CAPTION) + 4
        if abs(end - today) < width + 12:
            return
        left = today - 8 - width if self.mirrored else today + 8
        painter.setFont(font(TextStyle.CAPTION))
        painter.setPen(self.colours.muted)
        painter.drawText(
            QRectF(left, min(y + 3, box.bottom() - 16), width, 16),
            _CENTRE | Qt.TextFlag.TextDontClip,
            self._outlook.pace,
        )

    # --- the lines ----------------------------------------------------------------------------------------------------

    def _draw_spent(self, painter: QPainter, frame: _Frame) -> None:
        if not self._points:
            return
        start = next((point.spent for point in self._before_shown()), 0.0)
        line = QPolygonF([QPointF(self._x(frame.plot, self._period.start), frame.y(start))])
        for point in self._points:
            if point.day >= self._period.start:
                line.append(QPointF(self._after(frame.plot, point.day), frame.y(point.spent)))
        area = QPainterPath()
        area.addPolygon(line)
        area.lineTo(line.at(line.size() - 1).x(), frame.plot.bottom())
        area.lineTo(line.at(0).x(), frame.plot.bottom())
        area.closeSubpath()
        painter.fillPath(area, self.colours.color("accent_soft"))
        painter.setPen(burn_pen("spent", self.colours))
        painter.drawPolyline(line)

    def _draw_received(self, painter: QPainter, frame: _Frame) -> None:
        painter.setPen(burn_pen("received", self.colours))
        start = next((point.received for point in self._before_shown()), 0.0)
        before = QPointF(self._x(frame.plot, self._period.start), frame.y(start))
        for point in self._points:
            if point.day < self._period.start:
                continue
            here = QPointF(self._after(frame.plot, point.day), frame.y(point.received))
            painter.drawLine(before, QPointF(here.x(), before.y()))
            if here.y() != before.y():
                painter.drawLine(QPointF(here.x(), before.y()), here)
            before = here
        if self._outlook.path:
            end = self._x(frame.plot, self._period.end)
            painter.setPen(QPen(self.colours.color("text"), 1))
            painter.drawLine(before, QPointF(end, before.y()))

    def _draw_awarded(self, painter: QPainter, frame: _Frame) -> None:
        y = frame.y(self._awarded)
        painter.setPen(burn_pen("awarded", self.colours))
        painter.drawLine(QPointF(frame.plot.left(), y), QPointF(frame.plot.right(), y))

    def _draw_forecast(self, painter: QPainter, frame: _Frame) -> None:
        if len(self._outlook.path) < 2:
            return
        painter.setPen(burn_pen("forecast", self.colours))
        painter.drawPolyline(
            QPolygonF([QPointF(self._after(frame.plot, day), frame.y(amount)) for day, amount in self._outlook.path])
        )

    # --- the days -----------------------------------------------------------------------------------------------------

    def _days(self, plot: QRectF) -> list[_Day]:
        """The grant's end, and today where it is in its period; each has its words over its own line.

        Today stands lower and beside its line where the words of the end would lie over it.
        """
        language, colours = self.language, self.colours
        end_text = say("{day}, grant ends", day=language.day_and_month(self._end))
        end_x = self._x(plot, self._period.last + timedelta(days=1))
        end = _Day(end_x, language.text(end_text), colours.negative, self._over(end_x, language.text(end_text)))
        if self._today not in self._period:
            return [end]
        text = language.text(say("{day}, today", day=language.day_and_month(self._today)))
        x = self._after(plot, self._today)
        place = self._over(x, text)
        if place.adjusted(-12, 0, 12, 0).intersects(end.place):
            left = x + _BESIDE if self.mirrored else x - _BESIDE - place.width()
            place.moveTo(min(max(left, 0), self.width() - place.width()), _LEVEL)
        return [end, _Day(x, text, colours.text, place)]

    def _over(self, x: float, text: str) -> QRectF:
        """The place of words over a line, within the chart."""
        width = text_width(text, TextStyle.CAPTION_STRONG) + 2
        return QRectF(min(max(x - width / 2, 0), self.width() - width), 0, width, _LEVEL)

    def _draw_day(self, painter: QPainter, frame: _Frame, day: _Day) -> None:
        painter.setPen(QPen(QColor(day.ink), 1.5))
        top = day.place.top() or day.place.bottom() + 2  # beside its words, or below them
        painter.drawLine(QPointF(day.x, top), QPointF(day.x, (frame.bars or frame.plot).bottom()))
        painter.setFont(font(TextStyle.CAPTION_STRONG))
        painter.drawText(day.place, _CENTRE, day.text)

    def _draw_cash_end(self, painter: QPainter, frame: _Frame) -> None:
        """A ring where the forecast reaches what was received, with its day beside it on the side of the past."""
        day = self._outlook.cash_ends_on
        amount = next((amount for known, amount in self._outlook.path if known == day), None)
        if day is None or amount is None:
            return
        centre = QPointF(self._after(frame.plot, day), frame.y(amount))
        painter.setPen(QPen(self.colours.color("warning"), 2))
        painter.setBrush(self.colours.color("surface"))
        painter.drawEllipse(centre, _RING, _RING)
        text = self._cash_text(day)
        width = text_width(text, TextStyle.CAPTION_STRONG) + 4
        below = centre.y() + 26
        beside = centre.x() + 10 if self.mirrored else centre.x() - 10 - width
        place = QRectF(min(max(beside, frame.plot.left()), frame.plot.right() - width), below, width, _LEVEL)
        painter.setPen(QPen(self.colours.color("warning"), 1))
        painter.drawLine(
            QPointF(centre.x(), centre.y() + _RING + 1),
            QPointF(place.left() if self.mirrored else place.right(), below),
        )
        painter.setFont(font(TextStyle.CAPTION_STRONG))
        painter.drawText(place, _CENTRE, text)
