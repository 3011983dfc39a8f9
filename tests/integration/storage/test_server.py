"""An office on a server: every trouble with the address is a sentence, and no sentence shows the password."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

import psycopg
import pytest
from sqlalchemy import select, text

from desktop.language import UserError, say
from desktop.services.offices import Office, find_office, new_office
from desktop.storage.models import Organisation
from tests.helpers.engines import Engines
from tests.helpers.records import making

_SECRET = "Kollo-2019"  # noqa: S105 - a password of this test
_UNREACHABLE = [
    "The office's server cannot be reached.",
    "What was not confirmed has not been saved.",
    "Check the network and the address, then try again.",
]
_REFUSED = [
    "The server refused the address.",
    "The database, the user or the password is wrong.",
    "Ask your administrator for the address of the office.",
]


def _trouble(action: Callable[[], object]) -> list[str]:
    """The sentences with which an action fails; the password stands nowhere in what is shown or logged."""
    with pytest.raises(UserError) as caught:
        action()
    logged = "".join(traceback.format_exception(caught.value))
    assert _SECRET not in logged
    return [str(sentence) for sentence in caught.value.sentences()]


@pytest.fixture
def address(engines: Engines, tmp_path: Path) -> str:
    """The address of an empty office on the server."""
    return engines.office("postgresql", tmp_path)


@contextmanager
def _administrator(address: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(urlsplit(address)._replace(path="/postgres").geturl(), autocommit=True) as connection:
        yield connection


def _database(address: str) -> str:
    return urlsplit(address).path.lstrip("/")


def _socket(address: str) -> str:
    return urlsplit(address).query


def test_a_database_that_is_not_there(address: str) -> None:
    wrong = f"postgresql://postgres:{_SECRET}@/nowhere?{_socket(address)}"
    assert _trouble(lambda: find_office(wrong, actor="Test")) == _REFUSED
    assert _trouble(lambda: new_office(wrong, actor="Test")) == _REFUSED


def test_a_user_who_is_not_there(address: str) -> None:
    wrong = f"postgresql://nobody:{_SECRET}@/{_database(address)}?{_socket(address)}"
    assert _trouble(lambda: find_office(wrong, actor="Test")) == _REFUSED


@pytest.mark.parametrize(
    "place",
    [
        "@127.0.0.1:1/sahel",
        "@no-such-host.invalid/sahel",
        "@/sahel?host=/no/such/folder",
        "@127.0.0.1:1/sahel?no_such_option=1",
    ],
)
def test_a_server_that_is_not_there(place: str) -> None:
    wrong = f"postgresql://amina:{_SECRET}{place}"
    assert _trouble(lambda: find_office(wrong, actor="Test")) == _UNREACHABLE
    assert _trouble(lambda: new_office(wrong, actor="Test")) == _UNREACHABLE


@pytest.mark.parametrize("place", ["@127.0.0.1:port/sahel", "@[bad/sahel", "@127.0.0.1:99999/sahel"])
def test_an_address_that_says_nothing(place: str) -> None:
    wrong = f"postgresql://amina:{_SECRET}{place}"
    assert _trouble(lambda: find_office(wrong, actor="Test")) == [
        "This address of a server cannot be understood.",
        "It names a server, and after a slash the database of the office.",
        "Write it like postgresql://user@server:5432/database.",
    ]


def test_a_wrong_password(address: str) -> None:
    """The server of the tests trusts everyone; one user who must give a password is let in by a rule of its own."""
    with _administrator(address) as server:
        row = server.execute("SHOW hba_file").fetchone()
        assert row is not None
        rules = Path(str(row[0]))
        before = rules.read_text(encoding="utf-8")
        server.execute(f"CREATE ROLE amina LOGIN PASSWORD '{_SECRET}'".encode())
        try:
            rules.write_text(f"local all amina scram-sha-256\n{before}", encoding="utf-8")
            server.execute("SELECT pg_reload_conf()")
            wrong = f"postgresql://amina:{quote(_SECRET)}x@/{_database(address)}?{_socket(address)}"
            missing = f"postgresql://amina@/{_database(address)}?{_socket(address)}"
            assert _trouble(lambda: find_office(wrong, actor="Test")) == _REFUSED
            assert _trouble(lambda: find_office(missing, actor="Test")) == _REFUSED
        finally:
            rules.write_text(before, encoding="utf-8")
            server.execute("SELECT pg_reload_conf()")
            server.execute("DROP ROLE amina")


def test_a_user_who_may_only_read(address: str) -> None:
    with _administrator(address) as server:
        server.execute("CREATE ROLE reader LOGIN")
    try:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
        office = find_office(address.replace("//postgres", "//reader"), actor="Test")

        def change() -> None:
            with making(office) as make:
                make.organisation()

        assert _trouble(change)[:2] == ["This office can only be read.", "Nothing was changed."]
        office.close()
    finally:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("DROP OWNED BY reader")
            connection.execute("DROP ROLE reader")


@pytest.mark.parametrize(
    "foreign",
    [
        "",
        "CREATE TABLE office (id integer)",
        "CREATE TABLE alembic_version (version_num text); INSERT INTO alembic_version VALUES ('a1b2c3')",
        """CREATE TABLE office (id integer); CREATE TABLE alembic_version (version_num text);
        INSERT INTO alembic_version VALUES ('a1b2c3')""",
        "CREATE TABLE office (id integer); CREATE TABLE alembic_version (version_num text)",
    ],
)
def test_a_database_of_another_program_is_no_office(engines: Engines, tmp_path: Path, foreign: str) -> None:
    address = engines.empty("postgresql", tmp_path)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(foreign.encode())
    assert _trouble(lambda: find_office(address, actor="Test")) == [
        "There is no GrantDesk office in this database.",
        "It was left as it is.",
        "Make one there with “grantdesk new”, or check the address.",
    ]


def test_an_office_is_not_made_beside_the_tables_of_another_program(engines: Engines, tmp_path: Path) -> None:
    address = engines.empty("postgresql", tmp_path)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE TABLE payroll (id integer)")
    assert _trouble(lambda: new_office(address, actor="Test")) == [
        f"The database {_database(address)} is not empty.",
        "It was left as it is.",
        "Give an empty database, or open the office that is there.",
    ]


# --- a connection that is lost ------------------------------------------------------------------------------------


@pytest.fixture
def shared(address: str) -> Iterator[Office]:
    """An office on the server, open."""
    office = find_office(address, actor="Test")
    yield office
    office.close()


def _cut_off(office: Office, server: psycopg.Connection) -> None:
    """Ends every connection to the office's database, as a restart of the server would."""
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
    server.execute(cut, [office.location.name])


