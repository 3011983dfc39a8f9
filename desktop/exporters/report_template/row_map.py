"""Where the rows of a sheet are after some of them were repeated."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from typing import Final

from desktop.domain.spreadsheet import LAST_ROW


class RowMap:
    """Rows are counted from 1. A repeated row is a block of at least one: without anything to show it is kept, empty
    and hidden, so that no formula loses what it refers to.
    """

    def __init__(self, counts: Mapping[int, int]) -> None:
        self._counts = {row: max(count, 1) for row, count in counts.items()}
        self._rows = sorted(self._counts)
        self._added = [0]
        for row in self._rows:
            self._added.append(self._added[-1] + self._counts[row] - 1)

    @property
    def moves(self) -> bool:
        """Whether any row is another one than before."""
        return self._added[-1] > 0

    @property
    def added(self) -> int:
        """How many rows the sheet has more."""
        return self._added[-1]

    def repeats(self, row: int) -> bool:
        """Whether the row is a block of several now."""
        return self._counts.get(row, 1) > 1

    def first(self, row: int) -> int:
        """Where the row is now, or the first of its block."""
        if row >= LAST_ROW:
            return LAST_ROW
        return min(row + self._added[bisect_left(self._rows, row)], LAST_ROW)

    def last(self, row: int) -> int:
        """Where the row is now, or the last of its block."""
        return min(self.first(row) + self._counts.get(row, 1) - 1, LAST_ROW)


STILL: Final = RowMap({})
"""Of a sheet without repeated rows."""
