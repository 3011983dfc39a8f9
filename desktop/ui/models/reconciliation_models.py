"""A reconciliation as grids: the sums of the groups, the age of what is committed, and the entries of one group."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from PySide6.QtCore import QModelIndex, QObject

from desktop.domain.money import Money, add_up
from desktop.language import Language, Message, say
from desktop.services.commitments import OpenCommitment
from desktop.services.reconciliation import (
    BUCKET_NAMES,
    GROUP_NAMES,
    CurrencySums,
    ErpRow,
    Group,
    LedgerReconciliation,
    OwnEntry,
    Pair,
)
from desktop.ui.models.grid_cells import NOTHING, CellInk, GridCell, GridHead, GridModel, Index

OPEN: Final = "open"  # the commitments, beside the groups
Line: TypeAlias = "Pair | ErpRow | OwnEntry | OpenCommitment"
_AMOUNT_WIDTH, _TEXT_WIDTH = 130, 110


class _Cells(GridModel):
    """A grid whose cells are made beforehand."""

    def __init__(self, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.language = language
        self._rows: list[list[GridCell]] = []

    def put(self, heads: Sequence[GridHead], rows: list[list[GridCell]]) -> None:
        """Shows other cells."""
        self.beginResetModel()
        self.heads = tuple(heads)
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """As many as there are."""
        return 0 if parent.isValid() else len(self._rows)

    def cell(self, row: int, column: int) -> GridCell:
        """How a cell looks."""
        return self._rows[row][column]

    def head(self, name: Message, *, right: bool = True, flexible: bool = False) -> GridHead:
        """A heading, over amounts unless said otherwise."""
        return GridHead(self.language.text(name), right=right, width=_AMOUNT_WIDTH, flexible=flexible)

    def name(self, name: Message, *, strong: bool = False) -> GridCell:
        """A cell with a word."""
        return GridCell(self.language.text(name), strong=strong)

    def money(self, money: Money, *, strong: bool = False, alarming: bool = False) -> GridCell:
        """A cell with an amount."""
        ink: CellInk = "negative" if alarming and money else "muted" if not money else ""
        return GridCell(self.language.money(money), right=True, strong=strong, ink=ink)


class SumsModel(_Cells):
    """What each group comes to on both sides, and the whole, currency by currency; of several the empty groups lack."""

    def show(self, found: LedgerReconciliation) -> None:
        """Shows the sums of a reconciliation."""
        heads = [
            self.head(say("Group"), right=False, flexible=True),
            self.head(say("Entries")),
            self.head(say("In the ERP")),
            self.head(say("Here")),
            self.head(say("Difference")),
        ]
        self.put(heads, [row for sums in found.sums for row in self._of(found, sums)])

    def _of(self, found: LedgerReconciliation, sums: CurrencySums) -> list[list[GridCell]]:
        rows = []
        groups = found.found.by_group(sums)
        for each in groups if len(found.sums) == 1 else [each for each in groups if each.count]:
            count = GridCell(self.language.value(each.count), right=True, ink="" if each.count else "muted")
            amounts = self.money(each.erp), self.money(each.here), self.money(each.difference, alarming=True)
            rows.append([self.name(GROUP_NAMES[each.group]), count, *amounts])
        erp, here, difference = (Money(part, sums.currency) for part in (sums.erp, sums.here, sums.difference))
        whole = [self.money(erp, strong=True), self.money(here, strong=True)]
        name = self.name(say("Total in {currency}", currency=sums.currency), strong=True)
        return [*rows, [name, NOTHING, *whole, self.money(difference, strong=True, alarming=True)]]


class AgesModel(_Cells):
    """What is still committed by age, a row for each currency."""

    def show(self, aged: Mapping[str, Sequence[Money]]) -> None:
        """Shows the sums of open commitments."""
        heads = [self.head(say("Currency"), right=False, flexible=True)]
        heads += [self.head(name) for name in (*BUCKET_NAMES, say("Total"))]
        rows = [
            [GridCell(currency), *map(self.money, parts), self.money(add_up(parts, currency), strong=True)]
            for currency, parts in aged.items()
        ]
        self.put(heads, rows)


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of a list: its heading, and what stands in it of a line."""

    head: GridHead
    cell: Callable[[Line], GridCell]


