"""Publishing to IATI on the screen: what is ready, what lacks, which projects go out, and the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree
from PySide6.QtWidgets import QFileDialog

from desktop.services.offices import Office
from desktop.ui.context import Route
from desktop.ui.pages.iati_page import IatiPage
from tests.helpers.window import WindowDriver, button_named, click, press, visible_texts
from tests.ui.conftest import Open


@pytest.fixture
def driver(sample: Office, opened: Open) -> WindowDriver:
    return opened(sample, start=Route("iati"))


def page_of(driver: WindowDriver) -> IatiPage:
    page = driver.page
    assert isinstance(page, IatiPage)
    return page


def go_to(page: IatiPage, reference: str) -> int:
    """Puts the keyboard on a project; returns its row."""
    rows = range(page.model.rowCount())
    row = next(row for row in rows if page.model.project(row).reference == reference)
    page.table.setFocus()
    page.table.go_to(row, 1)
    return row


def test_projects_that_lack_nothing_are_ticked(driver: WindowDriver) -> None:
    page = page_of(driver)
    assert "All 8 projects are ready." in " ".join(visible_texts(page))
    assert len(page.model.chosen) == page.model.rowCount() == 8


def test_only_what_is_ticked_goes_into_the_file(
    driver: WindowDriver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(driver)
    target = tmp_path / "published.xml"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: (str(target), ""))
    click(button_named(page, "None"))
    assert not button_named(page, "Write the file").isEnabled()
    go_to(page, "NER-LA")
    press(page.table, "Return")
    click(button_named(page, "Write the file"))
    found = etree.parse(str(target)).findall(".//iati-identifier")
    assert [element.text for element in found] == ["XM-DAC-41128-NER-LA"]


def test_what_a_project_lacks_stands_beside_it_with_the_way_to_mend_it(driver: WindowDriver) -> None:
    page = page_of(driver)
    go_to(page, "SEN-YV")
    assert "SEN-YV" in visible_texts(page.rail)
    told = next(project for project in page.model.chosen if project.reference == "SEN-YV").findings
    assert all(driver.context.text(finding.sentence) in visible_texts(page.rail) for finding in told)


def test_a_tick_is_taken_away_by_a_click(driver: WindowDriver) -> None:
    page = page_of(driver)
    row = go_to(page, "NER-LA")
    click(page.table.viewport(), page.table.visualRect(page.model.index(row, 0)).center())
    assert "NER-LA" not in [project.reference for project in page.model.chosen]
    assert "7 go into the file." in " ".join(visible_texts(page))


def test_an_office_without_projects_has_nothing_to_publish(empty: Office, opened: Open) -> None:
    page = page_of(opened(empty, start=Route("iati")))
    assert visible_texts(page)
    assert not button_named(page, "Write the file").isEnabled()
