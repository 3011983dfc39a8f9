"""The budget as a spreadsheet, driven by its keys over a real office: typing, pasting, undoing, revising, approving."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QPushButton

from desktop.domain.codes import BudgetStatus
from desktop.domain.terms import RuleKind
from desktop.services import budgets
from desktop.services.offices import Office
from desktop.storage.lookups import grant_by_reference
from desktop.ui.context import Route
from desktop.ui.dialogs.budget_dialog import BudgetDialog
from desktop.ui.models.budget_columns import PLACES
from desktop.ui.pages.budget_page import BudgetPage
from desktop.ui.pages.comparison_page import ComparisonPage
from desktop.ui.pages.record_page import RecordPage
from desktop.ui.widgets.chips import Chip
from desktop.ui.widgets.register_table import RegisterTable
from tests.helpers.budgets import approved_budget, drafted, grant_id, line_of
from tests.helpers.records import making
from tests.helpers.tasks import HeldRunner
from tests.helpers.window import WindowDriver, button_named, click, make_context, press, visible_buttons, visible_texts
from tests.helpers.window import type_text as type_letter
from tests.ui.conftest import Open

# The virtual screen of tests cannot move a window to the top when a menu closes.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def draft(sample: Office, opened: Open) -> WindowDriver:
    return opened(sample, start=Route("record", "budgets", drafted(sample)))


def page_of(driver: WindowDriver) -> BudgetPage:
    page = driver.page
    assert isinstance(page, BudgetPage)
    return page


def shown(page: BudgetPage, code: str, key: str) -> str:
    """What stands in a cell: of a line by its code, or of a category by its number."""
    for row in range(page.model.rowCount()):
        if page.model.cell(row, 0).text == code:
            return page.model.cell(row, place_of(page, key)).text
    raise AssertionError(code)


def place_of(page: BudgetPage, key: str) -> int:
    return next(place for place, column in enumerate(page.model.columns) if column.key == key)


def go(page: BudgetPage, code: str, key: str) -> None:
    """Clicks a cell."""
    row = next(row for row in range(page.model.rowCount()) if page.model.cell(row, 0).text == code)
    view = page.view
    view.go_to(row, place_of(page, key))
    QTest.mouseClick(
        view.viewport(),
        Qt.MouseButton.LeftButton,
        pos=view.visualRect(page.model.index(row, place_of(page, key))).center(),
    )
    view.setFocus()
    QApplication.processEvents()


def here(page: BudgetPage) -> tuple[str, str]:
    """The line and the column one is in."""
    index = page.view.currentIndex()
    return page.model.cell(index.row(), 0).text, page.model.columns[index.column()].key


def type_text(text: str) -> None:
    """Types letter by letter: the first one opens the cell, the others go into it."""
    for letter in text:
        type_letter(letter)


def sheet_of(page: BudgetPage) -> budgets.BudgetSheet:
    """What the page shows."""
    assert page.sheet is not None
    return page.sheet


def is_editing(page: BudgetPage) -> bool:
    """Whether a cell is open."""
    return page.view.is_editing


def total(page: BudgetPage) -> str:
    return page.model.foot(place_of(page, "amount")).text


def paste(page: BudgetPage, *rows: str) -> None:
    QGuiApplication.clipboard().setText("\n".join(rows))
    press(page.view, "Ctrl+V")


def choose(page: BudgetPage, menu: str, entry: str) -> None:
    """Opens a menu of the head and chooses from it."""
    made = button_named(page, menu)
    assert isinstance(made, QPushButton)
    found = made.menu()
    assert isinstance(found, QMenu)
    action = next(action for action in found.actions() if action.text() == entry)
    action.trigger()
    QApplication.processEvents()


def answer(driver: WindowDriver, **values: str) -> None:
    """Fills in the dialog that is open and presses its verb."""
    dialog = driver.dialog(BudgetDialog)
    for key, text in values.items():
        dialog.fields[key].setFocus()
        press(dialog.fields[key], "Ctrl+A")
        type_text(text)
    dialog.answer()
    QApplication.processEvents()


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


class TestSteps:
    def test_approved_budget_becomes_a_revision_is_asked_for_and_approved(self, sample: Office, opened: Open) -> None:
        first = approved_budget(sample)
        driver = opened(sample, start=Route("record", "budgets", first))
        page = page_of(driver)
        go(page, "1.1", "quantity")
        type_text("5")
        assert not is_editing(page)
        assert "This budget is not open." in driver.said()
        click(button_named(page, "New revision"))
        page = page_of(driver)
        assert sheet_of(page).status is BudgetStatus.DRAFT
        click(button_named(page, "Ask for approval"))
        dialog = driver.dialog(BudgetDialog)
        dialog.answer()
        assert dialog.fields["reason"].trouble == "This is needed."
        answer(driver, reason="Prices rose")
        assert sheet_of(page).status is BudgetStatus.REQUESTED
        assert sheet_of(page).reason == "Prices rose"
        assert not page.model.is_editable
        click(button_named(page, "Withdraw"))
        assert sheet_of(page).status is BudgetStatus.DRAFT
        click(button_named(page, "Ask for approval"))
        answer(driver)
        click(button_named(page, "Approve"))
        answer(driver, by="The funder")
        assert sheet_of(page).status is BudgetStatus.APPROVED
        assert sheet_of(page).approved_by == "The funder"
        assert [budget.status for budget in budgets.budgets_of(sample, grant_id=grant_id(sample))] == [
            BudgetStatus.SUPERSEDED,
            BudgetStatus.APPROVED,
        ]

    def test_scenario_is_tried_and_becomes_a_revision(self, sample: Office, opened: Open) -> None:
        driver = opened(sample, start=Route("record", "budgets", approved_budget(sample)))
        click(button_named(driver.page, "New scenario"))
        answer(driver, name="One month longer")
        page = page_of(driver)
        assert "Scenario: One month longer" in visible_texts(page)
        go(page, "1.2", "duration")
        type_text("27")
        press(page.view.editor, "Return")
        click(button_named(page, "Make it a revision"))
        assert "Budget, revision 1" in visible_texts(page)
        assert shown(page, "1.2", "change") == "+18,720.00"

    def test_discarded_draft_is_gone_and_comes_back(self, draft: WindowDriver) -> None:
        page = page_of(draft)
        route = draft.view.route
        choose(page, "More", "Discard")
        assert draft.view.route.key == "grants"
        draft.view.go(route)
        assert "All budgets" in [named.accessibleName().partition(".")[0] for named in visible_buttons(draft.page)]
        press(draft.window, "Ctrl+Z")
        assert page_of(draft).sheet is not None

    def test_facts_and_history_are_a_record_like_any_other(self, draft: WindowDriver) -> None:
        choose(page_of(draft), "More", "Facts and history")
        assert isinstance(draft.page, RecordPage)

    def test_comparison_with_another_budget(self, draft: WindowDriver, sample: Office) -> None:
        page = page_of(draft)
        made = budgets.new_scenario(sample, budget_id=approved_budget(sample), name="Try").record_id
        page.refresh()
        page.compare_with(made)
        compared = sheet_of(page).compared_with
        assert compared is not None
        assert compared.id == made


class TestOut:
    def test_to_excel_and_letter(self, draft: WindowDriver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(
            QFileDialog, "getSaveFileName", lambda _parent, _title, name, _kind: (str(tmp_path / name), "")
        )
        page = page_of(draft)
        press(draft.window, "Ctrl+Shift+E")
        assert "NER-CT-01-Revision-1.xlsx" in draft.said()
        choose(page, "More", "Letter")
        assert sorted(path.name for path in tmp_path.glob("*.*x")) == [
            "NER-CT-01-Revision-1.docx",
            "NER-CT-01-Revision-1.xlsx",
        ]


class TestRail:
    def test_broken_rule_shows_and_does_not_block_typing(self, sample: Office, opened: Open) -> None:
        with making(sample) as make:
            grant = grant_by_reference(make.unit.session, "NER-CT-01")
            make.rule(grant, RuleKind.FLEXIBILITY, percent=Decimal(10), measure="category", counting="transfer")
        driver = opened(sample, start=Route("record", "budgets", drafted(sample)))
        driver.window.resize(1366, 768)
        page = page_of(driver)
        go(page, "2.1", "unit_cost")
        type_text("50000")
        press(page.view.editor, "Return")
        texts = visible_texts(page.rail)
        assert "Above the rule" in [chip.text for chip in page.rail.findChildren(Chip)]
        assert any("is more than 10 %" in text for text in texts)
        assert "+30.9\u00a0%" in texts

    def test_line_below_what_was_spent_is_raised(self, draft: WindowDriver, sample: Office) -> None:
        draft.window.resize(1366, 768)
        page = page_of(draft)
        texts = visible_texts(page.rail)
        assert "3.1 Laptop computers would end USD\u00a04,192.40 below what is already spent and committed." in texts
        click(button_named(page.rail, "Raise to USD\u00a021,552.40"))
        assert shown(page, "3.1", "left_after") == "0.00"
        assert line_of(sample, page.route.record_id, "3.1").amount == Decimal("21552.40")

    def test_reason_is_written_before_it_is_asked_for(self, draft: WindowDriver) -> None:
        draft.window.resize(1366, 768)
        page = page_of(draft)
        click(button_named(page.rail, "Write the reason"))
        answer(draft, reason="Ten volunteers stay longer")
        assert "“Ten volunteers stay longer”" in visible_texts(page.rail)

    def test_rail_gives_way_to_the_table(self, draft: WindowDriver) -> None:
        draft.window.resize(1024, 640)
        assert not page_of(draft).rail.isVisible()


class TestComparison:
    def test_scenarios_stand_side_by_side(self, sample: Office, opened: Open) -> None:
        first = approved_budget(sample)
        names = ("Longer", "Cheaper")
        ids = [budgets.new_scenario(sample, budget_id=first, name=name).record_id for name in names]
        line = line_of(sample, ids[0], "1.2")
        edit = budgets.LineEdit(line.id, {"duration": Decimal("26.5")}, line.version)
        budgets.edit_lines(sample, budget_id=ids[0], edits=[edit])
        driver = opened(sample, start=Route("record", "budgets", first))
        choose(page_of(driver), "More", "Compare side by side")
        page = driver.page
        assert isinstance(page, ComparisonPage)
        heads = [head.text for head in page.model.heads]
        assert heads == [
            "Line",
            "Description",
            "Used so far",
            "First budget",
            "Scenario “Longer”",
            "Change",
            "Scenario “Cheaper”",
            "Change",
        ]
        row = next(row for row in range(page.model.rowCount()) if page.model.cell(row, 0).text == "1.2")
        cells = [page.model.cell(row, column).text for column in range(3, 8)]
        assert cells == ["318,240.00", "330,720.00", "+12,480.00", "318,240.00", ""]
        assert page.model.foot(5).text == "+14,102.40"
        click(button_named(page, "Scenario “Longer”"))
        assert page_of(driver).route.record_id == ids[0]


class TestGrant:
    def test_grant_without_a_budget_offers_to_begin_one(self, empty: Office, opened: Open) -> None:
        with making(empty) as make:
            grant = make.grant(indirect_rate=Decimal(13)).id
        driver = opened(empty, start=Route("record", "grants", grant, tab="budgets"))
        click(button_named(driver.page, "New budget. Type its lines, or paste them from Excel."))
        answer(driver)
        page = page_of(driver)
        assert "First budget" in visible_texts(page)
        assert shown(page, "8", "amount") == "0.00"

    def test_budget_opens_from_the_tab_of_its_grant(self, sample: Office, opened: Open) -> None:
        driver = opened(sample, start=Route("record", "grants", grant_id(sample), tab="budgets"))
        table = driver.page.findChildren(RegisterTable)[0].table
        table.selectRow(0)
        press(table, "Return")
        assert page_of(driver).sheet is not None

    def test_sidebar_makes_room_and_comes_back(self, draft: WindowDriver) -> None:
        assert draft.view.sidebar.width() == 48
        press(draft.window, "Ctrl+B")
        assert draft.view.sidebar.width() == 200
        press(draft.window, "Ctrl+B")
        draft.go("home")
        assert draft.view.sidebar.width() == 200


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
