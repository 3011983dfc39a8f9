"""Work off the window's thread: results come back by queued signal, in order, and only to those who are still there."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
import shiboken6
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from desktop.domain.progress import Progress
from desktop.language import Cancelled, Message, say
from desktop.ui import tasks
from desktop.ui.tasks import DirectRunner, TaskRunner, ThreadRunner, Watch
from tests.helpers.window import wait_until

TITLE = say("Importing")
PATIENCE = 10


@pytest.fixture
def runner() -> Iterator[ThreadRunner]:
    made = ThreadRunner()
    yield made
    made.close()


@pytest.fixture
def parent() -> QObject:
    return QObject()


class Gate:
    """Lets work on another thread wait until the test opens it."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.open = threading.Event()

    def pass_through(self) -> None:
        self.reached.set()
        assert self.open.wait(PATIENCE), "nobody opened the gate"


class Heard:
    """What came back, and on which thread."""

    def __init__(self) -> None:
        self.results: list[object] = []
        self.errors: list[BaseException] = []
        self.threads: set[threading.Thread] = set()

    def done(self, result: object) -> None:
        self.results.append(result)
        self.threads.add(threading.current_thread())

    def failed(self, error: BaseException) -> None:
        self.errors.append(error)
        self.threads.add(threading.current_thread())


RUNNERS: list[Callable[[], TaskRunner]] = [ThreadRunner, DirectRunner]


@pytest.mark.parametrize("make", RUNNERS)
def test_results_and_errors_arrive_on_the_thread_of_the_window(make: Callable[[], TaskRunner], parent: QObject) -> None:
    runner, heard = make(), Heard()

    def broken(_progress: Progress) -> object:
        msg = "broken"
        raise ValueError(msg)

    runner.read(parent, lambda: "rows", heard.done, heard.failed)
    runner.read(parent, lambda: "sums", heard.done, heard.failed, patient=True)
    runner.run(parent, lambda _progress: "import", heard.done, heard.failed, TITLE)
    runner.run(parent, broken, heard.done, heard.failed, TITLE)
    wait_until(lambda: len(heard.results) == 3 and len(heard.errors) == 1)
    runner.close()
    assert set(heard.results) == {"rows", "sums", "import"}
    assert [str(error) for error in heard.errors] == ["broken"]
    assert heard.threads == {threading.main_thread()}


@pytest.mark.parametrize("make", RUNNERS)
def test_trouble_while_reading_is_handed_over(make: Callable[[], TaskRunner], parent: QObject) -> None:
    runner, heard = make(), Heard()

    def broken() -> object:
        raise Cancelled

    runner.read(parent, broken, heard.done, heard.failed)
    wait_until(lambda: bool(heard.errors))
    runner.close()
    assert isinstance(heard.errors[0], Cancelled)
    assert heard.results == []


def test_result_is_dropped_when_whoever_asked_goes_meanwhile(runner: ThreadRunner, parent: QObject) -> None:
    heard, gone, gate = Heard(), QObject(), Gate()
    runner.read(gone, gate.pass_through, heard.done, heard.failed)
    assert gate.reached.wait(PATIENCE)
    shiboken6.delete(gone)
    gate.open.set()
    runner.read(parent, lambda: "for somebody", heard.done, heard.failed)
    wait_until(lambda: bool(heard.results))
    assert heard.results == ["for somebody"]


def test_nothing_is_read_for_somebody_who_went_before_it_was_their_turn(runner: ThreadRunner, parent: QObject) -> None:
    heard, gone, gate = Heard(), QObject(), Gate()
    read: list[str] = []
    runner.read(parent, gate.pass_through, heard.done, heard.failed)
    assert gate.reached.wait(PATIENCE)
    runner.read(gone, lambda: read.append("for nobody"), heard.done, heard.failed)
    runner.read(parent, lambda: read.append("for somebody"), heard.done, heard.failed)
    shiboken6.delete(gone)
    gate.open.set()
    wait_until(lambda: len(heard.results) == 2)
    assert read == ["for somebody"]


def test_direct_result_is_dropped_when_the_work_itself_closed_the_page() -> None:
    heard, gone = Heard(), QObject()
    DirectRunner().read(gone, lambda: shiboken6.delete(gone), heard.done, heard.failed)
    assert heard.results == []


