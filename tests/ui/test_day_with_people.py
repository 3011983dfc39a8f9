"""A day with volunteers through the window, by its keys, as the README tells it: a roster comes in from a workbook, ten
posts are planned and signed, three go on, one ends early, the agency's invoice is matched, two more are tried, and what
goes out names nobody. What people get wrong on the way is refused where it stands. In the end all of it is undone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog

from desktop.services import records
from desktop.services.offices import Office
from desktop.ui.dialogs.deployment_dialogs import EndDialog, ExtendDialog, SignDialog
from desktop.ui.dialogs.evidence_dialog import EvidenceDialog
from desktop.ui.dialogs.match_dialog import MatchDialog
from desktop.ui.dialogs.names_dialog import NamesDialog
from desktop.ui.dialogs.plan_dialog import PlanDialog
from desktop.ui.dialogs.record_dialog import RecordDialog
from desktop.ui.dialogs.split_dialog import EntryDialog
from desktop.ui.pages.deployments_page import DeploymentsPage
from desktop.ui.pages.report_page import ReportPage
from desktop.ui.widgets.fields import Field
from tests.helpers.budget_page import choose
from tests.helpers.day_office import (
    AWARD,
    CUT,
    DOCUMENT,
    FIRST,
    INVOICE,
    LINE,
    MORE,
    SECOND,
    cash_ends,
    chain_cost,
    chain_months,
    make_day_office,
)
from tests.helpers.forms import fill, fill_all, troubles
from tests.helpers.import_page import choosing, to_preview
from tests.helpers.import_page import page_of as import_page
from tests.helpers.leaks import leaks
from tests.helpers.roster import IDENTITIES, ROSTER, roster_workbook
from tests.helpers.window import Found, WindowDriver, button_named, click, press, type_text, visible_texts
from tests.ui.conftest import Open

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # of the list below a choice


@pytest.fixture
def office(empty: Office) -> Office:
    """What the day begins with, on 20 May 2019."""
    return make_day_office(empty)


# --- getting about ----------------------------------------------------------------------------------------------------


def _dialog(driver: WindowDriver, kind: type[Found]) -> Found:
    """The dialog that is open. A list that closed leaves no window in front where windows are only drawn."""
    driver.window.activateWindow()
    QApplication.processEvents()
    return driver.dialog(kind)


def _new(driver: WindowDriver, register: str, kind: type[Found]) -> Found:
    """The form of something new in a list, by its key."""
    driver.go("register", register)
    driver.window.activateWindow()
    QApplication.processEvents()
    press(driver.view, "Ctrl+N")
    return _dialog(driver, kind)


def _menu(driver: WindowDriver, entry: str, kind: type[Found]) -> Found:
    """The dialog that an entry of the menu on the page of deployments opens."""
    driver.go("deployments")
    choose(driver.page, "Lists and more", entry)
    return _dialog(driver, kind)


def _type(field: Field, text: str) -> None:
    """Types into a field that stands on a page or in a dialog of its own, and goes on."""
    into = field.focusProxy()
    assert into is not None
    into.window().activateWindow()
    into.setFocus(Qt.FocusReason.TabFocusReason)
    press(into, "Ctrl+A")
    type_text(text)
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()
    into.window().activateWindow()
    QApplication.processEvents()
    press(into, "Tab")


def _save(driver: WindowDriver, form: RecordDialog | EntryDialog, values: dict[str, str]) -> None:
    fill_all(form, values)
    press(form, "Ctrl+Return")
    assert driver.overlays() == [], troubles(form)


def _count(office: Office, register: str) -> int:
    return len(records.choices(office, register, limit=100))


def _to_grant(driver: WindowDriver) -> list[str]:
    """What the overview of the grant says."""
    (grant,) = records.choices(driver.context.office, "grants", only=["reference=NER-CT-01"])
    return visible_texts(driver.go("record", "grants", grant.id))


def _require_grant(driver: WindowDriver, *, committed: Decimal, spent: Decimal = Decimal(0)) -> None:
    """What the overview shows, to the cent: the grant, and what is left of its one line."""
    texts = _to_grant(driver)
    names = ("Spent", "Committed", "Available", "Staff and other personnel")
    shown = [texts[texts.index(name) + 1] for name in names]
    used = spent + committed
    assert shown == [f"{amount:,.2f}" for amount in (spent, committed, AWARD - used, LINE - used)]


def _require_runway(driver: WindowDriver, day: date | None) -> None:
    """What the overview of the grant shows of its cash, by commitments and the work plan."""
    _to_grant(driver)
    rows = [each.accessibleName() for each in driver.page.findChildren(QAbstractButton)]
    (row,) = (name for name in rows if name.startswith("Commitments and the work plan"))
    assert f"Cash ends {day:%-d %b %Y}," in row


# --- the day ----------------------------------------------------------------------------------------------------------


def _import_roster(driver: WindowDriver, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    choosing(monkeypatch, path)
    driver.go("register", "volunteers")
    press(driver.view, "Ctrl+I")
    page = import_page(driver)
    press(page, "Ctrl+O")
    to_preview(page)
    assert not any(one.name in " ".join(visible_texts(page)) for one in ROSTER), "names are masked while they come in"
    click(page.foot.go)
    assert "Imported Roster 2019.xlsx: 10 volunteers." in visible_texts(page)
    click(button_named(driver.go("register", "volunteers"), "Names replaced by codes"))
    (first, *_others) = records.choices(driver.context.office, "volunteers")
    texts = visible_texts(driver.go("record", "volunteers", first.id))
    assert {ROSTER[0].name, ROSTER[0].phone, ROSTER[0].email} <= set(texts)
    click(button_named(driver.page, "Names shown"))


def _make_assignment(driver: WindowDriver) -> None:
    values = {
        "reference": "NER-LA",
        "title": "Legal aid in Niger",
        "category": "National UN Volunteer Specialist",
        "project": "NER",
        "host": "National Legal Aid Agency",
        "station": "Niamey",
        "posts": "12",
        "starts_on": "7 January 2019",
        "ends_on": "31 December 2019",
    }
    _save(driver, _new(driver, "assignments", RecordDialog), values)


def _plan(driver: WindowDriver, first: str, last: str, volunteers: Sequence[str] = ()) -> PlanDialog:
    """New deployments of the assignment, paid by the grant; not planned yet."""
    driver.go("deployments")
    click(button_named(driver.page, "New deployment"))
    plan = _dialog(driver, PlanDialog)
    fill_all(plan, {"assignment": "NER-LA", "starts_on": first, "ends_on": last, "grant": "NER-CT-01", "line": "1.1"})
    for code in volunteers:
        fill(plan, "volunteer", code)
    return plan


def _refused(driver: WindowDriver, plan: PlanDialog) -> dict[str, str]:
    """What is said beside the fields when it cannot be planned; nothing of it is kept."""
    before = _count(driver.context.office, "deployments")
    press(plan, "Ctrl+Return")
    assert _count(driver.context.office, "deployments") == before
    return {key: field.trouble for key, field in plan.fields.items() if field.trouble}


def _plan_what_is_wrong(driver: WindowDriver) -> None:
    plan = _plan(driver, "30 June 2019", "7 January 2019")
    assert _refused(driver, plan) == {"ends_on": "It ends before it starts, on 30 Jun 2019. Enter a later date."}
    fill_all(plan, {"ends_on": "31 July 2019", "percent": "60"})
    assert _refused(driver, plan) == {"percent": "The shares sum to 60 per cent; 40 are missing."}
    fill_all(plan, {"percent": "100", "grant": "NER-00"})
    assert _refused(driver, plan) == {
        "grant": "NER-00 was closed on 31 Mar 2019. Choose another grant, or open it again."
    }
    press(plan, "Esc")


def _sign(driver: WindowDriver) -> SignDialog:
    sign = _menu(driver, "Sign all that is planned here", SignDialog)
    assert len(sign.boxes) == 10
    fill(sign, "on", "2 January 2019")
    press(sign, "Ctrl+Return")
    return sign


def _sign_all(driver: WindowDriver) -> None:
    """Without a living allowance nothing is signed; with it all is."""
    refused = _sign(driver)
    texts = visible_texts(refused)
    assert any(text.startswith("D-001 has no rate of the Monthly living allowance") for text in texts)
    assert any("D-002" in text and "D-010" in text for text in texts), "what is alike is said once"
    press(refused, "Esc")
    _require_grant(driver, committed=Decimal(0))
    _require_runway(driver, cash_ends())
    values = {
        "component": "Monthly living allowance",
        "category": "National UN Volunteer Specialist",
        "starts_on": "1 January 2019",
        "currency": "USD",
        "amount": "1,234.56",
        "source": "Circular of 3 December 2018",
    }
    _save(driver, _new(driver, "entitlement_rates", RecordDialog), values)
    _sign(driver)
    assert driver.overlays() == []
    assert driver.said().startswith("Saved ")
    _require_runway(driver, cash_ends(*[chain_months(FIRST)] * 10))


def _extend_three(driver: WindowDriver) -> None:
    extend = _menu(driver, "Extend all that serve here", ExtendDialog)
    for box in list(extend.boxes.values())[3:]:
        click(box)
    fill_all(extend, {"months": "", "until": "15 October 2019", "on": "20 May 2019"})
    press(extend, "Ctrl+Return")
    assert driver.overlays() == []


def _end_one(driver: WindowDriver) -> None:
    (last,) = records.choices(driver.context.office, "deployments", only=["reference=D-010"])
    driver.go("record", "deployments", last.id)
    choose(driver.page, "More", "End early")
    end = _dialog(driver, EndDialog)
    fill(end, "on", "15 August 2019")
    press(end, "Ctrl+Return")
    assert "D-010 ends on 30 Jun 2019 anyway." in visible_texts(end)
    fill(end, "on", "15 May 2019")
    press(end, "Ctrl+Return")
    assert driver.overlays() == []


def _match_invoice(driver: WindowDriver) -> None:
    values = {
        "kind": "Expenditure",
        "entry_on": "5 April 2019",
        "reference": DOCUMENT,
        "description": "Volunteers in March",
        "grant": "NER-CT-01",
        "line": "1.1",
        "commitment": "FA-NER-LA",
        "original_currency": "USD",
        "original_amount": f"{INVOICE:,}",
    }
    _save(driver, _new(driver, "ledger", EntryDialog), values)
    match = _menu(driver, "Match the agency’s invoice", MatchDialog)
    _type(match.first, "1 March 2019")
    texts = visible_texts(match)
    assert texts.count("1,333.33") == texts.count("6.67") == 10, "a month of each: pro forma, and what it differs by"
    press(match, "Ctrl+Return")
    assert driver.overlays() == []
    assert "Matched USD\u00a013,400.00 of INV-2019-03 to 10 deployments." in driver.said()


def _try_two_more(driver: WindowDriver, open_for: Decimal) -> None:
    """Two posts more: dropped, nothing is kept; tried again and kept, they are planned."""
    page = driver.go("deployments")
    assert isinstance(page, DeploymentsPage)
    click(button_named(page, "What if"))
    rail = page.keeper.rail
    _type(rail.kind, "Add posts")
    _type(rail.assignment, "NER-LA")
    _type(rail.first, "1 June 2019")
    _type(rail.last, "30 November 2019")
    _type(rail.grant, "NER-CT-01")
    _type(rail.line, "1.1")
    cost = 2 * chain_cost(MORE)
    for verb, kept in (("Drop", 10), ("Keep", 12)):
        click(button_named(rail, "Try it"))
        told = visible_texts(rail)
        assert told[told.index("Available") + 1 :][:2] == [_usd(open_for), _usd(open_for - cost)]
        assert told[told.index("Line 1.1") + 1 :][:2] == [
            _usd(open_for - AWARD + LINE),
            _usd(open_for - AWARD + LINE - cost),
        ]
        lasts = told[told.index("Cash lasts") + 1 :][:2]
        assert lasts == [f"until {_until(*more):%-d %b %Y}" for more in ((), (chain_months(MORE), chain_months(MORE)))]
        assert _count(driver.context.office, "deployments") == 10
        click(button_named(page, verb))
        assert not page.bar.isVisible()
        assert _count(driver.context.office, "deployments") == kept


def _until(*more: dict[date, Decimal]) -> date | None:
    """Until when cash lasts with those that serve by now, and some more."""
    serving = [chain_months(FIRST, SECOND)] * 3 + [chain_months(FIRST)] * 6 + [chain_months(CUT)]
    return cash_ends(*serving, *more, spent=INVOICE)


def _usd(amount: Decimal) -> str:
    return f"USD\u00a0{amount:,.2f}"


def _hand_out(driver: WindowDriver, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The donor report with its annex as workbook and paper, its evidence, and the list of deployments."""
    made: list[Path] = []

    def save(_parent: object, _title: str, name: str, _kind: str = "") -> tuple[str, str]:
        made.append(folder / f"{len(made)}{Path(name).suffix}")
        return str(made[-1]), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", save)
    _to_grant(driver)
    click(button_named(driver.page, "New report"))
    page = driver.page
    assert isinstance(page, ReportPage)
    click(page.choice.more_button)
    _type(page.choice.options["volunteers"], "With codes")
    assert "Annex: volunteers deployed" in visible_texts(page)
    click(button_named(page, "To Excel"))
    click(button_named(page, "To PDF"))
    click(button_named(page, "Draft for the funder"))
    click(button_named(driver.page, "Evidence pack"))
    click(button_named(_dialog(driver, EvidenceDialog), "Save as…"))
    click(button_named(driver.go("deployments"), "To Excel"))
    click(button_named(_dialog(driver, NamesDialog), "Save as…"))
    assert [path.suffix for path in made] == [".xlsx", ".pdf", ".zip", ".xlsx"]
    return made


