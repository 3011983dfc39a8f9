"""The command line tells what an import of a newer activity file removes, before and after."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.conftest import Run
from tests.helpers import iati

_GIVEN = iati.transaction("11", "100.00")
_YEARS = [iati.budget("60.00"), iati.budget("40.00", first="2020-01-01", last="2020-12-31")]


def test_removals_are_told_before_and_after(run: Run, tmp_path: Path) -> None:
    place = tmp_path / "office.grantdesk"
    run("new", place)
    file = iati.write(tmp_path / "a.xml", iati.activity("XX-1-A", _GIVEN, *_YEARS))
    run("import", "iati", file, "--office", place)
    iati.write(file, iati.activity("XX-1-A", _GIVEN, iati.budget("110.00", kind="2", last="2020-12-31")))
    before = run("import", "iati", file, "--office", place, "--dry-run")
    assert "To be removed, as the file no longer holds it: 1" in before.lines
    told = run("import", "iati", file, "--office", place, "--json").json
    assert (told["removed"], told["changed"]["budget_line"]) == ({"budget_line": 1}, 1)
    assert told["sentence"] == "Imported a.xml: 1 record changed and 1 record removed."
    lines = run("list", "budget_lines", "--office", place, "--json").json
    assert [row["amount"] for row in lines] == ["110.00"]
