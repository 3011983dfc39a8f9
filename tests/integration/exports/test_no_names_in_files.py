"""No file that was made without names holds one: in no cell, comment, property, hidden sheet or part of an archive."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from icalendar import Calendar

from desktop.cli.main import run_verb
from desktop.domain.progress import Silent
from desktop.language import Language, UserError
from desktop.registers import REGISTERS
from desktop.registers.query import Query
from desktop.registers.sight import has_names
from desktop.services import donor_reports, records, reports
from desktop.services.browse import RegisterView, export_register
from desktop.services.deployments.calendar import write_calendar
from desktop.services.deployments.evacuation import KINDS, who_is_where, write_evacuation_list
from desktop.services.evidence import write_evidence
from desktop.services.imports.templates import write_template
from desktop.services.offices import Office
from tests.helpers.clock import Clock
from tests.helpers.leaks import FIRST, LAST, People, identity, leaks, staffed

TODAY = date(2019, 10, 21)
Speak = Callable[[str], Language]


@pytest.fixture
def people(file_office: Office) -> People:
    return staffed(file_office)


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_no_list_tells_them_even_while_the_screen_does(
    people: People, suffix: str, tmp_path: Path, english: Language
) -> None:
    for shown in (False, True):
        people.office.shows_names = shown
        for register in filter(has_names, REGISTERS.values()) if shown else REGISTERS.values():
            seen = people.office.register(register.key)
            query = Query(seen, tuple(column.key for column in seen.columns))
            path = tmp_path / f"{register.key}{suffix}"
            export_register(people.office, query, path, language=english, progress=Silent())
            assert leaks(path) == [], register.key


def test_a_workbook_with_names_tells_all_of_them(people: People, tmp_path: Path, english: Language) -> None:
    people.office.shows_names = True
    seen = people.office.register("volunteers")
    path = tmp_path / "roster.xlsx"
    query = Query(seen, tuple(column.key for column in seen.columns))
    export_register(people.office, query, path, language=english, progress=Silent(), names=True)
    texts = {value for value in identity().values() if isinstance(value, str)}
    assert texts <= set(leaks(path))


def test_a_template_asks_for_them_only_when_it_is_told_to(tmp_path: Path, english: Language) -> None:
    labels = {english.text(column.label) for column in REGISTERS["volunteers"].editable_columns if column.personal}
    for names in (False, True):
        path = tmp_path / f"{names}.xlsx"
        write_template("volunteers", path, language=english, names=names)
        sheet = openpyxl.load_workbook(path).worksheets[0]
        headings = {str(cell.value).rstrip(" *") for row in sheet.iter_rows(max_row=3) for cell in row}
        assert (labels <= headings) is names, headings
        assert names or not labels & headings


@pytest.mark.parametrize("suffix", KINDS)
def test_the_evacuation_list_tells_them_only_when_it_is_asked(
    people: People, suffix: str, tmp_path: Path, english: Language
) -> None:
    path = tmp_path / f"evacuation{suffix}"
    outcome = write_evacuation_list(people.office, path, language=english, names=False)
    assert (str(outcome.message), leaks(path)) == (f"Wrote {path.name}: 1 volunteer.", [])
    outcome = write_evacuation_list(people.office, path, language=english, names=True)
    assert str(outcome.message) == f"Wrote {path.name} with the volunteers’ names: 1 volunteer."
    expected = ["name", "phone", "emergency_phone", "emergency_contact", "email", "address", "care_note"]
    assert {identity()[key] for key in expected} <= set(leaks(path))


def test_who_is_where_is_told_of_any_day(people: People, english: Language) -> None:
    def codes(day: date) -> list[object]:
        return [row["volunteer"] for row in who_is_where(people.office, day=day, names=False, language=english)]

    assert codes(FIRST) == codes(LAST) == ["V-77"]
    assert codes(FIRST - timedelta(1)) == codes(LAST + timedelta(1)) == []
    (row,) = who_is_where(people.office, names=False, language=english)
    assert (row["country"], row["place"], row["nationality"], row["until"]) == ("NE", "Niamey", "SN", LAST)
    assert (row["leave"], row["leave_until"]) == ("annual", LAST)
    assert not set(identity()) & set(row)


def test_the_calendar_knows_its_events_again_and_names_nobody(
    people: People, clock: Clock, tmp_path: Path, english: Language
) -> None:
    first, again = tmp_path / "first.ics", tmp_path / "again.ics"
    moment = clock.moment
    outcome = write_calendar(people.office, first, language=english, names=False)
    assert str(outcome.message) == "Wrote first.ics: 3 dates."
    clock.moment = moment
    write_calendar(people.office, again, language=english, names=False)
    assert first.read_bytes() == again.read_bytes()
    assert leaks(first) == []
    # icalendar reads what it wrote; what others read are its lines.
    assert len(Calendar.from_ical(first.read_bytes()).events) == 3
    lines = first.read_text(encoding="utf-8").replace("\n ", "").splitlines()
    uid = people.office.facts.uid
    assert {f"UID:end-{people.deployment_id}@{uid}", "SUMMARY:Contract of V-77 ends"} <= set(lines)
    assert {"DTSTART;VALUE=DATE:20990630", "DTEND;VALUE=DATE:20990701"} <= set(lines)
    assert [line for line in lines if line.startswith("TRIGGER")][:3] == [
        "TRIGGER:-P30D",
        "TRIGGER:-P90D",
        "TRIGGER:-P60D",
    ]
    assert sorted(line for line in lines if line.startswith("SUMMARY")) == [
        "SUMMARY:Contract of V-77 ends",
        "SUMMARY:Medical clearance of V-77 runs out",
        "SUMMARY:V-77 on leave",
    ]
    write_calendar(people.office, again, language=english, names=True)
    assert set(leaks(again)) == {identity()["name"], "Qwertz"}


def test_what_is_no_kind_of_file_is_refused_before_anything_is_written(
    people: People, tmp_path: Path, english: Language
) -> None:
    for write in (write_calendar, write_evacuation_list):
        with pytest.raises(UserError):
            write(people.office, tmp_path / "people.txt", language=english, names=True)
    assert list(tmp_path.glob("people*")) == []


def test_reports_and_their_evidence_name_nobody(people: People, tmp_path: Path, english: Language) -> None:
    office = people.office
    for name, grant in (("person_months", ""), ("statement", people.grant)):
        details = {"volunteers": "codes"} if grant else {}
        request = reports.request_of(name, grant=grant, first=FIRST, last=TODAY, details=details)
        report = reports.make_report(office, request)
        for suffix in (".xlsx", ".pdf", ".csv"):
            path = tmp_path / f"{name}{suffix}"
            reports.write_report(office, report, path, language=english)
            assert leaks(path) == [], path.name
    drafted = donor_reports.draft_report(office, request=request).record_id
    pack = tmp_path / "pack.zip"
    write_evidence(office, about=drafted, path=pack, language=english)
    assert leaks(pack) == []


def test_the_command_line_tells_them_when_names_are_asked_for(
    people: People, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office = str(people.office.location.path)
    people.office.close()
    name = identity()["name"]

    def told(*words: str) -> str:
        assert run_verb([*words, "--office", office]) == 0
        return capsys.readouterr().out

    for words in (["list", "volunteers"], ["list", "deployments", "--json"], ["list", "volunteers", "--json"]):
        assert name not in told(*words)
        assert name in told(*words, "--names")
    assert set(identity()) <= set(json.loads(told("list", "volunteers", "--json", "--names"))[0])
    assert run_verb(["list", "volunteers", "--where", "name~Q", "--office", office]) != 0
    capsys.readouterr()
    for verb, file in (("evacuation", "e.pdf"), ("evacuation", "e.csv"), ("calendar", "c.ics")):
        told(verb, "--out", str(tmp_path / file))
        assert leaks(tmp_path / file) == []
        assert "with the volunteers’ names" in told(verb, "--out", str(tmp_path / file), "--force", "--names")
        assert name in leaks(tmp_path / file)
    listed = told("list", "history")
    assert listed.count("with the volunteers’ names") == 3
    assert name not in listed


def test_nothing_of_them_reaches_the_log(people: People, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = records.load(people.office, "volunteers", people.volunteer_id)
    with pytest.raises(UserError):
        records.save(people.office, "volunteers", values={**identity(), "reference": ""}, record_id=record.id)
    RegisterView(people.office, Query(people.office.register("volunteers"))).window(0, 10)
    office = str(people.office.location.path)
    people.office.close()
    run_verb(["list", "volunteers", "--office", office, "--names"])
    capsys.readouterr()
    assert [path.name for path in home.rglob("*.log*") if leaks(path)] == []
