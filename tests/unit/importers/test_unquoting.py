"""Our own csv files come back without the apostrophes that keep spreadsheets from calculating their texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.domain.progress import Silent
from desktop.importers.reading import read_book


def _rows(path: Path, content: str) -> list[list[object]]:
    path.write_bytes(content.encode("utf-8-sig"))
    (sheet,) = read_book(path, progress=Silent()).sheets
    return [list(sheet.row(number)) for number in range(sheet.height)]


def test_text_under_a_heading_that_says_so_is_as_it_was(tmp_path: Path) -> None:
    content = "'Description,Note,Code\r\n'=1+1,'=1+1,A\r\n'quoted',plain,B\r\nplain,'-x,C\r\n"
    assert _rows(tmp_path / "ours.csv", content) == [
        ["Description", "Note", "Code"],
        ["=1+1", "'=1+1", "A"],
        ["'quoted'", "plain", "B"],
        ["plain", "'-x", "C"],
    ]


@pytest.mark.parametrize("content", ["Description,Code\r\n'=1+1,A\r\n", "Date,Code\r\n'-5,A\r\n"])
def test_apostrophes_of_others_stay(tmp_path: Path, content: str) -> None:
    assert _rows(tmp_path / "theirs.csv", content)[1][0] in ("'=1+1", "'-5")
