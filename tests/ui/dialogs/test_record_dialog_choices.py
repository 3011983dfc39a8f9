"""What a form offers follows what was chosen, and what it works out is said before it is saved."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtWidgets import QApplication

from desktop.services import records
from desktop.services.offices import Office
from desktop.storage.lookups import grant_by_reference
from desktop.ui.dialogs.record_dialog import RecordDialog
from desktop.ui.widgets import choice_fields
from desktop.ui.widgets.choice_fields import LookupField
from tests.helpers.forms import editor, fill, fill_all, shown, troubles
from tests.helpers.records import making
from tests.helpers.tasks import HeldRunner
from tests.helpers.window import WindowDriver, button_named, click, press, type_text, visible_texts, wait_until
from tests.ui.conftest import Open

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # of the list below a choice


def new_form(driver: WindowDriver, register: str, record_id: int = 0) -> RecordDialog:
    """Opens the form of a new record."""
    driver.go("new", register, record_id)
    return driver.dialog(RecordDialog)


def edit_form(driver: WindowDriver, register: str, record_id: int) -> RecordDialog:
    """Opens the form of a record."""
    driver.go("edit", register, record_id)
    return driver.dialog(RecordDialog)


def two_grants(office: Office) -> tuple[int, int]:
    """Two grants with a budget of one line each; returns their ids."""
    with making(office) as maker:
        funder = maker.organisation()
        first = maker.grant(reference="G-1", funder_id=funder.id)
        second = maker.grant(reference="G-2", funder_id=funder.id)
        maker.line(maker.budget(first), "1.1", "500")
        maker.line(maker.budget(second), "2.1", "700")
        maker.rate("XOF", "600", first.starts_on or office.today)
        return first.id, second.id


def offered(form: RecordDialog, key: str) -> list[str]:
    """What a choice offers."""
    field = form.fields[key]
    assert isinstance(field, LookupField)
    return [field.box.itemText(place) for place in range(1, field.box.count())]


def test_entry_of_a_grant_has_it_chosen_and_only_its_lines(empty: Office, opened: Open) -> None:
    first, _second = two_grants(empty)
    form = new_form(opened(empty), "ledger", first)
    assert form.fields["grant"].value() == first
    assert offered(form, "line") == ["1.1 · Line 1.1"]
    assert not form.is_dirty


def test_lines_follow_the_grant_that_is_chosen(empty: Office, opened: Open) -> None:
    first, second = two_grants(empty)
    form = new_form(opened(empty), "ledger", first)
    fill(form, "line", "1.1")
    assert form.fields["line"].value() is not None
    fill(form, "grant", "G-2")
    assert form.fields["grant"].value() == second
    assert offered(form, "line") == ["2.1 · Line 2.1"]
    assert form.fields["line"].value() is None


def entry_with_line(office: Office) -> int:
    """An entry on line 1.1 of the first grant."""
    two_grants(office)
    with making(office) as maker:
        grant = maker.grant(reference="G-3")
        line = maker.line(maker.budget(grant), "3.1", "900")
        return maker.entry(grant, "10", reference="E-1", description="An entry", line_id=line.id).id


def test_line_taken_off_a_new_entry_stays_off(empty: Office, opened: Open) -> None:
    first, _second = two_grants(empty)
    form = new_form(opened(empty), "ledger", first)
    fill(form, "line", "1.1")
    fill(form, "line", "")
    editor(form.fields["grant"]).setFocus()
    press(editor(form.fields["grant"]), "Tab")
    assert form.fields["line"].value() is None


def test_line_of_a_posted_entry_stays(empty: Office, opened: Open) -> None:
    form = edit_form(opened(empty), "ledger", entry_with_line(empty))
    assert shown(form.fields["line"]).startswith("3.1")
    assert not form.fields["line"].isEnabled()
    assert form.fields["counterparty"].isEnabled()


def test_record_that_is_not_among_those_offered_is_kept(empty: Office, opened: Open) -> None:
    entry_id = entry_with_line(empty)
    tasks = HeldRunner()
    driver = opened(empty, tasks=tasks)
    tasks.hold()
    driver.go("edit", "ledger", entry_id)
    tasks.release(1)
    form = driver.dialog(RecordDialog)
    assert shown(form.fields["grant"]) == "G-3"  # before the list has arrived
    tasks.release()
    assert shown(form.fields["grant"]) == "G-3 · Grant G-3"


@pytest.fixture
def many_grants(empty: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office with more grants than a choice offers at once: G-10 to G-14, three of them offered."""
    monkeypatch.setattr(choice_fields, "OFFERED", 3)
    with making(empty) as maker:
        funder = maker.organisation()
        for number in range(10, 15):
            maker.grant(reference=f"G-{number}", title=f"Grant {number}", funder_id=funder.id)
    return empty


def grant_id(office: Office, reference: str) -> int:
    """The id of a grant."""
    (found,) = records.choices(office, "grants", search=reference)
    return found.id


def test_grant_beyond_those_offered_is_found_by_its_code(many_grants: Office, opened: Open) -> None:
    form = new_form(opened(many_grants), "ledger")
    assert len(offered(form, "grant")) == 3
    for reference in ("G-10", "G-11", "G-12", "G-13", "G-14"):
        fill(form, "grant", reference)
        assert form.fields["grant"].value() == grant_id(many_grants, reference)
        assert form.fields["grant"].trouble == ""


