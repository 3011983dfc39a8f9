"""The page of a record: what is known of it, what belongs to it, its history; changing and removing it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QComboBox

from desktop.config.settings import LanguageCode
from desktop.registers import REGISTERS
from desktop.registers.query import Query
from desktop.services.browse import RegisterView
from desktop.services.offices import Office
from desktop.ui.context import Route
from desktop.ui.dialogs.record_dialog import RecordDialog
from desktop.ui.models.report_question import report_route
from desktop.ui.pages.record_page import RecordPage
from desktop.ui.widgets.burn_chart import BurnChart
from desktop.ui.widgets.figures import FigureStrip
from desktop.ui.widgets.method_table import MethodTable
from desktop.ui.widgets.register_table import RegisterTable
from tests.helpers import report_page
from tests.helpers.every import RECORDS
from tests.helpers.records import making
from tests.helpers.window import WindowDriver, button_named, click, press, visible_texts
from tests.ui.conftest import Open


def first_id(office: Office, key: str, *, name: str = "") -> int:
    """The id of the first record of a register, or of the one that is called `name`."""
    register = REGISTERS[key]
    rows = RegisterView(office, Query(register)).window(0, 200)
    if not name and not rows:
        with making(office) as make:
            return RECORDS[register.record](make).id
    if not name:
        return rows[0].id
    place = [column.key for column in Query(register).fetched].index(register.code)
    return next(row.id for row in rows if row.values[place] == name)


def page_of(driver: WindowDriver) -> RecordPage:
    page = driver.page
    assert isinstance(page, RecordPage)
    return page


def tabs_of(page: RecordPage) -> list[str]:
    return [page.tabs.tabText(place) for place in range(page.tabs.count())]


def show_tab(page: RecordPage, name: str) -> None:
    """Presses a tab with the mouse."""
    place = tabs_of(page).index(name)
    click(page.tabs, QPoint(page.tabs.tabRect(place).center()))


def table_of(page: RecordPage) -> RegisterTable:
    (table,) = [table for table in page.findChildren(RegisterTable) if table.isVisible()]
    return table


@pytest.fixture
def niger(sample: Office, opened: Open) -> WindowDriver:
    return opened(sample, start=Route("record", "grants", first_id(sample, "grants", name="NER-CT-01")))


@pytest.mark.parametrize("key", [key for key in REGISTERS if key not in ("history", "rates")])
def test_every_record_has_a_page(looked_at: WindowDriver, key: str) -> None:
    tab = "overview" if key in ("budgets", "donor_reports") else ""  # without a tab they have pages of their own
    looked_at.go("record", key, first_id(looked_at.context.office, key), tab=tab)
    page = page_of(looked_at)
    assert tabs_of(page)[0] == "Overview"
    assert tabs_of(page)[-1] == "History"
    for name in tabs_of(page):
        show_tab(page, name)
        assert visible_texts(page)


class TestGrant:
    def test_head_names_it(self, niger: WindowDriver) -> None:
        texts = visible_texts(niger.page)
        assert "Legal aid for detainees, Niger" in texts
        about = next(text for text in texts if text.startswith("NER-CT-01 · "))
        assert about.endswith("USD · 1 Jan 2017 to 31 Mar 2020")
        assert "Bureau of Counterterrorism" in about

    def test_figures_agree_with_each_other(self, niger: WindowDriver) -> None:
        strip = niger.page.findChild(FigureStrip)
        assert strip is not None
        texts = visible_texts(strip)
        amounts = {
            name: Decimal(texts[texts.index(name) + 1].replace(",", ""))
            for name in ("Awarded", "Received", "Spent", "Committed", "Available", "Cash on hand")
        }
        assert amounts["Spent"] == Decimal("1011842.36")
        assert amounts["Available"] == amounts["Awarded"] - amounts["Spent"] - amounts["Committed"]
        assert amounts["Cash on hand"] == amounts["Received"] - amounts["Spent"]

    def test_a_sentence_says_where_its_money_is_heading(self, niger: WindowDriver) -> None:
        texts = visible_texts(niger.page)
        assert (
            "At this pace cash lasts until 22 Mar 2020; about USD\u00a069,400.00 would return to the funder." in texts
        )
        assert "Cash ends 9 days before the grant" in texts
        worst = "The contract of V-03 outlives NER-CT-01, which ends on 31 Mar 2020, by 30 days."
        assert f"{worst} 82\u00a0% of the money is spent, 86\u00a0% of the time is over." in texts

    def test_it_says_how_that_is_worked_out(self, niger: WindowDriver) -> None:
        click(button_named(niger.page, "How this is worked out"))
        (working,) = [text for text in visible_texts(niger.page) if text.startswith("Spent from 1 Apr 2019")]
        assert working.splitlines()[0].endswith("in 6 full months, USD\u00a029,071.72 a month.")
        assert "USD\u00a069,421.09" in working.splitlines()[3]
        click(button_named(niger.page, "Hide the working"))
        assert not [text for text in visible_texts(niger.page) if text.startswith("Spent from 1 Apr 2019")]

    def test_another_method_says_another_day_and_is_remembered(self, niger: WindowDriver, sample: Office) -> None:
        table = niger.page.findChild(MethodTable)
        assert table is not None
        assert [row.isChecked() for row in table.rows] == [True, False, False]
        click(table.rows[1])
        lead = "At this pace cash lasts until 17 Mar 2020; about USD\u00a064,200.00 would return to the funder."
        assert lead in visible_texts(niger.page)
        chart = niger.page.findChild(BurnChart)
        assert chart is not None
        assert chart.accessibleName().endswith("Cash ends 17 Mar")
        press(table.rows[1], "Down")
        assert table.rows[2].isChecked()
        niger.view.go(Route("record", "grants", first_id(sample, "grants", name="CAF-WP-01")))
        other = niger.page.findChild(MethodTable)
        assert other is not None
        assert [row.isChecked() for row in other.rows] == [False, False, True]

    def test_the_methods_can_be_heard(self, niger: WindowDriver) -> None:
        table = niger.page.findChild(MethodTable)
        assert table is not None
        assert table.rows[0].accessibleName() == (
            "Pace of the last six months, A month 29,071.72, Cash ends 22 Mar 2020, Would return 69,421.09"
        )

    def test_what_comes_next_leads_there(self, niger: WindowDriver) -> None:
        click(button_named(niger.page, "All deadlines"))
        assert niger.view.route == Route("deadlines")

    def test_the_chart_can_be_heard(self, niger: WindowDriver) -> None:
        chart = niger.page.findChild(BurnChart)
        assert chart is not None
        assert chart.accessibleName() == ("Awarded 1,236,000, Received 1,158,000, Spent 1,011,842, Cash ends 22 Mar")

    def test_categories_say_what_is_left(self, niger: WindowDriver) -> None:
        texts = visible_texts(niger.page)
        assert texts[texts.index("Equipment and vehicles") + 1] == "−4,192.40"

    def test_the_categories_are_added_up(self, niger: WindowDriver) -> None:
        texts = visible_texts(niger.page)
        assert texts[texts.index("Total") + 1] == texts[texts.index("Available") + 1] == "127,677.64"

    def test_its_ledger_is_its_own(self, niger: WindowDriver) -> None:
        page = page_of(niger)
        show_tab(page, "Ledger")
        assert table_of(page).totals.text.startswith("402 ")

    def test_what_it_pays_opens(self, niger: WindowDriver) -> None:
        page = page_of(niger)
        show_tab(page, "Projects")
        table = table_of(page).table
        table.selectRow(0)
        press(table, "Return")
        assert niger.view.route.key == "shares"

    def test_report_is_one_press_away(self, niger: WindowDriver) -> None:
        click(button_named(niger.page, "New report"))
        assert niger.view.route == report_route("statement", grant="NER-CT-01")
        assert "Total direct costs" in report_page.shown_names(report_page.page_of(niger))

    def test_new_entry_knows_its_grant(self, niger: WindowDriver) -> None:
        click(button_named(niger.page, "New entry"))
        dialog = niger.dialog(RecordDialog)
        assert "New entry" in visible_texts(dialog)
        shown = [box.currentText() for box in dialog.findChildren(QComboBox)]
        assert any("NER-CT-01" in text for text in shown)

    def test_crumbs_lead_back_to_the_list(self, niger: WindowDriver) -> None:
        click(button_named(niger.window, "Grants"))
        assert niger.view.route == Route("register", "grants")

    def test_a_tab_is_kept_on_the_way_back(self, niger: WindowDriver) -> None:
        page = page_of(niger)
        show_tab(page, "Budget lines")
        niger.go("register", "ledger")
        press(niger.window, "Alt+Left")
        assert niger.page is page
        assert page.memory() == page.tabs.tabData(tabs_of(page).index("Budget lines"))


class TestOverview:
    def test_a_budget_shows_its_lines_at_once(self, sample: Office, opened: Open) -> None:
        budget = Route("record", "budgets", first_id(sample, "budgets", name="NER-CT-01"), tab="overview")
        page = page_of(opened(sample, start=budget))
        assert table_of(page).totals.text == "14 lines"
        assert table_of(page).height() >= 12 * 28

    def test_the_first_list_that_holds_something_is_shown(self, sample: Office, opened: Open) -> None:
        page = page_of(opened(sample, start=Route("record", "projects", first_id(sample, "projects", name="NER-LA"))))
        assert table_of(page).totals.text == "1 grant"

    def test_what_the_head_says_is_not_said_again(self, sample: Office, opened: Open) -> None:
        page = page_of(opened(sample, start=Route("record", "projects", first_id(sample, "projects", name="NER-LA"))))
        texts = visible_texts(page)
        assert "Status" not in texts
        assert "Reported by" not in texts
        assert "Planned end" in texts


class TestChanges:
    def test_remove_and_take_back(self, empty: Office, opened: Open) -> None:
        with making(empty) as make:
            identity = make.organisation(name="A partner", reference="XX-5").id
        driver = opened(empty, start=Route("record", "organisations", identity))
        click(button_named(driver.page, "Remove"))
        assert driver.view.route == Route("register", "organisations")
        assert "Removed" in driver.said()
        press(driver.window, "Ctrl+Z")
        driver.go("record", "organisations", identity)
        assert "A partner" in visible_texts(driver.page)

    def test_what_others_stand_on_is_kept(self, empty: Office, opened: Open) -> None:
        with making(empty) as make:
            grant = make.grant(reference="G-1")
            identity = grant.funder_id
        driver = opened(empty, start=Route("record", "organisations", identity))
        click(button_named(driver.page, "Remove"))
        said = " ".join(text for overlay in driver.overlays() for text in visible_texts(overlay))
        assert "grant" in said.casefold()
        assert driver.view.route.page == "record"

    def test_edit_opens_with_f2(self, niger: WindowDriver) -> None:
        press(niger.page, "F2")
        texts = visible_texts(niger.dialog(RecordDialog))
        assert "Edit: Grant" in texts

    def test_history_tells_of_a_change(self, empty: Office, opened: Open) -> None:
        with making(empty, "Made a partner for this test") as make:
            identity = make.organisation(name="A partner", reference="XX-5").id
        driver = opened(empty, start=Route("record", "organisations", identity))
        show_tab(page_of(driver), "History")
        texts = " ".join(visible_texts(driver.page))
        assert "Made a partner for this test" in texts
        assert "Test" in texts


class TestSparseGrants:
    def test_without_amount_and_dates(self, empty: Office, opened: Open) -> None:
        with making(empty) as make:
            identity = make.grant(reference="BARE", amount=Decimal(0), starts_on=None, ends_on=None).id
        driver = opened(empty, start=Route("record", "grants", identity))
        texts = visible_texts(driver.page)
        assert "With an amount and dates, spending against cash is drawn here." in texts
        assert "Neither budget nor costs yet." in texts
        assert "no dates" in texts

    def test_costs_without_a_category_are_named(self, empty: Office, opened: Open) -> None:
        with making(empty) as make:
            grant = make.grant(reference="LOOSE", ends_on=date(2099, 12, 31))
            make.entry(grant, "250.00")
            identity = grant.id
        driver = opened(empty, start=Route("record", "grants", identity))
        texts = visible_texts(driver.page)
        assert texts[texts.index("Without a category") + 1] == "−250.00"


@pytest.mark.parametrize(("language", "tab"), [("fr", "Historique"), ("ar", "سجل التغييرات")])
def test_in_other_languages(sample: Office, opened: Open, language: LanguageCode, tab: str) -> None:
    driver = opened(
        sample, start=Route("record", "grants", first_id(sample, "grants", name="NER-CT-01")), language=language
    )
    assert tab in tabs_of(page_of(driver))
