"""Nothing of a submitted report can be changed, undone or removed, whoever tries and by whatever way; and what was
reported in it is reversed, never removed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import update

from desktop.domain.progress import Silent
from desktop.language import UserError
from desktop.registers.query import Cell
from desktop.services import donor_reports, ledger, records
from desktop.services.history import UndoStack, undo_entry
from desktop.services.imports.batch import reverse_batch, undo_import
from desktop.services.offices import Office
from desktop.services.record_rules import rule_for
from desktop.services.report_templates import add_template, example_templates
from desktop.services.reports import request_of
from desktop.storage.check import soundness
from desktop.storage.models import MODELS, ReportEntry, ReportFile, ReportTemplateContent
from desktop.storage.undo import NeverUndoneError
from tests.helpers.donor_reports import PEOPLE, QUARTERS, drafted, plain_files, submitted
from tests.helpers.extracts import entry, extract, look_at
from tests.helpers.records import making
from tests.integration.services.conftest import Told

_TOLD = "GR-1, report 1: it was submitted."
_STAYS = "It stays as it was submitted. Return it, and make it anew."


@pytest.fixture(autouse=True)
def _plain() -> Iterator[None]:
    with plain_files():
        yield


@pytest.fixture
def reported(office: Office) -> int:
    """A submitted report on a grant (1) with a receipt (1) and a cost (2)."""
    with making(office) as make:
        grant = make.grant(reference="GR-1")
        make.entry(grant, "500.00", kind="receipt", reference="RC-1")
        make.entry(grant, "100.00", reference="PV-1")
    return submitted(office)


def _state(office: Office, report_id: int) -> tuple[object, ...]:
    page = donor_reports.report_page(office, report_id)
    return page.head, page.report, page.checks, page.waivers, page.files


def _ways(office: Office, report_id: int) -> dict[str, Callable[[], object]]:
    version = donor_reports.report_page(office, report_id).head.version
    return {
        "people": lambda: donor_reports.edit_draft(office, report_id=report_id, values={"certified_by": "Amina"}),
        "waive": lambda: donor_reports.waive_check(office, report_id=report_id, code="people", reason="x" * 30),
        "withdraw": lambda: donor_reports.withdraw_waiver(office, report_id=report_id, code="people"),
        "draft": lambda: donor_reports.remove_draft(office, report_id=report_id),
        "submit": lambda: donor_reports.submit_report(office, report_id=report_id),
        "list": lambda: records.remove(office, "donor_reports", record_id=report_id, version=version),
    }


@pytest.mark.parametrize("way", ["people", "waive", "withdraw", "draft", "submit", "list"])
def test_it_stays_as_it_is(office: Office, reported: int, told: Told, way: str) -> None:
    before = _state(office, reported)
    with pytest.raises(UserError) as raised:
        _ways(office, reported)[way]()
    assert told(raised) == f"{_TOLD} Nothing was changed. {_STAYS}"
    assert _state(office, reported) == before
    assert donor_reports.is_whole(office, reported)


def test_a_form_saves_nothing_of_it(office: Office, reported: int) -> None:
    before = _state(office, reported)
    with pytest.raises(records.InvalidRecordError):
        records.save(office, "donor_reports", values={"note": "x", "status": "draft"}, record_id=reported)
    assert _state(office, reported) == before


def test_neither_its_submission_nor_what_was_done_before_it_is_undone(office: Office, told: Told) -> None:
    with making(office) as make:
        make.grant(reference="GR-1")
    request = request_of("statement", grant="GR-1", first=QUARTERS[0][0], last=QUARTERS[0][1])
    stack, steps = UndoStack(), []
    steps.append(donor_reports.draft_report(office, request=request))
    report_id = steps[0].record_id
    steps.append(donor_reports.edit_draft(office, report_id=report_id, values=PEOPLE))
    steps.append(donor_reports.submit_report(office, report_id=report_id))
    steps.append(donor_reports.accept_report(office, report_id=report_id))
    before = _state(office, report_id)
    for step in steps:
        stack.note(step)
        with pytest.raises(NeverUndoneError) as raised:
            undo_entry(office, entry_id=step.entry_id or 0)
        assert told(raised) == f"GR-1, report 1: it was accepted. It was not undone. {_STAYS}"
    while stack.can_undo:  # each is tried once, and what was done before comes into reach
        with pytest.raises(NeverUndoneError):
            stack.undo(office)
    assert not stack.can_redo
    assert _state(office, report_id) == before


def test_its_grant_its_template_and_its_entries_stay(office: Office, told: Told) -> None:
    with making(office) as make:
        grant = make.grant(reference="GR-1").id
    form: dict[str, Cell] = {"entry_on": date(2019, 3, 4), "reference": "PV-1", "description": "Fuel", "grant": grant}
    amount: dict[str, Cell] = {"kind": "expenditure", "original_currency": "USD", "original_amount": Decimal(7)}
    posted = ledger.post_entry(office, values=form | amount)
    template = add_template(office, path=example_templates()[0].path, layout="statement", name="Annex 5/2").record_id
    report_id = drafted(office)
    donor_reports.edit_draft(office, report_id=report_id, values={"template_id": template})
    donor_reports.submit_report(office, report_id=report_id)
    files = donor_reports.report_files(office, report_id)
    assert [file.name for file in files] == ["GR-1 statement 1.txt", "GR-1 statement 1 Annex 5-2.xlsx"]
    with pytest.raises(UserError) as raised:
        records.remove(office, "grants", record_id=grant, version=1)
    assert "{count} report" in told(raised)
    with pytest.raises(UserError) as raised:
        undo_entry(office, entry_id=posted.entry_id or 0)
    assert told(raised).startswith("Other records still belong to this one.")
    assert donor_reports.is_whole(office, report_id)


def test_it_is_not_written_into_a_template_that_is_damaged(office: Office, told: Told) -> None:
    with making(office) as make:
        make.grant(reference="GR-1")
    template = add_template(office, path=example_templates()[0].path, layout="statement").record_id
    report_id = drafted(office)
    donor_reports.edit_draft(office, report_id=report_id, values={"template_id": template})
    with office.change() as unit:  # past all rules
        unit.session.execute(update(ReportTemplateContent).values(content=b"xyz"))
        unit.session.commit()
    with pytest.raises(UserError) as raised:
        donor_reports.submit_report(office, report_id=report_id)
    assert told(raised).startswith("statement.xlsx is not as it was kept.")
    assert donor_reports.report_page(office, report_id).head.is_draft


@pytest.mark.parametrize("table", ["report_entry", "report_file"])
def test_no_part_of_it_is_removed(office: Office, reported: int, table: str) -> None:
    with office.change() as unit:
        part = unit.get(MODELS[table], 1)
        with pytest.raises(UserError):
            rule_for(table).require_removable(unit, part)
    assert donor_reports.is_whole(office, reported)


def test_an_import_that_was_reported_is_reversed_not_undone(office: Office, told: Told) -> None:
    with making(office) as make:
        make.grant(reference="GR-1")
    batch = look_at(office, extract(entry(60, Document="PV-1"), entry(5, Document="PV-2"))).bring_in().record_id
    report_id = submitted(office, waived=True)
    with pytest.raises(UserError) as raised:
        undo_import(office, batch_id=batch)
    assert told(raised).startswith("Later entries stand on the import of ledger.xlsx.")
    assert "Reported to a funder since: ['PV-1', 'PV-2']." in told(raised)
    assert told(raised).endswith("Reverse its entries instead.")
    reverse_batch(office, batch_id=batch, on=date(2019, 3, 31), progress=Silent())
    changes = donor_reports.changed_since(office, report_id)
    assert changes.spent.amount == Decimal(-65)
    assert donor_reports.is_whole(office, report_id)


def test_a_reported_cost_is_reversed_and_gets_a_category_later_both_as_adjustments(
    office: Office, reported: int
) -> None:
    records.save(office, "ledger", values={"category": "5"}, record_id=2)
    ledger.reverse(office, entry_id=2, on=date(2019, 4, 2))
    changes = donor_reports.changed_since(office, reported)
    assert [(row.category, row.measure("spent")) for row in changes.rows] == [("-", Decimal(-100)), ("5", Decimal(100))]
    following = drafted(office, 1)
    report = donor_reports.report_page(office, following).report
    assert report.is_proved
    assert report.figure("adjustment.5").value == Decimal(100)
    assert report.figure("period.5").value == Decimal(-100)
    assert report.figure("cumulative.total").value == 0


def test_what_was_frozen_and_is_not_as_it_was_is_told(office: Office, reported: int, told: Told) -> None:
    with office.change() as unit:  # past all rules
        unit.get(ReportEntry, 1).when = "before"
        unit.session.commit()
    assert not donor_reports.is_whole(office, reported)
    (finding,) = soundness(office)
    assert (finding.code, finding.register, finding.record_id) == ("damaged_report", "donor_reports", reported)
    with office.change() as unit:
        file = unit.get(ReportFile, 1)
        file.content = file.content[:-3] + b"xyz"
        unit.session.commit()
    (file_facts,) = donor_reports.report_files(office, reported)
    assert [finding.code for finding in soundness(office)] == ["damaged_report"]
    with pytest.raises(UserError) as raised:
        donor_reports.report_file(office, file_facts.id)
    assert told(raised).startswith("GR-1 statement 1.txt is not as it was submitted.")
