"""Drives the page of an import by mouse and keyboard, on extracts written for it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog

from desktop.services import records
from desktop.services.imports import Status
from desktop.services.offices import Office
from desktop.ui.models.import_state import Step
from desktop.ui.pages.import_page import ImportPage
from tests.helpers.window import WindowDriver, click, press, visible_texts

GRANT = "NER-CT-01"
HEADINGS = "Date;Voucher;Text;Budget line;Currency;Amount"
NEW = "21/10/2019;PV-9001;Fuel, prison visits;7.1;XOF;186 500"
OTHER = "17/10/2019;PV-9002;Ten UN Volunteers;1.2;USD;12 480,00"
NO_DAY = "31/09/2019;PV-9003;Translation of case files;4.2;USD;410,00"
NO_LINE = "18/10/2019;PV-9004;Conference room;9.4;USD;735,00"


def extract(path: Path, *rows: str, headings: str = HEADINGS) -> Path:
    """An extract as text, with a title above its headings."""
    path.write_text("\n".join(["UNOPS extract;;;;;", "", headings, *rows]) + "\n", encoding="utf-8")
    return path


def choosing(monkeypatch: pytest.MonkeyPatch, *paths: Path) -> None:
    """Lets the dialog of the system answer with these files."""
    answer = [str(path) for path in paths], ""
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_asked: answer)


def saving(monkeypatch: pytest.MonkeyPatch, path: Path | None) -> None:
    """Lets the dialog of the system save to this file, or be cancelled."""
    answer = "" if path is None else str(path), ""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: answer)


def page_of(driver: WindowDriver) -> ImportPage:
    """The page of the import, once the window has come to rest."""
    QApplication.processEvents()
    page = driver.page
    assert isinstance(page, ImportPage)
    return page


def begin(driver: WindowDriver, kind: str, paths: Sequence[Path], *, grant: str = "") -> ImportPage:
    """Opens files for a list."""
    driver.go("import", kind, paths=tuple(str(path) for path in paths))
    page = page_of(driver)
    if grant:
        choose_grant(page, grant)
    return page


def choose_grant(page: ImportPage, reference: str) -> None:
    """Chooses the grant by typing its code."""
    field = page.file_step.grant
    assert field is not None
    field.box.setFocus()
    place = next(place for place in range(field.box.count()) if reference in field.box.itemText(place))
    while field.box.currentIndex() != place:
        press(field.box, "Down")


def to_preview(page: ImportPage) -> None:
    """Goes on to the preview by the button at the foot."""
    while page.state.step < Step.PREVIEW:
        before = page.state.step
        click(page.foot.go)
        assert page.state.step > before, visible_texts(page.foot)


def counts(page: ImportPage) -> dict[str, int]:
    """How many rows of each status there are."""
    preview = page.state.preview
    assert preview is not None
    return {status.name: preview.count(status) for status in Status if preview.count(status)}


def documents(office: Office) -> set[str]:
    """The documents of the entries that tests bring in."""
    return {choice.code for choice in records.choices(office, "ledger", search="PV-90", limit=500)}
