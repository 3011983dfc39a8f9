"""An office on the server that a test gave back serves the next test, and holds nothing of the one before."""

from __future__ import annotations

from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier

from desktop.services.offices import find_office
from desktop.storage.models import Organisation
from tests.helpers.engines import Engines
from tests.helpers.every import RECORDS
from tests.helpers.records import making


def test_nothing_is_left_of_the_test_before(engines: Engines, tmp_path: Path) -> None:
    used = engines.office("postgresql", tmp_path)
    before = _rows(used)
    office = find_office(used, actor="Test")
    with making(office) as make:
        for table in RECORDS.values():
            table(make)
    office.close()
    assert _rows(used) != before

    engines.give_back(used)
    assert _rows(used) == before
    assert engines.office("postgresql", tmp_path) == used
    again = find_office(used, actor="Test")
    with making(again) as make:
        assert make.organisation().id == 1
    with again.read() as session:
        assert [found.id for found in session.query(Organisation)] == [1]
    again.close()
    engines.give_back(used)


def test_what_was_altered_is_not_used_again(engines: Engines, tmp_path: Path) -> None:
    used = engines.office("postgresql", tmp_path)
    with psycopg.connect(used, autocommit=True) as connection:
        connection.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
    engines.give_back(used)
    assert engines.office("postgresql", tmp_path) != used


def _rows(address: str) -> dict[str, list[str]]:
    with psycopg.connect(address) as connection:
        tables = connection.execute("SELECT relname FROM pg_stat_user_tables ORDER BY relname").fetchall()
        return {
            name: [str(row) for row in connection.execute(SQL("SELECT * FROM {}").format(Identifier(name)))]
            for (name,) in tables
        }
