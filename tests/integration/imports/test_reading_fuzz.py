"""A workbook hit anywhere by damage ends in content or in one sentence, through the real child process."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.progress import Silent
from desktop.importers.reading import read_book
from desktop.language import UserError
from tests.helpers import sheets

STORED = Path(__file__).resolve().parents[2] / "data" / "workbooks"
SLIPS = [b"", b"9", b"-1", b"<", b'"', b"A", b"e9999"]
SEEDS = st.integers(min_value=0, max_value=10**6)
careful = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def ends_well(path: Path) -> None:
    """Anything but a trouble of the user is a fault."""
    with suppress(UserError):
        for sheet in read_book(path, progress=Silent()).sheets:
            assert {len(column) for column in sheet.columns} <= {sheet.height}


def overwritten(content: bytes, chance: random.Random) -> bytes:
    """Single bytes changed anywhere."""
    changed = bytearray(content)
    for _ in range(chance.randint(1, 20)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def slipped(content: bytes, chance: random.Random) -> bytes:
    """Damage inside one part, which a checksum would hide when the archive itself is hit."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(stream, "w") as target:
        hit = chance.choice(source.namelist())
        for name in source.namelist():
            part = bytearray(source.read(name))
            if name == hit:
                start = chance.randrange(len(part) + 1)
                part[start : start + chance.randint(0, 9)] = chance.choice(SLIPS)
            target.writestr(name, bytes(part))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("special.xlsx", overwritten),
        ("special.xlsx", slipped),
        ("special.ods", slipped),
        ("special.xls", overwritten),
    ],
)
@given(seed=SEEDS)
@careful
def test_damage_anywhere(tmp_path: Path, name: str, damage: Callable[[bytes, random.Random], bytes], seed: int) -> None:
    path = tmp_path / name
    path.write_bytes(damage((STORED / name).read_bytes(), random.Random(seed)))  # noqa: S311 - no secret
    ends_well(path)


@given(content=st.binary(max_size=300))
@careful
def test_any_bytes(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "any.xls"
    path.write_bytes(content)
    ends_well(path)


def test_a_ledger_of_many_rows(tmp_path: Path) -> None:
    rows = [sheets.entry(number / 4, Document=f"PV-{number}") for number in range(6_000)]
    book = read_book(sheets.ledger(tmp_path / "ledger.xlsx", *rows), progress=Silent())
    sheet = book.sheets[0]
    assert (sheet.height, sheet.row(6_000)[1]) == (6_001, "PV-5999")
    assert list(sheet.columns[6])[1:] == [number / 4 for number in range(6_000)]
