"""A backup is whole, checked and dated; a damaged one is refused; what is restored is the same office, on both engines.
Offices of another version are backed up before they are upgraded, and of a newer one left alone.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlcipher3 import dbapi2

from desktop.config import paths
from desktop.domain.progress import Silent
from desktop.language import Cancelled, Language, Message, UserError
from desktop.registers import REGISTERS
from desktop.registers.query import Query
from desktop.services import backups, offices, records
from desktop.services.browse import all_rows
from desktop.services.checks import check_office
from desktop.services.history import undo_entry
from desktop.services.offices import Office, find_office
from tests.helpers.clock import Clock
from tests.helpers.engines import Engines
from tests.helpers.records import making
from tests.integration.services.conftest import Desk, Told

QUIET = Silent()


def _contents(office: Office) -> dict[str, list[tuple[object, ...]]]:
    found: dict[str, list[tuple[object, ...]]] = {}
    for key, register in REGISTERS.items():
        query = Query(register, columns=tuple(column.key for column in register.columns))
        found[key] = [(row.id, *row.values) for row in all_rows(office, query)]
    return found


def _address(office: Office) -> str:
    return office.location.url or str(office.location.file)


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """A desk on which things were made, changed, removed and undone."""
    desk.save("rates")
    entry = desk.save("ledger", original_currency="XOF", original_amount=Decimal(100000)).record_id
    desk.save("ledger", entry, counterparty="A supplier")
    upper = desk.save("projects", reference="UP").record_id
    desk.save("projects", reference="LOW", parent=upper)
    removed = records.remove(desk.office, "organisations", record_id=desk.save("organisations").record_id, version=1)
    assert removed.entry_id is not None
    undo_entry(desk.office, entry_id=removed.entry_id)
    return desk


def test_a_restored_office_is_the_same_on_either_engine(
    busy: Desk, engines: Engines, tmp_path: Path, english: Language
) -> None:
    backup = tmp_path / "kept" / "monday.grantdesk"
    backup.parent.mkdir()
    made = backups.back_up_office(_address(busy.office), backup, progress=QUIET)
    fingerprint = hashlib.sha256(backup.read_bytes()).hexdigest()
    assert english.text(made.message) == f"Backed up to {backup}. Fingerprint {fingerprint[:16]}."
    assert backup.with_name("monday.grantdesk.sha256").read_text(encoding="utf-8") == (
        f"{fingerprint}  monday.grantdesk\n"
    )
    assert sorted(path.name for path in backup.parent.iterdir()) == ["monday.grantdesk", "monday.grantdesk.sha256"]
    for place in (engines.empty("sqlite", tmp_path), engines.empty("postgresql", tmp_path)):
        told = backups.restore_office(backup, place, progress=QUIET)
        assert english.text(told.message).startswith("Restored monday.grantdesk to ")
        restored = find_office(place, actor="Test")
        try:
            assert restored.facts == busy.office.facts
            assert _contents(restored) == _contents(busy.office)
            assert check_office(restored).is_sound
            added = records.save(restored, "organisations", values={"name": "Afterwards"})
            assert records.choices(restored, "organisations", search="afterw")[0].id == added.record_id
        finally:
            restored.close()


def test_an_open_office_is_backed_up_as_it_is(busy: Desk, tmp_path: Path) -> None:
    target = tmp_path / "now.grantdesk"
    backups.back_up_open_office(busy.office, target, progress=QUIET)
    with making(busy.office) as make:
        make.organisation(name="Afterwards")
    copy = find_office(str(target), actor="Test", read_only=True)
    assert records.choices(copy, "organisations", search="afterwards") == []
    assert [choice.code for choice in records.choices(copy, "grants")] == ["GR-1"]
    copy.close()


def test_a_file_that_is_there_is_never_written_over(file_desk: Desk, tmp_path: Path, told: Told) -> None:
    target = tmp_path / "mine.grantdesk"
    target.write_text("mine", encoding="utf-8")
    with pytest.raises(UserError) as raised:
        backups.back_up_open_office(file_desk.office, target, progress=QUIET)
    assert told(raised) == (
        "mine.grantdesk is there already. It was left as it is. Choose another name for the backup."
    )
    assert target.read_text(encoding="utf-8") == "mine"


def test_a_folder_that_is_not_there(file_desk: Desk, tmp_path: Path, told: Told) -> None:
    with pytest.raises(UserError) as raised:
        backups.back_up_open_office(file_desk.office, tmp_path / "gone" / "b.grantdesk", progress=QUIET)
    assert told(raised) == (
        f"The backup cannot be written to {tmp_path / 'gone'}. The system says: No such file or directory. "
        "Choose another folder, or free some space."
    )


def test_a_cancelled_backup_leaves_nothing(file_desk: Desk, tmp_path: Path) -> None:
    class Impatient:
        def report(self, done: int, total: int, doing: Message) -> None:
            raise Cancelled(done, total, doing)

    folder = tmp_path / "kept"
    folder.mkdir()
    with pytest.raises(Cancelled):
        backups.back_up_open_office(file_desk.office, folder / "b.grantdesk", progress=Impatient())
    assert list(folder.iterdir()) == []


@pytest.fixture
def backup(file_desk: Desk, tmp_path: Path) -> Path:
    """A sound backup."""
    target = tmp_path / "sound.grantdesk"
    backups.back_up_open_office(file_desk.office, target, progress=QUIET)
    return target


def _refusal(backup: Path, place: Path, told: Told) -> str:
    with pytest.raises(UserError) as raised:
        backups.restore_office(backup, str(place), progress=QUIET)
    assert not place.exists() or place.read_bytes() == b"mine"
    return told(raised)


def test_a_backup_that_was_changed_is_refused(backup: Path, tmp_path: Path, told: Told) -> None:
    content = bytearray(backup.read_bytes())
    content[-1] ^= 1
    backup.write_bytes(bytes(content))
    assert _refusal(backup, tmp_path / "new.grantdesk", told) == (
        "This backup is not the one that was made: its fingerprint differs. Nothing was restored. "
        "Use another backup. This one was damaged or changed after it was made."
    )


def test_a_damaged_backup_is_refused_without_its_fingerprint_too(backup: Path, tmp_path: Path, told: Told) -> None:
    backup.with_name("sound.grantdesk.sha256").unlink()
    content = bytearray(backup.read_bytes())
    content[4096:12288] = b"\xff" * 8192
    backup.write_bytes(bytes(content))
    said = _refusal(backup, tmp_path / "new.grantdesk", told)
    assert said.startswith(("The copy is damaged. It was not kept: ", "The office file is damaged. It was left as"))


@pytest.mark.parametrize("content", [b"", b"not an office at all, but long enough to be looked at" * 40])
def test_something_else_is_no_backup(tmp_path: Path, told: Told, content: bytes) -> None:
    backup = tmp_path / "text.grantdesk"
    backup.write_bytes(content)
    said = _refusal(backup, tmp_path / "new.grantdesk", told)
    assert said.startswith("This file is not a GrantDesk office")
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["text.grantdesk"]


def test_a_missing_backup(tmp_path: Path, told: Told) -> None:
    assert _refusal(tmp_path / "gone", tmp_path / "new.grantdesk", told) == (
        f"There is no backup at {tmp_path / 'gone'}. Nothing was restored. Check the path."
    )


def test_nothing_is_restored_over_what_is_there(backup: Path, tmp_path: Path, told: Told) -> None:
    place = tmp_path / "taken.grantdesk"
    place.write_bytes(b"mine")
    assert _refusal(backup, place, told) == (
        f"Something is at {place} already. It was left as it is. Restore to a new place, then open it there."
    )


def test_nor_into_a_database_that_holds_something(backup: Path, engines: Engines, tmp_path: Path, told: Told) -> None:
    place = engines.office("postgresql", tmp_path)
    with pytest.raises(UserError) as raised:
        backups.restore_office(backup, place, progress=QUIET)
    assert told(raised).startswith("Something is at postgresql://")
    office = find_office(place, actor="Test")
    assert office.facts.name == "Office"
    office.close()


# --- made by themselves -------------------------------------------------------------------------------------------


def test_before_something_large_a_dated_backup_is_made_and_ten_are_kept(file_desk: Desk, clock: Clock) -> None:
    office = file_desk.office
    made = []
    for number in range(12):
        found = backups.back_up_before(office, why="import", progress=QUIET)
        assert found is not None
        made.append(found)
        clock.advance(minutes=number)
    folder = paths.backups() / office.facts.uid
    kept = sorted(path.name for path in folder.glob("*.grantdesk"))
    assert kept == [backup.path.name for backup in made[2:]]
    assert sorted(path.name for path in folder.glob("*.sha256")) == [f"{name}.sha256" for name in kept]
    assert kept[0].startswith("2019-10-21T09-")
    assert kept[0].endswith(" before import.grantdesk")
    assert made[-1].sha256 == hashlib.sha256(made[-1].path.read_bytes()).hexdigest()


def test_those_made_by_hand_and_those_of_other_offices_stay(file_desk: Desk, sample: Office) -> None:
    other = backups.back_up_before(sample, why="import", progress=QUIET)
    assert other is not None
    mine = paths.backups() / file_desk.office.facts.uid / "by hand.grantdesk"
    mine.parent.mkdir()
    backups.back_up_open_office(file_desk.office, mine, progress=QUIET)
    for _ in range(11):
        backups.back_up_before(file_desk.office, why="import", progress=QUIET)
    assert mine.exists()
    assert other.path.exists()


def test_an_office_on_a_server_is_its_administrators_care(engines: Engines, tmp_path: Path) -> None:
    office = find_office(engines.office("postgresql", tmp_path), actor="Test")
    assert backups.back_up_before(office, why="import", progress=QUIET) is None
    assert list(paths.backups().iterdir()) == []
    office.close()


# --- upgrades -----------------------------------------------------------------------------------------------------


def _set_version(path: Path, version: str) -> None:
    connection = dbapi2.connect(str(path))
    connection.execute("UPDATE alembic_version SET version_num = ?", (version,))
    connection.commit()
    connection.close()


def _closed_copy(engines: Engines, tmp_path: Path) -> Path:
    return Path(engines.office("sqlite", tmp_path))


def test_an_office_of_today_needs_no_upgrade(engines: Engines, tmp_path: Path, english: Language) -> None:
    path = _closed_copy(engines, tmp_path)
    before = path.read_bytes()
    assert not offices.needs_upgrade(str(path))
    outcome = offices.upgrade_office(str(path), progress=QUIET)
    assert english.text(outcome.message) == f"{path.name} is up to date: schema {offices.SCHEMA}."
    assert path.read_bytes() == before
    assert list(paths.backups().iterdir()) == []


def test_an_older_office_is_backed_up_then_upgraded(
    engines: Engines, tmp_path: Path, clock: Clock, english: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is no older schema yet, so the first one is given back its number after a stand-in of a migration."""
    path = _closed_copy(engines, tmp_path)
    _set_version(path, "0000")
    before = path.read_bytes()
    monkeypatch.setattr(offices, "migrate", lambda _engine, **_folder: _set_version(path, f"{offices.SCHEMA:04}"))
    assert offices.needs_upgrade(str(path))
    outcome = offices.upgrade_office(str(path), progress=QUIET, clock=clock)
    assert english.text(outcome.message) == f"Upgraded {path.name} from schema 0 to {offices.SCHEMA}."
    (backup,) = paths.backups().glob("*.grantdesk")
    assert backup.name == f"{path.stem} 2019-10-21T09-00-01-000000 before upgrade.grantdesk"
    restored = tmp_path / "restored.grantdesk"
    shutil.copyfile(backup, restored)
    assert offices.needs_upgrade(str(restored))
    assert len(restored.read_bytes()) == len(before)
    assert not offices.needs_upgrade(str(path))


