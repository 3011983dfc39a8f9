"""One deadline as a row that leads to its record: the day, what is due, whose it is and how far away."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLayout

from desktop.language import Message, say, say_many
from desktop.services.deadlines import Deadline
from desktop.ui.context import Context, Route
from desktop.ui.theme import Icon, TextStyle, pixmap
from desktop.ui.widgets.basics import ElidedLabel, column, label, row
from desktop.ui.widgets.pressable import PressableRow


def distance(context: Context, due: Deadline) -> Message:
    """How far away a deadline is, in words; how late, when it is over."""
    days = (due.day - context.today).days
    if due.late:
        return say_many("{count} day late", "{count} days late", count=-days)
    if days == 0:
        return say("today")
    return say_many("in {count} day", "in {count} days", count=days)


def deadline_row(context: Context, due: Deadline) -> PressableRow:
    """A deadline in two lines, for a rail."""
    when = label(context.language.day_and_month(due.day), TextStyle.STRONG)
    when.setMinimumWidth(58)
    texts = column(ElidedLabel(context.text(due.sentence)))
    texts.addLayout(_about(context, due))
    layout = row(when, spacing=10)
    layout.setAlignment(when, Qt.AlignmentFlag.AlignTop)
    layout.addLayout(texts, 1)
    layout.setContentsMargins(0, 4, 0, 4)
    return _leading(context, due, layout)


def _about(context: Context, due: Deadline) -> QLayout:
    """Whose it is and how far away; what is late carries a sign."""
    about = context.language.beside(due.label, distance(context, due))
    shown = ElidedLabel(about, TextStyle.CAPTION, ink="negative" if due.late else "muted")
    if not due.late:
        return row(shown)
    picture = QLabel()
    picture.setPixmap(pixmap(Icon.SERIOUS, context.palette.negative, size=12))
    layout = row(picture, spacing=4)
    layout.addWidget(shown, 1)
    return layout


def deadline_line(context: Context, due: Deadline) -> PressableRow:
    """A deadline in one line, for a page."""
    when = label(context.language.day(due.day), TextStyle.STRONG)
    when.setFixedWidth(104)
    away = ElidedLabel(context.text(distance(context, due)), ink="negative" if due.late else "muted", snug=True)
    picture = QLabel()
    picture.setFixedWidth(16)
    if due.late:
        picture.setPixmap(pixmap(Icon.SERIOUS, context.palette.negative, size=14))
    whose = ElidedLabel(due.label, TextStyle.STRONG, snug=True)
    for part, width in ((away, 130), (whose, 150)):
        part.setFixedWidth(width)
    layout = row(when, picture, away, whose, spacing=10)
    layout.addWidget(ElidedLabel(context.text(due.sentence)), 1)
    layout.setContentsMargins(0, 7, 0, 7)
    return _leading(context, due, layout)


def _leading(context: Context, due: Deadline, layout: QLayout) -> PressableRow:
    route = Route("record", due.register, due.record_id)
    spoken = context.text(say("{day}, {what}", day=due.day, what=due.sentence))
    name = f"{due.label}: {spoken}"
    return PressableRow(layout, name=name, palette=context.palette, on_press=lambda: context.go(route))
