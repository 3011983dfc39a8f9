"""(g) Lists and reports written to Excel, against openpyxl merely writing the values of the same cells.

openpyxl writes without keeping anything (`write_only`), one plain sheet without any look, from values at hand. Ours are
the files the program writes: looks, filters, drop-downs, marks that come back; formulas, proofs, a chart. Each run is a
process of its own, in turn; seconds are those of the processor, all threads together.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.benchmarks.measure import Timing, heading
from tests.helpers.large import make_large_office

HERE = Path(__file__).parent
ROWS = 100_000
RUNS = 3
MOST_OF_A_LIST = 0.25
MOST_OF_A_REPORT = 1.0
MOST_MEGABYTES = 300.0


def bench(folder: Path) -> bool:
    """Prints the measurements; tells whether the aims were met."""
    office = folder / "workbooks.grantdesk"
    make_large_office(str(office), entries=ROWS, grants=1).close()
    heading(f"A ledger of {ROWS:,} entries to Excel, {RUNS} runs each in turn, against openpyxl writing bare values")
    met = [
        _compared(folder, office, "list", "openpyxl-list", most=MOST_OF_A_LIST),
        _compared(folder, office, "whole-list", "openpyxl-list", most=None),
        _compared(folder, office, "report", "openpyxl-report", most=MOST_OF_A_REPORT),
    ]
    return all(met)


def _compared(folder: Path, office: Path, ours: str, rival: str, *, most: float | None) -> bool:
    """Ours beside its rival; without an aim it is told only."""
    timings = {ours: Timing(ours), rival: Timing(rival)}
    peak = 0.0
    for _ in range(RUNS):
        for name, timing in timings.items():
            found = _run(folder, office, name)
            timing.seconds.append(found["seconds"])
            peak = max(peak, found["megabytes"] if name == ours else 0.0)
    ratio = timings[ours].median / timings[rival].median
    met = (most is None or ratio <= most) and peak < MOST_MEGABYTES
    aim = "" if most is None else f"  aim at most {most}, under {MOST_MEGABYTES:.0f} MB: {'met' if met else 'MISSED'}"
    print(f"  {ours:16} {timings[ours]}  {rival} {timings[rival]}  ratio {ratio:.2f}, {peak:.0f} MB{aim}", flush=True)
    return met


def _run(folder: Path, office: Path, what: str) -> dict[str, Any]:
    command = [sys.executable, str(HERE / "workbooks_ours.py"), what, str(office), str(folder / f"{what}.xlsx")]
    environment = os.environ | {"PYTHONPATH": str(HERE.parents[1])}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found
