"""Names of volunteers on the screen: a mark says whether they are there, and one switch makes every page anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.config.settings import Settings
from desktop.registers.sight import DOTS
from desktop.services.offices import Office
from desktop.ui.context import Route
from desktop.ui.dialogs.names_dialog import NamesDialog
from desktop.ui.dialogs.people_files import ask_calendar, ask_evacuation
from desktop.ui.dialogs.record_dialog import RecordDialog
from desktop.ui.models.preview_cells import LEADING
from desktop.ui.pages.register_page import RegisterPage
from desktop.ui.tasks import DirectRunner
from desktop.ui.widgets.names_chip import NamesChip
from desktop.ui.widgets.sheet_excerpt import shown_cell
from tests.helpers.forms import fill
from tests.helpers.import_page import begin, saving, to_preview
from tests.helpers.leaks import People, identity, leaks, staffed
from tests.helpers.program import Program
from tests.helpers.window import WindowDriver, button_named, click, make_context, press, visible_texts
from tests.ui.conftest import Open

ROSTER = Route("register", "volunteers")
NAME = identity()["name"]


@pytest.fixture
def people(empty: Office) -> People:
    return staffed(empty)


def roster(driver: WindowDriver) -> RegisterPage:
    page = driver.go("register", "volunteers")
    assert isinstance(page, RegisterPage)
    return page


def mark(page: QWidget) -> NamesChip:
    found = page.findChildren(NamesChip)
    return found[-1]


def headings(page: RegisterPage) -> list[str]:
    model = page.table.model
    return [str(page.context.text(column.label)) for column in model.columns]


def test_a_list_without_names_offers_none_of_them(people: People, opened: Open) -> None:
    page = roster(opened(people.office))
    assert mark(page).chip.text == "Names replaced by codes"
    offered = {action.text() for action in page.table.column_menu().actions()}
    assert {"Code", "Skills"} <= offered
    assert not {"Name", "Telephone", "Date of birth"} & offered
    page.table.table.selectAll()
    page.table.copy()
    copied = QApplication.clipboard().text()
    assert "V-77" in copied
    assert NAME not in copied
    page.show_rail()
    assert not any(NAME in text for text in visible_texts(page))


def test_with_names_they_stand_beside_the_code(people: People, opened: Open) -> None:
    driver = opened(make_context(people.office, settings=Settings(volunteer_names=True)))
    page = roster(driver)
    assert headings(page)[:2] == ["Code", "Name"]
    assert page.table.model.cell(0, 1).text == NAME
    record = driver.go("record", "volunteers", people.volunteer_id)
    assert {"Names shown", NAME} <= {*visible_texts(record), mark(record).chip.text}
    assert record.crumbs()[-1][0] == "V-77"


def test_a_record_and_its_form_are_without_names(people: People, opened: Open) -> None:
    driver = opened(people.office)
    record = driver.go("record", "volunteers", people.volunteer_id)
    assert not any(NAME in text or "+227" in text for text in visible_texts(record))
    press(record, "F2")
    form = driver.dialog(RecordDialog)
    assert not set(identity()) & set(form.fields)
    fill(form, "skills", "Law")
    press(form, "Ctrl+Return")
    people.office.shows_names = True
    page = roster(driver)
    assert page.table.model.cell(0, 1).text == NAME


@pytest.fixture
def program(qapp: QApplication, people: People) -> Iterator[Program]:  # noqa: ARG001 - there must be one
    people.office.close()
    started = Program(DirectRunner())
    started.application.open_office(str(people.office.location.path))
    yield started
    started.close()


def test_the_mark_the_settings_and_the_palette_switch_names_for_every_page(program: Program) -> None:
    def columns() -> list[str]:
        page = program.view.page
        assert isinstance(page, RegisterPage)
        return headings(page)

    program.view.go(ROSTER)
    assert "Name" not in columns()
    click(mark(program.view.page))
    assert program.view.route == ROSTER
    assert "Name" in columns()
    commands = {str(command.text): command for command in program.view.commands()}
    commands["Hide volunteers’ names"].run()
    assert "Name" not in columns()
    program.view.go(Route("settings"))
    QApplication.processEvents()
    click(button_named(program.view.page, "Shown"))
    program.view.go_back()
    assert "Name" in columns()


def test_a_file_is_asked_whether_it_may_tell(
    people: People, opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = opened(people.office)
    page = roster(driver)
    path = tmp_path / "roster.xlsx"
    saving(monkeypatch, path)
    for names in (False, True):
        press(page, "Ctrl+Shift+E")
        dialog = driver.dialog(NamesDialog)
        assert not dialog.names.isChecked()
        if names:
            click(dialog.names)
        click(dialog.go_on)
        assert (NAME in leaks(path)) is names
        assert ("with the volunteers’ names" in driver.said()) is names
    assert not driver.context.undo_stack.can_undo


def test_who_is_where_and_the_calendar_ask_too(people: People, opened: Open, tmp_path: Path) -> None:
    driver = opened(people.office)
    page = roster(driver)
    evacuation, calendar = tmp_path / "e.csv", tmp_path / "c"
    ask_evacuation(driver.context, page, path=str(evacuation))
    dialog = driver.dialog(NamesDialog)
    assert dialog.names.isChecked()
    click(dialog.go_on)
    assert NAME in leaks(evacuation)
    ask_calendar(driver.context, page, path=str(calendar))
    dialog = driver.dialog(NamesDialog)
    assert not dialog.names.isChecked()
    click(dialog.go_on)
    assert leaks(calendar.with_suffix(".ics")) == []


def test_cancelling_where_to_writes_nothing(people: People, opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    driver = opened(people.office)
    saving(monkeypatch, None)
    ask_calendar(driver.context, roster(driver))
    click(driver.dialog(NamesDialog).go_on)
    assert "Wrote" not in driver.said()


def test_a_form_warns_of_what_tells_who_someone_is_and_saves_all_the_same(people: People, opened: Open) -> None:
    driver = opened(people.office)
    driver.go("edit", "deployments", people.deployment_id)
    form = driver.dialog(RecordDialog)
    fill(form, "note", "Heard in RP 123/2018")
    form.look_at_texts()
    note = form.fields["note"]
    assert note.warning.startswith("“RP 123/2018” looks like the number of a case.")
    assert note.trouble == ""
    fill(form, "note", "Heard twice")
    form.look_at_texts()
    assert note.warning == ""
    fill(form, "note", "Heard in RP 123/2018")
    press(form, "Ctrl+Return")
    assert "Changed Deployment" in driver.said()


def test_a_sheet_with_names_is_shown_with_dots(people: People, opened: Open, tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    book = openpyxl.Workbook()
    for row in (("Code", "Name", "Category"), ("V-1", "Abc Def", "National UN Volunteer Specialist")):
        book.worksheets[0].append(row)
    book.save(path)
    page = begin(opened(people.office), "volunteers", [path])
    draft = page.state.draft
    assert draft is not None
    language = page.context.language
    assert [shown_cell(draft, row, 1, language)[0] for row in (0, 1)] == ["Name", DOTS]
    assert shown_cell(draft, 1, 1, language, names=True)[0] == "Abc Def"
    to_preview(page)
    model = page.preview_step.model
    place = [column.key for column in model.columns].index("name")
    assert model.written(0, place + LEADING) == DOTS
