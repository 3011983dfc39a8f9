"""The checks of the whole office: the worst first, each with a way to mend it and a way there."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from PySide6.QtWidgets import QLabel, QPushButton

from desktop.services.offices import Office
from desktop.ui.context import Route
from desktop.ui.dialogs.accept_dialog import AcceptDialog
from tests.helpers.records import making
from tests.helpers.window import WindowDriver, button_named, click, press, visible_texts
from tests.ui.conftest import Open

FOUND = 16  # of the sample: ten of its money, the rest of its people


def test_it_counts_and_lists_what_it_found(sample: Office, opened: Open) -> None:
    texts = visible_texts(opened(sample, start=Route("checks")).page)
    assert counted(texts) == FOUND
    worst = texts.index("MLI-TR-02")
    assert texts[worst + 1] == "Overspent by USD\u00a01,214.08. The final statement cannot be closed."
    assert texts[worst + 2] == "Move costs to another grant, or agree a higher amount with the funder."
    assert all(texts.index(code) > worst for code in ("CAF-WP-01", "NER-CT-01", "SEN-YV-03"))


def test_severity_is_said_in_words(sample: Office, opened: Open) -> None:
    texts = visible_texts(opened(sample, start=Route("checks")).page)
    assert texts[texts.index("MLI-TR-02") - 1] == "Error"
    assert texts[texts.index("US-CT-2017") - 1] == "Warning"
    assert texts[texts.index("V-02") - 1] == "Note"


def test_each_leads_to_its_record(sample: Office, opened: Open) -> None:
    driver = opened(sample, start=Route("checks"))
    opener = next(
        button for button in driver.page.findChildren(QPushButton) if button.text() == "Fix" and button.isVisible()
    )
    click(opener)
    assert driver.view.route.page == "record"
    assert "Training workshops, Mali" in visible_texts(driver.page)


def test_a_sound_office_is_told_so(empty: Office, opened: Open) -> None:
    driver = opened(empty, start=Route("checks"))
    assert "Nothing to correct. File, history and money agree." in visible_texts(driver.page)


def test_checking_again_finds_what_is_new(empty: Office, opened: Open) -> None:
    driver = opened(empty, start=Route("checks"))
    with making(empty) as make:
        grant = make.grant(reference="OVER", amount=Decimal("10.00"), ends_on=date(2099, 12, 31))
        make.line(make.budget(grant), "1", "10.00")
        make.entry(grant, "25.00", category=7)
    click(button_named(driver.page, "Check again"))
    texts = visible_texts(driver.page)
    assert "OVER" in texts
    assert any(text.startswith("Overspent by USD\u00a015.00.") for text in texts)


def test_sign_and_words_of_a_row_stand_on_the_line_of_its_sentence(sample: Office, opened: Open) -> None:
    page = opened(sample, start=Route("checks")).page
    labels = {part.text(): part for part in page.findChildren(QLabel) if part.isVisible() and part.text()}
    sentence = labels["Ends on 31 Dec 2019."]
    middle = sentence.mapTo(page, sentence.rect().center()).y()
    parts = [part for part in page.findChildren(QLabel) if part.text() == "Note" or not part.pixmap().isNull()]
    assert sum(part.mapTo(page, part.rect().center()).y() == middle for part in parts) == 2


REASON = "The funder agreed by letter of 3 October."


def counted(texts: list[str]) -> int:
    """How many things the page says there are to look at."""
    return next(int(text.split()[0]) for text in texts if text.endswith(" things to look at."))


def _accept(driver: WindowDriver, reason: str) -> None:
    """Presses the first Accept, types a reason and presses Accept there."""
    click(button_named(driver.page, "Accept…"))
    (dialog,) = driver.overlays()
    assert isinstance(dialog, AcceptDialog)
    dialog.reason.set_value(reason)
    click(button_named(dialog, "Accept"))


def test_a_finding_is_accepted_with_a_reason_and_taken_back(sample: Office, opened: Open) -> None:
    driver = opened(sample, start=Route("checks"))
    _accept(driver, REASON)
    texts = visible_texts(driver.page)
    assert driver.overlays() == []
    assert counted(texts) == FOUND - 1
    place = texts.index("Withdraw") if "Withdraw" in texts else len(texts)
    assert any(text.startswith(REASON) for text in texts[:place])
    press(driver.window, "Ctrl+Z")
    assert counted(visible_texts(driver.page)) == FOUND
    press(driver.window, "Ctrl+Y")
    click(button_named(driver.page, "Withdraw"))
    assert counted(visible_texts(driver.page)) == FOUND
    assert not any(text.startswith(REASON) for text in visible_texts(driver.page))


def test_an_error_needs_more_than_a_word(sample: Office, opened: Open) -> None:
    driver = opened(sample, start=Route("checks"))
    _accept(driver, "Agreed")
    (dialog,) = driver.overlays()
    assert isinstance(dialog, AcceptDialog)
    assert dialog.reason.trouble == "This is an error. Say in at least 20 letters why it is accepted."
    press(dialog, "Esc")
    assert counted(visible_texts(driver.page)) == FOUND


def test_what_was_mended_stays_among_what_is_accepted(empty: Office, opened: Open) -> None:
    with making(empty) as make:
        grant = make.grant(reference="OVER", amount=Decimal("10.00"), ends_on=date(2099, 12, 31))
        make.line(make.budget(grant), "1", "9.00")
    driver = opened(empty, start=Route("checks"))
    _accept(driver, "Agreed")
    with making(empty) as make:
        make.unit.session.get_one(type(grant), 1).amount = Decimal("9.00")
    driver.context.changed.emit(frozenset({"grant"}))
    assert "It is no longer found." in visible_texts(driver.page)
