"""The rows of a table as values by field, with every problem of their cells; no office is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from desktop.domain.finding import Problem, Severity
from desktop.importers.book import Raw, Sheet
from desktop.importers.column_values import ColumnValues, Flaw, Style, Value
from desktop.importers.fields import Field
from desktop.importers.layout import Layout
from desktop.importers.values import read_typed, read_values
from desktop.registers.query import Cell
from desktop.registers.round_trip import RowMark, digest
from desktop.services.imports.preview import Draft, Options, RowProblem
from desktop.services.imports.row_marks import Marks

_DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2212")  # what people and programs write for "nothing"


@dataclass(slots=True)
class SheetRow:
    """A row of a table. `cells` are its values by field; one that is not there was blank, None was cleared on purpose.

    `dashes` counts cells that held a dash alone and were taken for blank.
    """

    row: int
    cells: dict[str, Cell] = field(default_factory=dict)
    currencies: dict[str, str] = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)
    mark: RowMark | None = None
    dashes: int = 0

    @property
    def flawed(self) -> set[str]:
        """The fields whose cells cannot be taken as they stand."""
        return {each.field for each in self.problems if each.problem.severity is Severity.ERROR}


class ColumnOfSheet:
    """One column of a table that holds a field, its different values read once."""

    def __init__(self, sheet: Sheet, layout: Layout, place: int, held: Field, *, rows: Sequence[int]) -> None:
        self.sheet, self.place, self.field = sheet, place, held
        self.grid = sheet.columns[place]
        style = layout.mapping.styles.get(held.key, "")
        self.values: ColumnValues = read_values(self.grid, held, rows=rows, style=style)
        self.currency = layout.currency_of(place, sheet)
        self._digests: dict[int, str] = {}

    @property
    def style(self) -> Style | None:
        """How its values are written."""
        return self.values.style

    def code(self, row: int) -> int:
        """Which of the different values stands in a row."""
        return self.grid.codes[row]

    def raw(self, row: int) -> Raw:
        """What the file holds in a row."""
        return self.grid[row]

    def is_as_exported(self, row: int, kept: str) -> bool:
        """Whether the cell of a row is what was exported, by its digest."""
        code = self.code(row)
        if code not in self._digests:
            self._digests[code] = digest(self.grid.values[code])
        return self._digests[code] == kept

    def problem(self, row: int, flaw: Flaw) -> RowProblem:
        """What is wrong with the cell of a row."""
        where = self.sheet.address(row, self.place)
        problem = Problem(flaw.severity, where, flaw.sentence, flaw.fix)
        return RowProblem(row, self.place, self.field.key, problem, flaw.nearest)

    def problems(self, rows: Sequence[int]) -> Iterator[RowProblem]:
        """What is wrong with the cells of some rows."""
        flaws = self.values.flaws
        if flaws:
            for row in rows:
                flaw = flaws.get(self.code(row))
                if flaw is not None and not is_dash(self.raw(row)):
                    yield self.problem(row, flaw)


def is_dash(raw: Raw) -> bool:
    """Whether a cell holds a dash and nothing else."""
    return isinstance(raw, str) and raw.strip() in _DASHES


def columns_of(sheet: Sheet, layout: Layout, fields: Sequence[Field]) -> list[ColumnOfSheet]:
    """The columns of a table that hold fields, from left to right."""
    by_key = {each.key: each for each in fields}
    held = sorted((place, key) for place, key in layout.mapping.fields.items() if key in by_key)
    rows = layout.rows
    return [ColumnOfSheet(sheet, layout, place, by_key[key], rows=rows) for place, key in held]


class Reader:
    """Reads the rows of a draft, one by one."""

    def __init__(self, draft: Draft, options: Options, marks: Marks) -> None:
        self.columns = columns_of(draft.sheet, draft.layout, draft.fields)
        self._corrections = options.corrections
        self._marks = marks

    @property
    def styles(self) -> Mapping[str, Style]:
        """How the values of each field are written."""
        return {column.field.key: column.style for column in self.columns if column.style is not None}

    def edited(self, row: int, mark: RowMark) -> int:
        """How many cells of a row are not as they were exported."""
        return sum(not self._is_kept(column, row, mark) for column in self.columns)

    def read(self, row: int, mark: RowMark | None) -> SheetRow:
        """The values of a row; those that `mark` says nobody edited are left out."""
        found = SheetRow(row, mark=mark)
        for column in self.columns:
            typed = self._corrections.get((row, column.place))
            if typed is not None:
                self._take_typed(found, column, typed)
            elif mark is None or not self._is_kept(column, row, mark):
                self._take(found, column)
        return found

    def _is_kept(self, column: ColumnOfSheet, row: int, mark: RowMark) -> bool:
        kept = self._marks.digest_of(mark, column.field.key)
        return kept is not None and column.is_as_exported(row, kept)

    def _take(self, found: SheetRow, column: ColumnOfSheet) -> None:
        if is_dash(column.raw(found.row)):
            if found.mark is None:
                found.dashes += 1
            else:
                found.cells[column.field.key] = None
            return
        code = column.code(found.row)
        values = column.values
        flaw = values.flaws.get(code)
        if flaw is not None:
            found.problems.append(column.problem(found.row, flaw))
        if flaw is None or flaw.severity is not Severity.ERROR:
            _keep(found, column.field.key, values.values[code])
            currency = values.currencies.get(code) or (column.currency if values.values[code] is not None else "")
            if currency:
                found.currencies[column.field.key] = currency

    def _take_typed(self, found: SheetRow, column: ColumnOfSheet, text: str) -> None:
        if is_dash(text) and found.mark is not None:
            found.cells[column.field.key] = None
            return
        value = read_typed(text, column.field, style=column.style.decided if column.style else "")
        if isinstance(value, Flaw):
            found.problems.append(column.problem(found.row, value))
        if not isinstance(value, Flaw):
            _keep(found, column.field.key, value)


def _keep(found: SheetRow, key: str, value: Value) -> None:
    if value is not None and value != "":
        found.cells[key] = value
