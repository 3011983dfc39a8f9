"""What a report is: tables of figures, each with its formula, and the proof that all fits.

One report is rendered to the screen, to Excel, to paper and to csv; a figure always answers where it comes from. The
entries it sums are not part of it: a ledger may hold a million. They are asked for by the scope of the report, see
`reports.trace`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias

from desktop.domain.money import ZERO
from desktop.domain.period import Period
from desktop.language import Message, Value
from desktop.reports.trace import Scope, TraceRow, Where

# --- formulas -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Given:
    """A figure that is stated, not worked out; `source` says where, `register` and `record_id` lead there."""

    source: Message
    register: str = ""
    record_id: int = 0


@dataclass(frozen=True, slots=True)
class EntrySum:
    """The sum of `measure` over the entries of the scope that fulfil every condition (dimension, value)."""

    measure: str
    where: Where = ()


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
    """A figure as a share of another, or per unit of it, rounded half up to `places`; empty when that is zero."""

    part: str
    whole: str
    places: int = 4


@dataclass(frozen=True, slots=True)
class RateOn:
    """A rate (a share: 0.13) on a figure, rounded half up to `decimals`."""

    rate: Decimal
    base: str
    decimals: int


@dataclass(frozen=True, slots=True)
class Product:
    """Figures multiplied, rounded half up to `decimals`."""

    keys: tuple[str, ...]
    decimals: int


Formula: TypeAlias = Given | EntrySum | SumOf | Difference | Ratio | RateOn | Product


def amount_behind(row: TraceRow, sums: Iterable[EntrySum]) -> Decimal:
    """What of an entry counts for the first of some sums that adds it up; nothing when none does."""
    for each in sums:
        if row.fulfils(each.where) and (amount := row.measure(each.measure)):
            return amount
    return ZERO


def parts_of(formula: Formula) -> tuple[str, ...]:
    """The keys of the figures that a formula is made from."""
    match formula:
        case SumOf(keys) | Product(keys=keys):
            return keys
        case Difference(whole, parts):
            return (whole, *parts)
        case Ratio(part, whole):
            return (part, whole)
        case RateOn(base=base):
            return (base,)
    return ()


# --- figures, rows, tables ------------------------------------------------------------------------------------------


class Unit(StrEnum):
    """What a figure counts: money in the currency of its table, a share (0.71 is 71 %), months of service with two
    decimals, or anything else.
    """

    AMOUNT = "amount"
    SHARE = "share"
    QUANTITY = "quantity"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a report, with the formula that makes it. `value` is None where it has no meaning."""

    key: str
    value: Decimal | None
    formula: Formula
    unit: Unit = Unit.AMOUNT


Cell: TypeAlias = "Figure | Value | None"


class RowStyle(StrEnum):
    """How much a row weighs; a heading has no figures."""

    HEADING = "heading"
    LINE = "line"
    SUBTOTAL = "subtotal"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A row of a table: what it is called, its number, and a cell per column: a figure, or a text or day.

    `key` names it in templates, `level` is how deep it stands under the row above, from 0. A heading may have fewer
    cells than there are columns.
    """

    key: str
    label: Value
    cells: tuple[Cell, ...] = ()
    number: str = ""
    style: RowStyle = RowStyle.LINE
    level: int = 0

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The cells that are figures."""
        return tuple(cell for cell in self.cells if isinstance(cell, Figure))


class ColumnKind(StrEnum):
    """What the cells of a column hold; amounts and quantities stand to the right."""

    AMOUNT = "amount"
    SHARE = "share"
    QUANTITY = "quantity"
    MONTHS = "months"
    TEXT = "text"
    DAY = "day"

    @property
    def is_number(self) -> bool:
        """Whether it holds figures."""
        return self not in (ColumnKind.TEXT, ColumnKind.DAY)


