"""A day with volunteers on the command line: from the roster to the annex, by code, as the README tells it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest

from desktop.services.offices import find_office
from tests.e2e.conftest import Done, Run
from tests.helpers.day_office import CUT, DOCUMENT, FIRST, INVOICE, SECOND, chain_cost, make_day_office
from tests.helpers.leaks import leaks
from tests.helpers.roster import IDENTITIES, ROSTER, roster_workbook

Rows = Sequence[Sequence[object]]
RATE: Rows = [
    ["Entitlement", "Category", "In force from", "Currency", "Amount", "Source"],
    ["Monthly living allowance", "National specialist", "2019-01-01", "USD", 1234.56, "Circular of 3 December 2018"],
]
ASSIGNMENT: Rows = [
    ["Reference", "Title", "Category", "Project", "Duty station", "Posts"],
    ["NER-LA", "Legal aid in Niger", "National specialist", "NER", "Niamey", 12],
]


def workbook(path: Path, rows: Rows) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


@pytest.fixture
def place(run: Run, tmp_path: Path) -> Path:
    """An office made by `new`, with a grant and its line, a project and a duty station, on 20 May 2019."""
    path = tmp_path / "office.grantdesk"
    assert run("new", path).status == 0
    office = find_office(str(path), actor="Test")
    make_day_office(office)
    office.close()
    return path


@pytest.fixture
def call(run: Run, place: Path) -> Callable[..., list[str]]:
    """Calls a verb on the office, and returns what it says."""

    def called(*words: object) -> list[str]:
        done: Done = run(*words, "--office", place)
        assert done.status == 0, done
        return [line.replace("\u00a0", " ") for line in done.lines]

    return called


def test_from_the_roster_to_the_annex(run: Run, call: Callable[..., list[str]], place: Path, tmp_path: Path) -> None:
    told = call("import", "volunteers", roster_workbook(tmp_path / "Roster 2019.xlsx"))
    assert told[-1] == "Volunteers: 10 new, 0 changed, 0 same"
    call("import", "assignments", workbook(tmp_path / "a.xlsx", ASSIGNMENT))
    people = [word for one in ROSTER for word in ("--volunteer", one.code)]
    posts = ("deployments", "plan", "--assignment", "NER-LA", "--from", "2019-01-07", "--to", "2019-06-30", *people)
    uneven = run(*posts, "--share", "NER-CT-01/1.1=60", "--office", place)
    assert "The shares sum to 60 per cent; 40 are missing." in uneven.trouble
    assert call(*posts, "--share", "NER-CT-01/1.1=100") == ["Planned 10 deployments of NER-LA: D-001 to D-010."]

    everyone = [f"D-{number:03}" for number in range(1, 11)]
    refused = run("deployments", "sign", *everyone, "--on", "2019-01-02", "--office", place)
    assert (refused.status, "no rate of the Monthly living allowance" in refused.out) == (1, True)
    call("import", "entitlement_rates", workbook(tmp_path / "r.xlsx", RATE))
    call("deployments", "sign", *everyone, "--on", "2019-01-02")
    call("deployments", "extend", *everyone[:3], "--to", "2019-10-15", "--sign-on", "2019-05-20")
    call("deployments", "end", everyone[-1], "--on", "2019-05-15", "--reason", "resignation")
    entry = ("--on", "2019-04-05", "--document", DOCUMENT, "--description", "Volunteers in March")
    which = ("--grant", "NER-CT-01", "--line", "1.1", "--commitment", "FA-NER-LA")
    call("ledger", "post", *entry, *which, "--currency", "USD", "--amount", INVOICE)
    matched = call("deployments", "match", DOCUMENT, "--month", "2019-03")
    assert matched[-1] == "Matched USD 13,400.00 of INV-2019-03 to 10 deployments."

    committed = 6 * chain_cost(FIRST) + 3 * chain_cost(FIRST, SECOND) + chain_cost(CUT)
    (total,) = run("deployments", "cost", "--grant", "NER-CT-01", "--json", "--office", place).json["totals"]
    assert (total["pro_forma"], total["committed"], total["actual"]) == (f"{committed}", f"{committed}", f"{INVOICE}")
    ending = run("deployments", "ending", "--json", "--office", place).json
    assert [(each["volunteer"], each["ends_on"], each["days"]) for each in ending] == [
        (f"V-{number:02}", "2019-06-30", 41) for number in range(4, 10)
    ]
    listed = run("list", "deployments", "--json", "--office", place).json
    assert [each["state"] for each in listed] == ["active"] * 9 + ["ended"]
    assert not any("name" in each for each in listed)


def test_what_goes_out_has_codes(call: Callable[..., list[str]], tmp_path: Path) -> None:
    call("import", "volunteers", roster_workbook(tmp_path / "Roster 2019.xlsx"))
    call("import", "assignments", workbook(tmp_path / "a.xlsx", ASSIGNMENT))
    call("import", "entitlement_rates", workbook(tmp_path / "r.xlsx", RATE))
    days = ("--from", "2019-01-07", "--to", "2019-06-30")
    call("deployments", "plan", "--assignment", "NER-LA", *days, "--volunteer", "V-01", "--share", "NER-CT-01/1.1=100")
    call("deployments", "sign", "D-001", "--on", "2019-01-02")
    annex = ("report", "statement", "--grant", "NER-CT-01", *days, "--set", "volunteers=codes")
    files = {
        "annex.xlsx": annex,
        "annex.pdf": annex,
        "people.ics": ("calendar",),
        "evacuation.pdf": ("evacuation",),
        "deployments.xlsx": ("list", "deployments"),
    }
    for name, words in files.items():
        call(*words, "--out", tmp_path / name)
        assert leaks(tmp_path / name, IDENTITIES) == [], name
        assert leaks(tmp_path / name, ["V-01"]) == ["V-01"], name
    named = tmp_path / "named.csv"
    call("evacuation", "--names", "--out", named)
    assert {ROSTER[0].name, ROSTER[0].phone, ROSTER[0].email} <= set(leaks(named, IDENTITIES))
