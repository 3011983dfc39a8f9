"""Backups that are checked when made and when used, on both engines.

A backup is always an office file: of a file office through SQLite's own backup, of a shared office by copying its
tables, so that it can be opened on any laptop. Its fingerprint stands beside it (`.sha256`), because a damaged page can
pass SQLite's own check.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, bindparam, delete, func, insert, inspect, select, text, update

from desktop.config import paths
from desktop.domain.progress import Progress, Silent
from desktop.language import UserError, say
from desktop.storage.engine import WRITES, for_readers, is_file, make_engine, open_file
from desktop.storage.errors import in_sentences, of_driver
from desktop.storage.location import Location
from desktop.storage.models import Base, LedgerSum
from desktop.storage.models.base import table_of
from desktop.storage.opening import integrity_problems
from desktop.storage.schema import make_tables, read_schema
from desktop.storage.search import SEARCHED, reindex

_CHUNK = 2_000
_PAGES = 4_096


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made and found sound."""

    path: Path
    sha256: str


def back_up(engine: Engine, target: Path, *, progress: Progress | None = None) -> Backup:
    """Copies the office behind `engine` to the new file `target`; it appears there only when it is whole and sound.

    Raises UserError when `target` exists, the disk is full, or the copy turns out damaged.
    """
    if target.exists():
        raise UserError(
            say("{file} is there already.", file=target.name),
            say("It was left as it is."),
            say("Choose another name for the backup."),
        )
    partial = target.with_name(f"{target.name}.partial")
    with contextlib.suppress(OSError):
        partial.unlink(missing_ok=True)
    try:
        target.parent.stat()
        with in_sentences():
            copy_office(engine, Location(path=partial), progress=progress or Silent())
        _require_sound(partial)
        sha256 = fingerprint(partial)
        _settle(partial)
        target.with_name(f"{target.name}.sha256").write_text(f"{sha256}  {target.name}\n", encoding="utf-8")
        partial.rename(target)
    except OSError as error:
        raise _cannot_write(target, error) from error
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
    return Backup(target, sha256)


def restore(backup: Path, location: Location, *, progress: Progress | None = None) -> None:
    """Makes an office at `location` from `backup`; there must be none yet.

    Raises UserError when the backup is missing, damaged or not the one that was made, or something is at `location`.
    """
    _require_untouched(backup)
    _require_sound(backup)
    _require_free(location)
    source = make_engine(Location(path=backup), read_only=True)
    try:
        if location.is_server:
            with in_sentences():
                copy_office(source, location, progress=progress or Silent())
        else:
            back_up(source, location.file, progress=progress)
            location.file.with_name(f"{location.file.name}.sha256").unlink()
    finally:
        source.dispose()


def fingerprint(path: Path) -> str:
    """The SHA-256 of a file that no connection has open."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _require_untouched(backup: Path) -> None:
    if not backup.is_file():
        raise UserError(
            say("There is no backup at {path}.", path=str(backup)), say("Nothing was restored."), say("Check the path.")
        )
    noted = backup.with_name(f"{backup.name}.sha256")
    if noted.is_file() and noted.read_bytes().split()[:1] != [fingerprint(backup).encode()]:
        raise UserError(
            say("This backup is not the one that was made: its fingerprint differs."),
            say("Nothing was restored."),
            say("Use another backup. This one was damaged or changed after it was made."),
        )


def _require_sound(path: Path) -> None:
    engine = make_engine(Location(path=path), read_only=True)
    try:
        with in_sentences(), engine.connect() as connection:
            read_schema(connection)
            problems = integrity_problems(engine)
    finally:
        engine.dispose()
    if problems:
        raise UserError(
            say("The copy is damaged."), say("It was not kept: {problem}", problem=problems[0]), say("Check the disk.")
        )


def _require_free(location: Location) -> None:
    if location.is_server:
        engine = make_engine(location)
        with in_sentences(), engine.connect() as connection:
            taken = bool(inspect(connection).get_table_names())
        engine.dispose()
    else:
        taken = location.file.exists()
    if taken:
        raise UserError(
            say("Something is at {place} already.", place=location.shown),
            say("It was left as it is."),
            say("Restore to a new place, then open it there."),
        )


def _settle(path: Path) -> None:
    """Makes sure that the bytes are on the disk before the name is."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _cannot_write(target: Path, error: OSError) -> UserError:
    return UserError(
        say("The backup cannot be written to {folder}.", folder=str(target.parent)),
        say("The system says: {reason}", reason=f"{error.strerror or error}."),
        say("Choose another folder, or free some space."),
    )


# --- copying ------------------------------------------------------------------------------------------------------


def copy_office(source: Engine, target: Location, *, progress: Progress) -> None:
    """Copies a whole office in one state to `target`, where nothing is yet; stopped, it leaves nothing there."""
    if source.dialect.name == "sqlite" and not target.is_server:
        _copy_pages(source, target.file, progress)
        return
    engine = make_engine(target, create=True)
    try:
        with (
            for_readers(source).connect() as old,
            engine.connect().execution_options(**{WRITES: True}) as new,
            new.begin(),
        ):
            make_tables(new, folder=paths.migrations())
            _copy_tables(old, new, progress)
    finally:
        engine.dispose()


def _copy_pages(source: Engine, target: Path, progress: Progress) -> None:
    from sqlcipher3 import dbapi2

    def report(_status: int, remaining: int, total: int) -> None:
        progress.report(total - remaining, total, say("Backing up"))

    with contextlib.closing(source.raw_connection()) as connection:
        driver: Any = connection.driver_connection
        try:
            with contextlib.closing(open_file(target, mode="rwc")) as copy:
                copy.execute("PRAGMA cache_spill = ON")  # nobody reads it yet, and it may be larger than the memory
                driver.backup(copy, pages=_PAGES, progress=report)
        except dbapi2.Error as error:
            raise of_driver(error) from error


def _copy_tables(old: Connection, new: Connection, progress: Progress) -> None:
    """Copies every row; sums of the ledger last, in the place of those that the copy made by itself."""
    sums = table_of(LedgerSum)
    tables = [*(table for table in Base.metadata.sorted_tables if table is not sums), sums]
    for done, table in enumerate(tables):
        progress.report(done, len(tables), say("Copying"))
        _copy_table(old, new, table)
    for name in SEARCHED:
        reindex(new, name)
    if not is_file(new):
        _advance_sequences(new)


def _copy_table(old: Connection, new: Connection, table: Table) -> None:
    """Copies rows; references within one table are set once all of it is there."""
    columns = [column for column in table.columns if column.computed is None]
    inner = [key.parent.name for key in table.foreign_keys if key.column.table is table and table.name != "audit_entry"]
    new.execute(delete(table))
    rows = old.execution_options(yield_per=_CHUNK).execute(select(*columns).order_by(table.c.id))
    for part in rows.mappings().partitions():
        new.execute(insert(table), [dict(row) | dict.fromkeys(inner) for row in part])
    for name in inner:
        links = old.execute(select(table.c.id, table.c[name]).where(table.c[name].is_not(None))).all()
        if links:
            link = update(table).where(table.c.id == bindparam("row")).values({name: bindparam("target")})
            new.execute(link, [{"row": row[0], "target": row[1]} for row in links])


def _advance_sequences(new: Connection) -> None:
    for table in Base.metadata.sorted_tables:
        last = new.scalar(select(func.max(table.c.id)))
        if last:
            advance = text("SELECT setval(pg_get_serial_sequence(:table, 'id'), :last)")
            new.execute(advance, {"table": f'"{table.name}"', "last": last})
