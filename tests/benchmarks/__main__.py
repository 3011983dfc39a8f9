"""Measures what CONTRIBUTING.md promises: `dev.py bench NAME ...`, or all of them.

Every figure is a median of several runs beside a named rival or limit of the same run. Exit status 1 when an aim was
missed.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks import (
    extracts,
    figures,
    imports,
    ledger,
    memory,
    people,
    reports,
    start,
    timeline,
    workbooks,
)

BENCHES: dict[str, Callable[[Path], bool]] = {
    "start": start.bench,
    "ledger": ledger.bench,
    "figures": figures.bench,
    "import": imports.bench,
    "imports": extracts.bench,
    "memory": memory.bench,
    "workbooks": workbooks.bench,
    "reports": reports.bench,
    "people": people.bench,
    "timeline": timeline.bench,
}


def main(names: list[str]) -> int:
    """Runs the benchmarks named, or all."""
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        print(f"There is no benchmark {unknown[0]}. Known: {', '.join(BENCHES)}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as place:
        os.environ["GRANTDESK_HOME"] = place
        results = [BENCHES[name](Path(place)) for name in names or BENCHES]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
