"""`grantdesk export iati`: what each project lacks in a dry run, then the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.services.offices import find_office
from tests.e2e.conftest import Run
from tests.helpers.iati_export import publisher, whole_project
from tests.helpers.records import making


@pytest.fixture
def office(run: Run, tmp_path: Path) -> str:
    """An office with a project that lacks nothing, and one that lacks all."""
    path = str(tmp_path / "office.grantdesk")
    assert run("new", path).status == 0
    opened = find_office(path, actor="Test")
    with making(opened) as make:
        _project, grant = whole_project(make, publisher(make))
        make.entry(grant, "12.50", description="Paid to A. Person")
        make.project(reference="BARE", title="Bare")
    opened.close()
    return path


def test_a_dry_run_says_what_each_project_lacks_and_writes_nothing(run: Run, office: str, tmp_path: Path) -> None:
    told = run("export", "iati", "--office", office, "--all", "--dry-run")
    assert (told.status, told.err) == (1, "")
    assert told.lines[0] == "XX-1-A · Project A · ready · 1 entry"
    assert told.lines[1] == "BARE · Bare · lacks something · 0 entries"
    assert told.lines[2] == (
        "Error BARE: No organisation reports it. "
        "Choose in the project, or in the programme it is part of, which organisation reports it."
    )
    assert told.lines[-1] == "1 of 2 projects are ready; the others lack something."
    assert list(tmp_path.glob("*.xml")) == []

    ready = run("export", "iati", "--office", office, "--project", "A", "--dry-run", "--json")
    assert (ready.status, ready.json["file"], ready.json["notes"]) == (0, None, [])
    assert ready.json["projects"] == [
        {
            "reference": "A",
            "title": "Project A",
            "identifier": "XX-1-A",
            "ready": True,
            "entries": 1,
            "findings": [],
        }
    ]


def test_the_file_holds_what_is_ready_and_names_what_is_not(run: Run, office: str, tmp_path: Path) -> None:
    out = tmp_path / "out.xml"
    told = run("export", "iati", "--office", office, "--all", "--out", out)
    assert (told.status, told.out) == (1, "Wrote out.xml: 1 project and 2 transactions.\n")
    assert "Error BARE: It has no status." in told.err
    assert "Person" not in out.read_text(encoding="utf-8")

    assert run("export", "iati", "--office", office, "--project", "A", "--out", out).trouble.startswith(
        "out.xml is there already."
    )
    words = ("--with-descriptions", "--force", "--json", "--language", "fr")
    again = run("export", "iati", "--office", office, "--project", "A", "A", "--out", out, *words)
    assert (again.status, again.json["file"], len(again.json["projects"])) == (0, "out.xml", 1)
    assert "Paid to A. Person" in out.read_text(encoding="utf-8")
    assert run("import", "iati", out, "--office", office, "--json").json["batch"] is None
    all_of_it = run("export", "iati", "--office", office, "--all", "--incomplete", "--out", out, "--force")
    assert (all_of_it.status, all_of_it.out) == (0, "Wrote out.xml: 2 projects and 2 transactions.\n")


def test_what_cannot_be_done_is_told_in_one_line(run: Run, office: str, tmp_path: Path) -> None:
    assert run("export", "iati", "--office", office, "--all").trouble == (
        "No file is named to write to. Nothing was written. "
        "Give --out FILE.xml, or --dry-run to see what would be written."
    )
    out = ("--out", tmp_path / "out.xml")
    assert run("export", "iati", "--office", office, "--project", "BEAR", *out).trouble == (
        "There is no project BEAR. Nothing was exported. Nearest: BARE and A."
    )
    alone = run("export", "iati", "--office", office, "--project", "BARE", *out)
    assert alone.trouble.startswith("No project can be exported.")
    assert run("export", "iati", "--office", office, *out).status == 2


def test_the_sample_says_that_nothing_of_it_may_be_published(run: Run, tmp_path: Path) -> None:
    office = str(tmp_path / "sample.grantdesk")
    assert run("new", office, "--sample").status == 0
    told = run("export", "iati", "--office", office, "--all", "--by-month", "--out", tmp_path / "out.xml")
    assert told.status == 0
    assert told.lines[0] == "All amounts of the sample office are invented: do not publish the file."
