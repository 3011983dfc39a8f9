"""The map of the months: one looks through a month, closes it, lets someone in, and opens it again."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt

from desktop.domain.terms import LockLevel
from desktop.services import months, records
from desktop.services.offices import Office
from desktop.ui.dialogs.message_dialog import MessageDialog
from desktop.ui.dialogs.month_dialog import LetInDialog, ReopenDialog
from desktop.ui.dialogs.record_dialog import RecordDialog
from desktop.ui.pages.months_page import MonthsPage
from desktop.ui.pages.register_page import RegisterPage
from tests.helpers.forms import fill, fill_all
from tests.helpers.importing import said
from tests.helpers.records import making
from tests.helpers.window import WindowDriver, button_named, click, press, type_text, visible_texts
from tests.ui.conftest import Open

AUGUST, SEPTEMBER, OCTOBER = date(2019, 8, 1), date(2019, 9, 1), date(2019, 10, 1)

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # of the list below a choice


@pytest.fixture
def driver(sample: Office, opened: Open) -> WindowDriver:
    """The window on the sample, in October 2019."""
    return opened(sample)


def page_of(driver: WindowDriver, month: date = SEPTEMBER) -> MonthsPage:
    """The page, with a month chosen by the mouse."""
    page = driver.go("months")
    assert isinstance(page, MonthsPage)
    click(page.map.cells[month])
    assert page.chosen.month == month
    return page


def level_of(office: Office, month: date) -> LockLevel | None:
    (state,) = [state for state in months.month_states(office) if state.month == month]
    return state.level


def test_the_map_says_how_each_month_stands(driver: WindowDriver) -> None:
    page = page_of(driver)
    assert len(page.map.cells) == 24
    assert page.map.cells[AUGUST].accessibleName() == "August 2019, Unlocked, 59 entries"
    assert page.map.cells[OCTOBER].accessibleName() == "October 2019, Unlocked, 34 entries, 2 things to look at"
    assert {"September 2019", "74 entries", "1 commitment is older than 90 days and still open."} <= set(
        visible_texts(page)
    )


def test_arrows_go_from_month_to_month(driver: WindowDriver) -> None:
    page = page_of(driver)
    page.map.cells[SEPTEMBER].setFocus(Qt.FocusReason.TabFocusReason)
    press(page.map.cells[SEPTEMBER], "Left")
    assert page.chosen.month == AUGUST


def test_the_oldest_open_month_with_entries_is_chosen_first(driver: WindowDriver, sample: Office) -> None:
    page = driver.go("months")
    assert isinstance(page, MonthsPage)
    assert page.chosen.month == date(2018, 1, 1)
    months.close_month(sample, month=date(2018, 1, 1), level=LockLevel.SOFT)
    assert isinstance(page.memory(), date)


def test_a_month_is_closed_and_that_is_undone(driver: WindowDriver, sample: Office) -> None:
    page = page_of(driver)
    click(page.close_button)
    assert said(driver) == "Closed September 2019."
    assert page.map.cells[SEPTEMBER].accessibleName().startswith("September 2019, Closed, ")
    assert not page.close_button.isEnabled()
    assert any(text.startswith("Test closed it on ") for text in visible_texts(page))
    driver.view.undo()
    assert level_of(sample, SEPTEMBER) is None
    assert page.close_button.isEnabled()


def test_closing_for_good_is_asked_first(driver: WindowDriver, sample: Office) -> None:
    page = page_of(driver)
    click(page.for_good_button)
    click(button_named(driver.dialog(MessageDialog), "Leave it as it is"))
    assert level_of(sample, SEPTEMBER) is None
    click(page.for_good_button)
    dialog = driver.dialog(MessageDialog)
    assert "Close September 2019 for good?" in visible_texts(dialog)
    click(button_named(dialog, "Close for good"))
    assert level_of(sample, SEPTEMBER) is LockLevel.HARD
    buttons = (page.close_button, page.for_good_button, page.reopen_button, page.let_in_button)
    assert not any(button.isEnabled() for button in buttons)


def test_a_month_with_errors_is_not_closed_for_good(driver: WindowDriver) -> None:
    page = page_of(driver, OCTOBER)
    assert not page.for_good_button.isEnabled()
    assert page.close_button.isEnabled()


def test_someone_is_let_in(driver: WindowDriver, sample: Office) -> None:
    page = page_of(driver)
    click(page.close_button)
    click(page.let_in_button)
    dialog = driver.dialog(LetInDialog)
    click(button_named(dialog, "Let this person in"))
    assert dialog.fields["person"].trouble == "It is needed: the history keeps it."
    dialog.fields["person"].setFocus()
    type_text("Amina")
    dialog.fields["reason"].setFocus()
    type_text("A late invoice")
    press(dialog.fields["reason"].focusProxy(), "Return")  # type: ignore[arg-type]  # a field has one
    assert not driver.overlays()
    (state,) = [state for state in months.month_states(sample) if state.month == SEPTEMBER]
    assert [each.person for each in state.let_in] == ["Amina"]
    assert any(text.startswith("Amina may post until ") for text in visible_texts(page))


def test_a_month_is_opened_again(driver: WindowDriver, sample: Office) -> None:
    page = page_of(driver)
    click(page.close_button)
    click(page.reopen_button)
    dialog = driver.dialog(ReopenDialog)
    type_text("One cost is missing")
    click(button_named(dialog, "Open the month again"))
    assert said(driver) == "Opened September 2019 again: One cost is missing"
    assert level_of(sample, SEPTEMBER) is None


def test_findings_lead_to_what_mends_them(driver: WindowDriver, sample: Office) -> None:
    with making(sample) as make:
        make.entry(None, "3.00", entry_on=SEPTEMBER, reference="X-1")
    page = page_of(driver)
    click(button_named(page, "Open"))
    ledger = driver.page
    assert isinstance(ledger, RegisterPage)
    assert [(entry.column, entry.values) for entry in ledger.bar.filters] == [
        ("entry_on", (SEPTEMBER,)),
        ("entry_on", (OCTOBER,)),
        ("grant", (None,)),
    ]
    assert ledger.table.model.rowCount() == 1


def test_the_entries_of_a_month_are_one_click_away(driver: WindowDriver) -> None:
    page = page_of(driver)
    click(button_named(page, "74 entries"))
    ledger = driver.page
    assert isinstance(ledger, RegisterPage)
    assert ledger.table.model.rowCount() == 74


def test_a_form_is_refused_in_a_closed_month(driver: WindowDriver, sample: Office) -> None:
    """What was typed stays, so that another day can be chosen."""
    months.close_month(sample, month=SEPTEMBER, level=LockLevel.SOFT)
    before = len(records.choices(sample, "ledger", search="PV-9999"))
    driver.go("new", "ledger")
    form = driver.dialog(RecordDialog)
    fill_all(
        form,
        {
            "entry_on": "2019-09-30",
            "reference": "PV-9999",
            "description": "Fuel",
            "kind": "Expenditure",
            "grant": "NER-CT-01",
            "original_currency": "USD",
            "original_amount": "10",
        },
    )
    form.save()
    trouble = driver.dialog(MessageDialog)
    assert "The books of September 2019 are closed." in visible_texts(trouble)
    assert "Post into a month that is open, or ask Test to let you in." in visible_texts(trouble)
    click(button_named(trouble, "Close"))
    assert len(records.choices(sample, "ledger", search="PV-9999")) == before == 0
    fill(form, "entry_on", "2019-10-01")
    form.save()
    assert len(records.choices(sample, "ledger", search="PV-9999")) == 1


def test_the_month_stays_chosen_when_the_page_is_made_anew(driver: WindowDriver) -> None:
    page = page_of(driver)
    again = MonthsPage(driver.context, page.route)
    again.recall(page.memory())
    again.refresh()
    assert again.chosen.month == SEPTEMBER
    again.deleteLater()
