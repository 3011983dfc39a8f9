"""What a file says without an office: where its table is, what its columns hold, what is wrong in its cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop.domain.finding import Problem
from desktop.importers.book import Book, FileKind
from desktop.importers.column_values import Style
from desktop.importers.fields import Field
from desktop.importers.layout import Guess, Layout, Left, TotalCheck
from desktop.importers.recognising import rank_kinds, recognise
from desktop.language import Message
from desktop.services.imports.concealed import concealed, concealed_sheets
from desktop.services.imports.lists.sheet_rows import columns_of


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was recognised in a file. `kinds` are the registers it could be for with a score of 100, best first; the
    rest is said of the first one, or of the one that was asked for.
    """

    file: str
    file_kind: FileKind
    sha256: str
    sheets: tuple[str, ...]
    hidden_sheets: tuple[str, ...]
    kinds: tuple[tuple[str, int], ...]
    kind: str
    layout: Layout
    rows: int
    styles: Mapping[str, Style]
    problems: tuple[Problem, ...]
    notes: tuple[Message, ...]

    @property
    def guesses(self) -> tuple[Guess, ...]:
        """What each column was taken for, and why."""
        return self.layout.guesses

    @property
    def checks(self) -> tuple[TotalCheck, ...]:
        """The totals that the workbook states, beside what its lines make."""
        return self.layout.checks

    @property
    def left(self) -> Mapping[Left, int]:
        """How many rows are no records, by why."""
        return Counter(self.layout.left.values())


def inspected(book: Book, kinds: Mapping[str, Sequence[Field]], *, sheet: str = "") -> Inspection:
    """What is in a file that may be for one of these registers. Raises UserError when there is no table in it."""
    ranked = rank_kinds(book, kinds)
    kind = ranked[0][0] if ranked else next(iter(kinds))
    layout = recognise(book, kinds[kind], sheet=sheet)
    read = book.sheet(layout.mapping.sheet)
    columns = columns_of(read, layout, kinds[kind])
    rows = layout.rows
    problems = sorted(
        (problem for column in columns for problem in column.problems(rows)), key=lambda each: (each.row, each.column)
    )
    problems += concealed(read, layout)
    return Inspection(
        file=book.name,
        file_kind=book.kind,
        sha256=book.sha256,
        sheets=tuple(sheet.name for sheet in book.sheets),
        hidden_sheets=tuple(sheet.name for sheet in book.sheets if sheet.hidden),
        kinds=tuple(ranked),
        kind=kind,
        layout=layout,
        rows=len(rows),
        styles={column.field.key: column.style for column in columns if column.style is not None},
        problems=tuple(each.problem for each in problems),
        notes=(*book.notes, *layout.notes, *concealed_sheets(book, layout)),
    )
