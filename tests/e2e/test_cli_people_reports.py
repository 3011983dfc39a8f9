"""`grantdesk report person_months …`: since any day, of the office or of one grant, by code or by name."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from desktop.services.offices import new_office
from tests.e2e.conftest import Run
from tests.helpers.records import making
from tests.helpers.staffing import Staff

NAME = "Zeinabou Quartz"
DAYS = ("--from", "1999-01-01", "--to", "2019-12-31")


@pytest.fixture
def office(tmp_path: Path) -> str:
    """An office with a volunteer whom a grant pays for half a year."""
    place = str(tmp_path / "office.grantdesk")
    made = new_office(place, actor="Test")
    with making(made) as make:
        staff, grant = Staff(make), make.grant(reference="A-1")
        assignment = staff.assignment(station_id=staff.station().id)
        volunteer = staff.volunteer(name=NAME, reference="V-01")
        span = ("initial", date(2019, 1, 1), date(2019, 6, 30), True)
        deployment = staff.deployment(assignment, span, reference="D-01", volunteer_id=volunteer.id)
        staff.share(deployment, grant, "100", date(2019, 1, 1))
    made.close()
    return place


def test_person_months_are_reported_by_code_unless_names_are_asked_for(run: Run, office: str, tmp_path: Path) -> None:
    for words, named in (((), False), (("--set", "volunteers=codes"), False), (("--names",), True)):
        out = tmp_path / "out.csv"
        done = run("report", "person_months", *DAYS, "--office", office, "--out", out, "--force", *words)
        assert done.status == 0, done
        text = out.read_text(encoding="utf-8-sig")
        assert ",Niger,6,1,1,1" in text
        assert (NAME in text) is named
        assert ("V-01" in text) is bool(words)
    history = run("list", "history", "--office", office, "--json").out
    assert "Wrote out.csv with the volunteers’ names: Deployments and person-months." in history


def test_a_report_on_one_grant_has_its_months_alone(run: Run, office: str, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    done = run("report", "deployment_costs", *DAYS, "--grant", "A-1", "--office", office, "--out", out)
    assert done.status == 0, done
    assert ",January 2019,1,1,0,0,0,0,0,0" in out.read_text(encoding="utf-8-sig")
    unknown = run("report", "person_months", *DAYS, "--grant", "B-9", "--office", office, "--out", out, "--force")
    assert unknown.status == 1


def test_a_report_that_lists_nobody_has_no_names(run: Run, office: str, tmp_path: Path) -> None:
    done = run("report", "portfolio", *DAYS, "--names", "--office", office, "--out", tmp_path / "out.csv")
    assert done.trouble.startswith("Portfolio of grants has no volunteers.")
