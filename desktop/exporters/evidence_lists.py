"""The lists of an evidence pack: an index whose links open the files beside it, and rows as csv for programs.

Rows are written while they come; links are relative, so that they hold wherever the pack is unpacked.
"""

from __future__ import annotations

import contextlib
import csv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, auto
from pathlib import Path
from typing import Any, Final, TypeAlias

from desktop.domain.spreadsheet import quoted
from desktop.domain.terms import DOCUMENT_KINDS
from desktop.exporters import cells
from desktop.exporters.register_file import EXCEL_ROWS
from desktop.exporters.report_workbook.looks import Look, Looks, money_form, put, quantity_form, quoted_if_needed
from desktop.exporters.report_workbook.trace_sheet import WHEN
from desktop.exporters.sheet_rows import held_text
from desktop.language import Language, Message, UserError, say
from desktop.reports.evidence import Entry, Placed
from desktop.reports.trace import NONE, TraceRow

INDEX: Final = "index.xlsx"
ENTRIES: Final = "entries.csv"
MISSING: Final = "missing.csv"
ALL: Final = (INDEX, ENTRIES, MISSING)
MOST_FILES: Final = 20
"""Files of one entry that the index has a column for; all of them are on the sheet of files."""
BETWEEN: Final = " | "
"""Between the files of an entry in one cell: no name in the pack has it."""

_Value: TypeAlias = "str | int | Decimal | date | Message | None"
_ENCODING: Final = "utf-8-sig"
_MOST_LINKS: Final = 65_530  # that Excel takes on a sheet
_A4: Final = 9
_HEADING: Final = Look(bold=True, filled=True, below=1, wraps=True)
_FORM_OF_DAY: Final = Look(form=cells.DATE_FORMAT)
_HIGH: Final = 30  # the row of headings: two lines, in points
_LINK_INK: Final = "#0B5F97"


class _Kind(Enum):
    """What a column holds. An amount has the decimals of the currency that stands before it."""

    TEXT = auto()
    DAY = auto()
    NUMBER = auto()
    CURRENCY = auto()
    MONEY = auto()
    LINK = auto()


_TO_THE_RIGHT: Final = (_Kind.NUMBER, _Kind.MONEY)
_INDENTS: Final = {_Kind.NUMBER: 1}  # room between a number and the text that follows


@dataclass(frozen=True, slots=True)
class _Column:
    heading: Message
    width: int
    kind: _Kind = _Kind.TEXT


