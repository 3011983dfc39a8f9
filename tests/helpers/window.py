"""Drives the real window as a user does: mouse, keys, and waiting until it has come to rest."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QEventLoop, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from desktop.config import paths
from desktop.config.settings import LanguageCode, Settings, ThemeName
from desktop.language import load_language
from desktop.services.offices import Office
from desktop.ui.context import Context, Route
from desktop.ui.main_window import MainWindow
from desktop.ui.office_view import OfficeView
from desktop.ui.pages.page import Page
from desktop.ui.tasks import DirectRunner, TaskRunner
from desktop.ui.theme import apply_language, apply_theme, load_fonts, load_palette
from desktop.ui.widgets.overlay import Overlay

Found = TypeVar("Found", bound=QWidget)
PATIENCE = 15.0
_dressed: set[str] = set()


def dress(application: QApplication, theme: ThemeName = "light") -> None:
    """Loads the typeface once and puts a theme on; costly, so only when it changes."""
    if not _dressed:
        load_fonts()
    if theme not in _dressed:
        _dressed.clear()
        _dressed.add(theme)
        apply_theme(application, load_palette(theme))


def make_context(
    office: Office | None,
    *,
    language: LanguageCode = "en",
    theme: ThemeName = "light",
    settings: Settings | None = None,
    tasks: TaskRunner | None = None,
) -> Context:
    """What pages and dialogs are given; work is done at once unless other `tasks` are given."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    dress(application, theme)
    loaded = load_language(paths.translations(), language)
    apply_language(application, loaded)
    return Context(
        office=office,
        language=loaded,
        palette=load_palette(theme),
        settings=settings or Settings(language=language, theme=theme),
        tasks=tasks or DirectRunner(),
        keep=lambda _settings: None,
    )


def wait_until(done: Callable[[], bool], what: str = "the window to come to rest") -> None:
    """Lets the window work until `done`. Raises TimeoutError that says what was waited for."""
    until = time.monotonic() + PATIENCE
    heartbeat = QTimer(interval=10)
    heartbeat.start()
    while not done():
        if time.monotonic() > until:
            raise TimeoutError(f"waited {PATIENCE:.0f} s in vain for {what}")
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    QApplication.processEvents()


def press(widget: QWidget, keys: str) -> None:
    """Presses keys as Qt writes them (`Ctrl+K`, `Return`) in `widget`."""
    QTest.keySequence(widget, keys)
    QApplication.processEvents()


def type_text(text: str) -> None:
    """Types into whatever has the focus."""
    focused = QApplication.focusWidget()
    assert focused is not None, "nothing has the focus"
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):  # QTest types ASCII only
            QApplication.sendEvent(focused, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))
    QApplication.processEvents()


def click(widget: QWidget, at: QPoint | None = None) -> None:
    """Clicks with the left button, in the middle unless said where."""
    assert widget.isVisible(), f"{widget} cannot be seen"
    assert widget.isEnabled(), f"{widget} cannot be used"
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at if at is not None else widget.rect().center())
    QApplication.processEvents()


def button_named(root: QWidget, text: str) -> QAbstractButton:
    """The visible button with this text or accessible name."""
    found = [
        button
        for button in root.findChildren(QAbstractButton)
        if button.isVisible() and text in (button.text().strip(), button.accessibleName())
    ]
    assert found, f"no button “{text}” among {[b.text() or b.accessibleName() for b in visible_buttons(root)]}"
    return found[0]


def visible_buttons(root: QWidget) -> list[QAbstractButton]:
    """All buttons one can see."""
    return [button for button in root.findChildren(QAbstractButton) if button.isVisible()]


def visible_texts(root: QWidget) -> list[str]:
    """Every text of labels and buttons one can see, once the window has laid itself out."""
    QApplication.processEvents()
    labels = [label.text() for label in root.findChildren(QLabel) if label.isVisible() and label.text()]
    labels = [text.replace("\u2011", "-") for text in labels]  # a dash at which no line breaks is a dash
    return labels + [button.text().strip() for button in visible_buttons(root) if button.text().strip()]


class WindowDriver:
    """A window on an office."""

    def __init__(self, context: Context, *, start: Route | None = None) -> None:
        self.context = context
        self.window = MainWindow()
        self.view = OfficeView(context) if start is None else OfficeView(context, start=start)
        self.window.show_view(self.view, context=context, title="GrantDesk")
        self.window.show()
        QTest.qWaitForWindowExposed(self.window)
        self.window.activateWindow()
        QApplication.processEvents()

    @property
    def page(self) -> Page:
        """The page one is on."""
        return self.view.page

    def go(self, page: str, key: str = "", record_id: int = 0, **more: object) -> Page:
        """Goes somewhere and returns the page."""
        self.view.go(Route(page, key, record_id, **more))  # type: ignore[arg-type]  # handed on as they are
        QApplication.processEvents()
        return self.page

    def dialog(self, kind: type[Found]) -> Found:
        """The dialog of this kind that is open."""
        found = [dialog for dialog in self.window.findChildren(kind) if dialog.isVisible()]
        assert found, f"no {kind.__name__} is open, but {self.overlays()}"
        return found[-1]

    def overlays(self) -> list[Overlay]:
        """What floats over the page."""
        return [overlay for overlay in self.window.findChildren(Overlay) if overlay.isVisible()]

    def said(self) -> str:
        """What the status bar says was done last."""
        return " ".join(visible_texts(self.view.status))

    def close(self) -> None:
        """Gives the window back."""
        self.context.tasks.close()
        self.window.close()
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QApplication.processEvents()
