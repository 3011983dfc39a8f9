"""The child process that reads a foreign file, seen from the program: started, fed, listened to, and ended in time."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from types import TracebackType
from typing import Any, BinaryIO, Self, cast

from desktop.importers.reading import limits, wire
from desktop.importers.reading.refusal import Reason, RefusedError

# `grantdesk` started with this word reads a file from its standard input instead; a packaged program has no `-m`.
CHILD_WORD = "--read-foreign-file"
# Each arena of the C library takes 64 MB of what a limited process may address.
_ENVIRONMENT = {"MALLOC_ARENA_MAX": "2", "PYTHONSAFEPATH": "1"}
_LOOK_EVERY = 0.1  # seconds between two looks whether the user has asked to stop
_WAITING = 16  # frames that may wait: the child is held up rather than the memory filled
# What the exit status says of how a process ended: by a signal, or (Windows) by a code of the system. A reader that is
# refused memory aborts.
_DEATHS = {
    -24: Reason.TIME,  # SIGXCPU
    -9: Reason.MEMORY,  # SIGKILL, from the system when memory runs out
    -6: Reason.MEMORY,  # SIGABRT
    0xC0000409: Reason.MEMORY,  # STATUS_STACK_BUFFER_OVERRUN: how a program aborts there
    0xC0000017: Reason.MEMORY,  # STATUS_NO_MEMORY
}


class FailedWayError(Exception):
    """One way of reading the file came to nothing."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason} {detail}")
        self.reason = reason
        self.detail = detail


class Child:
    """One child process for one file. At the end of its `with` block it is gone, whatever happened."""

    def __init__(self, *, seconds: float, memory: int = limits.MEMORY, command: list[str] | None = None) -> None:
        self._until = time.monotonic() + seconds
        self._seconds = seconds
        self._memory = memory
        self._command = command or command_line()
        self._arrived: queue.Queue[bytes | None] = queue.Queue(_WAITING)
        self._ended = threading.Event()
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(  # noqa: S603 - our own program, without a shell
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | _ENVIRONMENT | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._ended.set()
        self._process.kill()
        with suppress(queue.Empty):  # whoever waits for room in the queue goes on, and finds that it is over
            while True:
                self._arrived.get_nowait()
        self._process.wait()
        for thread in self._threads:
            thread.join(timeout=1)
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()

    def read(self, way: str, name: str, content: bytes, *, progress: Callable[[], None]) -> Iterator[tuple[Any, ...]]:
        """The frames about the file, as they come.

        `progress` is called ten times a second and may raise Cancelled. Raises RefusedError when no reader would take
        the file, and FailedWayError when this one came to nothing.
        """
        task = (way, name, self._memory, int(self._seconds) + 1)
        self._threads = [
            threading.Thread(target=self._feed, args=(task, content), daemon=True),
            threading.Thread(target=self._listen, daemon=True),
        ]
        for thread in self._threads:
            thread.start()
        while True:
            progress()
            frame = self._next()
            if frame is None:
                continue
            if frame[0] == wire.DONE:
                return
            if frame[0] == wire.REFUSED:
                raise RefusedError(Reason(frame[1]), str(frame[2]))
            if frame[0] == wire.FAILED:
                raise FailedWayError(Reason(frame[1]), str(frame[2]))
            yield frame

    def _next(self) -> tuple[Any, ...] | None:
        """The next frame; None when there was none for a moment."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise FailedWayError(Reason.TIME)
        try:
            content = self._arrived.get(timeout=min(_LOOK_EVERY, left))
        except queue.Empty:
            return None
        if content is None:
            raise self._death()
        try:
            return wire.decode(content)
        except wire.BrokenFrameError:
            raise FailedWayError(Reason.DAMAGED) from None

    def _death(self) -> FailedWayError:
        """Why the child ended before it was done."""
        try:
            status = self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            return FailedWayError(Reason.DAMAGED)
        return FailedWayError(_DEATHS.get(status, Reason.DAMAGED), f"status {status}")

    def _feed(self, task: tuple[Any, ...], content: bytes) -> None:
        """Writes the file into the child; it may end before it has taken all."""
        stream = cast("BinaryIO", self._process.stdin)
        with suppress(OSError, ValueError):  # ValueError: closed meanwhile
            wire.write(stream, *task)
            wire.write_bytes(stream, content)
            stream.close()

    def _listen(self) -> None:
        """Puts what the child writes into the queue, and None at its end."""
        stream = cast("BinaryIO", self._process.stdout)
        with suppress(OSError, ValueError, EOFError, wire.BrokenFrameError):
            while not self._ended.is_set():
                self._put(wire.read_bytes(stream))
        self._put(None)

    def _put(self, content: bytes | None) -> None:
        while not self._ended.is_set():
            with suppress(queue.Full):
                self._arrived.put(content, timeout=_LOOK_EVERY)
                return


def command_line() -> list[str]:
    """How the child is started: from source or a wheel as a module, from a packaged program by a word."""
    if getattr(sys, "frozen", False):
        return [sys.executable, CHILD_WORD]
    return [sys.executable, "-P", "-m", "desktop.importers.reading.child"]
