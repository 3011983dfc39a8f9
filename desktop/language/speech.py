"""One language: turns messages, amounts, numbers and dates into text. The only module that formats them (Babel)."""

from __future__ import annotations

import functools
import gettext
from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, get_month_names
from babel.lists import format_list
from babel.numbers import NumberPattern, parse_pattern

from desktop.language.catalog import load_translations
from desktop.language.message import Amount, Country, Message, Month, Value
from desktop.language.reading import folded, read_date, read_number

# Code of the catalogue -> CLDR locale whose names of months, countries and currencies are used.
LOCALES = {"en": "en", "fr": "fr", "ar": "ar"}
NAMES = {"en": "English", "fr": "Français", "ar": "العربية"}

# In CLDR's list of territories, but no countries: unions, outlying areas, made-up ones for tests.
_NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})

NO_BREAK = "\u00a0"
_NARROW = "\u202f"  # too thin on the screen in Source Sans; the wide no-break space stands for it
_MINUS = "\u2212"
_HALF_UP = Context(prec=100, rounding=ROUND_HALF_UP)  # as money is rounded; wide enough for any number typed
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"
_FROM_LEFT, _FROM_RIGHT = "\u200e", "\u200f"  # invisible marks: what is beside them reads from left, from right
_NO_MARKS = str.maketrans(dict.fromkeys((_ISOLATE, _END_ISOLATE, _FROM_LEFT, _FROM_RIGHT)))


def without_marks(text: str) -> str:
    """A shown text as people would type it, without the invisible marks that hold it in its direction."""
    return text.translate(_NO_MARKS)


@functools.cache
def _pattern(places: int) -> NumberPattern:
    return parse_pattern("#,##0" + ("." + "0" * places if places else ""))


