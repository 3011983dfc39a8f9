"""Brings a used database of the server back to what it was copied from: ten times as fast as copying it once more."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier

_MUCH = 1 << 20  # bytes of a table that are not worth clearing

# Everything of a database but its rows, as one text. Copies keep the numbers (oid) of what they are copied from.
_SHAPE = """
SELECT md5(string_agg(line, '/' ORDER BY line)) FROM (
    SELECT concat_ws(' ', oid, relname, relkind, relowner, relacl, reloptions) FROM pg_class WHERE oid > 16383
        AND relnamespace <> 'pg_toast'::regnamespace
    UNION ALL SELECT concat_ws(' ', attrelid, attname, attnum, atttypid, attnotnull, attidentity, attisdropped, attacl)
        FROM pg_attribute WHERE attrelid > 16383
    UNION ALL SELECT concat_ws(' ', oid, adrelid, adnum, pg_get_expr(adbin, adrelid)) FROM pg_attrdef
    UNION ALL SELECT concat_ws(' ', oid, conname, contype, convalidated, pg_get_constraintdef(oid)) FROM pg_constraint
        WHERE oid > 16383
    UNION ALL SELECT concat_ws(' ', oid, tgname, tgrelid, tgenabled, tgfoid) FROM pg_trigger
    UNION ALL SELECT concat_ws(' ', oid, proname, proowner, proacl, prosrc) FROM pg_proc WHERE oid > 16383
    UNION ALL SELECT concat_ws(' ', indexrelid, indisvalid, indisunique) FROM pg_index WHERE indexrelid > 16383
    UNION ALL SELECT concat_ws(' ', oid, nspname, nspowner, nspacl) FROM pg_namespace WHERE nspname !~ '^pg_t'
    UNION ALL SELECT concat_ws(' ', oid, typname, typtype) FROM pg_type WHERE oid > 16383
    UNION ALL SELECT concat_ws(' ', oid, extname) FROM pg_extension
    UNION ALL SELECT concat_ws(' ', setrole, setconfig) FROM pg_db_role_setting, pg_database
        WHERE setdatabase = pg_database.oid AND datname = current_database()
    UNION ALL SELECT concat_ws(' ', datallowconn, datconnlimit, datdba, datacl) FROM pg_database
        WHERE datname = current_database()
) AS lines (line)
"""
_FULL = """
SELECT relname, pg_relation_size(oid) FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0
"""
_SEQUENCES = "SELECT oid::regclass::text, pg_sequence_last_value(oid) FROM pg_class WHERE relkind = 'S'"


class Original:
    """What a database held before anybody used it: its shape, its rows, and where its numbers stood."""

    def __init__(self, address: str) -> None:
        with psycopg.connect(address) as connection:
            self._shape = _shape(connection)
            self._numbers = _numbers(connection)
            self._rows = {table: _copied(connection, table) for table, _size in connection.execute(_FULL).fetchall()}

    def restore(self, address: str) -> bool:
        """Gives a copy its first rows and numbers back. False when it was altered, has grown, or is still in use."""
        try:
            with psycopg.connect(
                address, options="-c lock_timeout=1s -c session_replication_role=replica"
            ) as connection:
                full: dict[str, int] = dict(connection.execute(_FULL).fetchall())
                if _shape(connection) != self._shape or max(full.values(), default=0) > _MUCH:
                    return False
                self._refill(connection, list(full))
        except psycopg.Error:
            return False
        return True

    def _refill(self, connection: psycopg.Connection[Any], tables: list[str]) -> None:
        for table in tables:
            connection.execute(SQL("DELETE FROM {}").format(Identifier(table)))
        for table, rows in self._rows.items():
            with connection.cursor().copy(SQL("COPY {} FROM STDIN").format(Identifier(table))) as copy:
                copy.write(rows)
        for sequence, number in _numbers(connection).items():
            if number != self._numbers[sequence]:
                first = self._numbers[sequence]
                connection.execute("SELECT setval(%s::regclass, %s, %s)", (sequence, first or 1, first is not None))


def _shape(connection: psycopg.Connection[Any]) -> str:
    found = connection.execute(_SHAPE).fetchone()
    assert found is not None
    return str(found[0])


def _numbers(connection: psycopg.Connection[Any]) -> dict[str, int | None]:
    return dict(connection.execute(_SEQUENCES).fetchall())


def _copied(connection: psycopg.Connection[Any], table: str) -> bytes:
    with connection.cursor().copy(SQL("COPY {} TO STDOUT").format(Identifier(table))) as copy:
        return b"".join(bytes(block) for block in copy)
