"""The ways a table finds to the page of imports: dropped, pasted, several at once; and how it is read like the last."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from desktop.services import records
from desktop.services.imports import Status
from desktop.services.offices import Office
from desktop.ui.context import Route
from desktop.ui.dialogs.import_dialog import ImportDialog
from desktop.ui.models.import_state import Step
from desktop.ui.pages.import_page import ImportPage
from desktop.ui.shots_imports import edited_export
from tests.helpers import iati, sheets
from tests.helpers.import_page import (
    GRANT,
    NEW,
    OTHER,
    begin,
    counts,
    documents,
    extract,
    page_of,
    saving,
    to_preview,
)
from tests.helpers.window import WindowDriver, button_named, click, press, visible_texts
from tests.ui.conftest import Open

ORGANISATIONS = "Name\tReference\tType\nNew court\tXX-1\tGovernment\nOther court\tXX-2\tGovernment\n"


def drop(widget: QWidget, *paths: Path) -> None:
    """Drops files on a widget as the system does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    where, action, button = QPoint(200, 200), Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    nothing = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(widget, QDragEnterEvent(where, action, data, button, nothing))
    QApplication.sendEvent(widget, QDropEvent(QPointF(where), action, data, button, nothing))
    QApplication.processEvents()


def test_a_file_dropped_on_the_window_is_for_the_list_one_is_in(sample: Office, opened: Open, tmp_path: Path) -> None:
    driver = opened(sample, start=Route("register", "ledger"))
    drop(driver.view, extract(tmp_path / "a.csv", NEW))
    page = page_of(driver)
    assert (page.state.kind, page.state.book is not None) == ("ledger", True)


def test_a_file_dropped_on_the_page_is_read_there(sample: Office, opened: Open, tmp_path: Path) -> None:
    driver = opened(sample, start=Route("table"))
    page = page_of(driver)
    drop(page, extract(tmp_path / "a.csv", NEW))
    assert page.state.book is not None
    assert page.crumbs()[-1][0] == "a.csv"


def test_the_list_is_recognised_and_can_be_changed(sample: Office, opened: Open, tmp_path: Path) -> None:
    page = begin(opened(sample), "", [extract(tmp_path / "a.csv", NEW, OTHER)])
    assert page.state.kind == "ledger"
    assert page.file_step.kinds["ledger"].isChecked()
    other = next(kind for kind in page.file_step.kinds if kind != "ledger")
    click(page.file_step.kinds[other], QPoint(10, 14))
    assert page.state.kind == other
    field = page.file_step.other_kind
    assert field is not None
    field.box.setFocus()
    press(field.box, "Down")
    assert page.state.kind not in ("ledger", other)


def test_a_table_is_pasted_on_the_list_of_imports(sample: Office, opened: Open) -> None:
    driver = opened(sample, start=Route("register", "imports"))
    QGuiApplication.clipboard().setText(ORGANISATIONS)
    press(driver.page, "Ctrl+V")
    page = page_of(driver)
    assert page.state.kind == "organisations"
    to_preview(page)
    assert counts(page) == {"NEW": 2}
    assert page.foot.accessibleName().startswith("Adds 2 organisations.")
    click(page.foot.go)
    assert len(records.choices(sample, "organisations", search="court")) >= 2
    click(button_named(page, "Import another file. Choose, drop or paste it"))
    QGuiApplication.clipboard().setText(ORGANISATIONS.replace("New court", "Newer court"))
    press(page, "Ctrl+V")
    to_preview(page)
    assert counts(page) == {"CHANGED": 1, "SAME": 1}
    assert page.foot.accessibleName().startswith("Updates 1 organisation. Leaves out 1 same.")


def test_several_files_come_one_after_another_and_are_read_alike(sample: Office, opened: Open, tmp_path: Path) -> None:
    headings = "Date;Voucher;Text;Budget line;Cur;Spent on it"
    files = [extract(tmp_path / f"{row[11:18]}.csv", row, headings=headings) for row in (NEW, OTHER)]
    page = begin(opened(sample), "ledger", files, grant=GRANT)
    assert "Then 1 more file, read alike: PV-9002.csv" in visible_texts(page.file_step)
    click(page.foot.go)
    for column, key in ((5, "original_amount"), (4, "original_currency")):
        page.columns_step.choose_field(column, key)
    click(page.foot.go)
    assert counts(page) == {"NEW": 1}
    click(page.foot.go)
    click(button_named(page, "Next file. PV-9002.csv"))
    assert page.state.draft is not None
    assert page.state.draft.mapping.fields[5] == "original_amount"
    assert page.state.options.grant == GRANT
    to_preview(page)
    click(page.foot.go)
    assert documents(sample) == {"PV-9001", "PV-9002"}


