"""Writes an evidence pack: one zip of many files, each with its SHA-256 in a list that `sha256sum -c` takes.

One file is held at a time. The same files make the same bytes: names are in order, every file has the same time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from pathlib import Path, PurePath
from typing import Final, TypeAlias
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from desktop.domain.progress import Progress
from desktop.exporters.target import written_whole
from desktop.language import say

SUMS: Final = "SHA256SUMS.txt"
_AT_ONCE: Final = 1 << 20
_A_FILE: Final = 0o100644 << 16  # what may be done with it, where systems ask
_UNIX: Final = 3  # said everywhere, so that a pack is the same wherever it was made
_FIRST_YEAR: Final = 1980  # that a zip knows
# Compressed already: again would take time and save nothing.
_COMPRESSED: Final = frozenset(
    {".7z", ".docx", ".gif", ".gz", ".heic", ".jpeg", ".jpg", ".mp4", ".pdf", ".png", ".pptx", ".webp", ".xlsx", ".zip"}
)

Source: TypeAlias = "Path | bytes | Callable[[], bytes]"


@dataclass(frozen=True, slots=True)
class PackFile:
    """A file of the pack, and where its content comes from: a file, bytes, or whatever gives them when it is asked."""

    path: str
    source: Source


def write_pack(path: Path, files: Sequence[PackFile], *, moment: datetime, progress: Progress) -> None:
    """Writes `files` and the list of their sums to the new or replaced zip `path`.

    Raises UserError when it cannot be written, and whatever a source raises; then nothing is.
    """
    lines = []
    with written_whole(path) as partial, ZipFile(partial, "w") as archive:
        for number, file in enumerate(sorted(files, key=attrgetter("path"))):
            progress.report(number, len(files), say("Packing {file}", file=file.path))
            lines.append(f"{_add(archive, file, moment)}  {file.path}\n")
        _add(archive, PackFile(SUMS, "".join(lines).encode()), moment)
        progress.report(len(files), len(files), say("Packing {file}", file=SUMS))


def _add(archive: ZipFile, file: PackFile, moment: datetime) -> str:
    """Adds a file; returns its SHA-256."""
    digest, info = hashlib.sha256(), _info(file.path, moment)
    with archive.open(info, "w", force_zip64=isinstance(file.source, Path)) as target:
        for part in _parts(file.source):
            digest.update(part)
            target.write(part)
    return digest.hexdigest()


def _info(path: str, moment: datetime) -> ZipInfo:
    at = (moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second)
    info = ZipInfo(path, at if moment.year >= _FIRST_YEAR else (_FIRST_YEAR, 1, 1, 0, 0, 0))
    info.compress_type = ZIP_STORED if PurePath(path).suffix.casefold() in _COMPRESSED else ZIP_DEFLATED
    info.create_system, info.external_attr = _UNIX, _A_FILE
    return info


def _parts(source: Source) -> Iterator[bytes]:
    match source:
        case Path():
            with source.open("rb") as file:
                while part := file.read(_AT_ONCE):
                    yield part
        case bytes():
            yield source
        case _:
            yield source()
