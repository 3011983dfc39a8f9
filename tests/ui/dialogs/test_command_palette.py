"""Ctrl+K finds records and commands without a hand leaving the keyboard."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.services import records, search
from desktop.services.offices import Office
from desktop.services.search import Hit
from desktop.ui.context import Route
from desktop.ui.dialogs.command_palette import CommandPalette, Entry
from desktop.ui.tasks import ThreadRunner
from tests.helpers.tasks import HeldRunner
from tests.helpers.window import WindowDriver, click, press, type_text, wait_until
from tests.ui.conftest import Open


def open_palette(driver: WindowDriver, typed: str = "") -> CommandPalette:
    """Presses Ctrl+K and types."""
    press(driver.window, "Ctrl+K")
    palette = driver.dialog(CommandPalette)
    if typed:
        type_text(typed)
        palette.search()
    return palette


def lines(palette: CommandPalette) -> list[str]:
    """The texts of all lines, headings too."""
    return [entry(palette, row).text for row in range(palette.list.count())]


def entry(palette: CommandPalette, row: int) -> Entry:
    """What a line stands for."""
    found = palette.list.item(row).data(Qt.ItemDataRole.UserRole)
    assert isinstance(found, Entry)
    return found


def chosen(palette: CommandPalette) -> str:
    """The line that Enter would run."""
    return entry(palette, palette.list.currentRow()).text


def under(palette: CommandPalette, heading: str) -> list[str]:
    """The lines below a heading."""
    all_lines = [entry(palette, row) for row in range(palette.list.count())]
    start = next(place for place, line in enumerate(all_lines) if line.run is None and line.text == heading)
    found = []
    for line in all_lines[start + 1 :]:
        if line.run is None:
            break
        found.append(line.text)
    return found


def test_opens_with_the_cursor_in_its_line_and_all_commands(sample: Office, opened: Open) -> None:
    driver = opened(sample)
    palette = open_palette(driver)
    assert palette.line.hasFocus()
    assert lines(palette)[0] == "Commands"
    assert chosen(palette) == "New grant"
    assert under(palette, "Commands") == [driver.context.text(command.text) for command in driver.view.commands()]


def test_button_in_the_bar_opens_it_too(sample: Office, opened: Open) -> None:
    driver = opened(sample)
    (button,) = [
        made
        for made in driver.view.top.findChildren(type(driver.view.top.undo))
        if made.accessibleName() == "Search or run a command"
    ]
    click(button)
    assert driver.dialog(CommandPalette).line.hasFocus()


def test_finds_a_record_by_its_words_and_enter_opens_it(sample: Office, opened: Open) -> None:
    driver = opened(sample)
    grant = records.choices(sample, "grants", search="NER-CT-01")[0]
    palette = open_palette(driver, "NER-CT-01")
    assert under(palette, "Records")[0] == grant.name
    assert entry(palette, 1).about == "Grant NER-CT-01"
    press(palette.line, "Return")
    assert driver.view.route == Route("record", "grants", grant.id)
    assert driver.overlays() == []


@pytest.mark.parametrize("typed", ["koutoukale", "Koutoukalé", "KOUTOUKALÉ"])
def test_accents_and_case_do_not_matter_for_records(sample: Office, opened: Open, typed: str) -> None:
    palette = open_palette(opened(sample), typed)
    assert any("Koutoukal" in line for line in lines(palette))


@pytest.mark.parametrize("typed", ["settings", "SETT", "  settings "])
def test_finds_a_command_and_enter_runs_it(sample: Office, opened: Open, typed: str) -> None:
    driver = opened(sample)
    palette = open_palette(driver, typed)
    assert "Settings" in under(palette, "Commands")
    while chosen(palette) != "Settings":
        press(palette.line, "Down")
    press(palette.line, "Return")
    assert driver.view.route == Route("settings")


def test_words_of_a_command_in_any_order(sample: Office, opened: Open) -> None:
    palette = open_palette(opened(sample), ">ledger import")
    assert lines(palette) == ["Commands", "Import into the list: Ledger"]


@pytest.mark.parametrize("typed", ["paramètres", "parametres", "PARAMETRES"])
def test_speaks_french_and_reads_it_without_accents(sample: Office, opened: Open, typed: str) -> None:
    driver = opened(sample, language="fr")
    palette = open_palette(driver, f">{typed}")
    assert lines(palette) == ["Commandes", "Paramètres"]
    press(palette.line, "Return")
    assert driver.view.route == Route("settings")


def test_arrows_skip_headings_and_stop_at_both_ends(sample: Office, opened: Open) -> None:
    palette = open_palette(opened(sample), "niger")
    runnable = [row for row in range(palette.list.count()) if entry(palette, row).run is not None]
    assert len(runnable) < palette.list.count()
    assert palette.list.currentRow() == runnable[0]
    press(palette.line, "Up")
    assert palette.list.currentRow() == runnable[0]
    for expected in runnable[1:]:
        press(palette.line, "Down")
        assert palette.list.currentRow() == expected
    press(palette.line, "Down")
    assert palette.list.currentRow() == runnable[-1]
    press(palette.line, "Up")
    assert palette.list.currentRow() == runnable[-2]


def test_escape_closes_it_and_gives_the_focus_back(sample: Office, opened: Open) -> None:
    driver = opened(sample, start=Route("register", "grants"))
    before = QApplication.focusWidget()
    palette = open_palette(driver, "niger")
    press(palette.line, "Escape")
    assert driver.overlays() == []
    assert QApplication.focusWidget() is before


def test_mouse_opens_what_it_presses(sample: Office, opened: Open) -> None:
    driver = opened(sample)
    palette = open_palette(driver, ">settings")
    place = palette.list.visualItemRect(palette.list.item(1)).center()
    QTest.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert driver.view.route == Route("settings")


def test_press_on_a_heading_does_nothing(sample: Office, opened: Open) -> None:
    driver = opened(sample)
    palette = open_palette(driver, ">settings")
    place = palette.list.visualItemRect(palette.list.item(0)).center()
    QTest.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert palette.isVisible()
    assert driver.view.route == Route("home")


def test_press_beside_the_panel_goes_nowhere(sample: Office, opened: Open) -> None:
    driver = opened(sample)
    palette = open_palette(driver)
    QTest.mouseClick(palette, Qt.MouseButton.LeftButton, pos=QPoint(4, 400))
    assert palette.isVisible()


def test_nothing_found_says_what_to_do(sample: Office, opened: Open) -> None:
    driver = opened(sample)
    palette = open_palette(driver, "xyzzy")
    assert lines(palette) == ["Nothing found. Fewer or shorter words find more."]
    press(palette.line, "Return")
    assert palette.isVisible()
    press(palette.line, "Down")
    assert palette.isVisible()


def test_sign_leaves_only_commands(sample: Office, opened: Open) -> None:
    palette = open_palette(opened(sample), ">grant")
    assert "Records" not in lines(palette)
    assert under(palette, "Commands") == [
        "New grant",
        "Pay a project from a grant",
        "Go to: Grants",
        "Import into the list: Grants",
        "Import into the list: Projects of grants",
        "Import into the list: Grants that pay deployments",
        "Grants that pay deployments",
        "New report: Portfolio of grants",
    ]


def test_entries_of_the_ledger_stand_last(sample: Office, opened: Open) -> None:
    palette = open_palette(opened(sample), "legal")
    headings = [entry(palette, row).text for row in range(palette.list.count()) if entry(palette, row).run is None]
    assert headings[-1] == "In text"
    assert headings[0] == "Records"


def test_records_looked_at_come_first_the_last_one_on_top(sample: Office, opened: Open) -> None:
    driver = opened(sample)
    first, second = records.choices(sample, "grants")[:2]
    for choice in (first, second):
        driver.go("record", "grants", choice.id)
    driver.go("home")
    palette = open_palette(driver)
    assert under(palette, "Recent") == [second.code, first.code]
    press(palette.line, "Return")
    assert driver.view.route == Route("record", "grants", second.id)
    again = open_palette(driver)
    assert under(again, "Recent") == [first.code]


def test_typing_leaves_out_what_is_recent(sample: Office, opened: Open) -> None:
    driver = opened(sample)
    driver.go("record", "grants", records.choices(sample, "grants")[0].id)
    driver.go("home")
    palette = open_palette(driver, ">settings")
    assert lines(palette) == ["Commands", "Settings"]


def test_commands_tell_their_keys(sample: Office, opened: Open) -> None:
    palette = open_palette(opened(sample))
    keys = {entry(palette, row).text: entry(palette, row).shortcut for row in range(palette.list.count())}
    assert keys["Undo"] == "Ctrl+Z"
    assert keys["Help and keys"] == "F1"
    assert keys["Go to: Ledger"] == "Ctrl+4"


def test_enter_before_the_answer_opens_what_is_found(sample: Office, opened: Open) -> None:
    tasks = HeldRunner()
    driver = opened(sample, tasks=tasks)
    grant = records.choices(sample, "grants", search="NER-CT-01")[0]
    palette = open_palette(driver)
    tasks.hold()
    type_text("NER-CT-01")
    press(palette.line, "Return")
    assert palette.isVisible()
    assert driver.view.route == Route("home")
    tasks.release()
    assert driver.view.route == Route("record", "grants", grant.id)


def test_typing_on_takes_enter_back(sample: Office, opened: Open) -> None:
    tasks = HeldRunner()
    driver = opened(sample, tasks=tasks)
    palette = open_palette(driver)
    tasks.hold()
    type_text("NER")
    press(palette.line, "Return")
    type_text("-CT")
    tasks.release()
    assert palette.isVisible()
    assert driver.view.route == Route("home")


def test_answer_to_an_older_question_is_dropped(sample: Office, opened: Open) -> None:
    tasks = HeldRunner()
    palette = open_palette(opened(sample, tasks=tasks))
    tasks.hold()
    type_text("niger")
    palette.search()
    palette.line.setText("minusca")
    palette.search()
    tasks.release(1)
    assert not any("Niger" in line for line in lines(palette))
    tasks.release()
    assert any("MINUSCA" in line for line in lines(palette))


def test_closed_before_the_answer_nothing_happens(sample: Office, opened: Open) -> None:
    tasks = HeldRunner()
    driver = opened(sample, tasks=tasks)
    palette = open_palette(driver)
    tasks.hold()
    type_text("niger")
    press(palette.line, "Return")
    press(palette.line, "Escape")
    tasks.release()
    assert driver.view.route == Route("home")


def test_database_is_asked_off_the_window_thread(sample: Office, opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def note(office: Office, text: str) -> list[Hit]:
        asked.append(threading.current_thread().name)
        return search.find_records(office, text)

    monkeypatch.setattr("desktop.ui.dialogs.command_palette.find_records", note)
    driver = opened(sample, tasks=ThreadRunner())
    press(driver.window, "Ctrl+K")
    palette = driver.dialog(CommandPalette)
    type_text("niger")
    wait_until(lambda: "Records" in lines(palette), "what is found")
    assert asked
    assert all(name.startswith("reader") for name in asked)
    assert len(asked) < len("niger")  # not for each letter


def test_second_press_of_the_key_does_not_pile_up(sample: Office, opened: Open) -> None:
    driver = opened(sample)
    open_palette(driver)
    press(driver.window, "Ctrl+K")
    assert len(driver.overlays()) == 1


def test_follows_the_size_of_the_window(sample: Office, opened: Open) -> None:
    driver = opened(sample)
    palette = open_palette(driver)
    driver.window.resize(1200, 700)
    QApplication.processEvents()
    assert palette.size() == driver.window.size()
    assert palette.panel.x() == (1200 - palette.panel.width()) // 2


@pytest.mark.parametrize("language", ["en", "ar"])
def test_mirrored_in_arabic(sample: Office, opened: Open, language: str) -> None:
    driver = opened(sample, language=language)
    palette = open_palette(driver, ">")
    picture = palette.list.viewport().grab().toImage()
    row = palette.list.visualItemRect(palette.list.item(1)).center().y()
    ground = picture.pixelColor(picture.width() // 2, row)
    start, end = (30, picture.width() - 30) if language == "en" else (picture.width() - 30, 30)

    def inked(x: int) -> bool:
        near = range(x - 18, x + 18)
        return any(picture.pixelColor(place, row + shift) != ground for place in near for shift in range(-6, 7))

    assert inked(start)
    assert not inked(end)
