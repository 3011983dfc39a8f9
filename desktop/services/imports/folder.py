"""A folder of extracts: each file in it with its state, so that the one to bring in next is seen at a glance.

Files are known by their content: one that was renamed is still imported, one that was written anew under its name has
changed. What is still being written is not touched, and nothing is hashed twice while it stays as it is.
"""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from desktop.language import Message, UserError, refused_by_system, say
from desktop.language.folding import fold
from desktop.storage.batches import KnownFile, files_in_use, last_undone
from desktop.storage.office import Office

SETTLED_SECONDS = 2.0  # a file that was touched later than this may still be written
_SUFFIXES: Final = frozenset(
    {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv", ".tab", ".txt", ".htm", ".html", ".xml"}
)
_TEMPORARY: Final = ("~$", ".~", ".")  # Excel's and LibreOffice's owner files, and what is hidden
_AT_ONCE: Final = 1 << 20
_DIGITS: Final = re.compile(r"(\d+)")


class FileState(StrEnum):
    """How a file stands to the office."""

    NEW = "new"
    CHANGED = "changed"
    IMPORTED = "imported"
    NOTHING_NEW = "nothing_new"
    BUSY = "busy"
    UNREADABLE = "unreadable"


FILE_STATES: Final[dict[FileState, Message]] = {
    FileState.NEW: say("New file"),
    FileState.CHANGED: say("Changed since"),
    FileState.IMPORTED: say("Imported"),
    FileState.NOTHING_NEW: say("Nothing new in it"),
    FileState.BUSY: say("Still being written"),
    FileState.UNREADABLE: say("Cannot be read"),
}
# States of files that wait to be looked at.
WAITING: Final = frozenset({FileState.NEW, FileState.CHANGED})


@dataclass(frozen=True, slots=True)
class FolderFile:
    """A file of the folder. `batch_id` is its import (for a changed one that of its former content), `looked_at` when
    it was seen to bring nothing new, `reason` why it cannot be read.
    """

    path: Path
    size: int
    modified: datetime
    state: FileState
    sha256: str = ""
    batch_id: int = 0
    imported_at: datetime | None = None
    looked_at: datetime | None = None
    reason: Message | None = None

    @property
    def name(self) -> str:
        """Its name without the folder."""
        return self.path.name


@dataclass(frozen=True, slots=True)
class ExtractFolder:
    """What was found in a folder, by name; `marks` say of each file when it was touched last, for the next look."""

    path: Path
    files: tuple[FolderFile, ...] = ()
    marks: Mapping[Path, tuple[int, int]] = field(default_factory=dict)

    @property
    def waiting(self) -> tuple[FolderFile, ...]:
        """The files that are new or have changed."""
        return tuple(file for file in self.files if file.state in WAITING)

    def hash_of(self, path: Path, mark: tuple[int, int]) -> str:
        """The hash of a file that has not been touched since; empty when it has, or was not there."""
        if self.marks.get(path) != mark:
            return ""
        return next((file.sha256 for file in self.files if file.path == path), "")


def look_into(
    office: Office,
    folder: Path,
    *,
    before: ExtractFolder | None = None,
    nothing_new: Mapping[str, str] | None = None,
    now: float | None = None,
) -> ExtractFolder:
    """The files of a folder that can hold extracts. `before` is what was found last, `now` the time in seconds.

    `nothing_new` are files (their sha256) that brought nothing new when they were looked at, and when: they make no
    import by which they would be known. Raises UserError when there is no such folder or it cannot be read.
    """
    known = _Known.of(office, nothing_new or {})
    earlier = before if before is not None and before.path == folder else ExtractFolder(folder)
    moment = time.time() if now is None else now
    files: list[FolderFile] = []
    marks: dict[Path, tuple[int, int]] = {}
    for path in sorted(_candidates(folder), key=_order):
        try:
            stat = path.stat()
            marks[path] = mark = (stat.st_size, stat.st_mtime_ns)
            file = FolderFile(path, stat.st_size, datetime.fromtimestamp(stat.st_mtime, UTC), FileState.UNREADABLE)
            files.append(_looked_at(file, stat, known, earlier.hash_of(path, mark), moment))
        except FileNotFoundError:  # taken away while the folder is looked at
            continue
    return ExtractFolder(folder, tuple(files), marks)


@dataclass(frozen=True, slots=True)
class _Known:
    """The imports of an office, by what was in the file and by what it was called; the latest of each name."""

    by_hash: Mapping[str, KnownFile]
    by_name: Mapping[str, KnownFile]
    nothing_new: Mapping[str, datetime]

    @classmethod
    def of(cls, office: Office, nothing_new: Mapping[str, str]) -> _Known:
        """Those of an office; what brought nothing new may do so once an import was undone."""
        with office.read() as session:
            files, undone = files_in_use(session), last_undone(session)
        seen = {sha256: _instant(at) for sha256, at in nothing_new.items()}
        still = {sha256: at for sha256, at in seen.items() if at is not None and (undone is None or at > undone)}
        return cls({file.sha256: file for file in files}, {file.name: file for file in files}, still)


def _instant(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def _candidates(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        raise UserError(
            say("There is no folder {folder}.", folder=str(folder)),
            say("Nothing was read."),
            say("Choose another folder, or connect the drive it is on."),
        )
    try:
        for entry in os.scandir(folder):
            named = Path(entry.name).suffix.casefold() in _SUFFIXES and not entry.name.startswith(_TEMPORARY)
            if named and entry.is_file():
                yield Path(entry.path)
    except OSError as error:
        raise refused_by_system(error) from error


def _order(path: Path) -> tuple[object, ...]:
    """By name, as people count: the second month before the tenth."""
    parts = _DIGITS.split(fold(path.name) or "")
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts)


def _looked_at(file: FolderFile, stat: os.stat_result, known: _Known, sha256: str, now: float) -> FolderFile:
    if abs(now - max(stat.st_mtime, stat.st_ctime)) < SETTLED_SECONDS:
        return replace(file, state=FileState.BUSY)
    if not file.size:
        return replace(file, reason=say("The file is empty."))
    try:
        found = sha256 or _hashed(file.path)
        after = file.path.stat()
    except FileNotFoundError:
        raise
    except OSError as error:
        return replace(file, reason=refused_by_system(error).text)
    if (after.st_size, after.st_mtime_ns) != (stat.st_size, stat.st_mtime_ns):
        return replace(file, state=FileState.BUSY)
    batch, former = known.by_hash.get(found), known.by_name.get(file.name)
    seen = known.nothing_new.get(found)
    if seen and not batch:
        return replace(file, state=FileState.NOTHING_NEW, sha256=found, looked_at=seen)
    state = FileState.IMPORTED if batch else FileState.CHANGED if former else FileState.NEW
    about = batch or former
    if about is None:
        return replace(file, state=state, sha256=found)
    return replace(file, state=state, sha256=found, batch_id=about.batch_id, imported_at=about.imported_at)


def _hashed(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as content:
        while block := content.read(_AT_ONCE):
            digest.update(block)
    return digest.hexdigest()
