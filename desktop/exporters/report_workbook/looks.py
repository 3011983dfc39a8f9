"""How the cells of a report look: each look is made once for all cells that have it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from desktop.domain.money import MINOR_UNITS
from desktop.domain.spreadsheet import STARTS_A_FORMULA
from desktop.exporters import cells
from desktop.exporters.cells import FIRST_DAY
from desktop.exporters.sheet_rows import held_text
from desktop.language import Amount, Language, Value

_HEAD_FILL: Final = "#F4F4F1"
_MOST_INDENT = 15  # that Excel takes
PLAIN_FORM: Final = "General"


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks. `form` is the format of its number, `above` and `below` are 0 for no line, 1 thin, 2 medium."""

    form: str = PLAIN_FORM
    bold: bool = False
    size: int = 10
    muted: bool = False
    filled: bool = False
    right: bool = False
    left: bool = False
    wraps: bool = False
    indent: int = 0
    above: int = 0
    below: int = 0
    quoted: bool = False


class Looks:
    """Makes the formats of a workbook. In one from right to left text begins at the right, whatever it begins with."""

    def __init__(self, book: Any, *, right_to_left: bool = False) -> None:
        self._book, self._right_to_left = book, right_to_left
        self._made: dict[Look, Any] = {}

    def of(self, look: Look) -> Any:
        """The format that a cell with this look has."""
        found = self._made.get(look)
        if found is None:
            found = self._made[look] = self._book.add_format(_properties(look, right_to_left=self._right_to_left))
        return found


def _properties(look: Look, *, right_to_left: bool) -> dict[str, Any]:
    chosen: dict[str, Any] = {
        "font_name": cells.FONT,
        "font_size": look.size,
        "font_color": f"#{cells.MUTED if look.muted else cells.INK}",
        "num_format": look.form,
        "bold": look.bold,
        "text_wrap": look.wraps,
        "valign": "vcenter",
        "quote_prefix": look.quoted,
        "top": look.above,
        "bottom": look.below,
    }
    for side, width in (("top", look.above), ("bottom", look.below)):
        chosen[f"{side}_color"] = f"#{cells.INK if width > 1 else cells.LINE}"
    if look.filled:
        chosen |= {"bg_color": _HEAD_FILL, "pattern": 1}
    if look.right or right_to_left:
        chosen["align"] = "right"  # numbers too: a sheet from right to left would put them at the left
    elif look.left or look.form == cells.DATE_FORMAT:
        chosen["align"] = "left"  # as the heading over it
    if look.indent:
        chosen["indent"] = min(look.indent, _MOST_INDENT)
    return chosen


def put(sheet: Any, row: int, column: int, value: object, look: Look, looks: Looks) -> None:
    """Writes what a cell holds so that it stays what it is: text is never taken for a formula. None is only the look.

    Rows and columns are counted from 0.
    """
    match value:
        case None:
            sheet.write_blank(row, column, None, looks.of(look))
        case str():
            text = held_text(value)
            sheet.write_string(row, column, text, looks.of(quoted_if_needed(look, text)))
        case datetime() | date():
            sheet.write_datetime(row, column, value, looks.of(look))
        case _:
            sheet.write_number(row, column, _float(value), looks.of(look))


def quoted_if_needed(look: Look, text: str) -> Look:
    """The look of a text that begins as a formula does: with the mark that it is none."""
    return replace(look, quoted=True) if text.startswith(STARTS_A_FORMULA) else look


def _float(number: Any) -> float:
    return float(number)  # the last step: a workbook holds binary fractions


def stored(value: Decimal | None) -> float | str:
    """The value of a formula as it is stored beside it."""
    return "" if value is None else _float(value)


def money_form(currency: str, number: Decimal | None = None) -> str:
    """The format of an amount: its currency's decimals, and more where it has more, as a cost per unit may."""
    places = max(MINOR_UNITS.get(currency, 2), _places(number))
    return cells.money_form(places)


def quantity_form(number: Decimal | None) -> str:
    """The format of a number that is no amount."""
    return cells.decimals_format(min(_places(number), cells.MOST_PLACES))


def _places(number: Decimal | None) -> int:
    return 0 if number is None else max(0, -int(number.normalize().as_tuple().exponent))


def shown(value: Value | None, language: Language) -> tuple[object, str]:
    """What a cell holds of a value, and the format of its number: days and numbers as such, all else as text."""
    match value:
        case None | "":
            return None, PLAIN_FORM
        case datetime():
            return cells.local(value).replace(tzinfo=None), cells.INSTANT_FORMAT
        case date() if value >= FIRST_DAY:
            return value, cells.DATE_FORMAT
        case date():
            return value.isoformat(), PLAIN_FORM
        case bool():
            return language.value(value), PLAIN_FORM
        case int() | Decimal():
            return Decimal(value), cells.number_format(Decimal(value))
        case str():
            return value, PLAIN_FORM
        case Amount():
            return value.amount, money_form(value.currency, value.amount)
    return language.value(value), PLAIN_FORM
