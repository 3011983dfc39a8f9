"""What stands where nothing is yet: what would be here, and the two or three ways to fill it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.ui.theme import Icon, Palette, TextStyle, pixmap
from desktop.ui.widgets.basics import ElidedLabel, hairline, key_cap, label

WIDTH = 560


@dataclass(frozen=True, slots=True)
class Way:
    """One way to go on: what it does, a line about it, its icon and key."""

    text: str
    about: str
    name: Icon
    on_click: Callable[[], object]
    shortcut: str = ""


class WayButton(QPushButton):
    """A way as a wide row."""

    def __init__(self, way: Way, *, palette: Palette) -> None:
        super().__init__()
        self.setProperty("kind", "row")
        self.setAccessibleName(f"{way.text}. {way.about}")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoDefault(True)
        picture = QLabel()
        picture.setPixmap(pixmap(way.name, palette.accent, size=20))
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addStretch(1)
        texts.addWidget(ElidedLabel(way.text, TextStyle.STRONG))
        texts.addWidget(ElidedLabel(way.about, TextStyle.SMALL, ink="muted"))
        texts.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 0)
        layout.setSpacing(12)
        layout.addWidget(picture)
        layout.addLayout(texts, 1)
        if way.shortcut:
            layout.addWidget(key_cap(way.shortcut))
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.clicked.connect(lambda _checked=False: way.on_click())


class WayCard(QFrame):
    """Several ways in one card."""

    def __init__(self, ways: list[Way], *, palette: Palette) -> None:
        super().__init__()
        self.setObjectName("card")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        self.buttons = [WayButton(way, palette=palette) for way in ways]
        for place, made in enumerate(self.buttons):
            if place:
                layout.addWidget(hairline())
            layout.addWidget(made)


class _BlankTable(QWidget):
    """A small table in which one row is still to come."""

    def __init__(self, *, palette: Palette) -> None:
        super().__init__()
        self._palette = palette
        self.setFixedSize(176, 120)

    def sizeHint(self) -> QSize:
        """Its fixed size."""
        return QSize(176, 120)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the table."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = self._palette
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(colours.color("border_strong"), 1))
        painter.drawRoundedRect(frame, 6, 6)
        painter.setPen(QPen(colours.color("border"), 1))
        for y in (24, 48, 72, 96):
            painter.drawLine(1, y, 174, y)
        for x in (44, 124):
            painter.drawLine(x, 1, x, 119)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.color("border_strong"))
        for x, width in ((10, 24), (54, 50), (134, 30)):
            painter.drawRoundedRect(QRectF(x, 9, width, 6), 3, 3)
        painter.setBrush(colours.color("accent_soft"))
        painter.setPen(QPen(colours.color("accent"), 1, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(QRectF(4.5, 28.5, 167, 16), 3, 3)
        painter.drawPixmap(12, 30, pixmap(Icon.NEW, colours.accent, size=12))


class EmptyState(QWidget):
    """The middle of an empty page."""

    def __init__(
        self, title: str, about: str, ways: list[Way], *, palette: Palette, link: QWidget | None = None
    ) -> None:
        super().__init__()
        texts = QVBoxLayout()
        texts.setSpacing(8)
        texts.addStretch(1)
        texts.addWidget(label(title, TextStyle.EMPTY_TITLE, wraps=True))
        texts.addWidget(label(about, ink="secondary", wraps=True))
        texts.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(24)
        head.addWidget(_BlankTable(palette=palette))
        head.addLayout(texts, 1)
        middle = QWidget()
        middle.setFixedWidth(WIDTH)
        inside = QVBoxLayout(middle)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(20)
        inside.addLayout(head)
        self.buttons: list[WayButton] = []
        if ways:
            card = WayCard(ways, palette=palette)
            self.buttons = card.buttons
            inside.addWidget(card)
        if link is not None:
            inside.addWidget(link)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addWidget(middle, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
