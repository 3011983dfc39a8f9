"""The entries behind a report: which ones it sums, by what they are told apart, and their sums.

Figures are made from sums by dimension, so that a ledger of a million entries never has to be listed for them; the
entries themselves are listed only where someone looks at them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final, TypeAlias

from desktop.domain.money import ZERO
from desktop.domain.period import Period
from desktop.language import Message

Where: TypeAlias = tuple[tuple[str, str], ...]

MEASURES: Final = ("spent", "committed", "received")
DIMENSIONS: Final = (
    "when",
    "grant",
    "currency",
    "kind",
    "category",
    "line",
    "outcome",
    "output",
    "activity",
    "project",
    "age",
    "deployment",
    "month",
)
"""What entries are told apart by; `currency` is that of their amounts, the grant's. All are columns of the list of
entries that goes with a report, so that sums can be recomputed from it; what an entry lacks is `NONE`."""
NONE: Final = "-"

BEFORE: Final = "before"
ADJUSTMENT: Final = "adjustment"
IN_PERIOD: Final = "period"


class Traced(StrEnum):
    """What a report sums: entries, the parts of entries that are for deployments in a month, or none at all."""

    ENTRIES = "entries"
    DEPLOYMENTS = "deployments"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Scope:
    """Which entries a report sums: those of `grants` (none: of all) up to the last day of `period`.

    Of one that sums parts `of` deployments: those for the months that `period` touches, whenever they were posted.
    `series` is the layout whose submitted reports count as reported before, empty when it does not matter; `report_id`
    is a submitted report that is looked at as it was frozen (0: a new one). `ages` are the days that part commitments
    by age, the youngest first.
    """

    grants: tuple[int, ...]
    period: Period
    series: str = ""
    report_id: int = 0
    ages: tuple[date, ...] = ()
    of: Traced = Traced.ENTRIES


@dataclass(frozen=True, slots=True)
class TraceRow:
    """One entry that a report sums. `grant` to `month` tell it apart, see `DIMENSIONS`; `kind_name` is for people.

    Of a part that is for a `deployment` in a `month` (its first day) the measures are those of the part; `project` is
    that of its assignment.
    `when` is `BEFORE`, `ADJUSTMENT` (dated before the period, and not in the report before) or `IN_PERIOD`. Amounts are
    in the currency of the grant; None where the kind adds none. `rate` units of `original_currency` make `rate_per` of
    the grant's; `rate_on` and `rate_source` say of which day and whose rate it is.
    """

    id: int
    entry_on: date
    reference: str
    description: str
    kind_name: Message
    when: str
    original_currency: str
    original_amount: Decimal
    rate: Decimal = Decimal(1)
    rate_per: Decimal = Decimal(1)
    rate_on: date | None = None
    rate_source: str = ""
    grant: str = NONE
    currency: str = NONE
    kind: str = NONE
    category: str = NONE
    line: str = NONE
    outcome: str = NONE
    output: str = NONE
    activity: str = NONE
    project: str = NONE
    age: str = NONE
    deployment: str = NONE
    month: str = NONE
    spent: Decimal | None = None
    committed: Decimal | None = None
    received: Decimal | None = None

    def measure(self, name: str) -> Decimal:
        """Spent, committed or received; nothing counts as zero."""
        value = getattr(self, name)
        return ZERO if value is None else value

    def fulfils(self, where: Where) -> bool:
        """Whether every condition holds for it."""
        return all(getattr(self, column) == value for column, value in where)


@dataclass(frozen=True, slots=True)
class Measured:
    """What was spent, committed and received of some entries, and how many they are."""

    spent: Decimal = ZERO
    committed: Decimal = ZERO
    received: Decimal = ZERO
    entries: int = 0

    def __add__(self, other: Measured) -> Measured:
        return Measured(
            self.spent + other.spent,
            self.committed + other.committed,
            self.received + other.received,
            self.entries + other.entries,
        )


class Sums:
    """Sums of entries by some dimensions; answers any question about those."""

    def __init__(self, dimensions: Sequence[str], groups: Iterable[tuple[tuple[str, ...], Measured]]) -> None:
        self.dimensions = tuple(dimensions)
        self._groups = list(groups)
        self._tables: dict[tuple[str, ...], dict[tuple[str, ...], Measured]] = {}

    @classmethod
    def of_rows(cls, rows: Iterable[TraceRow], dimensions: Sequence[str] = DIMENSIONS) -> Sums:
        """The sums of entries at hand."""
        groups = (
            (
                tuple(getattr(row, name) for name in dimensions),
                Measured(row.measure("spent"), row.measure("committed"), row.measure("received"), 1),
            )
            for row in rows
        )
        return cls(dimensions, groups)

    def of(self, where: Where) -> Measured:
        """The sums of the entries that fulfil every condition. Raises ValueError for an unknown dimension."""
        names = tuple(sorted(name for name, _value in where))
        conditions = dict(where)
        return self._table(names).get(tuple(conditions[name] for name in names), Measured())

    def total(self, measure: str, where: Where = ()) -> Decimal:
        """The sum of a measure over the entries that fulfil every condition."""
        value: Decimal = getattr(self.of(where), measure)
        return value

    def values(self, dimension: str) -> list[str]:
        """The values of a dimension that occur, in order."""
        return sorted({value for (value,) in self._table((dimension,))})

    def used_with(self, dimensions: Sequence[str]) -> set[tuple[str, ...]]:
        """The values that occur together in some dimensions, where something was spent or committed."""
        places = [self.dimensions.index(name) for name in dimensions]
        return {
            tuple(values[place] for place in places)
            for values, measured in self._groups
            if measured.spent or measured.committed
        }

    @property
    def entries(self) -> int:
        """How many entries there are."""
        return self.of(()).entries

    def _table(self, names: tuple[str, ...]) -> Mapping[tuple[str, ...], Measured]:
        """The sums by the dimensions `names`, worked out once."""
        table = self._tables.get(names)
        if table is None:
            places = [self.dimensions.index(name) for name in names]
            table = self._tables[names] = {}
            for values, measured in self._groups:
                key = tuple(values[place] for place in places)
                table[key] = table.get(key, Measured()) + measured
        return table
