"""A finance officer in the ledger: finds, sorts, looks, copies."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from desktop.services.offices import Office
from desktop.ui.context import Route
from desktop.ui.pages.register_page import RegisterPage
from tests.helpers.window import press, type_text
from tests.ui.conftest import Open


def test_search_narrows_list_and_sums(sample: Office, opened: Open) -> None:
    driver = opened(sample, start=Route("register", "ledger"))
    page = driver.page
    assert isinstance(page, RegisterPage)
    assert page.table.totals.text == "1,090 entries"
    press(driver.window, "Ctrl+F")
    assert page.bar.search.hasFocus()
    type_text("koutoukalé")
    press(page.bar.search, "Return")
    assert page.table.totals.text == "20 of 1,090 entries"
    press(page.bar.search, "Escape")
    QApplication.processEvents()
