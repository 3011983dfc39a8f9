"""The posts of an assignment month by month: what was or will be served is full, what stands vacant is hatched."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen

from desktop.domain.staffing.service import two_decimals
from desktop.domain.staffing.vacancies import MonthOfPosts
from desktop.language import Language, say
from desktop.ui.theme import Palette, TextStyle, font
from desktop.ui.widgets.basics import text_width
from desktop.ui.widgets.charts import Chart, nice_step
from desktop.ui.widgets.pace_bar import hatch

_WIDEST, _YEAR = 22.0, 12


class VacancyBars(Chart):
    """A bar for each month, as high as its posts; the line is where today is."""

    def __init__(self, months: Sequence[MonthOfPosts], *, today: date, palette: Palette, language: Language) -> None:
        super().__init__(palette=palette, language=language, height=150)
        self._months = months
        self._today = today
        self.setAccessibleName(language.comma.join(map(self._spoken, months)))

    def _spoken(self, month: MonthOfPosts) -> str:
        vacant = say(
            "{month}: {served} served, {vacant} vacant",
            month=self.language.month_and_year(month.month),
            served=two_decimals(month.served),
            vacant=two_decimals(month.vacant),
        )
        return self.language.text(vacant)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws axis, bars and the line of today."""
        painter = QPainter(self)
        highest = max((float(max(month.expected, month.served + month.vacant)) for month in self._months), default=1.0)
        step = max(nice_step(highest, 3), 1.0)
        top = step * math.ceil(highest / step)
        left = max(text_width(self.axis_text(top), TextStyle.CAPTION), 16) + 8
        edges = (0, -left) if self.mirrored else (left, 0)
        plot = QRectF(self.rect()).adjusted(edges[0], 8, edges[1], -18)
        self.draw_grid(painter, plot, step, top)
        slot = plot.width() / max(len(self._months), 1)
        for number, month in enumerate(self._months):
            self._draw_month(painter, plot, number, month, slot=slot, top=top)

    def _draw_month(
        self, painter: QPainter, plot: QRectF, number: int, month: MonthOfPosts, *, slot: float, top: float
    ) -> None:
        middle = self.place(plot, (number + 0.5) / len(self._months))
        width = max(round(min(_WIDEST, slot * 0.66)), 1)
        served = self._box(plot, middle, width, (Fraction(0), month.served), top)
        vacant = self._box(plot, middle, width, (month.served, month.served + month.vacant), top)
        painter.fillRect(served, self.colours.color("accent"))
        if month.vacant:
            painter.fillRect(vacant, hatch(self.colours.warning))
            painter.setPen(QPen(self.colours.color("warning"), 1))
            painter.drawRect(vacant.adjusted(0.5, 0.5, -0.5, 0))
        now = month.month == self._today.replace(day=1)
        painter.setFont(font(TextStyle.CAPTION_STRONG if now else TextStyle.CAPTION))
        painter.setPen(self.colours.text if now else self.colours.muted)
        place = QRectF(middle - slot, plot.bottom() + 2, slot * 2, 16)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self._name(number, month.month, slot))

    @staticmethod
    def _box(plot: QRectF, middle: float, width: int, span: tuple[Fraction, Fraction], top: float) -> QRectF:
        low, high = (plot.bottom() - plot.height() * float(value) / top for value in span)
        return QRectF(round(middle - width / 2), high, width, low - high)

    def _name(self, number: int, month: date, slot: float) -> str:
        """The name of a month where it fits, else its number; of several years each one where it begins."""
        if month.month == 1 and len(self._months) > _YEAR:
            return str(month.year)
        name = self.language.month(month.month)
        if text_width(name, TextStyle.CAPTION) + 2 <= slot:
            return name
        if slot >= text_width("12", TextStyle.CAPTION) + 2:
            return str(month.month)
        return str(month.year) if number == 0 else ""
