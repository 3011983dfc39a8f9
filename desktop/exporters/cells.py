"""Cells that are what they seem: text is never taken for a formula, numbers are numbers, dates are dates."""

from __future__ import annotations

import functools
import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from desktop.domain.money import MINOR_UNITS
from desktop.domain.spreadsheet import STARTS_A_FORMULA

_Value = TypeVar("_Value")

FONT = "Calibri"
INK = "1B1F23"
MUTED = "61686E"
LINE = "C9CAC4"
HEAD = PatternFill("solid", start_color="F4F4F1")
# XML 1.0, 2.2: what no document can hold, not even escaped
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

THIN = Side(style="thin", color=LINE)
MEDIUM = Side(style="medium", color=INK)
BELOW = Border(bottom=THIN)
ABOVE = Border(top=THIN)
TOTAL = Border(top=THIN, bottom=MEDIUM)
AMOUNT = Alignment(horizontal="right")  # said, because a sheet from right to left puts numbers at the left
RIGHT = Alignment(horizontal="right", vertical="center", wrap_text=True)

DATE_FORMAT = "d mmm yyyy"
INSTANT_FORMAT = "d mmm yyyy hh:mm"
SHARE_FORMAT = "0.0%"
MOST_PLACES = 10
"""Decimals of a number that is no amount: the database keeps no more."""

FIRST_DAY = date(1900, 3, 1)
"""Day 1 of a workbook is 1 January 1900, and it counts a 29 February that year never had: older days stay text."""


def plain_font(*, bold: bool = False, size: int = 10, color: str = INK) -> Font:
    """The font of the workbook."""
    return Font(name=FONT, size=size, bold=bold, color=color)


@functools.cache
def money_format(currency: str | None) -> str:
    """How Excel shows amounts of `currency`: its own decimals, thousands parted, negative in red with a minus."""
    return money_form(MINOR_UNITS.get(currency or "", 2))


@functools.cache
def money_form(places: int) -> str:
    """How Excel shows amounts with so many decimals."""
    number = decimals_format(places)
    return f"{number};[Red]\\-{number}"


def number_format(value: Decimal) -> str:
    """How Excel shows a number that is no amount: with the decimals that are stated."""
    return decimals_format(min(MOST_PLACES, max(0, -int(value.as_tuple().exponent))))


@functools.cache
def decimals_format(places: int) -> str:
    """How Excel shows a number with so many decimals."""
    return "#,##0" + ("." + "0" * places if places else "")


MONTHS_FORMAT = decimals_format(2)  # months of service


def fit_to_width(sheet: Worksheet, *, footer: str = "") -> None:
    """Prints a sheet across, as wide as the paper and as long as it needs."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if footer:
        below = HeaderFooterItem()
        below.center.text = footer
        sheet.HeaderFooter.oddFooter = below


def xml_text(text: str) -> str:
    """`text` without the characters that no workbook can hold."""
    return _NO_XML.sub("", text)


def put(cell: Any, value: Any) -> Any:
    """Sets `value` so that it stays what it is; text that begins like a formula is marked as text. Returns the cell."""
    if isinstance(value, str):
        cell.value = xml_text(value)
        cell.data_type = "s"
        cell.quotePrefix = cell.value.startswith(STARTS_A_FORMULA)
    else:
        cell.value = local(value)
    return cell


def local(value: _Value) -> _Value:
    """A moment on the clock of this place, since a cell knows no time zones; anything else as it is."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone().replace(tzinfo=None)
    return value
