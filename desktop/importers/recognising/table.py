"""The table of a sheet: its headings, its columns, and the rows below down to the last that holds something."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from desktop.importers.book import GridColumn, Raw, Sheet
from desktop.importers.recognising.headings import Headings, is_blank, text_of, unnamed


@dataclass
class Table:
    """A sheet with its headings; `columns` are those with a heading or anything below, and what each is called."""

    sheet: Sheet
    headings: Headings
    columns: dict[int, str] = field(init=False)
    first: int = field(init=False)
    last: int = field(init=False)

    def __post_init__(self) -> None:
        self.first = self.headings.first
        filled = [place for place, column in enumerate(self.sheet.columns) if _last_filled(column) >= self.first]
        self.columns = {
            place: self.headings.texts.get(place) or unnamed(place) for place in sorted({*self.headings.texts, *filled})
        }
        self.last = max((_last_filled(self.sheet.columns[place]) for place in self.columns), default=self.first - 1)
        self.last = max(self.last, self.first - 1)

    @cached_property
    def blank_codes(self) -> dict[int, frozenset[int]]:
        """By column: the codes of values that are nothing to see."""
        return {
            place: frozenset(code for code, value in enumerate(self.sheet.columns[place].values) if is_blank(value))
            for place in self.columns
        }

    def column(self, place: int) -> GridColumn:
        """The cells of a column, of the whole sheet."""
        return self.sheet.columns[place]

    def filled(self, row: int) -> dict[int, Raw]:
        """What a row holds, by column."""
        return {place: value for place in self.columns if not is_blank(value := self.sheet.columns[place][row])}

    def texts(self, row: int, places: Iterable[int] | None = None) -> list[str]:
        """The texts of a row."""
        cells = self.filled(row)
        return [text_of(cells[place]) for place in places or cells if isinstance(cells.get(place), str)]

    def blank_rows(self, place: int) -> list[int]:
        """The rows of the table in which a column holds nothing."""
        blank = self.blank_codes[place]
        codes = self.sheet.columns[place].codes[self.first : self.last + 1]
        if blank == {0} and not codes.count(0):
            return []
        return [row for row, code in enumerate(codes, self.first) if code in blank]


def _last_filled(column: GridColumn) -> int:
    """The last row in which a column holds something; -1 when it holds nothing."""
    values, codes = column.values, column.codes
    if len(values) == 1:
        return -1
    size = codes.itemsize
    end = -(-len(codes.tobytes().rstrip(b"\0")) // size)  # what follows is nothing but nothing
    while end and is_blank(values[codes[end - 1]]):
        end -= 1
    return end - 1
