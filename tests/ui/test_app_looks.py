"""Language and theme change at once: the office stays open, and one stays where one was, with filters and row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from desktop.bootstrap import set_up_desk
from desktop.config.settings import Settings
from desktop.ui.context import Route
from desktop.ui.pages.record_page import RecordPage
from desktop.ui.pages.register_page import RegisterPage
from desktop.ui.pages.report_page import ReportPage
from desktop.ui.pages.settings_page import SettingsPage
from desktop.ui.tasks import DirectRunner
from tests.helpers.program import Program
from tests.helpers.window import button_named, click, press, type_text, visible_texts

LEDGER = Route("register", "ledger")


@pytest.fixture
def program(qapp: QApplication) -> Iterator[Program]:
    """The program, just started; what it is asked is done at once."""
    started = Program(DirectRunner())
    yield started
    started.close()
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.fixture
def on_sample(program: Program, sample_file: Path, tmp_path: Path) -> Program:
    """The program with a sample office open."""
    path = tmp_path / "sample.grantdesk"
    path.write_bytes(sample_file.read_bytes())
    program.application.open_office(str(path))
    return program


def settings_page(program: Program) -> SettingsPage:
    """Goes to the settings by their key."""
    press(program.view, "Ctrl+,")
    page = program.view.page
    assert isinstance(page, SettingsPage)
    return page


def register_page(program: Program) -> RegisterPage:
    """The list one is on."""
    page = program.view.page
    assert isinstance(page, RegisterPage)
    return page


def kept() -> Settings:
    """The settings of the next start."""
    return set_up_desk().settings


def test_language_changes_at_once_and_is_kept(on_sample: Program) -> None:
    office = on_sample.application.context.office
    click(button_named(settings_page(on_sample), "Français"))
    assert on_sample.application.context.office is office
    assert on_sample.view.route == Route("settings")
    assert "Paramètres" in visible_texts(on_sample.view.page)
    assert kept().language == "fr"


def test_arabic_mirrors_the_window_and_english_turns_it_back(on_sample: Program, qapp: QApplication) -> None:
    click(button_named(settings_page(on_sample), "العربية"))
    assert on_sample.window.layoutDirection() is Qt.LayoutDirection.RightToLeft
    sidebar = on_sample.view.sidebar
    assert sidebar.mapTo(on_sample.window, sidebar.rect().topRight()).x() == on_sample.window.width() - 1
    click(button_named(on_sample.view.page, "English"))
    assert qapp.layoutDirection() is Qt.LayoutDirection.LeftToRight
    assert on_sample.view.sidebar.x() == 0


def test_theme_changes_colours_at_once_and_is_kept(on_sample: Program) -> None:
    before = on_sample.window.grab().toImage().pixelColor(700, 600).lightness()
    click(button_named(settings_page(on_sample), "Dark"))
    QApplication.processEvents()
    after = on_sample.window.grab().toImage().pixelColor(700, 600).lightness()
    assert before > 200
    assert after < 60
    assert kept().theme == "dark"


def test_rows_become_taller(on_sample: Program) -> None:
    click(button_named(settings_page(on_sample), "Comfortable"))
    on_sample.view.go(LEDGER)
    assert register_page(on_sample).table.table.rowHeight(0) == 32
    click(button_named(settings_page(on_sample), "Compact"))
    on_sample.view.go_back()
    assert register_page(on_sample).table.table.rowHeight(0) == 28


def test_list_keeps_search_filter_and_row_through_another_language(on_sample: Program) -> None:
    on_sample.view.go(Route("register", "ledger", filters=("grant=NER-CT-01",)))
    page = register_page(on_sample)
    press(page, "Ctrl+F")
    type_text("koutoukalé")
    press(page.bar.search, "Return")
    assert page.table.totals.text == "20 of 1,090 entries"
    page.table.table.selectRow(7)
    chosen = page.table.table.current_id()
    click(button_named(settings_page(on_sample), "Français"))
    press(on_sample.view, "Alt+Left")
    again = register_page(on_sample)
    assert again is not page
    assert again.bar.search.text() == "koutoukalé"
    assert [entry.column for entry in again.bar.filters] == ["grant"]
    assert again.table.totals.text.startswith("20 ")
    assert again.table.table.current_id() == chosen


def test_filter_taken_away_stays_away(on_sample: Program) -> None:
    on_sample.view.go(Route("register", "ledger", filters=("grant=NER-CT-01",)))
    register_page(on_sample).clear_filters()
    assert register_page(on_sample).table.totals.text == "1,090 entries"
    press(on_sample.view, "Ctrl+B")
    assert register_page(on_sample).table.totals.text == "1,090 entries"


def test_way_back_survives_narrowing_the_sidebar(on_sample: Program) -> None:
    wide = on_sample.view.sidebar.width()
    on_sample.view.go(Route("register", "grants"))
    on_sample.view.go(LEDGER)
    press(on_sample.view, "Ctrl+B")
    assert on_sample.view.sidebar.width() < wide
    assert on_sample.view.route == LEDGER
    press(on_sample.view, "Alt+Left")
    assert on_sample.view.route == Route("register", "grants")
    press(on_sample.view, "Alt+Right")
    assert on_sample.view.route == LEDGER
    assert kept().narrow_sidebar


def test_part_of_a_record_stays_open(on_sample: Program) -> None:
    on_sample.view.go(Route("record", "grants", 1))
    page = on_sample.view.page
    assert isinstance(page, RecordPage)
    page.tabs.setCurrentIndex(page.tabs.count() - 1)
    press(on_sample.view, "Ctrl+B")
    again = on_sample.view.page
    assert isinstance(again, RecordPage)
    assert again.tabs.tabData(again.tabs.currentIndex()) == "history"


def test_statement_keeps_grant_and_period(on_sample: Program) -> None:
    on_sample.view.go(Route("report", "statement"))
    page = on_sample.view.page
    assert isinstance(page, ReportPage)
    page.choice.grant.box.setCurrentIndex(2)
    chosen = page.choice.grant.value()
    page.choice.first.set_value(date(2019, 7, 1))
    page.choice.last.set_value(date(2019, 9, 30))
    click(button_named(settings_page(on_sample), "Français"))
    press(on_sample.view, "Alt+Left")
    again = on_sample.view.page
    assert isinstance(again, ReportPage)
    assert (again.choice.grant.value(), again.choice.first.value(), again.choice.last.value()) == (
        chosen,
        date(2019, 7, 1),
        date(2019, 9, 30),
    )
    assert again.report is not None


def test_what_was_done_can_be_undone_after_another_language(on_sample: Program) -> None:
    on_sample.view.go(Route("record", "rates", 1))
    on_sample.view.go(Route("new", "organisations"))
    type_text("XX-77")
    press(on_sample.window, "Tab")
    type_text("A partner")
    press(on_sample.window, "Ctrl+Return")
    click(button_named(settings_page(on_sample), "Français"))
    assert on_sample.view.top.undo.isEnabled()
    press(on_sample.view, "Ctrl+Z")
    assert on_sample.view.top.redo.isEnabled()
    assert not on_sample.view.top.undo.isEnabled()


def test_typing_a_name_does_not_take_the_page_away(on_sample: Program) -> None:
    page = settings_page(on_sample)
    (name,) = page.findChildren(QLineEdit)
    name.setFocus()
    type_text("Aïssata")
    press(name, "Tab")
    assert on_sample.view.page is page
    assert kept().actor == "Aïssata"


def test_first_page_changes_language_and_theme_too(program: Program) -> None:
    click(button_named(program.welcome, "Français"))
    assert program.way("Ouvrir le bureau").isVisible()
    click(button_named(program.welcome, "Sombre"))
    assert kept().theme == "dark"
    assert kept().language == "fr"
    click(button_named(program.welcome, "العربية"))
    assert program.window.layoutDirection() is Qt.LayoutDirection.RightToLeft
