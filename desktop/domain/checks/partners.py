"""What the papers say: agreements, obligations, instalments, shares of the cost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from desktop.domain.checks.facts import AgreementFacts, GrantFacts, ObligationFacts
from desktop.domain.finding import Finding, Severity
from desktop.domain.instalments import above_award
from desktop.domain.money import add_up
from desktop.language import Message, say, say_many


def check_instalments(grant: GrantFacts, *, today: date) -> Iterator[Finding]:
    """Instalments that are overdue, and a sum of them that is not the award."""
    for status in grant.instalments:
        late = status.days_late(today)
        if late:
            yield Finding(
                Severity.WARNING,
                "instalment_overdue",
                say_many(
                    "Instalment {number} is {count} day late; {amount} is missing.",
                    "Instalment {number} is {count} days late; {amount} is missing.",
                    count=late,
                    number=status.agreed.number,
                    amount=status.shortfall,
                ),
                say("Ask the funder for it, or post the receipt."),
                "instalments",
                status.agreed.id,
                grant.reference,
            )
    fix = say("Correct an instalment, or amend the grant.")
    total = add_up((status.agreed.amount for status in grant.instalments), grant.awarded.currency)
    if grant.instalments and total.amount < grant.awarded.amount:
        yield grant.finding(
            Severity.WARNING,
            "instalments_total",
            say("The instalments sum to {total}, the grant is {awarded}.", total=total, awarded=grant.awarded),
            fix,
        )
    above = above_award((status.agreed.amount for status in grant.instalments), grant.awarded)
    if above is not None:
        yield grant.finding(Severity.WARNING, "instalments_above_award", above, fix)


def check_cost_share(grant: GrantFacts) -> Iterator[Finding]:
    """A share of the cost that nothing else pays: the other grants of its projects give less."""
    if grant.cost_share is not None and grant.cost_share > grant.other_funding:
        yield grant.finding(
            Severity.WARNING,
            "cost_share",
            say(
                "The agreement wants {amount} from other sources; other grants of its projects give {given}.",
                amount=grant.money(grant.cost_share),
                given=grant.money(grant.other_funding),
            ),
            say("Record the grant that pays the share, with the project it is for."),
        )


def check_papers(grant: GrantFacts, *, today: date) -> Iterator[Finding]:
    """Money moves in a grant that stands under no agreement, or has no rules."""
    if not (grant.in_use and grant.is_running(today)):
        return
    if not grant.has_agreement:
        yield grant.finding(
            Severity.NOTE,
            "no_agreement",
            say("It stands under no agreement."),
            say("Choose the agreement it was given under, or add it."),
        )
    if grant.book is not None and not grant.book.rules:
        yield grant.finding(
            Severity.NOTE,
            "no_rules",
            say("It has no rule book, so its rules are not checked."),
            say("Take the rules from a preset, and compare them with the agreement."),
        )


def check_agreement(agreement: AgreementFacts, *, today: date) -> Iterator[Finding]:
    """An agreement that is not signed though money moves, or has expired though its grants go on."""
    if agreement.signed_on is None and agreement.used_by:
        yield _of_agreement(
            agreement,
            "unsigned_agreement",
            say("It has no date of signature, though money moves in {grants}.", grants=list(agreement.used_by)),
            say("Enter when it was signed, or stop paying until it is."),
        )
    if agreement.ends_on is not None and agreement.ends_on < today and agreement.running:
        yield _of_agreement(
            agreement,
            "expired_agreement",
            say("It ended on {day}, though {grants} goes on.", day=agreement.ends_on, grants=list(agreement.running)),
            say("Renew it, or end its grants."),
        )


def _of_agreement(agreement: AgreementFacts, code: str, sentence: Message, fix: Message) -> Finding:
    return Finding(Severity.WARNING, code, sentence, fix, "agreements", agreement.id, agreement.reference)


def check_obligation(obligation: ObligationFacts, *, today: date) -> Iterator[Finding]:
    """An obligation whose day has passed."""
    late = (today - obligation.due_on).days
    if late > 0:
        yield Finding(
            Severity.WARNING,
            "obligation_overdue",
            say_many(
                "“{title}” is {count} day late.",
                "“{title}” is {count} days late.",
                count=late,
                title=obligation.title,
            ),
            say("Fulfil it, agree another day, or note that it is done."),
            "obligations",
            obligation.id,
            obligation.agreement,
        )
