"""What goes between the program and the child process that reads a file: frames of plain values, never objects.

Each frame is a length and as many bytes of `marshal`; unlike pickle it makes nothing but numbers, texts and lists.
"""

from __future__ import annotations

import marshal
import struct
from typing import Any, BinaryIO

LONGEST_FRAME = 1 << 30
_LENGTH = struct.Struct("<Q")

# The first value of a frame says what it is about.
KIND = "kind"  # the FileKind
SHEET = "sheet"  # name, hidden, rows (0 when unknown)
ROWS = "rows"  # how many; for each column the groups of values it has not had before, and the code of each row
MARKS = "marks"  # hidden rows, hidden columns, merged areas, currencies of columns: the sheet ends
NOTE = "note"  # code, values
REFUSED = "refused"  # reason, detail: the file as such cannot be read
FAILED = "failed"  # why this way of reading it failed; another may not
DONE = "done"

# How the values of a group are written.
PLAIN = "plain"  # as they are
DATE = "date"  # as the ordinal of the day
DATETIME = "datetime"  # in ISO 8601
TRUTH = "truth"
ERROR = "error"  # what the cell shows
UNCALCULATED = "uncalculated"  # its formula


class BrokenFrameError(Exception):
    """What arrived is no frame: the other side has died, or is not sound."""


def write(stream: BinaryIO, *frame: Any) -> None:
    """Sends one frame."""
    content = marshal.dumps(frame)
    stream.write(_LENGTH.pack(len(content)))
    stream.write(content)


def write_bytes(stream: BinaryIO, content: bytes) -> None:
    """Sends bytes as they are."""
    stream.write(_LENGTH.pack(len(content)))
    stream.write(content)


def read_bytes(stream: BinaryIO) -> bytes:
    """The next bytes. Raises EOFError at the end, BrokenFrameError when there is no frame."""
    head = stream.read(_LENGTH.size)
    if not head:
        raise EOFError
    if len(head) < _LENGTH.size:
        raise BrokenFrameError
    (length,) = _LENGTH.unpack(head)
    if length > LONGEST_FRAME:
        raise BrokenFrameError
    content = stream.read(length)
    if len(content) < length:
        raise BrokenFrameError
    return content


def decode(content: bytes) -> tuple[Any, ...]:
    """The frame in these bytes. Raises BrokenFrameError when there is none."""
    try:
        frame = marshal.loads(content)  # noqa: S302 - written by our own child; it makes plain values only
    except (ValueError, TypeError, EOFError) as error:
        raise BrokenFrameError from error
    if not isinstance(frame, tuple) or not frame:
        raise BrokenFrameError
    return frame
