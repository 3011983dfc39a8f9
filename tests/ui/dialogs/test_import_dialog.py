"""An import is shown before it is done: what is new, what is wrong and where; then it is done whole, or not at all."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel

from desktop.config import paths
from desktop.services import records
from desktop.services.offices import Office
from desktop.ui.context import Route
from desktop.ui.dialogs.message_dialog import MessageDialog
from desktop.ui.pages.register_page import RegisterPage
from desktop.ui.tasks import ThreadRunner
from desktop.ui.widgets.toast import ProgressPanel, Toast
from tests.helpers import iati
from tests.helpers.importing import counts, look_at, open_import, projects, said
from tests.helpers.program import choosing
from tests.helpers.tasks import HeldRunner
from tests.helpers.window import button_named, click, press, visible_texts, wait_until
from tests.ui.conftest import Open

PROMISE = "Adds {} records and updates 0. What is here already stays as it is. It can be undone."


@pytest.fixture
def two_projects(tmp_path: Path) -> Path:
    """An activity file with two projects, each with one grant of one funder, and something we have no place for."""
    return iati.write(
        tmp_path / "two.xml",
        *(
            iati.activity(f"XX-1-{number}", iati.transaction("11", "1000.25", provider="XX-9"), "<location/>")
            for number in (1, 2)
        ),
    )


# --- activities -------------------------------------------------------------------------------------------------------


def test_opens_with_the_cursor_in_the_file(empty: Office, opened: Open) -> None:
    dialog = open_import(opened(empty))
    assert dialog.kind == "iati"
    assert not dialog.import_button.isEnabled()
    assert dialog.isAncestorOf(dialog.focusWidget())


def test_preview_counts_before_anything_is_written(empty: Office, opened: Open, two_projects: Path) -> None:
    dialog = open_import(opened(empty))
    look_at(dialog, two_projects)
    assert counts(dialog) == {
        "Organisations": ["2", "0", "0"],
        "Programmes and projects": ["2", "0", "0"],
        "Grants": ["2", "0", "0"],
    }
    texts = visible_texts(dialog)
    assert PROMISE.format(8) in texts
    assert "Left out, kept in the copy of the file: 2 elements location" in texts
    assert projects(empty) == []


def test_dialog_grows_with_what_was_found_and_leaves_the_focus(empty: Office, opened: Open, two_projects: Path) -> None:
    dialog = open_import(opened(empty))
    before = dialog.panel.height()
    look_at(dialog, two_projects)
    wait_until(lambda: dialog.panel.height() > before)
    assert not dialog.import_button.hasFocus()  # Enter must not import what no one has read yet
    sentence = next(text for text in dialog.findChildren(QLabel) if text.text() == PROMISE.format(8))
    assert dialog.panel.rect().contains(sentence.mapTo(dialog.panel, sentence.rect().bottomRight()))


def test_import_tells_its_outcome_and_offers_to_undo_it(empty: Office, opened: Open, two_projects: Path) -> None:
    driver = opened(empty)
    dialog = open_import(driver)
    look_at(dialog, two_projects)
    press(dialog.import_button, "Space")
    assert driver.overlays() == []
    assert projects(empty) == ["XX-1-1", "XX-1-2"]
    sentence = "Imported two.xml: 2 organisations, 2 projects, and 2 grants."
    assert said(driver) == sentence
    (toast,) = driver.window.findChildren(Toast)
    assert sentence in visible_texts(toast)
    click(button_named(toast, "Undo"))
    assert projects(empty) == []
    assert said(driver).startswith("Undid the import of two.xml")


def test_import_is_undone_by_key_too(empty: Office, opened: Open, two_projects: Path) -> None:
    driver = opened(empty)
    dialog = open_import(driver)
    look_at(dialog, two_projects)
    click(dialog.import_button)
    press(driver.window, "Ctrl+Z")
    assert projects(empty) == []
    assert not driver.view.top.undo.isEnabled()


def test_list_of_imports_shows_it_and_undoes_it(empty: Office, opened: Open, two_projects: Path) -> None:
    driver = opened(empty, start=Route("register", "imports"))
    dialog = open_import(driver)
    look_at(dialog, two_projects)
    click(dialog.import_button)
    page = driver.page
    assert isinstance(page, RegisterPage)
    assert page.table.totals.text == "1 import"
    page.table.table.selectRow(0)
    click(button_named(page, "Undo this import"))
    assert projects(empty) == []


def test_list_of_imports_gives_the_file_back(
    empty: Office, opened: Open, two_projects: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = opened(empty, start=Route("register", "imports"))
    dialog = open_import(driver)
    look_at(dialog, two_projects)
    click(dialog.import_button)
    page = driver.page
    assert isinstance(page, RegisterPage)
    asked = choosing(monkeypatch, save=tmp_path / "back.xml")
    click(button_named(page, "Save the file"))
    assert asked == []  # none is selected
    page.table.table.selectRow(0)
    click(button_named(page, "Save the file"))
    assert asked == ["Save the file", "two.xml"]
    assert (tmp_path / "back.xml").read_bytes() == two_projects.read_bytes()
    assert said(driver) == "Saved back.xml as it was imported."


def test_closed_dialog_takes_nothing_of_the_page_with_it(empty: Office, opened: Open) -> None:
    """Found by a crash: to be asked for the next in Qt's chain of focus made it the owner of a part of the page."""
    driver = opened(empty, start=Route("register", "imports"))
    page = driver.page
    assert isinstance(page, RegisterPage)
    dialog = open_import(driver)
    for _ in range(20):
        press(dialog.focusWidget(), "Tab")
    press(dialog, "Escape")
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    QApplication.processEvents()
    head = page.table.table.horizontalHeader()
    assert shiboken6.isValid(head)
    assert head in gc.get_referents(page.table.table)


