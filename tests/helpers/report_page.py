"""The page of a report in tests: its figures as they are shown, and pressing one."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from desktop.ui.models.grid_cells import GridCell
from desktop.ui.pages.report_page import ReportPage
from desktop.ui.widgets.report_table import ReportTableView
from tests.helpers.window import WindowDriver, click, press, type_text


def page_of(driver: WindowDriver) -> ReportPage:
    """The page of a report that is shown."""
    page = driver.page
    assert isinstance(page, ReportPage)
    return page


def tables_of(page: ReportPage) -> list[ReportTableView]:
    """The tables one can see."""
    QApplication.processEvents()
    return [] if page.sheet is None else [table for table in page.sheet.tables if table.isVisible()]


def shown_figures(page: ReportPage) -> dict[str, GridCell]:
    """The cells that show a figure, by its key."""
    found = {}
    for table in tables_of(page):
        model = table.report_model
        for row in range(model.rowCount()):
            for column in range(model.columnCount()):
                figure = model.figure(row, column)
                if figure is not None:
                    found[figure.key] = model.cell(row, column)
    return found


def shown_names(page: ReportPage) -> list[str]:
    """What the rows are called, table by table."""
    return [
        table.report_model.cell(row, table.report_model.names - 1).text.strip()
        for table in tables_of(page)
        for row in range(table.report_model.rowCount())
    ]


def go_to_figure(page: ReportPage, key: str) -> ReportTableView:
    """Puts the keyboard on a figure; returns its table."""
    for table in tables_of(page):
        place = table.report_model.place_of(key)
        if place is not None:
            table.setFocus()
            table.go_to(*place)
            return table
    raise AssertionError(f"no figure {key}")


def press_figure(page: ReportPage, key: str) -> None:
    """Clicks on a figure."""
    table = go_to_figure(page, key)
    click(table.viewport(), table.visualRect(table.currentIndex()).center())


def marked(page: ReportPage) -> list[str]:
    """The keys of the figures that are marked."""
    found = []
    for table in tables_of(page):
        if table.asked is not None:
            figure = table.report_model.figure(*table.asked)
            found.append("" if figure is None else figure.key)
    return found


def type_day(page: ReportPage, which: str, text: str) -> None:
    """Types a day into a field and leaves it."""
    line = getattr(page.choice, which).line
    line.setFocus()
    line.selectAll()
    type_text(text)
    press(line, "Return")


def choose_grant(page: ReportPage, text: str) -> None:
    """Types a grant and goes on."""
    box = page.choice.grant.box
    box.setFocus()
    press(box, "Ctrl+A")
    if text:
        type_text(text)
    else:
        press(box, "Delete")
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()
    page.choice.first.line.setFocus()
    QApplication.processEvents()
