"""(a) From nothing to a usable window on the sample office, against an empty QMainWindow."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from tests.benchmarks.measure import heading, in_turn, line

HERE = Path(__file__).parent
RUNS = 7
MOST_TIMES, MOST_SECONDS = 3.0, 1.5


def seconds_until_shown(script: str, home: Path) -> float:
    """How long a fresh process takes until the script in it says that its window stands."""
    environment = os.environ | {"GRANTDESK_HOME": str(home), "PYTHONPATH": str(HERE.parents[1])}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, str(HERE / script)], env=environment, stdout=subprocess.PIPE, check=True, text=True
    )
    return float(done.stdout.split()[-1]) - started


def bench(folder: Path) -> bool:
    """Prints the measurement; tells whether the aims were met."""
    heading("Start of the program, from the call of Python to the first page with its figures")
    for script in ("start_ours.py", "start_rival.py"):
        seconds_until_shown(script, folder)  # makes the sample office, and byte code for both
    ours, rival = in_turn(
        lambda: seconds_until_shown("start_ours.py", folder),
        lambda: seconds_until_shown("start_rival.py", folder),
        runs=RUNS,
    )
    soon = ours.median <= MOST_SECONDS
    near = ours.median <= MOST_TIMES * rival.median
    line("usable window", ours, aim=f"under {MOST_SECONDS} s", met=soon)
    line("against an empty window", ours, rival=rival, aim=f"at most {MOST_TIMES:.0f} times", met=near)
    return soon and near
