"""The names that a template may call, as a grid that one can search."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QObject

from desktop.language import Language, say
from desktop.language.folding import words
from desktop.services.report_templates import OfferedName
from desktop.ui.models.grid_cells import GridCell, GridHead, GridModel, Index


class NamesModel(GridModel):
    """Each name with what it is and an example."""

    def __init__(self, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._all: tuple[OfferedName, ...] = ()
        self._shown: list[OfferedName] = []
        self._search = ""
        self.heads = (
            GridHead(language.text(say("Write this")), width=150),
            GridHead(language.text(say("It stands for")), width=120, flexible=True),
            GridHead(language.text(say("For example")), width=76),
        )

    def show(self, names: Sequence[OfferedName]) -> None:
        """Shows other names."""
        self._all = tuple(names)
        self.search(self._search)

    def search(self, text: str) -> None:
        """Shows the names that hold every word of `text`, in the name or in what it stands for."""
        self._search = text
        wanted = words(text)
        self.beginResetModel()
        self._shown = [name for name in self._all if self._holds(name, wanted)]
        self.endResetModel()

    def _holds(self, name: OfferedName, wanted: Sequence[str]) -> bool:
        """Whether each word begins one of the name, or of what it stands for."""
        known = words(f"{name.written} {self._language.text(name.about)}")
        return all(any(each.startswith(word) for each in known) for word in wanted)

    def written(self, row: int) -> str:
        """What is written into a template for a row."""
        return self._shown[row].written

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """As many as fit the search."""
        return 0 if parent.isValid() else len(self._shown)

    def cell(self, row: int, column: int) -> GridCell:
        """How a cell looks."""
        name = self._shown[row]
        match column:
            case 0:
                return GridCell(name.written, ink="accent")
            case 1:
                return GridCell(self._language.text(name.about))
        return GridCell(name.example, ink="muted", tip=name.example)
