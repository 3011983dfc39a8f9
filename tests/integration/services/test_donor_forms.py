"""Donors' forms of a real office: the sample award is its ledger to the cent, and crosswalks as people edit them."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select

from desktop.config import paths
from desktop.domain.terms import AmendmentKind
from desktop.language import Language, UserError
from desktop.reports.report import Report
from desktop.services import records
from desktop.services.amendments import apply_amendment, draft_amendment
from desktop.services.findings import office_findings
from desktop.services.history import undo_entry
from desktop.services.offices import Office
from desktop.services.records import InvalidRecordError
from desktop.services.sample import new_sample_office
from desktop.storage.models import BudgetPhase, Grant, LedgerEntry
from tests.helpers.recomputing import amounts, require_sound, row, value
from tests.helpers.records import making
from tests.helpers.reporting import report_of, trace_of
from tests.integration.services.conftest import Desk, Form

FIRST, LAST = date(2019, 7, 1), date(2019, 9, 30)
NEW_YEAR, YEAR_END = date(2019, 1, 1), date(2019, 12, 31)


# --- the sample award ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory, speak: Callable[[str], Language]) -> Any:
    """The sample office."""
    path = tmp_path_factory.mktemp("forms") / "sample.grantdesk"
    office = new_sample_office(str(path), actor="Test", language=speak("en"))
    yield office
    office.close()


def _form(office: Office, name: str, grant: str, **details: str) -> Report:
    report = report_of(office, name, grant=grant, first=FIRST, last=LAST, **details)
    require_sound(report, trace_of(office, report))
    return report


def _posted(office: Office, grant: str, measure: str, *conditions: Any) -> Decimal:
    """What the ledger itself has of a grant by the end of the quarter."""
    column = getattr(LedgerEntry, measure)
    statement = select(func.sum(column)).join(Grant, Grant.id == LedgerEntry.grant_id)
    with office.read() as session:
        found = session.scalar(statement.where(Grant.reference == grant, LedgerEntry.entry_on <= LAST, *conditions))
    return found or Decimal(0)


def test_the_federal_report_of_the_sample_award_is_its_ledger_to_the_cent(sample: Office) -> None:
    report = _form(sample, "sf425", "NER-CT-01")
    with (paths.resources() / "samples" / "sahel" / "grants.csv").open(encoding="utf-8", newline="") as file:
        award = next(Decimal(row["amount"]) for row in csv.DictReader(file) if row["reference"] == "NER-CT-01")
    received, spent, committed = (_posted(sample, "NER-CT-01", name) for name in ("received", "spent", "committed"))
    indirect = _posted(sample, "NER-CT-01", "spent", LedgerEntry.category == 8)
    lines = [value(report, f"10{letter}") for letter in "abcdefgh"]
    assert lines == [
        *(received, spent, received - spent),
        *(award, spent, committed, spent + committed, award - spent - committed),
    ]
    assert amounts(report, "10a", "10e", "10f", "10h") == ["1158000.00", "1008937.56", "59920.00", "167142.44"]
    assert [value(report, key) for key in ("11d", "11e", "11f")] == [spent - indirect, indirect, indirect]
    assert value(report, "11.difference") == 0
    boxes = {fact.box: fact.value for fact in report.facts}
    assert (boxes["2"], str(boxes["6"]), boxes["9"]) == ("SAMPLE-0001", "Quarterly", LAST)


def test_object_classes_of_the_sample_award_come_to_its_budget_and_ledger(sample: Office) -> None:
    report = _form(sample, "sf424a", "NER-CT-01")
    assert amounts(report, "budget.6k", "spent.6k") == ["1236000.00", "1008937.56"]
    assert value(report, "spent.6c") == _posted(sample, "NER-CT-01", "spent", LedgerEntry.category == 5)
    sentence = "of the equipment costs less than"
    assert any(sentence in note.text or sentence in str(note) for note in report.notes)


def test_the_european_report_of_the_sample_says_what_was_spent_in_francs(sample: Office) -> None:
    report = _form(sample, "eu_annex_vi", "SAH-JP-04")
    assert value(report, "cumulative.9") == _posted(sample, "SAH-JP-04", "spent")
    francs = LedgerEntry.original_currency == "XOF", LedgerEntry.spent.is_not(None)
    in_quarter = LedgerEntry.entry_on >= FIRST
    assert value(report, "local.XOF") == _posted(sample, "SAH-JP-04", "original_amount", *francs, in_quarter)
    assert value(report, "converted.XOF") == _posted(sample, "SAH-JP-04", "spent", *francs, in_quarter)


# --- crosswalks, as people edit them ---------------------------------------------------------------------------------


def _part(desk: Desk, category: str, target: str, percent: str, **more: Any) -> int:
    values: Form = {"scheme": "sf424a", "category": category, "target": target, "percent": Decimal(percent)}
    made = records.save(desk.office, "crosswalks", values=values | more).record_id
    assert made is not None
    return made


def _classes(desk: Desk) -> list[str]:
    report = report_of(desk.office, "sf424a", grant="GR-1", first=NEW_YEAR, last=YEAR_END)
    require_sound(report, trace_of(desk.office, report))
    return amounts(report, "budget.6a", "budget.6b", "budget.6f", "budget.6k")


@pytest.fixture
def staffed(desk: Desk) -> Desk:
    """The desk's grant with a budget for staff."""
    with making(desk.office) as make:
        grant = make.unit.get(Grant, desk.grant)
        line = make.line(make.budget(grant), "1.1", "1000.01", category=1)
        make.unit.add(BudgetPhase(line_id=line.id, starts_on=date(2019, 4, 1), amount=Decimal("1000.01")))
    return desk


