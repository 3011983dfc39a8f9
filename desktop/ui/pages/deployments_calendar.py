"""The days that are to come: starts, ends, leave, trainings that expire, and what is still to do."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.domain.period import Period, months_later
from desktop.language import Message, say, say_many
from desktop.services.deployments.timeline import Scope
from desktop.services.deployments.views import CalendarDay, DayKind, read_calendar
from desktop.ui.context import Context, Route
from desktop.ui.theme import Icon, TextStyle, pixmap
from desktop.ui.widgets.basics import ElidedLabel, button, clear, hairline, label, margins, row, scrolled
from desktop.ui.widgets.looks import choice
from desktop.ui.widgets.month_map import month_title
from desktop.ui.widgets.pressable import PressableRow

_SPANS = (3, 6, 12)
_AT_ONCE = 400  # rows that are made at once; a longer list is for the calendar file
_KINDS: dict[DayKind, tuple[Icon, str, Message]] = {
    DayKind.START: (Icon.FORWARD, "accent", say("Start")),
    DayKind.END: (Icon.STOP, "text_secondary", say("End")),
    DayKind.LEAVE: (Icon.CALENDAR, "muted", say("Leave")),
    DayKind.EXPIRY: (Icon.WARNING, "warning", say("Expiry")),
    DayKind.DUE: (Icon.CHECKS, "text_secondary", say("To do")),
}


class CalendarPart(QWidget):
    """A list by month. `calendar_wanted` and `evacuation_wanted` ask for files."""

    calendar_wanted = Signal()
    evacuation_wanted = Signal()

    def __init__(self, context: Context, scope: Scope) -> None:
        super().__init__()
        self._context, self._scope = context, scope
        self._months = _SPANS[1]
        self.sentence = label("", TextStyle.LEAD, ink="secondary")
        choices = [
            (str(months), context.text(say_many("{count} month", "{count} months", count=months))) for months in _SPANS
        ]
        self.chooser = choice(context, choices, str(self._months), self._choose)
        ways = (
            (say("Calendar file"), Icon.CALENDAR, self.calendar_wanted),
            (say("Evacuation list"), Icon.SIREN, self.evacuation_wanted),
        )
        calendar, evacuation = (
            button(context.text(name), palette=context.palette, name=sign, small=True, on_click=wanted.emit)
            for name, sign, wanted in ways
        )
        self.head = row(self.sentence, None, self.chooser, calendar, evacuation, spacing=8)
        self.head.setContentsMargins(margins(20, 4, 16, 6))
        self._list = QVBoxLayout()
        self._list.setContentsMargins(margins(20, 0, 16, 20))
        self._list.setSpacing(0)
        area = scrolled(self._list)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self.head)
        layout.addWidget(area, 1)

    def _choose(self, code: str) -> None:
        self._months = int(code)
        self.refresh()

    @property
    def days(self) -> Period:
        """The days that are shown: from today on."""
        today = self._context.today
        return Period(today, months_later(today.replace(day=1), self._months + 1))

    def refresh(self) -> None:
        """Reads what is to come."""
        office, scope, window = self._context.office, self._scope, self.days
        self._context.read(self, lambda: read_calendar(office, scope, window=window), self._show, patient=True)

    def _show(self, days: list[CalendarDay]) -> None:
        clear(self._list)
        told = say_many("{count} day to note.", "{count} days to note.", count=len(days))
        self.sentence.setText(self._context.text(told if days else say("Nothing is to come in this time.")))
        for month, group in groupby(days[:_AT_ONCE], lambda day: day.day.replace(day=1)):
            heading = label(month_title(self._context.language, month), TextStyle.STRONG, ink="muted")
            heading.setContentsMargins(0, 14, 0, 6)
            self._list.addWidget(heading)
            for day in group:
                self._list.addWidget(hairline())
                self._list.addWidget(self._line(day))
        more = len(days) - _AT_ONCE
        if more > 0:
            rest = say_many("{count} more comes after these.", "{count} more come after these.", count=more)
            self._list.addWidget(label(self._context.text(rest), TextStyle.SMALL, ink="muted"))
        self._list.addStretch(1)

    def _line(self, day: CalendarDay) -> QWidget:
        context = self._context
        sign, ink, kind = _KINDS[day.kind]
        when = label(context.language.day(day.day), TextStyle.STRONG)
        when.setFixedWidth(104)
        picture = QLabel()
        picture.setPixmap(pixmap(sign, getattr(context.palette, ink), size=14))
        picture.setFixedWidth(16)
        word = ElidedLabel(context.text(kind), ink="muted", snug=True)
        word.setFixedWidth(86)
        code = label(day.code, TextStyle.STRONG)
        code.setFixedWidth(72)
        what = context.text(day.what)
        if day.last > day.day:
            what = context.text(say("{what}, until {day}", what=day.what, day=day.last))
        layout = row(when, picture, word, code, spacing=10)
        layout.addWidget(ElidedLabel(what, ink="secondary" if day.planned else ""), 1)
        layout.setContentsMargins(0, 6, 0, 6)
        route = Route("record", "deployments", day.deployment_id)
        name = context.text(say("{day}, {code}: {what}", day=day.day, code=day.code, what=what))
        return PressableRow(layout, name=name, palette=context.palette, on_press=lambda: context.go(route))
