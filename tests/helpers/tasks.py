"""A runner that waits to be told, so that a test can look at the window while work is under way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6.QtCore import QObject

from desktop.language import Message
from desktop.ui.tasks import DirectRunner, Watch, Work


class HeldRunner(DirectRunner):
    """Does at once what it is asked, until `hold`; then only what `release` lets go, one by one."""

    def __init__(self) -> None:
        self.held: list[Callable[[], None]] = []
        self.titles: list[Message] = []
        self.watches: list[Watch] = []
        self._holds = False

    def hold(self) -> None:
        """From now on nothing is done."""
        self._holds = True

    def release(self, count: int = 0) -> None:
        """Does the first `count` of what was asked meanwhile, or all, and what that asks in turn."""
        waiting, self.held = (self.held[:count], self.held[count:]) if count else (self.held, [])
        self._holds = bool(count)
        for task in waiting:
            task()

    @property
    def at_work(self) -> bool:
        """Whether something waits to be let go."""
        return bool(self.held)

    def read(
        self,
        parent: QObject,
        work: Callable[[], Any],
        on_done: Callable[[Any], None],
        on_error: Callable[[BaseException], None],
        *,
        patient: bool = False,  # noqa: ARG002 - all wait alike
    ) -> None:
        """See TaskRunner."""
        self._do(parent, work, on_done, on_error)

    def run(
        self,
        parent: QObject,
        work: Work[Any],
        on_done: Callable[[Any], None],
        on_error: Callable[[BaseException], None],
        title: Message,
    ) -> None:
        """See TaskRunner."""
        self.titles.append(title)
        watch = Watch()
        self.watches.append(watch)
        self._do(parent, lambda: work(watch), on_done, on_error)

    def _do(
        self,
        parent: QObject,
        work: Callable[[], Any],
        on_done: Callable[[Any], None],
        on_error: Callable[[BaseException], None],
    ) -> None:
        def task() -> None:
            try:
                value, deliver = work(), on_done
            except Exception as error:  # noqa: BLE001 - handed on, as the threads do
                value, deliver = error, on_error
            if shiboken6.isValid(parent):
                deliver(value)

        if self._holds:
            self.held.append(task)
        else:
            task()
