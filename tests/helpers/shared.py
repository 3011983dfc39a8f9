"""Real files to test on. They lie beside the project where it was made; elsewhere such tests skip and say so."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("GRANTDESK_REAL_FILES", ROOT.parent / "shared"))


def real_file(name: str) -> Path:
    """A real file; the test skips where it is not there."""
    path = SHARED / "data" / name
    if not path.exists():
        pytest.skip(f"the real file {name} is not on this machine (set GRANTDESK_REAL_FILES)")
    return path
