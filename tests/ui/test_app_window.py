"""The window itself: keeps its place, never loses work when it is closed, and tells our faults from the user's."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel

from desktop.config import paths
from desktop.domain.progress import Progress
from desktop.language import UserError, say
from desktop.services.offices import Outcome, find_office
from desktop.ui.context import Context, Route
from desktop.ui.dialogs.record_dialog import RecordDialog
from desktop.ui.widgets.toast import ProgressPanel
from tests.helpers.engines import Engines
from tests.helpers.program import Program
from tests.helpers.window import button_named, click, press, type_text, visible_texts, wait_until


@pytest.fixture
def program() -> Iterator[Program]:
    """The program, just started, with its threads."""
    started = Program()
    yield started
    started.close()


@pytest.fixture
def in_office(program: Program, engines: Engines, tmp_path: Path) -> Program:
    """The program with an empty office open."""
    program.application.open_office(engines.office("sqlite", tmp_path))
    program.wait_for_office()
    return program


@pytest.fixture
def catching(program: Program, monkeypatch: pytest.MonkeyPatch) -> Program:
    """The program as what catches all that no one else does."""
    monkeypatch.setattr(sys, "excepthook", program.application.catch)
    return program


class LongWork(QObject):
    """Work that goes on until it is let go or stopped, reporting how far it is."""

    def __init__(self, program: Program) -> None:
        super().__init__()
        self.context: Context = program.application.context
        self.let_go = threading.Event()
        self.begun = threading.Event()
        self.ended = ""

    def start(self) -> None:
        """Begins, and comes back when the window shows how far it is."""
        self.context.run(self, self._work, say("Counting"), on_done=self._done, on_error=self._failed)
        wait_until(lambda: bool(self.panels()), "the progress")

    def _work(self, progress: Progress) -> Outcome:
        self.begun.set()
        step = 0
        while not self.let_go.wait(0.01):
            step += 1
            progress.report(min(step, 900), 1000, say("Counting {what}", what="beans"))
        return Outcome(say("Counted."))

    def _done(self, _outcome: Outcome) -> None:
        self.ended = "done"

    def _failed(self, error: BaseException) -> None:
        self.ended = "stopped"
        self.context.report(error)

    def panels(self) -> list[ProgressPanel]:
        """The progress that is shown."""
        windows = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
        return [panel for window in windows for panel in window.findChildren(ProgressPanel) if panel.isVisible()]


# --- where it stands --------------------------------------------------------------------------------------------------


def test_window_opens_where_and_as_large_as_it_was(qapp: QApplication) -> None:
    first = Program()
    first.window.setGeometry(30, 40, 1024, 700)  # the screen of the tests is 800 pixels wide
    qapp.processEvents()
    first.close()
    again = Program()
    assert again.window.geometry().size().toTuple() == (1024, 700)
    again.window.showMaximized()
    again.close()
    once_more = Program()
    assert once_more.window.isMaximized()
    once_more.close()


def test_damaged_place_falls_back_to_the_usual_size() -> None:
    path = paths.settings_file()
    path.write_text('{"window": "not what we wrote", "language": "en"}', encoding="utf-8")
    program = Program()
    assert program.window.size().toTuple() == (1366, 768)
    program.close()


def test_window_is_never_smaller_than_its_pages_need(program: Program) -> None:
    program.window.resize(300, 200)
    assert program.window.size().toTuple() == (1024, 640)


# --- closing ----------------------------------------------------------------------------------------------------------


def test_closing_gives_the_office_back(in_office: Program) -> None:
    location = str(in_office.application.context.office.location.file)
    in_office.window.close()
    assert not in_office.window.isVisible()
    find_office(location, actor="The next one").close()


def test_closing_asks_before_a_form_is_lost(in_office: Program) -> None:
    in_office.view.go(Route("new", "organisations"))
    type_text("XX-77")
    in_office.window.close()
    assert in_office.window.isVisible()
    assert "Discard what you entered?" in in_office.wait_for_message()
    click(button_named(in_office.messages()[-1], "Go on editing"))
    (form,) = in_office.window.findChildren(RecordDialog)
    assert form.fields["name"].value() == "XX-77"
    in_office.window.close()
    click(button_named(in_office.messages()[-1], "Discard"))
    in_office.window.close()
    assert not in_office.window.isVisible()


def test_closing_with_an_untouched_form_asks_nothing(in_office: Program) -> None:
    in_office.view.go(Route("new", "organisations"))
    in_office.window.close()
    assert not in_office.window.isVisible()


def test_closing_during_long_work_stops_it_only_when_agreed(in_office: Program) -> None:
    work = LongWork(in_office)
    work.start()
    in_office.window.close()
    texts = in_office.wait_for_message()
    assert "Stop what is under way?" in texts
    assert "It is not finished. What was begun is taken back; nothing is left half done." in texts
    press(in_office.messages()[-1], "Return")  # the safe answer has the focus
    assert in_office.window.isVisible()
    assert work.ended == ""
    work.let_go.set()
    wait_until(lambda: work.ended == "done")
    assert not work.panels()


def test_closing_during_long_work_stops_it_then_closes(in_office: Program) -> None:
    work = LongWork(in_office)
    work.start()
    in_office.window.close()
    in_office.window.close()
    assert len(in_office.messages()) == 1
    click(button_named(in_office.messages()[-1], "Stop and close"))
    wait_until(lambda: not in_office.window.isVisible(), "the window to close")
    assert work.ended == "stopped"


def test_question_goes_when_the_work_is_over(in_office: Program) -> None:
    work = LongWork(in_office)
    work.start()
    in_office.window.close()
    work.let_go.set()
    wait_until(lambda: work.ended == "done")
    assert not in_office.messages()
    assert in_office.window.isVisible()


def test_work_begun_just_now_is_stopped_by_closing(in_office: Program) -> None:
    work = LongWork(in_office)
    work.context.run(work, work._work, say("Counting"))
    assert work.begun.wait(5)
    in_office.window.close()  # hangs for ever unless the work is told to stop
    assert not in_office.window.isVisible()


# --- progress ---------------------------------------------------------------------------------------------------------


def test_long_work_says_how_far_it_is_and_can_be_stopped(in_office: Program) -> None:
    work = LongWork(in_office)
    work.start()
    (panel,) = work.panels()
    wait_until(lambda: any("beans" in text for text in visible_texts(panel)))
    assert "Counting" in visible_texts(panel)
    panel.cancel.click()  # the work may stop, and the panel go, as soon as the window has time again
    assert "Stopping. What was begun is taken back." in [label.text() for label in panel.findChildren(QLabel)]
    wait_until(lambda: work.ended == "stopped")
    assert not work.panels()
    assert "Cancelled. Nothing was changed." in visible_texts(in_office.view.status)


def test_progress_goes_even_when_who_asked_is_gone(in_office: Program) -> None:
    work = LongWork(in_office)
    work.start()
    shown = work.panels
    work.deleteLater()
    QApplication.sendPostedEvents(work, QEvent.Type.DeferredDelete.value)
    work.let_go.set()
    wait_until(lambda: not shown(), "the progress to go")
    assert work.ended == ""


def test_progress_stays_when_the_view_is_made_anew(in_office: Program) -> None:
    work = LongWork(in_office)
    work.start()
    press(in_office.view, "Ctrl+B")
    assert len(work.panels()) == 1
    work.let_go.set()
    wait_until(lambda: not work.panels(), "the progress to go")


def test_second_work_is_shown_after_the_first(in_office: Program) -> None:
    first, second = LongWork(in_office), LongWork(in_office)
    first.start()
    second.context.run(second, second._work, say("Sorting"), on_done=second._done)
    wait_until(lambda: len(first.panels()) == 1)
    assert "Counting" in visible_texts(first.panels()[0])
    first.let_go.set()
    wait_until(lambda: second.begun.is_set() and first.ended == "done")
    wait_until(lambda: any("Sorting" in visible_texts(panel) for panel in second.panels()), "the second progress")
    second.let_go.set()
    wait_until(lambda: not second.panels())


def test_opening_an_office_shows_its_progress_on_the_first_page(program: Program) -> None:
    let_go = threading.Event()

    def work(progress: Progress) -> None:
        while not let_go.wait(0.01):
            progress.report(1, 2, say("Opening the office"))

    holder = QObject()
    program.application.context.tasks.run(holder, work, lambda _none: None, lambda _error: None, say("Restoring"))
    wait_until(lambda: any(panel.isVisible() for panel in program.window.findChildren(ProgressPanel)))
    let_go.set()
    wait_until(lambda: not any(panel.isVisible() for panel in program.window.findChildren(ProgressPanel)))


# --- faults -----------------------------------------------------------------------------------------------------------


def in_a_slot(does: Callable[[], None]) -> None:
    """Does something as Qt calls our code, where nothing of ours stands around it."""
    QTimer.singleShot(0, does)


def fail() -> None:
    """A fault of the program."""
    msg = "the wrong thing"
    raise ZeroDivisionError(msg)


def refuse() -> None:
    """A trouble of the user that a page forgot to catch."""
    raise UserError(say("The box is full."), say("Nothing was put in."), say("Take a larger one."))


@pytest.mark.qt_no_exception_capture
def test_fault_is_logged_and_shown_with_its_report(catching: Program, capsys: pytest.CaptureFixture[str]) -> None:
    in_a_slot(fail)
    texts = catching.wait_for_message()
    assert "GrantDesk made a mistake." in texts
    assert "This is our fault, not yours. What was saved before is safe, and this office can be used on." in texts
    assert f"The report is in {paths.log_file()}. It holds no amounts and no names." in texts
    click(button_named(catching.messages()[-1], "Copy the report"))
    assert "ZeroDivisionError" in QApplication.clipboard().text()
    assert "ZeroDivisionError" in capsys.readouterr().err
    click(button_named(catching.messages()[-1], "Close"))
    assert not catching.messages()


@pytest.mark.qt_no_exception_capture
def test_faults_one_after_the_other_show_one_message(catching: Program) -> None:
    for _ in range(3):
        in_a_slot(fail)
    catching.wait_for_message()
    QApplication.processEvents()
    assert len(catching.messages()) == 1
    press(catching.messages()[-1], "Escape")
    in_a_slot(fail)
    catching.wait_for_message()


@pytest.mark.qt_no_exception_capture
def test_trouble_nobody_caught_is_shown_as_its_sentence(catching: Program) -> None:
    in_a_slot(refuse)
    texts = catching.wait_for_message()
    assert [text for text in texts if text.endswith(".")] == [
        "The box is full.",
        "Nothing was put in.",
        "Take a larger one.",
    ]


def test_ctrl_c_in_the_shell_closes_the_window(catching: Program) -> None:
    interrupt = KeyboardInterrupt()
    sys.excepthook(KeyboardInterrupt, interrupt, None)
    assert not catching.window.isVisible()


@pytest.mark.qt_no_exception_capture
def test_fault_on_a_thread_of_the_work_reaches_the_hook(catching: Program) -> None:
    holder = QObject()

    def work(_progress: Progress) -> Outcome:
        fail()
        raise AssertionError

    catching.application.context.run(holder, work, say("Counting"))
    assert "GrantDesk made a mistake." in catching.wait_for_message()


class Ring:
    """Something that only Python's search for what is unused can let go, as it does with a closed dialog."""

    def __init__(self, let_go: list[str]) -> None:
        self.itself = self
        self._let_go = let_go

    def __del__(self) -> None:
        """Notes on which thread it was let go."""
        self._let_go.append(threading.current_thread().name)


def test_what_is_unused_is_let_go_on_the_thread_of_the_window_alone(in_office: Program) -> None:
    let_go: list[str] = []
    done: list[Outcome] = []

    def work(_progress: Progress) -> Outcome:
        for _ in range(20_000):  # many times what makes Python look for what is unused
            Ring(let_go)
        return Outcome(say("Counted."))

    holder = QObject()
    in_office.application.context.run(holder, work, say("Counting"), on_done=done.append)
    wait_until(lambda: bool(done) and len(let_go) == 20_000, "all to be let go")
    assert set(let_go) == {threading.main_thread().name}


def test_python_looks_after_itself_again_when_the_window_is_closed() -> None:
    program = Program()
    assert not gc.isenabled()
    program.close()
    assert gc.isenabled()
