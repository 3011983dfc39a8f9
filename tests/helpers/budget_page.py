"""Drives the page of a budget: goes to a cell, types, pastes, reads what stands there, answers what is asked."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget

from desktop.services import budgets
from desktop.ui.dialogs.budget_dialog import BudgetDialog
from desktop.ui.pages.budget_page import BudgetPage
from tests.helpers.window import WindowDriver, button_named, press
from tests.helpers.window import type_text as type_letter


def page_of(driver: WindowDriver) -> BudgetPage:
    page = driver.page
    assert isinstance(page, BudgetPage)
    return page


def shown(page: BudgetPage, code: str, key: str) -> str:
    """What stands in a cell: of a line by its code, or of a category by its number."""
    for row in range(page.model.rowCount()):
        if page.model.cell(row, 0).text == code:
            return page.model.cell(row, place_of(page, key)).text
    raise AssertionError(code)


def place_of(page: BudgetPage, key: str) -> int:
    return next(place for place, column in enumerate(page.model.columns) if column.key == key)


def go(page: BudgetPage, code: str, key: str) -> None:
    """Clicks a cell."""
    row = next(row for row in range(page.model.rowCount()) if page.model.cell(row, 0).text == code)
    view = page.view
    view.go_to(row, place_of(page, key))
    QTest.mouseClick(
        view.viewport(),
        Qt.MouseButton.LeftButton,
        pos=view.visualRect(page.model.index(row, place_of(page, key))).center(),
    )
    view.setFocus()
    QApplication.processEvents()


def here(page: BudgetPage) -> tuple[str, str]:
    """The line and the column one is in."""
    index = page.view.currentIndex()
    return page.model.cell(index.row(), 0).text, page.model.columns[index.column()].key


def type_text(text: str) -> None:
    """Types letter by letter: the first one opens the cell, the others go into it."""
    for letter in text:
        type_letter(letter)


def sheet_of(page: BudgetPage) -> budgets.BudgetSheet:
    """What the page shows."""
    assert page.sheet is not None
    return page.sheet


def is_editing(page: BudgetPage) -> bool:
    """Whether a cell is open."""
    return page.view.is_editing


def total(page: BudgetPage) -> str:
    return page.model.foot(place_of(page, "amount")).text


def paste(page: BudgetPage, *rows: str) -> None:
    QGuiApplication.clipboard().setText("\n".join(rows))
    press(page.view, "Ctrl+V")


def choose(page: QWidget, menu: str, entry: str) -> None:
    """Opens a menu of the head and chooses from it."""
    made = button_named(page, menu)
    assert isinstance(made, QPushButton)
    found = made.menu()
    assert isinstance(found, QMenu)
    action = next(action for action in found.actions() if action.text() == entry)
    action.trigger()
    QApplication.processEvents()


def answer(driver: WindowDriver, **values: str) -> None:
    """Fills in the dialog that is open and presses its verb."""
    dialog = driver.dialog(BudgetDialog)
    for key, text in values.items():
        dialog.fields[key].setFocus()
        press(dialog.fields[key], "Ctrl+A")
        type_text(text)
    dialog.answer()
    QApplication.processEvents()
