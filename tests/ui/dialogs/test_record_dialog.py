"""A form saves once, tells what it refuses, and loses nothing that was typed."""

from __future__ import annotations

import gc
import sys

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from desktop.services import records
from desktop.services.offices import Office
from desktop.services.records import RecordView
from desktop.ui.context import Route
from desktop.ui.dialogs.message_dialog import MessageDialog
from desktop.ui.dialogs.record_dialog import RecordDialog
from desktop.ui.pages.register_page import RegisterPage
from desktop.ui.widgets.fields import Field
from tests.helpers.forms import band, editor, fill, fill_all, shown, troubles
from tests.helpers.records import making
from tests.helpers.tasks import HeldRunner
from tests.helpers.window import WindowDriver, button_named, click, press, visible_texts
from tests.ui.conftest import Open

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # of the list below a choice

PARTNER = {"name": "A partner", "reference": "XX-77"}


def new_form(driver: WindowDriver, register: str, record_id: int = 0) -> RecordDialog:
    """Opens the form of a new record."""
    driver.go("new", register, record_id)
    return driver.dialog(RecordDialog)


def edit_form(driver: WindowDriver, register: str, record_id: int) -> RecordDialog:
    """Opens the form of a record."""
    driver.go("edit", register, record_id)
    return driver.dialog(RecordDialog)


def partners(office: Office) -> list[str]:
    """The names of all organisations."""
    return [choice.name for choice in records.choices(office, "organisations")]


def organisation(office: Office, name: str = "A partner") -> RecordView:
    """An organisation made just now."""
    records.save(office, "organisations", values={"name": name, "reference": "XX-1"})
    (choice,) = records.choices(office, "organisations", search="XX-1")
    return records.load(office, "organisations", choice.id)


def asked(driver: WindowDriver) -> list[str]:
    """The sentences of the question that is open."""
    return visible_texts(driver.dialog(MessageDialog))


# --- saving -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("keys", ["Ctrl+Return", "Ctrl+Enter"])
def test_key_saves_from_any_field(empty: Office, opened: Open, keys: str) -> None:
    driver = opened(empty)
    form = new_form(driver, "organisations")
    fill_all(form, PARTNER)
    editor(form.fields["note"]).setFocus()
    press(editor(form.fields["note"]), keys)
    assert partners(empty) == ["A partner"]
    assert driver.overlays() == []


def test_saving_says_what_was_done_and_can_be_undone(empty: Office, opened: Open) -> None:
    driver = opened(empty)
    form = new_form(driver, "organisations")
    fill_all(form, PARTNER)
    click(form.save_button)
    assert driver.view.status.message.text() == "Added Organisation XX-77."
    assert driver.view.top.undo.isEnabled()
    press(driver.window, "Ctrl+Z")
    assert partners(empty) == []
    press(driver.window, "Ctrl+Y")
    assert partners(empty) == ["A partner"]


def test_list_below_shows_the_new_record_at_once(empty: Office, opened: Open) -> None:
    driver = opened(empty, start=Route("register", "organisations"))
    press(driver.window, "Ctrl+N")
    form = driver.dialog(RecordDialog)
    fill_all(form, PARTNER)
    press(form, "Ctrl+Return")
    page = driver.page
    assert isinstance(page, RegisterPage)
    assert page.table.totals.text == "1 organisation"


def test_form_for_the_next_one_is_empty_and_begins_at_its_first_field(empty: Office, opened: Open) -> None:
    driver = opened(empty)
    form = new_form(driver, "organisations")
    fill_all(form, PARTNER)
    click(button_named(form, "Save and add another"))
    assert form.isVisible()
    assert [shown(field) for field in form.fields.values()] == [""] * len(form.fields)
    assert editor(form.fields["name"]).hasFocus()
    assert not form.is_dirty
    fill_all(form, {"name": "Another", "reference": "XX-78"})
    press(form, "Ctrl+Return")
    assert partners(empty) == ["A partner", "Another"]


def test_record_that_is_edited_has_no_next_one(empty: Office, opened: Open) -> None:
    record = organisation(empty)
    form = edit_form(opened(empty), "organisations", record.id)
    assert "Save and add another" not in visible_texts(form)
    assert "Edit: Organisation" in visible_texts(form)
    assert "XX-1" in visible_texts(form)