@dataclass(frozen=True, slots=True)
class ReportColumn:
    """A column of a table; `key` names it in templates."""

    key: str
    label: Value
    kind: ColumnKind = ColumnKind.AMOUNT


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table of figures; `heading` stands over the names of its rows. `currency` is the report's unless it says so.

    An annex stands behind the signatures on paper.
    """

    key: str
    title: Message
    heading: Message
    columns: tuple[ReportColumn, ...]
    rows: tuple[ReportRow, ...]
    currency: str = ""
    is_annex: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement at the head of a report. `box` is the number it has on the funder's form, such as 4a."""

    key: str
    label: Message
    value: Value | None
    box: str = ""


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
class Signature:
    """A place to sign: what for, and who does, with title, where that is known."""

    label: Message
    name: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars beside each other, by the rows of a table: the columns `columns` of its rows of style LINE."""

    title: Message
    table: str
    columns: tuple[str, ...]


# --- the report ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Report:
    """A report over a period; amounts are in `currency`, or in that of their table. `name` is that of its layout.

    `scope` says which entries it sums. `workings` are figures that only proofs and checks need. On paper each table of
    one that is `apart` begins a page of its own, in letters as large as fit. One that `tells_names` says who the
    volunteers are, because somebody chose so.
    """

    name: str
    title: Message
    period: Period
    currency: str
    scope: Scope
    facts: tuple[Fact, ...]
    tables: tuple[ReportTable, ...]
    workings: tuple[tuple[Message, Figure], ...] = ()
    proofs: tuple[Proof, ...] = ()
    notes: tuple[Message, ...] = ()
    signatures: tuple[Signature, ...] = ()
    chart: Chart | None = None
    landscape: bool = False
    apart: bool = False
    entry_count: int = 0
    tells_names: bool = False

    def figures(self) -> Iterator[Figure]:
        """Every figure: of the tables, of what the proofs need besides, and of the proofs."""
        for table in self.tables:
            for row in table.rows:
                yield from row.figures
        for _label, figure in self.workings:
            yield figure
        for proof in self.proofs:
            yield from (proof.one, proof.other, proof.difference)

    @cached_property
    def _by_key(self) -> dict[str, Figure]:
        found: dict[str, Figure] = {}
        for figure in self.figures():
            found.setdefault(figure.key, figure)
        return found

    def figure(self, key: str) -> Figure:
        """The figure `key`. Raises KeyError when there is none."""
        return self._by_key[key]

    def fact(self, key: str) -> Value | None:
        """The value of a fact; None when the report does not state it."""
        return next((fact.value for fact in self.facts if fact.key == key), None)

    def table(self, key: str) -> ReportTable:
        """The table `key`. Raises KeyError when there is none."""
        for table in self.tables:
            if table.key == key:
                return table
        raise KeyError(key)

    def currency_of(self, key: str) -> str:
        """The currency of a figure: that of its table, for one that only proves another that of this, else the
        report's.
        """
        proved = {figure.key: proof.one.key for proof in self.proofs for figure in (proof.other, proof.difference)}
        for table in self.tables:
            if table.currency and any(
                figure.key in (key, proved.get(key)) for row in table.rows for figure in row.figures
            ):
                return table.currency
        return self.currency

    def sums_behind(self, key: str) -> tuple[EntrySum, ...]:
        """The sums of entries that make a figure, directly or through the figures it is worked out from; each once."""
        found: dict[EntrySum, None] = {}
        seen: set[str] = set()
        self._collect(key, found, seen)
        return tuple(found)

    def _collect(self, key: str, found: dict[EntrySum, None], seen: set[str]) -> None:
        if key in seen:
            return
        seen.add(key)
        formula = self.figure(key).formula
        if isinstance(formula, EntrySum):
            found[formula] = None
        for part in parts_of(formula):
            self._collect(part, found, seen)

    @property
    def is_proved(self) -> bool:
        """Whether every difference is zero."""
        return all(proof.holds for proof in self.proofs)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who reports: the office as it stands at the head of letters and reports. `logo` is a PNG or JPEG.

    `uei` and `ein` are the numbers under which US agencies know it (SF-425, boxes 4a and 4b).
    """

    name: str
    address: str = ""
    contact: str = ""
    uei: str = ""
    ein: str = ""
    logo: bytes = b""


@dataclass(frozen=True, slots=True)
class Annex:
    """A list of rows of texts that goes with a report, such as the checks it passed and what was waived, and why."""

    key: str
    title: Message
    headings: tuple[Message, ...]
    rows: tuple[tuple[Value, ...], ...] = field(default=())
