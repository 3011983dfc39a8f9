"""What the workbook hides and is read all the same: hidden data is how names slip into a file unseen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from desktop.domain.finding import Problem, Severity
from desktop.domain.spreadsheet import column_letters
from desktop.importers.book import Book, Sheet
from desktop.importers.layout import Layout
from desktop.language import Message, say
from desktop.registers.round_trip import ID_HEADING
from desktop.services.imports.preview import RowProblem

_LOOK = say("Look at it, and untick or leave out what is not meant to come in.")


def concealed(sheet: Sheet, layout: Layout) -> Iterator[RowProblem]:
    """A warning for each run of hidden rows among the records, and for each hidden column that holds a field."""
    records = range(layout.first, layout.last + 1)
    hidden = sorted(row for row in sheet.hidden_rows if row in records and row not in layout.left)
    for first, last in _runs(hidden):
        where = f"{sheet.name}!{first + 1}:{last + 1}"
        if first == last:
            yield _told(first, None, "", where, say("Row {row} is hidden in the workbook.", row=str(first + 1)))
        else:
            told = say("Rows {first} to {last} are hidden in the workbook.", first=str(first + 1), last=str(last + 1))
            yield _told(first, None, "", where, told)
    heading = layout.mapping.header_rows[-1] if layout.mapping.header_rows else layout.first
    for column, key in sorted(layout.mapping.fields.items()):
        if column in sheet.hidden_columns:
            letters = column_letters(column)
            told = say("Column {column} is hidden in the workbook.", column=letters)
            yield _told(heading, column, key, f"{sheet.name}!{letters}:{letters}", told)


def concealed_sheets(book: Book, layout: Layout) -> Iterator[Message]:
    """A sentence for each hidden sheet: that it is read, or that it is not. Our own hidden sheet is not meant."""
    for sheet in book.sheets:
        if sheet.hidden and sheet.name == layout.mapping.sheet:
            yield say("The sheet {sheet} is hidden in the workbook.", sheet=sheet.name)
        elif sheet.hidden and not sheet.name.startswith(ID_HEADING) and sheet.height:
            yield say("The hidden sheet {sheet} is not read.", sheet=sheet.name)


def _told(row: int, column: int | None, key: str, where: str, sentence: Message) -> RowProblem:
    return RowProblem(row, column, key, Problem(Severity.WARNING, where, sentence, _LOOK))


def _runs(rows: Iterable[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of neighbours among ascending `rows`."""
    first = last = None
    for row in rows:
        if first is None or last is None:
            first = row
        elif row != last + 1:
            yield first, last
            first = row
        last = row
    if first is not None and last is not None:
        yield first, last
