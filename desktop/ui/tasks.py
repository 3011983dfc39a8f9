"""Work off the window's thread: one thread reads what is to be seen, one sums up, one does what changes or takes long.

A result comes back on the window's thread and is dropped when whoever asked is gone. Tests put `DirectRunner` in its
place, which does everything at once.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desktop.domain.progress import Progress, Silent
from desktop.language import Cancelled, Message

Result = TypeVar("Result")
Work = Callable[[Progress], Result]
PROGRESS_AFTER_MS = 500
COLLECT_EVERY_MS = 500


@dataclass(slots=True, eq=False)
class Watch:
    """How far a task is, written by its thread and looked at by the window."""

    done: int = 0
    total: int = 0
    doing: Message | None = None
    cancelled: threading.Event = field(default_factory=threading.Event)

    def report(self, done: int, total: int, doing: Message) -> None:
        """Takes note; raises Cancelled when the user asked to stop."""
        self.done, self.total, self.doing = done, total, doing
        if self.cancelled.is_set():
            raise Cancelled


class TaskRunner(Protocol):
    """What pages ask to do work for them."""

    def read(
        self,
        parent: QObject,
        work: Callable[[], Result],
        on_done: Callable[[Result], None],
        on_error: Callable[[BaseException], None],
        *,
        patient: bool = False,
    ) -> None:
        """Reads something for a page; `on_done` gets it on the window's thread, unless `parent` is gone.

        `patient` is for what may take long and must not keep rows waiting, such as the sums of a long list.
        """

    def run(
        self,
        parent: QObject,
        work: Work[Result],
        on_done: Callable[[Result], None],
        on_error: Callable[[BaseException], None],
        title: Message,
    ) -> None:
        """Does something that takes long, with a panel that shows its progress and can stop it."""

    @property
    def at_work(self) -> bool:
        """Whether something that changes or takes long was begun and its result has not arrived yet."""

    def close(self) -> None:
        """Stops what can be stopped, waits for the rest, then starts nothing more."""


class _Mailbox(QObject):
    """Carries results from other threads to the window's: a signal across threads is queued by Qt."""

    arrived = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def _deliver(self, delivery: Callable[[], None]) -> None:
        delivery()


class _Collector(QObject):
    """Lets go of what Python finds unused on the window's thread alone.

    Left to itself, Python does it on whichever thread happens to be at work; a part of the window that is let go there
    takes the program down. From its making to `close` it is done here, about twice a second when there is reason to.
    """

    def __init__(self) -> None:
        super().__init__()
        self._was_on = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self, interval=COLLECT_EVERY_MS)
        self._timer.timeout.connect(self._collect)
        self._timer.start()

    def _collect(self) -> None:
        limits = zip(gc.get_count(), gc.get_threshold(), strict=True)
        due = [generation for generation, (count, most) in enumerate(limits) if count > most]
        if due:
            gc.collect(due[-1])

    def close(self) -> None:
        """Leaves it to Python again."""
        self._timer.stop()
        if self._was_on:
            gc.enable()


class ThreadRunner(QObject):
    """The runner of the real program.

    `progress_wanted` is emitted when a long task has run for half a second, `progress_over` when any has ended.
    """

    progress_wanted = Signal(object, object)  # Watch, title
    progress_over = Signal(object)  # Watch

    def __init__(self) -> None:
        super().__init__()
        self._readers = ThreadPoolExecutor(1, thread_name_prefix="reader")
        self._summers = ThreadPoolExecutor(1, thread_name_prefix="summer")
        self._workers = ThreadPoolExecutor(1, thread_name_prefix="worker")
        self._mail = _Mailbox()
        self._collector = _Collector()
        self._watches: set[Watch] = set()
        self._closed = False

    def read(
        self,
        parent: QObject,
        work: Callable[[], Result],
        on_done: Callable[[Result], None],
        on_error: Callable[[BaseException], None],
        *,
        patient: bool = False,
    ) -> None:
        """See TaskRunner."""
        pool = self._summers if patient else self._readers
        self._submit(pool, lambda: self._do(parent, work, on_done, on_error))

    def run(
        self,
        parent: QObject,
        work: Work[Result],
        on_done: Callable[[Result], None],
        on_error: Callable[[BaseException], None],
        title: Message,
    ) -> None:
        """See TaskRunner."""
        if self._closed:
            return
        watch = Watch()
        self._watches.add(watch)
        timer = QTimer(self, singleShot=True, interval=PROGRESS_AFTER_MS)
        timer.timeout.connect(lambda: self.progress_wanted.emit(watch, title))

        def over() -> None:
            timer.stop()
            timer.deleteLater()
            self._watches.discard(watch)
            self.progress_over.emit(watch)

        def watched() -> Result:
            if shiboken6.isValid(self._mail):
                self._mail.arrived.emit(timer.start)  # only now: others may have been before it
            return work(watch)

        self._submit(self._workers, lambda: self._do(parent, watched, on_done, on_error, over))

    @property
    def at_work(self) -> bool:
        """See TaskRunner."""
        return bool(self._watches)

    def _submit(self, pool: ThreadPoolExecutor, task: Callable[[], None]) -> None:
        if not self._closed:
            pool.submit(task)

    def _do(
        self,
        parent: QObject,
        work: Callable[[], Any],
        on_done: Callable[[Any], None],
        on_error: Callable[[BaseException], None],
        over: Callable[[], None] | None = None,
    ) -> None:
        deliver: Callable[[Any], None] = on_done
        if over is None and not shiboken6.isValid(parent):
            return  # nobody waits for it any more
        try:
            value = work()
        except BaseException as error:  # noqa: BLE001 - carried to the window's thread, which tells troubles from faults
            deliver, value = on_error, error

        def arrive() -> None:
            if over is not None:  # even when nobody waits for the result any more
                over()
            if shiboken6.isValid(parent):
                deliver(value)

        if shiboken6.isValid(self._mail):
            self._mail.arrived.emit(arrive)

    def close(self) -> None:
        """See TaskRunner."""
        self._closed = True
        for watch in self._watches:
            watch.cancelled.set()
        for pool in (self._readers, self._summers, self._workers):
            pool.shutdown(wait=True, cancel_futures=True)
        self._collector.close()


class DirectRunner:
    """Does everything at once, on the thread that asks: for tests and pictures."""

    def read(
        self,
        parent: QObject,
        work: Callable[[], Result],
        on_done: Callable[[Result], None],
        on_error: Callable[[BaseException], None],
        *,
        patient: bool = False,  # noqa: ARG002 - nothing waits here
    ) -> None:
        """See TaskRunner."""
        self._do(parent, work, on_done, on_error)

    def run(
        self,
        parent: QObject,
        work: Work[Result],
        on_done: Callable[[Result], None],
        on_error: Callable[[BaseException], None],
        title: Message,  # noqa: ARG002 - nothing waits here
    ) -> None:
        """See TaskRunner."""
        self._do(parent, lambda: work(Silent()), on_done, on_error)

    def _do(
        self,
        parent: QObject,
        work: Callable[[], Any],
        on_done: Callable[[Any], None],
        on_error: Callable[[BaseException], None],
    ) -> None:
        try:
            result = work()
        except Exception as error:  # noqa: BLE001 - handed on, as the threads do
            on_error(error)
            return
        if shiboken6.isValid(parent):
            on_done(result)

    @property
    def at_work(self) -> bool:
        """Nothing is ever under way."""
        return False

    def close(self) -> None:
        """There is nothing to wait for."""
