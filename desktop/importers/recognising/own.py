"""What GrantDesk wrote itself says what it is: the columns of an export or a template are known, not guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from desktop.importers.book import Book, Sheet
from desktop.importers.fields import Field
from desktop.importers.layout import Guess
from desktop.language import say
from desktop.registers.round_trip import ID_HEADING, PROBLEMS_MARK, BookMark


def book_mark(book: Book) -> BookMark | None:
    """What a workbook says of itself on the sheet that nobody sees, or None for one that is not ours."""
    for sheet in book.sheets:
        if sheet.name == ID_HEADING:
            return BookMark.parse(sheet.row(row) for row in range(sheet.height))
    return None


def tables_of(book: Book) -> list[Sheet]:
    """The sheets of a workbook without those that we put beside the table: marks, texts of drop-downs, problems."""
    return [sheet for sheet in book.sheets if not _is_beside(sheet)]


def _is_beside(sheet: Sheet) -> bool:
    return sheet.name.startswith(ID_HEADING) or (sheet.height > 0 and sheet.columns[0][0] == PROBLEMS_MARK)


def as_exported(book: Book, guesses: tuple[Guess, ...], fields: Sequence[Field]) -> tuple[Guess, ...]:
    """The guesses with those columns that we wrote as what we wrote into them.

    Nothing changes for a table that does not carry our marks.
    """
    mark = book_mark(book)
    if mark is None or all(guess.header != ID_HEADING for guess in guesses):
        return guesses
    ours = mark.columns_of({guess.column: guess.header for guess in guesses})
    known = {field.key for field in fields}
    held = {key for key in ours.values() if key in known}
    return tuple(_known(guess, ours.get(guess.column), held, known) for guess in guesses)


def _known(guess: Guess, key: str | None, held: set[str], known: set[str]) -> Guess:
    """A guess about a column that holds the field `key`; None for one that is not ours."""
    if guess.header == ID_HEADING:
        return replace(guess, field="", score=0, reason=say("The hidden marks by which rows are known again."))
    if key is None:
        return replace(guess, field="", score=0) if guess.field in held else guess
    if key in known:
        return replace(guess, field=key, score=100, reason=say("GrantDesk wrote this column."))
    return replace(guess, field="", score=0, reason=say("Worked out by the program: it is not taken."))
