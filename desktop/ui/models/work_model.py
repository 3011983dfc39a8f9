"""The counts of work as a spreadsheet: what was counted, what it sums to, and what was typed since."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from PySide6.QtCore import QObject, Qt, Signal

from desktop.domain.staffing.work import CountKey, WorkGrid, WorkLine
from desktop.domain.volunteer_terms import AGE_GROUPS, AgeGroup, Sex
from desktop.language import Language, Message, say
from desktop.registers.query import Cell
from desktop.services.work import LARGEST
from desktop.ui.models.grid_block import block_text
from desktop.ui.models.grid_cells import NOTHING, GridCell, GridHead, Index
from desktop.ui.models.typed_grid import Area, CellError, TypedGridModel

Typed = dict[CountKey, int | None]
PERSONS: dict[tuple[str, str], Message] = {
    ("", ""): say("All"),
    (Sex.FEMALE, ""): say("Female"),
    (Sex.MALE, ""): say("Male"),
    (Sex.OTHER, ""): say("Other"),
    ("", AgeGroup.ADULT): AGE_GROUPS[AgeGroup.ADULT],
    ("", AgeGroup.CHILD): AGE_GROUPS[AgeGroup.CHILD],
    (Sex.FEMALE, AgeGroup.ADULT): say("Women"),
    (Sex.MALE, AgeGroup.ADULT): say("Men"),
    (Sex.OTHER, AgeGroup.ADULT): say("Other adults"),
    (Sex.FEMALE, AgeGroup.CHILD): say("Girls"),
    (Sex.MALE, AgeGroup.CHILD): say("Boys"),
    (Sex.OTHER, AgeGroup.CHILD): say("Other children"),
}
_COUNT_WIDTH = 64


class WorkModel(TypedGridModel):
    """The cells of one `WorkGrid`. `edited` carries what was typed, to be kept."""

    edited = Signal(object)

    def __init__(self, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.language = language
        self.grid: WorkGrid | None = None
        self.rows: tuple[WorkLine, ...] = ()
        self.columns: tuple[WorkLine | None, ...] = ()
        self._troubles: dict[CountKey, Message] = {}
        self._sums: dict[int, int | None] = {}  # of columns, each added up once for what the grid holds

    # --- what is shown -----------------------------------------------------------------------------------------------

    def show(self, grid: WorkGrid, *, editable: bool, pending: Typed) -> None:
        """Shows a grid, with what was typed since it was read."""
        before, self.is_editable = (self.rows, self.columns), editable
        self._troubles = {key: told for key, told in self._troubles.items() if key in pending}
        self._take(grid.with_counts(pending))
        rows, columns = grid.rows(), self._with_names(grid)
        if (rows, columns) == before:
            self._draw_all()
            return
        self.beginResetModel()
        self.rows, self.columns = rows, columns
        self.heads = tuple(self._heads(grid))
        self.endResetModel()

    def _take(self, grid: WorkGrid) -> None:
        self.grid, self._sums = grid, {}

    @staticmethod
    def _with_names(grid: WorkGrid) -> tuple[WorkLine | None, ...]:
        """The columns of counts behind those that name a row."""
        return (*([None] * (3 if grid.by_deployment else 1)), *grid.columns())

    def _heads(self, grid: WorkGrid) -> list[GridHead]:
        text = self.language.text
        if grid.by_deployment:
            names = [
                GridHead(text(say("Deployment")), width=96),
                GridHead(text(say("Volunteer")), width=72),
                GridHead(text(say("Place")), width=90, flexible=True),
            ]
        else:
            names = [GridHead(text(say("What is counted")), width=180, flexible=True)]
        return [*names, *(self._head(column) for column in self.columns if column is not None)]

    def _head(self, column: WorkLine) -> GridHead:
        text = self.language.text
        if column.month is not None:
            name = self.language.month(column.month.month)
            return GridHead(name, right=True, width=_COUNT_WIDTH, group=str(column.month.year))
        if column.measure is None:
            return GridHead(text(say("Total")), right=True, width=72, strong=True)
        parted = column.total or column.sex or column.age
        named = f"{column.measure.code} {column.measure.name}"
        if not parted:
            return GridHead(column.measure.name, tip=named, right=True, width=84)
        part = say("Total") if column.total else PERSONS[column.sex, column.age]
        tip = text(say("{measure}: {part}", measure=column.measure.name, part=part))
        return GridHead(text(part), tip, right=True, width=_COUNT_WIDTH, strong=column.total, group=column.measure.name)

    def rowCount(self, parent: Index | None = None) -> int:
        """Deployments, or parts of measures."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    # --- cells -------------------------------------------------------------------------------------------------------

    def cell(self, row: int, column: int) -> GridCell:
        """How a cell looks."""
        line, about = self.rows[row], self.columns[column]
        if about is None:
            return self._name(line, column)
        key = self.key(row, column)
        trouble = self._troubles.get(key) if key is not None else None
        return GridCell(
            self._number(self.count(row, column)),
            right=True,
            ground="worked" if key is None or not self.is_editable else "",
            strong=line.total or about.total,
            trouble=self.language.text(trouble) if trouble is not None else "",
        )

    def _number(self, value: int | None) -> str:
        return "" if value is None else self.language.number(Decimal(value))

    def _name(self, line: WorkLine, column: int) -> GridCell:
        if line.deployment is not None:
            deployment = line.deployment
            shown = (deployment.reference, deployment.volunteer, deployment.place)[column]
            return GridCell(shown, ground="worked", ink="" if column == 0 else "secondary")
        if line.measure is not None and (line.total or not (line.sex or line.age)):
            return GridCell(line.measure.name, ground="worked", strong=line.total, tip=line.measure.code)
        part = self.language.text(PERSONS[line.sex, line.age])
        return GridCell(f"    {part}", ground="worked", ink="secondary")

    def foot(self, column: int) -> GridCell:
        """What a column sums to."""
        about = self.columns[column] if column < len(self.columns) else None
        if self.grid is None or not self.grid.by_deployment:
            return NOTHING
        if about is None:
            return GridCell(self.language.text(say("Total")), strong=True) if column == 0 else NOTHING
        if column not in self._sums:
            self._sums[column] = self.grid.foot(about)
        return GridCell(self._number(self._sums[column]), right=True, strong=True)

    def key(self, row: int, column: int) -> CountKey | None:
        """Which count a cell is; None where it is a name, or worked out."""
        if self.grid is None or not (0 <= row < len(self.rows) and 0 <= column < len(self.columns)):
            return None
        about = self.columns[column]
        return None if about is None else self.grid.key(self.rows[row], about)

    def place(self, row: int) -> WorkLine:
        """The row itself."""
        return self.rows[row]

    def cell_of(self, key: CountKey) -> tuple[int, int] | None:
        """Where a count stands; None where it is not shown."""
        cells = ((row, column) for row in range(len(self.rows)) for column in range(len(self.columns)))
        return next((cell for cell in cells if self.key(*cell) == key), None)

    def _draw_all(self) -> None:
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, len(self.columns) - 1))

    # --- typing ------------------------------------------------------------------------------------------------------

    def flags(self, index: Index) -> Qt.ItemFlag:
        """White cells can be typed into."""
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usual | Qt.ItemFlag.ItemIsEditable if self.takes_text(index.row(), index.column()) else usual

    def takes_text(self, row: int, column: int) -> bool:
        """Whether one can type into a cell."""
        return self.is_editable and self.key(row, column) is not None

    def count(self, row: int, column: int) -> int | None:
        """What a cell holds; None where nothing was counted, or it is a name."""
        about = self.columns[column]
        return None if about is None or self.grid is None else self.grid.value(self.rows[row], about)

    def typed(self, row: int, column: int) -> str:
        """The number without signs between thousands."""
        value = self.count(row, column)
        return "" if value is None else str(value)

    def read(self, text: str) -> int | None:
        """What was typed, as a count; None for nothing. Raises CellError when it is none."""
        plain = text.strip()
        if not plain:
            return None
        try:
            number = self.language.read_number(plain)
        except ValueError:
            number = Decimal(-1)
        if number < 0 or number != number.to_integral_value() or number > LARGEST:
            raise CellError(say("“{text}” is no count. Enter a whole number, zero or more.", text=plain))
        return int(number)

    def enter(self, row: int, column: int, text: str) -> int:
        """Takes what was typed into a cell; empty takes the count away."""
        key, count = self.key(row, column), self.read(text)
        if key is not None and (count != self.count(row, column) or key in self._troubles):
            self.edit({key: count})
        return row

    def edit(self, typed: Typed) -> None:
        """Takes counts, adds everything up anew, and tells it to whoever keeps it."""
        if self.grid is None or not typed:
            return
        self._take(self.grid.with_counts(typed))
        self._troubles = {key: told for key, told in self._troubles.items() if key not in typed}
        self._draw_all()
        self.edited.emit(typed)

    def show_troubles(self, troubles: Mapping[CountKey, Message]) -> None:
        """Shows at the cells what the office refused."""
        self._troubles = dict(troubles)
        self._draw_all()

    # --- several cells -----------------------------------------------------------------------------------------------

    def paste(self, row: int, column: int, block: Sequence[Sequence[str]]) -> list[int]:
        """Puts a block into the cells from one on; empty cells of it and sums are passed over.

        Returns the rows. Raises CellError, and pastes nothing, when a cell cannot be read or has no place.
        """
        typed: Typed = {}
        rows = self._without_heads(block)
        for number, cells in enumerate(rows):
            for place, text in enumerate(cells):
                if text:
                    self._put(typed, row + number, column + place, text, number=number + 1 + len(block) - len(rows))
        self.edit(typed)
        return list(range(row, row + len(rows)))

    def _without_heads(self, block: Sequence[Sequence[str]]) -> Sequence[Sequence[str]]:
        """The block without its first row, where that holds words alone."""
        words = [text for text in block[0] if text]
        return block[1:] if len(block) > 1 and words and not any(map(self._reads, words)) else block

    def _reads(self, text: str) -> bool:
        try:
            self.read(text)
        except CellError:
            return False
        return True

    def _put(self, typed: Typed, row: int, column: int, text: str, *, number: int) -> None:
        if not (row < len(self.rows) and column < len(self.columns)):
            raise CellError(
                say("Nothing was pasted: “{text}” of row {number} has no place in the grid.", text=text, number=number)
            )
        key = self.key(row, column)
        if key is None:
            return
        try:
            typed[key] = self.read(text)
        except CellError as problem:
            raise CellError(
                say("Nothing was pasted. Row {number}: {problem}", number=number, problem=problem.message)
            ) from None

    def put_into(self, area: Area, text: str) -> None:
        """Puts one count into every cell of an area that takes it. Raises CellError when it cannot be read."""
        count = self.read(text)
        self.edit(self._each(area, lambda _row, _column: count))

    def fill_down(self, area: Area) -> None:
        """Puts what stands in the first row of an area into the rows below; a single row takes what stands above it."""
        rows, columns = area
        if not rows:
            return
        source = rows[0] if len(rows) > 1 else max(rows[0] - 1, 0)
        below = rows[1:] if len(rows) > 1 else rows
        self.edit(self._each((below, columns), lambda _row, column: self.count(source, column)))

    def clear(self, area: Area) -> None:
        """Takes the counts of an area away."""
        rows, columns = area
        known = self._each((rows, columns), lambda _row, _column: None)
        counts = self.grid.counts if self.grid is not None else {}
        self.edit({key: count for key, count in known.items() if key in counts})

    def _each(self, area: Area, value: Callable[[int, int], int | None]) -> Typed:
        rows, columns = area
        cells = [(row, column) for row in rows for column in columns if self.takes_text(row, column)]
        return {key: value(*cell) for cell in cells if (key := self.key(*cell)) is not None}

    def copied(self, area: Area) -> str:
        """An area as text for the clipboard."""
        rows, columns = area
        return block_text([[self._copied(row, column) for column in columns] for row in rows], language=self.language)

    def _copied(self, row: int, column: int) -> Cell:
        if self.columns[column] is None:
            return self.cell(row, column).text.strip()
        count = self.count(row, column)
        return None if count is None else Decimal(count)
