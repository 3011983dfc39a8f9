"""What is asked of a register: which columns, which records, in which order; and how it is typed in a shell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Final, TypeAlias

from desktop.domain.money import MINOR_UNITS
from desktop.language import Language, Message, UserError, say
from desktop.registers.register import NUMERIC_KINDS, Column, Kind, Register

_MOST_DIGITS = 40  # before or after the point: 1e999999999 is a number that no screen can show

Cell: TypeAlias = "str | int | Decimal | date | Message | None"


class Operator(StrEnum):
    """How a filter compares; the value is what is typed on a command line."""

    IS = "="
    IS_NOT = "!="
    AT_LEAST = ">="
    AT_MOST = "<="
    ABOVE = ">"
    BELOW = "<"
    CONTAINS = "~"


@dataclass(frozen=True, slots=True)
class Filter:
    """Keeps the records whose `column` compares so to `value`; None asks for records that have nothing there.

    For a column of several codes, IS asks whether `value` is one of them. Several filters must all hold; `values` of
    one filter are alternatives.
    """

    column: str
    operator: Operator
    values: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A view on a register. `search` holds words, each of which must begin a word of the record.

    `scope` limits it to the records that belong to another record: an attribute path and the id it must have.
    """

    register: Register
    columns: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    search: str = ""
    sort: str = ""
    descending: bool = False
    scope: tuple[str, int] | None = None

    def sorted_by(self, key: str, *, descending: bool) -> Query:
        """The same view in another order."""
        return replace(self, sort=key, descending=descending)

    @property
    def order(self) -> tuple[str, bool]:
        """Key of the sort column, and whether the order is descending."""
        if self.sort and self.register.has(self.sort):
            return self.sort, self.descending
        return self.register.sort, self.register.descending

    @property
    def shown(self) -> tuple[Column, ...]:
        """The columns asked for, as far as there are such; without any, those that are shown at first."""
        asked = tuple(self.register.column(key) for key in self.columns if self.register.has(key))
        return asked or tuple(column for column in self.register.columns if column.shown)

    @property
    def fetched(self) -> tuple[Column, ...]:
        """The columns shown, then those they need besides: currency of an amount, depth in a tree, marks."""
        shown = self.shown
        needed = {
            key for column in shown for key in (column.currency, column.indent, column.marked, column.tagged) if key
        }
        missing = needed - {column.key for column in shown}
        return (*shown, *(column for column in self.register.columns if column.key in missing))

    def by_key(self, row: Row) -> dict[str, Cell]:
        """The values of a row of this view by the keys of its columns."""
        return dict(zip((column.key for column in self.fetched), row.values, strict=True))


@dataclass(frozen=True, slots=True)
class Row:
    """One record as a register shows it: its id, its version, and a value for each column of `Query.fetched`."""

    id: int
    version: int
    values: tuple[Cell, ...]


# --- typed in a shell -------------------------------------------------------------------------------------------------

_EXPRESSION = re.compile(r"\s*(\w+)\s*(>=|<=|!=|=|>|<|~)\s*(.*?)\s*", re.DOTALL)
_EQUAL: Final = (Operator.IS, Operator.IS_NOT)
_ORDERED: Final = (*_EQUAL, Operator.AT_LEAST, Operator.AT_MOST, Operator.ABOVE, Operator.BELOW)
_DATED_KINDS: Final = (Kind.DATE, Kind.INSTANT)


def fitting_operators(column: Column) -> tuple[Operator, ...]:
    """The comparisons that mean something in `column`: codes have no order, numbers and days no parts."""
    if column.kind in NUMERIC_KINDS or column.kind in _DATED_KINDS:
        return _ORDERED
    if column.kind in (Kind.TEXT, Kind.CODE):
        return (*_ORDERED, Operator.CONTAINS)
    return (Operator.CONTAINS,) if column.kind is Kind.SENTENCE else _EQUAL


def parse_filters(
    register: Register, expressions: Iterable[str], *, language: Language | None = None
) -> tuple[Filter, ...]:
    """The filters typed as `amount>=1000`, `countries=NE,ML`, `title~prison`, `ends_on=` (nothing there).

    With a `language`, numbers, dates and names of codes may also be written as in that language. Raises UserError that
    names the expression when the column does not exist, cannot be compared so, or the value cannot be read.
    """
    return tuple(_parse_filter(register, expression, language) for expression in expressions)


