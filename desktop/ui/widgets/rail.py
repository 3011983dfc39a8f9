"""The rail at the end side of a page: it scrolls by itself, and stands below the page where there is no room beside."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

MIDDLE_AT_LEAST = 760
_NO_LIMIT = 16_777_215  # as wide as a widget of Qt can be


class _Scroll(QScrollArea):
    """Scrolls up and down alone: what it holds is never wider than there is room."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self._inside = inside
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the content within the viewport, and as high as its words need at that width."""
        width = self.viewport().width()
        self._inside.setMaximumWidth(width)
        self._inside.setMinimumHeight(max(self._inside.heightForWidth(width), 0))
        super().resizeEvent(event)


class Rail(QFrame):
    """Holds a layout that scrolls, behind a fine line."""

    def __init__(self, content: QVBoxLayout, *, right_to_left: bool, width: int) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setProperty("edge", "right" if right_to_left else "left")
        self.wanted_width = width
        self._content = content
        inside = QWidget()
        inside.setObjectName("scrolled")
        inside.setLayout(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._scroll = _Scroll(inside)
        outer.addWidget(self._scroll)
        self.setFixedWidth(width)

    def show_part(self, part: QWidget) -> None:
        """Scrolls until a part of what it holds can be seen, once that has taken its place."""
        QTimer.singleShot(0, part, lambda: self._scroll.ensureWidgetVisible(part))

    def whole_height(self, width: int) -> int:
        """How high it has to be at a width to show all it holds."""
        content = self._content
        return content.heightForWidth(width) if content.hasHeightForWidth() else content.sizeHint().height()


class Halves(QWidget):
    """The middle, which scrolls, and the rail: beside it, or below it where there is no room for both."""

    def __init__(self, middle: QWidget, rail: Rail) -> None:
        super().__init__()
        self._rail = rail
        body = QWidget()
        body.setObjectName("scrolled")
        self._body = QVBoxLayout(body)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(0)
        self._body.addWidget(middle, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(body)
        self._beside = QHBoxLayout(self)
        self._beside.setContentsMargins(0, 0, 0, 0)
        self._beside.setSpacing(0)
        self._beside.addWidget(scroll, 1)
        self._beside.addWidget(rail)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Moves the rail to where there is room."""
        super().resizeEvent(event)
        width = self._rail.wanted_width
        below = self.width() < MIDDLE_AT_LEAST + width
        target = self._body if below else self._beside
        if target.indexOf(self._rail) < 0:
            self._rail.setMinimumWidth(0 if below else width)
            self._rail.setMaximumWidth(_NO_LIMIT if below else width)
            target.addWidget(self._rail)
        self._rail.setMinimumHeight(self._rail.whole_height(self.width()) if below else 0)
