"""Budgets from the command line: listed, compared, revised, asked for and approved."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import docx
import pytest

from desktop.services.offices import find_office
from tests.e2e.conftest import Run
from tests.helpers.records import making


@pytest.fixture
def at(sample: Path) -> tuple[object, ...]:
    """The grant of the story in a sample office."""
    return ("--grant", "NER-CT-01", "--office", sample)


def test_a_budget_moves_on_to_its_approval(run: Run, at: tuple[object, ...], tmp_path: Path) -> None:
    (first,) = run("budget", "list", "--json", *at).json
    assert (first["revision"], first["status"], first["total"]) == (0, "approved", "1236000.00")
    assert run("budget", "draft", *at).out == "Drafted revision 1 of the budget of NER-CT-01.\n"
    asked = run("budget", "request", "--on", "2019-10-01", "--reason", "Two laptops", *at)
    assert asked.out == "Asked approval for NER-CT-01: Revision 1.\n"
    folder = tmp_path / "request"
    folder.mkdir()
    wrote = run("budget", "letter", "--folder", folder, *at)
    assert wrote.out == "Wrote NER-CT-01-Revision-1.xlsx and NER-CT-01-Revision-1.docx.\n"
    assert run("budget", "letter", "--folder", folder, *at).trouble == (
        "NER-CT-01-Revision-1.xlsx is there already. Nothing was written. "
        "Choose another folder, or give --force to replace it."
    )
    assert run("budget", "letter", "--force", "--folder", folder, *at).status == 0
    said = [paragraph.text for paragraph in docx.Document(str(folder / "NER-CT-01-Revision-1.docx")).paragraphs]
    assert "Two laptops" in said
    done = run("budget", "approve", "--on", "2019-10-09", "--by", "The funder", *at)
    assert done.out == "Approved for NER-CT-01: Revision 1.\n"
    assert [budget["status"] for budget in run("budget", "list", "--json", *at).json] == ["superseded", "approved"]
    listed = run("budget", "list", *at).lines
    assert "First budget" in listed[0]
    assert "Superseded" in listed[0]
    assert "Revision 1" in listed[1]


def test_a_budget_is_parted_by_time_and_tries_another_end(run: Run, at: tuple[object, ...]) -> None:
    assert run("budget", "scenario", "--name", "One quarter longer", *at).status == 0
    assert run("budget", "extend", *at).trouble == (
        "The end that is tried is missing. Nothing was changed. Give it with --ends-on."
    )
    assert run("budget", "extend", "--ends-on", "2020-06-30", *at).status == 0
    assert run("budget", "spread", *at).out == "Spread the budget over quarters.\n"
    number = run("budget", "list", "--json", *at).json[-1]["budget"]
    data = run("budget", "show", "--json", "--budget", number, *at).json
    assert data["grant_ends_on"] == "2020-06-30"
    assert list(data["phases"])[-1] == "2020-04-01"
    assert sum(map(Decimal, data["phases"].values())) == Decimal(data["total"]["amount"])
    assert run("budget", "spread", "--years", *at).out == "Spread the budget over years.\n"


def test_a_budget_line_by_line(run: Run, at: tuple[object, ...]) -> None:
    alone = run("budget", "show", *at)
    assert alone.status == 0
    assert alone.lines[0].split() == ["Line", "Description", "Budget", "Spent", "and", "committed", "Left", "after"]
    assert alone.lines[-1].split() == ["Total", "1,236,000.00", "1,108,322.36", "127,677.64"]
    run("budget", "draft", *at)
    number = run("budget", "list", "--json", *at).json[-1]["budget"]
    shown = run("budget", "show", "--budget", number, *at)
    assert "Warning: 3.1 Laptop computers would end USD\u00a04,192.40 below" in shown.out
    data = run("budget", "show", "--json", "--budget", number, *at).json
    assert data["total"] == {
        "approved": "1236000.00",
        "used": "1108322.36",
        "amount": "1236000.00",
        "change": "0.00",
        "left_after": "127677.64",
    }
    assert [line["code"] for line in data["lines"]][:3] == ["1.1", "1.2", "1.3"]
    assert data["findings"][0]["code"] == "line_below_used"


def test_budgets_side_by_side(run: Run, at: tuple[object, ...]) -> None:
    made = run("budget", "scenario", "--name", "Longer", *at)
    assert made.out == "Made the scenario “Longer” of the budget of NER-CT-01.\n"
    table = run("budget", "compare", *at).lines
    assert table[0].split() == ["Line", "Description", "First", "budget", "Scenario", "“Longer”"]
    assert table[-1].split() == ["Total", "1,236,000.00", "1,236,000.00"]
    numbers = [budget["budget"] for budget in run("budget", "list", "--json", *at).json]
    data = run("budget", "compare", "--json", "--budget", numbers[1], "--budget", numbers[0], *at).json
    assert [budget["label"] for budget in data["budgets"]] == ["Scenario “Longer”", "First budget"]
    assert data["totals"] == ["1236000.00", "1236000.00"]
    assert data["lines"][0]["amounts"] == ["204880.00", "204880.00"]


def test_a_scenario_becomes_a_revision_and_steps_are_taken_back(run: Run, at: tuple[object, ...]) -> None:
    run("budget", "scenario", "--name", "Longer", *at)
    assert run("budget", "revise", *at).out == "Made the scenario “Longer” revision 1 of NER-CT-01.\n"
    run("budget", "request", *at)
    assert run("budget", "withdraw", *at).out == "Withdrew the request for NER-CT-01: Revision 1.\n"
    number = run("budget", "list", "--json", *at).json[-1]["budget"]
    assert run("budget", "discard", *at).trouble.startswith("Which budget of NER-CT-01?")
    gone = run("budget", "discard", "--budget", number, *at)
    assert gone.out == "Discarded for NER-CT-01: Revision 1.\n"


def test_what_is_meant_is_asked(run: Run, at: tuple[object, ...], sample: Path) -> None:
    (first,) = run("budget", "list", "--json", *at).json
    number = first["budget"]
    assert run("budget", "show", "--budget", "999", *at).trouble == (
        f"NER-CT-01 has no budget 999. Nothing was done. Its budgets: {number}: First budget."
    )
    assert run("budget", "request", *at).trouble == (
        f"Which budget of NER-CT-01? Nothing was done. Name one with --budget: {number}: First budget."
    )
    run("budget", "draft", *at)
    run("budget", "draft", *at)
    assert run("budget", "request", *at).trouble.startswith("Which budget of NER-CT-01?")
    nobody = ("--grant", "NER-CT-99", "--office", sample)
    assert run("budget", "list", *nobody).trouble.startswith("There is no grant NER-CT-99.")


def test_a_grant_without_a_budget_gets_one(run: Run, sample: Path) -> None:
    reference = "GR-9"
    office = find_office(str(sample), actor="Test")
    with making(office) as make:
        make.grant(reference=reference)
    office.close()
    at = ("--grant", reference, "--office", sample)
    assert run("budget", "list", *at).out == ""
    assert run("budget", "show", *at).trouble == (
        f"{reference} has no budget. Nothing was done. It has no budget yet: grantdesk budget draft begins one."
    )
    assert run("budget", "compare", *at).status == 1
    assert run("budget", "draft", *at).out == f"Began a budget of {reference}.\n"
    assert run("budget", "draft", "--language", "fr", "--budget", "1", *at).status == 1
