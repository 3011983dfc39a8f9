"""The rows of an import preview: asked for in sight, filtered, ticked, and kept through a correction."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.config import paths
from desktop.domain.finding import Problem, Severity
from desktop.language import load_language, say
from desktop.services.imports import Options, RowProblem, Status
from desktop.ui.models.preview_cells import LEADING, ROW, STATUS, TICK, columns_of, raw_text, row_name
from desktop.ui.models.preview_model import PreviewModel
from tests.helpers.previews import HEADER, MadeRows, make_draft, make_preview

FIRST = HEADER + 1


@pytest.fixture
def model(qapp: QApplication) -> PreviewModel:
    """A model over eight rows, one of each status and two with errors."""
    made = PreviewModel(load_language(paths.translations(), "en"))
    made.show(make_preview())
    assert qapp is not None
    return made


def texts(model: PreviewModel, position: int) -> list[str]:
    """What a row shows to those who cannot see it."""
    columns = range(ROW, model.columnCount())
    return [str(model.data(model.index(position, column)) or "") for column in columns]


def test_a_row_shows_its_number_status_and_values_with_the_currency_before_the_amount(model: PreviewModel) -> None:
    assert texts(model, 0) == ["7", "New", "1 Sep 2019", "PV-00000", "Payment 0", "4.2", "XOF 1,000"]


def test_a_currency_has_no_column_of_its_own(model: PreviewModel) -> None:
    assert "original_currency" not in {column.key for column in model.columns}
    assert [column.key for column in model.columns if column.flexible] == ["description"]


def test_fields_that_are_only_currencies_still_have_columns() -> None:
    only = [make_draft().field("original_currency")]
    assert [column.key for column in columns_of(only)] == ["original_currency"]


def test_a_changed_row_holds_what_was_there(model: PreviewModel) -> None:
    cell = model.cell(1, LEADING + 2)
    assert (cell.text, cell.old, cell.strong) == ("Payment 1", "What it was", True)
    assert model.cell(1, LEADING + 1).old is None


def test_an_error_shows_what_the_sheet_holds_and_why(model: PreviewModel) -> None:
    day, text = model.cell(5, LEADING), model.cell(5, LEADING + 2)
    assert (day.text, day.ink, day.strong) == ("31/09/2019", "negative", True)
    assert (text.note, text.note_ink) == ("There is no 31 September.", "negative")


def test_a_duplicate_says_of_which_row(model: PreviewModel) -> None:
    assert model.cell(3, LEADING + 2).note == "Same as row 7 of this file"


def test_new_and_changed_rows_come_in_by_themselves(model: PreviewModel) -> None:
    assert model.taken() == [0, 1, 7]
    assert model.all_ticked() is Qt.CheckState.PartiallyChecked


def test_duplicates_and_conflicts_come_in_when_they_are_ticked_and_errors_never(model: PreviewModel) -> None:
    model.tick([2, 3, 4, 5], on=True)
    assert model.taken() == [0, 1, 3, 4, 7]
    assert model.taken_of(Status.CONFLICT) == 1
    model.tick_all(on=False)
    assert model.taken() == []
    assert model.all_ticked() is Qt.CheckState.Unchecked
    model.tick_all(on=True)
    assert model.all_ticked() is Qt.CheckState.Checked


def test_boxes_say_whether_they_are_ticked(model: PreviewModel) -> None:
    role = Qt.ItemDataRole.CheckStateRole
    assert model.data(model.index(0, TICK), role) is Qt.CheckState.Checked
    assert model.data(model.index(3, TICK), role) is Qt.CheckState.Unchecked
    assert model.data(model.index(5, TICK), role) is None


def test_a_filter_shows_one_status_and_finds_rows_of_the_sheet(model: PreviewModel) -> None:
    model.filter(Status.ERROR)
    assert [texts(model, position)[0] for position in range(model.rowCount())] == ["12", "13"]
    assert model.position_of(FIRST + 6) == 1
    assert model.position_of(FIRST) == -1
    assert model.position_of(9_999) == -1


def test_the_next_error_is_found_round_the_end_in_both_directions(model: PreviewModel) -> None:
    assert model.next_with(Status.ERROR, after=-1) == 5
    assert model.next_with(Status.ERROR, after=5) == 6
    assert model.next_with(Status.ERROR, after=6) == 5
    assert model.next_with(Status.ERROR, after=5, step=-1) == 6
    assert model.next_with(Status.ERROR, after=-1, step=-1) == 6
    model.filter(Status.NEW)
    assert model.next_with(Status.ERROR, after=0) == -1


def test_ticks_and_filter_stay_when_a_correction_brings_another_preview(model: PreviewModel) -> None:
    model.tick([0], on=False)
    model.tick([4], on=True)
    options = Options().corrected(FIRST + 5, 0, "30/09/2019")
    model.show(make_preview(options=options))
    assert model.taken() == [1, 4, 5, 7]


def test_ticking_all_that_are_shown_stays_when_a_correction_brings_another_preview(model: PreviewModel) -> None:
    model.filter(Status.DUPLICATE)
    model.tick_all(on=True)
    model.filter(None)
    model.tick([0], on=False)
    model.show(make_preview(options=Options().corrected(HEADER + 6, 0, "30/09/2019")))
    assert model.taken() == [1, 3, 5, 7]
    model.tick_all(on=False)
    assert model.taken() == []


def test_rows_are_high_where_they_have_something_to_say(model: PreviewModel) -> None:
    assert model.has_high_rows()
    model.filter(Status.SAME)
    assert (model.has_high_rows(), model.high_rows()) == (False, [])
    model.filter(Status.CONFLICT)
    assert (model.has_high_rows(), model.high_rows()) == (True, [0])


def test_a_filter_on_a_status_that_is_no_more_goes(model: PreviewModel) -> None:
    model.filter(Status.ERROR)
    options = Options().corrected(FIRST + 5, 0, "30/09/2019").corrected(FIRST + 6, 3, "4.2")
    model.show(make_preview(options=options))
    assert (model.status, model.rowCount()) == (None, 8)


def test_other_rows_begin_with_their_own_ticks(model: PreviewModel) -> None:
    model.tick([0], on=False)
    model.show(make_preview(16))
    assert model.taken() == [0, 1, 7, 8, 9, 15]


def test_what_the_sheet_holds_can_be_corrected_where_a_column_is_behind_it(model: PreviewModel) -> None:
    assert model.written(0, LEADING + 1) == "PV-00000"
    assert model.written(0, STATUS) is None
    assert model.written(99, LEADING) is None
    corrected = Options().corrected(FIRST, 1, "PV-9")
    assert raw_text(make_draft(), corrected, FIRST, 1) == "PV-9"
    assert raw_text(make_draft(), Options(), 9_999, 1) == ""


def test_a_problem_is_named_by_its_row_and_cell() -> None:
    preview = make_preview()
    assert str(row_name(preview.draft, preview.problems[0])) == "Row 12, cell A12"


def test_of_a_hundred_thousand_rows_only_those_in_sight_are_made(qapp: QApplication) -> None:
    model = PreviewModel(load_language(paths.translations(), "en"))
    preview = make_preview(100_000)
    rows = preview.rows
    assert isinstance(rows, MadeRows)
    assert qapp is not None
    model.show(preview)
    assert rows.made == 0
    for position in (0, 50_000, 99_999):
        texts(model, position)
    assert rows.made == 3
    assert model.position_of(FIRST + 77_777) == 77_777
    assert rows.made < 60


def test_a_row_that_the_workbook_hides_says_so(model: PreviewModel) -> None:
    hidden = Problem(Severity.WARNING, "Extract!7:7", say("Row 7 is hidden in the workbook."), say("Look at it."))
    preview = make_preview()
    model.show(replace(preview, problems=(RowProblem(FIRST, None, "", hidden), *preview.problems)))
    assert model.note(0) == ("Row 7 is hidden in the workbook.", "warning")
    assert model.note(7) == ("", "warning")
    assert 0 in model.high_rows()


def test_an_empty_model_has_nothing_to_say(qapp: QApplication) -> None:
    model = PreviewModel(load_language(paths.translations(), "en"))
    assert qapp is not None
    assert (model.rowCount(), model.columnCount(), model.taken(), model.high_rows()) == (0, LEADING, [], [])
    assert model.next_with(Status.ERROR, after=0) == -1
    assert model.all_ticked() is Qt.CheckState.Unchecked
    assert model.taken_of(Status.NEW) == 0
    model.tick([], on=True)
