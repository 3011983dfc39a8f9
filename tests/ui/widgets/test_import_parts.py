"""The parts beside the table of an import: the rail, the forms that correct, fields that are dragged, and the foot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.domain.finding import Problem, Severity
from desktop.importers.column_values import Style
from desktop.language import say
from desktop.services.imports import Options, RowProblem, SheetMapping
from desktop.ui.models.import_state import ImportState, Step
from desktop.ui.widgets.columns_rail import ColumnsRail
from desktop.ui.widgets.import_columns_step import ColumnsStep
from desktop.ui.widgets.import_done_step import DoneStep
from desktop.ui.widgets.preview_facts import check_names
from desktop.ui.widgets.preview_rail import PreviewRail
from desktop.ui.widgets.problem_form import ProblemForm
from desktop.ui.widgets.sheet_excerpt import GUTTER, ROW, shown_cell
from desktop.ui.widgets.step_trail import StepTrail
from desktop.ui.widgets.tick_box import OneOf, TickBox
from tests.helpers.painting import picture_of
from tests.helpers.previews import HEADER, grid_column, make_checks, make_draft, make_preview
from tests.helpers.window import button_named, click, make_context, press, visible_texts

Show = Callable[..., QWidget]
OPEN = Style("", say("In 61 rows either may come first"), open=True, others=("dmy", "mdy"))


def test_the_rail_holds_the_workbooks_totals_against_its_lines(shown: Show) -> None:
    context = make_context(None)
    rail = PreviewRail(context)
    window = shown(rail, width=316, height=700)
    rail.show_preview(make_preview())
    said = visible_texts(window)
    assert "The total in cell K15 is 90.00 less than its lines make." in said
    assert {"XOF", "EUR", "4,210.00", "4,120.00", "90.00", "61 rows prove it", "1 project: NER-LEGAL"} <= set(said)


def test_the_rail_tells_what_the_rows_come_to_where_the_workbook_states_no_total(shown: Show) -> None:
    rail = PreviewRail(make_context(None))
    window = shown(rail, width=316, height=700)
    rail.show_preview(replace(make_preview(), checks=()))
    assert "XOF\u00a08,028" in visible_texts(window)


def test_totals_that_are_called_alike_are_told_apart_by_their_cells() -> None:
    grand, other = make_checks()
    assert check_names([grand, other]) == ["XOF", "EUR"]
    part = replace(grand, where="Extract!F9", grand=False)
    assert check_names([grand, part]) == ["XOF", "F9 · XOF"]
    assert check_names([replace(part, header="Spent"), other]) == ["Spent · XOF", "Amount · EUR"]


def test_how_values_were_read_says_which_style_a_person_chose(shown: Show) -> None:
    rail, preview = PreviewRail(make_context(None)), make_preview()
    window = shown(rail, width=316, height=700)
    layout = preview.draft.layout
    chosen = replace(layout, mapping=layout.mapping.with_style("entry_on", "mdy"))
    styles = {"entry_on": Style("mdy", say("Chosen by you"))}
    rail.show_preview(replace(preview, draft=replace(preview.draft, layout=chosen), styles=styles))
    assert "month/day/year · Chosen by you" in visible_texts(window)


def test_a_column_that_the_workbook_hides_is_told_by_its_letter_and_cannot_be_corrected(shown: Show) -> None:
    rail, preview = PreviewRail(make_context(None)), make_preview()
    window = shown(rail, width=316, height=700)
    hidden = Problem(Severity.WARNING, "Extract!D:D", say("Column D is hidden in the workbook."), say("Look at it."))
    rail.show_preview(replace(preview, problems=(RowProblem(HEADER, 3, "line", hidden),)))
    said = visible_texts(window)
    assert {"Column D", "Column D is hidden in the workbook."} <= set(said)
    assert "Use" not in said


def test_the_rail_says_why_nothing_can_come_in(shown: Show) -> None:
    rail = PreviewRail(make_context(None))
    window = shown(rail, width=316, height=700)
    refused = Problem(Severity.ERROR, "Extract", say("No column holds an amount."), say("Choose one."))
    rail.show_preview(replace(make_preview(), refused=(refused,)))
    assert "No column holds an amount. Choose one." in visible_texts(window)


def test_a_problem_is_mended_by_the_nearest_value_or_by_typing(shown: Show) -> None:
    rail = PreviewRail(make_context(None))
    shown(rail, width=316, height=900)
    preview = make_preview()
    rail.show_preview(preview)
    used: list[tuple[int, int, str]] = []
    asked: list[object] = []
    rail.corrected.connect(lambda *what: used.append(what))
    rail.cell_wanted.connect(asked.append)
    rail.show_row(preview.rows[6])
    QApplication.processEvents()
    line, day = rail.forms
    assert rail.about_row is line
    click(line.use)
    assert not day.use.isEnabled()
    day.box.setFocus()
    QTest.keyClicks(day.box.line, "30/09/2019")
    press(day.box, "Return")
    click(line.link)
    assert used == [(HEADER + 7, 3, "4.2 Rooms"), (HEADER + 6, 0, "30/09/2019")]
    assert asked == [preview.problems[1]]


def test_values_of_a_list_are_offered_by_their_names_and_none_is_taken_for_granted(shown: Show) -> None:
    context, preview = make_context(None), make_preview()
    shown(QWidget())
    none = Problem(Severity.ERROR, "Extract!D7", say("Not a kind."), say("Choose one."))
    near = RowProblem(HEADER + 1, 3, "kind", none, ("commitment",))
    form = ProblemForm(context, preview.draft, preview.options, near)
    assert (form.box.count(), form.box.currentText()) == (1, "Commitment")
    form = ProblemForm(context, preview.draft, preview.options, replace(near, nearest=()))
    assert (form.box.count() > 2, form.box.currentText(), form.use.isEnabled()) == (True, "", False)
    many = tuple(str(number) for number in range(9))
    form = ProblemForm(context, preview.draft, preview.options, replace(near, field="line", nearest=many))
    assert (form.box.count(), form.box.currentText()) == (9, "")


def test_a_conflict_shows_both_sides_and_lets_one_choose(shown: Show) -> None:
    rail = PreviewRail(make_context(None))
    window = shown(rail, width=316, height=900)
    preview = make_preview()
    rail.show_preview(preview)
    rail.show_row(preview.rows[4])
    QApplication.processEvents()
    taken: list[bool] = []
    rail.conflict_settled.connect(taken.append)
    assert {"What it was", "Payment 4", "Amina changed it since"} <= set(visible_texts(window))
    click(button_named(window, "Take the file’s"))
    click(button_named(window, "Keep the office’s"))
    assert taken == [True, False]
    rail.show_row(preview.rows[3])
    QApplication.processEvents()
    assert "Same as row 7 of this file" in visible_texts(window)


def test_of_many_problems_the_rail_shows_those_near_the_row(shown: Show) -> None:
    rail = PreviewRail(make_context(None))
    window = shown(rail, width=316, height=900)
    preview = make_preview(800)
    rail.show_preview(preview)
    rail.show_row(preview.rows[798])
    QApplication.processEvents()
    assert [form.problem.row - HEADER - 1 for form in rail.forms] == [798, 5, 6, 13]
    assert "196 more problems. F8 shows the next error." in visible_texts(window)


# --- columns ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def columns(shown: Show) -> tuple[ColumnsStep, ColumnsRail, list[SheetMapping]]:
    """Columns with their rail, joined as on the page."""
    context = make_context(None)
    step, rail = ColumnsStep(context), ColumnsRail(context)
    holder = QWidget()
    step.setParent(holder)
    rail.setParent(holder)
    step.setGeometry(0, 0, 900, 600)
    rail.setGeometry(900, 0, 300, 1100)
    shown(holder, width=1200, height=1100)
    draft = make_draft()
    step.show_draft(draft, {"entry_on": OPEN})
    rail.show_state(ImportState(Step.COLUMNS, draft=draft))
    rail.dragged.connect(step.mark)
    rail.dropped.connect(step.drop)
    rail.pressed.connect(step.focus_field)
    told: list[SheetMapping] = []
    step.changed.connect(told.append)
    QApplication.processEvents()
    return step, rail, told


Columns = tuple[ColumnsStep, ColumnsRail, list[SheetMapping]]


def test_a_field_is_dragged_onto_its_column(columns: Columns) -> None:
    step, rail, told = columns
    chip, card = rail.chips["project"], step.cards[2]
    start = chip.rect().center()
    over = chip.mapFromGlobal(card.mapToGlobal(card.rect().center()))
    QTest.mousePress(chip, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(chip, start + QPoint(30, 0))
    QTest.mouseMove(chip, over)
    assert card.property("target") == "true"
    QTest.mouseRelease(chip, Qt.MouseButton.LeftButton, pos=over)
    assert [mapping.fields[2] for mapping in told] == ["project"]
    assert card.property("target") == ""


def test_a_field_that_is_dropped_beside_the_columns_changes_nothing(columns: Columns) -> None:
    _step, rail, told = columns
    chip = rail.chips["project"]
    QTest.mousePress(chip, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    QTest.mouseMove(chip, QPoint(5, 40))
    QTest.mouseRelease(chip, Qt.MouseButton.LeftButton, pos=QPoint(5, 40))
    assert told == []


def test_a_field_is_chosen_by_keyboard(columns: Columns) -> None:
    step, _rail, told = columns
    box = step.cards[1].box
    box.setFocus()
    press(box, "Down")
    assert [set(mapping.fields.values()) - {"x"} for mapping in told]
    assert told[-1].fields.get(1) != "reference"


def test_pressing_a_field_goes_to_its_column(columns: Columns) -> None:
    step, rail, told = columns
    chip = rail.chips["line"]
    chip.setFocus()
    press(chip, "Return")
    assert step.cards[3].box.hasFocus()
    click(chip, QPoint(20, 10))
    assert told == []


def test_a_column_that_may_be_read_in_two_ways_asks(columns: Columns) -> None:
    step, _rail, told = columns
    step.focus_open()
    box = step.cards[0].style_box
    assert box is not None
    assert box.hasFocus()
    assert [box.itemText(place) for place in range(box.count())] == [
        "Which is it?",
        "day/month/year",
        "month/day/year",
        "year-month-day",
    ]
    press(box, "Down")
    assert told[-1].styles == {"entry_on": "dmy"}


def test_the_number_of_a_row_makes_it_the_row_of_the_headings(columns: Columns) -> None:
    step, _rail, told = columns
    assert step.excerpt is not None
    click(step.excerpt, QPoint(GUTTER // 2, ROW * 7 + 5))
    assert told[-1].header_rows == (7,)
    click(step.excerpt, QPoint(GUTTER + 20, ROW * 7 + 5))
    assert len(told) == 1


def test_the_rail_of_the_columns_tells_what_is_decided(columns: Columns) -> None:
    _step, rail, _told = columns
    heard: list[object] = []
    for signal in (rail.sheet_chosen, rail.header_chosen, rail.create_toggled, rail.keep_wanted):
        signal.connect(heard.append)
    rail.sheet.setFocus()
    press(rail.sheet, "Down")
    rail.header.setFocus()
    press(rail.header, "Down")
    click(rail.create_box)
    click(rail.keep)
    rail.name.setText("Umoja extract")
    press(rail.name, "Return")
    assert heard == ["Notes", 6, True, "Umoja extract"]


def test_cells_of_the_sheet_are_shown_as_they_are_held() -> None:
    draft = make_draft()
    language = make_context(None).language
    draft.sheet.columns[1] = grid_column([None, True, 12.5, 12.0, "two\n lines"])
    assert [shown_cell(draft, row, 1, language) for row in range(5)] == [
        ("", False),
        ("TRUE", False),
        ("12.5", True),
        ("12", True),
        ("two lines", False),
    ]


# --- steps and boxes --------------------------------------------------------------------------------------------------


def test_steps_that_are_done_lead_back(shown: Show) -> None:
    context = make_context(None)
    trail = StepTrail(["File", "Columns", "Preview", "Done"], palette=context.palette)
    wanted: list[int] = []
    trail.wanted.connect(wanted.append)
    window = shown(trail)
    trail.show_step(2)
    QApplication.processEvents()
    click(button_named(window, "Columns"))
    assert wanted == [1]
    trail.show_step(3, back=False)
    assert trail.accessibleName() == "Done"


def test_what_is_done_offers_what_makes_sense(shown: Show) -> None:
    context = make_context(None)
    done = DoneStep(context)
    window = shown(done, width=900, height=700)
    state = ImportState(Step.DONE, batch_id=3, done=say("Imported."), left_out=2, preview=make_preview())
    done.show_state(state)
    ways = {"See what came in", "Undo this import", "Save a marked-up copy", "Import another file"}
    assert ways <= set(visible_texts(window))
    done.show_state(ImportState(Step.DONE, batch_id=3, done=say("Imported."), has_added=False))
    assert ways & set(visible_texts(window)) == {"Undo this import", "Import another file"}
    done.show_state(ImportState(Step.DONE, batch_id=3, done=say("Undid it."), is_undone=True))
    said = visible_texts(window)
    assert "The import is taken back" in said
    assert "Undo this import" not in said


@pytest.mark.parametrize("code", ["en", "ar"])
def test_boxes_and_choices_are_drawn_and_pressed(shown: Show, code: str) -> None:
    context = make_context(None, language=code)  # type: ignore[arg-type]  # one of the three
    box = TickBox("Create what the office lacks", palette=context.palette)
    one = OneOf("Ledger", palette=context.palette, note="its columns fit to 92 %")
    shown(box, one)
    before = picture_of(box), picture_of(one)
    click(box, QPoint(box.width() // 2, 10))
    one.setFocus()
    press(one, "Space")
    assert (box.isChecked(), one.isChecked()) == (True, True)
    assert (picture_of(box), picture_of(one)) != before
    assert one.accessibleName() == "Ledger its columns fit to 92 %"


def test_the_next_file_keeps_what_was_decided() -> None:
    state = ImportState(Step.DONE, kind="ledger", draft=make_draft(), options=Options(grant="A", create_missing=True))
    state.forget_file()
    assert (state.step, state.draft, state.options) == (Step.FILE, None, Options(grant="A", create_missing=True))
    assert state.before is not None