def test_what_is_counted_within_its_grant_is_told_by_the_grant(empty: Office, opened: Open) -> None:
    with making(empty) as make:
        record_id = make.instalment(make.grant(reference="GR-1"), "5000.00", empty.today, number=1).id
    assert "GR-1 · 1" in visible_texts(edit_form(opened(empty), "instalments", record_id))


def test_changed_record_keeps_what_was_not_touched(empty: Office, opened: Open) -> None:
    record = organisation(empty)
    driver = opened(empty)
    form = edit_form(driver, "organisations", record.id)
    fill(form, "name", "Renamed")
    press(form, "Ctrl+Return")
    kept = records.load(empty, "organisations", record.id)
    assert (kept.values["name"], kept.values["reference"]) == ("Renamed", "XX-1")
    assert driver.view.status.message.text() == "Changed Organisation XX-1."


def test_pressing_save_twice_makes_one_record(empty: Office, opened: Open) -> None:
    tasks = HeldRunner()
    form = new_form(opened(empty, tasks=tasks), "organisations")
    fill_all(form, PARTNER)
    tasks.hold()
    press(form, "Ctrl+Return")
    press(form, "Ctrl+Return")
    click(form.save_button)
    tasks.release()
    assert partners(empty) == ["A partner"]


def test_form_stays_while_it_is_being_saved(empty: Office, opened: Open) -> None:
    tasks = HeldRunner()
    driver = opened(empty, tasks=tasks)
    form = new_form(driver, "organisations")
    fill_all(form, PARTNER)
    tasks.hold()
    press(form, "Ctrl+Return")
    press(form, "Escape")
    assert driver.overlays() == [form]
    tasks.release()
    assert driver.overlays() == []
    assert driver.view.status.message.text() == "Added Organisation XX-77."


# --- refusing ---------------------------------------------------------------------------------------------------------


def test_rule_that_is_broken_is_said_beside_its_field(empty: Office, opened: Open) -> None:
    organisation(empty, "A funder")
    form = new_form(opened(empty), "grants")
    fill_all(
        form,
        {
            "reference": "GR-1",
            "title": "A grant",
            "funder": "XX-1",
            "currency": "XOF",
            "amount": "10.50",
            "starts_on": "2020-12-31",
            "ends_on": "2020-01-01",
            "indirect_rate": "113",
        },
    )
    press(form, "Ctrl+Return")
    assert troubles(form) == {
        "amount": "XOF has 0 decimals. Round the amount.",
        "ends_on": "It ends before it starts, on 31 Dec 2020. Enter a later date.",
        "indirect_rate": "A rate lies between 0 and 100 per cent. Enter 13 for 13 %.",
    }
    assert band(form) == "3 things to correct: Awarded, End, and Support cost rate"
    assert editor(form.fields["amount"]).hasFocus()
    assert records.choices(empty, "grants") == []


def test_corrected_form_is_saved_and_its_band_goes(empty: Office, opened: Open) -> None:
    driver = opened(empty)
    form = new_form(driver, "organisations")
    fill(form, "country", "")
    press(form, "Ctrl+Return")
    assert band(form) == "One thing to correct: Name"
    fill_all(form, PARTNER)
    assert troubles(form) == {}
    press(form, "Ctrl+Return")
    assert partners(empty) == ["A partner"]
    assert driver.overlays() == []


def test_reference_that_is_taken_is_told_and_the_form_stays(empty: Office, opened: Open) -> None:
    organisation(empty)
    with making(empty) as maker:
        maker.project(reference="PR-1")
    driver = opened(empty)
    form = new_form(driver, "projects")
    fill_all(form, {"title": "Again", "reference": "PR-1"})
    press(form, "Ctrl+Return")
    assert "A record with this reference exists already." in asked(driver)
    press(driver.dialog(MessageDialog), "Escape")
    assert form.isVisible()
    fill(form, "reference", "PR-2")
    press(form, "Ctrl+Return")
    assert driver.overlays() == []


