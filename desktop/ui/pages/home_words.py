"""What Home says first: how many grants need someone, and the reasons that matter most."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.domain.finding import Finding, Severity
from desktop.domain.funding import FundingGap
from desktop.language import Message, say, say_many
from desktop.services.portfolio import Portfolio

_REASONS = 2
_OF_GRANTS = ("grants", "instalments")


def needing(found: Portfolio) -> int:
    """How many grants have something serious, or no cash to their end."""
    names = {finding.label for finding in _serious(found)} | {grant.reference for grant, _ in found.short_of_cash}
    return len(names)


def _serious(found: Portfolio) -> list[Finding]:
    return [
        finding
        for finding in found.findings
        if finding.severity >= Severity.WARNING and finding.register in _OF_GRANTS and finding.label
    ]


def reasons(found: Portfolio) -> list[Message]:
    """The first reasons, each of another grant: errors, then cash that ends too soon, then warnings."""
    told: list[Message] = []
    seen: set[str] = set()
    for name, message in _all_reasons(found):
        if name not in seen and len(told) < _REASONS:
            seen.add(name)
            told.append(message)
    return told


def _all_reasons(found: Portfolio) -> Iterator[tuple[str, Message]]:
    serious = _serious(found)
    for finding in serious:
        if finding.severity is Severity.ERROR:
            yield finding.label, say("{grant}: {sentence}", grant=finding.label, sentence=finding.sentence)
    for grant, shown in found.short_of_cash:
        if shown.cash_ends_on is not None:
            yield (
                grant.reference,
                say_many(
                    "{grant}: cash lasts until {day}, {count} day before the grant ends.",
                    "{grant}: cash lasts until {day}, {count} days before the grant ends.",
                    count=shown.days_short,
                    grant=grant.reference,
                    day=shown.cash_ends_on,
                ),
            )
    for finding in serious:
        if finding.severity is not Severity.ERROR:
            yield finding.label, say("{grant}: {sentence}", grant=finding.label, sentence=finding.sentence)


def gap_sentence(gap: FundingGap) -> Message:
    """What is missing of a grant's cash: what is late, and what no cash is expected for."""
    if gap.missing and gap.overdue:
        return say("{late} is late; {missing} of its cost has no cash.", late=gap.late, missing=gap.missing)
    if gap.overdue:
        return say("{late} of its cash is late.", late=gap.late)
    return say("{missing} of its cost has no cash.", missing=gap.missing)
