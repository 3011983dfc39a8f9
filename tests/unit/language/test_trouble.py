"""A trouble carries three sentences, for people in their language and for the log in English."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from desktop.language import Cancelled, Language, UserError, say


def make() -> UserError:
    return UserError(
        say("{file} is empty.", file="a.xml"), say("Nothing was imported."), say("Ask for the file again.")
    )


def test_sentences_come_in_the_order_in_which_they_are_read() -> None:
    trouble = make()
    assert trouble.sentences() == (trouble.title, trouble.text, trouble.remedy)


def test_log_gets_english() -> None:
    assert str(make()) == "a.xml is empty. Nothing was imported. Ask for the file again."


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("en", "a.xml is empty. Nothing was imported. Ask for the file again."),
        ("fr", "a.xml est vide. Rien n’a été importé. Redemandez le fichier."),
    ],
)
def test_people_get_their_language(speak: Callable[[str], Language], code: str, told: str) -> None:
    assert speak(code).join(make().sentences()) == told


def test_empty_sentences_leave_no_gap(english: Language) -> None:
    assert english.join((say("Checks"), say(""), say("Reports"))) == "Checks Reports"


def test_stopping_says_that_nothing_was_changed(speak: Callable[[str], Language]) -> None:
    assert speak("en").text(Cancelled.message) == "Cancelled. Nothing was changed."
    assert speak("fr").text(Cancelled.message) == "Opération annulée. Rien n’a été modifié."
