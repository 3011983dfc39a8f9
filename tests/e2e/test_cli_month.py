"""Months are closed, looked at and opened from the command line, and are closed to it as to everybody."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.e2e.conftest import Run
from tests.helpers import sheets


def test_a_month_is_closed_refuses_an_import_and_is_opened_again(run: Run, sample: Path, tmp_path: Path) -> None:
    at = ("--office", sample)
    book = sheets.ledger(tmp_path / "late.xlsx", sheets.entry(5, Date=date(2019, 3, 8)))
    late = ("import", "ledger", book, "--grant", "NER-CT-01", *at)
    assert run("month", "close", "2019-03", *at).out == "Closed March 2019.\n"
    refused = run(*late)
    assert refused.status == 1
    assert "1 entry falls into March 2019, whose books are closed." in refused.err
    assert run("list", "ledger", "--where", "reference=PV-1", "--json", *at).json == []
    assert run("month", "reopen", "2019-03", *at).trouble.startswith("A reason is missing.")
    opened = run("month", "reopen", "2019-03", "--reason", "A late invoice", *at)
    assert opened.out == "Opened March 2019 again: A late invoice\n"
    assert run(*late).status == 0


def test_someone_is_let_in(run: Run, sample: Path) -> None:
    at = ("--office", sample)
    run("month", "close", "2019-03", *at)
    until = (datetime.now(UTC) + timedelta(days=1)).isoformat(timespec="minutes")
    words = ("month", "let-in", "2019-03", "--person", "Amina", "--reason", "Late", *at)
    assert run(*words).trouble == "Until when is not said. Nobody was let in. Give a moment with --until."
    done = run(*words, "--until", until)
    assert done.status == 0
    assert done.out.startswith("Let Amina into March 2019 until ")


def test_how_the_months_stand(run: Run, sample: Path) -> None:
    at = ("--office", sample)
    run("month", "close", "2019-03", *at)
    run("month", "close", "2019-02", "--for-good", *at)
    lines = run("month", "status", *at).lines
    assert len(lines) == 24
    assert lines[0].startswith("2019-10  Unlocked  34 entries  ")
    assert "2019-03  Closed, single persons can be let in  56 entries" in lines
    states = {state["month"]: state for state in run("month", "status", "--json", *at).json}
    assert [states[month]["state"] for month in ("2019-04", "2019-03", "2019-02")] == ["open", "soft", "hard"]
    assert states["2019-03"]["entries"] == 56
    assert states["2019-03"]["closed_at"]
    assert states["2019-04"]["closed_at"] is None


def test_the_checklist(run: Run, sample: Path) -> None:
    at = ("--office", sample)
    printed = run("month", "check", "2019-10", *at)
    assert printed.status == 0
    assert printed.lines[0] == "Error: The month is not over yet. Wait for its end before it is closed for good."
    codes = [finding["code"] for finding in run("month", "check", "2019-10", "--json", *at).json]
    assert codes[0] == "month_running"
    assert run("month", "check", "2016-01", *at).out == "Nothing is open in January 2016.\n"


def test_a_month_must_be_named(run: Run, sample: Path) -> None:
    assert run("month", "close", "--office", sample).trouble.startswith("Which month?")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("close", "March"), "“March” is not a month like 2019-10"),
        (("let-in", "2019-03", "--until", "soon"), "“soon” is not a moment like 2019-11-05T17:00"),
    ],
)
def test_what_cannot_be_read_is_named(run: Run, words: tuple[str, ...], said: str) -> None:
    done = run("month", *words, "--office", "x")
    assert done.status == 2
    assert done.err.splitlines()[-1].endswith(said)
