"""French and Arabic say everything that English says, with the same values in it, in each plural form."""

from __future__ import annotations

import re
import string

import pytest
from babel.messages.catalog import Catalog, Message

from tests.helpers.texts import Text, catalogue, forms, places, texts_of_the_program

TEXTS = texts_of_the_program()
LANGUAGES = ("fr", "ar")
TWO_SPACES = re.compile(r"\s\s")


@pytest.fixture(scope="module", params=LANGUAGES)
def translated(request: pytest.FixtureRequest) -> Catalog:
    return catalogue(str(request.param))


@pytest.fixture(scope="module")
def french() -> Catalog:
    return catalogue("fr")


@pytest.fixture(scope="module")
def arabic() -> Catalog:
    return catalogue("ar")


def messages(of: Catalog) -> list[Message]:
    return [message for message in of if message.id]


def source(message: Message) -> tuple[str, str]:
    """The English of one and of many; the same when it does not count."""
    return (message.id, message.id) if isinstance(message.id, str) else (message.id[0], message.id[1])


def wrong(of: Catalog, is_wrong: object) -> list[tuple[str, str]]:
    """English and translation of what `is_wrong` (a function of both) objects to."""
    assert callable(is_wrong)
    return [
        (source(message)[1], form)
        for message in messages(of)
        for form in forms(message)
        if form and is_wrong(source(message)[1], form)
    ]


def test_source_has_texts_at_all() -> None:
    assert len(TEXTS) > 700
    assert Text("{count} grant", "{count} grants", "desktop/registers/money.py:19").id in {text.id for text in TEXTS}


def test_every_text_of_the_source_stands_in_the_catalogue(translated: Catalog) -> None:
    known = {message.id for message in messages(translated)}
    missing = sorted({f"{text.where} {text.one}" for text in TEXTS if text.id not in known})
    assert missing == [], "run: python3 installer/dev.py extract, then translate"


def test_catalogue_holds_nothing_the_source_no_longer_says(translated: Catalog) -> None:
    said = {text.id for text in TEXTS}
    assert [message.id for message in messages(translated) if message.id not in said] == []


def test_every_text_is_translated_in_every_form(translated: Catalog) -> None:
    holes = [source(m)[0] for m in messages(translated) if not all(forms(m))]
    assert holes == []


def test_nothing_is_left_to_be_checked(translated: Catalog) -> None:
    assert [message.id for message in messages(translated) if message.fuzzy] == []
    assert list(translated.obsolete) == []


def test_catalogue_has_as_many_forms_as_its_language(french: Catalog, arabic: Catalog) -> None:
    assert (french.num_plurals, french.plural_expr) == (2, "(n > 1)")
    assert arabic.num_plurals == 6
    for of in (french, arabic):
        counting = [message for message in messages(of) if message.pluralizable]
        assert len(counting) > 20
        assert [m.id for m in counting if len(forms(m)) != of.num_plurals] == []


def test_catalogue_compiles_without_complaint(translated: Catalog) -> None:
    complaints = [(message.id, [str(error) for error in errors]) for message, errors in translated.check()]
    assert complaints == []


def test_values_stand_in_each_translation(translated: Catalog) -> None:
    # The form for none, one or two may say the number in words.
    few = {"fr": 1, "ar": 3}[str(translated.locale)]
    broken = []
    for message in messages(translated):
        for number, form in enumerate(forms(message)):
            allowed = [places(source(message)[0]), places(source(message)[1])]
            if message.pluralizable and number < few:
                allowed += [[name for name in names if name != "count"] for names in allowed]
            if places(form) not in allowed:
                broken.append((source(message)[1], form))
    assert broken == []


def test_braces_hold_plain_names_only(translated: Catalog) -> None:
    odd = [
        form
        for message in messages(translated)
        for form in (*source(message), *forms(message))
        for _text, name, spec, conversion in string.Formatter().parse(form)
        if name is not None and (not name.isidentifier() or spec or conversion)
    ]
    assert odd == []


def test_translation_keeps_the_space_at_its_edges(translated: Catalog) -> None:
    def edges(text: str) -> tuple[bool, bool]:
        return text[:1].isspace(), text[-1:].isspace()

    assert wrong(translated, lambda english, form: edges(english) != edges(form)) == []


def test_no_translation_has_two_spaces_or_breaks_of_lines(translated: Catalog) -> None:
    assert wrong(translated, lambda english, form: TWO_SPACES.search(form) and not TWO_SPACES.search(english)) == []
    assert wrong(translated, lambda english, form: english.count("\n") != form.count("\n")) == []


def test_a_sentence_stays_a_sentence(translated: Catalog) -> None:
    ends = (".", "؟", "?", "!", "…", "‎.")

    def broken(english: str, form: str) -> bool:
        return english.endswith((".", "?", "!")) and not form.endswith(ends)

    assert wrong(translated, broken) == []


def test_markup_of_commands_and_files_is_kept(translated: Catalog) -> None:
    kept = re.compile(
        r"--[a-z]+|grantdesk [a-z]+|\.(?:xlsx?|csv|grantdesk|xml)\b|<iati-activities|ISO \d+|postgresql://"
    )
    wanted = wrong(translated, lambda english, form: sorted(kept.findall(english)) != sorted(kept.findall(form)))
    assert wanted == []
