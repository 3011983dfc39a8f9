"""A folder of extracts says of each file whether it is new, imported, changed since, or cannot be read yet."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.domain.progress import Silent
from desktop.language import UserError
from desktop.services.imports import apply_import, folder, plan_rates, undo_import
from desktop.services.imports.folder import ExtractFolder, FileState, look_into
from desktop.services.offices import Office
from tests.helpers import rate_files
from tests.helpers.rate_files import line

Look = Callable[..., ExtractFolder]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    made = tmp_path / "extracts"
    made.mkdir()
    return made


@pytest.fixture
def look(office: Office, place: Path) -> Look:
    """Looks an hour later, when nothing is being written any more."""
    return lambda **more: look_into(office, place, **{"now": time.time() + 3600} | more)


def _states(found: ExtractFolder) -> dict[str, FileState]:
    return {file.name: file.state for file in found.files}


def test_files_stand_as_people_count_and_what_is_no_extract_is_left_out(place: Path, look: Look) -> None:
    names = ("GL 10.xlsx", "GL 2.CSV", "été.ods", "Etat.xls", "~$GL 2.xlsx", ".hidden.csv", "a.tmp", "b.xlsx.partial")
    for name in (*names, "letter.docx"):
        (place / name).write_bytes(name.encode())
    (place / "folder.xlsx").mkdir()
    found = look()
    assert list(_states(found)) == ["Etat.xls", "été.ods", "GL 2.CSV", "GL 10.xlsx"]
    assert set(_states(found).values()) == {FileState.NEW}
    assert len(found.waiting) == 4


def test_a_file_is_new_imported_changed_and_new_again(office: Office, place: Path, look: Look) -> None:
    file = rate_files.tabbed(place / "UN.xls", line("XOF", "588.25"))
    assert _states(look()) == {"UN.xls": FileState.NEW}
    batch = apply_import(office, plan_rates(office, file, progress=Silent()), progress=Silent()).record_id
    (known,) = look().files
    assert (known.state, known.batch_id, known.imported_at is not None) == (FileState.IMPORTED, batch, True)
    renamed = file.rename(place / "March.xls")
    assert _states(look()) == {"March.xls": FileState.IMPORTED}
    rate_files.tabbed(file, line("XOF", "590.00"))
    found = look()
    assert _states(found) == {"March.xls": FileState.IMPORTED, "UN.xls": FileState.CHANGED}
    assert [(each.name, each.batch_id) for each in found.waiting] == [("UN.xls", batch)]
    renamed.unlink()
    undo_import(office, batch_id=batch)
    assert _states(look()) == {"UN.xls": FileState.NEW}


def test_what_is_being_written_is_not_read(place: Path, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    file = place / "march.csv"
    file.write_text("Date;Amount\n", encoding="utf-8")
    assert _states(look(now=time.time())) == {"march.csv": FileState.BUSY}
    hashed = folder._hashed

    def grows(path: Path) -> str:
        found = hashed(path)
        with path.open("a", encoding="utf-8") as content:
            content.write("2019-03-04;5\n")
        return found

    monkeypatch.setattr(folder, "_hashed", grows)
    assert _states(look()) == {"march.csv": FileState.BUSY}
    monkeypatch.undo()
    assert _states(look()) == {"march.csv": FileState.NEW}


def test_nothing_is_hashed_twice_while_it_stays(place: Path, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    file = place / "march.csv"
    file.write_text("Date;Amount\n", encoding="utf-8")
    first = look()
    hashed: list[Path] = []

    def note(path: Path) -> str:
        hashed.append(path)
        return "0" * 64

    monkeypatch.setattr(folder, "_hashed", note)
    assert (look(before=first).files, hashed) == (first.files, [])
    assert look(before=ExtractFolder(place.parent, first.files, first.marks)).files[0].sha256 == "0" * 64
    os.utime(file, (1, 1))
    assert look(before=first).files[0].sha256 == "0" * 64
    assert hashed == [file, file]


def test_why_a_file_cannot_be_read(place: Path, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    (place / "empty.xlsx").touch()
    (file,) = look().files
    assert (file.state, str(file.reason)) == (FileState.UNREADABLE, "The file is empty.")
    (place / "empty.xlsx").write_text("x", encoding="utf-8")

    def refuse(_path: Path) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(folder, "_hashed", refuse)
    assert str(look().files[0].reason) == "The system says: Permission denied."


def test_a_file_that_goes_meanwhile_is_left_out(place: Path, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    (place / "march.csv").write_text("x", encoding="utf-8")

    def taken(path: Path) -> str:
        path.unlink()
        return path.read_text(encoding="utf-8")

    monkeypatch.setattr(folder, "_hashed", taken)
    assert look().files == ()


def test_a_folder_that_is_not_there_is_said(office: Office, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UserError, match="There is no folder"):
        look_into(office, place / "gone")

    def refuse(_path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(place))

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(UserError, match="cannot be used"):
        look_into(office, place)


@pytest.mark.parametrize(
    ("at", "state"),
    [
        ("2100-01-01T00:00:00+00:00", FileState.NOTHING_NEW),
        ("2000-01-01T00:00:00+00:00", FileState.NEW),  # an import was undone since
        ("2100-01-01T00:00:00", FileState.NEW),
        ("lately", FileState.NEW),
    ],
)
def test_what_brought_nothing_new_is_known_until_an_import_is_undone(
    office: Office, place: Path, look: Look, at: str, state: FileState
) -> None:
    other = rate_files.tabbed(place / "UN.xls", line("XOF", "588.25"))
    batch = apply_import(office, plan_rates(office, other, progress=Silent()), progress=Silent()).record_id
    undo_import(office, batch_id=batch)
    other.unlink()
    (place / "march.csv").write_text("Date;Amount\n", encoding="utf-8")
    sha256 = look().files[0].sha256
    (known,) = look(nothing_new={sha256: at}).files
    assert (known.state, known.looked_at is not None) == (state, state is FileState.NOTHING_NEW)
