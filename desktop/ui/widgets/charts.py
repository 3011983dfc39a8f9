"""Charts that say what the sentence above them says: bars per month, bars per category, spending against cash."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.domain.period import Period
from desktop.language import Language, say
from desktop.ui.theme import Palette, TextStyle, font
from desktop.ui.widgets.basics import text_width
from desktop.ui.widgets.pace_bar import hatch

BurnLine = Literal["received", "spent", "awarded"]
_LEVEL, _BESIDE = 16, 4  # the height of words over a chart, and how far they stand from a line they are beside

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter


def nice_step(highest: float, lines: int) -> float:
    """A round distance between gridlines, so that about `lines` of them reach `highest`."""
    if highest <= 0:
        return 1.0
    rough = highest / lines
    power = float(10 ** math.floor(math.log10(rough)))
    return next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough)


class Chart(QWidget):
    """What charts share: the colours, the language, and painting from left to right in any language."""

    def __init__(self, *, palette: Palette, language: Language, height: int) -> None:
        super().__init__()
        self.colours = palette
        self.language = language
        self._height = height
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(min(height, 110))

    def sizeHint(self) -> QSize:
        """As high as asked for."""
        return QSize(320, self._height)

    @property
    def mirrored(self) -> bool:
        """Whether time runs from right to left."""
        return self.layoutDirection() is Qt.LayoutDirection.RightToLeft

    def place(self, box: QRectF, share: float) -> float:
        """Where a share of the way lies, in reading direction."""
        return box.left() + box.width() * ((1 - share) if self.mirrored else share)

    def draw_grid(self, painter: QPainter, plot: QRectF, step: float, top: float) -> None:
        """Lines across at every step up to `top`, each with its number at the side where reading starts."""
        painter.setFont(font(TextStyle.CAPTION))
        value = 0.0
        while value <= top + 1e-9:
            y = round(plot.bottom() - plot.height() * value / top) + 0.5  # sharp, though all may be smoothed
            painter.setPen(QPen(self.colours.color("border" if value else "border_strong"), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(self.colours.muted)
            box = QRectF(plot.right() + 6, y - 8, 90, 16) if self.mirrored else QRectF(0, y - 8, plot.left() - 8, 16)
            painter.drawText(box, _LEFT if self.mirrored else _RIGHT, self.axis_text(value))
            value += step

    def axis_text(self, value: float) -> str:
        """A number on an axis, with the decimals its step has: 2.5, 0.2, 1,000."""
        plain = Decimal(f"{value:.3g}") if abs(value) < 1000 else Decimal(round(value))
        return self.language.number(plain.normalize() if plain % 1 else plain.quantize(Decimal(1)))

    def amount_text(self, value: float) -> str:
        """An amount for those who cannot see the picture, in whole units."""
        return self.language.number(Decimal(round(value)))


@dataclass(frozen=True, slots=True)
class MonthBar:
    """One month: its first day and what was spent, in units; `running` when it is not over."""

    month: date
    value: float
    running: bool = False


class MonthBars(Chart):
    """What was spent per month, in thousands."""

    def __init__(self, bars: Sequence[MonthBar], *, palette: Palette, language: Language) -> None:
        super().__init__(palette=palette, language=language, height=150)
        self._bars = bars
        spoken = (f"{language.month_and_year(bar.month)} {self.amount_text(bar.value)}" for bar in bars)
        self.setAccessibleName(", ".join(spoken))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws axis and bars."""
        painter = QPainter(self)
        highest = max((bar.value for bar in self._bars), default=0) / 1000
        step = nice_step(highest, 2)
        top = max(step * math.ceil(highest / step), step) if highest else step
        left = max(text_width(self.axis_text(top), TextStyle.CAPTION), 16) + 8
        plot = QRectF(self.rect()).adjusted(left, 14, 0, -18)
        if self.mirrored:
            plot = QRectF(self.rect()).adjusted(0, 14, -left, -18)
        self.draw_grid(painter, plot, step, max(top, highest * 1.05))
        self._draw_bars(painter, plot, max(top, highest * 1.05))

    def _draw_bars(self, painter: QPainter, plot: QRectF, top: float) -> None:
        slot = plot.width() / max(len(self._bars), 1)
        width = min(22.0, slot * 0.66)
        highest = max(self._bars, key=lambda bar: bar.value, default=None)
        for number, bar in enumerate(self._bars):
            middle = self.place(plot, (number + 0.5) / len(self._bars))
            height = plot.height() * max(bar.value, 0) / 1000 / top
            box = QRectF(round(middle - width / 2), plot.bottom() - height, round(width), height)
            if bar.running:
                painter.fillRect(box, hatch(self.colours.accent))
                painter.setPen(QPen(self.colours.color("accent"), 1))
                painter.drawRect(box.adjusted(0.5, 0.5, -0.5, 0))
            else:
                painter.fillRect(box, self.colours.color("accent"))
            label = QRectF(middle - slot, plot.bottom() + 2, slot * 2, 16)
            painter.setFont(font(TextStyle.CAPTION))
            painter.setPen(self.colours.muted)
            painter.drawText(label, Qt.AlignmentFlag.AlignCenter, self._month_label(bar.month, slot))
            if bar.value and (bar is highest or bar.running):
                painter.setFont(font(TextStyle.CAPTION_STRONG))
                painter.setPen(self.colours.text)
                value = self.language.number(Decimal(str(bar.value / 1000)), decimals=1)
                above = QRectF(middle - 40, box.top() - 17, 80, 16)
                painter.drawText(above, Qt.AlignmentFlag.AlignCenter, value)

    def _month_label(self, month: date, slot: float) -> str:
        """The name of a month, where those of all months fit beside each other; else its number."""
        names = {bar.month.month: self.language.month(bar.month.month) for bar in self._bars}
        fits = all(text_width(name, TextStyle.CAPTION) + 2 <= slot for name in names.values())
        return names[month.month] if fits else str(month.month)


