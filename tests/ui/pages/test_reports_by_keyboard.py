"""Reports without a mouse: what is owed, a figure and its entries, the checks of a draft; and what a sheet shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea, QWidget

from desktop.reports.report import Figure
from desktop.services import donor_reports, reports
from desktop.services.offices import Office
from desktop.ui.context import Route
from desktop.ui.models.report_question import report_route
from desktop.ui.pages.donor_report_page import DonorReportPage
from desktop.ui.pages.iati_page import IatiPage
from desktop.ui.pages.record_page import RecordPage
from desktop.ui.pages.report_entries_page import ReportEntriesPage
from desktop.ui.pages.reports_page import ReportsPage
from desktop.ui.widgets.report_sheet import ReportSheet
from desktop.ui.widgets.report_table import ReportTableView
from tests.helpers.report_page import go_to_figure, page_of, tables_of
from tests.helpers.window import WindowDriver, button_named, press, visible_texts
from tests.ui.conftest import Open

_STATEMENT = report_route("statement", grant="NER-CT-01")
_MOST = 200  # presses of Tab after which one has been everywhere


def focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None, "nothing has the focus"
    return found


def walk_to(driver: WindowDriver, name: str) -> QAbstractButton:
    """Presses Tab until a button of this name has the focus."""
    for _step in range(_MOST):
        found = QApplication.focusWidget()
        if isinstance(found, QAbstractButton) and name in (found.text().strip(), found.accessibleName()):
            return found
        press(found or driver.window, "Tab")
    raise AssertionError(f"Tab never came to {name}")


def is_in_sight(table: ReportTableView) -> bool:
    """Whether the page shows the cell one is in."""
    around = next(area for area in table.window().findChildren(QScrollArea) if area.isAncestorOf(table))
    middle = table.visualRect(table.currentIndex()).center()
    return around.viewport().rect().contains(table.viewport().mapTo(around.viewport(), QPoint(middle)))


def test_a_draft_is_begun_from_what_is_owed(sample: Office, opened: Open) -> None:
    driver = opened(sample, start=Route("reports"))
    press(walk_to(driver, "Prepare"), "Return")
    assert isinstance(driver.page, DonorReportPage)
    for name in ("Submit", "Edit", "Evidence pack", "Close", "Open"):
        assert walk_to(driver, name).isEnabled()


def test_a_figure_says_where_it_comes_from_and_escape_leads_back_to_it(sample: Office, opened: Open) -> None:
    page = page_of(opened(sample, start=_STATEMENT))
    table = go_to_figure(page, "period.5")
    press(table, "F7")
    assert page.rail.isVisible()
    button_named(page.rail, "Open the 9 entries").setFocus()
    press(focus(), "Escape")
    assert not page.rail.isVisible()
    assert focus() is table
    assert table.key_at(table.currentIndex()) == "period.5"


def test_the_entries_behind_a_figure_are_reached_from_the_rail(sample: Office, opened: Open) -> None:
    driver = opened(sample, start=_STATEMENT)
    press(go_to_figure(page_of(driver), "period.5"), "F7")
    press(walk_to(driver, "Open the 9 entries"), "Return")
    assert isinstance(driver.page, ReportEntriesPage)


def test_the_page_follows_the_keys_down_a_table(sample: Office, opened: Open) -> None:
    page = page_of(opened(sample, start=report_route("budget_actual", grant="NER-CT-01")))
    table = tables_of(page)[0]
    table.setFocus()
    table.go_to(0, 2)
    for _row in range(table.report_model.rowCount()):
        press(table, "Down")
    assert table.currentIndex().row() == table.report_model.rowCount() - 1
    assert is_in_sight(table)


def test_escape_leads_from_a_figure_of_a_draft_to_its_checks(sample: Office, opened: Open) -> None:
    request = reports.request_of("sf425", grant="NER-CT-01", first=date(2019, 7, 1), last=date(2019, 9, 30))
    report_id = donor_reports.draft_report(sample, request=request).record_id
    page = opened(sample, start=Route("record", "donor_reports", report_id)).page
    assert isinstance(page, DonorReportPage)
    assert page.sheet is not None
    QApplication.processEvents()
    table = page.sheet.tables[0]
    table.setFocus()
    table.go_to(*(table.report_model.place_of("10e") or (0, 0)))
    press(table, "F7")
    assert page.rail.isVisible()
    press(focus(), "Escape")
    assert (page.rail.isVisible(), page.checks.isVisible()) == (False, True)


def test_space_ticks_a_project(sample: Office, opened: Open) -> None:
    page = opened(sample, start=Route("iati")).page
    assert isinstance(page, IatiPage)
    chosen = len(page.model.chosen)
    page.table.setFocus()
    page.table.go_to(0, 1)
    press(page.table, "Space")
    assert len(page.model.chosen) == chosen - 1


class TestLists:
    """What is owed and was made: the newest first, a few at once, and each opens."""

    @pytest.fixture
    def driver(self, sample: Office, opened: Open) -> WindowDriver:
        return opened(sample, start=Route("reports"))

    def page_of(self, driver: WindowDriver) -> ReportsPage:
        assert isinstance(driver.page, ReportsPage)
        return driver.page

    def test_what_is_to_be_sent_stands_before_what_was_sent_and_the_newest_first(self, driver: WindowDriver) -> None:
        page = self.page_of(driver)
        assert [owed.is_open for owed in page.owed] == sorted((owed.is_open for owed in page.owed), reverse=True)
        sent = [owed.day for owed in page.owed if not owed.is_open]
        assert sent == sorted(sent, reverse=True)
        assert [head.ends_on for head in page.made] == sorted((head.ends_on for head in page.made), reverse=True)

    def test_hundreds_are_not_made_at_once(self, driver: WindowDriver) -> None:
        page = self.page_of(driver)
        page.owed = [owed for owed in page.owed if not owed.is_open][:1] * 45
        page.show_part("due")
        assert _count(page, "Open") == 30
        press(walk_to(driver, "and 15 more"), "Return")
        assert _count(page, "Open") == 45
        assert not any(text.startswith("and ") for text in visible_texts(page))
        assert focus().accessibleName() == "Open"

    def test_a_report_that_was_made_elsewhere_opens_on_what_was_noted(self, driver: WindowDriver) -> None:
        page = self.page_of(driver)
        press(walk_to(driver, "Open"), "Return")
        assert isinstance(driver.page, RecordPage)
        elsewhere = next(head for head in page.made if not head.is_draft and not head.is_frozen)
        driver.go("donor_report", "", elsewhere.id)
        assert any("was made elsewhere" in text for text in visible_texts(driver.page))
        assert driver.overlays() == []


def _count(page: ReportsPage, name: str) -> int:
    return [text for text in visible_texts(page) if text == name].count(name)


def test_a_total_below_thousands_of_lines_is_not_cut(sample: Office, opened: Open) -> None:
    page = page_of(opened(sample, start=_STATEMENT))
    assert page.report is not None
    table = page.report.tables[0]
    long = replace(table, rows=(*table.rows[1:2] * 2000, table.rows[-1]))
    known = ReportSheet(page.context, replace(page.report, tables=(table,)))
    sheet = ReportSheet(page.context, replace(page.report, tables=(long,)))
    place = next(place for place, cell in enumerate(table.rows[-1].cells, start=2) if isinstance(cell, Figure))
    assert sheet.tables[0].columnWidth(place) == known.tables[0].columnWidth(place)


def test_empty_boxes_at_the_end_of_a_form_are_left_out(sample: Office, opened: Open) -> None:
    texts = visible_texts(opened(sample, start=report_route("sf425", grant="NER-CT-01")).page)
    assert "4a UEI" in texts
    assert "9 Reporting period end date" in texts
    assert not any(text.startswith(("12 ", "13")) for text in texts)


def test_a_currency_is_named_once_above_a_table(sample: Office, opened: Open) -> None:
    texts = visible_texts(opened(sample, start=report_route("contributions")).page)
    assert [text for text in texts if "EUR" in text and text.startswith("Contributions")] == ["Contributions in EUR"]
