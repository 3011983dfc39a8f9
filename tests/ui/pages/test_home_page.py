"""Home answers in a sentence which grants need someone, and everything on it leads to what it is about."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from desktop.config.settings import LanguageCode
from desktop.domain.finding import Finding, Severity
from desktop.language import say
from desktop.services import records
from desktop.services.offices import Office
from desktop.ui.context import Route
from desktop.ui.pages.home_page import HomePage, open_finding
from desktop.ui.pages.register_page import RegisterPage
from desktop.ui.widgets.figures import FigureStrip
from desktop.ui.widgets.grant_list import GrantListView
from desktop.ui.widgets.pressable import PressableRow
from tests.helpers.records import making
from tests.helpers.window import WindowDriver, button_named, click, press, visible_texts
from tests.ui.conftest import Open


def home_of(driver: WindowDriver) -> HomePage:
    page = driver.page
    assert isinstance(page, HomePage)
    return page


def lead_of(page: QWidget) -> str:
    """The sentence under the title, as one reads it."""
    for shown in page.findChildren(QLabel):
        if shown.isVisible() and ("need" in shown.text() or "within their money" in shown.text()):
            return shown.text().replace("\u2011", "-")
    return ""


def figures_of(page: QWidget) -> dict[str, list[str]]:
    """Each figure of the strip: its value and what is said about it, by its name."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    (strip,) = page.findChildren(FigureStrip)
    texts = [shown.text() for shown in strip.findChildren(QLabel) if shown.text()]
    return {texts[place]: texts[place + 1 : place + 3] for place in range(0, len(texts), 3)}


def pressables(page: QWidget) -> dict[str, PressableRow]:
    return {row.accessibleName(): row for row in page.findChildren(PressableRow) if row.isVisible()}


class TestSample:
    @pytest.fixture
    def driver(self, sample: Office, opened: Open) -> WindowDriver:
        return opened(sample)

    def test_it_says_what_needs_someone(self, driver: WindowDriver) -> None:
        said = lead_of(driver.page)
        assert "4 grants need you." in said
        assert "MLI-TR-02: Overspent by USD\u00a01,214.08. The final statement cannot be closed." in said
        assert "SEN-YV-03: cash lasts until 23 Nov 2019, 404 days before the grant ends." in said

    def test_figures_of_one_currency_stand_together(self, driver: WindowDriver) -> None:
        assert figures_of(driver.page) == {
            "Awarded": ["3,492,000.00", "6 in USD; EUR kept apart"],
            "Received": ["2,904,000.00", "83\u00a0% of awarded"],
            "Spent": ["2,570,841.63", "74\u00a0% of awarded"],
            "Committed": ["237,530.00", "open on 21 Oct"],
            "Available": ["683,628.37", "awarded − spent − committed"],
        }

    def test_available_is_what_its_formula_says(self, driver: WindowDriver) -> None:
        amounts = {name: Decimal(values[0].replace(",", "")) for name, values in figures_of(driver.page).items()}
        assert amounts["Available"] == amounts["Awarded"] - amounts["Spent"] - amounts["Committed"]

    def test_a_check_leads_to_its_grant(self, driver: WindowDriver) -> None:
        (name,) = [name for name in pressables(driver.page) if name.startswith("MLI-TR-02 Overspent")]
        click(pressables(driver.page)[name])
        assert "Training workshops, Mali" in visible_texts(driver.page)

    def test_a_check_is_pressed_by_keyboard_too(self, driver: WindowDriver) -> None:
        (name,) = [name for name in pressables(driver.page) if name.startswith("CAF-WP-01 Spent")]
        row = pressables(driver.page)[name]
        row.setFocus()
        press(row, "Return")
        assert "Witness protection, CAR" in visible_texts(driver.page)

    def test_a_check_of_entries_opens_them_in_the_ledger(self, driver: WindowDriver) -> None:
        finding = Finding(
            *(
                Severity.NOTE,
                "overspent_category",
                say("Over."),
                say("Look."),
                "grants",
                1,
                "NER-CT-01",
                ("category=3",),
            )
        )
        open_finding(driver.context, finding)
        assert driver.view.route == Route("register", "ledger", filters=("grant=NER-CT-01", "category=3"))
        assert isinstance(driver.page, RegisterPage)
        model = driver.page.table.model
        assert 0 < model.rowCount() < 402

    def test_a_deadline_leads_to_its_grant(self, driver: WindowDriver) -> None:
        (name,) = [name for name in pressables(driver.page) if name.startswith("CAF-WP-01: 30 Sep 2019, Instalment 3")]
        click(pressables(driver.page)[name])
        assert driver.view.route.key == "instalments"

    def test_the_row_of_a_grant_opens_it(self, driver: WindowDriver) -> None:
        rows = driver.page.findChild(GrantListView)
        assert rows is not None
        third = rows.visualRect(rows.model().index(2, 0)).center()
        QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=third)
        QApplication.processEvents()
        assert "Specialized judicial unit, Mali" in visible_texts(driver.page)

    def test_grants_by_funder_lead_to_those_of_the_funder(self, driver: WindowDriver) -> None:
        click(button_named(driver.page, "By funder"))
        rows = driver.page.findChild(GrantListView)
        assert rows is not None
        names = [rows.model().index(place, 0).data() for place in range(rows.model().rowCount())]
        assert names == [
            "1 grant US Counter-Terrorism Bureau",
            "2 grants MINUSCA",
            "2 grants MINUSMA",
            "1 grant UNV",
            "1 grant Sample funder in euro",
        ]
        second = rows.visualRect(rows.model().index(1, 0)).center()
        QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=second)
        QApplication.processEvents()
        assert isinstance(driver.page, RegisterPage)
        assert driver.page.table.model.rowCount() == 2

    def test_grants_by_country_are_what_home_was_left_with(self, driver: WindowDriver) -> None:
        click(button_named(driver.page, "By country"))
        rows = driver.page.findChild(GrantListView)
        assert rows is not None
        names = [rows.model().index(place, 0).data() for place in range(rows.model().rowCount())]
        assert "1 grant Niger" in names
        assert home_of(driver).memory() == "countries"
        other = HomePage(driver.context, Route("home"))
        other.recall("countries")
        assert other.memory() == "countries"

    def test_arrows_and_enter_open_a_grant(self, driver: WindowDriver) -> None:
        rows = driver.page.findChild(GrantListView)
        assert rows is not None
        rows.setFocus()
        rows.setCurrentIndex(rows.model().index(0, 0))
        press(rows, "Down")
        press(rows, "Return")
        assert "Witness protection, CAR" in visible_texts(driver.page)

    def test_all_leads_to_all_checks(self, driver: WindowDriver) -> None:
        links = [
            button for button in driver.page.findChildren(type(button_named(driver.page, "All"))) if button.isVisible()
        ]
        click(next(link for link in reversed(links) if link.text() == "All"))
        assert driver.view.route == Route("checks")

    def test_it_follows_a_change_made_elsewhere(self, driver: WindowDriver, sample: Office) -> None:
        with making(sample) as make:
            grant = make.grant(reference="NEW-01", title="A fresh one", amount=Decimal("1000.00"))
            assert grant.id
        driver.context.changed.emit(frozenset({"grant"}))
        assert figures_of(driver.page)["Awarded"][0] == "3,493,000.00"

    def test_on_a_narrow_window_the_rail_stands_below(self, driver: WindowDriver) -> None:
        wide = next(iter(pressables(driver.page).values())).mapTo(driver.window, QPoint(0, 0)).x()
        driver.window.resize(1024, 640)
        QTest.qWait(0)
        narrow = next(iter(pressables(driver.page).values())).mapTo(driver.window, QPoint(0, 0)).x()
        assert wide > 1366 - 320
        assert narrow < 512


