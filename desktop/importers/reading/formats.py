"""What a number format shows beside the number: a per cent sign, a currency."""

from __future__ import annotations

import re

# ECMA-376 part 1, 18.8.30: formats that files name by number alone
PER_CENT_IDS = frozenset({9, 10})
_IN_QUOTES = re.compile(r'"([^"]*)"')
_CURRENCY = re.compile(r"\[\$([^\]\-]+)(?:-([0-9A-Fa-f]+))?\]")
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')
_CODE = re.compile(r"\b[A-Z]{3}\b")
_SIGNS = {"€": "EUR", "£": "GBP", "₦": "NGN", "₹": "INR", "₽": "RUB", "₴": "UAH", "₪": "ILS"}
_DOLLARS = {"409": "USD", "c09": "AUD", "1009": "CAD", "1409": "NZD"}  # by the language of the format (MS-LCID)


def is_per_cent(code: str) -> bool:
    """Whether a format shows a number as per cent."""
    return "%" in _LITERAL.sub("", code)


def currency_of(code: str) -> str:
    """The currency that a format shows: its code where that is sure, otherwise as it is shown; empty without one."""
    found = _CURRENCY.search(code)
    if found:
        sign, language = found[1].strip(), (found[2] or "").lower().lstrip("0")
        if sign == "$":
            return _DOLLARS.get(language, sign)
        return _SIGNS.get(sign, sign)
    for text in _IN_QUOTES.findall(code):
        named = _CODE.search(text)
        if named:
            return named[0]
        if text.strip() in _SIGNS:
            return _SIGNS[text.strip()]
    return next((_SIGNS[sign] for sign in code if sign in _SIGNS), "")
