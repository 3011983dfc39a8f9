"""Signs and codes of currencies as they stand beside a number, and which of them several currencies share."""

from __future__ import annotations

import functools
from typing import Final

from babel import Locale

from desktop.domain.money import CFA_FRANCS, MINOR_UNITS
from desktop.language.speech import LOCALES

ANY_CURRENCY: Final = "?"  # no code: a sign that several currencies share
# Shared by the dollars, pounds, yens, francs, crowns and rupees of many countries, and by both CFA francs.
_SHARED = (
    "FRANC",
    "FRANCS",
    "DOLLAR",
    "DOLLARS",
    "$",
    "£",
    "₤",
    "¥",
    "F",
    "FR",
    "FRS",
    "KR",
    "RS",
    "₨",
    "DT",
    "DA",
    "DH",
    "UM",
    "﷼",
)
# What both CFA francs are called, each on its own side of Africa.
CFA: Final = "FCFA"
_CFA_SIGNS = frozenset(("FCFA", "CFA", "CFAF", "FRANCCFA", "FRANCSCFA", "CFAFRANC", "CFAFRANCS"))
# Whose they are where nothing else is said.
_USUAL = {"$": "USD", "£": "GBP"}
# Signs that CLDR lists in none of our languages.
_OWN = {
    "US$": "USD",
    "EURO": "EUR",
    "EUROS": "EUR",
    "₦": "NGN",
    "₵": "GHS",
    "GH₵": "GHS",
    "₹": "INR",
    "₺": "TRY",
    "₴": "UAH",
    "₽": "RUB",
    "KSH": "KES",
    "TSH": "TZS",
    "USH": "UGX",
}


def _key(sign: str) -> str:
    return "".join(letter for letter in sign.upper() if not letter.isspace() and letter not in ".\u200f\u200e")


@functools.cache
def _signs() -> dict[str, str]:
    found = {_key(sign): code for sign, code in _OWN.items()}
    for name in LOCALES.values():
        for code, sign in Locale.parse(name).currency_symbols.items():
            if code in MINOR_UNITS and found.setdefault(_key(sign), code) != code:
                found[_key(sign)] = ANY_CURRENCY
    return found | dict.fromkeys((*_SHARED, *_CFA_SIGNS), ANY_CURRENCY) | {code: code for code in MINOR_UNITS}


@functools.lru_cache(maxsize=1024)
def currency_of_sign(sign: str) -> str | None:
    """The currency of a sign or code; `ANY_CURRENCY` for a sign of several, None for what is none."""
    return _signs().get(_key(sign))


def is_cfa(sign: str) -> bool:
    """Whether a sign is what both CFA francs are called."""
    return _key(sign) in _CFA_SIGNS


def franc_of(currency: str, own: str) -> str:
    """The currency that is meant: of what is only called CFA, the franc `own` where that is one of the two."""
    return own if own in CFA_FRANCS and is_cfa(currency) else currency


def is_usual(sign: str, own: str) -> bool | None:
    """Whether a sign of several currencies goes with the currency `own` that nobody named; None where it may be any.

    A dollar in a grant of euros is no euro.
    """
    usual = _USUAL.get(_key(sign))
    return None if usual is None else own == usual


def has_no_decimals(currency: str, sign: str) -> bool:
    """Whether a currency, or each of those that a sign may stand for, is paid in whole units only."""
    return is_cfa(sign) if currency == ANY_CURRENCY else MINOR_UNITS[currency] == 0
