"""A pack of evidence: names in order, sums that hold, the same bytes each time, and nothing where it fails."""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from desktop.exporters.evidence_pack import SUMS, PackFile, write_pack
from desktop.language import Message

MOMENT = datetime(2019, 10, 9, 17, 30, 58)  # noqa: DTZ001 - a zip knows no zones


@dataclass
class Told:
    """Remembers what a pack says of how far it is."""

    steps: list[tuple[int, int | None, str]] = field(default_factory=list)

    def report(self, done: int, total: int | None, message: Message) -> None:
        """Remembers a step."""
        self.steps.append((done, total, str(message)))


def packed(path: Path, *files: PackFile, moment: datetime = MOMENT) -> Told:
    told: Any = Told()
    write_pack(path, files, moment=moment, progress=told)
    assert isinstance(told, Told)
    return told


def entries(path: Path) -> dict[str, zipfile.ZipInfo]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {info.filename: info for info in archive.infolist()}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "pack.zip"


def test_files_of_every_source_are_there_in_the_order_of_their_names(path: Path, tmp_path: Path) -> None:
    stored = tmp_path / "stored"
    stored.write_bytes(b"from a file")
    packed(
        path,
        PackFile("files/b.txt", stored),
        PackFile("report.pdf", lambda: b"from a call"),
        PackFile("files/a.txt", b"from bytes"),
    )
    assert list(entries(path)) == ["files/a.txt", "files/b.txt", "report.pdf", SUMS]
    with zipfile.ZipFile(path) as archive:
        assert [archive.read(name) for name in archive.namelist()[:3]] == [
            b"from bytes",
            b"from a file",
            b"from a call",
        ]


def test_sums_are_as_sha256sum_takes_them_and_the_list_does_not_list_itself(path: Path) -> None:
    packed(path, PackFile("files/Reçu نص.txt", b"abc"), PackFile("empty", b""))
    with zipfile.ZipFile(path) as archive:
        lines = archive.read(SUMS).decode("utf-8").split("\n")
    assert lines == [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  empty",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  files/Reçu نص.txt",
        "",
    ]


def test_a_file_longer_than_a_piece_is_whole(path: Path, tmp_path: Path) -> None:
    content = bytes(range(256)) * 5000  # more than a mebibyte
    stored = tmp_path / "long.bin"
    stored.write_bytes(content)
    packed(path, PackFile("long.bin", stored))
    with zipfile.ZipFile(path) as archive:
        assert archive.read("long.bin") == content
        assert archive.read(SUMS).decode() == f"{hashlib.sha256(content).hexdigest()}  long.bin\n"


def test_the_same_files_make_the_same_bytes_in_whatever_order_they_come(path: Path, tmp_path: Path) -> None:
    one, other = PackFile("one.csv", b"1;2" * 100), PackFile("two.pdf", b"%PDF")
    packed(path, one, other)
    packed(tmp_path / "again.zip", other, one)
    packed(tmp_path / "later.zip", one, other, moment=MOMENT.replace(minute=31))
    assert path.read_bytes() == (tmp_path / "again.zip").read_bytes()
    assert path.read_bytes() != (tmp_path / "later.zip").read_bytes()


def test_every_file_has_the_moment_of_the_pack_and_can_be_read_by_all(path: Path) -> None:
    packed(path, PackFile("a", b"x"))
    for info in entries(path).values():
        assert info.date_time == (2019, 10, 9, 17, 30, 58)
        assert (info.external_attr >> 16, info.create_system) == (0o100644, 3)


def test_a_clock_before_zips_is_their_first_day(path: Path) -> None:
    packed(path, PackFile("a", b"x"), moment=datetime(1979, 12, 31, 23, 59))  # noqa: DTZ001 - a zip knows no zones
    assert {info.date_time for info in entries(path).values()} == {(1980, 1, 1, 0, 0, 0)}
    packed(path, PackFile("a", b"x"), moment=datetime(1980, 1, 2, 3, 4))  # noqa: DTZ001 - a zip knows no zones
    assert {info.date_time for info in entries(path).values()} == {(1980, 1, 2, 3, 4, 0)}


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("scan.PDF", zipfile.ZIP_STORED),
        ("scan.jpeg", zipfile.ZIP_STORED),
        ("book.xlsx", zipfile.ZIP_STORED),
        ("rows.csv", zipfile.ZIP_DEFLATED),
        ("plain", zipfile.ZIP_DEFLATED),
        ("folder.pdf/letter.txt", zipfile.ZIP_DEFLATED),
    ],
)
def test_what_is_compressed_already_is_not_again(path: Path, name: str, method: int) -> None:
    packed(path, PackFile(name, b"x" * 1000))
    assert entries(path)[name].compress_type == method
    assert (entries(path)[name].compress_size == 1000) is (method == zipfile.ZIP_STORED)


def test_each_file_is_told_and_the_end(path: Path) -> None:
    told = packed(path, PackFile("b", b""), PackFile("a", b""))
    assert [(done, total) for done, total, _text in told.steps] == [(0, 2), (1, 2), (2, 2)]
    assert packed(path).steps[-1][:2] == (0, 0)
    assert list(entries(path)) == [SUMS]


def test_a_source_that_fails_leaves_the_pack_of_before(path: Path, tmp_path: Path) -> None:
    packed(path, PackFile("a", b"before"))
    before = path.read_bytes()

    def failing() -> bytes:
        raise LookupError

    with pytest.raises(LookupError):
        packed(path, PackFile("a", b"after"), PackFile("b", failing))
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["pack.zip"]
