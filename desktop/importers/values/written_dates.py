"""One day as people write it, read in each order of day, month and year; which is meant, its column decides."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final, NamedTuple

from desktop.domain.finding import Severity
from desktop.importers.column_values import Flaw
from desktop.importers.values.cells import LONGEST, holds_several, letter_for_digit, plain_digits, seen, several_values
from desktop.importers.values.months import is_day_of_week, month_called
from desktop.language import Message, Month, say
from desktop.language.folding import words

DMY: Final = "dmy"
MDY: Final = "mdy"
YMD: Final = "ymd"
ORDERS: Final = (DMY, MDY, YMD)

FIRST_YEAR, LAST_YEAR = 1990, 2100
_EARLIEST_YEAR = 1920  # people are born before there are records
_CENTURY, _EARLIER = 2000, 1900
_SERIAL_ZERO = date(1899, 12, 30)  # from March 1900 on, Excel counts days from here
FIX: Final = say("Make it a date cell in Excel, or write it like 2019-10-09.")

_ALIKE = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-") | {"\u060d": "/", "\u060c": ","})
_TIME = re.compile(
    r"(?:[T ,]|\s+(?:at|à)\s)\s*[0-9]{1,2}[:h][0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?\s*"
    r"(?:[ap]\.?m\.?|Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})?",
    re.IGNORECASE,
)
_NUMERIC = re.compile(r"([0-9]{1,2}|[0-9]{4}) ?([-/. ]) ?([0-9]{1,2}) ?\2 ?([0-9]{4}|[0-9]{1,2})")
_WEEKDAY = re.compile(r"([^\W\d_]+)[.,]{0,2} (?=[0-9])")
_COMPACT = re.compile(r"[0-9]{8}")
_SERIAL = re.compile(r"([0-9]{5})(?:[.,][0-9]+)?")
_NAMED = re.compile(r"[\w\s.,/'’-]+")
_TOKENS = re.compile(r"[0-9]+|[^\W\d_]+")
_MONTH_ALONE = re.compile(r"[0-9]{4}[-/. ](?:0?[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])[-/. ][0-9]{4}")
_YEAR_ALONE = re.compile(r"(?:19|20)[0-9]{2}")
_QUARTER = re.compile(
    r"(?:q|t|h|s)\s?[1-4]\s(?:19|20)?[0-9]{2}|(?:19|20)[0-9]{2}\s?(?:q|t|h|s)\s?[1-4]|"
    r".*\b(?:quarter|trimestre|semester|semestre|half|الربع|النصف)\b.*"
)
_DAYS, _MONTHS = 31, 12


class WrittenDate(NamedTuple):
    """A day in each of `ORDERS`, None where it cannot be read so; `short` has a year of two digits, `serial` is a
    number that counts days.
    """

    readings: tuple[date | None, date | None, date | None]
    short: bool = False
    serial: bool = False


def written_date(text: str) -> WrittenDate | Flaw:
    """The day in a text, or why it is none."""
    whole = plain_digits(seen(text)).translate(_ALIKE).removeprefix("'")
    if len(whole) > LONGEST:
        return not_a_date(text)
    timed = _TIME.search(whole)
    plain = whole[: timed.start()].strip() if timed and timed.end() == len(whole) else whole
    numeric = _NUMERIC.fullmatch(plain, _after_weekday(plain))
    if numeric:
        return _ordered(text, numeric[1], numeric[2], numeric[3], numeric[4])
    if _COMPACT.fullmatch(plain):
        return compact_date(text, plain)
    serial = _SERIAL.fullmatch(plain)
    if serial:
        return serial_date(text, int(serial[1]))
    return _named(plain) or no_date(text, plain)


def written_month(text: str) -> WrittenDate | None:
    """The first day of a month written alone: ``mars 2019``, ``03/2019``, ``2019-03``; None of anything else."""
    plain = plain_digits(seen(text)).translate(_ALIKE).strip()
    numbers = [token for token in _TOKENS.findall(plain) if token.isdecimal()]
    if _MONTH_ALONE.fullmatch(plain):
        month, year = sorted(map(int, numbers))
    elif len(numbers) == 1 and len(numbers[0]) in (2, 4):
        named = month_called(words(" ".join(token for token in _TOKENS.findall(plain) if not token.isdecimal())))
        if named is None:
            return None
        month, year = named, _full(int(numbers[0])) if len(numbers[0]) == 2 else int(numbers[0])
    else:
        return None
    day = _day(year, month, 1)
    return WrittenDate((day, day, day)) if day is not None and likely(day) else None


def _after_weekday(plain: str) -> int:
    """Where a day begins that its day of the week stands before: ``Wed. 25/12/2019``."""
    weekday = _WEEKDAY.match(plain)
    return weekday.end() if weekday and is_day_of_week("".join(words(weekday[1]))) else 0


def compact_date(text: str, digits: str) -> WrittenDate | Flaw:
    """A day of eight digits: the year, which lies first or last, decides between 20191009 and 09102019."""
    first = _ordered(text, digits[:4], "", digits[4:6], digits[6:])
    last = _ordered(text, digits[:2], "", digits[2:4], digits[4:])
    return last if isinstance(first, Flaw) and isinstance(last, WrittenDate) else first


def serial_date(text: str, days: int) -> WrittenDate | Flaw:
    """The day that a spreadsheet counts as its number `days`."""
    day = _SERIAL_ZERO + timedelta(days=days)
    return WrittenDate((day, day, day), serial=True) if FIRST_YEAR <= day.year <= LAST_YEAR else not_a_date(text)


def likely(day: date) -> bool:
    """Whether a day lies in years that a record can be of, or someone in it was born in; others are slips."""
    return _EARLIEST_YEAR <= day.year <= LAST_YEAR


def _ordered(text: str, first: str, between: str, second: str, third: str) -> WrittenDate | Flaw:
    """Three numbers: a year of four digits lies where it is, one of two digits may lie on both ends."""
    one, two, three = int(first), int(second), int(third)
    short = len(first) < 4 and len(third) < 4
    if len(first) == 4:
        parts = [(one, two, three)] * 3
    else:
        year = _full(three) if short else three
        parts = [(year, two, one), (year, one, two)]
        if short and between == "-" and len(first) == 2:
            parts.append((_full(one), two, three))
    days = [_day(*part) for part in parts]
    likely_days = [day if day and likely(day) else None for day in days]
    if any(likely_days):
        dmy, mdy, ymd = (*likely_days, None)[:3]
        return WrittenDate((dmy, mdy, ymd), short)
    beyond = next((day for day in days if day), None)
    return unlikely(beyond) if beyond else _impossible(text, parts)


def _full(year: int) -> int:
    """The year of which only two digits were written."""
    return year + (_EARLIER if year >= FIRST_YEAR % 100 else _CENTURY)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _named(plain: str) -> WrittenDate | Flaw | None:
    """A day whose month is written by its name, or None."""
    if not _NAMED.fullmatch(plain):
        return None
    tokens = _TOKENS.findall(plain)
    numbers = [token for token in tokens if token.isdecimal()]
    if len(numbers) not in (1, 2) or any(len(number) not in (1, 2, 4) for number in numbers):
        return None
    month = month_called(words(" ".join(token for token in tokens if not token.isdecimal())))
    if month is None:
        return None
    if len(numbers) == 1:
        return _not_a_day(say("“{text}” is a month, not a day.", text=plain)) if len(numbers[0]) != 1 else None
    if len(numbers[0]) == 4:
        numbers.reverse()
    short = len(numbers[1]) < 4
    year = _full(int(numbers[1])) if short else int(numbers[1])
    day = _day(year, month, int(numbers[0]))
    if day is None:
        return _impossible(plain, [(year, month, int(numbers[0]))])
    return WrittenDate((day, day, day), short) if likely(day) else unlikely(day)


# --- why a text is no day -----------------------------------------------------------------------------------------


def unlikely(day: date) -> Flaw:
    """Why a day far from today is not taken."""
    sentence = say(
        "{day} lies outside the years {first} to {last}.", day=day, first=str(_EARLIEST_YEAR), last=str(LAST_YEAR)
    )
    return Flaw(Severity.ERROR, sentence, FIX)


def not_a_date(text: str) -> Flaw:
    """Why something else is not taken for a day."""
    return Flaw(Severity.ERROR, say("“{text}” is not a date.", text=text.strip()), FIX)


def _impossible(text: str, parts: list[tuple[int, int, int]]) -> Flaw:
    """Why a day that the calendar does not have is not taken: 31 September."""
    for year, month, day in parts:
        if 1 <= month <= _MONTHS and 1 <= day <= _DAYS and year:
            sentence = say("{month} has no day {day}.", month=Month(date(year, month, 1)), day=day)
            return Flaw(Severity.ERROR, sentence, say("Compare it with the original."))
    return not_a_date(text)


def _not_a_day(sentence: Message) -> Flaw:
    return Flaw(Severity.ERROR, sentence, say("Write the whole date, like 2019-10-09."))


def no_date(text: str, plain: str) -> Flaw:
    """What a text is that is no day: a month, a quarter, a year, several days, or nothing known."""
    shown = text.strip()
    if _YEAR_ALONE.fullmatch(plain):
        return _not_a_day(say("“{text}” is a year, not a day.", text=shown))
    if _MONTH_ALONE.fullmatch(plain):
        return _not_a_day(say("“{text}” is a month, not a day.", text=shown))
    if _QUARTER.fullmatch(" ".join(words(plain))):
        return _not_a_day(say("“{text}” is a part of a year, not a day.", text=shown))
    if holds_several(shown):
        return several_values(shown)
    return letter_for_digit(plain) or not_a_date(shown)
