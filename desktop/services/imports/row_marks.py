"""The hidden marks of a file that GrantDesk wrote: which record each row is, and what its cells held then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from desktop.importers.book import Book, GridColumn
from desktop.importers.layout import Layout
from desktop.importers.recognising.own import book_mark
from desktop.language import Message, say
from desktop.registers.round_trip import ID_HEADING, BookMark, RowMark, is_example


@dataclass(slots=True)
class Marks:
    """The marks of a table by row. `office_uid` and `language` are those of the export; `note` says why marks that are
    there do not count. `examples` are rows that only show how others are filled in.
    """

    rows: dict[int, RowMark] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    language: str = ""
    note: Message | None = None
    examples: frozenset[int] = frozenset()

    def digest_of(self, mark: RowMark, key: str) -> str | None:
        """The digest of what the cell of a column held; None where none was kept."""
        place = self.places.get(key)
        return mark.digests[place] if place is not None and place < len(mark.digests) else None

    def owners(self, edited: Callable[[int, RowMark], int]) -> dict[int, RowMark]:
        """The rows that are the records they say: of rows copied in a spreadsheet, the one that was edited least."""
        best: dict[int, tuple[int, int]] = {}
        for row, mark in self.rows.items():
            found = (edited(row, mark), row)
            best[mark.record_id] = min(best.get(mark.record_id, found), found)
        return {row: self.rows[row] for _edited, row in best.values()}


def read_marks(book: Book, layout: Layout, *, kind: str, office_uid: str) -> Marks:
    """The marks of a table, as far as they are of this office and register."""
    column = _marked_column(book, layout)
    if column is None:
        return Marks()
    sheet = book.sheet(layout.mapping.sheet)
    examples = frozenset(
        row for row in layout.rows if is_example(column[row]) and is_example(column[row], sheet.row(row))
    )
    found = {row: mark for row in layout.rows if (mark := RowMark.parse(column[row])) is not None}
    written = book_mark(book)
    if written is None or not found:
        return Marks(examples=examples)
    note = _why_not(written, kind, office_uid)
    if note is not None:
        return Marks(note=note, examples=examples)
    places = {key: place for place, key in enumerate(written.columns)}
    return Marks(found, places, written.language, examples=examples)


def _why_not(written: BookMark, kind: str, office_uid: str) -> Message | None:
    if written.office_uid != office_uid:
        return say("It was exported from another office: its rows are found by what they say, not by hidden marks.")
    if written.register != kind:
        return say("It was exported from another list: its rows are found by what they say, not by hidden marks.")
    return None


def _marked_column(book: Book, layout: Layout) -> GridColumn | None:
    columns = book.sheet(layout.mapping.sheet).columns
    for column in reversed(columns):
        if any(column[row] == ID_HEADING for row in layout.mapping.header_rows):
            return column
    return None
