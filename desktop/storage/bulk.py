"""Many entries of the ledger at once, by the fastest way of each engine, and still in the unit that brings them.

On SQLite tuples go straight through the driver; the trigger that keeps the sums rests meanwhile, and one statement adds
to them what came. Where more comes than is there, the indexes are made anew afterwards instead of being kept up row by
row. All of it is part of the transaction: whoever is killed in between leaves an office as it was. PostgreSQL copies,
and its trigger sums up what a statement brought.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection, text

from desktop.storage.engine import is_file
from desktop.storage.models import LedgerEntry

Row = tuple[Any, ...]  # values as they are stored: scaled integers, days as ISO text
_TABLE: Final = LedgerEntry.__tablename__
_MEASURES: Final = ("spent", "committed", "received")
# Below this many, an index is kept up sooner than the whole of it is made.
_FEW: Final = 1_000
_BESIDE: Final = text(
    "SELECT type, name, sql FROM sqlite_master WHERE tbl_name = :table AND sql IS NOT NULL "
    "AND (type = 'index' OR name = :trigger)"
)


class EntryLoader:
    """Takes entries in, some at a time; `names` are the columns of each row, the id first."""

    def __init__(self, connection: Connection, names: Sequence[str]) -> None:
        self._connection = connection
        self._names = ", ".join(names)
        self._places = ", ".join("?" * len(names))
        self._on_file = is_file(connection)

    def load(self, rows: Sequence[Row]) -> None:
        """Adds these entries."""
        cursor = self._connection.connection.cursor()
        try:
            if self._on_file:
                cursor.executemany(f"INSERT INTO {_TABLE} ({self._names}) VALUES ({self._places})", rows)  # noqa: S608 - names of ours
                return
            copying: Any = cursor
            with copying.copy(f"COPY {_TABLE} ({self._names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        finally:
            cursor.close()


@contextmanager
def loading(connection: Connection, names: Sequence[str], ids: Sequence[int]) -> Iterator[EntryLoader]:
    """A loader for as many entries as there are `ids`; when it is left, sums and indexes are as they must be."""
    loader = EntryLoader(connection, names)
    if not is_file(connection) or len(ids) < _FEW:
        yield loader
        return
    resting = _put_aside(connection, len(ids))
    yield loader
    _add_to_sums(connection, ids)
    for statement in resting:
        connection.exec_driver_sql(statement)


def _put_aside(connection: Connection, coming: int) -> list[str]:
    """Drops what would be kept up row by row; returns the statements that make it anew."""
    count = connection.execute(text(f"SELECT count(*) FROM (SELECT 1 FROM {_TABLE} LIMIT :coming)"), {"coming": coming})  # noqa: S608 - a name of ours
    also_indexes = count.scalar_one() < coming
    trigger = f"{_TABLE}_insert_summed"
    beside = connection.execute(_BESIDE, {"table": _TABLE, "trigger": trigger}).all()
    resting = [part for part in beside if also_indexes or part.type == "trigger"]
    for part in resting:
        connection.exec_driver_sql(f'DROP {part.type} "{part.name}"')
    return [part.sql for part in resting]


def _add_to_sums(connection: Connection, ids: Sequence[int]) -> None:
    """Adds the entries of these ids to the kept sums, as the trigger would have one by one."""
    sums = (*_MEASURES, "costs", "entries")
    figures = ", ".join(f"coalesce(sum({name}), 0)" for name in _MEASURES)
    added = ", ".join(f"{name} = ledger_sum.{name} + excluded.{name}" for name in sums)
    connection.execute(
        text(
            f"INSERT INTO ledger_sum (grant_id, category, month, {', '.join(sums)}) "  # noqa: S608 - names of ours
            f"SELECT grant_id, coalesce(category, 0), date(entry_on, 'start of month'), {figures}, "
            f"count(spent), count(*) FROM {_TABLE} "
            "WHERE id BETWEEN :first AND :last AND grant_id IS NOT NULL GROUP BY 1, 2, 3 "
            f"ON CONFLICT (grant_id, category, month) DO UPDATE SET {added}"
        ),
        {"first": ids[0], "last": ids[-1]},
    )
