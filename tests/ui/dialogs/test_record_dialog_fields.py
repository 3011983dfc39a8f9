"""The form of each register that can be edited: every kind of field is typed into, kept, and shown again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from desktop.registers import find_register
from desktop.registers.catalog import REGISTERS
from desktop.registers.query import Cell
from desktop.registers.sight import see_register
from desktop.services import records
from desktop.services.offices import Office
from desktop.services.records import RecordView
from desktop.ui.dialogs.record_dialog import RecordDialog
from desktop.ui.widgets.choice_fields import ChoiceField, LookupField
from desktop.ui.widgets.fields import DateField, NoteField, NumberField
from tests.helpers.every import RECORDS
from tests.helpers.forms import band, editor, fill, fill_all, shown, troubles
from tests.helpers.records import making
from tests.helpers.window import WindowDriver, press, type_text, visible_texts
from tests.ui.conftest import Open

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # of the list below a choice

# What is typed into each field of a new record, and how it must read when it is kept.
TYPED: dict[str, dict[str, str]] = {
    "organisations": {
        "name": "Ministère de la Justice",
        "short_name": "MJ",
        "reference": "NE-MJ",
        "type": "Government",
        "country": "Niger",
        "note": "First line",
    },
    "agreements": {
        "reference": "MoU-2020-1",
        "title": "Memorandum with the ministry",
        "kind": "Memorandum of understanding",
        "signed_on": "9 Oct 2019",
        "starts_on": "2019-11-01",
        "ends_on": "31/12/2020",
        "note": "Renewed",
    },
    "projects": {
        "reference": "PR-NEW",
        "title": "Paralegals in prisons",
        "planned_starts_on": "1 January 2020",
        "planned_ends_on": "31 December 2020",
    },
    "results": {"code": "1.9", "title": "More lawyers", "kind": "Output", "project": "NER-LA"},
    "grants": {
        "reference": "GR-NEW",
        "title": "A new grant",
        "funder": "NE-MJ",
        "currency": "XOF",
        "amount": "1,250,000",
        "starts_on": "1 Jan 2020",
        "ends_on": "31 Dec 2020",
        "indirect_rate": "7.5",
        "note": "To be confirmed",
    },
    "rates": {
        "currency": "XOF",
        "base": "USD",
        "effective_on": "1 Jan 2021",
        "units": "585.1234",
        "source": "UN Treasury",
    },
}
KEPT: dict[str, dict[str, Cell]] = {
    "organisations": {
        "name": "Ministère de la Justice",
        "short_name": "MJ",
        "reference": "NE-MJ",
        "type": "10",
        "country": "NE",
        "note": "First line",
    },
    "agreements": {
        "reference": "MoU-2020-1",
        "title": "Memorandum with the ministry",
        "signed_on": date(2019, 10, 9),
        "starts_on": date(2019, 11, 1),
        "ends_on": date(2020, 12, 31),
        "note": "Renewed",
    },
    "projects": {
        "reference": "PR-NEW",
        "title": "Paralegals in prisons",
        "planned_starts_on": date(2020, 1, 1),
        "planned_ends_on": date(2020, 12, 31),
    },
    "results": {"code": "1.9", "title": "More lawyers", "kind": "output"},
    "grants": {
        "reference": "GR-NEW",
        "currency": "XOF",
        "amount": Decimal(1250000),
        "starts_on": date(2020, 1, 1),
        "ends_on": date(2020, 12, 31),
        "indirect_rate": Decimal("7.5"),
    },
    "rates": {"currency": "XOF", "base": "USD", "effective_on": date(2021, 1, 1), "units": Decimal("585.1234")},
}
EDITABLE = sorted(key for key, register in REGISTERS.items() if register.writable)


def some_record(office: Office, register: str) -> int:
    """The first record of a list; where the sample has none, one is made."""
    found = records.choices(office, register, limit=1)
    if found:
        return found[0].id
    with making(office) as make:
        return RECORDS[find_register(register).record](make).id


def new_form(driver: WindowDriver, register: str) -> RecordDialog:
    """Opens the form of a new record."""
    driver.go("new", register)
    return driver.dialog(RecordDialog)


def edit_form(driver: WindowDriver, register: str, record_id: int) -> RecordDialog:
    """Opens the form of a record."""
    driver.go("edit", register, record_id)
    return driver.dialog(RecordDialog)


def found(office: Office, register: str, code: str) -> RecordView:
    """The record with this code."""
    (choice,) = [entry for entry in records.choices(office, register, search=code) if entry.code == code]
    return records.load(office, register, choice.id)


@pytest.mark.parametrize("register", EDITABLE)
def test_form_has_a_field_for_each_editable_column_in_their_order(looked_at: WindowDriver, register: str) -> None:
    form = new_form(looked_at, register)
    assert list(form.fields) == [column.key for column in see_register(register, names=False).editable_columns]
    asked = [key for key in form.fields if find_register(register).column(key).depends is None]
    assert all(form.fields[key].isVisible() for key in asked)


@pytest.mark.parametrize("register", EDITABLE)
def test_tab_goes_through_all_fields_in_order_and_stays_inside(looked_at: WindowDriver, register: str) -> None:
    form = new_form(looked_at, register)
    order = []
    for _ in range(len(form.fields) + 8):
        focused = QApplication.focusWidget()
        assert focused is not None
        assert form.isAncestorOf(focused)
        order += [key for key, field in form.fields.items() if editor(field) is focused]
        press(focused, "Tab")
    asked = [key for key, field in form.fields.items() if field.isVisible()]
    assert order[: len(asked)] == asked


@pytest.mark.parametrize("register", EDITABLE)
def test_only_what_may_be_left_out_is_called_optional(looked_at: WindowDriver, register: str) -> None:
    form = new_form(looked_at, register)
    optional = {key for key, field in form.fields.items() if field.caption.text().endswith("(optional)")}
    columns = see_register(register, names=False).editable_columns
    assert optional == {column.key for column in columns if not column.required}


@pytest.mark.parametrize("register", EDITABLE)
def test_every_field_has_a_name_for_a_screen_reader(looked_at: WindowDriver, register: str) -> None:
    form = new_form(looked_at, register)
    assert [editor(field).accessibleName() for field in form.fields.values()] == [
        field.caption.text().removesuffix(" (optional)") for field in form.fields.values()
    ]


def test_currency_and_amount_of_an_entry_stand_side_by_side(empty: Office, opened: Open) -> None:
    form = new_form(opened(empty), "ledger")
    currency, amount = form.fields["original_currency"], form.fields["original_amount"]
    assert (currency.name, amount.name) == ("Currency", "Amount")
    QApplication.processEvents()
    assert currency.y() == amount.y()
    assert currency.x() < amount.x()


def test_name_in_the_band_leads_to_its_field(empty: Office, opened: Open) -> None:
    form = new_form(opened(empty), "ledger")
    press(form, "Ctrl+Return")
    said = next(made for made in form.findChildren(QLabel) if "<a href='original_amount'" in made.text())
    said.linkActivated.emit("original_amount")
    assert editor(form.fields["original_amount"]).hasFocus()


@pytest.mark.parametrize("register", EDITABLE)
def test_empty_form_says_what_is_missing_beside_each_field(looked_at: WindowDriver, register: str) -> None:
    form = new_form(looked_at, register)
    for field in form.fields.values():
        field.set_value(None)
    press(form, "Ctrl+Return")
    columns = find_register(register).editable_columns
    missing = [column for column in columns if column.required]
    assert list(troubles(form)) == [column.key for column in missing]
    assert editor(form.fields[missing[0].key]).hasFocus()
    names = ", ".join(form.fields[column.key].name for column in missing[:-1])
    assert band(form).startswith(f"{len(missing)} things to correct: {names}" if names else "One thing to correct: ")


@pytest.mark.parametrize("register", sorted(TYPED))
def test_new_record_is_typed_and_kept(sample: Office, opened: Open, register: str) -> None:
    driver = opened(sample)
    if register == "grants":
        fill_all(form := new_form(driver, "organisations"), TYPED["organisations"])
        press(form, "Ctrl+Return")
    form = new_form(driver, register)
    fill_all(form, TYPED[register])
    assert troubles(form) == {}
    press(form, "Ctrl+Return")
    assert driver.overlays() == []
    code = TYPED[register][find_register(register).code]
    kept = found(sample, register, code).values if register != "rates" else newest_rate(sample)
    assert {key: kept[key] for key in KEPT[register]} == KEPT[register]


def newest_rate(office: Office) -> dict[str, Cell]:
    """The rate with the highest id."""
    newest = max(choice.id for choice in records.choices(office, "rates", limit=5000))
    return records.load(office, "rates", newest).values


@pytest.mark.parametrize("register", EDITABLE)
def test_form_of_a_record_shows_what_is_kept(looked_at: WindowDriver, register: str) -> None:
    office = looked_at.context.office
    record_id = some_record(office, register)
    record = records.load(office, register, record_id)
    form = edit_form(looked_at, register, record_id)
    language = looked_at.context.language
    for key, field in form.fields.items():
        value = record.values[key]
        match field:
            case LookupField():
                assert field.value() == record.targets[key], key
            case ChoiceField():
                assert field.value() == value, key
            case DateField():
                assert shown(field) == ("" if value is None else language.long_date(date.fromisoformat(str(value))))
            case NumberField():
                assert field.value() == value, key
            case _:
                assert shown(field) == (value or ""), key


@pytest.mark.parametrize("register", EDITABLE)
def test_saving_an_untouched_form_changes_nothing(looked_at: WindowDriver, register: str) -> None:
    office = looked_at.context.office
    record_id = some_record(office, register)
    before = records.load(office, register, record_id)
    form = edit_form(looked_at, register, record_id)
    press(form, "Ctrl+Return")
    after = records.load(office, register, record_id)
    assert (after.values, after.targets) == (before.values, before.targets)


def test_texts_are_kept_without_blanks_around_them(sample: Office, opened: Open) -> None:
    driver = opened(sample)
    form = new_form(driver, "organisations")
    fill_all(form, {"name": "  A partner  ", "reference": " XX-77 "})
    press(form, "Ctrl+Return")
    assert found(sample, "organisations", "XX-77").values["name"] == "A partner"


def test_note_has_several_lines_and_tab_leaves_it(sample: Office, opened: Open) -> None:
    form = new_form(opened(sample), "organisations")
    note = form.fields["note"]
    assert isinstance(note, NoteField)
    fill(form, "note", "One")
    editor(note).setFocus()
    press(note.box, "Ctrl+End")
    press(note.box, "Return")
    type_text("Two")
    press(note.box, "Tab")
    assert note.value() == "One\nTwo"
    assert not note.box.hasFocus()


@pytest.mark.parametrize(
    ("language", "typed", "read", "shown_back"),
    [
        ("en", "1,240.5", Decimal("1240.5"), "1,240.50"),
        ("en", "1240", Decimal(1240), "1,240"),
        ("fr", "1 240,5", Decimal("1240.5"), "1\u202f240,50"),
        ("fr", "1240,50", Decimal("1240.5"), "1\u202f240,50"),
    ],
)
def test_amount_is_read_and_shown_back_in_the_language_of_the_screen(
    sample: Office, opened: Open, language: str, typed: str, read: Decimal, shown_back: str
) -> None:
    form = new_form(opened(sample, language=language), "grants")
    fill(form, "amount", typed)
    assert form.fields["amount"].value() == read
    assert shown(form.fields["amount"]).replace("\u00a0", "\u202f") == shown_back


@pytest.mark.parametrize(
    ("language", "typed", "shown_back"),
    [
        ("en", "9/10/2019", "9 October 2019"),
        ("en", "2019-10-09", "9 October 2019"),
        ("fr", "9 oct. 2019", "9 octobre 2019"),
        ("fr", "1 janv. 2020", "1er janvier 2020"),
    ],
)
def test_date_is_read_in_any_usual_way(
    sample: Office, opened: Open, language: str, typed: str, shown_back: str
) -> None:
    form = new_form(opened(sample, language=language), "agreements")
    fill(form, "signed_on", typed)
    assert shown(form.fields["signed_on"]) == shown_back
    assert troubles(form) == {}


def test_what_cannot_be_read_is_said_when_the_field_is_left(sample: Office, opened: Open) -> None:
    form = new_form(opened(sample), "grants")
    fill_all(form, {"amount": "a lot", "ends_on": "soon", "currency": "#1"})
    assert troubles(form) == {
        "amount": "“a lot” is not a number. Enter one like 1240.50.",
        "ends_on": "“soon” is not a date. Enter one like 9 October 2019.",
        "currency": "“#1” is not in the list. Choose an entry.",
    }
    fill(form, "amount", "12")
    assert "amount" not in troubles(form)


def test_currency_may_be_typed_by_its_code_alone(sample: Office, opened: Open) -> None:
    form = new_form(opened(sample), "grants")
    fill(form, "currency", "xof")
    assert form.fields["currency"].value() == "XOF"
    assert shown(form.fields["currency"]).startswith("XOF · ")


def test_key_puts_the_day_of_the_office(sample: Office, opened: Open) -> None:
    driver = opened(sample)
    form = new_form(driver, "ledger")
    field = form.fields["entry_on"]
    field.setFocus()
    press(editor(field), "Ctrl+;")
    assert field.value() == sample.today
    assert form.is_dirty


def test_hints_stand_below_their_fields_until_something_is_wrong(sample: Office, opened: Open) -> None:
    form = new_form(opened(sample), "grants")
    rate = form.fields["indirect_rate"]
    hint = "Per cent of the direct cost. 13 in most voluntary contributions to the UN Secretariat."

    def below() -> list[str]:
        return [part.text() for part in rate.findChildren(QLabel) if part.isVisible() and part.text()]

    assert hint in below()
    fill(form, "indirect_rate", "much")
    assert hint not in below()
    assert "“much” is not a number. Enter one like 1240.50." in below()


def test_form_in_french_says_everything_in_french(sample: Office, opened: Open) -> None:
    form = new_form(opened(sample, language="fr"), "grants")
    press(form, "Ctrl+Return")
    texts = visible_texts(form)
    assert "Enregistrer" in texts
    assert troubles(form)["reference"] == "Saisissez un code ou une référence."
    assert not any(text.startswith(("New", "Save", "Enter")) for text in texts)
