"""The window around whatever is shown: the list of offices, or an open one."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from desktop.ui.context import Context
from desktop.ui.widgets.mark import window_icon

SMALLEST = (1024, 640)


class MainWindow(QMainWindow):
    """The frame around the welcome page or an office. `closing` is emitted before it goes."""

    closing = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumSize(*SMALLEST)
        self.resize(1366, 768)

    def show_view(self, view: QWidget, *, context: Context, title: str) -> None:
        """Shows the welcome page or an office."""
        right_to_left = context.language.right_to_left
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft if right_to_left else Qt.LayoutDirection.LeftToRight)
        self.setWindowTitle(title)
        self.setWindowIcon(window_icon(context.palette))
        old = self.takeCentralWidget()
        self.setCentralWidget(view)
        if old is not None:
            old.hide()
            QTimer.singleShot(0, old.deleteLater)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Lets the office go first."""
        self.closing.emit()
        super().closeEvent(event)
