"""A register on its page: filter, look, arrange, take out; every list of the program opens."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from desktop.config.settings import LanguageCode
from desktop.registers import REGISTERS
from desktop.services.offices import Office
from desktop.ui.context import Route
from desktop.ui.dialogs.filter_dialog import FilterDialog
from desktop.ui.dialogs.record_dialog import RecordDialog
from desktop.ui.pages.register_page import RegisterPage
from desktop.ui.widgets.filters import FilterChip
from tests.helpers.records import making
from tests.helpers.window import WindowDriver, button_named, click, press, type_text, visible_texts
from tests.ui.conftest import Open


def shown(page: QWidget, column: str, *, rows: int = 3) -> list[str]:
    """What the first rows say in a column, by its heading."""
    assert isinstance(page, RegisterPage)
    model = page.table.model
    heads = [model.headerData(place, Qt.Orientation.Horizontal) for place in range(model.columnCount())]
    place = heads.index(column)
    return [model.index(row, place).data() for row in range(min(rows, model.rowCount()))]


def chips(page: QWidget) -> list[str]:
    return [
        " ".join(text for text in visible_texts(chip) if text.strip())
        for chip in page.findChildren(FilterChip)
        if chip.isVisible()
    ]


@pytest.fixture
def ledger(sample: Office, opened: Open) -> WindowDriver:
    return opened(sample, start=Route("register", "ledger"))


def page_of(driver: WindowDriver) -> RegisterPage:
    page = driver.page
    assert isinstance(page, RegisterPage)
    return page


@pytest.mark.parametrize("key", [register.key for register in REGISTERS.values()])
def test_every_register_opens_on_the_sample(looked_at: WindowDriver, key: str) -> None:
    looked_at.go("register", key)
    page = page_of(looked_at)
    if key in ("documents", "waivers", "crosswalks"):  # the sample has none
        assert page.text(page.register.empty) in visible_texts(page)
        return
    assert page.table.model.rowCount() > 0
    assert page.text(page.register.title) in visible_texts(page)
    for place in range(page.table.model.columnCount()):
        assert page.table.model.headerData(place, Qt.Orientation.Horizontal)


@pytest.mark.parametrize("key", [register.key for register in REGISTERS.values()])
def test_every_register_says_what_would_be_there(empty: Office, opened: Open, key: str) -> None:
    driver = opened(empty, start=Route("register", key))
    page = page_of(driver)
    if page.table.model.rowCount() == 0:
        assert page.text(page.register.empty) in visible_texts(page)


class TestFilters:
    def test_filter_dialog_by_keyboard_alone(self, ledger: WindowDriver) -> None:
        page = page_of(ledger)
        press(page.table.table, "Alt+Down")
        dialog = ledger.dialog(FilterDialog)
        type_text("Grant")
        focused = dialog.focusWidget()
        assert focused is not None
        press(focused, "Return")
        type_text("NER")
        button = button_named(dialog, "Apply the filter")
        click(button)
        assert chips(page) == ["Grant with NER"]
        assert page.table.totals.text == "402 of 1,090 entries"

    def test_a_filter_is_taken_away_with_its_cross(self, sample: Office, opened: Open) -> None:
        driver = opened(sample, start=Route("register", "ledger", filters=("grant=NER-CT-01", "entry_on>=2019-08-01")))
        page = page_of(driver)
        assert chips(page) == ["Grant NER-CT-01", "Date from 1 Aug 2019"]
        cross = next(chip for chip in page.findChildren(FilterChip) if chip.isVisible()).findChild(QPushButton)
        assert cross is not None
        click(cross)
        assert chips(page) == ["Date from 1 Aug 2019"]

    def test_a_filter_is_taken_away_by_keyboard(self, sample: Office, opened: Open) -> None:
        driver = opened(sample, start=Route("register", "ledger", filters=("grant=NER-CT-01",)))
        chip = next(chip for chip in driver.page.findChildren(FilterChip) if chip.isVisible())
        chip.setFocus()
        press(chip, "Delete")
        assert chips(driver.page) == []
        assert page_of(driver).table.totals.text == "1,090 entries"

    def test_nothing_fits_is_said_with_a_way_back(self, ledger: WindowDriver) -> None:
        page = page_of(ledger)
        press(ledger.window, "Ctrl+F")
        type_text("no such word")
        press(page.bar.search, "Return")
        assert "Nothing fits the filter" in visible_texts(page)
        click(button_named(page, "Clear the filter"))
        assert page.table.totals.text == "1,090 entries"

    def test_sums_follow_the_filter(self, sample: Office, opened: Open) -> None:
        driver = opened(sample, start=Route("register", "ledger", filters=("grant=NER-CT-01",)))
        page = page_of(driver)
        model = page.table.model
        spent = [column.key for column in model.columns].index("spent")
        assert page.table.totals.sum_of(spent) == "1,011,842.36"


class TestDetail:
    def test_space_shows_and_hides_the_entry(self, ledger: WindowDriver) -> None:
        page = page_of(ledger)
        page.table.table.selectRow(0)
        press(page.table.table, "Space")
        assert page.rail.isVisible()
        texts = visible_texts(page.rail)
        assert "PV-0401" in texts
        assert "Office rent, Niamey, January" in texts
        assert "XOF\u00a0505,034" in texts
        press(page.table.table, "Space")
        assert not page.rail.isVisible()

    def test_escape_closes_it(self, ledger: WindowDriver) -> None:
        page = page_of(ledger)
        page.table.table.selectRow(0)
        press(page.table.table, "Space")
        press(page.table.table, "Escape")
        assert not page.rail.isVisible()

    def test_it_follows_the_selection(self, ledger: WindowDriver) -> None:
        page = page_of(ledger)
        page.table.table.selectRow(0)
        press(page.table.table, "Space")
        press(page.table.table, "Down")
        assert "PV-0402" in visible_texts(page.rail)

    def test_enter_opens_the_record(self, ledger: WindowDriver) -> None:
        page = page_of(ledger)
        page.table.table.selectRow(2)
        press(page.table.table, "Return")
        assert ledger.view.route.page == "record"
        assert "Finance assistant, January" in visible_texts(ledger.page)

    def test_the_way_back_finds_the_list_as_it_was(self, ledger: WindowDriver) -> None:
        page = page_of(ledger)
        page.table.table.selectRow(2)
        press(page.table.table, "Return")
        press(ledger.window, "Alt+Left")
        assert ledger.page is page
        assert page.table.table.currentIndex().row() == 2


class TestArranging:
    def test_a_click_on_a_heading_sorts_and_another_turns_it(self, ledger: WindowDriver) -> None:
        page = page_of(ledger)
        model = page.table.model
        document = [column.key for column in model.columns].index("reference")
        head = page.table.table.horizontalHeader()
        head.sectionClicked.emit(document)
        first = shown(page, "Document")
        assert first == sorted(first)
        head.sectionClicked.emit(document)
        assert shown(page, "Document") != first
        last = shown(page, "Document")
        assert last == sorted(last, reverse=True)

    def test_the_order_is_kept_for_the_next_visit(self, ledger: WindowDriver) -> None:
        page = page_of(ledger)
        document = [column.key for column in page.table.model.columns].index("reference")
        page.table.table.horizontalHeader().sectionClicked.emit(document)
        first = shown(page, "Document")
        ledger.go("register", "grants")
        again = ledger.go("register", "ledger")
        assert shown(again, "Document") == first

    def test_columns_are_chosen_from_a_menu(self, ledger: WindowDriver) -> None:
        page = page_of(ledger)
        before = [column.key for column in page.table.model.columns]
        menu = page.table.column_menu()
        (kind,) = [action for action in menu.actions() if action.text() == "Kind"]
        assert not kind.isChecked()
        kind.trigger()
        assert [column.key for column in page.table.model.columns] == [*before, "kind"]
        assert shown(page, "Kind", rows=1) == ["Expenditure"]

    def test_a_chosen_column_is_taken_away(self, ledger: WindowDriver) -> None:
        page = page_of(ledger)
        (document,) = [action for action in page.table.column_menu().actions() if action.text() == "Document"]
        document.trigger()
        assert "reference" not in [column.key for column in page.table.model.columns]


class TestOut:
    def test_copied_rows_paste_into_excel(self, ledger: WindowDriver) -> None:
        page = page_of(ledger)
        page.table.table.selectRow(0)
        press(page.table.table, "Ctrl+C")
        head, row = (line.split("\t") for line in QGuiApplication.clipboard().text().splitlines())
        assert head[:3] == ["Date", "Document", "Description"]
        assert row[1] == "PV-0401"
        assert "505034" in row

    def test_what_is_shown_goes_to_excel(
        self, sample: Office, opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        target = tmp_path / "niger.xlsx"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_words: (str(target), ""))
        driver = opened(sample, start=Route("register", "ledger", filters=("grant=NER-CT-01",)))
        click(button_named(driver.page, "To Excel"))
        assert driver.said().startswith("Saved")
        sheet = openpyxl.load_workbook(target).worksheets[0]
        rows = list(sheet.iter_rows(values_only=True))
        heads = next(row for row in rows if "Document" in row)
        spent = heads.index("Spent, USD")
        below = rows[rows.index(heads) + 1 :]
        entries = [row for row in below if row[heads.index("Date")]]
        assert len(entries) == 402
        amounts = [Decimal(str(row[spent])) for row in entries if row[spent] is not None]
        assert sum(amounts) == Decimal("1011842.36")

    def test_no_file_chosen_writes_nothing(
        self, ledger: WindowDriver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_words: ("", ""))
        press(ledger.window, "Ctrl+Shift+E")
        assert list(tmp_path.glob("*.xlsx")) == []


class TestRecords:
    def test_new_and_edit_open_the_form(self, sample: Office, opened: Open) -> None:
        driver = opened(sample, start=Route("register", "organisations"))
        press(driver.window, "Ctrl+N")
        assert "New organisation" in " ".join(visible_texts(driver.dialog(RecordDialog)))
        press(driver.dialog(RecordDialog), "Escape")
        page = page_of(driver)
        page.table.table.selectRow(0)
        press(page.table.table, "F2")
        assert driver.dialog(RecordDialog).isVisible()

    def test_a_record_made_elsewhere_appears(self, empty: Office, opened: Open) -> None:
        driver = opened(empty, start=Route("register", "organisations"))
        with making(empty) as make:
            make.organisation(name="Another office", reference="XX-77")
        driver.context.changed.emit(frozenset({"organisation"}))
        assert shown(driver.page, "Name") == ["Another office"]

    def test_what_no_one_may_write_has_no_button_for_it(self, sample: Office, opened: Open) -> None:
        driver = opened(sample, start=Route("register", "history"))
        assert not [text for text in visible_texts(driver.page) if text.startswith("New ")]


@pytest.mark.parametrize(
    ("language", "heading", "count"),
    [("fr", "Grand livre", "1\u00a0090 écritures"), ("ar", "دفتر الأستاذ", "1,090")],
)
def test_in_other_languages(sample: Office, opened: Open, language: LanguageCode, heading: str, count: str) -> None:
    driver = opened(sample, start=Route("register", "ledger"), language=language)
    assert heading in visible_texts(driver.page)
    assert count in page_of(driver).table.totals.text
