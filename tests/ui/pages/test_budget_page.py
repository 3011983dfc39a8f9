"""The budget as a spreadsheet, driven by its keys over a real office: typing, pasting, undoing, revising, approving."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from desktop.services import budgets
from desktop.services.offices import Office
from desktop.ui.context import Route
from desktop.ui.models.budget_columns import PLACES
from desktop.ui.tasks import ThreadRunner
from tests.helpers.budget_page import (
    go,
    here,
    is_editing,
    page_of,
    paste,
    place_of,
    shown,
    total,
    type_text,
)
from tests.helpers.budget_sheets import drafted, line_of
from tests.helpers.records import making
from tests.helpers.tasks import HeldRunner
from tests.helpers.window import WindowDriver, make_context, press, visible_texts, wait_until
from tests.ui.conftest import Open

# The virtual screen of tests cannot move a window to the top when a menu closes.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def draft(sample: Office, opened: Open) -> WindowDriver:
    return opened(sample, start=Route("record", "budgets", drafted(sample)))


class TestTyping:
    def test_title_state_and_formula(self, draft: WindowDriver) -> None:
        page = page_of(draft)
        assert "Budget, revision 1" in visible_texts(page)
        go(page, "1.2", "duration")
        assert page.formula.formula.name == "1.2 Months"
        assert page.formula.formula.text == "10 person × USD\u00a01,248.00 × 25.5 months × 100\u00a0% = 318,240.00"

    def test_typing_replaces_and_tab_goes_on(self, draft: WindowDriver, sample: Office) -> None:
        page = page_of(draft)
        go(page, "1.2", "duration")
        type_text("26.5")
        assert is_editing(page)
        press(page.view.editor, "Tab")
        assert not is_editing(page)
        assert here(page) == ("1.2", "percent_charged")
        assert shown(page, "1.2", "amount") == "330,720.00"
        assert shown(page, "1", "amount") == "624,880.00"
        assert shown(page, "1.2", "change") == "+12,480.00"
        assert line_of(sample, page.route.record_id, "1.2").duration == Decimal("26.5")
        assert page.formula.formula.was == "was 318,240.00"

    def test_tab_behind_the_last_cell_goes_to_the_next_line_and_back(self, draft: WindowDriver) -> None:
        page = page_of(draft)
        go(page, "1.3", "percent_charged")
        press(page.view, "Tab")
        assert here(page) == ("2.1", "code")
        press(page.view, "Shift+Tab")
        assert here(page) == ("1.3", "percent_charged")

    def test_enter_confirms_and_goes_down_over_headings(self, draft: WindowDriver) -> None:
        page = page_of(draft)
        go(page, "1.3", "quantity")
        type_text("2")
        press(page.view.editor, "Return")
        assert here(page) == ("2.1", "quantity")
        assert shown(page, "1.3", "quantity") == "2"
        press(page.view, "Shift+Return")
        assert here(page) == ("1.3", "quantity")

    def test_arrows_take_what_replaces_a_cell(self, draft: WindowDriver) -> None:
        page = page_of(draft)
        go(page, "1.1", "quantity")
        type_text("3")
        press(page.view.editor, "Right")
        assert here(page) == ("1.1", "unit")
        type_text("posts")
        press(page.view.editor, "Down")
        assert here(page) == ("1.2", "unit")
        assert shown(page, "1.1", "unit") == "posts"

    def test_f2_edits_what_stands_there_and_esc_gives_it_back(self, draft: WindowDriver) -> None:
        page = page_of(draft)
        go(page, "1.2", "unit_cost")
        press(page.view, "F2")
        assert page.view.editor.text() == "1248"
        press(page.view.editor, "End")
        type_text("0")
        press(page.view.editor, "Escape")
        assert shown(page, "1.2", "unit_cost") == "1,248.00"
        assert page.view.hasFocus()

    def test_going_elsewhere_takes_what_was_typed(self, draft: WindowDriver) -> None:
        page = page_of(draft)
        go(page, "1.1", "quantity")
        type_text("4")
        go(page, "3.2", "description")
        assert shown(page, "1.1", "quantity") == "4"
        assert here(page) == ("3.2", "description")

    def test_what_cannot_be_read_is_said_at_the_cell_which_stays_open(self, draft: WindowDriver) -> None:
        page = page_of(draft)
        go(page, "1.1", "quantity")
        type_text("x")
        press(page.view.editor, "Return")
        assert is_editing(page)
        assert page.view.tip.text == "“x” is not a number. Enter one like 1240.50."
        QTest.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton)
        assert is_editing(page)
        press(page.view.editor, "Ctrl+A")
        type_text("2")
        assert page.view.tip.text == ""
        press(page.view.editor, "Return")
        assert shown(page, "1.1", "quantity") == "2"

    def test_indirect_cost_follows_at_once(self, draft: WindowDriver) -> None:
        page = page_of(draft)
        before = shown(page, "8", "amount")
        go(page, "2.1", "unit_cost")
        type_text("48200")
        press(page.view.editor, "Return")
        assert before == "142,194.69"
        assert shown(page, "8", "amount") == "143,494.69"

    def test_what_is_worked_out_cannot_be_typed(self, draft: WindowDriver) -> None:
        page = page_of(draft)
        go(page, "1.1", "amount")
        type_text("5")
        assert not is_editing(page)

    def test_value_the_office_refuses_is_said_at_the_cell_and_can_be_mended(self, draft: WindowDriver) -> None:
        page = page_of(draft)
        go(page, "1.1", "code")
        type_text("1.2")
        press(page.view.editor, "Return")
        troubles = page.model.troubles
        assert [key for _line, key in troubles] == ["code"]
        assert page.view.tip.text
        press(page.view, "Escape")
        assert page.model.troubles == {}
        assert shown(page, "1.1", "description") == "Project coordinator, P-3"


class TestManyCells:
    ROWS = tuple(f"Post {number}\t2\tperson\t1,000.50\t12\t50%" for number in range(1, 31))

    def test_thirty_lines_pasted_from_excel_are_one_step(self, draft: WindowDriver, sample: Office) -> None:
        page = page_of(draft)
        before, count = total(page), len(page.model.lines)
        page.view.go_to(page.model.rowCount() - 1, place_of(page, "description"))
        paste(page, *self.ROWS)
        assert len(page.model.lines) == count + 30
        assert all(line.id > 0 for line in page.model.lines)
        made = next(line for line in page.model.lines if line.description == "Post 30")
        assert made.amount == Decimal("12006.00")
        assert len(budgets.load_sheet(sample, budget_id=page.route.record_id).lines) == count + 30
        press(draft.window, "Ctrl+Z")
        assert (total(page), len(page.model.lines)) == (before, count)

    def test_block_with_headings_fills_an_empty_budget(self, empty: Office, opened: Open) -> None:
        with making(empty) as make:
            grant = make.grant(indirect_rate=Decimal(13)).id
        made = budgets.new_budget(empty, grant_id=grant).record_id
        page = page_of(opened(empty, start=Route("record", "budgets", made)))
        page.view.go_to(page.model.rowCount() - 1, 0)
        paste(
            page,
            "Line\tDescription\tQty\tUnit\tUnit cost\tMonths\t%",
            '1.1\t"Coordinator, P-3"\t1\tpost\t9,850.00\t2\t100',
            "\t\t\t\t\t\t",
            "5.1\tMissions\t3\tmission\t1,000\t1\t100",
        )
        assert page.view.tip.text == ""
        assert page.model.troubles == {}
        assert shown(page, "1.1", "amount") == "19,700.00"
        assert shown(page, "5", "amount") == "3,000.00"
        assert total(page) == "25,651.00"

    def test_unreadable_cell_pastes_nothing(self, draft: WindowDriver) -> None:
        page = page_of(draft)
        before = total(page)
        go(page, "1.1", "quantity")
        paste(page, "3\tpost\t1,000", "4\tpost\tabc")
        assert total(page) == before
        assert page.view.tip.text.startswith("Nothing was pasted. Row 2: “abc” is not a number.")

    def test_one_value_fills_what_is_selected(self, draft: WindowDriver) -> None:
        page = page_of(draft)
        go(page, "1.1", "percent_charged")
        press(page.view, "Shift+Down")
        press(page.view, "Shift+Down")
        paste(page, "50")
        assert [shown(page, code, "percent_charged") for code in ("1.1", "1.2", "1.3")] == ["50", "50", "50"]

    def test_fill_down_is_one_step(self, draft: WindowDriver) -> None:
        page = page_of(draft)
        go(page, "1.1", "duration")
        press(page.view, "Shift+Down")
        press(page.view, "Shift+Down")
        press(page.view, "Ctrl+D")
        assert [shown(page, code, "duration") for code in ("1.1", "1.2", "1.3")] == ["26", "26", "26"]
        press(draft.window, "Ctrl+Z")
        assert [shown(page, code, "duration") for code in ("1.1", "1.2", "1.3")] == ["26", "25.5", "36"]
        go(page, "1.2", "unit")
        press(page.view, "Ctrl+D")
        assert shown(page, "1.2", "unit") == "post"

    def test_copy_takes_exact_numbers(self, draft: WindowDriver) -> None:
        page = page_of(draft)
        go(page, "1.1", "description")
        for _ in range(3):
            press(page.view, "Shift+Right")
        press(page.view, "Ctrl+C")
        assert QGuiApplication.clipboard().text() == "Project coordinator, P-3\t1\tpost\t9850"
        assert "Copied 1 row." in draft.said()

    def test_delete_clears_a_text(self, draft: WindowDriver) -> None:
        page = page_of(draft)
        go(page, "1.1", "unit")
        press(page.view, "Delete")
        assert shown(page, "1.1", "unit") == ""

    def test_line_is_added_and_named(self, draft: WindowDriver, sample: Office) -> None:
        page = page_of(draft)
        go(page, "1.2", "quantity")
        press(page.view, "Ctrl++")
        assert is_editing(page)
        assert here(page) == ("1.4", "description")
        type_text("Driver")
        press(page.view.editor, "Tab")
        assert here(page) == ("1.4", "quantity")
        assert line_of(sample, page.route.record_id, "1.4").description == "Driver"

    def test_typing_below_the_last_line_adds_one(self, draft: WindowDriver) -> None:
        page = page_of(draft)
        page.view.go_to(page.model.rowCount() - 1, place_of(page, "description"))
        type_text("Generator")
        press(page.view.editor, "Tab")
        assert here(page) == ("7.3", "quantity")
        assert shown(page, "7.3", "description") == "Generator"

    def test_line_is_removed_and_comes_back(self, draft: WindowDriver) -> None:
        page = page_of(draft)
        go(page, "4.2", "description")
        press(page.view, "Ctrl+-")
        assert shown(page, "4", "amount") == "56,800.00"
        assert shown(page, "4.2", "approved") == "35,500.00"
        press(draft.window, "Ctrl+Z")
        assert shown(page, "4", "amount") == "92,300.00"


def let_all_go(tasks: HeldRunner) -> None:
    """Does what was asked, one thing after the other, and what that asks in turn."""
    while tasks.at_work:
        tasks.release(1)


def test_steps_typed_while_one_is_kept_follow_each_other(sample: Office, opened: Open) -> None:
    tasks = HeldRunner()
    made = drafted(sample)
    driver = opened(make_context(sample, tasks=tasks), start=Route("record", "budgets", made))
    page = page_of(driver)
    tasks.hold()
    go(page, "1.1", "quantity")
    type_text("2")
    press(page.view.editor, "Tab")
    type_text("posts")
    press(page.view.editor, "Return")
    assert shown(page, "1.1", "amount") == "409,760.00"
    assert page.keeper.pending
    let_all_go(tasks)
    assert page.keeper.pending == {}
    kept = line_of(sample, made, "1.1")
    assert (kept.quantity, kept.unit) == (Decimal(2), "posts")
    press(driver.window, "Ctrl+Z")
    let_all_go(tasks)
    assert line_of(sample, made, "1.1").unit == "post"


def test_steps_typed_faster_than_they_are_kept_all_arrive(sample: Office, opened: Open) -> None:
    made = drafted(sample)
    tasks = ThreadRunner()
    driver = opened(make_context(sample, tasks=tasks), start=Route("record", "budgets", made))
    page = page_of(driver)
    wait_until(lambda: page.sheet is not None)
    go(page, "1.1", "quantity")
    for text in ("2", "posts", "9900", "27", "90"):
        type_text(text)
        press(page.view.editor, "Tab")
    page.view.go_to(page.model.rowCount() - 1, place_of(page, "description"))
    type_text("Driver")
    press(page.view.editor, "Tab")
    type_text("3")
    press(page.view.editor, "Return")
    assert shown(page, "1.1", "amount") == "481,140.00"
    wait_until(lambda: page.keeper.pending == {})
    kept = line_of(sample, made, "1.1")
    assert (kept.quantity, kept.unit, kept.unit_cost, kept.duration, kept.percent_charged) == (
        *(Decimal(2), "posts", Decimal(9900)),
        *(Decimal(27), Decimal(90)),
    )
    assert line_of(sample, made, "7.3").quantity == Decimal(3)


def test_menu_of_the_cells_does_what_their_keys_do(draft: WindowDriver) -> None:
    page = page_of(draft)
    go(page, "1.2", "unit")
    menu = page.cell_menu()
    assert [action.text() for action in menu.actions() if action.text()] == [
        *("Edit the cell", "Copy", "Paste", "Fill down", "Add a line", "Remove the line"),
    ]
    next(action for action in menu.actions() if action.text() == "Fill down").trigger()
    assert shown(page, "1.2", "unit") == "post"
    page.view.customContextMenuRequested.emit(QPoint(10, 10))
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QMenu)
    popup.close()


def test_line_someone_else_changed_is_not_overwritten(draft: WindowDriver, sample: Office) -> None:
    page = page_of(draft)
    kept = line_of(sample, page.route.record_id, "1.1")
    theirs = budgets.LineEdit(kept.id, {"quantity": Decimal(9)}, kept.version)
    budgets.edit_lines(sample, budget_id=page.route.record_id, edits=[theirs])
    go(page, "1.1", "quantity")
    type_text("2")
    press(page.view.editor, "Return")
    assert "Someone changed this record while you were working on it." in visible_texts(draft.overlays()[-1])
    assert shown(page, "1.1", "quantity") == "9"
    assert page.keeper.pending == {}


def test_rejected_new_line_goes_with_ctrl_minus(draft: WindowDriver) -> None:
    page = page_of(draft)
    count = len(page.model.lines)
    page.view.go_to(page.model.rowCount() - 1, place_of(page, "quantity"))
    type_text("1.23456")
    press(page.view.editor, "Return")
    assert page.model.troubles
    press(page.view, "Ctrl+-")
    assert len(page.model.lines) == count
    assert page.model.troubles == {}


def test_office_to_read_only_takes_nothing(sample: Office, opened: Open) -> None:
    made = drafted(sample)
    sample.read_only = True
    driver = opened(sample, start=Route("record", "budgets", made))
    page = page_of(driver)
    go(page, "1.1", "quantity")
    type_text("2")
    assert not is_editing(page)
    assert "This office is open to read only." in driver.said()


class TestLanguages:
    def test_french_numbers(self, sample: Office, opened: Open) -> None:
        driver = opened(sample, start=Route("record", "budgets", drafted(sample)), language="fr")
        page = page_of(driver)
        go(page, "1.2", "duration")
        type_text("26,5")
        press(page.view.editor, "Return")
        assert shown(page, "1.2", "amount") == "330\u00a0720,00"
        go(page, "1.1", "quantity")
        paste(page, "2\tposte\t1 248,50")
        assert shown(page, "1.1", "unit_cost") == "1\u00a0248,50"
        press(page.view, "Ctrl+C")
        assert QGuiApplication.clipboard().text().endswith("1248,5")

    def test_right_to_left(self, sample: Office, opened: Open) -> None:
        driver = opened(sample, start=Route("record", "budgets", drafted(sample)), language="ar")
        page = page_of(driver)
        go(page, "1.1", "quantity")
        type_text("2")
        press(page.view.editor, "Left")
        assert here(page) == ("1.1", "unit")
        rects = [page.view.visualRect(page.model.index(1, PLACES[key])) for key in ("code", "left_after")]
        assert rects[0].left() > rects[1].left()
