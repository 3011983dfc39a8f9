"""Amounts of a grant that cannot be right together: overspent, above its cash or its award, not in its decimals."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.domain.checks.facts import GrantFacts
from desktop.domain.codes import CostCategory
from desktop.domain.finding import Finding, Severity
from desktop.domain.indirect_cost import gap, on_direct
from desktop.domain.money import ZERO, round_amount
from desktop.language import say


def check_decimals(grant: GrantFacts) -> Iterator[Finding]:
    """Figures that cannot be paid, which no rule lets in today: from elsewhere, or from an older version."""
    awarded, currency = grant.awarded.amount, grant.awarded.currency
    stated = (awarded, grant.received, grant.committed, grant.direct, grant.indirect, grant.budgeted or ZERO)
    broken = [amount for amount in stated if round_amount(amount, currency) != amount]
    if broken:
        yield grant.finding(
            Severity.ERROR,
            "decimals",
            say("{amount} has more decimals than its currency.", amount=grant.money(broken[0])),
            say("Look for such amounts in the grant, its budget and its ledger, and round them."),
        )


def check_overspent(grant: GrantFacts) -> Iterator[Finding]:
    """More spent than awarded."""
    over = grant.spent - grant.awarded.amount
    if over > 0:
        yield grant.finding(
            Severity.ERROR,
            "overspent",
            say("Overspent by {amount}. The final statement cannot be closed.", amount=grant.money(over)),
            say("Move costs to another grant, or agree a higher amount with the funder."),
        )


def check_cash(grant: GrantFacts) -> Iterator[Finding]:
    """More spent and committed than received: an allotment must not exceed the cash (UNDP regulation 5.07 b)."""
    short = grant.spent + grant.committed - grant.received
    if short > 0 and grant.spent <= grant.awarded.amount:
        yield grant.finding(
            Severity.WARNING,
            "commitments_above_cash",
            say("Spent and committed exceed cash received by {amount}.", amount=grant.money(short)),
            say("Ask the funder for the next instalment before committing more."),
        )


def check_indirect_cost(grant: GrantFacts) -> Iterator[Finding]:
    """Indirect cost that is not rate x direct cost, each cost at the rate of its day."""
    if grant.indirect_rate is not None:
        expected = on_direct(grant.money(grant.direct), rate=grant.indirect_rate).indirect
    elif grant.indirect_due is not None:
        expected = grant.money(grant.indirect_due)
    else:
        return
    sentence = gap(grant.money(grant.indirect), expected=expected, rate=grant.indirect_rate)
    if sentence is not None:
        yield grant.finding(
            Severity.WARNING,
            "indirect_cost",
            sentence,
            say("Post the difference as an adjustment of category 8."),
            entries=(f"category={int(CostCategory.INDIRECT)}",),
        )


def check_received(grant: GrantFacts) -> Iterator[Finding]:
    """More received than awarded."""
    over = grant.received - grant.awarded.amount
    if over > 0:
        yield grant.finding(
            Severity.WARNING,
            "received_above_award",
            say("{amount} more was received than awarded.", amount=grant.money(over)),
            say("Look for a receipt that belongs to another grant, or amend the grant."),
            ("kind=receipt",),
        )
