"""Finds records by their words: each word typed must begin a word of the record; case and accents do not count.

SQLite keeps an FTS5 index per table, which the unit of work fills after each change (a trigger per row would triple
the time of an import). PostgreSQL keeps an expression index by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, literal_column, select, text

from desktop.language.folding import words
from desktop.storage.engine import is_file
from desktop.storage.models import Base
from desktop.storage.text import document

SEARCHED: dict[str, tuple[str, ...]] = {
    "organisation": ("name", "short_name", "reference", "note"),
    "agreement": ("reference", "title", "note"),
    "project": ("title", "reference", "summary"),
    "result_node": ("code", "title"),
    "grant": ("reference", "title", "note"),
    "budget_line": ("code", "description"),
    "ledger_entry": ("reference", "description", "counterparty"),
    "exchange_rate": ("currency", "source"),
    "import_batch": ("source_name",),
    "obligation": ("title", "article", "note"),
    "contact": ("name", "job_title", "email", "note"),
    "document": ("name", "note"),
    "amendment": ("reason", "title"),
    "instalment": ("condition", "note"),
    "allocation": ("name", "note"),
}

# Up to here, looking up each match in the index of words is fastest; beyond, words are so common that walking the
# list in its order and looking at each record finds the next hundred sooner (measured with a million entries).
COMMON = 25_000
# So many records at once are an import. Parts of the index are merged when there are four of a size, as FTS5 has it.
_MANY = 10_000
_MERGED_AT = 4


def matches(
    connection: Connection, model: type[Base], search: str, *, walking: bool = False
) -> ColumnElement[bool] | None:
    """The condition that a record of `model` holds every word of `search`; None when nothing was typed.

    `walking` asks for a condition that is looked at record by record, for reading on in the order of an index.
    """
    wanted = words(search)
    if not wanted:
        return None
    table = model.__tablename__
    if not is_file(connection):
        return _matches_on_server(table, wanted)
    if not walking:
        return _in_index(model, wanted)
    first, *rest = (getattr(model, name) for name in SEARCHED[table])
    joined: ColumnElement[str] = first
    for column in rest:
        joined = joined + " " + column
    return and_(*(func.begins_word(joined, word) for word in wanted))


def count_matches(connection: Connection, model: type[Base], search: str) -> int | None:
    """How many records match, as the index of words tells by itself; None when it cannot."""
    wanted = words(search)
    if not wanted or not is_file(connection) or model.__tablename__ not in SEARCHED:
        return None
    index = f"search_{model.__tablename__}"
    found = select(func.count()).select_from(text(index)).where(text(f"{index} MATCH :wanted"))
    return int(connection.execute(found, {"wanted": _fts(wanted)}).scalar_one())


def _fts(wanted: Iterable[str]) -> str:
    return " ".join(f'"{word}"*' for word in wanted)


def _in_index(model: type[Base], wanted: Sequence[str]) -> ColumnElement[bool]:
    index = f"search_{model.__tablename__}"
    hits: Select[Any] = (
        select(literal_column(f"{index}.rowid"))
        .select_from(text(index))
        .where(text(f"{index} MATCH :wanted_{index}").bindparams(**{f"wanted_{index}": _fts(wanted)}))
    )
    return model.id.in_(hits)


def _matches_on_server(table: str, wanted: Sequence[str]) -> ColumnElement[bool]:
    joined = " || ' ' || ".join(f'"{table}".{name}' for name in SEARCHED[table])
    found: ColumnElement[Any] = literal_column(document(joined))
    return found.op("@@")(func.to_tsquery("simple", " & ".join(f"{word}:*" for word in wanted)))


def reindex(connection: Connection, table: str, ids: Iterable[int] | None = None) -> None:
    """Brings the index of words of `table` up to date for `ids`, or for the whole table (SQLite only)."""
    if not is_file(connection) or table not in SEARCHED:
        return
    columns = ", ".join(SEARCHED[table])
    # Plain letters are folded by the index itself; asking Python for each of them would take as long as the index.
    folded = ", ".join(
        f"CASE octet_length({name}) WHEN length({name}) THEN {name} ELSE fold({name}) END" for name in SEARCHED[table]
    )
    statements = (
        f"DELETE FROM search_{table} WHERE rowid {{which}}",  # noqa: S608 - names of ours
        f'INSERT INTO search_{table}(rowid, {columns}) SELECT id, {folded} FROM "{table}" WHERE id {{which}}',  # noqa: S608 - names of ours
    )
    numbers = None if ids is None else sorted(set(ids))
    with _merging_later(connection, table, numbers):
        for which in _ranges(numbers):
            for statement in statements:
                connection.exec_driver_sql(statement.format(which=which))


@contextmanager
def _merging_later(connection: Connection, table: str, numbers: Sequence[int] | None) -> Iterator[None]:
    """Lets the index take in many records in the parts that they make, which takes a sixth less time than to merge them
    meanwhile; the changes that follow merge them, a little each time.
    """
    if numbers is not None and len(numbers) < _MANY:
        yield
        return
    setting = f"INSERT INTO search_{table}(search_{table}, rank) VALUES ('automerge', ?)"  # noqa: S608 - a name of ours
    connection.exec_driver_sql(setting, (0,))
    yield
    connection.exec_driver_sql(setting, (_MERGED_AT,))


def _ranges(numbers: Sequence[int] | None) -> Iterable[str]:
    """Conditions that cover these ascending numbers in few statements: runs of neighbours become ranges."""
    if numbers is None:
        yield "IS NOT NULL"
        return
    if numbers and numbers[-1] - numbers[0] + 1 == len(numbers):
        yield f"BETWEEN {numbers[0]} AND {numbers[-1]}"
        return
    first = last = None
    for number in [*numbers, None]:
        if first is not None and number == (last or 0) + 1:
            last = number
            continue
        if first is not None:
            yield f"BETWEEN {first} AND {last}"
        first = last = number