@dataclass(frozen=True, slots=True)
class CategoryBar:
    """One of the eight categories: its number, name, amount as text, and its share of the highest."""

    number: int
    name: str
    amount: str
    share: float


class CategoryBars(Chart):
    """The eight categories compared, each in its own colour and with its number."""

    ROW = 20

    def __init__(self, bars: Sequence[CategoryBar], *, palette: Palette, language: Language) -> None:
        super().__init__(palette=palette, language=language, height=self.ROW * max(len(bars), 1))
        self._bars = bars
        self.setFixedHeight(self.ROW * max(len(bars), 1))
        self.setAccessibleName(", ".join(f"{bar.name} {bar.amount}" for bar in bars))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws a row per category."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        amounts = max([text_width(bar.amount, TextStyle.BODY) for bar in self._bars], default=0)
        names = min(max([text_width(bar.name, TextStyle.BODY) for bar in self._bars], default=0), self.width() // 2)
        for place, bar in enumerate(self._bars):
            self._draw(painter, place * self.ROW, bar, names, amounts)

    def _draw(self, painter: QPainter, top: int, bar: CategoryBar, names: int, amounts: int) -> None:
        width = self.width()
        colours = self.colours
        start, flags = (width - 14, _RIGHT) if self.mirrored else (0, _LEFT)
        painter.setFont(font(TextStyle.CAPTION))
        painter.setPen(colours.muted)
        painter.drawText(QRectF(start, top, 14, self.ROW), flags, str(bar.number))
        painter.setFont(font(TextStyle.BODY))
        painter.setPen(colours.text)
        name_box = (
            QRectF(width - 16 - names, top, names, self.ROW) if self.mirrored else QRectF(16, top, names, self.ROW)
        )
        shown = painter.fontMetrics().elidedText(bar.name, Qt.TextElideMode.ElideRight, names)
        painter.drawText(name_box, flags, shown)
        amount_box = (
            QRectF(0, top, amounts, self.ROW) if self.mirrored else QRectF(width - amounts, top, amounts, self.ROW)
        )
        painter.drawText(amount_box, _RIGHT, bar.amount)
        room = width - 16 - names - 24 - amounts - 16
        if room < 24 or bar.share <= 0:
            return
        length = max(2.0, room * min(bar.share, 1.0))
        left = width - 16 - names - 24 - length if self.mirrored else 16 + names + 24
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.categories[bar.number - 1])
        painter.drawRoundedRect(QRectF(left, top + 5, length, 10), 2, 2)


@dataclass(frozen=True, slots=True)
class BurnPoint:
    """At the end of a day: all that was spent and received so far."""

    day: date
    spent: float
    received: float


@dataclass(frozen=True, slots=True)
class _Day:
    """A day that stands out: where its line is, its words, their ink and their place."""

    x: float
    text: str
    ink: str
    place: QRectF


