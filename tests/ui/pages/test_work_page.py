"""Counts of work typed as in a spreadsheet, by real keys over a real office: typing, pasting, undoing, other months."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.domain.staffing.work import CountKey
from desktop.services.offices import Office
from desktop.services.work import CountEdit, set_counts, work_grid
from desktop.ui.context import Route
from desktop.ui.dialogs.record_dialog import RecordDialog
from desktop.ui.pages.record_page import RecordPage
from desktop.ui.pages.work_page import WorkPage
from desktop.ui.tasks import ThreadRunner
from desktop.ui.widgets.empty_state import WayButton
from tests.helpers.budget_page import type_text
from tests.helpers.legal_aid import LegalAid, make_legal_aid
from tests.helpers.records import making
from tests.helpers.window import (
    WindowDriver,
    button_named,
    click,
    make_context,
    press,
    visible_texts,
    wait_until,
)
from tests.ui.conftest import Open

MARCH = date(2019, 3, 1)
FILES, WOMEN, MEN, GIRLS = 3, 4, 5, 7  # places of columns behind deployment, volunteer and place


@pytest.fixture
def aid(empty: Office) -> LegalAid:
    return make_legal_aid(empty)


@pytest.fixture
def window(empty: Office, aid: LegalAid, opened: Open) -> WindowDriver:
    return opened(empty, start=Route("work", "projects", aid.project, filters=("2019-03",)))


def page_of(window: WindowDriver) -> WorkPage:
    page = window.page
    assert isinstance(page, WorkPage)
    return page


def go(page: WorkPage, row: int, column: int) -> None:
    """Clicks a cell."""
    page.view.go_to(row, column)
    area = page.view.visualRect(page.model.index(row, column))
    QTest.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=area.center())
    page.view.setFocus()
    QApplication.processEvents()


def here(page: WorkPage) -> tuple[int, int]:
    index = page.view.currentIndex()
    return index.row(), index.column()


def row(page: WorkPage, number: int) -> list[str]:
    return [page.model.cell(number, column).text for column in range(page.model.columnCount())]


def foot(page: WorkPage) -> list[str]:
    return [page.model.foot(column).text for column in range(page.model.columnCount())]


def paste(page: WorkPage, *rows: str) -> None:
    QGuiApplication.clipboard().setText("\n".join(rows))
    press(page.view, "Ctrl+V")


def kept(office: Office, aid: LegalAid, month: date = MARCH) -> dict[CountKey, int]:
    grid = work_grid(office, project_id=aid.project, month=month)
    return {key: one.count for key, one in grid.counts.items()}


def test_a_month_is_typed_with_its_sums_at_once(window: WindowDriver, empty: Office, aid: LegalAid) -> None:
    page = page_of(window)
    heads = [(head.group, head.text) for head in page.model.heads]
    assert heads[FILES] == ("", "Files reviewed")
    assert heads[WOMEN] == ("Persons assisted", "Women")
    assert heads[-1] == ("Persons assisted", "Total")
    assert row(page, 0)[: WOMEN + 1] == ["D-NIA", "V-NIA", "Niamey", "41", ""]
    assert here(page) == (0, FILES)
    go(page, 1, FILES)
    type_text("1200")
    press(page.view.editor, "Tab")
    assert here(page) == (1, WOMEN)
    assert foot(page)[FILES] == "1,241"
    type_text("3")
    press(page.view.editor, "Return")
    assert row(page, 1)[-1] == foot(page)[-1] == "3"
    assert kept(empty, aid)[CountKey(aid.persons, aid.tera, MARCH, "f", "adult")] == 3
    assert any("Never write who a person is" in text for text in visible_texts(page))


def test_what_is_no_count_stays_open_and_says_why(window: WindowDriver) -> None:
    page = page_of(window)
    go(page, 1, FILES)
    for wrong in ("2.5", "-3", "many"):
        type_text(wrong)
        press(page.view.editor, "Return")
        assert page.view.is_editing
        assert "is no count" in page.view.tip.text
        press(page.view.editor, "Escape")
    go(page, 0, 0)
    type_text("7")
    assert not page.view.is_editing  # names are not typed


def test_a_block_from_excel_is_one_step_to_undo(window: WindowDriver, empty: Office, aid: LegalAid) -> None:
    page = page_of(window)
    go(page, 0, FILES)
    paste(page, "Files\tWomen\tMen", "50\t2\t9", "12\t\t4")
    assert row(page, 0)[FILES : MEN + 1] == ["50", "2", "9"]
    assert row(page, 1)[FILES : MEN + 1] == ["12", "", "4"]
    assert foot(page)[FILES] == "62"
    press(window.window, "Ctrl+Z")
    assert kept(empty, aid) == {CountKey(aid.files, aid.niamey, MARCH): 41}
    assert foot(page)[FILES] == "41"
    paste(page, "50\tsome", "12\t")
    assert "Nothing was pasted. Row 1" in page.view.tip.text
    paste(page, "1", "2", "3")
    assert "has no place in the grid" in page.view.tip.text
    assert foot(page)[FILES] == "41"


def test_cells_are_filled_down_copied_and_emptied(window: WindowDriver, empty: Office, aid: LegalAid) -> None:
    page = page_of(window)
    go(page, 1, FILES)
    press(page.view, "Ctrl+D")
    assert row(page, 1)[FILES] == "41"
    press(page.view, "Shift+Up")
    press(page.view, "Ctrl+C")
    assert QGuiApplication.clipboard().text() == "41\r\n41"
    paste(page, "8")
    assert foot(page)[FILES] == "16"
    press(page.view, "Delete")
    assert not kept(empty, aid)
    assert foot(page)[FILES] == ""
    page.cell_menu().close()


def test_other_months_are_a_key_away_and_none_is_to_come(window: WindowDriver) -> None:
    page = page_of(window)
    assert page.month_label.text() == "March 2019"
    press(page, "Ctrl+PgUp")
    press(page, "Ctrl+PgUp")
    assert page.month_label.text() == "January 2019"
    assert page.model.rowCount() == 1
    click(page.month_back)
    assert "Nobody serves in NER-LA in December 2018" in visible_texts(page)
    click(page.month_on)
    assert not page.grid.isHidden()
    assert page.memory() == (page.grid_value.project_id if page.grid_value else 0, date(2019, 1, 1))


def test_what_someone_else_changed_meanwhile_is_shown_instead(
    window: WindowDriver, empty: Office, aid: LegalAid
) -> None:
    page = page_of(window)
    set_counts(empty, edits=[CountEdit(CountKey(aid.files, aid.niamey, MARCH), 99, 1)])
    go(page, 0, FILES)
    type_text("7")
    press(page.view.editor, "Return")
    assert row(page, 0)[FILES] == "99"


def test_what_the_office_refuses_is_told_at_its_cell_until_it_is_given_back(
    window: WindowDriver, empty: Office, aid: LegalAid
) -> None:
    page = page_of(window)
    with making(empty) as make:  # nobody counts adults and children apart any more
        measure = make.unit.get(type(make.work_measure(make.project())), aid.persons)
        measure.by_age = "no"
    go(page, 1, WOMEN)
    type_text("4")
    press(page.view.editor, "Return")
    assert "not counted apart" in page.view.tip.text
    press(page.view, "Escape")
    assert row(page, 1)[WOMEN] == ""


def test_a_deployment_has_its_months_side_by_side(empty: Office, aid: LegalAid, opened: Open) -> None:
    window = opened(empty, start=Route("work", "deployments", aid.tera))
    page = page_of(window)
    assert [(head.group, head.text) for head in page.model.heads][1:] == [
        *(("2019", name) for name in ("Feb", "Mar", "Apr", "May", "Jun")),
        ("", "Total"),
    ]
    assert [page.model.cell(number, 0).text.strip() for number in range(3)] == [
        "Files reviewed",
        "Persons assisted",
        "Women",
    ]
    go(page, 2, 1)
    paste(page, "1\t2\t3")
    assert row(page, 1)[1:] == ["1", "2", "3", "", "", "6"]
    press(page, "Ctrl+PgUp")  # it served in no other year
    assert page.month_label.text() == "2019"


def test_a_deployment_of_several_years_is_shown_a_year_at_a_time(empty: Office, aid: LegalAid, opened: Open) -> None:
    page = page_of(opened(empty, start=Route("work", "deployments", aid.niamey)))
    assert (page.month_label.text(), page.model.columnCount()) == ("2020", 5)
    click(page.month_back)
    assert (page.month_label.text(), page.model.columnCount()) == ("2019", 14)
    assert row(page, 0)[3] == "41"
    assert not page.month_back.isEnabled()
    press(page, "Ctrl+PgDown")
    assert page.month_label.text() == "2020"


def test_a_project_without_measures_leads_to_its_first_one(empty: Office, opened: Open) -> None:
    with making(empty) as make:
        project = make.project(reference="PR-EMPTY")
        make.assignment(project_id=project.id)
    window = opened(empty, start=Route("work"))
    page = page_of(window)
    assert "PR-EMPTY counts nothing yet" in visible_texts(page)
    click(page.findChildren(WayButton)[0])
    assert window.dialog(RecordDialog).isVisible()


def test_without_any_project_it_leads_to_assignments(empty: Office, opened: Open) -> None:
    window = opened(empty, start=Route("work"))
    page = page_of(window)
    assert "No project has volunteers yet" in visible_texts(page)
    click(page.findChildren(WayButton)[0])
    assert window.page.route == Route("register", "assignments")


def test_a_deployment_that_is_gone_is_said(empty: Office, opened: Open) -> None:
    page = page_of(opened(empty, start=Route("work", "deployments", 77)))
    assert "This record is no longer there." in visible_texts(page)


def test_another_project_is_chosen_and_what_is_shown_goes_to_excel(
    window: WindowDriver, empty: Office, tmp_path: Path
) -> None:
    page = page_of(window)
    with making(empty) as make:
        other = make.project(reference="AAA")
        make.work_measure(other, code="x", name="Visits")
    page.refresh()
    target = tmp_path / "counts.xlsx"
    page.export(str(target))
    assert target.exists()
    page.projects.setCurrentIndex(0)
    page.projects.activated.emit(0)
    assert "Nobody serves in AAA in March 2019" in visible_texts(page)
    click(page.measures_button)
    assert window.page.route == Route("register", "work_measures", filters=("project=AAA",))


def test_steps_wait_for_each_other_and_a_month_for_the_last_of_them(empty: Office, aid: LegalAid, opened: Open) -> None:
    context = make_context(empty, tasks=ThreadRunner())
    window = opened(context, start=Route("work", "projects", aid.project, filters=("2019-03",)))
    page = page_of(window)
    wait_until(lambda: page.model.rowCount() == 2)
    go(page, 0, FILES)
    for text in ("5", "6"):
        type_text(text)
        press(page.view.editor, "Tab")
    press(page, "Ctrl+PgUp")
    wait_until(lambda: page.month_label.text() == "February 2019")
    wait_until(lambda: not context.tasks.at_work)
    assert kept(empty, aid) == {
        CountKey(aid.files, aid.niamey, MARCH): 5,
        CountKey(aid.persons, aid.niamey, MARCH, "f", "adult"): 6,
    }


def test_the_record_of_a_deployment_leads_to_its_grid(empty: Office, aid: LegalAid, opened: Open) -> None:
    window = opened(empty, start=Route("record", "deployments", aid.niamey, tab="work_counts"))
    assert isinstance(window.page, RecordPage)
    click(button_named(window.page, "As a grid"))
    assert window.page.route == Route("work", "deployments", aid.niamey)
