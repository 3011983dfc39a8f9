"""Imports a ledger extract once, or cancels it at several moments; writes seconds as JSON."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import func, select

from desktop.domain.progress import Cancelled, Silent
from desktop.language import Message
from desktop.services.imports import sheets
from desktop.services.imports.preview import Options
from desktop.services.offices import Office, new_office
from desktop.storage.models import LedgerEntry

MOMENTS = 12


class Stop:
    """Stops what it watches from a moment on, as a person does who presses Cancel."""

    def __init__(self, after: float) -> None:
        self.asked_at = 0.0
        self._timer = threading.Timer(after, self._ask)
        self._timer.start()

    def _ask(self) -> None:
        self.asked_at = time.perf_counter()

    def report(self, _done: int, _total: int, _doing: Message) -> None:
        """Raises Cancelled once it was asked."""
        if self.asked_at:
            raise Cancelled


def bring_in(office: Office, source: Path) -> dict[str, float]:
    """The whole import; how long each part of it took."""
    parts: dict[str, float] = {}
    began = time.perf_counter()

    def lap(name: str) -> None:
        nonlocal began
        parts[name], began = time.perf_counter() - began, time.perf_counter()

    book = sheets.open_file(source, progress=Silent())
    lap("read")
    draft = sheets.draft(office, book, "ledger")
    lap("recognise")
    preview = sheets.preview(office, draft, Options(create_missing=True), progress=Silent())
    lap("preview")
    sheets.apply(office, preview, progress=Silent())
    lap("apply")
    return parts


def cancel(office: Office, source: Path) -> dict[str, object]:
    """How long it took to stop at moments spread over the whole import, and what was left in the ledger."""
    book = sheets.open_file(source, progress=Silent())
    draft = sheets.draft(office, book, "ledger")
    waits = [_stopped(lambda stop: sheets.open_file(source, progress=stop), 0.1 + 0.3 * part) for part in range(3)]
    preview = sheets.preview(office, draft, Options(create_missing=True), progress=Silent())
    options = Options(create_missing=True)
    for part in range(MOMENTS):
        waits.append(_stopped(lambda stop: sheets.preview(office, draft, options, progress=stop), 0.1 * part))
        waits.append(_stopped(lambda stop: sheets.apply(office, preview, progress=stop), 0.2 * part))
        if waits[-1] == 0:
            break
    with office.read() as session:
        left = session.scalar(select(func.count()).select_from(LedgerEntry))
    return {"waits": waits, "left": 0 if waits[-1] == 0 else left}


def _stopped(work: Callable[[Stop], object], after: float) -> float:
    """How long `work` went on after it was asked to stop; 0 when it was done before."""
    stop = Stop(after)
    try:
        work(stop)
    except Cancelled:
        return time.perf_counter() - stop.asked_at
    return max(0.0, time.perf_counter() - stop.asked_at) if stop.asked_at else 0.0


def main(what: str, source: Path, target: Path) -> None:
    """Does one of the two and tells of it."""
    office = new_office(str(target), actor="Test")
    if what == "cancel":
        found = cancel(office, source)
    else:
        began = time.perf_counter()
        parts = bring_in(office, source)
        found = {"seconds": time.perf_counter() - began, "parts": parts}
    office.close()
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