def test_a_mapping_that_was_kept_is_offered_again(sample: Office, opened: Open, tmp_path: Path) -> None:
    driver = opened(sample)
    page = begin(driver, "ledger", [extract(tmp_path / "a.csv", NEW)], grant=GRANT)
    click(page.foot.go)
    page.columns_rail.name.setText("Umoja extract")
    click(page.columns_rail.keep)
    assert "Umoja extract" in driver.said()
    click(button_named(page.foot, "Cancel"))
    page = begin(driver, "ledger", [extract(tmp_path / "b.csv", OTHER)])
    field = page.file_step.mapping
    assert field is not None
    assert field.box.currentText() == "Read like “Umoja extract”"
    field.box.setFocus()
    press(field.box, "Up")
    assert page.state.draft is not None


def test_another_sheet_and_another_row_of_headings_are_read(sample: Office, opened: Open, tmp_path: Path) -> None:
    path = sheets.table(tmp_path / "book.xlsx", ["Notes"], ["Name", "Reference"], ["Court", "XX-9"], sheet="One")
    page = begin(opened(sample), "organisations", [path])
    click(page.foot.go)
    assert page.columns_step.excerpt is not None
    click(page.columns_step.excerpt, QPoint(10, 24 * 2 + 5))
    assert page.state.draft is not None
    assert page.state.draft.mapping.header_rows == (2,)
    rail = page.columns_rail
    rail.header.setFocus()
    press(rail.header, "Up")
    assert page.state.draft.mapping.header_rows == (1,)
    rail.sheet_chosen.emit("One")
    assert page.state.draft.mapping.sheet == "One"


def test_a_conflict_is_settled_side_by_side(sample: Office, opened: Open, tmp_path: Path) -> None:
    driver = opened(sample)
    path = edited_export(driver.context, tmp_path)
    page = begin(driver, "organisations", [path])
    to_preview(page)
    assert counts(page)["CONFLICT"] == 1
    model = page.preview_step.model
    page.preview_step.table.go_to(model.next_with(Status.CONFLICT, after=-1))
    QApplication.processEvents()
    click(button_named(page.preview_rail, "Take the file’s"))
    assert page.foot.accessibleName().startswith("Updates 1 organisation.")
    click(button_named(page.preview_rail, "Keep the office’s"))
    assert page.foot.accessibleName().startswith("Nothing would come in.")


# --- what is no table -------------------------------------------------------------------------------------------------


def test_activities_go_to_their_dialog(empty: Office, opened: Open, tmp_path: Path) -> None:
    driver = opened(empty, start=Route("table"))
    path = iati.write(tmp_path / "a.xml", *iati.many(2))
    drop(driver.page, path)
    dialog = driver.dialog(ImportDialog)
    assert (dialog.kind, dialog.path.text()) == ("iati", str(path))
    assert dialog.import_button.isEnabled()


def test_what_is_no_table_is_said_in_a_sentence(sample: Office, opened: Open, tmp_path: Path) -> None:
    path = tmp_path / "broken.xlsx"
    path.write_bytes(b"PK\x03\x04 nothing")
    driver = opened(sample, start=Route("table"))
    drop(driver.page, path)
    assert len(driver.overlays()) == 1
    page = driver.page
    assert isinstance(page, ImportPage)
    assert page.state.step is Step.FILE


def test_an_empty_workbook_is_written_for_a_list(
    sample: Office, opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "Empty workbook to fill in. With lists to choose from, for colleagues without the program"
    driver = opened(sample, start=Route("table", "organisations"))
    saving(monkeypatch, None)
    click(button_named(driver.page, name))
    saving(monkeypatch, tmp_path / "empty.xlsx")
    click(button_named(driver.page, name))
    assert (tmp_path / "empty.xlsx").stat().st_size > 0
    page = driver.go("table")
    monkeypatch.setattr(QMenu, "popup", lambda *_where: None)  # which the plugin that draws into memory cannot do
    click(button_named(page, name))
    (menu,) = page.findChildren(QMenu)
    saving(monkeypatch, tmp_path / "grants.xlsx")
    next(action for action in menu.actions() if action.text() == "Grants").trigger()
    assert (tmp_path / "grants.xlsx").exists()


def test_an_import_that_is_done_makes_room_for_the_next(sample: Office, opened: Open, tmp_path: Path) -> None:
    driver = opened(sample)
    page = begin(driver, "ledger", [extract(tmp_path / "a.csv", NEW)], grant=GRANT)
    to_preview(page)
    click(page.foot.go)
    leave_and_come_back(driver)
    assert page_of(driver).state.step is Step.FILE


def leave_and_come_back(driver: WindowDriver) -> None:
    """To the ledger, and back by its button."""
    driver.go("register", "ledger")
    click(button_named(driver.page, "Import"))