class TestEmptyOffice:
    def test_it_offers_ways_to_fill_it(self, empty: Office, opened: Open) -> None:
        driver = opened(empty)
        texts = visible_texts(driver.page)
        assert "No grants yet" in texts
        assert "Grants, their budgets and what was spent will stand here." in texts
        click(button_named(driver.page, "Add the first grant. Type it from the agreement"))
        assert [type(dialog).__name__ for dialog in driver.overlays()] == ["RecordDialog"]

    def test_all_is_well_is_said_too(self, empty: Office, opened: Open) -> None:
        with making(empty) as make:
            grant = make.grant(reference="OK-1", ends_on=date(2099, 12, 31))
            make.line(make.budget(grant), "1", "100000.00")
        driver = opened(empty)
        assert lead_of(driver.page) == "All grants are within their money and their time."
        assert "Nothing to correct." in visible_texts(driver.page)
        assert "Nothing is due in this time." in visible_texts(driver.page)

    def test_a_gap_of_cash_is_told_and_leads_to_its_grant(self, empty: Office, opened: Open) -> None:
        with making(empty) as make:
            today = empty.today
            first = make.grant(
                reference="GAP-1", starts_on=today - timedelta(days=90), ends_on=today + timedelta(days=300)
            )
            make.line(make.budget(first), "1", "100000.00")
            make.instalment(first, "60000.00", today - timedelta(days=30))
            second = make.grant(
                reference="GAP-2", starts_on=today - timedelta(days=90), ends_on=today + timedelta(days=300)
            )
            make.instalment(second, "100000.00", today - timedelta(days=30))
            third = make.grant(
                reference="GAP-3", starts_on=today - timedelta(days=90), ends_on=today + timedelta(days=300)
            )
            make.line(make.budget(third), "1", "100000.00")
            make.instalment(third, "90000.00", today + timedelta(days=30))
        driver = opened(empty)
        names = [name for name in pressables(driver.page) if name.startswith("GAP-") and "cash" in name]
        assert names == [
            "GAP-1 USD\u00a060,000.00 is late; USD\u00a040,000.00 of its cost has no cash.",
            "GAP-2 USD\u00a0100,000.00 of its cash is late.",
            "GAP-3 USD\u00a010,000.00 of its cost has no cash.",
        ]
        click(pressables(driver.page)[names[1]])
        assert driver.view.route == Route("record", "grants", 2)

    def test_a_grant_without_an_amount_divides_by_nothing(self, empty: Office, opened: Open) -> None:
        with making(empty) as make:
            make.grant(reference="ZERO", amount=Decimal(0))
        driver = opened(empty)
        assert figures_of(driver.page)["Awarded"][0] == "0.00"

    def test_the_first_grant_appears_and_goes_with_undo(self, empty: Office, opened: Open) -> None:
        driver = opened(empty)
        with making(empty) as make:
            funder = make.organisation(name="A funder").id
        outcome = records.save(
            empty,
            "grants",
            values={"reference": "G-1", "title": "One", "funder": funder, "currency": "USD", "amount": Decimal(5)},
        )
        driver.context.announce(outcome)
        assert "Portfolio" in visible_texts(driver.page)
        press(driver.window, "Ctrl+Z")
        assert "No grants yet" in visible_texts(driver.page)


@pytest.mark.parametrize(
    ("language", "title", "day"),
    [("fr", "Portefeuille", "Lundi 21 octobre 2019"), ("ar", "الحافظة", "الاثنين 21 أكتوبر 2019")],
)
def test_in_other_languages(sample: Office, opened: Open, language: LanguageCode, title: str, day: str) -> None:
    texts = visible_texts(home_of(opened(sample, language=language)))
    assert title in texts
    assert day in " ".join(texts)
