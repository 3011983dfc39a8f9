"""Counts of work on the command line: shown as a table or as JSON, set and taken away one by one."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.conftest import Run


def test_counts_of_a_month_are_shown_set_and_taken_away(run: Run, sample: Path) -> None:
    of = ("--project", "NER-LA", "--month", "2018-02", "--office", sample)
    lines = run("work", "show", *of).lines
    assert lines[0].split()[:3] == ["files", "persons:f:adult", "persons:m:adult"]
    assert lines[-1].startswith("Total")
    first = run("work", "show", "--json", *of).json[0]
    assert (first["deployment"], first["volunteer"], first["place"]) == ("NER-01", "V-01", "Niamey")
    files = ("work", "set", *of, "--deployment", "NER-01", "--measure", "files")
    before = first["counts"]["files"]
    assert run(*files, "--count", "17").out == f"Files reviewed, NER-01, February 2018: {before} changed to 17.\n"
    assert run("work", "show", "--json", *of).json[0]["counts"]["files"] == 17
    assert run(*files).out == "Files reviewed, NER-01, February 2018: 17 changed to nothing.\n"


def test_what_cannot_be_counted_is_refused_with_what_there_is(run: Run, sample: Path) -> None:
    of = ("--month", "2018-02", "--office", sample)
    assert "No project NOWHERE counts" in run("work", "show", "--project", "NOWHERE", *of).trouble
    ner = ("work", "set", "--project", "NER-LA", *of)
    assert "No deployment XX is served" in run(*ner, "--deployment", "XX", "--measure", "files").trouble
    assert "by the code tea" in run(*ner, "--deployment", "NER-01", "--measure", "tea").trouble
    files = (*ner, "--deployment", "NER-01", "--measure", "files")
    assert "is no count" in run(*files, "--count", "2.5").trouble
    assert "not below zero" in run(*files, "--count", "-3").trouble
    assert "It is counted by sex" in run(*ner, "--deployment", "NER-01", "--measure", "persons", "--count", "1").trouble
    assert run("work", "show", "--project", "NER-LA", "--month", "spring", "--office", sample).status == 2
