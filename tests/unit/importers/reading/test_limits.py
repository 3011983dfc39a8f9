"""A process that binds itself cannot take more than it allowed itself, on either kind of system."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from desktop.importers.reading import limits, limits_windows

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the limits of POSIX, and those of Windows by their values")


def bound(code: str, *, memory: int = 1 << 30, seconds: int = 20) -> int:
    """How a process ends that binds itself, then does as told."""
    start = f"from desktop.importers.reading import limits; limits.bind(memory={memory}, seconds={seconds})\n"
    done = subprocess.run([sys.executable, "-c", start + code], capture_output=True)
    return done.returncode


def test_memory_is_limited() -> None:
    assert bound("bytearray(100_000_000)", memory=1 << 30) == 0
    assert bound("bytearray(2_000_000_000)", memory=1 << 30) == 1


def test_processor_time_is_limited() -> None:
    assert bound("while True: pass", seconds=1) in (-24, -9)


def test_limits_that_the_system_refuses_are_let_be(monkeypatch: pytest.MonkeyPatch) -> None:
    import resource

    asked: list[Any] = []

    def refusing(what: int, values: tuple[int, int]) -> None:
        asked.append((what, values))
        raise ValueError

    monkeypatch.setattr(resource, "setrlimit", refusing)
    monkeypatch.setattr(resource, "getrlimit", lambda _what: (5, 50))
    limits.bind(memory=100, seconds=10)
    assert [values for _what, values in asked] == [(10, 50), (0, 50), (50, 50)]


class Kernel:
    """What the tests need of Windows."""

    def __init__(self, *, takes: bool) -> None:
        self.takes = takes
        self.limits: Any = None
        self.CreateJobObjectW = _Function(lambda *_given: 7)
        self.GetCurrentProcess = _Function(lambda: 8)
        self.SetInformationJobObject = self._take
        self.AssignProcessToJobObject = self._assign

    def _take(self, _job: Any, kind: int, limits: Any, size: int) -> int:
        self.limits = (kind, limits, size)
        return int(self.takes)

    def _assign(self, job: Any, current: Any) -> int:
        return int((job.value, current.value) == (7, 8))


class _Function:
    def __init__(self, answer: Any) -> None:
        self._answer = answer
        self.restype: Any = None

    def __call__(self, *given: Any) -> Any:
        return self._answer(*given)


@pytest.mark.parametrize("takes", [True, False])
def test_job_of_windows(takes: bool) -> None:
    kernel = Kernel(takes=takes)
    assert limits_windows.bind_job(kernel, memory=1 << 30, seconds=15) is takes
    kind, _limits, size = kernel.limits
    assert (kind, size) == (9, ctypes.sizeof(limits_windows.ExtendedLimits))
    told = limits_windows.limits_of(memory=1 << 30, seconds=15)
    assert told.ProcessMemoryLimit == 1 << 30
    assert told.BasicLimitInformation.PerProcessUserTimeLimit == 150_000_000
    assert told.BasicLimitInformation.LimitFlags == 0x210A


def test_windows_is_bound_by_its_job(monkeypatch: pytest.MonkeyPatch) -> None:
    kernel = Kernel(takes=True)
    monkeypatch.setattr(limits, "windows_kernel", lambda: kernel)
    limits.bind(memory=5, seconds=6)
    assert kernel.limits is not None


def test_windows_is_asked_where_the_program_runs_on_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert limits.windows_kernel() is None
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32="kernel"), raising=False)
    monkeypatch.setattr(limits, "ON_WINDOWS", True)
    assert limits.windows_kernel() == "kernel"
