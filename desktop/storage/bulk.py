"""Many entries of the ledger at once, by the fastest way of each engine, and still in the unit that brings them.

On SQLite tuples go straight through the driver; the trigger that keeps the sums rests meanwhile, and one statement adds
to them what came. Where more comes than is there, the indexes are made anew afterwards instead of being kept up row by
row. All of it is part of the transaction: whoever is killed in between leaves an office as it was. PostgreSQL copies,
and its trigger sums up what a statement brought.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from itertools import chain, islice
from typing import Any, Final

from sqlalchemy import Connection, func, select, text
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DBAPIError

from desktop.storage.engine import is_file
from desktop.storage.models import LedgerEntry, LedgerSum
from desktop.storage.models.base import table_of

Row = tuple[Any, ...]  # values as they are stored: scaled integers, days as ISO text, 0 or no text for nothing
_TABLE: Final = LedgerEntry.__tablename__
_MEASURES: Final = ("spent", "committed", "received")
_OF_A_SUM: Final = ("grant_id", "category", "month")
# Below this many, an index is kept up sooner than the whole of it is made.
_FEW: Final = 1_000
# So many rows are one statement of SQLite: to begin one and end it takes half as long as to put a row in.
_TOGETHER: Final = 100
_BESIDE: Final = text(
    "SELECT type, name, sql FROM sqlite_master WHERE tbl_name = :table AND sql IS NOT NULL "
    "AND (type = 'index' OR name = :trigger)"
)


# What may be empty is handed over as 0 or as no text where it is: the driver takes ten times as long over None.
_KEYS: Final = (column.name for column in table_of(LedgerEntry).columns if column.nullable and column.foreign_keys)
_NULLED: Final = {**dict.fromkeys((*_KEYS, "category"), "nullif(?, 0)"), "rate_on": "nullif(?, '')"}
_PLAIN: Final = re.compile("[A-Za-z_]*")


class EntryLoader:
    """Takes entries in, some at a time: `names` are the columns of each row, `same` are values that all rows share."""

    def __init__(self, connection: Connection, names: Sequence[str], same: Mapping[str, Any]) -> None:
        self._connection = connection
        same = {name: value or None if name in _NULLED else value for name, value in same.items()}
        plain = {name: value for name, value in same.items() if _is_plain(value)}
        self._shared = tuple(value for name, value in same.items() if name not in plain)
        varying = [*names, *(name for name in same if name not in plain)]
        self._nulled = [place for place, name in enumerate(varying) if name in _NULLED]
        literals = ", ".join([*(_NULLED.get(name, "?") for name in varying), *map(_literal, plain.values())])
        self._names = ", ".join([*varying, *plain])
        self._one = f"INSERT INTO {_TABLE} ({self._names}) VALUES ({literals})"  # noqa: S608 - names of ours
        self._many = self._one + f", ({literals})" * (_TOGETHER - 1)
        self._rest = tuple(plain.values())
        self._on_file = is_file(connection)

    def load(self, rows: Sequence[Row]) -> None:
        """Adds these entries."""
        if self._shared:
            rows = [row + self._shared for row in rows]
        if self._on_file:
            whole = len(rows) - len(rows) % _TOGETHER
            flat = chain.from_iterable(rows[:whole])
            size = len(rows[0]) * _TOGETHER if whole else 1
            self._run(self._many, [tuple(islice(flat, size)) for _ in range(0, whole, _TOGETHER)])
            self._run(self._one, list(rows[whole:]))
            return
        driver: Any = self._connection.dialect.loaded_dbapi
        copying = f"COPY {_TABLE} ({self._names}) FROM STDIN"
        try:
            with closing(self._connection.connection.cursor()) as cursor:
                self._copy(cursor, copying, rows)
        except driver.Error as error:
            raise DBAPIError.instance(copying, None, error, driver.Error, dialect=self._connection.dialect) from error

    def _run(self, statement: str, values: list[Row]) -> None:
        if values:
            self._connection.exec_driver_sql(statement, values)

    def _copy(self, cursor: Any, copying: str, rows: Sequence[Row]) -> None:
        with cursor.copy(copying) as copy:
            for row in rows:
                values = list(row)
                for place in self._nulled:
                    values[place] = values[place] or None
                copy.write_row((*values, *self._rest))


def _is_plain(value: object) -> bool:
    """Whether a value can be a part of the statement itself."""
    return value is None or isinstance(value, int) or (isinstance(value, str) and _PLAIN.fullmatch(value) is not None)


def _literal(value: object) -> str:
    return "NULL" if value is None else f"'{value}'" if isinstance(value, str) else str(value)


@contextmanager
def loading(
    connection: Connection, names: Sequence[str], ids: Sequence[int], same: Mapping[str, Any]
) -> Iterator[EntryLoader]:
    """A loader for as many entries as there are `ids`; when it is left, sums and indexes are as they must be."""
    loader = EntryLoader(connection, names, same)
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
    as_many = select(LedgerEntry.id).limit(coming).subquery()
    also_indexes = connection.execute(select(func.count()).select_from(as_many)).scalar_one() < coming
    trigger = f"{_TABLE}_insert_summed"
    beside = connection.execute(_BESIDE, {"table": _TABLE, "trigger": trigger}).all()
    resting = [part for part in beside if also_indexes or part.type == "trigger"]
    for part in resting:
        connection.exec_driver_sql(f'DROP {part.type} "{part.name}"')
    return [part.sql for part in resting]


def _add_to_sums(connection: Connection, ids: Sequence[int]) -> None:
    """Adds the entries of these ids to the kept sums, as the trigger would have one by one."""
    measures = [getattr(LedgerEntry, name) for name in _MEASURES]
    came = select(
        LedgerEntry.grant_id,
        func.coalesce(LedgerEntry.category, 0),
        func.date(LedgerEntry.entry_on, "start of month"),
        *(func.coalesce(func.sum(measure), 0) for measure in measures),
        func.count(LedgerEntry.spent),
        func.count(),
    ).where(LedgerEntry.id.between(ids[0], ids[-1]), LedgerEntry.grant_id.is_not(None))
    sums = (*_MEASURES, "costs", "entries")
    adding = insert(LedgerSum).from_select([*_OF_A_SUM, *sums], came.group_by(text("1, 2, 3")))
    added = {name: getattr(LedgerSum, name) + adding.excluded[name] for name in sums}
    connection.execute(adding.on_conflict_do_update(index_elements=_OF_A_SUM, set_=added))