class LinesModel(GridModel):
    """The lines of a group, or the open commitments; cells are made when they come into sight."""

    def __init__(self, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.language = language
        self._lines: Sequence[Line] = ()
        self._columns: list[_Column] = []

    def show(self, found: LedgerReconciliation, which: str) -> None:
        """Shows a group, or what is open."""
        self.beginResetModel()
        self._lines = found.commitments if which == OPEN else found.found.members(Group(which))
        self._columns = self._made_columns(which)
        self.heads = tuple(column.head for column in self._columns)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """As many as there are lines."""
        return 0 if parent.isValid() else len(self._lines)

    def cell(self, row: int, column: int) -> GridCell:
        """How a cell looks."""
        return self._columns[column].cell(self._lines[row])

    def entry_of(self, row: int) -> int:
        """The id of the entry of a line; 0 for a row that only the ERP has."""
        line = self._lines[row]
        if isinstance(line, Pair):
            return line.entry.id
        return 0 if isinstance(line, ErpRow) else line.id

    # --- columns -----------------------------------------------------------------------------------------------------

    def _made_columns(self, which: str) -> list[_Column]:
        document = _column(self, say("Document"), lambda line: GridCell(_about(line)[1], ink="accent"))
        plain = _column(self, say("Document"), lambda line: GridCell(_about(line)[1]))
        shared = [
            _column(self, say("Date"), lambda line: GridCell(self.language.value(_about(line)[0]))),
            plain if which == Group.ONLY_ERP else document,
            _column(self, say("Description"), lambda line: GridCell(_about(line)[2]), flexible=True),
            _column(
                self, say("Grant"), lambda line: GridCell(line.entry.grant if isinstance(line, Pair) else line.grant)
            ),
        ]
        return shared + self._amounts(which)

    def _amounts(self, which: str) -> list[_Column]:
        where = _column(self, say("Cell"), _where)
        match which:
            case Group.DIFFERS:
                return [
                    _column(self, say("In the ERP"), lambda line: self._money(_erp(line)), right=True),
                    _column(self, say("Here"), lambda line: self._money(_here(line)), right=True),
                    _column(self, say("Difference"), self._difference, right=True),
                    where,
                ]
            case Group.ONLY_HERE:
                return [_column(self, say("Amount"), lambda line: self._money(_here(line)), right=True)]
            case "open":
                days = _column(self, say("Days"), self._days, right=True)
                return [_column(self, say("Line"), _line_code), self._open_column(), days]
        return [_column(self, say("Amount"), lambda line: self._money(_erp(line)), right=True), where]

    def _open_column(self) -> _Column:
        return _column(self, say("Still to be paid"), lambda line: self._money(_here(line)), right=True)

    def _money(self, money: Money | None) -> GridCell:
        return NOTHING if money is None else GridCell(self.language.money(money), right=True)

    def _difference(self, line: Line) -> GridCell:
        difference = line.difference if isinstance(line, Pair) else None
        if difference is None:
            return GridCell(self.language.text(say("Other currency")), right=True, ink="muted")
        return GridCell(self.language.money(difference), right=True, ink="negative")

    def _days(self, line: Line) -> GridCell:
        age = line.age if isinstance(line, OpenCommitment) else 0
        return GridCell(self.language.value(age), right=True)


def _column(
    model: LinesModel, name: Message, cell: Callable[[Line], GridCell], *, right: bool = False, flexible: bool = False
) -> _Column:
    width = _AMOUNT_WIDTH if right else _TEXT_WIDTH
    return _Column(GridHead(model.language.text(name), right=right, width=width, flexible=flexible), cell)


def _about(line: Line) -> tuple[date, str, str]:
    """Day, document and description of a line; of a pair those of the entry."""
    if isinstance(line, OpenCommitment):
        return line.entry_on, line.reference, line.description
    one = line.entry if isinstance(line, Pair) else line
    return one.on, one.document, one.description


def _erp(line: Line) -> Money | None:
    if isinstance(line, Pair):
        return line.row.money
    return line.money if isinstance(line, ErpRow) else None


def _here(line: Line) -> Money | None:
    if isinstance(line, OpenCommitment):
        return line.open
    if isinstance(line, Pair):
        return line.entry.money
    return line.money if isinstance(line, OwnEntry) else None


def _where(line: Line) -> GridCell:
    """The cell of the file, with the file in the tooltip."""
    row = line.row if isinstance(line, Pair) else line
    return GridCell(row.where, ink="secondary", tip=row.file) if isinstance(row, ErpRow) else NOTHING


def _line_code(line: Line) -> GridCell:
    return GridCell(line.line) if isinstance(line, OpenCommitment) else NOTHING
