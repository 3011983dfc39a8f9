"""(f) Import of a ledger extract of 100,000 rows against programs that only read it.

Ours is the whole way: parse in a child process, recognise, read values, compare with the office, make what is missing,
commit. The rivals: LibreOffice opening the file and saving it as csv, openpyxl iterating it, and the floor, which is
python-calamine parsing it and sqlite3 putting its rows into a bare table. Each run is a process of its own.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.benchmarks.measure import Timing, heading, timed
from tests.helpers.large_extract import write_extract

HERE = Path(__file__).parent
MANY, MORE = 100_000, 1_000_000
RUNS = 3
MOST_TIMES_THE_FLOOR = 2.0
MOST_MEGABYTES = 500.0
MOST_GROWTH = 1.3
MOST_SECONDS_TO_CANCEL = 0.5
_OPENPYXL = """
import sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1], read_only=True)
for sheet in book.worksheets:
    for row in sheet.iter_rows(values_only=True):
        pass
"""
_FLOOR = """
import sqlite3, sys
import python_calamine
rows = python_calamine.CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()
base = sqlite3.connect(sys.argv[2])
base.execute("CREATE TABLE bare (a, b, c, d, e, f, g, h, i, j, k, l)")
places = ",".join("?" * 12)
base.executemany(f"INSERT INTO bare VALUES ({places})", ([str(row[0]), *row[1:]] for row in rows))
base.commit()
"""


def bench(folder: Path) -> bool:
    """Prints the measurements; tells whether the aims were met."""
    source = write_extract(folder / "extract.xlsx", MANY)
    size = source.stat().st_size / 1e6
    heading(f"Import of a ledger extract of {MANY:,} rows x 12 columns ({size:.1f} MB), {RUNS} runs each in turn")
    rivals = {"floor": _floor, "openpyxl, read only": _openpyxl}
    if shutil.which("soffice"):
        rivals["soffice, open and save"] = _soffice
    else:
        print("  LibreOffice is not here: nothing to compare with it.")
    ours, results = Timing("ours"), []
    others = {name: Timing(name) for name in rivals}
    for run in range(RUNS):
        for name, rival in rivals.items():
            others[name].seconds.append(rival(folder, source, run))
        result = _ours(folder, source, run)
        results.append(result)
        ours.seconds.append(result["seconds"])
    met = [_compared(ours, others), _memory(results)]
    parts = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in results[-1]["parts"].items())
    print(f"  of which (last run): {parts}")
    met += [_cancelled(folder, source), _grown(folder, ours)]
    return all(met)


def _compared(ours: Timing, others: dict[str, Timing]) -> bool:
    print(f"  {'ours, all of it':28} {ours}")
    met = True
    for name, rival in others.items():
        most = MOST_TIMES_THE_FLOOR if name == "floor" else 1.0
        ratio = ours.median / rival.median
        met = met and ratio <= most
        aim = f"at most {most:.0f}: {'met' if ratio <= most else 'MISSED'}"
        print(f"  {name:28} {rival}  ours takes {ratio:.2f} times as long, aim {aim}", flush=True)
    return met


def _memory(results: list[dict[str, Any]]) -> bool:
    peak = max(result["megabytes"] for result in results)
    met = bool(peak < MOST_MEGABYTES)
    print(
        f"  peak memory, all processes   {peak:.0f} MB  aim under {MOST_MEGABYTES:.0f} MB: {'met' if met else 'MISSED'}"
    )
    return met


def _cancelled(folder: Path, source: Path) -> bool:
    result = _ours(folder, source, 0, "cancel")
    slowest = {name: max(waits) for name, waits in result["waits"].items()}
    met = bool(max(slowest.values()) < MOST_SECONDS_TO_CANCEL and result["left"] == 0 and result["stops"])
    told = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in slowest.items())
    aim = f"under {MOST_SECONDS_TO_CANCEL} s, nothing left: {'met' if met else 'MISSED'}"
    print(f"  cancelled, slowest answers   {told}; {result['left']} things left by {result['stops']} stops   aim {aim}")
    return met


def _grown(folder: Path, ours: Timing) -> bool:
    source = write_extract(folder / "more.xlsx", MORE)
    result = _ours(folder, source, 0)
    growth = result["seconds"] / MORE / (ours.median / MANY)
    met = bool(growth <= MOST_GROWTH)
    print(
        f"  {MORE:,} rows  {result['seconds']:.1f} s, {result['megabytes']:.0f} MB; a row {growth:.2f} times as long"
        f"   aim at most {MOST_GROWTH}: {'met' if met else 'MISSED'}",
        flush=True,
    )
    return met


# --- one run each -------------------------------------------------------------------------------------------------


def _run(*command: str) -> str:
    return subprocess.run(command, env=_environment(), capture_output=True, check=True, text=True).stdout


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(HERE.parents[1])}


def _watched(*command: str) -> tuple[str, float]:
    """What a program writes, and the most megabytes that it and its children held at one time."""
    most = 0
    with subprocess.Popen(command, env=_environment(), stdout=subprocess.PIPE, text=True) as process:
        while process.poll() is None:
            most = max(most, _held(process.pid))
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(0.02)
        assert process.stdout is not None
        return process.stdout.read(), most / 1024


def _held(pid: int) -> int:
    """Kilobytes that a process and its children hold."""
    place = Path("/proc") / str(pid)
    with contextlib.suppress(OSError, ValueError):
        lines = (place / "status").read_text().splitlines()
        own = next((int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), 0)
        return own + sum(map(_held, map(int, (place / "task" / str(pid) / "children").read_text().split())))
    return 0


def _ours(folder: Path, source: Path, run: int, what: str = "import") -> dict[str, Any]:
    office = folder / f"extract-{run}.grantdesk"
    office.unlink(missing_ok=True)
    written, megabytes = _watched(sys.executable, str(HERE / "extracts_ours.py"), what, str(source), str(office))
    found: dict[str, Any] = json.loads(written) | {"megabytes": megabytes}
    office.unlink(missing_ok=True)
    return found


def _floor(folder: Path, source: Path, run: int) -> float:
    return timed(lambda: _run(sys.executable, "-c", _FLOOR, str(source), str(folder / f"bare-{run}.db")))


def _openpyxl(_folder: Path, source: Path, _run_number: int) -> float:
    return timed(lambda: _run(sys.executable, "-c", _OPENPYXL, str(source)))


def _soffice(folder: Path, source: Path, _run_number: int) -> float:
    profile = f"-env:UserInstallation={(folder / 'soffice').as_uri()}"
    return timed(
        lambda: _run("soffice", profile, "--headless", "--convert-to", "csv", "--outdir", str(folder), str(source))
    )
