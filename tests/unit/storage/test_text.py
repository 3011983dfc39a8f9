"""Case, accents and punctuation do not count when people search and sort."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.language.folding import fold, words
from desktop.storage.text import begins_word


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Koutoukalé", "koutoukale"),
        ("ÉCOLE", "ecole"),
        ("Français", "francais"),
        ("São Tomé", "sao tome"),
        ("Straße", "strasse"),
        ("Ọlá", "ola"),
        ("Łódź", "łodz"),
        ("أحمد", "احمد"),
        ("مُحَمَّد", "محمد"),
        ("ﬁnance", "finance"),
        ("e\u0301cole", "ecole"),
        ("PV-0931", "pv-0931"),
        ("", ""),
        (None, None),
    ],
)
def test_fold_drops_case_and_accents(text: str | None, folded: str | None) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing_for_search(text: str) -> None:
    once = words(text)
    assert [word for part in once for word in words(part)] == once


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Prison visits, Kollo", ["prison", "visits", "kollo"]),
        ("PV-0931/2019", ["pv", "0931", "2019"]),
        ("l’État d'urgence", ["l", "etat", "d", "urgence"]),
        ('" OR 1=1 --', ["or", "1", "1"]),
        ("  ", []),
        ("*()&|!:<->", []),
        ("سجن، نيامي؟", ["سجن", "نيامي"]),
    ],
)
def test_words_are_runs_of_letters_and_digits(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize(
    ("text", "word", "begins"),
    [
        ("Prison de Koutoukalé", "koutou", True),
        ("Prison de Koutoukalé", "toukale", False),
        ("PV-0931", "0931", True),
        ("PV-0931", "931", False),
        ("", "a", False),
    ],
)
def test_begins_word(text: str, word: str, begins: bool) -> None:
    assert begins_word(text, word) is begins