class Language:
    """How one language writes. Cheap to make, safe to share between threads."""

    def __init__(self, code: str, translations: gettext.NullTranslations) -> None:
        self.code = code
        self.locale = Locale.parse(LOCALES[code])
        self._translations = translations

    @property
    def right_to_left(self) -> bool:
        """Whether the layout is mirrored."""
        return self.code == "ar"

    @property
    def comma(self) -> str:
        """What parts the members of a list that has no “and”."""
        return "\u060c " if self.code == "ar" else ", "

    def text(self, message: Message) -> str:
        """The sentence in this language, its values formatted."""
        if message.plural:
            found = self._translations.ngettext(message.text, message.plural, message.count)
        else:
            found = self._translations.gettext(message.text) if message.text else ""
        if not message.values:
            return found
        return found.format_map({name: self._isolated(value) for name, value in message.values})

    def join(self, messages: Iterable[Message]) -> str:
        """Several sentences, one after the other."""
        return " ".join(filter(None, map(self.text, messages)))

    def value(self, value: Value) -> str:
        """Any value as it stands inside a sentence."""
        match value:
            case str():
                return value
            case Message():
                return self.text(value)
            case bool() | int():
                return self.number(Decimal(int(value)))
            case Decimal():
                return self.number(value)
            case datetime():
                return self.instant(value)
            case date():
                return self.day(value)
            case Month():
                return self.month_and_year(value.day)
            case Country():
                return self.country(value.code)
            case Amount():
                return self.money(value)
        return str(format_list([self._isolated(inner) for inner in value], locale=self.locale))

    def beside(self, *values: Value) -> str:
        """Values beside each other, each in its own direction: ``NER-CT-01 · Legal aid · 9 Oct 2019``."""
        shown = map(self.value, values)
        if not self.right_to_left:
            return " · ".join(shown)
        return _FROM_RIGHT + " · ".join(f"{_ISOLATE}{one}{_END_ISOLATE}" for one in shown)

    def _isolated(self, value: Value) -> str:
        """A value that words around it cannot turn about; a list and a sentence see to that themselves."""
        shown = self.value(value)
        if self.right_to_left and isinstance(value, str | int | Decimal | date | Month | Country | Amount):
            return f"{_ISOLATE}{shown}{_END_ISOLATE}"
        return shown

    def number(self, number: Decimal, *, decimals: int | None = None) -> str:
        """A number with this language's separators and a true minus sign; `decimals` as it has when not given."""
        places = max(0, -int(number.as_tuple().exponent)) if decimals is None else decimals
        with localcontext(_HALF_UP):
            shown = str(_pattern(places).apply(abs(number), self.locale, numbering_system="latn"))
        sign = _MINUS if number < 0 and any(digit in shown for digit in "123456789") else ""
        mark = _FROM_LEFT if sign and self.right_to_left else ""  # keeps the minus at the left, in Arabic as well
        return mark + sign + shown.replace(_NARROW, NO_BREAK)

    def money(self, money: Amount) -> str:
        """An amount with its currency: ``USD 1,240.00``, ``1 240,00 USD``."""
        shown = self.number(money.amount)
        return f"{shown}{NO_BREAK}{money.currency}" if self.code == "fr" else f"{money.currency}{NO_BREAK}{shown}"

    def percent(self, share: Decimal, *, decimals: int = 0) -> str:
        """A share of one as per cent: 0.82 -> ``82 %``."""
        return self.with_percent_sign(self.number(share * 100, decimals=decimals))

    def per_cent(self, number: Decimal) -> str:
        """A number of per cent with the decimals it needs: 12.5000 -> ``12.5 %``."""
        return self.with_percent_sign(self.number(number.normalize()))

    def with_percent_sign(self, number: str) -> str:
        """A number, already written, and the sign at its right, in Arabic as well."""
        mark = _FROM_LEFT if self.right_to_left else ""
        return f"{mark}{number}{NO_BREAK}%{mark}"

    def day(self, day: date) -> str:
        """A date as it stands in a table: ``9 Oct 2019``, ``9 oct. 2019``."""
        return self._date(day, "d MMM y")

    def long_date(self, day: date) -> str:
        """A date as it stands in a sentence: ``9 October 2019``."""
        return self._date(day, "d MMMM y")

    def full_date(self, day: date) -> str:
        """A date with its weekday: ``Monday 21 October 2019``."""
        shown = self._date(day, "EEEE d MMMM y")
        return shown[:1].upper() + shown[1:]

    def day_and_month(self, day: date) -> str:
        """A date of the near future: ``30 Oct``."""
        return self._date(day, "d MMM")

    def _date(self, day: date, pattern: str) -> str:
        shown = str(format_date(day, pattern, locale=self.locale))
        first = self.code == "fr" and day.day == 1
        return shown.replace("1 ", "1er ", 1) if first else shown  # French counts the first of a month

    def month(self, number: int) -> str:
        """The short name of a month, 1 to 12, for an axis."""
        return str(get_month_names("abbreviated", locale=self.locale)[number])

    def month_and_year(self, day: date) -> str:
        """``October 2019``."""
        return str(format_skeleton("yMMMM", day, locale=self.locale))

    def instant(self, moment: datetime) -> str:
        """A moment (stored in UTC) on the clock of this machine: ``9 Oct 2019, 11:02``."""
        local = moment.astimezone()
        return f"{self.day(local.date())}{self.comma}{self.time(moment)}"

    def time(self, moment: datetime) -> str:
        """Hours and minutes of a moment on the clock of this machine."""
        return str(format_time(moment.astimezone().time(), "HH:mm", locale=self.locale))

    def read_number(self, text: str) -> Decimal:
        """The number a person typed. Raises ValueError when it is none."""
        return read_number(text, decimal_comma=self.code == "fr")

    def read_date(self, text: str) -> date:
        """The date a person typed. Raises ValueError when it is none."""
        return read_date(text, locale=self.locale)

    def country(self, code: str) -> str:
        """The name of a country by its ISO 3166-1 code; the code itself when CLDR has no name for it."""
        return str(self.locale.territories.get(code, code))

    def countries(self) -> list[tuple[str, str]]:
        """Code and name of every country, sorted by name."""
        named = [
            (code, str(name))
            for code, name in self.locale.territories.items()
            if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES
        ]
        return sorted(named, key=lambda entry: folded(entry[1]))

    def currency_name(self, code: str) -> str:
        """The name of a currency by its ISO 4217 code; the code itself when CLDR has no name for it."""
        return str(self.locale.currencies.get(code, code))


@functools.cache
def load_language(folder: Path, code: str) -> Language:
    """The language `code` with the translations found in `folder` (`resources/i18n`)."""
    return Language(code, load_translations(folder, code=code))
