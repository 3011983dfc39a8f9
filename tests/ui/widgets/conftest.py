"""A window for widgets to stand in, shown and active, and given back after the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from tests.helpers.window import make_context

Show = Callable[..., QWidget]


@pytest.fixture(autouse=True)
def english_after(qapp: QApplication) -> Iterator[None]:
    """Tests in Arabic mirror the whole application; the next one begins from the left again."""
    yield
    if qapp.layoutDirection() is Qt.LayoutDirection.RightToLeft:
        make_context(None)


@pytest.fixture
def shown(qapp: QApplication) -> Iterator[Show]:
    """Shows widgets below each other in a window of their own and returns the window."""
    windows: list[QWidget] = []

    def show(*widgets: QWidget, width: int = 800, height: int = 400) -> QWidget:
        window = QWidget()
        layout = QVBoxLayout(window)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in widgets:
            layout.addWidget(widget)
        window.resize(width, height)
        window.show()
        QTest.qWaitForWindowExposed(window)
        window.activateWindow()
        qapp.processEvents()
        windows.append(window)
        return window

    yield show
    for window in windows:
        window.close()
        window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    qapp.processEvents()
