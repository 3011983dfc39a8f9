"""The cost of the deployments by month under their timeline, column under column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import partial

from PySide6.QtCore import QEvent, QLineF, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolTip, QWidget

from desktop.domain.money import ZERO, Money
from desktop.domain.period import ONE_DAY, Period, next_month
from desktop.language import Language, Message, say
from desktop.ui.models.month_costs import CostSheet, MonthCost
from desktop.ui.models.timeline_rows import GrantEnd
from desktop.ui.theme import Palette, TextStyle, font
from desktop.ui.widgets.basics import button, clear, elided, flush_right, margins, start_side, text_width
from desktop.ui.widgets.timeline_axis import Step, TimeAxis
from desktop.ui.widgets.timeline_view import TimelineView

_TOP, _LINE, _FOOT = 26, 24, 4
_EDGE, _END = 20, 5  # before the names; after the figures of a month
_MIDDLE = Qt.AlignmentFlag.AlignVCenter

Figure = Callable[[MonthCost], Decimal | None]
_LINES: tuple[tuple[Message, Figure], ...] = (
    (say("Pro forma"), lambda cost: cost.pro_forma),
    (say("Committed, signed"), lambda cost: cost.committed),
    (say("Actual, ledger"), lambda cost: cost.actual),
    (say("Actual − pro forma"), lambda cost: cost.difference),
)


class TimelineCosts(QWidget):
    """Four lines of figures that follow the axis of a timeline. Hovering a figure tells it to the cent."""

    currency_wanted = Signal(str)

    def __init__(self, timeline: TimelineView, *, palette: Palette, language: Language, today: date) -> None:
        super().__init__()
        self._others = QHBoxLayout(self)
        self._others.setContentsMargins(margins(timeline.side.width + 8, 0, 16, _LINE * len(_LINES) + _FOOT))
        self._others.setSpacing(12)
        self._palette = palette
        self._timeline, self._language, self._today = timeline, language, today
        self._inks = {name: QColor(value) for name, value in palette.mapping().items()}
        self.sheet = CostSheet("USD", {})
        self._names = [language.text(name) for name, _figure in _LINES]
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        timeline.axis_changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """A heading and four lines."""
        return QSize(900, _TOP + _LINE * len(_LINES) + _FOOT)

    def show_sheet(self, sheet: CostSheet, *, others: Sequence[str] = ()) -> None:
        """Shows these figures; `others` are the currencies that have figures too."""
        self.sheet = sheet
        clear(self._others)
        self._others.addStretch(1)
        for currency in others:
            text = self._language.text(say("Show {currency}", currency=currency))
            does = partial(self.currency_wanted.emit, currency)
            self._others.addWidget(button(text, kind="link", palette=self._palette, on_click=does))
        title = self._language.text(say("Cost by month, {currency}", currency=sheet.currency))
        self.setAccessibleName(title)
        self.update()

    # --- where things are --------------------------------------------------------------------------------------------

    @property
    def _axis(self) -> TimeAxis:
        return self._timeline.axis

    @property
    def _shift(self) -> int:
        """How far the days of the timeline lie from its edge: a scroll bar may be before them."""
        return self._timeline.viewport().x()

    def columns(self) -> list[Period]:
        """The stretches that have figures: months, or quarters and years where months are too narrow for them."""
        for step in (Step.MONTHS, Step.QUARTERS):
            found = list(self._axis.stretches(step))
            if all(self._fits(days) for days in found):
                return found
        return list(self._axis.stretches(Step.YEARS))

    def _fits(self, days: Period) -> bool:
        left, right = self._axis.span(days)
        cost = self.sheet.within(days, tried=True)
        if cost is None:
            return True
        return self._room(cost) + _END + 3 <= right - left

    def _room(self, cost: MonthCost) -> int:
        """How wide the longest figure of a column is."""
        return max(text_width(self._text(figure(cost) or ZERO), TextStyle.CAPTION_STRONG) for _name, figure in _LINES)

    def _text(self, value: Decimal) -> str:
        return self._language.number(value, decimals=0)

    def _box(self, days: Period, line: int) -> QRectF:
        left, right = self._axis.span(days)
        return QRectF(left, _TOP + line * _LINE, right - left - _END, _LINE)

    # --- drawing -----------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the heading, the names of the lines, and the figures of the months in sight."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_ground(painter)
        self._draw_names(painter)
        painter.translate(self._shift, 0)
        painter.setClipRect(QRectF(self._axis.left, 0, self._axis.width, self.height()))
        for days in self.columns():
            self._draw_column(painter, days)
        self._draw_ends(painter, self._timeline.ends)

    def _draw_ground(self, painter: QPainter) -> None:
        month = Period(self._today.replace(day=1), next_month(self._today))
        left, right = self._axis.span(month)
        left, right = max(left, self._axis.left), min(right, self._axis.right)
        if right > left:
            tint = QRectF(left + self._shift, _TOP, right - left, self.height() - _TOP)
            painter.fillRect(tint, self._inks["hover"])
        for number in range(len(_LINES)):
            painter.setPen(self._inks["border_strong" if number == 0 else "border"])
            y = _TOP + number * _LINE - 0.5
            painter.drawLine(QLineF(0, y, self.width(), y))

    def _draw_names(self, painter: QPainter) -> None:
        width = self._timeline.side.width - _EDGE - 8
        left = self.width() - _EDGE - width if self._axis.mirrored else _EDGE
        painter.setFont(font(TextStyle.STRONG))
        painter.setPen(self._inks["text"])
        painter.drawText(QRectF(left, 0, width, _TOP), start_side() | _MIDDLE, self.accessibleName())
        for number, name in enumerate(self._names):
            last = number == len(_LINES) - 1
            painter.setFont(font(TextStyle.STRONG if last else TextStyle.BODY))
            painter.setPen(self._inks["text" if last else "text_secondary"])
            box = QRectF(left, _TOP + number * _LINE, width, _LINE)
            painter.drawText(box, start_side() | _MIDDLE, elided(name, painter.fontMetrics(), int(width)))

    def _draw_column(self, painter: QPainter, days: Period) -> None:
        cost = self.sheet.within(days, tried=True)
        if cost is None:
            return
        if not self._fits(days) or self._box(days, 0).right() - self._room(cost) < self._axis.left:
            return  # hovering tells what has no room
        before = self.sheet.within(days)
        for number, (_name, figure) in enumerate(_LINES):
            value = figure(cost)
            if value is None:
                continue
            text = self._text(value)
            changed = self.sheet.after is not None and (before is None or figure(before) != value)
            ink, strong = self._ink(number, value, cost, changed=changed)
            painter.setFont(font(TextStyle.CAPTION_STRONG if strong else TextStyle.CAPTION))
            painter.setPen(self._inks[ink])
            painter.drawText(self._box(days, number), flush_right() | Qt.TextFlag.TextDontClip, text)

    def _ink(self, line: int, value: Decimal, cost: MonthCost, *, changed: bool) -> tuple[str, bool]:
        """The ink of a figure, and whether it is strong: what has no funding, what a trial changes, what differs."""
        if line == 0 and cost.unfunded:
            return "negative", True
        if changed:
            return "accent", True
        if line == len(_LINES) - 1:
            return ("text", True) if value else ("muted", False)
        return "text_secondary", False

    def _draw_ends(self, painter: QPainter, ends: Sequence[GrantEnd]) -> None:
        for end in ends:
            x = round(self._axis.x(end.day + ONE_DAY))
            painter.fillRect(QRectF(x - 1, _TOP, 2, self.height() - _TOP - _FOOT), self._inks["negative"])

    # --- hovering ----------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Hovering a figure tells it to the cent."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            told = self.told_at(event.pos())
            QToolTip.showText(event.globalPos(), told, self) if told else QToolTip.hideText()
            return True
        return super().event(event)

    def told_at(self, place: QPoint) -> str:
        """The month at a place with its figures to the cent."""
        x = place.x() - self._shift
        if not self._axis.left <= x <= self._axis.right:
            return ""
        day = self._axis.day_at(x)
        days = next((days for days in self.columns() if day in days), None)
        cost = self.sheet.within(days, tried=True) if days is not None else None
        if days is None or cost is None:
            return ""
        lines = [self._title(days)]
        for name, (_message, figure) in zip(self._names, _LINES, strict=True):
            value = figure(cost)
            if value is not None:
                lines.append(f"{name}: {self._language.money(Money(value, self.sheet.currency))}")
        return "\n".join(lines)

    def _title(self, days: Period) -> str:
        if days.days <= 31:
            return self._language.month_and_year(days.start)
        return self._language.text(say("{first} to {last}", first=days.start, last=days.last))
