"""Timings of two things in turn, so that a noisy machine treats both alike; and the lines that show them."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Timing:
    """Seconds of several runs of one thing."""

    name: str
    seconds: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """The middle one, in seconds."""
        return statistics.median(self.seconds)

    def __str__(self) -> str:
        lowest, highest = min(self.seconds), max(self.seconds)
        return f"{self.median * 1000:8.1f} ms ({lowest * 1000:.1f} to {highest * 1000:.1f})"


def in_turn(ours: Callable[[], float], rival: Callable[[], float], *, runs: int) -> tuple[Timing, Timing]:
    """The timings of two things that each tell how long they took, run after one another, again and again."""
    first, second = Timing("ours"), Timing("rival")
    for _ in range(runs):
        second.seconds.append(rival())
        first.seconds.append(ours())
    return first, second


def timed(work: Callable[[], object]) -> float:
    """How many seconds `work` takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def heading(text: str) -> None:
    """Begins a group of lines."""
    print(f"\n{text}", flush=True)


def line(name: str, ours: Timing, *, rival: Timing | None = None, aim: str, met: bool) -> None:
    """One measurement, its rival and ratio, and the aim."""
    against = "" if rival is None else f"  against {rival}  ratio {ours.median / rival.median:.2f}"
    print(f"  {name:28} {ours}{against}   aim {aim}: {'met' if met else 'MISSED'}", flush=True)
