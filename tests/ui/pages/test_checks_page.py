"""The checks of the whole office: the worst first, each with a way to mend it and a way there."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from PySide6.QtWidgets import QLabel, QPushButton

from desktop.services.offices import Office
from desktop.ui.context import Route
from tests.helpers.records import making
from tests.helpers.window import button_named, click, visible_texts
from tests.ui.conftest import Open


def test_it_counts_and_lists_what_it_found(sample: Office, opened: Open) -> None:
    texts = visible_texts(opened(sample, start=Route("checks")).page)
    assert "5 things to look at." in texts
    worst = texts.index("MLI-TR-02")
    assert texts[worst + 1] == "Overspent by USD\u00a01,214.08. The final statement cannot be closed."
    assert texts[worst + 2] == "Move costs to another grant, or agree a higher amount with the funder."
    assert all(texts.index(code) > worst for code in ("CAF-WP-01", "NER-CT-01", "SEN-YV-03"))


def test_severity_is_said_in_words(sample: Office, opened: Open) -> None:
    texts = visible_texts(opened(sample, start=Route("checks")).page)
    assert texts[texts.index("MLI-TR-02") - 1] == "Error"
    assert texts[texts.index("NER-CT-01") - 1] == "Warning"


def test_each_leads_to_its_record(sample: Office, opened: Open) -> None:
    driver = opened(sample, start=Route("checks"))
    opener = next(
        button for button in driver.page.findChildren(QPushButton) if button.text() == "Open" and button.isVisible()
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
    signs = [part for part in page.findChildren(QLabel) if not part.pixmap().isNull()]
    tops = {part.mapTo(page, part.rect().center()).y() for part in (labels["Note"], sentence, signs[-1])}
    assert len(tops) == 1