def _undo_all(driver: WindowDriver) -> None:
    """Back to where it was, a step at a time."""
    office, steps = driver.context.office, 0
    while driver.context.undo_stack.can_undo:
        driver.window.activateWindow()
        press(driver.view, "Ctrl+Z")
        steps += 1
    assert steps == 11
    registers = ("deployments", "contract_periods", "assignments", "volunteers", "deployment_costs", "donor_reports")
    assert {register: _count(office, register) for register in registers} == dict.fromkeys(registers, 0)
    assert _count(office, "entitlement_rates") == 3
    _require_grant(driver, committed=Decimal(0))


def test_from_the_roster_to_the_annex(
    office: Office, opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = opened(office)
    _import_roster(driver, roster_workbook(tmp_path / "Roster 2019.xlsx"), monkeypatch)
    _make_assignment(driver)
    _plan_what_is_wrong(driver)
    plan = _plan(driver, "7 January 2019", "30 June 2019", [one.code for one in ROSTER])
    press(plan, "Ctrl+Return")
    assert "Planned 10 deployments of NER-LA: D-001 to D-010." in driver.said()
    _sign_all(driver)
    committed = 10 * chain_cost(FIRST)
    _require_grant(driver, committed=committed)

    again = _plan(driver, "1 June 2019", "31 July 2019", [ROSTER[0].code])
    taken = _refused(driver, again)["starts_on"]
    assert taken.startswith("V-01: The volunteer serves in D-001 from 1 Jun 2019 to 30 Jun 2019. End that one before")
    press(again, "Esc")
    _extend_three(driver)
    committed += 3 * (chain_cost(FIRST, SECOND) - chain_cost(FIRST))
    _require_grant(driver, committed=committed)
    _end_one(driver)
    committed -= chain_cost(FIRST) - chain_cost(CUT)
    _require_grant(driver, committed=committed)
    _match_invoice(driver)
    committed -= INVOICE
    _require_grant(driver, committed=committed, spent=INVOICE)
    _require_runway(driver, _until())
    _try_two_more(driver, AWARD - committed - INVOICE)
    _require_grant(driver, committed=committed, spent=INVOICE)

    for path in _hand_out(driver, tmp_path, monkeypatch):
        assert leaks(path, IDENTITIES) == [], path.suffix
        assert leaks(path, [ROSTER[0].code]) == [ROSTER[0].code], "the code stands for the name"
    _undo_all(driver)
