"""A budget as a spreadsheet: headings of categories with their sums, lines, a row to add one, the total at the foot."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import Enum

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal

from desktop.domain import indirect_cost
from desktop.domain.budget_sheet import BudgetSheet, SheetLine, Sums, add_up_sums
from desktop.domain.codes import CATEGORY_SHORT_NAMES, BudgetStatus, CostCategory
from desktop.domain.money import ZERO, minor_units
from desktop.language import Language, Message, say
from desktop.registers.query import Cell
from desktop.ui.models.budget_columns import (
    COLUMNS,
    DESCRIPTION,
    LAST_TYPED,
    GridColumn,
    read_cell,
    shown_text,
    sum_text,
    typed_text,
)
from desktop.ui.models.budget_lines import Edits, category_of_code, in_order, next_code, with_edits
from desktop.ui.models.grid_cells import NOTHING, GridCell, GridHead, Ground, Index
from desktop.ui.models.typed_grid import TypedGridModel

NEW_LINE = say("New line")


class RowKind(Enum):
    """What a row of the grid is."""

    HEADING = "heading"
    LINE = "line"
    ADD = "add"


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row: a category with what its lines sum to, a line, or the place where one is added."""

    kind: RowKind
    category: CostCategory | None
    sums: Sums = field(default_factory=Sums)
    line: SheetLine | None = None


