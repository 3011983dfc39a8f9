"""What stands at the head and at the foot of reports on one grant, and at the head of those on people."""

from __future__ import annotations

from desktop.domain.period import Period
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


def people_facts(facts: ReportFacts, period: Period, *, titled: bool = False) -> tuple[Fact, ...]:
    """What stands at the head of reports on people: the grant where it is one's, the office and the days."""
    grant = (Fact("grant", say("Grant"), facts.grant.reference),) if facts.scope.grants else ()
    title = (Fact("title", say("Title"), facts.grant.title),) if grant and titled else ()
    return (
        *grant,
        *title,
        Fact("recipient", say("Office"), facts.letterhead.name),
        Fact("period", say("Period"), say("{first} to {last}", first=period.start, last=period.last)),
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
