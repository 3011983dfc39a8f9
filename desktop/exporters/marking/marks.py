"""What is marked in a copy: each cell with what is wrong there, and the list of all of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from desktop.domain.finding import SEVERITY_NAMES, Severity
from desktop.domain.spreadsheet import cell_address
from desktop.exporters.cells import xml_text
from desktop.language import Language, Message, say

MOST_COMMENTS: Final = 5_000
"""Comments in one copy; the list on its first sheet has every problem all the same."""

MOST_LINKS: Final = 65_000  # Excel takes 65,530 in a sheet
ERROR_FILL: Final = "FFC7CE"
WARNING_FILL: Final = "FFEB9C"
FILLS: Final = {Severity.ERROR: ERROR_FILL, Severity.WARNING: WARNING_FILL}


@dataclass(frozen=True, slots=True)
class ListedProblem:
    """One line of the list: the cell it leads to (counted from 0), or none where the file as a whole is meant."""

    severity: Severity
    cell: tuple[int, int] | None
    sentence: Message
    fix: Message
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CellMark:
    """What stands at one cell: how bad it is, and all that is wrong in the words of the language of the copy."""

    severity: Severity
    text: str


@dataclass(frozen=True, slots=True)
class Marks:
    """Everything that is marked in the sheet `sheet` of a file, in the order of the list.

    `notes` say what the copy does not have.
    """

    file: str
    sheet: str
    problems: tuple[ListedProblem, ...]
    language: Language
    notes: tuple[Message, ...] = field(default_factory=tuple)

    def cells(self) -> dict[tuple[int, int], CellMark]:
        """The marked cells, by row and column."""
        found: dict[tuple[int, int], list[ListedProblem]] = {}
        for problem in self.problems:
            if problem.cell is not None:
                found.setdefault(problem.cell, []).append(problem)
        return {
            cell: CellMark(max(one.severity for one in those), "\n".join(map(self._words, those)))
            for cell, those in sorted(found.items())
        }

    def _words(self, problem: ListedProblem) -> str:
        text = self.language.join((problem.sentence, problem.fix, *self._nearest(problem)))
        return xml_text(text)

    def _nearest(self, problem: ListedProblem) -> Iterator[Message]:
        if problem.nearest:
            yield say("Nearest: {names}.", names=", ".join(problem.nearest))

    def title(self) -> str:
        """Over the list."""
        return self.language.text(say("What is wrong in {file}", file=self.file))

    def remarks(self) -> list[str]:
        """Below the title."""
        remarks = [
            say("Correct the marked cells and import this workbook again. Each address below leads to its cell."),
            *self.notes,
        ]
        if len(self.cells()) > MOST_COMMENTS:
            remarks.append(say("Only the first {count} cells have a comment.", count=MOST_COMMENTS))
        return list(map(self.language.text, remarks))

    def headings(self) -> list[str]:
        """Of the list."""
        labels = (say("How bad"), say("Cell"), say("What is wrong"), say("What to do"), say("Nearest"))
        return list(map(self.language.text, labels))

    def lines(self) -> Iterator[tuple[ListedProblem, list[str]]]:
        """Each problem with the texts of its line; the second of them is the address of its cell."""
        for problem in self.problems:
            yield (
                problem,
                [
                    self.language.text(SEVERITY_NAMES[problem.severity]),
                    cell_address(*problem.cell) if problem.cell is not None else "",
                    self.language.text(problem.sentence),
                    self.language.text(problem.fix),
                    ", ".join(problem.nearest),
                ],
            )

    def location(self, cell: tuple[int, int]) -> str:
        """Where a link to a cell leads."""
        quoted = self.sheet.replace("'", "''")
        return f"'{quoted}'!{cell_address(*cell)}"

    def list_name(self, taken: Iterable[str]) -> str:
        """A name for the sheet of the list that no other sheet has."""
        held = {name.casefold() for name in taken}
        plain = name = self.language.text(say("Problems"))[:25]
        number = 1
        while name.casefold() in held:
            number += 1
            name = f"{plain} {number}"
        return name


LIST_WIDTHS: Final = (12, 10, 70, 70, 30)
