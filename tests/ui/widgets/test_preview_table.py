"""The table of an import preview by mouse and keyboard, in both directions and themes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem, QToolTip, QWidget

from desktop.config.settings import LanguageCode, ThemeName
from desktop.services.imports import Options, Status
from desktop.ui.models.preview_cells import LEADING, TICK
from desktop.ui.models.preview_model import PreviewModel
from desktop.ui.widgets.preview_head import in_two_lines
from desktop.ui.widgets.preview_table import HIGH, LOW, PreviewTable
from desktop.ui.widgets.status_filter import StatusFilter
from tests.helpers.painting import picture_of
from tests.helpers.previews import HEADER, make_preview
from tests.helpers.window import button_named, click, make_context, press

Show = Callable[..., QWidget]
Made = Callable[..., tuple[PreviewTable, PreviewModel]]
TEXT = LEADING + 2


@pytest.fixture
def made(shown: Show) -> Made:
    """A table in a window."""

    def make(
        code: LanguageCode = "en", theme: ThemeName = "light", *, rows: int = 8
    ) -> tuple[PreviewTable, PreviewModel]:
        context = make_context(None, language=code, theme=theme)
        model = PreviewModel(context.language)
        table = PreviewTable(model, language=context.language, palette=context.palette)
        shown(table, width=900)
        model.show(make_preview(rows))
        table.go_to(0)
        table.setFocus()
        QApplication.processEvents()
        return table, model

    return make


def middle(table: PreviewTable, row: int, column: int) -> QPoint:
    """The middle of a cell."""
    return table.visualRect(table.model().index(row, column)).center()


def test_a_click_on_a_box_ticks_its_row(made: Made) -> None:
    table, model = made()
    click(table.viewport(), middle(table, 0, TICK))
    assert model.taken() == [1, 7]
    click(table.viewport(), middle(table, 3, TICK))
    assert model.taken() == [1, 3, 7]


def test_the_box_in_the_heading_ticks_all_rows_that_are_shown(made: Made) -> None:
    table, model = made()
    head = table.horizontalHeader()
    place = QPoint(head.sectionViewportPosition(TICK) + 25, head.height() // 2)
    click(head.viewport(), place)
    assert model.taken() == [0, 1, 3, 4, 7]
    click(head.viewport(), place)
    assert model.taken() == []


def test_space_ticks_the_rows_that_are_selected(made: Made) -> None:
    table, model = made()
    press(table, "Shift+Down")
    press(table, "Space")
    assert model.taken() == [7]
    press(table, "Space")
    assert model.taken() == [0, 1, 7]


def test_home_and_end_go_to_the_first_and_the_last_row(made: Made) -> None:
    table, _model = made()
    press(table, "End")
    assert table.currentIndex().row() == 7
    press(table, "Home")
    assert table.currentIndex().row() == 0


def test_a_cell_is_corrected_where_it_stands(made: Made) -> None:
    table, _model = made()
    told: list[tuple[int, int, str]] = []
    table.corrected.connect(lambda *what: told.append(what))
    table.go_to(5, LEADING)
    press(table, "F2")
    assert table.editor.text() == "31/09/2019"
    table.editor.setText("30/09/2019")
    press(table.editor, "Return")
    assert told == [(5, LEADING, "30/09/2019")]
    assert table.hasFocus()


def test_a_double_click_opens_a_cell_and_esc_leaves_it_as_it_was(made: Made) -> None:
    table, _model = made()
    told: list[object] = []
    table.corrected.connect(lambda *what: told.append(what))
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=middle(table, 6, LEADING + 3))
    assert table.editor.isVisible()
    table.editor.setText("4.1")
    press(table.editor, "Escape")
    assert (told, table.editor.isVisible()) == ([], False)
    table.edit_cell(6, TICK)
    assert not table.editor.isVisible()


def test_what_was_not_changed_is_no_correction(made: Made) -> None:
    table, _model = made()
    told: list[object] = []
    table.corrected.connect(lambda *what: told.append(what))
    table.edit_cell(0, TEXT)
    press(table.editor, "Return")
    assert told == []


def test_esc_is_told_and_letters_find_nothing(made: Made) -> None:
    table, _model = made()
    told: list[bool] = []
    table.escaped.connect(lambda: told.append(True))
    press(table, "Escape")
    press(table, "P")
    assert (told, table.currentIndex().row()) == ([True], 0)


def test_rows_with_something_to_say_are_higher(made: Made) -> None:
    table, model = made()
    heights = [table.rowHeight(row) for row in range(8)]
    assert heights == [LOW, HIGH, LOW, HIGH, HIGH, HIGH, HIGH, LOW]
    model.filter(Status.NEW)
    assert table.rowHeight(0) == LOW


def test_in_a_long_table_all_rows_are_as_high_so_that_it_scrolls_smoothly(made: Made) -> None:
    table, _model = made(rows=24_000)
    assert {table.rowHeight(row) for row in (0, 1, 23_999)} == {HIGH}


def test_a_text_that_does_not_fit_shows_whole_in_a_tooltip(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    table, model = made()
    told: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _place, text, _widget: told.append(text))
    table.horizontalHeader().resizeSection(TEXT, 60)
    index = model.index(5, TEXT)
    option = QStyleOptionViewItem()
    option.rect = table.visualRect(index)
    where = option.rect.center()
    event = QHelpEvent(QEvent.Type.ToolTip, where, table.viewport().mapToGlobal(where))
    assert table.itemDelegate().helpEvent(event, table, option, index)
    assert told == ["Payment 5"]  # what is said of the row runs on below the other columns


def test_what_is_said_of_a_row_has_the_room_of_the_columns_behind_its_text(made: Made) -> None:
    table, _model = made()
    text, room = table.visualRect(table.model().index(5, TEXT)), table.viewport().width()
    assert text.right() < table.note_room(5).right() > room - 40
    assert table.note_room(5).left() == table.inside(text, TEXT).left()
    assert table.note_room(1).isEmpty()  # the text itself is replaced


def test_what_has_no_room_for_what_is_said_of_its_row_says_it_in_a_tooltip(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    table, model = made()
    told: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _place, text, _widget: told.append(text))
    monkeypatch.setattr(table, "note_room", lambda _position: QRect(0, 0, 40, 20))
    index = model.index(5, LEADING)
    option = QStyleOptionViewItem()
    option.rect = table.visualRect(index)
    event = QHelpEvent(QEvent.Type.ToolTip, QPoint(), QPoint())
    assert table.itemDelegate().helpEvent(event, table, option, index)
    assert told == ["There is no 31 September."]


def test_a_row_that_was_high_is_low_when_it_has_nothing_to_say_any_more(made: Made) -> None:
    table, model = made()
    assert table.rowHeight(5) == HIGH
    corrected = Options(grant="NER-CT-01").corrected(HEADER + 6, 0, "30/09/2019")
    model.show(make_preview(options=corrected))
    assert (table.rowHeight(5), table.rowHeight(6)) == (LOW, HIGH)


def test_amounts_stand_beside_the_text_where_there_is_no_room_for_all_columns(made: Made) -> None:
    table, model = made()
    head, amount = table.horizontalHeader(), LEADING + len(model.columns) - 1
    assert head.visualIndex(amount) == amount
    table.window().resize(420, 300)
    QApplication.processEvents()
    assert head.visualIndex(amount) == head.visualIndex(TEXT) + 1
    table.window().resize(900, 300)
    QApplication.processEvents()
    assert head.visualIndex(amount) == amount


def test_a_table_without_rows_says_so(made: Made) -> None:
    table, model = made()
    model.show(make_preview(0))
    without = picture_of(table.viewport())
    model.show(make_preview(1))
    model.filter(Status.ERROR)
    assert picture_of(table.viewport()) == without  # nothing but that sentence
    model.filter(None)
    assert picture_of(table.viewport()) != without


def test_a_long_heading_takes_two_lines() -> None:
    assert in_two_lines("Amount in the grant's currency") == ("Amount in the", "grant's currency")
    assert in_two_lines("Description") == ("Description", "")


@pytest.mark.parametrize(("code", "theme"), [("en", "light"), ("ar", "dark"), ("fr", "light")])
def test_every_status_is_drawn(made: Made, code: LanguageCode, theme: ThemeName) -> None:
    table, _model = made(code, theme)
    table.go_to(6, LEADING + 3)
    QTest.mouseMove(table.viewport(), middle(table, 1, TEXT))
    with_focus = picture_of(table)
    table.clearFocus()
    QApplication.sendEvent(table, QEvent(QEvent.Type.Leave))
    assert picture_of(table) != with_focus


def test_the_filter_offers_what_rows_have_and_says_how_many(shown: Show) -> None:
    context = make_context(None)
    bar = StatusFilter(language=context.language, palette=context.palette)
    told: list[object] = []
    bar.chosen.connect(told.append)
    window = shown(bar)
    bar.show_counts(make_preview(), None)
    QApplication.processEvents()
    click(button_named(window, "Error  2"))
    click(button_named(window, "All  8"))
    assert told == [Status.ERROR, None]
    assert not [made for made in bar.children() if getattr(made, "text", str)() == "Conflict  0"]