def test_an_older_office_is_not_opened_before_one_agrees(engines: Engines, tmp_path: Path, told: Told) -> None:
    path = _closed_copy(engines, tmp_path)
    _set_version(path, "0000")
    with pytest.raises(UserError) as raised:
        find_office(str(path), actor="Test")
    assert told(raised) == (
        "This office was made by an older version of GrantDesk. It is upgraded only when you say so, after a backup. "
        "Run “grantdesk upgrade”, or open it in the window and agree."
    )


def test_a_newer_office_is_left_alone(
    engines: Engines, tmp_path: Path, told: Told, speak: Callable[[str], Language]
) -> None:
    path = _closed_copy(engines, tmp_path)
    _set_version(path, f"{offices.SCHEMA + 1:04}")
    before = path.read_bytes()
    attempts: tuple[Callable[[], object], ...] = (
        lambda: find_office(str(path), actor="Test"),
        lambda: offices.needs_upgrade(str(path)),
        lambda: offices.upgrade_office(str(path), progress=QUIET),
        lambda: backups.back_up_office(str(path), tmp_path / "b.grantdesk", progress=QUIET),
    )
    for attempt in attempts:
        with pytest.raises(UserError) as raised:
            attempt()
        assert told(raised) == (
            "This office was made by a newer version of GrantDesk. It was left as it is: this program does not know "
            "all of it. Install the newer version."
        )
    assert speak("fr").text(raised.value.title) == "Ce bureau a été créé par une version plus récente de GrantDesk."
    assert path.read_bytes() == before


