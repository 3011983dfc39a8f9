"""The rules tab of a grant: each rule a sentence in its group, made, changed and removed from there."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QPushButton

from desktop.domain.terms import RuleKind
from desktop.services import records
from desktop.services.offices import Office
from desktop.services.rulebooks import grant_rules
from desktop.ui.context import Route
from desktop.ui.dialogs.preset_dialog import PresetDialog
from desktop.ui.dialogs.record_dialog import RecordDialog
from desktop.ui.widgets.chips import Chip
from tests.helpers.forms import fill
from tests.helpers.records import making
from tests.helpers.window import WindowDriver, button_named, click, press, visible_texts
from tests.ui.conftest import Open

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # of the list below a choice


def grant_of(office: Office, reference: str) -> int:
    return records.choices(office, "grants", search=reference)[0].id


def at_rules(opened: Open, office: Office, grant: int) -> WindowDriver:
    return opened(office, start=Route("record", "grants", grant, tab="rules"))


def said(driver: WindowDriver) -> list[str]:
    return [text.replace("\u00a0", " ") for text in visible_texts(driver.page)]


def buttons(driver: WindowDriver, start: str) -> list[QPushButton]:
    found = driver.page.findChildren(QPushButton)
    return [made for made in found if made.isVisible() and made.accessibleName().startswith(start)]


def test_each_rule_is_a_sentence_under_its_kind(sample: Office, opened: Open) -> None:
    texts = said(at_rules(opened, sample, grant_of(sample, "NER-CT-01")))
    sentence = (
        "When all transfers together come to more than 10 per cent of the total, the funder has to agree in "
        "writing first "
        "(2 CFR 200.308 (f))."
    )
    assert texts.index("Flexibility") + 1 == texts.index(sentence)
    assert "9 rules of the agreement." in texts
    assert texts.index("Support costs") + 1 == texts.index("Support costs are 13 per cent of all direct costs.")


def test_a_rule_that_does_not_hold_today_says_why(empty: Office, opened: Open) -> None:
    with making(empty) as make:
        grant = make.grant()
        for percent, day in ((8, None), (7, date(2019, 6, 1)), (6, date(2999, 1, 1))):
            make.rule(grant, RuleKind.INDIRECT, percent=Decimal(percent), choice="direct", starts_on=day)
        grant_id = grant.id
    page = at_rules(opened, empty, grant_id).page
    assert [chip.text for chip in page.findChildren(Chip) if chip.isVisible()] == ["Replaced", "Holds later"]


def test_a_grant_without_rules_offers_both_ways(empty: Office, opened: Open) -> None:
    with making(empty) as make:
        grant_id = make.grant(reference="A").id
    driver = at_rules(opened, empty, grant_id)
    assert "No rules yet" in said(driver)
    click(button_named(driver.page, "New rule. Type it from the agreement"))
    form = driver.dialog(RecordDialog)
    assert form.fields["grant"].value() == grant_id
    press(form, "Escape")
    click(button_named(driver.page, "Start from a preset. What agreements of this kind usually say"))
    dialog = driver.dialog(PresetDialog)
    click(dialog.add_button)
    assert len(grant_rules(empty, grant_id).lines) == 9
    assert "9 rules of the agreement." in said(driver)


def test_a_rule_is_made_by_keyboard(sample: Office, opened: Open) -> None:
    driver = at_rules(opened, sample, grant_of(sample, "SEN-YV-03"))
    click(button_named(driver.page, "New rule"))
    form = driver.dialog(RecordDialog)
    fill(form, "kind", "Flexibility")
    for key, text in {"percent": "20", "measure": "of a category", "counting": "each transfer"}.items():
        fill(form, key, text)
    fill(form, "article", "article 7")
    press(form, "Ctrl+Return")
    assert (
        "When a transfer changes a category by more than 20 per cent of it, the funder has to agree in writing first "
        "(article 7)."
    ) in said(driver)


def test_a_rule_is_changed_and_removed(sample: Office, opened: Open) -> None:
    driver = at_rules(opened, sample, grant_of(sample, "SEN-YV-03"))
    (edit,) = buttons(driver, "Edit: ")
    press(edit, "Return")
    form = driver.dialog(RecordDialog)
    fill(form, "percent", "7")
    press(form, "Ctrl+Return")
    assert "Support costs are 7 per cent of all direct costs." in said(driver)
    (remove,) = buttons(driver, "Remove: ")
    click(remove)
    assert "No rules yet" in said(driver)
    driver.view.undo()
    assert "Support costs are 7 per cent of all direct costs." in said(driver)


def test_the_sentence_is_said_beside_its_verbs_for_a_screen_reader(sample: Office, opened: Open) -> None:
    driver = at_rules(opened, sample, grant_of(sample, "SEN-YV-03"))
    names = [made.accessibleName().replace("\u00a0", " ") for made in buttons(driver, "Remove: ")]
    assert names == ["Remove: Support costs are 13 per cent of all direct costs."]
