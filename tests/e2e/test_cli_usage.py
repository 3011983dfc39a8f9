"""What is typed wrongly is said in the user's language, and every verb explains itself."""

from __future__ import annotations

import pytest

from desktop.cli.verbs import VERBS
from tests.e2e.conftest import Run


@pytest.mark.parametrize(
    "words",
    [
        ["list"],
        ["list", "grants"],
        ["list", "grants", "--office"],
        ["list", "grants", "--office", "x", "--colour"],
        ["lists", "grants", "--office", "x"],
        ["import", "xml", "a.xml", "--office", "x"],
        ["report", "budget", "--office", "x"],
        ["report", "statement", "--grant", "G", "--from", "2019-02-30", "--to", "2019-03-01", "--office", "x",
         "--out", "y.xlsx"],
        ["--language", "de", "version"],
        ["--nothing", "like this"],
        ["new"],
        ["backup", "--office", "x"],
    ],
)  # fmt: skip
def test_wrong_usage_ends_in_two(run: Run, words: list[str]) -> None:
    done = run(*words)
    assert done.status == 2
    assert done.out == ""
    assert done.err.startswith("usage: grantdesk")
    assert "error: " in done.err.splitlines()[-1]


def test_a_date_that_is_none_is_named(run: Run) -> None:
    done = run("report", "statement", "--grant", "G", "--from", "today", "--to", "2019-03-01", "--office", "x",
               "--out", "y.xlsx")  # fmt: skip
    assert done.err.splitlines()[-1].endswith("argument --from: “today” is not a date like 2019-12-31")


def test_help_names_every_verb_and_each_has_its_own(run: Run) -> None:
    help_text = run("--help")
    assert help_text.status == 0
    for verb in VERBS:
        assert f"\n    {verb.name} " in help_text.out, verb.name
        own = run(verb.name, "--help")
        assert own.status == 0
        assert own.out.startswith(f"usage: grantdesk {verb.name}")


def test_help_and_wrong_usage_are_in_the_language_asked_for(run: Run) -> None:
    assert "lister les fiches d’un registre" in run("--language", "fr", "--help").out
    after = run("import", "money", "--language=fr")
    assert after.status == 2
    assert "choix inconnu\u00a0: 'money'" in after.err
    assert "استيراد ملف إلى مكتب" in run("--help", "--language", "ar").out


def test_language_may_stand_before_or_after_the_verb(run: Run) -> None:
    before, after = (
        run("--language", "fr", "check", "--office", "none"),
        run("check", "--office", "none", "--language=fr"),
    )
    assert before.err == after.err != run("check", "--office", "none").err


def test_a_verb_after_a_verb_takes_the_language_too(run: Run) -> None:
    cancel = ("ledger", "cancel", "C-1", "--office", "none", "--on", "2019-01-31")
    assert run("--language", "fr", *cancel).err == run(*cancel, "--language", "fr").err != run(*cancel).err


def test_a_mistyped_verb_is_wrong_usage_and_no_office(run: Run) -> None:
    done = run("frob")
    assert done.status == 2
    assert "frob" in done.err