def _parse_filter(register: Register, expression: str, language: Language | None) -> Filter:
    found = _EXPRESSION.fullmatch(expression)
    if found is None or not register.has(found[1]):
        keys = sorted(column.key for column in register.columns)
        raise _not_understood(expression, say("Columns of this list: {columns}.", columns=", ".join(keys)))
    column, operator, text = register.column(found[1]), Operator(found[2]), found[3]
    fitting = fitting_operators(column)
    if operator not in fitting or (operator not in _EQUAL and not text):
        raise _not_understood(
            expression,
            say("{column} can be compared by {operators}.", column=column.label, operators=" ".join(fitting)),
        )
    whole = operator not in _EQUAL or _code_of(column, text, language) is not None
    parts = [text] if whole else text.split(",")
    return Filter(column.key, operator, tuple(parse_cell(column, part.strip(), language=language) for part in parts))


def _not_understood(expression: str, remedy: Message) -> UserError:
    return UserError(
        say("The filter {expression} cannot be understood.", expression=expression),
        say("A filter names a column, compares, and gives a value, such as amount>=1000."),
        remedy,
    )


def parse_cell(column: Column, text: str, *, language: Language | None = None) -> Cell:
    """What `text` means in `column`: dates as 2019-10-09, numbers with a decimal point; empty is nothing.

    Raises UserError that names the column when it cannot be read.
    """
    if not text:
        return None
    if column.kind in _DATED_KINDS:
        return _date(column, text, language)
    if column.kind in NUMERIC_KINDS:
        return _number(column, text, language)
    if column.choices:
        return _choice(column, text, language)
    if column.kind in (Kind.COUNTRY, Kind.COUNTRIES):
        return _country(column, text, language)
    if column.kind is Kind.CURRENCY:
        return _currency(column, text)
    return text


def _date(column: Column, text: str, language: Language | None) -> date:
    try:
        return date.fromisoformat(text) if language is None else language.read_date(text)
    except ValueError:
        raise _cannot_stand(
            column, text, say("The column holds dates."), say("Write a date like 2019-10-09.")
        ) from None


def _number(column: Column, text: str, language: Language | None) -> Decimal:
    """The number, written for programs or, with a `language`, for people."""
    for read in (Decimal, language.read_number if language else Decimal):
        with suppress(ValueError, InvalidOperation):
            number = read(text)
            if number.is_finite() and abs(number.adjusted()) <= _MOST_DIGITS:
                return number
    raise _cannot_stand(column, text, say("The column holds numbers."), say("Write a number like 1240.50."))


def _choice(column: Column, text: str, language: Language | None) -> str:
    code = _code_of(column, text, language)
    if code is not None:
        return code
    known = say("Known values: {values}.", values=list(column.choices.values()))
    raise _cannot_stand(column, text, say("The column holds one of a fixed list."), known)


def _code_of(column: Column, text: str, language: Language | None) -> str | None:
    """The code that `text` is or names, in English or `language`."""
    if text in column.choices:
        return text
    wanted = text.casefold()
    for code, name in column.choices.items():
        if wanted in (name.text.casefold(), language.text(name).casefold() if language else ""):
            return code
    return None


def _country(column: Column, text: str, language: Language | None) -> str:
    if len(text) == 2 and text.isascii() and text.isalpha():
        return text.upper()
    wanted = _plain(text)
    for code, name in language.countries() if language else ():
        if _plain(name) == wanted:
            return code
    remedy = say("{code} is not a country. Use the two letters of ISO 3166, such as NE.", code=text)
    raise _cannot_stand(column, text, say("The column holds one of a fixed list."), remedy)


def _plain(name: str) -> str:
    return name.casefold().replace("’", "'")


def _currency(column: Column, text: str) -> str:
    if text.upper() in MINOR_UNITS:
        return text.upper()
    remedy = say("{code} is not a currency. Use the three letters of ISO 4217, such as XOF.", code=text)
    raise _cannot_stand(column, text, say("The column holds one of a fixed list."), remedy)


def _cannot_stand(column: Column, text: str, holds: Message, remedy: Message) -> UserError:
    return UserError(say("{text} cannot stand in {column}.", text=text, column=column.label), holds, remedy)
