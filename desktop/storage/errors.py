"""Puts what a database complains about into sentences for people. Whatever is not listed is a fault of the program."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlalchemy.orm.exc import StaleDataError

from desktop.language import Message, UserError, say
from desktop.storage.types import NotExactError

Sentences = tuple[Message, Message, Message]

_BUSY: Sentences = (
    say("Someone else is writing to this office."),
    say("Nothing was changed."),
    say("Try again in a moment. If it stays so, close GrantDesk on the other computer."),
)

_READ_ONLY: Sentences = (
    say("This office can only be read."),
    say("Nothing was changed."),
    say("Copy the file to a folder where you may write, or take its write protection off."),
)

_FULL: Sentences = (
    say("The disk is full."),
    say("Nothing was changed."),
    say("Free some space, then try again."),
)

_FILE_TROUBLES: tuple[tuple[str, Sentences], ...] = (
    (
        "file is not a database",
        (
            say("This file is not a GrantDesk office, or it is damaged."),
            say("It was left as it is."),
            say("Choose another file, or restore a backup."),
        ),
    ),
    (
        "malformed",
        (
            say("The office file is damaged."),
            say("It was left as it is."),
            say("Restore the newest backup, and keep the damaged file for whoever helps you."),
        ),
    ),
    ("locked", _BUSY),
    ("readonly", _READ_ONLY),
    ("disk is full", _FULL),
    (
        "disk i/o error",
        (
            say("The disk did not take what was written: it is full, or it was taken out."),
            say("Nothing was changed."),
            say("Check the disk and its free space, then try again."),
        ),
    ),
    (
        "unable to open database file",
        (
            say("The office cannot be opened."),
            say("The file or its folder is missing, or may not be read."),
            say("Check the path, and that you may open the folder."),
        ),
    ),
)

# What PostgreSQL complains about while it works, by SQLSTATE.
_SERVER_STATES: dict[str | None, Sentences] = {
    "25006": _READ_ONLY,  # read_only_sql_transaction
    "42501": _READ_ONLY,  # insufficient_privilege
    "40001": _BUSY,  # serialization_failure
    "40P01": _BUSY,  # deadlock_detected
    "55P03": _BUSY,  # lock_not_available
    "53100": _FULL,  # disk_full
}

# What it says when it refuses an address; there is no SQLSTATE before there is a connection.
_REFUSALS = ("password authentication failed", "does not exist", "no password supplied", "no pg_hba.conf entry")

_SERVER_TROUBLE: Sentences = (
    say("The office's server cannot be reached."),
    say("What was not confirmed has not been saved."),
    say("Check the network and the address, then try again."),
)

_NOT_EXACT: Sentences = (
    say("A number is too large, or has too many decimals, to be kept exactly."),
    say("Nothing was changed."),
    say("Amounts hold up to 4 decimals, rates up to 10. Round the number."),
)

_STALE: Sentences = (
    say("Someone changed this record while you were working on it."),
    say("Your change was not saved, so that theirs is not lost."),
    say("Open the record again, look at the new values, and repeat your change."),
)


def translate(error: DBAPIError) -> UserError | None:
    """The sentences for `error`, or None when it is a fault of the program."""
    said = str(error.orig).casefold()
    if isinstance(error, IntegrityError):
        return _integrity(said)
    if error.connection_invalidated or type(error.orig).__module__.startswith("psycopg"):
        return _server(error, said)
    return next((UserError(*sentences) for sign, sentences in _FILE_TROUBLES if sign in said), None)


def of_driver(error: Exception) -> Exception:
    """The sentences for what SQLite itself raised, outside SQLAlchemy; `error` itself when it has none."""
    said = str(error).casefold()
    return next((UserError(*sentences) for sign, sentences in _FILE_TROUBLES if sign in said), error)


def _server(error: DBAPIError, said: str) -> UserError | None:
    connecting = error.statement is None
    if connecting and any(refusal in said for refusal in _REFUSALS):
        return UserError(
            say("The server refused the address."),
            say("The database, the user or the password is wrong."),
            say("Ask your administrator for the address of the office."),
        )
    if error.connection_invalidated or connecting:
        return UserError(*_SERVER_TROUBLE)
    known = _SERVER_STATES.get(getattr(error.orig, "sqlstate", None))
    return UserError(*known) if known else None


def _integrity(said: str) -> UserError | None:
    if "unique" in said:
        return UserError(
            say("A record with this reference exists already."),
            say("Nothing was changed."),
            say("Choose another reference, or open the existing record."),
        )
    if "foreign key" in said:
        return UserError(
            say("Other records still belong to this one."),
            say("Nothing was changed."),
            say("Remove or move them first."),
        )
    return None


@contextmanager
def in_sentences() -> Iterator[None]:
    """Turns a database's complaint inside it into a UserError, where it is one."""
    try:
        yield
    except StaleDataError as error:
        raise UserError(*_STALE) from error
    except DBAPIError as error:
        trouble = translate(error)
        if trouble is None:
            raise
        raise trouble from error
    except StatementError as error:
        if isinstance(error.orig, NotExactError):
            raise UserError(*_NOT_EXACT) from error
        raise
