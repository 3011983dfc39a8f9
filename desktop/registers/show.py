"""A cell as people read it, in their language: in the window, on the command line, on the clipboard, in a file."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeAlias

from desktop.domain.money import MINOR_UNITS
from desktop.language import Language, Message
from desktop.registers.query import Cell
from desktop.registers.register import SEVERAL_KINDS, Column, Kind

Shown: TypeAlias = "str | Decimal | date | None"
_ONE_DECIMAL = Decimal("0.1")
_STEPS = tuple(Decimal(1).scaleb(-places) for places in range(max(MINOR_UNITS.values()) + 1))


def shown_value(column: Column, value: Cell, language: Language) -> Shown:
    """Codes by their names, messages as text; numbers, dates and instants as they are."""
    match value:
        case None:
            return None
        case Message():
            return language.text(value)
        case int():
            return Decimal(value)
        case str() if column.kind in SEVERAL_KINDS:
            return language.comma.join(_name(column, code, language) for code in value.split(", "))
        case str():
            return _name(column, value, language)
    return value


def _name(column: Column, code: str, language: Language) -> str:
    if column.kind in (Kind.COUNTRY, Kind.COUNTRIES):
        return language.country(code)
    name = column.choices.get(code)
    return code if name is None else language.text(name)


def exact_number(column: Column, value: Decimal, currency: Cell) -> Decimal:
    """The number without the places it is stored in: money in its currency's decimals, others as few as needed.

    Money that wrongly has more decimals than its currency is shown with all of them: a list hides nothing that is
    stated. Per cent that the program works out (delivery) has one decimal, half up.
    """
    if column.kind is Kind.PERCENT and not column.editable:
        return value.quantize(_ONE_DECIMAL, rounding=ROUND_HALF_UP)
    places = MINOR_UNITS.get(currency, 0) if column.kind is Kind.MONEY and isinstance(currency, str) else 0
    rounded = value.quantize(_STEPS[places])
    if rounded == value:  # nearly always, and three times as fast
        return rounded
    needed = -int(value.normalize().as_tuple().exponent)
    return value.quantize(Decimal(1).scaleb(-max(needed, places)))


def is_negative(value: Cell) -> bool:
    """Whether a cell holds a number below zero."""
    return isinstance(value, (int, Decimal)) and value < 0


def cell_text(column: Column, value: Cell, currency: Cell, language: Language) -> str:
    """A cell as text; empty for nothing."""
    shown = shown_value(column, value, language)
    match shown:
        case None:
            return ""
        case Decimal():
            return language.number(exact_number(column, shown, currency))
        case datetime():
            return language.instant(shown)
        case date():
            return language.day(shown)
    return shown
