"""The child process: reads the bytes of one foreign file from its standard input, and writes what is in it as frames.

It imports as little as it can, since every import of a file begins with its start. Whatever goes wrong is a frame too.
"""

from __future__ import annotations

import gc
import sys
from typing import BinaryIO

from desktop.importers.reading import limits, wire
from desktop.importers.reading.refusal import Reason, RefusedError


def main() -> int:
    """Reads the task, then the file; returns the exit status, which nobody needs."""
    gc.disable()  # cells make no cycles, and there are millions of them
    way, name, memory, seconds = wire.decode(wire.read_bytes(sys.stdin.buffer))
    limits.bind(memory=memory, seconds=seconds)
    content = wire.read_bytes(sys.stdin.buffer)
    answer(sys.stdout.buffer, way, name, content)
    sys.stdout.buffer.flush()
    return 0


def answer(out: BinaryIO, way: str, name: str, content: bytes) -> None:
    """Writes everything that is in `content`, or why it cannot be read."""
    from desktop.importers.reading.ways import read

    try:
        read(out, way, name, content)
        wire.write(out, wire.DONE)
    except RefusedError as refused:
        wire.write(out, wire.REFUSED, str(refused.reason), refused.detail)
    except MemoryError:
        wire.write(out, wire.FAILED, str(Reason.MEMORY), "")
    except BaseException as error:  # noqa: BLE001 - readers fail in more ways than can be listed, and panic as well
        wire.write(out, wire.FAILED, str(Reason.DAMAGED), f"{type(error).__name__}: {error}"[:300])


if __name__ == "__main__":
    sys.exit(main())
