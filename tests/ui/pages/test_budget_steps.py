"""What one does with a budget on its page: revise, try, ask, approve, compare, write; what stands beside it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from desktop.domain.codes import BudgetStatus
from desktop.domain.terms import RuleKind
from desktop.services import budgets
from desktop.services.offices import Office
from desktop.storage.lookups import grant_by_reference
from desktop.ui.context import Route
from desktop.ui.dialogs.budget_dialog import BudgetDialog
from desktop.ui.dialogs.command_palette import CommandPalette
from desktop.ui.pages.comparison_page import ComparisonPage
from desktop.ui.pages.record_page import RecordPage
from desktop.ui.theme import Icon
from desktop.ui.widgets.chips import Chip
from desktop.ui.widgets.gauge_bar import ChangeBar
from desktop.ui.widgets.register_table import RegisterTable
from tests.helpers.budget_page import (
    answer,
    choose,
    go,
    is_editing,
    page_of,
    sheet_of,
    shown,
    type_text,
)
from tests.helpers.budget_sheets import approved_budget, drafted, grant_id, line_of
from tests.helpers.records import making
from tests.helpers.window import WindowDriver, button_named, click, press, visible_buttons, visible_texts
from tests.ui.conftest import Open

# The virtual screen of tests cannot move a window to the top when a menu closes.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def draft(sample: Office, opened: Open) -> WindowDriver:
    return opened(sample, start=Route("record", "budgets", drafted(sample)))


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

    def test_draft_is_parted_by_time_and_tries_another_end(self, draft: WindowDriver) -> None:
        page = page_of(draft)
        choose(page, "More", "Try another end of the grant")
        answer(draft, ends_on="30 June 2020")
        assert sheet_of(page).grant_ends_on == date(2020, 6, 30)
        choose(page, "More", "Spread over quarters")
        phases = sheet_of(page).phases
        assert phases[-1].starts_on == date(2020, 4, 1)
        assert sum(phase.amount for phase in phases) == sheet_of(page).total.amount
        texts = visible_texts(page)
        assert "The grant is tried until 30 Jun 2020." in texts
        amount = texts[texts.index("from 1 Apr 2020") + 1]
        assert Decimal(amount.replace(",", "")) == phases[-1].amount
        assert len(amount.partition(".")[2]) == 2, "as many decimals as the currency has"
        choose(page, "More", "Spread over years")
        assert [phase.starts_on.year for phase in sheet_of(page).phases] == [2017, 2018, 2019, 2020]

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
        go(page, "1.2", "duration")
        type_text("26")
        press(page.view.editor, "Return")
        assert visible_texts(page.rail).count("+30.9\u00a0%") == 1
        assert len([bar for bar in page.rail.findChildren(ChangeBar) if bar.isVisible()]) == 3

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
        page = page_of(draft)
        assert not page.rail.isVisible()
        choose(page, "More", "Rules and findings")
        assert page.rail.isVisible()


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

    def test_budgets_are_taken_in_and_out(self, sample: Office, opened: Open) -> None:
        first = approved_budget(sample)
        made = budgets.new_scenario(sample, budget_id=first, name="Longer").record_id
        driver = opened(sample, start=Route("comparison", record_id=grant_id(sample)))
        page = driver.page
        assert isinstance(page, ComparisonPage)
        choose(page, "Budgets", "Scenario “Longer”, Scenario")
        assert page.memory() == (first,)
        choose(page, "Budgets", "Scenario “Longer”, Scenario")
        assert page.memory() == (first, made)
        driver.go("home")
        driver.view.go_back()
        assert driver.page.memory() == (first, made)
        place = page.grid.view.visualRect(page.model.index(1, 4)).center()
        QTest.mouseClick(page.grid.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        QTest.mouseDClick(page.grid.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert page_of(driver).route.record_id == made

    def test_scenario_beyond_the_rule_says_so(self, sample: Office, opened: Open) -> None:
        with making(sample) as make:
            grant = grant_by_reference(make.unit.session, "NER-CT-01")
            make.rule(grant, RuleKind.FLEXIBILITY, percent=Decimal(10), measure="category", counting="transfer")
            make.rule(grant, RuleKind.FLEXIBILITY, percent=Decimal(10), measure="total", counting="cumulative")
        made = budgets.new_scenario(sample, budget_id=approved_budget(sample), name="A car").record_id
        changes = {"3.2": Decimal(2), "5.1": Decimal(30)}
        lines = {code: line_of(sample, made, code) for code in changes}
        edits = [budgets.LineEdit(lines[code].id, {"quantity": changes[code]}, lines[code].version) for code in changes]
        budgets.edit_lines(sample, budget_id=made, edits=edits)
        driver = opened(sample, start=Route("comparison", record_id=grant_id(sample)))
        assert isinstance(driver.page, ComparisonPage)
        texts = visible_texts(driver.page)
        assert "Equipment and vehicles: 73.1\u00a0% of 10\u00a0%, above the rule" in texts
        assert "In force" in texts
        model = driver.page.model
        over = [row for row in range(model.rowCount()) if model.cell(row, 4).over]
        assert [model.cell(row, 0).text for row in over] == ["3.1", "5", "5.1"]  # red alone would tell nobody in grey
        assert all(model.cell(row, 4).ink == "negative" and model.cell(row, 4).tip for row in over)
        page = driver.go("record", "budgets", made)
        driver.window.resize(1366, 768)
        assert {"73.1\u00a0%", "Travel", "Of the total"} <= set(visible_texts(page))

    def test_grant_without_budgets_has_none_to_compare(self, empty: Office, opened: Open) -> None:
        with making(empty) as make:
            grant = make.grant().id
        driver = opened(empty, start=Route("comparison", record_id=grant))
        assert "No budgets yet" in visible_texts(driver.page)


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


def test_budget_is_found_by_its_grant(sample: Office, opened: Open) -> None:
    driver = opened(sample)
    driver.view.show_palette()
    palette = driver.dialog(CommandPalette)
    palette.line.setText("NER-CT-01")
    palette.search()
    found = [palette.list.item(place).data(Qt.ItemDataRole.UserRole) for place in range(palette.list.count())]
    next(entry for entry in found if entry.name is Icon.BUDGETS and entry.run is not None).run()
    assert page_of(driver).sheet is not None
