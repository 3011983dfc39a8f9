"""Every odd real workbook ends within 20 seconds in content or in one sentence; the table of both is printed.

Each is read once: nothing may be lost of it that another reader sees, and no child may take more memory than it may.
"""

from __future__ import annotations

import io
import time
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop.domain.progress import Silent
from desktop.importers.book import Book
from desktop.importers.reading import limits, read_book
from desktop.importers.reading.columns import MAX_COLUMNS, clean
from desktop.language import UserError
from tests.helpers.processes import children
from tests.helpers.shared import real_file

pytestmark = pytest.mark.no_cover  # other tests reach these lines; counting them here takes a third of its time

FOLDERS = ("odd-workbooks", "xlsx")
MOST_SECONDS = 20
MOST_ROWS = 2_000  # of a sheet, that are compared cell by cell
# What some of them are known to be; the others may be read or refused.
_PASSWORDS = {"pass_protected", "password", "encryptAES", "encryptSHA1", "encryptSHA512", "issue_385"}
_REFUSED = "refused: "


def workbooks(folder: str) -> list[Path]:
    """The files of a folder and of those in it."""
    return sorted(path for path in real_file(folder).rglob("*") if path.is_file())


@dataclass(frozen=True)
class Outcome:
    """What became of a file, how long it took, and what of it openpyxl sees and the book lacks."""

    said: str
    seconds: float
    compared: bool = False
    lost: tuple[tuple[str, int, int], ...] = ()


def outcome(path: Path) -> Outcome:
    """Reads a file, once, and compares an .xlsx with what another reader sees in it."""
    started = time.monotonic()
    try:
        book = read_book(path, progress=Silent())
    except UserError as error:
        return Outcome(_REFUSED + error.title.text.removeprefix("{file} "), time.monotonic() - started)
    seconds = time.monotonic() - started
    seen = filled(path) if path.suffix == ".xlsx" else {}
    return Outcome("read", seconds, any(seen.values()), tuple(lost_of(book, seen)))


@pytest.fixture
def alone() -> Iterator[None]:
    """Nothing of the children may be left."""
    before = children()
    yield
    assert children() <= before


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("folder", FOLDERS)
def test_every_file_is_read_whole_or_refused_in_time(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    paths = workbooks(folder)
    found = {path: outcome(path) for path in paths}
    counts = Counter(what.said for what in found.values())
    slowest, seconds = max(((path, what.seconds) for path, what in found.items()), key=lambda each: each[1])
    with capsys.disabled():
        print(f"\n{folder}: {len(paths)} files, the slowest {seconds:.1f} s ({slowest.name})")  # noqa: T201 - the table
        for said, count in counts.most_common():
            names = ", ".join(path.name for path, what in found.items() if what.said == said)
            print(f"  {count:4} {said}" + (f" {names}" if said != "read" else ""))  # noqa: T201 - the table
    assert seconds < MOST_SECONDS
    assert counts["read"] >= len(paths) * 9 // 10
    for path, what in found.items():
        if any(path.stem.endswith(name) for name in _PASSWORDS):
            assert what.said == _REFUSED + "is protected by a password.", path.name
        assert not what.lost, f"{path.name} {what.lost[:5]}"
    assert sum(what.compared for what in found.values()) >= len(paths) * 4 // 10
    assert_memory_was_kept()


def filled(path: Path) -> dict[str, set[tuple[int, int]]]:
    """Where openpyxl sees something in the sheets of a workbook; nothing where it sees none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), data_only=True)
        except Exception:  # noqa: BLE001 - it fails on a dozen of them, in a dozen ways
            return {}
    return {sheet.title: set(filled_of(sheet)) for sheet in book.worksheets}


def filled_of(sheet: Any) -> Iterator[tuple[int, int]]:
    """Where something stands in a sheet."""
    last, width = min(sheet.max_row, MOST_ROWS), min(sheet.max_column, MAX_COLUMNS)
    for row in sheet.iter_rows(max_row=last, max_col=width):
        for cell in row:
            if cell.value is not None and not cell.hyperlink and clean(str(cell.value)):
                yield cell.row - 1, cell.column - 1  # a link alone is no content, though openpyxl has it so


def lost_of(book: Book, seen: Mapping[str, set[tuple[int, int]]]) -> Iterator[tuple[str, int, int]]:
    """The cells in which the book has nothing."""
    for name, cells in seen.items():
        columns = book.sheet(name).columns if cells else []
        yield from ((name, row, at) for row, at in sorted(cells) if at >= len(columns) or columns[at][row] is None)


def assert_memory_was_kept() -> None:
    """No child that has ended took more memory than it may."""
    import resource

    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    assert peak <= limits.MEMORY