_FIRST: Final = (
    _Column(say("Date"), 13, _Kind.DAY),
    _Column(say("Document"), 16),
    _Column(say("Description"), 46),
    _Column(say("Kind"), 16),
    _Column(say("Grant"), 14),
)
_SUMS: Final = (
    _Column(say("Currency of the grant"), 12, _Kind.CURRENCY),
    _Column(say("Spent"), 16, _Kind.MONEY),
    _Column(say("Committed"), 16, _Kind.MONEY),
    _Column(say("Received"), 16, _Kind.MONEY),
)
_COUNT: Final = _Column(say("Files"), 8, _Kind.NUMBER)
_INDEX: Final = (*_FIRST, *_SUMS, _COUNT)
_ENTRIES: Final = (
    *_FIRST,
    _Column(say("Category"), 10),
    _Column(say("Line"), 10),
    _Column(say("Outcome"), 10),
    _Column(say("Output"), 10),
    _Column(say("Activity"), 10),
    _Column(say("Project"), 14),
    _Column(say("Currency"), 10, _Kind.CURRENCY),
    _Column(say("Original"), 16, _Kind.MONEY),
    _Column(say("Rate"), 13, _Kind.NUMBER),
    _Column(say("Rate is for"), 13, _Kind.NUMBER),
    _Column(say("Rate of"), 13, _Kind.DAY),
    _Column(say("Source of the rate"), 18),
    _Column(say("When"), 22),
    *_SUMS,
    _COUNT,
    _Column(say("In the pack as"), 50),
)
_COUNTERPARTY: Final = _Column(say("Counterparty"), 30)
_MISSING: Final = (*_FIRST, *_SUMS)
_FILES: Final = (
    _Column(say("File"), 60, _Kind.LINK),
    _Column(say("Belongs to"), 20),
    _Column(say("Kind"), 18),
    _Column(say("Added on"), 13, _Kind.DAY),
    _Column(say("Size in bytes"), 14, _Kind.NUMBER),
    _Column(say("SHA-256"), 68),
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A file as the sheet of files has it; `is_linked` is not so where a click would run it."""

    path: str
    owner: str
    kind: Message
    added_on: date | None
    size: int
    sha256: str
    is_linked: bool = True


class Lists:
    """The lists while they are written; `files` are those of each entry, by its id."""

    def __init__(
        self,
        book: Any,
        language: Language,
        *,
        files: Mapping[int, Sequence[Placed]],
        unlinked: frozenset[str],
        counterparties: Mapping[int, str] | None,
        csvs: tuple[Any, Any],
    ) -> None:
        self._language, self._files, self._unlinked, self._named = language, files, unlinked, counterparties
        most = min(MOST_FILES, max(map(len, files.values()), default=0))
        links = tuple(_Column(say("File {number}", number=place + 1), 36, _Kind.LINK) for place in range(most))
        looks = _LinkLooks(book, language)
        self._links = most
        more = () if counterparties is None else (_COUNTERPARTY,)
        self._index = _Sheet(book, say("Index"), (*_INDEX, *links), looks)
        self._listed = _Sheet(book, say("Files"), _FILES, looks)
        self._missing = _Sheet(book, say("Missing"), (*_MISSING, *more), looks)
        self._entries = _Sheet(book, say("Entries"), (*_ENTRIES, *more), looks)
        self._csv_entries, self._csv_missing = csvs
        _put_csv(self._csv_entries, [column.heading for column in (*_ENTRIES, *more)], language)
        _put_csv(self._csv_missing, [column.heading for column in (*_MISSING, *more)], language)
        self.entries = self.missing = 0

    def add(self, entry: Entry, rows: Sequence[TraceRow]) -> None:
        """Writes an entry on all lists it belongs to."""
        paths = [file.path for file in self._files.get(entry.row.id, ())]
        more = () if self._named is None else (self._named.get(entry.row.id),)
        short = (*_first(entry.row), *_sums(entry, entry.row.currency))
        linked = [_Link(path, is_open=path not in self._unlinked) for path in paths[: self._links]]
        self._index.add((*short, len(paths), *linked))
        for row in rows:
            values = (*_values(row), len(paths), BETWEEN.join(paths), *more)
            self._entries.add(values)
            _put_csv(self._csv_entries, values, self._language)
            self.entries += 1
        if entry.costs_now and not paths:
            self._missing.add((*short, *more))
            _put_csv(self._csv_missing, (*short, *more), self._language)
            self.missing += 1

    def list_file(self, file: Listed) -> None:
        """Writes a file of the pack on the sheet of files."""
        link = _Link(file.path, is_open=file.is_linked)
        self._listed.add((link, file.owner, file.kind, file.added_on, file.size, file.sha256))

    def close(self) -> None:
        """Puts filters over the rows."""
        for sheet in (self._index, self._listed, self._missing, self._entries):
            sheet.close()


@contextmanager
def written_lists(
    folder: Path,
    *,
    title: str,
    moment: datetime,
    language: Language,
    files: Mapping[int, Sequence[Placed]],
    unlinked: frozenset[str] = frozenset(),
    counterparties: Mapping[int, str] | None = None,
) -> Iterator[Lists]:
    """Gives lists to write on; they are the files `INDEX`, `ENTRIES` and `MISSING` of `folder` afterwards.

    `unlinked` are the files that no link opens. Whom an entry names is written only where `counterparties` are given.
    """
    import xlsxwriter

    plain = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with ExitStack() as stack:
        book = xlsxwriter.Workbook(str(folder / INDEX), {"constant_memory": True, "tmpdir": str(folder), **plain})
        stack.callback(_close, book)
        book.set_properties({"title": cells.xml_text(title), "author": "GrantDesk", "created": moment})
        csvs = (_csv(stack, folder / ENTRIES), _csv(stack, folder / MISSING))
        lists = Lists(book, language, files=files, unlinked=unlinked, counterparties=counterparties, csvs=csvs)
        yield lists
        lists.close()
        book.close()


def _close(book: Any) -> None:
    """Lets go of the rows that a workbook keeps in files meanwhile, also when it is given up."""
    if not book.fileclosed:
        with contextlib.suppress(OSError):
            book.close()


def _csv(stack: ExitStack, path: Path) -> Any:
    return csv.writer(stack.enter_context(path.open("w", encoding=_ENCODING, newline="")), lineterminator="\r\n")


def require_room(entries: int) -> None:
    """Raises UserError when a sheet does not hold so many entries."""
    if entries > EXCEL_ROWS:
        raise UserError(
            say("Excel holds 1,048,576 rows; this report sums {count} entries.", count=entries),
            say("Nothing was written."),
            say("Choose a shorter period."),
        )


# --- rows ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Link:
    """A link to a file of the pack; only its path where it is not to be opened by a click."""

    path: str
    is_open: bool


def _first(row: TraceRow) -> tuple[_Value, ...]:
    return row.entry_on, row.reference, row.description, row.kind_name, _coded(row.grant)


def _sums(of: Entry | TraceRow, currency: str) -> tuple[_Value, ...]:
    return _coded(currency), of.spent or None, of.committed or None, of.received or None


def _values(row: TraceRow) -> tuple[_Value, ...]:
    codes = (row.category, row.line, row.outcome, row.output, row.activity, row.project)
    money = (row.original_currency, row.original_amount, row.rate, row.rate_per, row.rate_on, row.rate_source)
    return *_first(row), *map(_coded, codes), *money, WHEN[row.when], *_sums(row, row.currency)


def _coded(code: str) -> str | None:
    return None if code == NONE else code


def _put_csv(writer: Any, values: Sequence[_Value], language: Language) -> None:
    writer.writerow([_csv_cell(value, language) for value in values])


def _csv_cell(value: _Value, language: Language) -> str:
    match value:
        case None:
            return ""
        case Decimal():
            return format(value.normalize() + 0, "f")
        case int():
            return str(value)
        case date():
            return value.isoformat()
        case Message():
            return quoted(language.text(value))
    return quoted(value)


# --- sheets ----------------------------------------------------------------------------------------------------------


class _LinkLooks(Looks):
    """The looks of cells, with those of links."""

    def __init__(self, book: Any, language: Language) -> None:
        super().__init__(book, right_to_left=language.right_to_left)
        self.language = language
        look = {"font_name": cells.FONT, "font_size": 10, "font_color": _LINK_INK, "underline": 1, "valign": "vcenter"}
        self.link = book.add_format(look | ({"align": "right"} if language.right_to_left else {}))


class _Sheet:
    """A sheet whose rows are written one after another."""

    def __init__(self, book: Any, title: Message, columns: Sequence[_Column], looks: _LinkLooks) -> None:
        self._columns, self._looks, self._language = columns, looks, looks.language
        self._sheet = book.add_worksheet(self._language.text(title)[:31])
        self._row = self._linked = 0
        if self._language.right_to_left:
            self._sheet.right_to_left()
        self._sheet.set_landscape()
        self._sheet.set_paper(_A4)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.hide_gridlines(2)
        self._sheet.freeze_panes(1, 0)
        self._sheet.repeat_rows(0)
        self._sheet.set_row(0, _HIGH)
        for place, column in enumerate(columns):
            self._sheet.set_column(place, place, column.width)
            heading = replace(_HEADING, right=column.kind in _TO_THE_RIGHT, indent=_INDENTS.get(column.kind, 0))
            put(self._sheet, 0, place, self._language.text(column.heading), heading, looks)

    def add(self, values: Sequence[_Value | _Link]) -> None:
        """Writes a row."""
        self._row += 1
        currency = ""
        for place, value in enumerate(values):
            kind = self._columns[place].kind
            if kind is _Kind.CURRENCY:
                currency = str(value or "")
            if isinstance(value, _Link):
                self._link(place, value)
            elif value not in (None, ""):
                self._put(place, value, kind, currency)

    def _put(self, place: int, value: _Value, kind: _Kind, currency: str) -> None:
        if isinstance(value, Message):
            value = self._language.text(value)
        look = Look()
        if isinstance(value, date):
            value, look = (value, _FORM_OF_DAY) if value >= cells.FIRST_DAY else (value.isoformat(), look)
        elif isinstance(value, (int, Decimal)):
            number = Decimal(value)
            form = money_form(currency, number) if kind is _Kind.MONEY else quantity_form(number)
            look = Look(form=form, right=True, indent=_INDENTS.get(kind, 0))
        put(self._sheet, self._row, place, value, look, self._looks)

    def _link(self, place: int, link: _Link) -> None:
        """A link, as long as the sheet takes more: then the path alone."""
        text = held_text(link.path)
        if link.is_open and self._linked < _MOST_LINKS:
            self._linked += 1
            self._sheet.write_url(self._row, place, f"external:{link.path}", self._looks.link, text)
        else:
            look = quoted_if_needed(Look(), text)
            put(self._sheet, self._row, place, text, look, self._looks)

    def close(self) -> None:
        """Puts a filter over the rows."""
        self._sheet.autofilter(0, 0, max(1, self._row), len(self._columns) - 1)


def listed(file: Placed, *, is_linked: bool) -> Listed:
    """An attachment as the sheet of files has it."""
    of = file.of
    kind = DOCUMENT_KINDS.get(of.kind, DOCUMENT_KINDS["other"])
    return Listed(file.path, of.label, kind, of.added_on, of.size, of.sha256, is_linked)
