"""A file that cannot be used at all is answered by three sentences: what is the case, what it means, what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.importers.source import content_of
from desktop.language import UserError


def _answer(path: Path) -> list[str]:
    with pytest.raises(UserError) as trouble:
        content_of(path)
    return [str(sentence) for sentence in trouble.value.sentences()]


def test_file_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(b"\xef\xbb\xbf<a/>\r\n")
    assert content_of(path) == b"\xef\xbb\xbf<a/>\r\n"


def test_missing_file_is_named_with_its_whole_path(tmp_path: Path) -> None:
    path = tmp_path / "not" / "here.xml"
    assert _answer(path) == [f"There is no file {path}.", "Nothing was imported.", "Check the path."]


@pytest.mark.parametrize("content", [b"", b"   \r\n\t"])
def test_empty_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "empty.xml"
    path.write_bytes(content)
    assert _answer(path) == ["empty.xml is empty.", "Nothing was imported.", "Ask for the file again."]


def test_folder_in_the_place_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "folder.xml"
    path.mkdir()
    title, _text, remedy = _answer(path)
    assert title == "folder.xml cannot be read."
    assert remedy == "Check that you may open it, and that no other program holds it."


def test_file_that_may_not_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's refusal is played, because whoever runs the tests may be allowed everything."""
    path = tmp_path / "secret.xlsx"
    path.write_bytes(b"content")

    def refuse(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert _answer(path) == [
        "secret.xlsx cannot be read.",
        "The system says: Permission denied.",
        "Check that you may open it, and that no other program holds it.",
    ]