def test_the_crosswalk_of_a_grant_goes_before_that_of_the_office(staffed: Desk) -> None:
    assert _classes(staffed) == ["1000.01", "0.00", "0.00", "6000.01"]
    _part(staffed, "1", "6a", "75")
    first = _part(staffed, "1", "6b", "25")
    office = ["750.01", "250.00", "0.00", "6000.01"]
    assert _classes(staffed) == office
    own = records.save(
        staffed.office,
        "crosswalks",
        values={"scheme": "sf424a", "category": "1", "target": "6f", "percent": Decimal(100), "grant": staffed.grant},
    )
    assert _classes(staffed) == ["0.00", "0.00", "1000.01", "6000.01"]
    assert own.entry_id is not None
    undo_entry(staffed.office, entry_id=own.entry_id)
    assert _classes(staffed) == office
    found = records.load(staffed.office, "crosswalks", first)
    assert found is not None
    assert (found.values["target"], found.values["percent"], found.values["grant"]) == ("6b", Decimal(25), None)


def test_a_category_that_is_not_whole_is_found_and_makes_no_report(staffed: Desk, english: Language) -> None:
    part: Form = {"scheme": "sf424a", "category": "1", "target": "6a", "percent": Decimal(80)}
    said = records.try_out(staffed.office, "crosswalks", values=part)
    missing = "The parts sum to 80 per cent; 20 are missing."
    assert said is not None
    assert english.text(said) == missing
    _part(staffed, "1", "6a", "80")
    (finding,) = [found for found in office_findings(staffed.office) if found.code == "crosswalk_not_whole"]
    assert english.text(finding.sentence) == f"Staff and other personnel to Object classes of the SF-424A: {missing}"
    assert (finding.register, finding.label) == ("crosswalks", "6a")
    with pytest.raises(UserError):
        _classes(staffed)
    _part(staffed, "1", "6f", "20")
    assert [found for found in office_findings(staffed.office) if found.code == "crosswalk_not_whole"] == []
    _part(staffed, "2", "6e", "50", grant=staffed.grant)
    (finding,) = [found for found in office_findings(staffed.office) if found.code == "crosswalk_not_whole"]
    assert finding.label == "GR-1"


def test_a_part_that_cannot_be_is_refused(desk: Desk) -> None:
    _part(desk, "1", "6a", "80")
    for scheme, target, percent, problem in (
        ("sf424a", "6a", "20", "target"),
        ("sf424a", "2", "20", "target"),
        ("sf424a", "6b", "0", "percent"),
        ("eu_annex_vi", "2", "20", "percent"),
    ):
        values: Form = {"scheme": scheme, "category": "1", "target": target, "percent": Decimal(percent)}
        with pytest.raises(InvalidRecordError) as caught:
            records.save(desk.office, "crosswalks", values=values)
        assert list(caught.value.fields) == [problem]


# --- what a report is made from --------------------------------------------------------------------------------------


def test_what_is_authorized_is_what_the_agreement_said_on_the_last_day(staffed: Desk) -> None:
    with staffed.office.read() as session:
        before = session.get_one(Grant, staffed.grant).amount
    draft = draft_amendment(
        staffed.office, grant_id=staffed.grant, kind=AmendmentKind.COST_EXTENSION, changes={"amount": before + 100}
    ).record_id
    apply_amendment(staffed.office, amendment_id=draft, on=date(2019, 8, 1))
    half = report_of(staffed.office, "sf425", grant="GR-1", first=date(2019, 1, 1), last=date(2019, 6, 30))
    year = report_of(staffed.office, "sf425", grant="GR-1", first=NEW_YEAR, last=YEAR_END)
    assert (value(half, "10d"), value(year, "10d")) == (before, before + 100)


def test_the_cash_of_the_first_year_is_that_of_the_phases(staffed: Desk) -> None:
    report = report_of(staffed.office, "sf424a", grant="GR-1", first=NEW_YEAR, last=YEAR_END)
    year, *quarters = [figure.value or Decimal(0) for figure in row(report, "cash", "13").figures]
    assert year == sum(quarters, Decimal(0)) == Decimal("1000.01")
