"""Which extracts in a folder are new, and an extract beside the ledger: sums, groups and the age of commitments."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from desktop.services.imports import folder
from tests.e2e.conftest import Run
from tests.helpers import sheets
from tests.helpers.rate_files import line, tabbed

HEADS = ("Date", "Document", "Description", "Grant", "Currency", "Amount")


def test_the_files_of_a_folder(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office, place = tmp_path / "office.grantdesk", tmp_path / "extracts"
    run("new", office)
    place.mkdir()
    (place / "GL 10.csv").write_text("Date;Amount\n", encoding="utf-8")
    (place / "GL 2.xlsx").touch()
    rates = tabbed(place / "UN.xls", line("XOF", "588.25"))
    run("import", "rates", rates, "--office", office)
    at = ("folder", place, "--office", office)
    assert {each["state"] for each in run(*at, "--json").json} == {"busy"}
    monkeypatch.setattr(folder, "SETTLED_SECONDS", 0.0)
    assert run(*at).lines == [
        "Cannot be read  GL 2.xlsx  The file is empty.",
        "New file        GL 10.csv",
        "Imported        UN.xls",
        "1 file waits to be looked at.",
    ]
    told = run(*at, "--json").json
    assert [(each["file"], each["state"], each["batch"]) for each in told] == [
        ("GL 2.xlsx", "unreadable", None),
        ("GL 10.csv", "new", None),
        ("UN.xls", "imported", 1),
    ]
    assert run("folder", tmp_path / "gone", "--office", office).trouble.startswith("There is no folder ")


@pytest.fixture
def extract(run: Run, sample: Path, tmp_path: Path) -> Path:
    """What the ERP has for a week of a grant: a cost less, one more, and one with another amount."""
    where = ("--where", "grant=NER-CT-01", "--where", "entry_on>=2019-09-02", "--where", "entry_on<=2019-09-13")
    kinds = ("--where", "kind=expenditure", "--sort", "entry_on")
    rows = run("list", "ledger", *where, *kinds, "--json", "--office", sample).json
    assert len(rows) > 4
    made = [
        [
            row["entry_on"],
            row["reference"],
            row["description"],
            row["grant"],
            row["original_currency"],
            row["original_amount"],
        ]
        for row in rows
    ]
    made[1][5] = str(float(made[1][5]) + 100)
    made[2][1] = "ERP-1"
    path = tmp_path / "september.csv"
    with path.open("w", encoding="utf-8", newline="") as content:
        csv.writer(content).writerows([HEADS, *made])
    return path


def test_an_extract_beside_the_ledger(run: Run, sample: Path, extract: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    words = ("reconcile", extract, "--office", sample, "--grant", "NER-CT-01")
    told = run(*words, "--json", "--out", out).json
    assert (len(told["differs"]), len(told["only_erp"]), len(told["only_here"])) == (1, 1, 1)
    assert told["differs"][0]["difference"] in ("100", "100.00")
    assert told["only_erp"][0]["document"] == "ERP-1"
    assert told["only_erp"][0]["where"].startswith("september!")
    assert told["only_here"][0]["entry"]
    assert told["grants"] == ["NER-CT-01"]
    for sums in told["sums"]:
        assert sums["currency"] in ("USD", "XOF", "EUR")
    assert told["commitments"][0]["bucket"]
    assert len(openpyxl.load_workbook(out).sheetnames) == 6
    assert run(*words, "--out", out).trouble.startswith("out.xlsx is there already.")
    printed = run(*words, "--out", out, "--force")
    assert printed.lines[0] == f"{len(told['matched'])} matched, 1 with another amount, 1 only in the ERP, 1 only here."
    assert printed.lines[-1] == "Wrote out.xlsx."
    assert any(each.startswith("Open commitments") for each in printed.lines)


def test_a_longer_time_shows_what_the_extract_lacks(run: Run, sample: Path, extract: Path) -> None:
    told = run("reconcile", extract, "--office", sample, "--from", "2019-08-01", "--to", "2019-09-30", "--json").json
    assert (told["first"], told["last"]) == ("2019-08-01", "2019-09-30")
    assert len(told["only_here"]) > 1


def test_what_cannot_be_compared(run: Run, sample: Path, extract: Path, tmp_path: Path) -> None:
    assert run("reconcile", extract, "--office", sample, "--grant", "NER").trouble.startswith("There is no grant NER.")
    nothing = sheets.table(tmp_path / "a.xlsx", ("Date", "Amount"), (date(2019, 3, 4), 5))
    assert run("reconcile", nothing, "--office", sample).trouble.startswith("No column holds the grant.")
