"""What floats for a moment: a finished import with its undo, and how far long work is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QCursor, QKeyEvent
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QLabel, QProgressBar, QWidget

from desktop.language import Language, Message, say
from desktop.ui.tasks import Watch
from desktop.ui.theme import Icon, Palette, TextStyle, pixmap
from desktop.ui.widgets.basics import ElidedLabel, button, column, label, margins, row
from desktop.ui.widgets.focus import focused_in

LEAVES_AFTER_MS = 8000
_MARGIN = 20


class Floating(QFrame):
    """A small panel at the lower end of the window."""

    def __init__(self, window: QWidget, *, palette: Palette, width: int) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("panel")
        self.setFixedWidth(width)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(12)
        shadow.setOffset(0, 4)
        shadow.setColor(QColor(palette.shadow))
        self.setGraphicsEffect(shadow)
        window.installEventFilter(self)

    def open(self) -> None:
        """Shows it above the status bar, at the end side."""
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()

    def _place(self) -> None:
        window = self._window
        x = _MARGIN if self.isRightToLeft() else window.width() - self.width() - _MARGIN
        self.move(x, window.height() - self.height() - 24 - _MARGIN)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follows the window's size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def leave(self) -> None:
        """Goes for good."""
        self.hide()
        self.deleteLater()


class Toast(Floating):
    """Says what was done and offers to undo it; leaves after eight seconds, stays while mouse or focus is on it."""

    def __init__(
        self,
        window: QWidget,
        message: Message,
        *,
        language: Language,
        palette: Palette,
        on_undo: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(window, palette=palette, width=360)
        self._timer = QTimer(self, singleShot=True, interval=LEAVES_AFTER_MS)
        self._timer.timeout.connect(self._leave_unless_used)
        tick = QLabel()
        tick.setPixmap(pixmap(Icon.DONE, palette.positive))
        text = label(language.text(message), wraps=True)
        layout = row(tick, text, spacing=10)
        layout.setStretch(1, 1)
        layout.setContentsMargins(margins(14, 12, 8, 12))
        if on_undo is not None:
            self.undo = button(language.text(say("Undo")), kind="link", palette=palette, on_click=self._undo(on_undo))
            layout.addWidget(self.undo)
        close = button(language.text(say("Close")), kind="icon", palette=palette, name=Icon.CLOSE, on_click=self.leave)
        layout.addWidget(close)
        self.setLayout(layout)
        self._timer.start()

    def _undo(self, on_undo: Callable[[], object]) -> Callable[[], object]:
        def undo() -> None:
            self.leave()
            on_undo()

        return undo

    def _leave_unless_used(self) -> None:
        focused = focused_in(self)
        is_typed_in = focused is not None and self.isAncestorOf(focused)
        # Asked where the pointer is, not what it entered: of a pointer that rests, Qt does not tell that it left.
        if is_typed_in or self.rect().contains(self.mapFromGlobal(QCursor.pos())):
            self._timer.start()
        else:
            self.leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc sends it away."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Counts anew when the mouse goes."""
        self._timer.start()
        super().leaveEvent(event)


class ProgressPanel(Floating):
    """How far long work is, and a way to stop it; looks at the task ten times a second."""

    cancelled = Signal()

    def __init__(self, window: QWidget, watch: Watch, title: Message, *, language: Language, palette: Palette) -> None:
        super().__init__(window, palette=palette, width=360)
        self._watch = watch
        self._language = language
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._doing = ElidedLabel("", TextStyle.SMALL, ink="secondary")
        cancel_text = language.text(say("Cancel"))
        self.cancel = button(cancel_text, palette=palette, small=True, on_click=self._stop)
        lower = row(self._bar, self.cancel, spacing=12)
        lower.setStretch(0, 1)
        layout = column(label(language.text(title), TextStyle.STRONG), 2, self._doing, 10)
        layout.addLayout(lower)
        layout.setContentsMargins(16, 14, 16, 14)
        self.setLayout(layout)
        self._timer = QTimer(self, interval=100)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self.look()

    def look(self) -> None:
        """Shows how far the work is now."""
        watch = self._watch
        self._bar.setRange(0, max(watch.total, 0))
        self._bar.setValue(watch.done)
        if watch.doing is None:
            return
        parts = [watch.doing]
        if watch.total > 1:
            parts.append(say("{done} of {total}", done=watch.done, total=watch.total))
        self._doing.setText(self._language.beside(*parts))

    def _stop(self) -> None:
        self._watch.cancelled.set()
        self.cancel.setEnabled(False)
        self._doing.setText(self._language.text(say("Stopping. What was begun is taken back.")))
        self._timer.stop()
        self.cancelled.emit()
