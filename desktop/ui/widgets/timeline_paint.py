"""Draws the timeline: its head with years, months, today and the ends of grants, and the bars of each deployment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from desktop.domain.period import ONE_DAY, Period, next_month
from desktop.language import Language, say
from desktop.ui.models.timeline_rows import Bar, BarKind, GrantEnd, TimelineRow
from desktop.ui.theme import Icon, Palette, TextStyle, font, pixmap
from desktop.ui.widgets.basics import elided, end_side, start_side, text_width
from desktop.ui.widgets.pace_bar import hatch
from desktop.ui.widgets.timeline_axis import Step, TimeAxis

HEAD, ROW = 40, 36
_BAR, _ABOVE, _PAD = 20, 8, 7.5  # a bar, what lies above it in its row, and what lies before its words
_ROUND = 3.0
_EDGE, _SIGN = 20, 14
_WORTH_READING = 40  # pixels below which the beginning of a word says nothing
_LAST = 3  # the column of the side that stands at its end
_NOTE = 6  # from the end of a bar to the words after it
_CENTRE = Qt.AlignmentFlag.AlignCenter
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_TAG_HEIGHT, _TAG_TOP = 18, 3


@dataclass(frozen=True, slots=True)
class Side:
    """The fixed columns before the bars: how wide each of them is."""

    titles: Sequence[str]
    code: int
    sex: int
    station: int
    ends: int

    @classmethod
    def of(cls, titles: Sequence[str], longest_day: str) -> Side:
        """As wide as the titles and dates of the language need, and never narrower than in English."""
        code, sex, station, ends = (text_width(title, TextStyle.SMALL) + 8 for title in titles)
        ends = max(ends, text_width(longest_day, TextStyle.BODY) + 4, 80)
        return cls(titles, max(code, 66), max(sex, 32), max(station, 76), ends)

    @property
    def width(self) -> int:
        """All of them together."""
        return _EDGE + self.code + self.sex + self.station + _SIGN + 4 + self.ends + 8

    def places(self) -> tuple[tuple[int, int], ...]:
        """Start and width of code, sex, station and end, counted from the side at which reading starts."""
        starts = (_EDGE, _EDGE + self.code, _EDGE + self.code + self.sex)
        last = self.width - 8 - self.ends
        return (
            (starts[0], self.code - 4),
            (starts[1], self.sex - 4),
            (starts[2], self.station - 4),
            (last, self.ends),
        )

    def sign(self) -> int:
        """Where the sign of a trouble stands."""
        return self.width - 8 - self.ends - _SIGN - 4


@dataclass(frozen=True, slots=True)
class RowLook:
    """How a row stands: chosen, with the keyboard in it, and until when its end is tried."""

    chosen: bool = False
    focused: bool = False
    tried: date | None = None


class TimelinePainter:
    """Draws the parts on one painter; it knows the axis, the side, and the colours."""

    def __init__(self, axis: TimeAxis, side: Side, *, palette: Palette, language: Language, today: date) -> None:
        self.axis, self.side = axis, side
        self._palette, self._language, self._today = palette, language, today
        self._inks = {name: QColor(value) for name, value in palette.mapping().items()}
        self._today_text = language.day_and_month(today)
        self._beyond = hatch(palette.negative, backwards=True, period=6)
        self._after = hatch(palette.border_strong, backwards=True, period=7, width=1.0)
        self._tried = hatch(palette.accent)
        self._dashed = QPen(self._inks["accent"], 1)
        self._dashed.setDashPattern([4, 3])
        self._dotted = QPen(self._inks["muted"], 1)
        self._dotted.setDashPattern([2, 3])
        self._caption, self._strong_caption = font(TextStyle.CAPTION), font(TextStyle.CAPTION_STRONG)
        self._body, self._strong = font(TextStyle.BODY), font(TextStyle.STRONG)

    # --- the ground --------------------------------------------------------------------------------------------------

    def _box(self, days: Period, top: float, height: float) -> QRectF:
        left, right = self.axis.span(days)
        left, right = max(left, self.axis.left - 8), min(right, self.axis.right + 8)
        return QRectF(left, top, max(right - left, 0.0), height)

    def _placed(self, start: float, width: float, top: float, height: float, room: float) -> QRectF:
        """A box counted from the side at which reading starts, in `room` pixels."""
        return QRectF(room - start - width if self.axis.mirrored else start, top, width, height)

    def clip(self, painter: QPainter, height: float) -> None:
        """Keeps what is drawn among the bars."""
        painter.setClipRect(QRectF(self.axis.left, 0, self.axis.width, height))

    def ground(self, painter: QPainter, height: float, last_end: date | None, *, top: float, lines_from: float) -> None:
        """The running month, what lies beyond the last grant, and a line at each column."""
        month = Period(self._today.replace(day=1), next_month(self._today))
        painter.fillRect(self._box(month, max(top - 18, 0.0), height), self._inks["hover"])
        if last_end is not None and self.axis.shown.end > last_end + ONE_DAY:
            beyond = Period(last_end + ONE_DAY, max(self.axis.shown.end, last_end + 2 * ONE_DAY))
            painter.fillRect(self._box(beyond, top, height), self._after)
        for slot in self.axis.slots():
            x = self._sharp(self.axis.x(slot.days.start))
            painter.setPen(self._inks["border_strong" if slot.heavy else "border"])
            painter.drawLine(QLineF(x, lines_from - (6 if slot.heavy and lines_from else 0), x, height))

    @staticmethod
    def _sharp(x: float) -> float:
        return round(x - 0.5) + 0.5

    # --- the head ----------------------------------------------------------------------------------------------------

    def head(self, painter: QPainter, room: float, ends: Sequence[GrantEnd]) -> None:
        """Titles, years, months, the ends of grants and today, in the order in which they give way to each other."""
        painter.setFont(font(TextStyle.SMALL))
        painter.setPen(self._inks["muted"])
        for number, (title, (start, width)) in enumerate(zip(self.side.titles, self.side.places(), strict=True)):
            across = (end_side() if number == _LAST else start_side()) | Qt.AlignmentFlag.AlignBottom
            painter.drawText(self._placed(start, width, 0, HEAD - 5, room), across, title)
        painter.save()
        self.clip(painter, HEAD)
        self._names(painter)
        taken = [self._tag_box()]
        for end in ends:
            self._end_label(painter, end, taken)
        self._years(painter, taken)
        painter.restore()
        painter.setPen(self._inks["border_strong"])
        painter.drawLine(QLineF(0, HEAD - 0.5, room, HEAD - 0.5))

    def _names(self, painter: QPainter) -> None:
        painter.setFont(self._caption)
        painter.setPen(self._inks["muted"])
        for slot in self.axis.slots():
            left, right = self.axis.span(slot.days)
            painter.drawText(QRectF(left, 22, right - left, 18), _CENTRE, self._name(slot.days.start))

    def _name(self, day: date) -> str:
        match self.axis.step:
            case Step.DAYS:
                return self._language.value(day.day)
            case Step.MONTHS:
                return self._language.month(day.month)
            case Step.QUARTERS:
                return self._language.text(say("Q{number}", number=(day.month + 2) // 3))
        return str(day.year)

    def _years(self, painter: QPainter, taken: list[QRectF]) -> None:
        """The year over its first month in sight, unless something stands there."""
        if self.axis.step is Step.YEARS:
            return
        painter.setFont(self._strong_caption)
        painter.setPen(self._inks["text_secondary"])
        for days in self.axis.heads():
            left, right = self.axis.span(days)
            left, right = max(left, self.axis.left), min(right, self.axis.right)
            text = self._head_name(days.start)
            width = text_width(text, TextStyle.CAPTION_STRONG)
            box = QRectF(right - 3.5 - width if self.axis.mirrored else left + 3.5, 4, width, 18)
            if right - left > width + 7 and not any(box.intersects(other) for other in taken):
                painter.drawText(box, _CENTRE | Qt.TextFlag.TextDontClip, text)

    def _head_name(self, day: date) -> str:
        return self._language.month_and_year(day) if self.axis.step is Step.DAYS else str(day.year)

    def _tag_box(self) -> QRectF:
        width = text_width(self._today_text, TextStyle.CAPTION_STRONG) + 18
        return QRectF(self.axis.x(self._today) - width / 2, _TAG_TOP, width, _TAG_HEIGHT)

    def _end_label(self, painter: QPainter, end: GrantEnd, taken: list[QRectF]) -> None:
        """The words of a grant's end before its line, or after it where no room is before; none where there is none."""
        x, width = self.axis.x(end.day + ONE_DAY), text_width(end.text, TextStyle.CAPTION_STRONG)
        for left in (x - 6 - width, x + 6):
            box = QRectF(left, 1, width, 18)
            fits = box.left() >= self.axis.left and box.right() <= self.axis.right
            if fits and not any(box.intersects(other) for other in taken):
                painter.setFont(self._strong_caption)
                painter.setPen(self._inks["negative"])
                painter.drawText(box, _CENTRE | Qt.TextFlag.TextDontClip, end.text)
                taken.append(box)
                return

    # --- a row -------------------------------------------------------------------------------------------------------

    def side_of(self, painter: QPainter, row: TimelineRow, top: float, room: float, look: RowLook) -> None:
        """The fixed columns of a row."""
        if look.chosen:
            fill = self._inks["selection" if look.focused else "selection_inactive"]
            painter.fillRect(self._placed(0, self.side.width - 1, top, ROW - 1, room), fill)
            painter.fillRect(self._placed(0, 3, top, ROW - 1, room), self._inks["accent"])
        ink = "muted" if row.over else "text"
        cells = (
            (row.code, ink, self._strong),
            (row.sex, "text_secondary", self._body),
            (row.station, "muted" if row.over else "text_secondary", self._body),
            (row.ends, ink, self._body),
        )
        for number, ((text, name, letters), (start, width)) in enumerate(zip(cells, self.side.places(), strict=True)):
            painter.setFont(letters)
            painter.setPen(self._inks[name])
            shown = elided(text, painter.fontMetrics(), width) if number in (0, 2) else text
            across = (end_side() if number == _LAST else start_side()) | _MIDDLE
            painter.drawText(self._placed(start, width, top, ROW - 1, room), across, shown)
        if row.trouble:
            box = self._placed(self.side.sign(), _SIGN, top + 11, _SIGN, room)
            painter.drawPixmap(box.topLeft(), pixmap(Icon.SERIOUS, self._palette.negative, size=_SIGN))

    def rule(self, painter: QPainter, top: float, room: float) -> None:
        """The hairline under a row."""
        painter.setPen(self._inks["border"])
        painter.drawLine(QLineF(0, top + ROW - 0.5, room, top + ROW - 0.5))

    def bars_of(self, painter: QPainter, row: TimelineRow, top: float, look: RowLook) -> None:
        """The bars of a row, what is tried, and the words after the last one."""
        shown = self.axis.shown
        for bar in row.bars:
            if bar.days.start < shown.end and bar.days.end > shown.start:
                self._bar(painter, row, bar, top)
        if look.tried is not None and row.last is not None:
            self._trial(painter, row, row.last, look.tried, top)
        elif row.note and row.bars and self.axis.step in (Step.DAYS, Step.MONTHS):
            self._note(painter, row, top)

    def _bar(self, painter: QPainter, row: TimelineRow, bar: Bar, top: float) -> None:
        box = self._box(bar.days, top + _ABOVE, _BAR)
        if bar.kind is BarKind.GAP:
            painter.setPen(self._dotted)
            painter.drawLine(QLineF(box.left(), box.center().y(), box.right() - 6, box.center().y()))
            return
        # A hair of white after each bar, so that those that follow each other are told apart.
        box.adjust(1.5 if self.axis.mirrored else 0, 0, 0 if self.axis.mirrored else -1.5, 0)
        paid = self._paid(row, bar, box)
        if bar.kind is BarKind.PLANNED:
            if paid.width() > 1:
                painter.setPen(self._dashed)
                painter.setBrush(self._inks["surface"])
                painter.drawRoundedRect(paid.adjusted(0.5, 0.5, -0.5, -0.5), _ROUND, _ROUND)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._inks["accent" if bar.kind is BarKind.SIGNED else "border_strong"])
            painter.drawRoundedRect(box, _ROUND, _ROUND)
        self._draw_beyond(painter, row, bar, top)
        self._words(painter, bar, paid if paid.width() > 1 else box)

    def _paid(self, row: TimelineRow, bar: Bar, box: QRectF) -> QRectF:
        """The box of a bar as far as a grant pays; beyond it is hatched."""
        beyond = row.beyond(bar.days)
        if beyond is None:
            return box
        far = self._box(beyond, box.top(), box.height())
        if self.axis.mirrored:
            return box.adjusted(max(far.right() - box.left(), 0), 0, 0, 0)
        return box.adjusted(0, 0, min(far.left() - box.right(), 0), 0)

    def _draw_beyond(self, painter: QPainter, row: TimelineRow, bar: Bar, top: float) -> None:
        beyond = row.beyond(bar.days)
        if beyond is None:
            return
        box = self._box(beyond, top + _ABOVE, _BAR)
        painter.fillRect(box, self._inks["surface"])
        painter.setPen(self._inks["negative"])
        painter.setBrush(self._beyond)
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))

    def _words(self, painter: QPainter, bar: Bar, box: QRectF) -> None:
        """What a bar says, from its start or, where that is out of sight, from the edge."""
        if not bar.text:
            return
        inks = {BarKind.SIGNED: "on_accent", BarKind.PLANNED: "accent", BarKind.ENDED: "text"}
        room = box.intersected(QRectF(self.axis.left, box.top(), self.axis.width, box.height()))
        room.adjust(_PAD, 0, -_PAD + 2, 0)
        self._text(painter, room, bar.text, inks[bar.kind], self._caption)

    def _text(self, painter: QPainter, room: QRectF, text: str, ink: str, letters: QFont) -> None:
        painter.setFont(letters)
        shown = elided(text, painter.fontMetrics(), int(room.width()))
        if shown != text and room.width() < _WORTH_READING:
            return
        painter.setPen(self._inks[ink])
        painter.drawText(room, start_side() | _MIDDLE, shown)

    def _note(self, painter: QPainter, row: TimelineRow, top: float) -> None:
        end = self.axis.x(max(bar.days.end for bar in row.bars))
        left = self.axis.left if self.axis.mirrored else end + _NOTE
        right = end - _NOTE if self.axis.mirrored else self.axis.right
        if right > left:
            room = QRectF(left, top + _ABOVE, right - left, _BAR)
            self._text(painter, room, row.note, "warning", self._strong_caption)

    # --- what is tried -----------------------------------------------------------------------------------------------

    def _trial(self, painter: QPainter, row: TimelineRow, bar: Bar, tried: date, top: float) -> None:
        """What an end that is tried adds or takes away, with its day."""
        end = bar.days.end
        later = tried + ONE_DAY > end
        days = Period(end, tried + ONE_DAY) if later else Period(tried + ONE_DAY, max(end, tried + 2 * ONE_DAY))
        box = self._box(days, top + _ABOVE, _BAR)
        if later:
            painter.fillRect(box, self._inks["accent_soft"])
            self._draw_beyond(painter, row, Bar(BarKind.PLANNED, days), top)
        else:
            painter.fillRect(box, self._inks["surface"])
            painter.fillRect(box, self._tried)
        painter.setPen(QPen(self._inks["accent"], 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), _ROUND, _ROUND)
        edge = self.axis.x(tried + ONE_DAY)
        painter.fillRect(QRectF(edge - 1.5, top + _ABOVE - 3, 3, _BAR + 6), self._inks["accent"])
        self._flag(painter, edge, top, self._language.day_and_month(tried))

    def _flag(self, painter: QPainter, edge: float, top: float, text: str) -> None:
        """The day of an end that is tried, beside it."""
        width = text_width(text, TextStyle.CAPTION_STRONG) + 12
        left = edge - 6 - width if self.axis.mirrored else edge + 6
        if not self.axis.left <= left <= self.axis.right - width:
            left = edge + 6 if self.axis.mirrored else edge - 6 - width
        box = QRectF(left, top + _ABOVE + 1, width, _TAG_HEIGHT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._inks["accent"])
        painter.drawRoundedRect(box, _ROUND, _ROUND)
        painter.setFont(self._strong_caption)
        painter.setPen(self._inks["on_accent"])
        painter.drawText(box, _CENTRE, text)

    def edge(self, painter: QPainter, height: float, *, top: float) -> None:
        """The line between the fixed columns and the bars."""
        x = self.axis.right - 0.5 if self.axis.mirrored else self.axis.left + 0.5
        painter.setPen(self._inks["border_strong"])
        painter.drawLine(QLineF(x, top, x, height))

    # --- uprights ----------------------------------------------------------------------------------------------------

    def uprights(self, painter: QPainter, height: float, ends: Sequence[GrantEnd], *, top: float, head: bool) -> None:
        """The ends of grants in red, and today in ink with its day."""
        for end in ends:
            x = float(round(self.axis.x(end.day + ONE_DAY)))
            painter.fillRect(QRectF(x - 1, 4 if head else top, 2, height), self._inks["negative"])
        if not head:
            return
        x = self.axis.x(self._today)
        painter.setPen(QPen(self._inks["text"], 1.5))
        painter.drawLine(QPointF(x, top), QPointF(x, height))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._inks["text"])
        box = self._tag_box()
        painter.drawRoundedRect(box, _ROUND, _ROUND)
        painter.setFont(self._strong_caption)
        painter.setPen(self._inks["surface"])
        painter.drawText(box, _CENTRE, self._today_text)
