"""Templates of funders on the screen: added, refused kindly, previewed, and the names that they may call."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QFrame

from desktop.services import report_templates
from desktop.services.offices import Office
from desktop.ui.context import Route
from desktop.ui.pages.templates_page import TemplatesPage
from tests.helpers.window import WindowDriver, button_named, click, type_text, visible_texts
from tests.ui.conftest import Open

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # of the list below a choice


@pytest.fixture
def driver(sample: Office, opened: Open) -> WindowDriver:
    return opened(sample, start=Route("templates"))


def page_of(driver: WindowDriver) -> TemplatesPage:
    page = driver.page
    assert isinstance(page, TemplatesPage)
    return page


def template(path: Path, *texts: str) -> Path:
    """A workbook with these texts below each other."""
    book = openpyxl.Workbook()
    (sheet,) = book.worksheets
    for row, text in enumerate(texts, start=1):
        sheet.cell(row, 1, text)
    book.save(path)
    return path


def test_a_template_is_added_by_the_button_and_listed(
    driver: WindowDriver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = template(tmp_path / "Statement.xlsx", "{{grant.reference}}", "{{cumulative.total}}")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_arguments: (str(path), ""))
    click(button_named(driver.page, "Add a template…"))
    assert "Statement, version 1" in visible_texts(driver.page)


def test_names_that_are_not_understood_are_listed_with_the_nearest(driver: WindowDriver, tmp_path: Path) -> None:
    page = page_of(driver)
    page.add_file(template(tmp_path / "Typed.xlsx", "{{grant.referense}}", "{{cumulative.totl}}"))
    texts = " ".join(visible_texts(page))
    assert "Typed.xlsx was not added" in texts
    assert "{{grant.referense}}" in texts
    assert "Perhaps grant.reference" in texts
    assert report_templates.templates(driver.context.office) == ()
    page.add_file(template(tmp_path / "Typed.xlsx", "{{grant.reference}}"))
    assert "was not added" not in " ".join(visible_texts(page))
    assert "Typed, version 1" in visible_texts(page)


def test_a_name_is_found_and_copied(driver: WindowDriver) -> None:
    page = page_of(driver)
    assert visible_texts(page)
    page.search.line.setFocus()
    type_text("title grant")
    assert page.names.rowCount() == 1
    click(page.table.viewport(), page.table.visualRect(page.names.index(0, 0)).center())
    assert QGuiApplication.clipboard().text() == "{{grant.title}}"


def test_a_preview_is_filled_and_opened(driver: WindowDriver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = page_of(driver)
    page.add_file(template(tmp_path / "Statement.xlsx", "{{grant.title}}"))
    seen: list[str] = []

    def open_url(url: QUrl) -> bool:
        book = openpyxl.load_workbook(url.toLocalFile())
        seen.append(str(book.worksheets[0]["A1"].value))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    assert "Statement, version 1" in visible_texts(page)
    click(button_named(page, "Preview"))
    assert seen == ["Legal aid, CAR"]


def test_an_example_and_a_template_are_saved(driver: WindowDriver, tmp_path: Path) -> None:
    page = page_of(driver)
    page.save_example(report_templates.example_templates()[0], str(tmp_path / "example.xlsx"))
    assert openpyxl.load_workbook(tmp_path / "example.xlsx").worksheets
    source = template(tmp_path / "Statement.xlsx", "{{grant.title}}")
    page.add_file(source)
    (kept,) = report_templates.templates(driver.context.office)
    page.save_as(kept, str(tmp_path / "again.xlsx"))
    assert (tmp_path / "again.xlsx").read_bytes() == source.read_bytes()


def test_the_names_are_saved_as_a_workbook(
    driver: WindowDriver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda _page, _title, name, _kind: (str(tmp_path / name), ""))
    page = page_of(driver)
    rail = page.findChild(QFrame, "rail")
    assert rail is not None
    click(button_named(rail, "Save as…"))
    sheet: Any = openpyxl.load_workbook(tmp_path / "Names for templates.xlsx").active
    written = {row[0].value for row in sheet.iter_rows()}
    assert {page.names.written(row) for row in range(page.names.rowCount())} <= written


def test_an_office_without_grants_says_that_names_have_no_examples(empty: Office, opened: Open) -> None:
    driver = opened(empty, start=Route("templates"))
    assert "Examples to begin with" in visible_texts(driver.page)
    assert page_of(driver).names.rowCount() == 0
