"""What a database complains about becomes a sentence; what is a fault of the program stays one."""

from __future__ import annotations

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, ProgrammingError, StatementError
from sqlalchemy.orm.exc import StaleDataError
from sqlcipher3 import dbapi2

from desktop.language import UserError
from desktop.storage.errors import in_sentences, of_driver, translate
from desktop.storage.types import NotExactError


def _of_file(text: str) -> DBAPIError:
    return OperationalError("SELECT 1", {}, dbapi2.OperationalError(text))


def _of_server(orig: Exception, *, statement: str | None = "SELECT 1", lost: bool = False) -> DBAPIError:
    return OperationalError(statement, {}, orig, connection_invalidated=lost)


def _title(error: DBAPIError) -> str:
    trouble = translate(error)
    return "" if trouble is None else str(trouble.title)


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("file is not a database", "This file is not a GrantDesk office, or it is damaged."),
        ("database disk image is malformed", "The office file is damaged."),
        ("database is locked", "Someone else is writing to this office."),
        ("attempt to write a readonly database", "This office can only be read."),
        ("database or disk is full", "The disk is full."),
        ("disk I/O error", "The disk did not take what was written: it is full, or it was taken out."),
        ("unable to open database file", "The office cannot be opened."),
    ],
)
def test_troubles_of_a_file(said: str, title: str) -> None:
    assert _title(_of_file(said)) == title
    spoken = of_driver(dbapi2.OperationalError(said))
    assert isinstance(spoken, UserError)
    assert str(spoken.title) == title


@pytest.mark.parametrize("said", ["no such table: grant", "near “SELEC”: syntax error", "too many SQL variables"])
def test_a_fault_of_the_program_stays_one(said: str) -> None:
    assert translate(_of_file(said)) is None
    error = dbapi2.OperationalError(said)
    assert of_driver(error) is error
    with pytest.raises(OperationalError), in_sentences():
        raise _of_file(said)


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ('connection failed: FATAL:  password authentication failed for user "a"', "The server refused the address."),
        ('connection failed: FATAL:  database "sahel" does not exist', "The server refused the address."),
        ('connection failed: FATAL:  role "amina" does not exist', "The server refused the address."),
        ("connection failed: fe_sendauth: no password supplied", "The server refused the address."),
        ('FATAL: no pg_hba.conf entry for host "10.0.0.7"', "The server refused the address."),
        ("failed to resolve host 'db.invalid'", "The office's server cannot be reached."),
        ("connection is bad: connection refused", "The office's server cannot be reached."),
        ("connection timeout expired", "The office's server cannot be reached."),
    ],
)
def test_troubles_before_there_is_a_connection(said: str, title: str) -> None:
    assert _title(_of_server(psycopg.OperationalError(said), statement=None)) == title


@pytest.mark.parametrize(
    ("state", "title"),
    [
        (psycopg.errors.DeadlockDetected, "Someone else is writing to this office."),
        (psycopg.errors.SerializationFailure, "Someone else is writing to this office."),
        (psycopg.errors.LockNotAvailable, "Someone else is writing to this office."),
        (psycopg.errors.DiskFull, "The disk is full."),
        (psycopg.errors.ReadOnlySqlTransaction, "This office can only be read."),
        (psycopg.errors.InsufficientPrivilege, "This office can only be read."),
        (psycopg.errors.UndefinedTable, ""),
    ],
)
def test_troubles_of_a_server_at_work(state: type[psycopg.Error], title: str) -> None:
    assert _title(_of_server(state("whatever language the server speaks"))) == title


def test_a_lost_connection_is_told_whatever_was_said() -> None:
    lost = _of_server(psycopg.OperationalError("consuming input failed"), lost=True)
    trouble = translate(lost)
    assert trouble is not None
    assert [str(sentence) for sentence in trouble.sentences()] == [
        "The office's server cannot be reached.",
        "What was not confirmed has not been saved.",
        "Check the network and the address, then try again.",
    ]


def test_data_in_a_complaint_of_the_server_is_not_taken_for_a_damaged_file() -> None:
    said = psycopg.errors.InvalidTextRepresentation('malformed array literal: "locked"')
    assert translate(ProgrammingError("SELECT 1", {}, said)) is None


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("UNIQUE constraint failed: grant.reference", "A record with this reference exists already."),
        ('duplicate key value violates unique constraint "uq_grant"', "A record with this reference exists already."),
        ("FOREIGN KEY constraint failed", "Other records still belong to this one."),
        ("CHECK constraint failed: ck_ledger_entry_kind", ""),
        ("NOT NULL constraint failed: grant.title", ""),
    ],
)
def test_broken_rules_of_the_tables(said: str, title: str) -> None:
    assert _title(IntegrityError("INSERT", {}, dbapi2.IntegrityError(said))) == title


def test_a_number_that_cannot_be_kept_is_told() -> None:
    wrapped = StatementError("", "INSERT", {}, NotExactError("0.00001"))
    with pytest.raises(UserError, match="too many decimals"), in_sentences():
        raise wrapped


def test_other_faults_of_a_statement_stay_faults() -> None:
    with pytest.raises(StatementError), in_sentences():
        raise StatementError("", "INSERT", {}, KeyError("name"))


def test_a_stale_record_is_told() -> None:
    with pytest.raises(UserError) as caught, in_sentences():
        raise StaleDataError
    assert [str(sentence) for sentence in caught.value.sentences()] == [
        "Someone changed this record while you were working on it.",
        "Your change was not saved, so that theirs is not lost.",
        "Open the record again, look at the new values, and repeat your change.",
    ]
