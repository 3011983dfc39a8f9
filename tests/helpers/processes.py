"""The processes that a test has started; a dead one that nobody has waited for is among them."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

PROCESSES = Path("/proc")  # where a system has none, no process is found


def children() -> set[int]:
    """The numbers of the processes that this one has started."""
    found = set()
    for status in PROCESSES.glob("[0-9]*/stat"):
        with suppress(OSError, ValueError):  # ended meanwhile
            if int(status.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()[1]) == os.getpid():
                found.add(int(status.parent.name))
    return found
