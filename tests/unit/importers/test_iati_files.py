"""An activity file that cannot be used is refused whole, with sentences that say why; no file does harm."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.progress import Silent
from desktop.importers.iati import read_iati
from desktop.language import UserError
from tests.helpers import iati

_GOOD = iati.document(iati.activity("XX-1-A", iati.budget("10.00"), iati.transaction("11", "10.00"))).encode()


def _answer(path: Path, content: bytes) -> list[str]:
    path.write_bytes(content)
    with pytest.raises(UserError) as trouble:
        read_iati(path, progress=Silent())
    return [str(sentence) for sentence in trouble.value.sentences()]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "projects.xml"


@pytest.mark.parametrize("version", ["1.01", "1.05", "2.01", "2.02", "2.04", "3.0"])
def test_other_versions_of_the_standard(path: Path, version: str) -> None:
    assert _answer(path, iati.document(iati.activity("XX-1-A"), version=version).encode()) == [
        f"projects.xml follows version {version} of the IATI standard.",
        "Nothing was imported: GrantDesk reads version 2.03.",
        "Ask the publisher for a file of version 2.03.",
    ]


def test_no_version_at_all(path: Path) -> None:
    assert _answer(path, b"<iati-activities/>")[0] == "projects.xml follows version ? of the IATI standard."


@pytest.mark.parametrize(
    "content",
    [b"identifier;title\r\nXX-1;A project\r\n", b'{"iati-activities": []}', b"PK\x03\x04 a workbook", b"\x00\x01\x02"],
)
def test_not_xml(path: Path, content: bytes) -> None:
    assert _answer(path, content) == [
        "projects.xml is not an XML file.",
        "Nothing was imported.",
        "An IATI activity file begins with <iati-activities.",
    ]


@pytest.mark.parametrize("root", ["iati-organisations", "html", "codelist"])
def test_xml_of_another_kind(path: Path, root: str) -> None:
    assert _answer(path, f'<{root} version="2.03"/>'.encode()) == [
        f"projects.xml is not an IATI activity file: it begins with <{root}>.",
        "Nothing was imported.",
        "Choose a file that begins with <iati-activities.",
    ]


def test_truncated_file_tells_the_line(path: Path) -> None:
    content = iati.document("\n", iati.activity("XX-1-A"), "\n", iati.activity("XX-1-B")).encode()
    title, text, remedy = _answer(path, content[:-60])
    assert title == "projects.xml breaks off or is damaged at line 3."
    assert text.startswith("Nothing was imported. The reader says: ")
    assert remedy == "Download it again and compare its size with the original."


@given(st.integers(min_value=20, max_value=len(_GOOD) - 1))
@settings(max_examples=60)
def test_broken_off_anywhere_it_is_never_half_read(tmp_path_factory: pytest.TempPathFactory, length: int) -> None:
    path = tmp_path_factory.mktemp("cut") / "projects.xml"
    assert _answer(path, _GOOD[:length])[0].startswith("projects.xml breaks off or is damaged at line ")


def test_text_in_another_encoding_than_declared(path: Path) -> None:
    content = iati.document(iati.activity("XX-1-A", title="Réinsertion")).encode("latin-1")
    assert _answer(path, content)[0] == "projects.xml breaks off or is damaged at line 1."


def test_encoding_nobody_knows(path: Path) -> None:
    content = _GOOD.replace(b'encoding="UTF-8"', b'encoding="X-NOT-KNOWN"')
    assert _answer(path, content)[0] == "projects.xml breaks off or is damaged at line 1."


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
def test_any_encoding_that_is_declared_is_read(path: Path, encoding: str) -> None:
    declared = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "latin-1": "ISO-8859-1"}[encoding]
    text = iati.document(iati.activity("XX-1-A", title="Réinsertion à Koutoukalé")).replace("UTF-8", declared)
    path.write_bytes(text.encode(encoding))
    (activity,) = read_iati(path, progress=Silent()).activities
    assert activity.title == "Réinsertion à Koutoukalé"


# --- hostile files ------------------------------------------------------------------------------------------------

_REFUSED = [
    "projects.xml declares a document type, which activity files never need.",
    "Nothing was imported, because such a file can do harm.",
    "Ask the publisher for a plain file of the standard 2.03.",
]


def _declared(declarations: str, title: str, place: str = "") -> bytes:
    body = iati.document(iati.activity("XX-1-A", place)).replace("A project", title)
    return body.replace("?>", f"?><!DOCTYPE iati-activities [{declarations}]>", 1).encode()


def test_document_type_alone_is_refused(path: Path) -> None:
    assert _answer(path, _declared("", "A project")) == _REFUSED


def test_external_entity_is_not_followed(path: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("canary")
    answer = _answer(path, _declared(f'<!ENTITY leak SYSTEM "{secret.as_uri()}">', "&leak;"))
    assert answer == _REFUSED
    assert "canary" not in " ".join(answer)


def test_entity_bomb_is_refused_at_once(path: Path) -> None:
    levels = [f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, 12)]
    started = time.monotonic()
    assert _answer(path, _declared('<!ENTITY a0 "lol">' + "".join(levels), "&a11;")) == _REFUSED
    assert time.monotonic() - started < 30


def test_entity_bomb_in_an_attribute_is_refused_at_once(path: Path) -> None:
    levels = [f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, 12)]
    content = _declared('<!ENTITY a0 "lol">' + "".join(levels), "A", '<recipient-country code="&a11;"/>')
    started = time.monotonic()
    assert _answer(path, content) == _REFUSED
    assert time.monotonic() - started < 30


def test_text_beyond_all_measure_is_refused(path: Path) -> None:
    content = iati.document(iati.activity("XX-1-A", title="x" * 10_000_100)).encode()
    title, text, _remedy = _answer(path, content)
    assert title == "projects.xml breaks off or is damaged at line 1."
    assert "Text node too long" in text or "huge text node" in text


def test_elements_nested_without_end_are_refused(path: Path) -> None:
    content = iati.document("<a>" * 5_000 + "</a>" * 5_000).encode()
    assert _answer(path, content)[0] == "projects.xml breaks off or is damaged at line 1."


def test_file_is_read_once_and_handed_on_as_it_was(path: Path) -> None:
    path.write_bytes(_GOOD)
    found = read_iati(path, progress=Silent())
    path.write_bytes(b"")
    assert found.content == _GOOD
