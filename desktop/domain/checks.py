"""The project check: pure functions from facts to findings, each with the sentence that explains it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.domain.codes import CATEGORY_SHORT_NAMES, CostCategory
from desktop.domain.finding import Finding, Severity
from desktop.domain.indirect_cost import gap, on_direct
from desktop.domain.money import ZERO, Money
from desktop.domain.period import Period
from desktop.language import Message, say, say_many

ENDING_SOON_DAYS = 90


@dataclass(frozen=True, slots=True)
class Overspent:
    """A category in which more was spent than budgeted: by how much, and what is committed on top of it."""

    category: CostCategory
    over: Decimal
    committed: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class GrantFacts:
    """What the checks need to know of one grant; amounts in its currency.

    `direct` and `indirect` are spent, `budgeted` is the total of its approved budgets (None without one),
    `entries_outside` counts entries dated outside the eligible period, `indirect_rate` is a share (0.13) or None
    when the grant states none.
    """

    id: int
    reference: str
    awarded: Money
    period: Period | None = None
    received: Decimal = ZERO
    committed: Decimal = ZERO
    direct: Decimal = ZERO
    indirect: Decimal = ZERO
    budgeted: Decimal | None = None
    indirect_rate: Decimal | None = None
    entries_outside: int = 0
    entries_without_category: int = 0
    overspent: tuple[Overspent, ...] = ()

    @property
    def spent(self) -> Decimal:
        """Direct and indirect cost so far."""
        return self.direct + self.indirect

    def money(self, amount: Decimal) -> Money:
        """`amount` in the grant's currency."""
        return Money(amount, self.awarded.currency)


def check_grant(grant: GrantFacts, *, today: date) -> Iterator[Finding]:
    """Everything that is wrong with a grant, the serious first within each rule."""
    for check in (
        check_decimals,
        check_overspent,
        check_cash,
        check_period,
        check_budget_total,
        check_indirect_cost,
        check_overspent_lines,
        check_categories,
    ):
        yield from check(grant)
    yield from check_ending(grant, today=today)


def _finding(
    grant: GrantFacts, severity: Severity, code: str, sentence: Message, fix: Message, entries: tuple[str, ...] = ()
) -> Finding:
    return Finding(severity, code, sentence, fix, "grants", grant.id, grant.reference, entries)


def check_decimals(grant: GrantFacts) -> Iterator[Finding]:
    """Figures that cannot be paid, which no rule lets in today: from elsewhere, or from an older version."""
    stated = (grant.received, grant.committed, grant.direct, grant.indirect, grant.budgeted or ZERO)
    broken = [amount for amount in (grant.awarded, *map(grant.money, stated)) if not amount.payable]
    if broken:
        yield _finding(
            grant,
            Severity.ERROR,
            "decimals",
            say("{amount} has more decimals than its currency.", amount=broken[0]),
            say("Look for such amounts in the grant, its budget and its ledger, and round them."),
        )


def check_overspent(grant: GrantFacts) -> Iterator[Finding]:
    """More spent than awarded."""
    over = grant.spent - grant.awarded.amount
    if over > 0:
        yield _finding(
            grant,
            Severity.ERROR,
            "overspent",
            say("Overspent by {amount}. The final statement cannot be closed.", amount=grant.money(over)),
            say("Move costs to another grant, or agree a higher amount with the funder."),
        )


def check_cash(grant: GrantFacts) -> Iterator[Finding]:
    """More spent and committed than received: an allotment must not exceed the cash (UNDP regulation 5.07 b)."""
    short = grant.spent + grant.committed - grant.received
    if short > 0 and grant.spent <= grant.awarded.amount:
        yield _finding(
            grant,
            Severity.WARNING,
            "commitments_above_cash",
            say("Spent and committed exceed cash received by {amount}.", amount=grant.money(short)),
            say("Ask the funder for the next instalment before committing more."),
        )


def check_period(grant: GrantFacts) -> Iterator[Finding]:
    """Costs dated outside the eligible period."""
    if grant.entries_outside:
        yield _finding(
            grant,
            Severity.ERROR,
            "outside_period",
            say_many(
                "{count} cost is dated outside the grant's period.",
                "{count} costs are dated outside the grant's period.",
                count=grant.entries_outside,
            ),
            say("Open them in the ledger and charge them to another grant, or extend the period with the funder."),
        )


def check_budget_total(grant: GrantFacts) -> Iterator[Finding]:
    """A budget that does not sum to the award."""
    if grant.budgeted is not None and grant.budgeted != grant.awarded.amount:
        yield _finding(
            grant,
            Severity.WARNING,
            "budget_total",
            say(
                "The budget sums to {budgeted}, the grant is {awarded}.",
                budgeted=grant.money(grant.budgeted),
                awarded=grant.awarded,
            ),
            say("Correct the budget lines, or the amount of the grant."),
        )


def check_indirect_cost(grant: GrantFacts) -> Iterator[Finding]:
    """Indirect cost that is not rate x direct cost."""
    if grant.indirect_rate is None:
        return
    expected = on_direct(grant.money(grant.direct), rate=grant.indirect_rate).indirect
    sentence = gap(grant.money(grant.indirect), expected=expected, rate=grant.indirect_rate)
    if sentence is not None:
        yield _finding(
            grant,
            Severity.WARNING,
            "indirect_cost",
            sentence,
            say("Post the difference as an adjustment of category 8."),
            entries=(f"category={int(CostCategory.INDIRECT)}",),
        )


def check_overspent_lines(grant: GrantFacts) -> Iterator[Finding]:
    """Categories in which more was spent than budgeted; in a grant that is overspent as a whole they say no more."""
    if not grant.overspent or grant.spent > grant.awarded.amount:
        return
    worst = max(grant.overspent, key=lambda entry: entry.over)
    sentence = _overspent_sentence(
        len(grant.overspent),
        category=CATEGORY_SHORT_NAMES[worst.category],
        amount=grant.money(worst.over),
        whole=grant.money(worst.over + worst.committed) if worst.committed > 0 else None,
    )
    fix = say("Compare with what the agreement allows to move between categories.")
    entries = (f"category={int(worst.category)}",)
    yield _finding(grant, Severity.WARNING, "overspent_category", sentence, fix, entries=entries)


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


def check_categories(grant: GrantFacts) -> Iterator[Finding]:
    """Costs that belong to no category, and so to no line of a statement."""
    if grant.entries_without_category:
        yield _finding(
            grant,
            Severity.WARNING,
            "no_category",
            say_many(
                "{count} cost has no category.",
                "{count} costs have no category.",
                count=grant.entries_without_category,
            ),
            say("Open them in the ledger and choose a category."),
            entries=("category=",),
        )


def check_ending(grant: GrantFacts, *, today: date) -> Iterator[Finding]:
    """A grant whose end is near."""
    if grant.period and 0 <= (grant.period.last - today).days <= ENDING_SOON_DAYS:
        yield _finding(
            grant,
            Severity.NOTE,
            "ending",
            say("Ends on {day}.", day=grant.period.last),
            say("Plan the last costs, the final report, or ask for an extension."),
        )
