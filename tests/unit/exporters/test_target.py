"""A written file is there whole or not at all, and the one it replaces stays until it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.exporters.target import written_whole
from desktop.language import UserError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "list.xlsx"


def _write(path: Path, content: str = "new") -> None:
    with written_whole(path) as partial:
        partial.write_text(content)


def _fail(path: Path, error: Exception) -> None:
    with written_whole(path) as partial:
        partial.write_text("half")
        raise error


def _files(path: Path) -> list[str]:
    return [file.name for file in path.parent.iterdir()]


def _answer(path: Path) -> list[str]:
    with pytest.raises(UserError) as trouble:
        _write(path)
    return [str(sentence) for sentence in trouble.value.sentences()]


def test_file_appears_under_its_name_when_it_is_whole(path: Path) -> None:
    with written_whole(path) as partial:
        partial.write_text("half")
        assert not path.exists()
    assert (path.read_text(), _files(path)) == ("half", ["list.xlsx"])


def test_file_that_is_there_is_replaced(path: Path) -> None:
    path.write_text("old")
    _write(path)
    assert path.read_text() == "new"


def test_file_that_is_there_stays_when_writing_fails(path: Path) -> None:
    path.write_text("old")
    with pytest.raises(ZeroDivisionError):
        _fail(path, ZeroDivisionError())
    assert (path.read_text(), _files(path)) == ("old", ["list.xlsx"])


def test_folder_that_is_not_there(path: Path) -> None:
    title, text, remedy = _answer(path.parent / "missing" / "list.xlsx")
    assert title == "list.xlsx cannot be written."
    assert text.startswith("The system says: No such file or directory")
    assert remedy == "Choose another folder, or free some space."


def test_folder_in_the_place_of_the_file(path: Path) -> None:
    (path / "inside").mkdir(parents=True)
    assert _answer(path)[0] == "list.xlsx cannot be written."
    assert _files(path) == ["list.xlsx"]


def test_full_disk(path: Path) -> None:
    path.write_text("old")
    with pytest.raises(UserError) as trouble:
        _fail(path, OSError(28, "No space left on device"))
    assert str(trouble.value.text).startswith("The system says: No space left on device")
    assert (path.read_text(), _files(path)) == ("old", ["list.xlsx"])


def test_file_that_another_program_holds(path: Path) -> None:
    """Windows refuses to replace a workbook that Excel has open; the refusal is played."""
    path.write_text("old")
    with pytest.raises(UserError) as trouble:
        _fail(path, PermissionError(13, "Permission denied"))
    assert [str(sentence) for sentence in trouble.value.sentences()] == [
        "list.xlsx cannot be replaced: another program has it open, or it is protected.",
        "Nothing was written.",
        "Close it in Excel, or choose another name.",
    ]
    assert (path.read_text(), _files(path)) == ("old", ["list.xlsx"])
