"""The folder of extracts: chosen once for an office, each file with its state, new ones looked at one after another."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from desktop.config.settings import Settings
from desktop.domain.progress import Silent
from desktop.services import records
from desktop.services.imports import Options, apply_import, folder, plan_rates, sheets, undo_import
from desktop.services.offices import Office
from desktop.ui.context import Context, Route
from desktop.ui.pages.folder_page import FolderPage
from desktop.ui.pages.import_page import ImportPage
from desktop.ui.pages.record_page import RecordPage
from tests.helpers import rate_files
from tests.helpers.rate_files import line
from tests.helpers.window import WindowDriver, button_named, click, make_context, visible_texts, wait_until
from tests.ui.conftest import Open


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files count as written the moment they are."""
    monkeypatch.setattr(folder, "SETTLED_SECONDS", 0.0)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a file that was imported, a new one, and an empty one."""
    made = tmp_path / "Extracts"
    made.mkdir()
    rate_files.tabbed(made / "UN.xls", line("XOF", "588.25"))
    (made / "GL 2.csv").write_text("Date;Amount\n", encoding="utf-8")
    (made / "GL 10.xlsx").touch()
    return made


@pytest.fixture
def context(sample: Office, place: Path) -> Context:
    settings = Settings().with_extracts(sample.facts.uid, str(place))
    apply_import(sample, plan_rates(sample, place / "UN.xls", progress=Silent()), progress=Silent())
    return make_context(sample, settings=settings)


def page_of(driver: WindowDriver) -> FolderPage:
    page = driver.go("folder")
    assert isinstance(page, FolderPage)
    return page


def wanted(driver: WindowDriver) -> list[Route]:
    """Where the page asks to go from now on."""
    routes: list[Route] = []
    driver.context.wanted.disconnect()
    driver.context.wanted.connect(routes.append)
    return routes


def test_a_folder_is_chosen_once(sample: Office, opened: Open, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    driver = opened(sample)
    page = page_of(driver)
    assert "No folder chosen yet" in visible_texts(page)
    assert page.choose_button.hasFocus()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_asked: "")
    click(page.choose_button)
    assert not page.folder
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_asked: str(place))
    click(page.choose_button)
    assert driver.context.settings.extracts == {sample.facts.uid: str(place)}
    assert "2 files wait to be looked at." in visible_texts(page)


def test_each_file_has_its_state(context: Context, opened: Open) -> None:
    page = page_of(opened(context))
    texts = visible_texts(page)
    assert "1 file waits to be looked at." in texts
    assert [text for text in texts if text.startswith(("GL", "UN"))] == ["GL 2.csv", "GL 10.xlsx", "UN.xls"]
    assert "The file is empty." in texts
    assert page.found is not None
    assert [file.state for file in page.found.files] == ["new", "unreadable", "imported"]


def test_a_new_file_is_looked_at_and_an_imported_one_opened(context: Context, opened: Open, place: Path) -> None:
    driver = opened(context)
    page = page_of(driver)
    click(button_named(page, "Open the import: UN.xls"))
    assert isinstance(driver.page, RecordPage)
    page = page_of(driver)
    routes = wanted(driver)
    click(button_named(page, "Look at it: GL 2.csv"))
    (place / "GL 3.csv").write_text("Date;Amount;\n", encoding="utf-8")
    page.refresh()
    click(page.all_button)
    assert routes == [
        Route("import", paths=(str(place / "GL 2.csv"),)),
        Route("import", paths=(str(place / "GL 2.csv"), str(place / "GL 3.csv"))),
    ]


def test_a_file_is_opened_on_the_page_of_an_import(context: Context, opened: Open, place: Path) -> None:
    (place / "GL 2.csv").write_text("Date;Document;Amount\n04/03/2019;PV-1;5,00\n", encoding="utf-8")
    driver = opened(context)
    click(button_named(page_of(driver), "Look at it: GL 2.csv"))
    page = driver.page
    assert isinstance(page, ImportPage)
    assert page.state.book is not None
    assert page.state.book.name == "GL 2.csv"


def test_the_page_of_imports_says_how_many_files_wait(context: Context, opened: Open, place: Path) -> None:
    driver = opened(context)
    page = driver.go("register", "imports")
    click(button_named(page, "Folder of extracts 1"))
    assert isinstance(driver.page, FolderPage)
    (place / "GL 2.csv").unlink()
    undo_import(driver.context.office, batch_id=2)
    driver.context.changed.emit(frozenset({"import_batch"}))
    button_named(driver.go("register", "imports"), "Folder of extracts 1")
    for file in place.iterdir():
        file.unlink()
    place.rmdir()
    driver.context.changed.emit(frozenset({"import_batch"}))
    button_named(driver.page, "Folder of extracts")
    assert not driver.overlays()


def test_what_comes_into_the_folder_is_seen(context: Context, opened: Open, place: Path) -> None:
    """The system tells of it, nobody has to ask; what is still being written is looked at again by itself."""
    page = page_of(opened(context))
    (place / "GL 3.csv").write_text("Date;Amount;\n", encoding="utf-8")
    wait_until(lambda: page.found is not None and len(page.found.waiting) == 2, "the new file")
    assert "GL 3.csv" in visible_texts(page)


def test_a_file_that_is_being_written_waits(context: Context, opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    driver = opened(context)
    page = page_of(driver)
    monkeypatch.setattr(folder, "SETTLED_SECONDS", 3600.0)
    page.refresh()
    assert visible_texts(page).count("Nothing new: everything in the files that can be read is here.") == 1
    assert page._again.isActive()
    monkeypatch.setattr(folder, "SETTLED_SECONDS", 0.0)
    page._again.setInterval(0)
    page._again.start()
    wait_until(lambda: page.found is not None and bool(page.found.waiting), "the file to be looked at again")


def test_a_folder_that_is_gone_or_empty_says_so(context: Context, opened: Open, place: Path) -> None:
    for file in place.iterdir():
        file.unlink()
    page = page_of(opened(context))
    assert "No workbook or text file is in this folder yet." in visible_texts(page)
    place.rmdir()
    page.refresh()
    assert f"There is no folder {place}." in visible_texts(page)
    assert not page.all_button.isEnabled()


def test_a_fault_is_not_hidden(context: Context, opened: Open) -> None:
    page = page_of(opened(context))
    with pytest.raises(ZeroDivisionError):
        page._refused(ZeroDivisionError())


def test_very_many_files_are_not_all_shown(context: Context, opened: Open, place: Path) -> None:
    for number in range(310):
        (place / f"{number}.csv").write_text(str(number), encoding="utf-8")
    page = page_of(opened(context))
    assert "13 more files are not shown." in visible_texts(page)


def test_a_file_that_brings_nothing_new_waits_no_more_once_it_was_looked_at(
    context: Context, opened: Open, place: Path
) -> None:
    grant = records.choices(context.office, "grants")[0].code
    rows = f"Date;Document;Description;Supplier;Grant;Amount\n25/03/2019;PV-77;Fuel;Total;{grant};5,00\n"
    (place / "GL 2.csv").write_text(rows, encoding="utf-8")
    book = sheets.open_file(place / "GL 2.csv", progress=Silent())
    draft = sheets.draft(context.office, book, "ledger")
    shown = sheets.preview(context.office, draft, Options(), progress=Silent())
    batch = sheets.apply(context.office, shown, progress=Silent()).record_id
    (place / "GL 2.csv").write_text(rows.replace("5,00", "5.00"), encoding="utf-8")
    driver = opened(context)
    page = page_of(driver)
    click(button_named(page, "Look at it: GL 2.csv"))
    looked = driver.page
    assert isinstance(looked, ImportPage)
    looked.work.preview()
    assert looked.state.preview is not None
    assert looked.state.preview.brings_nothing
    page = page_of(driver)
    assert "Nothing new: everything in the files that can be read is here." in visible_texts(page)
    assert any(text.startswith("Looked at on ") for text in visible_texts(page))
    undo_import(context.office, batch_id=batch)
    page.refresh()
    assert "1 file waits to be looked at." in visible_texts(page)
