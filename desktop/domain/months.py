"""The checklist of a month that is to be closed: pure functions from facts to findings.

A soft close asks for nothing; closing for good needs a month without errors. What is an error here leaves a figure of
the month without its place: no grant, no category, or a month that is not over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from desktop.domain.finding import Finding, Severity
from desktop.domain.period import next_month
from desktop.language import Message, Month, say, say_many

OLD_COMMITMENT_DAYS = 90


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """What the checklist needs to know of a month (its first day).

    `without_line` and `without_category` count costs of grants that have a budget; `old_commitments` those older than
    90 days at its end that are still open; `ended_grants` the references of grants that ended by then with commitments
    still open; `missing_rates` the currencies in use without a rate of this month; `earlier_open` the months before it
    that have entries and are not closed.
    """

    month: date
    entries: int = 0
    without_grant: int = 0
    without_category: int = 0
    without_line: int = 0
    old_commitments: int = 0
    ended_grants: tuple[str, ...] = ()
    missing_rates: tuple[str, ...] = ()
    earlier_open: tuple[date, ...] = ()


def check_month(facts: MonthFacts, *, today: date) -> Iterator[Finding]:
    """Everything that is open in a month, the worst first."""
    yield from _check_over(facts, today)
    yield from _check_entries(facts)
    yield from _check_commitments(facts)
    if facts.missing_rates:
        yield rate_missing(facts.missing_rates, facts.month)
    if facts.earlier_open:
        yield _finding(
            facts,
            Severity.NOTE,
            "earlier_months_open",
            say_many(
                "{count} earlier month with entries is still open: {months}.",
                "{count} earlier months with entries are still open, from {months} on.",
                count=len(facts.earlier_open),
                months=Month(facts.earlier_open[0]),
            ),
            say("Close the months in their order."),
        )


def rate_missing(currencies: tuple[str, ...], month: date) -> Finding:
    """Currencies in use for which a month has no rate of its own."""
    return Finding(
        Severity.WARNING,
        "rate_missing",
        say_many(
            "There is no exchange rate of {currencies} for {month}; it was in use within a year.",
            "There are no exchange rates of {currencies} for {month}; they were in use within a year.",
            count=len(currencies),
            month=Month(month),
            currencies=list(currencies),
        ),
        say("Import the rates of the month under Exchange rates, or enter them."),
        register="rates",
        label=currencies[0],
    )


def _finding(
    facts: MonthFacts, severity: Severity, code: str, sentence: Message, fix: Message, *entries: str
) -> Finding:
    span = (f"entry_on>={facts.month}", f"entry_on<{next_month(facts.month)}")
    register = "ledger" if entries else "months"
    return Finding(severity, code, sentence, fix, register=register, entries=(*span, *entries) if entries else ())


def _check_over(facts: MonthFacts, today: date) -> Iterator[Finding]:
    if today < next_month(facts.month):
        yield _finding(
            facts,
            Severity.ERROR,
            "month_running",
            say("The month is not over yet."),
            say("Wait for its end before it is closed for good."),
        )


def _check_entries(facts: MonthFacts) -> Iterator[Finding]:
    if facts.without_grant:
        yield _finding(
            facts,
            Severity.ERROR,
            "no_grant",
            say_many("{count} entry names no grant.", "{count} entries name no grant.", count=facts.without_grant),
            say("Open them in the ledger and choose the grant that pays."),
            "grant=",
        )
    if facts.without_category:
        yield _finding(
            facts,
            Severity.ERROR,
            "no_category",
            say_many(
                "{count} cost has no cost category.",
                "{count} costs have no cost category.",
                count=facts.without_category,
            ),
            say("Choose a category or a budget line, so that the reports can place it."),
            "category=",
        )
    if facts.without_line:
        yield _finding(
            facts,
            Severity.WARNING,
            "no_line",
            say_many(
                "{count} cost stands on no budget line.",
                "{count} costs stand on no budget line.",
                count=facts.without_line,
            ),
            say("Choose the line of the budget that it is charged to."),
            "line=",
        )


def _check_commitments(facts: MonthFacts) -> Iterator[Finding]:
    if facts.old_commitments:
        yield _finding(
            facts,
            Severity.WARNING,
            "old_commitments",
            say_many(
                "{count} commitment is older than {days} days and still open.",
                "{count} commitments are older than {days} days and still open.",
                count=facts.old_commitments,
                days=OLD_COMMITMENT_DAYS,
            ),
            say("Post what was paid against it, or cancel it."),
        )
    if facts.ended_grants:
        yield _finding(
            facts,
            Severity.WARNING,
            "commitments_after_end",
            say_many(
                "{grants} has ended with a commitment still open.",
                "{count} grants have ended with commitments still open: {grants}.",
                count=len(facts.ended_grants),
                grants=list(facts.ended_grants),
            ),
            say("Liquidate or cancel them before the final report."),
        )
