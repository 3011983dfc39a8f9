"""Opens an office, scrolls, sorts and searches its ledger, and prints the most memory that this took, in MB."""

import sys
from pathlib import Path

from desktop.services.offices import find_office
from tests.benchmarks.ledger import LedgerWindow, _application


def peak_megabytes() -> float:
    """The largest resident size of this process so far."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


_application()
window = LedgerWindow(find_office(sys.argv[1], actor="Test"))
window.open_ledger()
window.jump_to_middle()
for _ in range(40):
    window.page_down()
window.sort()
window.search("niamey")
print(peak_megabytes())
window.close()
