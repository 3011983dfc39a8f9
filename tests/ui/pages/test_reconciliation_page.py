"""Extracts beside the ledger on the screen: sums, groups, the age of commitments; a click opens an entry."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from desktop.language import UserError, say
from desktop.services import reconciliation
from desktop.services.imports.preview import Preview, Status
from desktop.services.offices import Office
from desktop.ui.context import Route
from desktop.ui.dialogs.command_palette import CommandPalette
from desktop.ui.models.grid_cells import GridModel
from desktop.ui.models.reconciliation_models import OPEN
from desktop.ui.pages.folder_page import FolderPage
from desktop.ui.pages.page import Page
from desktop.ui.pages.reconciliation_page import ReconciliationPage
from desktop.ui.pages.record_page import RecordPage
from desktop.ui.widgets.grid_view import GridView
from tests.helpers.erp_rows import erp, preview_of
from tests.helpers.import_page import GRANT, NEW, OTHER, choose_grant, choosing, extract, to_preview
from tests.helpers.import_page import page_of as import_page_of
from tests.helpers.records import making
from tests.helpers.window import WindowDriver, button_named, click, press, type_text, visible_texts
from tests.ui.conftest import Open

DAY = date(2019, 3, 4)


class Reader:
    """Reads no file: hands on what is to be in it, and notes what was asked."""

    def __init__(self) -> None:
        self.previews: tuple[Preview, ...] = ()
        self.asked: list[tuple[list[str], str]] = []

    def __call__(self, _office: Office, paths: Sequence[Path], *, grant: str = "", **_more: Any) -> tuple[Preview, ...]:
        """See `read_extracts`."""
        self.asked.append(([path.name for path in paths], grant))
        return self.previews


@pytest.fixture
def ids(empty: Office) -> list[int]:
    """The ids of two costs, beside a commitment."""
    with making(empty) as make:
        grant = make.grant(reference="GR-A")
        other = make.grant(reference="GR-B")
        costs = [make.entry(grant, "5.00", reference="PV-1"), make.entry(grant, "7.00", reference="PV-2")]
        make.entry(grant, "9.00", reference="PV-3")
        make.entry(other, "3.00", reference="PV-4")
        make.entry(grant, "60.00", reference="PO-1", kind="commitment", entry_on=date(2019, 1, 1))
        made = [entry.id for entry in costs]
        make.unit.commit(say("Made for a test"))
    return made


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch, ids: list[int]) -> Reader:
    made = Reader()
    rows = [erp("5.00", "PV-1", grant="GR-A"), erp("8.00", "PV-2", grant="GR-A"), erp("3.00", "PV-9", grant="GR-A")]
    made.previews = (preview_of(*rows, statuses=(Status.SAME, Status.CHANGED, Status.NEW), records=(*ids, None)),)
    monkeypatch.setattr(reconciliation, "read_extracts", made)
    return made


@pytest.fixture
def driver(empty: Office, opened: Open, reader: Reader) -> WindowDriver:
    assert reader.asked == []
    return opened(empty)


def page_of(driver: WindowDriver, *paths: str) -> ReconciliationPage:
    page = driver.go("reconciliation", paths=paths or ("march.xlsx",))
    assert isinstance(page, ReconciliationPage)
    return page


def cells(view: GridView) -> list[list[str]]:
    """What stands in a grid."""
    model = view.model()
    assert isinstance(model, GridModel)
    rows = [[model.cell(row, place).text for place in range(model.columnCount())] for row in range(model.rowCount())]
    return [[text.replace("\u00a0", " ") for text in row] for row in rows]


def click_cell(view: GridView, row: int, column: int) -> None:
    place = view.visualRect(view.model().index(row, column)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QApplication.processEvents()


def test_the_keyboard_is_on_the_page_at_once(driver: WindowDriver) -> None:
    page = driver.go("reconciliation")
    assert page.isAncestorOf(driver.window.focusWidget())


def test_sums_and_groups(driver: WindowDriver) -> None:
    page = page_of(driver)
    assert cells(page.sums) == [
        ["Matched", "1", "USD 5.00", "USD 5.00", "USD 0.00"],
        ["Amount differs", "1", "USD 8.00", "USD 7.00", "USD 1.00"],
        ["Only in the ERP", "1", "USD 3.00", "USD 0.00", "USD 3.00"],
        ["Only here", "1", "USD 0.00", "USD 9.00", "USD −9.00"],
        ["Total in USD", "", "USD 16.00", "USD 21.00", "USD −5.00"],
    ]
    assert cells(page.lines) == [["4 Mar 2019", "PV-2", "", "GR-A", "USD 8.00", "USD 7.00", "USD 1.00", "Ledger!A3"]]
    click(button_named(page, "Only in the ERP 1"))
    assert cells(page.lines) == [["4 Mar 2019", "PV-9", "Fuel", "GR-A", "USD 3.00", "Ledger!A4"]]
    click(button_named(page, "Only here 1"))
    assert cells(page.lines) == [["4 Mar 2019", "PV-3", "", "GR-A", "USD 9.00"]]
    click(button_named(page, "Matched 1"))
    assert cells(page.lines)[0][1] == "PV-1"
    click(button_named(page, "Open commitments 1"))
    assert cells(page.lines) == [["1 Jan 2019", "PO-1", "", "GR-A", "", "USD 60.00", "62"]]
    assert cells(page.ages) == [["USD", "USD 0.00", "USD 0.00", "USD 60.00", "USD 0.00", "USD 60.00"]]
    assert page.ages.isVisible()
    assert not page.sums.isVisible()


def test_of_several_currencies_empty_groups_are_left_out(driver: WindowDriver, reader: Reader, ids: list[int]) -> None:
    rows = [erp("5.00", "PV-1", grant="GR-A"), erp("600", "PV-7", grant="GR-A", currency="XOF")]
    rows.append(erp("700", "PV-2", grant="GR-A", currency="XOF"))
    reader.previews = (preview_of(*rows, records=(ids[0], None, ids[1])),)
    page = page_of(driver)
    assert [row[:2] for row in cells(page.sums)] == [
        *(["Matched", "1"], ["Amount differs", "1"], ["Only here", "1"], ["Total in USD", ""]),
        *(["Amount differs", "1"], ["Only in the ERP", "1"], ["Total in XOF", ""]),
    ]
    assert cells(page.lines)[0][4:7] == ["XOF 700", "USD 7.00", "Other currency"]


def test_a_click_on_the_document_or_enter_opens_the_entry(driver: WindowDriver) -> None:
    page = page_of(driver)
    click_cell(page.lines, 0, 3)
    assert driver.view.route == page.route
    click_cell(page.lines, 0, 1)
    assert isinstance(driver.page, RecordPage)
    driver.view.go_back()
    click(button_named(page, "Only here 1"))
    page.lines.go_to(0, 0)
    page.lines.setFocus()
    press(page.lines, "Return")
    assert isinstance(driver.page, RecordPage)
    driver.view.go_back()
    click(button_named(page, "Only in the ERP 1"))
    click_cell(page.lines, 0, 1)
    assert driver.view.route == page.route


def test_a_grant_and_a_day_are_chosen(driver: WindowDriver, reader: Reader) -> None:
    """Only another grant makes the files be read again."""
    page = page_of(driver)
    assert len(reader.asked) == 1
    page.last.line.setFocus()
    type_text("31 March 2019")
    press(page.last.line, "Return")
    page.grant.box.setFocus()
    assert "From 4 Mar 2019 to 31 Mar 2019." in " ".join(visible_texts(page)).replace("\u00a0", " ")
    assert len(reader.asked) == 1
    grant = next(place for place in range(page.grant.box.count()) if "GR-B" in page.grant.box.itemText(place))
    page.grant.box.setCurrentIndex(grant)
    page.first.line.setFocus()
    page.grant.left.emit()
    assert reader.asked[1:] == [(["march.xlsx"], "GR-B")]
    assert [row[1] for row in cells(page.sums)] == ["0", "0", "0", "1", ""]
    page.first.line.setText("soon")
    page.first.left.emit()
    assert page.found is None


def test_files_are_chosen(driver: WindowDriver, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    page = driver.go("reconciliation")
    assert isinstance(page, ReconciliationPage)
    assert "No extract chosen yet" in visible_texts(page)
    page.show_group(OPEN)
    page.export()
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_asked: ([], ""))
    click(page.choose_button)
    assert reader.asked == []
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_asked: (["/a/jan.xlsx", "/a/feb.xlsx"], ""))
    click(page.choose_button)
    assert reader.asked == [(["jan.xlsx", "feb.xlsx"], "")]
    assert "jan.xlsx, feb.xlsx" in visible_texts(page)


def test_a_trouble_stands_on_the_page(driver: WindowDriver, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_asked: Any, **_more: Any) -> None:
        raise UserError(say("{file} is empty.", file="march.xlsx"), say("Nothing was read."), say("Choose another."))

    monkeypatch.setattr(reconciliation, "read_extracts", refuse)
    page = page_of(driver)
    assert {"march.xlsx is empty.", "Choose another."} <= set(visible_texts(page))
    assert not page.export_button.isEnabled()
    with pytest.raises(ZeroDivisionError):
        page._refused(ZeroDivisionError())


def test_what_is_shown_is_written_to_excel(
    driver: WindowDriver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(driver)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: ("", ""))
    click(page.export_button)
    target = tmp_path / "out.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(target), ""))
    click(page.export_button)
    assert len(openpyxl.load_workbook(target).sheetnames) == 6
    assert "Wrote out.xlsx." in driver.said()


def test_the_page_is_as_it_was_in_another_language(driver: WindowDriver) -> None:
    page = page_of(driver)
    click(button_named(page, "Only here 1"))
    page.last.set_value(date(2019, 3, 31))
    again = ReconciliationPage(driver.context, Route("reconciliation"))
    page.grant.set_value(next(choice.id for choice in page.grant._known.values() if choice.code == "GR-A"))
    again.recall(page.memory())
    again.recall(None)
    again.refresh()
    assert (again.paths, again.last.value()) == (("march.xlsx",), date(2019, 3, 31))
    assert again.grant.chosen is not None
    assert again.grant.chosen.code == "GR-A"
    assert cells(again.lines)[0][1] == "PV-3"
    again.deleteLater()


@pytest.mark.parametrize(("typed", "page"), [("reconc", ReconciliationPage), ("extracts", FolderPage)])
def test_it_is_reached_from_the_palette(driver: WindowDriver, typed: str, page: type[Page]) -> None:
    press(driver.window, "Ctrl+K")
    type_text(typed)
    press(driver.dialog(CommandPalette).line, "Return")
    assert isinstance(driver.page, page)


def test_the_last_step_of_an_import_leads_here(
    sample: Office, opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What came in is matched then, for the grant that was chosen for the file."""
    driver = opened(sample, start=Route("register", "ledger"))
    choosing(monkeypatch, extract(tmp_path / "Niger_2019-10.csv", NEW, OTHER))
    click(button_named(driver.page, "Import"))
    page = import_page_of(driver)
    click(button_named(page, "Choose a file. Excel, LibreOffice or text; several files come in one after another"))
    choose_grant(page, GRANT)
    to_preview(page)
    click(button_named(page, "Import 2 rows"))
    click(
        button_named(page, "Hold it against the ledger. What agrees, what differs, and what is missing on either side")
    )
    shown = driver.page
    assert isinstance(shown, ReconciliationPage)
    assert shown.found is not None
    click(button_named(shown, "Matched 2"))
    assert [row[1] for row in cells(shown.lines)] == ["PV-9001", "PV-9002"]
