"""What all dialogs share: a head with title and close, a body that scrolls, and a foot with verbs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.language import say
from desktop.ui.context import Context
from desktop.ui.theme import Icon, TextStyle
from desktop.ui.widgets.basics import ElidedLabel, button, key_cap, label, margins
from desktop.ui.widgets.focus import focus_first
from desktop.ui.widgets.overlay import Overlay


class Dialog(Overlay):
    """A dialog inside the window."""

    def __init__(self, context: Context, window: QWidget, title: str, *, about: str = "", width: int = 680) -> None:
        super().__init__(window, palette=context.palette, width=width)
        self.context = context
        self.setAccessibleName(title)
        self._add_head(title, about)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(20, 14, 20, 20)
        self.body.setSpacing(14)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        holder = QWidget()
        holder.setObjectName("scrolled")
        holder.setLayout(self.body)
        self._holder = holder
        self._height = 0
        self._scroll.setWidget(holder)
        holder.installEventFilter(self)
        self.layout_.addWidget(self._scroll, 1)

    def _add_head(self, title: str, about: str) -> None:
        head = QFrame()
        head.setObjectName("panelHead")
        head.setFixedHeight(48)
        layout = QHBoxLayout(head)
        layout.setContentsMargins(margins(20, 0, 10, 0))
        layout.setSpacing(12)
        layout.addWidget(label(title, TextStyle.LEAD_STRONG))
        layout.addStretch(1)
        if about:
            layout.addWidget(ElidedLabel(about, TextStyle.SMALL, ink="muted", snug=True))
        close = self.context.text(say("Close"))
        layout.addWidget(
            button(close, kind="icon", palette=self.context.palette, name=Icon.CLOSE, on_click=self.cancel)
        )
        self.layout_.addWidget(head)

    def add_foot(self, buttons: Sequence[QPushButton], *, keys: Sequence[tuple[str, str]] = ()) -> None:
        """Adds the verbs; the last one is what the dialog is for. `keys` tells keys and what they do."""
        foot = QFrame()
        foot.setObjectName("panelFoot")
        foot.setFixedHeight(56)
        layout = QHBoxLayout(foot)
        layout.setContentsMargins(20, 0, 20, 0)
        layout.setSpacing(8)
        for key, does in keys:
            layout.addWidget(key_cap(key))
            layout.addWidget(label(does, TextStyle.SMALL, ink="muted"))
            layout.addSpacing(8)
        layout.addStretch(1)
        for made in buttons:
            layout.addWidget(made)
        self.layout_.addWidget(foot)

    def open(self) -> None:
        """Shows it with the focus on the first thing to fill in, where there is one."""
        super().open()
        focus_first(self._holder)

    def bring_into_sight(self, part: QWidget) -> None:
        """Scrolls to a part of the body."""
        self._scroll.ensureWidgetVisible(part)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Grows and shrinks with what it holds."""
        if watched is self._window:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible() and self._wanted_height() != self._height:
            self._place()
        return False

    def _place(self) -> None:
        """As high as what it holds, up to the height of the window."""
        self._holder.adjustSize()
        self._height = self._wanted_height()
        self._scroll.setFixedHeight(min(max(self._height, 40), max(120, self.height() - 48 - 56 - 64)))
        super()._place()

    def _wanted_height(self) -> int:
        width = self.panel.width() - 2
        return self.body.heightForWidth(width) if self.body.hasHeightForWidth() else self._holder.sizeHint().height()
