"""A table whose cells say how they look: what a grid draws, whatever its rows are about."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
Ground = Literal["", "worked", "changed", "heading"]
CellInk = Literal["", "muted", "secondary", "negative", "accent"]


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell. White ground can be typed into, a tinted one (`worked`) is worked out, `changed` differs from what was
    approved. `tip` is what a tooltip tells, `trouble` what is wrong with what was typed. `over` stands for too much: it
    gets a sign, for its minus is not there to tell it from red alone.
    """

    text: str = ""
    right: bool = False
    ground: Ground = ""
    ink: CellInk = ""
    strong: bool = False
    crossed: bool = False
    tip: str = ""
    trouble: str = ""
    over: bool = False


@dataclass(frozen=True, slots=True)
class GridHead:
    """The heading of a column: its word, the whole of it where the word is short, how wide the column is at least, and
    whether it takes what room is left. `group` is the word that stands once above all columns of a group.
    """

    text: str
    tip: str = ""
    right: bool = False
    width: int = 60
    flexible: bool = False
    strong: bool = False
    group: str = ""


NOTHING = GridCell()


class GridModel(QAbstractTableModel):
    """What a grid needs of a model: heads, cells, rows that are headings, and what stands at the foot."""

    heads: tuple[GridHead, ...] = ()

    @abstractmethod
    def cell(self, row: int, column: int) -> GridCell:
        """How a cell looks; overridden by each model."""

    def foot(self, _column: int) -> GridCell:
        """What stands in a column of the foot; nothing where a model does not add up."""
        return NOTHING

    def spread(self, _row: int) -> tuple[int, int] | None:
        """The first and the last column over which the text of a row reaches, or None."""
        return None

    def note(self, _row: int) -> str:
        """What stands, muted, behind a text that reaches over several columns."""
        return ""

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """As many as there are heads."""
        return 0 if parent.isValid() else len(self.heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The text of a cell and its tooltip; how it looks comes from `cell`."""
        if not index.isValid():
            return None
        cell = self.cell(index.row(), index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return cell.text
            case Qt.ItemDataRole.ToolTipRole:
                return cell.trouble or cell.tip or None
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if cell.right else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The word of a heading; in the tooltip the whole."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.heads):
            return None
        head = self.heads[section]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return head.text
            case Qt.ItemDataRole.ToolTipRole:
                return head.tip or head.text
        return None
