"""Reads numbers and dates as people type them in a form, in the language of the screen.

A form has one value and a person in front of it, so the separators of the language decide; a column of a workbook is
decided as a whole, elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal

from babel import Locale
from babel.dates import get_month_names

_SPACES = re.compile(r"[\s\u00a0\u202f'’\u061c\u200e\u200f\u2066-\u2069]")  # and marks of the direction of writing
_ARABIC_SIGNS = str.maketrans({"\u066b": ".", "\u066c": None})  # decimal sign, thousands sign
_SIGNED = re.compile(r"(?P<sign>[-+\u2212]?)(?P<plain>[\d.,]+)|(?P<before>[\d.,]+)[-\u2212]|\((?P<within>[\d.,]+)\)")
_NUMERIC_DATE = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_WORDED_DATE = re.compile(r"(\d{1,2})(?:er)?\s+([^\d\s]+)\s+(\d{4})")


def read_number(text: str, *, decimal_comma: bool) -> Decimal:
    """The number behind `1,240.50`, `1 240,50`, `−12`, `12-`, `(12)`, in Western or Arabic digits.

    Raises ValueError when it is none, or when its separators can be read in no sensible way (`1,2,3`).
    """
    digits = "".join(str(unicodedata.decimal(letter, letter)) for letter in _SPACES.sub("", text))
    signed = _SIGNED.fullmatch(digits.translate(_ARABIC_SIGNS))
    if signed is None:
        raise _no_number(text)
    unsigned = signed["plain"] or signed["before"] or signed["within"]
    decimal, group = _separators(unsigned, decimal_comma=decimal_comma)
    whole, _point, fraction = unsigned.partition(decimal)
    first, *others = whole.split(group)
    parted = len(first) in (1, 2, 3) and all(len(other) == 3 for other in others)
    if (others and not parted) or not (whole + fraction).replace(group, "") or not f"0{fraction}".isdecimal():
        raise _no_number(text)
    number = Decimal(f"{whole.replace(group, '')}.{fraction}")
    positive = bool(signed["plain"]) and signed["sign"] in ("", "+")
    return number if positive or not number else number.copy_negate()


def _no_number(text: str) -> ValueError:
    return ValueError(f"not a number: {text}")


def _separators(unsigned: str, *, decimal_comma: bool) -> tuple[str, str]:
    """The decimal sign and the sign between thousands, as far as the number shows them."""
    if "," in unsigned and "." in unsigned:
        comma = unsigned.rfind(",") > unsigned.rfind(".")
    elif "," in unsigned:
        comma = decimal_comma or _cannot_group(unsigned)
    else:
        comma = decimal_comma and unsigned.count(".") > 1
    return (",", ".") if comma else (".", ",")


def _cannot_group(unsigned: str) -> bool:
    """Whether the comma cannot part thousands: 12,5 or 1,2345 or 1240,500 or 0,125."""
    parts = unsigned.split(",")
    return len(parts) == 2 and (len(parts[1]) != 3 or len(parts[0]) > 3 or parts[0] in ("", "0"))


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
    wanted = folded(name).rstrip(".")
    for known in (locale, Locale("en"), Locale("fr")):
        for width in ("wide", "abbreviated"):
            for number, month in get_month_names(width, locale=known).items():
                if folded(month).rstrip(".") == wanted:
                    return int(number)
    msg = f"not a month: {name}"
    raise ValueError(msg)


def folded(text: str) -> str:
    """A text without case and accents, for comparing and sorting: people type fevrier for février."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