def test_backup_is_made_before(empty: Office, opened: Open, two_projects: Path) -> None:
    dialog = open_import(opened(empty))
    look_at(dialog, two_projects)
    assert list(paths.backups().iterdir()) == []
    click(dialog.import_button)
    (backup,) = paths.backups().rglob("*.grantdesk")
    assert "before import" in backup.name


def test_same_file_again_has_nothing_new(empty: Office, opened: Open, two_projects: Path) -> None:
    driver = opened(empty)
    for _ in range(2):
        dialog = open_import(driver)
        look_at(dialog, two_projects)
        if dialog.import_button.isEnabled():
            click(dialog.import_button)
    assert "Nothing new in two.xml: everything is here already." in visible_texts(dialog)
    assert counts(dialog)["Programmes and projects"] == ["0", "0", "2"]
    assert not dialog.import_button.isEnabled()


def test_file_is_chosen_by_its_button(
    empty: Office, opened: Open, two_projects: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choosing(monkeypatch, open_=two_projects)
    dialog = open_import(opened(empty))
    click(button_named(dialog, "Choose a file"))
    assert dialog.path.text() == str(two_projects)
    assert dialog.import_button.isEnabled()


def test_looking_at_no_file_asks_for_one(
    empty: Office, opened: Open, two_projects: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = choosing(monkeypatch, open_=two_projects)
    dialog = open_import(opened(empty))
    click(button_named(dialog, "Look at it first"))
    assert asked == ["Import", ""]
    assert dialog.import_button.isEnabled()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "bad.xml"),
        (b"", "bad.xml"),
        (b"<iati-activities version='2.03'><iati-activity>", "bad.xml"),
        (iati.document(version="1.05").encode(), "bad.xml"),
    ],
    ids=["missing", "empty", "cut off", "old version"],
)
def test_file_that_cannot_be_used_is_told_in_a_sentence(
    empty: Office, opened: Open, tmp_path: Path, content: bytes | None, sentence: str
) -> None:
    bad = tmp_path / "bad.xml"
    if content is not None:
        bad.write_bytes(content)
    driver = opened(empty)
    dialog = open_import(driver)
    look_at(dialog, bad)
    message = driver.dialog(MessageDialog)
    assert any(sentence in text for text in visible_texts(message))
    press(message, "Escape")
    assert dialog.isVisible()
    assert not dialog.import_button.isEnabled()
    assert projects(empty) == []


def test_problem_of_an_activity_is_listed_with_its_name(empty: Office, opened: Open, tmp_path: Path) -> None:
    path = iati.write(tmp_path / "part.xml", iati.activity("XX-1-1", '<related-activity type="1" ref="XX-1-0"/>'))
    dialog = open_import(opened(empty))
    look_at(dialog, path)
    texts = visible_texts(dialog)
    assert "XX-1-1" in texts
    assert any(text.startswith("It is part of XX-1-0, which the file does not hold.") for text in texts)
    assert dialog.import_button.isEnabled()


# --- what was shown is what is imported -------------------------------------------------------------------------------


