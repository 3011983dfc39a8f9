"""What a child process may use at most. It binds itself before it reads the first byte of a foreign file."""

from __future__ import annotations

import os
from typing import Any

ON_WINDOWS = os.name == "nt"
MEMORY = 1536 * 1024 * 1024


def bind(*, memory: int, seconds: int) -> None:
    """Limits the memory and the processor time of this process; beyond them the system ends it."""
    windows = windows_kernel()
    if windows is not None:
        from desktop.importers.reading.limits_windows import bind_job

        bind_job(windows, memory=memory, seconds=seconds)
    else:
        bind_resources(memory=memory, seconds=seconds)


def windows_kernel() -> Any:
    """What Windows offers to a process; None on other systems."""
    if not ON_WINDOWS:
        return None
    import ctypes

    return vars(ctypes)["windll"].kernel32  # other systems do not know the name, nor does their type checker


def bind_resources(*, memory: int, seconds: int) -> None:
    """Limits this process where there is POSIX. macOS takes no limit on memory; there the time alone holds."""
    import resource

    wanted = {resource.RLIMIT_CPU: seconds, resource.RLIMIT_CORE: 0, resource.RLIMIT_AS: memory}
    for what, limit in wanted.items():
        _soft, most = resource.getrlimit(what)
        allowed = limit if most == resource.RLIM_INFINITY else min(limit, most)
        try:
            resource.setrlimit(what, (allowed, most))
        except (ValueError, OSError):
            continue
