"""What must hold of a report before it goes out, check by check."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.reports.assurance import entries, figures
from desktop.reports.assurance.facts import (
    DIMENSIONS,
    AssuranceFacts,
    Cause,
    Check,
    CheckState,
    EntryFacts,
    EntryGroup,
    Judge,
    NegativeEntry,
)

__all__ = [
    "CHECKS",
    "DIMENSIONS",
    "AssuranceFacts",
    "Cause",
    "Check",
    "CheckState",
    "EntryFacts",
    "EntryGroup",
    "NegativeEntry",
    "assure",
    "stopping",
]

CHECKS: tuple[Judge, ...] = (
    figures.check_ledger,
    figures.check_sums,
    figures.check_opening,
    figures.check_cumulative,
    figures.check_indirect,
    entries.check_dates,
    entries.check_closure,
    figures.check_commitments,
    entries.check_rates,
    entries.check_limits,
    entries.check_negatives,
    entries.check_people,
    entries.check_final,
    entries.check_documents,
)


def assure(facts: AssuranceFacts) -> tuple[Check, ...]:
    """The answers of all checks, in their order."""
    return tuple(check(facts) for check in CHECKS)


def stopping(checks: Iterable[Check], waived: Iterable[str]) -> tuple[Check, ...]:
    """The checks that keep a report from going out: those that failed and are not waived, or never can be."""
    known = set(waived)
    return tuple(check for check in checks if check.stops and not (check.waivable and check.code in known))
