"""A register as it is shown, to Excel: real numbers and dates, headings frozen, filters on, widths set.

What can be edited there and imported again carries its way back: see `way_back`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from itertools import chain, islice
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from desktop.domain.money import MINOR_UNITS
from desktop.domain.progress import Progress
from desktop.domain.spreadsheet import LAST_ROW, STARTS_A_FORMULA
from desktop.exporters import cells, way_back
from desktop.exporters.sheet_rows import (
    Frame,
    Known,
    after,
    day_end,
    digits_of,
    empty_end,
    held_text,
    marked_end,
    number_end,
    row_of,
    text_end,
    with_cells,
)
from desktop.exporters.shown_cells import reported, shown_cell
from desktop.exporters.target import written_whole
from desktop.exporters.way_back import NOT_TAKEN, SPARE_ROWS, TEXT_FORMAT, WayBack
from desktop.language import Language
from desktop.registers.exported import Exported
from desktop.registers.query import Cell, Query, Row
from desktop.registers.register import NUMERIC_KINDS, Column, Kind
from desktop.registers.round_trip import ID_HEADING, digest, digest_of, exact_digits, mark_text
from desktop.registers.show import shown_value

_WIDEST = 60
_SAMPLE = 200
EXCEL_ROWS = LAST_ROW - 1  # below the heading
_LONGEST_TITLE = 31  # letters that Excel takes for the name of a sheet


def write_workbook(
    path: Path,
    *,
    query: Query,
    columns: Sequence[Exported],
    rows: Iterable[Row],
    count: int,
    language: Language,
    progress: Progress,
    back: WayBack | None = None,
) -> None:
    """Writes `rows` to the new or replaced workbook `path`; it appears there only when it is whole.

    With `back` it can be edited and imported again. Raises UserError when it cannot be written, for instance because
    Excel has it open.
    """
    held = iter(rows)
    first = list(islice(held, _SAMPLE))
    looks = _looks([exported.column for exported in columns], comes_back=back is not None)
    frame = _frame(
        query,
        columns,
        looks,
        widths=_widths(query, columns, first, language),
        count=count,
        back=back,
        language=language,
    )
    styles = dict(zip(looks, frame.styles, strict=True))
    width = len(columns) + (back is not None)
    made = [
        _Column(
            query,
            each.column,
            styles,
            language,
            after=after(index, width=width),
            comes_back=back is not None,
        )
        for index, each in enumerate(columns)
    ]
    written = reported(chain(first, held), count, path, progress)
    with written_whole(path) as partial:
        frame.fill(partial, _rows_of(written, made, back=back, plain=styles[_Look()]), area=_area(columns, count, back))


def _frame(
    query: Query,
    columns: Sequence[Exported],
    looks: Sequence[_Look],
    *,
    widths: Sequence[float],
    count: int,
    back: WayBack | None,
    language: Language,
) -> Frame:
    """The workbook but for its rows."""
    title = language.text(query.register.title)
    book = openpyxl.Workbook()
    (sheet,) = book.worksheets
    sheet.title = sheet_title(title)
    sheet.sheet_view.rightToLeft = language.right_to_left
    sheet.freeze_panes = "A2"
    for index, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.auto_filter.ref = _area(columns, count, back)
    if back is not None:
        _set_up_way_back(book, sheet, columns, back, count, language)
    sheet.append(_headings(sheet, columns, language, back))
    sheet.append([_pattern(sheet, look) for look in looks])
    book.properties.title = title
    book.properties.creator = "GrantDesk"
    saved = BytesIO()
    book.save(saved)
    return Frame(saved, sheet=1)


def _area(columns: Sequence[Exported], count: int, back: WayBack | None) -> str:
    """What the list fills with its heading and the column of marks, which is filtered and sorted along with it."""
    return f"A1:{get_column_letter(len(columns) + (back is not None))}{count + 1}"


def _set_up_way_back(
    book: Any, sheet: Any, columns: Sequence[Exported], back: WayBack, count: int, language: Language
) -> None:
    """The marks, the drop-downs, and how cells look that nobody has written in yet."""
    texts = {}
    for index, exported in enumerate(columns, start=1):
        column, dimension = exported.column, sheet.column_dimensions[get_column_letter(index)]
        if not column.incoming:
            dimension.fill = NOT_TAKEN
        elif form := _form_of(column):
            dimension.number_format = form
        if offered := way_back.offered_texts(column, back.offered, language):
            texts[index] = offered
    sheet.column_dimensions[get_column_letter(len(columns) + 1)].hidden = True
    last = min(count + 1 + SPARE_ROWS, LAST_ROW)
    way_back.add_drop_downs(book, sheet, texts, rows=(2, last), language=language)
    way_back.add_marks(book, back.mark)


def sheet_title(text: str) -> str:
    """A name that Excel takes for a sheet; one that is too long ends with a whole word."""
    name = "".join(letter for letter in text if letter not in "[]:*?/\\")
    if len(name) <= _LONGEST_TITLE:
        return name
    return name[: _LONGEST_TITLE + 1].rpartition(" ")[0].rstrip() or name[:_LONGEST_TITLE]


def _headings(sheet: Any, columns: Sequence[Exported], language: Language, back: WayBack | None) -> list[Any]:
    headings = [_heading(sheet, exported.column, language.text(exported.heading)) for exported in columns]
    if back is None:
        return headings
    for cell, exported in zip(headings, columns, strict=True):
        if text := way_back.help_of(exported.column, language):
            cell.comment = way_back.help_comment(text)
    return [*headings, ID_HEADING]


def _heading(sheet: Any, column: Column, text: str) -> Any:
    cell = cells.put(WriteOnlyCell(sheet), text)
    cell.font = cells.plain_font(bold=True)
    cell.fill = cells.HEAD
    cell.border = cells.BELOW
    if column.kind in NUMERIC_KINDS:
        cell.alignment = cells.RIGHT
    return cell


class _Look(NamedTuple):
    """How a cell looks: the format of its number, to the right, on grey, with the mark of a text like a formula."""

    form: str = ""
    right: bool = False
    grey: bool = False
    quoted: bool = False


# The looks that cells can have.
_NUMBER_FORMS = (
    *dict.fromkeys(cells.money_format(currency) for currency in MINOR_UNITS),
    *(cells.decimals_format(places) for places in range(cells.MOST_PLACES + 1)),
)
_DAY_FORMS = (cells.DATE_FORMAT, cells.INSTANT_FORMAT)


def _looks(columns: Sequence[Column], *, comes_back: bool) -> list[_Look]:
    """How the cells of these columns may look."""
    greys = {comes_back and not column.incoming for column in columns} | {False}
    kinds = {column.kind for column in columns}
    looks = [
        _Look(form, grey=grey, quoted=quoted)
        for form in ("", TEXT_FORMAT)
        for grey in greys
        for quoted in (False, True)
    ]
    if kinds & NUMERIC_KINDS:
        looks += [_Look(form, right=True, grey=grey) for form in _NUMBER_FORMS for grey in greys]
    if kinds & {Kind.DATE, Kind.INSTANT}:
        looks += [_Look(form, grey=grey) for form in _DAY_FORMS for grey in greys]
    return looks


def _pattern(sheet: Any, look: _Look) -> Any:
    """An empty cell that looks so."""
    cell: Any = WriteOnlyCell(sheet)
    cell.font = cells.plain_font()
    if look.form:
        cell.number_format = look.form
    if look.right:
        cell.alignment = cells.AMOUNT
    if look.grey:
        cell.fill = NOT_TAKEN
    cell.quotePrefix = look.quoted
    return cell


_Cell: TypeAlias = tuple[str, str]


class _Column:
    """Makes the cells of a column: the end of each with what is `after` it, and the digest of what a reader finds."""

    def __init__(
        self,
        query: Query,
        column: Column,
        styles: Mapping[_Look, int],
        language: Language,
        *,
        after: str,
        comes_back: bool,
    ) -> None:
        self._column, self._language, self._after = column, language, after
        grey = comes_back and not column.incoming
        self._styles = {(look.form, look.quoted): style for look, style in styles.items() if look.grey == grey}
        self._money = Known(lambda currency: self._styles[cells.money_format(currency), False])
        form = _form_of(column) if comes_back and column.incoming else ""
        self._empty = empty_end(self._styles[form, False]) + after, digest(None)
        self._text_form = form if column.kind is Kind.CODE else ""
        self._as_is = column.kind in (Kind.TEXT, Kind.CODE) and not column.choices
        place = {each.key: index for index, each in enumerate(query.fetched)}
        is_priced = column.kind is Kind.MONEY and column.currency in place
        self.taken = itemgetter(place[column.key], *([place[column.currency]] if is_priced else []))
        self.known: Known[_Cell] = Known(self._priced if is_priced else self._made)

    def _priced(self, of: tuple[Cell, Cell]) -> _Cell:
        """An amount, which is what most numbers are: how it is shown follows from its currency alone."""
        value, currency = of
        if currency and isinstance(value, Decimal):
            return self._number(value, self._money[currency])
        return self._made(value, currency)

    def _made(self, value: Cell, currency: Cell = None) -> _Cell:
        if self._as_is and isinstance(value, str):
            return self._text(value)
        shown, form = shown_cell(self._column, value, currency, self._language)
        match shown:
            case None:
                return self._empty
            case Decimal():
                return self._number(shown, self._styles[form, False])
            case date():
                local = cells.local(shown)
                return day_end(local, self._styles[form, False]) + self._after, digest(local)
        return self._text(shown)

    def _text(self, shown: str) -> _Cell:
        text = held_text(shown)
        if not text:
            return self._empty
        style = self._styles[self._text_form, text.startswith(STARTS_A_FORMULA)]
        return text_end(text, style) + self._after, digest(text)

    def _number(self, number: Decimal, style: int) -> _Cell:
        digits = exact_digits(number)
        if digits:
            return number_end(digits, style) + self._after, digest_of(digits)
        digits = digits_of(number)
        return number_end(digits, style) + self._after, digest(float(digits))


def _form_of(column: Column) -> str:
    """The format of cells that somebody may fill in."""
    return {Kind.DATE: cells.DATE_FORMAT, Kind.CODE: TEXT_FORMAT}.get(column.kind, "")


def _rows_of(rows: Iterable[Row], columns: Sequence[_Column], *, back: WayBack | None, plain: int) -> Iterator[str]:
    """Each row as the sheet holds it; its mark has the style `plain`."""
    last = after(len(columns), width=len(columns) + 1)
    made = [(column.taken, column.known) for column in columns]
    for number, (row, found) in enumerate(with_cells(rows, made, values=attrgetter("values")), start=2):
        ends, digests = zip(*found, strict=True)
        if back is not None:
            mark = mark_text(row.id, row.version, digests if back.digests else ())
            ends = (*ends, marked_end(mark, plain) + last)
        yield row_of(number, ends)


def _widths(query: Query, columns: Sequence[Exported], rows: list[Row], language: Language) -> list[float]:
    """Widths that show the headings and the first rows whole, within reason."""
    held = [query.by_key(row) for row in rows]
    widths = []
    for exported in columns:
        longest = len(language.text(exported.heading)) + 3
        for values in held:
            longest = max(longest, _length(exported.column, values[exported.column.key], language))
        widths.append(min(longest + 2, _WIDEST))
    return [float(width) for width in widths]


def _length(column: Column, value: Cell, language: Language) -> int:
    shown = shown_value(column, value, language)
    if isinstance(shown, Decimal):
        return len(language.number(shown))
    return 12 if isinstance(shown, date) else len(str(shown or ""))