def test_new_offices_are_called_after_their_file_unless_named(engines: Engines, tmp_path: Path) -> None:
    plain = offices.new_office(str(tmp_path / "Bureau Niamey"), actor="Test")
    assert (plain.facts.name, plain.location.name) == ("Bureau Niamey", "Bureau Niamey.grantdesk")
    assert not plain.facts.is_sample
    plain.close()
    place = engines.empty("postgresql", tmp_path)
    shared = offices.new_office(place, name="Shared", actor="Test")
    assert (shared.facts.name, offices.place_of(place).is_server) == ("Shared", True)
    shared.close()
    assert offices.place_of("postgresql://anna:secret@server/office").shown == "postgresql://anna@server/office"


def test_no_office_is_made_in_a_database_in_use(engines: Engines, tmp_path: Path, told: Told) -> None:
    place = engines.office("postgresql", tmp_path)
    with pytest.raises(UserError) as raised:
        offices.new_office(place, actor="Test")
    name = urlsplit(place).path.strip("/")
    assert told(raised) == (
        f"The database {name} is not empty. It was left as it is. Give an empty database, or open the office that is "
        "there."
    )


@pytest.mark.parametrize(
    "address", ["postgresql://server", "postgresql://", "postgres://server:port/office", "postgresql://s:99999/x"]
)
def test_an_address_that_says_nothing_is_refused_without_repeating_it(address: str, told: Told) -> None:
    with pytest.raises(UserError) as raised:
        find_office(address, actor="Test")
    assert told(raised) == (
        "This address of a server cannot be understood. It names a server, and after a slash the database of the "
        "office. Write it like postgresql://user@server:5432/database."
    )
