"""`grantdesk waive`: a finding is accepted with a reason, named by `check --waived`, and taken back."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.conftest import Run

REASON = "The mission agreed to pay the rest in 2020."


def test_a_finding_is_accepted_and_taken_back(run: Run, sample: Path) -> None:
    told = run("waive", "overspent", "--grant", "MLI-TR-02", "--reason", REASON, "--office", sample)
    assert told.out.replace("\u00a0", " ") == (
        "Accepted: MLI-TR-02 Overspent by USD 1,214.08. The final statement cannot be closed.\n"
    )
    plain = run("check", "--office", sample)
    assert not any("MLI-TR-02" in line for line in plain.lines)
    waived = [line for line in run("check", "--office", sample, "--waived").lines if line.startswith("Accepted ")]
    assert len(waived) == 1
    assert REASON in waived[0]
    (accepted,) = run("check", "--office", sample, "--json").json["accepted"]
    assert (accepted["code"], accepted["record"], accepted["reason"]) == ("overspent", "MLI-TR-02", REASON)
    back = run("waive", "overspent", "--grant", "MLI-TR-02", "--withdraw", "--office", sample)
    assert back.out == "No longer accepted: MLI-TR-02 overspent.\n"
    assert any("MLI-TR-02" in line for line in run("check", "--office", sample).lines)


def test_what_is_wrong_with_accepting_is_said(run: Run, sample: Path) -> None:
    short = run("waive", "overspent", "--grant", "MLI-TR-02", "--reason", "Agreed", "--office", sample)
    assert short.status == 1
    assert short.trouble == (
        "This is an error. Say in at least 20 letters why it is accepted. Nothing was accepted. "
        "Give the reason with --reason."
    )
    unknown = run("waive", "overspent", "--grant", "NER-CT-01", "--reason", REASON, "--office", sample)
    assert unknown.trouble.startswith("The check finds no overspent of NER-CT-01. Nothing was accepted. It finds: ")
    nothing = run("waive", "overspent", "--grant", "MLI-TR-02", "--withdraw", "--office", sample)
    assert nothing.trouble == (
        "No overspent of MLI-TR-02 is accepted. Nothing was changed. grantdesk check --waived names what is accepted."
    )
