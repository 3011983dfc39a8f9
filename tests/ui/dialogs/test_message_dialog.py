"""Troubles in three sentences, questions with verbs for answers; the safe answer always has the focus."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from desktop.language import UserError, say
from desktop.services.offices import Office
from desktop.ui.context import Route
from desktop.ui.dialogs.message_dialog import MessageDialog, ask, show_trouble
from tests.helpers.window import WindowDriver, button_named, click, press, visible_texts
from tests.ui.conftest import Open

TROUBLE = UserError(say("The disk is full."), say("Nothing was changed."), say("Free some space, then try again."))


def question(driver: WindowDriver, answers: list[str]) -> MessageDialog:
    """A question whose `yes` is noted."""
    return ask(
        driver.context,
        driver.window,
        say("Discard what you entered?"),
        say("It has not been saved."),
        yes=say("Discard"),
        no=say("Go on editing"),
        on_yes=lambda: answers.append("yes"),
    )


def test_trouble_reads_what_happened_what_it_means_and_what_to_do(empty: Office, opened: Open) -> None:
    driver = opened(empty)
    driver.context.report(TROUBLE)
    dialog = driver.dialog(MessageDialog)
    sentences = [text for text in visible_texts(dialog) if text.endswith(".")]
    assert sentences == ["The disk is full.", "Nothing was changed.", "Free some space, then try again."]


@pytest.mark.parametrize("keys", ["Return", "Space", "Escape"])
def test_trouble_goes_by_key_and_gives_the_focus_back(empty: Office, opened: Open, keys: str) -> None:
    driver = opened(empty, start=Route("settings"))
    before = QApplication.focusWidget()
    dialog = show_trouble(driver.context, driver.window, TROUBLE)
    focused = dialog.focusWidget()
    assert focused is not None
    press(focused, keys)
    assert driver.overlays() == []
    assert QApplication.focusWidget() is before


def test_text_of_a_trouble_is_never_taken_for_markup(empty: Office, opened: Open) -> None:
    driver = opened(empty)
    odd = UserError(say("{file} is gone.", file="<b>a</b> & co.xlsx"), say("Nothing."), say("Look."))
    dialog = show_trouble(driver.context, driver.window, odd)
    assert "<b>a</b> & co.xlsx is gone." in visible_texts(dialog)


def test_long_text_is_wrapped_and_stays_in_the_window(empty: Office, opened: Open) -> None:
    driver = opened(empty)
    driver.window.resize(1024, 640)
    long = UserError(say("{text}", text="A very long title of a trouble. " * 12), say("Nothing."), say("Look."))
    dialog = show_trouble(driver.context, driver.window, long)
    assert driver.window.rect().contains(dialog.panel.geometry())
    assert button_named(dialog, "Close").isVisible()


@pytest.mark.parametrize(
    ("way", "answers"), [("Return", []), ("Escape", []), ("Discard", ["yes"]), ("Go on editing", [])]
)
def test_question_does_only_what_is_pressed(empty: Office, opened: Open, way: str, answers: list[str]) -> None:
    driver = opened(empty)
    given: list[str] = []
    dialog = question(driver, given)
    focused = dialog.focusWidget()
    assert focused is not None
    if way in ("Return", "Escape"):
        press(focused, way)
    else:
        click(button_named(dialog, way))
    assert given == answers
    assert driver.overlays() == []


def test_safe_answer_has_the_focus_and_tab_leads_to_the_other(empty: Office, opened: Open) -> None:
    dialog = question(opened(empty), [])
    assert dialog.focusWidget() is button_named(dialog, "Go on editing")
    press(dialog.focusWidget(), "Tab")
    assert dialog.focusWidget() is button_named(dialog, "Discard")


def test_question_over_a_trouble_closes_first(empty: Office, opened: Open) -> None:
    driver = opened(empty)
    under = show_trouble(driver.context, driver.window, TROUBLE)
    over = question(driver, [])
    press(over, "Escape")
    assert driver.overlays() == [under]
    assert under.isAncestorOf(under.focusWidget())


def test_it_has_a_name_for_a_screen_reader(empty: Office, opened: Open) -> None:
    dialog = question(opened(empty), [])
    assert dialog.accessibleName() == "Discard what you entered?"
    assert button_named(dialog, "Discard").accessibleName() == "Discard"


def test_question_is_the_only_title_with_its_sign_on_its_first_line(empty: Office, opened: Open) -> None:
    dialog = question(opened(empty), [])
    assert visible_texts(dialog)[0] == "Discard what you entered?"
    assert "GrantDesk" not in visible_texts(dialog)
    labels = dialog.findChildren(QLabel)
    sign = next(part for part in labels if not part.pixmap().isNull())
    title = next(part for part in labels if part.text() == "Discard what you entered?")
    assert abs(sign.geometry().center().y() - title.geometry().center().y()) <= 1


def test_mirrored_in_arabic(empty: Office, opened: Open) -> None:
    driver = opened(empty, language="ar")
    dialog = question(driver, [])
    safe, firm = dialog.safe, next(b for b in dialog.findChildren(type(dialog.safe)) if b.property("kind") == "primary")
    assert firm.x() < safe.x()


def test_enter_presses_the_button_that_has_the_focus_and_no_other(empty: Office, opened: Open) -> None:
    given: list[str] = []
    dialog = question(opened(empty), given)
    press(dialog.focusWidget(), "Tab")
    press(dialog.focusWidget(), "Enter")
    assert given == ["yes"]
