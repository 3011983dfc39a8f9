"""Reads exported workbooks again as an import does, and lets LibreOffice save them before."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop.domain.progress import Silent
from desktop.importers.book import Raw
from desktop.importers.reading import read_book
from desktop.registers.round_trip import ID_HEADING, BookMark, RowMark, digest

_LONGEST = 120  # seconds; the first start of LibreOffice makes a profile


@dataclass(frozen=True)
class ReadBack:
    """An exported list as it was read again: its mark, and each row's mark and cells."""

    mark: BookMark
    headings: list[Raw]
    rows: list[tuple[RowMark, list[Raw]]]

    @property
    def edited(self) -> list[tuple[int, str, Raw]]:
        """Record, column key and content of each cell that is not as it was exported."""
        return [
            (mark.record_id, key, value)
            for mark, values in self.rows
            for key, value, held in zip(self.mark.columns, values, mark.digests, strict=True)
            if digest(value) != held
        ]


def read_back(path: Path) -> ReadBack:
    """Reads the first sheet of an exported workbook with its marks."""
    book = read_book(path, progress=Silent())
    marks = book.sheet(ID_HEADING)
    mark = BookMark.parse(marks.row(number) for number in range(marks.height))
    assert mark is not None
    sheet = book.sheets[0]
    headings = sheet.row(0)
    assert headings[len(mark.columns)] == ID_HEADING
    rows = []
    for number in range(1, sheet.height):
        *values, text = sheet.row(number)[: len(mark.columns) + 1]
        row_mark = RowMark.parse(text)
        assert row_mark is not None, (number, text)
        rows.append((row_mark, values))
    return ReadBack(mark, headings[:-1], rows)


def saved_by_libreoffice(path: Path, kind: str = "xlsx") -> Path:
    """The file as LibreOffice saves it as another of `kind`; the test skips where there is no LibreOffice."""
    (saved,) = all_saved_by_libreoffice([path], kind)
    return saved


def all_saved_by_libreoffice(paths: Sequence[Path], kind: str = "xlsx") -> list[Path]:
    """The files of a folder, saved in one go: most of the time goes into the start of LibreOffice, and its profile."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not on this machine")
    folder = paths[0].parent / "saved"
    profile = (paths[0].parents[1] / "libreoffice-profile").resolve().as_uri()
    words = [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind, "--outdir", str(folder)]
    subprocess.run([*words, *map(str, paths)], check=True, capture_output=True, timeout=_LONGEST)
    return [folder / path.with_suffix(f".{kind}").name for path in paths]
