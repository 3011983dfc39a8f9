"""Limits of a process on Windows: it puts itself into a job, which the system holds to them."""

from __future__ import annotations

import ctypes
from ctypes import wintypes
from typing import Any

# winnt.h
_PROCESS_TIME, _PROCESS_MEMORY, _KILL_ON_CLOSE, _ONE_PROCESS = 0x2, 0x100, 0x2000, 0x8
_EXTENDED_LIMITS = 9
_TICKS = 10_000_000  # in a second


class BasicLimits(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

    _fields_ = (
        ("PerProcessUserTimeLimit", wintypes.LARGE_INTEGER),
        ("PerJobUserTimeLimit", wintypes.LARGE_INTEGER),
        ("LimitFlags", wintypes.DWORD),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", wintypes.DWORD),
        ("Affinity", ctypes.c_size_t),
        ("PriorityClass", wintypes.DWORD),
        ("SchedulingClass", wintypes.DWORD),
    )


class ExtendedLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

    _fields_ = (
        ("BasicLimitInformation", BasicLimits),
        ("IoInfo", ctypes.c_ulonglong * 6),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    )


def limits_of(*, memory: int, seconds: int) -> ExtendedLimits:
    """The limits as the system takes them."""
    limits = ExtendedLimits()
    limits.BasicLimitInformation.LimitFlags = _PROCESS_TIME | _PROCESS_MEMORY | _KILL_ON_CLOSE | _ONE_PROCESS
    limits.BasicLimitInformation.PerProcessUserTimeLimit = seconds * _TICKS
    limits.BasicLimitInformation.ActiveProcessLimit = 1
    limits.ProcessMemoryLimit = memory
    return limits


def bind_job(kernel: Any, *, memory: int, seconds: int) -> bool:
    """Puts this process into a job with these limits; whether the system took them. The handle lives as long as it."""
    kernel.CreateJobObjectW.restype = kernel.GetCurrentProcess.restype = wintypes.HANDLE
    job = wintypes.HANDLE(kernel.CreateJobObjectW(None, None))
    limits = limits_of(memory=memory, seconds=seconds)
    taken = kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits))
    return bool(taken and kernel.AssignProcessToJobObject(job, wintypes.HANDLE(kernel.GetCurrentProcess())))
