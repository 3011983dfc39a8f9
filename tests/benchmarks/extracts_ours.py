"""Imports a ledger extract once, or cancels it at several moments; writes seconds as JSON."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import func, select, text

from desktop.domain.progress import Cancelled, Silent
from desktop.language import Message
from desktop.services.imports import sheets
from desktop.services.imports.preview import Options
from desktop.services.offices import Office, new_office
from desktop.storage.models import Base

MOMENTS = 12


class Stop:
    """Stops what it watches from a moment on, as a person does who presses Cancel."""

    def __init__(self, after: float) -> None:
        self.asked_at = 0.0
        self._timer = threading.Timer(after, self._ask)
        self._timer.start()

    def _ask(self) -> None:
        self.asked_at = time.perf_counter()

    def forget(self) -> None:
        """Does not ask any more."""
        self._timer.cancel()

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


def cancel(office: Office, spare: Office, source: Path) -> dict[str, object]:
    """How long each part of the import goes on after it was asked to stop, at moments spread over all of it, and how
    much was left in the office; the `spare` one tells how long the parts take when nobody stops them.
    """
    options = Options(create_missing=True)
    parts = bring_in(spare, source)
    book = sheets.open_file(source, progress=Silent())
    draft = sheets.draft(office, book, "ledger")
    preview = sheets.preview(office, draft, options, progress=Silent())
    works: dict[str, Callable[[Stop], object]] = {
        "read": lambda stop: sheets.open_file(source, progress=stop),
        "recognise": lambda _stop: sheets.draft(office, book, "ledger"),
        "preview": lambda stop: sheets.preview(office, draft, options, progress=stop),
        "apply": lambda stop: sheets.apply(office, preview, progress=stop),
    }
    before = _state(office)
    waits: dict[str, list[float]] = {name: [] for name in works}
    stops = left = 0
    for name, work in works.items():
        for part in range(MOMENTS):
            waited, was_stopped = _stopped(work, parts[name] * (part + 0.5) / MOMENTS)
            waits[name].append(waited)
            if name == "apply" and not was_stopped:  # it was quicker this time, and came in
                break
            left += len(before ^ _state(office))
            stops += name == "apply"
    return {"waits": waits, "stops": stops, "left": left}


def _state(office: Office) -> set[tuple[object, ...]]:
    """How many rows each table has, and every index and trigger."""
    with office.read() as session:
        tables = Base.metadata.sorted_tables
        counts = {(table.name, session.scalar(select(func.count()).select_from(table))) for table in tables}
        return counts | {tuple(row) for row in session.execute(text("SELECT type, name, sql FROM sqlite_master"))}


def _stopped(work: Callable[[Stop], object], after: float) -> tuple[float, bool]:
    """How long `work` went on after it was asked to stop (0 when it was done before), and whether it did stop."""
    stop = Stop(after)
    was_stopped = False
    try:
        work(stop)
    except Cancelled:
        was_stopped = True
    ended = time.perf_counter()
    stop.forget()
    return (ended - stop.asked_at if stop.asked_at else 0.0), was_stopped


def main(what: str, source: Path, target: Path) -> None:
    """Does one of the two and tells of it."""
    office = new_office(str(target), actor="Test")
    found: dict[str, object]
    if what == "cancel":
        spare = new_office(str(target.with_stem(f"{target.stem}-spare")), actor="Test")
        found = cancel(office, spare, source)
        spare.close()
    else:
        began = time.perf_counter()
        parts = bring_in(office, source)
        found = {"seconds": time.perf_counter() - began, "parts": parts}
    office.close()
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
