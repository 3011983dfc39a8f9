"""Reports about people on both databases: figures agree with the contracts and the ledger, and nobody is named in any
byte of a report unless somebody chose so.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.language import Language, UserError
from desktop.language.message import Message, from_json
from desktop.reports.frozen import thawed
from desktop.services import donor_reports, reports
from desktop.services.grant_people import people_of_grant
from desktop.services.offices import Office
from desktop.storage.models import AuditEntry, Deployment, DonorReport, Grant, LedgerEntry, Volunteer
from tests.helpers.donor_reports import QUARTERS, drafted
from tests.helpers.printed import printed_bytes
from tests.helpers.records import making
from tests.helpers.reporting import report_of
from tests.helpers.staffing import Staff

_ROUND = count(1)
FIRST, LAST = QUARTERS[0]
NAMES = ("Zeinabou Quartz", "Moustapha Obsidian")


@dataclass
class Field:
    """A grant with two volunteers from January to June 2019, what was signed, and what was paid of it."""

    office: Office
    grant: str
    grant_id: int = 0
    deployments: list[int] = field(default_factory=list)
    volunteers: list[int] = field(default_factory=list)
    invoice: int = 0


@pytest.fixture
def mission(office: Office) -> Field:
    number = next(_ROUND)
    made = Field(office, f"GR-PEOPLE-{number}")
    with making(office) as make:
        staff = Staff(make)
        grant = make.grant(reference=made.grant, amount=Decimal(100_000), starts_on=date(2019, 1, 1))
        line = make.line(make.budget(grant), "1.1", "50000", category=1)
        station = staff.station(f"Niamey {number}")
        staff.rate("pro_forma", "1000", station_id=station.id)
        assignment = staff.assignment(reference=f"A-P-{number}", station_id=station.id)
        make.entry(grant, "20000", kind="receipt", entry_on=FIRST, reference=f"RC-{number}")
        committed = make.entry(grant, "12000", kind="commitment", entry_on=FIRST, line_id=line.id, category=1)
        invoice = make.entry(grant, "2900", entry_on=date(2019, 3, 20), line_id=line.id, category=1)
        for place, name in enumerate(NAMES):
            volunteer = staff.volunteer(reference=f"V-{number}-{place}", name=name, sex="fm"[place])
            span = ("initial", date(2019, 1, 1), date(2019, 6, 30), True)
            deployment = staff.deployment(assignment, span, reference=f"D-{number}-{place}", volunteer_id=volunteer.id)
            staff.share(deployment, grant, "100", FIRST, line_id=line.id)
            for month in range(1, 7):
                staff.cost(committed, deployment, date(2019, month, 1), "1000")
            for month, amount in ((1, "950"), (2, "500")):
                staff.cost(invoice, deployment, date(2019, month, 1), amount)
            made.deployments.append(deployment.id)
            made.volunteers.append(volunteer.id)
        made.grant_id, made.invoice = grant.id, invoice.id
    return made


# --- figures ---------------------------------------------------------------------------------------------------------


def test_person_months_are_those_of_the_contracts(mission: Field) -> None:
    made = report_of(mission.office, "person_months", grant=mission.grant, first=date(1999, 1, 1), last=LAST)
    assert made.figure("months.year.2019").value == Decimal("6.00")
    assert made.figure("months.country.NE").value == Decimal("6.00")
    assert (made.fact("persons"), made.fact("deployments"), made.entry_count) == (2, 2, 0)
    assert made.is_proved


def test_costs_of_deployments_lead_to_the_parts_of_entries(mission: Field) -> None:
    made = report_of(mission.office, "deployment_costs", grant=mission.grant, first=FIRST, last=LAST)
    values = {
        name: [made.figure(f"{name}.months.USD.{month}").value for month in ("2019-01", "2019-02", "2019-03", "total")]
        for name in ("pro_forma", "committed", "actual")
    }
    assert values == {
        "pro_forma": [2000, 2000, 2000, 6000],
        "committed": [2000, 2000, 2000, 6000],
        "actual": [1900, 1000, 0, 2900],
    }
    assert made.figure("per_month.actual.USD").value == Decimal("483.33")
    assert made.is_proved
    origin = reports.entries_behind(mission.office, made, "actual.months.USD.2019-01")
    assert [(row.id, row.spent, row.month) for row in origin.rows] == [
        (mission.invoice, Decimal(950), "2019-01-01"),
        (mission.invoice, Decimal(950), "2019-01-01"),
    ]
    assert {row.deployment[0] for row in origin.rows} == {"D"}
    assert made.entry_count == 10  # the parts of three months


def test_a_part_of_a_deployment_is_told_by_its_deployment(mission: Field) -> None:
    made = report_of(mission.office, "deployment_costs", grant=mission.grant, first=FIRST, last=LAST)
    with reports.trace_rows(mission.office, made) as rows:
        parts = list(rows)
    assert len({row.deployment for row in parts}) == 2
    assert sum((row.measure("committed") for row in parts), Decimal(0)) == 6000


def test_a_grant_tells_of_its_volunteers_today(mission: Field) -> None:
    # Today is 21 October 2019 in these offices: what was signed until June is over.
    people = people_of_grant(mission.office, mission.grant_id)
    assert people is not None
    assert (people.serving, people.months, people.to_come.amount) == (0, Decimal("12.00"), Decimal(0))
    assert people.ending == ()
    with making(mission.office) as make:
        staff, deployment = Staff(make), make.unit.get(Deployment, mission.deployments[0])
        staff.contract(deployment, "extension", date(2019, 7, 1), date(2019, 12, 31), signed_on=date(2019, 6, 1))
        entry = make.entry(make.unit.get(Grant, mission.grant_id), "1000", kind="commitment", entry_on=LAST)
        staff.cost(entry, deployment, date(2019, 11, 1), "1000")
    people = people_of_grant(mission.office, mission.grant_id)
    assert people is not None
    assert (people.serving, people.to_come.amount, len(people.ending)) == (1, Decimal(1000), 1)
    assert people.next_end == date(2019, 12, 31)


def test_a_grant_without_deployments_tells_of_none(office: Office) -> None:
    with making(office) as make:
        grant_id = make.grant(reference=f"GR-NOBODY-{next(_ROUND)}").id
    assert people_of_grant(office, grant_id) is None


# --- names -----------------------------------------------------------------------------------------------------------


def _texts(name: str, content: bytes) -> Iterator[bytes]:
    """All that a file holds: its bytes, those of the parts of an archive, and the words of a PDF."""
    yield content
    if name.endswith(".xlsx"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            for part in parts.namelist():
                yield part.encode()
                yield parts.read(part)
    if name.endswith(".pdf"):
        yield printed_bytes(content).unpacked
        yield json.dumps([page.text for page in printed_bytes(content).pages]).encode()


def _named_in(files: dict[str, bytes]) -> dict[str, bool]:
    """Whether a volunteer is named in each file."""
    return {
        Path(name).suffix: any(
            word.encode() in text for text in _texts(name, content) for word in ["Quartz", "Obsidian"]
        )
        for name, content in files.items()
    }


def _submitted(mission: Field, chosen: str) -> int:
    report_id = drafted(mission.office, 0, grant=mission.grant)
    donor_reports.edit_draft(mission.office, report_id=report_id, values={"details": {"volunteers": chosen}})
    for check in donor_reports.report_page(mission.office, report_id).stopping:
        donor_reports.waive_check(mission.office, report_id=report_id, code=check.code, reason="Agreed with the funder")
    donor_reports.submit_report(mission.office, report_id=report_id)
    return report_id


def _stored(office: Office, report_id: int) -> tuple[str, dict[str, bytes]]:
    """What was frozen of a report: its JSON, and its files."""
    with office.read() as session:
        figures = json.dumps(session.scalars(select(DonorReport.figures).where(DonorReport.id == report_id)).one())
    files = [donor_reports.report_file(office, file.id) for file in donor_reports.report_files(office, report_id)]
    return figures, {file.name: content for file, content in files}


@pytest.mark.parametrize(("chosen", "named"), [("codes", False), ("names", True)])
def test_an_annex_names_nobody_unless_names_were_chosen(mission: Field, chosen: str, named: bool) -> None:
    report_id = _submitted(mission, chosen)
    figures, files = _stored(mission.office, report_id)
    assert _named_in(files) == {".xlsx": named, ".pdf": named, ".csv": named}
    assert ("Quartz" in figures) is named
    made = donor_reports.submitted_report(mission.office, report_id)
    annex = made.table("volunteers")
    (first, *_others) = annex.rows
    assert made.figure(f"months.{first.key}").value == Decimal("3.00")
    assert made.figure("pro_forma.volunteers.total").value == 6000
    assert made.figure("actual.volunteers.total").value == 2900


def test_a_frozen_report_keeps_its_annex_whatever_comes_later(mission: Field) -> None:
    report_id = _submitted(mission, "codes")
    before = _stored(mission.office, report_id)
    with making(mission.office) as make:
        make.unit.get(Volunteer, mission.volunteers[0]).reference = "V-OTHER"
        make.unit.get(Deployment, mission.deployments[0]).ended_on = date(2019, 1, 31)
        make.unit.get(LedgerEntry, mission.invoice).description = "Corrected"
    assert _stored(mission.office, report_id) == before
    made = thawed(json.loads(before[0]))
    assert made.figure("months.volunteers.total").value == Decimal("6.00")


def test_a_file_that_tells_names_is_noted_in_the_history(mission: Field, tmp_path: Path, english: Language) -> None:
    for chosen in ("codes", "names"):
        made = report_of(
            mission.office, "person_months", grant=mission.grant, first=FIRST, last=LAST, volunteers=chosen
        )
        reports.write_report(mission.office, made, tmp_path / f"{chosen}.csv", language=english)
    assert _named_in({path.name: path.read_bytes() for path in tmp_path.glob("codes.csv")}) == {".csv": False}
    assert NAMES[0] in (tmp_path / "names.csv").read_text(encoding="utf-8-sig")
    with mission.office.read() as session:
        kept = list(session.scalars(select(AuditEntry.sentence).order_by(AuditEntry.id.desc()).limit(2)))
    newest, before = (from_json(each) for each in kept)
    assert isinstance(newest, Message)
    assert english.text(newest) == "Wrote names.csv with the volunteers’ names: Deployments and person-months."
    assert "codes.csv" not in str(before)


def test_names_are_not_read_for_a_report_without_them(mission: Field) -> None:
    made = report_of(mission.office, "person_months", grant=mission.grant, first=FIRST, last=LAST, volunteers="codes")
    assert not made.tells_names
    with pytest.raises(UserError, match="does not fit"):
        report_of(mission.office, "person_months", grant=mission.grant, first=FIRST, last=LAST, volunteers="all")
