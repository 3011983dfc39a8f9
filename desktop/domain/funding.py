"""Cash that funders agreed to pay against cash that came, and whether it covers what a grant is to cost.

Receipts that name an instalment count for it; what they bring beyond it, and all other receipts, fill the instalments
in the order of their days.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from desktop.domain.money import Money, add_up


@dataclass(frozen=True, slots=True)
class AgreedInstalment:
    """An instalment as agreed, and what receipts that name it brought; both in the grant's currency."""

    id: int
    number: int
    expected_on: date
    amount: Money
    named: Money
    condition: str = ""


@dataclass(frozen=True, slots=True)
class InstalmentStatus:
    """What of an instalment has come."""

    agreed: AgreedInstalment
    received: Money

    @property
    def shortfall(self) -> Money:
        """What is still to come of it."""
        return self.agreed.amount - self.received

    def days_late(self, today: date) -> int:
        """For how many days something of it has been overdue; 0 when nothing is."""
        return max((today - self.agreed.expected_on).days, 0) if self.shortfall.amount > 0 else 0


def instalment_statuses(instalments: Iterable[AgreedInstalment], *, received: Money) -> tuple[InstalmentStatus, ...]:
    """The instalments by their days, each with what came of it of all that was `received`."""
    ordered = sorted(instalments, key=lambda instalment: (instalment.expected_on, instalment.number))
    own = [_at_most(instalment.named, instalment.amount) for instalment in ordered]
    free = received - add_up(own, received.currency)
    found = []
    for instalment, named in zip(ordered, own, strict=True):
        filled = _at_most(free, instalment.amount - named)
        free -= filled
        found.append(InstalmentStatus(instalment, named + filled))
    return tuple(found)


def _at_most(amount: Money, limit: Money) -> Money:
    """The part of `amount` that fits, at least nothing."""
    if amount.amount <= 0 or limit.amount <= 0:
        return Money.zero(amount.currency)
    return amount if amount.amount <= limit.amount else limit


def cash_expected(statuses: Iterable[InstalmentStatus], *, received: Money) -> Money | None:
    """What was received and is still to come; None when no instalments are agreed."""
    known = list(statuses)
    return received + add_up((status.shortfall for status in known), received.currency) if known else None


@dataclass(frozen=True, slots=True)
class FundingGap:
    """A grant whose cash is late, or will not cover its cost.

    `expected` is the cash received and to come, `cost` what is spent and committed, or what the approved budget plans
    when that is more.
    """

    grant_id: int
    reference: str
    expected: Money
    cost: Money
    overdue: tuple[InstalmentStatus, ...] = ()

    @property
    def missing(self) -> Money:
        """By how much the cash expected falls short of the cost; nothing when it covers it."""
        short = self.cost - self.expected
        return short if short.amount > 0 else Money.zero(short.currency)

    @property
    def late(self) -> Money:
        """What is overdue."""
        return add_up((status.shortfall for status in self.overdue), self.cost.currency)


def funding_gap(
    grant: tuple[int, str],
    *,
    awarded: Money,
    received: Money,
    used: Money,
    planned: Money,
    statuses: tuple[InstalmentStatus, ...],
    today: date,
) -> FundingGap | None:
    """The gap of a grant (its id and reference), or None when its cash comes in time and covers its cost.

    Without instalments the award is what is expected. `used` is spent and committed, `planned` the approved budget.
    """
    expected = cash_expected(statuses, received=received) or awarded
    cost = planned if planned.amount > used.amount else used
    overdue = tuple(status for status in statuses if status.days_late(today))
    found = FundingGap(*grant, expected, cost, overdue)
    return found if found.missing or overdue else None
