"""Catalogues are found, or their absence is told to us and not hidden from the user."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest

from desktop.config import paths
from desktop.language import load_language, say, say_many
from desktop.language.catalog import load_translations


def test_english_needs_no_catalogue(tmp_path: Path) -> None:
    translations = load_translations(tmp_path, code="en")
    assert type(translations) is gettext.NullTranslations
    assert translations.gettext("Ledger") == "Ledger"


@pytest.mark.parametrize("code", ["fr", "ar"])
def test_missing_catalogue_is_an_error(tmp_path: Path, code: str) -> None:
    with pytest.raises(FileNotFoundError):
        load_translations(tmp_path, code=code)


@pytest.mark.parametrize(("code", "ledger"), [("fr", "Grand livre"), ("ar", "دفتر الأستاذ")])
def test_catalogues_of_the_program_are_compiled(code: str, ledger: str) -> None:
    assert load_translations(paths.translations(), code=code).gettext("Ledger") == ledger


def test_a_language_is_loaded_once() -> None:
    assert load_language(paths.translations(), "fr") is load_language(paths.translations(), "fr")


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, "0 subvention"), (1, "1 subvention"), (2, "2 subventions"), (1090, "1\u00a0090 subventions")],
)
def test_french_counts_none_as_one(count: int, shown: str) -> None:
    french = load_language(paths.translations(), "fr")
    assert french.text(say_many("{count} grant", "{count} grants", count)) == shown


@pytest.mark.parametrize(("count", "form"), [(0, 0), (1, 1), (2, 2), (3, 3), (10, 3), (11, 4), (99, 4), (100, 5)])
def test_arabic_has_six_forms(count: int, form: int) -> None:
    translations = load_translations(paths.translations(), code="ar")
    assert isinstance(translations, gettext.GNUTranslations)
    plural = translations.ngettext("{count} grant", "{count} grants", count)
    forms = translations._catalog  # type: ignore[attr-defined]  # the standard library shows forms in no other way
    assert plural == forms["{count} grant", form]


def test_a_text_nobody_translated_stays_english() -> None:
    french = load_language(paths.translations(), "fr")
    assert french.text(say("A text that no catalogue knows.")) == "A text that no catalogue knows."


def test_no_text_is_no_text_and_not_the_head_of_the_catalogue() -> None:
    assert load_language(paths.translations(), "fr").text(say("")) == ""
