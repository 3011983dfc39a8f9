"""The numbers of a table, exactly, and what runs of its lines come to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate

from desktop.domain.money import MINOR_UNITS, ZERO
from desktop.importers.fields import Field
from desktop.importers.recognising.table import Table
from desktop.importers.values import read_values
from desktop.language import say
from desktop.registers.register import Kind

SAME = Decimal("0.0005")  # two figures that differ by less are the same
_NOISE = Decimal("0.000001")  # what a binary fraction may be off
_CENTS = Decimal("0.01")
_NUMBER = Field("number", say("Number"), Kind.NUMBER)
_DIGITS = 15  # of a number before its decimals: none of them are sure in a binary fraction that is longer


def _without_noise(number: Decimal) -> Decimal:
    """A number without what a sum of binary fractions is off: 12719.300000000001 is 12719.3."""
    if not number.is_finite() or number.adjusted() > _DIGITS or number == number.quantize(_CENTS):
        return number
    rounded = number.quantize(_NOISE, ROUND_HALF_UP)
    return Decimal(format(rounded.normalize(), "f"))


class Figures:
    """The numbers in the numeric columns of a table; sums are over its lines, the rows that are records.

    `currency` says which column holds the currency of a numeric one. `changed` are figures of lines that are taken to
    be others than stated. `styles` say how the numbers of a column are written where a person decided.
    """

    def __init__(self, table: Table, currency: Mapping[int, int], *, styles: Mapping[int, str]) -> None:
        self.table = table
        self._styles = styles
        self._currencies: dict[int, list[str]] = {}
        self._currency = currency
        self._numbers: dict[int, list[Decimal | None]] = {}
        self._sums: dict[tuple[int, str], list[Decimal]] = {}
        self._counts: list[int] = []
        self._left: Collection[int] = ()
        self._changed: dict[tuple[int, int], Decimal] = {}

    def take(self, left: Collection[int], *, changed: Mapping[tuple[int, int], Decimal] | None = None) -> None:
        """Sums over all rows but `left` from now on, with the figures `changed` (by row and column)."""
        self._left, self._changed = left, dict(changed or {})
        self._sums.clear()
        self._counts.clear()

    def at(self, row: int, column: int) -> Decimal | None:
        """The number in a cell."""
        return self._of(column)[self.table.column(column).codes[row]]

    def lines(self, rows: range) -> int:
        """How many of these rows are lines."""
        if not self._counts:
            lines = (row not in self._left for row in range(self.table.first, self.table.last + 1))
            self._counts.extend(accumulate(map(int, lines), initial=0))
        return self._counts[rows.stop - self.table.first] - self._counts[rows.start - self.table.first]

    def sum(self, column: int, rows: range, *, currency: str = "") -> Decimal:
        """What the lines among these rows come to in a column; only those in `currency` when it is given."""
        sums = self._running(column, currency)
        return sums[rows.stop - self.table.first] - sums[rows.start - self.table.first]

    def currency_of(self, row: int, column: int) -> str:
        """The currency of a line's figure as the column beside it says; empty when none does."""
        beside = self._currency.get(column)
        return "" if beside is None else self._codes(beside)[self.table.column(beside).codes[row]]

    def currencies(self, column: int, rows: range) -> set[str]:
        """The currencies that stand in these rows; none where no column states them."""
        beside = self._currency.get(column)
        if beside is None:
            return set()
        codes = self._codes(beside)
        return {codes[code] for code in set(self.table.column(beside).codes[rows.start : rows.stop])} - {""}

    def _codes(self, column: int) -> list[str]:
        """The currency that each of the values of a column is; empty for what is none."""
        if column not in self._currencies:
            texts = [value.strip() if isinstance(value, str) else "" for value in self.table.column(column).values]
            self._currencies[column] = [text if text in MINOR_UNITS else "" for text in texts]
        return self._currencies[column]

    def _of(self, column: int) -> list[Decimal | None]:
        if column not in self._numbers:
            rows = range(self.table.first, self.table.last + 1)
            found = read_values(self.table.column(column), _NUMBER, rows=rows, style=self._styles.get(column, ""))
            self._numbers[column] = [
                _without_noise(value) if isinstance(value, Decimal) else None for value in found.values
            ]
        return self._numbers[column]

    def _running(self, column: int, currency: str) -> list[Decimal]:
        key = column, currency
        if key not in self._sums:
            rows = range(self.table.first, self.table.last + 1)
            numbers, codes, left = self._of(column), self.table.column(column).codes, self._left
            values = [ZERO if row in left else numbers[codes[row]] or ZERO for row in rows]
            for (row, place), value in self._changed.items():
                if place == column:
                    values[row - self.table.first] = value
            if currency:
                values = [
                    value if value and self.currency_of(row, column) == currency else ZERO
                    for row, value in zip(rows, values, strict=True)
                ]
            self._sums[key] = list(accumulate(values, initial=ZERO))
        return self._sums[key]