def test_change_of_someone_else_is_never_overwritten(empty: Office, opened: Open) -> None:
    record = organisation(empty)
    driver = opened(empty)
    form = edit_form(driver, "organisations", record.id)
    fill(form, "name", "Mine")
    values = {"name": "Theirs", "reference": "XX-1"}
    records.save(empty, "organisations", values=values, record_id=record.id, version=record.version)
    press(form, "Ctrl+Return")
    assert "Someone changed this record while you were working on it." in asked(driver)
    assert records.load(empty, "organisations", record.id).values["name"] == "Theirs"
    click(button_named(driver.dialog(MessageDialog), "Close"))
    assert form.fields["name"].value() == "Mine"


def test_record_removed_meanwhile_is_told(empty: Office, opened: Open) -> None:
    record = organisation(empty)
    driver = opened(empty)
    form = edit_form(driver, "organisations", record.id)
    fill(form, "name", "Mine")
    records.remove(empty, "organisations", record_id=record.id, version=record.version)
    press(form, "Ctrl+Return")
    assert any("no longer there" in text or "changed this record" in text for text in asked(driver))
    assert partners(empty) == []


def test_form_of_a_record_that_is_gone_does_not_open(empty: Office, opened: Open) -> None:
    record = organisation(empty)
    records.remove(empty, "organisations", record_id=record.id, version=record.version)
    driver = opened(empty)
    driver.go("edit", "organisations", record.id)
    assert "This record is no longer there." in asked(driver)
    assert driver.window.findChildren(RecordDialog) == []


# --- closing ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["Escape", "Cancel", "Close"])
def test_untouched_form_closes_without_a_word(empty: Office, opened: Open, way: str) -> None:
    driver = opened(empty)
    form = new_form(driver, "organisations")
    if way == "Escape":
        press(form, way)
    else:
        click(button_named(form, way))
    assert driver.overlays() == []


@pytest.mark.parametrize("key", ["name", "note"])
def test_typed_in_form_asks_before_it_closes(empty: Office, opened: Open, key: str) -> None:
    driver = opened(empty)
    form = new_form(driver, "organisations")
    fill(form, key, "Something")
    press(form, "Escape")
    assert "Discard what you entered?" in asked(driver)
    assert "It has not been saved." in asked(driver)
    press(driver.dialog(MessageDialog), "Escape")
    assert form.isVisible()
    assert form.fields[key].value() == "Something"
    press(form, "Escape")
    click(button_named(driver.dialog(MessageDialog), "Discard"))
    assert driver.overlays() == []
    assert partners(empty) == []


def test_question_keeps_the_form_from_being_saved_behind_it(empty: Office, opened: Open) -> None:
    driver = opened(empty)
    form = new_form(driver, "organisations")
    fill_all(form, PARTNER)
    press(form, "Escape")
    press(driver.dialog(MessageDialog), "Ctrl+Return")
    assert partners(empty) == []


def test_focus_goes_back_to_where_it_was(empty: Office, opened: Open) -> None:
    organisation(empty)
    driver = opened(empty, start=Route("register", "organisations"))
    before = QApplication.focusWidget()
    press(driver.window, "Ctrl+N")
    press(driver.dialog(RecordDialog), "Escape")
    assert QApplication.focusWidget() is before


@pytest.mark.parametrize("keys", ["Ctrl+2", "Ctrl+K", "Alt+Left", "Ctrl+I", "Ctrl+,", "F1", "Ctrl+N"])
def test_keys_of_the_window_rest_while_a_form_is_open(empty: Office, opened: Open, keys: str) -> None:
    driver = opened(empty, start=Route("register", "organisations"))
    form = new_form(driver, "organisations")
    press(form, keys)
    assert driver.overlays() == [form]
    assert driver.view.route == Route("register", "organisations")


# --- what stays behind ------------------------------------------------------------------------------------------------


def test_closed_forms_leave_nothing_in_memory(empty: Office, opened: Open) -> None:
    record_id = organisation(empty).id
    driver = opened(empty)

    def open_and_close() -> int:
        """Some times, each way; returns what holds the context afterwards."""
        for _ in range(5):
            press(new_form(driver, "grants"), "Escape")
            press(edit_form(driver, "organisations", record_id), "Escape")
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()
        return sys.getrefcount(driver.context)

    def forms() -> int:
        return sum(isinstance(made, (RecordDialog, Field)) for made in gc.get_objects())

    before = forms()  # of windows that other tests share
    held = open_and_close()
    assert open_and_close() == held
    assert forms() <= before
