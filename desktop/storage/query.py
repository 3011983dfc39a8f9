"""Turns a question about a register into SQL that works on both engines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    Select,
    String,
    Table,
    Text,
    and_,
    cast,
    false,
    func,
    or_,
    select,
    true,
    type_coerce,
)
from sqlalchemy.orm import QueryableAttribute, aliased
from sqlalchemy.sql import visitors
from sqlalchemy.types import BigInteger, Integer

from desktop.language.folding import fold, words
from desktop.registers.query import Filter, Operator, Query
from desktop.registers.register import SEVERAL_KINDS, Column, Kind, Register
from desktop.storage.derived import first_line
from desktop.storage.derived_service import DERIVED
from desktop.storage.models import MODELS, Base, BudgetLine, LedgerEntry, LedgerSum
from desktop.storage.models.base import table_of
from desktop.storage.search import SEARCHED, matches
from desktop.storage.text import sortable
from desktop.storage.types import BEYOND, Exact, Instant

_FIRST_DAY, _LAST_DAY = date(2, 1, 1), date(9998, 12, 31)  # there is a day before and after, in every time zone


@dataclass(slots=True)
class Source:
    """The record of a register with the records it refers to, joined as columns ask for them."""

    register: Register
    model: Any
    joined: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, register: Register) -> Source:
        """The source of `register`, nothing joined yet."""
        return cls(register, MODELS[register.record])

    def expression(self, column: Column) -> ColumnElement[Any]:
        """The SQL of `column`; joins what its path goes through. Raises AttributeError for a path that is not there."""
        owner, table = self.model, self.register.record
        *steps, last = column.source.split(".")
        for depth in range(len(steps)):
            owner, table = self._step(owner, ".".join(steps[: depth + 1]))
        derived = DERIVED.get((table, last))
        return derived(owner) if derived else getattr(owner, last)

    def _step(self, owner: Any, path: str) -> tuple[Any, str]:
        relation = getattr(owner, path.rpartition(".")[2])
        target = relation.property.mapper.class_
        if path not in self.joined:
            self.joined[path] = (aliased(target), relation)
        return self.joined[path][0], target.__tablename__

    def join(self, statement: Select[Any]) -> Select[Any]:
        """`statement` over the record and all that was asked for."""
        statement = statement.select_from(self.model)
        for alias, relation in self.joined.values():
            statement = statement.outerjoin(relation.of_type(alias))
        return statement


def tables_read(register: Register) -> frozenset[str]:
    """The tables that the columns of `register` are read from; whoever shows it reads anew when one of them changes."""
    source = Source.of(register)
    statement = source.join(select(*(source.expression(column) for column in register.columns)))
    tables = frozenset(part.name for part in visitors.iterate(statement) if isinstance(part, Table))
    # What the database itself keeps of the ledger changes with the ledger, and no use case says so.
    return tables | {LedgerEntry.__tablename__} if LedgerSum.__tablename__ in tables else tables


def is_indexed(model: type[Base], path: str) -> bool:
    """Whether records can be read in the order of `path` without sorting them: it leads an index and is never empty."""
    table = table_of(model)
    column = table.columns.get(path)
    return (
        column is not None
        and not column.nullable
        and any(next(iter(index.columns)).name == path for index in table.indexes)
    )


def order_by(source: Source, query: Query) -> list[ColumnElement[Any]]:
    """The order of `query`: names sort without case and accents; records with nothing come first, or last when
    descending; equal ones keep the order of their ids.
    """
    key, descending = query.order
    column = source.register.column(key)
    expression = source.expression(column)
    if column.kind in (Kind.TEXT, Kind.SENTENCE):
        expression = sortable(cast(expression, Text))
    identity = source.model.id
    if is_indexed(source.model, column.source) and column.kind is not Kind.TEXT:
        return [expression.desc(), identity.desc()] if descending else [expression.asc(), identity.asc()]
    first = expression.desc().nulls_last() if descending else expression.asc().nulls_first()
    return [first, identity.desc() if descending else identity.asc()]


def conditions(
    connection: Connection, source: Source, query: Query, *, walking: bool = False
) -> list[ColumnElement[bool]]:
    """Everything that a record must fulfil to be shown. `walking`: see `search.matches`."""
    found = [_condition(source, entry) for entry in query.filters]
    if query.scope is not None:
        found.append(_in_scope(source.model, *query.scope))
    if query.search:
        found += _searched(connection, source, query.search, walking=walking)
    return found


def _searched(connection: Connection, source: Source, search: str, *, walking: bool) -> Iterator[ColumnElement[bool]]:
    if source.register.record in SEARCHED:
        matching = matches(connection, source.model, search, walking=walking)
        if matching is not None:
            yield matching
        return
    columns = [sortable(source.expression(column)) for column in source.register.columns if column.searched]
    for word in words(search):
        yield or_(false(), *(column.contains(word, autoescape=True) for column in columns))


def _in_scope(model: Any, path: str, identity: int) -> ColumnElement[bool]:
    """Whether the record belongs to another: directly (`grant_id`), or through a relation (`shares.project_id`)."""
    relation, _, attribute = path.rpartition(".")
    if not relation:
        own: ColumnElement[bool] = getattr(model, attribute) == _standing_on(model, attribute, identity)
        return own
    found: QueryableAttribute[Any] = getattr(model, relation)
    condition = getattr(found.property.mapper.class_, attribute) == identity
    return found.any(condition) if found.property.uselist else found.has(condition)


def _standing_on(model: Any, attribute: str, identity: int) -> Any:
    """The id by which records name another: entries of a budget line name the first line that it continues."""
    if (model, attribute) != (LedgerEntry, "line_id"):
        return identity
    return select(first_line(BudgetLine)).where(BudgetLine.id == identity).scalar_subquery()


def _condition(source: Source, entry: Filter) -> ColumnElement[bool]:
    column = source.register.column(entry.column)
    expression = source.expression(column)
    alternatives = [_compare(column, expression, entry.operator, value) for value in entry.values]
    if not alternatives:
        return false()
    return and_(*alternatives) if entry.operator is Operator.IS_NOT else or_(*alternatives)


def _compare(column: Column, expression: ColumnElement[Any], operator: Operator, value: Any) -> ColumnElement[bool]:
    if value is None:
        nothing = or_(expression.is_(None), expression == "") if _is_text(column) else expression.is_(None)
        return ~nothing if operator is Operator.IS_NOT else nothing
    if isinstance(expression.type, JSON):
        expression = cast(expression, Text)  # a sentence is asked for as it is stored
    if operator is Operator.CONTAINS and not isinstance(expression.type, String):
        operator = Operator.IS  # a number or a day has no parts
    if column.kind in SEVERAL_KINDS and operator is not Operator.CONTAINS:
        listed = sortable(", " + func.coalesce(expression, "") + ",").contains(fold(f", {value},"), autoescape=True)
        return ~listed if operator is Operator.IS_NOT else listed
    if isinstance(expression.type, (Integer, Exact)) and isinstance(value, (str, int, Decimal)):
        return _compare_number(expression, operator, Decimal(value))
    if isinstance(expression.type, Instant):
        return _compare_day(expression, operator, value)
    return _COMPARISONS[operator](expression, value)


def _compare_number(expression: ColumnElement[Any], operator: Operator, value: Decimal) -> ColumnElement[bool]:
    """Numbers are kept as whole ones, scaled; one that lies between two of these, or beyond all, is compared too."""
    bounded = max(min(value, BEYOND), -BEYOND)
    scaled = bounded.scaleb(expression.type.scale) if isinstance(expression.type, Exact) else bounded
    floor = max(min(scaled, BEYOND), -BEYOND).to_integral_value(ROUND_FLOOR)
    number = type_coerce(expression, BigInteger())
    if floor == scaled:
        return _COMPARISONS[operator](number, int(floor))
    match operator:
        case Operator.AT_LEAST | Operator.ABOVE:
            return number > int(floor)
        case Operator.AT_MOST | Operator.BELOW:
            return number <= int(floor)
    return true() if operator is Operator.IS_NOT else false()


def _compare_day(expression: ColumnElement[Any], operator: Operator, day: date) -> ColumnElement[bool]:
    """A moment against a day on the clock of this machine; no moment lies at the ends of the calendar."""
    day = max(min(day, _LAST_DAY), _FIRST_DAY)
    start = datetime.combine(day, time()).astimezone()
    end = datetime.combine(day + timedelta(days=1), time()).astimezone()
    match operator:
        case Operator.IS:
            return and_(expression >= start, expression < end)
        case Operator.IS_NOT:
            return or_(expression < start, expression >= end, expression.is_(None))
        case Operator.AT_LEAST:
            return expression >= start
        case Operator.ABOVE:
            return expression >= end
        case Operator.AT_MOST:
            return expression < end
    return expression < start


def _is_text(column: Column) -> bool:
    return column.kind in (Kind.TEXT, Kind.CODE)


_COMPARISONS: dict[Operator, Callable[[Any, Any], ColumnElement[bool]]] = {
    Operator.IS: lambda expression, value: expression == value,
    Operator.IS_NOT: lambda expression, value: or_(expression != value, expression.is_(None)),
    Operator.AT_LEAST: lambda expression, value: expression >= value,
    Operator.AT_MOST: lambda expression, value: expression <= value,
    Operator.ABOVE: lambda expression, value: expression > value,
    Operator.BELOW: lambda expression, value: expression < value,
    Operator.CONTAINS: lambda expression, value: sortable(cast(expression, Text)).contains(
        fold(str(value)), autoescape=True
    ),
}
