"""What a template may call by name: single values, and tables of rows, each with a sentence that says what it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from desktop.language import Message, Value, say
from desktop.reports.report import ColumnKind, RowStyle
from desktop.reports.templates.placeholders import ROW, Each, Known


@dataclass(frozen=True, slots=True)
class Term:
    """A name with its value, which is None where it has no meaning; `about` says what it is.

    `currency` is that of an amount.
    """

    name: str
    value: Value | None
    about: Message
    kind: ColumnKind = ColumnKind.TEXT
    currency: str = ""


NOTHING: Final = Term("", None, say("Nothing"))
"""What stands behind a name that a template calls with a question mark, and that a report does not have."""


@dataclass(frozen=True, slots=True)
class TermColumn:
    """A column of a table, called by ``row.`` and its key in a row that is repeated."""

    key: str
    about: Message
    kind: ColumnKind = ColumnKind.TEXT


@dataclass(frozen=True, slots=True)
class TermRow:
    """A row of a table: what each column holds, and how much the row weighs."""

    values: Mapping[str, Value | None]
    style: RowStyle = RowStyle.LINE


@dataclass(frozen=True, slots=True)
class TermTable:
    """A table whose rows a template may repeat."""

    name: str
    about: Message
    columns: Mapping[str, TermColumn]
    rows: tuple[TermRow, ...] = ()
    currency: str = ""

    def chosen(self, each: Each) -> list[dict[str, Term]]:
        """The rows that a marker asks for, as terms by the name that they have in the row."""
        return [self._terms(row) for row in self.rows if _is_meant(row, each)]

    def _terms(self, row: TermRow) -> dict[str, Term]:
        return {
            ROW + key: Term(ROW + key, row.values.get(key), column.about, column.kind, self.currency)
            for key, column in self.columns.items()
        }


def _is_meant(row: TermRow, each: Each) -> bool:
    if each.style is not None and row.style is not each.style:
        return False
    if each.where is None:
        return True
    column, wanted = each.where
    value = row.values.get(column)
    return ("" if value is None else str(value)).casefold() == wanted.casefold()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All that a template may call by name for one report. Names are in small letters."""

    terms: Mapping[str, Term]
    tables: Mapping[str, TermTable] = field(default_factory=dict)

    def known(self) -> Known:
        """The names alone."""
        return Known(tuple(self.terms), {name: tuple(table.columns) for name, table in self.tables.items()})

    def term(self, name: str) -> Term:
        """What stands behind a name; nothing behind one that the report does not have."""
        return self.terms.get(name, NOTHING)

    def rows(self, each: Each) -> list[dict[str, Term]]:
        """The rows that a marker asks for; none of a table that the report does not have."""
        table = self.tables.get(each.table)
        return [] if table is None else table.chosen(each)

    def offered(self) -> Iterator[tuple[str, Term]]:
        """What can be written between braces, in the order in which people look for it; values are examples."""
        yield from self.terms.items()
        for table in self.tables.values():
            yield f"each {table.name}", Term(f"each {table.name}", None, table.about)
            first = table.chosen(Each(table.name, 0, 0))[:1]
            for key, column in table.columns.items():
                yield f"{ROW}{key}", first[0][ROW + key] if first else Term(ROW + key, None, column.about, column.kind)
