"""Names of months as people write them, in English, French and Arabic (also of the Maghreb and the Levant)."""

from __future__ import annotations

import functools
from collections import defaultdict
from typing import Final

from babel import Locale
from babel.dates import get_day_names, get_month_names

from desktop.language.folding import words
from desktop.language.speech import LOCALES

# Arabic has three sets of names; CLDR gives them by country.
_LOCALES: Final = (*LOCALES.values(), "ar_LB", "ar_DZ", "ar_MA", "ar_MR")
_SHORTEST = 3  # letters of an abbreviation: `jui` is June or July, and no month
_BESIDE = frozenset(("le", "the", "of", "de", "du", "d", "st", "nd", "rd", "th", "er", "on", "في", "يوم"))


@functools.cache
def _months() -> dict[str, int]:
    """Every name and every abbreviation that only one month has."""
    found: dict[str, set[int]] = defaultdict(set)
    for code in _LOCALES:
        locale = Locale.parse(code)
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, locale=locale).items():
                plain = " ".join(words(name))
                cut = [plain[:length] for length in range(_SHORTEST, len(plain))] if plain.isascii() else []
                for short in (plain, *cut):
                    found[short].add(int(number))
    return {name: months.pop() for name, months in found.items() if len(months) == 1}


@functools.cache
def _days() -> frozenset[str]:
    """Names of days of the week, which may stand beside a date."""
    return frozenset(
        word
        for code in LOCALES.values()
        for width in ("wide", "abbreviated")
        for name in get_day_names(width, locale=Locale.parse(code)).values()
        for word in words(name)
    )


def is_day_of_week(word: str) -> bool:
    """Whether a folded word names a day of the week."""
    return word in _days()


def month_called(names: list[str]) -> int | None:
    """The month that these folded words name, whatever stands beside it; None when it is none."""
    kept = [word for word in names if word not in _BESIDE]
    months = _months()
    return months.get(" ".join(kept)) or months.get(" ".join(word for word in kept if word not in _days()))
