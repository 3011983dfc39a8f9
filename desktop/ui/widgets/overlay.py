"""Things that float over the page: a scrim, and a panel on it. They live inside the window, so focus and keys stay."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QVBoxLayout, QWidget

from desktop.ui.theme import Palette
from desktop.ui.widgets.focus import focus_first, focused_in, move_focus


class Overlay(QWidget):
    """Covers the window with a scrim and holds a panel. Esc closes it; the focus goes back to where it was.

    `closed` is emitted once, whatever closed it.
    """

    closed = Signal()

    def __init__(self, window: QWidget, *, palette: Palette, width: int, top: int | None = None) -> None:
        super().__init__(window)
        self._window = window
        self._palette = palette
        self._before = _with_parents(focused_in(window))
        self._top = top
        self.panel = QFrame(self)
        self.panel.setObjectName("panel")
        self._width = width
        shadow = QGraphicsDropShadowEffect(self.panel)
        shadow.setBlurRadius(24)
        shadow.setOffset(0, 8)
        shadow.setColor(QColor(palette.shadow))
        self.panel.setGraphicsEffect(shadow)
        self.layout_ = QVBoxLayout(self.panel)
        self.layout_.setContentsMargins(1, 1, 1, 1)
        self.layout_.setSpacing(0)
        window.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Shows it over the window and takes the focus."""
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        self._place()
        focus_first(self.panel)

    def _place(self) -> None:
        self.panel.setFixedWidth(min(self._width, self.width() - 32))
        self.panel.adjustSize()
        height = min(self._panel_height(), self.height() - 32)
        self.panel.resize(self.panel.width(), height)
        top = max(16, (self.height() - height) * 2 // 5) if self._top is None else self._top
        self.panel.move((self.width() - self.panel.width()) // 2, top)

    def _panel_height(self) -> int:
        """What it takes at its width; Qt's own hint takes a title that could wrap for one that does."""
        wraps = self.layout_.hasHeightForWidth()
        return self.layout_.totalHeightForWidth(self.panel.width()) if wraps else self.panel.sizeHint().height()

    def close_overlay(self) -> None:
        """Takes it away and gives the focus back."""
        if not self.isVisible():
            return
        self.hide()
        self._window.removeEventFilter(self)
        self._give_focus_back()
        self.closed.emit()
        self.deleteLater()

    def _give_focus_back(self) -> None:
        """To where it was; when that is no more, to what stands first around it."""
        there = [widget for widget in self._before if shiboken6.isValid(widget) and widget.isVisible()]
        if there and there[0] is self._before[0]:
            there[0].setFocus(Qt.FocusReason.PopupFocusReason)
        elif there:
            focus_first(there[0])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follows the window's size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._window.rect())
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Dims the page."""
        QPainter(self).fillRect(self.rect(), QColor(self._palette.scrim))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the innermost thing."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
        else:
            super().keyPressEvent(event)

    def cancel(self) -> None:
        """What Esc does; a dialog with changes asks first."""
        self.close_overlay()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the panel goes nowhere."""
        event.accept()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001 - Qt's signature
        """Tab stays inside the panel."""
        current = focused_in(self)
        start = current if current is not None and self.panel.isAncestorOf(current) else self.panel
        return move_focus(self.panel, start, forward=next)


def _with_parents(widget: QWidget | None) -> list[QWidget]:
    """A widget and what it stands in, from the inside out."""
    found = []
    while widget is not None:
        found.append(widget)
        widget = widget.parentWidget()
    return found
