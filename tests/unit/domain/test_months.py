"""The checklist of a month says what is open in it, leads to the entries, and tells errors from warnings."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from desktop.domain.finding import Finding, Severity
from desktop.domain.months import MonthFacts, check_month
from desktop.language import Language

MARCH, AFTER = date(2019, 3, 1), date(2019, 4, 1)
SPAN = ("entry_on>=2019-03-01", "entry_on<2019-04-01")


def found(*, today: date = AFTER, **facts: Any) -> list[Finding]:
    return list(check_month(MonthFacts(MARCH, **facts), today=today))


def test_a_month_in_which_nothing_is_open_is_silent() -> None:
    assert found(entries=12) == []


@pytest.mark.parametrize(
    ("facts", "severity", "said", "entries"),
    [
        ({"without_grant": 1}, Severity.ERROR, "1 entry names no grant.", (*SPAN, "grant=")),
        ({"without_category": 2}, Severity.ERROR, "2 costs have no cost category.", (*SPAN, "category=")),
        ({"without_line": 3}, Severity.WARNING, "3 costs stand on no budget line.", (*SPAN, "line=")),
        ({"old_commitments": 1}, Severity.WARNING, "1 commitment is older than 90 days and still open.", ()),
        ({"ended_grants": ("GR-1",)}, Severity.WARNING, "GR-1 has ended with a commitment still open.", ()),
        (
            {"ended_grants": ("GR-1", "GR-2")},
            Severity.WARNING,
            "2 grants have ended with commitments still open: GR-1 and GR-2.",
            (),
        ),
        (
            {"missing_rates": ("EUR", "XOF")},
            Severity.WARNING,
            "There are no exchange rates of EUR and XOF for March 2019; they were in use within a year.",
            (),
        ),
        (
            {"earlier_open": (date(2019, 1, 1), date(2019, 2, 1))},
            Severity.NOTE,
            "2 earlier months with entries are still open, from January 2019 on.",
            (),
        ),
    ],
)
def test_what_is_open_is_said(
    english: Language, facts: dict[str, Any], severity: Severity, said: str, entries: tuple[str, ...]
) -> None:
    (finding,) = found(**facts)
    assert (finding.severity, english.text(finding.sentence), finding.entries) == (severity, said, entries)


def test_a_month_that_is_not_over_cannot_be_closed_for_good(english: Language) -> None:
    (finding,) = found(today=date(2019, 3, 31))
    assert (finding.severity, english.text(finding.sentence)) == (Severity.ERROR, "The month is not over yet.")
