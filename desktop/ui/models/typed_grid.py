"""What a grid that one types into needs of its model, beside how its cells look."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Hashable, Sequence

from desktop.language import Message
from desktop.ui.models.grid_cells import GridModel

Area = tuple[Sequence[int], Sequence[int]]
"""Rows and columns that are selected."""


class CellError(ValueError):
    """What was typed cannot stand in the cell; `message` says what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


class TypedGridModel(GridModel):
    """Rows have a place, by which they are found again after others came or went."""

    is_editable = False

    @abstractmethod
    def takes_text(self, row: int, column: int) -> bool:
        """Whether one can type into a cell; overridden by each model."""

    @abstractmethod
    def typed(self, row: int, column: int) -> str:
        """What stands in the editor of a cell at first; overridden by each model."""

    @abstractmethod
    def enter(self, row: int, column: int, text: str) -> int:
        """Takes what was typed into a cell; returns the row where it stands then. Raises CellError."""

    @abstractmethod
    def place(self, row: int) -> Hashable:
        """What a row is; overridden by each model."""

    def row_of(self, place: Hashable) -> int:
        """The row of a place, -1 when it is gone."""
        return next((row for row in range(self.rowCount()) if self.place(row) == place), -1)

    def is_stop(self, _row: int) -> bool:
        """Whether Enter stops at a row on its way down."""
        return True
