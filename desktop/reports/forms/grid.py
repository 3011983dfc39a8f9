"""Tables whose rows all have the same columns: each column says how its figures are made, once for lines and totals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from desktop.domain.money import ZERO
from desktop.language import Message, Value, say
from desktop.reports.builder import Figures
from desktop.reports.report import Cell, ColumnKind, ReportColumn, ReportRow, ReportTable, RowStyle, Unit

# --- columns ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stated:
    """What each row states; totals add it up unless it cannot be added, such as a share."""

    unit: Unit = Unit.AMOUNT
    adds_up: bool = True


@dataclass(frozen=True, slots=True)
class Summed:
    """The sum of a measure over the entries of each row, of those that fulfil `where` besides."""

    measure: str
    where: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Less:
    """A column less others."""

    whole: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Added:
    """Columns added up."""

    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """A column as a share of another."""

    part: str
    whole: str


@dataclass(frozen=True, slots=True)
class ShareOf:
    """A column as a share of one figure, the same for all rows, by its key."""

    part: str
    whole: str


@dataclass(frozen=True, slots=True)
class Said:
    """A text or a day that a row says."""

    kind: ColumnKind = ColumnKind.TEXT


Making: TypeAlias = Stated | Summed | Less | Added | Share | ShareOf | Said


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column by its key, and how its cells are made."""

    key: str
    label: Value
    made: Making

    @property
    def kind(self) -> ColumnKind:
        """What its cells hold."""
        match self.made:
            case Said(kind):
                return kind
            case Share() | ShareOf():
                return ColumnKind.SHARE
            case Stated(unit):
                return ColumnKind(unit)
        return ColumnKind.AMOUNT

    @property
    def unit(self) -> Unit:
        """What its figures count where a total adds them up."""
        return self.made.unit if isinstance(self.made, Stated) else Unit.AMOUNT

    @property
    def adds_up(self) -> bool:
        """Whether a total adds up the cells of its rows."""
        return isinstance(self.made, Summed) or (isinstance(self.made, Stated) and self.made.adds_up)


# --- rows ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """Where what a row states is written; the record it is, where there is one."""

    said: Message
    register: str = ""
    record_id: int = 0


@dataclass(frozen=True, slots=True)
class RowFacts:
    """What a row brings of its own: the entries it is about, what it states, and its texts and days, by column."""

    where: Mapping[str, str] = field(default_factory=dict)
    stated: Mapping[str, Decimal | None] = field(default_factory=dict)
    said: Mapping[str, Value | None] = field(default_factory=dict)
    source: Source = field(default_factory=lambda: Source(say("Stated by the office")))


class Grid:
    """Makes rows of figures by the same columns; the figure of a row has the keys of both: `spent.total`."""

    def __init__(self, figures: Figures, columns: Sequence[GridColumn]) -> None:
        self.figures = figures
        self.columns = tuple(columns)

    def row(
        self,
        key: str,
        label: Value,
        facts: RowFacts,
        *,
        number: str = "",
        level: int = 0,
        style: RowStyle = RowStyle.LINE,
    ) -> ReportRow:
        """A row of entries, and of what is stated."""
        for column in self.columns:
            name = f"{column.key}.{key}"
            match column.made:
                case Stated(unit):
                    self._given(name, facts.stated.get(column.key), facts.source, unit)
                case Summed(measure, where):
                    self.figures.entries(name, measure, **{**facts.where, **where})
        return ReportRow(key, label, self._cells(key, facts.said), number, style, level)

    def total(
        self,
        key: str,
        label: Value,
        parts: Sequence[str],
        *,
        said: Mapping[str, Value | None] | None = None,
        style: RowStyle = RowStyle.TOTAL,
        number: str = "",
        level: int = 0,
    ) -> ReportRow:
        """A row that adds up the rows `parts`, by their keys."""
        for column in self.columns:
            if column.adds_up:
                own = [f"{column.key}.{part}" for part in parts]
                self.figures.sum_or_nothing(f"{column.key}.{key}", own, unit=column.unit)
        return ReportRow(key, label, self._cells(key, said or {}), number, style, level)

    def less(self, key: str, label: Value, whole: str, *parts: str, style: RowStyle = RowStyle.TOTAL) -> ReportRow:
        """A row less others, by their keys."""
        for column in self.columns:
            if column.adds_up:
                name = column.key
                own = (f"{name}.{part}" for part in parts)
                self.figures.difference(f"{name}.{key}", f"{name}.{whole}", *own, unit=column.unit)
        return ReportRow(key, label, self._cells(key, {}), style=style)

    def again(self, key: str, label: Value, *, style: RowStyle = RowStyle.LINE) -> ReportRow:
        """A row of another table once more, under another name."""
        return ReportRow(key, label, self._cells(key, {}), style=style)

    def table(
        self, key: str, title: Message, heading: Message, rows: Sequence[ReportRow], *, currency: str = ""
    ) -> ReportTable:
        """The rows as a table."""
        columns = tuple(ReportColumn(column.key, column.label, column.kind) for column in self.columns)
        return ReportTable(key, title, heading, columns, tuple(rows), currency)

    def _given(self, name: str, value: Decimal | None, source: Source, unit: Unit) -> None:
        stated = ZERO if value is None and unit is Unit.AMOUNT else value
        self.figures.given(name, stated, source.said, register=source.register, record_id=source.record_id, unit=unit)

    def _cells(self, key: str, said: Mapping[str, Value | None]) -> tuple[Cell, ...]:
        return tuple(self._cell(column, key, said) for column in self.columns)

    def _cell(self, column: GridColumn, key: str, said: Mapping[str, Value | None]) -> Cell:
        name = f"{column.key}.{key}"
        match column.made:
            case Less(whole, parts):
                return self.figures.difference(name, f"{whole}.{key}", *(f"{part}.{key}" for part in parts))
            case Added(parts):
                return self.figures.sum_of(name, [f"{part}.{key}" for part in parts])
            case Share(part, whole):
                return self.figures.ratio(name, f"{part}.{key}", f"{whole}.{key}")
            case ShareOf(part, whole):
                return self.figures.ratio(name, f"{part}.{key}", whole)
            case Said():
                return said.get(column.key)
        return self.figures.found(name)
