"""Columns of a grid as a reader would hand them over, and what becomes of their values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.domain.finding import Severity
from desktop.importers.book import GridColumn, Raw
from desktop.importers.column_values import Flaw, Style, Value
from desktop.importers.fields import Field
from desktop.importers.values import read_values
from desktop.language import Message, say
from desktop.registers.register import Kind


def column_of(*cells: Raw) -> GridColumn:
    """A column with these cells, each different one kept once."""
    column = GridColumn()
    codes: dict[tuple[type, Raw], int] = {(type(None), None): 0}
    for cell in cells:
        code = codes.setdefault((type(cell), cell), len(column.values))
        if code == len(column.values):
            column.values.append(cell)
        column.codes.append(code)
    return column


def field_of(kind: Kind, choices: Mapping[str, Message] | None = None) -> Field:
    return Field("field", say("Field"), kind, choices=choices or {})


@dataclass(frozen=True)
class ReadCells:
    """What a column came to, cell by cell."""

    values: list[Value]
    flaws: list[Flaw | None]
    currencies: list[str]
    style: Style | None

    @property
    def code(self) -> str:
        assert self.style is not None
        return self.style.code

    @property
    def open(self) -> bool:
        assert self.style is not None
        return self.style.open

    @property
    def evidence(self) -> str:
        assert self.style is not None
        return str(self.style.evidence)

    @property
    def said(self) -> list[str]:
        return ["" if flaw is None else str(flaw.sentence) for flaw in self.flaws]

    @property
    def severities(self) -> list[Severity | None]:
        return [None if flaw is None else flaw.severity for flaw in self.flaws]


def read_cells(kind: Kind, *cells: Raw, style: str = "", choices: Mapping[str, Message] | None = None) -> ReadCells:
    column = column_of(*cells)
    found = read_values(column, field_of(kind, choices), rows=range(len(cells)), style=style)
    codes = list(column.codes)
    return ReadCells(
        [found.values[code] for code in codes],
        [found.flaws.get(code) for code in codes],
        [found.currencies.get(code, "") for code in codes],
        found.style,
    )


def only(kind: Kind, cell: Raw, style: str = "") -> Decimal | date | str | None:
    """What a single cell comes to, which must be without error."""
    read = read_cells(kind, cell, style=style)
    assert Severity.ERROR not in read.severities, read.said
    return read.values[0]