def burn_pen(line: BurnLine, palette: Palette) -> QPen:
    """How a line of the chart is drawn, there and in its key."""
    if line == "awarded":
        return QPen(palette.color("text_secondary"), 1, Qt.PenStyle.DotLine)
    return QPen(palette.color("accent"), 2) if line == "spent" else QPen(palette.color("text"), 1.5)


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
    """Spending against cash over a grant's period: received as a step, spent as an area, awarded dotted."""

    def __init__(
        self,
        points: Sequence[BurnPoint],
        *,
        period: Period,
        awarded: float,
        today: date,
        palette: Palette,
        language: Language,
    ) -> None:
        super().__init__(palette=palette, language=language, height=260)
        self._points = points
        self._period = period
        self._awarded = awarded
        self._today = today
        last = points[-1] if points else BurnPoint(today, 0, 0)
        sums = ((say("Awarded"), awarded), (say("Received"), last.received), (say("Spent"), last.spent))
        self.setAccessibleName(", ".join(f"{language.text(name)} {self.amount_text(value)}" for name, value in sums))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws grid, area, steps, and the lines of today and the end."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        highest = max([self._awarded, *(max(p.spent, p.received) for p in self._points)], default=1)
        step = nice_step(highest, 4)
        top = step * math.ceil(highest / step) or 1
        axis = text_width(self.axis_text(top), TextStyle.CAPTION) + 10
        plot = QRectF(self.rect()).adjusted(axis, 22, -12, -20)
        if self.mirrored:
            plot = QRectF(self.rect()).adjusted(12, 22, -axis, -20)
        days = self._days(plot)
        plot.setTop(max(day.place.bottom() for day in days) + 6)
        self.draw_grid(painter, plot, step, top)
        self._draw_quarters(painter, plot)
        self._draw_spent(painter, plot, top)
        self._draw_received(painter, plot, top)
        self._draw_awarded(painter, plot, top)
        for shown in days:
            self._draw_day(painter, plot, shown)

    def _x(self, plot: QRectF, day: date) -> float:
        share = (day - self._period.start).days / max(self._period.days, 1)
        return self.place(plot, min(max(share, 0.0), 1.0))

    def _draw_quarters(self, painter: QPainter, plot: QRectF) -> None:
        months = [month for month in self._period.months() if month.month in (1, 4, 7, 10)]
        last = -1000.0
        for month in months:
            x = self._x(plot, month)
            text = self.language.month(month.month) if month.month != 1 else str(month.year)
            if abs(x - last) < text_width(text, TextStyle.CAPTION) + 8:
                continue
            last = x
            painter.setPen(self.colours.muted)
            painter.drawText(QRectF(x - 30, plot.bottom() + 3, 60, 16), Qt.AlignmentFlag.AlignCenter, text)

    def _draw_spent(self, painter: QPainter, plot: QRectF, top: float) -> None:
        if not self._points:
            return
        line = QPolygonF([QPointF(self._x(plot, self._period.start), plot.bottom())])
        for point in self._points:
            line.append(QPointF(self._x(plot, point.day), plot.bottom() - plot.height() * point.spent / top))
        area = QPainterPath()
        area.addPolygon(line)
        area.lineTo(line.at(line.size() - 1).x(), plot.bottom())
        area.closeSubpath()
        painter.fillPath(area, self.colours.color("accent_soft"))
        painter.setPen(burn_pen("spent", self.colours))
        painter.drawPolyline(line)

    def _draw_received(self, painter: QPainter, plot: QRectF, top: float) -> None:
        painter.setPen(burn_pen("received", self.colours))
        before = QPointF(self._x(plot, self._period.start), plot.bottom())
        for point in self._points:
            y = plot.bottom() - plot.height() * point.received / top
            x = self._x(plot, point.day)
            painter.drawLine(before, QPointF(x, before.y()))
            if y != before.y():
                painter.drawLine(QPointF(x, before.y()), QPointF(x, y))
            before = QPointF(x, y)

    def _draw_awarded(self, painter: QPainter, plot: QRectF, top: float) -> None:
        y = plot.bottom() - plot.height() * self._awarded / top
        painter.setPen(burn_pen("awarded", self.colours))
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))

    def _days(self, plot: QRectF) -> list[_Day]:
        """The grant's end, and today where it is in its period; each has its words over its own line.

        Today stands lower and beside its line where the words of the end would lie over it.
        """
        language, colours = self.language, self.colours
        end_text = say("{day}, grant ends", day=language.day_and_month(self._period.last))
        end_x = self._x(plot, self._period.last + timedelta(days=1))
        end = _Day(end_x, language.text(end_text), colours.negative, self._over(end_x, language.text(end_text)))
        if self._today not in self._period:
            return [end]
        text = language.text(say("{day}, today", day=language.day_and_month(self._today)))
        x = self._x(plot, self._today)
        place = self._over(x, text)
        if place.adjusted(-12, 0, 12, 0).intersects(end.place):
            left = x + _BESIDE if self.mirrored else x - _BESIDE - place.width()
            place.moveTo(min(max(left, 0), self.width() - place.width()), _LEVEL)
        return [end, _Day(x, text, colours.text, place)]

    def _over(self, x: float, text: str) -> QRectF:
        """The place of words over a line, within the chart."""
        width = text_width(text, TextStyle.CAPTION_STRONG) + 2
        return QRectF(min(max(x - width / 2, 0), self.width() - width), 0, width, _LEVEL)

    def _draw_day(self, painter: QPainter, plot: QRectF, day: _Day) -> None:
        painter.setPen(QPen(QColor(day.ink), 1.5))
        top = day.place.top() or day.place.bottom() + 2  # beside its words, or below them
        painter.drawLine(QPointF(day.x, top), QPointF(day.x, plot.bottom()))
        painter.setFont(font(TextStyle.CAPTION_STRONG))
        painter.drawText(day.place, Qt.AlignmentFlag.AlignCenter, day.text)
