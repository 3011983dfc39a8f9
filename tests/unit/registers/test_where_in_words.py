"""Whoever types a filter may write numbers, dates and names as in the language the program speaks to them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.config import paths
from desktop.language import Language, UserError, load_language
from desktop.registers import find_register
from desktop.registers.query import Cell, parse_filters

GRANTS, LEDGER, PROJECTS = find_register("grants"), find_register("ledger"), find_register("projects")
NO_BREAK = "\u00a0"
Speak = Callable[[str], Language]


def values(language: Language, key: str, expression: str) -> tuple[Cell, ...]:
    (found,) = parse_filters(find_register(key), [expression], language=language)
    return found.values


@pytest.mark.parametrize(
    ("code", "text", "number"),
    [
        ("en", "1240.50", "1240.50"),
        ("en", "1,240.50", "1240.50"),
        ("en", "1,240", "1240"),
        ("en", "-12", "-12"),
        ("en", "−12", "-12"),
        ("fr", "1240.50", "1240.50"),
        ("fr", "1 240,50", "1240.50"),
        ("fr", f"1{NO_BREAK}240,50", "1240.50"),
        ("fr", "1240,5", "1240.5"),
        ("fr", "1,240", "1.240"),
        ("fr", "(12)", "-12"),
    ],
)
def test_numbers_as_people_write_them(speak: Speak, code: str, text: str, number: str) -> None:
    assert values(speak(code), "grants", f"amount>={text}") == (Decimal(number),)


@pytest.mark.parametrize(
    ("code", "text", "day"),
    [
        ("en", "2019-10-09", date(2019, 10, 9)),
        ("en", "9/10/2019", date(2019, 10, 9)),
        ("en", "9 Oct 2019", date(2019, 10, 9)),
        ("en", "9 October 2019", date(2019, 10, 9)),
        ("fr", "2019-10-09", date(2019, 10, 9)),
        ("fr", "09/10/2019", date(2019, 10, 9)),
        ("fr", "9 oct. 2019", date(2019, 10, 9)),
        ("fr", "9 octobre 2019", date(2019, 10, 9)),
        ("fr", "1er août 2019", date(2019, 8, 1)),
    ],
)
def test_days_as_people_write_them(speak: Speak, code: str, text: str, day: date) -> None:
    assert values(speak(code), "ledger", f"entry_on={text}") == (day,)


@pytest.mark.parametrize(
    ("code", "text", "country"),
    [
        ("en", "Niger", "NE"),
        ("en", "nigeria", "NG"),
        ("en", "Côte d'Ivoire", "CI"),
        ("en", "Central African Republic", "CF"),
        ("fr", "Sénégal", "SN"),
        ("fr", "Tchad", "TD"),
        ("fr", "côte d’ivoire", "CI"),
        ("fr", "ne", "NE"),
    ],
)
def test_countries_by_name(speak: Speak, code: str, text: str, country: str) -> None:
    assert values(speak(code), "projects", f"countries={text}") == (country,)


@pytest.mark.parametrize("code", ["en", "fr", "ar"])
@pytest.mark.parametrize("place", [("ledger", "kind"), ("ledger", "category"), ("projects", "status")])
def test_codes_by_the_names_the_list_shows(speak: Speak, code: str, place: tuple[str, str]) -> None:
    register, language = find_register(place[0]), speak(code)
    for known, name in register.column(place[1]).choices.items():
        assert values(language, register.key, f"{place[1]}={language.text(name)}") == (known,)
        assert values(language, register.key, f"{place[1]}={name}") == (known,)


@pytest.mark.parametrize(("code", "expression"), [("fr", "ends_on>=demain"), ("fr", "amount>=beaucoup"), ("fr", "x=1")])
def test_what_cannot_be_read_is_said_in_that_language(speak: Speak, code: str, expression: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_filters(GRANTS, [expression], language=speak(code))
    for sentence in caught.value.sentences():
        assert speak(code).text(sentence) != str(sentence)


def test_what_is_not_on_the_list_is_answered_with_the_names_of_that_language(speak: Speak) -> None:
    with pytest.raises(UserError) as caught:
        parse_filters(find_register("ledger"), ["kind=cadeau"], language=speak("fr"))
    remedy = speak("fr").text(caught.value.remedy)
    for name in find_register("ledger").column("kind").choices.values():
        assert speak("fr").text(name) in remedy


@pytest.mark.parametrize("text", ["nan", "inf", "-infinity"])
def test_no_language_knows_a_number_without_end(speak: Speak, text: str) -> None:
    for code in ("en", "fr"):
        with pytest.raises(UserError):
            values(speak(code), "grants", f"amount>={text}")


languages = st.sampled_from(("en", "fr")).map(lambda code: load_language(paths.translations(), code))


@settings(max_examples=100, deadline=None)
@given(languages, st.integers(-(10**12), 10**12))
def test_an_amount_copied_from_the_screen_is_read_back(language: Language, cents: int) -> None:
    number = Decimal(cents).scaleb(-2)
    assert values(language, "grants", f"amount>={language.number(number)}") == (number,)


@settings(max_examples=60, deadline=None)
@given(languages, st.dates(date(1990, 1, 1), date(2060, 1, 1)))
def test_a_day_copied_from_the_screen_is_read_back(language: Language, day: date) -> None:
    assert values(language, "ledger", f"entry_on<={language.day(day)}") == (day,)
    assert values(language, "ledger", f"entry_on<={language.long_date(day)}") == (day,)
