"""The budget of a grant against its award, its rules and what was spent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from desktop.domain.checks.facts import LONG_REQUESTED_DAYS, GrantFacts, RequestFacts
from desktop.domain.codes import CATEGORY_SHORT_NAMES
from desktop.domain.finding import Finding, Severity
from desktop.domain.flexibility import overspends
from desktop.domain.money import ZERO, Money
from desktop.domain.terms import Measure, RuleKind
from desktop.language import Message, say, say_many


def check_budget_total(grant: GrantFacts) -> Iterator[Finding]:
    """A budget that does not sum to the award."""
    if grant.budgeted is not None and grant.budgeted != grant.awarded.amount:
        yield grant.finding(
            Severity.WARNING,
            "budget_total",
            say(
                "The budget sums to {budgeted}, the grant is {awarded}.",
                budgeted=grant.money(grant.budgeted),
                awarded=grant.awarded,
            ),
            say("Correct the budget lines, or the amount of the grant."),
        )


def check_no_budget(grant: GrantFacts, *, today: date) -> Iterator[Finding]:
    """Money moves in a grant that has no approved budget."""
    if grant.budgeted is None and grant.in_use and grant.is_running(today):
        yield grant.finding(
            Severity.NOTE,
            "no_budget",
            say("It has costs or cash, but no approved budget."),
            say("Add its budget, or approve the draft."),
        )


def check_flexibility(grant: GrantFacts, *, today: date) -> Iterator[Finding]:
    """Lines and categories that were overspent: beyond what the agreement permits, within it, or without a rule.

    In a grant that is overspent as a whole they say no more.
    """
    if grant.spent > grant.awarded.amount:
        return
    beyond: list[Finding] = []
    if grant.book is not None and grant.lines is not None and grant.costs is not None:
        beyond = list(
            overspends(
                grant.book,
                on=today,
                approved=grant.lines,
                spent=grant.costs,
                currency=grant.awarded.currency,
                grant=(grant.id, grant.reference),
            )
        )
    yield from beyond
    if grant.overspent and not any(finding.code != f"flexibility_{Measure.LINE}" for finding in beyond):
        yield _overspent_categories(grant, permitted=_has_rule(grant, today))


def _has_rule(grant: GrantFacts, today: date) -> bool:
    """Whether the agreement says how far a category may be overspent."""
    rules = grant.book.on(today, RuleKind.FLEXIBILITY) if grant.book else ()
    total = grant.lines.total if grant.lines else ZERO
    return any(
        rule.measure != Measure.LINE and rule.percent is not None and total > (rule.amount or ZERO) for rule in rules
    )


def _overspent_categories(grant: GrantFacts, *, permitted: bool) -> Finding:
    worst = max(grant.overspent, key=lambda entry: entry.over)
    sentence = _overspent_sentence(
        len(grant.overspent),
        category=CATEGORY_SHORT_NAMES[worst.category],
        amount=grant.money(worst.over),
        whole=grant.money(worst.over + worst.committed) if worst.committed > 0 else None,
    )
    fix = say("Compare with what the agreement allows to move between categories.")
    severity = Severity.WARNING
    if permitted:
        fix, severity = say("The agreement permits as much. Plan where the money comes from."), Severity.NOTE
    return grant.finding(severity, "overspent_category", sentence, fix, (f"category={int(worst.category)}",))


def _overspent_sentence(count: int, *, category: Message, amount: Money, whole: Money | None) -> Message:
    """By how much `category` is overspent; with commitments on top, by how much with them (`whole`) as well."""
    if whole is None and count == 1:
        return say("{category} is overspent by {amount}.", category=category, amount=amount)
    if whole is None:
        return say(
            "{count} categories are overspent, most of all {category} by {amount}.",
            count=count,
            category=category,
            amount=amount,
        )
    if count == 1:
        return say(
            "{category} is overspent by {amount}; by {whole} with what is committed.",
            category=category,
            amount=amount,
            whole=whole,
        )
    return say(
        "{count} categories are overspent, most of all {category} by {amount}; by {whole} with what is committed.",
        count=count,
        category=category,
        amount=amount,
        whole=whole,
    )


def check_ineligible(grant: GrantFacts) -> Iterator[Finding]:
    """Costs in a category that the agreement does not pay."""
    for category, spent in grant.ineligible:
        yield grant.finding(
            Severity.ERROR,
            "ineligible_category",
            say(
                "{amount} was spent on {category}, which the agreement does not pay.",
                amount=grant.money(spent),
                category=CATEGORY_SHORT_NAMES[category],
            ),
            say("Charge these costs to another grant, or ask the funder to accept them."),
            (f"category={int(category)}",),
        )


def check_removed_lines(grant: GrantFacts) -> Iterator[Finding]:
    """Costs on lines that the revision in force no longer has."""
    lines = [line for line in grant.removed_lines if line.spent]
    if lines:
        yield grant.finding(
            Severity.WARNING,
            "removed_line",
            say_many(
                "{amount} was spent on line {lines}, which the approved budget no longer has.",
                "{amount} was spent on lines {lines}, which the approved budget no longer has.",
                count=len(lines),
                amount=grant.money(sum((line.spent for line in lines), ZERO)),
                lines=[line.code for line in lines],
            ),
            say("Bring the line back with a revision, or move its costs to another line."),
        )


def check_request(request: RequestFacts, *, today: date) -> Iterator[Finding]:
    """A budget that has waited for approval for more than a month."""
    if request.requested_on < today - timedelta(days=LONG_REQUESTED_DAYS):
        yield Finding(
            Severity.WARNING,
            "long_requested",
            say(
                "Approval of its budget was asked for on {day}, {count} days ago.",
                day=request.requested_on,
                count=(today - request.requested_on).days,
            ),
            say("Ask the funder for an answer, or take the request back."),
            "budgets",
            request.id,
            request.grant,
        )
