"""Findings that someone accepts leave the counts and stay visible."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from desktop.domain.finding import Finding, Severity
from desktop.domain.waivers import Accepted, Waiver, parted, reason_problem
from desktop.language import say


def finding(code: str, record_id: int = 7, severity: Severity = Severity.WARNING) -> Finding:
    return Finding(severity, code, say("Wrong."), say("Mend it."), "grants", record_id, f"GR-{record_id}")


def waiver(**changes: Any) -> Waiver:
    plain: dict[str, Any] = {"code": "cash", "register": "grants", "record_id": 7, "label": "GR-7"}
    return Waiver(id=1, version=1, reason="Agreed", waived_by="A", waived_on=date(2019, 10, 1), **plain | changes)


def test_a_finding_is_accepted_by_its_code_and_its_record() -> None:
    cash, other, same = finding("cash"), finding("budget"), finding("cash", 8)
    found = parted([cash, other, same], [waiver()])
    assert found.open == (other, same)
    assert found.accepted == (Accepted(waiver(), (cash,)),)


def test_a_waiver_of_a_thing_that_was_mended_is_still_named() -> None:
    found = parted([], [waiver()])
    assert found.open == ()
    assert found.accepted == (Accepted(waiver(), ()),)


@pytest.mark.parametrize(
    ("severity", "reason", "fine"),
    [
        (Severity.WARNING, "Agreed", True),
        (Severity.WARNING, "  ", False),
        (Severity.ERROR, "Agreed", False),
        (Severity.ERROR, "Agreed with the funder by letter", True),
    ],
)
def test_an_error_needs_more_than_a_word(severity: Severity, reason: str, fine: bool) -> None:
    assert (reason_problem(finding("cash", severity=severity), reason) is None) is fine
