"""An extract goes into the ledger step by step: by mouse, by keyboard, corrected, undone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.services import ledger, records
from desktop.services.imports import Status
from desktop.services.offices import Office
from desktop.ui.context import Route
from desktop.ui.dialogs.message_dialog import MessageDialog
from desktop.ui.models.import_state import Step
from desktop.ui.models.preview_cells import LEADING
from desktop.ui.pages.import_page import ImportPage
from desktop.ui.pages.register_page import RegisterPage
from desktop.ui.widgets.tick_box import TickBox
from tests.helpers.import_page import (
    GRANT,
    NEW,
    NO_DAY,
    NO_LINE,
    OTHER,
    begin,
    choose_grant,
    choosing,
    counts,
    documents,
    extract,
    page_of,
    saving,
    to_preview,
)
from tests.helpers.tasks import HeldRunner
from tests.helpers.window import WindowDriver, button_named, click, press, visible_texts
from tests.ui.conftest import Open


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Two rows that can come in, and two with an error."""
    return extract(tmp_path / "Niger_2019-10.csv", NEW, OTHER, NO_DAY, NO_LINE)


def test_extract_comes_in_by_mouse_and_is_undone(
    sample: Office, opened: Open, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = opened(sample, start=Route("register", "ledger"))
    choosing(monkeypatch, file)
    click(button_named(driver.page, "Import"))
    page = page_of(driver)
    assert page.title.text() == "Import into the ledger"
    click(button_named(page, "Choose a file. Excel, LibreOffice or text; several files come in one after another"))
    click(page.foot.go)
    assert page.file_step.grant is not None
    assert (page.state.step, page.file_step.grant.trouble) == (Step.FILE, "Choose the grant first.")
    assert page.file_step.grant.box.hasFocus()
    choose_grant(page, GRANT)
    assert page.file_step.grant.trouble == ""
    assert "into grant NER-CT-01" in page.about.text()
    to_preview(page)
    assert counts(page) == {"NEW": 2, "ERROR": 2}
    assert page.foot.accessibleName() == "Adds 2 entries. Leaves out 2 errors. A blank cell changes nothing."
    click(button_named(page, "Import 2 rows"))
    assert documents(sample) == {"PV-9001", "PV-9002"}
    assert {"The rows are in the office", "2 rows stayed out."} <= set(visible_texts(page))
    click(button_named(page, "Undo this import. What it brought goes, what it changed gets its old values"))
    assert documents(sample) == set()
    assert "The import is taken back" in visible_texts(page)


def test_extract_comes_in_by_keyboard_alone(
    sample: Office, opened: Open, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = opened(sample, start=Route("register", "ledger"))
    choosing(monkeypatch, file)
    press(driver.view, "Ctrl+I")
    page = page_of(driver)
    press(page, "Ctrl+O")
    choose_grant(page, GRANT)
    for step in (Step.COLUMNS, Step.PREVIEW):
        press(page, "Ctrl+Return")
        assert page.state.step is step
    assert page.preview_step.table.hasFocus()
    press(page.preview_step.table, "Space")
    press(page, "Ctrl+Return")
    assert (page.state.step, documents(sample)) == (Step.DONE, {"PV-9002"})


def test_the_same_file_again_brings_nothing_new(sample: Office, opened: Open, file: Path) -> None:
    driver = opened(sample)
    page = begin(driver, "ledger", [file], grant=GRANT)
    to_preview(page)
    click(page.foot.go)
    page = begin(driver, "ledger", [file], grant=GRANT)
    to_preview(page)
    assert "NEW" not in counts(page)
    assert not page.foot.go.isEnabled()


def test_tab_goes_in_reading_order_from_step_to_step(sample: Office, opened: Open, file: Path) -> None:
    driver = opened(sample)
    page = begin(driver, "ledger", [file], grant=GRANT)
    for wanted in (page.foot.cancel, page.foot.go):
        press(focused(driver), "Tab")
        assert wanted.hasFocus()
    press(page.foot.go, "Space")
    assert page.columns_step.cards[0].has_focus
    press(focused(driver), "Ctrl+Return")
    assert page.preview_step.table.hasFocus()
    press(page.preview_step.table, "Tab")
    assert not page.foot.isAncestorOf(focused(driver))  # the rail comes before the foot
    press(focused(driver), "Shift+Tab")
    assert page.preview_step.table.hasFocus()


def focused(driver: WindowDriver) -> QWidget:
    """What has the focus."""
    found = driver.window.focusWidget()
    assert found is not None
    return found


def test_f8_goes_from_error_to_error_and_the_rail_mends_them(sample: Office, opened: Open, file: Path) -> None:
    page = begin(opened(sample), "ledger", [file], grant=GRANT)
    to_preview(page)
    table, model = page.preview_step.table, page.preview_step.model
    model.tick([0], on=False)
    press(table, "F8")
    assert table.currentIndex().row() == 2
    press(table, "F8")
    assert (table.currentIndex().row(), table.currentIndex().column()) == (3, model_column(page, "line"))
    form = page.preview_rail.forms[0]
    form.box.setFocus()
    form.box.setCurrentText("4.2")
    click(form.use)
    assert counts(page) == {"NEW": 3, "ERROR": 1}
    assert table.currentIndex().row() == 3
    assert model.taken() == [1, 3]
    press(table, "Shift+F8")
    assert table.currentIndex().row() == 2


def model_column(page: ImportPage, key: str) -> int:
    """The column of the table that shows a field."""
    keys = [column.key for column in page.preview_step.model.columns]
    return LEADING + keys.index(key)


def test_a_cell_is_corrected_in_the_table(sample: Office, opened: Open, file: Path) -> None:
    page = begin(opened(sample), "ledger", [file], grant=GRANT)
    to_preview(page)
    table = page.preview_step.table
    table.go_to(2, model_column(page, "entry_on"))
    table.setFocus()
    press(table, "F2")
    table.editor.setText("30/09/2019")
    press(table.editor, "Return")
    assert counts(page) == {"NEW": 3, "ERROR": 1}
    assert table.currentIndex().row() == 2


def test_a_problem_in_the_rail_leads_to_its_cell(sample: Office, opened: Open, file: Path) -> None:
    page = begin(opened(sample), "ledger", [file], grant=GRANT)
    to_preview(page)
    click(button_named(page.preview_step, "New  2"))
    assert page.preview_step.model.rowCount() == 2
    form = next(form for form in page.preview_rail.forms if form.problem.field == "line")
    click(form.link)
    QApplication.processEvents()
    assert page.preview_step.model.rowCount() == 4
    assert page.preview_step.table.currentIndex().row() == 3


def test_steps_that_are_done_can_be_gone_back_to(sample: Office, opened: Open, file: Path) -> None:
    page = begin(opened(sample), "ledger", [file], grant=GRANT)
    to_preview(page)
    click(button_named(page.preview_rail, "Change…"))
    assert page.trail.accessibleName() == "Columns"
    click(button_named(page.trail, "File"))
    assert page.trail.accessibleName() == "File"
    to_preview(page)
    assert counts(page) == {"NEW": 2, "ERROR": 2}


def test_a_column_is_given_another_field_by_dragging_and_by_keyboard(sample: Office, opened: Open, file: Path) -> None:
    page = begin(opened(sample), "ledger", [file], grant=GRANT)
    click(page.foot.go)
    chip, card = page.columns_rail.chips["counterparty"], page.columns_step.cards[2]
    over = chip.mapFromGlobal(card.mapToGlobal(card.rect().center()))
    QTest.mousePress(chip, Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    QTest.mouseMove(chip, QPoint(60, 10))
    QTest.mouseMove(chip, over)
    QTest.mouseRelease(chip, Qt.MouseButton.LeftButton, pos=over)
    assert page.state.draft is not None
    assert page.state.draft.mapping.fields[2] == "counterparty"
    box = page.columns_step.cards[2].box
    box.setFocus()
    while box.currentData() != "description":
        press(page.columns_step.cards[2].box, "Up")
        box = page.columns_step.cards[2].box
    assert page.state.draft.mapping.fields[2] == "description"
    assert page.columns_step.cards[2].box.hasFocus()


def test_dates_that_may_be_read_in_two_ways_are_asked_about(sample: Office, opened: Open, tmp_path: Path) -> None:
    file = extract(
        tmp_path / "open.csv", "04/05/2019;PV-9001;Fuel;7.1;USD;12,00", "06/07/2019;PV-9002;Rent;7.1;USD;1,00"
    )
    page = begin(opened(sample), "ledger", [file], grant=GRANT)
    click(page.foot.go)
    page.columns_step.cards[1].box.setFocus()
    press(page, "Ctrl+Return")
    assert page.state.step is Step.COLUMNS
    assert page.columns_step.cards[0].has_focus  # one is led to what has to be answered
    assert "Say first how it is written: Date." in page.foot.accessibleName()
    box = page.columns_step.cards[0].style_box
    assert box is not None
    assert box.hasFocus()
    press(box, "Down")
    click(page.foot.go)
    assert page.state.preview is not None
    first = page.state.preview.rows[0].values["entry_on"]
    assert str(first) in ("2019-05-04", "2019-04-05")


def test_what_is_done_leads_to_the_records_and_to_the_marked_copy(
    sample: Office, opened: Open, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = opened(sample)
    page = begin(driver, "ledger", [file], grant=GRANT)
    to_preview(page)
    saving(monkeypatch, None)
    click(page.foot.marked)
    saving(monkeypatch, tmp_path / "marked.xlsx")
    click(page.foot.marked)
    assert (tmp_path / "marked.xlsx").stat().st_size > 0
    click(page.foot.go)
    saving(monkeypatch, tmp_path / "left.xlsx")
    click(button_named(page, "Save a marked-up copy. Your workbook with a comment on each cell that kept a row out"))
    assert (tmp_path / "left.xlsx").exists()
    batch = page.state.batch_id
    click(button_named(page, "See what came in. The list, with the records it added alone"))
    assert driver.view.route == Route("register", "ledger", batch, tab="batch")
    assert isinstance(driver.page, RegisterPage)
    assert driver.page.table.model.rowCount() == 2
    assert "Ledger: added by one import" in visible_texts(driver.page)


def test_cancel_lets_the_file_go_and_writes_nothing(sample: Office, opened: Open, file: Path) -> None:
    before = records.choices(sample, "imports")
    page = begin(opened(sample), "ledger", [file], grant=GRANT)
    to_preview(page)
    click(button_named(page.foot, "Cancel"))
    assert (page.state.step, page.state.book, page.foot.isVisible()) == (Step.FILE, None, False)
    assert records.choices(sample, "imports") == before


def test_an_import_that_is_stopped_leaves_nothing_and_can_be_done_again(
    sample: Office, opened: Open, file: Path
) -> None:
    tasks = HeldRunner()
    driver = opened(sample, tasks=tasks)
    page = begin(driver, "ledger", [file], grant=GRANT)
    to_preview(page)
    tasks.hold()
    click(page.foot.go)
    assert not page.foot.isEnabled()
    page.go_on()
    assert len(tasks.held) == 1
    tasks.watches[-1].cancelled.set()
    tasks.release()
    assert "Cancelled. Nothing was changed." in driver.said()
    assert (page.state.step, documents(sample)) == (Step.PREVIEW, set())
    click(page.foot.go)
    assert page.state.step is Step.DONE


def test_another_language_keeps_where_one_was(sample: Office, opened: Open, file: Path) -> None:
    driver = opened(sample)
    page = begin(driver, "ledger", [file], grant=GRANT)
    to_preview(page)
    other = type(page)(driver.context, page.route)
    other.recall(page.memory())
    other.refresh()
    assert (other.state.step, other.preview_step.model.rowCount()) == (Step.PREVIEW, 4)
    other.deleteLater()


def test_what_the_office_lacks_is_made_when_it_is_ticked(sample: Office, opened: Open, tmp_path: Path) -> None:
    headings = "Date;Voucher;Text;Project;Currency;Amount"
    file = extract(tmp_path / "new.csv", "21/10/2019;PV-9001;Fuel;NER-NEW;USD;12,00", headings=headings)
    page = begin(opened(sample), "ledger", [file], grant=GRANT)
    to_preview(page)
    assert counts(page) == {"ERROR": 1}
    (box,) = page.preview_rail.findChildren(TickBox)
    click(box)
    assert counts(page) == {"NEW": 1}
    click(button_named(page.trail, "Columns"))
    assert page.columns_rail.create_box.isChecked()
    click(page.foot.go)
    assert counts(page) == {"NEW": 1}
    assert any("NER-NEW" in text for text in visible_texts(page.preview_rail))
    assert page.preview_step.model.taken_of(Status.NEW) == 1


def test_undo_that_would_lose_later_work_says_why_and_offers_the_reversal(
    sample: Office, opened: Open, tmp_path: Path
) -> None:
    driver = opened(sample)
    page = begin(driver, "ledger", [extract(tmp_path / "a.csv", NEW, OTHER)], grant=GRANT)
    to_preview(page)
    click(page.foot.go)
    entry = records.choices(sample, "ledger", search="PV-9001")[0].id
    ledger.reverse(sample, entry_id=entry, on=sample.today, reason="Wrong line")
    click(button_named(page, "Undo this import. What it brought goes, what it changed gets its old values"))
    dialog = driver.dialog(MessageDialog)
    assert any("PV-9001" in text for text in visible_texts(dialog))
    click(button_named(dialog, "Reverse its entries instead"))
    assert {"PV-9001", "PV-9002", "PV-9002 R"} <= documents(sample)
    assert page.state.is_undone
    imports = driver.go("register", "imports")
    assert isinstance(imports, RegisterPage)
    imports.table.table.selectRow(0)
    click(button_named(imports, "Undo this import"))
    assert "Reverse its entries instead" in visible_texts(driver.dialog(MessageDialog))
