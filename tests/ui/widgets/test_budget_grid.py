"""The grid by itself: what it paints, the cell that is typed into, the corner that fills down, and its parts."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem, QToolTip, QWidget

from desktop.config.settings import LanguageCode, ThemeName
from desktop.domain.codes import BudgetStatus, CostCategory
from desktop.language import say
from desktop.ui.context import Context
from desktop.ui.models.budget_columns import PLACES
from desktop.ui.models.budget_formula import Formula, formula_of
from desktop.ui.models.budget_lines import Edits
from desktop.ui.models.budget_model import BudgetModel
from desktop.ui.widgets.budget_grid import BudgetGrid
from desktop.ui.widgets.formula_line import FormulaLine
from desktop.ui.widgets.gauge_bar import ChangeBar, GaugeBar
from desktop.ui.widgets.grid_view import Grid
from tests.helpers.budget_sheets import line, sheet, with_indirect
from tests.helpers.painting import picture_of, pixels
from tests.helpers.window import make_context, press
from tests.helpers.window import type_text as type_letter

Show = Callable[..., QWidget]
Made = Callable[..., tuple[BudgetGrid, BudgetModel, Context]]
LINES = (
    line("1.1", "Coordinator", "1", "9850", "26", "80", approved="204880", used="178000"),
    line("1.2", "Volunteers", "10", "1248", "26.5", approved="318240", used="310000"),
    line("5.1", "Missions", "40", "1490", category=CostCategory.TRAVEL, approved="70560", used="61240.77"),
)


@pytest.fixture
def made(shown: Show) -> Made:
    """A grid in a window, 1000 pixels wide."""

    def make(
        code: LanguageCode = "en", theme: ThemeName = "light", *, editable: bool = True, width: int = 1100
    ) -> tuple[BudgetGrid, BudgetModel, Context]:
        context = make_context(None, language=code, theme=theme)
        model = BudgetModel(context.language)
        grid = BudgetGrid(context, model)
        whole = Grid(grid, model, name="Lines")
        shown(whole, width=width)
        status = BudgetStatus.DRAFT if editable else BudgetStatus.APPROVED
        model.show(with_indirect(*LINES) if editable else sheet(*LINES, status=status), editable=editable)
        grid.setFocus()
        QApplication.processEvents()
        return grid, model, context

    return make


def type_text(text: str) -> None:
    for letter in text:
        type_letter(letter)


def cell_picture(grid: BudgetGrid, row: int, key: str, color: str, *, near: int = 0) -> int:
    """How many pixels of a cell have a colour."""
    picture = picture_of(grid.viewport())
    rect = grid.visualRect(grid.model().index(row, PLACES[key]))
    return pixels(picture, color, within=rect, near=near)


class TestPainting:
    def test_changed_worked_out_and_white_cells_are_told_apart(self, made: Made) -> None:
        grid, _model, context = made()
        palette = context.palette
        assert cell_picture(grid, 2, "amount", palette.accent_soft) > 200
        assert cell_picture(grid, 2, "quantity", palette.surface) > 200
        assert cell_picture(grid, 2, "used", palette.sunken) > 200
        assert cell_picture(grid, 0, "used", palette.background) > 200

    def test_below_zero_is_red(self, made: Made) -> None:
        grid, model, context = made()
        row = next(row for row in range(model.rowCount()) if model.cell(row, 0).text == "5.1")
        assert cell_picture(grid, row, "left_after", context.palette.negative, near=60) > 20
        assert cell_picture(grid, 1, "left_after", context.palette.negative, near=60) == 0

    def test_cell_one_is_in_has_a_ring_and_its_line_stands_out(self, made: Made) -> None:
        grid, _model, context = made()
        grid.go_to(2, PLACES["quantity"])
        assert cell_picture(grid, 2, "quantity", context.palette.focus) > 80
        assert cell_picture(grid, 2, "code", context.palette.selection) > 200

    def test_heading_reaches_over_its_cells(self, made: Made) -> None:
        grid, model, context = made(width=700)
        grid.setColumnWidth(PLACES["description"], 40)
        row = next(row for row in range(model.rowCount()) if model.cell(row, 0).text == "8")
        grid.verticalScrollBar().setValue(grid.verticalScrollBar().maximum())
        assert cell_picture(grid, row, "unit_cost", context.palette.muted, near=80) > 10

    def test_refused_cell_wears_a_sign(self, made: Made) -> None:
        grid, model, context = made()
        model.show_troubles({(12, "unit"): say("Too long.")})
        assert cell_picture(grid, 2, "unit", context.palette.negative) > 40
        grid.go_to(2, PLACES["unit"])
        assert grid.tip.text == "Too long."

    def test_dark_and_arabic_are_painted(self, made: Made) -> None:
        grid, _model, context = made("ar", "dark")
        assert cell_picture(grid, 2, "amount", context.palette.accent_soft) > 200
        assert grid.columnViewportPosition(0) > grid.columnViewportPosition(5)

    def test_amounts_are_never_cut_and_the_description_gives_way(self, made: Made) -> None:
        grid, _model, _context = made()
        assert sum(grid.columnWidth(place) for place in range(13)) == grid.viewport().width()
        assert grid.columnWidth(PLACES["description"]) >= 120

    def test_text_that_does_not_fit_shows_in_a_tooltip(self, made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
        grid, model, _context = made()
        told: list[str] = []
        monkeypatch.setattr(QToolTip, "showText", lambda _place, text, _widget: told.append(text))
        model.show_troubles({(12, "unit"): say("Too long.")})
        grid.setColumnWidth(PLACES["description"], 40)
        for key in ("description", "unit", "quantity"):
            index = model.index(2, PLACES[key])
            option = QStyleOptionViewItem()
            option.rect = grid.visualRect(index)
            event = QHelpEvent(QEvent.Type.ToolTip, option.rect.center(), QPoint(5, 5))
            grid.itemDelegate().helpEvent(event, grid, option, index)
        assert told[:2] == ["Volunteers", "Too long."]


class TestEditing:
    def test_double_click_opens_a_cell(self, made: Made) -> None:
        grid, model, _context = made()
        place = grid.visualRect(model.index(2, PLACES["unit_cost"])).center()
        QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
        QTest.mouseDClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert grid.editor.isVisible()
        assert grid.editor.text() == "1248"
        assert grid.editor.selectedText() == "1248"

    def test_editor_stays_over_its_cell(self, made: Made) -> None:
        grid, model, _context = made(width=700)
        grid.go_to(2, PLACES["quantity"])
        type_text("1x")
        press(grid.editor, "Return")
        assert grid.tip.text
        grid.horizontalScrollBar().setValue(40)
        assert grid.editor.geometry() == grid.visualRect(model.index(2, PLACES["quantity"]))
        assert grid.tip.y() > grid.editor.geometry().bottom()

    def test_line_that_goes_takes_its_editor_along(self, made: Made) -> None:
        grid, model, _context = made()
        grid.go_to(2, PLACES["quantity"])
        type_text("7")
        model.show(sheet(LINES[0]), editable=True)
        assert not grid.is_editing
        assert not grid.editor.isVisible()

    def test_new_sheet_keeps_the_place_and_what_is_being_typed(self, made: Made) -> None:
        grid, model, _context = made()
        grid.go_to(2, PLACES["quantity"])
        type_text("7")
        model.show(sheet(line("1.0", "Before", "1", "5"), *LINES), editable=True)
        assert grid.is_editing
        assert grid.editor.text() == "7"
        press(grid.editor, "Return")
        assert model.rows[3].line is not None
        assert model.rows[3].line.quantity == Decimal(7)

    def test_shift_enter_goes_up(self, made: Made) -> None:
        grid, _model, _context = made()
        grid.go_to(2, PLACES["quantity"])
        type_text("7")
        press(grid.editor, "Shift+Return")
        assert grid.currentIndex().row() == 1

    def test_left_and_right_go_on_in_reading_direction(self, made: Made) -> None:
        grid, _model, _context = made("ar")
        grid.go_to(2, PLACES["quantity"])
        type_text("7")
        press(grid.editor, "Right")
        assert grid.currentIndex().column() == PLACES["description"]

    def test_what_is_worked_out_says_why_it_is_not_typed(self, made: Made) -> None:
        grid, model, _context = made()
        told: list[str] = []
        grid.said.connect(lambda message: told.append(str(message)))
        content = with_indirect(*LINES)
        other = line("8.9", "Other", "1", "5", category=CostCategory.INDIRECT)
        model.show(sheet(*content.lines, other, indirect=content.indirect), editable=True)
        row = next(row for row in range(model.rowCount()) if model.cell(row, 0).text == "8" and model.rows[row].line)
        grid.go_to(row, PLACES["unit_cost"])
        press(grid, "F2")
        assert told == ["This line follows from the rate of indirect cost."]
        press(grid, "Ctrl+-")
        assert len(told) == 2

    def test_closed_budget_takes_nothing(self, made: Made) -> None:
        grid, model, _context = made(editable=False)
        told: list[Edits] = []
        model.edited.connect(told.append)
        grid.go_to(1, PLACES["quantity"])
        QGuiApplication.clipboard().setText("5")
        for keys in ("Ctrl+V", "Ctrl+D", "Ctrl++", "Ctrl+-", "Delete", "F2", "Escape"):
            press(grid, keys)
        assert told == []
        assert not grid.is_editing

    def test_enter_below_the_last_line_adds_one(self, made: Made) -> None:
        grid, model, _context = made()
        grid.go_to(model.rowCount() - 1, PLACES["description"])
        press(grid, "Return")
        assert grid.is_editing
        assert grid.editor.text() == "New line"

    def test_refused_cell_is_given_back_with_esc(self, made: Made) -> None:
        grid, model, _context = made()
        told: list[tuple[int, str]] = []
        grid.forgotten.connect(lambda key, column: told.append((key, column)))
        model.show_troubles({(12, "unit"): say("Too long.")})
        grid.go_to(2, PLACES["unit"])
        press(grid, "Escape")
        grid.go_to(2, PLACES["quantity"])
        press(grid, "Escape")
        assert told == [(12, "unit")]

    def test_corner_is_dragged_to_fill_down(self, made: Made) -> None:
        grid, model, _context = made()
        grid.go_to(1, PLACES["percent_charged"])
        corner = grid.handle().center()
        below = grid.visualRect(model.index(2, PLACES["percent_charged"])).center()
        QTest.mousePress(grid.viewport(), Qt.MouseButton.LeftButton, pos=corner)
        QTest.mouseMove(grid.viewport(), below)
        QTest.mouseRelease(grid.viewport(), Qt.MouseButton.LeftButton, pos=below)
        assert model.cell(2, PLACES["percent_charged"]).text == "80"
        assert picture_of(grid.viewport()).width() > 0

    def test_tab_leaves_the_grid_behind_its_last_cell(self, made: Made) -> None:
        grid, model, _context = made()
        grid.go_to(model.rowCount() - 1, PLACES["percent_charged"])
        press(grid, "Tab")
        assert grid.currentIndex().row() == model.rowCount() - 1


class TestParts:
    def test_formula_line_says_all_of_it(self, made: Made, shown: Show) -> None:
        _grid, model, context = made()
        formula = FormulaLine(palette=context.palette)
        shown(formula)
        formula.show_formula(formula_of(model, 2, PLACES["duration"]))
        assert formula.formula.name == "1.2 Months"
        assert "was 26.5 months" not in formula.toolTip()
        formula.show_formula(Formula())
        assert formula.formula.text == ""

    @pytest.mark.parametrize(
        ("used", "limit", "parts"),
        [
            ("5", "10", (0.4, 0.4, 0.8)),
            ("11", "10", (0.8, 0.88, 0.8)),
            ("90", "10", (0.8, 1.0, 0.8)),
            ("0", "0", (0, 0, 0.8)),
        ],
    )
    def test_gauge_shows_what_is_used_and_what_is_beyond(
        self, shown: Show, used: str, limit: str, parts: tuple[float, float, float]
    ) -> None:
        context = make_context(None)
        bar = GaugeBar(Decimal(used), Decimal(limit), palette=context.palette, text="Travel")
        shown(bar)
        assert bar.parts() == pytest.approx(parts)
        beyond = pixels(picture_of(bar), context.palette.negative)
        assert bool(beyond) is (Decimal(used) > Decimal(limit))
        assert bar.toolTip() == "Travel"

    def test_changes_stand_at_either_side_of_the_middle(self, shown: Show) -> None:
        context = make_context(None)
        less, more = (ChangeBar(Decimal(share), Decimal(10), palette=context.palette) for share in (-10, 5))
        shown(less, more)
        for bar, side in ((less, -1), (more, 1)):
            picture = picture_of(bar)
            half = picture.width() // 2
            colours = [picture.pixelColor(half + side * 20, 9).name(), picture.pixelColor(half - side * 20, 9).name()]
            assert colours[0] == context.palette.accent.lower()
            assert colours[1] != context.palette.accent.lower()
