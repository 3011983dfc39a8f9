"""What the migrations make is what the models say, on both engines, to the last constraint."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, inspect, text

from desktop.config import paths
from desktop.services.offices import Office
from desktop.storage.engine import APPLICATION_ID, WRITES, is_file, make_engine
from desktop.storage.location import Location
from desktop.storage.models import Base, Versioned
from desktop.storage.schema import SCHEMA
from desktop.storage.search import SEARCHED
from tests.helpers.engines import Engines

MIGRATIONS = sorted((paths.migrations() / "versions").glob("*.py"))


def _ours(_thing: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
    """Leaves out what only one engine has: the tables and indexes of words, and Alembic's own table."""
    return not (kind in ("table", "index") and str(name).startswith(("search_", "alembic_")))


def test_alembic_finds_no_difference_to_the_models(office: Office) -> None:
    with office.engine.connect() as connection:
        options = {"compare_type": True, "include_object": _ours}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []


@pytest.fixture
def from_models(engine_name: str, engines: Engines, tmp_path: Path) -> Any:
    """A database with the tables as the models themselves would make them."""
    engine = make_engine(Location.parse(engines.empty(engine_name, tmp_path)), create=True)
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        Base.metadata.create_all(connection)
    yield engine
    engine.dispose()


def _rules(engine: Engine, table: str) -> dict[str, Any]:
    """All that Alembic does not compare, and all that it does, of one table."""
    found = inspect(engine)
    return {
        "columns": {
            column["name"]: (str(column["type"]), column["nullable"], str(column.get("default")), _computed(column))
            for column in found.get_columns(table)
        },
        "key": found.get_pk_constraint(table)["constrained_columns"],  # SQLite has no name for a key that counts up
        "references": sorted(found.get_foreign_keys(table), key=_name),
        "uniques": sorted(_without_index(found.get_unique_constraints(table)), key=_name),
        "checks": sorted(found.get_check_constraints(table), key=_name),
        "indexes": sorted(
            (_index(index) for index in found.get_indexes(table) if not str(index["name"]).startswith("search_")),
            key=_name,
        ),
    }


def _index(index: Any) -> dict[str, Any]:
    """An index with what it is limited to as text."""
    return {**index, "dialect_options": {key: str(value) for key, value in index.get("dialect_options", {}).items()}}


def _name(one: Any) -> str:
    return str(one["name"])


def _computed(column: Any) -> str:
    computed = column.get("computed")
    return " ".join(str(computed["sqltext"]).split()) + str(computed["persisted"]) if computed else ""


def _without_index(uniques: Any) -> list[Any]:
    return [dict(unique) for unique in uniques]


def test_every_column_constraint_and_index_is_as_the_models_would_make_it(office: Office, from_models: Engine) -> None:
    for table in Base.metadata.tables:
        assert _rules(office.engine, table) == _rules(from_models, table)


def test_there_is_no_table_that_no_model_knows(office: Office) -> None:
    found = {name for name in inspect(office.engine).get_table_names() if not name.startswith("search_")}
    assert found == {*Base.metadata.tables, "alembic_version"}


def test_ids_are_never_used_again(file_office: Office) -> None:
    with file_office.engine.connect() as connection:
        for table in Base.metadata.tables:
            made = connection.scalar(text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": table})
            assert "AUTOINCREMENT" in made


def test_every_searched_table_has_its_index_of_words(office: Office) -> None:
    with office.engine.connect() as connection:
        found = dict(_word_indexes(connection))
    assert sorted(found) == sorted(f"search_{table}" for table in SEARCHED)
    for table, columns in SEARCHED.items():
        places = [found[f"search_{table}"].index(column) for column in columns]
        assert places == sorted(places), f"the columns of search_{table} are in another order"


def _word_indexes(connection: Connection) -> list[tuple[str, str]]:
    if is_file(connection):
        statement = "SELECT name, sql FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'"
    else:
        statement = "SELECT indexname, indexdef FROM pg_indexes WHERE indexname LIKE 'search_%'"
    return [(row[0], row[1]) for row in connection.execute(text(statement))]


@pytest.mark.parametrize("statement", ["UPDATE {table} SET id = id + 1000", "DELETE FROM {table}"])
@pytest.mark.parametrize("table", ["audit_entry", "audit_change"])
def test_the_trail_can_only_be_added_to(office: Office, table: str, statement: str) -> None:
    with office.engine.connect().execution_options(**{WRITES: True}) as connection:
        with connection.begin():
            connection.execute(
                text(
                    "INSERT INTO audit_entry (id, done_at, actor, sentence, change_count, chained) "
                    "VALUES (1, '2019-10-21 09:00:00', 'Test', '\"A\"', 1, '')"
                )
            )
            connection.execute(
                text("INSERT INTO audit_change (id, entry_id, record, record_id) VALUES (1, 1, 'grant', 1)")
            )
        with pytest.raises(Exception, match="the trail of changes cannot be altered"), connection.begin():
            connection.execute(text(statement.format(table=table)))
        assert connection.scalar(text(f"SELECT count(*) FROM {table} WHERE id = 1")) == 1  # noqa: S608 - names of ours


def test_an_office_file_says_what_it_is(file_office: Office) -> None:
    header = file_office.location.file.read_bytes()[:100]
    assert header[:16] == b"SQLite format 3\x00"
    assert header[68:72] == b"GDSK"
    assert int.from_bytes(header[68:72]) == APPLICATION_ID
    assert int.from_bytes(header[60:64]) == SCHEMA


def test_the_schema_number_is_that_of_the_newest_migration() -> None:
    assert [path.name[:4] for path in MIGRATIONS] == [f"{number:04}" for number in range(1, SCHEMA + 1)]


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: path.stem)
def test_a_migration_stands_on_its_own(path: Path) -> None:
    """It uses literal tables: a model that changes later must not change what an old migration does."""
    imported: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").partition(".")[0])
    assert imported <= {"__future__", "collections", "contextlib", "typing", "sqlalchemy", "alembic"}


def test_every_editable_table_guards_against_two_at_once() -> None:
    for mapper in Base.registry.mappers:
        versioned = issubclass(mapper.class_, Versioned)
        assert (mapper.version_id_col is not None) is versioned, mapper.class_.__name__
    parts = {mapper.class_.__tablename__ for mapper in Base.registry.mappers if mapper.version_id_col is None}
    assert parts == {
        *("office", "import_batch", "import_file", "audit_entry", "audit_change", "ledger_sum", "month_unlock"),
        *("project_role", "project_country", "project_sector", "project_tag", "budget_phase", "document_content"),
        *("report_template_content", "report_entry", "report_file"),
    }
