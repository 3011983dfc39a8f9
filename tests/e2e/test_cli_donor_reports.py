"""The verbs `reports …` without a window: what is owed, a report from its draft to the answer, what came since."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest

from desktop.domain.terms import Frequency, RuleKind
from desktop.services.donor_reports import reports_of
from desktop.services.offices import find_office, new_office
from desktop.services.report_templates import add_template, example_templates
from desktop.storage.models import Grant
from tests.e2e.conftest import Run
from tests.helpers.records import making

FIRST, LAST = "2019-01-01", "2019-12-31"


@pytest.fixture
def office(tmp_path: Path) -> str:
    """An office with a grant that owes a statement for 2019, and its entries."""
    place = str(tmp_path / "office.grantdesk")
    made = new_office(place, actor="Test")
    with making(made) as make:
        grant = make.grant(reference="A-1")
        make.rule(grant, RuleKind.REPORT, choice=Frequency.ANNUAL, months=4, layout="statement", note="Year end")
        make.rule(grant, RuleKind.REPORT, choice=Frequency.ANNUAL, days=90, note="Narrative")
        make.entry(grant, "900.00", kind="receipt", entry_on=date(2019, 1, 5), reference="RC-1")
        make.entry(grant, "100.00", category=5, reference="PV-1")
        make.entry(grant, "-20.00", category=5, reference="AD-1", kind="adjustment", entry_on=date(2019, 6, 1))
    made.close()
    return place


def _draft(run: Run, office: str) -> str:
    done = run("reports", "draft", "statement", "--grant", "A-1", "--from", FIRST, "--to", LAST, "--office", office)
    assert done.status == 0, done
    assert done.lines[0] == "Drafted report 1 on A-1: Financial statement."
    return done.lines[1]


def _submit(run: Run, office: str, number: str, *more: str) -> list[str]:
    people = ("--prepared-by", "Aïssata", "--certified-by", "Ibrahim")
    explained = ("--explain", "negative:3=A cost of 2018 that was charged twice")
    done = run("reports", "submit", number, "--office", office, *people, *explained, *more)
    assert done.status == 0, done
    return done.lines


def test_what_is_owed_is_listed_the_late_first(run: Run, office: str) -> None:
    done = run("reports", "due", "--office", office)
    assert [line.split("  ")[:3] for line in done.lines] == [
        ["2020-03-30", "Late", "A-1"],
        ["2020-04-30", "Late", "A-1"],
        ["2 reports, 2 late"],
    ]
    assert "…" not in done.out
    listed = run("reports", "due", "--office", office, "--grant", "A-1", "--json").json
    assert listed[1] == {
        "grant": "A-1",
        "report": "Year end",
        "layout": "statement",
        "from": FIRST,
        "to": LAST,
        "due": "2020-04-30",
        "final": True,
        "state": "late",
        "id": None,
    }


def test_a_report_from_its_draft_to_the_answer(run: Run, office: str, tmp_path: Path) -> None:
    number = _draft(run, office)
    checked = run("reports", "check", number, "--office", office)
    assert checked.status == 1
    assert any(line.startswith("negatives     FAILED") for line in checked.lines)
    refused = run("reports", "submit", number, "--office", office)
    assert refused.trouble.startswith("Report 1 on A-1 does not pass its checks. Nothing was submitted: ")
    told = _submit(run, office, number)
    assert told == ["Submitted report 1 on A-1: Financial statement, 1 Jan 2019 to 31 Dec 2019."]
    assert run("reports", "check", number, "--office", office).status == 0
    (listed,) = run("reports", "list", "--office", office, "--json").json
    assert (listed["state"], listed["number"], listed["due"], len(listed["sha256"])) == (
        "submitted",
        1,
        "2020-04-30",
        64,
    )
    assert [owed["report"] for owed in run("reports", "due", "--office", office, "--json").json] == ["Narrative"]
    folder = tmp_path / "out"
    written = run("reports", "files", number, "--office", office, "--out", folder)
    for line in written.lines[:-1]:
        digest, _, name = line.partition("  ")
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    assert {path.suffix for path in folder.iterdir()} >= {".xlsx", ".pdf"}
    again = run("reports", "files", number, "--office", office, "--out", folder)
    assert again.trouble.endswith("is there already. Nothing was written. Choose another folder.")
    accepted = run("reports", "accept", number, "--office", office, "--on", "2020-06-01", "--reason", "With thanks")
    assert accepted.out == "Accepted: report 1 on A-1.\n"
    assert run("reports", "list", "--office", office, "--grant", "A-1").lines[0].endswith("Accepted")


def test_what_came_since_is_listed_and_a_report_can_come_back(run: Run, office: str) -> None:
    number = _draft(run, office)
    _submit(run, office, number)
    opened = find_office(office, actor="Test")
    with making(opened) as make:
        make.entry(make.unit.get(Grant, 1), "7.5", category=2, entry_on=date(2019, 5, 5), reference="PV-9")
    opened.close()
    changed = run("reports", "changed", number, "--office", office)
    assert changed.out.replace("\u00a0", " ").splitlines() == [
        "2019-05-05  PV-9  2  -  7.50",
        "1 entry changed since: USD 7.50 spent",
    ]
    assert run("reports", "changed", number, "--office", office, "--json").json[0]["spent"] == "7.50"
    silent = run("reports", "return", number, "--office", office)
    assert silent.trouble == "Say why the report came back. Nothing was changed. Give it with --reason."
    early = run("reports", "accept", number, "--office", office, "--on", "2999-01-01")
    assert early.trouble.endswith("Give it with --on.")
    back = run("reports", "return", number, "--office", office, "--reason", "Category 2 is missing")
    assert back.out == "Returned report 1 on A-1: Category 2 is missing\n"
    assert run("reports", "due", "--office", office, "--json").json[1]["state"] == "returned"


def test_a_check_is_waived_with_a_reason_and_a_report_sent_elsewhere_is_noted(run: Run, office: str) -> None:
    number = _draft(run, office)
    people = ("--prepared-by", "Aïssata", "--certified-by", "Ibrahim")
    short = run("reports", "submit", number, "--office", office, *people, "--waive", "negatives=because")
    assert short.trouble.endswith("Nothing was submitted. Give it as CODE=REASON.")
    waiving = ("--waive", "negatives=Agreed with the grants officer by letter")
    assert run("reports", "submit", number, "--office", office, *people, *waiving).status == 0
    listed = run("reports", "check", number, "--office", office, "--json").json
    assert next(check for check in listed if check["code"] == "negatives")["waived"]
    wrong = run("reports", "note", "--grant", "A-1", "--office", office, "--to", "2018-12-31", "--on", "2020-03-01")
    assert wrong.trouble.startswith("A-1 owes 0 such reports to 31 Dec 2018.")
    noted = run("reports", "note", "--grant", "A-1", "--office", office, "--to", LAST, "--on", "2020-03-01")
    assert noted.out == "Noted: a report on A-1 to 31 Dec 2019 was sent on 1 Mar 2020.\n"
    assert json.loads(run("reports", "due", "--office", office, "--json").out) == []
    assert len(run("reports", "due", "--office", office, "--all").lines) == 3
    elsewhere = run("reports", "check", "2", "--office", office)
    assert elsewhere.trouble.startswith("Report 1 on A-1 was made elsewhere.")


def test_a_draft_is_written_into_a_template_that_the_office_keeps(run: Run, office: str) -> None:
    opened = find_office(office, actor="Test")
    add_template(opened, path=example_templates()[0].path, layout="statement", name="Annex 5")
    opened.close()
    draft = ("reports", "draft", "statement", "--grant", "A-1", "--from", FIRST, "--to", LAST, "--office", office)
    unknown = run(*draft, "--template", "Annex 6")
    assert unknown.trouble.startswith("There is no template called Annex 6.")
    assert run(*draft, "--template", "Annex 5").status == 0
    opened = find_office(office, actor="Test")
    assert [head.template for head in reports_of(opened)] == ["Annex 5"]
    opened.close()


@pytest.mark.parametrize("wrong", ["people", "=reason"])
def test_a_waiver_is_a_code_and_a_reason(run: Run, office: str, wrong: str) -> None:
    done = run("reports", "submit", "1", "--office", office, "--waive", wrong)
    assert done.status == 2
    assert "is not CODE=REASON" in done.err