class BudgetModel(TypedGridModel):
    """The rows of one budget. `edited` carries what was typed, to be kept; `reworked` says that sums changed."""

    edited = Signal(object)
    reworked = Signal()

    def __init__(self, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.language = language
        self.sheet: BudgetSheet | None = None
        self.rows: list[GridRow] = []
        self.total = Sums()
        self.lines: list[SheetLine] = []
        self.columns: tuple[GridColumn, ...] = COLUMNS
        self._troubles: dict[tuple[int, str], Message] = {}
        self._kept: dict[int, int] = {}
        self._next_key = -1

    # --- what is shown -----------------------------------------------------------------------------------------------

    def show(
        self,
        sheet: BudgetSheet,
        *,
        editable: bool,
        pending: Edits | None = None,
        kept: Mapping[int, int] | None = None,
    ) -> None:
        """Shows a sheet, with what was typed since it was read; `kept` tells which ids new lines got meanwhile."""
        self.sheet = sheet
        self._kept.update(kept or {})
        refused, before = pending or {}, self._troubles
        self._troubles = {cell: told for cell, told in before.items() if cell[1] in refused.get(cell[0], {})}
        self.is_editable = editable
        compared = sheet.compared_with is not None
        self.columns = tuple(column for column in COLUMNS if compared or not column.is_compared)
        heads, self.heads = self.heads, tuple(self._head(column) for column in self.columns)
        self._work_out(with_edits(sheet, sheet.lines, pending or {}), anew=heads != self.heads)
        if before != self._troubles:
            self._draw_all()

    def _head(self, column: GridColumn) -> GridHead:
        text = self.language.text
        label = self._amount_name() if column.key == "amount" else column.label
        return GridHead(
            text(label).strip(),
            tip=text(column.long) if column.long is not None else "",
            right=column.is_number,
            width=column.width,
            flexible=column.key == "description",
            strong=column.key == "amount" and self.is_editable,
        )

    def _amount_name(self) -> Message:
        sheet = self._known
        match sheet.status, sheet.revision:
            case BudgetStatus.SCENARIO, _:
                return say("Scenario")
            case ((BudgetStatus.DRAFT | BudgetStatus.REQUESTED), int(number)):
                return say("Draft {number}", number=number)
            case _, int(number) if number:
                return say("Revision {number}", number=number)
        return say("Budget")

    @property
    def _known(self) -> BudgetSheet:
        assert self.sheet is not None  # noqa: S101 - rows are there only once it is
        return self.sheet

    def _work_out(self, lines: Iterable[SheetLine], *, anew: bool = False) -> None:
        """Makes the rows of `lines`. Where they are the same as before, the cells alone are told to be drawn."""
        self.lines = in_order(lines)
        self.total = self._sum(self.lines)
        rows = self._made_rows()
        same = [_identity(row) for row in rows] == [_identity(row) for row in self.rows]
        if anew or not same:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()
        else:
            changed = [row for row, (before, after) in enumerate(zip(self.rows, rows, strict=True)) if before != after]
            self.rows = rows
            for row in changed:
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.columns) - 1))
        self.reworked.emit()

    def _sum(self, lines: Iterable[SheetLine]) -> Sums:
        return add_up_sums((line.sums for line in lines), is_compared=self._known.compared_with is not None)

    def _made_rows(self) -> list[GridRow]:
        rows: list[GridRow] = []
        for category in (*CostCategory, None):
            lines = [line for line in self.lines if line.category == category]
            if not lines and (category is None or not self.is_editable):
                continue
            rows.append(GridRow(RowKind.HEADING, category, self._sum(lines)))
            if not _is_rate_alone(lines):
                rows += [GridRow(RowKind.LINE, category, line.sums, line) for line in lines]
        return [*rows, GridRow(RowKind.ADD, None)] if self.is_editable else rows

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Headings, lines and the row to add one."""
        return 0 if parent.isValid() else len(self.rows)

    # --- cells -------------------------------------------------------------------------------------------------------

    def cell(self, row: int, column: int) -> GridCell:
        """How a cell looks."""
        made, about = self.rows[row], self.columns[column]
        match made.kind:
            case RowKind.HEADING:
                return self._heading_cell(made, about)
            case RowKind.LINE if made.line is not None:
                return self._line_cell(made, made.line, about)
        text = self.language.text(say("Add a line")) if about.key == "description" else ""
        return GridCell(text, ink="muted")

    def spread(self, row: int) -> tuple[int, int] | None:
        """The name of a category reaches over what its lines have columns for, the row to add one over all."""
        match self.rows[row].kind:
            case RowKind.HEADING:
                return DESCRIPTION, LAST_TYPED
            case RowKind.ADD:
                return DESCRIPTION, len(self.columns) - 1
        return None

    def note(self, row: int) -> str:
        """What stands behind the name of a category: how indirect cost is worked out."""
        made = self.rows[row]
        is_indirect = made.kind is RowKind.HEADING and made.category is CostCategory.INDIRECT
        return self.note_of_indirect() if is_indirect else ""

    def note_of_indirect(self) -> str:
        """How indirect cost is worked out, nothing where it is typed."""
        part = self._known.indirect
        if part is None or not part.line_id:
            return ""
        return self.language.text(say("{rate} of the direct total, worked out", rate=indirect_cost.written(part.rate)))

    def _heading_cell(self, row: GridRow, column: GridColumn) -> GridCell:
        if column.key == "code":
            return GridCell("" if row.category is None else str(int(row.category)), ground="heading", strong=True)
        if column.key == "description":
            name = CATEGORY_SHORT_NAMES[row.category] if row.category is not None else say("Without a category")
            return GridCell(self.language.text(name), ground="heading", strong=True)
        if column.is_typed:
            return GridCell(ground="heading")
        return replace(self._sum_cell(row.sums, column), ground="heading")

    def _sum_cell(self, sums: Sums, column: GridColumn) -> GridCell:
        text = sum_text(column, sums, language=self.language, currency=self._known.currency)
        negative = column.key == "left_after" and sums.left_after < 0
        quiet = column.key == "change_percent"
        return GridCell(
            text,
            right=True,
            ink="negative" if negative else "muted" if quiet else "",
            strong=column.key == "amount",
        )

    def _line_cell(self, row: GridRow, line: SheetLine, column: GridColumn) -> GridCell:
        if not column.is_typed:
            made = self._sum_cell(row.sums, column)
            changed = column.key == "amount" and bool(row.sums.change)
            quiet = "secondary" if column.key in ("approved", "used") and not made.ink else made.ink
            return replace(
                made,
                ground="changed" if changed else "worked",
                ink=quiet,
                crossed=line.is_removed and column.key == "approved",
            )
        trouble = self._troubles.get((line.id, column.key))
        return GridCell(
            shown_text(column, line, language=self.language, currency=self._known.currency),
            right=column.is_number,
            ground=self._ground(line, column),
            ink="muted" if column.key == "code" or line.is_removed else "",
            crossed=line.is_removed and column.key in ("code", "description"),
            trouble=self.language.text(trouble) if trouble is not None else "",
        )

    def _ground(self, line: SheetLine, column: GridColumn) -> Ground:
        if not self.can_type(line):
            return "worked"
        new = line.is_new and self._known.compared_with is not None
        return "changed" if new or column.key in line.changed else ""

    def foot(self, column: int) -> GridCell:
        """The total."""
        about = self.columns[column]
        if about.key == "description":
            return GridCell(self.language.text(say("Total")), strong=True)
        if about.is_typed or self.sheet is None:
            return NOTHING
        made = replace(self._sum_cell(self.total, about), strong=about.key != "change_percent")
        is_even = about.key == "change" and self.total.change == 0
        return (
            replace(made, text=self.language.number(ZERO, decimals=minor_units(self._known.currency)))
            if is_even
            else made
        )

    # --- typing ------------------------------------------------------------------------------------------------------

    def can_type(self, line: SheetLine) -> bool:
        """Whether a line may be typed into."""
        return self.is_editable and not line.is_removed and not line.is_worked_out

    def flags(self, index: Index) -> Qt.ItemFlag:
        """White cells can be typed into."""
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usual | Qt.ItemFlag.ItemIsEditable if self.takes_text(index.row(), index.column()) else usual

    def takes_text(self, row: int, column: int) -> bool:
        """Whether one can type into a cell; what is typed where a line is added makes one."""
        if not (0 <= row < len(self.rows) and 0 <= column < len(self.columns)):
            return False
        made = self.rows[row]
        if not self.columns[column].is_typed or made.kind is RowKind.HEADING:
            return False
        return made.kind is RowKind.ADD or (made.line is not None and self.can_type(made.line))

    def typed(self, row: int, column: int) -> str:
        """What stands in the editor of a cell at first."""
        line = self.rows[row].line
        return "" if line is None else typed_text(self.columns[column], line, language=self.language)

    def read(self, column: int, text: str) -> Cell:
        """What was typed, as a value. Raises CellError when it cannot be read."""
        return read_cell(self.columns[column], text, language=self.language, currency=self._known.currency)

    def type_into(self, row: int, column: int, text: str) -> int:
        """Takes what was typed into a cell; returns the id of its line. Raises CellError when it cannot be read."""
        value, key = self.read(column, text), self.columns[column].key
        line = self.rows[row].line
        if line is None:
            return self.add_lines([{key: value}])[0]
        if text != self.typed(row, column) or (line.id, key) in self._troubles:
            self.edit({line.id: self.with_category(line, {key: value})})
        return line.id

    def enter(self, row: int, column: int, text: str) -> int:
        """Takes what was typed into a cell; returns the row of its line then."""
        return self.row_of_line(self.type_into(row, column, text))

    def is_stop(self, row: int) -> bool:
        """Enter passes over the names of categories."""
        return self.rows[row].kind is not RowKind.HEADING

    def with_category(self, line: SheetLine, values: dict[str, Cell]) -> dict[str, Cell]:
        """A line goes into the category its new code begins with, where its old one did so."""
        code = values.get("code")
        category = category_of_code(str(code)) if code is not None else None
        if category is None or category == line.category or category_of_code(line.code) != line.category:
            return values
        return values | {"category": str(category)}

    def add_lines(self, lines: Sequence[dict[str, Cell]], *, category: CostCategory | None = None) -> list[int]:
        """Adds lines with these values, as one step; returns their ids, which are below zero until they are kept."""
        edits = self.new_lines(lines, category=category)
        self.edit(edits)
        return list(edits)

    def new_lines(self, lines: Sequence[dict[str, Cell]], *, category: CostCategory | None = None) -> Edits:
        """What adds lines with these values.

        Without a code a line gets the next one of its category: that of its code, the one given, or the last one that
        has lines.
        """
        codes = [line.code for line in self.lines]
        last = [line.category for line in self.lines if line.category and line.category.is_direct]
        usual = category or (last[-1] if last else CostCategory.STAFF)
        edits: Edits = {}
        for values in lines:
            typed = str(values.get("code") or "")
            own = category_of_code(typed)
            known = int(usual) if own is None else own
            code = typed if typed and typed not in codes and typed != str(own) else next_code(codes, known)
            codes.append(code)
            named = {"description": self.language.text(NEW_LINE)} | values
            edits[self._next_key] = named | {"code": code, "category": str(known)}
            self._next_key -= 1
        return edits

    def edit(self, edits: Edits) -> None:
        """Takes what was typed, works everything out, and tells it to whoever keeps it."""
        mended = [
            (key, column) for key, values in edits.items() for column in values if (key, column) in self._troubles
        ]
        for cell in mended:
            del self._troubles[cell]
        self._work_out(with_edits(self._known, self.lines, edits))
        if mended:
            self._draw_all()
        self.edited.emit(edits)

    def show_troubles(self, troubles: dict[tuple[int, str], Message]) -> None:
        """Shows at the cells what the office refused."""
        self._troubles = dict(troubles)
        self._draw_all()

    def _draw_all(self) -> None:
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, len(self.columns) - 1))

    @property
    def troubles(self) -> dict[tuple[int, str], Message]:
        """What was refused, by line and column."""
        return dict(self._troubles)

    # --- finding one's place -----------------------------------------------------------------------------------------

    def place(self, row: int) -> tuple[RowKind, int]:
        """What a row is, to find it again after others came or went."""
        made = self.rows[row]
        return made.kind, (made.line.id or hash(made.line.code)) if made.line is not None else int(made.category or 0)

    def row_of(self, place: Hashable) -> int:
        """The row of a place, -1 when it is gone; a line that was kept meanwhile has another id."""
        if isinstance(place, tuple):
            kind, key = place
            place = kind, self._kept.get(key, key)
        return super().row_of(place)

    def row_of_line(self, line_id: int) -> int:
        """The row of a line, -1 when it has none."""
        return self.row_of((RowKind.LINE, line_id))

    def value(self, row: int, column: int) -> Cell | Decimal:
        """What a cell holds, exact; None where it holds nothing."""
        made, about = self.rows[row], self.columns[column]
        if about.is_typed:
            return None if made.line is None else getattr(made.line, about.key)
        value = getattr(made.sums, about.key)
        return value if isinstance(value, Decimal) else None


def _identity(row: GridRow) -> tuple[RowKind, CostCategory | None, int, str]:
    return row.kind, row.category, row.line.id if row.line else 0, row.line.code if row.line else ""


def _is_rate_alone(lines: list[SheetLine]) -> bool:
    """Whether a category has nothing but the line that follows from a rate: its heading says it all."""
    return len(lines) == 1 and lines[0].is_worked_out