def test_reads_come_back_in_the_order_they_were_asked_for(runner: ThreadRunner, parent: QObject) -> None:
    heard = Heard()
    for number in range(50):
        runner.read(parent, lambda number=number: number, heard.done, heard.failed)  # type: ignore[misc]  # a lambda with a default
    wait_until(lambda: len(heard.results) == 50)
    assert heard.results == list(range(50))


def test_changes_come_one_after_the_other(runner: ThreadRunner, parent: QObject) -> None:
    at_work: list[int] = []
    most: list[int] = []
    heard = Heard()

    def work(_progress: Progress) -> None:
        at_work.append(1)
        most.append(len(at_work))
        at_work.pop()

    for _ in range(20):
        runner.run(parent, work, heard.done, heard.failed, TITLE)
    wait_until(lambda: len(heard.results) == 20)
    assert max(most) == 1


def test_rows_do_not_wait_for_sums_nor_for_an_import(runner: ThreadRunner, parent: QObject) -> None:
    sums, long_import, heard = Gate(), Gate(), Heard()
    runner.read(parent, sums.pass_through, heard.done, heard.failed, patient=True)
    runner.run(parent, lambda _progress: long_import.pass_through(), heard.done, heard.failed, TITLE)
    assert sums.reached.wait(PATIENCE)
    assert long_import.reached.wait(PATIENCE)
    runner.read(parent, lambda: "rows", heard.done, heard.failed)
    wait_until(lambda: bool(heard.results))
    assert heard.results == ["rows"]
    sums.open.set()
    long_import.open.set()
    wait_until(lambda: len(heard.results) == 3)


def test_window_goes_on_while_work_is_done(runner: ThreadRunner, parent: QObject) -> None:
    gate, heard, ticks = Gate(), Heard(), []
    timer = QTimer(interval=1)
    timer.timeout.connect(lambda: ticks.append(1))
    timer.start()
    runner.run(parent, lambda _progress: gate.pass_through(), heard.done, heard.failed, TITLE)
    wait_until(lambda: len(ticks) > 20)
    assert heard.results == []
    gate.open.set()
    wait_until(lambda: bool(heard.results))


def test_result_waits_for_the_window_to_have_time(runner: ThreadRunner, parent: QObject) -> None:
    heard, done = Heard(), threading.Event()
    runner.read(parent, done.set, heard.done, heard.failed)
    assert done.wait(PATIENCE)
    runner.close()  # the thread is through
    assert heard.results == []  # and yet nothing was called from it
    QApplication.processEvents()
    assert heard.results == [None]


def test_short_work_shows_no_progress(runner: ThreadRunner, parent: QObject) -> None:
    heard = Heard()
    wanted: list[Message] = []
    over: list[Watch] = []
    runner.progress_wanted.connect(lambda _watch, title: wanted.append(title))
    runner.progress_over.connect(over.append)
    runner.run(parent, lambda _progress: "quick", heard.done, heard.failed, TITLE)
    wait_until(lambda: bool(heard.results))
    assert wanted == []
    assert len(over) == 1


def test_long_work_shows_how_far_it_is_and_ends(
    runner: ThreadRunner, parent: QObject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "PROGRESS_AFTER_MS", 1)
    gate, heard = Gate(), Heard()
    wanted: list[tuple[Watch, Message]] = []
    over: list[Watch] = []
    runner.progress_wanted.connect(lambda watch, title: wanted.append((watch, title)))
    runner.progress_over.connect(over.append)

    def work(progress: Progress) -> str:
        progress.report(3, 10, say("Rows"))
        gate.pass_through()
        return "imported"

    runner.run(parent, work, heard.done, heard.failed, TITLE)
    wait_until(lambda: bool(wanted))
    watch, title = wanted[0]
    assert (watch.done, watch.total, watch.doing, title) == (3, 10, say("Rows"), TITLE)
    assert over == []
    gate.open.set()
    wait_until(lambda: bool(heard.results))
    assert over == [watch]


