"""Makes and opens offices."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Engine, insert, inspect, text
from sqlalchemy.exc import DatabaseError

from desktop.config import paths
from desktop.language import UserError, say
from desktop.storage.engine import WRITES, is_file, make_engine
from desktop.storage.errors import in_sentences
from desktop.storage.location import Location, is_read_only
from desktop.storage.lock import OfficeLock
from desktop.storage.models import OfficeRecord
from desktop.storage.office import Clock, Office, utc_now
from desktop.storage.schema import migrate, read_schema, require_current


@dataclass(frozen=True, slots=True)
class NewOffice:
    """What a new office is told of itself."""

    name: str
    is_sample: bool = False
    story_day: date | None = None


def create_office(location: Location, new: NewOffice, *, actor: str, clock: Clock = utc_now) -> Office:
    """Makes an office at `location` and opens it.

    Raises UserError when something is there already, or the place cannot be written; then nothing is left behind.
    """
    if location.is_server:
        _create_on_server(location, new, clock)
    else:
        _create_file(location.file, new, clock)
    return open_office(location, actor=actor, clock=clock)


def _create_file(path: Path, new: NewOffice, clock: Clock) -> None:
    if path.exists():
        raise UserError(
            say("{file} is there already.", file=path.name),
            say("It was left as it is."),
            say("Choose another name, or open the existing office."),
        )
    if not path.parent.is_dir():
        raise UserError(
            say("The folder {folder} does not exist.", folder=str(path.parent)),
            say("No office was made."),
            say("Make the folder first, or choose another."),
        )
    # A half-made office must never be found under its name: it is made beside it and put in place when complete.
    partial = path.with_name(f"{path.name}.partial")
    with contextlib.suppress(OSError):
        partial.unlink(missing_ok=True)
    try:
        with _disposed(make_engine(Location(path=partial), create=True)) as engine, in_sentences():
            _make(engine, new, clock)
        partial.rename(path)
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)


def _create_on_server(location: Location, new: NewOffice, clock: Clock) -> None:
    with _disposed(make_engine(location)) as engine, in_sentences():
        with engine.connect() as connection:
            taken = inspect(connection).get_table_names()
        if taken:
            raise UserError(
                say("The database {name} is not empty.", name=location.name),
                say("It was left as it is."),
                say("Give an empty database, or open the office that is there."),
            )
        _make(engine, new, clock)


def _make(engine: Engine, new: NewOffice, clock: Clock) -> None:
    migrate(engine, folder=paths.migrations())
    row = {
        "id": 1,
        "uid": str(uuid.uuid4()),
        "name": new.name,
        "is_sample": new.is_sample,
        "story_day": new.story_day,
        "created_at": clock(),
    }
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        connection.execute(insert(OfficeRecord).values(row))


@contextmanager
def _disposed(engine: Engine) -> Iterator[Engine]:
    try:
        yield engine
    finally:
        engine.dispose()


def open_office(location: Location, *, actor: str, read_only: bool = False, clock: Clock = utc_now) -> Office:
    """Opens the office at `location`; a write-protected file is opened to read only.

    Raises UserError when there is none, it is damaged, of another version, open elsewhere, or out of reach.
    """
    if location.is_server:
        return _open_on_server(location, actor, clock, read_only=read_only)
    path = location.file
    _require_file(path)
    read_only = read_only or is_read_only(path)
    lock = None if read_only else OfficeLock(path)
    if lock is not None:
        lock.acquire(now=clock())
    engine = make_engine(location, read_only=read_only)
    try:
        check_office(engine)
        return Office(engine, location, actor=actor, lock=lock, read_only=read_only, clock=clock)
    except BaseException:
        engine.dispose()
        if lock is not None:
            lock.release()
        raise


def _require_file(path: Path) -> None:
    if path.is_file():
        return
    raise UserError(
        say("There is no office at {path}.", path=str(path)),
        say("Nothing was opened."),
        say("Check the path, or make an office there with “grantdesk new”."),
    )


def _open_on_server(location: Location, actor: str, clock: Clock, *, read_only: bool) -> Office:
    engine = make_engine(location)
    try:
        check_office(engine)
        return Office(engine, location, actor=actor, read_only=read_only, clock=clock)
    except BaseException:
        engine.dispose()
        raise


def check_office(engine: Engine) -> None:
    """Raises UserError unless an office of this program's version is behind `engine`."""
    with in_sentences(), engine.connect() as connection:
        require_current(connection)


@contextmanager
def raw_office(location: Location, *, writing: bool = False) -> Iterator[Engine]:
    """An engine on an office of any known version: for upgrades and backups. Holds the lock while `writing`."""
    lock: OfficeLock | None = None
    if not location.is_server:
        _require_file(location.file)
        lock = OfficeLock(location.file) if writing else None
    if lock is not None:
        lock.acquire(now=utc_now())
    try:
        with _disposed(make_engine(location, read_only=not writing)) as engine, in_sentences():
            with engine.connect() as connection:
                read_schema(connection)
            yield engine
    finally:
        if lock is not None:
            lock.release()


def integrity_problems(engine: Engine) -> list[str]:
    """What the database itself finds wrong with the file: damaged pages, references that lead nowhere."""
    with engine.connect() as connection:
        if not is_file(connection):
            return []
        try:
            found = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check"))]
        except DatabaseError as error:
            if "malformed" not in str(error.orig):
                raise
            return [str(error.orig)]  # not even the check gets through
        if found != ["ok"]:
            return found  # in damaged pages no reference can be followed
        return [str(tuple(row)) for row in connection.execute(text("PRAGMA foreign_key_check"))]
