"""What a change did to the fields of a record, in the words of its register."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from desktop.registers import find_register
from desktop.registers.catalog import register_of
from desktop.registers.query import Cell, Query
from desktop.registers.register import Column, Register
from desktop.registers.sight import HIDDEN
from desktop.storage import browse
from desktop.storage.audit import Values, typed
from desktop.storage.models import MODELS
from desktop.storage.records import read_record


@dataclass(frozen=True, slots=True)
class ValueChange:
    """One field before and after; `currency` is the one the record has now, for the decimals of an amount."""

    column: Column
    before: Cell
    after: Cell
    currency: Cell = None

    def hidden(self) -> ValueChange:
        """The same without what it was and is, where that says who a volunteer is."""
        if not self.column.personal:
            return self
        return replace(
            self,
            before=None if self.before is None else HIDDEN,
            after=None if self.after is None else HIDDEN,
        )


def value_changes(
    connection: Connection, record: str, record_id: int, before: Values | None, after: Values | None
) -> tuple[ValueChange, ...]:
    """What differs between `before` and `after` as the trail keeps them; nothing of a record made or removed."""
    register = register_of(record)
    if register is None or before is None or after is None:
        return ()
    model = MODELS[record]
    old, new = typed(model, before), typed(model, after)
    changed = [column for column in register.columns if column.attribute in new]
    now = read_record(connection, register, record_id) if any(column.currency for column in changed) else None
    return tuple(
        ValueChange(
            column,
            _cell(connection, column, old.get(column.attribute)),
            _cell(connection, column, new[column.attribute]),
            now.values.get(column.currency) if now is not None and column.currency else None,
        )
        for column in _once(changed)
    )


def _once(columns: list[Column]) -> list[Column]:
    """One column per attribute, the one that is edited first: several may show the same."""
    ordered = sorted(columns, key=lambda column: not column.editable)
    return list({column.attribute: column for column in reversed(ordered)}.values())


def _cell(connection: Connection, column: Column, value: Any) -> Cell:
    if value is None or value == "":
        return None
    if column.target and column.writes:
        return record_name(connection, find_register(column.target), int(value))
    return str(value) if column.choices else value


def record_name(connection: Connection, register: Register, record_id: int) -> str:
    """How people call a record; its number when it is there no more."""
    query = Query(register, columns=tuple(dict.fromkeys((register.code, register.name))))
    rows = browse.rows_by_id(connection, query, [record_id])
    named = (str(value) for value in (query.by_key(rows[0]).values() if rows else ()) if value is not None)
    return next(named, f"#{record_id}")
