"""`grantdesk deployments`: planned, signed, extended, ended and matched without a window."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.services.ledger import post_entry
from desktop.services.offices import find_office
from tests.e2e.conftest import Done, Run
from tests.helpers.engines import Engines
from tests.helpers.programme import make_programme

PLAN = (
    "--assignment",
    "NER-01",
    "--from",
    "2019-01-01",
    "--to",
    "2019-06-30",
    "--volunteer",
    "V-1",
    "--volunteer",
    "V-2",
)


@pytest.fixture
def place(engines: Engines, tmp_path: Path) -> Path:
    """An office with an assignment of three posts, two volunteers, rates and two grants; an invoice is posted."""
    path = Path(engines.office("sqlite", tmp_path))
    office = find_office(str(path), actor="Test")
    made = make_programme(office)
    values = {
        "entry_on": date(2019, 4, 5),
        "reference": "INV-1",
        "description": "Invoice",
        "kind": "expenditure",
        "grant": made.ids["usd"],
        "line": made.ids["line"],
        "original_currency": "USD",
        "original_amount": Decimal("1000.00"),
    }
    post_entry(office, values=values)  # type: ignore[arg-type]  # cells
    office.close()
    return path


def test_a_life_on_the_command_line(run: Run, place: Path) -> None:
    def call(action: str, *more: object) -> Done:
        done: Done = run("deployments", action, "--office", place, *more)
        return done

    shares = ("--share", "USD-1/1.1=60", "--share", "XOF-1=40")
    assert call("plan", *PLAN, *shares).lines == ["Planned 2 deployments of NER-01: D-001 to D-002."]
    tried = call("sign", "D-001", "D-002", "--on", "2018-12-10", "--dry-run")
    assert tried.status == 0
    assert [line.split(":")[0] for line in tried.lines] == ["USD-1 1.1", "USD-1", "XOF-1"]
    assert "USD\u00a049,000.00 available before" in tried.lines[0]
    assert call("sign", "D-001", "D-002", "--on", "2018-12-10").lines == ["Signed 2 contracts of D-001 and D-002."]
    assert "No contract waits for a signature." in call("sign", "D-001", "--on", "2018-12-10").err
    told = call("cost", "--grant", "USD-1", "--from", "2019-02-01", "--to", "2019-02-28", "--json").json
    assert [(row["deployment"], row["month"]) for row in told["rows"]] == [("D-001", "2019-02"), ("D-002", "2019-02")]
    assert all(row["pro_forma"] == row["committed"] for row in told["rows"])
    shown = call("cost", "--deployment", "D-001").out
    assert "Total" in shown
    assert "Not invoiced yet." in shown
    matched = call("match", "INV-1", "--month", "2019-02", "--month", "2019-03")
    assert matched.lines[-1] == "Matched USD\u00a01,000.00 of INV-1 to 2 deployments."
    assert len(call("match", "INV-1", "--dry-run", "--json").json) == 2
    refused = call("extend", "D-001", "--to", "2019-06-30", "--sign-on", "2019-06-01")
    assert (refused.status, refused.lines) == (
        1,
        ["Error D-001: D-001 lasts until 30 Jun 2019 already. Enter a later day, or how many months it goes on."],
    )
    assert call("extend", "D-001", "--months", "3").lines == ["Planned 1 extension: D-001."]
    ended = call("end", "D-002", "--on", "2019-03-31", "--reason", "resignation", "--json").json
    assert ended["effects"][0]["amount"].startswith("-")
    as_at = call("as-at", "2019-05-01", "--json").json
    assert [(each["deployment"], each["place"]) for each in as_at] == [("D-001", "Niamey")]
    assert "V-2" in call("as-at", "2019-03-01").out
    assert call("as-at", "2018-01-01").lines == ["Nobody serves on that day."]


def test_one_goes_on_elsewhere_and_another_grant_pays(run: Run, place: Path) -> None:
    def call(action: str, *more: object) -> Done:
        done: Done = run("deployments", action, "--office", place, *more)
        return done

    call("plan", *PLAN, "--share", "USD-1/1.1=100")
    call("sign", "D-001", "D-002", "--on", "2018-12-10")
    moved = ("D-001", "--station", "Zinder", "--on", "2019-04-01", "--posted-on", "2019-03-20")
    before = call("cost", "--json").json["totals"]
    assert call("reassign", *moved, "--dry-run").status == 0
    assert call("cost", "--json").json["totals"] == before
    assert call("reassign", *moved).lines == ["Reassigned D-001 to Zinder from 1 Apr 2019."]
    assert {each["place"] for each in call("as-at", "2019-05-01", "--json").json} == {"Zinder", "Niamey"}
    shares = ("--share", "USD-1/1.1=50", "--share", "XOF-1=50", "--from", "2019-05-01", "--posted-on", "2019-04-20")
    told = call("share", "D-001", "D-002", *shares, "--json").json
    assert told["sentence"] == "Said who pays 2 deployments from 1 May 2019: D-001 and D-002."
    amounts = {each["currency"]: Decimal(each["amount"]) for each in told["effects"]}
    assert amounts["USD"] < 0 < amounts["XOF"]
    paid = call("cost", "--grant", "XOF-1", "--json").json["rows"]
    assert {row["month"] for row in paid} == {"2019-05", "2019-06"}
    assert all(row["pro_forma"] == row["committed"] for row in paid)
    half = ("--share", "USD-1=50", "--from", "2019-06-01")
    assert "The shares sum to 50 per cent; 50 are missing." in call("share", "D-001", *half).out
    assert "There is no Nowhere." in call("reassign", "D-001", "--station", "Nowhere", "--on", "2019-06-01").err


def test_who_ends_soon(run: Run, place: Path) -> None:
    soon = datetime.now().astimezone().date() + timedelta(days=20)
    begun = soon - timedelta(days=100)
    plan = ("--assignment", "NER-01", "--from", begun, "--to", soon, "--volunteer", "V-1", "--share", "XOF-1=100")
    run("deployments", "plan", "--office", place, *plan)
    assert run("deployments", "ending", "--office", place).lines == ["No contract ends in these days."]
    warned = run("deployments", "sign", "--office", place, "D-001", "--on", begun, "--json")
    assert (warned.status, warned.json["findings"][0]["code"]) == (1, "contract_outlives_grant")
    run("deployments", "sign", "--office", place, "D-001", "--on", begun, "--accept-warnings")
    assert [each["days"] for each in run("deployments", "ending", "--office", place, "--json").json] == [20]
    assert "V-1" in run("deployments", "ending", "--office", place, "--days", "30").out
