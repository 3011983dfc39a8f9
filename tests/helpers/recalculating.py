"""Lets LibreOffice work workbooks out anew, whatever values are stored in them, and reads what it found."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import openpyxl
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


def formulas_recalculated(paths: Sequence[Path], folder: Path) -> int:
    """Compares every formula on the first sheet of workbooks with the value stored beside it; tells how many there are.

    The stored values are replaced before, so that only what LibreOffice works out can be right.
    """
    spoilt = folder / "spoilt"
    spoilt.mkdir()
    for path in paths:
        _spoil(path, spoilt / path.name)
    found = recalculated_by_libreoffice(sorted(spoilt.iterdir()), folder)
    count = 0
    for path in paths:
        rows = found[path.stem][sheet_names(path)[0]]
        for formulas, values, shown in zip(first_sheet(path), first_sheet(path, data_only=True), rows, strict=False):
            for cell, value, text in zip(formulas, values, shown, strict=False):
                if cell.data_type == "f":
                    assert _read(text) == _plain(value.value), (path.name, cell.coordinate, cell.value)
                    count += 1
    return count


def sheet_names(path: Path) -> list[str]:
    """The names of the sheets of a workbook."""
    return list(openpyxl.load_workbook(path, read_only=True).sheetnames)


def first_sheet(path: Path, *, data_only: bool = False) -> list[tuple[Any, ...]]:
    """The cells of the first sheet, from A1 on; with `data_only` they hold the stored values of formulas."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=data_only)
    rows = list(book.worksheets[0].iter_rows())
    book.close()
    return rows


def _spoil(path: Path, target: Path) -> None:
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(target, "w") as spoilt:
        for name in whole.namelist():
            part = whole.read(name)
            if name == "xl/worksheets/sheet1.xml":
                part, count = re.subn(rb"</f><v>[^<]*</v>", b"</f><v>4711</v>", part)
                assert count >= 10
            spoilt.writestr(name, part)


def _read(text: str) -> object:
    """What a cell of a csv file of LibreOffice holds: to the millionth, and shares as such."""
    try:
        number = Decimal(text.rstrip("%")) / (100 if text.endswith("%") else 1)
    except ArithmeticError:
        return text
    return _plain(number)


def _plain(value: object) -> object:
    if isinstance(value, int | float | Decimal):
        return Decimal(str(value)).quantize(Decimal("0.000001"), rounding=ROUND_HALF_UP) + 0
    return value or ""
