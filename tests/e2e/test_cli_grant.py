"""A grant is shown as at a day, amended, and given its files from the command line."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.e2e.conftest import Run


def test_a_grant_as_at_an_earlier_day(run: Run, sample: Path) -> None:
    done = run("grant", "show", "NER-CT-01", "--as-at", "2018-06-30", "--office", sample)
    lines = [line.replace("\u00a0", " ") for line in done.lines]
    assert lines[0] == "NER-CT-01 as at 30 Jun 2018"
    assert "End: 31 Dec 2019" in lines
    assert "Awarded: USD 1,236,000.00" in lines
    assert "Received: USD 824,000.00" in lines
    assert lines[-1] == "Changed since: End: 31 Dec 2019 → 31 Mar 2020"


def test_a_grant_as_data(run: Run, sample: Path) -> None:
    then = run("grant", "show", "NER-CT-01", "--as-at", "2018-06-30", "--json", "--office", sample).json
    assert (then["as_at"], then["currency"], then["ended_by_amendment"]) == ("2018-06-30", "USD", 1)
    assert then["terms"] == {
        "title": "Legal aid for detainees, Niger",
        "amount": "1236000",
        "starts_on": "2017-01-01",
        "ends_on": "2019-12-31",
        "liquidation_days": 120,
        "indirect_rate": "13",
        "cost_share": None,
    }
    assert Decimal(then["received"]) == Decimal(824000)
    now = run("grant", "show", "NER-CT-01", "--json", "--office", sample).json
    assert (now["as_at"], now["terms"]["ends_on"], now["ended_by_amendment"]) == ("2019-10-21", "2020-03-31", None)
    (listed,) = run("list", "grants", "--where", "reference=NER-CT-01", "--json", "--office", sample).json
    for figure in ("received", "spent", "committed", "available"):
        assert Decimal(now[figure]) == Decimal(listed[figure])
    assert run("grant", "show", "NER", "--office", sample).trouble.startswith("There is no grant NER.")


def test_an_amendment_is_drafted_and_applied(run: Run, sample: Path) -> None:
    at = ("--office", sample)
    drafted = run(
        *("amendment", "draft", "MLI-SJU-01", "--kind", "cost_extension"),
        *("--set", "amount=950000", "--set", "ends_on=2020-12-31", "--set", "liquidation_days=60", *at),
    )
    assert (drafted.status, drafted.out) == (0, "Drafted amendment 1 of MLI-SJU-01: Cost extension.\n")
    (listed,) = run("amendment", "list", "MLI-SJU-01", "--json", *at).json
    assert (listed["number"], listed["kind"], listed["status"]) == (1, "cost_extension", "draft")
    assert listed["changes"][1:] == ["End: 30 Jun 2020 → 31 Dec 2020", "Liquidation, days: 90 → 60"]
    applied = run("amendment", "apply", "MLI-SJU-01", "--on", "2019-10-01", *at)
    assert applied.out.startswith("Applied amendment 1 of MLI-SJU-01 on 1 Oct 2019. Awarded: ")
    (grant,) = run("list", "grants", "--where", "reference=MLI-SJU-01", "--json", *at).json
    assert (grant["amount"], grant["ends_on"]) == ("950000.00", "2020-12-31")
    assert run("amendment", "list", "MLI-SJU-01", *at).lines[0].startswith("1  Cost extension  Applied  ")
    assert run("amendment", "apply", "MLI-SJU-01", *at).trouble == (
        "Which amendment? Nothing was changed. Draft one first."
    )


def test_what_cannot_be_drafted_leaves_no_draft(run: Run, sample: Path) -> None:
    at = ("--office", sample)
    wrong = run("amendment", "draft", "SEN-YV-03", "--kind", "no_cost_extension", "--set", "amount=1", *at)
    assert wrong.trouble.startswith("One thing to correct. Nothing was saved. A no-cost extension changes no amount.")
    unknown = run("amendment", "draft", "SEN-YV-03", "--set", "funder=US", *at)
    assert unknown.trouble.startswith(
        "funder=US sets no term of an amendment. Nothing was drafted. Terms: reason, title,"
    )
    assert run("amendment", "list", "SEN-YV-03", *at).out == "No amendments yet\n"
    run("amendment", "draft", "SEN-YV-03", *at)
    run("amendment", "draft", "SEN-YV-03", *at)
    assert run("amendment", "apply", "SEN-YV-03", *at).trouble == (
        "Which amendment? Nothing was changed. Name one with --number. Drafts: 1, 2."
    )
    assert run("amendment", "apply", "SEN-YV-03", "--number", 2, *at).trouble.startswith(
        "It changes none of the terms."
    )


@pytest.mark.parametrize(
    ("option", "reference"), [("--grant", "NER-CT-01"), ("--agreement", "MINUSCA-2018"), ("--entry", "PV-0405")]
)
def test_a_file_is_attached(run: Run, sample: Path, tmp_path: Path, option: str, reference: str) -> None:
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(b"%PDF-1.4")
    words = ("attach", letter, option, reference, "--kind", "letter", "--note", "By post", "--office", sample)
    assert run(*words).out == f"Attached letter.pdf to {reference}.\n"
    assert run(*words).out == f"letter.pdf is attached to {reference} already, as letter.pdf.\n"
    (document,) = run("list", "documents", "--json", "--office", sample).json
    assert (document["name"], document["kind"], document["note"]) == ("letter.pdf", "letter", "By post")


def test_what_is_not_there_gets_no_file(run: Run, sample: Path, tmp_path: Path) -> None:
    at = ("--office", sample)
    assert run("attach", tmp_path / "x.pdf", "--agreement", "MOU-9", *at).trouble.startswith(
        "There is no agreement MOU-9."
    )
    assert run("attach", tmp_path / "x.pdf", "--entry", "PV-9", *at).trouble.startswith("There is no entry PV-9.")
    assert run("attach", tmp_path / "x.pdf", "--grant", "NER-CT-01", *at).trouble.startswith("x.pdf cannot be read.")
    assert run("attach", tmp_path / "x.pdf", *at).status == 2
