"""What a template may call by name: single values, and tables of rows, each with a sentence that says what it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from desktop.language import Message
from desktop.reports.placeholders import Each, Known
from desktop.reports.report import RowStyle

Content: TypeAlias = "str | int | Decimal | date | Message | None"
"""What stands behind a name; None where it has no meaning, as a share of nothing."""


class TermKind(StrEnum):
    """How a value is shown."""

    TEXT = "text"
    AMOUNT = "amount"
    NUMBER = "number"
    SHARE = "share"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Term:
    """A name with its value; `about` says what it is. `decimals` are those of an amount."""

    name: str
    kind: TermKind
    value: Content
    about: Message
    decimals: int = 2


@dataclass(frozen=True, slots=True)
class TermColumn:
    """A column of a table, called by ``row.`` and its key in a row that is repeated."""

    key: str
    kind: TermKind
    about: Message
    decimals: int = 2


@dataclass(frozen=True, slots=True)
class TermRow:
    """A row of a table: what each column holds, and how much the row weighs."""

    values: Mapping[str, Content]
    style: RowStyle = RowStyle.LINE


@dataclass(frozen=True, slots=True)
class TermTable:
    """A table whose rows a template may repeat."""

    name: str
    about: Message
    columns: Mapping[str, TermColumn]
    rows: tuple[TermRow, ...]

    def chosen(self, each: Each) -> list[dict[str, Term]]:
        """The rows that a marker asks for, as terms by the name that they have in the row."""
        return [self._terms(row) for row in self.rows if self._is_meant(row, each)]

    def _is_meant(self, row: TermRow, each: Each) -> bool:
        if each.style is not None and row.style is not each.style:
            return False
        return each.where is None or str(row.values.get(each.where[0], "")).casefold() == each.where[1].casefold()

    def _terms(self, row: TermRow) -> dict[str, Term]:
        return {
            f"row.{key}": Term(f"row.{key}", column.kind, row.values.get(key), column.about, column.decimals)
            for key, column in self.columns.items()
        }


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All that a template may call by name for one report. Names are in small letters."""

    currency: str
    terms: Mapping[str, Term]
    tables: Mapping[str, TermTable] = field(default_factory=dict)

    def known(self) -> Known:
        """The names alone."""
        return Known(tuple(self.terms), {name: tuple(table.columns) for name, table in self.tables.items()})

    def offered(self) -> Iterator[tuple[str, Message]]:
        """What can be written between braces, with a sentence each, in the order in which people look for it."""
        for term in self.terms.values():
            yield term.name, term.about
        for table in self.tables.values():
            yield f"each {table.name}", table.about
            for column in table.columns.values():
                yield f"row.{column.key}", column.about
