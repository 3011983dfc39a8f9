"""What is asked of a register: which columns, which records, in which order; and how it is typed in a shell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeAlias

from desktop.language import Message, UserError, say
from desktop.registers.register import NUMERIC_KINDS, Column, Kind, Register

Cell: TypeAlias = "str | int | Decimal | date | Message | None"


class Operator(StrEnum):
    """How a filter compares; the value is what is typed on a command line."""

    IS = "="
    IS_NOT = "!="
    AT_LEAST = ">="
    AT_MOST = "<="
    ABOVE = ">"
    BELOW = "<"
    CONTAINS = "~"


@dataclass(frozen=True, slots=True)
class Filter:
    """Keeps the records whose `column` compares so to `value`; None asks for records that have nothing there.

    For a column of several codes, IS asks whether `value` is one of them. Several filters must all hold; `values` of
    one filter are alternatives.
    """

    column: str
    operator: Operator
    values: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A view on a register. `search` holds words, each of which must begin a word of the record.

    `scope` limits it to the records that belong to another record: an attribute path and the id it must have.
    """

    register: Register
    columns: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    search: str = ""
    sort: str = ""
    descending: bool = False
    scope: tuple[str, int] | None = None

    def sorted_by(self, key: str, *, descending: bool) -> Query:
        """The same view in another order."""
        return replace(self, sort=key, descending=descending)

    @property
    def order(self) -> tuple[str, bool]:
        """Key of the sort column, and whether the order is descending."""
        if self.sort and self.register.has(self.sort):
            return self.sort, self.descending
        return self.register.sort, self.register.descending

    @property
    def shown(self) -> tuple[Column, ...]:
        """The columns asked for, or all that are shown at first."""
        if self.columns:
            return tuple(self.register.column(key) for key in self.columns if self.register.has(key))
        return tuple(column for column in self.register.columns if column.shown)

    @property
    def fetched(self) -> tuple[Column, ...]:
        """The columns shown, then those they need besides: the currency of an amount, the depth in a tree."""
        shown = self.shown
        needed = {key for column in shown for key in (column.currency, column.indent) if key}
        missing = needed - {column.key for column in shown}
        return (*shown, *(column for column in self.register.columns if column.key in missing))

    def by_key(self, row: Row) -> dict[str, Cell]:
        """The values of a row of this view by the keys of its columns."""
        return dict(zip((column.key for column in self.fetched), row.values, strict=True))


@dataclass(frozen=True, slots=True)
class Row:
    """One record as a register shows it: its id, its version, and a value for each column of `Query.fetched`."""

    id: int
    version: int
    values: tuple[Cell, ...]


_EXPRESSION = re.compile(r"\s*([a-z_]+)\s*(>=|<=|!=|=|>|<|~)\s*(.*?)\s*", re.DOTALL)


def parse_filters(register: Register, expressions: Iterable[str]) -> tuple[Filter, ...]:
    """The filters typed as `amount>=1000`, `countries=NE,ML`, `title~prison`, `ends_on=` (nothing there).

    Raises UserError that names the expression when the column does not exist or the value cannot be read.
    """
    return tuple(_parse_filter(register, expression) for expression in expressions)


def _parse_filter(register: Register, expression: str) -> Filter:
    found = _EXPRESSION.fullmatch(expression)
    if found is None or not register.has(found[1]):
        keys = sorted(column.key for column in register.columns)
        raise UserError(
            say("The filter {expression} cannot be understood.", expression=expression),
            say("A filter names a column, compares, and gives a value, such as amount>=1000."),
            say("Columns of this list: {columns}.", columns=", ".join(keys)),
        )
    column, operator = register.column(found[1]), Operator(found[2])
    parts = found[3].split(",") if operator in (Operator.IS, Operator.IS_NOT) else [found[3]]
    return Filter(column.key, operator, tuple(parse_cell(column, part.strip()) for part in parts))


def parse_cell(column: Column, text: str) -> Cell:
    """What `text` means in `column`: dates as 2019-10-09, numbers with a decimal point; empty is nothing.

    Raises UserError that names the column when it cannot be read.
    """
    if not text:
        return None
    try:
        if column.kind in (Kind.DATE, Kind.INSTANT):
            return date.fromisoformat(text)
        if column.kind in NUMERIC_KINDS:
            return Decimal(text)
    except (ValueError, InvalidOperation):
        dated = column.kind in (Kind.DATE, Kind.INSTANT)
        raise UserError(
            say("{text} cannot stand in {column}.", text=text, column=column.label),
            say("The column holds dates.") if dated else say("The column holds numbers."),
            say("Write a date like 2019-10-09.") if dated else say("Write a number like 1240.50."),
        ) from None
    if column.kind is Kind.CHOICE and text not in column.choices:
        return _choice_code(column, text)
    return text


def _choice_code(column: Column, text: str) -> str:
    for code, name in column.choices.items():
        if text.casefold() == name.text.casefold():
            return code
    raise UserError(
        say("{text} cannot stand in {column}.", text=text, column=column.label),
        say("The column holds one of a fixed list."),
        say("Known values: {values}.", values=", ".join(column.choices)),
    )
