"""The history tells old and new values in the words of the register, on both engines."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from desktop.language import Language
from desktop.services import records
from desktop.services.history import record_history
from desktop.services.offices import Office
from desktop.ui.widgets.facts import change_text
from tests.helpers.records import making


@pytest.fixture
def entry(office: Office) -> int:
    """An entry of USD 100.00 that stands on no line of its grant, which has the lines 1.1 and 1.2."""
    with making(office, "Made an entry") as make:
        grant = make.grant(reference="G-1")
        budget = make.budget(grant)
        make.line(budget, "1.1", "500.00")
        make.line(budget, "1.2", "500.00")
        return make.entry(grant, "100.00", reference="PV-1", description="Fuel", category=7).id


@pytest.fixture
def grant(office: Office, entry: int) -> int:
    """Its grant, of USD 100,000.00, which begins in January."""
    return records.load(office, "ledger", entry).targets["grant"] or 0


def edit(office: Office, register: str, identity: int, **values: object) -> None:
    """Edits a record as its form does."""
    seen = records.load(office, register, identity)
    kept = {**seen.values, **{key: target for key, target in seen.targets.items() if target is not None}}
    records.save(office, register, values={**kept, **values}, record_id=identity, version=seen.version)  # type: ignore[dict-item]  # cells


def told(office: Office, language: Language, record: str, identity: int) -> list[str]:
    newest = record_history(office, record=record, record_id=identity)[0]
    return sorted(change_text(language, change) for change in newest.changes)


def test_an_amount_is_told_with_its_decimals(office: Office, grant: int, english: Language) -> None:
    edit(office, "grants", grant, amount=Decimal("90000.50"))
    assert "Awarded: 100,000.00 → 90,000.50" in told(office, english, "grant", grant)


def test_days_and_texts_as_the_form_shows_them(office: Office, grant: int, english: Language) -> None:
    edit(office, "grants", grant, starts_on=date(2019, 4, 1), title="Diesel")
    assert told(office, english, "grant", grant) == ["Start: 1 Jan 2019 → 1 Apr 2019", "Title: Grant G-1 → Diesel"]


def test_other_records_by_what_they_are_called(office: Office, entry: int, english: Language) -> None:
    line = records.choices(office, "budget_lines", search="1.2")[0].id
    edit(office, "ledger", entry, line=line)
    assert "Line: – → 1.2" in told(office, english, "ledger_entry", entry)


def test_what_was_empty_is_a_dash(office: Office, entry: int, english: Language) -> None:
    edit(office, "ledger", entry, counterparty="Total Niger")
    assert told(office, english, "ledger_entry", entry) == ["Counterparty: – → Total Niger"]


def test_making_a_record_lists_no_values(office: Office, entry: int) -> None:
    assert record_history(office, record="ledger_entry", record_id=entry)[0].changes == ()


def test_a_change_of_the_office_lists_its_records(office: Office, entry: int, english: Language) -> None:
    edit(office, "ledger", entry, counterparty="Total Niger")
    newest = record_history(office, record="ledger_entry", record_id=entry)[0]
    (line,) = record_history(office, record="audit_entry", record_id=newest.entry_id)
    assert english.text(line.sentence) == "Entry PV-1"
    assert [change_text(english, change) for change in line.changes] == ["Counterparty: – → Total Niger"]


def test_what_is_gone_is_called_by_its_number(office: Office) -> None:
    with making(office) as make:
        identity = make.organisation(name="Soon gone", reference="XX-9").id
    seen = records.load(office, "organisations", identity)
    records.remove(office, "organisations", record_id=identity, version=seen.version)
    newest = record_history(office, record="organisation", record_id=identity)[0]
    (line,) = record_history(office, record="audit_entry", record_id=newest.entry_id)
    assert str(line.sentence) == f"Organisation #{identity}"


def test_in_french(office: Office, grant: int, speak: object) -> None:
    edit(office, "grants", grant, amount=Decimal("90.50"))
    french = speak("fr")  # type: ignore[operator]  # the fixture gives languages by code
    assert any("→ 90,50" in text for text in told(office, french, "grant", grant))
