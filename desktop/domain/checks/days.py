"""The days of a grant: its end, its liquidation, and what the agreement wants to hear before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from desktop.domain.checks.facts import ENDING_SOON_DAYS, NOTICE_SOON_DAYS, REPORT_SOON_DAYS, GrantFacts
from desktop.domain.finding import Finding, Severity
from desktop.domain.period import days_after
from desktop.domain.requirements import OwingGrant, requirements_of
from desktop.domain.terms import RuleKind
from desktop.language import say, say_many


def check_ending(grant: GrantFacts, *, today: date) -> Iterator[Finding]:
    """A grant whose end is near."""
    if grant.period and 0 <= (grant.period.last - today).days <= ENDING_SOON_DAYS:
        yield grant.finding(
            Severity.NOTE,
            "ending",
            say("Ends on {day}.", day=grant.period.last),
            say("Plan the last costs, the final report, or ask for an extension."),
        )


def check_dates(grant: GrantFacts) -> Iterator[Finding]:
    """Money moves in a grant without dates: no check of its period can be made."""
    if grant.period is None and grant.in_use:
        yield grant.finding(
            Severity.WARNING,
            "no_dates",
            say("It has no dates, so nobody can tell which costs are eligible."),
            say("Enter its start and its end."),
        )


def check_closure(grant: GrantFacts) -> Iterator[Finding]:
    """Costs dated after the grant was closed, or its liquidation ended."""
    day = grant.last_payment_on
    if grant.entries.after_closure and day is not None:
        yield grant.finding(
            Severity.ERROR,
            "after_closure",
            say_many(
                "{count} cost is dated after {day}, the last day on which obligations may be paid.",
                "{count} costs are dated after {day}, the last day on which obligations may be paid.",
                count=grant.entries.after_closure,
                day=day,
            ),
            say("Charge them to another grant: a funder does not pay them any more."),
            (f"entry_on>{day.isoformat()}",),
        )


def check_open_commitments(grant: GrantFacts, *, today: date) -> Iterator[Finding]:
    """Commitments that are open though the grant is over."""
    day = grant.last_payment_on
    if day is not None and today > day and grant.committed > 0:
        yield grant.finding(
            Severity.WARNING,
            "open_commitments",
            say("{amount} is still committed, though the grant is over.", amount=grant.money(grant.committed)),
            say("Post what was paid, and cancel the rest of these commitments."),
            ("kind=commitment",),
        )


def check_extension_notice(grant: GrantFacts, *, today: date) -> Iterator[Finding]:
    """The last day to ask for an extension is near, and money is left."""
    rule = grant.book.one(today, RuleKind.EXTENSION_NOTICE) if grant.book else None
    if rule is None or rule.days is None or grant.period is None or grant.available <= 0:
        return
    day = days_after(grant.period.last, -rule.days)
    if today <= day <= days_after(today, NOTICE_SOON_DAYS):
        yield grant.finding(
            Severity.NOTE,
            "extension_notice",
            say(
                "The last day to ask for an extension is {day}; {amount} is still available.",
                day=day,
                amount=grant.money(grant.available),
            ),
            say("Decide whether to ask the funder for more time."),
        )


def check_reports(grant: GrantFacts, *, today: date) -> Iterator[Finding]:
    """Reports that are late, and the next one that is due soon, as far as they were not sent."""
    if grant.book is None or grant.closed_on is not None:
        return
    starts_on, ends_on = (grant.period.start, grant.period.last) if grant.period else (None, None)
    owing = OwingGrant(grant.id, grant.reference, starts_on, ends_on, grant.book, grant.sent)
    owed = requirements_of(owing, today=today, until=days_after(today, REPORT_SOON_DAYS))
    waiting = sorted((each for each in owed if each.is_open), key=lambda each: each.day)
    late = [each for each in waiting if each.day < today]
    if late:
        yield grant.finding(
            Severity.WARNING,
            "report_late",
            say_many(
                "{count} report is late: {report}, due on {day}.",
                "{count} reports are late; the oldest is {report}, due on {day}.",
                count=len(late),
                report=late[0].sentence,
                day=late[0].day,
            ),
            say("Make the report and submit it, or note when it was sent."),
        )
    for each in waiting[len(late) :][:1]:
        yield grant.finding(
            Severity.NOTE,
            "report_due",
            say("{report} is due on {day}.", report=each.name, day=each.day),
            say("Make the report, and send it before that day."),
        )
