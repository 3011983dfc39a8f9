"""What a file says without an office: where its table is, what its columns hold, what is wrong in its cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.domain.finding import Problem
from desktop.domain.spreadsheet import column_letters
from desktop.importers.book import Book, FileKind
from desktop.importers.column_values import Style
from desktop.importers.fields import Field
from desktop.importers.layout import Guess, Layout, Left, TotalCheck
from desktop.importers.recognising import rank_kinds, recognise
from desktop.language import Language, Message
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

    def as_json(self, language: Language) -> dict[str, Any]:
        """The same for programs; sentences are in `language`, rows and columns as the screen shows them."""
        mapping = self.layout.mapping
        return {
            "file": self.file,
            "type": str(self.file_kind),
            "sha256": self.sha256,
            "sheets": list(self.sheets),
            "hidden_sheets": list(self.hidden_sheets),
            "kinds": [{"kind": kind, "score": score} for kind, score in self.kinds],
            "kind": self.kind,
            "sheet": mapping.sheet,
            "header_rows": [row + 1 for row in mapping.header_rows],
            "first_row": self.layout.first + 1,
            "last_row": self.layout.last + 1,
            "rows": self.rows,
            "columns": [_guess(one, language) for one in self.guesses],
            "styles": {key: _style(one, language) for key, one in self.styles.items()},
            "left_out": {str(why): count for why, count in self.left.items()},
            "checks": [_check(one) for one in self.checks],
            "problems": [_problem(one, language) for one in self.problems],
            "notes": [language.text(one) for one in self.notes],
        }


def _guess(guess: Guess, language: Language) -> dict[str, Any]:
    return {
        "column": column_letters(guess.column),
        "heading": guess.header,
        "field": guess.field,
        "score": guess.score,
        "reason": language.text(guess.reason),
    }


def _style(style: Style, language: Language) -> dict[str, Any]:
    return {
        "style": style.code,
        "evidence": language.text(style.evidence),
        "open": style.open,
        "others": list(style.others),
    }


def _check(check: TotalCheck) -> dict[str, Any]:
    return {
        "where": check.where,
        "heading": check.header,
        "currency": check.currency,
        "stated": str(check.stated),
        "summed": str(check.summed),
        "differs": str(check.differs),
        "lines": check.lines,
        "grand": check.grand,
    }


def _problem(problem: Problem, language: Language) -> dict[str, Any]:
    return {
        "severity": problem.severity.name.lower(),
        "where": problem.where,
        "problem": language.text(problem.sentence),
        "fix": language.text(problem.fix),
    }


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
