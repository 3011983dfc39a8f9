"""An office of every released schema opens in today's program with all that was in it; a half-done upgrade is none."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import inspect, text

from desktop.config import paths
from desktop.domain.progress import Silent
from desktop.language import UserError
from desktop.services.checks import check_office
from desktop.services.offices import SCHEMA, Office, find_office, needs_upgrade, new_office, upgrade_office
from desktop.storage import opening, schema
from desktop.storage.engine import WRITES, make_engine
from desktop.storage.location import Location
from tests.helpers.clock import Clock
from tests.helpers.stored import FACTS, all_rows, facts, fill, stopped, stored_file, unpack

NEXT = SCHEMA + 1
_NEXT_MIGRATION = f'''
import os, signal
import sqlalchemy as sa
from alembic import op
revision, down_revision = "{NEXT:04}", "{SCHEMA:04}"
def upgrade():
    op.add_column("grant", sa.Column("nickname", sa.Text(), nullable=False, server_default="none yet"))
    with op.batch_alter_table("organisation") as batch:
        batch.add_column(sa.Column("city", sa.Text()))
'''


@pytest.mark.parametrize("released", range(1, SCHEMA + 1))
def test_a_stored_office_of_every_schema_opens_with_all_that_was_in_it(released: int, tmp_path: Path) -> None:
    path = str(unpack(released, tmp_path))
    if needs_upgrade(path):
        upgrade_office(path, progress=Silent())
    office = find_office(path, actor="Test")
    assert facts(office) == FACTS
    assert check_office(office).damage == ()
    office.close()


def _tables(office: Office) -> list[tuple[str, list[str]]]:
    """How every table, index and trigger of a file was made; a table made anew has its constraints in any order."""
    with office.engine.connect() as connection:
        made = text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name")
        return [
            (row[0], sorted(line.strip(" \t,") for line in row[1].splitlines())) for row in connection.execute(made)
        ]


@pytest.mark.parametrize("released", range(1, SCHEMA + 1))
def test_an_upgraded_office_has_the_tables_of_a_new_one(released: int, tmp_path: Path, file_office: Office) -> None:
    path = str(unpack(released, tmp_path))
    if needs_upgrade(path):
        upgrade_office(path, progress=Silent())
    office = find_office(path, actor="Test")
    assert _tables(office) == _tables(file_office)
    office.close()


def test_the_newest_stored_office_is_what_today_s_program_makes(nowhere: str, tmp_path: Path) -> None:
    office = new_office(nowhere, name="Stored office", actor="Test", clock=stopped)
    fill(office)
    stored = find_office(str(unpack(SCHEMA, tmp_path)), actor="Test", read_only=True)
    assert facts(office) == facts(stored) == FACTS
    assert all_rows(office) == all_rows(stored)
    stored.close()
    office.close()


def test_every_released_schema_has_its_stored_office() -> None:
    assert all(stored_file(number).is_file() for number in range(1, SCHEMA + 1))


def test_an_office_that_is_up_to_date_is_left_alone(tmp_path: Path, home: Path) -> None:
    path = unpack(SCHEMA, tmp_path)
    before = path.read_bytes()
    outcome = upgrade_office(str(path), progress=Silent())
    assert str(outcome.message) == f"stored-{SCHEMA}.grantdesk is up to date: schema {SCHEMA}."
    assert path.read_bytes() == before
    assert not list(home.rglob("*.grantdesk"))


# --- an older office, and a newer one -----------------------------------------------------------------------------


@pytest.fixture
def next_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Path]:
    """Makes this program the next one, with a migration more; returns the folder of its migrations."""

    def become() -> Path:
        folder = tmp_path / "next"
        shutil.copytree(paths.migrations(), folder, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "versions" / f"{NEXT:04}_next.py").write_text(_NEXT_MIGRATION, encoding="utf-8")
        monkeypatch.setattr(schema, "SCHEMA", NEXT)
        return folder

    return become


def _migrate(address: str, folder: Path) -> None:
    engine = make_engine(Location.parse(address))
    try:
        schema.migrate(engine, folder=folder, target=NEXT)
    finally:
        engine.dispose()


def test_an_older_office_is_not_upgraded_without_being_asked(nowhere: str, next_program: Callable[[], Path]) -> None:
    new_office(nowhere, actor="Test").close()
    next_program()
    with pytest.raises(UserError) as caught:
        find_office(nowhere, actor="Test")
    assert [str(sentence) for sentence in caught.value.sentences()] == [
        "This office was made by an older version of GrantDesk.",
        "It is upgraded only when you say so, after a backup.",
        "Run “grantdesk upgrade”, or open it in the window and agree.",
    ]


def test_an_upgrade_keeps_everything_on_both_engines(nowhere: str, next_program: Callable[[], Path]) -> None:
    office = new_office(nowhere, name="Stored office", actor="Test", clock=stopped)
    fill(office)
    before = all_rows(office)
    office.close()
    _migrate(nowhere, next_program())
    office = find_office(nowhere, actor="Test")
    assert all_rows(office) == before
    with office.read() as session:
        assert session.scalar(text('SELECT DISTINCT nickname FROM "grant"')) == "none yet"
        assert session.scalar(text("SELECT count(city) FROM organisation")) == 0
    office.close()


def test_an_upgraded_file_says_so_in_its_header(tmp_path: Path, next_program: Callable[[], Path]) -> None:
    path = unpack(SCHEMA, tmp_path)
    _migrate(str(path), next_program())
    assert int.from_bytes(path.read_bytes()[60:64]) == NEXT


def test_an_upgrade_of_the_program_backs_the_office_up_first(
    tmp_path: Path, next_program: Callable[[], Path], monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    path = unpack(SCHEMA, tmp_path)
    before = path.read_bytes()
    folder = next_program()
    monkeypatch.setattr("desktop.services.offices.SCHEMA", NEXT)
    monkeypatch.setattr("desktop.storage.schema.migrate.__kwdefaults__", {"target": NEXT})
    monkeypatch.setattr(paths, "migrations", lambda: folder)
    outcome = upgrade_office(str(path), progress=Silent(), clock=clock)
    assert str(outcome.message) == f"Upgraded stored-{SCHEMA}.grantdesk from schema {SCHEMA} to {NEXT}."
    (backup,) = paths.backups().glob("*.grantdesk")
    assert backup.name == f"stored-{SCHEMA} 2019-10-21T09-00-01-000000 before upgrade.grantdesk"
    assert int.from_bytes(backup.read_bytes()[60:64]) == SCHEMA
    assert len(backup.read_bytes()) == len(before)
    assert not needs_upgrade(str(path))


def test_a_migration_that_fails_changes_nothing(nowhere: str, next_program: Callable[[], Path]) -> None:
    office = new_office(nowhere, name="Stored office", actor="Test", clock=stopped)
    fill(office)
    before = all_rows(office)
    office.close()
    folder = next_program()
    script = folder / "versions" / f"{NEXT:04}_next.py"
    script.write_text(_NEXT_MIGRATION + "    raise RuntimeError('halfway')\n", encoding="utf-8")
    with pytest.raises(RuntimeError, match="halfway"):
        _migrate(nowhere, folder)
    engine = make_engine(Location.parse(nowhere))
    with engine.connect() as connection:
        assert schema.read_schema(connection) == SCHEMA
        assert "nickname" not in [column["name"] for column in inspect(connection).get_columns("grant")]
    engine.dispose()
    script.write_text(_NEXT_MIGRATION, encoding="utf-8")
    _migrate(nowhere, folder)
    office = find_office(nowhere, actor="Test")
    assert all_rows(office) == before
    office.close()


def test_a_program_killed_in_a_migration_leaves_the_office_as_it_was(
    tmp_path: Path, next_program: Callable[[], Path]
) -> None:
    path = unpack(SCHEMA, tmp_path)
    folder = next_program()
    script = folder / "versions" / f"{NEXT:04}_next.py"
    script.write_text(_NEXT_MIGRATION + "    os.kill(os.getpid(), signal.SIGKILL)\n", encoding="utf-8")
    program = (
        "import sys; from pathlib import Path; from desktop.storage import schema\n"
        "from desktop.storage.engine import make_engine; from desktop.storage.location import Location\n"
        f"schema.migrate(make_engine(Location(path=Path(sys.argv[1]))), folder=Path(sys.argv[2]), target={NEXT})\n"
    )
    ended = subprocess.run([sys.executable, "-c", program, str(path), str(folder)])
    assert ended.returncode == -signal.SIGKILL
    with opening.raw_office(Location(path=path)) as engine, engine.connect() as connection:
        assert schema.read_schema(connection) == SCHEMA
        assert opening.integrity_problems(engine) == []
    script.write_text(_NEXT_MIGRATION, encoding="utf-8")
    _migrate(str(path), folder)
    office = find_office(str(path), actor="Test")
    assert facts(office) == FACTS
    office.close()


def _make_newer(address: str) -> None:
    engine = make_engine(Location.parse(address))
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        connection.execute(text("UPDATE alembic_version SET version_num = :newer"), {"newer": f"{NEXT:04}"})
    engine.dispose()


def test_an_office_of_a_newer_program_is_refused(nowhere: str) -> None:
    new_office(nowhere, actor="Test").close()
    _make_newer(nowhere)
    for attempt in (
        lambda: find_office(nowhere, actor="Test"),
        lambda: find_office(nowhere, actor="Test", read_only=True),
        lambda: upgrade_office(nowhere, progress=Silent()),
        lambda: needs_upgrade(nowhere),
    ):
        with pytest.raises(UserError) as caught:
            attempt()
        assert [str(sentence) for sentence in caught.value.sentences()] == [
            "This office was made by a newer version of GrantDesk.",
            "It was left as it is: this program does not know all of it.",
            "Install the newer version.",
        ]


def test_a_newer_file_is_left_as_it_is(tmp_path: Path) -> None:
    path = unpack(SCHEMA, tmp_path)
    _make_newer(str(path))
    before = path.read_bytes()
    with pytest.raises(UserError):
        find_office(str(path), actor="Test")
    assert path.read_bytes() == before
    assert sorted(file.name for file in tmp_path.iterdir() if file.is_file()) == [path.name]


def test_there_is_no_way_back_to_an_older_schema(file_office: Office) -> None:
    """Going back would lose what the newer schema holds: a backup was made before the upgrade, restore that."""
    config = Config()
    config.set_main_option("script_location", str(paths.migrations()))
    before = _tables(file_office)
    with file_office.engine.connect().execution_options(**{WRITES: True}) as connection:
        config.attributes["connection"] = connection
        with pytest.raises(NotImplementedError, match="backup"), connection.begin():
            command.downgrade(config, "base")
    assert _tables(file_office) == before
    with file_office.engine.connect() as connection:
        assert schema.read_schema(connection) == SCHEMA
