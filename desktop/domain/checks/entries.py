"""Entries of a grant's ledger that look wrong one by one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from desktop.domain.checks.facts import OLD_COMMITMENT_MONTHS, GrantFacts
from desktop.domain.finding import Finding, Severity
from desktop.language import say, say_many

_NAMED = 3


def check_period(grant: GrantFacts) -> Iterator[Finding]:
    """Costs dated outside the eligible period."""
    if grant.entries.outside:
        yield grant.finding(
            Severity.ERROR,
            "outside_period",
            say_many(
                "{count} cost is dated outside the grant's period.",
                "{count} costs are dated outside the grant's period.",
                count=grant.entries.outside,
            ),
            say("Open them in the ledger and charge them to another grant, or extend the period with the funder."),
        )


def check_categories(grant: GrantFacts) -> Iterator[Finding]:
    """Costs that belong to no category, and so to no line of a statement."""
    if grant.entries.without_category:
        yield grant.finding(
            Severity.WARNING,
            "no_category",
            say_many(
                "{count} cost has no category.",
                "{count} costs have no category.",
                count=grant.entries.without_category,
            ),
            say("Open them in the ledger and choose a category."),
            entries=("category=",),
        )


def check_lines(grant: GrantFacts) -> Iterator[Finding]:
    """Costs on no line, though there is a budget."""
    if grant.entries.without_line and grant.budgeted is not None:
        yield grant.finding(
            Severity.NOTE,
            "no_line",
            say_many(
                "{count} cost stands on no line of the budget.",
                "{count} costs stand on no line of the budget.",
                count=grant.entries.without_line,
            ),
            say("Open them in the ledger and choose a line."),
            ("line=",),
        )


def check_future(grant: GrantFacts, *, today: date) -> Iterator[Finding]:
    """Entries dated after today."""
    if grant.entries.in_future:
        yield grant.finding(
            Severity.WARNING,
            "in_future",
            say_many(
                "{count} entry is dated in the future.",
                "{count} entries are dated in the future.",
                count=grant.entries.in_future,
            ),
            say("Correct the date: an entry is made when something happened."),
            (f"entry_on>{today.isoformat()}",),
        )


def check_signs(grant: GrantFacts) -> Iterator[Finding]:
    """Amounts with the sign of another kind: negative costs and receipts that reverse nothing."""
    if grant.entries.wrong_sign:
        yield grant.finding(
            Severity.WARNING,
            "wrong_sign",
            say_many(
                "{count} expenditure or receipt is negative, and reverses nothing.",
                "{count} expenditures or receipts are negative, and reverse nothing.",
                count=grant.entries.wrong_sign,
            ),
            say("Record money that came back as a refund, and a correction as a reversal."),
            ("original_amount<0",),
        )


def check_old_commitments(grant: GrantFacts) -> Iterator[Finding]:
    """Commitments that have been open for more than a year."""
    if grant.entries.old_commitments:
        yield grant.finding(
            Severity.NOTE,
            "old_commitments",
            say_many(
                "{count} commitment is open for more than {months} months, {amount} of it.",
                "{count} commitments are open for more than {months} months, {amount} of them.",
                count=grant.entries.old_commitments,
                months=OLD_COMMITMENT_MONTHS,
                amount=grant.money(grant.entries.old_committed),
            ),
            say("Post what was paid, and cancel what is no longer needed."),
            ("kind=commitment",),
        )


def check_repeated(grant: GrantFacts) -> Iterator[Finding]:
    """Documents that were posted twice: the same reference, kind, day, amount, line and counterparty."""
    references = grant.entries.repeated
    if references:
        first = list(references[:_NAMED])
        yield grant.finding(
            Severity.WARNING,
            "posted_twice",
            say_many(
                "{documents} is in the ledger twice, alike in day and amount.",
                "{count} documents are in the ledger twice, alike in day and amount: {documents}.",
                count=len(references),
                documents=first,
            ),
            say("Compare them, and reverse the one that is too many."),
            (f"reference={references[0]}",),
        )