def test_other_file_asks_for_another_look(empty: Office, opened: Open, two_projects: Path, tmp_path: Path) -> None:
    other = iati.write(tmp_path / "other.xml", iati.activity("XX-1-9"))
    dialog = open_import(opened(empty))
    look_at(dialog, two_projects)
    dialog.path.setText(str(other))
    assert not dialog.import_button.isEnabled()
    assert PROMISE.format(8) not in visible_texts(dialog)
    press(dialog.path, "Return")
    click(dialog.import_button)
    assert projects(empty) == ["XX-1-9"]


def test_other_kind_asks_for_another_look(empty: Office, opened: Open, two_projects: Path) -> None:
    dialog = open_import(opened(empty))
    look_at(dialog, two_projects)
    click(button_named(dialog, "UN exchange rates (.xls, .xml)"))
    assert not dialog.import_button.isEnabled()
    click(button_named(dialog, "IATI activities (.xml)"))
    assert not dialog.import_button.isEnabled()


def test_answer_for_a_file_that_was_left_is_dropped(
    empty: Office, opened: Open, two_projects: Path, tmp_path: Path
) -> None:
    tasks = HeldRunner()
    driver = opened(empty, tasks=tasks)
    dialog = open_import(driver)
    tasks.hold()
    look_at(dialog, tmp_path / "missing.xml")
    look_at(dialog, two_projects)
    tasks.release(1)
    assert driver.overlays() == [dialog]
    assert not dialog.import_button.isEnabled()
    tasks.release()
    assert counts(dialog)["Programmes and projects"] == ["2", "0", "0"]


def test_pressing_import_twice_imports_once(empty: Office, opened: Open, two_projects: Path) -> None:
    tasks = HeldRunner()
    dialog = open_import(opened(empty, tasks=tasks))
    look_at(dialog, two_projects)
    tasks.hold()
    click(dialog.import_button)
    dialog.apply()
    dialog.look()
    assert len(tasks.held) == 1
    tasks.release()
    assert len(records.choices(empty, "imports")) == 1


# --- long imports -----------------------------------------------------------------------------------------------------


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """An activity file that takes a moment."""
    return iati.write(tmp_path / "large.xml", *iati.many(400))


def test_closing_the_dialog_stops_the_import_and_takes_it_back(empty: Office, opened: Open, large: Path) -> None:
    tasks = HeldRunner()
    driver = opened(empty, tasks=tasks)
    dialog = open_import(driver)
    look_at(dialog, large)
    tasks.hold()
    click(dialog.import_button)
    press(dialog, "Escape")
    assert dialog.isVisible()  # until it is known whether it could still be stopped
    tasks.release()
    assert driver.overlays() == []
    assert said(driver) == "Cancelled. Nothing was changed."
    assert projects(empty) == []
    assert records.choices(empty, "imports") == []


def test_import_stopped_from_its_progress_can_be_done_again(empty: Office, opened: Open, large: Path) -> None:
    tasks = HeldRunner()
    driver = opened(empty, tasks=tasks)
    dialog = open_import(driver)
    look_at(dialog, large)
    tasks.hold()
    click(dialog.import_button)
    tasks.watches[-1].cancelled.set()
    tasks.release()
    assert said(driver) == "Cancelled. Nothing was changed."
    assert dialog.isVisible()
    assert projects(empty) == []
    click(button_named(dialog, "Look at it first"))
    click(dialog.import_button)
    assert len(projects(empty)) == 200  # as many as are offered at most


def test_office_that_changed_since_the_look_is_told(empty: Office, opened: Open, two_projects: Path) -> None:
    driver = opened(empty)
    dialog = open_import(driver)
    look_at(dialog, two_projects)
    records.save(empty, "projects", values={"reference": "XX-1-1", "title": "Typed in meanwhile"})
    click(dialog.import_button)
    assert driver.dialog(MessageDialog).isVisible()
    assert projects(empty) == ["XX-1-1"]


def test_long_import_shows_its_progress_and_ends_with_its_outcome(empty: Office, opened: Open, large: Path) -> None:
    driver = opened(empty, tasks=ThreadRunner())
    dialog = open_import(driver)
    look_at(dialog, large)
    wait_until(dialog.import_button.isEnabled, "the file to be read")
    click(dialog.import_button)
    wait_until(lambda: driver.overlays() == [], "the import to end")
    assert said(driver).startswith("Imported large.xml: ")
    wait_until(lambda: not any(panel.isVisible() for panel in driver.window.findChildren(ProgressPanel)))
