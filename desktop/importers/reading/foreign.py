"""Reads a foreign file: hands it to a child process, and makes a book of what that sends, or one sentence.

Up to three ways of reading are tried, each in a child of its own: the fast one, and where that fails (a few real files
make it abort, or panic) a patient one; at last the fast one again, content with the values alone.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from desktop.domain.progress import Progress
from desktop.importers.book import Book
from desktop.importers.reading import limits
from desktop.importers.reading.assembling import Assembly
from desktop.importers.reading.process import Child, FailedWayError
from desktop.importers.reading.refusal import Reason, RefusedError
from desktop.importers.reading.troubles import trouble
from desktop.importers.source import content_of
from desktop.language import UserError, say

# Each way of reading, and its share of the time. The last one takes values whose marks nobody could look for.
WAYS = {"fast": 0.55, "patient": 0.35, "plain": 0.2}
SECONDS = 15
# A file of many rows gets more time than a small one, which has no reason to take any.
_SECONDS_PER_MEGABYTE = 3
_MEGABYTE = 1024 * 1024
# A ledger of a million rows takes 70 MB as a file, and 1.3 GB while it is read.
_LARGE, _FACTOR = 32 * _MEGABYTE, 10


def read_file(path: Path, *, progress: Progress) -> Book:
    """See `read_book`."""
    content = content_of(path)
    seconds = SECONDS + len(content) / _MEGABYTE * _SECONDS_PER_MEGABYTE
    try:
        assembly = _read(path, content, seconds, progress)
    except RefusedError as refused:
        raise trouble(refused, path.name) from None
    except OSError as error:
        raise UserError(
            say("{file} cannot be read: the process that reads foreign files does not start.", file=path.name),
            say("The system says: {reason}", reason=f"{error.strerror or error}."),
            say("Close other programs and try again; if it stays so, ask who installed the program."),
        ) from error
    return Book(
        name=path.name,
        kind=assembly.kind,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        sheets=assembly.finished(),
        notes=tuple(assembly.notes),
    )


def _read(path: Path, content: bytes, seconds: float, progress: Progress) -> Assembly:
    """Reads in one way, and in the others where that fails. Raises RefusedError with the reason that matters most."""
    failures: list[FailedWayError] = []
    for way, share in WAYS.items():
        assembly = Assembly(progress, say("Reading {file}", file=path.name))
        try:
            with Child(seconds=seconds * share, memory=_memory(len(content))) as child:
                for frame in child.read(way, path.stem, content, progress=assembly.report):
                    assembly.take(frame)
        except FailedWayError as failure:
            failures.append(failure)
            if len(failures) > 1 and failures[0].reason != Reason.DAMAGED:
                break  # the reader of the third way is that of the first, which was not stopped by damage
        else:
            return assembly
    raise RefusedError(_worst(failures), failures[0].detail)


def _memory(size: int) -> int:
    """How much memory a child may have for a file of this size."""
    return limits.MEMORY + _FACTOR * max(0, size - _LARGE)


def _worst(failures: list[FailedWayError]) -> Reason:
    """Of why all ways failed, what says most to the user."""
    reasons = [failure.reason for failure in failures]
    return next((reason for reason in (Reason.TIME, Reason.MEMORY) if reason in reasons), Reason.DAMAGED)
