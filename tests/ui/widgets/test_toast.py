"""What floats for a moment: done with its undo, and how far long work is, with a way to stop it."""

from __future__ import annotations

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QProgressBar, QPushButton, QWidget

from desktop.config.settings import LanguageCode
from desktop.language import say, say_many
from desktop.ui.tasks import Watch
from desktop.ui.widgets import toast
from desktop.ui.widgets.toast import ProgressPanel, Toast
from tests.helpers.window import button_named, click, make_context, press, visible_texts, wait_until
from tests.ui.widgets.conftest import Show

DONE = say_many("Imported {count} entry.", "Imported {count} entries.", count=1171)


class Stage:
    """A window with a field, and a toast over it."""

    def __init__(self, shown: Show, *, language: LanguageCode = "en") -> None:
        self.context = make_context(None, language=language)
        self.field = QLineEdit()
        self.window = shown(self.field, width=900, height=500)
        self.field.setFocus()
        self.hover(on=False)
        self.undone: list[None] = []
        self.toast = Toast(
            self.window,
            DONE,
            language=self.context.language,
            palette=self.context.palette,
            on_undo=lambda: self.undone.append(None),
        )
        self.toast.open()
        QApplication.processEvents()

    def hover(self, *, on: bool) -> None:
        over = self.toast if on else self.field
        QTest.mouseMove(over, over.rect().center() if on else QPoint(5, 5))
        QApplication.processEvents()

    def is_there(self) -> bool:
        return shiboken6.isValid(self.toast) and self.toast.isVisible()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight seconds go by at once."""
    monkeypatch.setattr(toast, "LEAVES_AFTER_MS", 1)


def count_ticks(number: int) -> None:
    """Lets the event loop turn a while: long enough for a timer of one millisecond."""
    ticks: list[int] = []

    def done() -> bool:
        ticks.append(1)
        return len(ticks) > number

    wait_until(done)


def test_toast_says_what_was_done_and_leaves_the_focus_where_it_is(shown: Show) -> None:
    stage = Stage(shown)
    assert visible_texts(stage.toast) == ["Imported 1,171 entries.", "Undo"]
    assert stage.field.hasFocus()


def test_it_stands_above_the_status_bar_at_the_end_side(shown: Show) -> None:
    stage = Stage(shown)
    assert stage.toast.geometry().right() == 900 - 20 - 1
    assert stage.toast.geometry().bottom() == 500 - 24 - 20 - 1
    stage.window.resize(700, 450)
    QApplication.processEvents()
    assert stage.toast.geometry().right() == 700 - 20 - 1
    assert stage.toast.geometry().bottom() == 450 - 24 - 20 - 1


def test_it_stands_at_the_left_in_arabic(shown: Show) -> None:
    assert Stage(shown, language="ar").toast.x() == 20


def test_undo_takes_back_once_and_goes(shown: Show) -> None:
    stage = Stage(shown)
    click(stage.toast.undo)
    assert len(stage.undone) == 1
    assert not stage.is_there()


def test_cross_and_escape_send_it_away_without_taking_back(shown: Show) -> None:
    stage = Stage(shown)
    click(button_named(stage.toast, "Close"))
    assert not stage.is_there()
    other = Stage(shown)
    other.toast.undo.setFocus()
    press(other.toast.undo, "F9")
    assert other.is_there()
    press(other.toast.undo, "Escape")
    assert not other.is_there()
    assert stage.undone == other.undone == []


@pytest.mark.usefixtures("quick")
def test_it_leaves_by_itself(shown: Show) -> None:
    stage = Stage(shown)
    wait_until(lambda: not stage.is_there())
    assert stage.undone == []


def test_it_leaves_after_eight_seconds() -> None:
    assert toast.LEAVES_AFTER_MS == 8000


def test_it_stays_while_the_mouse_is_on_it(shown: Show) -> None:
    stage = Stage(shown)
    stage.hover(on=True)
    stage.toast._timer.setInterval(1)
    stage.toast._timer.start()
    count_ticks(10)
    assert stage.is_there()
    stage.hover(on=False)
    wait_until(lambda: not stage.is_there())


def test_it_stays_while_the_keyboard_is_in_it(shown: Show) -> None:
    stage = Stage(shown)
    stage.toast.undo.setFocus(Qt.FocusReason.TabFocusReason)
    stage.toast._timer.setInterval(1)
    stage.toast._timer.start()
    count_ticks(10)
    assert stage.is_there()
    stage.field.setFocus()
    wait_until(lambda: not stage.is_there())


def test_without_a_way_back_none_is_offered(shown: Show) -> None:
    context = make_context(None)
    window = shown(QLineEdit())
    made = Toast(window, say("Wrote a.xlsx."), language=context.language, palette=context.palette)
    made.open()
    assert visible_texts(made) == ["Wrote a.xlsx."]


# --- progress ------------------------------------------------------------------------------------------------------


class Panel:
    """A panel over a window, for a task the test plays."""

    def __init__(self, shown: Show, *, language: LanguageCode = "en") -> None:
        context = make_context(None, language=language)
        self.watch = Watch()
        self.window: QWidget = shown(QLineEdit())
        title = say("Importing {file}", file="iom-577-projects.xml")
        self.panel = ProgressPanel(self.window, self.watch, title, language=context.language, palette=context.palette)
        self.cancelled: list[None] = []
        self.panel.cancelled.connect(lambda: self.cancelled.append(None))
        self.panel.open()

    @property
    def bar(self) -> QProgressBar:
        found = self.panel.findChild(QProgressBar)
        assert isinstance(found, QProgressBar)
        return found

    def texts(self) -> list[str]:
        return visible_texts(self.panel)


def test_panel_says_what_is_done_and_that_nobody_knows_how_long_yet(shown: Show) -> None:
    panel = Panel(shown)
    assert panel.texts() == ["Importing iom-577-projects.xml", "Cancel"]
    assert (panel.bar.minimum(), panel.bar.maximum()) == (0, 0)


def test_panel_follows_the_task(shown: Show) -> None:
    panel = Panel(shown)
    panel.watch.report(300, 1171, say("Projects"))
    wait_until(lambda: panel.bar.value() == 300)
    assert panel.bar.maximum() == 1171
    assert panel.texts()[1] == "Projects · 300 of 1,171"
    panel.watch.report(0, 1, say("Keeping"))
    panel.panel.look()
    assert panel.texts()[1] == "Keeping"


def test_cancel_asks_the_task_once_and_says_what_happens(shown: Show) -> None:
    panel = Panel(shown)
    panel.watch.report(300, 1171, say("Projects"))
    stop = button_named(panel.panel, "Cancel")
    assert isinstance(stop, QPushButton)
    click(stop)
    assert panel.watch.cancelled.is_set()
    assert len(panel.cancelled) == 1
    assert panel.texts()[1] == "Stopping. What was begun is taken back."
    assert not stop.isEnabled()
    count_ticks(15)
    assert panel.texts()[1] == "Stopping. What was begun is taken back."


def test_panel_leaves_when_told(shown: Show) -> None:
    panel = Panel(shown)
    panel.panel.leave()
    assert not panel.panel.isVisible()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert not shiboken6.isValid(panel.panel)
