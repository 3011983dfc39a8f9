"""What a report is: tables of figures, each with its formula; the entries they sum; and the proof that all fits.

One report is rendered to the screen, to Excel and to paper; a figure always answers where it comes from.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from desktop.domain.money import ZERO
from desktop.domain.period import Period
from desktop.language import Message, Value


@dataclass(frozen=True, slots=True)
class Given:
    """A figure that is stated, not worked out; `source` says where."""

    source: Message


@dataclass(frozen=True, slots=True)
class EntrySum:
    """The sum of `measure` (a column of the trace) over the entries that fulfil every condition (column, value)."""

    measure: str
    where: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SumOf:
    """Figures added up."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure less others."""

    whole: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ratio:
    """A figure as a share of another; empty when that is zero."""

    part: str
    whole: str


@dataclass(frozen=True, slots=True)
class RateOn:
    """A rate (a share: 0.13) on a figure, rounded half up to `decimals`."""

    rate: Decimal
    base: str
    decimals: int


Formula: TypeAlias = Given | EntrySum | SumOf | Difference | Ratio | RateOn


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a report, with the formula that makes it. `value` is None where it has no meaning."""

    key: str
    value: Decimal | None
    formula: Formula

    @property
    def is_share(self) -> bool:
        """Whether it is a share (0.71 is 71 %) rather than an amount."""
        return isinstance(self.formula, Ratio)


class RowStyle(StrEnum):
    """How much a row weighs."""

    LINE = "line"
    SUBTOTAL = "subtotal"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A row of a table: what it is called, its number, and a figure per column."""

    label: Message
    figures: tuple[Figure, ...]
    number: str = ""
    style: RowStyle = RowStyle.LINE


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table of figures; `heading` stands over the names of its rows."""

    title: Message
    heading: Message
    columns: tuple[Message, ...]
    rows: tuple[ReportRow, ...]


@dataclass(frozen=True, slots=True)
class TraceRow:
    """One entry that a report sums."""

    id: int
    entry_on: date
    reference: str
    description: str
    kind: Message
    category: str
    line: str
    original_currency: str
    original_amount: Decimal
    rate: Decimal
    rate_per: Decimal
    when: str
    spent: Decimal | None
    committed: Decimal | None
    received: Decimal | None

    def measure(self, name: str) -> Decimal:
        """Spent, committed or received; nothing counts as zero."""
        value = getattr(self, name)
        return ZERO if value is None else value

    def fulfils(self, where: tuple[tuple[str, str], ...]) -> bool:
        """Whether every condition holds for it."""
        return all(getattr(self, column) == value for column, value in where)


@dataclass(frozen=True, slots=True)
class Proof:
    """Two figures made in different ways, whose difference must be zero."""

    label: Message
    one: Figure
    other: Figure
    difference: Figure

    @property
    def holds(self) -> bool:
        """Whether the difference is zero."""
        return not self.difference.value


@dataclass(frozen=True, slots=True)
class Report:
    """A report on one grant over a period; all amounts in `currency`. `workings` are figures that only proofs need."""

    name: str
    title: Message
    period: Period
    currency: str
    facts: tuple[tuple[Message, Value], ...]
    tables: tuple[ReportTable, ...]
    trace: tuple[TraceRow, ...]
    workings: tuple[tuple[Message, Figure], ...] = ()
    proofs: tuple[Proof, ...] = ()
    notes: tuple[Message, ...] = ()

    def figures(self) -> Iterator[Figure]:
        """Every figure: of the tables, of what the proofs need besides, and of the proofs."""
        for table in self.tables:
            for row in table.rows:
                yield from row.figures
        for _label, figure in self.workings:
            yield figure
        for proof in self.proofs:
            yield from (proof.one, proof.other, proof.difference)

    def figure(self, key: str) -> Figure:
        """The figure `key`. Raises KeyError when there is none."""
        for figure in self.figures():
            if figure.key == key:
                return figure
        raise KeyError(key)

    def entries_behind(self, key: str) -> tuple[TraceRow, ...]:
        """The entries that make a figure, directly or through the figures it is worked out from."""
        found: dict[int, TraceRow] = {}
        self._collect(key, found)
        return tuple(row for row in self.trace if row.id in found)

    def _collect(self, key: str, found: dict[int, TraceRow]) -> None:
        match self.figure(key).formula:
            case EntrySum(measure, where):
                found |= {row.id: row for row in self.trace if row.fulfils(where) and row.measure(measure)}
            case SumOf(keys):
                for part in keys:
                    self._collect(part, found)
            case Difference(whole, parts):
                for part in (whole, *parts):
                    self._collect(part, found)
            case Ratio(part, whole):
                self._collect(part, found)
                self._collect(whole, found)
            case RateOn(base=base):
                self._collect(base, found)

    @property
    def is_proved(self) -> bool:
        """Whether every difference is zero."""
        return all(proof.holds for proof in self.proofs)
