"""The columns of a view once they leave the program: no amount goes without its currency."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from desktop.language import Message, say
from desktop.registers.query import Query, Row
from desktop.registers.register import Column

# Key of a column of currencies that is not shown itself -> those in the rows.
Currencies = Mapping[str, Collection[str]]


@dataclass(frozen=True, slots=True)
class Exported:
    """A column as it is exported, and what stands over it."""

    column: Column
    heading: Message


def unshown_currencies(query: Query) -> tuple[Column, ...]:
    """The columns that hold the currencies of shown amounts without being shown."""
    shown = {column.key for column in query.shown}
    keys = dict.fromkeys(column.currency for column in query.shown if column.currency and column.currency not in shown)
    return tuple(query.register.column(key) for key in keys)


def currencies_of(query: Query, rows: Iterable[Row]) -> Currencies:
    """The currencies of shown amounts in `rows`, as far as no column shows them."""
    found: dict[str, set[str]] = {column.key: set() for column in unshown_currencies(query)}
    for row in rows:
        values = query.by_key(row)
        for key, codes in found.items():
            code = values[key]
            if isinstance(code, str) and code:
                codes.add(code)
    return found


def exported_columns(query: Query, currencies: Currencies) -> tuple[Exported, ...]:
    """The shown columns. A currency that is not shown stands beside its first amount when there are several, else in
    the headings of its amounts: ``Spent, USD``.
    """
    columns: list[Exported] = []
    placed = {column.key for column in query.shown}
    for column in query.shown:
        codes = currencies.get(column.currency, ())
        if len(codes) == 1:
            (code,) = codes
            columns.append(Exported(column, say("{column}, {currency}", column=column.label, currency=code)))
            continue
        columns.append(Exported(column, column.label))
        if len(codes) > 1 and column.currency not in placed:
            placed.add(column.currency)
            beside = query.register.column(column.currency)
            columns.append(Exported(beside, beside.label))
    return tuple(columns)
