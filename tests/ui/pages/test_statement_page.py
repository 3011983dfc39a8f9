"""The statement on the screen: choose, read, ask where a figure comes from, take it out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton

from desktop.services.offices import Office
from desktop.storage.lookups import grant_by_reference
from desktop.ui.context import Route
from desktop.ui.pages.statement_page import StatementPage
from desktop.ui.widgets.pressable import PressableRow
from tests.helpers.records import making
from tests.helpers.reporting import trace_of
from tests.helpers.tasks import HeldRunner
from tests.helpers.window import WindowDriver, button_named, click, make_context, press, type_text, visible_texts
from tests.ui.conftest import Open

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # of the list below a choice


@pytest.fixture
def driver(sample: Office, opened: Open) -> WindowDriver:
    return opened(sample, start=Route("statement", "NER-CT-01"))


def page_of(driver: WindowDriver) -> StatementPage:
    page = driver.page
    assert isinstance(page, StatementPage)
    return page


def figure(page: StatementPage, key: str) -> QPushButton:
    """The figure with this key."""
    (found,) = [
        button for button in page.findChildren(QPushButton) if button.property("figure") == key and button.isVisible()
    ]
    return found


def keys_of(page: StatementPage) -> list[str]:
    return [str(button.property("figure")) for button in page.findChildren(QPushButton) if button.property("figure")]


def type_day(page: StatementPage, which: str, text: str) -> None:
    """Types a day into a field and leaves it."""
    line = getattr(page, which).line
    line.setFocus()
    line.selectAll()
    type_text(text)
    press(line, "Return")


def choose_grant(page: StatementPage, text: str) -> None:
    """Types a grant and goes on."""
    box = page.grant.box
    box.setFocus()
    press(box, "Ctrl+A")
    if text:
        type_text(text)
    else:
        press(box, "Delete")
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()
    page.first.line.setFocus()
    QApplication.processEvents()


class TestReading:
    def test_the_last_quarter_stands_there(self, driver: WindowDriver) -> None:
        page = page_of(driver)
        assert page.report is not None
        assert (page.report.period.start.isoformat(), page.report.period.last.isoformat()) == (
            "2019-07-01",
            "2019-09-30",
        )

    def test_totals_are_what_was_worked_out_by_hand(self, driver: WindowDriver) -> None:
        texts = visible_texts(driver.page)
        at = texts.index("Total direct costs")
        assert "1,093,805.31" in texts
        assert "79,001.46" in texts
        assert "All differences are zero." in texts
        assert at < texts.index("Opening balance")

    def test_the_same_figures_as_the_ledger(self, driver: WindowDriver) -> None:
        page = page_of(driver)
        assert page.report is not None
        trace = trace_of(driver.context.office, page.report)
        spent = sum((row.spent for row in trace if row.when == "period" and row.spent is not None), Decimal(0))
        assert f"{spent:,.2f}" in visible_texts(page)
        assert spent == Decimal("89271.65")

    def test_another_period_by_keyboard(self, driver: WindowDriver) -> None:
        page = page_of(driver)
        type_day(page, "first", "1 January 2019")
        type_day(page, "last", "31/12/2019")
        assert page.report is not None
        assert page.report.period.start.isoformat() == "2019-01-01"
        assert page.report.period.last.isoformat() == "2019-12-31"

    def test_a_period_the_wrong_way_round_says_so_at_the_field(self, driver: WindowDriver) -> None:
        page = page_of(driver)
        type_day(page, "last", "1 January 2018")
        assert [text for text in visible_texts(page.last) if "before" in text or "after" in text]

    def test_what_is_no_date_says_so_at_the_field(self, driver: WindowDriver) -> None:
        page = page_of(driver)
        type_day(page, "first", "soon")
        assert "“soon” is not a date. Enter one like 9 October 2019." in visible_texts(page.first)

    def test_overspent_is_legible_without_colour(self, driver: WindowDriver) -> None:
        assert "−4,192.40" in visible_texts(driver.page)

    def test_choice_that_makes_no_statement_lets_the_former_one_go(self, driver: WindowDriver) -> None:
        page = page_of(driver)
        type_day(page, "last", "1 January 2018")
        assert page.report is None
        assert not page.export_button.isEnabled()
        assert "1,093,805.31" not in visible_texts(page)
        type_day(page, "last", "30 September 2019")
        assert page.last.trouble == ""
        assert "1,093,805.31" in visible_texts(page)
        assert page.export_button.isEnabled()

    def test_no_grant_no_statement(self, driver: WindowDriver) -> None:
        page = page_of(driver)
        choose_grant(page, "")
        assert page.report is None
        assert not page.export_button.isEnabled()
        assert "No grant chosen yet" in visible_texts(page)

    def test_another_grant_with_a_refused_period_writes_nothing_of_the_former(
        self, driver: WindowDriver, tmp_path: Path
    ) -> None:
        page = page_of(driver)
        type_day(page, "last", "1 January 2018")
        choose_grant(page, "CAF-WP-01")
        page.export(str(tmp_path / "statement.xlsx"))
        assert list(tmp_path.glob("*.xlsx")) == []
        assert page.last.trouble == "The period ends before it starts."


def test_statement_that_arrives_late_is_not_shown_for_another_choice(sample: Office, opened: Open) -> None:
    tasks = HeldRunner()
    page = page_of(opened(make_context(sample, tasks=tasks), start=Route("statement", "NER-CT-01")))
    tasks.hold()
    type_day(page, "first", "1 January 2019")
    type_day(page, "last", "1 January 2018")
    tasks.release()
    assert page.report is None
    assert page.last.trouble == "The period ends before it starts."


class TestOrigin:
    def test_a_figure_lists_its_entries(self, driver: WindowDriver) -> None:
        page = page_of(driver)
        assert page.report is not None
        key = next(key for key in keys_of(page) if page.report.figure(key).value == Decimal("11715.36"))
        click(figure(page, key))
        texts = visible_texts(page.rail)
        assert "Where does this figure come from?" in texts
        assert "All entries of this kind from 1 Jul 2019 to 30 Sep 2019." in texts
        assert page.context.language.beside("Travel", "Expenditure of the period") in texts
        assert texts[texts.index("Total") + 1] == "11,715.36"
        rows = [row for row in page.rail.findChildren(PressableRow) if row.isVisible()]
        assert f"{len(rows)} entries" in texts
        assert len(rows) == 9

    def test_figure_that_is_no_sum_of_entries_has_no_sum_of_them(self, driver: WindowDriver) -> None:
        page = page_of(driver)
        page.explain("balance.5")
        texts = visible_texts(page.rail)
        assert page.context.language.beside("Travel", "Balance of the budget") in texts
        assert "Total" not in texts
        page.explain("fund.receipts")
        assert "Receipts of the period" in visible_texts(page.rail)
        assert "Total" in visible_texts(page.rail)

    def test_headings_stand_on_one_line(self, driver: WindowDriver) -> None:
        for names in (("Category", "Budget"), ("Fund", "Amount")):
            headings = [made for made in driver.page.findChildren(QLabel) if made.text() in names and made.isVisible()]
            foots = {made.mapTo(driver.page, made.rect().bottomLeft()).y() for made in headings}
            assert len(headings) == 2
            assert len(foots) == 1
            assert {bool(made.alignment() & Qt.AlignmentFlag.AlignBottom) for made in headings} == {True}
            assert {made.contentsMargins().bottom() for made in headings} == {4}

    def test_f7_asks_for_the_figure_one_is_on(self, driver: WindowDriver) -> None:
        page = page_of(driver)
        made = figure(page, keys_of(page)[1])
        made.setFocus()
        press(page, "F7")
        assert page.rail.isVisible()

    def test_every_figure_answers(self, driver: WindowDriver) -> None:
        page = page_of(driver)
        for key in keys_of(page):
            page.explain(key)
            assert "Where does this figure come from?" in visible_texts(page.rail)

    def test_an_entry_opens(self, driver: WindowDriver) -> None:
        page = page_of(driver)
        assert page.report is not None
        key = next(key for key in keys_of(page) if page.report.figure(key).value == Decimal("11715.36"))
        click(figure(page, key))
        row = next(row for row in page.rail.findChildren(PressableRow) if "PV-1106" in row.accessibleName())
        click(row)
        assert driver.view.route.page == "record"
        assert "Travel of participants, Niamey" in visible_texts(driver.page)

    def test_the_rail_closes(self, driver: WindowDriver) -> None:
        page = page_of(driver)
        page.explain("period.1")
        page.explain("period.5")
        assert [key for key in keys_of(page) if figure(page, key).property("asked")] == ["period.5"]
        QApplication.processEvents()
        click(button_named(page.rail, "Close"))
        assert [key for key in keys_of(page) if figure(page, key).property("asked")] == []
        assert not page.rail.isVisible()


class TestOut:
    def test_to_excel(self, driver: WindowDriver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        offered = []

        def choose(_parent: object, _title: str, name: str, _kinds: str) -> tuple[str, str]:
            offered.append(name)
            return str(tmp_path / name), ""

        monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
        click(button_named(driver.page, "To Excel"))
        assert offered == ["NER-CT-01 2019-09-30.xlsx"]
        book = openpyxl.load_workbook(tmp_path / offered[0])
        assert len(book.worksheets) == 2
        assert "NER-CT-01 2019-09-30.xlsx" in driver.said()

    def test_nothing_to_write_before_a_grant_is_chosen(self, empty: Office, opened: Open) -> None:
        driver = opened(empty, start=Route("statement"))
        assert "No grant chosen yet" in visible_texts(driver.page)
        assert not button_named(driver.page, "To Excel").isEnabled()
        press(driver.window, "Ctrl+Shift+E")
        assert driver.overlays() == []


def test_a_later_posting_is_seen(sample: Office, driver: WindowDriver) -> None:
    page = page_of(driver)
    with making(sample) as make:
        grant = grant_by_reference(make.unit.session, "NER-CT-01")
        make.entry(grant, "100.00", entry_on=date(2019, 8, 5), category=5)
    driver.context.changed.emit(frozenset({"ledger_entry"}))
    assert "11,815.36" in visible_texts(page)


def test_in_french(sample: Office, opened: Open) -> None:
    driver = opened(sample, start=Route("statement", "NER-CT-01"), language="fr")
    texts = visible_texts(driver.page)
    assert "1\u00a0093\u00a0805,31" in texts
    assert "Solde d’ouverture" in texts
