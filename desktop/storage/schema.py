"""Makes, recognises and upgrades the tables of an office. Migrations are numbered 0001, 0002, ..."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, inspect, text

from desktop.language import UserError, say
from desktop.storage.engine import APPLICATION_ID, WRITES, is_file

SCHEMA = 4  # the migration this program needs


def read_schema(connection: Connection) -> int:
    """The schema version of the office behind `connection`.

    Raises UserError when there is no office, or one of a newer program. Only reads.
    """
    version = _version_in(connection)
    if version is None:
        raise _no_office(connection)
    if version > SCHEMA:
        raise UserError(
            say("This office was made by a newer version of GrantDesk."),
            say("It was left as it is: this program does not know all of it."),
            say("Install the newer version."),
        )
    return version


def _version_in(connection: Connection) -> int | None:
    if is_file(connection) and connection.exec_driver_sql("PRAGMA application_id").scalar_one() != APPLICATION_ID:
        return None
    tables = inspect(connection)
    if not (tables.has_table("office") and tables.has_table("alembic_version")):
        return None
    version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return int(version) if version is not None and version.isdecimal() else None


def _no_office(connection: Connection) -> UserError:
    if is_file(connection):
        return UserError(
            say("This file is not a GrantDesk office."),
            say("It was left as it is."),
            say("Choose a file that GrantDesk made."),
        )
    return UserError(
        say("There is no GrantDesk office in this database."),
        say("It was left as it is."),
        say("Make one there with “grantdesk new”, or check the address."),
    )


def require_current(connection: Connection) -> None:
    """Raises UserError when the office needs an upgrade first."""
    if read_schema(connection) < SCHEMA:
        raise UserError(
            say("This office was made by an older version of GrantDesk."),
            say("It is upgraded only when you say so, after a backup."),
            say("Run “grantdesk upgrade”, or open it in the window and agree."),
        )


def migrate(engine: Engine, *, folder: Path, target: int = SCHEMA) -> None:
    """Brings the database behind `engine` to the schema `target` in one transaction; an empty one gets all tables.

    `folder` is the Alembic environment.
    """
    with engine.connect().execution_options(**{WRITES: True}) as connection, _unbound(connection), connection.begin():
        make_tables(connection, folder=folder, target=target)


@contextmanager
def _unbound(connection: Connection) -> Iterator[None]:
    """Lets tables be made anew in a file while others refer to them, as SQLite's own recipe for altering them says
    (https://sqlite.org/lang_altertable.html, section 7); `make_tables` looks at the references before it is done.
    """
    if not is_file(connection):
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")


def make_tables(connection: Connection, *, folder: Path, target: int = SCHEMA) -> None:
    """Does what `migrate` does in the transaction of `connection`."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, f"{target:04}")
    if is_file(connection):
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version = {target}")
        lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if lost:
            msg = f"the migration lost what is referred to: {lost[0]}"
            raise RuntimeError(msg)
