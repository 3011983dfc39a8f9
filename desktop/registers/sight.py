"""A register as someone sees it: with the columns that say who a volunteer is, or without any trace of them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Final

from desktop.language import Message, say
from desktop.registers.catalog import REGISTERS, find_register, register_of
from desktop.registers.query import Query
from desktop.registers.register import Register

HIDDEN: Final[Message] = say("hidden")
"""Stands in the history for a value of a personal column."""

DOTS: Final = "••••"
"""Stands in a preview for a cell of a personal column that comes in all the same."""


def has_names(register: Register) -> bool:
    """Whether it has columns that say who a volunteer is."""
    return any(column.personal for column in register.columns)


def seen(register: Register, *, names: bool) -> Register:
    """The register as it is seen with or without `names`; without them its personal columns are not there at all."""
    if names or not has_names(register):
        return register
    return _without_names(register.key) if REGISTERS.get(register.key) is register else _leave_out(register)


def see_register(key: str, *, names: bool) -> Register:
    """The register `key` as it is seen with or without `names`. Raises UserError when there is no such list."""
    return seen(find_register(key), names=names)


def see_query(query: Query, *, names: bool) -> Query:
    """The view as it is seen with or without `names`: without them it neither shows, filters nor sorts by any."""
    register = seen(query.register, names=names)
    if register is query.register:
        return query
    filters = tuple(one for one in query.filters if register.has(one.column))
    return replace(query, register=register, filters=filters)


@cache
def personal_attributes(record: str) -> frozenset[str]:
    """The attributes of the table `record` that say who a volunteer is."""
    register = register_of(record)
    columns = register.columns if register is not None else ()
    return frozenset(column.attribute for column in columns if column.personal)


@cache
def _without_names(key: str) -> Register:
    return _leave_out(REGISTERS[key])


def _leave_out(register: Register) -> Register:
    return replace(register, columns=tuple(column for column in register.columns if not column.personal))
