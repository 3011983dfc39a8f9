"""The table of a sheet: its headings, its columns, and the rows below down to the last that holds something."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from desktop.importers.book import GridColumn, Raw, Sheet
from desktop.importers.recognising.headings import Headings, is_blank, text_of, unnamed

_FEW = 500  # places that are found faster one by one


@dataclass
class Table:
    """A sheet with its headings; `columns` are those with a heading or anything below, and what each is called."""

    sheet: Sheet
    headings: Headings
    columns: dict[int, str] = field(init=False)
    first: int = field(init=False)
    last: int = field(init=False)
    _text_codes: dict[int, list[int]] = field(init=False, default_factory=dict)
    _blank_rows: dict[int, list[int]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.first = self.headings.first
        filled = [place for place, column in enumerate(self.sheet.columns) if _last_filled(column) >= self.first]
        self.columns = {
            place: self.headings.texts.get(place) or unnamed(place) for place in sorted({*self.headings.texts, *filled})
        }
        self.last = max((_last_filled(self.sheet.columns[place]) for place in self.columns), default=self.first - 1)
        self.last = max(self.last, self.first - 1)

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
        if place not in self._blank_rows:
            values = self.sheet.columns[place].values
            blank = [0, *(code for code in self.text_codes(place) if not str(values[code]).strip())]
            self._blank_rows[place] = sorted(row for code in blank for row in self.rows_with(place, code))
        return self._blank_rows[place]

    def text_codes(self, place: int) -> list[int]:
        """The codes of those values of a column that are texts."""
        if place not in self._text_codes:
            values = self.sheet.columns[place].values
            self._text_codes[place] = [code for code, value in enumerate(values) if value.__class__ is str]
        return self._text_codes[place]

    def rows_with(self, place: int, code: int) -> list[int]:
        """The rows of the table in which a column holds the value with this code."""
        codes = self.sheet.columns[place].codes
        count = codes[self.first : self.last + 1].count(code)
        if count > _FEW:
            return [row for row in range(self.first, self.last + 1) if codes[row] == code]
        found = [self.first - 1]
        for _ in range(count):
            found.append(codes.index(code, found[-1] + 1))
        return found[1:]

    def rows_with_any(self, place: int, codes: Collection[int]) -> list[int]:
        """The rows of the table in which a column holds one of several values."""
        below = self.sheet.columns[place].codes[self.first : self.last + 1]
        return [row for row, code in enumerate(below, self.first) if code in codes] if codes else []


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
