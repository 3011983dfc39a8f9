"""Reads one record of a register with what it refers to, and finds records to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from desktop.registers.query import Cell, Filter, Query
from desktop.registers.register import Register
from desktop.storage import browse
from desktop.storage.query import Source


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record as its register shows it: a value per column key, and the ids of the records it refers to."""

    register: str
    id: int
    version: int
    values: dict[str, Cell]
    targets: dict[str, int | None]

    def label(self, register: Register) -> str:
        """How people call it: code, else name."""
        return str(self.values.get(register.code) or self.values.get(register.name) or self.id)


@dataclass(frozen=True, slots=True)
class Choice:
    """A record one can choose: its id, and how people call it."""

    id: int
    code: str
    name: str


def read_record(connection: Connection, register: Register, record_id: int) -> RecordView | None:
    """The record, or None when it is not there."""
    keys = tuple(column.key for column in register.columns)
    rows = browse.rows_by_id(connection, Query(register, columns=keys), [record_id])
    if not rows:
        return None
    row = rows[0]
    source = Source.of(register)
    pointing = [column for column in register.columns if column.target and column.writes]
    targets: dict[str, int | None] = {}
    if pointing:
        attributes = [getattr(source.model, column.writes) for column in pointing]
        found = connection.execute(select(*attributes).where(source.model.id == record_id)).one()
        targets = {column.key: value for column, value in zip(pointing, found, strict=True)}
    return RecordView(register.key, row.id, row.version, dict(zip(keys, row.values, strict=True)), targets)


def find_choices(
    connection: Connection,
    register: Register,
    *,
    search: str,
    limit: int,
    scope: tuple[str, int] | None = None,
    filters: tuple[Filter, ...] = (),
) -> list[Choice]:
    """The first records of `register` that match `search` and `filters`, in the register's order."""
    query = Query(register, columns=(register.code, register.name), search=search, scope=scope, filters=filters)
    rows = browse.window(connection, query, first=0, limit=limit).rows
    found = ((row.id, query.by_key(row)) for row in rows)
    return [Choice(key, _shown(values[register.code]), _shown(values[register.name])) for key, values in found]


def _shown(value: Any) -> str:
    return "" if value is None else str(value)
