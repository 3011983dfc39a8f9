"""How a table tells what was reversed: an arrow before the reversal, a tag with its name behind what it reversed."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from desktop.ui.theme import Icon, Palette, TextStyle, font, pixmap
from desktop.ui.widgets.basics import text_width

_SIGN, _TAG_SIGN = 14, 11
_HEIGHT = 18
_GAP = 8
ARROW_ROOM = _SIGN + 6


def tag_room(tag: str) -> int:
    """How wide a tag is with the gap before it; nothing without one."""
    return text_width(tag, TextStyle.CAPTION) + _TAG_SIGN + 18 + _GAP if tag else 0


def draw_arrow(painter: QPainter, inside: QRect, palette: Palette, *, mirrored: bool) -> QRect:
    """Draws the arrow of a reversal; returns the room that is left beside it."""
    x = inside.right() - _SIGN + 1 if mirrored else inside.left()
    painter.drawPixmap(x, inside.center().y() - _SIGN // 2 + 1, pixmap(Icon.REVERSAL, palette.negative, size=_SIGN))
    return inside.adjusted(0, 0, -ARROW_ROOM, 0) if mirrored else inside.adjusted(ARROW_ROOM, 0, 0, 0)


def draw_tag(painter: QPainter, inside: QRect, tag: str, palette: Palette, *, after: int, mirrored: bool) -> None:
    """Draws what a record was reversed by in a frame, behind a text that is `after` pixels wide."""
    width = tag_room(tag) - _GAP
    x = inside.right() - after - _GAP - width + 1 if mirrored else inside.left() + after + _GAP
    frame = QRect(x, inside.center().y() - _HEIGHT // 2 + 1, width, _HEIGHT)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(palette.color("border_strong"), 1))
    painter.setBrush(palette.color("surface"))
    painter.drawRoundedRect(QRectF(frame).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    sign = frame.right() - 5 - _TAG_SIGN if mirrored else frame.left() + 6
    picture = pixmap(Icon.REVERSAL, palette.text_secondary, size=_TAG_SIGN)
    painter.drawPixmap(sign, frame.center().y() - _TAG_SIGN // 2 + 1, picture)
    shift = _TAG_SIGN + 10
    words = frame.adjusted(6, 0, -shift, 0) if mirrored else frame.adjusted(shift, 0, -6, 0)
    painter.setFont(font(TextStyle.CAPTION))
    painter.setPen(palette.color("text_secondary"))
    painter.drawText(words, Qt.AlignmentFlag.AlignCenter, tag)
    painter.restore()
