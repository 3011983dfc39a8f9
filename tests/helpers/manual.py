"""A runner whose work waits until the test lets it go on: for what arrives late, out of turn, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject

from desktop.domain.progress import Progress, Silent
from desktop.language import Message


@dataclass(frozen=True, slots=True)
class Job:
    """Work that was asked for."""

    work: Callable[[], Any]
    on_done: Callable[[Any], None]
    on_error: Callable[[BaseException], None]
    patient: bool = False

    def go(self) -> Any:
        """Does it and hands the result over, as the threads do; returns it."""
        result = self.work()
        self.on_done(result)
        return result


class ManualRunner:
    """Collects what is asked for, in order."""

    def __init__(self) -> None:
        self.reads: list[Job] = []
        self.runs: list[Job] = []

    def read(
        self,
        parent: QObject,  # noqa: ARG002 - tests keep their widgets alive
        work: Callable[[], Any],
        on_done: Callable[[Any], None],
        on_error: Callable[[BaseException], None],
        *,
        patient: bool = False,
    ) -> None:
        """See TaskRunner."""
        self.reads.append(Job(work, on_done, on_error, patient))

    def run(
        self,
        parent: QObject,  # noqa: ARG002 - tests keep their widgets alive
        work: Callable[[Progress], Any],
        on_done: Callable[[Any], None],
        on_error: Callable[[BaseException], None],
        title: Message,  # noqa: ARG002 - nobody watches
    ) -> None:
        """See TaskRunner."""
        self.runs.append(Job(lambda: work(Silent()), on_done, on_error))

    @property
    def at_work(self) -> bool:
        """Whether something that changes or takes long waits."""
        return bool(self.runs)

    def close(self) -> None:
        """There is nothing to wait for."""

    def finish(self) -> int:
        """Does all reads that wait, and those that come of them; returns how many there were."""
        count = 0
        while self.reads:
            self.reads.pop(0).go()
            count += 1
        return count
