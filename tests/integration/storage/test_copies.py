"""A copy of an office is the whole office in one state, on either engine, or nothing at all."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, inspect, select

from desktop.domain.progress import Silent
from desktop.language import Cancelled, Message, UserError, say
from desktop.services.checks import check_office
from desktop.services.offices import SCHEMA, Office, find_office
from desktop.storage import backup
from desktop.storage.batches import file_of
from desktop.storage.engine import make_engine
from desktop.storage.location import Location
from desktop.storage.models import MODELS, Organisation
from tests.helpers.engines import ENGINES, Engines
from tests.helpers.every import RECORDS
from tests.helpers.records import Maker, making
from tests.helpers.stored import FACTS, all_rows, facts, fill, unpack


class _Watch:
    """A progress that does something at each step."""

    def __init__(self, act: Callable[[], None]) -> None:
        self.steps: list[tuple[int, int]] = []
        self._act = act

    def report(self, done: int, whole: int, _what: Message) -> None:
        """Notes the step, then acts."""
        self.steps.append((done, whole))
        self._act()


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    """The backup of an office with something of everything."""
    engine = make_engine(Location(path=unpack(SCHEMA, tmp_path)), read_only=True)
    backup.back_up(engine, tmp_path / "backup.grantdesk")
    engine.dispose()
    return tmp_path / "backup.grantdesk"


def _place(engines: Engines, engine: str, tmp_path: Path) -> tuple[str, Location]:
    folder = tmp_path / "restored"
    folder.mkdir()
    address = engines.empty(engine, folder)
    return address, Location.parse(address)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_restored_office_holds_every_row_and_works_on(
    stored: Path, engines: Engines, engine: str, tmp_path: Path
) -> None:
    address, location = _place(engines, engine, tmp_path)
    backup.restore(stored, location)
    original = find_office(str(stored), actor="Test", read_only=True)
    restored = find_office(address, actor="Test")
    assert all_rows(restored) == all_rows(original)
    assert restored.facts == original.facts
    assert facts(restored) == FACTS
    assert check_office(restored).damage == ()
    with restored.read() as session:
        assert file_of(session, 1) == b"currency;units"
    fresh = _one_more_of_each(restored)
    with original.read() as session:
        before = {table: session.scalar(select(func.max(MODELS[table].id))) or 0 for table in RECORDS}
    assert all(fresh[table] > before[table] for table in RECORDS if table != "letterhead")  # of which there is one
    restored.close()
    original.close()


def _one_more_of_each(office: Office) -> dict[str, int]:
    """Makes another record of each table; ids go on where the copied ones end."""
    with office.change() as unit:
        make = Maker(unit)
        make._count = 1000
        ids = {table: record(make).id for table, record in RECORDS.items() if table != "exchange_rate"}
        ids["exchange_rate"] = unit.reserve(MODELS["exchange_rate"], 1)[0]
        unit.commit(say("One more of each"))
    return ids


def test_a_copy_of_a_file_has_its_fingerprint_beside_it(stored: Path) -> None:
    noted = stored.with_name("backup.grantdesk.sha256").read_text(encoding="utf-8")
    assert noted == f"{backup.fingerprint(stored)}  backup.grantdesk\n"


@pytest.mark.parametrize("noted", ["", "\n", "0" * 64 + "  backup.grantdesk\n"])
def test_a_fingerprint_that_does_not_fit_refuses_the_backup(stored: Path, tmp_path: Path, noted: str) -> None:
    stored.with_name("backup.grantdesk.sha256").write_text(noted, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        backup.restore(stored, Location(path=tmp_path / "restored.grantdesk"))
    assert str(caught.value.title) == "This backup is not the one that was made: its fingerprint differs."
    assert not (tmp_path / "restored.grantdesk").exists()


def test_a_backup_is_restored_without_its_fingerprint_too(stored: Path, tmp_path: Path) -> None:
    stored.with_name("backup.grantdesk.sha256").unlink()
    backup.restore(stored, Location(path=tmp_path / "restored.grantdesk"))
    assert (tmp_path / "restored.grantdesk").is_file()
    assert not (tmp_path / "restored.grantdesk.sha256").exists()


def test_what_is_written_meanwhile_is_not_half_in_a_copy(office: Office, tmp_path: Path) -> None:
    """On the server, the copy is of the moment it began; a file lets no one write between its pages."""
    fill(office)
    before = all_rows(office)

    def write_beside() -> None:
        if office.location.is_server and len(progress.steps) == 3:
            other = threading.Thread(target=lambda: _add(office))
            other.start()
            other.join()

    progress = _Watch(write_beside)
    backup.back_up(office.engine, tmp_path / "copy.grantdesk", progress=progress)
    copied = find_office(str(tmp_path / "copy.grantdesk"), actor="Test", read_only=True)
    assert all_rows(copied) == before
    assert check_office(copied).damage == ()
    copied.close()
    assert progress.steps
    assert all(done <= whole for done, whole in progress.steps)


def _add(office: Office) -> None:
    with making(office, "Meanwhile") as make:
        make.line(make.budget(make.grant(reference="MEANWHILE")), "1.1", "1.00")


@pytest.mark.parametrize("engine", ENGINES)
def test_a_restore_that_is_stopped_leaves_nothing(stored: Path, engines: Engines, engine: str, tmp_path: Path) -> None:
    address, location = _place(engines, engine, tmp_path)

    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        backup.restore(stored, location, progress=_Watch(stop))
    if location.is_server:
        made = make_engine(location)
        assert inspect(made).get_table_names() == []
        made.dispose()
    else:
        assert list(location.file.parent.iterdir()) == []
    backup.restore(stored, location)
    restored = find_office(address, actor="Test")
    assert facts(restored) == FACTS
    restored.close()


def test_a_database_that_is_no_office_is_no_backup(tmp_path: Path) -> None:
    from sqlcipher3 import dbapi2

    path = tmp_path / "other.db"
    connection = dbapi2.connect(str(path))
    connection.execute("CREATE TABLE payroll (id INTEGER)")
    connection.commit()
    connection.close()
    with pytest.raises(UserError) as caught:
        backup.restore(path, Location(path=tmp_path / "restored.grantdesk"))
    assert str(caught.value.title) == "This file is not a GrantDesk office."
    assert not (tmp_path / "restored.grantdesk").exists()


def test_a_copy_that_turns_out_damaged_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = make_engine(Location(path=unpack(SCHEMA, tmp_path)), read_only=True)
    copy = backup.copy_office

    def copy_badly(source: object, target: Location, **options: object) -> None:
        copy(source, target, **options)  # type: ignore[arg-type]  # passed on as they came
        content = bytearray(target.file.read_bytes())
        content[20 * 4096 : 60 * 4096] = bytes(40 * 4096)
        target.file.write_bytes(content)

    monkeypatch.setattr(backup, "copy_office", copy_badly)
    with pytest.raises(UserError) as caught:
        backup.back_up(engine, tmp_path / "copy.grantdesk", progress=Silent())
    assert "damaged" in str(caught.value.title)
    assert not list(tmp_path.glob("copy*"))
    engine.dispose()


def test_an_office_is_backed_up_while_it_is_written_to(file_office: Office, tmp_path: Path) -> None:
    """A backup reads what was committed; the unit at work neither waits nor shows in it."""
    with making(file_office) as make:
        make.organisation(name="Before")
    with file_office.change() as unit:
        unit.add(Organisation(name="Not yet"))
        backup.back_up(file_office.engine, tmp_path / "copy.grantdesk")
        unit.commit(say("Added one"))
    copied = find_office(str(tmp_path / "copy.grantdesk"), actor="Test", read_only=True)
    with copied.read() as session:
        assert session.scalars(select(Organisation.name)).all() == ["Before"]
    copied.close()
