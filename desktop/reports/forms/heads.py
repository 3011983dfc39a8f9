"""What stands at the head and at the foot of every report on one grant."""

from __future__ import annotations

from desktop.language import Message, say
from desktop.reports.facts import ReportFacts
from desktop.reports.report import Fact, Signature
from desktop.reports.trace import ADJUSTMENT

PREPARED_BY, CERTIFIED_BY, CERTIFIED_TITLE = "prepared_by", "certified_by", "certified_title"


def grant_facts(facts: ReportFacts) -> tuple[Fact, ...]:
    """What stands at the head of every report on one grant."""
    grant, period = facts.grant, facts.period
    return (
        Fact("grant", say("Grant"), grant.reference),
        Fact("title", say("Title"), grant.title),
        Fact("funder", say("Funder"), grant.funder),
        Fact("recipient", say("Recipient"), facts.letterhead.name),
        Fact("period", say("Period"), say("{first} to {last}", first=period.start, last=period.last)),
        Fact("currency", say("Currency"), grant.currency),
    )


def has_adjustments(facts: ReportFacts) -> bool:
    """Whether something was posted into the time of earlier reports after these were submitted."""
    return bool(facts.sums.of((("when", ADJUSTMENT),)).entries)


def sample_notes(facts: ReportFacts) -> list[Message]:
    """That amounts are invented, where they are."""
    return [say("Sample data: all amounts are invented.")] if facts.is_sample else []


def signatures(facts: ReportFacts) -> tuple[Signature, ...]:
    """The places to sign: whoever prepared a report, and whoever certifies it."""
    return (
        Signature(say("Prepared by"), facts.detail(PREPARED_BY)),
        Signature(say("Certified by"), facts.detail(CERTIFIED_BY), facts.detail(CERTIFIED_TITLE)),
    )
