"""A field that can be dragged onto a column of a sheet."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QLabel, QSizePolicy, QWidget

from desktop.ui.theme import Icon, Palette, TextStyle, font, pixmap
from desktop.ui.widgets.basics import elided, label, start_side, text_width

_HEIGHT = 28
_SIGN = 14


class FieldChip(QWidget):
    """`moved` carries where on the screen it is dragged over, `dropped` its field and where; `pressed` its field.

    It is drawn by hand and not by the system, so that it also works where a window system knows no dragging.
    """

    moved = Signal(QPoint)
    dropped = Signal(str, QPoint)
    pressed = Signal(str)

    def __init__(self, key: str, text: str, *, palette: Palette, used: bool, needed: bool) -> None:
        super().__init__()
        self.key = key
        self._text = text
        self._palette = palette
        self._used = used
        self._needed = needed
        self._start: QPoint | None = None
        self._ghost: QLabel | None = None
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        return QSize(text_width(self._text, TextStyle.BODY) + 2 * _SIGN + 32, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """It may become narrow."""
        return QSize(60, _HEIGHT)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """May be the beginning of a drag."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._start = event.position().toPoint()
            self.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carries a copy of the words along."""
        if self._start is None:
            return
        here = event.position().toPoint()
        if self._ghost is None:
            if (here - self._start).manhattanLength() < QApplication.startDragDistance():
                return
            self._ghost = label(self._text, TextStyle.STRONG)
            self._ghost.setObjectName("ghost")
            self._ghost.setParent(self.window())
            self._ghost.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._ghost.adjustSize()
            self._ghost.show()
        over = self.mapToGlobal(here)
        self._ghost.move(self.window().mapFromGlobal(over) + QPoint(10, 8))
        self._ghost.raise_()
        self.moved.emit(over)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drops it, or was a mere press."""
        was_dragged, self._start = self._ghost is not None, None
        if self._ghost is not None:
            self._ghost.hide()
            self._ghost.deleteLater()
            self._ghost = None
        if was_dragged:
            self.dropped.emit(self.key, self.mapToGlobal(event.position().toPoint()))
        else:
            self.pressed.emit(self.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space do what a press does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit(self.key)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws grip, words, and a tick where a column holds it already."""
        painter, colours = QPainter(self), self._palette
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        focused = self.hasFocus()
        painter.setPen(QPen(colours.color("focus" if focused else "border_strong"), 2 if focused else 1))
        painter.setBrush(colours.color("sunken" if self._used else "surface"))
        painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5) if focused else frame, 4, 4)
        mirrored = self.isRightToLeft()
        y = (_HEIGHT - _SIGN) // 2
        near, far = 6, self.width() - 8 - _SIGN
        painter.drawPixmap(far + 2 if mirrored else near, y, pixmap(Icon.GRIP, colours.muted, size=_SIGN))
        if self._used:
            painter.drawPixmap(8 if mirrored else far, y, pixmap(Icon.CHECK, colours.positive, size=_SIGN))
        elif self._needed:
            painter.drawPixmap(8 if mirrored else far, y, pixmap(Icon.WARNING, colours.warning, size=_SIGN))
        painter.setFont(font(TextStyle.BODY))
        painter.setPen(colours.color("text_secondary" if self._used else "text"))
        room = self.rect().adjusted(26, 0, -26, 0)
        shown = elided(self._text, painter.fontMetrics(), room.width())
        painter.drawText(room, start_side() | Qt.AlignmentFlag.AlignVCenter, shown)
