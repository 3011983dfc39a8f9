"""The columns of the budget grid: what stands in them, and how what is typed there is read."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from desktop.domain.budget_sheet import SheetLine, Sums
from desktop.domain.money import minor_units, trimmed
from desktop.language import Language, Message, say
from desktop.registers.query import Cell
from desktop.ui.models.typed_grid import CellError


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column. `long` is its whole name where `label` is short; `width` is in pixels."""

    key: str
    label: Message
    width: int
    long: Message | None = None
    is_number: bool = True
    is_typed: bool = False
    is_compared: bool = False  # shown where there is a budget to compare with


COLUMNS: tuple[GridColumn, ...] = (
    GridColumn("code", say("Line"), 62, is_number=False, is_typed=True),
    GridColumn("description", say("Description"), 120, is_number=False, is_typed=True),
    GridColumn("quantity", say("Qty"), 44, say("Quantity"), is_typed=True),
    GridColumn("unit", say("Unit"), 60, is_number=False, is_typed=True),
    GridColumn("unit_cost", say("Unit cost"), 78, is_typed=True),
    GridColumn("duration", say("Months"), 56, say("Duration"), is_typed=True),
    GridColumn("percent_charged", Message("%"), 42, say("Per cent charged"), is_typed=True),
    GridColumn("approved", say("Approved"), 94, is_compared=True),
    GridColumn("used", say("Used so far"), 94, say("Spent and committed so far")),
    GridColumn("amount", say("Amount"), 98),
    GridColumn("change", say("Change"), 84, is_compared=True),
    GridColumn("change_percent", Message(""), 58, say("Change in per cent of what was approved"), is_compared=True),
    GridColumn("left_after", say("Left after"), 96, say("Left when what is spent and committed is taken off")),
)
_TOO_LARGE = Decimal(10) ** 14  # what the office keeps, and what is multiplied without losing a digit
PLACES = {column.key: place for place, column in enumerate(COLUMNS)}
DESCRIPTION = PLACES["description"]
LAST_TYPED = max(place for place, column in enumerate(COLUMNS) if column.is_typed)


def read_cell(column: GridColumn, text: str, *, language: Language, currency: str) -> Cell:
    """What was typed or pasted, as a value. Raises CellError when it cannot be read."""
    plain = text.strip()
    if not column.is_number:
        if not plain and column.key in ("code", "description"):
            raise CellError(say("Something has to stand here. Remove the line with Ctrl+−."))
        return plain
    if not plain:
        return Decimal(0)
    try:
        number = language.read_number(plain.removesuffix("%").replace(currency, ""))
    except ValueError:
        raise CellError(say("“{text}” is not a number. Enter one like 1240.50.", text=plain)) from None
    if abs(number) >= _TOO_LARGE:
        raise CellError(say("The number is too large."))
    return number


def typed_text(column: GridColumn, line: SheetLine, *, language: Language) -> str:
    """A value as it stands in the editor: as people type it, without signs between thousands."""
    value = getattr(line, column.key)
    if isinstance(value, Decimal):
        mark = language.number(Decimal("0.5"))[1]
        return f"{trimmed(value):f}".replace(".", mark)
    return str(value)


def shown_text(column: GridColumn, line: SheetLine, *, language: Language, currency: str) -> str:
    """A typed value as it stands in its cell."""
    value = getattr(line, column.key)
    if not isinstance(value, Decimal):
        return str(value)
    places = minor_units(currency) if column.key == "unit_cost" else 0
    plain = trimmed(value)
    return language.number(plain, decimals=max(places, -int(plain.as_tuple().exponent)))


def sum_text(column: GridColumn, sums: Sums, *, language: Language, currency: str) -> str:
    """What is worked out, as it stands in its cell; no change and nothing approved is an empty cell."""
    if column.key == "change_percent":
        percent = sums.change_percent
        return with_sign(language.number(percent, decimals=1), percent, language, percent_sign=True) if percent else ""
    value = getattr(sums, column.key)
    if value is None or (column.key == "change" and not value):
        return ""
    number = language.number(value, decimals=minor_units(currency))
    return with_sign(number, value, language) if column.key == "change" else number


def with_sign(number: str, value: Decimal, language: Language, *, percent_sign: bool = False) -> str:
    """A number with its plus, as a change is written."""
    signed = f"+{number}" if value > 0 else number
    if value > 0 and language.right_to_left:
        signed = "\u200e" + signed
    return language.with_percent_sign(signed) if percent_sign else signed
