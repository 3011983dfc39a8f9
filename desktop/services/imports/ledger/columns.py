"""The cells of a ledger extract by field: each different value read once, and for each row which of them it has."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from desktop.domain.progress import Progress
from desktop.importers.column_values import Flaw, Style, Value
from desktop.importers.fields import Field
from desktop.importers.values import read_typed, read_values
from desktop.language import say
from desktop.services.imports.preview import Draft, Options

Key = TypeVar("Key", bound=Hashable)
Made = TypeVar("Made")


class Memo(dict[Key, Made], Generic[Key, Made]):
    """What `make` makes of a key, made once."""

    def __init__(self, make: Callable[[Key], Made]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: Key) -> Made:
        made = self[key] = self._make(key)
        return made


@dataclass(slots=True)
class Cells:
    """One field: `values` by code, and `codes` by the place of a record. A field that no column holds has one value."""

    key: str
    column: int | None = None
    values: list[Value] = field(default_factory=lambda: [None])
    codes: Sequence[int] = b""
    flaws: dict[int, Flaw] = field(default_factory=dict)
    currencies: dict[int, str] = field(default_factory=dict)
    style: Style | None = None

    @property
    def is_there(self) -> bool:
        """Whether a column holds it."""
        return self.column is not None

    def __getitem__(self, place: int) -> Value:
        return self.values[self.codes[place]]

    def text(self, code: int) -> str:
        """A value as text."""
        return text_of(self.values[code])


def text_of(value: Value) -> str:
    """A value as text; numbers without exponents."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    return str(value) if not hasattr(value, "normalize") else format(value.normalize(), "f")


@dataclass(slots=True)
class Table:
    """The records of a sheet: their `rows` in it, and their cells by field."""

    rows: Sequence[int]
    cells: dict[str, Cells]

    def __getitem__(self, key: str) -> Cells:
        return self.cells[key]

    def without(self, places: frozenset[int]) -> Table:
        """The table without the records at these places."""
        kept = [place for place in range(len(self.rows)) if place not in places]
        cells = {key: replace(one, codes=[one.codes[place] for place in kept]) for key, one in self.cells.items()}
        return Table([self.rows[place] for place in kept], cells)


FIELDS = (
    *("entry_on", "reference", "description", "kind", "counterparty", "grant", "line", "category", "project"),
    *("result", "commitment", "instalment", "original_currency", "original_amount", "rate", "rate_per"),
    *("liquidated", "debit", "credit", "amount", "currency"),
)


def read_table(draft: Draft, options: Options, *, progress: Progress) -> Table:
    """Reads every column that is mapped to a field, with what a person typed in the place of cells."""
    rows = draft.layout.rows
    nothing = bytes(len(rows))
    cells = {key: Cells(key, codes=nothing) for key in FIELDS}
    places = {row: place for place, row in enumerate(rows)} if options.corrections else {}
    for done, (column, key) in enumerate(draft.mapping.fields.items()):
        progress.report(done, len(draft.mapping.fields), say("Reading {file}", file=draft.book.name))
        if key in cells:
            cells[key] = _read(draft, column, draft.field(key), rows)
            _correct(cells[key], draft.field(key), options, places)
    return Table(rows, cells)


def _read(draft: Draft, column: int, wanted: Field, rows: Sequence[int]) -> Cells:
    grid = draft.sheet.columns[column]
    read = read_values(grid, wanted, rows=rows, style=draft.mapping.styles.get(wanted.key, ""))
    whole = len(rows) and rows[-1] - rows[0] + 1 == len(rows)
    codes = grid.codes[rows[0] : rows[-1] + 1] if whole else [grid.codes[row] for row in rows]
    return Cells(wanted.key, column, read.values, codes, read.flaws, read.currencies, read.style)


def _correct(cells: Cells, wanted: Field, options: Options, places: dict[int, int]) -> None:
    """Puts in what was typed: each text is one more value."""
    typed = {places[row]: text for (row, column), text in options.corrections.items() if column == cells.column}
    if not typed:
        return
    codes = list(cells.codes)
    cells.values, cells.flaws = list(cells.values), dict(cells.flaws)
    for place, text in typed.items():
        read = read_typed(text, wanted, style=cells.style.decided if cells.style else "")
        codes[place] = len(cells.values)
        if isinstance(read, Flaw):
            cells.flaws[len(cells.values)] = read
        cells.values.append(text if isinstance(read, Flaw) else read)
    cells.codes = codes
