"""One number as people write it, read in both ways that separators allow; which is meant, its column decides."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, NamedTuple

from desktop.importers.values.cells import LONGEST, plain_digits, seen
from desktop.importers.values.deciding import UNREAD, Pattern
from desktop.importers.values.signs import ANY_CURRENCY, currency_of_sign

POINT: Final = "1,234.50"
COMMA: Final = "1.234,50"
STYLES: Final = (POINT, COMMA)

POINT_ONLY: Final[Pattern] = (0, UNREAD)
COMMA_ONLY: Final[Pattern] = (UNREAD, 1)
SAME: Final[Pattern] = (0, 0)
EITHER: Final[Pattern] = (0, 1)

# What most columns of text hold, read without taking it apart: 1234.50 and 1,234.50, 1 234,50, 1.234,50.
_UNGROUPED = re.compile(r"(-?[0-9]+)(?:([.,])([0-9]{1,2}|[0-9]{4,}))?")
_GROUPED = re.compile(r"-?[1-9][0-9]{0,2}([., '\u00a0\u202f\u2009\u2019])[0-9]{3}(?:\1[0-9]{3})*(?:([.,])([0-9]+))?")
_ALIKE = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d", "-")
    | dict.fromkeys("\u2018\u2019\u02bc\u00b4\u0060", "'")
    | {"\u066a": "%"}
)
_ARABIC_POINT, _ARABIC_COMMA = "\u066b", "\u066c"
_PARTS = re.compile(
    r"(?P<lead>[^0-9]*?)(?P<body>(?<![^\W\d_])[.,\u066b]?[0-9](?:[0-9.,'\u066b\u066c ]*[0-9])?)"
    r"(?P<power>[eE][+-]?[0-9]{1,2})?(?P<tail>[^0-9]*)"
)
_SWISS_DASH = re.compile(r"[.,]-{1,2}")  # 1’234.– is a whole number of francs
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:_[0-9]{3})+")
_LAKHS = re.compile(r"[1-9][0-9]?(?:_[0-9]{2})*_[0-9]{3}")


class Written(NamedTuple):
    """A number with a decimal point, and with a decimal comma; None where it cannot be read so.

    `group` is the sign that can only part its thousands, `currency` a code or `ANY_CURRENCY` when the sign (kept in
    `sign`) is that of several. `rounded` numbers were cut off by whoever wrote them in powers of ten.
    """

    point: Decimal | None
    comma: Decimal | None
    group: str = ""
    currency: str = ""
    sign: str = ""
    percent: bool = False
    rounded: bool = False

    @property
    def pattern(self) -> Pattern:
        """In which of `STYLES` it can be read, and whether that comes to the same."""
        if self.comma is None:
            return POINT_ONLY
        if self.point is None:
            return COMMA_ONLY
        return SAME if self.point == self.comma else EITHER


def written_number(text: str) -> Written | None:
    """The number in a text, or None when it is none."""
    plain = _UNGROUPED.fullmatch(text)
    if plain is not None:
        whole, sign, fraction = plain.groups()
        return _by_sign(sign, Decimal(f"{whole}.{fraction}" if sign else whole), "")
    grouped = _GROUPED.fullmatch(text)
    if grouped is None:
        return _in_full(text)
    group, sign, fraction = grouped.groups()
    if sign == group or (sign is None and group in ".,"):
        return _in_full(text)
    whole = text[: grouped.start(2)] if sign else text
    digits = whole.replace(group, "")
    return _by_sign(sign, Decimal(f"{digits}.{fraction}" if sign else digits), group)


def _by_sign(sign: str | None, number: Decimal, group: str) -> Written:
    """A number whose decimals are parted by `sign`, or that has none."""
    if sign is None:
        return Written(number, number, group)
    return Written(number, None, group) if sign == "." else Written(None, number, group)


def _in_full(text: str) -> Written | None:
    if len(text) > LONGEST or len(text.strip().splitlines()) > 1:
        return None  # two lines are two numbers, not one with thousands
    cleaned = plain_digits(seen(text)).translate(_ALIKE).removeprefix("'")
    parts = _PARTS.fullmatch(cleaned)
    if parts is None:
        return None
    around = _around(parts["lead"], parts["tail"])
    if around is None:
        return None
    minus, percent, before, after = around
    currency = _currency(before, after)
    if currency is None:
        return None
    body, power = parts["body"], parts["power"] or ""
    form = minus + "{}" + power
    point, comma = _value(body, ".", ",", form), _value(body, ",", ".", form)
    group = _sure_group(body, point, comma)
    if (point is None and comma is None) or (power and group):
        return None
    return Written(point, comma, group, currency, before or after, percent, bool(power))


def _around(lead: str, tail: str) -> tuple[str, bool, str, str] | None:
    """What stands around the digits: a minus, whether it is per cent, and signs of currencies; None if it fits not."""
    tail = _SWISS_DASH.sub("", tail, count=1) if _SWISS_DASH.match(tail) else tail
    both = lead + tail
    signs = [both.count(sign) for sign in "-+(%"]
    brackets = ("(" in lead, ")" in tail) == (True, True) and (lead + tail).count(")") == 1
    if any(count > 1 for count in signs) or brackets != ("(" in both or ")" in both):
        return None
    if sum(signs[:3]) > 1:
        return None
    bare = [re.sub(r"[-+()%]", "", part).strip() for part in (lead, tail)]
    return "-" if signs[0] or brackets else "", bool(signs[3]), bare[0], bare[1]


def _currency(before: str, after: str) -> str | None:
    """The currency around a number: empty without any, None when what stands there is no currency."""
    found = {currency_of_sign(sign) for sign in (before, after) if sign}
    if None in found:
        return None
    codes = found - {ANY_CURRENCY}
    return None if len(codes) > 1 else next(iter(codes or found), "")


def _value(body: str, decimal: str, group: str, form: str) -> Decimal | None:
    if _ARABIC_POINT in body:
        if decimal in body:
            return None
        decimal = _ARABIC_POINT
    whole, point, fraction = body.partition(decimal)
    if point and not fraction.isdecimal():
        return None
    signs = set(re.findall("[^0-9]", whole))
    if signs:
        between = signs.pop()
        if signs or between not in (group, " ", "'", _ARABIC_COMMA):
            return None
        marked = whole.replace(between, "_")
        if not (_THOUSANDS.fullmatch(marked) or (between == "," and _LAKHS.fullmatch(marked))):
            return None
        whole = whole.replace(between, "")
    return Decimal(form.format(f"{whole}.{fraction}" if fraction else whole))


def _sure_group(body: str, point: Decimal | None, comma: Decimal | None) -> str:
    """The sign that parts thousands in every way the number can be read; empty when there is none."""
    for sign in (" ", "'", _ARABIC_COMMA):
        if sign in body:
            return sign
    if comma is None and "," in body:
        return ","
    return "." if point is None and "." in body else ""
