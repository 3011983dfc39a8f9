"""(d) The most memory that the program takes with an office of a million entries open."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.ledger import FEW, MANY
from tests.benchmarks.measure import heading
from tests.helpers.large import make_large_office

HERE = Path(__file__).parent
MOST_MEGABYTES = 300.0


def bench(folder: Path) -> bool:
    """Prints the measurement; tells whether the aim was met."""
    heading(f"Peak memory with the ledger of {MANY:,} entries open, scrolled, sorted and searched")
    if not Path("/proc/self/status").exists():
        print("  This system does not tell the peak of a process.")
        return True
    many, few = (_peak(folder, name, entries) for name, entries in (("many", MANY), ("few", FEW)))
    met = many < MOST_MEGABYTES
    print(f"  {many:.0f} MB  against {few:.0f} MB with {FEW:,}   aim under 300 MB: {'met' if met else 'MISSED'}")
    return met


def _peak(folder: Path, name: str, entries: int) -> float:
    path = folder / f"{name}.grantdesk"
    if not path.exists():
        make_large_office(str(path), entries=entries).close()
    environment = os.environ | {"PYTHONPATH": str(HERE.parents[1]), "GRANTDESK_HOME": str(folder)}
    command = [sys.executable, str(HERE / "memory_ours.py"), str(path)]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, text=True)
    return float(done.stdout.split()[-1])
