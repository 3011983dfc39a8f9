"""A whole day's work through the window, by its keys, as the README tells it: a grant with the rules of a preset, its
budget pasted and approved, costs in three currencies, one of them split, a category exceeded, a scenario that becomes a
revision, a closed month that refuses a late cost, and the grant as it was before.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt

from desktop.domain.codes import BudgetStatus
from desktop.registers.query import Cell
from desktop.services import budgets, records
from desktop.services.offices import Office
from desktop.ui.dialogs.preset_dialog import PresetDialog
from desktop.ui.dialogs.record_dialog import RecordDialog
from desktop.ui.dialogs.split_dialog import EntryDialog, SplitDialog
from desktop.ui.pages.as_at_tab import AsAtTab
from desktop.ui.pages.months_page import MonthsPage
from tests.helpers.budget_page import answer, go, page_of, paste, sheet_of, type_text
from tests.helpers.forms import fill, fill_all, troubles
from tests.helpers.records import making
from tests.helpers.window import WindowDriver, button_named, click, press, visible_texts
from tests.ui.conftest import Open

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # of the list below a choice

SEPTEMBER = date(2019, 9, 1)
# Thirty lines as they stand in a sheet: code, description, quantity, unit, unit cost, duration, per cent charged.
LINES = [
    *(f"1.{n}\tVolunteer {n}\t1\tperson\t1,200.00\t12\t100" for n in range(1, 11)),
    *(f"2.{n}\tPrinted matter {n}\t1\tlump\t500.00\t1\t100" for n in range(1, 6)),
    *(f"4.{n}\tWorkshop {n}\t1\tevent\t2,000.00\t1\t100" for n in range(1, 6)),
    *(f"5.{n}\tMission {n}\t2\tmission\t500.00\t1\t100" for n in range(1, 6)),
    *(f"7.{n}\tOffice cost {n}\t1\tmonth\t100.00\t12\t100" for n in range(1, 6)),
]
DIRECT = Decimal(10 * 14_400 + 5 * 500 + 5 * 2_000 + 5 * 1_000 + 5 * 1_200)
TRAVEL = Decimal(5_000)


@pytest.fixture
def office(empty: Office) -> Office:
    """What the day begins with, in October 2019: the funder, a second grant, and the rates of the month."""
    empty.clock = lambda: datetime(2019, 10, 3, 9, tzinfo=UTC)
    with making(empty) as make:
        funder = make.organisation(reference="US-GOV-11", name="US Counter-Terrorism Bureau")
        other = make.grant(reference="MLI-01", title="Judicial unit, Mali", funder_id=funder.id)
        make.line(make.budget(other), "7.1", "5000.00")
        make.rate("EUR", "0.92", SEPTEMBER)
        make.rate("XOF", "603.48", SEPTEMBER)
    return empty


def _found(office: Office, register: str, column: str, code: str) -> int:
    (one,) = records.choices(office, register, only=[f"{column}={code}"])
    return one.id


def _grant(office: Office) -> dict[str, Cell]:
    return records.load(office, "grants", _found(office, "grants", "reference", "NER-01")).values


def _post(driver: WindowDriver, **values: str) -> EntryDialog:
    """Ctrl+N in the ledger, typed and saved; returns the form, which stays open when something is wrong."""
    driver.go("register", "ledger")
    press(driver.view, "Ctrl+N")
    form = driver.dialog(EntryDialog)
    fill_all(form, {"kind": "Expenditure", "grant": "NER-01", **values})
    press(form, "Ctrl+Return")
    return form


def _make_grant(driver: WindowDriver) -> None:
    driver.go("register", "grants")
    press(driver.view, "Ctrl+N")
    form = driver.dialog(RecordDialog)
    fill_all(
        form,
        {
            "reference": "NER-01",
            "title": "Legal aid, Niger",
            "funder": "US-GOV-11",
            "currency": "USD",
            "amount": "189,275.00",
            "starts_on": "1 January 2019",
            "ends_on": "31 December 2020",
            "indirect_rate": "13",
        },
    )
    press(form, "Ctrl+Return")
    assert driver.overlays() == [], troubles(form)


def _take_preset(driver: WindowDriver, grant_id: int) -> None:
    page = driver.go("record", "grants", grant_id, tab="rules")
    click(button_named(page, "Start from a preset"))
    dialog = driver.dialog(PresetDialog)
    press(dialog.add_button, "Return")
    assert any("the funder has to agree in writing first (2 CFR 200.308" in text for text in visible_texts(page))
    click(button_named(page, "New rule"))
    form = driver.dialog(RecordDialog)
    fill(form, "kind", "Flexibility")
    fill_all(form, {"percent": "10", "measure": "of a category", "counting": "all transfers together"})
    fill(form, "article", "article 4")
    press(form, "Ctrl+Return")
    assert driver.overlays() == []


def _make_budget(driver: WindowDriver, grant_id: int) -> int:
    """Thirty lines pasted from a sheet, asked for and approved; returns the budget's id."""
    page = driver.go("record", "grants", grant_id, tab="budgets")
    click(button_named(page, "New budget. Type its lines, or paste them from Excel."))
    answer(driver)
    grid = page_of(driver)
    grid.view.go_to(grid.model.rowCount() - 1, 0)
    grid.view.setFocus(Qt.FocusReason.TabFocusReason)
    paste(grid, *LINES)
    sheet = sheet_of(grid)
    assert len(sheet.lines) == 31
    assert sheet.total.amount == Decimal(189_275), "13 % of the direct cost are worked out"
    press(driver.view, "Ctrl+Z")
    assert len(sheet_of(page_of(driver)).lines) == 1, "a paste is one step"
    press(driver.view, "Ctrl+Y")
    grid = page_of(driver)
    assert sum(line.amount for line in sheet_of(grid).lines if line.category != 8) == DIRECT
    click(button_named(grid, "Ask for approval"))
    answer(driver, reason="The first budget")
    click(button_named(grid, "Approve"))
    answer(driver, by="The funder")
    assert sheet_of(grid).status is BudgetStatus.APPROVED
    assert "approved" in driver.said().casefold()
    return sheet_of(grid).id


