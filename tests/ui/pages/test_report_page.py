"""A report on the screen: choose, read, ask where a figure comes from, list its entries, take it out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from desktop.services.offices import Office
from desktop.storage.lookups import grant_by_reference
from desktop.ui.context import Route
from desktop.ui.models.report_question import report_route
from desktop.ui.pages.report_entries_page import ReportEntriesPage
from desktop.ui.widgets.pressable import PressableRow
from tests.helpers.records import making
from tests.helpers.report_page import (
    choose_grant,
    go_to_figure,
    marked,
    page_of,
    press_figure,
    shown_figures,
    shown_names,
    type_day,
)
from tests.helpers.reporting import trace_of
from tests.helpers.tasks import HeldRunner
from tests.helpers.window import WindowDriver, button_named, click, make_context, press, visible_texts
from tests.ui.conftest import Open

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # of the list below a choice
STATEMENT = report_route("statement", grant="NER-CT-01")


@pytest.fixture
def driver(sample: Office, opened: Open) -> WindowDriver:
    return opened(sample, start=STATEMENT)


class TestReading:
    def test_the_last_quarter_stands_there(self, driver: WindowDriver) -> None:
        page = page_of(driver)
        assert page.report is not None
        period = page.report.period
        assert (period.start.isoformat(), period.last.isoformat()) == ("2019-07-01", "2019-09-30")

    def test_totals_are_what_was_worked_out_by_hand(self, driver: WindowDriver) -> None:
        page = page_of(driver)
        figures, names = shown_figures(page), shown_names(page)
        assert figures["budget.direct"].text == "1,093,805.31"
        assert figures["period.direct"].text == "79,001.46"
        assert "All differences are zero." in visible_texts(page)
        assert names.index("Total direct costs") < names.index("Opening balance")

    def test_the_same_figures_as_the_ledger(self, driver: WindowDriver) -> None:
        page = page_of(driver)
        assert page.report is not None
        trace = trace_of(driver.context.office, page.report)
        spent = sum((row.spent for row in trace if row.when == "period" and row.spent is not None), Decimal(0))
        assert shown_figures(page)["period.total"].text == f"{spent:,.2f}"
        assert spent == Decimal("89271.65")

    def test_another_period_by_keyboard(self, driver: WindowDriver) -> None:
        page = page_of(driver)
        type_day(page, "first", "1 January 2019")
        type_day(page, "last", "31/12/2019")
        assert page.report is not None
        assert page.report.period.start.isoformat() == "2019-01-01"
        assert page.report.period.last.isoformat() == "2019-12-31"

    def test_a_period_the_wrong_way_round_says_so(self, driver: WindowDriver) -> None:
        page = page_of(driver)
        type_day(page, "last", "1 January 2018")
        assert "The period ends before it starts." in visible_texts(page)

    def test_what_is_no_date_says_so_at_the_field(self, driver: WindowDriver) -> None:
        page = page_of(driver)
        type_day(page, "first", "soon")
        assert "“soon” is not a date. Enter one like 9 October 2019." in visible_texts(page.choice.first)

    def test_overspent_is_legible_without_colour(self, driver: WindowDriver) -> None:
        assert shown_figures(page_of(driver))["balance.3"].text == "−4,192.40"

    def test_choice_that_makes_no_report_lets_the_former_one_go(self, driver: WindowDriver) -> None:
        page = page_of(driver)
        type_day(page, "last", "1 January 2018")
        assert page.report is None
        assert not button_named(page, "To Excel").isEnabled()
        assert shown_figures(page) == {}
        type_day(page, "last", "30 September 2019")
        assert shown_figures(page)["budget.direct"].text == "1,093,805.31"
        assert button_named(page, "To Excel").isEnabled()

    def test_no_grant_no_report(self, driver: WindowDriver) -> None:
        page = page_of(driver)
        choose_grant(page, "")
        assert page.report is None
        assert "No grant chosen yet" in visible_texts(page)

    def test_another_grant_with_a_refused_period_writes_nothing_of_the_former(
        self, driver: WindowDriver, tmp_path: Path
    ) -> None:
        page = page_of(driver)
        type_day(page, "last", "1 January 2018")
        choose_grant(page, "CAF-WP-01")
        page.export(str(tmp_path / "statement.xlsx"))
        assert list(tmp_path.glob("*.xlsx")) == []

    def test_another_report_by_its_name(self, driver: WindowDriver) -> None:
        page = page_of(driver)
        page.choice.choose_layout("sf425")
        assert page.report is not None
        assert shown_figures(page)["10e"].text == "1,008,937.56"
        assert any("Federal Financial Report" in text for text in visible_texts(page))


def test_report_that_arrives_late_is_not_shown_for_another_choice(sample: Office, opened: Open) -> None:
    tasks = HeldRunner()
    page = page_of(opened(make_context(sample, tasks=tasks), start=STATEMENT))
    tasks.hold()
    type_day(page, "first", "1 January 2019")
    type_day(page, "last", "1 January 2018")
    tasks.release()
    assert page.report is None
    assert "The period ends before it starts." in visible_texts(page)


class TestOrigin:
    def test_a_figure_lists_its_entries(self, driver: WindowDriver) -> None:
        page = page_of(driver)
        press_figure(page, "period.5")
        texts = visible_texts(page.rail)
        assert "Where does this figure come from?" in texts
        assert "All entries of this kind from 1 Jul 2019 to 30 Sep 2019." in texts
        assert page.context.language.beside("Travel", "Expenditure of the period") in texts
        assert texts[texts.index("Total") + 1] == "11,715.36"
        rows = [row for row in page.rail.findChildren(PressableRow) if row.isVisible()]
        assert f"{len(rows)} entries" in texts
        assert len(rows) == 9

    def test_a_figure_made_from_others_leads_to_them(self, driver: WindowDriver) -> None:
        page = page_of(driver)
        press_figure(page, "balance.5")
        texts = visible_texts(page.rail)
        assert page.context.language.beside("Travel", "Balance of the budget") in texts
        assert "Total" not in texts
        part = next(row for row in page.rail.findChildren(PressableRow) if "97,394.68" in row.accessibleName())
        click(part)
        assert marked(page) == ["cumulative.5"]
        assert "97,394.68" in visible_texts(page.rail)

    def test_a_stated_figure_leads_to_where_it_is_stated(self, driver: WindowDriver) -> None:
        press_figure(page_of(driver), "budget.5")
        click(button_named(driver.page, "Open where it is stated"))
        assert driver.view.route.page == "record"
        assert driver.view.route.key == "grants"

    @pytest.mark.parametrize("key", ["F7", "Return"])
    def test_a_key_asks_for_the_figure_one_is_on(self, driver: WindowDriver, key: str) -> None:
        page = page_of(driver)
        press(go_to_figure(page, "cumulative.1"), key)
        assert page.rail.isVisible()
        assert marked(page) == ["cumulative.1"]

    def test_every_figure_answers(self, driver: WindowDriver) -> None:
        page = page_of(driver)
        for key in shown_figures(page):
            page.explain(key)
            assert marked(page) == [key]
            assert "Where does this figure come from?" in visible_texts(page.rail)

    def test_an_entry_opens(self, driver: WindowDriver) -> None:
        page = page_of(driver)
        press_figure(page, "period.5")
        row = next(row for row in page.rail.findChildren(PressableRow) if "PV-1106" in row.accessibleName())
        click(row)
        assert driver.view.route.page == "record"
        assert "Travel of participants, Niamey" in visible_texts(driver.page)

    def test_the_rail_closes(self, driver: WindowDriver) -> None:
        page = page_of(driver)
        page.explain("period.1")
        page.explain("period.5")
        assert marked(page) == ["period.5"]
        click(button_named(page.rail, "Close"))
        assert marked(page) == []
        assert not page.rail.isVisible()

    def test_all_entries_are_listed_and_a_crumb_leads_back(self, driver: WindowDriver) -> None:
        page = page_of(driver)
        type_day(page, "first", "1 April 2019")
        press_figure(page, "cumulative.total")
        count = next(text for text in visible_texts(page.rail) if text.startswith("Open the "))
        click(button_named(page.rail, count))
        entries = driver.page
        assert isinstance(entries, ReportEntriesPage)
        assert f"Open the {entries.count} entries" == count
        assert "1,008,937.56" in visible_texts(entries)
        while entries.model.canFetchMore(entries.table.rootIndex()):
            entries.model.fetchMore(entries.table.rootIndex())
        assert entries.model.rowCount() == entries.count
        amounts = [entries.model.cell(row, 7).text for row in range(entries.count)]
        total = sum(Decimal(text.replace(",", "").replace("−", "-")) for text in amounts)
        assert total == Decimal("1008937.56")
        _reports, report, _figure = entries.crumbs()
        assert report[1] is not None
        driver.context.go(report[1])
        again = page_of(driver)
        assert again.report is not None
        assert again.report.period.start == date(2019, 4, 1)


class TestOut:
    def test_to_excel(self, driver: WindowDriver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        offered = []

        def choose(_parent: object, _title: str, name: str, _kinds: str) -> tuple[str, str]:
            offered.append(name)
            return str(tmp_path / name.removesuffix(".xlsx")), ""  # the ending is added

        monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
        click(button_named(driver.page, "To Excel"))
        assert offered == ["NER-CT-01 2019-09-30.xlsx"]
        book = openpyxl.load_workbook(tmp_path / offered[0])
        assert len(book.worksheets) >= 2
        assert "NER-CT-01 2019-09-30.xlsx" in driver.said()

    def test_it_is_written_in_the_language_of_the_funder(self, driver: WindowDriver, tmp_path: Path) -> None:
        page = page_of(driver)
        page.choice.language.set_value("fr")
        page.write(".xlsx", str(tmp_path / "etat.xlsx"))
        assert openpyxl.load_workbook(tmp_path / "etat.xlsx").worksheets[0].title == "État financier"

    def test_it_is_printed_from_the_program_that_the_system_has(
        self, driver: WindowDriver, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[str] = []

        def open_url(url: QUrl) -> bool:
            assert Path(url.toLocalFile()).read_bytes().startswith(b"%PDF")
            asked.append(Path(url.toLocalFile()).name)
            return True

        monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
        click(button_named(driver.page, "Print"))
        assert asked == ["NER-CT-01 2019-09-30.pdf"]

    def test_nothing_to_write_before_a_grant_is_chosen(self, empty: Office, opened: Open) -> None:
        driver = opened(empty, start=Route("report", "statement"))
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
    assert shown_figures(page)["period.5"].text == "11,815.36"


def test_in_french(sample: Office, opened: Open) -> None:
    page = page_of(opened(sample, start=STATEMENT, language="fr"))
    assert shown_figures(page)["budget.direct"].text == "1\u00a0093\u00a0805,31"
    assert "Solde d’ouverture" in shown_names(page)
