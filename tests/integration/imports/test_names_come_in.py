"""A roster with names comes in whoever looks: dots stand for them in the preview, and texts are looked at gently."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from desktop.cli.table_json import inspection_json, preview_json
from desktop.domain.finding import Severity
from desktop.domain.progress import Silent
from desktop.language import Language, say
from desktop.registers.query import Query
from desktop.registers.sight import DOTS
from desktop.services import records
from desktop.services.browse import export_register
from desktop.services.findings import office_findings
from desktop.services.identity_warnings import warnings
from desktop.services.imports import sheets
from desktop.services.imports.marked_up import save_marked_up
from desktop.services.imports.preview import Options, Preview
from desktop.services.offices import Office
from desktop.storage import models
from tests.helpers.incoming import statuses
from tests.helpers.leaks import People, identity, leaks, staffed
from tests.helpers.records import making

HEADINGS = ("Code", "Name", "Category", "Date of birth", "Telephone", "Note")
NAME, PHONE = "Zaliha Qwertz", "+227 91 23 45 67"


def roster(path: Path, *rows: tuple[object, ...], headings: tuple[str, ...] = HEADINGS) -> Path:
    book = openpyxl.Workbook()
    for row in (headings, *rows):
        book.worksheets[0].append(list(row))
    book.save(path)
    return path


def previewed(office: Office, path: Path, kind: str = "volunteers") -> Preview:
    book = sheets.open_file(path, progress=Silent())
    return sheets.preview(office, sheets.draft(office, book, kind), Options(), progress=Silent())


def test_names_come_in_behind_dots(office: Office, tmp_path: Path) -> None:
    path = roster(
        tmp_path / "roster.xlsx", ("V-1", NAME, "National UN Volunteer Specialist", date(1987, 6, 5), PHONE, "x")
    )
    preview = previewed(office, path)
    (row,) = preview.rows
    assert statuses(preview) == ["NEW"], [str(each.problem.sentence) for each in preview.problems]
    assert {row.values[key] for key in ("name", "born_on", "phone")} == {DOTS}
    assert (row.values["reference"], row.values["note"]) == ("V-1", "x")
    sheets.apply(office, preview, progress=Silent())
    office.shows_names = True
    (choice,) = records.choices(office, "volunteers")
    kept = records.load(office, "volunteers", choice.id).values
    assert (kept["name"], kept["phone"], str(kept["born_on"])) == (NAME, PHONE, "1987-06-05")
    assert previewed(office, path).rows[0].values["name"] == NAME


def test_what_is_wrong_with_a_name_is_said_without_it(office: Office, tmp_path: Path, english: Language) -> None:
    row = ("V-1", NAME, "National UN Volunteer Specialist", "31/02/1987 Qwertz", PHONE, None)
    path = roster(
        tmp_path / "roster.xlsx", row, headings=("Code", "Name", "Category", "Date of birth", "Telephone", "x")
    )
    preview = previewed(office, path)
    (problem,) = [each for each in preview.problems if each.field == "born_on"]
    assert english.text(problem.problem.sentence) == "What stands here cannot be taken as Date of birth."
    told = preview_json(preview, english, batch_id=0, sentence=say("Looked at."))
    inspected = sheets.inspect(sheets.open_file(path, progress=Silent()), kind="volunteers")
    for data in (told, inspection_json(inspected, english)):
        assert "Qwertz" not in json.dumps(data, default=str, ensure_ascii=False)


@pytest.fixture
def people(office: Office) -> People:
    return staffed(office)


def test_a_roster_with_names_goes_round(people: People, tmp_path: Path, english: Language) -> None:
    office, path = people.office, tmp_path / "roster.xlsx"
    office.shows_names = True
    query = Query(office.register("volunteers"), ("reference", "name", "phone", "skills"))
    export_register(office, query, path, language=english, progress=Silent(), names=True)
    office.shows_names = False
    assert statuses(previewed(office, path)) == ["SAME"]
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["C2"] = "+227 90 00 00 00"
    book.worksheets[0]["D2"] = "Law"
    book.save(path)
    preview = previewed(office, path)
    (row,) = preview.rows
    assert (row.old, row.values["phone"]) == ({"phone": DOTS, "skills": None}, DOTS)
    sheets.apply(office, preview, progress=Silent())
    office.shows_names = True
    kept = records.load(office, "volunteers", people.volunteer_id).values
    assert (kept["name"], kept["phone"], kept["skills"]) == (NAME, "+227 90 00 00 00", "Law")


def test_a_list_without_names_comes_back_and_a_marked_copy_quotes_no_stored_one(
    people: People, tmp_path: Path, english: Language
) -> None:
    office, path = people.office, tmp_path / "roster.xlsx"
    export_register(office, Query(office.register("volunteers")), path, language=english, progress=Silent())
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["B2"] = "no category at all"
    book.save(path)
    preview = previewed(office, path)
    assert statuses(preview) == ["ERROR"]
    marked = tmp_path / "marked.xlsx"
    save_marked_up(preview, marked, language=english)
    assert leaks(marked) == []
    office.shows_names = True
    kept = records.load(office, "volunteers", people.volunteer_id).values
    assert {key: kept[key] for key in identity()} == identity()


def test_free_text_is_warned_of_and_comes_in(people: People, tmp_path: Path, english: Language) -> None:
    office = people.office
    with making(office) as make:
        project = make.project(reference="PR-1")
        measure = make.unit.add(
            models.WorkMeasure(project_id=project.id, code="VISITS", name="Visits", by_sex="no", by_age="no")
        )
        make.organisation(name="Fondation Moussa Abc")
        values = {"measure_id": measure.id, "deployment_id": people.deployment_id, "count": 3}
        for month, note in ((1, "RP 123/2018 was heard"), (2, "Meeting with Moussa Abc"), (3, "In Niamey")):
            make.unit.add(models.WorkCount(**values, month=date(2019, month, 1), note=note))
    (finding,) = [one for one in office_findings(office) if one.code == "likely_identity"]
    assert english.text(finding.sentence) == (
        "VISITS of D-003, month from 1 Jan 2019: the note holds what looks like the number of a case."
    )
    warned = warnings(office, "work_counts", values={"note": "We saw RP 9/2019", "count": 3})
    assert {key: english.text(sentence) for key, sentence in warned.items()} == {
        "note": "“RP 9/2019” looks like the number of a case. "
        "Leave out whatever tells who a person is; counts are enough."
    }
    assert warnings(office, "assignments", values={"tasks": "Work with Fondation Moussa Abc", "note": None}) == {}
    assert warnings(office, "ledger", values={"description": "Per diem Moussa Def, +227 90 00 00 00"}) == {}
    path = roster(tmp_path / "r.xlsx", ("V-9", None, "National UN Volunteer Specialist", None, None, "né le 1/2/1990"))
    preview = previewed(office, path)
    (problem,) = preview.problems
    assert (statuses(preview), problem.field, problem.problem.severity) == (["NEW"], "note", Severity.WARNING)
    assert preview.taken() == [0]
