"""Reads a register piece by piece: never the whole table, however long it is."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from sqlalchemy import Connection, Select, func, select, tuple_

from desktop.domain.money import Money
from desktop.language.message import Message, from_json
from desktop.registers.exported import unshown_currencies
from desktop.registers.query import Cell, Query, Row, parse_filters
from desktop.registers.register import SEVERAL_KINDS, Column, Kind
from desktop.storage.query import Source, conditions, is_indexed, order_by
from desktop.storage.search import count_matches

Key = tuple[Any, int]


@dataclass(frozen=True, slots=True)
class Window:
    """Some rows in a row, and the key of the last one, from which the next window can be read."""

    rows: tuple[Row, ...]
    last_key: Key | None


@dataclass(frozen=True, slots=True)
class Totals:
    """The sum of each total column, per currency; unlike currencies stand beside each other, never added.

    `main_currency` is the one most records are in.
    """

    by_column: dict[str, tuple[Money, ...]] = field(default_factory=dict)
    main_currency: str = ""


def count(connection: Connection, query: Query) -> int:
    """How many records the view has."""
    source = Source.of(query.register)
    if query.search and not query.filters and not query.scope:
        known = count_matches(connection, source.model, query.search)
        if known is not None:
            return known
    found = conditions(connection, source, query)
    statement = source.join(select(func.count())).where(*found)
    return int(connection.execute(statement).scalar_one())


def is_keyed(query: Query) -> bool:
    """Whether the view can be read in its order by key, without sorting the whole."""
    column = query.register.column(query.order[0])
    return column.kind not in (Kind.TEXT, Kind.SENTENCE) and is_indexed(Source.of(query.register).model, column.source)


def window(
    connection: Connection, query: Query, *, first: int, limit: int, after: Key | None = None, dense: bool = False
) -> Window:
    """`limit` rows from position `first` on; `after`, the key of the row before, saves counting up to there.

    `dense` says that the view holds a good part of all records, so that the next ones are found by walking on.
    """
    source = Source.of(query.register)
    columns = [source.expression(column).label(column.key) for column in query.fetched]
    order = order_by(source, query)
    nearby = after is not None or first == 0
    found = conditions(connection, source, query, walking=dense and nearby and is_keyed(query))
    sort_key = source.expression(query.register.column(query.order[0]))
    model = source.model
    statement = select(model.id, _version(model), sort_key, *columns).order_by(*order).limit(limit)
    if after is not None:
        key = tuple_(sort_key, model.id)
        found.append(key < after if query.order[1] else key > after)
        statement = source.join(statement).where(*found)
    elif first and is_keyed(query):
        statement = source.join(statement).where(model.id.in_(_ids_from(connection, query, first=first, limit=limit)))
    else:
        statement = source.join(statement).where(*found).offset(first)
    return _window(connection, query, statement)


def _ids_from(connection: Connection, query: Query, *, first: int, limit: int) -> Select[Any]:
    """`limit` ids from position `first` on: skipping over a narrow index is cheap, skipping over whole records with
    all they refer to is not, so that only what filters and order ask for is joined.
    """
    source = Source.of(query.register)
    order = order_by(source, query)
    found = conditions(connection, source, query)
    ids = source.join(select(source.model.id)).where(*found).order_by(*order).limit(limit).offset(first).subquery()
    return select(ids.c.id)


def _window(connection: Connection, query: Query, statement: Select[Any]) -> Window:
    found = connection.execute(statement).all()
    columns = query.fetched
    rows = _rows(columns, found, first=3)
    last = (found[-1][2], found[-1][0]) if found and is_keyed(query) else None
    return Window(rows, last)


def _version(model: Any) -> Any:
    return getattr(model, "version", model.id).label("row_version")


def ids(connection: Connection, query: Query) -> array[int]:
    """The ids of all records of the view in its order: eight bytes each, for views that no index can order."""
    source = Source.of(query.register)
    order = order_by(source, query)
    found = conditions(connection, source, query)
    statement = source.join(select(source.model.id)).where(*found).order_by(*order)
    collected = array("q")
    for part in connection.execution_options(yield_per=10_000).execute(statement).scalars().partitions():
        collected.extend(part)
    return collected


def rows_by_id(connection: Connection, query: Query, wanted: Sequence[int]) -> tuple[Row, ...]:
    """The rows of the records `wanted`, in that order; one that is gone meanwhile is left out."""
    source = Source.of(query.register)
    columns = [source.expression(column).label(column.key) for column in query.fetched]
    statement = source.join(select(source.model.id, _version(source.model), *columns))
    found = connection.execute(statement.where(source.model.id.in_(wanted))).all()
    by_id = {row.id: row for row in _rows(query.fetched, found, first=2)}
    return tuple(by_id[identity] for identity in wanted if identity in by_id)


def _rows(columns: Sequence[Column], found: Iterable[Sequence[Any]], *, first: int) -> tuple[Row, ...]:
    """Rows of an answer that begins with id and version; their cells begin at `first`."""
    reads = [_read_of(column) for column in columns]
    return tuple(
        Row(
            row[0],
            row[1],
            tuple(
                [
                    None if value is None or value == "" else value if read is None else read(value)
                    for read, value in zip(reads, row[first:], strict=True)
                ]
            ),
        )
        for row in found
    )


def _read_of(column: Column) -> Callable[[Any], Cell] | None:
    """What makes a cell of what is stored; None where that is the cell."""
    if column.kind is Kind.SENTENCE:
        return lambda value: cast("Message", from_json(value))
    return str if column.kind is Kind.CHOICE or column.kind in SEVERAL_KINDS else None


def currencies(connection: Connection, query: Query) -> dict[str, set[str]]:
    """The currencies of shown amounts over the whole view, as far as no column shows them."""
    source = Source.of(query.register)
    found = conditions(connection, source, query)
    codes = {
        column.key: connection.scalars(source.join(select(source.expression(column)).distinct()).where(*found))
        for column in unshown_currencies(query)
    }
    return {key: {code for code in some if code} for key, some in codes.items()}


def totals(connection: Connection, query: Query) -> Totals:
    """What the total columns of the view sum to, per currency."""
    columns = [column for column in query.shown if column.total]
    found: dict[str, tuple[Money, ...]] = {}
    counts: Counter[str] = Counter()
    for currency in sorted({column.currency for column in columns}):
        group = [column for column in columns if column.currency == currency]
        found |= _totals_of(connection, query, currency, group, counts)
    main = max(counts, key=lambda code: (counts[code], code), default="")
    return Totals(found, main)


def _totals_of(
    connection: Connection, query: Query, currency: str, columns: Sequence[Column], counts: Counter[str]
) -> dict[str, tuple[Money, ...]]:
    source = Source.of(query.register)
    money = source.expression(query.register.column(currency)).label("money_currency")
    amounts = [source.expression(column).label(column.key) for column in columns]
    counted = parse_filters(query.register, query.register.summed)
    found = conditions(connection, source, replace(query, filters=(*query.filters, *counted)))
    inner = source.join(select(money, *amounts)).where(*found).subquery()
    sums = [func.sum(inner.c[column.key]) for column in columns]
    statement = select(inner.c.money_currency, func.count(), *sums).where(inner.c.money_currency.is_not(None))
    rows = connection.execute(statement.group_by(inner.c.money_currency).order_by(inner.c.money_currency)).all()
    counts.update({row[0]: row[1] for row in rows})
    return {
        column.key: tuple(Money(row[index], row[0]) for row in rows if row[index] is not None)
        for index, column in enumerate(columns, start=2)
    }
