"""A country is a code until somebody reads it: then it has the name that the reader's language gives it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from desktop.language import Country, Language, Month, say, without_marks
from desktop.language.message import Message, Value, from_json, to_json

Speak = Callable[[str], Language]


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("NE", ("Niger", "Niger", "النيجر")),
        ("DE", ("Germany", "Allemagne", "ألمانيا")),
        ("SN", ("Senegal", "Sénégal", "السنغال")),
    ],
)
def test_a_country_has_its_name_in_each_language(speak: Speak, code: str, names: tuple[str, ...]) -> None:
    assert tuple(speak(each).value(Country(code)) for each in ("en", "fr", "ar")) == names


@pytest.mark.parametrize("code", ["X1", "", "ne", "Niger"])
def test_what_is_no_code_is_shown_as_it_was_typed(speak: Speak, code: str) -> None:
    assert [speak(each).value(Country(code)) for each in ("en", "fr", "ar")] == [code] * 3


def test_a_country_in_a_sentence_is_named_and_kept_in_its_direction(speak: Speak) -> None:
    said = say("{country}: {people}", country=Country("DE"), people=2)
    assert speak("en").text(said) == "Germany: 2"
    assert speak("fr").text(said).replace("\u00a0", " ") == "Allemagne : 2"
    named = speak("ar").value(Country("DE"))
    assert f"\u2068{named}\u2069" in speak("ar").text(said)
    assert named in without_marks(speak("ar").text(said))


@pytest.mark.parametrize("kind", [list, tuple])
def test_several_countries_are_named_as_a_list(speak: Speak, kind: Callable[[list[Value]], Value]) -> None:
    countries = kind([Country("NE"), Country("SN"), Country("ML")])
    assert speak("en").value(countries) == "Niger, Senegal, and Mali"
    assert speak("fr").value(countries) == "Niger, Sénégal et Mali"


def test_a_country_is_stored_by_its_code_and_read_again(speak: Speak) -> None:
    """Trails of ten years are read with it: what is written today must not change."""
    assert to_json(Country("NE")) == {"country": "NE"}
    said = say("{country}: {people}", country=[Country("NE"), Country("SN")], people=2)
    back = from_json(json.loads(json.dumps(to_json(said))))
    assert isinstance(back, Message)
    for code in ("en", "fr", "ar"):
        assert speak(code).text(back) == speak(code).text(said)


def test_a_log_has_the_code() -> None:
    assert str(say("{country}: {people}", country=Country("NE"), people=2)) == "NE: 2"


def test_countries_and_months_are_told_apart_though_both_stand_for_a_text() -> None:
    day = from_json({"month": "2019-10-01"})
    assert isinstance(day, Month)
    assert from_json({"country": "NE"}) == Country("NE")
    assert isinstance(from_json("NE"), str)
    assert len({Country("NE"), Country("NE"), Country("SN")}) == 2
