"""Boxes to tick and choices of which one holds, in the one visual language; also drawn by tables."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QSizePolicy

from desktop.ui.theme import Icon, Palette, TextStyle, font, pixmap
from desktop.ui.widgets.basics import elided, start_side, text_width

BOX = 16
_GAP = 8
_HEIGHT = 28


def draw_box(painter: QPainter, area: QRect, state: Qt.CheckState, palette: Palette, *, usable: bool = True) -> None:
    """A tick box in the middle of the height of `area`, at its start."""
    frame = QRectF(area.left(), area.center().y() - BOX // 2 + 1, BOX, BOX).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if state is Qt.CheckState.Unchecked:
        painter.setPen(QPen(palette.color("border_control" if usable else "border_strong"), 1))
        painter.setBrush(palette.color("surface" if usable else "sunken"))
        painter.drawRoundedRect(frame, 4, 4)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.color("accent"))
        painter.drawRoundedRect(frame, 4, 4)
        corner = frame.topLeft().toPoint() + QPoint(2, 2)
        if state is Qt.CheckState.Checked:
            painter.drawPixmap(corner, pixmap(Icon.CHECK, palette.on_accent, size=12))
        else:
            painter.setPen(QPen(palette.color("on_accent"), 2))
            middle = round(frame.center().y())
            painter.drawLine(round(frame.left()) + 4, middle, round(frame.right()) - 4, middle)
    painter.restore()


def _draw_words(button: QAbstractButton, painter: QPainter, palette: Palette, note: str) -> None:
    """The words beside the sign, a note behind them in muted ink, and the ring of the focus."""
    mirrored = button.isRightToLeft()
    shift = BOX + _GAP
    room = button.rect().adjusted(2, 0, -shift - 2, 0) if mirrored else button.rect().adjusted(shift + 2, 0, -2, 0)
    painter.setFont(font(TextStyle.BODY))
    painter.setPen(palette.color("text" if button.isEnabled() else "disabled"))
    side = start_side() | Qt.AlignmentFlag.AlignVCenter
    shown = elided(button.text(), painter.fontMetrics(), room.width())
    painter.drawText(room, side, shown)
    if note:
        taken = painter.fontMetrics().horizontalAdvance(shown) + _GAP
        rest = room.adjusted(0, 0, -taken, 0) if mirrored else room.adjusted(taken, 0, 0, 0)
        painter.setFont(font(TextStyle.SMALL))
        painter.setPen(palette.color("muted"))
        painter.drawText(rest, side, elided(note, painter.fontMetrics(), rest.width()))
    if button.hasFocus():
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(palette.color("focus"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(button.rect()).adjusted(1, 1, -1, -1), 4, 4)


def _sign_area(button: QAbstractButton) -> QRect:
    x = button.width() - BOX - 4 if button.isRightToLeft() else 4
    return QRect(x, 0, BOX, button.height())


class TickBox(QCheckBox):
    """A box that is ticked or not, with its words."""

    def __init__(self, text: str, *, palette: Palette) -> None:
        super().__init__(text)
        self._colours = palette
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        return QSize(text_width(self.text(), TextStyle.BODY) + BOX + _GAP + 8, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """It may become narrow; its words end in an ellipsis then."""
        return QSize(80, _HEIGHT)

    def hitButton(self, pos: QPoint) -> bool:
        """It can be pressed wherever it is."""
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws box and words."""
        painter = QPainter(self)
        state = Qt.CheckState.Checked if self.isChecked() else Qt.CheckState.Unchecked
        draw_box(painter, _sign_area(self), state, self._colours, usable=self.isEnabled())
        _draw_words(self, painter, self._colours, "")


class OneOf(QRadioButton):
    """One of several choices; `note` stands behind its words, muted."""

    def __init__(self, text: str, *, palette: Palette, note: str = "") -> None:
        super().__init__(text)
        self._colours = palette
        self._note = note
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(" ".join(filter(None, (text, note))))

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        note = text_width(self._note, TextStyle.SMALL) + _GAP if self._note else 0
        return QSize(text_width(self.text(), TextStyle.BODY) + note + BOX + _GAP + 8, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """It may become narrow; its words end in an ellipsis then."""
        return QSize(80, _HEIGHT)

    def hitButton(self, pos: QPoint) -> bool:
        """It can be pressed wherever it is."""
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws circle and words."""
        painter = QPainter(self)
        area = _sign_area(self)
        circle = QRectF(area.left(), (self.height() - BOX) / 2, BOX, BOX).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        painter.setPen(QPen(self._colours.color("accent" if on else "border_control"), 1))
        painter.setBrush(self._colours.color("surface"))
        painter.drawEllipse(circle)
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._colours.color("accent"))
            painter.drawEllipse(circle.adjusted(4, 4, -4, -4))
        _draw_words(self, painter, self._colours, self._note)
