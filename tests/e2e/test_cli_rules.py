"""The verbs `rules` and `deadlines` without a window: what they print, and what they leave behind."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.services.offices import find_office
from tests.e2e.conftest import Run
from tests.helpers.engines import Engines
from tests.helpers.records import making


@pytest.fixture
def office(engines: Engines, tmp_path: Path) -> str:
    """An office with a grant that is long over but waits for cash, and one that says nothing yet."""
    place = engines.office("sqlite", tmp_path)
    made = find_office(place, actor="Test")
    with making(made) as make:
        grant = make.grant(reference="A-1", indirect_rate=Decimal(13))
        make.instalment(grant, "5000.00", date(2019, 7, 15), number=2)
        make.grant(reference="B-2")
    made.close()
    return place


def test_rules_are_printed_by_kind(run: Run, office: str) -> None:
    done = run("rules", "--grant", "A-1", "--office", office)
    assert done.status == 0
    assert done.out.splitlines() == ["Support costs", "  Support costs are 13 per cent of all direct costs.", "1 rule"]


def test_a_preset_gives_the_rules_it_names(run: Run, office: str) -> None:
    done = run("rules", "--grant", "B-2", "--office", office, "--preset", "peacekeeping")
    assert done.status == 0
    assert done.out.splitlines()[-1] == ("Gave B-2 6 rules of “Peacekeeping mission, memorandum of understanding”.")
    assert "  Before a line is added to an approved budget, the funder has to agree in writing." in done.out
    listed = json.loads(run("rules", "--grant", "B-2", "--office", office, "--json").out)
    assert len(listed) == 6
    assert set(listed[0]) == {"id", "kind", "sentence", "article", "note", "holds"}
    assert listed[0]["note"] == "To be confirmed in the agreement."
    again = run("rules", "--grant", "B-2", "--office", office, "--preset", "peacekeeping")
    assert (again.status, again.out) == (1, "")
    assert again.err.endswith("already. Nothing was changed. Change its rules one by one.\n")


def test_a_grant_or_preset_that_is_not_there_is_said(run: Run, office: str) -> None:
    assert "There is no grant C-3." in run("rules", "--grant", "C-3", "--office", office).err
    wrong = run("rules", "--grant", "A-1", "--office", office, "--preset", "eu")
    assert wrong.status == 2
    assert "us_federal" in wrong.err


def test_deadlines_are_printed_the_late_first(run: Run, office: str) -> None:
    done = run("deadlines", "--office", office)
    assert done.status == 0
    assert done.out.replace("\u00a0", " ").splitlines() == [
        "2019-07-15  late  A-1  Instalment 2 of USD 5,000.00 did not come",
        "1 deadline",
    ]


def test_deadlines_of_one_grant_as_json(run: Run, office: str) -> None:
    found = find_office(office, actor="Test")
    with making(found) as make:
        grant = make.grant(reference="C-3", ends_on=found.today)
        assert grant.id
    found.close()
    listed = json.loads(run("deadlines", "--office", office, "--grant", "C-3", "--days", "0", "--json").out)
    assert [(due["kind"], due["record"], due["late"], due["register"]) for due in listed] == [
        ("grant_end", "C-3", False, "grants")
    ]
    assert listed[0]["sentence"] == "Grant ends"


@pytest.mark.parametrize("days", ["x", "-1", "1.5"])
def test_days_are_a_whole_number(run: Run, office: str, days: str) -> None:
    wrong = run("deadlines", "--office", office, f"--days={days}")
    assert wrong.status == 2
    assert f"“{days}” is not a number of days" in wrong.err
