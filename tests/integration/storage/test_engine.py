"""How SQLite and PostgreSQL are told to behave: settings that hold, writers that queue, readers that go on."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import event, select, text

from desktop.language import UserError, say
from desktop.services.offices import Office, find_office
from desktop.storage import engine as engine_module
from desktop.storage.engine import WRITES, make_engine
from desktop.storage.location import Location
from desktop.storage.lock import OfficeLock
from desktop.storage.models import Organisation
from desktop.storage.office import Unit
from tests.helpers.records import Maker, making

_LOCKED = [
    "Someone else is writing to this office.",
    "Nothing was changed.",
    "Try again in a moment. If it stays so, close GrantDesk on the other computer.",
]


@pytest.mark.parametrize("writes", [False, True])
@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("foreign_keys", 1),
        ("journal_mode", "delete"),
        ("synchronous", 3),  # EXTRA
        ("cache_spill", 0),
        ("temp_store", 2),
        ("busy_timeout", 4000),
        ("locking_mode", "normal"),
    ],
)
def test_every_connection_to_a_file_is_set_up(file_office: Office, pragma: str, value: object, writes: bool) -> None:
    for _connection in range(2):
        with file_office.engine.connect().execution_options(**{WRITES: writes}) as connection:
            assert connection.scalar(text(f"PRAGMA {pragma}")) == value


@pytest.mark.parametrize(("writes", "kibibytes"), [(True, 65_536), (False, 24_576)])
def test_a_unit_that_writes_keeps_its_pages_until_it_commits(file_office: Office, writes: bool, kibibytes: int) -> None:
    with file_office.engine.connect().execution_options(**{WRITES: writes}) as connection:
        assert connection.scalar(text("PRAGMA cache_size")) == -kibibytes


def test_writers_begin_at_once_and_readers_when_they_read(file_office: Office) -> None:
    begun: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("BEGIN"):
            begun.append(statement)

    event.listen(file_office.engine, "before_cursor_execute", note)
    with file_office.read() as session:
        session.scalars(select(Organisation)).all()
    with making(file_office) as make:
        make.organisation()
    assert begun == ["BEGIN", "BEGIN IMMEDIATE"]


def test_no_other_file_stands_beside_an_office_at_rest(file_office: Office) -> None:
    with making(file_office) as make:
        make.organisation()
    path = file_office.location.file
    assert sorted(file.name for file in path.parent.iterdir() if file.is_file()) == [path.name, f"{path.name}.lock"]
    file_office.close()
    assert [file.name for file in path.parent.iterdir() if file.is_file()] == [path.name]


def test_a_file_is_made_only_when_that_was_asked(tmp_path: Path) -> None:
    engine = make_engine(Location(path=tmp_path / "new.grantdesk"))
    with pytest.raises(Exception, match="unable to open"), engine.connect():
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_path_may_hold_any_letters(tmp_path: Path) -> None:
    folder = tmp_path / "Bureau n° 7 – 50 % & co?mode=ro#1"
    folder.mkdir()
    path = folder / "été.grantdesk"
    engine = make_engine(Location(path=path), create=True)
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        connection.execute(text("CREATE TABLE here (id INTEGER)"))
    engine.dispose()
    assert path.stat().st_size > 0


# --- two at once --------------------------------------------------------------------------------------------------


@pytest.fixture
def second(office: Office) -> Office:
    """The same office as another program would see it, past the lock: what if the lock fails on a network drive."""
    return Office(make_engine(office.location), office.location, actor="Second")


def test_two_writers_queue_and_lose_nothing(office: Office, second: Office) -> None:
    def write(by: Office, count: int) -> None:
        for number in range(count):
            with by.change() as unit:
                unit.add(Organisation(name=f"{by.actor} {number}"))
                unit.commit(say("Added one"))

    other = threading.Thread(target=write, args=(second, 12))
    other.start()
    write(office, 12)
    other.join()
    second.close()
    with office.read() as session:
        names = set(session.scalars(select(Organisation.name)))
    assert names == {f"{who} {number}" for who in ("Test", "Second") for number in range(12)}


def test_a_reader_goes_on_while_another_writes(office: Office, second: Office) -> None:
    with office.change() as unit:
        unit.add(Organisation(name="Not yet true"))
        with second.read() as session:
            assert session.scalars(select(Organisation.name)).all() == []
        unit.commit(say("Added one"))
    with second.read() as session:
        assert session.scalars(select(Organisation.name)).all() == ["Not yet true"]
    second.close()


def test_a_reader_sees_one_state_of_a_file(file_office: Office) -> None:
    other = Office(make_engine(file_office.location), file_office.location, actor="Second")
    with making(file_office) as make:
        make.organisation(name="First")
    with other.read() as session:
        assert session.scalars(select(Organisation.name)).all() == ["First"]
        blocked = threading.Event()
        with file_office.change() as unit:
            unit.add(Organisation(name="Second"))
            assert session.scalars(select(Organisation.name)).all() == ["First"]
            blocked.set()
    assert blocked.is_set()
    other.close()


def test_a_second_writer_who_waits_too_long_is_told(file_office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "BUSY_MILLISECONDS", 20)
    other = Office(make_engine(file_office.location), file_office.location, actor="Second")
    with file_office.change() as unit:
        unit.add(Organisation(name="First"))
        with pytest.raises(UserError) as caught, making(other) as make:
            make.organisation()
        unit.commit(say("Added one"))
    assert [str(sentence) for sentence in caught.value.sentences()] == _LOCKED
    other.close()


def test_leaving_a_unit_without_commit_changes_nothing(office: Office) -> None:
    with office.change() as unit:
        unit.add(Organisation(name="Never kept"))
    with pytest.raises(UserError), office.change() as unit:
        unit.get(Organisation, unit.add(Organisation(name="Never kept either")).id + 1)
    with office.read() as session:
        assert session.scalars(select(Organisation.name)).all() == []


def test_a_unit_that_did_nothing_writes_no_entry(office: Office) -> None:
    with office.change() as unit:
        outcome = unit.commit(say("Nothing happened"))
    assert outcome.entry_id is None
    assert outcome.tables == frozenset()


# --- the lock -----------------------------------------------------------------------------------------------------


def test_an_office_that_is_open_cannot_be_opened_again(file_office: Office) -> None:
    with pytest.raises(UserError) as caught:
        find_office(str(file_office.location.file), actor="Second")
    title, told, remedy = (str(sentence) for sentence in caught.value.sentences())
    assert title == "This office is open in another GrantDesk."
    assert told.endswith("since 2019-10-21 09:00:01+00:00. Nothing was changed.")
    assert " has it open on " in told
    assert remedy == "Close it there, or open it to read only."


def test_a_lock_goes_with_the_office_and_not_before(file_office: Office) -> None:
    path = file_office.location.file
    lock = OfficeLock(path)
    with pytest.raises(UserError):
        lock.acquire(now=file_office.clock())
    lock.release()
    assert path.with_name(f"{path.name}.lock").exists()
    file_office.close()
    assert not path.with_name(f"{path.name}.lock").exists()
    find_office(str(path), actor="Second").close()


def test_a_lock_file_left_by_a_crash_is_no_hindrance(file_office: Office) -> None:
    path = file_office.location.file
    file_office.close()
    path.with_name(f"{path.name}.lock").write_text(' {"user": "gone"}', encoding="utf-8")
    find_office(str(path), actor="Second").close()


@pytest.mark.parametrize("content", ["", " not json", " [1]", ' {"user": "a", "since": "soon"}', ' {"user": "a"}'])
def test_a_lock_file_that_says_nothing_sensible_is_told_all_the_same(file_office: Office, content: str) -> None:
    path = file_office.location.file
    path.with_name(f"{path.name}.lock").write_text(content, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        find_office(str(path), actor="Second")
    assert str(caught.value.text) == "Nothing was changed."


def test_another_name_for_the_same_file_meets_the_same_lock(file_office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    link = folder / "link.grantdesk"
    link.symlink_to(file_office.location.file)
    with pytest.raises(UserError, match="open in another GrantDesk"):
        find_office(str(link), actor="Second")


def test_a_folder_in_the_place_of_the_lock_is_told(file_office: Office) -> None:
    path = file_office.location.file
    file_office.close()
    path.with_name(f"{path.name}.lock").mkdir()
    with pytest.raises(UserError) as caught:
        find_office(str(path), actor="Second")
    assert str(caught.value.title) == "The folder of this office cannot be written to."


def test_ids_that_are_reserved_are_new_and_follow_on(office: Office) -> None:
    def reserve(unit: Unit) -> list[int]:
        return unit.reserve(Organisation, 3)

    with office.change() as unit:
        first = Maker(unit).organisation().id
        reserved = reserve(unit)
        unit.insert_many(
            Organisation,
            [
                {"id": identity, "name": "Bulk", "short_name": "", "reference": "", "note": "", "version": 1}
                for identity in reserved
            ],
        )
        after = Maker(unit).organisation().id
        unit.insert_many(Organisation, [])
        unit.commit(say("Added five"))
    assert [first, *reserved, after] == [1, 2, 3, 4, 5]
