"""The presets are shown sentence by sentence before any of their rules is taken."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from desktop.services import records
from desktop.services.offices import Office
from desktop.services.rulebooks import grant_rules
from desktop.ui.context import Route
from desktop.ui.dialogs.preset_dialog import PresetDialog
from tests.helpers.window import WindowDriver, button_named, click, press, type_text, visible_texts
from tests.ui.conftest import Open

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # of the list below a choice


def asked(opened: Open, office: Office) -> tuple[WindowDriver, PresetDialog, int]:
    grant = records.choices(office, "grants", search="SEN-YV-03")[0].id
    driver = opened(office, start=Route("record", "grants", grant, tab="rules"))
    click(button_named(driver.page, "Start from a preset"))
    return driver, driver.dialog(PresetDialog), grant


def choose(dialog: PresetDialog, name: str) -> None:
    line = dialog.field.box
    line.setFocus()
    press(line, "Ctrl+A")
    type_text(name)
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()
    line.window().activateWindow()
    press(line, "Tab")


def said(dialog: PresetDialog) -> list[str]:
    return [text.replace("\u00a0", " ") for text in visible_texts(dialog)]


def test_one_of_four_is_chosen(sample: Office, opened: Open) -> None:
    _driver, dialog, _grant = asked(opened, sample)
    assert dialog.field.box.count() == 5
    assert dialog.preset == "us_federal"
    assert "It adds 8 rules:" in said(dialog)
    assert dialog.add_button.text() == "Add 8 rules"


def test_it_shows_what_the_chosen_one_says(sample: Office, opened: Open) -> None:
    _driver, dialog, grant = asked(opened, sample)
    choose(dialog, "UN pooled fund (MPTF)")
    texts = said(dialog)
    assert "It adds 4 rules:" in texts
    assert (
        "When a transfer changes a category by more than 15 per cent of it, the funder has to agree in writing first "
        "(PBF project document, 3.5)."
    ) in texts
    assert "The grant says something about this already." in texts
    assert len(grant_rules(sample, grant).lines) == 1


def test_adding_closes_it_and_can_be_undone(sample: Office, opened: Open) -> None:
    driver, dialog, grant = asked(opened, sample)
    choose(dialog, "UN pooled fund (MPTF)")
    press(dialog.add_button, "Return")
    assert len(grant_rules(sample, grant).lines) == 5
    driver.view.undo()
    assert len(grant_rules(sample, grant).lines) == 1


def test_what_the_grant_has_already_cannot_be_added_again(sample: Office, opened: Open) -> None:
    grant = records.choices(sample, "grants", search="NER-CT-01")[0].id
    driver = opened(sample, start=Route("record", "grants", grant, tab="rules"))
    click(button_named(driver.page, "Start from a preset"))
    dialog = driver.dialog(PresetDialog)
    assert "The grant has all of these rules already." in said(dialog)
    assert not dialog.add_button.isEnabled()


def test_escape_leaves_everything_as_it_was(sample: Office, opened: Open) -> None:
    _driver, dialog, grant = asked(opened, sample)
    press(dialog, "Escape")
    assert len(grant_rules(sample, grant).lines) == 1
