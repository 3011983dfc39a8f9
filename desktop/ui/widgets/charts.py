"""Charts that say what the sentence above them says: bars per month, bars per category. `burn_chart` has another."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.language import Language
from desktop.ui.theme import Palette, TextStyle, font
from desktop.ui.widgets.basics import text_width
from desktop.ui.widgets.pace_bar import hatch

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

    def draw_grid(self, painter: QPainter, plot: QRectF, step: float, top: float, *, base: float = 0.0) -> None:
        """Lines across at every step from `base` to `top`, each with its number at the side where reading starts."""
        painter.setFont(font(TextStyle.CAPTION))
        value = base
        while value <= top + 1e-9:
            y = round(plot.bottom() - plot.height() * (value - base) / (top - base)) + 0.5  # sharp, though smoothed
            painter.setPen(QPen(self.colours.color("border" if value > base else "border_strong"), 1))
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