def test_progress_belongs_to_what_is_at_work_not_to_what_waits(
    runner: ThreadRunner, parent: QObject, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A record saved while an import runs must not take the import's panel, with its Cancel, away."""
    monkeypatch.setattr(tasks, "PROGRESS_AFTER_MS", 1)
    first, second, heard, titles = Gate(), Gate(), Heard(), []
    runner.progress_wanted.connect(lambda _watch, title: titles.append(title.text))
    runner.run(parent, lambda _progress: first.pass_through(), heard.done, heard.failed, say("Importing"))
    runner.run(parent, lambda _progress: second.pass_through(), heard.done, heard.failed, say("Saving"))
    wait_until(lambda: bool(titles))
    ticks: list[int] = []
    timer = QTimer(interval=1)
    timer.timeout.connect(lambda: ticks.append(1))
    timer.start()
    wait_until(lambda: len(ticks) > 10)
    assert titles == ["Importing"]
    first.open.set()
    wait_until(lambda: len(titles) == 2)
    assert titles == ["Importing", "Saving"]
    second.open.set()
    wait_until(lambda: len(heard.results) == 2)


def test_progress_ends_even_when_nobody_waits_for_the_result(
    runner: ThreadRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "PROGRESS_AFTER_MS", 1)
    gate, heard, parent = Gate(), Heard(), QObject()
    wanted: list[Watch] = []
    over: list[Watch] = []
    runner.progress_wanted.connect(lambda watch, _title: wanted.append(watch))
    runner.progress_over.connect(over.append)
    runner.run(parent, lambda _progress: gate.pass_through(), heard.done, heard.failed, TITLE)
    wait_until(lambda: bool(wanted))
    shiboken6.delete(parent)
    gate.open.set()
    wait_until(lambda: bool(over))
    assert over == wanted
    assert heard.results == []


def test_cancelling_stops_work_at_its_next_report(
    runner: ThreadRunner, parent: QObject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "PROGRESS_AFTER_MS", 1)
    gate, heard = Gate(), Heard()
    steps: list[int] = []

    def work(progress: Progress) -> None:
        for step in range(100):
            progress.report(step, 100, say("Rows"))
            steps.append(step)
            gate.pass_through()

    runner.progress_wanted.connect(lambda watch, _title: watch.cancelled.set())
    runner.run(parent, work, heard.done, heard.failed, TITLE)
    assert gate.reached.wait(PATIENCE)
    watches: list[Watch] = []
    runner.progress_wanted.connect(lambda watch, _title: watches.append(watch))
    wait_until(lambda: bool(watches))
    gate.open.set()
    wait_until(lambda: bool(heard.errors))
    assert isinstance(heard.errors[0], Cancelled)
    assert steps == [0]


def test_closing_cancels_waits_and_leaves_no_thread(parent: QObject) -> None:
    runner, heard, started = ThreadRunner(), Heard(), threading.Event()
    before = threading.active_count()

    def work(progress: Progress) -> None:
        started.set()
        while True:
            progress.report(0, 0, say("Rows"))

    runner.run(parent, work, heard.done, heard.failed, TITLE)
    runner.run(parent, lambda _progress: "never begun", heard.done, heard.failed, TITLE)
    assert started.wait(PATIENCE)
    assert threading.active_count() > before
    runner.close()
    assert threading.active_count() == before
    QApplication.processEvents()
    assert [type(error) for error in heard.errors] == [Cancelled]
    assert heard.results == []


def test_what_is_asked_for_after_closing_is_not_begun(parent: QObject) -> None:
    runner, heard = ThreadRunner(), Heard()
    runner.close()
    runner.read(parent, lambda: "rows", heard.done, heard.failed)
    runner.run(parent, lambda _progress: "import", heard.done, heard.failed, TITLE)
    QApplication.processEvents()
    assert (heard.results, heard.errors) == ([], [])
    runner.close()  # twice does no harm


def test_result_that_comes_after_the_runner_is_gone_does_no_harm(parent: QObject) -> None:
    runner, heard, done = ThreadRunner(), Heard(), threading.Event()
    runner.read(parent, done.set, heard.done, heard.failed)
    assert done.wait(PATIENCE)
    runner.close()
    shiboken6.delete(runner._mail)
    QApplication.processEvents()
    assert heard.results == []


def test_direct_runner_hands_a_fault_in_showing_to_whoever_asked(parent: QObject) -> None:
    def show(_result: object) -> None:
        msg = "cannot be shown"
        raise RuntimeError(msg)

    with pytest.raises(RuntimeError, match="cannot be shown"):
        DirectRunner().read(parent, lambda: 1, show, lambda _error: pytest.fail("this is no trouble of the work"))


def test_a_watch_takes_note_until_it_is_cancelled() -> None:
    watch = Watch()
    watch.report(5, 20, say("Rows"))
    assert (watch.done, watch.total, watch.doing) == (5, 20, say("Rows"))
    watch.cancelled.set()
    with pytest.raises(Cancelled):
        watch.report(6, 20, say("Rows"))
    assert watch.done == 6
