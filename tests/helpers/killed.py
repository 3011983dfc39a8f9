"""Kills an import again and again, each time at another moment, and says what was left of it.

`python -m tests.helpers.killed FOLDER KILLS ROWS` writes a line of JSON. The preview is made once; each import runs in
a process of its own, forked from this one, which gets SIGKILL.
"""

from __future__ import annotations

import json
import multiprocessing
import random
import shutil
import sys
import time
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import func, select

from desktop.domain.progress import Silent
from desktop.services.checks import check_office
from desktop.services.imports import ledger
from desktop.services.imports.preview import Options, Preview
from desktop.services.offices import find_office, new_office
from desktop.storage.models import ImportBatch, LedgerEntry
from tests.helpers.incoming import table

_KEYS = ("entry_on", "reference", "grant", "line", "description", "original_currency", "original_amount", "rate")


def extract(rows: int) -> list[tuple[object, ...]]:
    """Rows of an extract over twenty grants and their lines, which follow from their numbers."""
    first = date(2024, 1, 1)
    return [
        (
            first + timedelta(days=number * 7 % 700),
            f"PV-{number:06}",
            f"G-{number % 20:02}",
            f"{1 + number % 7}.1",
            f"Cost number {number}",
            ("USD", "XOF")[number % 2],
            5 + number % 9_000,
            (1, 600)[number % 2],
        )
        for number in range(rows)
    ]


def _bring_in(path: str, preview: Preview) -> None:
    office = find_office(path, actor="Killed")
    ledger.apply(office, preview, progress=Silent())
    office.close()


def _left(path: str, rows: int) -> str:
    """What a killed import left: everything, nothing, or what is wrong."""
    office = find_office(path, actor="Test")
    damage = check_office(office).damage
    with office.read() as session:
        came = session.scalar(select(func.count()).select_from(LedgerEntry)) or 0
        batches = session.scalar(select(func.count()).select_from(ImportBatch)) or 0
    office.close()
    if damage:
        return f"damage: {damage[0].code}"
    return {(0, 0): "nothing", (rows, 1): "all"}.get((came, batches), f"{came} entries of {batches} imports")


def kill(folder: Path, *, kills: int, rows: int, seed: int = 1) -> dict[str, int]:
    """How often each was left after that many kills at random moments of an import of so many rows."""
    empty, path = folder / "empty.grantdesk", folder / "killed.grantdesk"
    office = new_office(str(empty), actor="Test")
    preview = ledger.preview(
        office, table("ledger", _KEYS, *extract(rows)), Options(create_missing=True), progress=Silent()
    )
    office.close()
    fork = multiprocessing.get_context("fork")
    some = random.Random(seed)  # noqa: S311 - moments, not secrets
    found: dict[str, int] = {}
    whole = 0.0
    for number in range(kills + 1):
        for old in folder.glob("killed.*"):
            old.unlink()
        shutil.copy(empty, path)
        process = fork.Process(target=_bring_in, args=(str(path), preview))
        began = time.perf_counter()
        process.start()
        process.join(None if number == 0 else some.uniform(0, whole))
        took = time.perf_counter() - began
        process.kill()
        process.join()
        left = _left(str(path), rows)
        if number == 0:  # one that nobody kills, to know how long it takes
            whole = took
            found["unharmed"] = int(left == "all")
        else:
            found[left] = found.get(left, 0) + 1
    return found


if __name__ == "__main__":
    json.dump(kill(Path(sys.argv[1]), kills=int(sys.argv[2]), rows=int(sys.argv[3])), sys.stdout)
