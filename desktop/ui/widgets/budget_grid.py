"""The budget grid: lines that come and go, typed into as in a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal

from desktop.domain.codes import CostCategory
from desktop.language import Message, say
from desktop.ui.context import Context
from desktop.ui.models import budget_typing
from desktop.ui.models.budget_columns import DESCRIPTION
from desktop.ui.models.budget_model import BudgetModel, RowKind
from desktop.ui.models.typed_grid import Area
from desktop.ui.widgets.typing_grid import TypingGrid


class BudgetGrid(TypingGrid):
    """`removed` asks to take lines out and carries their ids, `forgotten` to give back a cell that the office refused,
    by its line and column.
    """

    removed = Signal(list)
    forgotten = Signal(int, str)

    def __init__(self, context: Context, model: BudgetModel) -> None:
        self._budget = model
        super().__init__(context, model)

    def _enter(self, *, back: bool) -> None:
        index = self.currentIndex()
        row = self._budget.rows[index.row()] if index.isValid() else None
        if row is not None and row.kind is RowKind.ADD:
            self.add_line()
        else:
            super()._enter(back=back)

    def _control(self, key: Qt.Key) -> bool:
        match key:
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.add_line()
            case Qt.Key.Key_Minus:
                self.remove_lines()
            case _:
                return super()._control(key)
        return True

    def first_cell(self) -> tuple[int, int]:
        """The description of the first line."""
        return next((place for place, row in enumerate(self._budget.rows) if row.line is not None), 0), DESCRIPTION

    def forget(self, row: int, column: int) -> None:
        """Gives back a cell of a line."""
        line = self._budget.rows[row].line
        if line is not None:
            self.forgotten.emit(line.id, self._budget.columns[column].key)

    def why_not(self, row: int) -> Message | None:
        """Why one cannot type into a line."""
        model = self._budget
        made = model.rows[row] if 0 <= row < model.rowCount() else None
        if model.sheet is not None and model.sheet.is_open and not model.is_editable:
            return say("This office is open to read only.")
        if not model.is_editable:
            return say("This budget is not open. Make a new revision, or a scenario, to change it.")
        if made is not None and made.line is not None and made.line.is_worked_out:
            return say("This line follows from the rate of indirect cost.")
        return None

    # --- several cells -----------------------------------------------------------------------------------------------

    def copied(self, area: Area) -> str:
        """Lines as Excel takes them."""
        return budget_typing.copied(self._budget, area)

    def put_block(self, row: int, column: int, block: Sequence[Sequence[str]]) -> Sequence[int]:
        """Puts a block into the lines; what reaches beyond the last one becomes new lines."""
        return [self._budget.row_of_line(line_id) for line_id in budget_typing.paste(self._budget, row, column, block)]

    def put_value(self, area: Area, text: str) -> None:
        """Puts one value into every cell that takes it."""
        budget_typing.put_into(self._budget, area, text)

    def fill(self, area: Area) -> None:
        """Fills lines down."""
        budget_typing.fill_down(self._budget, area)

    def empty(self, area: Area) -> None:
        """Empties cells of text."""
        budget_typing.clear(self._budget, area)

    def add_line(self) -> None:
        """Ctrl++: a new line in the category one is in, open to type its description."""
        if not self._budget.is_editable:
            self._tell_why(-1)
            return
        index = self.currentIndex()
        category = self._budget.rows[index.row()].category if index.isValid() else None
        direct = category if category is not CostCategory.INDIRECT else None
        (line_id,) = self._budget.add_lines([{}], category=direct)
        self.go_to(self._budget.row_of_line(line_id), DESCRIPTION)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.begin()

    def remove_lines(self) -> None:
        """Ctrl+−: takes the selected lines out; Ctrl+Z brings them back."""
        rows, _columns = self.chosen()
        lines = [self._budget.rows[row].line for row in rows]
        ids = [line.id for line in lines if line is not None and self._budget.can_type(line)]
        if ids:
            self.removed.emit(ids)
        else:
            self._tell_why(rows[0] if rows else -1)
