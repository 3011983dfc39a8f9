"""Reversing, correcting, cancelling, splitting and receiving in the window, by mouse and keys."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from desktop.registers.query import Cell
from desktop.services import records
from desktop.services.offices import Office
from desktop.ui.context import Route
from desktop.ui.dialogs.ledger_dialogs import CancelDialog, CorrectDialog, ReceiptDialog, ReverseDialog
from desktop.ui.dialogs.message_dialog import MessageDialog
from desktop.ui.dialogs.posting_dialog import PostingDialog
from desktop.ui.dialogs.record_dialog import RecordDialog
from desktop.ui.dialogs.split_dialog import EntryDialog, SplitDialog
from desktop.ui.pages.record_page import RecordPage
from desktop.ui.pages.register_page import RegisterPage
from desktop.ui.widgets.choice_fields import LookupField
from desktop.ui.widgets.posting_card import PostingCard
from tests.helpers.forms import fill, fill_all, shown
from tests.helpers.records import making
from tests.helpers.window import WindowDriver, button_named, click, press, visible_texts, wait_until
from tests.ui.conftest import Open

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # of the list below a choice
MARCH = date(2019, 3, 4)


@pytest.fixture
def office(empty: Office) -> Office:
    """An office with two grants, a cost PV-1 of USD 118.40 on line 7.1, and an order PO-1 of USD 1,000.00."""
    with making(empty) as make:
        funder = make.organisation()
        first = make.grant(reference="G-1", title="One", funder_id=funder.id)
        make.grant(reference="G-2", title="Two", funder_id=funder.id, currency="EUR")
        line = make.line(make.budget(first), "7.1", "5000.00")
        plain = {"line_id": line.id, "category": 7}
        make.entry(first, "118.40", reference="PV-1", description="Fuel", **plain)
        make.entry(first, "1000.00", kind="commitment", reference="PO-1", description="Desks", **plain)
        make.instalment(first, "41200.00", date(2019, 2, 1), number=1)
        make.rate("EUR", "0.92", date(2019, 2, 1))
        make.rate("XOF", "576.5", date(2019, 2, 1))
    return empty


def entry(office: Office, reference: str) -> int:
    (found,) = records.choices(office, "ledger", only=[f"reference={reference}"])
    return found.id


def values(office: Office, register: str, code: str) -> dict[str, Cell]:
    column = {"ledger": "reference", "grants": "reference", "instalments": "number"}[register]
    (found,) = records.choices(office, register, only=[f"{column}={code}"])
    return records.load(office, register, found.id).values


def card(dialog: PostingDialog) -> list[str]:
    """What the dialog says it is going to post."""
    dialog.show_outcome()
    return visible_texts(dialog.findChildren(PostingCard)[0])


def select(driver: WindowDriver, reference: str) -> RegisterPage:
    """The ledger with an entry selected."""
    page = driver.go("register", "ledger")
    assert isinstance(page, RegisterPage)
    model = page.table.model
    for place in range(model.rowCount()):
        row = model.row(place)
        if row is not None and model.value(row, "reference") == reference:
            page.table.table.selectRow(place)
    return page


def test_ctrl_shift_r_reverses_the_selected_entry(office: Office, opened: Open) -> None:
    driver = opened(office)
    page = select(driver, "PV-1")
    press(page.table.table, "Ctrl+Shift+R")
    dialog = driver.dialog(ReverseDialog)
    fill(dialog, "reason", "Paid twice")
    assert card(dialog) == ["PV-1: Paid twice", "PV-1 R", "USD\u00a0\u2212118.40"]
    press(dialog.fields["reason"], "Ctrl+Return")
    assert driver.overlays() == []
    assert "Posted PV-1 R, which reverses PV-1" in driver.said()
    assert values(office, "grants", "G-1")["spent"] == 0
    press(driver.view, "Ctrl+Z")
    assert values(office, "grants", "G-1")["spent"] == Decimal("118.40")


def test_the_list_marks_a_reversal_and_what_it_reversed(office: Office, opened: Open) -> None:
    driver = opened(office)
    driver.go("reverse", "ledger", entry(office, "PV-1"))
    click(button_named(driver.dialog(ReverseDialog), "Post the reversal"))
    page = select(driver, "PV-1 R")
    model = page.table.model
    place = next(place for place, column in enumerate(model.columns) if column.key == "description")
    cells = {model.cell(row, 1).text: model.cell(row, place) for row in range(model.rowCount())}
    assert (cells["PV-1"].tag, cells["PV-1"].muted, cells["PV-1"].turned_back) == ("PV-1 R", True, False)
    assert (cells["PV-1 R"].tag, cells["PV-1 R"].turned_back) == ("", True)
    assert not cells["PO-1"].turned_back
    press(page.table.table, "Space")
    assert {"Corrected", "PV-1", "Reversed by", "PV-1 R", "Net effect on the grant"} <= set(visible_texts(page.rail))
    click(button_named(page.rail, "PV-1"))
    assert isinstance(driver.page, RecordPage)
    assert driver.page.route == Route("record", "ledger", entry(office, "PV-1"))
    texts = visible_texts(driver.page)
    assert "Net effect on the grant" in texts
    assert "Reverse this entry" not in texts  # once is enough


def test_what_keeps_an_entry_from_being_reversed_is_said_beside_its_day(office: Office, opened: Open) -> None:
    driver = opened(office)
    driver.go("reverse", "ledger", entry(office, "PV-1"))
    dialog = driver.dialog(ReverseDialog)
    fill(dialog, "entry_on", "1 March 2019")
    dialog.show_outcome()
    assert not dialog.card.isVisible()
    press(dialog.fields["reason"], "Ctrl+Return")
    assert "Reverse it on that day or later." in dialog.fields["entry_on"].trouble
    fill(dialog, "entry_on", "yesterday or so")
    press(dialog.fields["reason"], "Ctrl+Return")
    assert "is not a date" in dialog.fields["entry_on"].trouble
    press(dialog.fields["reason"], "Escape")
    assert driver.overlays() == []


def test_the_page_of_an_entry_reverses_and_corrects_it(office: Office, opened: Open) -> None:
    driver = opened(office)
    page = driver.go("record", "ledger", entry(office, "PV-1"))
    assert "Remove" not in visible_texts(page)
    press(page, "Ctrl+Shift+R")
    press(driver.dialog(ReverseDialog), "Escape")
    click(button_named(page, "Correct…"))
    form = driver.dialog(CorrectDialog)
    assert shown(form.fields["original_amount"]) == "118.40"
    assert shown(form.fields["line"]).startswith("7.1")
    fill_all(form, {"reference": "JV-2", "original_amount": "81.40", "entry_on": "9 October 2019"})
    click(button_named(form, "Reverse and post anew"))
    assert driver.overlays() == []
    assert values(office, "grants", "G-1")["spent"] == Decimal("81.40")
    page = driver.go("record", "ledger", entry(office, "JV-2"))
    assert {"Posted again as", "81.40"} <= set(visible_texts(page))


def test_a_posted_entry_lets_only_what_is_empty_be_filled_in(office: Office, opened: Open) -> None:
    driver = opened(office)
    driver.go("edit", "ledger", entry(office, "PV-1"))
    form = driver.dialog(RecordDialog)
    enabled = {key for key, field in form.fields.items() if field.isEnabled()}
    assert enabled == {"counterparty", "project", "result", "instalment"}
    fill(form, "counterparty", "Total Niger")
    press(form, "Ctrl+Return")
    assert driver.overlays() == []
    assert values(office, "ledger", "PV-1")["counterparty"] == "Total Niger"


def test_what_is_open_of_an_order_is_cancelled(office: Office, opened: Open) -> None:
    driver = opened(office)
    page = driver.go("record", "ledger", entry(office, "PO-1"))
    click(button_named(page, "Cancel the rest"))
    dialog = driver.dialog(CancelDialog)
    fill(dialog, "original_amount", "")
    assert card(dialog) == []
    fill_all(dialog, {"original_amount": "1000.01", "reason": "Fewer"})
    press(dialog.fields["reason"], "Ctrl+Return")
    assert "is open" in dialog.fields["original_amount"].trouble
    fill(dialog, "original_amount", "400")
    assert card(dialog)[:2] == ["Still open", "USD\u00a01,000.00"]  # of the commitment; “Open” is what a button does
    assert card(dialog)[-2:] == ["Stays open", "USD\u00a0600.00"]
    click(button_named(dialog, "Post the cancellation"))
    assert values(office, "ledger", "PO-1")["open"] == Decimal(600)


def test_a_receipt_in_another_currency_shows_its_exchange_difference(office: Office, opened: Open) -> None:
    driver = opened(office)
    page = driver.go("register", "instalments")
    assert isinstance(page, RegisterPage)
    page.table.table.selectRow(0)
    click(button_named(page, "Post receipt"))
    dialog = driver.dialog(ReceiptDialog)
    assert shown(dialog.fields["original_amount"]) == "41,200.00"
    tops = [dialog.fields[key].y() for key in ("entry_on", "original_currency", "agreed")]
    assert tops[1] - tops[0] == tops[2] - tops[1] == dialog.fields["entry_on"].sizeHint().height() + 14  # no loose rows
    fill_all(dialog, {"reference": "RC-1", "original_currency": "EUR", "original_amount": "37500"})
    assert [text for text in card(dialog) if "USD" in text] == [
        "USD\u00a041,200.00", "USD\u00a0\u2212439.13", "USD\u00a040,760.87"
    ]  # fmt: skip
    click(button_named(dialog, "Post the receipt"))
    assert values(office, "instalments", "1")["state"] == "received"
    assert values(office, "grants", "G-1")["received"] == Decimal("40760.87")


def new_cost(driver: WindowDriver) -> EntryDialog:
    driver.go("new", "ledger")
    form = driver.dialog(EntryDialog)
    texts = {"entry_on": "4 March 2019", "reference": "PV-2", "description": "Rent"}
    fill_all(form, texts | {"original_currency": "XOF", "original_amount": "100001"})
    return form


def choose(dialog: SplitDialog, place: int, grant: str, percent: str) -> None:
    made = dialog.rows[place]
    choices = records.choices(dialog.context.office, "grants", only=[f"reference={grant}"])
    made.grant.set_value(choices[0].id)
    made.grant.left.emit()
    made.percent.line.setText(percent)
    made.percent.line.editingFinished.emit()


def test_a_cost_is_split_over_rows_of_grants(office: Office, opened: Open) -> None:
    driver = opened(office)
    form = new_cost(driver)
    click(button_named(form, "Split over several grants…"))
    dialog = driver.dialog(SplitDialog)
    choose(dialog, 0, "G-1", "50")
    field = dialog.rows[0].line
    assert [field.box.itemText(place) for place in range(1, field.box.count())] == ["7.1 · Line 7.1"]
    dialog.show_outcome()
    assert "The shares sum to 50 per cent; 50 are missing." in visible_texts(dialog)
    choose(dialog, 1, "G-2", "40")
    click(button_named(dialog, "Add a row"))
    assert len(dialog.rows) == 3
    press(dialog.verb, "Return")
    assert "The shares sum to 90 per cent; 10 are missing." in visible_texts(dialog)
    choose(dialog, 1, "G-2", "x")
    dialog.show_outcome()
    assert not dialog.card.isVisible()
    choose(dialog, 1, "G-2", "50")
    assert card(dialog)[-2:] == ["Sum of the parts", "XOF\u00a0100,001"]
    click(button_named(dialog, "Post the parts"))
    assert driver.overlays() == []
    parts = records.choices(office, "ledger", only=["reference=PV-2"])
    assert [records.load(office, "ledger", part.id).values["original_amount"] for part in parts] == [50001, 50000]


def test_a_cost_is_split_by_a_key(office: Office, opened: Open) -> None:
    key = records.save(office, "allocations", values={"name": "Rent"}).record_id
    for grant in records.choices(office, "grants"):
        share: dict[str, Cell] = {"allocation": key, "starts_on": date(2019, 1, 1), "grant": grant.id}
        records.save(office, "allocation_shares", values=share | {"percent": Decimal(50)})
    driver = opened(office)
    click(button_named(new_cost(driver), "Split over several grants…"))
    dialog = driver.dialog(SplitDialog)
    dialog.key.set_value(key)
    dialog.key.left.emit()
    assert not dialog.rows[0].grant.isVisible()
    assert {"G-1", "G-2", "Sum of the parts"} <= set(card(dialog))
    click(button_named(dialog, "Post the parts"))
    assert len(records.choices(office, "ledger", only=["reference=PV-2"])) == 2


def test_a_field_that_cannot_be_read_is_corrected_before_splitting(office: Office, opened: Open) -> None:
    driver = opened(office)
    form = new_cost(driver)
    fill(form, "original_amount", "much")
    click(button_named(form, "Split over several grants…"))
    assert driver.dialog(EntryDialog) is form
    assert "is not a number" in form.fields["original_amount"].trouble


def test_a_form_offers_what_belongs_to_its_grant(office: Office, opened: Open) -> None:
    driver = opened(office)
    (grant,) = records.choices(office, "grants", only=["reference=G-1"])
    driver.go("new", "ledger", grant.id)
    form = driver.dialog(EntryDialog)

    def offered(key: str) -> list[str]:
        field = form.fields[key]
        assert isinstance(field, LookupField)
        return [field.box.itemText(place) for place in range(1, field.box.count())]

    assert offered("commitment") == ["PO-1 · Desks"]
    assert offered("instalment") == ["1"]
    fill(form, "grant", "G-2")
    wait_until(lambda: offered("commitment") == [])
    assert (offered("line"), offered("instalment")) == ([], [])


def test_what_cannot_be_done_is_told_at_once(office: Office, opened: Open) -> None:
    driver = opened(office)
    page = select(driver, "PV-1")
    (cancel,) = [action for action in page.table.table.actions() if action.text() == "Cancel the rest"]
    cancel.trigger()
    assert "Nothing of PV-1 is open." in visible_texts(driver.dialog(MessageDialog))
    press(driver.dialog(MessageDialog), "Escape")
    driver.go("reverse", "ledger", entry(office, "PV-1"))
    click(button_named(driver.dialog(ReverseDialog), "Post the reversal"))
    page = select(driver, "PV-1")
    press(page.table.table, "Ctrl+Shift+R")
    assert "PV-1 was reversed already, by PV-1 R." in visible_texts(driver.dialog(MessageDialog))
