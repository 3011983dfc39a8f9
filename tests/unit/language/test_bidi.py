"""What reads from left to right inside an Arabic sentence is held in its direction.

How it comes out before a reader's eyes is looked at in tests/ui/test_right_to_left.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from babel.messages.catalog import Catalog
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.config import paths
from desktop.domain.money import Money
from desktop.language import Language, Message, Value, load_language, say, without_marks
from tests.helpers.texts import catalogue, forms

FIXED_LEFT, ISOLATE, END = "\u2066", "\u2068", "\u2069"
OPENING = FIXED_LEFT + ISOLATE
MARKS = f"{OPENING}{END}\u200e\u200f"
HELD = re.compile(f"{FIXED_LEFT}[^{END}]*{END}")
PLACE = re.compile(r"\{\w+\}")
# A date in digits, an option, the ending of a file, markup, a comparison, an address, keys, a command, a code.
FROM_LEFT = re.compile(r"\d-\d|--\w|(?<!\d)\.\w|[<>=]|://|\w\+\w|grantdesk |ISO \d|[A-Z]-[A-Z]")
Speak = Callable[[str], Language]


@pytest.fixture(scope="module")
def arabic_texts() -> list[str]:
    found: Catalog = catalogue("ar")
    return [form for message in found if message.id for form in forms(message)]


def depths(text: str) -> list[int]:
    """How many isolates are open behind each letter."""
    depth, found = 0, []
    for letter in text:
        depth += (letter in OPENING) - (letter == END)
        found.append(depth)
    return found


def test_what_reads_from_left_is_held_in_each_arabic_text(arabic_texts: list[str]) -> None:
    assert len(arabic_texts) > 700
    loose = [text for text in arabic_texts if FROM_LEFT.search(PLACE.sub("", HELD.sub("", text)))]
    assert loose == []


def test_whatever_is_opened_in_an_arabic_text_is_closed(arabic_texts: list[str]) -> None:
    odd = [text for text in arabic_texts if text and (depths(text)[-1] != 0 or not 0 <= max(depths(text)) <= 1)]
    assert odd == []
    assert not any(min(depths(text), default=0) < 0 for text in arabic_texts)


def test_marks_are_in_no_english_or_french_text() -> None:
    french = [form for message in catalogue("fr") if message.id for form in forms(message)]
    english = [str(message.id) for message in catalogue("ar")]
    assert [text for text in french + english if set(text) & set(MARKS)] == []


def test_arabic_texts_have_arabic_punctuation(arabic_texts: list[str]) -> None:
    # A comma inside a number is one between digits.
    assert [text for text in arabic_texts if re.search(r"(?<!\d),|,(?!\d)|[;?“”]", HELD.sub("", text))] == []


@pytest.mark.parametrize(
    ("sentence", "held"),
    [
        (say("Write a date like 2019-10-09."), "2019-10-09"),
        (say("Name its sheet with --sheet, or choose another list."), "--sheet"),
        (say("An IATI activity file begins with <iati-activities."), "<iati-activities"),
        (say("A filter names a column, compares, and gives a value, such as amount>=1000."), "amount>=1000"),
        (say("Check the path, or make an office there with “grantdesk new”."), "grantdesk new"),
    ],
)
def test_literal_of_a_sentence_is_held_by_itself(speak: Speak, sentence: Message, held: str) -> None:
    assert f"{FIXED_LEFT}{held}{END}" in speak("ar").text(sentence)


def test_member_of_a_list_is_held_and_the_list_follows_the_sentence(speak: Speak) -> None:
    shown = speak("ar").text(say("Lists: {names}.", names=["grants", "ledger"]))
    assert shown == f"القوائم: {ISOLATE}grants{END} و{ISOLATE}ledger{END}."


def test_sentence_in_a_sentence_is_not_held_but_its_values_are(speak: Speak) -> None:
    inner = say("Ends on {day}.", day=date(2019, 12, 31))
    shown = speak("ar").text(say("{grant}: {sentence}", grant="CAF-WP-01", sentence=inner))
    assert shown == f"{ISOLATE}CAF-WP-01{END}: تنتهي في {ISOLATE}31 ديسمبر 2019{END}."


def test_share_in_a_sentence_is_said_in_words(speak: Speak) -> None:
    rate = say("{percent} %", percent=Decimal(13))
    shown = speak("ar").text(say("{rate} of a figure, rounded half up.", rate=rate))
    assert without_marks(shown) == "13 في المائة من رقم، والنصف يُقرّب إلى أعلى."


def values() -> st.SearchStrategy[Value]:
    """Whatever may stand in a sentence."""
    amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=2)
    plain: st.SearchStrategy[Value] = st.one_of(
        st.text(st.characters(exclude_characters=MARKS), max_size=20),
        st.integers(),
        amounts,
        amounts.map(lambda amount: Money(amount, "USD")),
        st.dates(),
        st.integers(0, 4 * 10**9).map(lambda seconds: datetime.fromtimestamp(seconds, tz=UTC)),
    )
    return st.recursive(plain, lambda inner: st.lists(inner, min_size=1, max_size=3), max_leaves=4)


@given(st.lists(values(), min_size=1, max_size=4))
@settings(max_examples=100, deadline=None)
def test_every_value_is_closed_off_again_and_french_has_no_marks(found: list[Value]) -> None:
    arabic = load_language(paths.translations(), "ar")
    for shown in (arabic.beside(*found), arabic.text(say("{value}", value=found))):
        opened = depths(shown)
        assert opened[-1] == 0
        assert min(opened) >= 0
    french = load_language(paths.translations(), "fr")
    assert not set(french.beside(*found)) & set(MARKS)


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
@settings(max_examples=100, deadline=None)
def test_what_is_shown_in_arabic_can_be_typed_back(number: Decimal) -> None:
    arabic = load_language(paths.translations(), "ar")
    assert arabic.read_number(arabic.number(number)) == number
    assert without_marks(arabic.number(number)) == load_language(paths.translations(), "en").number(number)
