"""Every register's record can be made, changed and removed by hand; each use case says in one sentence what it did,
which tables changed, and stands in the trail.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from desktop.language import Language, UserError
from desktop.registers import REGISTERS
from desktop.registers.query import Cell
from desktop.services import records
from desktop.services.history import record_history
from desktop.services.offices import Office, find_office
from tests.helpers.records import making
from tests.integration.services.conftest import Desk, Told

WRITABLE = [register.key for register in REGISTERS.values() if register.writable]
KEPT_AS_MADE = [register.key for register in REGISTERS.values() if register.append_only]
CHANGEABLE = [key for key in WRITABLE if key not in KEPT_AS_MADE]
CALLED = {
    "organisations": ("Organisation", "NE-LAA"),
    "agreements": ("Agreement", "MOU-1"),
    "projects": ("Project", "NER-LA"),
    "results": ("Result", "1.1"),
    "grants": ("Grant", "NER-CT-09"),
    "budgets": ("Budget", "GR-1"),
    "budget_lines": ("Budget line", "5.1"),
    "ledger": ("Entry", "PV-0001"),
    "rates": ("Exchange rate", "XOF"),
    "instalments": ("Instalment", "1"),
    "rules": ("Rule", "GR-1"),
    "amendments": ("Amendment", "1"),
    "shares": ("Project of a grant", "PR-1"),
    "allocations": ("Split key", "Fuel"),
    "allocation_shares": ("Share of a split key", "GR-1"),
    "crosswalks": ("Part of a crosswalk", "6b"),
    "parties": ("Party of an agreement", "MOU-0"),
    "obligations": ("Obligation", "Pay the first instalment"),
    "contacts": ("Contact", "Grants officer"),
    "volunteers": ("Volunteer", "V-12"),
    "clearances": ("Training or clearance", "V-1"),
    "duty_stations": ("Duty station", "Diffa"),
    "assignments": ("Assignment", "DOA-2"),
    "deployments": ("Deployment", "D-2"),
    "contract_periods": ("Contract", "D-1"),
    "deployment_shares": ("Share of a deployment", "GR-1"),
    "deployment_costs": ("Matched entry", "D-1"),
    "entitlement_rates": ("Entitlement rate", "living"),
    "category_limits": ("Limit of service", "national"),
    "leave": ("Leave", "D-1"),
    "checklist": ("Checklist item", "D-1"),
    "work_measures": ("Measure", "visits"),
    "work_counts": ("Count", "files"),
}
CHANGES: dict[str, tuple[str, Cell]] = {
    "organisations": ("name", "Agence nationale"),
    "agreements": ("title", "Another title"),
    "projects": ("summary", "What it is for"),
    "results": ("title", "Another result"),
    "grants": ("amount", Decimal("125000.75")),
    "budgets": ("name", "Another name"),
    "budget_lines": ("quantity", Decimal(24)),
    "ledger": ("counterparty", "A shop in Kollo"),
    "rates": ("units", Decimal("577.125")),
    "instalments": ("amount", Decimal("30000.00")),
    "rules": ("amount", Decimal(10000)),
    "amendments": ("ends_on", date(2020, 6, 30)),
    "shares": ("amount", Decimal("75000.50")),
    "allocations": ("note", "By litres"),
    "allocation_shares": ("starts_on", date(2019, 2, 1)),
    "crosswalks": ("percent", Decimal("12.5")),
    "parties": ("role", "partner"),
    "obligations": ("due_on", date(2019, 9, 30)),
    "contacts": ("job_title", "Finance officer"),
    "volunteers": ("languages", "Hausa, French"),
    "clearances": ("expires_on", date(2020, 6, 30)),
    "duty_stations": ("hardship", "D"),
    "assignments": ("posts", Decimal(10)),
    "deployments": ("dependants", Decimal(2)),
    "contract_periods": ("ends_on", date(2020, 3, 31)),
    "deployment_shares": ("line", None),
    "deployment_costs": ("amount", Decimal("300.00")),
    "entitlement_rates": ("amount", Decimal("820.50")),
    "category_limits": ("most_months", Decimal(24)),
    "leave": ("kind", "learning"),
    "checklist": ("done_on", date(2019, 1, 9)),
    "work_measures": ("name", "Visits to prisons"),
    "work_counts": ("count", Decimal(12)),
}


def test_every_writable_register_is_tried_here() -> None:
    assert sorted(WRITABLE) == sorted(CALLED) == sorted(CHANGES)


@pytest.mark.parametrize("key", WRITABLE)
def test_new_record_is_there_as_it_was_entered(desk: Desk, key: str) -> None:
    outcome = desk.save(key)
    kind, name = CALLED[key]
    assert str(outcome.message) == f"Added {kind} {name}."
    assert outcome.tables == {REGISTERS[key].record, "audit_entry"}
    assert outcome.entry_id is not None
    shown = records.load(desk.office, key, outcome.record_id)
    for field, entered in desk.form(key).items():
        column = REGISTERS[key].column(field)
        if column.target:
            assert shown.targets[field] == entered, field
        elif field != "rate":
            assert shown.values[field] == entered, field
    assert shown.version == 1


@pytest.mark.parametrize("key", CHANGEABLE)
def test_changed_record_has_the_new_value_and_next_version(desk: Desk, key: str) -> None:
    made = desk.save(key).record_id
    field, entered = CHANGES[key]
    outcome = desk.save(key, made, 1, **{field: entered})
    kind, name = CALLED[key]
    assert str(outcome.message) == f"Changed {kind} {name}."
    assert outcome.tables == {REGISTERS[key].record, "audit_entry"}
    assert outcome.record_id == made
    view = records.load(desk.office, key, made)
    assert (view.values[field], view.version) == (entered, 2)


@pytest.mark.parametrize("key", CHANGEABLE)
def test_removed_record_is_gone(desk: Desk, key: str, told: Told) -> None:
    made = desk.save(key).record_id
    outcome = records.remove(desk.office, key, record_id=made, version=1)
    kind, name = CALLED[key]
    assert str(outcome.message) == f"Removed {kind} {name}."
    assert outcome.tables == {REGISTERS[key].record, "audit_entry"}
    with pytest.raises(UserError) as raised:
        records.load(desk.office, key, made)
    assert told(raised) == "This record is no longer there. Someone removed it. Go back to the list."


@pytest.mark.parametrize("key", KEPT_AS_MADE)
def test_what_was_posted_is_neither_changed_nor_removed(desk: Desk, key: str) -> None:
    made = desk.save(key).record_id
    with pytest.raises(UserError, match="stays as it was posted"):
        desk.save(key, made, 1, description="Something else")
    with pytest.raises(UserError, match="What was posted stays"):
        records.remove(desk.office, key, record_id=made, version=1)


@pytest.mark.parametrize("key", CHANGEABLE)
def test_history_of_a_record_tells_both_ways_in_order(desk: Desk, key: str) -> None:
    made = desk.save(key).record_id
    field, entered = CHANGES[key]
    desk.save(key, made, **{field: entered})
    kind, name = CALLED[key]
    lines = record_history(desk.office, record=REGISTERS[key].record, record_id=made)
    assert [str(line.sentence) for line in lines] == [f"Changed {kind} {name}.", f"Added {kind} {name}."]
    assert [line.actor for line in lines] == ["Test", "Test"]
    assert lines[0].before is not None
    assert lines[0].after is not None
    attribute = REGISTERS[key].column(field).attribute
    assert attribute in lines[0].before
    assert lines[1].before is None
    assert lines[0].done_at > lines[1].done_at


def test_sentences_in_french(file_desk: Desk, speak: Callable[[str], Language]) -> None:
    french = speak("fr")
    added = file_desk.save("grants")
    assert french.text(added.message) == "Subvention NER-CT-09\u00a0: ajout enregistré."
    changed = file_desk.save("grants", added.record_id, title="Aide juridique")
    assert french.text(changed.message) == "Subvention NER-CT-09\u00a0: modification enregistrée."
    removed = records.remove(file_desk.office, "grants", record_id=added.record_id, version=2)
    assert french.text(removed.message) == "Subvention NER-CT-09\u00a0: suppression enregistrée."


def test_saving_what_is_there_already_changes_nothing(desk: Desk) -> None:
    made = desk.save("organisations").record_id
    again = desk.save("organisations", made, 1, **desk.forms["organisations"])
    assert (again.tables, again.entry_id) == (frozenset(), None)
    assert records.load(desk.office, "organisations", made).version == 1
    assert len(record_history(desk.office, record="organisation", record_id=made)) == 1


def test_a_renamed_record_is_told_by_its_new_name(file_desk: Desk) -> None:
    made = file_desk.save("projects").record_id
    outcome = file_desk.save("projects", made, reference="NER-LA-2")
    assert str(outcome.message) == "Changed Project NER-LA-2."


def test_a_change_of_one_field_is_still_told_by_name(file_desk: Desk) -> None:
    outcome = file_desk.save("ledger", file_desk.save("ledger").record_id, counterparty="A supplier")
    assert str(outcome.message) == "Changed Entry PV-0001."


def test_an_entry_without_document_is_told_by_what_it_was_for(file_desk: Desk) -> None:
    with making(file_desk.office) as make:
        entry = make.entry(None, "10.00", description="Opening balance").id
    assert str(file_desk.save("ledger", entry, reference="JV-1", grant=file_desk.grant).message) == (
        "Changed Entry JV-1."
    )


def test_empty_text_is_kept_as_nothing(desk: Desk) -> None:
    made = desk.save("organisations", reference=None, country=None, note=None).record_id
    values = desk.values("organisations", made)
    assert (values["reference"], values["country"], values["note"]) == (None, None, None)


def test_two_organisations_may_share_a_reference(desk: Desk) -> None:
    first = desk.save("organisations", reference="XM-DAC-1")
    second = desk.save("organisations", reference="XM-DAC-1", name="Another body")
    assert first.record_id != second.record_id


def test_choices_are_found_by_their_words_and_within_a_scope(desk: Desk) -> None:
    with making(desk.office) as make:
        grant = make.grant(reference="GR-2", title="Witness protection", funder_id=desk.funder)
        other = make.line(make.budget(grant), "1.1", "10.00", description="Staff")
        other_id, grant_id = other.id, grant.id
    found = records.choices(desk.office, "grants", search="witn")
    assert [(choice.id, choice.code, choice.name) for choice in found] == [(grant_id, "GR-2", "Witness protection")]
    lines = records.choices(desk.office, "budget_lines", scope=("budget.grant_id", grant_id))
    assert [(choice.id, choice.code, choice.name) for choice in lines] == [(other_id, "1.1", "Staff")]
    assert [choice.code for choice in records.choices(desk.office, "grants", limit=1)] == ["GR-1"]


def test_a_project_stands_where_its_parent_is(desk: Desk) -> None:
    programme = desk.save("projects", reference="SAHEL", kind="programme").record_id
    part = desk.save("projects", parent=programme).record_id
    assert desk.values("projects", part)["depth"] == 1
    assert desk.values("projects", part)["parent"] == "SAHEL"
    desk.save("projects", part, parent=None)
    assert desk.values("projects", part)["depth"] == 0


def test_the_amount_of_a_line_is_worked_out(desk: Desk) -> None:
    made = desk.save("budget_lines").record_id
    assert desk.values("budget_lines", made)["amount"] == Decimal("1714.5000")  # 12 x 95.25 x 3 x 50 %
    desk.save("budget_lines", made, percent_charged=Decimal("33.3333"))
    assert desk.values("budget_lines", made)["amount"] == Decimal("1143.0000")  # 1142.998857, half up


def test_try_out_says_what_a_line_comes_to_and_keeps_nothing(desk: Desk, english: Language) -> None:
    before = records.choices(desk.office, "budget_lines")
    said = records.try_out(desk.office, "budget_lines", values=desk.forms["budget_lines"])
    assert said is not None
    assert english.text(said) == "This line comes to 1,714.50."
    assert records.choices(desk.office, "budget_lines") == before


def test_try_out_of_a_change_keeps_nothing(desk: Desk, english: Language) -> None:
    line = desk.save("budget_lines").record_id
    said = records.try_out(desk.office, "budget_lines", values={"quantity": Decimal(24)}, record_id=line)
    assert said is not None
    assert english.text(said) == "This line comes to 3,429.00."
    assert desk.values("budget_lines", line)["amount"] == Decimal("1714.50")


def test_try_out_has_nothing_to_say_of_plain_records(file_desk: Desk) -> None:
    assert records.try_out(file_desk.office, "grants", values=file_desk.forms["grants"]) is None
    assert records.try_out(file_desk.office, "ledger", values=file_desk.forms["ledger"]) is None


def test_nothing_is_changed_in_an_office_open_to_read_only(file_desk: Desk, told: Told) -> None:
    reader = find_office(str(file_desk.office.location.file), actor="Reader", read_only=True)
    try:
        with pytest.raises(UserError) as raised:
            records.save(reader, "grants", values=file_desk.forms["grants"])
    finally:
        reader.close()
    assert told(raised) == (
        "This office is open to read only. Nothing was changed. Open it for writing: the file, or its folder, is "
        "write-protected, or someone else has it open."
    )


def test_an_unknown_list_is_named_with_those_there_are(file_office: Office, told: Told) -> None:
    with pytest.raises(UserError) as raised:
        records.load(file_office, "donors", 1)
    assert told(raised).startswith("There is no list called donors. Nothing was read. Lists: grants, budgets,")
