"""Imports are listed, taken back by their number, or their entries reversed where later work stands on them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.e2e.conftest import Run
from tests.helpers import sheets


@pytest.fixture
def batch(run: Run, sample: Path, tmp_path: Path) -> int:
    """The number of an import of two costs."""
    rows = [
        sheets.entry(5, Date=date(2019, 10, 2), Document="X-1", Currency="USD"),
        sheets.entry(7.5, Date=date(2019, 10, 3), Document="X-2", Currency="USD"),
    ]
    file = sheets.ledger(tmp_path / "october.xlsx", *rows)
    return int(run("import", "ledger", file, "--grant", "NER-CT-01", "--office", sample, "--json").json["batch"])


def _entries(run: Run, sample: Path) -> list[str]:
    found = run("list", "ledger", "--office", sample, "--where", "reference~X-", "--json").json
    return sorted(row["original_amount"] for row in found)


def test_imports_are_listed_the_newest_first(run: Run, sample: Path, batch: int) -> None:
    at = ("--office", sample)
    told = run("batches", "--json", *at).json
    assert list(told[0]) == [
        *("batch", "file", "kind", "sha256", "imported_at", "by", "added", "changed", "sentence", "sums", "undone_at")
    ]
    assert (told[0]["batch"], told[0]["file"], told[0]["kind"], told[0]["added"]) == (
        batch,
        "october.xlsx",
        "ledger",
        2,
    )
    assert (told[0]["sums"], told[0]["undone_at"]) == ({"USD": "12.50"}, None)
    printed = run("batches", *at)
    assert printed.lines[0].split()[0] == str(batch)
    assert "october.xlsx" in printed.lines[0]
    assert "USD\u00a012.50" in printed.lines[0]
    assert printed.lines[-1] == f"{len(told)} imports"


def test_an_import_is_taken_back_by_its_number(run: Run, sample: Path, batch: int) -> None:
    at = ("--office", sample)
    assert run("undo", batch, *at).out == "Undid the import of october.xlsx: 2 records removed.\n"
    assert _entries(run, sample) == []
    told = run("batches", "--json", *at).json[0]
    assert told["undone_at"]
    assert told["sums"] == {}
    assert "undone" in run("batches", *at).lines[0]
    assert run("undo", batch, *at).trouble.startswith("The import of october.xlsx was undone already.")
    assert run("undo", 999, *at).trouble == (
        "There is no import 999. Nothing was changed. Look it up with grantdesk batches."
    )


def test_the_outcome_is_printed_for_programs(run: Run, sample: Path, batch: int) -> None:
    told = run("undo", batch, "--json", "--office", sample).json
    assert told == {"sentence": "Undid the import of october.xlsx: 2 records removed.", "batch": batch}


def test_what_later_work_stands_on_is_reversed_instead(run: Run, sample: Path, batch: int) -> None:
    at = ("--office", sample)
    run("ledger", "reverse", "X-1", "--on", "2019-10-04", *at)
    assert run("undo", batch, *at).trouble
    assert run("undo", batch, "--reverse", "--on", "2019-10-05", *at).status == 0
    assert sum(map(float, _entries(run, sample))) == 0
