"""An open office: the keys that work everywhere, the way back, undo and redo with their sentences, and help."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit

from desktop.services import records
from desktop.services.offices import Office, find_office
from desktop.ui.areas import area_groups
from desktop.ui.context import Route
from desktop.ui.dialogs.help_dialog import KEYS, HelpDialog
from desktop.ui.dialogs.message_dialog import MessageDialog
from desktop.ui.dialogs.record_dialog import RecordDialog
from desktop.ui.office_view import KEPT_PAGES
from desktop.ui.pages.import_page import ImportPage
from desktop.ui.pages.register_page import RegisterPage
from desktop.ui.pages.settings_page import SettingsPage
from desktop.ui.widgets.focus import focused_in
from tests.helpers.program import choosing
from tests.helpers.window import WindowDriver, button_named, click, press, type_text, visible_texts
from tests.ui.conftest import Open


def said(driver: WindowDriver) -> str:
    """The last sentence of the status bar."""
    return driver.view.status.message.text()


def add(driver: WindowDriver, name: str) -> None:
    """Adds an organisation by its form."""
    driver.go("new", "organisations")
    type_text(name)
    press(driver.dialog(RecordDialog), "Ctrl+Return")


def names(office: Office) -> list[str]:
    """All organisations."""
    return sorted(choice.name for choice in records.choices(office, "organisations"))


# --- going about ------------------------------------------------------------------------------------------------------


def test_each_area_has_its_key_and_its_place_in_the_sidebar(sample: Office, opened: Open) -> None:
    driver = opened(sample)
    areas = [area for group in area_groups(driver.context.text) for area in group.areas if area.shortcut]
    assert [area.shortcut for area in areas] == [f"Ctrl+{number}" for number in range(1, 10)]
    for area in areas[1:]:
        press(driver.window, area.shortcut)
        assert driver.view.route == Route(area.page, area.key)
        marked = [item.area.text for item in driver.view.sidebar.items if item.isChecked()]
        assert marked == [area.text]


def test_way_back_and_forward_by_key_and_button(sample: Office, opened: Open) -> None:
    driver = opened(sample)
    top = driver.view.top
    assert not top.back.isEnabled()
    driver.go("register", "grants")
    driver.go("register", "ledger")
    click(top.back)
    assert driver.view.route == Route("register", "grants")
    press(driver.window, "Alt+Left")
    assert driver.view.route == Route("home")
    press(driver.window, "Alt+Left")
    assert driver.view.route == Route("home")
    click(top.forward)
    press(driver.window, "Alt+Right")
    assert driver.view.route == Route("register", "ledger")
    assert not top.forward.isEnabled()


def test_crumb_leads_to_its_list(sample: Office, opened: Open) -> None:
    driver = opened(sample)
    driver.go("record", "grants", records.choices(sample, "grants")[0].id)
    click(button_named(driver.view.top, "Grants"))
    assert driver.view.route == Route("register", "grants")


def test_pages_seen_long_ago_come_back_as_they_were(sample: Office, opened: Open) -> None:
    driver = opened(sample)
    page = driver.go("register", "ledger")
    assert isinstance(page, RegisterPage)
    page.bar.search.setFocus()
    type_text("fuel")
    press(page.bar.search, "Return")
    count = page.table.totals.text
    for choice in records.choices(sample, "ledger", limit=KEPT_PAGES + 1):
        driver.go("record", "ledger", choice.id)
    assert driver.view.stack.count() <= KEPT_PAGES
    again = driver.go("register", "ledger")
    assert isinstance(again, RegisterPage)
    assert again is not page
    assert (again.bar.search.text(), again.table.totals.text) == ("fuel", count)


def test_key_goes_from_part_to_part_of_the_window_and_round(sample: Office, opened: Open) -> None:
    driver = opened(sample, start=Route("register", "grants"))
    parts = [driver.view.sidebar, driver.view.top, driver.page]

    def part() -> int:
        focused = focused_in(driver.view)
        return next(place for place, known in enumerate(parts) if focused and known.isAncestorOf(focused))

    assert part() == 2
    went = []
    for _ in range(3):
        press(driver.window, "F6")
        went.append(part())
    assert went == [0, 1, 2]
    press(driver.window, "Shift+F6")
    assert part() == 1


def test_new_record_of_the_list_one_is_in(sample: Office, opened: Open) -> None:
    driver = opened(sample, start=Route("register", "agreements"))
    press(driver.window, "Ctrl+N")
    assert "New agreement" in visible_texts(driver.dialog(RecordDialog))


@pytest.mark.parametrize("route", [Route("home"), Route("settings"), Route("register", "history")])
def test_where_nothing_is_made_by_hand_the_key_does_nothing(sample: Office, opened: Open, route: Route) -> None:
    driver = opened(sample, start=route)
    press(driver.window, "Ctrl+N")
    assert driver.overlays() == []


def test_every_command_of_the_palette_does_something(sample: Office, opened: Open) -> None:
    driver = opened(sample)
    wanted: list[bool] = []
    driver.view.welcome_wanted.connect(lambda: wanted.append(True))
    idle = {"Undo", "Do again", "Go to: Home"}  # nothing was done yet, and one is at home
    for command in driver.view.commands():
        driver.go("home")
        before = (driver.view.route, len(driver.overlays()), len(wanted), sample.shows_names)
        command.run()
        after = (driver.view.route, len(driver.overlays()), len(wanted), sample.shows_names)
        name = driver.context.text(command.text)
        assert (after != before) is (name not in idle), name
        for overlay in driver.overlays():
            overlay.close_overlay()


def test_saved_is_what_everything_is(sample: Office, opened: Open) -> None:
    driver = opened(sample)
    press(driver.window, "Ctrl+S")
    assert said(driver) == "Nothing is ever unsaved: each change is kept at once."


# --- undo and redo ----------------------------------------------------------------------------------------------------


def test_undo_and_redo_say_what_they_did(empty: Office, opened: Open) -> None:
    driver = opened(empty, start=Route("register", "organisations"))
    add(driver, "First")
    add(driver, "Second")
    press(driver.window, "Ctrl+Z")
    assert names(empty) == ["First"]
    assert said(driver) == "Undone: Added Organisation Second."
    click(driver.view.top.undo)
    assert names(empty) == []
    assert not driver.view.top.undo.isEnabled()
    click(driver.view.top.redo)
    assert names(empty) == ["First"]
    press(driver.window, "Ctrl+Shift+Z")
    assert names(empty) == ["First", "Second"]
    assert not driver.view.top.redo.isEnabled()


def test_list_follows_undo_at_once(empty: Office, opened: Open) -> None:
    driver = opened(empty, start=Route("register", "organisations"))
    add(driver, "First")
    add(driver, "Second")
    page = driver.page
    assert isinstance(page, RegisterPage)
    assert page.table.totals.text == "2 organisations"
    press(driver.window, "Ctrl+Z")
    assert page.table.totals.text == "1 organisation"


def test_new_work_after_undo_leaves_nothing_to_do_again(empty: Office, opened: Open) -> None:
    driver = opened(empty)
    add(driver, "First")
    press(driver.window, "Ctrl+Z")
    add(driver, "Second")
    assert not driver.view.top.redo.isEnabled()
    press(driver.window, "Ctrl+Y")
    assert names(empty) == ["Second"]


def test_nothing_done_nothing_undone(empty: Office, opened: Open) -> None:
    driver = opened(empty)
    press(driver.window, "Ctrl+Z")
    press(driver.window, "Ctrl+Y")
    assert said(driver) == ""
    assert driver.overlays() == []


def test_undo_that_would_lose_later_work_of_others_is_refused(empty: Office, opened: Open) -> None:
    driver = opened(empty)
    add(driver, "First")
    (choice,) = records.choices(empty, "organisations")
    record = records.load(empty, "organisations", choice.id)
    records.save(empty, "organisations", values={"name": "Theirs"}, record_id=record.id, version=record.version)
    press(driver.window, "Ctrl+Z")
    assert driver.dialog(MessageDialog).isVisible()
    assert names(empty) == ["Theirs"]


def test_in_french_undo_speaks_french(empty: Office, opened: Open) -> None:
    driver = opened(empty, language="fr")
    add(driver, "Premier")
    press(driver.window, "Ctrl+Z")
    assert said(driver).startswith("Annulé")


# --- help -------------------------------------------------------------------------------------------------------------


def test_help_lists_every_key_with_what_it_does(sample: Office, opened: Open) -> None:
    driver = opened(sample)
    press(driver.window, "F1")
    dialog = driver.dialog(HelpDialog)
    texts = visible_texts(dialog)
    assert "Help and keys" in texts
    for keys, does in KEYS:
        assert str(does) in texts
        for key in keys:
            shown = key.replace("+", " ").replace("Return", "Enter").replace("Left", "←").replace("Right", "→")
            assert shown.replace("Down", "↓") in texts or shown.split()[-1] in texts, key
    assert "Nothing is ever unsaved: each change is kept at once, and undone with Ctrl+Z." in texts
    click(button_named(dialog, "Close"))
    assert driver.overlays() == []


def test_help_fits_the_smallest_window(sample: Office, opened: Open) -> None:
    driver = opened(sample)
    driver.window.resize(1024, 640)
    click(driver.view.top.help)
    panel = driver.dialog(HelpDialog).panel
    assert driver.window.rect().contains(panel.geometry())


# --- settings and backup ----------------------------------------------------------------------------------------------


def settings_page(driver: WindowDriver) -> SettingsPage:
    """The settings."""
    page = driver.go("settings")
    assert isinstance(page, SettingsPage)
    return page


def test_office_is_backed_up_from_the_window(
    sample: Office, opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "kept.grantdesk"
    asked = choosing(monkeypatch, save=target)
    driver = opened(sample)
    click(button_named(settings_page(driver), "Back up now"))
    assert asked == ["Back up", f"sample {sample.today.isoformat()}.grantdesk"]
    assert "kept.grantdesk" in said(driver)
    copy = find_office(str(target), actor="Test")
    assert len(records.choices(copy, "grants")) == len(records.choices(sample, "grants"))
    copy.close()


def test_backup_to_a_folder_that_is_not_there_is_told(
    sample: Office, opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choosing(monkeypatch, save=tmp_path / "none" / "kept.grantdesk")
    driver = opened(sample)
    click(button_named(settings_page(driver), "Back up now"))
    assert driver.dialog(MessageDialog).isVisible()


def test_no_place_chosen_no_backup(sample: Office, opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    choosing(monkeypatch)
    driver = opened(sample)
    click(button_named(settings_page(driver), "Back up now"))
    assert said(driver) == ""


def test_settings_say_who_one_is(sample: Office, opened: Open) -> None:
    (name,) = settings_page(opened(sample)).findChildren(QLineEdit)
    assert name.placeholderText() == "Test"
    assert name.accessibleName() == "Your name"


# --- export -----------------------------------------------------------------------------------------------------------


def test_what_is_shown_is_exported_by_key(
    sample: Office, opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "shown.xlsx"
    asked = choosing(monkeypatch, save=target)
    driver = opened(sample, start=Route("register", "grants"))
    press(driver.window, "Ctrl+Shift+E")
    assert asked == ["To Excel", "Grants.xlsx"]
    assert zipfile.is_zipfile(target)
    assert "shown.xlsx" in said(driver)


def test_page_with_nothing_to_export_says_nothing(sample: Office, opened: Open) -> None:
    driver = opened(sample, start=Route("settings"))
    press(driver.window, "Ctrl+Shift+E")
    assert said(driver) == ""
    assert driver.overlays() == []


@pytest.mark.parametrize(("key", "kind"), [("ledger", "ledger"), ("grants", "grants"), ("history", "")])
def test_import_by_key_is_for_the_list_one_is_in(sample: Office, opened: Open, key: str, kind: str) -> None:
    driver = opened(sample, start=Route("register", key))
    press(driver.window, "Ctrl+I")
    assert isinstance(driver.page, ImportPage)
    assert driver.page.state.kind == kind


def test_import_opens_by_key_from_any_page(sample: Office, opened: Open) -> None:
    driver = opened(sample, start=Route("checks"))
    press(driver.window, "Ctrl+I")
    assert driver.view.route == Route("table")
    QApplication.processEvents()
