"""Does in this process what the child process does, so that it can be watched; for files that are sound enough."""

from __future__ import annotations

import io
from contextlib import suppress
from typing import Any

from desktop.domain.progress import Silent
from desktop.importers.book import Book
from desktop.importers.reading import child, wire
from desktop.importers.reading.assembling import Assembly
from desktop.importers.reading.process import FailedWayError
from desktop.importers.reading.refusal import Reason, RefusedError
from desktop.importers.reading.ways import FAST
from desktop.language import say


def frames_in(content: bytes) -> list[tuple[Any, ...]]:
    """The frames that were written one after the other."""
    stream = io.BytesIO(content)
    found = []
    with suppress(EOFError):
        while True:
            found.append(wire.decode(wire.read_bytes(stream)))
    return found


def frames_of(content: bytes, *, way: str = FAST, name: str = "table") -> list[tuple[Any, ...]]:
    """What the child would write of a file."""
    stream = io.BytesIO()
    child.answer(stream, way, name, content)
    return frames_in(stream.getvalue())


def read_here(content: bytes, *, way: str = FAST, name: str = "table") -> Book:
    """The book in a file. Raises RefusedError, and FailedWayError where one way of reading comes to nothing."""
    *frames, last = frames_of(content, way=way, name=name)
    if last[0] == wire.REFUSED:
        raise RefusedError(Reason(last[1]), last[2])
    if last[0] == wire.FAILED:
        raise FailedWayError(Reason(last[1]), last[2])
    return assembled(frames, name=name, content=content)


def assembled(frames: list[tuple[Any, ...]], *, name: str = "table", content: bytes = b"") -> Book:
    """The book that these frames make."""
    assembly = Assembly(Silent(), say("Reading {file}", file=name))
    for frame in frames:
        assembly.take(frame)
    return Book(name, assembly.kind, content, "", assembly.finished(), tuple(assembly.notes))


def rows_of(book: Book, sheet: int = 0) -> list[list[Any]]:
    """The cells of a sheet, row by row."""
    found = book.sheets[sheet]
    return [found.row(number) for number in range(found.height)]


def refused(content: bytes, *, way: str = FAST) -> Reason | None:
    """Why a file is refused; None when it is read."""
    try:
        read_here(content, way=way)
    except RefusedError as answer:
        return answer.reason
    return None
