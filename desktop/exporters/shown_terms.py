"""How the value of a term stands in a document: as words in a text, as a number or a date in a cell of its own."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Final

from desktop.domain.money import Money, trimmed
from desktop.domain.spreadsheet import MOST_LETTERS
from desktop.exporters import cells
from desktop.exporters.cells import xml_text
from desktop.exporters.report_workbook.looks import money_form, quantity_form
from desktop.language import Language
from desktop.reports.report import ColumnKind
from desktop.reports.templates.terms import Term

_CUT: Final = "…"


def words(term: Term, language: Language, *, in_table: bool = False) -> str:
    """The value in the language of the report; a date in a sentence has its month in full."""
    value = term.value
    if isinstance(value, Decimal):
        return _number_words(value, term, language)
    if isinstance(value, date) and not isinstance(value, datetime) and not in_table:
        return language.long_date(value)
    return "" if value is None else xml_text(language.value(value))


def _number_words(value: Decimal, term: Term, language: Language) -> str:
    match term.kind:
        case ColumnKind.AMOUNT:
            return language.number(Money(value, term.currency).amount)  # what a unit costs may have more decimals
        case ColumnKind.SHARE:
            return language.percent(value, decimals=1)
        case ColumnKind.QUANTITY:
            return language.number(trimmed(value))
        case ColumnKind.MONTHS:
            return language.number(value, decimals=2)
    return language.number(value)


def cell_value(term: Term, language: Language) -> str | int | Decimal | date | None:
    """What a cell holds that has nothing else in it."""
    match term.value:
        case None | int() | Decimal():
            return term.value
        case datetime():
            return term.value
        case date() if term.value < cells.FIRST_DAY:
            return term.value.isoformat()
        case date():
            return term.value
    return cut(xml_text(language.value(term.value)))


def cut(text: str) -> str:
    """A text no longer than a cell takes."""
    return text if len(text) <= MOST_LETTERS else text[: MOST_LETTERS - 1] + _CUT


def number_format(term: Term) -> str:
    """How Excel shows the value where the template says nothing of it."""
    match term.value:
        case Decimal() if term.kind is ColumnKind.SHARE:
            return cells.SHARE_FORMAT
        case Decimal() if term.kind is ColumnKind.AMOUNT:
            return money_form(term.currency, term.value)
        case Decimal() if term.kind is ColumnKind.QUANTITY:
            return quantity_form(term.value)
        case Decimal() if term.kind is ColumnKind.MONTHS:
            return cells.MONTHS_FORMAT
        case Decimal():
            return cells.number_format(term.value)
        case datetime():
            return cells.INSTANT_FORMAT
        case date():
            return cells.DATE_FORMAT
    return ""