def test_what_is_found_as_one_types_is_offered_below(many_grants: Office, opened: Open) -> None:
    form = new_form(opened(many_grants), "ledger")
    hidden = next(f"G-{number}" for number in range(10, 15) if f"G-{number}" not in " ".join(offered(form, "grant")))
    editor(form.fields["grant"]).setFocus()
    type_text(hidden)
    wait_until(lambda: any(hidden in text for text in offered(form, "grant")), "the grant to be offered")
    popup = QApplication.activePopupWidget()
    assert popup is not None
    press(popup, "Down")
    press(popup, "Return")
    assert form.fields["grant"].value() == grant_id(many_grants, hidden)


def test_code_that_no_grant_has_is_said_once_it_was_looked_for(many_grants: Office, opened: Open) -> None:
    form = new_form(opened(many_grants), "ledger")
    fill(form, "grant", "G-99")
    assert form.fields["grant"].trouble == "“G-99” is not in the list. Choose an entry."


@pytest.mark.parametrize("reference", ["G-10", "G-14"])
def test_new_entry_of_any_grant_has_it_chosen(many_grants: Office, opened: Open, reference: str) -> None:
    form = new_form(opened(many_grants), "ledger", grant_id(many_grants, reference))
    assert shown(form.fields["grant"]).startswith(reference)
    assert form.fields["grant"].value() == grant_id(many_grants, reference)


def test_new_record_has_its_usual_values(empty: Office, opened: Open) -> None:
    driver = opened(empty)
    form = new_form(driver, "ledger")
    assert shown(form.fields["kind"]) == "Expenditure"
    press(form, "Escape")
    assert shown(new_form(driver, "rates").fields["base"]).startswith("USD")


def test_amount_has_the_decimals_of_its_currency(empty: Office, opened: Open) -> None:
    form = new_form(opened(empty), "grants")
    fill_all(form, {"amount": "1236000", "currency": "USD"})
    assert shown(form.fields["amount"]) == "1,236,000.00"
    fill(form, "currency", "XOF")
    assert shown(form.fields["amount"]) == "1,236,000"


def test_amount_kept_is_shown_with_its_decimals(empty: Office, opened: Open) -> None:
    two_grants(empty)
    with making(empty) as maker:
        entry = maker.entry(grant_by_reference(maker.unit.session, "G-1"), "10", reference="E-1")
        entry_id = entry.id
    assert shown(edit_form(opened(empty), "ledger", entry_id).fields["original_amount"]) == "10.00"


# --- what is worked out -----------------------------------------------------------------------------------------------


def test_amount_in_the_currency_of_the_grant_is_shown_before_saving(empty: Office, opened: Open) -> None:
    first, _second = two_grants(empty)
    form = new_form(opened(empty), "ledger", first)
    fill_all(
        form,
        {
            "entry_on": "4 March 2019",
            "reference": "PV-1",
            "description": "Fuel",
            "original_currency": "XOF",
            "original_amount": "60,000",
        },
    )
    sentence = "USD\u00a0100.00, at the rate 600 of 1 Jan 2019. Test rate"
    wait_until(lambda: sentence in [text.replace("\u202f", "\u00a0") for text in visible_texts(form)], sentence)
    press(form, "Ctrl+Return")
    (choice,) = records.choices(empty, "ledger", search="PV-1")
    assert records.load(empty, "ledger", choice.id).values["amount"] == Decimal("100.0000")


def test_what_was_worked_out_goes_with_the_record_it_was_for(empty: Office, opened: Open) -> None:
    first, _second = two_grants(empty)
    form = new_form(opened(empty), "ledger", first)
    entry = {"entry_on": "4 March 2019", "reference": "PV-1", "description": "Fuel", "original_currency": "XOF"}
    fill_all(form, entry | {"original_amount": "60,000"})
    wait_until(lambda: any("100.00" in text for text in visible_texts(form)))
    click(button_named(form, "Save and add another"))
    assert not any("100.00" in text for text in visible_texts(form))


def test_lack_of_a_rate_is_said_where_it_can_be_entered(empty: Office, opened: Open) -> None:
    first, _second = two_grants(empty)
    form = new_form(opened(empty), "ledger", first)
    entry = {"entry_on": "4 March 2019", "reference": "PV-1", "description": "Fuel"}
    fill_all(form, entry | {"original_currency": "CDF", "original_amount": "60,000"})
    press(form, "Ctrl+Return")
    sentence = "There is no rate of CDF for 4 Mar 2019. Enter it here, or under Exchange rates."
    assert troubles(form) == {"rate": sentence}
    fill(form, "rate", "1,500")
    press(form, "Ctrl+Return")
    assert [choice.code for choice in records.choices(empty, "ledger")] == ["PV-1"]


def test_escape_in_the_open_list_of_a_choice_closes_only_the_list(empty: Office, opened: Open) -> None:
    driver = opened(empty)
    form = new_form(driver, "organisations")
    editor(form.fields["country"]).setFocus()
    type_text("nig")
    popup = QApplication.activePopupWidget()
    assert popup is not None
    press(popup, "Escape")
    assert form.isVisible()
    assert driver.overlays() == [form]
