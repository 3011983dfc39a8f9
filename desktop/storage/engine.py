"""Sets up the connection to an office: the one place where SQLite and PostgreSQL are told how to behave.

SQLite: `journal_mode=DELETE` with `synchronous=EXTRA` lost no acknowledged commit in the modelled power cuts, and
leaves no second file beside an office that people copy and carry; a large cache without spilling lets readers go on
while an import writes. A unit that writes begins with BEGIN IMMEDIATE: two writers queue instead of failing halfway.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from desktop.language import Cancelled
from desktop.language.folding import fold
from desktop.storage.location import Location
from desktop.storage.text import begins_word

APPLICATION_ID = 0x4744_534B  # "GDSK", in the header of every office file
WRITES = "grantdesk_writes"  # execution option of a unit that writes
BUSY_MILLISECONDS = 4000
_STEPS_AT_ONCE = 200_000  # of SQLite's own machine: some hundredths of a second
# A unit that writes keeps all its pages until it commits, so that readers go on; a reader needs no more than the pages
# of an index of a long list.
_CACHE_KIB = {True: 65_536, False: 24_576}


def make_engine(location: Location, *, read_only: bool = False, create: bool = False) -> Engine:
    """An engine for `location`. Nothing is opened yet; a file is made only when `create` is given."""
    return (
        _server_engine(location) if location.is_server else _file_engine(location, read_only=read_only, create=create)
    )


def _file_engine(location: Location, *, read_only: bool, create: bool) -> Engine:
    from sqlcipher3 import dbapi2

    mode = "ro" if read_only else "rwc" if create else "rw"

    def connect() -> Any:
        return open_file(location.file, mode=mode)

    engine = create_engine(
        "sqlite://", module=dbapi2, creator=connect, poolclass=QueuePool, pool_size=4, hide_parameters=True
    )
    event.listen(engine, "begin", _begin)
    return engine


def open_file(path: Path, *, mode: str) -> Any:
    """The driver's connection to a SQLite file, set up as every one must be. `mode` is SQLite's: ro, rw or rwc."""
    from sqlcipher3 import dbapi2

    connection = dbapi2.connect(
        f"file:{quote(path.as_posix())}?mode={mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=BUSY_MILLISECONDS / 1000,
    )
    connection.create_function("fold", 1, fold, deterministic=True)
    connection.create_function("begins_word", 2, begins_word, deterministic=True)
    cursor = connection.cursor()
    for pragma in (
        "cipher_log_level = NONE",
        "foreign_keys = ON",
        "cache_spill = OFF",
        "synchronous = EXTRA",
        "temp_store = MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
    return connection


@contextmanager
def interrupted_by(driver: Any, check: Callable[[], None]) -> Iterator[None]:
    """Asks `check` while SQLite works; when that raises Cancelled, the statement ends and so does the block."""
    cancelled: list[Cancelled] = []

    def ask() -> int:
        try:
            check()
        except Cancelled as error:
            cancelled.append(error)
        return len(cancelled)

    driver.set_progress_handler(ask, _STEPS_AT_ONCE)
    try:
        yield
    except DBAPIError:
        if cancelled:
            raise cancelled[0] from None
        raise
    finally:
        driver.set_progress_handler(None, 0)


def _begin(connection: Connection) -> None:
    writes = bool(connection.get_execution_options().get(WRITES, False))
    connection.exec_driver_sql(f"PRAGMA cache_size = -{_CACHE_KIB[writes]}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _server_engine(location: Location) -> Engine:
    url = location.url.replace("postgresql://", "postgresql+psycopg://", 1)
    return create_engine(
        url, pool_pre_ping=True, pool_size=4, hide_parameters=True, connect_args={"connect_timeout": 10}
    )


def for_readers(engine: Engine) -> Engine:
    """The engine with which one state of the office is read throughout, whatever others write meanwhile."""
    return engine if engine.dialect.name == "sqlite" else engine.execution_options(isolation_level="REPEATABLE READ")


def is_file(connection: Connection) -> bool:
    """Whether this connection leads to a SQLite file."""
    return connection.dialect.name == "sqlite"