def test_a_connection_lost_between_two_use_cases_is_made_again(shared: Office, address: str) -> None:
    with making(shared) as make:
        make.organisation(name="Before")
    with _administrator(address) as server:
        _cut_off(shared, server)
    with making(shared) as make:
        make.organisation(name="After")
    with shared.read() as session:
        assert session.scalars(select(Organisation.name).order_by(Organisation.id)).all() == ["Before", "After"]


def test_a_connection_lost_in_a_unit_is_told_and_nothing_is_kept(shared: Office, address: str) -> None:
    def change() -> None:
        with shared.change() as unit, _administrator(address) as server:
            unit.add(Organisation(name="Never true"))
            _cut_off(shared, server)
            unit.commit(say("Added one"))

    assert _trouble(change) == _UNREACHABLE
    with shared.read() as session:
        assert session.scalars(select(Organisation.name)).all() == []


def test_a_server_that_is_gone_is_told_by_readers_and_writers(shared: Office, address: str) -> None:
    def read() -> None:
        with shared.read() as session:
            session.scalars(select(Organisation.name)).all()

    def change() -> None:
        with making(shared) as make:
            make.organisation()

    name = shared.location.name
    with _administrator(address) as server:
        server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'.encode())
        try:
            _cut_off(shared, server)
            assert _trouble(read) == _UNREACHABLE
            assert _trouble(change) == _UNREACHABLE
        finally:
            server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true'.encode())
    read()


def test_a_lock_that_is_held_too_long_is_told(shared: Office, address: str) -> None:
    with making(shared) as make:
        first = make.organisation().id

    def change() -> None:
        with shared.change() as unit:
            unit.session.execute(text("SET LOCAL lock_timeout = '20ms'"))
            unit.get(Organisation, first).name = "Second"
            unit.commit(say("Changed one"))

    with psycopg.connect(address) as other:
        other.execute("UPDATE organisation SET name = 'First'")
        assert _trouble(change)[0] == "Someone else is writing to this office."
