"""A file that cannot be opened is refused with a sentence and left as it is, to the last byte."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import select, text
from sqlcipher3 import dbapi2

from desktop.language import UserError, say
from desktop.services.checks import check_office
from desktop.services.offices import SCHEMA, Office, find_office, new_office
from desktop.storage.engine import WRITES, make_engine
from desktop.storage.location import Location
from desktop.storage.models import OfficeRecord, Organisation
from desktop.storage.opening import NewOffice, create_office, raw_office
from tests.helpers.stored import FACTS, facts, unpack

_NOT_AN_OFFICE = ["This file is not a GrantDesk office.", "It was left as it is.", "Choose a file that GrantDesk made."]
_NOT_A_DATABASE = [
    "This file is not a GrantDesk office, or it is damaged.",
    "It was left as it is.",
    "Choose another file, or restore a backup.",
]
_DAMAGED = [
    "The office file is damaged.",
    "It was left as it is.",
    "Restore the newest backup, and keep the damaged file for whoever helps you.",
]


def _refused(action: Callable[[], object]) -> list[str]:
    """The sentences with which an action is refused."""
    with pytest.raises(UserError) as caught:
        action()
    return [str(sentence) for sentence in caught.value.sentences()]


def _zip_file(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04" + bytes(2000))


def _text_file(path: Path) -> None:
    path.write_text("Dear colleague, please find attached. " * 100, encoding="utf-8")


def _empty_file(path: Path) -> None:
    path.write_bytes(b"")


def _other_program(path: Path) -> None:
    connection = dbapi2.connect(str(path))
    connection.execute("CREATE TABLE office (id INTEGER)")
    connection.commit()
    connection.close()


def _cut_header(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:50])


def _garbled_header(path: Path) -> None:
    path.write_bytes(b"\x00" * 100 + path.read_bytes()[100:])


def _garbled_catalogue(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[100:4096] = os.urandom(3996)
    path.write_bytes(content)


def _cut_in_half(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


@pytest.mark.parametrize(
    ("spoil", "sentences"),
    [
        (_zip_file, _NOT_A_DATABASE),
        (_text_file, _NOT_A_DATABASE),
        (_empty_file, _NOT_AN_OFFICE),
        (_other_program, _NOT_AN_OFFICE),
        (_cut_header, _DAMAGED),
        (_garbled_header, _NOT_A_DATABASE),
        (_garbled_catalogue, _DAMAGED),
    ],
)
def test_a_file_that_is_no_office_is_refused_and_left_as_it_is(
    spoil: Callable[[Path], None], sentences: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "niger.grantdesk"
    if spoil in (_cut_header, _garbled_header, _garbled_catalogue):
        unpack(SCHEMA, tmp_path).rename(path)
    spoil(path)
    before = path.read_bytes()
    assert _refused(lambda: find_office(str(path), actor="Test")) == sentences
    assert _refused(lambda: find_office(str(path), actor="Test", read_only=True)) == sentences
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["niger.grantdesk"]


def test_half_a_file_is_refused(tmp_path: Path) -> None:
    path = unpack(SCHEMA, tmp_path)
    _cut_in_half(path)
    before = path.read_bytes()

    assert _refused(lambda: find_office(str(path), actor="Test")) == _DAMAGED
    assert path.read_bytes() == before


def test_a_damaged_page_is_found_by_the_check(tmp_path: Path) -> None:
    path = unpack(SCHEMA, tmp_path)
    engine = make_engine(Location(path=path))
    with engine.connect() as connection:
        page = connection.scalar(text("SELECT rootpage FROM sqlite_master WHERE name = 'ledger_entry'"))
    engine.dispose()
    content = bytearray(path.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = bytes(4096)
    path.write_bytes(content)
    office = find_office(str(path), actor="Test", read_only=True)
    found = check_office(office)
    assert not found.is_sound
    assert {finding.code for finding in found.damage} == {"damaged_file"}
    assert found.findings == ()
    office.close()


def test_a_reference_that_leads_nowhere_is_found_by_the_check(tmp_path: Path) -> None:
    path = unpack(SCHEMA, tmp_path)
    connection = dbapi2.connect(str(path))
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute('UPDATE "grant" SET funder_id = 4711 WHERE id = 1')
    connection.commit()
    connection.close()
    office = find_office(str(path), actor="Test", read_only=True)
    (finding,) = check_office(office).damage
    assert str(finding.sentence).startswith("The office file is damaged: ('grant', 1, 'organisation', ")
    office.close()


def test_there_is_no_office_at_the_path(tmp_path: Path) -> None:
    path = tmp_path / "nowhere.grantdesk"
    for action in (lambda: find_office(str(path), actor="Test"), lambda: raw_office(Location(path=path)).__enter__()):
        assert _refused(action) == [
            f"There is no office at {path}.",
            "Nothing was opened.",
            "Check the path, or make an office there with “grantdesk new”.",
        ]
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_office(tmp_path: Path) -> None:
    folder = tmp_path / "niger.grantdesk"
    folder.mkdir()
    assert _refused(lambda: find_office(str(folder), actor="Test"))[0] == f"There is no office at {folder}."


# --- read only ----------------------------------------------------------------------------------------------------


def test_a_write_protected_file_is_opened_to_read_only(tmp_path: Path) -> None:
    path = unpack(SCHEMA, tmp_path)
    path.chmod(0o444)
    before = path.read_bytes()
    office = find_office(str(path), actor="Test")
    assert office.read_only
    assert facts(office) == FACTS
    assert _refused(lambda: office.change().__enter__()) == [
        "This office is open to read only.",
        "Nothing was changed.",
        "Open it for writing: the file, or its folder, is write-protected, or someone else has it open.",
    ]
    office.close()
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == [path.name]


def test_reading_only_is_possible_beside_someone_who_writes(file_office: Office) -> None:
    reader = find_office(str(file_office.location.file), actor="Other", read_only=True)
    assert reader.facts == file_office.facts
    reader.close()


def test_an_office_is_given_back_only_when_nothing_is_being_written(file_office: Office) -> None:
    place = str(file_office.location.file)
    with file_office.change() as unit:
        organisation = unit.add(Organisation(reference="XX-1", name="A funder"))
        file_office.close()
        assert _refused(lambda: find_office(place, actor="Other"))[0] == "This office is open in another GrantDesk."
        unit.commit(say("Made for a test"), record_id=organisation.id)
    with pytest.raises(RuntimeError, match="the office is closed"), file_office.change():
        pass
    other = find_office(place, actor="Other")
    with other.read() as session:
        assert list(session.scalars(select(Organisation.name))) == ["A funder"]
    other.close()


def test_the_connection_of_who_still_reads_is_closed_when_that_ends(office: Office) -> None:
    with office.read() as session:
        assert session.scalar(select(OfficeRecord.name)) == "Office"
        driver = session.connection().connection.driver_connection
        office.close()
        assert session.scalar(select(OfficeRecord.id)) == 1
    assert driver is not None
    with pytest.raises((dbapi2.ProgrammingError, psycopg.OperationalError), match="closed"):
        driver.execute("SELECT 1")


def test_the_database_itself_refuses_to_write_when_open_to_read_only(office: Office) -> None:
    if office.location.is_server:
        office.read_only = True
        assert _refused(lambda: office.change().__enter__())[0] == "This office is open to read only."
        return
    engine = make_engine(office.location, read_only=True)
    with pytest.raises(Exception, match="readonly"), engine.connect().execution_options(**{WRITES: True}) as connection:
        connection.execute(text("UPDATE office SET name = 'changed'"))
    engine.dispose()


def test_an_office_on_a_server_can_be_opened_to_read_only(nowhere: str) -> None:
    new_office(nowhere, actor="Test").close()
    office = find_office(nowhere, actor="Test", read_only=True)
    assert office.read_only
    assert _refused(lambda: office.change().__enter__())[0] == "This office is open to read only."
    office.close()


_IN_A_PROTECTED_FOLDER = """
import sys
from desktop.services.offices import find_office, new_office
from desktop.language import UserError, say
office = find_office(sys.argv[1], actor="Test")
print(office.read_only, office.facts.name)
office.close()
try:
    new_office(sys.argv[1].replace("stored", "another"), actor="Test")
