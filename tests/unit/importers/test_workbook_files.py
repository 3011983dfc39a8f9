"""A file that is no sound workbook is refused with sentences; none makes the reader fail, or run on without end."""

from __future__ import annotations

import io
import random
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.importers import workbook
from desktop.importers.workbook import SheetTable, read_table
from desktop.language import UserError
from tests.helpers import sheets

_NO_WORKBOOK = [
    "ledger.xlsx is not an Excel workbook, or it is damaged.",
    "Nothing was imported.",
    "Open it in Excel and save it as .xlsx.",
]
_TOO_LARGE = [
    "ledger.xlsx is too large to be read safely.",
    "Nothing was imported.",
    "Copy the table alone into a new workbook.",
]
_DAMAGED = "ledger.xlsx cannot be read: a part of it is damaged."
_ROWS = f"<row r='1'>{sheets.text_cell('Value')}</row><row r='2'>{sheets.number_cell('5')}</row>"
_SHEET = "xl/worksheets/sheet1.xml"
_SLIPS = [b"", b"9", b"-1", b"<", b'"', b"A", b"e9999"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.xlsx"


def _answer(path: Path) -> list[str]:
    with pytest.raises(UserError) as trouble:
        read_table(path)
    return [str(sentence) for sentence in trouble.value.sentences()]


def test_missing_file(path: Path) -> None:
    assert _answer(path) == [f"There is no file {path}.", "Nothing was imported.", "Check the path."]


@pytest.mark.parametrize(
    "content",
    [
        b"Date;Amount\r\n2019-01-01;5\r\n",
        b"<html><table></table></html>",
        b"PK\x03\x04",
        b"\x00" * 99,
    ],
    ids=["csv", "html", "start of an archive", "zeros"],
)
def test_other_files_under_the_name_of_a_workbook(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert _answer(path) == _NO_WORKBOOK


def test_password_or_old_format(path: Path) -> None:
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 600)
    assert _answer(path) == [
        "ledger.xlsx is protected by a password, or in the old .xls format.",
        "Nothing was imported.",
        "Open it in Excel and save it without a password as .xlsx.",
    ]


@pytest.mark.parametrize("part", ["content.xml", "xl/workbook.bin"])
def test_archives_of_other_programs(path: Path, part: str) -> None:
    sheets.zipped(path, {part: "<a/>"} | ({"[Content_Types].xml": "<Types/>"} if part.startswith("xl") else {}))
    assert _answer(path) == _NO_WORKBOOK


def test_archive_whose_directory_is_broken(path: Path) -> None:
    content = bytearray(sheets.zipped(path, sheets.parts(_ROWS)).read_bytes())
    place = content.rindex(b"PK\x05\x06")
    content[place + 12 : place + 20] = b"\xff" * 8
    path.write_bytes(content)
    assert _answer(path) == _NO_WORKBOOK


def test_no_table_in_it(path: Path) -> None:
    assert _answer(sheets.table(path)) == [
        "There is no table in ledger.xlsx.",
        "Nothing was imported.",
        "The first row names the columns; the rows below hold the entries.",
    ]


def test_damaged_part(path: Path) -> None:
    parts = sheets.parts(_ROWS)
    parts[_SHEET] = parts[_SHEET][:-20]
    title, text, remedy = _answer(sheets.zipped(path, parts))
    assert title == _DAMAGED
    assert text.startswith("Nothing was imported. The reader says: ")
    assert remedy == "Open it in Excel, save it under a new name, and try that."


@pytest.mark.parametrize("missing", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", _SHEET])
def test_part_that_is_missing(path: Path, missing: str) -> None:
    parts = sheets.parts(_ROWS)
    del parts[missing]
    assert _answer(sheets.zipped(path, parts))[0] in (_DAMAGED, "There is no table in ledger.xlsx.")


@pytest.mark.parametrize("number", ["NaN", "12,5", "ten"])
def test_number_cell_without_a_number(path: Path, number: str) -> None:
    assert _answer(sheets.raw(path, sheets.text_cell("Value"), sheets.number_cell(number)))[0] == _DAMAGED


# --- hostile files ------------------------------------------------------------------------------------------------


def test_part_that_unpacks_beyond_measure(path: Path) -> None:
    parts: dict[str, str | bytes] = {**sheets.parts(_ROWS), "xl/media/zeros.bin": b"\x00" * 2_000_000}
    assert _answer(sheets.zipped(path, parts)) == _TOO_LARGE


def test_small_parts_may_be_packed_well(path: Path) -> None:
    parts: dict[str, str | bytes] = {**sheets.parts(_ROWS), "xl/media/zeros.bin": b"\x00" * 1_000_000}
    assert [row.number for row in read_table(sheets.zipped(path, parts)).rows] == [2]


def test_too_many_parts(path: Path) -> None:
    parts = sheets.parts(_ROWS) | {f"xl/media/{number}": "" for number in range(workbook.MAX_PARTS)}
    assert _answer(sheets.zipped(path, parts)) == _TOO_LARGE


def test_too_much_in_all(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_UNPACKED", 500)
    assert _answer(sheets.zipped(path, sheets.parts(_ROWS))) == _TOO_LARGE


@pytest.mark.parametrize("part", [_SHEET, "xl/workbook.xml"])
def test_entity_bomb_in_a_part(path: Path, part: str) -> None:
    levels = "".join(f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, 12))
    parts = sheets.parts(_ROWS)
    parts[part] = f'<!DOCTYPE x [<!ENTITY a0 "lol">{levels}]>' + parts[part].replace("Value", "&a11;")
    started = time.monotonic()
    found = _outcome(sheets.zipped(path, parts))
    assert time.monotonic() - started < 30
    if isinstance(found, SheetTable):
        assert "lollol" not in "".join(found.headers)


def test_external_entity_in_a_part_is_not_followed(path: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("canary")
    parts = sheets.parts(_ROWS)
    declared = f'<!DOCTYPE x [<!ENTITY leak SYSTEM "{secret.as_uri()}">]>'
    parts[_SHEET] = declared + parts[_SHEET].replace("Value", "&leak;")
    assert "canary" not in str(_outcome(sheets.zipped(path, parts)))


def _outcome(path: Path) -> SheetTable | str:
    """The table, or the sentences; any other failure is a fault."""
    try:
        return read_table(path)
    except UserError as trouble:
        return str(trouble)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A sound workbook with text, numbers, dates and formulas."""
    rows = [sheets.entry(number, Note="=1+1") for number in range(30)]
    return sheets.ledger(tmp_path_factory.mktemp("good") / "good.xlsx", *rows).read_bytes()


@given(seed=st.integers(min_value=0, max_value=10**6))
@settings(max_examples=60, deadline=None)
def test_bytes_overwritten_anywhere_never_make_the_reader_fail(
    good: bytes, tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    folder = tmp_path_factory.mktemp("fuzz")
    content = bytearray(good)
    chance = random.Random(seed)  # noqa: S311 - which bytes are hit is no secret
    for _ in range(chance.randint(1, 20)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    path = folder / "ledger.xlsx"
    path.write_bytes(content)
    _outcome(path)


@given(seed=st.integers(min_value=0, max_value=10**6))
@settings(max_examples=100, deadline=None)
def test_xml_damaged_anywhere_never_makes_the_reader_fail(
    good: bytes, tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    """Damage inside the parts, which a checksum would hide when the archive itself is hit."""
    folder = tmp_path_factory.mktemp("fuzz")
    chance = random.Random(seed)  # noqa: S311 - which bytes are hit is no secret
    changed = folder / "ledger.xlsx"
    with zipfile.ZipFile(io.BytesIO(good)) as source, zipfile.ZipFile(changed, "w") as target:
        hit = chance.choice(source.namelist())
        for name in source.namelist():
            part = bytearray(source.read(name))
            if name == hit:
                start = chance.randrange(len(part))
                part[start : start + chance.randint(0, 9)] = chance.choice(_SLIPS)
            target.writestr(name, part)
    _outcome(changed)


def test_file_is_read_once_and_handed_on_as_it_was(path: Path) -> None:
    content = sheets.zipped(path, sheets.parts(_ROWS)).read_bytes()
    table = read_table(path)
    path.unlink()
    assert table.content == content
