"""A copy of the user's own workbook that shows what is wrong in it, cell by cell, to be corrected there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.domain.finding import Problem, Severity
from desktop.domain.progress import Progress, Silent
from desktop.importers.book import Book, ErrorValue, FileKind, Raw, Sheet, Uncalculated
from desktop.language import Language, say
from desktop.services.imports.preview import Preview, RowProblem
from desktop.storage.office import Outcome

if TYPE_CHECKING:
    from desktop.exporters.marked_up import ListedProblem, PlainSheet


def save_marked_up(preview: Preview, path: Path, *, language: Language, progress: Progress | None = None) -> Outcome:
    """Writes a marked copy of the file of `preview` to the new or replaced workbook `path`.

    Raises UserError when the copy cannot be written there.
    """
    from desktop.exporters.marked_up import Marks, write_marked_up

    book, mapping = preview.draft.book, preview.draft.mapping
    write_marked_up(
        path,
        book.content,
        _plain_sheets(book),
        Marks(book.name, mapping.sheet, tuple(_listed(preview)), language),
        workbook=book.kind is FileKind.XLSX,
        progress=progress or Silent(),
    )
    return Outcome(say("Saved a copy of {file} with its problems marked: {target}.", file=book.name, target=path.name))


def _listed(preview: Preview) -> Iterator[ListedProblem]:
    """Everything that is wrong: with the file as a whole, then row by row. What is wrong with a row as a whole stands
    at its first cell that is read.
    """
    from desktop.exporters.marked_up import ListedProblem

    for one in preview.refused:
        yield ListedProblem(one.severity, None, one.sentence, one.fix)
    first = min(preview.draft.mapping.fields, default=0)
    found = [
        (each.row, first if each.column is None else each.column, each)
        for each in (*preview.problems, *_wrong_totals(preview))
    ]
    for row, column, each in sorted(found, key=lambda place: place[:2]):
        problem = each.problem
        yield ListedProblem(problem.severity, (row, column), problem.sentence, problem.fix, each.nearest)


def _wrong_totals(preview: Preview) -> Iterator[RowProblem]:
    """The totals that the workbook states and that its own lines do not make."""
    for check in preview.checks:
        if check.differs:
            sentence = say(
                "The workbook states {stated} here; its own lines make {summed}.",
                stated=check.stated,
                summed=check.summed,
            )
            fix = say("Find out which of them is right.")
            problem = Problem(Severity.WARNING, check.where, sentence, fix)
            yield RowProblem(check.row, check.column, "", problem)


def _plain_sheets(book: Book) -> list[PlainSheet]:
    from desktop.exporters.marked_up import PlainSheet

    return [
        PlainSheet(
            sheet.name,
            sheet.height,
            _Rows(sheet),
            hidden=sheet.hidden,
            hidden_columns=sheet.hidden_columns,
            merged=tuple((area.top, area.left, area.bottom, area.right) for area in sheet.merged),
        )
        for sheet in book.sheets
    ]


class _Rows:
    """Gives the rows of a sheet, as often as they are asked for."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    def __call__(self) -> Iterator[list[object]]:
        for row in range(self._sheet.height):
            yield [_plain(value) for value in self._sheet.row(row)]


def _plain(value: Raw) -> object:
    """What is written in the place of a value: errors and formulas without a result as the text that they are."""
    match value:
        case ErrorValue():
            return value.shown
        case Uncalculated():
            return value.formula or None
    return value
