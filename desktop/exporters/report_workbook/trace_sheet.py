"""The sheet of a report with one row for each entry that it sums: what its formulas add up, and what auditors read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum, auto
from operator import attrgetter
from typing import Any, Final

from desktop.domain.ledger import LEDGER_KINDS
from desktop.domain.money import MINOR_UNITS
from desktop.domain.spreadsheet import STARTS_A_FORMULA, column_letters
from desktop.exporters import cells
from desktop.exporters.cells import FIRST_DAY
from desktop.exporters.report_workbook.addresses import column_range
from desktop.exporters.report_workbook.looks import Look, Looks, put
from desktop.exporters.sheet_rows import (
    Frame,
    Known,
    after,
    day_end,
    digits_of,
    empty_end,
    held_text,
    number_end,
    row_of,
    text_end,
    with_cells,
)
from desktop.language import Language, Message, say
from desktop.reports.report import EntrySum, Report
from desktop.reports.trace import ADJUSTMENT, BEFORE, DIMENSIONS, IN_PERIOD, Traced, TraceRow

WHEN: Final = {
    BEFORE: say("before the period"),
    ADJUSTMENT: say("earlier, not reported then"),
    IN_PERIOD: say("in the period"),
}
_HEADING: Final = Look(bold=True, filled=True, below=1)
_TEXT: Final = Look()
_QUOTED: Final = Look(quoted=True)
_FAINT: Final = Look(muted=True)
_CODE: Final = Look(form="0", left=True)
_DAY: Final = Look(form=cells.DATE_FORMAT)
# With the decimals that a rate is stated in: a form that leaves them open shows a whole number as "1.".
_RATES: Final = tuple(Look(form=cells.decimals_format(places), right=True) for places in range(cells.MOST_PLACES + 1))
_MONEY: Final = {
    places: Look(form=cells.money_form(places), right=True) for places in sorted(set(MINOR_UNITS.values()))
}
_LOOKS: Final = (_TEXT, _QUOTED, _FAINT, _CODE, _DAY, *_RATES, *_MONEY.values())


class _Kind(Enum):
    """What the cells of a column hold."""

    TEXT = auto()
    DAY = auto()
    WHEN = auto()
    CATEGORY = auto()  # a number, since not every program's SUMIFS finds digits that are text
    ORIGINAL = auto()
    RATE = auto()
    MEASURE = auto()
    KEY = auto()


_TO_THE_RIGHT: Final = (_Kind.ORIGINAL, _Kind.RATE, _Kind.MEASURE)


@dataclass(frozen=True, slots=True)
class _Column:
    key: str
    heading: Message
    width: float
    kind: _Kind = _Kind.TEXT


_COLUMNS: Final = (
    _Column("entry_on", say("Date"), 13, _Kind.DAY),
    _Column("reference", say("Document"), 14),
    _Column("description", say("Description"), 46),
    _Column("kind_name", say("Kind"), 14),
    _Column("grant", say("Grant"), 14),
    _Column("category", say("Category"), 10, _Kind.CATEGORY),
    _Column("line", say("Line"), 10),
    _Column("outcome", say("Outcome"), 10),
    _Column("output", say("Output"), 10),
    _Column("activity", say("Activity"), 10),
    _Column("project", say("Project"), 14),
    _Column("original_currency", say("Currency"), 10),
    _Column("original_amount", say("Original"), 16, _Kind.ORIGINAL),
    _Column("rate", say("Rate"), 13, _Kind.RATE),
    _Column("rate_per", say("Rate is for"), 13, _Kind.RATE),
    _Column("rate_on", say("Rate of"), 13, _Kind.DAY),
    _Column("rate_source", say("Source of the rate"), 18),
    _Column("when", say("When"), 22, _Kind.WHEN),
    _Column("currency", say("Currency of the grant"), 12),
    _Column("spent", say("Spent"), 16, _Kind.MEASURE),
    _Column("committed", say("Committed"), 16, _Kind.MEASURE),
    _Column("received", say("Received"), 16, _Kind.MEASURE),
)
# Of reports that sum the parts of entries that are for a deployment in a month.
_OF_PARTS: Final = (
    _Column("deployment", say("Deployment"), 14),
    _Column("month", say("Month"), 13),
)
_NAMES: Final = {column.key: column.heading for column in (*_COLUMNS, *_OF_PARTS)} | {"age": say("Age")}
_OF_SEVERAL: Final = ("grant", "currency")  # the same in every row when there is one grant
# Found by SUMIFS as they stand: words of ours, currencies, or a number.
_PLAIN: Final = ("when", "category", "kind", "currency")


class TraceSheet:
    """The columns of the sheet, and where a formula finds what they hold. It has a row for each entry of `report`.

    Codes such as 1.1 and 1.10, or 3-4, are numbers or days to SUMIFS. Formulas look for them in columns of their own,
    where a word stands before the code.
    """

    def __init__(self, report: Report, language: Language, *, title: str) -> None:
        self.title, self._currency, self._language = title, report.currency, language
        self.last_row = max(1, report.entry_count)
        several, asked = len(report.scope.grants) != 1, _asked(report)
        plain = [column for column in _COLUMNS if several or column.key not in _OF_SEVERAL or column.key in asked]
        parts = _OF_PARTS if report.scope.of is Traced.DEPLOYMENTS else ()
        self._columns = [*plain, *parts, *(_key_column(name) for name in _keyed(report))]
        self._place = {(column.key, column.kind is _Kind.KEY): index for index, column in enumerate(self._columns)}

    # --- for formulas ---------------------------------------------------------------------------------------------

    def range_of(self, measure: str) -> str:
        """The cells of a measure."""
        return self._range(self._place[measure, False])

    def conditions_of(self, dimension: str) -> str:
        """The cells that tell entries apart by a dimension."""
        if dimension == "kind":
            return self._range(self._place["kind_name", False])
        return self._range(self._place[dimension, dimension not in _PLAIN])

    def criterion(self, dimension: str, value: str) -> int | str:
        """What those cells hold for a value of the dimension."""
        match dimension:
            case "when":
                return self._language.text(WHEN[value])
            case "kind" if value in LEDGER_KINDS:
                return self._language.text(LEDGER_KINDS[value])
            case "category" if value.isdigit():
                return int(value)
            case "category" | "currency":
                return value
        return self._key(dimension, value)

    def _range(self, column: int) -> str:
        return column_range(self.title, column, 1, self.last_row)

    def _key(self, dimension: str, value: str) -> str:
        return f"{self._language.text(_NAMES[dimension])} {value}"

    # --- the frame ------------------------------------------------------------------------------------------------

    def write_frame(self, sheet: Any, looks: Looks) -> None:
        """The sheet but for its rows: headings, and a row of patterns."""
        for index, column in enumerate(self._columns):
            heading = replace(_HEADING, right=column.kind in _TO_THE_RIGHT)
            put(sheet, 0, index, self._language.text(column.heading), heading, looks)
            sheet.set_column(index, index, column.width)
        for index, look in enumerate(_LOOKS):
            put(sheet, 1, index, None, look, looks)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, self.last_row, len(self._columns) - 1)
        sheet.repeat_rows(0)

    @property
    def area(self) -> str:
        """What headings and entries fill."""
        return f"A1:{column_letters(len(self._columns) - 1)}{self.last_row + 1}"

    # --- the rows -------------------------------------------------------------------------------------------------

    def rows(self, trace: Iterable[TraceRow], frame: Frame) -> Iterator[str]:
        """The rows of the sheet; `frame` says by which number each look goes."""
        styles = dict(zip(_LOOKS, frame.styles, strict=True))
        ends = _Ends(styles, self._language, MINOR_UNITS.get(self._currency, 2))
        columns = []
        for index, column in enumerate(self._columns):
            make = _followed(ends.maker(column, self._key), after(index, width=len(self._columns)))
            columns.append((attrgetter(*_attributes(column)), Known(make)))
        for number, (_row, made) in enumerate(with_cells(trace, columns, values=lambda row: row), start=2):
            yield row_of(number, made)


def _followed(make: Callable[[Any], str], following: str) -> Callable[[Any], str]:
    """What makes the end of a cell with what follows it."""
    return lambda value: make(value) + following


def _asked(report: Report) -> set[str]:
    """The dimensions by which figures sum entries."""
    return {
        name
        for figure in report.figures()
        if isinstance(figure.formula, EntrySum)
        for name, _value in figure.formula.where
    }


def _keyed(report: Report) -> list[str]:
    """The dimensions that need a column of their own for formulas."""
    asked = _asked(report)
    return [name for name in DIMENSIONS if name in asked and name not in _PLAIN]


def _key_column(dimension: str) -> _Column:
    heading = say("{dimension}, as formulas look for it", dimension=_NAMES[dimension])
    return _Column(dimension, heading, 18, _Kind.KEY)


def _attributes(column: _Column) -> tuple[str, ...]:
    """What of an entry a cell is made of: an amount needs its currency."""
    currencies = {_Kind.ORIGINAL: "original_currency", _Kind.MEASURE: "currency"}
    return (column.key, currencies[column.kind]) if column.kind in currencies else (column.key,)


class _Ends:
    """Makes the ends of cells."""

    def __init__(self, styles: Mapping[Look, int], language: Language, decimals: int) -> None:
        self._styles, self._language, self._decimals = styles, language, decimals
        self._nothing = empty_end(styles[_TEXT])
        self._money = {places: styles[look] for places, look in _MONEY.items()}

    def maker(self, column: _Column, key: Callable[[str, str], str]) -> Callable[[Any], str]:
        """What makes the ends of a column."""
        match column.kind:
            case _Kind.TEXT:
                return self._text
            case _Kind.KEY:
                return lambda value: self._text(key(column.key, value), _FAINT)
            case _Kind.WHEN:
                return lambda value: self._text(self._language.text(WHEN[value]))
            case _Kind.CATEGORY:
                return self._category
            case _Kind.DAY:
                return self._day
            case _Kind.RATE:
                return self._rate
        return self._amount

    def _text(self, value: str | Message, look: Look = _TEXT) -> str:
        text = held_text(self._language.text(value) if isinstance(value, Message) else value)
        if not text:
            return self._nothing
        return text_end(text, self._styles[_QUOTED if text.startswith(STARTS_A_FORMULA) else look])

    def _category(self, value: str) -> str:
        return number_end(value, self._styles[_CODE]) if value.isdigit() else self._text(value)

    def _day(self, day: date | None) -> str:
        if day is None:
            return self._nothing
        return self._text(day.isoformat()) if day < FIRST_DAY else day_end(day, self._styles[_DAY])

    def _rate(self, rate: Decimal) -> str:
        digits = digits_of(rate)
        places = len(digits.partition(".")[2])
        return number_end(digits, self._styles[_RATES[min(places, cells.MOST_PLACES)]])

    def _amount(self, of: tuple[Decimal | None, str]) -> str:
        """An amount with the decimals of its currency; with more where it has more, which happens to none of ours."""
        amount, currency = of
        if amount is None:
            return self._nothing
        digits, decimals = digits_of(amount), MINOR_UNITS.get(currency, self._decimals)
        needed = len(digits.partition(".")[2])
        places = next((places for places in self._money if places >= max(decimals, needed)), max(self._money))
        return number_end(digits, self._money[places])