except UserError as error:
    print(error)
"""
_CAPABILITIES_OF_ROOT = (1, 2)  # to write and to read whatever the permissions say
_DROP = 24  # PR_CAPBSET_DROP


def _as_anybody() -> None:
    """Takes from the administrator the right to write anywhere, so that permissions count."""
    if os.geteuid() == 0:
        for capability in _CAPABILITIES_OF_ROOT:
            ctypes.CDLL(None).prctl(_DROP, capability, 0, 0, 0)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="permissions of folders are made in the way of Linux")
def test_an_office_in_a_write_protected_folder_is_opened_to_read_only(tmp_path: Path) -> None:
    folder = tmp_path / "protected"
    folder.mkdir()
    path = unpack(SCHEMA, folder)
    folder.chmod(0o555)
    try:
        ended = subprocess.run(
            [sys.executable, "-c", _IN_A_PROTECTED_FOLDER, str(path)],
            capture_output=True,
            text=True,
            preexec_fn=_as_anybody,
        )
    finally:
        folder.chmod(0o755)
    opened, refused = ended.stdout.splitlines()
    assert opened == "True Stored office"
    assert refused.startswith("The office cannot be opened. The file or its folder is missing, or may not be read.")
    assert [file.name for file in folder.iterdir()] == [path.name]


# --- making -------------------------------------------------------------------------------------------------------


def test_an_office_is_not_made_over_another_file(tmp_path: Path) -> None:
    path = tmp_path / "niger.grantdesk"
    path.write_bytes(b"precious")
    assert _refused(lambda: new_office(str(path), actor="Test")) == [
        "niger.grantdesk is there already.",
        "It was left as it is.",
        "Choose another name, or open the existing office.",
    ]
    assert path.read_bytes() == b"precious"


def test_an_office_is_not_made_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert _refused(lambda: new_office(str(tmp_path / "missing" / "niger"), actor="Test")) == [
        f"The folder {tmp_path / 'missing'} does not exist.",
        "No office was made.",
        "Make the folder first, or choose another.",
    ]


def test_an_office_is_not_made_in_a_database_that_holds_something(nowhere: str) -> None:
    new_office(nowhere, name="First", actor="Test").close()
    refused = _refused(lambda: create_office(Location.parse(nowhere), NewOffice("Second"), actor="Test"))
    assert refused[1] == "It was left as it is."
    office = find_office(nowhere, actor="Test")
    assert office.facts.name == "First"
    office.close()


def test_a_half_made_office_of_a_crash_is_no_hindrance(tmp_path: Path) -> None:
    path = tmp_path / "niger.grantdesk"
    new_office(str(path), name="Lost in a crash", actor="Test").close()
    path.rename(tmp_path / "niger.grantdesk.partial")
    office = new_office(str(path), name="Niger", actor="Test")
    assert office.facts.name == "Niger"
    office.close()
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["niger.grantdesk"]


def test_a_making_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    def broken_clock() -> object:
        raise RuntimeError("no time")

    with pytest.raises(RuntimeError, match="no time"):
        new_office(str(tmp_path / "niger"), actor="Test", clock=broken_clock)  # type: ignore[arg-type]  # it is broken
    assert list(tmp_path.iterdir()) == []


def test_a_new_office_is_empty_and_called_after_its_file(tmp_path: Path) -> None:
    office = new_office(str(tmp_path / "Bureau de Niamey"), actor="Test")
    assert office.facts.name == "Bureau de Niamey"
    assert not office.facts.is_sample
    assert office.facts.story_day is None
    assert len(office.facts.uid) == 36
    assert check_office(office).damage == ()
    office.close()