def _split(driver: WindowDriver, office: Office) -> None:
    """One cost over two grants, 70 and 30 per cent."""
    driver.go("register", "ledger")
    press(driver.view, "Ctrl+N")
    form = driver.dialog(EntryDialog)
    values = {"kind": "Expenditure", "entry_on": "10 September 2019", "reference": "PV-4", "description": "Rent"}
    fill_all(form, values | {"original_currency": "XOF", "original_amount": "100,001"})
    click(button_named(form, "Split over several grants…"))
    dialog = driver.dialog(SplitDialog)
    for row, (grant, percent) in zip(dialog.rows, (("NER-01", "70"), ("MLI-01", "30")), strict=False):
        for field, text in ((row.grant, grant), (row.percent, percent)):
            into = field.focusProxy()
            assert into is not None
            into.setFocus(Qt.FocusReason.TabFocusReason)
            press(into, "Ctrl+A")
            type_text(text)
            press(into, "Tab")
    press(dialog.verb, "Return")
    assert driver.overlays() == []
    parts = [
        records.load(office, "ledger", part.id).values for part in records.choices(office, "ledger", search="PV-4")
    ]
    assert sorted(part["original_amount"] for part in parts) == [30_000, 70_001]  # type: ignore[type-var]  # both are numbers
    assert len({part["split_key"] for part in parts}) == 1


def test_from_the_award_to_the_closed_month(office: Office, opened: Open) -> None:
    driver = opened(office)
    _make_grant(driver)
    grant_id = _found(office, "grants", "reference", "NER-01")
    _take_preset(driver, grant_id)
    budget_id = _make_budget(driver, grant_id)

    # Costs in three currencies; travel reaches 112 % of its budget.
    day = {"entry_on": "5 September 2019", "description": "Missions"}
    _post(driver, **day, reference="PV-1", line="5.1", original_currency="USD", original_amount="3,600.00")
    _post(driver, **day, reference="PV-2", line="5.2", original_currency="EUR", original_amount="920.00")
    _post(driver, **day, reference="PV-3", line="5.3", original_currency="XOF", original_amount="603,480")
    assert driver.overlays() == []
    assert _grant(office)["spent"] == Decimal("5600.00")
    assert Decimal("5600.00") == TRAVEL * Decimal("1.12")
    _split(driver, office)
    assert _grant(office)["spent"] == Decimal("5600.00") + Decimal("116.00")  # 70,001 francs at 603.48

    page = driver.go("checks")
    assert any("Travel" in text and "12" in text and "10 %" in text for text in visible_texts(page)), visible_texts(
        page
    )

    # A scenario moves money to travel; as a revision it is approved.
    driver.go("record", "budgets", budget_id)
    click(button_named(driver.page, "New scenario"))
    answer(driver, name="More travel")
    grid = page_of(driver)
    go(grid, "5.1", "unit_cost")
    type_text("800")
    press(grid.view.editor, "Return")
    go(grid, "4.1", "unit_cost")
    type_text("1400")
    press(grid.view.editor, "Return")
    assert sheet_of(page_of(driver)).total.amount == Decimal(189_275)
    assert _budgeted(office, grant_id) == [Decimal(189_275)], "a scenario changes nothing that is reported"
    click(button_named(page_of(driver), "Make it a revision"))
    click(button_named(page_of(driver), "Ask for approval"))
    answer(driver, reason="More missions than planned")
    click(button_named(page_of(driver), "Approve"))
    answer(driver, by="The funder")
    assert [each.status for each in budgets.budgets_of(office, grant_id=grant_id)] == ["superseded", "approved"]
    assert sum(line.used for line in sheet_of(page_of(driver)).lines) == Decimal("5600.00")
    page = driver.go("checks")
    assert not any("Travel" in text and "10 %" in text for text in visible_texts(page))

    _close_september(driver)
    form = _post(driver, **day, reference="PV-5", line="5.1", original_currency="USD", original_amount="10.00")
    assert driver.overlays() != [], "the month is closed"
    assert _grant(office)["spent"] == Decimal("5716.00")
    for overlay in reversed(driver.overlays()):
        overlay.close_overlay()
    assert form is not None

    page = driver.go("record", "grants", grant_id, tab="as_at")
    tab = page.findChild(AsAtTab)
    assert tab is not None
    tab.field.line.setFocus(Qt.FocusReason.TabFocusReason)
    press(tab.field.line, "Ctrl+A")
    type_text("4 September 2019")
    press(tab.field.line, "Return")
    texts = visible_texts(tab)
    assert "As at 4 September 2019" in texts
    assert texts[texts.index("Spent") + 1] == "0.00"


def _budgeted(office: Office, grant_id: int) -> list[Decimal]:
    return [each.total.amount for each in budgets.budgets_of(office, grant_id=grant_id) if each.status == "approved"]


def _close_september(driver: WindowDriver) -> None:
    page = driver.go("months")
    assert isinstance(page, MonthsPage)
    cell = page.map.cells[SEPTEMBER]
    cell.setFocus(Qt.FocusReason.TabFocusReason)
    click(cell)
    press(page.close_button, "Return")
    assert "Closed September 2019." in driver.said()
