"""Numbers and dates are read as people type them; what has no one meaning is refused, never guessed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from babel import Locale
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.config import paths
from desktop.language import Language, load_language
from desktop.language.reading import folded, read_date, read_number

ENGLISH, FRENCH = False, True  # whether a comma is the decimal sign


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1240.50", "1240.50"),
        ("1,240.50", "1240.50"),
        ("1,240", "1240"),
        ("1,240,500", "1240500"),
        ("1,240,500.25", "1240500.25"),
        ("12,5", "12.5"),
        ("1,2345", "1.2345"),
        ("0,125", "0.125"),
        (",125", "0.125"),
        ("1240,500", "1240.500"),
        ("1.240,50", "1240.50"),
        ("1 240.50", "1240.50"),
        ("1'240.50", "1240.50"),
        ("1’240.50", "1240.50"),
        (".5", "0.5"),
        ("5.", "5"),
        ("0", "0"),
        ("007", "7"),
    ],
)
def test_numbers_typed_in_english(typed: str, read: str) -> None:
    assert read_number(typed, decimal_comma=ENGLISH) == Decimal(read)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1240,50", "1240.50"),
        ("1 240,50", "1240.50"),
        ("1\u202f240\u00a0500,5", "1240500.5"),
        ("1,240", "1.240"),
        ("1.240,50", "1240.50"),
        ("1.240.500", "1240500"),
        ("1240.50", "1240.50"),
        ("1,240.50", "1240.50"),
        ("0,125", "0.125"),
        (",5", "0.5"),
    ],
)
def test_numbers_typed_in_french(typed: str, read: str) -> None:
    assert read_number(typed, decimal_comma=FRENCH) == Decimal(read)


@pytest.mark.parametrize("typed", ["-12.50", "\u221212.50", "12.50-", "12.50\u2212", "(12.50)", " - 12.50 "])
def test_each_way_to_write_less_than_nothing(typed: str) -> None:
    assert read_number(typed, decimal_comma=ENGLISH) == Decimal("-12.50")


@pytest.mark.parametrize("typed", ["+12.50", " 12.50\t", "\u206812.50\u2069", "\u200f12.50"])
def test_signs_that_change_nothing(typed: str) -> None:
    assert read_number(typed, decimal_comma=ENGLISH) == Decimal("12.50")


@pytest.mark.parametrize("typed", ["-0", "(0.00)", "0-"])
def test_nothing_is_not_negative(typed: str) -> None:
    assert not read_number(typed, decimal_comma=ENGLISH).is_signed()


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("\u0661\u0662\u0664\u0660\u066b\u0665\u0660", "1240.50"),
        ("\u0661\u066c\u0662\u0664\u0660\u066b\u0665", "1240.5"),
        ("\u2212\u0661\u0662", "-12"),
        ("\u06f1\u06f2", "12"),  # the digits of Persian and Urdu
        ("1,240.50", "1240.50"),
    ],
)
def test_numbers_in_arabic_digits(speak: Callable[[str], Language], typed: str, read: str) -> None:
    assert speak("ar").read_number(typed) == Decimal(read)


@pytest.mark.parametrize("comma", [ENGLISH, FRENCH])
@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "-", ".", ",", "()", "abc", "12a", "USD 12", "1e5", "1E+3", "nan", "Infinity", "1_000", "2²", "12%"),
        *("1.2,3.4", "1,2.3,4", "1.23,456.7", "--12", "-(12)", "(12", "12)", "-12-", "1..2", "1,,2", "12-5"),
    ],
)
def test_what_is_no_number_is_refused(typed: str, comma: bool) -> None:
    with pytest.raises(ValueError, match="not a number"):
        read_number(typed, decimal_comma=comma)


@pytest.mark.parametrize(("typed", "comma"), [("1,2,3", ENGLISH), ("1,24,500", ENGLISH), ("1.2.3", ENGLISH)])
def test_separators_that_make_no_sense_are_refused_not_dropped(typed: str, comma: bool) -> None:
    with pytest.raises(ValueError, match="not a number"):
        read_number(typed, decimal_comma=comma)


def test_every_digit_is_kept() -> None:
    assert str(read_number("-1234567890123456789012345678901.25", decimal_comma=ENGLISH)) == (
        "-1234567890123456789012345678901.25"
    )


@settings(max_examples=150)
@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**13), max_value=10**13),
    st.sampled_from(["en", "fr", "ar"]),
)
def test_what_the_screen_shows_can_be_typed_back(number: Decimal, code: str) -> None:
    language = load_language(paths.translations(), code)
    assert language.read_number(language.number(number)) == number


@pytest.mark.parametrize(
    ("code", "typed"),
    [
        ("en", "2019-10-09"),
        ("en", "9/10/2019"),
        ("en", "09.10.2019"),
        ("en", "9-10-2019"),
        ("en", "9 October 2019"),
        ("en", "9 oct 2019"),
        ("en", " 9  OCT.  2019 "),
        ("fr", "9 octobre 2019"),
        ("fr", "9\u00a0oct.\u00a02019"),
        ("fr", "9 October 2019"),
        ("en", "9 octobre 2019"),
        ("ar", "9 أكتوبر 2019"),
        ("ar", "\u0669/\u0661\u0660/\u0662\u0660\u0661\u0669"),
    ],
)
def test_dates_as_people_type_them(speak: Callable[[str], Language], code: str, typed: str) -> None:
    assert speak(code).read_date(typed) == date(2019, 10, 9)


@pytest.mark.parametrize(
    ("typed", "month"),
    [("1er février 2019", 2), ("1er fevrier 2019", 2), ("1 FÉVR. 2019", 2), ("1er août 2019", 8), ("1er aout 2019", 8)],
)
def test_french_months_with_and_without_accents(speak: Callable[[str], Language], typed: str, month: int) -> None:
    assert speak("fr").read_date(typed) == date(2019, month, 1)


@pytest.mark.parametrize(
    "typed", ["", "2019", "31/02/2019", "9/10/19", "32 October 2019", "9 Smarch 2019", "9/13/2019", "tomorrow"]
)
def test_what_is_no_date_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_date(typed, locale=Locale("en"))


@settings(max_examples=150)
@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31)), st.sampled_from(["en", "fr", "ar"]))
def test_each_way_of_showing_a_date_can_be_typed_back(day: date, code: str) -> None:
    language = load_language(paths.translations(), code)
    assert language.read_date(language.day(day)) == day
    assert language.read_date(language.long_date(day)) == day


@pytest.mark.parametrize(
    ("text", "plain"), [("Février", "fevrier"), ("ÉQUATEUR", "equateur"), ("Straße", "strasse"), ("Niger", "niger")]
)
def test_folding_takes_case_and_accents_away(text: str, plain: str) -> None:
    assert folded(text) == plain
