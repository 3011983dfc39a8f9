"""Reads numbers and dates as people type them in a form, in the language of the screen.

A form has one value and a person in front of it, so the separators of the language decide; a column of a workbook is
decided as a whole, elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation

from babel import Locale
from babel.dates import get_month_names

_SPACES = re.compile(r"[\s\u00a0\u202f'’]")
_NUMERIC_DATE = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_WORDED_DATE = re.compile(r"(\d{1,2})(?:er)?\s+([^\d\s]+)\s+(\d{4})")


def read_number(text: str, *, decimal_comma: bool) -> Decimal:
    """The number behind `1,240.50`, `1 240,50`, `−12`, `(12)`. Raises ValueError when it is none, or ambiguous."""
    digits = "".join(str(unicodedata.decimal(letter, letter)) for letter in _SPACES.sub("", text))
    negative = digits.startswith(("-", "\u2212", "(")) or digits.endswith("-")
    digits = digits.strip("-\u2212()")
    if "," in digits and "." in digits:
        decimal = max(",", ".", key=digits.rfind)
    else:
        decimal = "," if decimal_comma or _cannot_group(digits) else "."
    group = "." if decimal == "," else ","
    if decimal_comma and "," not in digits:
        decimal, group = ".", ","
    try:
        number = Decimal(digits.replace(group, "").replace(decimal, "."))
    except InvalidOperation:
        msg = f"not a number: {text}"
        raise ValueError(msg) from None
    return -number if negative else number


def _cannot_group(digits: str) -> bool:
    """Whether the comma in `digits` cannot part thousands: 12,5 or 1,2345."""
    parts = digits.split(",")
    return len(parts) == 2 and len(parts[1]) != 3


def read_date(text: str, *, locale: Locale) -> date:
    """The date behind `2019-10-09`, `9/10/2019` (day first), `9 Oct 2019`, `9 octobre 2019`.

    Raises ValueError when it is none.
    """
    cleaned = " ".join(text.split())
    numeric = _NUMERIC_DATE.fullmatch(cleaned)
    if numeric:
        return date(int(numeric[3]), int(numeric[2]), int(numeric[1]))
    worded = _WORDED_DATE.fullmatch(cleaned)
    if worded:
        return date(int(worded[3]), _month(worded[2], locale), int(worded[1]))
    return date.fromisoformat(cleaned)


def _month(name: str, locale: Locale) -> int:
    wanted = name.casefold().rstrip(".")
    for known in (locale, Locale("en"), Locale("fr")):
        for width in ("wide", "abbreviated"):
            for number, month in get_month_names(width, locale=known).items():
                if month.casefold().rstrip(".") == wanted:
                    return int(number)
    msg = f"not a month: {name}"
    raise ValueError(msg)
