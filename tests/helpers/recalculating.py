"""Lets LibreOffice work workbooks out anew, whatever values are stored in them, and reads what it found."""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

_LONGEST = 180  # seconds; the first start of LibreOffice makes a profile
# Always work formulas out when a workbook is opened (0: always).
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item></oor:items>"""
# Commas, quotes, UTF-8, from the first line; numbers as they are and not as they are shown; every sheet a file.
_AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"

Rows = list[list[str]]


def recalculated_by_libreoffice(paths: Sequence[Path], folder: Path) -> dict[str, dict[str, Rows]]:
    """By the name of each workbook the cells of its sheets, worked out by LibreOffice. Skips where there is none."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not on this machine: its figures cannot be compared with ours")
    profile, out = folder / "profile", folder / "recalculated"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    words = [program, f"-env:UserInstallation={profile.resolve().as_uri()}", "--headless", "--convert-to", _AS_CSV]
    subprocess.run([*words, "--outdir", str(out), *map(str, paths)], check=True, capture_output=True, timeout=_LONGEST)
    return {path.stem: _sheets(out, path.stem) for path in paths}


def _sheets(folder: Path, stem: str) -> dict[str, Rows]:
    found = {}
    for path in folder.glob(f"{stem}-*.csv"):
        with path.open(encoding="utf-8", newline="") as text:
            found[path.stem.removeprefix(f"{stem}-")] = list(csv.reader(text))
    return found
